"""Contributions: what came in, how far it got, what waits, for a coordinator before the weekly call."""

import streamlit as st

from components.contributions import breakdown, filters, opened, progress, table
from components.shared import lately
from components.shell import view

here = view.current()
if opened.is_open(here):
    opened.contribution_opened(here)
else:
    selection = filters.filters(here)
    found = filters.found(here, selection)
    if table.has_rows(here, found):
        progress.pace_and_stages(here, selection)
        broken_down, changed = st.columns([6, 5], gap="large")
        with broken_down:
            breakdown.by_dimension(here, selection)
        with changed:
            lately.what_changed(found, with_list=True)
        table.contribution_rows(found, selection)
