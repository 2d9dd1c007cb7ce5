"""Workbooks of any size, made from the rehearsal by repeating its contributions."""

from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

REHEARSAL = Path(__file__).parent.parent / "data" / "sample" / "rehearsal.xlsx"

Row = tuple[Any, ...]


def write_workbook(path: Path, contributions: int) -> None:
    """Write the rehearsal with so many contributions to ``path``: its own over and over, each time with new ids."""
    rehearsal = load_workbook(REHEARSAL, read_only=True, data_only=True)
    made = Workbook(write_only=True)
    for worksheet in rehearsal.worksheets:
        rows = list(worksheet.iter_rows(values_only=True))
        copy = made.create_sheet(worksheet.title)
        for row in _repeated(rows, contributions) if worksheet.title == "Contributions" else rows:
            copy.append(row)
    made.save(path)


def _repeated(rows: list[Row], contributions: int) -> Iterator[Row]:
    """The rows down to the header, then so many contributions."""
    header = next(i for i, row in enumerate(rows) if "id" in row)
    column = rows[header].index("id")
    given = [row for row in rows[header + 1 :] if row[column]]
    yield from rows[: header + 1]
    again = ((*row[:column], f"{row[column]}-{turn}", *row[column + 1 :]) for turn in count() for row in given)
    yield from islice(again, contributions)
