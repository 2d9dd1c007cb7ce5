"""Milestones in the order of time, what holds them up, what came through them."""

from typing import Any

import pandas as pd
import pytest

from data.figures.schedule import (
    Neighbours,
    blocking_edges,
    came_through,
    nearest_steps,
    neighbours,
    path_edges,
    schedule,
    scheduled,
)
from data.road import Road
from tests.data.figures.roads import contribution, day, make_road, milestone

ON = day("2021-05-21")


@pytest.fixture
def road() -> Road:
    """A late first step that blocks a second and, through it, a third; a fourth that waits for nothing."""
    return make_road(
        milestones=[
            milestone("M3", "2021-12-18", depends_on=["M2"], baseline="2021-12-01"),
            milestone("M1", "2021-05-10", baseline="2021-05-10"),
            milestone("M2", "2021-06", depends_on=["M1"]),
            milestone("M4", "2021-07-01"),
        ]
    )


def test_an_empty_sheet_has_no_rows() -> None:
    assert schedule(make_road(), on=ON).empty
    assert not blocking_edges(make_road(), on=ON)


def test_the_earliest_due_comes_first_the_undated_last_and_a_tie_is_in_the_sheets_order() -> None:
    road = make_road(
        milestones=[
            milestone("undated"),
            milestone("late in the year", "2021-12"),
            milestone("tie, second", "2021-06-01"),
            milestone("tie, third", "2021-06"),
            milestone("first", "2021-05-01"),
        ]
    )
    assert schedule(road, on=ON)["id"].tolist() == [
        "first",
        "tie, second",
        "tie, third",
        "late in the year",
        "undated",
    ]


def test_what_is_done_later_than_the_day_looked_at_is_not_done_yet() -> None:
    road = make_road(milestones=[milestone("M1", "2021-05-18", done_on="2021-05-20")])
    assert schedule(road, on=day("2021-05-19"))["done_on"].isna().all()
    assert schedule(road, on=day("2021-05-20"))["done_on"].tolist() == [pd.Timestamp("2021-05-20")]


@pytest.mark.parametrize(
    ("row", "reference", "moved_from"),
    [
        ({"due": "2021-05-18", "done_on": "2021-05-20", "baseline": "2021-05-18"}, "2021-05-20", "2021-05-18"),
        ({"due": "2021-05-18", "baseline": "2021-05-18"}, "2021-05-21", "2021-05-18"),
        ({"due": "2021-12-18", "baseline": "2021-11"}, "2021-12-18", "2021-11-30"),
        ({"due": "2021-10", "baseline": "2021-12"}, "2021-10-31", "2021-12-01"),
        ({"due": "2021-12-18", "baseline": "2021-12"}, "2021-12-18", None),
        ({"due": "2021-12-18"}, "2021-12-18", None),
        ({"baseline": "2021-12-18"}, None, None),
    ],
)
def test_a_move_leads_from_the_nearest_announced_day_to_the_reference_day(
    row: dict[str, str], reference: str | None, moved_from: str | None
) -> None:
    (step,) = schedule(make_road(milestones=[{"id": "M1"} | row]), on=ON).to_dict("records")
    found = [None if pd.isna(step[name]) else step[name].date().isoformat() for name in ("reference", "moved_from")]
    assert found == [reference, moved_from]


def test_edges_lead_from_what_is_late_through_what_it_holds_up(road: Road) -> None:
    assert blocking_edges(road, on=ON) == [("M2", "M3"), ("M1", "M2")]


def test_nothing_is_held_up_before_anything_is_late(road: Road) -> None:
    assert not blocking_edges(road, on=day("2021-05-10"))


def test_neighbours_are_direct_before_and_through_open_ones_after(road: Road) -> None:
    assert neighbours(road, "M1", on=ON) == Neighbours(before=(), after=("M2", "M3"))
    assert neighbours(road, "M3", on=ON) == Neighbours(before=("M2",), after=())
    assert neighbours(road, "M4", on=ON) == Neighbours((), ())
    assert neighbours(road, "unknown", on=ON) == Neighbours((), ())


def test_what_is_done_stays_a_neighbour() -> None:
    road = make_road(
        milestones=[
            milestone("M1", "2021-05-10", done_on="2021-05-10"),
            milestone("M2", "2021-06-01", depends_on=["M1"]),
        ]
    )
    assert neighbours(road, "M2", on=ON).before == ("M1",)
    assert neighbours(road, "M1", on=ON).after == ("M2",)


def test_contributions_count_for_their_milestone_once_received() -> None:
    road = make_road(
        milestones=[milestone("M1", "2021-05-10"), milestone("M2", "2021-06-01")],
        contributions=[
            contribution("C1", "2021-05-10", milestone="M1"),
            contribution("C2", "2021-05-12", milestone="M1"),
            contribution("C3", "2021-05-30", milestone="M1"),
            contribution("C4", "2021-05-12"),
        ],
    )
    assert came_through(road, on=ON) == {"M1": 2}
    assert came_through(road, on=day("2021-05-01")) == {}


def test_of_many_milestones_the_late_and_the_nearest_are_kept_in_order() -> None:
    road = make_road(
        milestones=[
            milestone("late long ago", "2000-01-01"),
            *(milestone(f"done {n}", f"2021-0{n}-01", done_on=f"2021-0{n}-01") for n in range(1, 5)),
            milestone("soon", "2021-06-01"),
            milestone("far", "2030-01-01"),
            milestone("undated"),
        ]
    )
    steps = scheduled(road, on=ON)
    assert [step["id"] for step in nearest_steps(steps, 3, on=ON)] == ["late long ago", "done 4", "soon"]
    assert nearest_steps(steps, 8, on=ON) is steps


def test_the_path_to_the_launch_is_what_it_still_waits_for() -> None:
    road = make_road(
        milestones=[
            milestone("DONE", "2021-05-01", done_on="2021-05-01"),
            milestone("DRAFT", "2021-05-10", depends_on=["DONE"]),
            milestone("TEXT", "2021-06-01", depends_on=["DRAFT"]),
            milestone("ASIDE", "2021-06-01", depends_on=["DRAFT"]),
            milestone("OFF", "2021-06-01", flag="cancelled"),
            milestone("LAUNCH", "2021-12-18", kind="launch", depends_on=["TEXT", "OFF"]),
        ]
    )
    assert set(path_edges(road, on=ON)) == {("DRAFT", "TEXT"), ("TEXT", "LAUNCH")}
    alone = make_road(milestones=[milestone("LAUNCH", "2021-12-18", kind="launch"), milestone("M", "2021-06-01")])
    assert not path_edges(alone, on=ON)
    assert not path_edges(make_road(), on=ON)


def test_what_resulted_from_a_milestone_is_not_known_before_its_day() -> None:
    steps = [
        milestone("M1", "2021-05-10", done_on="2021-05-20", outcome="Agreed"),
        milestone("M2", "2021-05-10", done_on="2021-05-22", outcome="Signed"),
        milestone("M3", "2021-05-10", outcome="A draft"),
    ]
    found = schedule(make_road(milestones=steps), on=ON)["outcome"]
    assert found.where(found.notna(), "").tolist() == ["Agreed", "", "A draft"]


def test_the_rows_are_those_of_the_frame(road: Road) -> None:
    def said(value: Any) -> Any:  # noqa: ANN401 - any cell
        return value if isinstance(value, tuple) or not pd.isna(value) else None

    rows = [{name: said(value) for name, value in row.items()} for row in scheduled(road, on=ON)]
    frame = schedule(road, on=ON)
    assert rows == [{name: said(value) for name, value in row.items()} for row in frame.to_dict("records")]
    assert [str(frame[name].dtype) for name in ("done_on", "reference", "moved_from", "outcome")] == [
        *["datetime64[s]"] * 3,
        "str",
    ]
