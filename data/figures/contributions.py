"""Contributions at D: their stages, their tally, the replies to them, and the same by any dimension."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.cache import per_road
from data.figures.days import start_day
from data.figures.network import geographic_codes, geographic_section
from data.figures.rates import Rate
from data.road import Road
from data.shape import FILTERED, LANDED, REPLIES, worksheet

STAGES = ("received", "considered", "decided", "landed")
"""The stages in their order, each implying the one before it."""


@per_road
def stages(road: Road, *, on: date) -> pd.DataFrame:
    """One row per contribution, aligned with ``road.contributions``; bool columns.

    received, considered, decided: Stages, cumulative, each by its day <= D
    landed: decided as reflected or partly
    undecided: received, not decided
    """
    contributions = road.contributions
    today = pd.Timestamp(on)
    received = contributions["received_on"] <= today
    decided = received & (contributions["decided_on"] <= today) & contributions["decision"].notna()
    considered = received & (decided | (contributions["considered_on"] <= today))
    return pd.DataFrame(
        {
            "received": received,
            "considered": considered,
            "decided": decided,
            "landed": decided & contributions["decision"].isin(LANDED),
            "undecided": received & ~decided,
        }
    )


def decision_at(road: Road, *, on: date) -> pd.Series:
    """The decision of each contribution as it stands at D, NaN while undecided, aligned with ``road.contributions``."""
    return road.contributions["decision"].where(stages(road, on=on)["decided"])


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
    contributions, at = road.contributions, stages(road, on=on)
    n = at.sum()
    decided = contributions[at["decided"]]
    by_decision = decided["decision"].value_counts()
    return Tally(
        received=int(n["received"]),
        without_section=int((at["received"] & geographic_section(road).isna()).sum()),
        considered=int(n["considered"]),
        decided=int(n["decided"]),
        reflected=int(by_decision.get("reflected", 0)),
        partly=int(by_decision.get("partly", 0)),
        not_reflected=int(by_decision.get("not_reflected", 0)),
        out_of_scope=int(by_decision.get("out_of_scope", 0)),
        landed=int(n["landed"]),
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
    said = road.contributions["reply"][stages(road, on=on)["received"]].value_counts()
    return Replies(*(int(said.get(reply, 0)) for reply in REPLIES.labels))


@per_road
def cumulative(road: Road, *, on: date) -> pd.DataFrame:
    """One row per day to D, from the start or the first contribution, whichever is earlier (one row where D is before).

    day: datetime64[s]
    received, considered, decided, landed: int, contributions that had reached that stage by the end of that day
    """
    at = stages(road, on=on)
    days = stage_days(road)
    begins = [day for day in (start_day(road), _date(days["received"].min())) if day is not None]
    first = min([*begins, on])
    dates = pd.date_range(first, on, freq="D", unit="s")
    frame = pd.DataFrame({"day": dates})
    for stage in STAGES:
        offsets = (days[stage][at[stage]] - dates[0]).dt.days.to_numpy(dtype=np.int64)
        frame[stage] = np.bincount(offsets, minlength=len(dates)).cumsum()
    return frame


def _date(day: pd.Timestamp) -> date | None:
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
        value = decision_at(road, on=on)
    else:
        value = contributions[dimension]
    return pd.DataFrame({"position": contributions.index, "value": value.array})


@per_road
def given_dimensions(road: Road, *, on: date) -> tuple[str, ...]:
    """Those of ``DIMENSIONS`` that any contribution received by D has a value of, in their order."""
    received = stages(road, on=on)["received"].to_numpy()
    values = {name: dimension_values(road, name, on=on) for name in DIMENSIONS}
    return tuple(name for name, of in values.items() if of["value"][received[of["position"]]].notna().any())


@per_road
def breakdown(road: Road, dimension: str, *, on: date) -> pd.DataFrame:
    """One row per value of one of ``DIMENSIONS`` among what is received at D; most received first, then sheet order.

    value: str, NaN for contributions without one; received, considered, decided, landed: int. A contribution with two
    questions or blocks counts in both rows. KeyError for any other dimension.
    """
    values = dimension_values(road, dimension, on=on)
    at = stages(road, on=on)[list(STAGES)].take(values["position"].to_numpy(dtype=np.int64))
    at.index = values.index
    at = at[at["received"]]
    counted = at.groupby(values["value"].reindex(at.index), dropna=False, sort=True).sum().astype("int64")
    counted = counted.rename_axis("value").reset_index()
    order = {value: place for place, value in enumerate(ordered_values(road, dimension))}
    counted["order"] = counted["value"].map(order).fillna(len(order))
    counted = counted.sort_values(["received", "order"], ascending=[False, True], kind="stable", ignore_index=True)
    return counted.drop(columns="order")


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
