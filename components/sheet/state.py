"""The state of the sheet: the finding, where it is read from and when, rows by worksheet."""

import pandas as pd
import streamlit as st

from components.shared.passport import plain_table, table
from components.shell.view import View
from components.words.plain import plain_markdown
from components.words.sheet import last_read, passed_over_rows, rows_table, sheet_finding, unread_worksheets
from data.cache import per_road
from data.store import shared_store


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
    table(_rows(here))
    if passed_over := passed_over_rows(here.road, words):
        said = words.say(
            "A row needs two facts: notes, headings, totals, repeated headers and ids typed ahead are no rows of data "
            "and are in no count."
        )
        st.caption("  \n".join(plain_markdown(line) for line in (said, *passed_over)))
    if unread := unread_worksheets(here.road, words):
        st.caption("  \n".join(f":material/visibility_off: {plain_markdown(line)}" for line in unread))


@per_road
def _rows(here: View) -> pd.DataFrame:
    return plain_table(rows_table(here.road, here.words))
