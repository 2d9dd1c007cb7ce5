"""A closer look at the sheet: what is right cell by cell and may be wrong as a whole, drawn once opened."""

from collections.abc import Callable, Mapping

import streamlit as st

from components.findings.sheet import CONTRADICTIONS, problem_table
from components.sheet_problems import problem_list
from components.view import View
from data.shape import N_

Part = Callable[[View], None]


def look_closer(here: View) -> None:
    """Values in use, possible duplicates, dates that contradict each other, columns that are mostly empty."""
    words = here.words
    st.subheader(words.say("A closer look"), anchor=False)
    for key, (title, draw) in PARTS.items():
        part = st.expander(words.say(title), key=f"doctor_{key}", on_change="rerun")
        if part.open:
            with part:
                draw(here)


def _contradictions(here: View) -> None:
    words = here.words
    every = problem_table(here.road, words.language)
    found = every[every["kind"].isin(CONTRADICTIONS)]
    if found.empty:
        st.caption(words.say("No date contradicts another one."))
        return
    problem_list(found, key="contradictions")


PARTS: Mapping[str, tuple[str, Part]] = {
    "dates": (N_("Dates that contradict each other"), _contradictions),
}
