"""The road: where we stand, for a member of the Executive Bureau with two minutes."""

import streamlit as st

from components import find_city, lately, note_download, standing, view

here = view.current()
standing.sentence(here)
standing.drawn_road(here)
standing.four_figures(here)
standing.section_chips(here)
changed, our_city = st.columns(2, gap="large")
with changed:
    lately.what_changed(here)
    note_download.note_button(here)
with our_city:
    find_city.find_my_city(here)
