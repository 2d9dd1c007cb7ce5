"""What happened, one by one: the dated facts of the sheet and, where a history is kept, what was changed in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

from components.words.contributions import became_words, event_words
from components.words.labels import contributor_name, names_of
from components.words.plain import shorten
from data.figures.changes import changes
from data.figures.register import BETWEEN_CODES, register
from data.figures.selection import Selection, select
from data.history.changes import Change
from data.history.record import SeenChange
from data.history.undated import undated
from data.messages.changes import change_sentence, row_names
from data.reading.keys import identity
from data.road import Road
from data.words import Words

LONGEST = 200
"""Letters of a line; texts of the sheet may be of any length."""

_OURS = UUID("0f9d3c52-5f51-5d53-8c0e-6d1a6a0e2021")
_PAGES = {"Milestones": "milestones", "Charter": "text", "Sections": "coverage", "Contributions": "contributions"}


@dataclass(frozen=True)
class Happening:
    """One thing that happened, in a line of plain text, with more in ``detail`` where there is more.

    ``id`` (a UUID) and ``at`` (aware) are the same at every reading. ``is_dated`` tells a fact that the sheet gives a
    day from a change that was seen. ``page`` and ``parameters`` are of the address that shows it.
    """

    id: str
    at: datetime
    line: str
    detail: str
    is_dated: bool
    page: str
    parameters: Mapping[str, str] = field(default_factory=dict)


def happened(
    road: Road, *, since: date | None, on: date, words: Words, section: str = "", seen: Sequence[SeenChange] = ()
) -> list[Happening]:
    """What happened after the day ``since`` (ever, for None) up to D, the newest first.

    With ``section`` (a code) only what that section sent, and the milestones, which are everybody's. ``seen`` are the
    changes of the history to tell, in its order; what the sheet gives a day is told once, by that day.
    """
    own = select(road, Selection(section=(section,)), on=on) if section else road
    found = [*_dated(own, since or date(1999, 12, 31), on, words), *_seen(own, seen, section, words)]
    return sorted(found, key=lambda happening: happening.at, reverse=True)


def address_of(root: str, page: str, words: Words, parameters: Mapping[str, str], *, on: date | None = None) -> str:
    """The address of a page below ``root``, in the language of ``words`` and dated by D where it is given."""
    asked = {"lang": words.language, **({"asof": on.isoformat()} if on else {}), **parameters}
    return f"{root.rstrip('/')}/{page}?{urlencode(asked, errors='replace')}"


def feed_id(road: Road, words: Words, section: str) -> str:
    """The UUID of all that happens to a section ('': everywhere), told in one language."""
    return _id(road, words, "feed", section)


def _id(road: Road, words: Words, *parts: object) -> str:
    name = "\n".join((road.origin.address or "", words.language, *map(str, parts)))
    return str(uuid5(_OURS, name.encode("utf-8", "replace").decode()))


def _dated(road: Road, since: date, on: date, words: Words) -> Iterator[Happening]:
    events = changes(road, since=since, on=on)
    steps, blocks = names_of(road, "milestone", words), names_of(road, "block", words)
    rows = {row["id"]: row for row in register(road, on=on).to_dict("records")}
    contributors = {id_: contributor_name(row["contributor"], words) for id_, row in rows.items()}
    for event in events[~events["is_implied"]].to_dict("records"):
        id_, day = event["id"], event["day"].date()
        line = event_words(event["event"], id_, steps, contributors, words)
        row = rows.get(id_) if event["event"] in ("decided", "landed") else None
        # Late once more after another date was set is another thing that happened.
        parts = (event["event"], id_, day if event["event"] in ("late", "unconfirmed") else "")
        yield Happening(
            _id(road, words, "fact", *parts),
            datetime.combine(day, time(), road.settings.timezone),
            _line(line),
            _decision(row, blocks, words) if row else "",
            True,
            *(("milestones", {"milestone": id_}) if event["is_step"] else ("contributions", {"open": id_})),
        )


def _decision(row: Mapping[Any, Any], blocks: Mapping[str, str], words: Words) -> str:
    codes = row["charter_block"]
    named = [blocks.get(code, code) for code in codes.split(BETWEEN_CODES)] if isinstance(codes, str) else []
    said = became_words(row, named, words)
    reason = row["reason"]
    return shorten(f"{said} {reason}" if isinstance(reason, str) else said, 2 * LONGEST)


def _seen(road: Road, seen: Sequence[SeenChange], section: str, words: Words) -> Iterator[Happening]:
    ours = {identity(str(id_)) for id_ in road.contributions["id"]} | {identity(section)}
    names = row_names(road, words) if seen else {}
    for one in undated(road, seen):
        change = one.change
        if section and change.worksheet in ("Contributions", "Sections") and change.key not in ours:
            continue
        moment = one.reading.first_seen
        parts = (int(moment.timestamp()), change.worksheet, change.kind, change.key, change.column)
        opened = {"Milestones": "milestone", "Charter": "block"}.get(change.worksheet)
        code = _code(road, change) if opened else None
        yield Happening(
            _id(road, words, "change", *parts),
            moment,
            _line(change_sentence(change, names, words)),
            "",
            False,
            _PAGES.get(change.worksheet, "sheet"),
            {opened: code} if opened and code else {},
        )


def _code(road: Road, change: Change) -> str | None:
    codes = road.milestones["id"] if change.worksheet == "Milestones" else road.charter["code"]
    return next((code for code in codes if identity(str(code)) == change.key), None)


def _line(text: str) -> str:
    said = shorten(text, LONGEST)
    return said[:1].upper() + said[1:]


def seen_after(record_changes: Sequence[SeenChange], since: date, road: Road) -> list[SeenChange]:
    """Those first seen after the day ``since``, as the sheet's own zone counts days."""
    start = datetime.combine(since, time(), road.settings.timezone) + timedelta(days=1)
    return [one for one in record_changes if one.reading.first_seen >= start]
