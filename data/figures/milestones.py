"""Milestones at D: their state, their slip, what they block, and how far the road has come."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.cache import per_road
from data.figures.days import launch_last_day, start_day
from data.road import Road

UNCONFIRMED_DAYS = 7
"""For so many days after its last day a late milestone is only not yet confirmed."""


@dataclass(frozen=True)
class Step:
    """A milestone under way or ahead: ``due`` is its first day (2021-05-20) or its month (2021-12)."""

    id: str
    due: str
    days: int


@dataclass(frozen=True)
class RoadProgress:
    """Road: done of all that is not cancelled (``total``), beside time elapsed (0-1), never blended.

    ``current`` is the one under way (the earliest of several), ``next`` the one of state next. ``time_elapsed`` is None
    without a start or a launch, and where the start is not before the launch.
    """

    total: int
    cancelled: int
    done: int
    late: int
    current: Step | None
    next: Step | None
    time_elapsed: float | None


@per_road
def milestone_states(road: Road, *, on: date) -> pd.DataFrame:
    """One row per milestone in the sheet's order, aligned with ``road.milestones``.

    id
    state: str, in this order: cancelled; done (done_on <= D); undated; under way (D within its days or its month); late
        (last day of due < D); next (the earliest still ahead, sheet order at a tie); ahead
    slip_days: Int64, Slip: signed distance in days from the reference day to the nearest day of the baseline period,
        later is positive, 0 inside it. The reference day is done_on if done, D if late, else the last day of due, where
        a due period that shares a day with the baseline has slip 0. NA without a baseline or a reference day
    days_to: Int64, Days to: from D to the first day of due, 0 while under way; NA where it is neither
    unconfirmed: bool, late, and its last day is at most 7 days ago
    blocks: tuple of ids still open that wait for it, directly or through other open ones; empty once it is done or
        cancelled
    waits_for: tuple of ids it depends on directly that are neither done nor cancelled
    """
    milestones = road.milestones
    today = pd.Timestamp(on)
    first, last = milestones["due_first"], milestones["due_last"]
    cancelled = milestones["flag"] == "cancelled"
    done = ~cancelled & (milestones["done_on"] <= today)
    is_open = ~cancelled & ~done
    dated = first.notna() & last.notna()
    under_way = is_open & (first <= today) & (last >= today)
    late = is_open & (last < today)
    ahead = is_open & (first > today)

    state = pd.Series("ahead", index=milestones.index, dtype="str")
    state[late] = "late"
    state[under_way] = "under way"
    state[is_open & ~dated] = "undated"
    state[done] = "done"
    state[cancelled] = "cancelled"
    if ahead.any():
        state.iloc[int(first.where(ahead).argmin())] = "next"

    days_to = (first - today).dt.days.where(ahead).mask(under_way, 0)
    blocks, waits_for = _dependencies(road, set(milestones["id"][is_open]))
    return pd.DataFrame(
        {
            "id": milestones["id"],
            "state": state,
            "slip_days": _slip_days(milestones, done, late, today),
            "days_to": days_to.astype("Int64"),
            "unconfirmed": late & ((today - last).dt.days <= UNCONFIRMED_DAYS),
            "blocks": blocks,
            "waits_for": waits_for,
        }
    )


def _slip_days(milestones: pd.DataFrame, done: pd.Series, late: pd.Series, today: pd.Timestamp) -> pd.Series:
    due_first, due_last = milestones["due_first"], milestones["due_last"]
    first, last = milestones["baseline_first"], milestones["baseline_last"]
    reference = due_last.mask(done, milestones["done_on"]).mask(late, today)
    after = (reference - last).dt.days
    before = (reference - first).dt.days
    touches = ~done & ~late & (due_first <= last) & (due_last >= first)
    slip = after.clip(lower=0) + before.clip(upper=0)
    return slip.mask(touches, 0).astype("Int64")


def _dependencies(road: Road, open_ids: set[str]) -> tuple[pd.Series, pd.Series]:
    needed_by: dict[str, list[str]] = defaultdict(list)
    needs: dict[str, list[str]] = defaultdict(list)
    # A step done or cancelled waits for nothing, so nothing is blocked through it either.
    for milestone, depends_on in road.dependencies[["milestone", "depends_on"]].itertuples(index=False, name=None):
        if milestone in open_ids:
            needs[milestone].append(depends_on)
            if depends_on in open_ids:
                needed_by[depends_on].append(milestone)

    order = {id_: place for place, id_ in reversed(list(enumerate(road.milestones["id"])))}

    def blocked_by(id_: str) -> tuple[str, ...]:
        found: set[str] = set()
        waiting = [id_]
        while waiting:
            new = set(needed_by.get(waiting.pop(), ())) - found
            found |= new
            waiting += new
        return tuple(sorted(found, key=lambda each: order[each]))

    ids = road.milestones["id"]
    blocks = [blocked_by(id_) for id_ in ids]
    waits_for = [tuple(each for each in needs.get(id_, ()) if each in open_ids) for id_ in ids]
    return pd.Series(blocks, ids.index, dtype=object), pd.Series(waits_for, ids.index, dtype=object)


@per_road
def road_progress(road: Road, *, on: date) -> RoadProgress:
    """How far the road has come at D."""
    steps = road.milestones[["due_first", "due_precision"]].join(milestone_states(road, on=on))
    n = steps["state"].value_counts()
    cancelled = int(n.get("cancelled", 0))
    return RoadProgress(
        total=len(steps) - cancelled,
        cancelled=cancelled,
        done=int(n.get("done", 0)),
        late=int(n.get("late", 0)),
        current=_earliest_step(steps[steps["state"] == "under way"]),
        next=_earliest_step(steps[steps["state"] == "next"]),
        time_elapsed=_time_elapsed(road, on),
    )


def _earliest_step(steps: pd.DataFrame) -> Step | None:
    if steps.empty:
        return None
    step = steps.iloc[int(steps["due_first"].argmin())]
    due = step["due_first"].strftime("%Y-%m" if step["due_precision"] == "month" else "%Y-%m-%d")
    return Step(id=step["id"], due=due, days=int(step["days_to"]))


def _time_elapsed(road: Road, on: date) -> float | None:
    start, launch = start_day(road), launch_last_day(road)
    if start is None or launch is None or start >= launch:
        return None
    return min(max((on - start).days / (launch - start).days, 0.0), 1.0)
