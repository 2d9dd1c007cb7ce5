"""Milestones at D, by hand."""

from typing import Any

import pandas as pd
import pytest

from data.figures.milestones import Launch, Step, launch_verdict, milestone_states, road_progress
from data.road import Road
from tests.data.figures.roads import day, make_road, milestone


def state_of(road: Road, on: str, row: int = 0) -> str:
    return milestone_states(road, on=day(on))["state"][row]


def slip_of(road: Road, on: str) -> int | None:
    slip = milestone_states(road, on=day(on))["slip_days"][0]
    return None if pd.isna(slip) else int(slip)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2021-05-17", "next"),
        ("2021-05-18", "under way"),
        ("2021-05-19", "late"),
        ("2021-05-24", "late"),
        ("2021-05-25", "done"),
        ("2021-05-26", "done"),
    ],
)
def test_a_day_is_next_then_under_way_then_late_until_done(on: str, state: str) -> None:
    assert state_of(make_road(milestones=[milestone("M1", "2021-05-18", done_on="2021-05-25")]), on) == state


@pytest.mark.parametrize(
    ("on", "state"),
    [("2021-11-30", "next"), ("2021-12-01", "under way"), ("2021-12-31", "under way"), ("2022-01-01", "late")],
)
def test_a_month_is_under_way_all_month(on: str, state: str) -> None:
    assert state_of(make_road(milestones=[milestone("M1", "2021-12")]), on) == state


@pytest.mark.parametrize(
    ("on", "state"),
    [("2021-09-12", "next"), ("2021-09-13", "under way"), ("2021-09-17", "under way"), ("2021-09-18", "late")],
)
def test_several_days_are_under_way_from_first_to_last(on: str, state: str) -> None:
    assert state_of(make_road(milestones=[milestone("M1", "2021-09-13/2021-09-17")]), on) == state


def test_states_go_in_their_order() -> None:
    road = make_road(
        milestones=[
            milestone("cancelled", "2021-05-01", done_on="2021-05-01", flag="cancelled"),
            milestone("done without due", done_on="2021-05-10"),
            milestone("undated"),
            milestone("undated though done later", done_on="2021-06-10"),
            milestone("ahead of the tie", "2021-06-01"),
            milestone("next", "2021-05-25"),
            milestone("tie", "2021-05-25"),
            milestone("done early", "2021-12-18", done_on="2021-05-20"),
            milestone("postponed", "2021-05-01", flag="postponed"),
        ]
    )
    assert milestone_states(road, on=day("2021-05-20"))["state"].tolist() == [
        "cancelled",
        "done",
        "undated",
        "undated",
        "ahead",
        "next",
        "ahead",
        "done",
        "late",
    ]


def test_a_month_and_its_first_day_tie_in_sheet_order() -> None:
    road = make_road(milestones=[milestone("month", "2021-12"), milestone("day", "2021-12-01")])
    assert milestone_states(road, on=day("2021-11-30"))["state"].tolist() == ["next", "ahead"]


def test_days_to_runs_to_the_first_day_and_rests_while_under_way() -> None:
    road = make_road(
        milestones=[
            milestone("late", "2021-05-18"),
            milestone("under way", "2021-05-19/2021-05-22"),
            milestone("next", "2021-05-24/2021-05-30"),
            milestone("month", "2021-12"),
            milestone("undated"),
            milestone("cancelled", "2021-12-18", flag="cancelled"),
            milestone("done", "2021-12-18", done_on="2021-05-01"),
        ]
    )
    days_to = milestone_states(road, on=day("2021-05-21"))["days_to"]
    assert days_to.dtype == "Int64"
    assert [None if pd.isna(days) else days for days in days_to] == [None, 0, 3, 194, None, None, None]


@pytest.mark.parametrize(
    ("on", "unconfirmed"),
    [
        ("2021-05-18", False),
        ("2021-05-19", True),
        ("2021-05-25", True),
        ("2021-05-26", False),
    ],
)
def test_late_is_only_unconfirmed_for_seven_days(on: str, unconfirmed: bool) -> None:
    road = make_road(milestones=[milestone("M1", "2021-05-18")])
    assert bool(milestone_states(road, on=day(on))["unconfirmed"][0]) is unconfirmed


@pytest.mark.parametrize(
    ("row", "on", "slip"),
    [
        # Ahead: the last day of due against the baseline.
        ({"due": "2021-12-18", "baseline": "2021-12-01"}, "2021-05-21", 17),
        ({"due": "2021-12-18", "baseline": "2021-12-18"}, "2021-05-21", 0),
        ({"due": "2021-12-18", "baseline": "2021-12-20"}, "2021-05-21", -2),
        ({"due": "2021-12-18"}, "2021-05-21", None),
        ({"baseline": "2021-12-18"}, "2021-05-21", None),
        # Inside a month, touching it, beside it.
        ({"due": "2021-12-18", "baseline": "2021-12"}, "2021-05-21", 0),
        ({"due": "2022-01-03", "baseline": "2021-12"}, "2021-05-21", 3),
        ({"due": "2021-12-30/2022-01-03", "baseline": "2021-12"}, "2021-05-21", 0),
        ({"due": "2021-12", "baseline": "2021-12-01"}, "2021-05-21", 0),
        ({"due": "2021-12", "baseline": "2021-11-30"}, "2021-05-21", 31),
        ({"due": "2021-12", "baseline": "2021-11"}, "2021-05-21", 31),
        ({"due": "2021-11", "baseline": "2021-12"}, "2021-05-21", -1),
        ({"due": "2021-09-13/2021-09-17", "baseline": "2021-09-20"}, "2021-05-21", -3),
        # Under way: still the due period.
        ({"due": "2021-12", "baseline": "2021-12-05"}, "2021-12-20", 0),
        ({"due": "2021-12", "baseline": "2021-11-05"}, "2021-12-20", 56),
        # Late: D, whatever due and baseline share.
        ({"due": "2021-05-18", "baseline": "2021-05-18"}, "2021-05-21", 3),
        ({"due": "2021-12", "baseline": "2021-12"}, "2022-01-10", 10),
        # Late is never early, however far away the first announced day still is.
        ({"due": "2021-05-18", "baseline": "2021-06"}, "2021-05-21", 0),
        # Done: done_on, whatever due says.
        ({"due": "2021-05-18", "baseline": "2021-05-18", "done_on": "2021-05-20"}, "2021-05-21", 2),
        ({"due": "2021-12", "baseline": "2021-12", "done_on": "2021-11-29"}, "2022-01-10", -2),
        ({"due": "2021-12", "baseline": "2021-12", "done_on": "2021-12-09"}, "2022-01-10", 0),
        ({"baseline": "2021-05-18", "done_on": "2021-05-19"}, "2021-05-21", 1),
        # Done only later than D: not yet done, so late.
        ({"due": "2021-05-18", "baseline": "2021-05-18", "done_on": "2021-05-30"}, "2021-05-21", 3),
        # Cancelled: it goes nowhere.
        ({"due": "2021-05-18", "baseline": "2021-05-11", "flag": "cancelled"}, "2021-05-21", None),
        (
            {"due": "2021-05-18", "baseline": "2021-05-11", "done_on": "2021-05-18", "flag": "cancelled"},
            "2021-05-21",
            None,
        ),
    ],
)
def test_slip_is_the_distance_to_the_nearest_day_of_the_baseline(row: dict[str, str], on: str, slip: int) -> None:
    assert slip_of(make_road(milestones=[{"id": "M1"} | row]), on) == slip


def test_blocks_reaches_through_open_steps_and_stops_at_closed_ones() -> None:
    road = make_road(
        milestones=[
            milestone("M1", "2021-05-01"),
            milestone("M2", "2021-06-01", depends_on=["M1"]),
            milestone("M3", "2021-07-01", depends_on=["M2", "M1"]),
            milestone("M4", "2021-08-01", depends_on=["M1"], done_on="2021-05-02"),
            milestone("M5", "2021-09-01", depends_on=["M4"]),
            milestone("M6", "2021-09-01", depends_on=["M1"], flag="cancelled"),
            milestone("M7", "2021-10-01", depends_on=["M6"]),
        ]
    )
    states = milestone_states(road, on=day("2021-05-21")).set_index("id")
    assert states["blocks"].to_dict() == {
        "M1": ("M2", "M3"),
        "M2": ("M3",),
        "M3": (),
        "M4": (),
        "M5": (),
        "M6": (),
        "M7": (),
    }
    assert states["waits_for"].to_dict() == {
        "M1": (),
        "M2": ("M1",),
        "M3": ("M2", "M1"),
        "M4": (),
        "M5": (),
        "M6": (),
        "M7": (),
    }
    before = milestone_states(road, on=day("2021-05-01")).set_index("id")
    assert before["blocks"]["M1"] == ("M2", "M3", "M4", "M5")


def test_road_counts_done_of_all_not_cancelled() -> None:
    road = make_road(
        milestones=[
            milestone("M1", "2021-05-04", done_on="2021-05-04"),
            milestone("M2", "2021-05-18"),
            milestone("M3", "2021-05-20", done_on="2021-05-20"),
            milestone("M4", "2021-07-08", flag="cancelled"),
            milestone("M5"),
            milestone("M6", "2021-12", kind="launch"),
        ]
    )
    progress = road_progress(road, on=day("2021-05-21"))
    assert (progress.total, progress.cancelled, progress.done, progress.late) == (5, 1, 2, 1)
    assert progress.due_by_now == 3
    assert progress.current is None
    assert progress.next == Step("M6", day("2021-12-01"), day("2021-12-31"), 194)
    # 17 days of the 241 from 4 May to 31 December.
    assert progress.time_elapsed == pytest.approx(17 / 241)


def test_current_is_the_earliest_under_way_and_next_comes_after() -> None:
    road = make_road(
        milestones=[
            milestone("day", "2021-12-18"),
            milestone("month", "2021-12"),
            milestone("after", "2021-12-20/2021-12-22"),
        ]
    )
    progress = road_progress(road, on=day("2021-12-18"))
    assert progress.current == Step("month", day("2021-12-01"), day("2021-12-31"), 0)
    assert progress.next == Step("after", day("2021-12-20"), day("2021-12-22"), 2)
    assert road_progress(road, on=day("2022-01-01")).next is None


@pytest.mark.parametrize(
    ("on", "elapsed"),
    [
        ("2021-05-01", 0.0),
        ("2021-05-04", 0.0),
        ("2021-05-14", 0.1),
        ("2021-08-12", 1.0),
        ("2021-09-01", 1.0),
    ],
)
def test_time_elapsed_is_held_within_the_road(on: str, elapsed: float) -> None:
    road = make_road(start="2021-05-04", launch="2021-08-12")
    assert road_progress(road, on=day(on)).time_elapsed == pytest.approx(elapsed)


@pytest.mark.parametrize(
    "road",
    [
        make_road(),
        make_road(start="2021-05-04"),
        make_road(launch="2021-05-04"),
        make_road(start="2021-05-04", launch="2021-05-04"),
        make_road(start="2021-05-05", launch="2021-05-04"),
    ],
)
def test_time_elapsed_needs_a_start_before_the_launch(road: Road) -> None:
    assert road_progress(road, on=day("2021-05-04")).time_elapsed is None


def test_an_empty_sheet_has_no_steps() -> None:
    road = make_road()
    assert milestone_states(road, on=day("2021-05-21")).empty
    progress = road_progress(road, on=day("2021-05-21"))
    assert (progress.total, progress.done, progress.current, progress.next) == (0, 0, None, None)


def test_of_two_under_way_on_the_same_first_day_the_first_of_the_sheet_is_current() -> None:
    road = make_road(milestones=[milestone("M1", "2021-05-20/2021-05-22"), milestone("M2", "2021-05-20/2021-05-21")])
    current = road_progress(road, on=day("2021-05-21")).current
    assert current is not None
    assert (current.id, current.due_last) == ("M1", day("2021-05-22"))


def test_due_by_now_counts_what_is_done_early_and_what_is_late_but_not_what_is_under_way() -> None:
    road = make_road(
        milestones=[
            milestone("done early", "2021-12-18", done_on="2021-05-01"),
            milestone("done", "2021-05-04", done_on="2021-05-05"),
            milestone("late", "2021-05-20"),
            milestone("last day", "2021-05-21"),
            milestone("under way", "2021-05"),
            milestone("undated"),
            milestone("done without due", done_on="2021-05-21"),
            milestone("cancelled", "2021-05-04", flag="cancelled"),
        ]
    )
    progress = road_progress(road, on=day("2021-05-21"))
    assert (progress.done, progress.due_by_now) == (3, 4)


def test_overdue_runs_from_the_last_day_of_due_and_only_while_late() -> None:
    road = make_road(
        milestones=[
            milestone("day", "2021-05-18"),
            milestone("days", "2021-05-10/2021-05-20"),
            milestone("month", "2021-04"),
            milestone("under way", "2021-05"),
            milestone("done late", "2021-05-01", done_on="2021-05-20"),
            milestone("undated"),
        ]
    )
    overdue = milestone_states(road, on=day("2021-05-21"))["overdue_days"]
    assert overdue.dtype == "Int64"
    assert [None if pd.isna(days) else days for days in overdue] == [3, 1, 21, None, None, None]


LAUNCH: dict[str, Any] = {"id": "L", "due": "2021-12-18", "kind": "launch"}


@pytest.mark.parametrize(
    ("launch", "on", "state", "overdue"),
    [
        ({}, "2021-12-17", "on course", None),
        ({}, "2021-12-18", "on course", None),
        ({}, "2021-12-19", "late", 1),
        ({"due": "2021-12"}, "2021-12-31", "on course", None),
        ({"due": "2021-12"}, "2022-01-02", "late", 2),
        ({"done_on": "2021-12-18"}, "2021-12-19", "done", None),
        ({"flag": "postponed"}, "2021-12-17", "on course", None),
    ],
)
def test_a_launch_alone_is_on_course_until_it_is_late_or_done(
    launch: dict[str, str], on: str, state: str, overdue: int | None
) -> None:
    verdict = launch_verdict(make_road(milestones=[LAUNCH | launch]), on=day(on))
    assert verdict is not None
    assert (verdict.state, verdict.held_up_by, verdict.overdue_days) == (state, (), overdue)


@pytest.mark.parametrize(
    "milestones",
    [
        [],
        [milestone("M1", "2021-05-04")],
        [milestone("L", kind="launch")],
        [milestone("L", "2021-12-18", kind="launch", flag="cancelled")],
    ],
)
def test_without_a_dated_launch_there_is_no_verdict(milestones: list[dict[str, str]]) -> None:
    assert launch_verdict(make_road(milestones=milestones, launch="2021-12-18"), on=day("2021-05-21")) is None


def held_up(milestones: list[dict[str, object]], on: str = "2021-05-21") -> tuple[str, list[str], int | None]:
    verdict = launch_verdict(make_road(milestones=milestones), on=day(on))
    assert verdict is not None
    return verdict.state, list(verdict.held_up_by), verdict.overdue_days


def test_a_late_step_before_the_launch_puts_it_at_risk_through_others_that_are_not_done() -> None:
    road = make_road(
        milestones=[
            milestone("council", "2021-11-17", depends_on=["draft"]),
            milestone("draft", "2021-05-10", depends_on=["inputs"]),
            LAUNCH | {"depends_on": ["council"]},
            milestone("inputs", "2021-05-01"),
            milestone("aside", "2021-05-02"),
        ]
    )
    assert launch_verdict(road, on=day("2021-05-21")) == Launch(
        id="L",
        due=day("2021-12-18"),
        due_last=day("2021-12-18"),
        state="at risk",
        held_up_by=("draft", "inputs"),
        overdue_days=20,
    )


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        # What is done ends the chain, what is cancelled passes it on, and is late itself on no day.
        ({"done_on": "2021-05-20"}, ("on course", [], None)),
        ({"flag": "cancelled"}, ("at risk", ["inputs"], 20)),
        ({"flag": "cancelled", "done_on": "2021-05-20"}, ("at risk", ["inputs"], 20)),
        ({"due": None}, ("at risk", ["inputs"], 20)),
        ({"due": "2021-05"}, ("at risk", ["inputs"], 20)),
        ({"done_on": "2021-05-22"}, ("at risk", ["inputs", "draft"], 20)),
    ],
)
def test_a_chain_stops_at_what_is_done_and_passes_through_what_is_cancelled(
    between: dict[str, str], expected: tuple[str, list[str], int | None]
) -> None:
    steps = [
        milestone("inputs", "2021-05-01"),
        milestone("draft", "2021-05-10", depends_on=["inputs"]) | between,
        LAUNCH | {"depends_on": ["draft"]},
    ]
    assert held_up(steps) == expected


def test_a_launch_that_depends_on_nothing_waits_for_all_that_is_due_before_it() -> None:
    steps = [
        milestone("before", "2021-05-01"),
        milestone("early", "2021-04"),
        milestone("with it", "2021-12-01/2021-12-18"),
        milestone("ahead", "2021-06-01"),
        LAUNCH,
    ]
    assert held_up(steps) == ("at risk", ["before", "early"], 21)
    assert held_up([*steps[2:4], LAUNCH]) == ("on course", [], None)


def test_a_late_launch_says_what_it_waits_for_and_the_longest_overdue() -> None:
    steps = [
        milestone("draft", "2021-12-10"),
        milestone("touches", "2021-12-18"),
        milestone("after", "2021-12-19"),
        LAUNCH,
    ]
    assert held_up(steps, "2021-12-21") == ("late", ["draft"], 11)
    assert held_up(steps[1:], "2021-12-21") == ("late", [], 3)
    steps[3] = LAUNCH | {"depends_on": ["after"]}
    assert held_up(steps, "2021-12-21") == ("late", ["after"], 3)


def test_nothing_holds_up_a_launch_that_is_done() -> None:
    steps = [milestone("draft", "2021-05-10"), LAUNCH | {"depends_on": ["draft"], "done_on": "2021-05-20"}]
    assert held_up(steps) == ("done", [], None)
    assert held_up(steps, "2021-05-19") == ("at risk", ["draft"], 9)


def test_a_launch_that_depends_on_what_is_well_does_not_look_further() -> None:
    steps = [
        milestone("late", "2021-05-01"),
        milestone("ahead", "2021-06-01"),
        LAUNCH | {"depends_on": ["ahead"]},
    ]
    assert held_up(steps) == ("on course", [], None)
