"""Ageing: how long contributions wait for a decision."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np

from data.cache import per_road
from data.figures.contributions import day_number, stage_numbers, stages
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
    ``at_least_median`` have waited so long already, ``n`` are in the estimate: fewer than half of them can have, where
    many came only lately.
    ``undated_decisions`` are decided without a day of their own and stay out of the median. ``oldest_undecided`` is the
    first of the sheet at a tie, None where nothing waits.
    """

    median_days_to_decision: int | None
    undated_decisions: int
    oldest_undecided: Undecided | None
    at_least_median: int
    n: int


@per_road
def ageing(road: Road, *, on: date) -> Ageing:
    """The median over all received, the undecided censored at D, and the one that waits longest."""
    at, days = stages(road, on=on), stage_numbers(road)
    received_on, decided_on = days["received"], days["decided"]
    dated = at.decided & road.contributions["is_decision_dated"].to_numpy(dtype=bool)
    waited, waiting = decided_on[dated] - received_on[dated], day_number(on) - received_on[at.undecided]
    oldest = int(np.flatnonzero(at.undecided)[waiting.argmax()]) if len(waiting) else None
    median = kaplan_meier_median(_cases(waited), _cases(waiting))
    return Ageing(
        median_days_to_decision=median,
        undated_decisions=int(np.count_nonzero(at.decided & ~dated)),
        oldest_undecided=None
        if oldest is None
        else Undecided(id=road.contributions["id"][oldest], days=int(waiting.max())),
        at_least_median=0 if median is None else int((waited >= median).sum() + (waiting >= median).sum()),
        n=len(waited) + len(waiting),
    )


def _cases(days: np.ndarray) -> Counter[int]:
    """How many waited for so many days."""
    counts = np.bincount(days)
    return Counter({day: int(counts[day]) for day in np.flatnonzero(counts).tolist()})


def kaplan_meier_median(events: Counter[int], censored: Counter[int]) -> int | None:
    """The smallest t with S(t) <= 1/2 of the Kaplan-Meier estimate, None where it is never reached.

    Both count cases by their days; at equal days the events come first. S is an exact fraction, ``kept`` of ``of``:
    floats miss one half for every other even number of cases.
    """
    at_risk = events.total() + censored.total()
    kept = of = 1
    for days in sorted(events.keys() | censored.keys()):
        if events[days]:
            kept, of = kept * (at_risk - events[days]), of * at_risk
            if 2 * kept <= of:
                return days
        at_risk -= events[days] + censored[days]
    return None
