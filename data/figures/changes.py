"""What changed between two days, by the dates in the sheet."""

from datetime import date, timedelta

import pandas as pd

from data.cache import per_road
from data.figures.contributions import STAGES, stage_days
from data.figures.days import earliest_day
from data.figures.milestones import milestone_states
from data.road import Road

STEP_EVENTS = ("done", "late", "unconfirmed")


@per_road
def changes(road: Road, *, since: date, on: date) -> pd.DataFrame:
    """One row per dated event after ``since`` and up to D, the newest first, then in the order below.

    On the very first day of the sheet also those of that day: nothing lies before it.

    day: datetime64[s]
    event: str, a contribution "received", "considered", "decided", "landed"; a milestone "done", or newly "late", on
        the day after its last one, where it still is late at D; "unconfirmed" while that is at most 7 days ago
    id: str, of the contribution or the milestone
    """
    milestones = road.milestones
    first = earliest_day(road)
    if first is not None and on <= first:
        since = min(since, on - timedelta(days=1))
    states = milestone_states(road, on=on)
    state, unconfirmed = states["state"], states["unconfirmed"]
    late_from = (milestones["due_last"].where(state == "late") + timedelta(days=1)).astype("datetime64[s]")
    found = [
        _reached(road),
        _events(milestones["id"], milestones["done_on"].where(state == "done"), "done"),
        _events(milestones["id"], late_from.mask(unconfirmed), "late"),
        _events(milestones["id"], late_from.where(unconfirmed), "unconfirmed"),
    ]
    events = pd.concat([_between(frame, since, on) for frame in found], ignore_index=True)
    return events.sort_values("day", ascending=False, kind="stable", ignore_index=True)


@per_road
def _reached(road: Road) -> pd.DataFrame:
    """Every stage that a contribution reaches on any day, in the order of the stages."""
    ids, days = road.contributions["id"], stage_days(road)
    return pd.concat([_events(ids, days[stage], stage) for stage in STAGES], ignore_index=True)


def _events(ids: pd.Series, days: pd.Series, event: str) -> pd.DataFrame:
    return pd.DataFrame({"day": days, "event": pd.Series(event, index=ids.index, dtype="str"), "id": ids})


def _between(events: pd.DataFrame, since: date, on: date) -> pd.DataFrame:
    return events[(events["day"] > pd.Timestamp(since)) & (events["day"] <= pd.Timestamp(on))]


@per_road
def last_milestone_day(road: Road, *, on: date) -> date | None:
    """The day of the most recent milestone before D: the day it was done, or its last day where it is late.

    None where no milestone is behind. Cancelled ones are not on the road.
    """
    milestones = road.milestones
    state = milestone_states(road, on=on)["state"]
    passed = milestones["done_on"].where(state == "done", milestones["due_last"].where(state == "late"))
    latest = passed[passed < pd.Timestamp(on)].max()
    return None if pd.isna(latest) else latest.date()
