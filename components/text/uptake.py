"""Uptake by section: what part of the decided words of each is in the text."""

import pandas as pd
import streamlit as st

from components.charts.uptake import UPTAKE
from components.shared.passport import show, subject
from components.shell.view import View
from components.words.labels import names_of
from components.words.plain import plain_markdown
from components.words.text import replies_words, uptake_basis, uptake_too_few
from data.cache import per_road
from data.figures.contributions import replies
from data.figures.rates import UPTAKE_MIN
from data.figures.text import uptake_at


def by_section(here: View) -> None:
    """A dot for each section, those that cut across apart."""
    show(UPTAKE, subject(here))
    st.caption(plain_markdown(_basis(here)))
    if said := replies_words(replies(here.road, on=here.on), here.words):
        st.markdown(said)


@per_road
def _basis(here: View) -> str:
    uptake = uptake_at(here.road, on=here.on)
    if all(pd.isna(row["rate"]) for row in uptake):
        return uptake_too_few(uptake, names_of(here.road, "section", here.words), UPTAKE_MIN, here.words)
    return uptake_basis(UPTAKE_MIN, here.words)
