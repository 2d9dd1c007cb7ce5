"""The contributions row by row: chosen columns, one opened by its row, and the same rows as a file."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

from components.shared import opening_table
from components.shell import address
from components.shell.download import download_button
from components.shell.view import View
from components.words.contributions import rows_words
from components.words.labels import contributor_name, is_coded, label, stage_name
from components.words.plain import plain_markdown
from data.cache import per_road_keeping
from data.exports.tables import to_csv, to_xlsx
from data.figures.contributions import stages, tally
from data.figures.register import BETWEEN_CODES, EXPORTED, REGISTER_COLUMNS, cells, register
from data.figures.selection import Selection, file_name_part
from data.messages.labels import column_label
from data.reading.contributions import NOT_NAMED
from data.shape import N_, ColumnType
from data.words import Words

SHOWN_FIRST = (*(name for name, column in EXPORTED.items() if column.is_shown), "stage")
_DAYS = tuple(name for name, column in EXPORTED.items() if column.type is ColumnType.DAY)
_NUMBERS = tuple(name for name, column in EXPORTED.items() if column.type is ColumnType.NUMBER)
_AS_CODES = ("Milestones", "Questions")
_KEY = "contribution_rows"


def contribution_rows(found: View, selection: Selection) -> None:
    """The table of what is chosen, its columns, its files; a row selected is opened."""
    words = found.words
    st.space("small")
    n = tally(found.road, on=found.on).received
    columns = _columns()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.header(plain_markdown(rows_words(n, words)), anchor=False, width="content")
        _column_control(columns, words)
    now = opening_table.shown(columns)
    opening_table.opening_table(
        {name: column_name(name, words) for name in columns},
        _rows(found, columns, now.by, now.part(n).start, is_down=now.is_down),
        n=n,
        lead="contributor" if "contributor" in columns else columns[0],
        opens="open",
        label=rows_words(n, words),
        key=_KEY,
        words=words,
    )
    _files(found, selection)


def has_rows(whole: View, found: View) -> bool:
    """Whether there is anything to show; where there is not, says what to do."""
    if tally(found.road, on=found.on).received:
        return True
    words = found.words
    if found.road is whole.road:
        said = words.say("The worksheet Contributions has no row received by this day. Add one, or choose a later day.")
    else:
        said = words.say("No contribution has all of this. Remove one of the filters, or clear them all.")
    st.info(said, icon=":material/filter_alt_off:")
    return False


def _columns() -> tuple[str, ...]:
    asked = tuple(name for name in address.get_all("columns") if name in REGISTER_COLUMNS)
    return asked or SHOWN_FIRST


def _column_control(columns: tuple[str, ...], words: Words) -> None:
    chooser = st.popover(
        words.say("Columns"), icon=":material/view_column:", key="columns_open", on_change="rerun", type="tertiary"
    )
    if not chooser.open:
        return
    with chooser:
        st.session_state["at_columns"] = list(columns)
        st.pills(
            words.say("Columns of the table"),
            REGISTER_COLUMNS,
            format_func=lambda name: column_name(name, words),
            selection_mode="multi",
            key="at_columns",
            on_change=_choose_columns,
        )


def _choose_columns() -> None:
    wanted = [name for name in REGISTER_COLUMNS if name in st.session_state["at_columns"]]
    address.put_all("columns", [] if tuple(wanted) == SHOWN_FIRST else wanted)


def column_name(name: str, words: Words) -> str:
    """The header of a column in the reader's language."""
    return words.say(N_("Stage")) if name == "stage" else column_label("Contributions", name, words)


def ordered(found: View, columns: tuple[str, ...] | None = None) -> np.ndarray:
    """Positions of all that is chosen, as the table sorts them; in the sheet's order where it sorts by nothing."""
    now = opening_table.shown(columns or _columns())
    return _sorted(found, now.by, is_down=now.is_down)


@per_road_keeping(6, by_rows=True)
def _sorted(found: View, by: str, *, is_down: bool) -> np.ndarray:
    if not by:
        return np.flatnonzero(stages(found.road, on=found.on).received)
    values = register(found.road, on=found.on)[by]
    if by not in (*_DAYS, *_NUMBERS):
        said = _in_words(values, by, found)
        values = said.where(said != "").str.casefold()
    return values.sort_values(kind="stable", ascending=not is_down, na_position="last").index.to_numpy()


@per_road_keeping(6, by_rows=True)
def _rows(
    found: View, columns: tuple[str, ...], by: str, first: int, *, is_down: bool
) -> list[tuple[str, tuple[str, ...]]]:
    """The rows of one page of the table in words: the id of each, and its cells."""
    positions = _sorted(found, by, is_down=is_down)[first : first + opening_table.PAGE_ROWS]
    words, kept = found.words, cells(found.road, ("id", *columns), positions, on=found.on)

    def said(name: str) -> list[str]:
        values = kept[name]
        if name in _DAYS:
            return ["" if pd.isna(day) else words.day(day.date(), "medium") for day in values]
        if name in _NUMBERS:
            return ["" if pd.isna(number) else words.number(number, 2) for number in values]
        in_words = _word(name, found)
        said = {value: in_words(value) if in_words else value for value in values if isinstance(value, str)}
        return [said.get(value, "") for value in values]

    return list(zip(kept["id"], zip(*(said(name) for name in columns), strict=True), strict=True))


def _in_words(values: pd.Series, name: str, found: View) -> pd.Series:
    """The values of a column in words; a value that occurs often is looked up once."""
    if name == "contributor":
        # Hardly two are alike.
        return values.replace(NOT_NAMED, contributor_name(NOT_NAMED, found.words))
    in_words = _word(name, found)
    return (
        values.map({value: in_words(value) for value in values.dropna().unique()}).astype("str") if in_words else values
    )


def _word(name: str, found: View) -> Callable[[str], str] | None:
    """How a value of a column is said in words; None where it is said as the sheet has it."""
    words = found.words
    if name == "stage":
        return lambda code: stage_name(code, words)
    if name == "contributor":
        return lambda contributor: contributor_name(contributor, words)
    column = EXPORTED[name]
    if not is_coded(column) or column.refers_to in _AS_CODES:
        return None

    def said(joined: str) -> str:
        codes = joined.split(BETWEEN_CODES)
        return BETWEEN_CODES.join(label(found.road, column.dimension, code, words) for code in codes)

    return said


def _files(found: View, selection: Selection) -> None:
    """What is chosen as CSV and as a workbook, all columns, made only when asked for."""
    words = found.words
    name = f"contributions{file_name_part(selection)}-{found.on.isoformat()}"
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        download_button(
            words.say("Download as CSV"), lambda: to_csv(export_rows(found)), f"{name}.csv", key="export_csv"
        )
        download_button(
            words.say("Download as a workbook (XLSX)"),
            lambda: to_xlsx(export_rows(found), words.say("Contributions")),
            f"{name}.xlsx",
            key="export_xlsx",
        )
        st.caption(words.say("Exactly the rows chosen, with every column."))


def export_rows(found: View) -> pd.DataFrame:
    """One row per chosen contribution, every column of the register whole, headers and values in words.

    Questions, milestones and languages stay codes. Nothing of a contact is in it.
    """
    words = found.words
    kept = register(found.road, on=found.on).reset_index(drop=True)
    said = {name: kept[name] if name == "language" else _in_words(kept[name], name, found) for name in REGISTER_COLUMNS}
    return pd.DataFrame(said).rename(columns=lambda name: column_name(str(name), words))
