"""What would move if a milestone came on another day: asked by a reader, and changing nothing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data.cache import per_road
from data.figures.milestones import edges
from data.figures.schedule import scheduled
from data.road import Road

OPEN_STATES = frozenset({"late", "under way", "next", "ahead"})


@dataclass(frozen=True)
class Move:
    """A milestone that would move: its first day as due (of a month the last, on which it could still begin) and as it
    would be, and by how many ``days``."""

    id: str
    due: date
    earliest: date

    @property
    def days(self) -> int:
        """How much later it would begin."""
        return (self.earliest - self.due).days


def movable(road: Road, *, on: date) -> tuple[str, ...]:
    """Ids of the milestones that may be asked about at D, open and with a due: the late ones first, then as due."""
    steps = [step for step in scheduled(road, on=on) if step["state"] in OPEN_STATES]
    late = [step for step in steps if step["state"] == "late"]
    return tuple(dict.fromkeys(step["id"] for step in (*late, *steps)))


@per_road
def what_if(road: Road, id_: str, to: date, *, on: date) -> tuple[Move, ...]:
    """What could not keep its date if the milestone ``id_`` came on the day ``to``, the earliest due first.

    An open milestone that depends on it, directly or through other open ones, cannot begin before the last day of what
    it depends on; it keeps its length, and its date where that is late enough. One due in a month keeps the month as
    long as a day of it is left. What is undated, done or cancelled moves nothing and is not moved.
    """
    steps = {step["id"]: step for step in reversed(scheduled(road, on=on))}
    steps = {code: step for code, step in reversed(steps.items()) if step["state"] in OPEN_STATES}
    if id_ not in steps:
        return ()
    after: dict[str, list[str]] = defaultdict(list)
    for milestone, depends_on in edges(road):
        if milestone in steps:
            after[depends_on].append(milestone)
    ends, begins, waiting = {id_: pd.Timestamp(to)}, dict[str, date](), [id_]
    # The longest way counts: a milestone is looked at anew whenever what it waits for ends later. There is no circle.
    while waiting:
        end = ends[waiting[0]]
        for code in after[waiting.pop(0)]:
            first, last = _pushed(steps[code], end)
            if code not in ends or last > ends[code]:
                ends[code] = last
                waiting.append(code)
            if first is not None and (code not in begins or first > begins[code]):
                begins[code] = first
    return tuple(
        Move(code, step["due_last" if step["due_precision"] == "month" else "due_first"].date(), begins[code])
        for code, step in steps.items()
        if code in begins
    )


def _pushed(step: Mapping[Any, Any], end: pd.Timestamp) -> tuple[date | None, pd.Timestamp]:
    """The day a milestone could begin where that is not as due, and its last day then, after what ends on ``end``."""
    first, last = step["due_first"], step["due_last"]
    if step["due_precision"] == "month":
        return (None, max(first, end)) if end <= last else (end.date(), end)
    return (None, last) if end <= first else (end.date(), last + (end - first))
