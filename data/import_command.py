"""``python -m data decidim``, ``consul`` and ``forms``: exports of other tools as one worksheet to paste or tie."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from data.exports.tables import to_xlsx
from data.grid import Cell, CellError, everything
from data.languages import LANGUAGES
from data.reading.contributions import NOT_NAMED, stamped_ids
from data.reading.dates import dated
from data.reading.findings import Problems
from data.reading.headers import is_a_form, open_sheet, unread_columns
from data.reading.keys import identity, text_of
from data.reading.platforms import as_ours, platform_of
from data.reading.sheet import Sheet
from data.reading.values import read_cells, who
from data.shape import CONTRIBUTIONS
from data.sources.file import read_file

TITLES = {"decidim": "Decidim", "consul": "Consul", "forms": "Form responses"}
"""The title of the worksheet written, by the tool whose export it holds: each reads as Contributions."""


def written(tool: str, exports: Sequence[Path]) -> tuple[bytes, int]:
    """The workbook with the rows of these exports, and how many they are; a row of a later export takes the place of
    that of an earlier one with its id.

    Raises ``SourceError`` for a file that cannot be read and ValueError for one that the tool did not write.
    """
    rows: dict[str, dict[str, Cell]] = {}
    headers: dict[str, None] = {}
    for path in exports:
        sheet = _opened(tool, path)
        columns = _columns(sheet, is_form=tool == "forms")
        headers |= dict.fromkeys(columns)
        for index, number in enumerate(sheet.rows):
            row = {header: cells[index] for header, cells in columns.items()}
            id_ = text_of(row.get("id"))
            rows[identity(id_) if id_ else f"{path.name} {number}"] = row
    table = pd.DataFrame(
        {header: pd.Series([row.get(header) for row in rows.values()], dtype=object) for header in headers}
    )
    return to_xlsx(table, TITLES[tool]), len(rows)


def _opened(tool: str, path: Path) -> Sheet:
    """The worksheet of the export, under our headers."""
    for grid in read_file(path, everything).grids:
        if tool != "forms" and platform_of(grid) == tool:
            grid = as_ours(grid, LANGUAGES) or grid
        elif tool != "forms":
            continue
        sheet = open_sheet(CONTRIBUTIONS, replace(grid, title=TITLES[tool]), Problems())
        if sheet is not None and (tool != "forms" or is_a_form(sheet)):
            return sheet
    raise ValueError(f"{path.name} is no export of {TITLES[tool] if tool != 'forms' else 'a form'}")


def _columns(sheet: Sheet, *, is_form: bool) -> dict[str, list[Cell]]:
    """Cells by header: ours by their names; of a form also its own, which may be tied or be questions."""
    in_order = [name for column in CONTRIBUTIONS.columns for name in column.names if name in sheet.places]
    columns: dict[str, list[Cell]] = {name: [_plain(cell) for cell in sheet.cells(name)] for name in in_order}
    if "received_on" in columns:
        columns["received_on"] = [_day(cell) for cell in columns["received_on"]]
    if is_form and "id" not in columns:
        named = read_cells(sheet.cells("contributor"), who).content
        names = named if "contributor" in sheet.places else [NOT_NAMED] * len(sheet.rows)
        columns = {"id": [*stamped_ids(sheet.cells("received_on"), names)], **columns}
    if is_form:
        columns |= {header: [_plain(_at(row, place)) for row in sheet.body] for place, header in unread_columns(sheet)}
    return {name: cells for name, cells in columns.items() if any(cell is not None for cell in cells)}


def _at(row: Sequence[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else None


def _plain(cell: Cell) -> Cell:
    return None if isinstance(cell, CellError) else cell


def _day(cell: Cell) -> Cell:
    """A day that was exported with a time and a zone, as a day; anything else as it is."""
    found = dated(cell, day_first=True)
    is_sure = found is not None and found.precision == "day" and found.other is None and found.is_plausible
    return found.first if found is not None and is_sure else cell
