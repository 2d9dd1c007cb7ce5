"""Typing into a workbook as a person would: a cell, a header, the name of a worksheet."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from openpyxl.utils import column_index_from_string

from data.grid import Cell, Grid, Workbook
from data.messages.choices import Choice
from data.problems import Kind, Problem
from tests.data.reading.sheets import SOUND

Change = Callable[[list[list[Cell]]], None]


def changed(book: Workbook, problem: Problem, change: Change) -> Workbook:
    """The workbook with the rows of the worksheet that a problem is in changed in place."""

    def new(grid: Grid) -> Grid:
        if grid.title != problem.sheet_title:
            return grid
        rows = [list(row) for row in grid.rows]
        change(rows)
        return replace(grid, rows=rows, uncalculated=frozenset(), merged=())

    return replace(book, grids=tuple(map(new, book.grids)))


def typed(book: Workbook, problem: Problem, choice: Choice) -> Workbook:
    """The workbook once the text is typed where the problem is, or in the column it is meant for."""
    if problem.kind is Kind.MISSING_WORKSHEET:
        return replace(book, grids=(*book.grids, Grid(choice.text, SOUND[problem.worksheet])))
    if problem.column is None and problem.kind is Kind.READ_AS:
        renamed = [replace(g, title=choice.text) if g.title == problem.sheet_title else g for g in book.grids]
        return replace(book, grids=tuple(renamed))

    if "\t" in choice.text:
        # Two cells of a row of Columns.
        others = [grid for grid in book.grids if grid.title != "Columns"]
        before = [grid.rows for grid in book.grids if grid.title == "Columns"] or [[["worksheet", "reads as"]]]
        return replace(book, grids=(*others, Grid("Columns", [*before[0], choice.text.split("\t")])))

    def write(rows: list[list[Cell]]) -> None:
        header = rows[0]
        if problem.kind is Kind.MISSING_COLUMN:
            header.append(choice.text)
        elif choice.column:
            if choice.column not in header:
                header.append(choice.column)
            put(rows, problem.row or 0, header.index(choice.column), choice.text)
        else:
            put(rows, problem.row or 0, column_index_from_string(problem.column_letter or "A") - 1, choice.text)

    return changed(book, problem, write)


def put(rows: Sequence[list[Cell]], number: int, place: int, text: str) -> None:
    """A text in a cell as a spreadsheet takes it: digits are a number, an apostrophe before a text is none of it."""
    row = rows[number - 1]
    row += [None] * (place + 1 - len(row))
    row[place] = (int(text) if text.isdigit() else text.removeprefix("'")) or None
