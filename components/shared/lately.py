"""What changed lately: the dated events of the sheet since the last milestone, or since a chosen day."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import streamlit as st

from components.shared.edits import undated_changes
from components.shell import address
from components.shell.pages import page_of
from components.shell.view import View
from components.words.contributions import changes_words, event_words
from components.words.labels import contributor_name, names_of
from components.words.plain import plain_markdown
from data.cache import per_road
from data.figures.changes import changes, last_milestone_day
from data.figures.days import days_to_choose
from data.figures.register import position_of
from data.figures.rows import by_row
from data.road import Period
from data.words import Words

WEEK = timedelta(days=7)
WEEKS = 4
LISTED = 8
MORE = 20
LISTED_MOST = 200

EARLIER = "earlier"
"""Parameter of the address: how many events more than the newest are listed."""


def what_changed(here: View, *, with_list: bool = False) -> None:
    """Events since the last milestone, or since a day of the address: counted, and the newest ones listed."""
    words, since = here.words, _since(here)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        st.header(words.say("Since {day}", day=words.day(since)), anchor=False)
        _day_control(here, since)
    said = _changed(here, since, LISTED + _earlier())
    st.markdown(said.counted)
    if with_list and said.newest:
        _listed(said, words)
    undated_changes(here, since)


def _earlier() -> int:
    asked = address.get(EARLIER)
    return min(int(asked), LISTED_MOST) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0


def _listed(said: "Changed", words: Words) -> None:
    """Each event opens what it is about; the last line lists more of them."""
    with st.container(gap=None, key="opens_lately"):
        for place, event in enumerate(said.newest):
            if event.is_step:
                link = address.link(milestone=event.id)
                st.page_link(page_of("milestones"), label=event.said, query_params=link)
            else:
                st.button(
                    event.said, type="tertiary", key=f"lately_{place}", on_click=address.put, args=("open", event.id)
                )
        if not said.earlier:
            return
        label = words.plural("and {n} earlier event", "and {n} earlier events", said.earlier)
        if len(said.newest) < LISTED_MOST:
            shown = str(len(said.newest) - LISTED + MORE)
            st.button(label, type="tertiary", key="lately_more", on_click=address.put, args=(EARLIER, shown))
        else:
            st.caption(label)


@dataclass(frozen=True)
class Event:
    """One event, ``said`` as Markdown, and the ``id`` of its contribution or, with ``is_step``, of its milestone."""

    said: str
    id: str
    is_step: bool


@dataclass(frozen=True)
class Changed:
    """What changed: counted, as Markdown; the newest one by one; how many more there are."""

    counted: str
    newest: list[Event]
    earlier: int


@per_road
def _changed(here: View, since: date, n: int) -> Changed:
    words, events = here.words, changes(here.road, since=since, on=here.on)
    steps = names_of(here.road, "milestone", words)
    counted = plain_markdown(changes_words(events, steps, words), 1000)
    told = np.flatnonzero(~events["is_implied"].to_numpy())
    shown = told[:n]
    listed = by_row({name: events[name].array.take(shown).tolist() for name in ("day", "event", "id", "is_step")})
    positions = {row["id"]: position_of(here.road, row["id"]) for row in listed if not row["is_step"]}
    names = here.road.contributions["contributor"].array
    contributors = {
        id_: contributor_name(names[position], words) for id_, position in positions.items() if position is not None
    }
    newest = [
        Event(
            f"**{plain_markdown(words.day(row['day'], 'short'))}** "
            + plain_markdown(event_words(row["event"], row["id"], steps, contributors, words), 120),
            row["id"],
            row["is_step"],
        )
        for row in listed
    ]
    return Changed(counted, newest, len(told) - len(newest))


def _default(here: View) -> date:
    """The last milestone, a week ago where none is behind; never before the first day or after D."""
    day = last_milestone_day(here.road, on=here.on) or here.on - WEEK
    return min(max(day, here.days.first), here.on)


def _since(here: View) -> date:
    asked = address.get("since")
    if not asked:
        return _default(here)
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        address.put("since", "")
        return _default(here)
    return min(max(day, here.days.first), here.on)


def _choose(day: date, default: date) -> None:
    address.put("since", "" if day == default else day.isoformat())


def _day_control(here: View, since: date) -> None:
    words, default = here.words, _default(here)
    chooser = st.popover(
        words.say("Another day"), icon=":material/history:", type="tertiary", key="since_open", on_change="rerun"
    )
    if not chooser.open:
        return
    with chooser:
        stops = {
            **({words.say("Since the last milestone"): default} if last_milestone_day(here.road, on=here.on) else {}),
            words.plural("{n} week", "{n} weeks", 1): here.on - WEEK,
            words.plural("{n} week", "{n} weeks", WEEKS): here.on - WEEKS * WEEK,
        }
        with st.container(horizontal=True, gap="xsmall"):
            for place, (name, day) in enumerate(stops.items()):
                reached = max(day, here.days.first)
                st.button(
                    name, key=f"since_{place}", on_click=_choose, args=(reached, default), disabled=reached == since
                )
        days = days_to_choose(Period(here.days.first, here.on), since)
        if len(days) > 1:
            st.session_state["at_since"] = since
            st.select_slider(
                words.say("Show what changed since"),
                days,
                format_func=words.day,
                key="at_since",
                on_change=lambda: _choose(st.session_state["at_since"], default),
            )
