"""Into the text: what of the contributions is in the Charter, from where, and what fell between."""

import streamlit as st

from components.shell import view
from components.text import block, charter, matrix, orphans, uptake

here = view.current()
matrix.sentence(here)
landed, opened = st.columns([7, 5], gap="large")
with landed:
    matrix.matrix(here)
with opened:
    block.block_opened(here)
charter.charter(here)
st.space("small")
rated, between = st.columns([6, 5], gap="large")
with rated:
    uptake.by_section(here)
with between:
    orphans.fell_between(here)
