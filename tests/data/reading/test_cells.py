"""Cells as people leave them: a test for each case that real spreadsheets bring."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.grid import Cell, CellError, Grid, Origin, Workbook
from data.problems import Kind, Severity
from data.reading import read, values
from data.reading.amounts import amount, decimal_of
from data.road import Road, RowCount
from data.sources.file import read_file
from tests.data.reading.conftest import Read
from tests.data.reading.sheets import (
    NOW,
    Rows,
    check_counts,
    contributions,
    kinds,
    milestones,
    only,
    road_of,
    sections,
    settings,
    through_a_file,
)


def _received(cell: Cell, locale: str | None = None) -> Road:
    return road_of(locale, Contributions=contributions({"received_on": cell}))


def test_the_sound_workbook_has_no_problem(read_rows: Read) -> None:
    road = read_rows()
    assert road.problems == ()
    check_counts(road)


# Rows


def test_titles_and_blank_rows_above_the_header_are_passed_over(read_rows: Read) -> None:
    header, *rows = contributions({}, {})
    road = read_rows(Contributions=[["Consultation of the network"], [], ["2021"], [], header, *rows])
    assert road.problems == ()
    assert road.contributions["row"].tolist() == [6, 7]
    assert road.rows["Contributions"].read == 2


def test_a_header_below_the_twentieth_row_is_a_problem_and_the_rest_is_read(read_rows: Read) -> None:
    road = read_rows(Contributions=[*([["title"]] * 20), *contributions({})])
    problem = only(road)
    assert (problem.worksheet, problem.kind, problem.severity) == (
        *("Contributions", Kind.NO_HEADER),
        Severity.ROW_LEFT_OUT,
    )
    assert road.rows["Contributions"].left_out == road.rows["Contributions"].read > 0
    assert len(road.milestones) == 2
    check_counts(road)


def test_row_numbers_are_the_sheet_s_own_whatever_was_skipped(read_rows: Read) -> None:
    header, first, second = contributions({}, {"received_on": "soon"})
    road = read_rows(Contributions=[[], header, [], first, [], [], second])
    assert road.contributions["row"].tolist() == [4]
    assert only(road).row == 7


def test_blank_title_and_totals_rows_are_not_rows_read(read_rows: Read) -> None:
    header, first, second = contributions({"summary": "a"}, {"summary": "b"})
    width = len(header)
    road = read_rows(
        Contributions=[
            *(header, first, [None] * width, [None, None, None, None, "Second week"], second),
            *(["Total", None, 2, None, None], ["  "] * width, ["TOTAL 2021"]),
        ]
    )
    assert road.problems == ()
    assert road.rows["Contributions"] == RowCount(read=2, used=2, left_out=0, passed_over=3)
    assert road.passed_over["Contributions"] == (4, 6, 8)
    above = read_rows(Contributions=[["Contributions received"], [None], header, first, ["Total", None, 1, None, None]])
    assert above.rows["Contributions"] == RowCount(read=1, used=1, left_out=0, passed_over=1)


def test_a_total_among_settings_is_a_setting_nobody_knows() -> None:
    road = road_of(Settings=settings(total=120))
    assert (only(road).kind, only(road).row, only(road).value) == (Kind.UNKNOWN_SETTING, 2, "total")


def test_a_contributor_that_is_called_total_is_a_row(read_rows: Read) -> None:
    road = read_rows(Contributions=contributions({"id": "C1", "contributor": "Total"}))
    assert road.contributions["contributor"].tolist() == ["Total"]


def test_a_header_repeated_between_the_rows_is_not_a_row(read_rows: Read) -> None:
    header, first, second = contributions({}, {})
    road = read_rows(Contributions=[header, first, header, second])
    assert road.problems == ()
    assert road.contributions["row"].tolist() == [2, 4]


def test_hidden_rows_count(tmp_path: Path) -> None:
    road = read(through_a_file(tmp_path / "sheet.xlsx"), now=NOW)
    book = openpyxl.load_workbook(tmp_path / "sheet.xlsx")
    book["Contributions"].row_dimensions[3].hidden = True
    book.save(tmp_path / "sheet.xlsx")
    assert len(read(read_file(tmp_path / "sheet.xlsx"), now=NOW).contributions) == len(road.contributions) == 2


def test_of_merged_cells_only_the_first_carries_the_value_and_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    through_a_file(path, Contributions=contributions({}, {}))
    book = openpyxl.load_workbook(path)
    book["Contributions"].merge_cells("C2:C3")
    book.save(path)
    road = read(read_file(path), now=NOW)
    merged, missing = road.problems
    assert (merged.kind, merged.row, merged.column_letter, merged.value) == (Kind.MERGED_CELLS, 2, "C", "C2:C3")
    assert (missing.kind, missing.row, missing.column) == (Kind.MISSING_VALUE, 3, "contributor")
    assert road.rows["Contributions"].left_out == 1


# Headers


@pytest.mark.parametrize(
    "header",
    [
        ["ID", "RECEIVED_ON", "CONTRIBUTOR", "QUESTION"],
        ["Id", "Received\non", "  Contributor ", "Question:"],
        ["Identifiant", "Reçu le", "Contributeur", "Question"],
        ["IDENTIFIANT", "DATE DE RÉCEPTION", "CONTRIBUTEUR", "QUESTIONS"],
        ["Identificador", "Recibido el", "Contribuyente", "Pregunta"],
        ["\uff29\uff44", "received\u00a0on", "con\u200btributor", "Question"],
    ],
)
def test_headers_are_matched_in_any_case_with_accents_or_breaks(read_rows: Read, header: list[Cell]) -> None:
    _, *rows = contributions({"question": "both"})
    road = read_rows(Contributions=[header, *rows])
    assert road.problems == ()
    assert len(road.contributions) == 1
    assert road.answers["question"].tolist() == ["Q1", "Q2"]


def test_localized_headers_are_matched_by_tag_or_by_name(read_rows: Read) -> None:
    road = read_rows(
        Milestones=[["id", "Titre (FR)", "title_es", "Title [English]", "due"], ["M1", "a", "b", "c", "2021-12"]]
    )
    assert road.problems == ()
    (step,) = road.milestones.to_dict("records")
    assert (step["title_fr"], step["title_es"], step["title_en"]) == ("a", "b", "c")


def test_a_blank_header_is_told_only_where_data_is_under_it(read_rows: Read) -> None:
    header, *rows = contributions({}, {})
    assert read_rows(Contributions=[[*header, None, "  "], *rows]).problems == ()
    problem = only(read_rows(Contributions=[[*header, None], [*rows[0], "lost"], rows[1]]))
    assert (problem.kind, problem.row, problem.column_letter) == (Kind.BLANK_HEADER, 1, "E")
    assert problem.severity is Severity.WARNING


def test_of_a_repeated_header_the_first_counts(read_rows: Read) -> None:
    header, row = contributions({"summary": "first"})
    road = read_rows(Contributions=[[*header, "Summary"], [*row, "second"]])
    assert road.contributions["summary"].tolist() == ["first"]
    problem = only(road)
    assert (problem.kind, problem.column_letter, problem.severity) == (
        *(Kind.REPEATED_HEADER, "F"),
        Severity.CELL_IGNORED,
    )


def test_columns_of_their_own_are_allowed_in_any_order(read_rows: Read) -> None:
    rows = [["Notes", *reversed(row)] for row in contributions({}, {})]
    assert read_rows(Contributions=rows).problems == ()


# Numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("1 234,56", 1234.56), ("1\u00a0234,56", 1234.56), ("1\u202f234", 1234), ("1'234.5", 1234.5)),
        *(("1.234.567,8", 1234567.8), ("1,234,567.8", 1234567.8), ("12,5 %", 0.125), ("12.5%", 0.125)),
        *(("-3", -3), ("\u22123", -3), ("+3", 3), ("\u200e42\u200e", 42), ("0,5", 0.5)),
    ],
)
def test_a_number_typed_as_text_is_read(text: str, value: float) -> None:
    found = amount(text, None)
    assert found is not None
    assert (found.value, found.other) == (pytest.approx(value), None)


@pytest.mark.parametrize("text", ["", "a", "1 2", "1,2,3", "12 34", "--1", "1e5", "NaN", "0x10", "9" * 50, "½"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert amount(text, ",") is None


def test_a_number_is_shown_as_a_day_in_a_column_of_days_alone() -> None:
    road = road_of(Contributions=contributions({"section": 44330, "received_on": 44330, "considered_on": "soon"}))
    (typed,) = (row for (tab, number), row in road.as_typed.items() if tab == "Contributions" and number > 1)
    assert sorted(text for text in typed.values() if text[:2] in ("44", "20")) == ["2021-05-14", "44330"]


def test_a_locale_says_its_decimal_sign() -> None:
    assert [decimal_of(locale) for locale in ("en_US", "fr-FR", "xx_YY", None)] == [".", ",", None, None]


def test_of_a_locale_nobody_knows_its_language_counts() -> None:
    assert road_of("fr_XX", Settings=settings(target="1,234")).settings.target is None
    assert road_of("fr_FR", Settings=settings(locale="en_EU", target="1,234")).settings.target == 1234


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("spa", "es"),
        ("FRA", "fr"),
        ("castellano", "es"),
        ("Türkçe", "tr"),
        ("ita", "it"),
        ("pt_BR", "pt"),
        ("en-GB", "en"),
    ],
)
def test_a_language_is_read_by_any_of_its_names_and_codes(typed: str, code: str) -> None:
    assert road_of(Contributions=contributions({"language": typed})).contributions["language"].tolist() == [code]


def test_a_locale_that_cannot_be_read_is_told_with_the_nearest() -> None:
    assert only(road_of(Settings=settings(locale="fr FR"))).nearest == "fr_FR"


@pytest.mark.parametrize(
    ("locale", "text", "reading"),
    [("en_US", "1,234", 1234), ("fr_FR", "1,234", None), ("fr_FR", "1.234", 1234), (None, "1,234", 1234)],
)
def test_an_ambiguous_number_goes_by_the_locale_and_is_told(locale: str | None, text: str, reading: int | None) -> None:
    road = road_of(locale, Settings=settings(target=text))
    assert road.settings.target == reading
    problem = only(road)
    assert (problem.kind, problem.row, problem.column_letter, problem.value) == (
        *(Kind.AMBIGUOUS_NUMBER, 2, "B"),
        text,
    )


@pytest.mark.parametrize(("cell", "count"), [("1 234", 1234), (30.0, 30), ("30", 30), (0, 0)])
def test_expected_is_a_whole_number_however_typed(read_rows: Read, cell: Cell, count: int) -> None:
    road = read_rows(Sections=sections(cell))
    assert road.sections["expected"].tolist()[0] == count
    assert road.problems == ()


@pytest.mark.parametrize("cell", ["many", "12,5 %", 1.5, "-1", True, date(2021, 5, 4), 10**30])
def test_what_is_no_count_is_empty_with_a_problem(cell: Cell) -> None:
    road = road_of(Sections=sections(cell))
    assert road.sections["expected"].isna().all()
    assert (only(road).kind, only(road).column, only(road).severity) == (
        *(Kind.UNREADABLE_NUMBER, "expected"),
        Severity.CELL_IGNORED,
    )


# Dates


@pytest.mark.parametrize(
    "cell",
    [
        *(date(2021, 5, 4), datetime(2021, 5, 4, 17, 30), 44320, 44320.75, "2021-05-04", " 2021-05-04\u00a0"),  # noqa: DTZ001
        *("2021-05-04T17:30:00Z", "2021/05/04", "4 mai 2021", "4 May 2021", "May 4, 2021", "mardi 4 mai 2021"),
        *("4 de mayo de 2021", "martes, 4 de mayo de 2021", "4-may-21", "MAY 4 2021", "04/05/2021 ".strip()),
        *("2021 May 4", "2021 mai 04"),
    ],
)
def test_a_day_is_read_however_typed(cell: Cell) -> None:
    road = _received(cell)
    assert road.contributions["received_on"].tolist() == [pd.Timestamp(2021, 5, 4)]
    assert set(kinds(road)) <= {Kind.AMBIGUOUS_DATE}


@pytest.mark.parametrize(
    ("text", "day"), [("1er février 2021", (2, 1)), ("1.º de enero de 2021", (1, 1)), ("31 août 2020", None)]
)
def test_named_days_with_ordinals_and_accents(text: str, day: tuple[int, int] | None) -> None:
    expected = pd.Timestamp(2021, *day) if day else pd.Timestamp(2020, 8, 31)
    assert _received(text).contributions["received_on"].tolist() == [expected]


@pytest.mark.parametrize(
    ("locale", "reading", "other"),
    [(None, "2021-05-04", "2021-04-05"), ("fr_FR", "2021-05-04", "2021-04-05"), ("en_US", "2021-04-05", "2021-05-04")],
)
def test_a_numeric_day_goes_by_the_locale_and_is_told_where_both_readings_are_valid(
    locale: str | None, reading: str, other: str
) -> None:
    road = _received("04/05/2021", locale)
    assert road.contributions["received_on"].tolist() == [pd.Timestamp(reading)]
    problem = only(road)
    assert (problem.kind, problem.severity) == (Kind.AMBIGUOUS_DATE, Severity.WARNING)
    assert problem.details == {"reading": reading, "other": other}


@pytest.mark.parametrize(("text", "locale"), [("18/05/2021", "en_US"), ("05/18/2021", "fr_FR"), ("18.5.21", None)])
def test_a_numeric_day_with_one_valid_reading_is_no_problem(text: str, locale: str | None) -> None:
    road = _received(text, locale)
    assert road.contributions["received_on"].tolist() == [pd.Timestamp(2021, 5, 18)]
    assert road.problems == ()


@pytest.mark.parametrize("cell", ["soon", "2021-02-30", "32/13/2021", "2021", "Q2 2021", True, "4 mai", "x" * 50_000])
def test_what_is_no_day_costs_the_row(cell: Cell) -> None:
    road = _received(cell)
    problem = only(road)
    assert (problem.kind, problem.row, problem.column, problem.column_letter, problem.severity) == (
        *(Kind.UNREADABLE_DATE, 2, "received_on", "B"),
        Severity.ROW_LEFT_OUT,
    )
    check_counts(road)


@pytest.mark.parametrize("cell", [date(1921, 5, 4), "0202-05-04", "2021-05-04".replace("2021", "3021"), 120, -5, 1e12])
def test_a_year_nobody_can_mean_costs_the_row(cell: Cell) -> None:
    assert (only(_received(cell)).kind, only(_received(cell)).severity) == (
        *(Kind.IMPLAUSIBLE_DATE,),
        Severity.ROW_LEFT_OUT,
    )


def test_a_month_is_no_day_of_receiving() -> None:
    problem = only(_received("2021-05"))
    assert (problem.kind, problem.details["month"]) == (Kind.UNREADABLE_DATE, "2021-05-01")


@pytest.mark.parametrize("text", ["2021-12", "12/2021", "décembre 2021", "diciembre de 2021", "Dec 2021", "2021/12"])
def test_a_month_is_a_month(text: str) -> None:
    (due,) = road_of(Milestones=milestones({"due": text})).milestones.to_dict("records")
    assert (due["due_first"], due["due_last"]) == (pd.Timestamp(2021, 12, 1), pd.Timestamp(2021, 12, 31))
    assert due["due_precision"] == "month"


def test_a_day_after_the_day_of_reading_is_kept_with_a_problem(read_rows: Read) -> None:
    road = read_rows(
        Contributions=contributions({"received_on": date(2021, 6, 15)}, {"received_on": date(2021, 6, 16)})
    )
    assert len(road.contributions) == 2
    assert (only(road).kind, only(road).row, only(road).severity) == (Kind.FUTURE_DATE, 3, Severity.WARNING)


# Ids and texts


@pytest.mark.parametrize(
    ("cell", "id_"), [(75001, "75001"), (3.0, "3"), ("007", "007"), ("NA", "NA"), ("NaN", "NaN"), (" C\u200b1 ", "C1")]
)
def test_an_id_is_what_was_typed(read_rows: Read, cell: Cell, id_: str) -> None:
    road = read_rows(Contributions=contributions({"id": cell}))
    assert road.contributions["id"].tolist() == [id_]
    assert road.problems == ()


def test_codes_refer_whether_they_are_numbers_or_text(read_rows: Read) -> None:
    road = read_rows(
        Questions=[["code", "text"], [1, "What?"], [2.0, "How?"]],
        Contributions=contributions({"question": "1"}, {"question": 2}, {"question": "1; 2"}, {"question": "les deux"}),
    )
    assert road.problems == ()
    assert road.answers.to_numpy().tolist() == [[0, "1"], [1, "2"], [2, "1"], [2, "2"], [3, "1"], [3, "2"]]


def test_what_surrounds_a_text_is_taken_off_and_what_is_inside_is_kept(read_rows: Read) -> None:
    road = read_rows(
        Contributions=contributions({"summary": "\u00a0 One\n\ntwo\u200d three \u200b", "question": "\u00a0q1\u200b "})
    )
    assert road.contributions["summary"].tolist() == ["One\n\ntwo\u200d three"]
    assert road.answers["question"].tolist() == ["Q1"]


@pytest.mark.parametrize(
    "text", ["=1+1 not run", "+33 6 12 34 56 78", "-1 of 2", "@city", "'a", "x" * 50_000, "\u202eabc"]
)
def test_a_hostile_or_long_text_stays_text(text: str) -> None:
    road = road_of(Contributions=contributions({"summary": text, "reason": text}))
    assert road.problems == ()
    assert road.contributions["summary"].tolist() == [text]


@pytest.mark.parametrize("word", ["true", True, "VRAI", "VERDADERO", "oui", "Sí", "si", "x", 1, "Yes", "✓", "☑️"])
def test_yes_in_every_form(word: Cell) -> None:
    assert road_of(Settings=settings(illustrative=word)).settings.illustrative


@pytest.mark.parametrize("word", ["false", False, "FAUX", "FALSO", "non", "No", 0, "n"])
def test_no_in_every_form(word: Cell) -> None:
    road = road_of(Settings=settings(show_contacts=word))
    assert not road.settings.show_contacts
    assert road.problems == ()


def test_what_is_neither_yes_nor_no_is_a_problem() -> None:
    road = road_of(Settings=settings(show_contacts="perhaps"))
    assert not road.settings.show_contacts
    assert (only(road).kind, only(road).value) == (Kind.UNREADABLE_YES_NO, "perhaps")


# Errors


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_a_number_that_is_none_is_an_error_of_the_sheet(number: float) -> None:
    problem = only(road_of(Contributions=contributions({"summary": number})))
    assert (problem.kind, problem.value) == (Kind.ERROR_VALUE, "#NUM!")


@pytest.mark.parametrize("code", ["#REF!", "#N/A", "#DIV/0!"])
@pytest.mark.parametrize("behind", ["", " (Function SUM parameter 1 expects a number)"])
def test_an_error_value_is_empty_with_a_problem_at_its_cell(code: str, behind: str) -> None:
    for cell in (CellError(code + behind), code + behind) if behind else (CellError(code), code):
        road = road_of(Contributions=contributions({"summary": cell}))
        assert road.contributions["summary"].isna().all()
        problem = only(road)
        assert (problem.kind, problem.row, problem.column_letter) == (Kind.ERROR_VALUE, 2, "E")
        assert problem.severity is Severity.CELL_IGNORED
        assert problem.value is not None
        assert problem.value.startswith(code)


def test_an_error_value_in_a_file_is_told_at_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    road = read(through_a_file(path, Sections=sections("#DIV/0!")), now=NOW)
    assert road.sections["expected"].isna().all()
    assert (only(road).kind, only(road).column_letter, only(road).row) == (Kind.ERROR_VALUE, "B", 2)


def test_a_formula_without_a_stored_value_is_a_problem_and_no_zero(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    road = read(through_a_file(path, Sections=sections("=10+20")), now=NOW)
    assert road.sections["expected"].isna().all()
    assert (only(road).kind, only(road).column_letter, only(road).row) == (Kind.UNCALCULATED_FORMULA, "B", 2)


def test_a_received_on_that_is_an_error_costs_the_row(read_rows: Read) -> None:
    road = read_rows(Contributions=contributions({"received_on": "#REF!"}))
    assert (only(road).kind, only(road).severity) == (Kind.ERROR_VALUE, Severity.ROW_LEFT_OUT)
    check_counts(road)


# References


@pytest.mark.parametrize(
    ("column", "value", "nearest"),
    [
        *(("section", "Afrqiue", "Afrique"), ("section", "AFRR", "AFR"), ("question", "Q11", None)),
        *(("charter_block", "Dignty", "Dignity"), ("milestone", "M11", None), ("country", "Sengal", "Senegal")),
        *(("decision", "refleted", "reflected"), ("language", "Frensh", "French"), ("also_counts_for", "MTE", "MET")),
    ],
)
def test_an_unknown_value_keeps_its_row_and_names_the_nearest(column: str, value: str, nearest: str | None) -> None:
    road = road_of(Contributions=contributions({column: value}))
    assert len(road.contributions) == 1
    problem = only(road)
    assert (problem.kind, problem.column, problem.value) == (Kind.UNKNOWN_VALUE, column, value)
    assert problem.severity is Severity.CELL_IGNORED
    if column == "section" and value == "Afrqiue":
        assert problem.nearest in {"Afrique", "Africa"}
    else:
        assert problem.nearest == nearest


def test_a_repeated_id_keeps_both_rows(read_rows: Read) -> None:
    road = read_rows(Contributions=contributions({"id": "C1"}, {"id": " c1 "}, {"id": "C1"}))
    assert road.contributions["id"].tolist() == ["C1", "row 3", "row 4"]
    assert [(problem.kind, problem.row, problem.details["first"]) for problem in road.problems] == [
        *((Kind.REPEATED_ID, 3, "2"), (Kind.REPEATED_ID, 4, "2")),
    ]


def test_a_row_without_an_id_is_called_by_its_row(read_rows: Read) -> None:
    road = read_rows(Contributions=contributions({"id": None}))
    assert road.contributions["id"].tolist() == ["row 2"]
    assert (only(road).kind, only(road).row, only(road).column) == (Kind.MISSING_ID, 2, "id")


def test_empty_formatted_rows_are_no_rows() -> None:
    grid = Grid("Contributions", [*contributions({}), *([None, "", "  "] for _ in range(1000))])
    tables = Workbook(Origin("file", "x.xlsx"), (grid,))
    assert read(tables, now=NOW).rows["Contributions"].read == 1


def test_a_reply_says_no_where_it_is_typed_so() -> None:
    replies = ["yes", "Non", "en parte", "maybe", None]
    rows: Rows = [
        ["id", "received_on", "contributor", "question", "reply"],
        *([f"C{n}", date(2021, 5, 4), "City of Dakar", "Q1", typed] for n, typed in enumerate(replies)),
    ]
    road = road_of(Contributions=rows)
    assert road.contributions["reply"].fillna("").tolist() == ["yes", "no", "partly", "", ""]
    assert (only(road).kind, only(road).column, only(road).value) == (Kind.UNKNOWN_VALUE, "reply", "maybe")


def test_a_block_has_a_part_and_a_draft_in_each_language() -> None:
    rows: Rows = [["code", "title", "part", "draft", "draft_fr"], ["DIG", "Dignity", "Engagements", "Text", "Texte"]]
    (block,) = road_of(Charter=rows).charter.to_dict("records")
    assert (block["part"], block["draft"], block["draft_fr"]) == ("commitments", "Text", "Texte")
    (other,) = road_of(Charter=[rows[0], ["DIG", "Dignity", "Annexes", None, None]]).charter.to_dict("records")
    assert other["part"] == "Annexes"


def test_a_month_in_settings_is_its_first_day_for_the_start_and_its_last_for_an_end() -> None:
    given = settings(start="2021-05", launch="2021-12", contributions_until="2021-11", licence="CC BY 4.0")
    found = road_of(Settings=[*given, ["short title (FR)", "La route"]]).settings
    assert (found.start, found.launch, found.contributions_until) == (
        *(date(2021, 5, 1), date(2021, 12, 31), date(2021, 11, 30)),
    )
    assert (found.licence, found.short_title["short_title_fr"]) == ("CC BY 4.0", "La route")


def test_a_first_of_a_month_asks_whether_the_month_is_meant_only_where_its_last_day_would_count() -> None:
    first = date(2021, 11, 1)
    road = road_of(Settings=settings(start=first, contributions_until=first))
    assert (only(road).kind, only(road).details["setting"]) == (Kind.DAY_OR_MONTH, "contributions_until")
    assert (road.settings.start, road.settings.contributions_until) == (first, first)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.un.org@evil.example/page",
        "https://user:word@evil.example",
        "https://www.un.org\u202eevil.example/",
        "https://www.un\u200b.org",
        "https://www.un.org\\@evil.example",
    ],
)
def test_an_address_that_reads_like_another_is_no_link(address: str) -> None:
    assert values.link(address).value is None


@pytest.mark.parametrize("address", ["https://www.un.org/a@b", "https://www.un.org/?mail=a@b", "http://[::1]:80/"])
def test_an_address_may_hold_anything_in_its_path(address: str) -> None:
    assert values.link(address).value == address


def test_half_a_character_is_shown_as_one_that_is_missing() -> None:
    road = road_of(Contributions=contributions({"summary": "Ville \ud83d de Lyon"}))
    assert road.contributions["summary"].tolist() == ["Ville \ufffd de Lyon"]
