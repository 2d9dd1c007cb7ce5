"""Workbooks as people send them, each read as it is meant. What each holds is named after its file."""

from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from data.figures.summary import figures
from data.messages.problems import message
from data.problems import Kind, Problem
from data.reading import read
from data.reading.ours import choose
from data.road import Road
from data.sources import FailureKind, SourceError
from data.sources.file import read_file
from data.words import words_of

CASES = Path(__file__).parent / "cases"
SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "road.xlsx"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def _road(name: str) -> Road:
    return read(read_file(CASES / f"{name}.xlsx"), now=NOW)


def _of(road: Road, column: str | None, worksheet: str = "Contributions") -> list[Problem]:
    return [problem for problem in road.problems if (problem.worksheet, problem.column) == (worksheet, column)]


def _at_cells(road: Road) -> list[Problem]:
    """Problems but worksheets that these small files leave out."""
    return [problem for problem in road.problems if problem.kind is not Kind.MISSING_WORKSHEET]


@pytest.mark.parametrize(("name", "passed_over"), [("s_note_ms", 1), ("s_note_all", 4)])
def test_notes_under_the_tables_change_no_figure(name: str, passed_over: int) -> None:
    sample, road = read(read_file(SAMPLE), now=NOW), _road(name)
    on = date(2021, 5, 21)
    assert _numbers(road, on) == _numbers(sample, on)
    assert road.problems == ()
    assert sum(count.passed_over for count in road.rows.values()) == passed_over


def _numbers(road: Road, on: date) -> dict:
    counted = figures(road, on=on)
    counted.pop("source", None)
    counted.pop("rows", None)
    # The sample has got a column since these were made of it.
    counted.pop("replies", None)
    return counted


def test_notes_are_no_milestones() -> None:
    road = _road("m_notes")
    assert road.milestones["id"].tolist() == ["M1", "M2", "M3", "M4"]
    assert (road.rows["Milestones"].passed_over, _at_cells(road)) == (2, [])


def test_ids_typed_ahead_are_no_milestones() -> None:
    road = _road("i_prenumbered_ms")
    assert road.milestones["id"].tolist() == ["M1", "M2"]
    assert (road.rows["Milestones"].passed_over, _at_cells(road)) == (18, [])


def test_a_total_is_no_contribution() -> None:
    road = _road("t_total_label_text")
    count = road.rows["Contributions"]
    assert (count.used, count.left_out, count.passed_over, road.problems) == (8, 0, 1, ())


def test_words_for_nothing_are_no_countries() -> None:
    road = _road("s_na")
    assert road.contributions["country"].iloc[:6].isna().all()
    assert not road.contributions["country"].isin(["NAM", "SOM", "SDN", "NCL", "NOR"]).any()
    assert road.problems == ()


def test_words_for_nothing_are_empty_in_every_column() -> None:
    road = _road("t_placeholders")
    empty = [
        "contributor_type",
        "country",
        "section",
        "policy_council",
        "milestone",
        "theme",
        "language",
        "link",
        "decision",
    ]
    assert road.contributions[empty].isna().all().all()
    assert road.landings.empty
    # Its one problem is true: a day of a decision, and no decision beside it.
    assert [problem.kind for problem in road.problems] == [Kind.DATE_WITHOUT_DECISION]


def test_questions_are_those_meant_and_the_rest_is_told() -> None:
    road = _road("i_question_forms")
    answers = road.answers.groupby("position")["question"].apply(list).to_dict()
    both, first, second = ["Q1", "Q2"], ["Q1"], ["Q2"]
    meant = [both, both, both, both, both, first, second, both, first, second, both, both, both, first, first, None]
    assert [answers.get(position) for position in range(16)] == meant
    assert [answers.get(position) for position in range(16, 23)] == [first, first, both, both, both, None, None]
    told = _of(road, "question")
    assert [(problem.row, problem.value) for problem in told] == [(17, "first"), (23, "12"), (24, "1.2")]
    assert {message(problem, words_of("en")) for problem in told} == {"Type one of these: Q1, Q2."}


def test_a_table_pasted_from_a_text_program_is_read() -> None:
    road = _road("t_word")
    assert road.contributions["contributor"].iloc[0] == "Ville de A"
    assert road.contributions["received_on"].dt.day.tolist() == [4, 5, 6, 7, 8]
    assert road.answers.groupby("position")["question"].apply(list).to_dict() == {row: ["Q1", "Q2"] for row in range(4)}
    (asked,) = _of(road, "question")
    assert (asked.row, asked.value, asked.nearest) == (6, "1.2", None)


def test_a_dragged_column_is_told_and_nothing_else_suggested() -> None:
    road = _road("t_drag")
    for column in ("question", "milestone"):
        told = _of(road, column)
        assert [problem.row for problem in told] == list(range(4, 10))
        assert {problem.nearest for problem in told} == {None}


def test_days_as_people_write_them() -> None:
    road = _road("t_dates")
    days = road.milestones.set_index("id")[["due_first", "due_last"]].astype(str)
    for id_ in ("M4", "M13"):
        assert list(days.loc[id_]) == ["2021-05-18", "2021-05-20"]
    undated = list(road.milestones["id"][road.milestones["due_first"].isna()])
    assert undated == ["M5", "M6", "M8", "M9", "M10", "M11", "M14"]
    told = [problem.row for problem in _of(road, "due", "Milestones") if problem.kind is not Kind.DAY_OR_MONTH]
    assert told == [6, 9, 10, 11, 12, 15]


@pytest.mark.parametrize("name", ["m_start_end", "m_task_en"])
def test_a_plan_with_a_start_and_an_end_is_read(name: str) -> None:
    road = _road(name)
    assert road.milestones["due_first"].dt.day.tolist() == [11, 18]
    assert road.milestones["due_last"].dt.day.tolist() == [15, 20]
    (told,) = _at_cells(road)
    assert (told.kind, told.row, told.column) == (Kind.DONE_WITHOUT_A_DAY, 3, "state")


def test_timestamps_with_zones_are_read_on_their_days() -> None:
    road = _road("i_forms_gmt_text")
    assert road.contributions["received_on"].dt.day.tolist() == [4, 4, 5]
    assert _at_cells(road) == []


@pytest.mark.parametrize(
    ("name", "title"), [("t_ren_recues", "Contributions reçues"), ("t_ren_copy", "Contributions (2)")]
)
def test_a_tab_nearly_named_as_ours_is_read_with_a_note(name: str, title: str) -> None:
    road = _road(name)
    assert road.rows["Contributions"].used == 8
    (note,) = road.problems
    assert (note.kind, note.worksheet, note.value) == (Kind.READ_AS, "Contributions", title)


def test_a_header_nearly_named_as_ours_is_read_with_a_note() -> None:
    road = _road("m_due_near")
    assert str(road.milestones["due_first"].iloc[0])[:10] == "2021-05-04"
    (note,) = _at_cells(road)
    assert (note.kind, note.column, note.value) == (Kind.READ_AS, "due", "Échéance prévisionnelle")
    typo = _road("s_header_typo")
    notes = [(problem.kind, problem.column, problem.value) for problem in typo.problems]
    assert notes == [(Kind.READ_AS, "decision", "decisions taken"), (Kind.READ_AS, "charter_block", "charter blok")]
    assert len(typo.landings) == len(read(read_file(SAMPLE), now=NOW).landings)


def test_an_answer_no_is_no_header() -> None:
    road = _road("h_no_answer")
    assert road.contributions["contributor"].tolist() == ["City A", "City B"]


@pytest.mark.parametrize("name", ["forms_en_tab", "forms_fr_tab"])
def test_the_answers_of_a_form_are_read_as_they_come(name: str) -> None:
    road = _road(name)
    assert road.contributions["received_on"].dt.day.tolist() == [4, 5, 6, 7]
    assert road.contributions["country"].tolist() == ["ITA", "SEN", "BRA", "TUR"]
    assert road.contributions["section"].tolist() == ["EUR", "AFR", "LAM", "MWA"]
    assert not road.contributions["contributor"].isna().any()
    assert road.contributions["id"].is_unique and not road.contributions["id"].str.startswith("row").any()
    (unread,) = [problem for problem in road.problems if problem.kind is Kind.UNREAD_COLUMN]
    assert unread.value in ("Email address", "Adresse e-mail")


def test_a_column_headed_by_a_question_s_text_is_an_answer_to_it() -> None:
    answers = _road("forms_en_tab").answers.groupby("position")["question"].apply(list).to_dict()
    assert answers == {0: ["Q1", "Q2"], 1: ["Q1"], 2: ["Q1", "Q2"], 3: ["Q1"]}


def test_a_platform_s_export_is_read() -> None:
    road = _road("decidim_tab")
    count = road.rows["Contributions"]
    assert (count.read, count.used, count.left_out) == (5, 4, 1)
    frame = road.contributions
    assert frame["received_on"].dt.day.tolist() == [5, 6, 7, 8]
    assert set(frame["contributor"]) == {"not named"}
    assert frame["section"].fillna("").tolist() == ["AFR", "EUR", "LAM", ""]
    assert set(frame["theme"]) == {"rights"}
    assert frame["decision"].fillna("").tolist() == ["reflected", "not_reflected", "", ""]
    assert frame["considered_on"].notna().tolist() == [False, False, True, False]
    assert frame["reason"].fillna("").tolist() == ["Taken into block 2", "Out of scope", "", ""]
    assert frame["link"].str.startswith("https://").all() and frame["summary"].iloc[0] == "Proposal 101"
    (told,) = [problem for problem in road.problems if problem.kind is Kind.WITHDRAWN]
    assert told.row == 6


def test_a_range_of_rows_alone_is_no_damage() -> None:
    assert _road("i_xlrd107_dimension").rows["Contributions"].used == 3


def test_the_address_behind_a_text_is_the_link_and_an_error_is_told() -> None:
    road = _road("exceljs")
    assert road.contributions["link"].iloc[0] == "https://example.org/paper"
    (told,) = _at_cells(road)
    assert (told.kind, told.column) == (Kind.ERROR_VALUE, "decision")


def test_a_workbook_of_something_else_is_refused_with_what_it_holds(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Budget"
    book.create_sheet("Staff").append(["Name", "Salary"])
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(SourceError) as refused:
        read_file(tmp_path / "other.xlsx", choose)
    assert refused.value.kind is FailureKind.WRONG_WORKBOOK
    assert "Budget, Staff" in str(refused.value)
