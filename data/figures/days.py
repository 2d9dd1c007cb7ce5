"""Days that frame every figure: the range of D, the start of the road, the launch."""

from datetime import date, datetime

import pandas as pd

from data.cache import per_road
from data.road import Period, Road

_DATED = (
    ("milestones", ("due_first", "baseline_first", "done_on")),
    ("contributions", ("received_on", "considered_on", "decided_on")),
)


@per_road
def _earliest(road: Road) -> date | None:
    earliest = [getattr(road, frame)[column].min() for frame, columns in _DATED for column in columns]
    days = [day.date() for day in earliest if not pd.isna(day)]
    for column in ("starts_at", "ends_at"):
        moment = road.milestones[column].min()
        if not pd.isna(moment):
            days.append(moment.tz_convert(road.settings.timezone).date())
    settings = road.settings
    given = (settings.start, settings.launch, settings.contributions_until, settings.reporting_date)
    days += [day for day in given if day]
    return min(days, default=None)


def first_day(road: Road, *, now: datetime) -> date:
    """The earliest date in the sheet, of any worksheet and of Settings; the reporting date where there is none."""
    return _earliest(road) or road.reporting_date(now)


def day_range(road: Road, *, now: datetime) -> Period:
    """The days that D can be: from the earliest date in the sheet to the reporting date, which is always in it."""
    last = road.reporting_date(now)
    return Period(min(first_day(road, now=now), last), last)


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
def launch_last_day(road: Road) -> date | None:
    """The last day of the launch: Settings' own, else that of the milestone of kind launch that is not cancelled.

    Where several are, the latest; None where none is dated.
    """
    if road.settings.launch:
        return road.settings.launch
    milestones = road.milestones
    is_launch = (milestones["kind"] == "launch") & (milestones["flag"] != "cancelled")
    latest = milestones["due_last"][is_launch].max()
    return None if pd.isna(latest) else latest.date()
