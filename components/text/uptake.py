"""Uptake by section: what part of the decided words of each is in the text."""

import streamlit as st

from components.charts.uptake import UPTAKE
from components.shared.passport import show, subject
from components.shell.view import View
from components.words.text import replies_words, uptake_basis
from data.figures.contributions import replies
from data.figures.rates import UPTAKE_MIN


def by_section(here: View) -> None:
    """A dot for each section, those that cut across apart."""
    show(UPTAKE, subject(here))
    st.caption(uptake_basis(UPTAKE_MIN, here.words))
    if said := replies_words(replies(here.road, on=here.on), here.words):
        st.markdown(said)
