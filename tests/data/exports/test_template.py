"""The workbook to fill in: it reads back as it is, offers what reading takes, and is the same every day."""

import io
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet as Tab
from python_calamine import CalamineWorkbook

from data.exports.template import write_template
from data.grid import Grid, Origin, Workbook
from data.languages import LANGUAGES
from data.messages.labels import header
from data.reading import read
from data.reading.findings import Problems
from data.reading.headers import find_grids, open_sheet
from data.shape import SETTING_KEYS, WORKSHEETS, Column, ColumnType, Worksheet, worksheet
from data.sources.file import read_file
from data.words import words_of

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
NINE = ["AFR", "ASP", "EUA", "EUR", "LAM", "MWA", "NAM", "MET", "REG"]

every_language = pytest.mark.parametrize("language", LANGUAGES)


def _bytes(language: str) -> bytes:
    written = io.BytesIO()
    write_template(written, language)
    return written.getvalue()


def _book(language: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(_bytes(language)))


def _tab(book: openpyxl.Workbook, name: str, language: str) -> Tab:
    tab = book[words_of(language).say(name)]
    assert isinstance(tab, Tab)
    return tab


def _grids(language: str, tmp_path: Path) -> Workbook:
    path = tmp_path / "template.xlsx"
    write_template(path, language)
    return read_file(path)


def _letter(tab: Tab, shape: Worksheet, column: Column, language: str) -> str:
    """The letter of a column by its header; of a localized one in the reader's language."""
    title = header(column, language if column.localized else "", words_of(language))
    return next(get_column_letter(place) for place, cell in enumerate(tab[1], start=1) if cell.value == title)


def _rule(tab: Tab, place: str) -> DataValidation | None:
    found = [rule for rule in tab.data_validations.dataValidation if place in rule.sqref]
    assert len(found) <= 1
    return found[0] if found else None


def _offered(book: openpyxl.Workbook, rule: DataValidation) -> list[str]:
    title, _, cells = str(rule.formula1).rpartition("!")
    return [row[0].value for row in book[title.strip("'").replace("''", "'")][cells.replace("$", "")]]


@every_language
@pytest.mark.slow(1)
def test_it_reads_back_without_a_problem_and_without_a_row_left_out(language: str, tmp_path: Path) -> None:
    road = read(_grids(language, tmp_path), now=NOW)
    assert road.problems == ()
    assert {name: count.used for name, count in road.rows.items()} == {
        **{"Milestones": 2, "Contributions": 1, "Sections": 9, "Countries": 0, "Charter": 1, "Questions": 2},
        "Settings": sum(max(1, len(column.names) - 1) for column in SETTING_KEYS),
    }
    assert all(count.left_out == 0 for count in road.rows.values())


@every_language
def test_every_column_of_the_shape_is_found_by_its_header(language: str, tmp_path: Path) -> None:
    grids = find_grids(_grids(language, tmp_path), Problems())
    for shape in WORKSHEETS:
        (grid,) = grids[shape.name]
        sheet = open_sheet(shape, grid, Problems())
        assert sheet is not None
        wanted = [
            f"{column.name}_{tag}" if tag else column.name
            for column in shape.columns
            for tag in (LANGUAGES if column.localized else ("",))
        ]
        assert list(sheet.places) == wanted
        assert sheet.header_row == 1


@every_language
def test_the_examples_say_what_they_show(language: str, tmp_path: Path) -> None:
    road = read(_grids(language, tmp_path), now=NOW)
    steps, (contribution,) = road.milestones, road.contributions.to_dict("records")
    assert steps["kind"].tolist() == ["consultation", "launch"]
    assert steps["due_precision"].tolist() == ["day", "month"]
    assert road.dependencies.to_numpy().tolist() == [["M2", "M1"]]
    assert (contribution["decision"], contribution["country"], contribution["section"]) == ("reflected", "ITA", "EUR")
    assert (contribution["contributor_type"], contribution["language"]) == ("local_government", language)
    assert road.answers["question"].tolist() == road.questions["code"].tolist()
    assert road.landings["block"].tolist() == road.charter["code"].tolist()
    assert road.crosscuts["section"].tolist() == ["MET"]
    assert road.settings.illustrative
    assert not road.settings.show_contacts


def test_sections_and_questions_are_filled_in(tmp_path: Path) -> None:
    road = read(_grids("en", tmp_path), now=NOW)
    assert road.sections["code"].tolist() == NINE
    assert road.sections["name_en"].notna().all()
    assert len(road.questions) == 2
    assert road.questions[["text_en", "text_fr", "text_es"]].notna().all(axis=None)


@every_language
def test_every_vocabulary_and_every_yes_or_no_is_a_dropdown_of_labels(language: str) -> None:
    book, words = _book(language), words_of(language)
    for shape in WORKSHEETS:
        tab = _tab(book, shape.name, language)
        for column in shape.columns:
            if column.vocabulary:
                rule = _rule(tab, f"{_letter(tab, shape, column, language)}500")
                assert rule is not None
                assert rule.type == "list"
                assert _offered(book, rule) == [words.say(label) for label in column.vocabulary.labels.values()]
                # What an open vocabulary does not list may be typed all the same.
                assert bool(rule.showErrorMessage) is not column.vocabulary.is_open
    settings = _tab(book, "Settings", language)
    offers = [_offered(book, rule) for rule in settings.data_validations.dataValidation if rule.type == "list"]
    assert offers == [[words.say("yes"), words.say("no")]] * 2


def test_codes_are_offered_from_their_own_worksheet() -> None:
    book = _book("en")
    for shape in WORKSHEETS:
        for column in shape.columns:
            if column.refers_to:
                tab = _tab(book, shape.name, "en")
                rule = _rule(tab, f"{_letter(tab, shape, column, 'en')}2")
                assert rule is not None
                filled = [code for code in _offered(book, rule) if code]
                assert filled == [row[0].value for row in book[column.refers_to]["A2:A20"] if row[0].value]
                assert not rule.showErrorMessage


@every_language
def test_every_country_that_is_offered_is_read(language: str) -> None:
    book = _book(language)
    tab = _tab(book, "Countries", language)
    rule = _rule(tab, "A2")
    assert rule is not None
    names = _offered(book, rule)
    sections = _tab(book, "Countries", language)["B1"].value
    countries = Grid("Countries", [[tab["A1"].value, sections], *([name, "EUR"] for name in names)])
    road = read(Workbook(Origin("file", "x.xlsx"), (countries,)), now=NOW)
    assert [problem for problem in road.problems if problem.worksheet == "Countries"] == []
    assert road.rows["Countries"].used == len(names) > 190


def test_months_and_codes_stay_text_and_days_are_dates() -> None:
    book = _book("en")
    formats = {
        ColumnType.PERIOD: "@",
        ColumnType.ID: "@",
        ColumnType.CODES: "@",
        ColumnType.DAY: "yyyy-mm-dd",
    }
    seen = set()
    for shape in WORKSHEETS:
        tab = _tab(book, shape.name, "en")
        for column in shape.columns:
            if column.type in formats and shape.name != "Settings":
                letter = _letter(tab, shape, column, "en")
                assert tab.column_dimensions[letter].number_format == formats[column.type]
                seen.add(column.name)
    assert {"due", "baseline", "id", "depends_on", "received_on", "decided_on"} <= seen
    settings = {row[0].value: row[1].number_format for row in _tab(book, "Settings", "en").iter_rows(min_row=2)}
    assert (settings["Start"], settings["Launch"], settings["Reporting date"]) == ("@", "@", "yyyy-mm-dd")
    steps = _tab(book, "Milestones", "en")
    assert steps[f"{_letter(steps, worksheet('Milestones'), worksheet('Milestones').column('due'), 'en')}3"].value == (
        "2021-12"
    )


@every_language
def test_every_header_is_frozen_and_carries_a_note_as_tall_as_its_text(language: str) -> None:
    book = _book(language)
    for shape in WORKSHEETS:
        tab = _tab(book, shape.name, language)
        assert tab.freeze_panes == "A2"
        notes = [cell.comment for cell in tab[1] if cell.comment]
        assert notes
        for note in notes:
            lines = sum(1 + len(line) // 40 for line in note.text.splitlines())
            assert note.height >= 15 * lines


def test_notes_are_those_of_the_shape_and_say_what_is_required() -> None:
    book = _book("en")
    for shape in WORKSHEETS:
        tab = _tab(book, shape.name, "en")
        for column in shape.columns if shape.name != "Settings" else ():
            comment = tab[f"{_letter(tab, shape, column, 'en')}1"].comment
            if column.note or column.required:
                assert comment is not None
                assert column.note in comment.text
                assert ("Required." in comment.text) is column.required


@every_language
@pytest.mark.slow(1)
def test_the_same_language_gives_the_same_bytes(language: str) -> None:
    assert _bytes(language) == _bytes(language)
    properties = _book(language).properties
    assert properties.created == properties.modified == datetime(2021, 5, 21)  # noqa: DTZ001 - as it stands there
    assert not properties.creator


@every_language
@pytest.mark.slow(1)
def test_another_reader_finds_the_same_worksheets_and_cells(language: str) -> None:
    content = _bytes(language)
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as other:
        titles = other.sheet_names
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert titles == book.sheetnames
        assert len(titles) == len(WORKSHEETS) + 1
        for title in titles:
            cells = other.get_sheet_by_name(title).to_python(skip_empty_area=False)
            ours = [[cell.value for cell in row] for row in book[title].iter_rows()]
            texts = [[value for value in row if isinstance(value, str) and value] for row in cells]
            assert texts == [[value for value in row if isinstance(value, str)] for row in ours]
    assert book[titles[-1]].sheet_state == "hidden"


def test_no_tab_has_a_name_that_a_spreadsheet_refuses() -> None:
    for language in LANGUAGES:
        for title in _book(language).sheetnames:
            assert 0 < len(title) <= 31
            assert not set(title) & set("[]:*?/\\")
