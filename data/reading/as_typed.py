"""Rows as the sheet shows them, for those that hold a problem: who mends one should know it again."""

from collections.abc import Iterable, Sequence

from data.grid import Cell
from data.problems import Problem
from data.reading.dates import YEARS, from_serial
from data.reading.keys import column_letter, is_blank, one_line, text_of
from data.reading.sheet import Sheet
from data.road import Heading
from data.shape import DATED
from data.words import shorten

ROWS_MAX = 2_000
CELL_CHARACTERS = 160
"""So many rows and so much of a cell are kept: a sheet with a problem in every row must not be held twice."""


def headings(sheets: Iterable[Sheet]) -> dict[str, tuple[Heading, ...]]:
    """The columns read of each tab, by its title, in the sheet's order."""
    return {sheet.grid.title: tuple(_headings(sheet)) for sheet in sheets}


def _headings(sheet: Sheet) -> Iterable[Heading]:
    header = sheet.grid.rows[sheet.header_row - 1] if sheet.header_row else ()
    of = {place: name for name, place in sheet.places.items()} | dict.fromkeys(sheet.answers, "question")
    for place in sorted(of):
        typed = one_line(text_of(header[place])) if place < len(header) else ""
        yield Heading(column_letter(place), of[place], shorten(typed, CELL_CHARACTERS))


def rows_as_typed(sheets: Iterable[Sheet], problems: Sequence[Problem]) -> dict[tuple[str, int], dict[str, str]]:
    """The filled cells of the first rows that a problem is at, as texts by their letter, by tab and number.

    Of columns that are not read only the one that a problem is at: what else a sheet holds is nobody's business here.
    A header is shown whole, for its names are no secret.
    """
    of_title = {sheet.grid.title: sheet for sheet in sheets}
    dated = {title: _dated(sheet) for title, sheet in of_title.items()}
    typed: dict[tuple[str, int], dict[str, str]] = {}
    for problem in problems:
        sheet = of_title.get(problem.sheet_title or "")
        if sheet is None or problem.row is None or problem.row > len(sheet.grid.rows):
            continue
        at = sheet.grid.title, problem.row
        if at not in typed and len(typed) == ROWS_MAX:
            continue
        known = {*sheet.places.values(), *sheet.answers}
        row = typed.setdefault(at, {})
        for place, cell in enumerate(sheet.grid.rows[problem.row - 1]):
            letter = column_letter(place)
            is_shown = place in known or problem.row == sheet.header_row or letter == problem.column_letter
            if is_shown and not is_blank(cell):
                row[letter] = shorten(text_of(_as_shown(cell, place in dated[sheet.grid.title])), CELL_CHARACTERS)
    return typed


def _dated(sheet: Sheet) -> frozenset[int]:
    """The places of the columns that hold days."""
    names = {column.name for column in sheet.worksheet.columns if column.type in DATED}
    return frozenset(place for name, place in sheet.places.items() if name in names)


def _as_shown(cell: Cell, is_dated: bool) -> Cell:
    """A spreadsheet of Google holds its days as numbers, and shows none of those as one."""
    if not is_dated or isinstance(cell, bool) or not isinstance(cell, int | float):
        return cell
    day = from_serial(cell)
    return day if day and day.year in YEARS else cell
