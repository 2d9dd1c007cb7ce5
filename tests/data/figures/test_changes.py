"""What changed between two days, by hand."""

from datetime import date

import pytest

from data.figures.changes import changes, last_milestone_day
from tests.data.figures.roads import contribution, day, make_road, milestone

ROAD = make_road(
    milestones=[
        milestone("M1", "2021-05-04", done_on="2021-05-04"),
        milestone("M2", "2021-05-11", done_on="2021-05-14"),
        milestone("M3", "2021-05-12"),
        milestone("M4", "2021-05-10", flag="cancelled"),
        milestone("M5", "2021-04", done_on="2021-06-01"),
    ],
    contributions=[
        contribution("C1", "2021-05-04", considered_on="2021-05-11", decided_on="2021-05-13", decision="partly"),
        contribution("C2", "2021-05-11", decided_on="2021-05-13", decision="not_reflected"),
        contribution("C3", "2021-05-14"),
        contribution("C4", "2021-05-20", decided_on="2021-05-25", decision="reflected"),
    ],
)


def events(since: str, on: str) -> list[tuple[str, str, str]]:
    frame = changes(ROAD, since=day(since), on=day(on))
    assert frame.columns.tolist() == ["day", "event", "id", "is_step", "is_implied"]
    return list(zip(frame["day"].dt.strftime("%m-%d"), frame["event"], frame["id"], strict=True))


def test_events_after_since_and_up_to_d_the_newest_first() -> None:
    assert events("2021-05-04", "2021-05-14") == [
        ("05-14", "received", "C3"),
        ("05-14", "done", "M2"),
        ("05-13", "considered", "C2"),
        ("05-13", "decided", "C1"),
        ("05-13", "decided", "C2"),
        ("05-13", "landed", "C1"),
        ("05-13", "unconfirmed", "M3"),
        ("05-11", "received", "C2"),
        ("05-11", "considered", "C1"),
    ]


def test_a_milestone_done_since_is_not_newly_late_too() -> None:
    assert ("05-12", "unconfirmed", "M2") in events("2021-05-11", "2021-05-13")
    assert not {("05-12", "unconfirmed", "M2"), ("05-12", "late", "M2")} & set(events("2021-05-11", "2021-05-14"))


def test_the_day_itself_is_not_since() -> None:
    assert events("2021-05-14", "2021-05-14") == []
    assert events("2021-05-19", "2021-05-20") == [("05-20", "received", "C4")]


def test_what_is_past_its_day_is_late_after_a_week() -> None:
    assert ("05-13", "unconfirmed", "M3") in events("2021-05-12", "2021-05-19")
    assert ("05-13", "late", "M3") in events("2021-05-12", "2021-05-20")


def test_a_month_is_late_from_the_first_of_the_next() -> None:
    assert ("05-01", "unconfirmed", "M5") in events("2021-04-30", "2021-05-04")
    assert events("2021-05-01", "2021-05-03") == []


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2021-04-30", None),
        ("2021-05-01", "2021-04-30"),
        ("2021-05-04", "2021-04-30"),
        ("2021-05-05", "2021-05-04"),
        ("2021-05-12", "2021-05-11"),
        ("2021-05-13", "2021-05-12"),
        ("2021-05-14", "2021-05-12"),
        ("2021-05-15", "2021-05-14"),
        ("2021-06-02", "2021-06-01"),
    ],
)
def test_last_milestone_is_the_latest_done_or_past_before_d(on: str, expected: str | None) -> None:
    assert last_milestone_day(ROAD, on=day(on)) == (day(expected) if expected else None)


def test_an_empty_sheet_has_no_past() -> None:
    road = make_road()
    assert changes(road, since=date(2021, 1, 1), on=date(2021, 5, 21)).empty
    assert last_milestone_day(road, on=date(2021, 5, 21)) is None


def test_on_the_first_day_of_all_what_came_on_it_is_new() -> None:
    road = make_road(contributions=[contribution("C1", "2021-05-04"), contribution("C2", "2021-05-05")])
    assert changes(road, since=day("2021-05-04"), on=day("2021-05-04"))["id"].tolist() == ["C1"]
    assert changes(road, since=day("2021-05-04"), on=day("2021-05-05"))["id"].tolist() == ["C2"]
