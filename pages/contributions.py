"""Contributions: what came in, how far it got, what waits, for a coordinator before the weekly call."""

import streamlit as st

from components import (
    contribution_breakdown,
    contribution_opened,
    contribution_progress,
    contribution_table,
    filters,
    lately,
    view,
)

here = view.current()
if contribution_opened.is_open(here):
    contribution_opened.opened(here)
else:
    found = filters.filters(here)
    if contribution_table.has_rows(here, found):
        contribution_progress.pace_and_stages(here, found)
        broken_down, changed = st.columns([6, 5], gap="large")
        with broken_down:
            contribution_breakdown.by_dimension(here, found)
        with changed:
            lately.what_changed(found, with_list=True)
        contribution_table.rows(found)
