"""Milestones at D: their state, their slip, what they block, how far the road is, and whether the launch holds."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from data.cache import per_road
from data.figures.days import launch_last_day, launch_position, start_day
from data.road import Road

UNCONFIRMED_DAYS = 7
"""For so many days after its last day a late milestone is only not yet confirmed."""


@dataclass(frozen=True)
class Step:
    """A milestone under way or ahead: the first and the last day of its due, and the days from D to the first."""

    id: str
    due: date
    due_last: date
    days: int


@dataclass(frozen=True)
class RoadProgress:
    """Road: done of all that is not cancelled (``total``), beside time elapsed (0-1), never blended.

    ``due_by_now`` are those not cancelled that are done or whose last day of due is before D: done, and late.
    ``unconfirmed`` are those of the late that are so since at most 7 days.
    ``current`` is the one under way (the earliest of several), ``next`` the one of state next. ``time_elapsed`` is None
    without a start or a launch, and where the start is not before the launch.
    """

    total: int
    cancelled: int
    done: int
    late: int
    unconfirmed: int
    due_by_now: int
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
        a due period that shares a day with the baseline has slip 0. Never negative where late. NA without a baseline or
        a reference day, and where cancelled
    overdue_days: Int64, Overdue: of a late one, days from the last day of due to D; NA for all others
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
            "slip_days": _slip_days(milestones, done, late, today).mask(cancelled),
            "overdue_days": (today - last).dt.days.where(late).astype("Int64"),
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
    slip = after.clip(lower=0) + before.clip(upper=0).mask(late, 0)
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
    steps = road.milestones[["due_first", "due_last"]].join(milestone_states(road, on=on))
    n = steps["state"].value_counts()
    cancelled, done, late = (int(n.get(state, 0)) for state in ("cancelled", "done", "late"))
    return RoadProgress(
        total=len(steps) - cancelled,
        cancelled=cancelled,
        done=done,
        late=late,
        unconfirmed=int(steps["unconfirmed"].sum()),
        due_by_now=done + late,
        current=_earliest_step(steps[steps["state"] == "under way"]),
        next=_earliest_step(steps[steps["state"] == "next"]),
        time_elapsed=_time_elapsed(road, on),
    )


def _earliest_step(steps: pd.DataFrame) -> Step | None:
    if steps.empty:
        return None
    step = steps.iloc[int(steps["due_first"].argmin())]
    return Step(
        id=step["id"], due=step["due_first"].date(), due_last=step["due_last"].date(), days=int(step["days_to"])
    )


def _time_elapsed(road: Road, on: date) -> float | None:
    start, launch = start_day(road), launch_last_day(road)
    if start is None or launch is None or start >= launch:
        return None
    return min(max((on - start).days / (launch - start).days, 0.0), 1.0)


LaunchState = Literal["done", "late", "at risk", "on course"]


@dataclass(frozen=True)
class Launch:
    """The verdict on the milestone that is the launch: ``due`` and ``due_last`` are the days of its due.

    ``held_up_by`` are the ids of the late milestones before it, in the sheet's order; ``overdue_days`` is the longest
    overdue among these and itself, None where none is late. Nothing holds up a launch that is done.
    """

    id: str
    due: date
    due_last: date
    state: LaunchState
    held_up_by: tuple[str, ...]
    overdue_days: int | None


@per_road
def launch_verdict(road: Road, *, on: date) -> Launch | None:
    """Launch: done; late; at risk, where a late milestone stands before it; on course otherwise.

    Before it stands what it depends on, directly or through others that are not done. Where it depends on nothing,
    every milestone whose last day is before its first stands before it. None without a launch that has a readable due.
    """
    position = launch_position(road)
    if position is None:
        return None
    steps = road.milestones[["due_first", "due_last"]].join(milestone_states(road, on=on))
    launch = steps.loc[position]
    is_done, is_late = bool(launch["state"] == "done"), bool(launch["state"] == "late")
    late = steps[steps["state"] == "late"]
    if is_done:
        late = late.iloc[:0]
    elif launch["id"] in (needs := _needs(road)):
        late = late[late["id"].isin(_waited_for(road, needs, str(launch["id"]), on))]
    else:
        late = late[late["due_last"] < launch["due_first"]]
    overdue = [*late["overdue_days"], *([launch["overdue_days"]] if is_late else [])]
    return Launch(
        id=str(launch["id"]),
        due=launch["due_first"].date(),
        due_last=launch["due_last"].date(),
        state="done" if is_done else "late" if is_late else "on course" if late.empty else "at risk",
        held_up_by=tuple(late["id"]),
        overdue_days=max(map(int, overdue), default=None),
    )


@per_road
def path_to_launch(road: Road, *, on: date) -> frozenset[str]:
    """Ids of the launch and of every open milestone it waits for at D, directly or through others not done.

    Empty without a launch, where it is done, and where it waits for nothing.
    """
    launch = launch_verdict(road, on=on)
    if launch is None or launch.state == "done":
        return frozenset()
    states = milestone_states(road, on=on)
    still_open = set(states["id"][~states["state"].isin(("done", "cancelled"))])
    before = _waited_for(road, _needs(road), launch.id, on) & still_open
    return frozenset({launch.id, *before}) if before else frozenset()


def _needs(road: Road) -> dict[str, list[str]]:
    """What each milestone depends on, as the sheet says, other ones that are known: circles too."""
    needs: dict[str, list[str]] = {}
    for edges in (road.dependencies, road.circles):
        for milestone, depends_on in edges[["milestone", "depends_on"]].itertuples(index=False, name=None):
            if milestone != depends_on:
                needs.setdefault(milestone, []).append(depends_on)
    return needs


def _waited_for(road: Road, needs: dict[str, list[str]], id_: str, on: date) -> set[str]:
    """What a milestone depends on, directly or through others.

    A chain ends at what is done, and passes through what is cancelled.
    """
    done = set(road.milestones["id"][milestone_states(road, on=on)["state"] == "done"])
    found: set[str] = set()
    waiting = [id_]
    while waiting:
        new = set(needs.get(waiting.pop(), ())) - found - done - {id_}
        found |= new
        waiting += new
    return found
