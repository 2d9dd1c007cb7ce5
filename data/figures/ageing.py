"""Ageing: how long contributions wait for a decision."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pandas as pd

from data.cache import per_road
from data.figures.contributions import stages
from data.road import Road


@dataclass(frozen=True)
class Undecided:
    """A contribution that waits for a decision, and for how long."""

    id: str
    days: int


@dataclass(frozen=True)
class Ageing:
    """How long contributions wait at D, in days.

    ``median_days_to_decision``: half of what was received waited at least so long, None where that cannot be told yet.
    ``undated_decisions`` are decided without a day of their own and stay out of the median. ``oldest_undecided`` is the
    first of the sheet at a tie, None where nothing waits.
    """

    median_days_to_decision: int | None
    undated_decisions: int
    oldest_undecided: Undecided | None


@per_road
def ageing(road: Road, *, on: date) -> Ageing:
    """The median over all received, the undecided censored at D, and the one that waits longest."""
    contributions, at = road.contributions, stages(road, on=on)
    dated = at["decided"] & contributions["is_decision_dated"]
    received_on = contributions["received_on"]
    waited = (contributions["decided_on"] - received_on)[dated].dt.days
    waiting = (pd.Timestamp(on) - received_on)[at["undecided"]].dt.days
    return Ageing(
        median_days_to_decision=kaplan_meier_median(Counter(waited.tolist()), Counter(waiting.tolist())),
        undated_decisions=int((at["decided"] & ~dated).sum()),
        oldest_undecided=None
        if waiting.empty
        else Undecided(id=contributions["id"][waiting.idxmax()], days=int(waiting.max())),
    )


def kaplan_meier_median(events: Counter[int], censored: Counter[int]) -> int | None:
    """The smallest t with S(t) <= 1/2 of the Kaplan-Meier estimate, None where it is never reached.

    Both count cases by their days; at equal days the events come first. S is an exact fraction: floats miss one half
    for every other even number of cases.
    """
    at_risk = events.total() + censored.total()
    survival = Fraction(1)
    for days in sorted(events.keys() | censored.keys()):
        if events[days]:
            survival *= Fraction(at_risk - events[days], at_risk)
            if 2 * survival <= 1:
                return days
        at_risk -= events[days] + censored[days]
    return None
