"""The controls on every page: language, as-of date, freshness, refresh."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from components.shell import access, address, checked, document, live, view
from components.shell.freshness import freshness_line
from components.shell.share import share_button
from components.shell.view import View
from components.words.labels import product_name
from components.words.plain import plain_markdown
from components.words.reader import reader_language
from components.words.road import as_of
from data.cache import per_road
from data.figures.days import clamp, day_range, days_to_choose
from data.languages import LANGUAGES
from data.road import Period, Road
from data.store import Snapshot, State
from data.words import Words, words_of

LANGUAGE_WIDTH = 50
"""Pixels of a choice in the language control, known before it is drawn: else it would push the page down once it is."""

OWN_FILE_SECONDS = 10


def language() -> str:
    """The reader's language: chosen, in the address, else the browser's, else English."""
    chosen = address.get("lang")
    if chosen not in LANGUAGES:
        chosen = reader_language("", st.context.headers.get("Accept-Language") or st.context.locale or "")
        address.put("lang", chosen)
    return chosen


def shared(state: State, snapshot: Snapshot, words: Words, *, is_own_file: bool = False) -> View:
    """Draw the row of controls and say what this run looks at: ``snapshot``, of ``state``, quoted from the past, or of
    a reader's own file."""
    road = snapshot.road
    now = datetime.now(UTC)
    days = day_range(road, now=now)
    on = clamp(road, _asked_day(), now=now)
    words = words_of(words.language, road.own_words)
    seen = View(road, on, days, words, snapshot.read_at, snapshot.fingerprint, is_own_file)
    view.show(seen)
    live.drawn(state)
    document.fact("day", as_of(on, words))
    document.on_paper(
        as_of(on, words),
        words.say("source: {name}", name=road.origin.name),
        words.say(
            "read on {day} at {time} UTC", day=words.day(snapshot.read_at.date()), time=words.clock(snapshot.read_at)
        ),
        *([words.say("Illustrative data")] if road.settings.illustrative else []),
        *filter(None, [_rows_used(road, words)]),
    )
    if state.snapshot and not is_own_file:
        changed_at = state.snapshot.changed_at.astimezone(ZoneInfo(str(road.settings.timezone)))
        at = words.day(changed_at.date()), words.clock(changed_at)
        document.fact("read", words.say("The figures have changed: read on {day} at {time}", day=at[0], time=at[1]))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="controls"):
        with st.container(width="content", key="product"):
            st.markdown(plain_markdown(product_name(road, words), 60))
        # Its label is part of what it is to Streamlit: content made only once it is open would close it on each day.
        with st.popover(as_of(on, words), icon=":material/calendar_today:", key="asof_open"):
            _day_control(seen)
        _badges(road, words)
        language_control(words)
        if not is_own_file:
            with st.container(width="content", key="share_place"):
                share_button(seen)
        if access.is_private():
            _reader_control(words)
        if is_own_file:
            st.fragment(_own_file, run_every=OWN_FILE_SECONDS)()
        elif state.snapshot and road is state.snapshot.road:
            # Quoted from the past, the banner says which it is, and nothing newer is waited for.
            _freshness(seen, state)
    if on < days.last:
        _past_day(seen)
    return seen


def _past_day(seen: View) -> None:
    """A day of the past says so on every page, with one tap back."""
    words = seen.words
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="past_day"):
        st.warning(
            words.say("You are looking at a past day: this is the road as it was on {day}.", day=words.day(seen.on)),
            icon=":material/history:",
        )
        st.button(
            words.say("Back to {day}", day=words.day(seen.days.last)),
            key="past_day_back",
            on_click=_choose_day,
            args=(seen.days.last, seen.days.last),
        )


def _asked_day() -> date | None:
    try:
        return date.fromisoformat(address.get("asof"))
    except ValueError:
        address.put("asof", "")
        return None


def _choose_day(day: date, last: date) -> None:
    address.put("asof", "" if day == last else day.isoformat())


def _day_control(seen: View) -> None:
    words, days = seen.words, seen.days
    options = days_to_choose(days, seen.on)
    if len(options) > 1:
        st.session_state["at_asof"] = seen.on
        st.select_slider(
            words.say("Show the road as it was on"),
            options,
            format_func=words.day,
            key="at_asof",
            on_change=lambda: _choose_day(st.session_state["at_asof"], days.last),
        )
    stops = _stops(seen.road, days, words)
    with st.container(horizontal=True, gap="xsmall"):
        for i, (label, day) in enumerate(stops):
            st.button(label, key=f"stop_{i}", on_click=_choose_day, args=(day, days.last), disabled=day == seen.on)


@per_road
def _stops(road: Road, days: Period, words: Words) -> list[tuple[str, date]]:
    """One-click stops: each milestone's last day that can be looked at, then the latest day."""
    stops = [
        (f"{words.day(last.date(), 'short')} · {plain_markdown(words.text(row, 'title'), 40)}", last.date())
        for row in road.milestones.sort_values("due_last").to_dict("records")
        if (last := row["due_last"]) == last and days.first <= last.date() < days.last
    ]
    return [*stops[-8:], (words.say("Latest: {day}", day=words.day(days.last)), days.last)]


def language_control(words: Words) -> None:
    """The languages to choose from; the only control of a page without figures."""
    st.session_state["at_lang"] = words.language
    st.segmented_control(
        words.say("Language"),
        LANGUAGES,
        format_func=str.upper,
        required=True,
        key="at_lang",
        label_visibility="collapsed",
        width=LANGUAGE_WIDTH * len(LANGUAGES),
        on_change=lambda: address.put("lang", st.session_state["at_lang"]),
    )


def _reader_control(words: Words) -> None:
    """Who is signed in, and out again."""
    with st.popover(words.say("Signed in"), icon=":material/account_circle:", key="reader_open", type="tertiary"):
        st.text(access.reader())
        st.button(words.say("Sign out"), key="sign_out", icon=":material/logout:", on_click=st.logout)


def _badges(road: Road, words: Words) -> None:
    if road.settings.illustrative:
        st.badge(
            words.say("Illustrative data"),
            color="orange",
            help=words.say("These rows were made up to show the dashboard. They are nobody’s real answers."),
        )
    count = road.rows.get("Contributions")
    if count and (used := _rows_used(road, words)):
        st.badge(
            used,
            color="gray",
            help=words.plural(
                "{n} row has no readable date or contributor, or was withdrawn. The page The sheet says which.",
                "{n} rows have no readable date or contributor, or were withdrawn. The page The sheet says which.",
                count.left_out,
            ),
        )


def _rows_used(road: Road, words: Words) -> str:
    """How many contributions were left out; '' for none."""
    count = road.rows.get("Contributions")
    if not count or not count.left_out:
        return ""
    return words.say("Based on {used} of {read} rows", used=words.number(count.used), read=words.number(count.read))


def _own_file() -> None:
    """Draws the page anew once the file that it shows is gone."""
    if not checked.is_there():
        st.rerun()


def _freshness(seen: View, state: State) -> None:
    """How fresh the figures are, and their refresh; the page asks by itself whether there is something else to show."""
    words = seen.words
    if unchanged := live.times_unchanged():
        document.say(words.say("The sheet was read again: nothing has changed"), unchanged)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content", key="fresh"):
        with st.container(width="content", key="freshness_place"):
            freshness_line(seen, state)
        st.button(
            words.say("Refresh"),
            icon=":material/refresh:",
            type="tertiary",
            key="refresh",
            help=words.say("Read the sheet again now"),
            on_click=live.read_again,
        )
