"""What would move if a milestone came on another day: a question of the reader's, kept in the address only."""

from datetime import date

import streamlit as st

from components.shell import address
from components.shell.view import View
from components.words.milestones import due_words, title_of, what_if_words
from components.words.plain import plain_markdown, shorten
from data.cache import per_road
from data.figures.days import launch_position
from data.figures.milestones import launch_verdict
from data.figures.schedule import scheduled
from data.figures.what_if import movable, what_if

STEP, DAY = "if", "comes"
"""Parameters of the address: the milestone asked about, and the day it would come."""


def asked(here: View) -> None:
    """The question, and what would move; nothing where no milestone waits for another."""
    ids = movable(here.road, on=here.on)
    if not ids or here.road.dependencies.empty:
        return
    st.space("small")
    with st.container(key="question_what_if"):
        _asked(here, ids)


def _asked(here: View, ids: tuple[str, ...]) -> None:
    words = here.words
    step, asked_for = _step(ids), _day(here)
    to = asked_for or _at_present(here, step)
    st.header(words.say("What if a milestone comes later?"), anchor=False)
    titles = _titles(here)
    of_step, of_day = st.columns([7, 3], gap="small")
    st.session_state["at_if"] = step
    of_step.selectbox(
        words.say("If this milestone"),
        ids,
        format_func=lambda code: shorten(titles[code], 80),
        placeholder=words.say("Choose a milestone"),
        key="at_if",
        on_change=lambda: address.put(STEP, st.session_state["at_if"]),
    )
    # A calendar opens at the day it holds: without one, at the month of the reader's own today.
    st.session_state["at_comes"] = to
    of_day.date_input(
        words.say("comes on"),
        value=None,
        required=True,
        min_value=here.on,
        format="DD/MM/YYYY",
        key="at_comes",
        on_change=lambda: _choose(step, st.session_state["at_comes"]),
    )
    moves = what_if(here.road, step, to, on=here.on)
    with st.container(key="what_if" if asked_for else "what_if_at_present", gap="xsmall"):
        launch, position = launch_verdict(here.road, on=here.on), launch_position(here.road)
        due = "" if position is None else due_words(here.road.milestones.loc[position].to_dict(), words)
        for line in what_if_words(step, to, moves, titles, launch, words, due):
            st.markdown(plain_markdown(line))
    st.caption(
        words.say(
            "What depends on a milestone cannot begin before it; it keeps its date where that is late enough. Nothing "
            "is changed: this is only in your address."
        )
    )


def _step(ids: tuple[str, ...]) -> str:
    if address.get(STEP) not in ids:
        address.put(STEP, "")
    return address.get(STEP) or ids[0]


def _day(here: View) -> date | None:
    try:
        day = date.fromisoformat(address.get(DAY))
    except ValueError:
        day = None
    if day is None or day < here.on:
        address.put(DAY, "")
        return None
    return day


def _at_present(here: View, step: str) -> date:
    """The day a milestone would come if nothing more happened to it: the last it is due, D where that is past."""
    due_last = next(each["due_last"] for each in scheduled(here.road, on=here.on) if each["id"] == step)
    return max(due_last.date(), here.on)


def _choose(step: str, day: date | None) -> None:
    address.put(STEP, step)
    address.put(DAY, day.isoformat() if day else "")


@per_road
def _titles(here: View) -> dict[str, str]:
    steps = reversed(scheduled(here.road, on=here.on))
    return {step["id"]: title_of(step, here.words) for step in steps}
