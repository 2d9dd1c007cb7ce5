"""The road: where we stand, for a member of the Executive Bureau with two minutes."""

import streamlit as st

from components.road import find_city, note_button, region, standing
from components.shared import lately
from components.shell import view

here = view.current()
standing.sentence(here)
asked, ours = st.columns([7, 5], gap="medium")
with asked:
    standing.asked_of_the_bureau(here)
with ours:
    region.your_region(here)
with st.container(key="road_and_figures", gap="xsmall"):
    standing.drawn_road(here)
    standing.four_figures(here)
changed, our_city = st.columns(2, gap="large")
with changed:
    lately.what_changed(here)
    note_button.note_button(here)
    note_button.slides_button(here)
with our_city:
    find_city.find_my_city(here)
