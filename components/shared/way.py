"""The way of one contribution: received, considered, decided, where it landed and why, as a line of dated steps."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from components.shell.view import View
from components.words.labels import label, names_of, stage_name
from components.words.plain import plain_markdown, shorten
from data.figures.contributions import stages
from data.figures.register import position_of, register_rows
from data.shape import DECISIONS
from data.words import Words

LONGEST_NAME = 80
LONGEST_REASON = 3000


@dataclass(frozen=True)
class Step:
    """One step of a way: its name, the day it was reached (None while it is to come), what is to be said of it."""

    name: str
    day: date | None
    said: str
    is_reached: bool


def way(here: View, asked: int | str) -> None:
    """Draw the way of the contribution at a position of ``here.road``, or of that id; nothing where there is none."""
    row = row_of(here, asked)
    if row is None:
        return
    shown = steps(here, row)
    with st.grid(len(shown), min_column_width=160, gap="small"):
        for place, step in enumerate(shown):
            with st.container(border=True, height="stretch", gap="xxsmall", key=f"way_{row['position']}_{place}"):
                icon = ":material/check_circle:" if step.is_reached else ":material/radio_button_unchecked:"
                st.markdown(f"{icon} **{plain_markdown(step.name)}**")
                if step.day is not None:
                    st.markdown(plain_markdown(here.words.day(step.day)))
                st.caption(plain_markdown(step.said))
    if isinstance(row["reason"], str):
        with st.container(gap="xxsmall"):
            st.markdown("**" + here.words.say("Why") + "**")
            st.text(shorten(row["reason"], LONGEST_REASON))


def row_of(here: View, asked: int | str) -> dict[str, Any] | None:
    """The row of ``register`` at D with its ``position``; None where there is no such contribution by D."""
    position = position_of(here.road, asked) if isinstance(asked, str) else asked
    if position is None or not stages(here.road, on=here.on).received[position]:
        return None
    (row,) = register_rows(here.road, [position], on=here.on).to_dict("records")
    return {"position": position, **{str(name): value for name, value in row.items()}}


def steps(here: View, row: dict[str, Any]) -> list[Step]:
    """The four steps of a row of ``register``, those to come included."""
    words = here.words
    received, considered, decided = (_day_or_none(row[name]) for name in ("received_on", "considered_on", "decided_on"))
    assert received is not None, "a contribution without a day is no row of the register"
    is_decided = isinstance(row["decision"], str)
    is_considered = is_decided or considered is not None
    days = (here.on - received).days
    waited = words.plural("waiting for {n} day", "waiting for {n} days", days) if days else ""
    return [
        Step(stage_name("received", words), received, _from(here, row), True),
        Step(
            stage_name("considered", words) if is_considered else words.say("Not yet considered"),
            considered,
            _after(received, considered, words) if is_considered else waited,
            is_considered,
        ),
        Step(
            words.label(DECISIONS, row["decision"]) if is_decided else words.say("Not yet decided"),
            decided,
            _after(received, decided, words) if is_decided else ("" if not is_considered else waited),
            is_decided,
        ),
        _landing(here, row, is_decided),
    ]


def _day_or_none(day: pd.Timestamp) -> date | None:
    return None if pd.isna(day) else day.date()


def _after(received: date, day: date | None, words: Words) -> str:
    if day is None:
        return words.say("no day is given")
    return words.plural("after {n} day", "after {n} days", (day - received).days)


def _from(here: View, row: dict[str, Any]) -> str:
    if isinstance(row["milestone"], str):
        name = names_of(here.road, "milestone", here.words).get(row["milestone"], row["milestone"])
        return here.words.say("through “{milestone}”", milestone=shorten(name, LONGEST_NAME))
    return ""


def _landing(here: View, row: dict[str, Any], is_decided: bool) -> Step:
    words = here.words
    codes = row["charter_block"].split("; ") if isinstance(row["charter_block"], str) else []
    blocks = words.listed([label(here.road, "block", code, words) for code in codes])
    if row["stage"] == "landed":
        return Step(stage_name("landed", words), None, blocks or words.say("the sheet does not say where"), True)
    if is_decided:
        return Step(words.say("Not in the text"), None, "", False)
    proposed = words.say("proposed for {blocks}", blocks=blocks) if blocks else ""
    return Step(words.say("Not yet in the text"), None, proposed, False)
