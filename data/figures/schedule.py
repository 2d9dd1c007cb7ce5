"""Milestones in the order of time, with all their dates and states: what the timeline and its table show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.cache import per_road
from data.figures.coded import coded
from data.figures.contributions import stages
from data.figures.milestones import edges, milestone_states, path_to_launch, steps_at
from data.road import Road

_NEVER = np.datetime64("NaT", "s")


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
    steps = pd.concat([road.milestones, milestone_states(road, on=on).drop(columns="id")], axis="columns")
    done, late = ((steps["state"] == state).to_numpy() for state in ("done", "late"))
    done_on, due_first, due_last, baseline_first, baseline_last = (
        steps[name].to_numpy() for name in ("done_on", "due_first", "due_last", "baseline_first", "baseline_last")
    )
    slip = steps["slip_days"].to_numpy(dtype="int64", na_value=0)
    steps["outcome"] = steps["outcome"].mask(done_on > np.datetime64(on, "s"))
    steps["done_on"] = np.where(done, done_on, _NEVER)
    steps["reference"] = np.where(done, done_on, np.where(late, np.datetime64(on, "s"), due_last))
    steps["moved_from"] = np.where(slip > 0, baseline_last, np.where(slip < 0, baseline_first, _NEVER))
    return steps.take(np.argsort(due_first, kind="stable")).reset_index(drop=True)


@per_road
def scheduled(road: Road, *, on: date) -> tuple[Mapping[Any, Any], ...]:
    """The rows of ``schedule``, one by one."""
    return tuple(schedule(road, on=on).to_dict("records"))


@per_road
def blocking_edges(road: Road, *, on: date) -> pd.DataFrame:
    """One row per dependency through which a late milestone holds up another one at D.

    blocker, blocked: str, ids; both are open, and the blocker is late or itself held up by one that is late.
    """
    steps = steps_at(road, on=on)
    late = [step for step in steps if step["state"] == "late"]
    held_up = {step["id"] for step in late}.union(*(step["blocks"] for step in late))
    holding = [
        (blocker, step["id"])
        for step in steps
        for blocker in step["waits_for"]
        if blocker in held_up and step["id"] in held_up
    ]
    return pd.DataFrame(holding, columns=["blocker", "blocked"], dtype="str")


@per_road
def path_edges(road: Road, *, on: date) -> pd.DataFrame:
    """One row per dependency on the path to the launch at D. blocker, blocked: str, ids of open milestones."""
    path = path_to_launch(road, on=on)
    on_path = [(blocker, blocked) for blocked, blocker in edges(road) if blocker in path and blocked in path]
    return pd.DataFrame(on_path, columns=["blocker", "blocked"], dtype="str")


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
    return coded(road, "milestone").counted(stages(road, on=on).received)


def nearest_steps(steps: pd.DataFrame, most: int, *, on: date) -> pd.DataFrame:
    """At most ``most`` rows of ``schedule`` in their order: what is late first, then the nearest to D."""
    if len(steps) <= most:
        return steps
    distance = (steps["due_first"] - pd.Timestamp(on)).abs().mask(steps["state"] == "late", pd.Timedelta(0))
    kept = distance.sort_values(kind="stable", na_position="last").index[:most]
    return steps.loc[sorted(kept)].reset_index(drop=True)
