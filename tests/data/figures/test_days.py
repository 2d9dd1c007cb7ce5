"""The range of D, the start of the road and its launch."""

from datetime import UTC, datetime

import pytest

from data.figures.days import (
    clamp,
    collection_end,
    day_range,
    days_to_choose,
    first_day,
    launch_last_day,
    launch_position,
    start_day,
)
from data.road import Period, Road
from tests.data.figures.roads import NOW, contribution, day, make_road, milestone


@pytest.mark.parametrize(
    ("road", "expected"),
    [
        (make_road(milestones=[milestone("M1", "2021-05-04", baseline="2021-04")]), "2021-04-01"),
        (make_road(milestones=[milestone("M1", "2021-05-04", done_on="2021-05-03")]), "2021-05-03"),
        (make_road(contributions=[contribution("C1", "2021-03-02")]), "2021-03-02"),
        (make_road(milestones=[milestone("M1", "2021-05-04")], start="2020-11-15"), "2020-11-15"),
        (make_road(milestones=[milestone("M1", "2021-06-01")]), "2021-05-21"),
        # A month of Settings: the start is its first day, the others its last.
        (make_road(launch="2021-04"), "2021-04-30"),
        (make_road(launch="2021-12-18", contributions_until="2021-03"), "2021-03-31"),
        # Of a cancelled milestone too: a past day can be looked at whatever came of it.
        (make_road(milestones=[milestone("M1", "2021-02-01", flag="cancelled")], start="2021-03-01"), "2021-02-01"),
    ],
)
def test_first_day_is_the_earliest_date_of_any_worksheet(road: Road, expected: str) -> None:
    assert first_day(road, now=NOW) == day(expected)


def test_a_sheet_without_dates_has_only_its_reporting_day() -> None:
    road = make_road(reporting_date=None)
    assert day_range(road, now=NOW) == Period(day("2021-05-21"), day("2021-05-21"))


def test_today_is_the_day_in_the_timezone_of_the_sheet() -> None:
    late = datetime(2021, 5, 20, 23, 30, tzinfo=UTC)
    assert day_range(make_road(reporting_date=None, timezone="Europe/Madrid"), now=late).last == day("2021-05-21")
    assert day_range(make_road(reporting_date=None, timezone="America/Lima"), now=late).last == day("2021-05-20")


def test_range_is_never_inverted() -> None:
    road = make_road(milestones=[milestone("M1", "2021-12-18")], reporting_date=None)
    assert day_range(road, now=NOW) == Period(day("2021-05-21"), day("2021-05-21"))


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        (None, "2021-05-21"),
        ("2021-05-10", "2021-05-10"),
        ("2021-05-04", "2021-05-04"),
        ("2021-05-03", "2021-05-04"),
        ("2021-05-21", "2021-05-21"),
        ("2021-05-22", "2021-05-21"),
        ("0001-01-01", "2021-05-04"),
        ("9999-12-31", "2021-05-21"),
    ],
)
def test_days_outside_are_clamped(asked: str | None, seen: str) -> None:
    road = make_road(milestones=[milestone("M1", "2021-05-04")])
    assert clamp(road, day(asked) if asked else None, now=NOW) == day(seen)


def test_start_is_the_earliest_due_that_is_not_cancelled() -> None:
    road = make_road(
        milestones=[
            milestone("M1", "2021-04-01", flag="cancelled"),
            milestone("M2", "2021-06"),
            milestone("M3", "2021-05-04"),
            milestone("M4"),
        ]
    )
    assert start_day(road) == day("2021-05-04")
    assert start_day(make_road(milestones=[milestone("M1", "2021-05-04")], start="2021-01-10")) == day("2021-01-10")
    assert start_day(make_road()) is None


def test_launch_is_the_last_day_of_the_milestone_of_that_kind() -> None:
    road = make_road(
        milestones=[
            milestone("M1", "2022-05-04", kind="session"),
            milestone("M2", "2022-06-01", kind="launch", flag="cancelled"),
            milestone("M3", "2021-12", kind="launch"),
        ]
    )
    assert launch_last_day(road) == day("2021-12-31")
    assert launch_last_day(make_road(milestones=[milestone("M1", "2021-12-18", kind="session")])) is None
    assert launch_last_day(make_road(launch="2021-11")) == day("2021-11-30")


def test_of_several_launches_the_latest_counts_the_first_of_the_sheet_at_a_tie() -> None:
    steps = [
        milestone("M1", "2021-12-18", kind="launch"),
        milestone("M2", "2021-12", kind="launch"),
        milestone("M3", "2021-12-31", kind="launch"),
        milestone("M4", kind="launch"),
        milestone("M5", "2022-03-01", kind="launch", flag="cancelled"),
    ]
    assert launch_position(make_road(milestones=steps)) == 1
    assert launch_position(make_road(milestones=steps[3:])) is None
    assert launch_position(make_road()) is None


def test_the_launch_of_settings_is_no_milestone() -> None:
    road = make_road(milestones=[milestone("M1", "2021-12-18", kind="launch")], launch="2022-01")
    assert launch_last_day(road) == day("2022-01-31")
    assert launch_position(road) == 0


@pytest.mark.parametrize(
    ("until", "deadlines", "launch", "end"),
    [
        ("2021-11-25", ["2021-11-26"], "2021-12-18", "2021-11-25"),
        ("2021-11", ["2021-10-26"], "2021-12-18", "2021-11-30"),
        (None, ["2021-11-26", "2021-10-01"], "2021-12-18", "2021-11-26"),
        (None, ["2021-11", "2021-11-26"], "2021-12-18", "2021-11-30"),
        # A deadline after the launch is still the end of the collection.
        (None, ["2022-01-15"], "2021-12-18", "2022-01-15"),
        (None, [None], "2021-12", "2021-12-31"),
        (None, [], None, None),
    ],
)
def test_the_collection_ends_as_settings_say_or_with_the_latest_deadline_or_with_the_launch(
    until: str | None, deadlines: list[str | None], launch: str | None, end: str | None
) -> None:
    steps = [
        milestone("cancelled", "2022-11-26", kind="deadline", flag="cancelled"),
        *(milestone(f"D{n}", due, kind="deadline") for n, due in enumerate(deadlines)),
        milestone("launch", launch, kind="launch"),
    ]
    road = make_road(milestones=steps, contributions_until=until)
    assert collection_end(road) == (day(end) if end else None)


def test_the_launch_of_settings_ends_the_collection_where_nothing_else_does() -> None:
    road = make_road(milestones=[milestone("M1", "2021-12-18", kind="launch")], launch="2022-01")
    assert collection_end(road) == day("2022-01-31")


def test_few_days_are_all_to_choose_from_and_many_thinned_with_the_last_and_the_one_chosen() -> None:
    assert list(days_to_choose(Period(day("2021-05-01"), day("2021-05-03")), day("2021-05-02"))) == [
        day("2021-05-01"),
        day("2021-05-02"),
        day("2021-05-03"),
    ]
    many = list(days_to_choose(Period(day("2015-01-01"), day("2021-05-21")), day("2021-05-20")))
    assert (many[:2], many[-2:]) == ([day("2015-01-01"), day("2015-01-05")], [day("2021-05-20"), day("2021-05-21")])
    assert 500 < len(many) < 700
