"""The milestones in the reader's own calendar: a feed to subscribe to, a file of all or of one."""

import streamlit as st

from components.milestones.subscription import address_to_subscribe
from components.publish.feed import PATH as FEED
from components.publish.routes import CALENDAR
from components.shell import access
from components.shell.download import download_button
from components.shell.view import View
from data.exports.calendar_file import calendar_file
from data.messages.network import file_stem
from data.store import shared_store

_FILE_NAME = 40


def subscribe(here: View) -> None:
    """The address of the feed to copy, and the whole calendar as a file."""
    words = here.words
    if here.is_own_file or here.road.milestones["due_first"].isna().all():
        return
    st.space("small")
    st.header(words.say("The road in your own calendar"), anchor=False)
    st.markdown(
        words.say(
            "Subscribe to this address in your calendar program, and every date moves there when it moves in the sheet:"
        )
    )
    address_to_subscribe(here, CALENDAR)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        calendar_button(here)
        st.caption(words.say("A file is imported once; importing a later one updates the same events."))
    if access.is_private():
        # Where everybody may look, a feed reader finds it in the document.
        st.markdown(words.say("What changed on the road comes to a feed reader by this address:"))
        address_to_subscribe(here, FEED)


def calendar_button(here: View, milestone: str | None = None) -> None:
    """Download the calendar file of all milestones, or of one, made when it is asked for; none of a file in check."""
    if here.is_own_file:
        return
    words = here.words
    name = "".join(c for c in milestone or "" if c.isalnum() or c in "-_.")[:_FILE_NAME].strip(".")
    download_button(
        words.say("All milestones as a file (.ics)")
        if milestone is None
        else words.say("Put it in your calendar (.ics)"),
        lambda: calendar_content(here, milestone),
        f"{file_stem(here.road)}{'-' if name else ''}{name}.ics",
        key="calendar_file",
    )


def calendar_content(here: View, milestone: str | None = None) -> bytes:
    """The calendar file in the reader's language."""
    snapshot = shared_store().state().snapshot
    changed_at = snapshot.changed_at if snapshot else here.read_at
    return calendar_file(here.road, on=here.on, changed_at=changed_at, words=here.words, milestone=milestone)
