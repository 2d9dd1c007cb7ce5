"""Milestones in the order of time, with all their dates and states: what the timeline and its table show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.cache import per_road
from data.figures.coded import coded
from data.figures.contributions import counted_at
from data.figures.milestones import edges, milestone_states, path_to_launch, steps_at
from data.road import Road

Steps = Sequence[Mapping[str, Any]]
"""Rows of ``schedule``. Of so few, rows are faster than a frame."""
Edges = Sequence[tuple[str, str]]
"""Dependencies: the ids of the blocker and of the blocked."""


@per_road
def schedule(road: Road, *, on: date) -> pd.DataFrame:
    """One row per milestone, earliest due first, the undated last; the sheet's order at a tie.

    All columns of ``road.milestones`` and of ``milestone_states`` at D, but ``done_on`` NaT and
    ``outcome`` empty where that day is after D, and:
    moved_from: datetime64[s], the day of the baseline period nearest to the reference day of Slip, NaT where the slip
        is null or 0
    reference: datetime64[s], the reference day of Slip: done_on if done, D if late, else the last day of due; NaT where
        undated
    """
    rows, states = scheduled(road, on=on), milestone_states(road, on=on).drop(columns="id")
    steps = pd.concat([road.milestones, states], axis="columns").take(_order(road)).reset_index(drop=True)
    steps["outcome"] = pd.array([row["outcome"] for row in rows], dtype="str")
    for name in ("done_on", "reference", "moved_from"):
        steps[name] = pd.array([row[name] for row in rows], dtype="datetime64[s]")
    return steps


@per_road
def _order(road: Road) -> list[int]:
    return road.milestones["due_first"].to_numpy().argsort(kind="stable").tolist()


@per_road
def scheduled(road: Road, *, on: date) -> Steps:
    """The rows of ``schedule``, one by one, with None for a number that is NA."""
    today, steps = pd.Timestamp(on), steps_at(road, on=on)
    return tuple(_scheduled(steps[place], today) for place in _order(road))


def _scheduled(step: Mapping[str, Any], today: pd.Timestamp) -> Mapping[str, Any]:
    slip = step["slip_days"] or 0
    return {
        **step,
        "outcome": np.nan if step["done_on"] > today else step["outcome"],
        "done_on": step["done_on"] if step["state"] == "done" else pd.NaT,
        "reference": {"done": step["done_on"], "late": today}.get(step["state"], step["due_last"]),
        "moved_from": step["baseline_last"] if slip > 0 else step["baseline_first"] if slip < 0 else pd.NaT,
    }


@per_road
def blocking_edges(road: Road, *, on: date) -> Edges:
    """The dependencies through which a late milestone holds up another one at D.

    Both are open, and the blocker is late or itself held up by one that is late.
    """
    steps = steps_at(road, on=on)
    late = [step for step in steps if step["state"] == "late"]
    held_up = {step["id"] for step in late}.union(*(step["blocks"] for step in late))
    return [
        (blocker, step["id"])
        for step in steps
        for blocker in step["waits_for"]
        if blocker in held_up and step["id"] in held_up
    ]


@per_road
def path_edges(road: Road, *, on: date) -> Edges:
    """The dependencies on the path to the launch at D, of open milestones."""
    path = path_to_launch(road, on=on)
    return [(blocker, blocked) for blocked, blocker in edges(road) if blocker in path and blocked in path]


@dataclass(frozen=True)
class Neighbours:
    """What hangs together with a milestone, as ids in the order of time.

    ``before`` it depends on, done or not; ``after`` depends on it, or waits for it through others that are open.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]


@per_road
def neighbours(road: Road, id_: str, *, on: date) -> Neighbours:
    """The milestones around one at D; none for an id that no milestone has."""
    steps = scheduled(road, on=on)
    before = {depends_on for milestone, depends_on in edges(road) if milestone == id_}
    after = {milestone for milestone, depends_on in edges(road) if depends_on == id_}
    after |= {waiting for step in steps if step["id"] == id_ for waiting in step["blocks"]}
    in_order = list(dict.fromkeys(step["id"] for step in steps))
    return Neighbours(
        before=tuple(each for each in in_order if each in before),
        after=tuple(each for each in in_order if each in after),
    )


@per_road
def came_through(road: Road, *, on: date) -> Mapping[str, int]:
    """Contributions received by D through each milestone, by its id; an id without any is not in it."""
    return counted_at(road, coded(road, "milestone"), "received", on=on)


def nearest_steps(steps: Steps, most: int, *, on: date) -> Steps:
    """At most ``most`` of the steps in their order: what is late first, then the nearest to D."""
    if len(steps) <= most:
        return steps
    today = pd.Timestamp(on)

    def distance(place: int) -> tuple[bool, pd.Timedelta]:
        step = steps[place]
        if step["state"] == "late" or pd.isna(step["due_first"]):
            return step["state"] != "late", pd.Timedelta(0)
        return False, abs(step["due_first"] - today)

    return [steps[place] for place in sorted(sorted(range(len(steps)), key=distance)[:most])]
