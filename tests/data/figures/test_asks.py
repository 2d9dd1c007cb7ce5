"""What is asked of the Bureau: every request from its reason, what holds up the launch before all."""

from typing import Any

from data.figures.asks import Ask, asks
from data.figures.selection import BLANK
from tests.data.figures.roads import contribution, day, make_road, milestone

ON = "2021-11-15"
NOBODY = dict.fromkeys(("AFR", "ASP", "EUA", "EUR", "LAM", "MWA", "NAM", "MET", "REG"), 0.0)


def asked(on: str = ON, **road: Any) -> list[Ask]:  # noqa: ANN401 - any part of a road
    return list(asks(make_road(**{"expected": NOBODY, **road}), on=day(on)))


def said(*contributions: dict[str, Any], **road: Any) -> list[tuple[str, tuple[str, ...], int]]:  # noqa: ANN401 - any part
    return [(ask.kind, ask.codes, ask.n) for ask in asked(contributions=contributions, **road)]


def test_nothing_is_asked_of_an_empty_road() -> None:
    assert asked() == []


def test_what_holds_up_the_launch_comes_first_then_what_most_wait_for() -> None:
    steps = [
        milestone("M1", "2021-09-01"),
        milestone("M2", "2021-10-22"),
        milestone("M3", "2021-11-10"),
        milestone("M4", depends_on=["M3"]),
        milestone("M9", "2021-12-18", kind="launch", depends_on=["M2", "M4"]),
    ]
    found = asked(milestones=steps)
    assert [(ask.kind, ask.codes, ask.n) for ask in found] == [
        ("confirm", ("M3",), 2),
        ("confirm", ("M2",), 1),
        ("date", ("M4",), 0),
        ("confirm", ("M1",), 0),
    ]
    assert found[1] == Ask("confirm", "milestones", {"milestone": "M2"}, ("M2",), 1, day("2021-10-22"))


def test_a_launch_past_its_day_is_to_be_confirmed_itself() -> None:
    assert [ask.codes for ask in asked(milestones=[milestone("M9", "2021-11-01", kind="launch")])] == [("M9",)]
    assert asked(milestones=[milestone("M9", "2021-11-01", kind="launch", done_on="2021-11-02")]) == []


def test_what_waits_is_counted_with_the_day_of_the_oldest() -> None:
    rows = [contribution("C1", "2021-06-01"), contribution("C2", "2021-05-04"), contribution("C3", "2021-12-01")]
    assert asked(contributions=rows) == [
        Ask("decide", "contributions", {"stage": "undecided"}, n=2, due=day("2021-05-04"))
    ]


def test_sections_are_asked_until_the_collection_ends() -> None:
    decided = {"decision": "out_of_scope", "decided_on": "2021-11-01"}
    rows = [
        *(contribution(f"C{n}", "2021-11-01", section="EUR", questions=["Q1"], **decided) for n in range(3)),
        contribution("C9", "2021-11-01", section="AFR", questions=["Q1", "Q2"], **decided),
    ]
    road = {"contributions": rows, "expected": NOBODY | {"EUR": 5.0, "AFR": 5.0, "EUA": 5.0}}
    assert [(ask.kind, ask.codes) for ask in asked(contributions_until="2021-11-15", **road)] == [
        ("hear", ("EUA",)),
        ("answers", ("EUR", "Q2")),
        ("more", ("AFR", "Q1", "Q2")),
    ]
    assert asked(contributions_until="2021-11-14", **road) == []


def test_the_text_is_asked_for_blocks_and_sources_once_something_is_in_it() -> None:
    landed = {"decision": "reflected", "decided_on": "2021-11-01"}
    assert said(blocks=("DIG", "EQU")) == []
    rows = [contribution("C1", "2021-11-01", blocks=["DIG"], **landed), contribution("C2", "2021-11-01", **landed)]
    assert said(*rows, blocks=("DIG", "EQU", "RES")) == [("block", (), 1), ("source", ("EQU", "RES"), 2)]
    refused = contribution("C1", "2021-11-01", decision="not_reflected", decided_on="2021-11-01")
    # All is decided and no block has a source; while something waits, its decision is what is asked for.
    assert said(refused, blocks=("DIG", "EQU")) == [("source", ("DIG", "EQU"), 2)]
    assert said(refused, contribution("C2", "2021-11-01"), blocks=("DIG", "EQU")) == [("decide", (), 1)]


def test_what_the_text_is_asked_for_is_found_where_it_leads() -> None:
    landed = {"decision": "reflected", "decided_on": "2021-11-01"}
    rows = [contribution("C1", "2021-11-01", blocks=["DIG"], **landed), contribution("C2", "2021-11-01", **landed)]
    assert asked(contributions=rows, blocks=("DIG", "EQU", "RES")) == [
        Ask("block", "contributions", {"stage": "landed", "block": BLANK}, n=1),
        Ask("source", "text", {"block": "EQU"}, codes=("EQU", "RES"), n=2),
    ]


def test_a_launch_without_a_date_is_asked_for_one_before_what_it_waits_for() -> None:
    steps = [milestone("M1"), milestone("M2"), milestone("M9", kind="launch", depends_on=["M1"])]
    assert [(ask.kind, ask.codes) for ask in asked(milestones=steps)] == [("launch", ("M9",)), ("date", ("M1",))]
    dated = [*steps, milestone("M8", "2021-12-18", kind="launch")]
    assert asked(milestones=dated) == [], "one with a date is the launch"
