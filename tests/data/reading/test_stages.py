"""Contributions: which rows are left out, how far each one came, and where it counts."""

from datetime import date

import pandas as pd
import pytest

from data.grid import Cell
from data.problems import Kind, Severity
from tests.data.reading.sheets import check_counts, contributions, kinds, only, road_of

RECEIVED = date(2021, 5, 4)
SOONER, LATER, LAST = date(2021, 5, 1), date(2021, 5, 10), date(2021, 5, 20)


def _stages(**row: Cell) -> tuple[tuple[date | None, date | None, str | None], list[Kind]]:
    """Considered, decided and decision of one contribution received on 4 May, and the kinds of its problems."""
    road = road_of(Contributions=contributions({"received_on": RECEIVED, **row}))
    (found,) = road.contributions.to_dict("records")
    considered, decided = (
        None if pd.isna(found[name]) else found[name].date() for name in ("considered_on", "decided_on")
    )
    return (considered, decided, None if pd.isna(found["decision"]) else found["decision"]), kinds(road)


@pytest.mark.parametrize(
    ("row", "stages", "problems"),
    [
        pytest.param({}, (None, None, None), [], id="received"),
        pytest.param({"considered_on": LATER}, (LATER, None, None), [], id="considered"),
        pytest.param(
            {"considered_on": LATER, "decided_on": LAST, "decision": "partly"},
            (LATER, LAST, "partly"),
            [],
            id="decided",
        ),
        pytest.param(
            {"decided_on": LAST, "decision": "Partly reflected"}, (None, LAST, "partly"), [], id="decided by label"
        ),
        pytest.param(
            {"considered_on": LATER, "decision": "reflected", "decided_on": None},
            (LATER, LATER, "reflected"),
            [Kind.DECISION_WITHOUT_DATE],
            id="dated by considered_on",
        ),
        pytest.param(
            {"decision": "reflected", "decided_on": None},
            (None, RECEIVED, "reflected"),
            [Kind.DECISION_WITHOUT_DATE],
            id="dated by received_on",
        ),
        pytest.param(
            {"decided_on": LAST, "decision": None}, (None, None, None), [Kind.DATE_WITHOUT_DECISION], id="no decision"
        ),
        pytest.param(
            {"decided_on": LAST, "decision": "xyz"}, (None, None, None), [Kind.UNKNOWN_VALUE], id="unknown decision"
        ),
        pytest.param(
            {"considered_on": SOONER}, (None, None, None), [Kind.DATE_BEFORE_RECEIVED], id="considered before received"
        ),
        pytest.param(
            {"considered_on": LATER, "decided_on": SOONER, "decision": "reflected"},
            (LATER, LATER, "reflected"),
            [Kind.DATE_BEFORE_RECEIVED],
            id="decided before received",
        ),
        pytest.param(
            {"considered_on": LAST, "decided_on": LATER, "decision": "reflected"},
            (LATER, LATER, "reflected"),
            [Kind.DATES_OUT_OF_ORDER],
            id="decided before considered",
        ),
        pytest.param(
            {"considered_on": RECEIVED, "decided_on": RECEIVED, "decision": "out of scope"},
            (RECEIVED, RECEIVED, "out_of_scope"),
            [],
            id="all on one day",
        ),
    ],
)
def test_a_contribution_came_as_far_as_its_dates_and_decision_say(
    row: dict[str, Cell], stages: tuple[date | None, date | None, str | None], problems: list[Kind]
) -> None:
    assert _stages(**row) == (stages, problems)


def test_a_decision_in_a_sheet_without_its_date_column_is_told_once() -> None:
    road = road_of(Contributions=contributions({"decision": "reflected"}, {"decision": "partly"}))
    problem = only(road)
    assert (problem.kind, problem.row, problem.column, problem.severity) == (
        *(Kind.MISSING_COLUMN, None, "decided_on"),
        Severity.WARNING,
    )
    assert road.contributions["decided_on"].dt.date.tolist() == [RECEIVED, RECEIVED]


def test_only_a_day_or_a_contributor_that_is_missing_leaves_a_row_out() -> None:
    road = road_of(
        Contributions=contributions(
            {"received_on": None},
            {"contributor": None},
            {"contributor": " \u200b "},
            {"received_on": "?"},
            {"id": None, "question": "Q9", "country": "Nowhere", "section": "?", "decision": "?", "considered_on": "?"},
        )
    )
    assert road.contributions["id"].tolist() == ["row 6"]
    assert (road.rows["Contributions"].used, road.rows["Contributions"].left_out) == (1, 4)
    check_counts(road)


def test_a_sheet_without_a_needed_column_leaves_every_row_out_with_one_problem() -> None:
    road = road_of(Contributions=[["id", "contributor", "question"], ["C1", "x", "Q1"], ["C2", "y", "Q1"]])
    assert (only(road).kind, only(road).column, only(road).severity) == (
        *(Kind.MISSING_COLUMN, "received_on"),
        Severity.ROW_LEFT_OUT,
    )
    assert (road.rows["Contributions"].read, road.rows["Contributions"].left_out) == (2, 2)
    assert len(road.milestones) == 2


def test_positions_of_what_hangs_on_a_row_count_used_rows_alone() -> None:
    road = road_of(
        Contributions=contributions(
            {"received_on": None, "charter_block": "DIG"}, {"question": "both", "charter_block": "EQU; dig; EQU"}
        )
    )
    assert road.answers.to_numpy().tolist() == [[0, "Q1"], [0, "Q2"]]
    assert road.landings.to_numpy().tolist() == [[0, "EQU"], [0, "DIG"]]


@pytest.mark.parametrize(
    ("row", "section", "crosscuts"),
    [
        ({"country": "Senegal"}, "AFR", []),
        ({"country": "SN"}, "AFR", []),
        ({"country": "Sénégal", "section": "EUR"}, "EUR", []),
        ({"section": "Latin America"}, "LAM", []),
        ({"country": "Senegal", "section": "MET"}, "AFR", ["MET"]),
        ({"country": "Senegal", "section": "REG", "also_counts_for": "MET"}, "AFR", ["REG", "MET"]),
        ({"section": "Metropolis"}, None, ["MET"]),
        ({"country": "Senegal", "section": "EUR; MET"}, "EUR", ["MET"]),
        ({"country": "Senegal", "also_counts_for": "met, reg"}, "AFR", ["MET", "REG"]),
        ({"country": None}, None, []),
    ],
)
def test_a_contribution_counts_in_its_override_else_its_country_s_section(
    row: dict[str, Cell], section: str | None, crosscuts: list[str]
) -> None:
    road = road_of(Contributions=contributions(row))
    (found,) = road.contributions["section"].tolist()
    assert (None if pd.isna(found) else found) == section
    assert road.crosscuts["section"].tolist() == crosscuts
    assert road.problems == ()


def test_a_geographic_section_is_no_cross_cutting_one() -> None:
    road = road_of(Contributions=contributions({"also_counts_for": "AFR; MET"}))
    assert road.crosscuts["section"].tolist() == ["MET"]
    assert (only(road).kind, only(road).value) == (Kind.UNKNOWN_VALUE, "AFR")


def test_an_override_of_the_sheet_moves_a_country() -> None:
    road = road_of(
        Countries=[["country", "section"], ["Senegal", "EUR"], ["Perú", "nowhere"], ["Peru", "MET"]],
        Contributions=contributions({"country": "SEN"}, {"country": "Peru"}),
    )
    assert road.contributions["section"].tolist() == ["EUR", "LAM"]
    assert (road.rows["Countries"].used, road.rows["Countries"].left_out) == (1, 2)


def test_an_open_vocabulary_keeps_what_it_does_not_know() -> None:
    road = road_of(
        Contributions=contributions(
            {"contributor_type": "Gov."}, {"contributor_type": "Local Government"}, {"theme": "Human rights"}
        )
    )
    assert road.contributions["contributor_type"].tolist()[:2] == ["Gov.", "local_government"]
    assert road.contributions["theme"].tolist()[2] == "rights"
    assert road.problems == ()


def test_without_a_worksheet_to_refer_to_nothing_refers_and_one_notice_says_so() -> None:
    road = road_of(Charter=None, Contributions=contributions({"charter_block": "DIG"}, {"charter_block": "EQU"}))
    assert road.landings.empty
    assert kinds(road) == [Kind.MISSING_WORKSHEET]
