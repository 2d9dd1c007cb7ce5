"""Regional coverage: who was heard, who was not, and whom to call."""

import streamlit as st

from components.coverage import calls, opened, shares, strip
from components.coverage import map as coverage_map
from components.shell import view

here = view.current()
if opened.is_open(here):
    opened.opened(here)
else:
    strip.sentence(here)
    coverage_map.who_was_heard(here)
    sections, open_calls = st.columns([7, 4], gap="large")
    with sections:
        strip.sections(here)
    with open_calls:
        calls.calls(here)
    shares.lenses(here)
