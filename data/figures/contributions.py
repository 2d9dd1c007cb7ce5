"""Contributions at D: their stages, their tally, the pace against the target, and the same by any dimension."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import pandas as pd

from data.cache import per_road
from data.figures.days import launch_last_day, start_day
from data.figures.network import geographic_codes, geographic_section
from data.road import Road
from data.shape import DECISIONS, LANDED

UPTAKE_MIN = 5
"""A rate of fewer decided contributions than this is not shown."""
PACE_DAYS = 28
FORECAST_YEARS = 10

STAGES = ("received", "considered", "decided", "landed")
"""The stages in their order, each implying the one before it."""

ForecastReason = Literal["no target", "no pace", "beyond 10 years"]


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
class Undecided:
    """A contribution that waits for a decision, and for how long."""

    id: str
    days: int


@dataclass(frozen=True)
class Tally:
    """Counts of contributions at D.

    ``landed`` is reflected and partly, ``uptake`` landed / decided (0-1), None where ``n`` (decided) is below 5.
    ``without_section`` are received and in no geographic section. Ageing: ``median_days_to_decision`` from received to
    decided, None without a decision; ``oldest_undecided`` None where nothing waits. ``target`` is Settings' own.
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
    uptake: float | None
    n: int
    median_days_to_decision: float | None
    oldest_undecided: Undecided | None
    target: int | None


def uptake_rate(landed: int, decided: int) -> float | None:
    """Uptake: landed / decided, None for fewer than 5 decided."""
    return landed / decided if decided >= UPTAKE_MIN else None


@per_road
def tally(road: Road, *, on: date) -> Tally:
    """The counts of all contributions at D."""
    contributions, at = road.contributions, stages(road, on=on)
    n = at.sum()
    decided = contributions[at["decided"]]
    by_decision = decided["decision"].value_counts()
    days_to_decision = (decided["decided_on"] - decided["received_on"]).dt.days
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
        uptake=uptake_rate(int(n["landed"]), int(n["decided"])),
        n=int(n["decided"]),
        median_days_to_decision=None if decided.empty else float(days_to_decision.median()),
        oldest_undecided=_oldest_undecided(contributions[at["undecided"]], on),
        target=road.settings.target,
    )


def _oldest_undecided(undecided: pd.DataFrame, on: date) -> Undecided | None:
    if undecided.empty:
        return None
    oldest = undecided.iloc[int(undecided["received_on"].argmin())]
    return Undecided(id=oldest["id"], days=(on - oldest["received_on"].date()).days)


@dataclass(frozen=True)
class Pace:
    """Pace against the target, in contributions a week.

    ``window_days`` is w = min(28, days from start to D inclusive), None before the start or without one, as are
    ``received_in_window`` and ``per_week`` (received in the last w days x 7 / w). ``required_per_week`` is (target -
    received) / (days from D to the last day of launch / 7), 0 once the target is met, else None on and after that day,
    without a launch and without a target. ``forecast`` is the day the target is reached at this pace, the day it was
    reached where it is met, else None for ``forecast_reason``.
    """

    window_days: int | None
    received_in_window: int | None
    per_week: float | None
    required_per_week: float | None
    forecast: date | None
    forecast_reason: ForecastReason | None


@per_road
def pace(road: Road, *, on: date) -> Pace:
    """Pace, required pace and forecast at D."""
    received_on = road.contributions["received_on"]
    received_on = received_on[received_on <= pd.Timestamp(on)]
    start = start_day(road)
    window_days = in_window = None
    if start is not None and start <= on:
        window_days = min(PACE_DAYS, (on - start).days + 1)
        in_window = int((received_on > pd.Timestamp(on - timedelta(days=window_days))).sum())
    forecast, reason = _forecast(road, received_on, window_days, in_window, on)
    return Pace(
        window_days=window_days,
        received_in_window=in_window,
        per_week=None if window_days is None or in_window is None else in_window * 7 / window_days,
        required_per_week=_required_per_week(road, len(received_on), on),
        forecast=forecast,
        forecast_reason=reason,
    )


def _required_per_week(road: Road, received: int, on: date) -> float | None:
    target, launch = road.settings.target, launch_last_day(road)
    if target is None:
        return None
    if received >= target:
        return 0.0
    if launch is None or on >= launch:
        return None
    return (target - received) * 7 / (launch - on).days


def _forecast(
    road: Road, received_on: pd.Series, window_days: int | None, in_window: int | None, on: date
) -> tuple[date | None, ForecastReason | None]:
    target, received = road.settings.target, len(received_on)
    if target is None:
        return None, "no target"
    if received >= target:
        return _reached_on(road, received_on, target, on), None
    if not window_days or not in_window:
        return None, "no pace"
    # Whole numbers throughout: a quotient of floats may round up to one day too many.
    days = -(-window_days * (target - received) // in_window)
    if days > ((pd.Timestamp(on) + pd.DateOffset(years=FORECAST_YEARS)).date() - on).days:
        return None, "beyond 10 years"
    return on + timedelta(days=days), None


def _reached_on(road: Road, received_on: pd.Series, target: int, on: date) -> date:
    if target < 1:
        # A target of nothing is reached as soon as the road begins.
        return min(start_day(road) or on, on)
    return received_on.sort_values().iloc[target - 1].date()


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


DIMENSIONS = (
    "section",
    "country",
    "contributor_type",
    "policy_council",
    "milestone",
    "question",
    "theme",
    "language",
    "decision",
    "block",
)
"""What contributions can be broken down and filtered by."""


def dimension_values(road: Road, dimension: str, *, on: date) -> pd.DataFrame:
    """The values of one of ``DIMENSIONS``: one row per contribution and value, one with NaN where it has none.

    position: int; value: str. ``decision`` is the one that stands at D; ``section`` the geographic one. KeyError for
    any other dimension.
    """
    if dimension not in DIMENSIONS:
        raise KeyError(dimension)
    contributions = road.contributions
    if dimension in ("question", "block"):
        links = (road.answers if dimension == "question" else road.landings).rename(columns={dimension: "value"})
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
    if dimension == "decision":
        return tuple(DECISIONS.labels)
    frame = {"milestone": road.milestones, "question": road.questions, "block": road.charter}.get(dimension)
    if frame is None:
        return ()
    return tuple(frame["id" if dimension == "milestone" else "code"].dropna())
