"""A row needs two facts to be a row: notes, headings, totals and ids typed ahead are passed over, and counted."""

from datetime import date

import pytest

from data.grid import Cell
from data.problems import Kind
from data.reading.rows import is_total
from data.reading.synonyms import TOTALS
from data.road import Road
from tests.data.reading.conftest import Read
from tests.data.reading.sheets import SOUND, check_counts, contributions, kinds, only, road_of, sections

NOTE = "Source: secretariat, 21 May 2021"


def _below(worksheet: str, *rows: list[Cell]) -> Road:
    return road_of(**{worksheet: [*SOUND[worksheet], *rows]})


@pytest.mark.parametrize("worksheet", ["Milestones", "Contributions", "Sections", "Charter", "Questions"])
@pytest.mark.parametrize(
    "rows",
    [
        [[], [NOTE]],
        [[NOTE]],
        [[None, NOTE]],
        [[], ["* à confirmer"], ["** estimé"]],
        [["Phase 2: the regions"]],
        [["Total", 12]],
        [["TOTAL : 8 contributions", None, "8 villes"]],
        [["Suma", None, None, 3, 4]],
        [["Totale", "8 città", "3 regioni"]],
        [["N/A", "-", "n.d.", "?"]],
        [[False, False, False]],
    ],
)
def test_what_is_no_row_is_passed_over_and_counted(worksheet: str, rows: list[list[Cell]]) -> None:
    sound, road = road_of(), _below(worksheet, *rows)
    assert road.problems == ()
    assert road.rows[worksheet].used == sound.rows[worksheet].used
    assert road.rows[worksheet].left_out == 0
    assert road.rows[worksheet].passed_over == len([row for row in rows if row])
    check_counts(road)


def test_ids_typed_ahead_are_no_rows(read_rows: Read) -> None:
    ahead: list[list[Cell]] = [[f"C{n}", None, None, None, None] for n in range(3, 60)]
    road = read_rows(Contributions=[*SOUND["Contributions"], *ahead])
    assert road.problems == ()
    assert (road.rows["Contributions"].used, road.rows["Contributions"].passed_over) == (2, 57)


def test_a_total_is_none_of_a_worksheet_without_ids(read_rows: Read) -> None:
    without_ids = [row[1:] for row in SOUND["Contributions"]]
    road = read_rows(Contributions=[*without_ids, ["Total", "in all", "8 cities"]])
    assert (road.rows["Contributions"].used, road.rows["Contributions"].passed_over) == (2, 1)


def test_a_number_is_an_id_in_its_column_and_a_day_in_a_column_of_days(read_rows: Read) -> None:
    road = read_rows(Milestones=[["id", "title", "due"], [5, None, 44320], [6, "Launch", None], [None, None, 44320]])
    assert road.milestones["id"].tolist() == ["5", "6"]
    assert road.rows["Milestones"].passed_over == 1


def test_a_number_elsewhere_is_no_fact(read_rows: Read) -> None:
    road = read_rows(Milestones=[*SOUND["Milestones"], ["M3", None, None, None, 1]])
    assert road.milestones["id"].tolist() == ["M1", "M2"]
    assert road.rows["Milestones"].passed_over == 1


@pytest.mark.parametrize(
    ("codes", "last", "n"),
    [
        (["AFR", "EUR"], [2, None, 55], 2),
        (["AFR", "EUR"], ["LAM", None, 55], 3),
        (["AFR", "EUR"], ["LAM"], 3),
        (["1", 2], [3, None, 55], 3),
        (["AFR", "EUR"], ["Sum:", None, 55], 2),
        (["AFR", "EUR"], ["The five others together", None, 55], 2),
    ],
)
def test_a_code_is_a_row_alone_or_with_numbers_and_a_count_is_not(codes: list[Cell], last: list[Cell], n: int) -> None:
    rows = [["code", "name", "expected"], *([code, f"Name {code}", 30] for code in codes), last]
    road = road_of(Sections=rows, Contributions=contributions({"country": None}))
    assert len(road.sections) == n
    assert road.rows["Sections"].passed_over == 3 - n


def test_a_row_that_may_be_meant_is_asked_about_once() -> None:
    road = _below(
        "Milestones", [None, "Adoption by the World Council"], [None, "Press conference"], ["M3", "Last", "2021-11"]
    )
    assert road.milestones["id"].tolist() == ["M1", "M2", "M3"]
    problem = only(road)
    assert (problem.kind, problem.row, problem.details["rows"]) == (Kind.ROW_IN_QUESTION, 4, "4, 5")


def test_of_many_rows_that_may_be_meant_six_are_named_and_all_counted() -> None:
    problem = only(
        _below("Milestones", *([None, f"Press conference {n}"] for n in range(9)), ["M3", "Last", "2021-11"])
    )
    assert (problem.details["rows"], problem.details["n"]) == ("4, 5, 6, 7, 8, 9", "9")


def test_two_facts_make_a_row_and_what_it_lacks_is_told() -> None:
    road = road_of(Contributions=[*SOUND["Contributions"], [None, None, "City of Tunis", "Tunisia", None]])
    assert kinds(road) == [Kind.MISSING_VALUE]
    assert (road.rows["Contributions"].left_out, road.rows["Contributions"].passed_over) == (1, 0)


def test_facts_outside_the_columns_of_a_row_are_asked_about() -> None:
    road = road_of(Contributions=[*SOUND["Contributions"], [None, None, None, "Tunisia", "Q1"]])
    assert kinds(road) == [Kind.ROW_IN_QUESTION]


def test_settings_are_exempt() -> None:
    road = road_of(Settings=[["key", "value"], ["target", None], ["title", "Road"]])
    assert (road.rows["Settings"].read, road.rows["Settings"].passed_over) == (2, 0)


def test_expected_alone_keeps_its_sections() -> None:
    assert len(road_of(Sections=sections(30)).sections) == 3


def test_rows_above_the_header_are_counted_nowhere() -> None:
    road = road_of(Charter=[["The text"], [], *SOUND["Charter"]])
    assert road.passed_over["Charter"] == ()


@pytest.mark.parametrize(
    "text",
    [
        *("Total", "TOTAL", "Totaux", "Total : 8 contributions", "Total: 8", "Sous-total", "Grand total", "Suma", "Σ"),
        *("TOTAL 2021", "Total général", "Total des contributions reçues", "8 total", "Totale: 12 città", "Sum (8)"),
    ],
)
def test_a_word_for_a_total_with_what_was_counted_is_a_total(text: str) -> None:
    assert is_total(text)


def test_every_word_for_a_total_is_one() -> None:
    assert [word for word in TOTALS if not is_total(word) or not is_total(f"{word} 8")] == []


@pytest.mark.parametrize(
    "text", ["Total review of the text", "Summit", "Totem", "Sumatra", "Somalia", "C1", "Tottenham"]
)
def test_another_word_is_none(text: str) -> None:
    assert not is_total(text)


def test_a_milestone_of_an_id_and_a_day_is_a_row() -> None:
    road = _below("Milestones", ["M3", None, None, date(2021, 6, 1), "day"])
    assert len(road.milestones) == 3
