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
from data.shape import WORKSHEETS
from data.words import Words

FOUND_CHARACTERS = 200
OPENED_CHARACTERS = 2_000
LAZY_ROWS = 1_000
ROW_PIXELS = 38
WRAPPED_ROW_PIXELS = 66
"""Streamlit breaks lines in rows of more than 64 pixels; then a long sentence is read whole."""

LINE_CHARACTERS = 72
TABLE_PIXELS = 470


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


@st.fragment
def problem_list(problems: pd.DataFrame, *, key: str) -> None:
    """Rows of ``problem_table`` as a table of inert text, each with the way to its cell; a click on one opens it."""
    words = view.current().words
    is_linked = bool((problems["link"] != "").any())
    column = st.column_config
    cell = words.say("Cell")
    row_pixels = WRAPPED_ROW_PIXELS if problems["mend"].str.len().max() > LINE_CHARACTERS else ROW_PIXELS
    picked = st.dataframe(
        _shown(problems, is_linked, words),
        key=key,
        hide_index=True,
        row_height=row_pixels,
        height=min(TABLE_PIXELS, len(problems) * row_pixels + ROW_PIXELS),
        lazy=len(problems) > LAZY_ROWS,
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
    cells = picked["selection"]["cells"]
    if cells and cells[0][0] < len(problems):
        _opened(problems.iloc[cells[0][0]], words)


def _shown(problems: pd.DataFrame, is_linked: bool, words: Words) -> pd.DataFrame:
    """The table as it is drawn: what is longer than a cell can show is cut, and whole in the exports."""
    nothing = words.say("(empty)")
    is_cell = problems["row"].notna() & (problems["letter"] != "")
    return pd.DataFrame(
        {
            **({"tab": [shorten(tab, 60) for tab in problems["tab"]]} if is_linked else {}),
            "cell": problems["link"].tolist() if is_linked else [shorten(place, 60) for place in problems["place"]],
            "column": [shorten(column, 60) for column in problems["column"]],
            "value": [
                shorten(value, FOUND_CHARACTERS) or (nothing if at_cell else "")
                for value, at_cell in zip(problems["value"], is_cell, strict=True)
            ],
            "mend": [shorten(mend) for mend in problems["mend"]],
        }
    )


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
