"""Milestones: their periods, times, ids and what they wait for; settings and definitions beside them."""

from datetime import date, datetime, time
from typing import Any

import pandas as pd
import pytest

from data.figures.milestones import launch_verdict
from data.grid import Cell, Workbook
from data.messages.problems import message
from data.problems import Kind, Severity
from data.reading import read
from data.reading.milestones import closing_edges
from data.words import words_of
from tests.data.reading.sheets import NOW, Rows, check_counts, kinds, milestones, only, road_of, settings, workbook

DECEMBER = (date(2021, 12, 1), date(2021, 12, 31))


def _step(**row: Cell) -> tuple[dict[Any, Any], list[Kind]]:
    road = road_of(Milestones=milestones(row))
    (step,) = road.milestones.to_dict("records")
    return step, kinds(road)


def _days(step: dict[Any, Any], name: str) -> tuple[date, date]:
    return step[f"{name}_first"].date(), step[f"{name}_last"].date()


@pytest.mark.parametrize("name", ["due", "baseline"])
@pytest.mark.parametrize(
    ("cell", "precision", "days", "problems"),
    [
        pytest.param("2021-12", None, DECEMBER, [], id="month as text"),
        pytest.param(date(2021, 12, 1), "month", DECEMBER, [], id="first day with month"),
        pytest.param(date(2021, 12, 18), "mois", DECEMBER, [], id="any day with month"),
        pytest.param(44531, "month", DECEMBER, [], id="serial number with month"),
        pytest.param(date(2021, 12, 1), "day", (DECEMBER[0],) * 2, [], id="first day with day"),
        pytest.param(date(2021, 12, 1), None, (DECEMBER[0],) * 2, [Kind.DAY_OR_MONTH], id="first day alone"),
        pytest.param("2021-12-01", None, (DECEMBER[0],) * 2, [Kind.DAY_OR_MONTH], id="first day as text"),
        pytest.param(date(2021, 12, 18), None, (date(2021, 12, 18),) * 2, [], id="another day"),
        pytest.param("2021-12", "day", DECEMBER, [Kind.PRECISION_CONFLICT], id="month with day"),
        pytest.param(
            *(date(2021, 12, 1), "week", (DECEMBER[0],) * 2, [Kind.DAY_OR_MONTH, Kind.UNKNOWN_VALUE]),
            id="unknown precision",
        ),
    ],
)
def test_a_period_is_as_precise_as_the_sheet_says(
    name: str, cell: Cell, precision: str | None, days: tuple[date, date], problems: list[Kind]
) -> None:
    step, found = _step(**{name: cell, f"{name}_precision": precision})
    assert _days(step, name) == days
    assert step[f"{name}_precision"] == ("month" if days == DECEMBER else "day")
    assert found == problems


def test_a_milestone_without_a_readable_due_is_kept() -> None:
    step, found = _step(due="when it is ready")
    assert pd.isna(step["due_first"])
    assert found == [Kind.UNREADABLE_DATE]
    assert _step(due=None)[1] == []


def test_times_of_day_are_local_to_the_sheet() -> None:
    for starts, ends in (
        (time(17, 0), time(18, 30)),
        ("17:00", "18h30"),
        ("5 pm", "6.30 pm"),
        (17 / 24, 18.5 / 24),
    ):
        step, found = _step(starts=starts, ends=ends)
        assert step["starts_at"] == pd.Timestamp("2021-05-18T15:00Z")
        assert step["ends_at"] == pd.Timestamp("2021-05-18T16:30Z")
        assert found == []


def test_date_times_make_a_milestone_last_several_days() -> None:
    step, found = _step(
        due=date(2021, 5, 18),
        starts=datetime(2021, 5, 18, 9),  # noqa: DTZ001 - as in a cell
        ends="2021-05-20 13:00",
    )
    assert _days(step, "due") == (date(2021, 5, 18), date(2021, 5, 20))
    assert (step["starts_at"], step["ends_at"]) == (
        *(pd.Timestamp("2021-05-18T07:00Z"), pd.Timestamp("2021-05-20T11:00Z")),
    )
    assert found == []


@pytest.mark.parametrize(
    ("row", "conflicts", "mend"),
    [
        ({"due": "2021-12", "starts": "17:00"}, {"starts": "17:00"}, "not a month"),
        (
            {"due": None, "starts": "17:00", "ends": "18:00"},
            {"starts": "17:00", "ends": "18:00"},
            "the day in Due",
        ),
        ({"due": date(2021, 5, 18), "starts": "2021-06-01 17:00"}, {"starts": "2021-06-01 17:00"}, "or correct Due"),
        ({"due": date(2021, 5, 18), "starts": "2021-06-01"}, {"starts": "2021-06-01"}, "or correct Due"),
    ],
)
def test_a_time_without_its_day_is_left_aside(row: dict[str, Cell], conflicts: dict[str, str], mend: str) -> None:
    road = road_of(Milestones=milestones(row))
    assert {problem.kind for problem in road.problems} == {Kind.TIMES_CONFLICT}
    assert {problem.column: problem.value for problem in road.problems} == conflicts
    assert all(mend in message(problem, words_of("en")) for problem in road.problems)
    assert road.milestones["starts_at"].isna().all()


def test_of_several_launches_the_latest_is_meant_wherever_it_stands() -> None:
    first, last = ({"kind": "launch", "due": date(2021, 12, day)} for day in (17, 18))
    for rows in ((first, last, {"kind": "launch", "due": None}), (last, first)):
        told = [
            problem.details for problem in road_of(Milestones=milestones(*rows)).problems if problem.column == "kind"
        ]
        assert {details["id"] for details in told} == {f"M{rows.index(last) + 1}"}
        assert len(told) == len(rows) - 1


def test_ids_that_are_missing_or_repeated_are_called_by_their_row() -> None:
    road = road_of(Milestones=milestones({"id": None}, {"id": "M1"}, {"id": "m1"}))
    assert road.milestones["id"].tolist() == ["row 2", "M1", "row 4"]
    assert kinds(road) == [Kind.MISSING_ID, Kind.REPEATED_ID]
    check_counts(road)


def test_a_milestone_without_a_title_shows_its_id() -> None:
    step, found = _step(title=None)
    assert step["title"] == "M1"
    assert found == [Kind.MISSING_VALUE]


def test_state_is_only_cancelled_or_postponed() -> None:
    assert _step(state="Cancelled")[0]["flag"] == "cancelled"
    assert _step(state="postponed")[0]["flag"] == "postponed"
    step, found = _step(state="done")
    assert pd.isna(step["flag"])
    assert found == [Kind.DONE_WITHOUT_A_DAY]
    assert _step(state="En cours")[1] == []
    assert _step(state="somewhere")[1] == [Kind.UNKNOWN_VALUE]


def test_a_step_said_to_be_done_with_its_day_is_no_problem() -> None:
    assert _step(state="Terminé", done_on=date(2021, 5, 19))[1] == []


def test_a_start_and_an_end_need_no_due() -> None:
    rows = [["Id", "Tâche", "Date de début", "Date de fin"], ["M1", "Canvas", date(2021, 1, 11), date(2021, 1, 15)]]
    road = road_of(Milestones=rows)
    assert road.problems == ()
    assert road.milestones[["due_first", "due_last"]].astype(str).to_numpy().tolist() == [["2021-01-11", "2021-01-15"]]
    for one in (2, 3):
        assert road_of(Milestones=[[*row[:2], row[one]] for row in rows]).problems == ()


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "18-20 mai 2021",
            "18/05/2021 et 20/05/2021",
            "du 18 au 20 mai 2021",
            "18 to 20 May 2021",
            "18 y 20 de mayo de 2021",
        ),
        *("18 mai - 20 mai 2021", "2021-05-18 / 2021-05-20", "18.05.2021 – 20.05.2021", "del 18 al 20 de mayo de 2021"),
    ],
)
def test_several_days_are_read_from_one_cell(typed: str) -> None:
    step, found = _step(due=typed)
    assert (str(step["due_first"])[:10], str(step["due_last"])[:10], found) == ("2021-05-18", "2021-05-20", [])


@pytest.mark.parametrize(
    "typed", ["T4 2021", "fin 2021", "semaine du 3 mai", "20-18 mai 2021", "18-18 mai 2021", "2021", "5-2021-6"]
)
def test_what_is_no_day_and_no_month_is_told_once(typed: str) -> None:
    step, found = _step(due=typed)
    assert pd.isna(step["due_first"])
    assert found == [Kind.UNREADABLE_DATE]


def test_circles_of_waiting_are_cut_at_the_edge_that_closes_them() -> None:
    road = road_of(
        Milestones=milestones(
            {"depends_on": "M2"}, {"depends_on": "M3"}, {"depends_on": "M1; M3"}, {"depends_on": "M1"}
        )
    )
    assert road.dependencies.to_numpy().tolist() == [["M1", "M2"], ["M2", "M3"], ["M4", "M1"]]
    assert [(problem.row, problem.value, problem.details["cycle"]) for problem in road.problems] == [
        (4, "M1", "M1 → M2 → M3 → M1"),
        (4, "M3", "M3 → M3"),
    ]


def test_what_shares_a_step_is_no_circle_and_depth_is_no_limit() -> None:
    assert closing_edges({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}) == []
    chain = {str(n): [str(n + 1)] for n in range(20_000)} | {"20000": ["0"]}
    ((waiting, first, path),) = closing_edges(chain)
    assert (waiting, first, len(path)) == ("20000", "0", 20_002)


def test_an_unknown_dependency_is_told_and_the_others_are_kept() -> None:
    road = road_of(Milestones=milestones({}, {"depends_on": "M1; M9"}))
    assert road.dependencies.to_numpy().tolist() == [["M2", "M1"]]
    assert (only(road).kind, only(road).value) == (Kind.UNKNOWN_VALUE, "M9")


def test_settings_that_are_missing_have_their_defaults() -> None:
    for given in (settings(), None):
        found = road_of(Settings=given).settings
        assert (found.target, found.answered_min, found.start, found.launch) == (None, 3, None, None)
        assert (str(found.timezone), found.illustrative, found.show_contacts) == ("Europe/Madrid", False, False)
        assert found.reporting_date is None


def test_settings_are_read_by_key_or_label_with_or_without_a_header() -> None:
    pairs: Rows = [
        *(["Titre (FR)", "En route"], ["Launch", "2021-12"], ["fuseau horaire", "America/Lima"], ["TARGET", 120]),
        *(["answered_min", "5"], ["Reporting date", "21 mai 2021"], ["show contacts", "oui"]),
    ]
    for rows in (pairs, [["key", "value"], *pairs], [["Settings"], [], ["Clé", "Valeur"], *pairs]):
        road = road_of(Settings=rows)
        found = road.settings
        assert road.problems == ()
        assert (found.title["title_fr"], found.target, found.answered_min) == ("En route", 120, 5)
        assert (found.launch, str(found.timezone)) == (DECEMBER[1], "America/Lima")
        assert (found.reporting_date, found.show_contacts) == (date(2021, 5, 21), True)
        check_counts(road)


def test_the_sheet_s_own_locale_and_timezone_count_where_settings_say_none() -> None:
    sound = workbook(Settings=settings(title="Road"))
    road = read(Workbook(sound.origin, sound.grids, locale="en_US", timezone="America/Bogota"), now=NOW)
    assert str(road.settings.timezone) == "America/Bogota"


@pytest.mark.parametrize(
    ("key", "value", "nearest"),
    [
        *(("timezone", "Europe/Madird", "Europe/Madrid"), ("target", "many", None), ("target", 0, None)),
        *(("reporting_date", "later", None), ("launch", "soon", None), ("locale", "xx_YY", None)),
    ],
)
def test_a_setting_that_cannot_be_read_has_its_default_and_a_problem(
    key: str, value: Cell, nearest: str | None
) -> None:
    road = road_of(Settings=settings(**{key: value}))
    problem = only(road)
    assert (problem.row, problem.column, problem.severity) == (2, "value", Severity.CELL_IGNORED)
    assert problem.details["setting"] == key
    assert nearest is None or problem.nearest == nearest


def test_definitions_without_a_code_of_their_own_are_left_out() -> None:
    road = road_of(
        Charter=[["code", "title", "draft"], ["DIG", "Dignity"], [None, "Nameless", "A text"], ["dig", "Again"]]
    )
    assert road.charter["title"].tolist() == ["Dignity"]
    assert (road.rows["Charter"].read, road.rows["Charter"].used, road.rows["Charter"].left_out) == (3, 1, 2)
    assert kinds(road) == [Kind.MISSING_VALUE, Kind.REPEATED_ID]


def test_without_sections_the_network_s_nine_stand() -> None:
    road = road_of(Sections=None)
    assert road.sections["code"].tolist() == ["AFR", "ASP", "EUA", "EUR", "LAM", "MWA", "NAM", "MET", "REG"]
    assert kinds(road) == [Kind.MISSING_WORKSHEET]


def test_an_empty_workbook_is_read_and_says_what_to_add() -> None:
    road = read(Workbook(workbook().origin, ()), now=NOW)
    assert set(kinds(road)) == {Kind.MISSING_WORKSHEET}
    assert [problem.worksheet for problem in road.problems if problem.severity is Severity.ROW_LEFT_OUT] == [
        *("Milestones", "Contributions"),
    ]
    assert road.rows == {}


def test_the_launch_waits_for_both_of_two_that_wait_for_each_other() -> None:
    road = road_of(
        Milestones=milestones(
            {"id": "M1", "depends_on": "M2", "due": date(2021, 5, 1)},
            {"id": "M2", "depends_on": "M1", "due": date(2021, 5, 2)},
            {"id": "L", "depends_on": "M2; L", "due": date(2021, 12, 18), "kind": "launch"},
        )
    )
    assert road.dependencies.to_numpy().tolist() == [["M1", "M2"], ["L", "M2"]]
    assert road.circles.to_numpy().tolist() == [["M2", "M1"], ["L", "L"]]
    verdict = launch_verdict(road, on=date(2021, 5, 21))
    assert verdict is not None
    assert verdict.held_up_by == ("M1", "M2")
