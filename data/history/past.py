"""A reading of the past as a Road: what a citation quotes."""

from collections import OrderedDict
from dataclasses import replace
from threading import Lock

from data.history.record import ReadingKept, Record
from data.reading import read
from data.road import Road

ALIVE_MAX = 4
"""Past readings that a process holds at once: whoever asks for many waits, and pushes out only such."""

QUOTED_CHARACTERS = 12

_alive: OrderedDict[tuple[int, int, bool, int], Road] = OrderedDict()
_reading = Lock()


def quoted(reading: ReadingKept) -> str:
    """The name of a reading in an address: its number, and the beginning of its fingerprint."""
    return f"{reading.number}-{reading.fingerprint[:QUOTED_CHARACTERS]}"


def past_road(record: Record, name: str, *, show_contacts: bool) -> tuple[ReadingKept, Road] | None:
    """The reading that ``quoted`` named so, and the Road it said by today's rules; None where none is kept.

    Contacts show where today's sheet shows them. A name that does not fit its fingerprint costs one look into the
    record, and no reading.
    """
    number, _, _ = name.partition("-") if not name.startswith("-") else ("", "", "")
    kept = record.reading(int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
    if kept is None or quoted(kept) != name:
        return None
    # What was taken out of the record since is not shown again from memory.
    at = (id(record), kept.number, show_contacts, record.forgotten_from(kept.number))
    with _reading:
        road = _alive.pop(at, None)
        if road is None:
            workbook = record.workbook_at(kept.number)
            if workbook is None:
                return None
            road = read(workbook, now=kept.first_seen)
            road = replace(road, settings=replace(road.settings, show_contacts=show_contacts))
        _alive[at] = road
        while len(_alive) > ALIVE_MAX:
            _alive.popitem(last=False)
    return kept, road
