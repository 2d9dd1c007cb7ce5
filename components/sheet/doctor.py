"""A closer look at the sheet: what is right cell by cell and may be wrong as a whole, drawn once opened."""

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from components.sheet.fault_list import fault_list
from components.sheet.problems import by_kind
from components.shell.view import View
from components.words.fault_cards import duplicate_cards, faults
from components.words.plain import shorten
from components.words.sheet import (
    duplicates_finding,
    emptiness_finding,
    emptiness_table,
    values_finding,
    values_table,
)
from data.reading.doctor import CONTRADICTIONS, mostly_empty_columns, values_in_use
from data.shape import N_

Part = Callable[[View], None]

CELL_CHARACTERS = 200


def look_closer(here: View) -> None:
    """Values in use, possible duplicates, dates that contradict each other, columns that are mostly empty."""
    words = here.words
    with st.container(key="closer"):
        st.header(words.say("In more detail"), anchor=False)
        for key, (title, draw) in PARTS.items():
            part = st.expander(words.say(title), key=f"doctor_{key}", on_change="rerun")
            if part.open:
                with part:
                    draw(here)


def _values(here: View) -> None:
    values = values_in_use(here.road)
    st.markdown(values_finding(values, here.words))
    _table(values_table(values, here.words), key="values")


def _duplicates(here: View) -> None:
    words, road = here.words, here.road
    cards = duplicate_cards(road, words)
    st.markdown(duplicates_finding(len(cards), words))
    if cards:
        fault_list([("duplicates", len(cards), lambda n: cards[:n])], here, key="duplicates")


def _contradictions(here: View) -> None:
    words, road = here.words, here.road
    found = [fault for fault in faults(road) if any(road.problems[at].kind in CONTRADICTIONS for at in fault.problems)]
    n = sum(problem.kind in CONTRADICTIONS for problem in road.problems)
    if not found:
        st.markdown(words.say("No date contradicts another one."))
        return
    st.markdown(words.plural("{n} date contradicts another one.", "{n} dates contradict others.", n))
    fault_list(by_kind(found, here), here, key="contradictions")


def _emptiness(here: View) -> None:
    columns = mostly_empty_columns(here.road)
    st.markdown(emptiness_finding(columns, here.words))
    _table(emptiness_table(columns, here.words), key="emptiness")


def _table(rows: pd.DataFrame, *, key: str) -> None:
    """Rows as inert text, nothing where there are none."""
    if not rows.empty:
        shown = rows.map(lambda value: shorten(value, CELL_CHARACTERS) if isinstance(value, str) else value)
        st.dataframe(shown, key=f"doctor_{key}_table", hide_index=True)


PARTS: Mapping[str, tuple[str, Part]] = {
    "values": (N_("Values in use"), _values),
    "duplicates": (N_("Contributions that may be entered twice"), _duplicates),
    "dates": (N_("Dates that contradict each other"), _contradictions),
    "emptiness": (N_("Columns that are mostly empty"), _emptiness),
}
