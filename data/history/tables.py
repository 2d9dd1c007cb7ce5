"""What one reading said, row by row: each row known by its id wherever it stands, without one by what it holds."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from data.grid import Cell, Grid, Workbook, of_each_row
from data.reading.findings import Problems
from data.reading.headers import find_grids, open_sheet, worksheet_named
from data.reading.keys import identity, is_blank, text_of
from data.reading.sheet import Sheet
from data.reading.ties import ties_of
from data.shape import COLUMNS, ColumnType, worksheet

UNNAMED = "="
"""Begins the key of a row that is known by what it holds."""


class Row(NamedTuple):
    """One row: the sheet's own ``number`` at that reading, and its filled ``cells`` by canonical column name."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Table:
    """One worksheet of ours: its ``title`` in the sheet, its columns found (name to 0-based place), its rows by key."""

    title: str
    places: Mapping[str, int]
    rows: Mapping[str, Row]


Tables = Mapping[str, Table]
"""Tables by the canonical name of their worksheet."""


def tables_of(workbook: Workbook) -> Tables:
    """Every worksheet of ours that has a header, as reading finds it."""
    unheard = Problems()
    tying = next((grid for grid in workbook.grids if worksheet_named(grid.title) == COLUMNS.name), None)
    ties, _ = ties_of(tying)
    tables: dict[str, Table] = {}
    for name, grids in find_grids(workbook, unheard, ties).items():
        sheets = [open_sheet(worksheet(name), grid, unheard, ties=ties) for grid in grids]
        if found := [sheet for sheet in sheets if sheet is not None]:
            tables[name] = _table(found)
    return tables


def _table(sheets: Sequence[Sheet]) -> Table:
    """The worksheets that are read as one, the columns that only a later one has behind those of the first."""
    places = dict(sheets[0].places)
    rows: dict[str, Row] = {}
    for sheet in sheets:
        beyond = max(places.values(), default=-1) + 1
        new = [name for name in sheet.places if name not in places]
        places |= {name: beyond + place for place, name in enumerate(new)}
        _add_rows(sheet, rows)
    return Table(sheets[0].grid.title, places, rows)


def _add_rows(sheet: Sheet, rows: dict[str, Row]) -> None:
    names, places = tuple(sheet.places), tuple(sheet.places.values())
    named = id_column(sheet.worksheet.name)

    def said(row: Iterable[Cell]) -> tuple[dict[str, Cell], str]:
        pairs = zip(names, row, strict=True)
        cells: dict[str, Cell] = {name: cell for name, cell in pairs if cell is not None and not is_blank(cell)}
        own = identity(text_of(cells[named])) if named in cells else ""
        return cells, own or unnamed_key(cells)

    def said_alone(row: Sequence[Cell]) -> tuple[dict[str, Cell], str]:
        return said(row[place] if place < len(row) else None for place in places)

    each = of_each_row(sheet.grid, "cells", said_alone, rows=sheet.body, given=(names, places, named))
    # To what a row says by itself, its links are added by its number.
    marked = {number for number, _ in (*sheet.grid.uncalculated, *sheet.grid.links)}
    columns = list(map(sheet.cells, names)) if marked else []
    twins: dict[str, list[str]] = {}
    for index, (number, (cells, key)) in enumerate(zip(sheet.rows, each, strict=True)):
        if number in marked:
            cells, key = said(column[index] for column in columns)
        if key in rows:
            key = unnamed_key(cells)
        if key in rows:
            keys, times = twins.setdefault(key, [key]), 1
            while key in rows:
                times += 1
                key = unnamed_key(cells, times)
            keys.append(key)
        rows[key] = Row(number, cells)
    # They read the same and need not be, as a day and its text: which is which does not follow from where they stand.
    for keys in twins.values():
        rows |= zip(keys, sorted((rows[key] for key in keys), key=_as_held), strict=True)


def _as_held(row: Row) -> str:
    return repr(sorted(row.cells.items(), key=itemgetter(0)))


def id_column(worksheet_name: str) -> str:
    """The column by which a row of that worksheet is known: its id, code or key, else its first required one."""
    columns = worksheet(worksheet_name).columns
    ids = [column.name for column in columns if column.type is ColumnType.ID]
    return (ids or [column.name for column in columns if column.required])[0]


def unnamed_key(cells: Mapping[str, Cell], times: int = 1) -> str:
    """The key of a row by what it holds; ``times`` tells the second of two alike from the first."""
    content = repr(sorted((name, text_of(cell)) for name, cell in cells.items()))
    return f"{UNNAMED}{hashlib.blake2b(content.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}.{times}"


def workbook_of(tables: Tables, like: Workbook) -> Workbook:
    """A workbook that says what the tables say, each row where it stood; all else is as in ``like``."""
    return Workbook(
        like.origin,
        tuple(_grid(table) for table in tables.values()),
        locale=like.locale,
        timezone=like.timezone,
    )


def _grid(table: Table) -> Grid:
    names = sorted(table.places, key=lambda name: table.places[name])
    rows: list[list[Cell]] = [list(names)]
    rows += [[row.cells.get(name) for name in names] for row in sorted(table.rows.values(), key=lambda row: row.number)]
    return Grid(table.title, rows)
