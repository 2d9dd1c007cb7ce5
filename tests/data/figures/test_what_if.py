"""What would move: worked out by hand."""

from datetime import date

import pytest

from data.figures.what_if import Move, movable, what_if
from data.road import Road
from tests.data.figures.roads import day, make_road, milestone

ON = day("2021-11-15")


@pytest.fixture
def road() -> Road:
    """A late draft; a council and a final text wait for it, the launch for both; a workshop is cancelled."""
    return make_road(
        milestones=[
            milestone("DRAFT", "2021-10-22"),
            milestone("COUNCIL", "2021-11-17/2021-11-19", depends_on=["DRAFT"]),
            milestone("FINAL", "2021-12", depends_on=["DRAFT"]),
            milestone("LAUNCH", "2021-12-18", depends_on=["COUNCIL", "FINAL"]),
            milestone("OFF", "2021-11-20", depends_on=["DRAFT"], flag="cancelled"),
            milestone("DONE", "2021-11-10", depends_on=["DRAFT"], done_on="2021-11-10"),
            milestone("SOME DAY", depends_on=["DRAFT"]),
        ]
    )


def _asked(road: Road, to: str, id_: str = "DRAFT") -> list[tuple[str, str, int]]:
    return [(move.id, move.earliest.isoformat(), move.days) for move in what_if(road, id_, day(to), on=ON)]


@pytest.mark.parametrize(
    ("to", "moved"),
    [
        # The council begins on the 17th at the earliest as it is: nothing moves.
        ("2021-11-17", []),
        # One day later it cannot; it lasts three days still, and the launch is a month away.
        ("2021-11-18", [("COUNCIL", "2021-11-18", 1)]),
        # Until 3 December 2021: the council then ends on the 3rd; the final text still has December.
        ("2021-12-01", [("COUNCIL", "2021-12-01", 14)]),
        # From the 17th the council ends on the 19th, a day after the launch.
        ("2021-12-17", [("COUNCIL", "2021-12-17", 30), ("LAUNCH", "2021-12-19", 1)]),
        # On 5 January no day of December is left for the final text; the council, until the 7th, holds the launch up.
        (
            "2022-01-05",
            [("COUNCIL", "2022-01-05", 49), ("FINAL", "2022-01-05", 5), ("LAUNCH", "2022-01-07", 20)],
        ),
    ],
)
def test_what_depends_on_it_cannot_begin_before_it(road: Road, to: str, moved: list[tuple[str, str, int]]) -> None:
    assert _asked(road, to) == moved


def test_a_month_that_is_kept_may_still_hold_up_what_waits_for_it(road: Road) -> None:
    # The final text could come on the 20th of its month at the earliest, two days after the launch.
    assert ("LAUNCH", "2021-12-22", 4) in _asked(road, "2021-12-20")
    assert _asked(road, "2021-12-20", "FINAL") == [("LAUNCH", "2021-12-20", 2)]


def test_a_chain_takes_the_longest_way() -> None:
    road = make_road(
        milestones=[
            milestone("A", "2021-11-10"),
            milestone("B", "2021-11-20/2021-11-30", depends_on=["A"]),
            milestone("C", "2021-12-01", depends_on=["A", "B"]),
        ]
    )
    # B is then from 25 November to 5 December.
    assert what_if(road, "A", day("2021-11-25"), on=ON) == (
        Move("B", date(2021, 11, 20), date(2021, 11, 25)),
        Move("C", date(2021, 12, 1), date(2021, 12, 5)),
    )


def test_what_is_done_cancelled_undated_or_unknown_moves_nothing(road: Road) -> None:
    for id_ in ("DONE", "OFF", "SOME DAY", "GONE"):
        assert what_if(road, id_, day("2022-01-05"), on=ON) == ()


def test_the_late_ones_are_asked_about_first(road: Road) -> None:
    assert movable(road, on=ON) == ("DRAFT", "COUNCIL", "FINAL", "LAUNCH")
    assert movable(road, on=day("2021-10-01")) == ("DRAFT", "DONE", "COUNCIL", "FINAL", "LAUNCH")
    assert movable(make_road(), on=ON) == ()


def test_it_changes_nothing(road: Road) -> None:
    before = road.milestones.copy()
    what_if(road, "DRAFT", day("2022-01-05"), on=ON)
    assert road.milestones.equals(before)
