"""Pace, required pace and forecast, by hand."""

from math import sqrt

import pytest

from data.figures.pace import Forecast, forecast, pace
from data.road import Road
from tests.data.figures.roads import contribution, day, make_road, milestone


def received(*days: str) -> list[dict[str, object]]:
    return [contribution(f"C{n}", received_on) for n, received_on in enumerate(days, start=1)]


# Five received in a road that starts on 4 May.
PACED = {
    "contributions": received("2021-05-01", "2021-05-04", "2021-05-04", "2021-05-10", "2021-06-07"),
    "start": "2021-05-04",
}


@pytest.mark.parametrize(
    ("on", "window_days", "in_window", "per_week"),
    [
        ("2021-05-03", None, None, None),
        ("2021-05-04", 1, 2, 14.0),
        ("2021-05-10", 7, 3, 3.0),
        # 28 days: 4 May is still in the window on the 31st and out of it on 1 June.
        ("2021-05-31", 28, 3, 0.75),
        ("2021-06-01", 28, 1, 0.25),
        ("2021-06-07", 28, 1, 0.25),
        ("2021-06-06", 28, 1, 0.25),
        ("2021-07-05", 28, 0, 0.0),
        ("2021-07-04", 28, 1, 0.25),
    ],
)
def test_pace_looks_back_28_days_or_to_the_start(
    on: str, window_days: int | None, in_window: int | None, per_week: float | None
) -> None:
    paced = pace(make_road(**PACED), on=day(on))
    assert (paced.window_days, paced.received_in_window, paced.per_week) == (window_days, in_window, per_week)


def test_pace_is_unknown_without_a_start() -> None:
    paced = pace(make_road(contributions=received("2021-05-04"), target=3), on=day("2021-05-21"))
    assert (paced.window_days, paced.received_in_window, paced.per_week) == (None, None, None)


def test_start_of_the_pace_is_that_of_the_road() -> None:
    road = make_road(milestones=[milestone("M1", "2021-05-04")], contributions=received("2021-05-05"), target=2)
    assert pace(road, on=day("2021-05-05")).window_days == 2


@pytest.mark.parametrize(
    ("target", "end", "on", "required"),
    [
        # 6 more in the 14 days to the end.
        (10, "2021-05-24", "2021-05-10", 3.0),
        (10, "2021-05", "2021-05-10", 2.0),
        (10, "2021-05-11", "2021-05-10", 42.0),
        (10, "2021-05-10", "2021-05-10", None),
        (10, "2021-05-09", "2021-05-10", None),
        (10, None, "2021-05-10", None),
        (None, "2021-05-24", "2021-05-10", None),
        (4, "2021-05-24", "2021-05-10", 0.0),
        (3, "2021-05-09", "2021-05-10", 0.0),
        (4, None, "2021-05-10", 0.0),
        # Before the start the road ahead is as long.
        (8, "2021-05-08", "2021-05-01", 7.0),
    ],
)
def test_required_pace_is_what_remains_by_the_end_of_the_collection(
    target: int | None, end: str | None, on: str, required: float | None
) -> None:
    road = make_road(**PACED, target=target, contributions_until=end, launch="2021-12-18" if end else None)
    assert pace(road, on=day(on)).required_per_week == (None if required is None else pytest.approx(required))


def weekly(*counts: int, start: str = "2021-03-01") -> list[dict[str, object]]:
    """So many contributions on the last day of each whole week from the start on, the last one on D."""
    first = day(start).toordinal()
    days = [date_of(first + 7 * week + 6) for week, count in enumerate(counts) for _ in range(count)]
    return received(*days)


def date_of(ordinal: int) -> str:
    return day("0001-01-01").fromordinal(ordinal).isoformat()


def forecast_of(counts: tuple[int, ...], *, ahead: int | None, target: int | None) -> Forecast:
    """The forecast ``ahead`` days before the end of the collection, after whole weeks of so many contributions each."""
    on = date_of(day("2021-03-01").toordinal() + 7 * len(counts) - 1)
    until = None if ahead is None else date_of(day(on).toordinal() + ahead)
    road = make_road(contributions=weekly(*counts), start="2021-03-01", contributions_until=until, target=target)
    return forecast(road, on=day(on))


@pytest.mark.parametrize(
    ("counts", "ahead", "mean", "variance", "weeks", "t"),
    [
        ((3, 4, 5), 14, 4, 1, 3, 1.885618),
        ((1, 9, 4, 2), 7, 4, 38 / 3, 4, 1.637744),
        ((2, 2, 2, 2, 7), 21, 3, 5, 5, 1.533206),
        ((5, 0, 5, 0, 5, 0), 10, 2.5, 7.5, 6, 1.475884),
        ((1, 2, 3, 4, 5, 6, 7), 70, 4, 28 / 6, 7, 1.439756),
        ((8, 1, 2, 3, 4, 5, 6, 7), 28, 4.5, 6, 8, 1.414924),
        # More than eight whole weeks: only the last eight count.
        ((90, 8, 1, 2, 3, 4, 5, 6, 7), 28, 4.5, 6, 8, 1.414924),
    ],
)
def test_the_range_follows_from_the_mean_and_the_variance_of_the_weeks(
    counts: tuple[int, ...], ahead: int, mean: float, variance: float, weeks: int, t: float
) -> None:
    found = forecast_of(counts, ahead=ahead, target=10**6)
    w, n = ahead / 7, sum(counts)
    spread = t * sqrt(w * variance * (1 + w / weeks))
    assert (found.weeks, found.received_in_weeks) == (weeks, sum(counts[-8:]))
    assert found.expected == int(n + w * mean + 0.5)
    assert found.low == max(n, int(n + w * mean - spread + 0.5))
    assert found.high == int(n + w * mean + spread + 0.5)
    assert (found.verdict, found.reason, found.reached_on) == ("no", None, None)


@pytest.mark.slow(2)
def test_a_half_is_rounded_up() -> None:
    # Seven days of 14 in 4 weeks are 3.5, three days of 14 in 3 weeks are 2: floats of 3 / 7 and 14 / 3 miss it.
    assert forecast_of((3, 4, 3, 4), ahead=7, target=99).expected == 14 + 4
    even = forecast_of((5, 5, 5), ahead=7, target=99)
    assert (even.low, even.expected, even.high) == (20, 20, 20)
    halves = forecast_of((7, 7, 7, 7, 7, 7), ahead=1, target=99)
    assert (halves.low, halves.expected, halves.high) == (43, 43, 43)
    for days in range(1, 400, 2):
        # 3.5 a week on the mean: an odd number of days makes a half of 7 days' 3.5.
        found = forecast_of((3, 4) * 4, ahead=days, target=10**6)
        assert found.expected == 28 + (days + 1) // 2


def test_the_low_end_is_never_below_what_has_come() -> None:
    found = forecast_of((30, 0, 0), ahead=7, target=50)
    assert (found.low, found.expected) == (30, 40)


@pytest.mark.parametrize(
    ("target", "verdict"),
    [(17, "yes"), (19, "yes"), (20, "open"), (21, "open"), (22, "no"), (99, "no")],
)
def test_the_verdict_is_of_the_rounded_range(target: int, verdict: str) -> None:
    # 16 have come; 4 more within a week, give or take t x sqrt(1 x 2 / 3 x (1 + 1 / 4)).
    found = forecast_of((4, 5, 3, 4), ahead=7, target=target)
    assert (found.low, found.expected, found.high) == (19, 20, 21)
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("counts", "ahead", "target", "reason"),
    [
        ((4, 4, 4), 7, None, "no target"),
        ((4, 4, 4), None, None, "no target"),
        ((4, 4, 4), None, 99, "no end"),
        ((4, 4, 4), 0, 99, "over"),
        ((4, 4, 4), -1, 99, "over"),
        ((1, 1), 0, 99, "over"),
        ((5, 5), 7, 99, "too early"),
        ((3, 3, 3), 7, 99, "too early"),
        ((3, 3, 4), 7, 99, None),
        # Ten have come, but not in the last eight weeks.
        ((2, 1, 1, 1, 1, 1, 1, 1, 2), 7, 99, "too early"),
    ],
)
def test_why_there_is_no_forecast_in_its_order(
    counts: tuple[int, ...], ahead: int | None, target: int | None, reason: str | None
) -> None:
    found = forecast_of(counts, ahead=ahead, target=target)
    assert found.reason == reason
    is_told = reason is None
    assert [value is not None for value in (found.low, found.expected, found.high, found.verdict)] == [is_told] * 4
    assert (found.by is None) is (ahead is None)
    assert found.reached_on is None


@pytest.mark.parametrize(("ahead", "is_told"), [(7, True), (0, False), (None, False)])
def test_a_target_that_is_met_has_its_day_and_a_range_where_it_can_be_told(ahead: int | None, is_told: bool) -> None:
    found = forecast_of((4, 4, 4), ahead=ahead, target=8)
    assert (found.verdict, found.reason, found.reached_on) == ("met", None, day("2021-03-14"))
    assert [value is not None for value in (found.low, found.expected, found.high)] == [is_told] * 3
    assert forecast_of((1, 1), ahead=7, target=2).expected is None


@pytest.mark.parametrize(
    ("start", "weeks"),
    [
        ("2021-05-21", 0),
        ("2021-05-16", 0),
        ("2021-05-15", 1),
        ("2021-05-14", 1),
        ("2021-04-30", 3),
        ("2021-05-22", 0),
        ("2021-06-30", 0),
        ("2020-01-01", 8),
        (None, 0),
    ],
)
def test_only_whole_weeks_since_the_start_count(start: str | None, weeks: int) -> None:
    road = make_road(contributions=received("2021-05-21"), start=start, contributions_until="2021-12-18", target=99)
    assert forecast(road, on=day("2021-05-21")).weeks == weeks


def test_a_week_ends_on_the_day_looked_at() -> None:
    on = day("2021-05-21")

    def in_weeks(*days: str) -> int:
        road: Road = make_road(contributions=received(*days), start="2021-05-01", contributions_until="2021-12-18")
        return forecast(road, on=on).received_in_weeks

    assert in_weeks("2021-05-21", "2021-05-15", "2021-05-01") == 3
    # Before the first whole week, and after D.
    assert in_weeks("2021-04-30", "2021-05-22") == 0
