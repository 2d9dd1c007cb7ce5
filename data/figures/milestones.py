"""Milestones at D: their state, their slip, what they block, how far the road is, and whether the launch holds."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

from data.cache import per_road
from data.figures.days import launch_last_day, launch_position, start_day
from data.road import Road

UNCONFIRMED_DAYS = 7
"""For so many days after its last day a late milestone is only not yet confirmed."""

_WHOLE = ("slip_days", "overdue_days", "days_to")
"""The columns of ``milestone_states`` that are whole numbers."""


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
    rows = steps_at(road, on=on)
    whole = {name: pd.array([row[name] for row in rows], dtype="Int64") for name in _WHOLE}
    return pd.DataFrame(
        {
            "id": road.milestones["id"],
            "state": pd.array([row["state"] for row in rows], dtype="str"),
            **whole,
            "unconfirmed": np.array([row["unconfirmed"] for row in rows], dtype=bool),
            "blocks": pd.Series([row["blocks"] for row in rows], dtype=object),
            "waits_for": pd.Series([row["waits_for"] for row in rows], dtype=object),
        }
    )


@per_road
def steps_at(road: Road, *, on: date) -> tuple[Mapping[str, Any], ...]:
    """The milestones in the sheet's order, each with the columns of ``road.milestones`` and of ``milestone_states``.

    Values as these have them, None for a number that is NA. Of so few, rows are faster than a frame.
    """
    today, rows = pd.Timestamp(on), _rows(road)
    states = [_state(row, today) for row in rows]
    ahead = [place for place, state in enumerate(states) if state == "ahead"]
    if ahead:
        states[min(ahead, key=lambda place: rows[place]["due_first"])] = "next"
    blocks, waits_for = _dependencies(road, [state not in ("done", "cancelled") for state in states])
    return tuple(
        {
            **row,
            "state": state,
            "slip_days": _slip_days(row, state, today),
            "overdue_days": (overdue := (today - row["due_last"]).days if state == "late" else None),
            "days_to": max((row["due_first"] - today).days, 0) if state in ("next", "ahead", "under way") else None,
            "unconfirmed": overdue is not None and overdue <= UNCONFIRMED_DAYS,
            "blocks": blocks[place],
            "waits_for": waits_for[place],
        }
        for place, (row, state) in enumerate(zip(rows, states, strict=True))
    )


@per_road
def _rows(road: Road) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in road.milestones.to_dict("records")]


def _state(row: Mapping[str, Any], today: pd.Timestamp) -> str:
    """The state of a milestone, next among those ahead apart. NaT is neither before nor after any day."""
    if row["flag"] == "cancelled":
        return "cancelled"
    if row["done_on"] <= today:
        return "done"
    if pd.isna(row["due_first"]) or pd.isna(row["due_last"]):
        return "undated"
    return "late" if row["due_last"] < today else "ahead" if row["due_first"] > today else "under way"


def _slip_days(row: Mapping[str, Any], state: str, today: pd.Timestamp) -> int | None:
    reference = {"done": row["done_on"], "late": today}.get(state, row["due_last"])
    first, last = row["baseline_first"], row["baseline_last"]
    if state == "cancelled" or any(map(pd.isna, (reference, first, last))):
        return None
    if state not in ("done", "late") and row["due_first"] <= last and row["due_last"] >= first:
        return 0
    if reference > last:
        return (reference - last).days
    return min((reference - first).days, 0) if state != "late" else 0


def _dependencies(road: Road, is_open: Sequence[bool]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """What waits for each milestone, and what each waits for; ``is_open`` of each of them."""
    ids = [row["id"] for row in _rows(road)]
    open_ids = {id_ for id_, is_so in zip(ids, is_open, strict=True) if is_so}
    needed_by: dict[str, list[str]] = defaultdict(list)
    needs: dict[str, list[str]] = defaultdict(list)
    # A step done or cancelled waits for nothing, so nothing is blocked through it either.
    for milestone, depends_on in edges(road):
        if milestone in open_ids:
            needs[milestone].append(depends_on)
            if depends_on in open_ids:
                needed_by[depends_on].append(milestone)

    order = {id_: place for place, id_ in reversed(list(enumerate(ids)))}

    def blocked_by(id_: str) -> tuple[str, ...]:
        found: set[str] = set()
        waiting = [id_]
        while waiting:
            new = set(needed_by.get(waiting.pop(), ())) - found
            found |= new
            waiting += new
        return tuple(sorted(found, key=lambda each: order[each]))

    waits_for = [tuple(each for each in needs.get(id_, ()) if each in open_ids) for id_ in ids]
    return [blocked_by(id_) for id_ in ids], waits_for


@per_road
def edges(road: Road) -> list[tuple[str, str]]:
    """Every dependency: the id of a milestone, and of one it depends on."""
    return list(zip(road.dependencies["milestone"].tolist(), road.dependencies["depends_on"].tolist(), strict=True))


@per_road
def road_progress(road: Road, *, on: date) -> RoadProgress:
    """How far the road has come at D."""
    steps = steps_at(road, on=on)
    n = Counter(step["state"] for step in steps)
    return RoadProgress(
        total=len(steps) - n["cancelled"],
        cancelled=n["cancelled"],
        done=n["done"],
        late=n["late"],
        unconfirmed=sum(step["unconfirmed"] for step in steps),
        due_by_now=n["done"] + n["late"],
        current=_earliest_step(steps, "under way"),
        next=_earliest_step(steps, "next"),
        time_elapsed=_time_elapsed(road, on),
    )


def _earliest_step(steps: Sequence[Mapping[str, Any]], state: str) -> Step | None:
    of_state = [step for step in steps if step["state"] == state]
    if not of_state:
        return None
    step = min(of_state, key=lambda step: step["due_first"])
    return Step(id=step["id"], due=step["due_first"].date(), due_last=step["due_last"].date(), days=step["days_to"])


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
    steps = steps_at(road, on=on)
    launch = steps[position]
    is_done, is_late = launch["state"] == "done", launch["state"] == "late"
    late = [step for step in steps if step["state"] == "late"]
    if is_done:
        late = []
    elif launch["id"] in (needs := _needs(road)):
        before = _waited_for(road, needs, launch["id"], on)
        late = [step for step in late if step["id"] in before]
    else:
        late = [step for step in late if step["due_last"] < launch["due_first"]]
    return Launch(
        id=launch["id"],
        due=launch["due_first"].date(),
        due_last=launch["due_last"].date(),
        state="done" if is_done else "late" if is_late else "at risk" if late else "on course",
        held_up_by=tuple(step["id"] for step in late),
        overdue_days=max((step["overdue_days"] for step in [*late, *([launch] if is_late else [])]), default=None),
    )


@per_road
def path_to_launch(road: Road, *, on: date) -> frozenset[str]:
    """Ids of the launch and of every open milestone it waits for at D, directly or through others not done.

    Empty without a launch, where it is done, and where it waits for nothing.
    """
    launch = launch_verdict(road, on=on)
    if launch is None or launch.state == "done":
        return frozenset()
    still_open = {step["id"] for step in steps_at(road, on=on) if step["state"] not in ("done", "cancelled")}
    before = _waited_for(road, _needs(road), launch.id, on) & still_open
    return frozenset({launch.id, *before}) if before else frozenset()


@per_road
def _needs(road: Road) -> dict[str, list[str]]:
    """What each milestone depends on, as the sheet says, other ones that are known: circles too."""
    needs: dict[str, list[str]] = {}
    circles = zip(road.circles["milestone"].tolist(), road.circles["depends_on"].tolist(), strict=True)
    for milestone, depends_on in (*edges(road), *circles):
        if milestone != depends_on:
            needs.setdefault(milestone, []).append(depends_on)
    return needs


def _waited_for(road: Road, needs: dict[str, list[str]], id_: str, on: date) -> set[str]:
    """What a milestone depends on, directly or through others.

    A chain ends at what is done, and passes through what is cancelled.
    """
    done = {step["id"] for step in steps_at(road, on=on) if step["state"] == "done"}
    found: set[str] = set()
    waiting = [id_]
    while waiting:
        new = set(needs.get(waiting.pop(), ())) - found - done - {id_}
        found |= new
        waiting += new
    return found
