"""Into the text: what of the contributions is in the Charter, from where, and what fell between."""

import streamlit as st

from components import text_block, text_matrix, text_orphans, text_uptake, view

here = view.current()
text_matrix.sentence(here)
landed, opened = st.columns([7, 5], gap="large")
with landed:
    text_matrix.matrix(here)
with opened:
    text_block.block_opened(here)
st.space("small")
rated, between = st.columns([6, 5], gap="large")
with rated:
    text_uptake.by_section(here)
with between:
    text_orphans.fell_between(here)
