"""The state of the sheet: the finding, where it is read from and when, rows by worksheet."""

import pandas as pd
import streamlit as st

from components.shared.passport import plain_table, table
from components.shell.to_copy import text_to_copy
from components.shell.view import View
from components.words.plain import plain_markdown
from components.words.sheet import (
    last_read,
    lines_to_paste,
    not_read,
    passed_over_rows,
    rows_table,
    sheet_finding,
    ties_offered,
    unread_worksheets,
)
from data.cache import per_road
from data.shape import COLUMNS
from data.store import shared_store

LINE_CHARACTERS = 2_000


def finding(here: View) -> None:
    """What the sheet needs, as the title; its source, when it was read and when it changed below."""
    words, origin = here.words, here.road.origin
    st.title(plain_markdown(sheet_finding(here.road, words)), anchor=False)
    snapshot = shared_store().state().snapshot
    changed_at = snapshot.changed_at if snapshot and snapshot.road is here.road else here.read_at
    kind = words.say("Google spreadsheet") if origin.kind == "google" else words.say("Workbook")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f"{kind} **{plain_markdown(origin.name, 80)}**. "
            + plain_markdown(last_read(here.road, here.read_at, changed_at, words))
        )
        if origin.address:
            st.link_button(words.say("Open the spreadsheet"), origin.address, icon=":material/open_in_new:")


def rows_by_worksheet(here: View) -> None:
    """Rows read, used and left out of each worksheet; what is missing, and what that switches off."""
    words = here.words
    st.header(words.say("What was read"), anchor=False)
    table(_rows_read(here))
    if passed_over := passed_over_rows(here.road, words):
        said = words.say(
            "A row needs two facts: notes, headings, totals, repeated headers and ids typed ahead are no rows of data "
            "and are in no count."
        )
        st.caption("  \n".join(plain_markdown(line) for line in (said, *passed_over)))
    _not_read(here)
    if unread := unread_worksheets(here.road, words):
        st.caption("  \n".join(f":material/visibility_off: {plain_markdown(line)}" for line in unread))


def _not_read(here: View) -> None:
    """The tabs and columns that are not read, and how to tie one that is meant."""
    words, road = here.words, here.road
    lines = not_read(road, words)
    if not lines:
        return
    with st.expander(words.say("What is not read"), key="not_read"):
        st.markdown("\n".join(f"- {plain_markdown(line, LINE_CHARACTERS)}" for line in lines))
        st.markdown("  \n".join(plain_markdown(line, LINE_CHARACTERS) for line in ties_offered(road, words)))
        if pasted := lines_to_paste(road, words):
            st.markdown(
                words.say(
                    "What is meant can be tied to ours: paste these lines into the first cell of a worksheet named "
                    "“{worksheet}”, keep those you want, and type the name of a column of ours where the last cell is "
                    "empty.",
                    worksheet=words.say(COLUMNS.name),
                )
            )
            text_to_copy(pasted, words, key="ties")


@per_road
def _rows_read(here: View) -> pd.DataFrame:
    return plain_table(rows_table(here.road, here.words), here.words)
