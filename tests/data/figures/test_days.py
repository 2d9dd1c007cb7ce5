"""The range of D, the start of the road and its launch."""

from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest

from data.figures.days import clamp, day_range, first_day, launch_last_day, start_day
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
    ],
)
def test_first_day_is_the_earliest_date_of_any_worksheet(road: Road, expected: str) -> None:
    assert first_day(road, now=NOW) == day(expected)


def test_session_times_count_as_dates_in_the_timezone_of_the_sheet() -> None:
    road = make_road(timezone="Asia/Tokyo")
    moment = pd.Series(["2021-05-03T22:00:00Z"], dtype="datetime64[s, UTC]")
    milestones = make_road(milestones=[milestone("M1")]).milestones.assign(starts_at=moment)
    assert first_day(replace(road, milestones=milestones), now=NOW) == day("2021-05-04")


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
