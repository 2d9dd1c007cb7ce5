"""The road as a timeline: what was announced, what holds now, what happened, what waits for what is late."""

from collections.abc import Collection, Mapping
from datetime import date

import pandas as pd
import streamlit as st

from components.charts.timeline import timeline
from components.milestones.table import milestone_table
from components.shared.passport import Drawing, Passport, chart, per_drawing
from components.shell import address
from components.shell.view import View
from components.words.milestones import STATE_MARKS, moves_title, timeline_alt, timeline_title, title_of
from components.words.plain import plain_markdown
from data.cache import per_road
from data.figures.schedule import blocking_edges, nearest_steps, schedule
from data.road import Road
from data.words import Words, words_of

ROWS_MOST = 60
"""More rows make no picture; the table below holds them all."""

_KEY = "timeline"


def sentence(here: View) -> None:
    """What is late and what waits for it, as the title of the page."""
    st.title(plain_markdown(_sentence(here.road, on=here.on, language=here.words.language)), anchor=False)


@per_road
def _sentence(road: Road, *, on: date, language: str) -> str:
    return timeline_title(schedule(road, on=on), words_of(language))


def drawn_timeline(here: View) -> None:
    """The choice of a milestone, and the timeline; both open the one chosen."""
    words, steps = here.words, schedule(here.road, on=here.on)
    if steps.empty:
        st.info(
            words.say("The worksheet Milestones has no row yet. Each row is a step on the road, with its date."),
            icon=":material/signpost:",
        )
        return
    milestone_control(here)
    shown = nearest_steps(steps, ROWS_MOST, on=here.on)
    chart(
        _drawing(here.road, on=here.on, language=words.language),
        key=_KEY,
        passport=lambda: timeline_passport(
            here, "milestones", {words.say("further away from this day"): _not_in(steps, shown)}
        ),
        on_select=lambda: open_clicked(_KEY),
    )
    said = words.say(
        "A hollow mark is the date first announced, a bar a whole month or several days, a dotted line leads from what "
        "is late to what waits for it. A click on a milestone opens it."
    )
    if len(shown) < len(steps):
        said += " " + words.say(
            "Drawn are the {n} of {of} milestones nearest to this day.",
            n=words.number(len(shown)),
            of=words.number(len(steps)),
        )
    st.caption(said)


def _not_in(steps: pd.DataFrame, shown: pd.DataFrame) -> list[int]:
    return [place for place, row in enumerate(steps["row"]) if row not in set(shown["row"])]


@per_drawing
def _drawing(road: Road, *, on: date, language: str) -> Drawing:
    words, steps = words_of(language), schedule(road, on=on)
    shown = nearest_steps(steps, ROWS_MOST, on=on)
    return Drawing(
        timeline(shown, blocking_edges(road, on=on), words, on=on),
        moves_title(steps, words),
        timeline_alt(shown, words),
    )


def milestone_control(here: View) -> None:
    """Choose the milestone that is open by its title; taking it away closes it."""
    words = here.words
    titles = _titles(here.road, on=here.on, language=words.language)
    opened = address.get("milestone")
    st.session_state["at_milestone"] = opened if opened in titles else None
    st.selectbox(
        words.say("Open a milestone"),
        list(titles),
        format_func=titles.__getitem__,
        placeholder=words.say("Choose a milestone, or click on the timeline"),
        key="at_milestone",
        on_change=lambda: address.put("milestone", st.session_state["at_milestone"] or ""),
    )


@per_road
def _titles(road: Road, *, on: date, language: str) -> dict[str, str]:
    """The titles by id with the sign of their state, in the order of ``schedule``; of a repeated id the first."""
    words, titles = words_of(language), {}
    for row in schedule(road, on=on).to_dict("records"):
        titles.setdefault(row["id"], f"{STATE_MARKS[row['state']]} {title_of(row, words)}")
    return titles


def open_clicked(key: str) -> None:
    """Open the milestone that was clicked on in the timeline of this key."""
    points = st.session_state[key]["selection"]["points"]
    clicked = points[0].get("customdata") if points else None
    if isinstance(clicked, list):
        clicked = clicked[0] if clicked else None
    if isinstance(clicked, str):
        address.put("milestone", clicked)


def timeline_passport(here: View, name: str, left_out: Mapping[str, Collection[int]] | None = None) -> Passport:
    """How the dates and states of a timeline, or of the table, came about.

    ``left_out`` are places in ``schedule`` that it does not show, by reason.
    """
    words, count = here.words, here.road.rows.get("Milestones")
    table = milestone_table(schedule(here.road, on=here.on), words)
    reasons = {reason: len(places) for reason, places in (left_out or {}).items() if places}
    table = table.drop(index=[place for places in (left_out or {}).values() for place in places])
    if count and count.left_out:
        reasons[words.say("not readable")] = count.left_out
    return Passport(name=name, definition=definition(words), table=table, used=len(table), left_out=reasons)


def definition(words: Words) -> str:
    """State and slip in words."""
    return words.say(
        "A milestone is done from the day it was done; under way within its days or its month; late once its last day "
        "is past, and for seven days kindly called not yet confirmed; next is the earliest still ahead. Its slip is "
        "the distance in days from the date first announced to the day it was done, to the day looked at where it is "
        "late, else to the last day it is due; 0 where both periods share a day. What is late blocks every open "
        "milestone that depends on it, directly or through others."
    )
