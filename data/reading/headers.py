"""Which tab is which worksheet, where its header stands, and which of its rows are rows read."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from babel.core import get_global
from openpyxl.utils import column_index_from_string

from data.grid import Cell, Grid, Workbook
from data.languages import LANGUAGES
from data.problems import Kind, Severity
from data.reading import synonyms
from data.reading.findings import Finding, Problems
from data.reading.keys import column_letter, is_blank, key, one_line, text_of
from data.reading.rows import rows_read
from data.reading.sheet import Sheet
from data.shape import SETTING_KEYS, WORKSHEETS, Column, Worksheet, worksheet
from data.words import translations, words_of

HEADER_ROWS = 20
"""The header stands within so many rows of the top."""

ROWS_ASKED_ABOUT = 6
"""So many row numbers are named in one question."""

_INSTEAD: Mapping[tuple[str, str], set[str]] = {("Milestones", "due"): {"starts", "ends"}}
"""Columns that do without a required one: a plan with a start and an end needs no due."""

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")


@lru_cache(maxsize=1)
def _language_tags() -> Mapping[str, tuple[str, ...]]:
    """What stands behind a header for its language: its codes of two and three letters, its name in each language."""
    letters = [(alias, code) for alias, code in get_global("language_aliases").items() if len(alias) == 3]
    return {
        language: (
            language,
            *(alias for alias, code in letters if code == language),
            *(words_of(spoken).language_name(language) for spoken in LANGUAGES),
            *synonyms.LANGUAGE_TAGS.get(language, ()),
        )
        for language in LANGUAGES
    }


def _header_key(text: str) -> str:
    """Letters and digits, else the sign that stands for them (#)."""
    return key(text) or one_line(text[:8])


def column_forms(column: Column, also: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Keys a header or a setting may have, each with the canonical name it stands for; the surest first."""
    bases = dict.fromkeys(filter(None, map(_header_key, (column.name, *translations(column.label), *also))))
    if column.localized:
        for language, tags in _language_tags().items():
            for tag in tags:
                yield from ((base + key(tag), f"{column.name}_{language}") for base in bases)
    yield from ((base, column.name) for base in bases)


@lru_cache(maxsize=len(WORKSHEETS))
def _header_names(worksheet_name: str) -> Mapping[str, str]:
    """Canonical column names by the key of a header. Our own names come before labels, labels before other words."""
    columns = worksheet(worksheet_name).columns
    names: dict[str, str] = {}
    for also in (False, True):
        for column in columns:
            for form, name in column_forms(column, synonyms.COLUMNS.get(column.name, ()) if also else ()):
                names.setdefault(form, name)
    return names


@lru_cache(maxsize=1)
def setting_names() -> Mapping[str, str]:
    """Canonical setting keys (``title_fr``, ``target``) by the key of what stands in the sheet."""
    names: dict[str, str] = {}
    for also in (False, True):
        for column in SETTING_KEYS:
            for form, name in column_forms(column, synonyms.SETTINGS.get(column.name, ()) if also else ()):
                names.setdefault(form, name)
    return names


@lru_cache(maxsize=1)
def _worksheet_names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for found in WORKSHEETS:
        names.setdefault(key(found.name), found.name)
    for found in WORKSHEETS:
        for form in (*translations(found.name), *synonyms.WORKSHEETS.get(found.name, ())):
            names.setdefault(key(form), found.name)
    return names


def worksheet_of(title: str) -> str | None:
    """The worksheet of ours that a tab is by its title; None for another one."""
    return _worksheet_names().get(key(title))


def find_grids(workbook: Workbook, problems: Problems) -> dict[str, Grid]:
    """The tab of each worksheet by its canonical name; what is missing or there twice is a problem."""
    grids: dict[str, Grid] = {}
    for grid in workbook.grids:
        name = worksheet_of(grid.title)
        if name is None:
            continue
        if name in grids:
            details = {"first": grids[name].title}
            finding = Finding(Kind.REPEATED_WORKSHEET, one_line(grid.title), Severity.WARNING, details=details)
            problems.at_worksheet(worksheet(name), grid, finding)
        else:
            grids[name] = grid
    for missing in WORKSHEETS:
        if missing.name not in grids and not missing.only_overrides:
            severity = Severity.ROW_LEFT_OUT if missing.required else Severity.WARNING
            problems.at_worksheet(missing, None, Finding(Kind.MISSING_WORKSHEET, None, severity))
    return grids


def open_sheet(shape: Worksheet, grid: Grid, problems: Problems) -> Sheet | None:
    """The worksheet with its header found; None, with a problem, where there is none."""
    header_row, places = _find_header(shape, grid)
    if not places and shape.name == "Settings":
        header_row, places = _find_pairs(grid)
    if not places:
        severity = Severity.ROW_LEFT_OUT if shape.required else Severity.WARNING
        if not shape.required and any(not is_blank(cell) for row in grid.rows for cell in row):
            severity = Severity.CELL_IGNORED
        problems.at_worksheet(shape, grid, Finding(Kind.NO_HEADER, None, severity))
        return None
    read = rows_read(
        shape, grid, header_row, {at: shape.column(name) for name, at in places.items()}, _header_names(shape.name)
    )
    sheet = Sheet(shape, grid, header_row, places, read.numbers, read.cells, read.passed_over)
    _ask_about_rows(sheet, read.in_question, problems)
    _check_columns(sheet, problems)
    _check_headers(sheet, problems)
    _check_merges(sheet, problems)
    return sheet


def _find_header(shape: Worksheet, grid: Grid) -> tuple[int, dict[str, int]]:
    """The row that is most of a header: by how many of its cells are names of ours, and by how few are not."""
    best_row, best_score, best = 0, 0.0, {}
    for number, row in enumerate(grid.rows[:HEADER_ROWS], 1):
        places: dict[str, int] = {}
        for place, name in _names_in(shape, row):
            places.setdefault(name, place)
        filled = [cell for cell in row if not is_blank(cell)]
        others = sum(not isinstance(cell, str) for cell in filled)
        if not any(shape.column(name).required for name in places) or others >= len(places):
            continue
        score = len(places) ** 2 / len(filled)
        if score > best_score:
            best_row, best_score, best = number, score, places
    return best_row, best


def _names_in(shape: Worksheet, row: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    names = _header_names(shape.name)
    for place, cell in enumerate(row):
        if isinstance(cell, str) and (name := names.get(_header_key(cell))):
            yield place, name


def _find_pairs(grid: Grid) -> tuple[int, dict[str, int]]:
    """Settings without a header: keys we know, their values in the column after."""
    for number, row in enumerate(grid.rows[:HEADER_ROWS], 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str) and key(cell) in setting_names():
                return number - 1, {"key": place, "value": place + 1}
    return 0, {}


def _ask_about_rows(sheet: Sheet, in_question: Sequence[int], problems: Problems) -> None:
    """Ask once about the rows passed over that may be meant as rows."""
    if in_question:
        row = sheet.grid.rows[in_question[0] - 1]
        place = next(place for place in sorted(sheet.places.values()) if place < len(row) and not is_blank(row[place]))
        name = next(name for name, at in sheet.places.items() if at == place)
        details = {"rows": ", ".join(map(str, in_question[:ROWS_ASKED_ABOUT])), "n": str(len(in_question))}
        finding = Finding(Kind.ROW_IN_QUESTION, one_line(text_of(row[place])), Severity.WARNING, details=details)
        problems.at_cell(sheet, in_question[0], name, finding)


def _check_columns(sheet: Sheet, problems: Problems) -> None:
    shape = sheet.worksheet
    found = {shape.column(name).name for name in sheet.places}
    for column in shape.columns:
        if column.required and column.name not in found and not found & _INSTEAD.get((shape.name, column.name), set()):
            severity = Severity.ROW_LEFT_OUT if column.needed else Severity.CELL_IGNORED
            problems.at_cell(sheet, None, column.name, Finding(Kind.MISSING_COLUMN, None, severity))


def lacks_a_needed_column(sheet: Sheet) -> bool:
    """Whether a column is missing without which no row of the worksheet can be used."""
    return any(name not in sheet.places for name in sheet.worksheet.needed)


def _check_headers(sheet: Sheet, problems: Problems) -> None:
    if not sheet.header_row:
        return
    header = sheet.grid.rows[sheet.header_row - 1]
    for place, name in _names_in(sheet.worksheet, header):
        if place != sheet.places[name]:
            severity = Severity.CELL_IGNORED if _has_data(sheet, place) else Severity.WARNING
            details = {"first": column_letter(sheet.places[name])}
            finding = Finding(Kind.REPEATED_HEADER, text_of(header[place]), severity, details=details)
            problems.at_place(sheet, sheet.header_row, place, name, finding)
    known = set(sheet.places.values())
    for place in range(max(map(len, sheet.body), default=0)):
        is_headed = place < len(header) and not is_blank(header[place])
        if not is_headed and place not in known and _has_data(sheet, place):
            finding = Finding(Kind.BLANK_HEADER, None, Severity.WARNING)
            problems.at_place(sheet, sheet.header_row, place, None, finding)


def _has_data(sheet: Sheet, place: int) -> bool:
    return any(place < len(row) and not is_blank(row[place]) for row in sheet.body)


def _check_merges(sheet: Sheet, problems: Problems) -> None:
    names = {place: name for name, place in sheet.places.items()}
    for merged in sheet.grid.merged:
        found = _RANGE.fullmatch(merged.strip().upper())
        if not found:
            continue
        first_column, last_column = sorted(column_index_from_string(found[end]) - 1 for end in (1, 3))
        first_row, last_row = sorted((int(found[2]), int(found[4])))
        known = sorted(place for place in names if first_column <= place <= last_column)
        index = bisect_left(sheet.rows, max(first_row, sheet.header_row + 1))
        touches = index < len(sheet.rows) and sheet.rows[index] <= last_row
        if known and touches and (first_row, first_column) != (last_row, last_column):
            details = {"first": f"{column_letter(first_column)}{first_row}"}
            finding = Finding(Kind.MERGED_CELLS, merged, Severity.WARNING, details=details)
            problems.at_place(sheet, first_row, first_column, names.get(first_column, names[known[0]]), finding)


def rows_without_a_header(grid: Grid) -> int:
    """How many rows hold something, in a worksheet whose header was not found."""
    return sum(any(not is_blank(cell) for cell in row) for row in grid.rows)
