"""The drawn road: every place on it is a date."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from components.words.road_line import road_line_data
from data.figures.days import launch_last_day, start_day
from data.figures.milestones import road_progress
from data.reading import read
from data.road import Road
from data.sources.file import read_file
from data.words import words_of
from tests.data.figures.roads import make_road, milestone
from tests.pages.conftest import REHEARSAL, RHINE, ROAD

ON = date(2021, 11, 15)


def drawn(road: Road, on: date = ON, language: str = "en") -> dict[str, Any]:
    return road_line_data(road, on=on, words=words_of(language))


@pytest.mark.slow(1)
@pytest.mark.parametrize("workbook", [ROAD, REHEARSAL, RHINE], ids=["road", "rehearsal", "rhine"])
def test_the_day_stands_where_the_card_says_that_the_time_is(workbook: Any) -> None:  # noqa: ANN401 - a path
    road = read(read_file(workbook), now=datetime(2022, 1, 1, tzinfo=UTC))
    first, launch = start_day(road), launch_last_day(road)
    assert first and launch
    for days in range(0, (launch - first).days, 10):
        on = first + timedelta(days=days)
        shown = drawn(road, on)
        launch_at = max(
            step["last"]
            for step in shown["steps"]
            if step["id"] == {ROAD: "M4", REHEARSAL: "M10", RHINE: "R4"}[workbook]
        )
        assert shown["here"]["at"] / launch_at == pytest.approx(road_progress(road, on=on).time_elapsed, abs=1e-4)
        assert shown["done_to"] is None or shown["done_to"] <= shown["here"]["at"]


def test_place_is_date_and_steps_come_in_the_order_of_their_places() -> None:
    road = make_road(
        milestones=[
            milestone("C", due="2021-01-31"),
            milestone("A", due="2021-01-01"),
            milestone("U"),
            milestone("B", due="2021-01-11"),
        ]
    )
    shown = drawn(road, date(2021, 1, 1))
    assert shown["label"] == "The road, milestone by milestone"
    steps = shown["steps"]
    assert [step["id"] for step in steps] == ["A", "B", "C", "U"]
    assert [step["at"] for step in steps] == [0, pytest.approx(1 / 3, abs=1e-5), 1, None]


def test_the_road_is_done_to_the_day_its_last_step_was_and_never_past_today() -> None:
    road = make_road(
        milestones=[
            milestone("A", due="2021-01-01", done_on="2021-01-11"),
            milestone("B", due="2021-03-02", done_on="2021-01-21"),
            milestone("C", due="2021-04-11"),
        ]
    )
    shown = drawn(road, date(2021, 1, 21))
    assert shown["done_to"] == pytest.approx(0.2) == shown["here"]["at"]
    assert [step["note"] for step in shown["steps"]] == ["done 11 Jan", "done 21 Jan", ""]
    assert drawn(road, date(2021, 1, 20))["done_to"] == pytest.approx(0.1)
    assert drawn(road, date(2021, 1, 5))["done_to"] is None


def test_what_is_overdue_is_marked_from_its_last_day() -> None:
    road = make_road(
        milestones=[
            milestone("A", due="2021-01-01", done_on="2021-01-01"),
            milestone("B", due="2021-01-05/2021-01-11"),
            milestone("C", due="2021-04-11"),
        ]
    )
    assert drawn(road, date(2021, 1, 11))["overdue"] == []
    shown = drawn(road, date(2021, 1, 21))
    assert shown["overdue"] == [pytest.approx(0.1)]
    assert shown["here"]["at"] == pytest.approx(0.2)
    assert "Open since 11 January 2021: B." in shown["alt"]
    assert "A milestone was last done on 1 January 2021" in shown["alt"]


def test_a_month_stands_in_its_middle_between_its_ends() -> None:
    road = make_road(
        milestones=[
            milestone("A", due="2021-11-01"),
            milestone("M", due="2021-12"),
        ]
    )
    month = drawn(road, date(2021, 11, 1))["steps"][1]
    assert [month["first"], month["at"], month["last"]] == [pytest.approx(0.5), pytest.approx(0.75), 1]
    rows = [milestone("A", due="2021-11-15"), milestone("B", due="2021-11-20"), milestone("M", due="2021-12")]
    ahead = drawn(make_road(milestones=rows))["steps"][2]
    assert (ahead["state"], ahead["at"]) == ("ahead", pytest.approx(31 / 46))


def test_a_day_outside_the_road_is_drawn_on_it_all_the_same() -> None:
    road = make_road(milestones=[milestone("A", due="2021-01-01"), milestone("B", due="2021-01-11")])
    assert drawn(road, date(2020, 12, 22))["here"]["at"] == 0
    assert drawn(road, date(2021, 1, 21))["here"]["at"] == 1
    assert drawn(make_road(milestones=[milestone("U")]))["here"]["at"] == 0.5
