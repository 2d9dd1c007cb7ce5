"""Contributions at D: their stages, their tally, the replies to them, and the same by any dimension."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import nan

import numpy as np
import pandas as pd

from data.cache import per_road
from data.figures.coded import Coded, coded
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
    received, considered, decided, landed = (days <= day_number(on) for days in reached_on(road).values())
    return Stages(received, considered, decided, landed, received & ~decided)


NEVER = np.iinfo(np.int32).max


def day_number(day: date) -> int:
    """A day as a whole number: days since 1970."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """The day of a ``day_number``."""
    return date.fromordinal(_EPOCH + number)


_EPOCH = date(1970, 1, 1).toordinal()


@per_road
def stage_numbers(road: Road) -> Mapping[str, np.ndarray]:
    """``stage_days`` as ``day_number``, ``NEVER`` for none, by stage: compared ten times as fast as days."""

    def numbers(days: pd.Series) -> np.ndarray:
        return np.where(days.isna(), NEVER, days.to_numpy().astype("datetime64[D]").astype(np.int64)).astype(np.int32)

    days = stage_days(road)
    return {stage: numbers(days[stage]) for stage in STAGES}


@per_road
def reached_on(road: Road) -> Mapping[str, np.ndarray]:
    """The day from which on each contribution counts for a stage, as ``stage_numbers`` has them.

    For none before it was received, and as considered from its decision on.
    """
    received, considered, decided, landed = stage_numbers(road).values()
    considered = np.minimum(considered, decided)
    later = zip(STAGES[1:], (considered, decided, landed), strict=True)
    return {"received": received} | {stage: np.maximum(received, days) for stage, days in later}


@per_road
def _days_of_change(road: Road) -> np.ndarray:
    days = np.unique(np.concatenate(list(reached_on(road).values())))
    return days[days != NEVER]


def same_since(road: Road, *, on: date) -> date:
    """The first day since which every contribution stands as it does at D; before any came, the day before one did."""
    days = _days_of_change(road)
    if not len(days):
        return on
    place = int(np.searchsorted(days, day_number(on), "right"))
    return day_of(int(days[place - 1] if place else days[0] - 1))


DAYS_TIMES_CODES_MOST = 250_000
"""Numbers of a table of counts by day, of which one takes four bytes."""


@dataclass(frozen=True, eq=False)
class _ByDay:
    """How many contributions had reached a stage by the end of each day from ``first`` on, a column a code, and the
    latest day on which one did, -1 for none."""

    first: int
    counts: np.ndarray
    latest: np.ndarray

    def row(self, on: date) -> int:
        """The row of a day; -1 before the first."""
        return max(-1, min(day_number(on) - self.first, len(self.counts) - 1))


@per_road
def _by_day(road: Road, of: Coded, stage: str) -> _ByDay | None:
    """Made once, so that a day that nobody looked at before is looked up; None of too many days and codes."""
    days = reached_on(road)[stage][of.position]
    known = days != NEVER
    if not known.any():
        return None
    days, place, columns = days[known], of.place[known], len(of.codes) + 1
    first, last = int(days.min()), int(days.max())
    rows = last - first + 1
    if rows * columns > DAYS_TIMES_CODES_MOST:
        return None
    counts = np.bincount((days - first) * columns + place, minlength=rows * columns).reshape(rows, columns)
    latest = np.where(counts > 0, np.arange(first, last + 1)[:, np.newaxis], -1)
    return _ByDay(
        first,
        counts.cumsum(axis=0, dtype=np.int32),
        np.maximum.accumulate(latest, axis=0).astype(np.int32),
    )


def counts_at(road: Road, of: Coded, stage: str, *, on: date) -> np.ndarray:
    """How many contributions with each code had reached a stage by D, the last number of those without one."""
    by_day = _by_day(road, of, stage)
    if by_day is None:
        return of.counts(stages(road, on=on).reached(stage))
    row = by_day.row(on)
    return by_day.counts[row] if row >= 0 else np.zeros(len(of.codes) + 1, dtype=np.int32)


def counted_at(road: Road, of: Coded, stage: str, *, on: date) -> dict[str, int]:
    """Code to how many contributions with it had reached a stage by D; those that none had are not in it."""
    return of.named(counts_at(road, of, stage, on=on))


def latest_at(road: Road, of: Coded, *, on: date) -> dict[str, np.datetime64]:
    """Code to the latest day up to D on which a contribution with it was received; without one it is not in it."""
    by_day = _by_day(road, of, "received")
    if by_day is None:
        return of.latest(stages(road, on=on).received, road.contributions["received_on"].to_numpy())
    row = by_day.row(on)
    days = by_day.latest[row].tolist() if row >= 0 else ()
    return {code: np.datetime64(day, "D") for code, day in zip(of.codes, days, strict=False) if day >= 0}


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
    section = coded(road, "section")
    by_decision = counted_at(road, coded(road, "decision"), "decided", on=on)
    by_stage = {stage: counts_at(road, section, stage, on=on) for stage in STAGES}
    return Tally(
        **{stage: int(n.sum()) for stage, n in by_stage.items()},
        **{decision: by_decision.get(decision, 0) for decision in DECISIONS.labels},
        without_section=int(by_stage["received"][-1]),
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
    said = counted_at(road, coded(road, "reply"), "received", on=on)
    return Replies(*(said.get(reply, 0) for reply in REPLIES.labels))


@per_road
def cumulative(road: Road, *, on: date) -> pd.DataFrame:
    """One row per day to D, from the start or the first contribution, whichever is earlier (one row where D is before).

    day: datetime64[s]
    received, considered, decided, landed: int, contributions that had reached that stage by the end of that day
    """
    first = _first_counted(road, on)
    dates = np.datetime64(first, "s") + np.arange((on - first).days + 1) * np.timedelta64(1, "D")
    return pd.DataFrame({"day": dates, **{stage: so_far(road, stage, on=on) for stage in STAGES}})


@per_road
def so_far(road: Road, stage: str, *, on: date) -> np.ndarray:
    """One of the stages of ``cumulative``: the numbers of all its days."""
    first = _first_counted(road, on)
    offsets = stage_numbers(road)[stage][stages(road, on=on).reached(stage)] - day_number(first)
    return np.bincount(offsets, minlength=(on - first).days + 1).cumsum()


def _first_counted(road: Road, on: date) -> date:
    return min(day for day in (start_day(road), _first_received(road), on) if day is not None)


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
    found = counts_at(road, coded(road, dimension), stage, on=on)
    if dimension != "decision":
        return found
    # None stands before it was taken: without one is whatever else has come so far.
    standing = counts_at(road, coded(road, dimension), "landed" if stage == "landed" else "decided", on=on)
    return np.append(standing[:-1], standing[-1] + found.sum() - standing.sum())


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
