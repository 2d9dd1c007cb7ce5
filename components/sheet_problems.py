"""Every problem of the sheet: what it costs, at which cell, what was found, what to type instead."""

import pandas as pd
import streamlit as st

from components import address
from components.findings.sheet import (
    SEVERITIES,
    export_table,
    problem_table,
    severity_cost,
    severity_finding,
    severity_word,
)
from components.plain import shorten
from components.view import View
from data.exports import to_csv, to_xlsx
from data.shape import WORKSHEETS
from data.words import Words

FOUND_CHARACTERS = 200
LAZY_ROWS = 1_000
ROW_HEIGHT_PIXELS = 56
"""Two lines of text: a sentence is read whole."""

HEIGHT_MAX_PIXELS = 8 * ROW_HEIGHT_PIXELS


def problems(here: View) -> None:
    """The problems as filtered by the address, one table for each cost; a warm word where there are none."""
    words = here.words
    every = problem_table(here.road, words.language)
    if every.empty:
        _nothing_wrong(here)
        return
    shown = _filtered(every, words)
    for code, severity in SEVERITIES.items():
        of_cost = shown[shown["severity"] == code]
        if of_cost.empty:
            continue
        st.subheader(severity_finding(severity, len(of_cost), words), anchor=False)
        st.caption(severity_cost(severity, words))
        problem_list(of_cost, key=f"problems_{code}", words=words)
    _downloads(shown, words)


def _nothing_wrong(here: View) -> None:
    words = here.words
    if not any(count.read for count in here.road.rows.values()):
        st.info(words.say("Fill in Milestones first, then Contributions."), icon=":material/edit_note:")
        return
    st.success(
        words.say("The sheet is in good order. Thank you: every figure of this dashboard rests on it."),
        icon=":material/check_circle:",
    )


def _filtered(every: pd.DataFrame, words: Words) -> pd.DataFrame:
    by_worksheet, by_severity = every["worksheet"].value_counts(), every["severity"].value_counts()
    worksheets = [shape.name for shape in WORKSHEETS if shape.name in by_worksheet]
    severities = [code for code in SEVERITIES if code in by_severity]
    with st.container(horizontal=True, gap="medium"):
        chosen_worksheets = _choice(
            "worksheet",
            words.say("Worksheet"),
            {name: f"{words.say(name)} {words.number(by_worksheet[name])}" for name in worksheets},
        )
        chosen_severities = _choice(
            "severity",
            words.say("Cost"),
            {
                code: f"{severity_word(SEVERITIES[code], words)} {words.number(by_severity[code])}"
                for code in severities
            },
        )
    is_chosen = every["worksheet"].isin(chosen_worksheets or worksheets)
    return every[is_chosen & every["severity"].isin(chosen_severities or severities)]


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
        key=f"at_{name}",
        on_change=lambda: address.put_all(name, st.session_state[f"at_{name}"]),
    )
    return chosen


def problem_list(problems: pd.DataFrame, *, key: str, words: Words) -> None:
    """Rows of ``problem_table`` as a table of inert text, each with the way to its cell."""
    is_linked = bool((problems["link"] != "").any())
    nothing = words.say("(empty)")
    found = [shorten(value, FOUND_CHARACTERS) or nothing for value in problems["value"]]
    shown = pd.DataFrame(
        {
            **({"tab": [shorten(tab, 60) for tab in problems["tab"]]} if is_linked else {}),
            "cell": problems["link"].tolist() if is_linked else [shorten(place, 60) for place in problems["place"]],
            "column": [shorten(column, 60) for column in problems["column"]],
            "value": found,
            "mend": [shorten(mend) for mend in problems["mend"]],
        }
    )
    column = st.column_config
    cell = words.say("Cell")
    st.dataframe(
        shown,
        key=key,
        hide_index=True,
        row_height=ROW_HEIGHT_PIXELS,
        height=min(HEIGHT_MAX_PIXELS, (len(shown) + 1) * ROW_HEIGHT_PIXELS),
        lazy=len(shown) > LAZY_ROWS,
        alt=words.say("What to mend in the sheet, one row for each place"),
        column_config={
            "tab": column.TextColumn(words.say("Worksheet"), width=120),
            "cell": column.LinkColumn(cell, display_text=r"range=(.+)$", width=90)
            if is_linked
            else column.TextColumn(cell, width=170),
            "column": column.TextColumn(words.say("Column"), width=130),
            "value": column.TextColumn(words.say("Found"), width=170),
            "mend": column.TextColumn(words.say("What to do"), width="large"),
        },
    )


def _downloads(shown: pd.DataFrame, words: Words) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        st.download_button(
            words.say("Download this list (CSV)"),
            data=lambda: to_csv(export_table(shown, words)),
            file_name=f"{words.say('problems')}.csv",
            mime="text/csv",
            key="problems_csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            words.say("Download this list (XLSX)"),
            data=lambda: to_xlsx(export_table(shown, words), words.say("Problems")),
            file_name=f"{words.say('problems')}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="problems_xlsx",
            on_click="ignore",
            icon=":material/download:",
        )
