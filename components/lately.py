"""What changed lately: the dated events of the sheet since the last milestone, or since a chosen day."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from components import address
from components.findings.contributions import changes_words, event_words
from components.plain import plain_markdown
from components.view import View
from data.figures.changes import changes, last_milestone_day

WEEK = timedelta(days=7)
LISTED = 8
DAYS_ON_THE_SLIDER = 500


def what_changed(here: View, *, with_list: bool = False) -> None:
    """Events since the last milestone, or since a day of the address: counted, and the newest ones listed."""
    words, since = here.words, _since(here)
    events = changes(here.road, since=since, on=here.on)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        st.subheader(words.say("Since {day}", day=words.day(since)), anchor=False)
        _day_control(here, since)
    titles = {row["id"]: words.text(row, "title") or row["id"] for row in here.road.milestones.to_dict("records")}
    st.markdown(plain_markdown(changes_words(events, titles, words), 1000))
    if with_list:
        _newest(here, events, titles)


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
            words.say("Since the last milestone"): default,
            words.say("A week"): here.on - WEEK,
            words.say("Four weeks"): here.on - 4 * WEEK,
        }
        with st.container(horizontal=True, gap="xsmall"):
            for place, (name, day) in enumerate(stops.items()):
                reached = max(day, here.days.first)
                st.button(
                    name, key=f"since_{place}", on_click=_choose, args=(reached, default), disabled=reached == since
                )
        days = _days(here, since)
        if len(days) > 1:
            st.session_state["at_since"] = since
            st.select_slider(
                words.say("Show what changed since"),
                days,
                format_func=words.day,
                key="at_since",
                on_change=lambda: _choose(st.session_state["at_since"], default),
            )


def _days(here: View, since: date) -> list[date]:
    span = (here.on - here.days.first).days
    step = max(1, span // DAYS_ON_THE_SLIDER)
    return sorted({here.days.first + timedelta(days=n) for n in range(0, span + 1, step)} | {since, here.on})


def _newest(here: View, events: pd.DataFrame, titles: dict[str, str]) -> None:
    words = here.words
    if events.empty:
        return
    # What was decided and landed on one day is one line: the last stage implies those before it.
    is_step = events["event"].isin(("done", "late"))
    events = events.assign(is_step=is_step).drop_duplicates(["day", "id", "is_step"], keep="last")
    contributors = dict(zip(here.road.contributions["id"], here.road.contributions["contributor"], strict=True))
    said = [
        f"**{plain_markdown(words.day(row['day'], 'short'))}** "
        + plain_markdown(event_words(row["event"], row["id"], titles, contributors, words), 120)
        for row in events.head(LISTED).to_dict("records")
    ]
    st.markdown("  \n".join(said))
    if len(events) > LISTED:
        more = len(events) - LISTED
        st.caption(words.plural("and {n} earlier event", "and {n} earlier events", more))
