"""One milestone opened: when, who, what came of it, what hangs together with it, what came through it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from components.charts.timeline import TIED
from components.milestones.calendar import calendar_button
from components.milestones.timeline import milestone_control, open_milestone
from components.shared.edits import earlier_days, earlier_marks
from components.shared.passport import show, subject
from components.shared.ways_on import ways_on
from components.shell import address, document
from components.shell.pages import page_of
from components.shell.view import View
from components.words.milestones import (
    came_through_words,
    countdown,
    due_words,
    period_words,
    plain_state,
    session_times,
    title_of,
)
from components.words.plain import plain_badge, plain_markdown, shorten
from components.words.road import slip_words
from data.figures.schedule import Steps, came_through, neighbours, scheduled
from data.shape import FLAGS, MILESTONE_KINDS
from data.words import Words

_STATE_BADGES = {
    "done": (":material/check_circle:", "blue"),
    "under way": (":material/play_arrow:", "orange"),
    "next": (":material/radio_button_checked:", "orange"),
    "late": (":material/warning:", "red"),
    "ahead": (":material/radio_button_unchecked:", "gray"),
    "undated": (":material/help:", "gray"),
    "cancelled": (":material/cancel:", "gray"),
}


def is_open(here: View) -> bool:
    """Whether the address opens a milestone; one that the sheet does not know leaves the address."""
    asked = address.get("milestone")
    if asked and asked not in set(here.road.milestones["id"]):
        address.put("milestone", "")
        return False
    return bool(asked)


def milestone_opened(here: View) -> None:
    """The milestone of the address, with the way back and to the ones around it."""
    asked, words = address.get("milestone"), here.words
    steps = scheduled(here.road, on=here.on)
    step = next(step for step in steps if step["id"] == asked)
    order = list(dict.fromkeys(step["id"] for step in steps))
    ways_on(order, parameter="milestone", name="milestone", back=words.say("All milestones"), words=words)
    document.opened(asked, title_of(step, words))
    st.title(plain_markdown(title_of(step, words)), anchor=False)
    _badges(step, words)
    said, around = st.columns([6, 5], gap="large")
    with said:
        _when(here, step)
        _what(here, step)
    with around:
        _around(here, asked, steps)
        _contributions(here, asked)
    _timeline(here, asked)


def _badges(step: Mapping[Any, Any], words: Words) -> None:
    icon, color = _STATE_BADGES[step["state"]]
    with st.container(horizontal=True, gap="xsmall"):
        st.badge(plain_badge(plain_state(step, words)), icon=icon, color=color)  # pyright: ignore[reportArgumentType] - a colour's name
        if distance := countdown(step, words):
            st.badge(distance, icon=":material/schedule:", color="gray")
        if slip := slip_words(step["slip_days"], words):
            st.badge(slip, icon=":material/update:", color="orange")
        if isinstance(step["flag"], str) and step["flag"] == "postponed":
            st.badge(plain_badge(words.label(FLAGS, step["flag"])), icon=":material/event_repeat:", color="gray")


def _fact(here: View, name: str, value: str) -> None:
    said = here.words.say("{label}: {value}", label=plain_markdown(name), value=f"**{plain_markdown(value, 300)}**")
    st.markdown(said)


def _when(here: View, step: Mapping[Any, Any]) -> None:
    words = here.words
    st.header(words.say("When"), anchor=False)
    if pd.isna(step["due_first"]):
        st.markdown(words.say("The sheet gives no date for it yet."))
    else:
        is_one_day = step["due_first"] == step["due_last"]
        due = words.day(step["due_first"].date(), "weekday") if is_one_day else due_words(step, words)
        _fact(here, words.say("Due"), due)
    if moved := earlier_days(here, step["id"]):
        _fact(
            here,
            words.plural("Moved {n} time, before", "Moved {n} times, before", len(moved)),
            words.listed(moved),
        )
    if times := session_times(step, here.road.settings.timezone, words):
        _fact(here, words.say("Session"), times)
    if announced := period_words(step, "baseline", words):
        _fact(here, words.say("First announced"), announced)
    if not pd.isna(step["done_on"]):
        _fact(here, words.say("Done on"), words.day(step["done_on"].date()))
    if not pd.isna(step["due_first"]):
        calendar_button(here, step["id"])


def _what(here: View, step: Mapping[Any, Any]) -> None:
    words = here.words
    names = {"body": words.say("Body"), "deliverable": words.say("Deliverable")}
    if here.road.settings.show_contacts:
        names["owner"] = words.say("Owner")
    facts = {label: step[name] for name, label in names.items() if isinstance(step[name], str)}
    if isinstance(step["kind"], str):
        facts = {words.say("Kind"): words.label(MILESTONE_KINDS, step["kind"])} | facts
    if facts:
        st.header(words.say("What it is"), anchor=False)
    for label, value in facts.items():
        _fact(here, label, value)
    if isinstance(step["outcome"], str):
        st.header(words.say("What resulted from it"), anchor=False)
        st.text(shorten(step["outcome"], 5000))
    link = step["link"]
    if isinstance(link, str) and link.startswith(("https://", "http://")):
        st.link_button(words.say("Open its page"), link, icon=":material/open_in_new:")


def _around(here: View, asked: str, steps: Steps) -> None:
    """What it depends on and what depends on it, each a way to open it."""
    words = here.words
    around = neighbours(here.road, asked, on=here.on)
    first = {step["id"]: step for step in reversed(steps)}
    st.header(words.say("Linked milestones"), anchor=False)
    if not around.before and not around.after:
        st.markdown(words.say("The sheet ties no other milestone to it."))
    for name, ids, key in (
        (words.say("It depends on"), around.before, "before"),
        (words.say("What depends on it"), around.after, "after"),
    ):
        if not ids:
            continue
        st.caption(name)
        with st.container(gap="xsmall", key=f"opens_{key}"):
            for place, row in enumerate(first[id_] for id_ in ids):
                said = words.say("{title} ({state})", title=title_of(row, words), state=plain_state(row, words).lower())
                st.button(
                    plain_markdown(said),
                    icon=_STATE_BADGES[row["state"]][0],
                    key=f"{key}_{place}",
                    on_click=address.put,
                    args=("milestone", row["id"]),
                )


def _contributions(here: View, asked: str) -> None:
    words = here.words
    n = came_through(here.road, on=here.on).get(asked, 0)
    st.header(came_through_words(n, words), anchor=False)
    if n:
        st.page_link(
            page_of("contributions"),
            label=words.say("Read these contributions"),
            icon=":material/arrow_forward:",
            query_params=address.link(milestone=asked),
        )


def _timeline(here: View, asked: str) -> None:
    around = neighbours(here.road, asked, on=here.on)
    if around.before or around.after:
        st.space("small")
        show(TIED, subject(here, opened=(asked,), earlier=earlier_marks(here)), opens=open_milestone)
    milestone_control(here)
