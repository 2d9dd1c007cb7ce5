"""The contributions row by row: chosen columns, one opened by its row, and the same rows as a file."""

import pandas as pd
import streamlit as st

from components.shell import address
from components.shell.view import View
from components.words.contributions import rows_words
from components.words.labels import STAGE_NAMES, is_coded, label
from components.words.plain import ARROW_TEXT, plain_markdown
from data.cache import per_road, per_road_keeping
from data.exports.tables import to_csv, to_xlsx
from data.figures.register import BETWEEN_CODES, EXPORTED, REGISTER_COLUMNS, register
from data.messages.labels import column_label
from data.shape import N_, ColumnType
from data.words import Words

SHOWN_FIRST = (*(name for name, column in EXPORTED.items() if column.is_shown), "stage")
HEIGHT = 420
DRAWN_ROWS = 5000
"""A table longer than anybody scrolls costs a phone megabytes; the filters narrow it and the files hold all."""
_LONGEST_CELL = 300
_DAYS = tuple(name for name, column in EXPORTED.items() if column.type is ColumnType.DAY)
_NUMBERS = tuple(name for name, column in EXPORTED.items() if column.type is ColumnType.NUMBER)
_AS_CODES = ("Milestones", "Questions")
_KEY = "contribution_rows"


def rows(found: View) -> None:
    """The table of what is chosen, its columns, its files; a row selected is opened."""
    words = found.words
    st.space("small")
    n = len(register(found.road, on=found.on))
    columns = _columns()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.header(plain_markdown(rows_words(n, words)), anchor=False, width="content")
        _column_control(columns, words)
    st.dataframe(
        _shown(found, columns),
        height=min(HEIGHT, 36 * (n + 1) + 3),
        hide_index=True,
        column_config=_configuration(columns, words),
        key=_KEY,
        on_select=lambda: _open_selected(found),
        selection_mode="single-row",
        alt=rows_words(n, words),
    )
    if n > DRAWN_ROWS:
        st.caption(
            words.say(
                "The table shows the {drawn} received last; filters narrow it, the files hold all {n}.",
                drawn=words.number(DRAWN_ROWS),
                n=words.number(n),
            )
        )
    _files(found)


def has_rows(whole: View, found: View) -> bool:
    """Whether there is anything to show; where there is not, says what to do."""
    if len(register(found.road, on=found.on)):
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


@per_road
def _drawn(found: View) -> list[int]:
    """Positions of the rows that the table draws, in the sheet's order: those received last where they are many."""
    received = register(found.road, on=found.on)["received_on"]
    return received.sort_values(kind="stable").index[-DRAWN_ROWS:].sort_values().tolist()


@per_road_keeping(6, by_rows=True)
def _shown(found: View, columns: tuple[str, ...]) -> pd.DataFrame:
    """The table as it is drawn: the chosen columns only, values in words, long texts cut."""
    kept = register(found.road, on=found.on).loc[_drawn(found), list(columns)].reset_index(drop=True)
    for name in columns:
        if name in (*_DAYS, *_NUMBERS, "link"):
            continue
        kept[name] = _in_words(kept[name], name, found).fillna("").str.slice(0, _LONGEST_CELL)
    return kept.astype({name: ARROW_TEXT for name in columns if name not in (*_DAYS, *_NUMBERS)})


def _in_words(values: pd.Series, name: str, found: View) -> pd.Series:
    """The values of a column in words; a value that occurs often is looked up once."""
    if name == "stage":
        return values.map({code: found.words.say(said).capitalize() for code, said in STAGE_NAMES.items()})
    column = EXPORTED[name]
    if not is_coded(column) or column.refers_to in _AS_CODES:
        return values

    def said(joined: str) -> str:
        codes = joined.split(BETWEEN_CODES)
        return BETWEEN_CODES.join(label(found.road, column.dimension, code, found.words) for code in codes)

    return values.map({joined: said(joined) for joined in values.dropna().unique()}).astype("str")


def _configuration(columns: tuple[str, ...], words: Words) -> dict:
    drawn = {}
    for name in columns:
        title = column_name(name, words)
        if name in _DAYS:
            drawn[name] = st.column_config.DateColumn(title, format="YYYY-MM-DD")
        elif name in _NUMBERS:
            drawn[name] = st.column_config.NumberColumn(title)
        elif name == "link":
            drawn[name] = st.column_config.LinkColumn(title)
        else:
            width = "large" if name in ("summary", "reason") else "medium" if name == "contributor" else None
            drawn[name] = st.column_config.TextColumn(title, width=width)
    return drawn


def _open_selected(found: View) -> None:
    selected = st.session_state[_KEY]["selection"]["rows"]
    drawn = _drawn(found)
    if selected and selected[0] < len(drawn):
        address.put("open", found.road.contributions["id"].iloc[drawn[selected[0]]])


def _files(found: View) -> None:
    """What is chosen as CSV and as a workbook, all columns, made only when asked for."""
    words = found.words
    name = f"contributions-{found.on.isoformat()}"
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.download_button(
            words.say("Download as CSV"),
            data=lambda: to_csv(export_rows(found)),
            file_name=f"{name}.csv",
            mime="text/csv",
            key="export_csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            words.say("Download as a workbook (XLSX)"),
            data=lambda: to_xlsx(export_rows(found), words.say("Contributions")),
            file_name=f"{name}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="export_xlsx",
            on_click="ignore",
            icon=":material/download:",
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
