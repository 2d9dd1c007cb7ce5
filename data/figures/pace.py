"""How fast contributions come, how fast they must, and how many will have come by the end of the collection."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import floor, sqrt
from statistics import mean, variance
from typing import Literal

import numpy as np

from data.cache import per_road
from data.figures.contributions import NEVER, day_number, day_of, reached_on
from data.figures.days import collection_end, start_day
from data.road import Road

PACE_DAYS = 28
FORECAST_WEEKS = 8
"""So many whole weeks back the forecast looks at most."""
FORECAST_WEEKS_MIN = 3
FORECAST_RECEIVED_MIN = 10

_STUDENT_T = {2: 1.885618, 3: 1.637744, 4: 1.533206, 5: 1.475884, 6: 1.439756, 7: 1.414924}
"""Student's t(0.9; df) by its degrees of freedom: between minus and plus t lies 80%."""


@dataclass(frozen=True)
class Pace:
    """Pace against the target, in contributions a week.

    ``window_days`` is w = min(28, days from start to D inclusive), None before the start or without one, as are
    ``received_in_window`` and ``per_week`` (received in the last w days x 7 / w). ``required_per_week`` is (target -
    received) / (days from D to the collection end / 7), 0 once the target is met, else None on and after that day,
    without one and without a target.
    """

    window_days: int | None
    received_in_window: int | None
    per_week: float | None
    required_per_week: float | None


@per_road
def pace(road: Road, *, on: date) -> Pace:
    """Pace and required pace at D."""
    received = _received_by(road, on)
    start = start_day(road)
    window_days = in_window = None
    if start is not None and start <= on:
        window_days = min(PACE_DAYS, (on - start).days + 1)
        in_window = received - _received_by(road, on - timedelta(days=window_days))
    return Pace(
        window_days=window_days,
        received_in_window=in_window,
        per_week=None if window_days is None or in_window is None else in_window * 7 / window_days,
        required_per_week=_required_per_week(road, received, on),
    )


@per_road
def _received_on(road: Road) -> np.ndarray:
    """The days on which contributions were received, as ``day_number``, the earliest first."""
    days = np.sort(reached_on(road)["received"])
    return days[: np.searchsorted(days, NEVER)]


def _received_by(road: Road, on: date) -> int:
    return int(np.searchsorted(_received_on(road), day_number(on), "right"))


def _required_per_week(road: Road, received: int, on: date) -> float | None:
    target, end = road.settings.target, collection_end(road)
    if target is None:
        return None
    if received >= target:
        return 0.0
    if end is None or on >= end:
        return None
    return (target - received) * 7 / (end - on).days


ForecastVerdict = Literal["met", "yes", "no", "open"]
ForecastReason = Literal["no target", "no end", "over", "too early"]


@dataclass(frozen=True)
class Forecast:
    """How many contributions will have come ``by`` the collection end: ``expected``, and an 80% range around it.

    ``verdict`` on the target: "met" (on ``reached_on``), "yes" where the whole range reaches it, "no" where none of it
    does, "open". Where it cannot be told it is None, as are the numbers, for a ``reason``; a target that is met needs
    none, and has the numbers where they can be told. ``weeks`` and ``received_in_weeks`` are what it is counted from.
    """

    expected: int | None
    low: int | None
    high: int | None
    by: date | None
    verdict: ForecastVerdict | None
    reached_on: date | None
    reason: ForecastReason | None
    weeks: int
    received_in_weeks: int


@per_road
def forecast(road: Road, *, on: date) -> Forecast:
    """Forecast: the last whole weeks ending on D, at most 8, carried on to the collection end."""
    received, target, end = _received_by(road, on), road.settings.target, collection_end(road)
    weekly = _weekly(road, start_day(road), on)
    is_met = target is not None and received >= target
    reason: ForecastReason | None = None
    if target is None:
        reason = "no target"
    elif end is None:
        reason = "no end"
    elif on >= end:
        reason = "over"
    elif len(weekly) < FORECAST_WEEKS_MIN or sum(weekly) < FORECAST_RECEIVED_MIN:
        reason = "too early"
    expected = low = high = verdict = None
    if reason is None and end is not None and target is not None:
        low, expected, high = _range(weekly, received, (end - on).days)
        verdict = "yes" if low >= target else "no" if high < target else "open"
    return Forecast(
        expected=expected,
        low=low,
        high=high,
        by=end,
        verdict="met" if is_met else verdict,
        reached_on=None if target is None or not is_met else day_of(int(_received_on(road)[target - 1])),
        reason=None if is_met else reason,
        weeks=len(weekly),
        received_in_weeks=sum(weekly),
    )


def _weekly(road: Road, start: date | None, on: date) -> list[int]:
    """What came in each of the last whole weeks from the start to D, the latest first; at most 8."""
    weeks = 0 if start is None else min(FORECAST_WEEKS, max(0, (on - start).days + 1) // 7)
    by_then = [_received_by(road, on - timedelta(weeks=ago)) for ago in range(weeks + 1)]
    return [later - before for later, before in pairwise(by_then)]


def _range(weekly: list[int], received: int, days: int) -> tuple[int, int, int]:
    """Low, expected and high, rounded half up; fractions as far as they go, as a float may miss the half."""
    weeks, ahead = len(weekly), Fraction(days, 7)
    expected = received + ahead * mean(map(Fraction, weekly))
    squared = ahead * variance(map(Fraction, weekly)) * (1 + ahead / weeks)
    spread = Fraction(_STUDENT_T[weeks - 1] * sqrt(squared))
    return max(received, _rounded(expected - spread)), _rounded(expected), _rounded(expected + spread)


def _rounded(number: Fraction) -> int:
    return floor(number + Fraction(1, 2))
