"""Days that frame every figure: the range of D, the start of the road, the launch, the end of the collection."""

from datetime import date, datetime, timedelta
from functools import lru_cache

import pandas as pd

from data.cache import per_road
from data.road import Period, Road

_DATED = (
    ("milestones", ("due_first", "baseline_first", "done_on")),
    ("contributions", ("received_on", "considered_on", "decided_on")),
)


DAYS_ON_A_SLIDER = 500


@lru_cache(maxsize=32)
def days_to_choose(days: Period, *also: date) -> tuple[date, ...]:
    """The days, evenly thinned to about ``DAYS_ON_A_SLIDER`` where they are many; the last and ``also`` stay."""
    span = (days.last - days.first).days
    step = max(1, span // DAYS_ON_A_SLIDER)
    chosen = {days.first + timedelta(days=n) for n in range(0, span + 1, step)}
    return tuple(sorted(chosen | {days.last, *also}))


@per_road
def earliest_day(road: Road) -> date | None:
    """The earliest date that counts in the sheet, of rows kept and of Settings; None where there is none."""
    earliest = [getattr(road, frame)[column].min() for frame, columns in _DATED for column in columns]
    days = [day.date() for day in earliest if not pd.isna(day)]
    settings = road.settings
    days += [day for day in (settings.start, settings.launch, settings.contributions_until) if day]
    return min(days, default=None)


def first_day(road: Road, *, now: datetime) -> date:
    """The first day that D can be: the earliest date of the sheet, the reporting date where none is before it."""
    last = road.reporting_date(now)
    return min(earliest_day(road) or last, last)


def day_range(road: Road, *, now: datetime) -> Period:
    """The days that D can be: from the earliest date in the sheet to the reporting date, which is always in it."""
    return Period(first_day(road, now=now), road.reporting_date(now))


def clamp(road: Road, on: date | None, *, now: datetime) -> date:
    """The D that is looked at when ``on`` is asked for: held within ``day_range``, the reporting date for None."""
    days = day_range(road, now=now)
    return days.last if on is None else min(max(on, days.first), days.last)


@per_road
def start_day(road: Road) -> date | None:
    """The first day of the road: Settings' own, else the earliest due of what is not cancelled; None without either."""
    if road.settings.start:
        return road.settings.start
    milestones = road.milestones
    earliest = milestones["due_first"][milestones["flag"] != "cancelled"].min()
    return None if pd.isna(earliest) else earliest.date()


@per_road
def launch_position(road: Road) -> int | None:
    """The position of the milestone that is the launch: of kind launch, not cancelled, with a readable due.

    Of several the latest by its last day, the first in the sheet at a tie; None without any.
    """
    return _latest_of_kind(road.milestones, "launch")


@per_road
def launch_last_day(road: Road) -> date | None:
    """The last day of the launch: Settings' own, else that of the milestone of kind launch; None without either."""
    if road.settings.launch:
        return road.settings.launch
    return _last_day(road.milestones, launch_position(road))


@per_road
def collection_end(road: Road) -> date | None:
    """Collection end: Settings' ``contributions_until``, else the last day of the latest milestone of kind deadline
    that is not cancelled, else the launch's last day; None without any of these.
    """
    if road.settings.contributions_until:
        return road.settings.contributions_until
    deadline = _last_day(road.milestones, _latest_of_kind(road.milestones, "deadline"))
    return deadline or launch_last_day(road)


def _latest_of_kind(milestones: pd.DataFrame, kind: str) -> int | None:
    of_kind = (milestones["kind"] == kind) & (milestones["flag"] != "cancelled")
    last = milestones["due_last"].where(of_kind)
    return int(last.argmax()) if last.notna().any() else None


def _last_day(milestones: pd.DataFrame, position: int | None) -> date | None:
    return None if position is None else milestones["due_last"][position].date()
