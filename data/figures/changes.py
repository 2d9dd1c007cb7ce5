"""What changed between two days, by the dates in the sheet."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.cache import per_road
from data.figures.contributions import STAGES, stage_days
from data.figures.days import earliest_day
from data.figures.milestones import steps_at
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
    is_step: bool, of a milestone
    is_implied: bool, the contribution reached a later stage on the same day, which implies this one
    """
    first = earliest_day(road)
    if first is not None and on <= first:
        since = min(since, on - timedelta(days=1))
    reached = _reached(road)
    oldest_first = reached["day"].to_numpy()[::-1]
    end, start = (len(reached) - np.searchsorted(oldest_first, np.datetime64(day), "right") for day in (since, on))
    found = reached.iloc[start:end]
    if steps := _of_steps(road, since, on):
        found = pd.concat([found, pd.DataFrame(steps, columns=found.columns).astype(found.dtypes)])
        found = found.sort_values("day", ascending=False, kind="stable")
    return found.reset_index(drop=True)


@per_road
def _reached(road: Road) -> pd.DataFrame:
    """Every stage that a contribution reaches on any day, the newest first, else in the order of the stages."""
    ids, days = road.contributions["id"].array, stage_days(road)[list(STAGES)].to_numpy()
    is_implied = np.zeros(days.shape, dtype=bool)
    is_implied[:, :-1] = days[:, :-1] == days[:, 1:]
    place = np.flatnonzero(~np.isnat(days.T))
    place = place[np.argsort(-days.T.ravel()[place].astype(np.int64), kind="stable")]
    stage, position = np.divmod(place, len(ids))
    return pd.DataFrame(
        {
            "day": days[position, stage],
            "event": pd.array(np.array(STAGES, dtype=object)[stage], dtype="str"),
            "id": ids.take(position),
            "is_step": False,
            "is_implied": is_implied[position, stage],
        }
    )


def _of_steps(road: Road, since: date, on: date) -> list[tuple[pd.Timestamp, str, str, bool, bool]]:
    """The rows of ``changes`` that are of milestones, those of one event together."""
    events: dict[str, list[tuple[pd.Timestamp, str]]] = {event: [] for event in STEP_EVENTS}
    for step in steps_at(road, on=on):
        if step["state"] == "done":
            events["done"].append((step["done_on"], step["id"]))
        elif step["state"] == "late":
            event = "unconfirmed" if step["unconfirmed"] else "late"
            events[event].append((step["due_last"] + timedelta(days=1), step["id"]))
    return [
        (day, event, id_, True, False)
        for event, of_event in events.items()
        for day, id_ in of_event
        if pd.Timestamp(since) < day <= pd.Timestamp(on)
    ]


@per_road
def last_milestone_day(road: Road, *, on: date) -> date | None:
    """The day of the most recent milestone before D: the day it was done, or its last day where it is late.

    None where no milestone is behind. Cancelled ones are not on the road.
    """
    last_day = {"done": "done_on", "late": "due_last"}
    passed = [step[last_day[step["state"]]] for step in steps_at(road, on=on) if step["state"] in last_day]
    return max((day.date() for day in passed if day < pd.Timestamp(on)), default=None)
