"""Every problem of the sheet: what it costs, at which cell, what was found, what to type instead."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components.shell import address, view
from components.shell.download import download_button
from components.shell.view import View
from components.words.plain import ARROW_TEXT, plain_markdown, shorten
from components.words.sheet import (
    SEVERITIES,
    export_table,
    has_rows,
    problem_table,
    severity_cost,
    severity_finding,
    severity_word,
)
from data.cache import per_road, per_road_keeping
from data.exports.tables import to_csv, to_xlsx
from data.shape import OF_OTHERS, WORKSHEETS
from data.words import Words

FOUND_CHARACTERS = 200
NAME_CHARACTERS = 60
MEND_CHARACTERS = 600
OPENED_CHARACTERS = 2_000
ROW_PIXELS = 38
WRAPPED_ROW_PIXELS = 66
"""Streamlit breaks lines in rows of more than 64 pixels; then a long sentence is read whole."""

LINE_CHARACTERS = 72
TABLE_PIXELS = 400


def problems(here: View) -> None:
    """The problems as filtered by the address, one table for each cost; a warm word where there are none."""
    words = here.words
    every = problem_table(here.road, words)
    if not has_rows(here.road):
        st.info(words.say("Fill in Milestones first, then Contributions."), icon=":material/edit_note:")
    elif every.empty:
        st.success(
            words.say("The sheet is in good order. Thank you: every figure of this dashboard rests on it."),
            icon=":material/check_circle:",
        )
    if every.empty:
        return
    worksheets, severities = _filters(here)
    st.caption(words.say("A click on a line opens it below its list: the whole of it, and the way to its cell."))
    for code, of_cost in _by_cost(here, worksheets, severities).items():
        st.header(severity_finding(SEVERITIES[code], len(of_cost.problems), words), anchor=False)
        st.caption(severity_cost(SEVERITIES[code], words))
        problem_list(of_cost, key=f"problems_{code}")
    _downloads(here, worksheets, severities)


@dataclass(frozen=True)
class Listed:
    """The problems of one cost: rows of ``problem_table``, the same as they are drawn, how high a row is."""

    problems: pd.DataFrame
    cells: pd.DataFrame
    row_pixels: int


@per_road_keeping(24)
def _by_cost(here: View, worksheets: tuple[str, ...], severities: tuple[str, ...]) -> dict[str, Listed]:
    """The problems chosen by cost, the dearest first, without the costs that none has."""
    chosen = dict(list(_chosen(here, worksheets, severities).groupby("severity")))
    return {code: listed(here, chosen[code]) for code in SEVERITIES if code in chosen}


def listed(here: View, problems: pd.DataFrame) -> Listed:
    """Rows of ``problem_table`` to be listed."""
    cells, is_long = _cells(here), problems["mend"].str.len().max() > LINE_CHARACTERS
    is_linked = _is_linked(problem_table(here.road, here.words))
    shown = cells.loc[problems.index, cells.columns if is_linked else cells.columns[1:]]
    return Listed(problems, shown.astype(ARROW_TEXT), WRAPPED_ROW_PIXELS if is_long else ROW_PIXELS)


def _chosen(here: View, worksheets: tuple[str, ...], severities: tuple[str, ...]) -> pd.DataFrame:
    """Rows of ``problem_table`` of these worksheets and costs."""
    every = problem_table(here.road, here.words)
    return every[every["worksheet"].isin(worksheets) & every["severity"].isin(severities)]


def _filters(here: View) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The worksheets and the costs to list problems of: those chosen, else all that have any."""
    words, (by_worksheet, by_severity) = here.words, _counts(here)
    by, cost = st.columns([3, 2], gap="medium")
    with by:
        worksheets = _choice(
            "worksheet",
            words.say("Worksheet"),
            {name: f"{words.say(name)} {words.number(n)}" for name, n in by_worksheet.items()},
        )
    with cost:
        severities = _choice(
            "severity",
            words.say("Effect"),
            {code: f"{severity_word(SEVERITIES[code], words)} {words.number(n)}" for code, n in by_severity.items()},
        )
    return tuple(worksheets or by_worksheet), tuple(severities or by_severity)


@per_road
def _counts(here: View) -> tuple[dict[str, int], dict[str, int]]:
    """How many problems there are by worksheet and by cost, each in its order."""
    every = problem_table(here.road, here.words)
    by_worksheet, by_severity = every["worksheet"].value_counts(), every["severity"].value_counts()
    return (
        {
            shape.name: int(by_worksheet[shape.name])
            for shape in (*WORKSHEETS, *OF_OTHERS)
            if shape.name in by_worksheet
        },
        {code: int(by_severity[code]) for code in SEVERITIES if code in by_severity},
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


@st.fragment
def problem_list(shown: Listed, *, key: str) -> None:
    """Problems as a table of inert text, each with the way to its cell; a click on one opens it."""
    words, problems = view.current().words, shown.problems
    column = st.column_config
    cell = words.say("Cell")
    picked = st.dataframe(
        shown.cells,
        key=key,
        hide_index=True,
        row_height=shown.row_pixels,
        height=min(TABLE_PIXELS, len(problems) * shown.row_pixels + ROW_PIXELS),
        on_select="rerun",
        selection_mode="single-cell",
        alt=words.say("What to correct in the sheet, one row for each place"),
        column_config={
            "tab": column.TextColumn(words.say("Worksheet"), width=120),
            "cell": column.LinkColumn(cell, display_text=r"range=(.+)$", width=90)
            if "tab" in shown.cells
            else column.TextColumn(cell, width=150),
            "column": column.TextColumn(words.say("Column"), width=120),
            "value": column.TextColumn(words.say("Found"), width=170),
            "mend": column.TextColumn(words.say("What to do"), width=520),
        },
    )
    at = picked["selection"]["cells"]
    if at and at[0][0] < len(problems):
        _opened(problems.iloc[at[0][0]], words)


@per_road_keeping(6)
def _cells(here: View) -> pd.DataFrame:
    """The rows of ``problem_table`` as they are drawn: what is longer than a cell can show is cut, whole in exports."""
    problems, nothing = problem_table(here.road, here.words), here.words.say("(empty)")
    is_cell = problems["row"].notna() & (problems["letter"] != "")
    return pd.DataFrame(
        {
            "tab": [_inert(tab, NAME_CHARACTERS) for tab in problems["tab"]],
            "cell": problems["link"] if _is_linked(problems) else [_inert(place) for place in problems["place"]],
            "column": [_inert(column, NAME_CHARACTERS) for column in problems["column"]],
            "value": [
                _inert(value) or (nothing if at_cell else "")
                for value, at_cell in zip(problems["value"], is_cell, strict=True)
            ],
            "mend": [_inert(mend, MEND_CHARACTERS) for mend in problems["mend"]],
        }
    )


def _is_linked(problems: pd.DataFrame) -> bool:
    return bool((problems["link"] != "").any())


def _inert(text: str, length: int = FOUND_CHARACTERS) -> str:
    # Most texts are short and plain; ten thousand of them should not be looked through letter by letter.
    return text if len(text) <= length and text.isprintable() else shorten(text, length)


def _opened(problem: pd.Series, words: Words) -> None:
    """One problem with its address to copy, or the way there, and what was found at more length."""
    with st.container(border=True, gap="small"):
        st.markdown(
            f"**{plain_markdown(problem['column'] or problem['tab'], 80)}** · {plain_markdown(problem['mend'])}"
        )
        if problem["value"]:
            st.text(words.say("Found: {value}", value=shorten(problem["value"], OPENED_CHARACTERS)))
        if problem["link"]:
            st.link_button(words.say("Open the cell"), problem["link"], icon=":material/open_in_new:")
        else:
            st.code(shorten(problem["place"], 200), language=None)


def _downloads(here: View, worksheets: tuple[str, ...], severities: tuple[str, ...]) -> None:
    words = here.words

    def exported() -> pd.DataFrame:
        return export_table(_chosen(here, worksheets, severities), words)

    with st.container(horizontal=True, gap="xsmall"):
        download_button(
            words.say("Download this list (CSV)"),
            lambda: to_csv(exported()),
            words.say("problems") + ".csv",
            key="problems_csv",
        )
        download_button(
            words.say("Download this list (XLSX)"),
            lambda: to_xlsx(exported(), words.say("Problems")),
            words.say("problems") + ".xlsx",
            key="problems_xlsx",
        )
