"""Milestones as a calendar file (RFC 5545), to import or to subscribe to."""

import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import pandas as pd
from icalendar import Calendar, Event, vDuration

from data.figures.days import launch_position
from data.figures.milestones import steps_at
from data.messages.milestones import launch_words, plain_state
from data.messages.network import file_stem, network_title
from data.road import Road
from data.shape import FLAGS, MILESTONE_KINDS
from data.words import Words

REFRESH = timedelta(hours=1)
"""How often a subscribed calendar is asked to look again."""

_OURS = UUID("5a0d2f5e-6c1b-5b0e-9a44-0c1e8f7d2021")
_TEXT_MAX = 4000
_SEQUENCE_START = datetime(2020, 1, 1, tzinfo=UTC)


def calendar_file(road: Road, *, on: date, changed_at: datetime, words: Words, milestone: str | None = None) -> bytes:
    """The dated milestones as an .ics file in the language of ``words``; only the one of that id where one is named.

    One event per milestone with a due day or month, in the sheet's order. A session with times stands at its UTC
    instants; a day, or several, is all-day; a month is all-day from its first day to its last, and free, for the day
    is not set. Whether the launch holds stands in the description of the calendar and of the launch. Cancelled is
    STATUS:CANCELLED, postponed TENTATIVE and said in the title. The UID of an event follows from the milestone's id
    (and of another network from its title), its sequence from ``changed_at`` (aware, when the sheet last changed), so
    that importing a later file updates what an earlier one put there. Done counts at ``on``. Owners are in it only with
    ``show_contacts``.
    """
    calendar = Calendar()
    title = _plain(network_title(road, words))
    calendar.add("prodid", f"-//{title.replace('/', ' ')}//Milestones//{words.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    verdict, position = launch_words(road, words, on=on), launch_position(road)
    if verdict:
        calendar.add("description", _plain(verdict))
        calendar.add("x-wr-caldesc", _plain(verdict))
    steps = steps_at(road, on=on)
    titles = {step["id"]: words.text(step, "title") or step["id"] for step in steps}
    awaited = road.dependencies.groupby("milestone")["depends_on"].agg(list).to_dict()
    # Another network's M1 is another event, in a calendar that holds both.
    network = uuid5(_OURS, file_stem(road)) if words.is_another else _OURS
    seen: dict[str, int] = {}
    for place, row in enumerate(steps):
        seen[row["id"]] = seen.get(row["id"], 0) + 1
        if pd.isna(row["due_first"]) or (milestone is not None and row["id"] != milestone):
            continue
        follows = [titles[id_] for id_ in awaited.get(row["id"], ()) if id_ in titles]
        event = _event(row, road, words, follows=follows, verdict=verdict if place == position else "")
        name = f"{row['id']}#{seen[row['id']]}".encode("utf-8", "replace").decode()
        event.add("uid", str(uuid5(network, name)))
        event.add("dtstamp", changed_at.astimezone(UTC).replace(microsecond=0))
        event.add("last-modified", changed_at.astimezone(UTC).replace(microsecond=0))
        event.add("sequence", max(0, int((changed_at - _SEQUENCE_START) / timedelta(minutes=1))))
        calendar.add_component(event)
    return calendar.to_ical()


def _event(row: Mapping[Any, Any], road: Road, words: Words, *, follows: list[str], verdict: str) -> Event:
    event = Event()
    title = _plain(words.text(row, "title") or row["id"])
    flag = row["flag"] if isinstance(row["flag"], str) else ""
    event.add("summary", f"{title} ({words.label(FLAGS, flag).lower()})" if flag else title)
    event.add("status", {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}.get(flag, "CONFIRMED"))
    _add_times(event, row)
    event.add("description", _description(row, road, words, follows=follows, verdict=verdict))
    if isinstance(row["kind"], str):
        event.add("categories", [_plain(words.label(MILESTONE_KINDS, row["kind"]))])
    link = row["link"]
    if isinstance(link, str) and link.startswith(("https://", "http://")):
        event.add("url", link)
    return event


def _add_times(event: Event, row: Mapping[Any, Any]) -> None:
    starts, ends = row["starts_at"], row["ends_at"]
    if pd.notna(starts) and row["due_precision"] != "month":
        event.add("dtstart", starts.to_pydatetime().astimezone(UTC))
        if pd.notna(ends) and ends > starts:
            event.add("dtend", ends.to_pydatetime().astimezone(UTC))
        return
    last = row["due_last"] if pd.notna(row["due_last"]) else row["due_first"]
    event.add("dtstart", row["due_first"].date())
    event.add("dtend", last.date() + timedelta(days=1))
    # A whole day of a road is a date to know, not an hour to keep free.
    event.add("transp", "TRANSPARENT")


def _description(row: Mapping[Any, Any], road: Road, words: Words, *, follows: list[str], verdict: str) -> str:
    said = [_plain(verdict)] if verdict else []
    if row["due_precision"] == "month":
        said.append(words.say("Some time in {month}: the day is not set yet.", month=words.month(row["due_first"])))
    if row["state"] == "done":
        said.append(words.say("Done on {day}.", day=words.day(row["done_on"].date())))
    elif row["state"] == "late":
        said.append(words.say("{label}: {value}", label=words.say("State"), value=plain_state(row, words)))
    if pd.notna(row["baseline_first"]) and row["baseline_first"] != row["due_first"]:
        announced = words.period(row["baseline_first"], row["baseline_last"], row["baseline_precision"])
        said.append(words.say("First announced for {period}.", period=announced))
    labels = {"body": words.say("Body"), "deliverable": words.say("Deliverable"), "outcome": words.say("Outcome")}
    if road.settings.show_contacts:
        labels["owner"] = words.say("Owner")
    if pd.notna(row["done_on"]) and row["state"] not in ("done", "cancelled"):
        # What it led to is not known before its day.
        del labels["outcome"]
    for column, label in labels.items():
        if isinstance(row[column], str):
            said.append(words.say("{label}: {value}", label=label, value=_plain(row[column])))
    if follows:
        said.append(words.say("Depends on: {milestones}", milestones=_plain(words.say("; ").join(follows))))
    return "\n".join(said)


def _plain(text: str) -> str:
    """Text that a calendar can carry on one line, whatever stands in the cell."""
    kept = (" " if c in "\r\n\t" or unicodedata.category(c) in {"Zl", "Zp"} else c for c in text)
    return "".join(c for c in kept if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})[:_TEXT_MAX]
