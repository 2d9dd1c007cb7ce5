"""Which tabs of a workbook are the road's: no other is fetched, kept or counted."""

from collections.abc import Sequence
from dataclasses import replace

from data.grid import Choice, Grid
from data.reading.findings import Problems
from data.reading.headers import HEADER_ROWS, open_sheet, worksheet_named, worksheet_of
from data.reading.keys import key
from data.reading.ties import ties_of
from data.shape import COLUMNS, WORKSHEETS, ColumnType, worksheet

PRIVATE = "Readers"
"""Who gets the digest: fetched for that alone, whatever else this says."""


def choose(titles: Sequence[str], columns: Grid | None = None) -> Choice:
    """The tabs that are read, by their titles; ``columns`` ties others to ours, once it is read."""
    ties, _ = ties_of(columns)
    found = {title: worksheet_of(title, ties) for title in titles}
    expected = {sheet.name for sheet in WORKSHEETS if not sheet.only_overrides}
    return Choice(
        ours=frozenset(title for title, name in found.items() if name is not None),
        private=frozenset(title for title in titles if key(title) == key(PRIVATE)),
        columns=next((title for title in titles if worksheet_named(title) == COLUMNS.name), None),
        is_whole=expected <= set(found.values()),
    )


def link_places(grid: Grid, columns: Grid | None = None) -> Sequence[tuple[int, int]]:
    """The columns of links in a tab of ours, by its header alone: (0-based place, number of the header's row)."""
    ties, _ = ties_of(columns)
    name = worksheet_of(grid.title, ties)
    if name is None or all(column.type is not ColumnType.LINK for column in worksheet(name).columns):
        return ()
    top = replace(grid, rows=grid.rows[: HEADER_ROWS + 2], merged=(), uncalculated=frozenset(), memory=None)
    sheet = open_sheet(worksheet(name), top, Problems(), None, ties)
    if sheet is None:
        return ()
    of_links = (at for name, at in sheet.places.items() if sheet.worksheet.column(name).type is ColumnType.LINK)
    return [(at, sheet.header_row) for at in sorted(of_links)]
