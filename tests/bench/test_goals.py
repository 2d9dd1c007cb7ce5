"""What counts as reached."""

from math import nan

import pytest

from bench.goals import Goal, goals_table


@pytest.mark.parametrize(
    ("measured", "at_least", "met"),
    [
        (10, False, True),
        (10.1, False, False),
        (10, True, True),
        (9.9, True, False),
        (nan, False, False),
        (nan, True, False),
    ],
)
def test_the_bound_itself_is_reached_and_no_number_reaches_nothing(measured: float, at_least: bool, met: bool) -> None:
    assert Goal("a page", measured, 10, "ms", at_least).met is met


def test_what_was_missed_stands_first_and_nothing_is_left_out() -> None:
    rows = goals_table([Goal("quick", 1, 2, "s"), Goal("slow", 1274, 2, "s"), Goal("many", 9, 10, "times", True)])
    assert rows.splitlines()[2:] == [
        "| slow | at most 2 s | 1,274 s | **missed** |",
        "| many | at least 10 times | 9 times | **missed** |",
        "| quick | at most 2 s | 1 s | met |",
    ]
