"""Contributions at D: their stages, their tally, the replies to them, and the same by any dimension."""

from dataclasses import dataclass
from datetime import date
from math import nan

import numpy as np
import pandas as pd

from data.cache import per_road
from data.figures.coded import coded
from data.figures.days import start_day
from data.figures.network import geographic_codes, geographic_section
from data.figures.rates import Rate
from data.figures.rows import Rows, by_row, frame_of
from data.road import Road
from data.shape import DECISIONS, FILTERED, LANDED, REPLIES, worksheet

STAGES = ("received", "considered", "decided", "landed")
"""The stages in their order, each implying the one before it."""


@dataclass(frozen=True, eq=False)
class Stages:
    """The stages that contributions have reached at D: arrays of bool, one for each of ``road.contributions``.

    received, considered, decided: Stages, cumulative, each by its day <= D
    landed: decided as reflected or partly
    undecided: received, not decided
    """

    received: np.ndarray
    considered: np.ndarray
    decided: np.ndarray
    landed: np.ndarray
    undecided: np.ndarray

    def reached(self, stage: str) -> np.ndarray:
        """One of these by its name."""
        return getattr(self, stage)


@per_road
def stages(road: Road, *, on: date) -> Stages:
    """The stages of all contributions at D."""
    days, today = stage_days(road), np.datetime64(on)
    received, considered, decided, landed = (days[stage].to_numpy() <= today for stage in STAGES)
    decided &= received
    return Stages(received, received & (decided | considered), decided, landed & received, received & ~decided)


@dataclass(frozen=True)
class Tally:
    """Counts of contributions at D.

    ``landed`` is reflected and partly. ``without_section`` are received and in no geographic section. ``target`` is
    Settings' own.
    """

    received: int
    without_section: int
    considered: int
    decided: int
    reflected: int
    partly: int
    not_reflected: int
    out_of_scope: int
    landed: int
    target: int | None

    @property
    def uptake(self) -> Rate:
        """Uptake: landed of decided."""
        return Rate(self.landed, self.decided)


@per_road
def tally(road: Road, *, on: date) -> Tally:
    """The counts of all contributions at D."""
    at = stages(road, on=on)
    by_decision = coded(road, "decision").counted(at.decided)
    return Tally(
        **{stage: int(np.count_nonzero(at.reached(stage))) for stage in STAGES},
        **{decision: by_decision.get(decision, 0) for decision in DECISIONS.labels},
        without_section=int(coded(road, "section").counts(at.received)[-1]),
        target=road.settings.target,
    )


@dataclass(frozen=True)
class Replies:
    """Reply: of ``n`` contributors who answered whether they recognise their words, how many said what."""

    yes: int
    partly: int
    no: int

    @property
    def n(self) -> int:
        """All who answered."""
        return self.yes + self.partly + self.no


@per_road
def replies(road: Road, *, on: date) -> Replies:
    """The replies to contributions received by D; they have no day, and so hold on every one."""
    said = coded(road, "reply").counted(stages(road, on=on).received)
    return Replies(*(said.get(reply, 0) for reply in REPLIES.labels))


@per_road
def cumulative(road: Road, *, on: date) -> pd.DataFrame:
    """One row per day to D, from the start or the first contribution, whichever is earlier (one row where D is before).

    day: datetime64[s]
    received, considered, decided, landed: int, contributions that had reached that stage by the end of that day
    """
    at, days = stages(road, on=on), stage_days(road)
    first = min(day for day in (start_day(road), _first_received(road), on) if day is not None)
    dates = np.datetime64(first, "s") + np.arange((on - first).days + 1) * np.timedelta64(1, "D")

    def so_far(stage: str) -> np.ndarray:
        offsets = (days[stage].to_numpy()[at.reached(stage)] - dates[0]) // np.timedelta64(1, "D")
        return np.bincount(offsets, minlength=len(dates)).cumsum()

    return pd.DataFrame({"day": dates, **{stage: so_far(stage) for stage in STAGES}})


@per_road
def _first_received(road: Road) -> date | None:
    day = road.contributions["received_on"].min()
    return None if pd.isna(day) else day.date()


@per_road
def stage_days(road: Road) -> pd.DataFrame:
    """The day on which each contribution reached each stage, whatever D, NaT where it never did.

    One row per contribution, aligned with ``road.contributions``; received, considered, decided, landed:
    datetime64[s]. What was decided without being considered before was considered on the day it was decided.
    """
    contributions = road.contributions
    decided_on = contributions["decided_on"].where(contributions["decision"].notna())
    return pd.DataFrame(
        {
            "received": contributions["received_on"],
            "considered": contributions["considered_on"].fillna(decided_on),
            "decided": decided_on,
            "landed": decided_on.where(contributions["decision"].isin(LANDED)),
        }
    )


DIMENSIONS = tuple(FILTERED)
"""What contributions can be filtered by, and most of it broken down by."""


def dimension_values(road: Road, dimension: str, *, on: date) -> pd.DataFrame:
    """The values of one of ``DIMENSIONS``: one row per contribution and value, one with NaN where it has none.

    position: int; value: str. ``decision`` is the one that stands at D; ``section`` the geographic one. KeyError for
    any other dimension.
    """
    if dimension not in DIMENSIONS:
        raise KeyError(dimension)
    contributions = road.contributions
    if FILTERED[dimension].links:
        links = getattr(road, FILTERED[dimension].links).rename(columns={dimension: "value"})
        linked = np.zeros(len(contributions), dtype=bool)
        linked[links["position"].to_numpy(dtype=np.int64)] = True
        rest = pd.DataFrame({"position": np.flatnonzero(~linked)}).assign(
            value=pd.Series(pd.NA, index=range(int((~linked).sum())), dtype="str")
        )
        return pd.concat([links[["position", "value"]], rest], ignore_index=True)
    if dimension == "section":
        value = geographic_section(road)
    elif dimension == "decision":
        value = contributions["decision"].where(stages(road, on=on).decided)
    else:
        value = contributions[dimension]
    return pd.DataFrame({"position": contributions.index, "value": value.array})


def counts(road: Road, dimension: str, stage: str, *, on: date) -> np.ndarray:
    """How many contributions had reached a stage by D, by the value of a dimension that stands then: whole numbers in
    the order of the codes of ``coded(road, dimension)``, the last one of those without a value.
    """
    values, at = coded(road, dimension), stages(road, on=on)
    reached = at.reached(stage)
    if dimension != "decision":
        return values.counts(reached)
    found = values.counts(reached & at.decided)
    found[-1] += np.count_nonzero(reached & ~at.decided)
    return found


@per_road
def given_dimensions(road: Road, *, on: date) -> tuple[str, ...]:
    """Those of ``DIMENSIONS`` that any contribution received by D has a value of, in their order."""
    return tuple(name for name in DIMENSIONS if counts(road, name, "received", on=on)[:-1].any())


@per_road
def breakdown(road: Road, dimension: str, *, on: date) -> pd.DataFrame:
    """One row per value of one of ``DIMENSIONS`` among what is received at D; most received first, then sheet order.

    value: str, NaN for contributions without one; received, considered, decided, landed: int. A contribution with two
    questions or blocks counts in both rows. KeyError for any other dimension.
    """
    return frame_of(bars_at(road, dimension, on=on), {"value": "str", **dict.fromkeys(STAGES, "int64")})


@per_road
def bars_at(road: Road, dimension: str, *, on: date) -> Rows:
    """The rows of ``breakdown``."""
    if dimension not in DIMENSIONS:
        raise KeyError(dimension)
    by_stage = {stage: counts(road, dimension, stage, on=on).tolist() for stage in STAGES}
    given = [row for row in by_row({"value": [*coded(road, dimension).codes, nan], **by_stage}) if row["received"]]
    order = {value: place for place, value in enumerate(ordered_values(road, dimension))}
    return sorted(given, key=lambda row: (-row["received"], order.get(row["value"], len(order))))


def ordered_values(road: Road, dimension: str) -> tuple[str, ...]:
    """The values of a dimension that have an order of their own, in that order; () for the others."""
    if dimension == "section":
        return geographic_codes(road)
    column = FILTERED[dimension]
    if column.vocabulary and not column.vocabulary.is_open:
        return tuple(column.vocabulary.labels) if road.contributions[dimension].notna().any() else ()
    if not column.refers_to:
        return ()
    shape = worksheet(column.refers_to)
    return tuple(road.frame(shape.name)[shape.columns[0].name].dropna())
