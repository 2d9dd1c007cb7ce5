"""Stages, tally, pace and breakdowns, by hand."""

import pandas as pd
import pytest

from data.figures.contributions import (
    Tally,
    Undecided,
    breakdown,
    cumulative,
    dimension_values,
    pace,
    stages,
    tally,
)
from data.road import Road
from tests.data.figures.roads import contribution, day, make_road, milestone


def received(*days: str) -> list[dict[str, object]]:
    return [contribution(f"C{n}", received_on) for n, received_on in enumerate(days, start=1)]


def stage_words(road: Road, on: str) -> list[str]:
    rows = stages(road, on=day(on)).to_dict("records")
    return ["".join(str(name)[0] for name, is_at in row.items() if is_at) for row in rows]


JOURNEYS = make_road(
    contributions=[
        contribution(
            "C1",
            "2021-05-04",
            section="EUR",
            considered_on="2021-05-10",
            decided_on="2021-05-12",
            decision="reflected",
        ),
        contribution("C2", "2021-05-04", section="EUR", considered_on="2021-05-10"),
        contribution("C3", "2021-05-06", section="AFR", decided_on="2021-05-11", decision="not_reflected"),
        contribution("C4", "2021-05-12", decided_on="2021-05-12", decision="partly"),
    ]
)


@pytest.mark.parametrize(
    ("on", "reached"),
    [
        ("2021-05-03", ["", "", "", ""]),
        ("2021-05-04", ["ru", "ru", "", ""]),
        ("2021-05-10", ["rcu", "rcu", "ru", ""]),
        ("2021-05-11", ["rcu", "rcu", "rcd", ""]),
        ("2021-05-12", ["rcdl", "rcu", "rcd", "rcdl"]),
    ],
)
def test_stages_are_cumulative_and_begin_on_their_day(on: str, reached: list[str]) -> None:
    assert stage_words(JOURNEYS, on) == reached


def test_tally_counts_what_stands_at_d() -> None:
    assert tally(JOURNEYS, on=day("2021-05-12")) == Tally(
        received=4,
        without_section=1,
        considered=4,
        decided=3,
        reflected=1,
        partly=1,
        not_reflected=1,
        out_of_scope=0,
        landed=2,
        uptake=None,
        n=3,
        # 8, 5 and 0 days.
        median_days_to_decision=5.0,
        oldest_undecided=Undecided("C2", 8),
        target=None,
    )
    day_before = tally(JOURNEYS, on=day("2021-05-11"))
    assert (day_before.received, day_before.without_section, day_before.decided, day_before.landed) == (3, 0, 1, 0)
    assert day_before.oldest_undecided == Undecided("C1", 7)


def test_nothing_received_has_no_rates_and_no_ages() -> None:
    for road, on in ((make_road(), "2021-05-21"), (JOURNEYS, "2021-05-03")):
        counted = tally(road, on=day(on))
        assert (counted.received, counted.decided, counted.landed, counted.n) == (0, 0, 0, 0)
        assert counted.uptake is counted.median_days_to_decision is counted.oldest_undecided is None


@pytest.mark.parametrize(
    ("decisions", "uptake"),
    [
        (["reflected", "partly", "partly", "out_of_scope"], None),
        (["reflected", "partly", "partly", "out_of_scope", "not_reflected"], 0.6),
        (["out_of_scope"] * 5, 0.0),
        (["reflected"] * 5, 1.0),
    ],
)
def test_uptake_needs_five_decisions_and_leaves_undecided_out(decisions: list[str], uptake: float | None) -> None:
    road = make_road(
        contributions=[
            contribution("waiting", "2021-05-04"),
            *(contribution(d, "2021-05-04", decided_on="2021-05-05", decision=d) for d in decisions),
        ]
    )
    counted = tally(road, on=day("2021-05-05"))
    assert counted.uptake == uptake
    assert counted.n == len(decisions)


def test_median_of_an_even_number_lies_between() -> None:
    road = make_road(
        contributions=[
            contribution("C1", "2021-05-04", decided_on="2021-05-05", decision="partly"),
            contribution("C2", "2021-05-04", decided_on="2021-05-08", decision="partly"),
        ]
    )
    assert tally(road, on=day("2021-05-21")).median_days_to_decision == 2.5
    assert tally(road, on=day("2021-05-07")).median_days_to_decision == 1.0


def test_oldest_undecided_is_the_first_of_the_sheet_at_a_tie() -> None:
    road = make_road(contributions=received("2021-05-06", "2021-05-05", "2021-05-05"))
    assert tally(road, on=day("2021-05-06")).oldest_undecided == Undecided("C2", 1)


def test_a_section_that_is_not_geographic_is_none() -> None:
    road = make_road(
        contributions=[
            contribution("C1", "2021-05-04", section="EUR", crosscuts=["MET"]),
            contribution("C2", "2021-05-04", crosscuts=["MET", "REG"]),
            contribution("C3", "2021-05-04", section="ASP"),
        ],
        sections={"EUR": "regional", "MET": "metropolitan", "REG": "regions"},
    )
    assert tally(road, on=day("2021-05-04")).without_section == 2
    assert breakdown(road, "section", on=day("2021-05-04"))["value"].fillna("-").tolist() == ["-", "EUR"]


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
    assert (paced.window_days, paced.per_week, paced.forecast_reason) == (None, None, "no pace")


@pytest.mark.parametrize(
    ("target", "launch", "on", "required"),
    [
        # 6 more in the 14 days to the launch's last day.
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
def test_required_pace_is_what_remains_by_the_launch(
    target: int | None, launch: str | None, on: str, required: float | None
) -> None:
    road = make_road(**PACED, target=target, launch=launch)
    assert pace(road, on=day(on)).required_per_week == (None if required is None else pytest.approx(required))


@pytest.mark.parametrize(
    ("target", "on", "forecast", "reason"),
    [
        (None, "2021-05-10", None, "no target"),
        (None, "2021-05-03", None, "no target"),
        # 3 in 7 days; 1 more takes 7/3, so 3 days; 3 more exactly 7; 4 more 28/3, so 10.
        (5, "2021-05-10", "2021-05-13", None),
        (7, "2021-05-10", "2021-05-17", None),
        (8, "2021-05-10", "2021-05-20", None),
        (5, "2021-05-03", None, "no pace"),
        (6, "2021-07-05", None, "no pace"),
        # Met: the day it was reached, also where nothing comes any more or the road has not begun.
        (4, "2021-05-10", "2021-05-10", None),
        (3, "2021-05-10", "2021-05-04", None),
        (5, "2021-07-05", "2021-06-07", None),
        (1, "2021-05-03", "2021-05-01", None),
        # 28 days for one: 131 more take 3668 days, more than the 3652 to 1 June 2031; 130 take 3640.
        (134, "2021-06-01", "2031-05-20", None),
        (135, "2021-06-01", None, "beyond 10 years"),
        (10**15, "2021-06-01", None, "beyond 10 years"),
    ],
)
def test_forecast_is_the_day_the_target_is_reached(
    target: int | None, on: str, forecast: str | None, reason: str | None
) -> None:
    paced = pace(make_road(**PACED, target=target), on=day(on))
    assert paced.forecast == (day(forecast) if forecast else None)
    assert paced.forecast_reason == reason


def test_forecast_of_exactly_ten_years_is_still_told() -> None:
    # One a day on the only day of the road: as many days as contributions, 3652 to 4 May 2031.
    contributions = received("2021-05-04")
    reached = pace(make_road(contributions=contributions, start="2021-05-04", target=3653), on=day("2021-05-04"))
    assert reached.forecast == day("2031-05-04")
    beyond = pace(make_road(contributions=contributions, start="2021-05-04", target=3654), on=day("2021-05-04"))
    assert beyond.forecast_reason == "beyond 10 years"


def test_start_of_the_pace_is_that_of_the_road() -> None:
    road = make_road(milestones=[milestone("M1", "2021-05-04")], contributions=received("2021-05-05"), target=2)
    assert pace(road, on=day("2021-05-05")).window_days == 2


def test_cumulative_has_a_row_for_every_day() -> None:
    daily = cumulative(JOURNEYS, on=day("2021-05-12"))
    assert daily["day"].dt.strftime("%d").tolist() == ["04", "05", "06", "07", "08", "09", "10", "11", "12"]
    assert daily["received"].tolist() == [2, 2, 3, 3, 3, 3, 3, 3, 4]
    assert daily["considered"].tolist() == [0, 0, 0, 0, 0, 0, 2, 3, 4]
    assert daily["decided"].tolist() == [0, 0, 0, 0, 0, 0, 0, 1, 3]
    assert daily["landed"].tolist() == [0, 0, 0, 0, 0, 0, 0, 0, 2]


@pytest.mark.parametrize(
    ("start", "on", "first", "rows"),
    [
        ("2021-05-06", "2021-05-07", "2021-05-04", 4),
        ("2021-05-02", "2021-05-04", "2021-05-02", 3),
        ("2021-05-06", "2021-05-03", "2021-05-03", 1),
    ],
)
def test_cumulative_begins_with_the_road_or_what_came_before(start: str, on: str, first: str, rows: int) -> None:
    road = make_road(contributions=received("2021-05-04"), start=start)
    daily = cumulative(road, on=day(on))
    assert (daily["day"].iloc[0].date(), len(daily)) == (day(first), rows)


def test_last_day_of_cumulative_agrees_with_the_tally() -> None:
    for on in ("2021-05-03", "2021-05-10", "2021-05-12"):
        last, counted = cumulative(JOURNEYS, on=day(on)).iloc[-1], tally(JOURNEYS, on=day(on))
        assert (last["received"], last["considered"], last["decided"], last["landed"]) == (
            counted.received,
            counted.considered,
            counted.decided,
            counted.landed,
        )


MANY = make_road(
    contributions=[
        contribution("C1", "2021-05-04", theme="climate", questions=["Q1", "Q2"], blocks=["B1"]),
        contribution(
            "C2",
            "2021-05-04",
            theme="rights",
            questions=["Q2"],
            decided_on="2021-05-06",
            decision="partly",
            blocks=["B2"],
        ),
        contribution("C3", "2021-05-04", theme="rights"),
        contribution("C4", "2021-05-05", decided_on="2021-05-07", decision="out_of_scope"),
        contribution("C5", "2021-05-09", theme="work", questions=["Q1"]),
    ],
    blocks=["B1", "B2"],
)


def rows_of(dimension: str, on: str) -> list[tuple[str, int, int, int, int]]:
    frame = breakdown(MANY, dimension, on=day(on))
    assert frame.columns.tolist() == ["value", "received", "considered", "decided", "landed"]
    return [tuple(row) for row in frame.fillna({"value": "-"}).to_numpy().tolist()]


def test_breakdown_has_a_row_for_each_value_and_one_for_none() -> None:
    assert rows_of("theme", "2021-05-06") == [("rights", 2, 1, 1, 1), ("climate", 1, 0, 0, 0), ("-", 1, 0, 0, 0)]


def test_breakdown_counts_a_contribution_under_each_of_its_questions_and_blocks() -> None:
    assert rows_of("question", "2021-05-06") == [("Q2", 2, 1, 1, 1), ("-", 2, 0, 0, 0), ("Q1", 1, 0, 0, 0)]
    assert rows_of("block", "2021-05-06") == [("-", 2, 0, 0, 0), ("B1", 1, 0, 0, 0), ("B2", 1, 1, 1, 1)]


def test_breakdown_by_decision_is_the_one_that_stands() -> None:
    assert rows_of("decision", "2021-05-06") == [("-", 3, 0, 0, 0), ("partly", 1, 1, 1, 1)]
    assert rows_of("decision", "2021-05-07") == [
        ("-", 2, 0, 0, 0),
        ("partly", 1, 1, 1, 1),
        ("out_of_scope", 1, 1, 1, 0),
    ]


def test_breakdown_before_anything_came_is_empty() -> None:
    for dimension in ("theme", "section", "question", "country"):
        assert rows_of(dimension, "2021-05-03") == []


def test_an_unknown_dimension_is_refused() -> None:
    with pytest.raises(KeyError, match="contact"):
        dimension_values(MANY, "contact", on=day("2021-05-06"))


def test_frames_are_aligned_with_the_contributions() -> None:
    pd.testing.assert_index_equal(stages(MANY, on=day("2021-05-06")).index, MANY.contributions.index)
