"""Ageing: the Kaplan-Meier median and the longest wait, by hand."""

from collections import Counter

import pytest

from data.figures.ageing import Ageing, Undecided, ageing, kaplan_meier_median
from tests.data.figures.roads import contribution, day, make_road


@pytest.mark.parametrize(
    ("events", "censored", "median"),
    [
        ([], [], None),
        ([], [1, 2, 3], None),
        ([4], [], 4),
        ([0], [0], 0),
        # Half of two is reached at the first of them.
        ([1, 4], [], 1),
        ([1, 4, 9], [], 4),
        ([1, 4, 9, 9], [], 4),
        # Who waits still counts among those who have waited so long.
        ([1, 4], [2], 4),
        ([1, 4], [2, 2], 4),
        ([1, 4], [9, 9], 4),
        ([1, 4], [9, 9, 9], None),
        # At equal days the decisions come before those who still wait: 1/2 of 4 at day 3.
        ([3, 3], [3, 3], 3),
        ([3], [3, 3], None),
        # 5/6, then 5/6 x 3/4, then half of that.
        ([2, 5, 8], [3, 6, 9], 8),
        # A classic: 1 - 3/21 and so on, the median of the treated of Freireich's leukaemia trial is 23.
        ([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35], 23),
    ],
)
def test_the_median_is_the_first_day_on_which_half_or_fewer_still_wait(
    events: list[int], censored: list[int], median: int | None
) -> None:
    assert kaplan_meier_median(Counter(events), Counter(censored)) == median


def test_one_half_is_met_exactly_for_every_even_number() -> None:
    # Floats miss one half for 49 of the first 100 even numbers.
    for n in range(2, 202, 2):
        assert kaplan_meier_median(Counter(range(1, n + 1)), Counter()) == n // 2


def test_what_waits_counts_as_long_as_it_has_waited() -> None:
    road = make_road(
        contributions=[
            contribution("C1", "2021-05-04", decided_on="2021-05-05", decision="partly"),
            contribution("C2", "2021-05-04", decided_on="2021-05-08", decision="partly"),
            contribution("C3", "2021-05-06"),
        ]
    )
    # On the 5th two wait: one decided after a day is half.
    assert ageing(road, on=day("2021-05-05")) == Ageing(1, 0, Undecided("C2", 1), 2, 2)
    # On the 7th C3 has waited a day: after one day of three a third is decided, and no more is known.
    assert ageing(road, on=day("2021-05-07")) == Ageing(None, 0, Undecided("C2", 3), 0, 3)
    # On the 8th C2 is decided after four days, when C3, at two, no longer counts: one of three has waited so long.
    assert ageing(road, on=day("2021-05-08")) == Ageing(4, 0, Undecided("C3", 2), 1, 3)
    assert ageing(road, on=day("2021-05-03")) == Ageing(None, 0, None, 0, 0)


def test_a_decision_without_a_day_of_its_own_is_counted_and_in_no_median() -> None:
    road = make_road(
        contributions=[
            contribution("C1", "2021-05-04", decided_on="2021-05-04", decision="partly", is_decision_dated=False),
            contribution("C2", "2021-05-04", decided_on="2021-05-10", decision="partly", is_decision_dated=False),
            contribution("C3", "2021-05-04", decided_on="2021-05-09", decision="partly"),
        ]
    )
    assert ageing(road, on=day("2021-05-21")) == Ageing(5, 2, None, 1, 1)
    # Until its effective day it waits.
    assert ageing(road, on=day("2021-05-09")) == Ageing(5, 1, Undecided("C2", 5), 2, 2)


def test_oldest_undecided_is_the_first_of_the_sheet_at_a_tie() -> None:
    days = ("2021-05-06", "2021-05-05", "2021-05-05")
    road = make_road(contributions=[contribution(f"C{n}", on) for n, on in enumerate(days, start=1)])
    assert ageing(road, on=day("2021-05-06")).oldest_undecided == Undecided("C2", 1)
