"""Every problem of the sheet: what it costs, at which cell, what was found, what to type instead."""

import pandas as pd
import streamlit as st

from components import address, view
from components.findings.sheet import (
    SEVERITIES,
    export_table,
    has_rows,
    problem_table,
    severity_cost,
    severity_finding,
    severity_word,
)
from components.plain import plain_markdown, shorten
from components.view import View
from data.exports import to_csv, to_xlsx
from data.figures.cache import per_road_keeping
from data.road import Road
from data.shape import WORKSHEETS
from data.words import Words, words_of

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
    every = problem_table(here.road, words.language)
    if not has_rows(here.road):
        st.info(words.say("Fill in Milestones first, then Contributions."), icon=":material/edit_note:")
    elif every.empty:
        st.success(
            words.say("The sheet is in good order. Thank you: every figure of this dashboard rests on it."),
            icon=":material/check_circle:",
        )
    if every.empty:
        return
    shown = _filtered(every, words)
    st.caption(words.say("A click on a line opens it below its list: the whole of it, and the way to its cell."))
    for code, severity in SEVERITIES.items():
        of_cost = shown[shown["severity"] == code]
        if of_cost.empty:
            continue
        st.subheader(severity_finding(severity, len(of_cost), words), anchor=False)
        st.caption(severity_cost(severity, words))
        problem_list(of_cost, key=f"problems_{code}")
    _downloads(shown, words)


def _filtered(every: pd.DataFrame, words: Words) -> pd.DataFrame:
    by_worksheet, by_severity = every["worksheet"].value_counts(), every["severity"].value_counts()
    worksheets = [shape.name for shape in WORKSHEETS if shape.name in by_worksheet]
    severities = [code for code in SEVERITIES if code in by_severity]
    by, cost = st.columns([3, 2], gap="medium")
    with by:
        chosen_worksheets = _choice(
            "worksheet",
            words.say("Worksheet"),
            {name: f"{words.say(name)} {words.number(by_worksheet[name])}" for name in worksheets},
        )
    with cost:
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
        wrap=True,
        key=f"at_{name}",
        on_change=lambda: address.put_all(name, st.session_state[f"at_{name}"]),
    )
    return chosen


@st.fragment
def problem_list(problems: pd.DataFrame, *, key: str) -> None:
    """Rows of ``problem_table`` as a table of inert text, each with the way to its cell; a click on one opens it."""
    here = view.current()
    words = here.words
    cells = _cells(here.road, words.language)
    is_linked = _is_linked(problem_table(here.road, words.language))
    column = st.column_config
    cell = words.say("Cell")
    row_pixels = WRAPPED_ROW_PIXELS if problems["mend"].str.len().max() > LINE_CHARACTERS else ROW_PIXELS
    picked = st.dataframe(
        cells.loc[problems.index, cells.columns if is_linked else cells.columns[1:]],
        key=key,
        hide_index=True,
        row_height=row_pixels,
        height=min(TABLE_PIXELS, len(problems) * row_pixels + ROW_PIXELS),
        on_select="rerun",
        selection_mode="single-cell",
        alt=words.say("What to mend in the sheet, one row for each place"),
        column_config={
            "tab": column.TextColumn(words.say("Worksheet"), width=120),
            "cell": column.LinkColumn(cell, display_text=r"range=(.+)$", width=90)
            if is_linked
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
def _cells(road: Road, language: str) -> pd.DataFrame:
    """The rows of ``problem_table`` as they are drawn: what is longer than a cell can show is cut, whole in exports."""
    problems, nothing = problem_table(road, language), words_of(language).say("(empty)")
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


def _downloads(shown: pd.DataFrame, words: Words) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        st.download_button(
            words.say("Download this list (CSV)"),
            data=lambda: to_csv(export_table(shown, words)),
            file_name=words.say("problems") + ".csv",
            mime="text/csv",
            key="problems_csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            words.say("Download this list (XLSX)"),
            data=lambda: to_xlsx(export_table(shown, words), words.say("Problems")),
            file_name=words.say("problems") + ".xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="problems_xlsx",
            on_click="ignore",
            icon=":material/download:",
        )
