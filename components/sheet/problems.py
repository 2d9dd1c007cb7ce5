"""Every faulty row of the sheet: what it costs, which cell is at fault, what to type instead."""

from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st

from components.sheet.fault_list import Group, fault_list
from components.shell import address
from components.shell.download import download_button
from components.shell.view import View
from components.words.fault_cards import Card, Fault, fault_card, faults
from components.words.sheet import (
    SEVERITIES,
    export_table,
    has_rows,
    problem_table,
    severity_cost,
    severity_finding,
    severity_word,
)
from data.cache import per_road
from data.exports.tables import to_csv, to_xlsx
from data.shape import OF_OTHERS, WORKSHEETS

CODES = {severity: code for code, severity in SEVERITIES.items()}


def problems(here: View) -> None:
    """The faults as filtered by the address, by cost and kind; a warm word where there are none."""
    words = here.words
    every = faults(here.road)
    if not has_rows(here.road):
        st.info(words.say("Fill in Milestones first, then Contributions."), icon=":material/edit_note:")
    elif not every:
        st.success(
            words.say("The sheet is in good order. Thank you: every figure of this dashboard comes from it."),
            icon=":material/check_circle:",
        )
    if not every:
        return
    worksheets, severities = _filters(here)
    chosen = [fault for fault in every if fault.worksheet in worksheets and CODES[fault.severity] in severities]
    _by_cost(chosen, here)
    _downloads(here, chosen)


def _by_cost(chosen: Sequence[Fault], here: View) -> None:
    words = here.words
    for code, severity in SEVERITIES.items():
        of_cost = [fault for fault in chosen if fault.severity is severity]
        if of_cost:
            n = sum(here.road.problems[at].severity is severity for fault in of_cost for at in fault.problems)
            st.header(severity_finding(severity, n, words), anchor=False)
            st.caption(severity_cost(severity, words))
            fault_list(by_kind(of_cost, here), here, key=f"problems_{code}")


def by_kind(chosen: Iterable[Fault], here: View) -> list[Group]:
    """Faults by their kind, to be made cards of."""
    kinds: dict[str, list[Fault]] = {}
    for fault in chosen:
        kinds.setdefault(fault.kind, []).append(fault)

    def cards(of_kind: list[Fault], n: int) -> list[Card]:
        return [fault_card(here.road, fault, here.words) for fault in of_kind[:n]]

    return [(kind, len(of_kind), lambda n, of_kind=of_kind: cards(of_kind, n)) for kind, of_kind in kinds.items()]


def _filters(here: View) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The worksheets and the costs to show faults of: those chosen, else all that have any."""
    words, (by_worksheet, by_severity) = here.words, _counts(here)
    by, cost = st.columns([3, 2], gap="medium")
    with by:
        worksheets = _choice(
            "worksheet",
            words.say("Worksheet"),
            {name: f"{words.say(name)} {words.number(n)}" for name, n in by_worksheet.items()},
        )
    with cost if len(by_worksheet) > 1 else by:
        severities = _choice(
            "severity",
            words.say("Effect"),
            {code: f"{severity_word(SEVERITIES[code], words)} {words.number(n)}" for code, n in by_severity.items()},
        )
    return tuple(worksheets or by_worksheet), tuple(severities or by_severity)


@per_road
def _counts(here: View) -> tuple[dict[str, int], dict[str, int]]:
    """How many faults there are by worksheet and by cost, each in its order."""
    every = faults(here.road)
    by_worksheet, by_severity = Counter(fault.worksheet for fault in every), Counter(fault.severity for fault in every)
    return (
        {shape.name: by_worksheet[shape.name] for shape in (*WORKSHEETS, *OF_OTHERS) if by_worksheet[shape.name]},
        {code: by_severity[severity] for code, severity in SEVERITIES.items() if by_severity[severity]},
    )


def _choice(name: str, label: str, labels: dict[str, str]) -> list[str]:
    """Several of the codes of ``labels``, kept in the address; none chosen means all."""
    chosen = [code for code in address.get_all(name) if code in labels]
    address.put_all(name, chosen)
    if len(labels) < 2:
        return chosen
    st.session_state[f"at_{name}"] = chosen
    st.pills(
        label,
        list(labels),
        selection_mode="multi",
        format_func=labels.__getitem__,
        wrap=True,
        key=f"at_{name}",
        on_change=lambda: address.put_all(name, st.session_state[f"at_{name}"]),
    )
    return chosen


def _downloads(here: View, chosen: Sequence[Fault]) -> None:
    words = here.words

    def exported() -> pd.DataFrame:
        every, places = problem_table(here.road, words), {at for fault in chosen for at in fault.problems}
        return export_table(every[every.index.isin(places)], words)

    chosen_codes = [code for parameter in ("worksheet", "severity") for code in address.get_all(parameter)]
    name = "-".join([words.say("problems"), *chosen_codes, here.days.last.isoformat()])
    with st.container(horizontal=True, gap="xsmall"):
        download_button(
            words.say("Download this list (CSV)"),
            lambda: to_csv(exported()),
            f"{name}.csv",
            key="problems_csv",
        )
        download_button(
            words.say("Download this list (XLSX)"),
            lambda: to_xlsx(exported(), words.say("Problems")),
            f"{name}.xlsx",
            key="problems_xlsx",
        )
