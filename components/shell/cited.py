"""The page as the sheet said it once: what a citation quotes, how a reader comes to it and back."""

from dataclasses import replace

import streamlit as st

from components.shell import address
from components.shell.view import View
from data.history.past import past_road, quoted
from data.history.record import ReadingKept
from data.road import Road
from data.store import Snapshot, shared_store

PARAMETER = "as_read_on"
"""Names the reading in the address: ``as_read_on=12-0a1b2c3d4e5f``."""


def shown(snapshot: Snapshot) -> Snapshot:
    """The snapshot to show: the one of the reading that the address quotes, else today's."""
    found = _quoted_road(snapshot)
    if found is None:
        return snapshot
    kept, road = found
    return replace(
        snapshot, road=road, read_at=kept.first_seen, changed_at=kept.first_seen, fingerprint=kept.fingerprint
    )


def _quoted_road(snapshot: Snapshot) -> tuple[ReadingKept, Road] | None:
    record, name = shared_store().record, address.get(PARAMETER)
    if record is None or not name:
        return None
    return past_road(record, name, show_contacts=snapshot.road.settings.show_contacts)


def _forgotten() -> int:
    record, number = shared_store().record, address.get(PARAMETER).partition("-")[0]
    return record.forgotten_from(int(number)) if record and number.isdigit() else 0


def banner(here: View, today: Snapshot) -> None:
    """Which reading the page shows, and the one tap back; that a quoted one is not kept, where it is not."""
    words = here.words
    if here.is_own_file or not address.get(PARAMETER):
        return
    if here.road is today.road:
        address.put(PARAMETER, "")
        st.warning(
            words.say("The reading that this address quotes is not kept here. You see the sheet as it is now."),
            icon=":material/history_toggle_off:",
        )
        return
    n = _forgotten()
    local = here.read_at.astimezone(here.road.settings.timezone)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="cited"):
        st.warning(
            words.say(
                "You see what the sheet said when it was read on {day} at {time}, counted by today’s rules.",
                day=words.day(local.date()),
                time=words.clock(local),
            )
            + (
                " "
                + words.plural(
                    "{n} row was taken out of the history since, on request: this reading may have held it.",
                    "{n} rows were taken out of the history since, on request: this reading may have held them.",
                    n,
                )
                if n
                else ""
            ),
            icon=":material/history:",
        )
        st.button(
            words.say("Back to the sheet as it is now"),
            key="cited_back",
            on_click=lambda: address.put(PARAMETER, ""),
        )


def citation(finding: str, here: View) -> str:
    """A sentence to quote: the finding, its day, the reading it rests on, and the address that shows it again.

    Without a record the address shows what the sheet says on the day it is opened, and the sentence says no reading.
    """
    words, zone = here.words, here.road.settings.timezone
    local = here.read_at.astimezone(zone)
    told = words.say(
        "{finding} As of {day}, by the sheet as read on {read_on} at {time}.",
        finding=finding if finding.endswith((".", "!", "?")) else f"{finding}.",
        day=words.day(here.on),
        read_on=words.day(local.date()),
        time=words.clock(local),
    )
    reading = _reading_name(here)
    if reading:
        told += " " + words.say("Reading {name}.", name=reading)
    query = address.query(asof=here.on.isoformat(), **({PARAMETER: reading} if reading else {}))
    return f"{told} {(st.context.url or '').split('?')[0]}?{query}"


def _reading_name(here: View) -> str:
    if here_quoted := address.get(PARAMETER):
        return here_quoted
    record, snapshot = shared_store().record, shared_store().state().snapshot
    if record is None or snapshot is None or snapshot.road is not here.road:
        return ""
    reading = record.reading_of(snapshot.fingerprint)
    return quoted(reading) if reading else ""
