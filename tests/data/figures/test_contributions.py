"""Stages, tally, replies and breakdowns, by hand."""

from dataclasses import fields, replace

import pytest

from data.figures.coded import coded
from data.figures.contributions import (
    DAYS_TIMES_CODES_MOST,
    STAGES,
    Replies,
    Tally,
    _by_day,
    breakdown,
    counts_at,
    cumulative,
    dimension_values,
    given_dimensions,
    latest_at,
    replies,
    stages,
    tally,
)
from data.road import Road
from tests.data.figures.roads import contribution, day, make_road


def received(*days: str) -> list[dict[str, object]]:
    return [contribution(f"C{n}", received_on) for n, received_on in enumerate(days, start=1)]


def stage_words(road: Road, on: str) -> list[str]:
    at = stages(road, on=day(on))
    names = [field.name for field in fields(at)]
    return [
        "".join(name[0] for name, is_at in zip(names, row, strict=True) if is_at)
        for row in zip(*(at.reached(name) for name in names), strict=True)
    ]


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
        target=None,
    )
    day_before = tally(JOURNEYS, on=day("2021-05-11"))
    assert (day_before.received, day_before.without_section, day_before.decided, day_before.landed) == (3, 0, 1, 0)


def test_nothing_received_has_no_rates() -> None:
    for road, on in ((make_road(), "2021-05-21"), (JOURNEYS, "2021-05-03")):
        counted = tally(road, on=day(on))
        assert (counted.received, counted.decided, counted.landed, counted.uptake.n) == (0, 0, 0, 0)
        assert counted.uptake.rate is counted.uptake.low is counted.uptake.high is None


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
    assert counted.uptake.rate == uptake
    assert counted.uptake.n == len(decisions)


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


def test_replies_are_of_what_was_received_one_a_row() -> None:
    road = make_road(
        contributions=[
            contribution("C1", "2021-05-04", reply="yes"),
            contribution("C2", "2021-05-04", reply="yes", decided_on="2021-05-10", decision="reflected"),
            contribution("C3", "2021-05-05", reply="partly"),
            contribution("C4", "2021-05-06", reply="no"),
            contribution("C5", "2021-05-04"),
        ]
    )
    assert replies(road, on=day("2021-05-03")) == Replies(0, 0, 0)
    assert replies(road, on=day("2021-05-04")) == Replies(yes=2, partly=0, no=0)
    assert (replies(road, on=day("2021-05-06")), replies(road, on=day("2021-05-06")).n) == (Replies(2, 1, 1), 4)


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


def test_dimensions_without_any_value_are_not_given() -> None:
    assert given_dimensions(make_road(), on=day("2021-05-31")) == ()
    road = make_road(
        contributions=[
            contribution("C1", "2021-05-03", section="AFR"),
            contribution("C2", "2021-05-04", theme="climate", decision="partly", decided_on="2021-06-01"),
        ]
    )
    assert set(given_dimensions(road, on=day("2021-05-03"))) == {"section"}
    assert set(given_dimensions(road, on=day("2021-05-31"))) == {"section", "theme"}
    assert set(given_dimensions(road, on=day("2021-06-01"))) == {"section", "theme", "decision"}


def test_an_unknown_dimension_is_refused() -> None:
    with pytest.raises(KeyError, match="contact"):
        dimension_values(MANY, "contact", on=day("2021-05-06"))


def test_stages_are_aligned_with_the_contributions() -> None:
    assert len(stages(MANY, on=day("2021-05-06")).received) == len(MANY.contributions)


@pytest.mark.parametrize("most", [0, DAYS_TIMES_CODES_MOST], ids=["counted", "looked up"])
@pytest.mark.parametrize("on", ["2021-05-01", "2021-05-04", "2021-05-10", "2021-05-20", "2030-01-01"])
@pytest.mark.parametrize("stage", STAGES)
def test_a_day_that_is_looked_up_says_what_counting_it_does(
    stage: str, on: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.figures.contributions.DAYS_TIMES_CODES_MOST", most)
    road, looked_at = replace(MANY), day(on)
    reached = stages(road, on=looked_at).reached(stage)
    received = stages(road, on=looked_at).received
    for name in ("section", "question", "block", "decision"):
        of = coded(road, name)
        assert counts_at(road, of, stage, on=looked_at).tolist() == of.counts(reached).tolist()
        days = road.contributions["received_on"].to_numpy()
        assert latest_at(road, of, on=looked_at) == of.latest(received, days)


def test_the_days_of_many_codes_are_counted_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.figures.contributions.DAYS_TIMES_CODES_MOST", 10)
    assert _by_day(replace(MANY), coded(MANY, "theme"), "received") is None
    monkeypatch.undo()
    assert _by_day(replace(MANY), coded(MANY, "theme"), "received") is not None
