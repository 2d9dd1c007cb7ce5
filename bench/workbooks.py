"""Workbooks of any size, made from the rehearsal: the same kinds of rows, no two of them alike."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook, load_workbook

REHEARSAL = Path(__file__).parent.parent / "data" / "sample" / "rehearsal.xlsx"
SEED = 2021
OWN_WORDS = ("contributor", "summary", "reason")
"""Columns whose words are mixed anew in every row."""

Row = tuple[Any, ...]


def write_workbook(path: Path, contributions: int) -> None:
    """Write the rehearsal with so many contributions to ``path``: its own, then more of their kind, each with an id,
    a name and words of its own.
    """
    rehearsal = load_workbook(REHEARSAL, read_only=True, data_only=True)
    made = Workbook(write_only=True)
    for worksheet in rehearsal.worksheets:
        rows = list(worksheet.iter_rows(values_only=True))
        copy = made.create_sheet(worksheet.title)
        for row in _more(rows, contributions) if worksheet.title == "Contributions" else rows:
            copy.append(row)
    made.save(path)


def _more(rows: list[Row], contributions: int) -> Iterator[Row]:
    """The rows down to the header, then so many contributions."""
    top = next(i for i, row in enumerate(rows) if "id" in row)
    header = rows[top]
    key = header.index("id")
    given = [row for row in rows[top + 1 :] if row[key]]
    mixed = {
        column: sorted({word for row in given for word in str(row[column] or "").split()})
        for column in map(header.index, OWN_WORDS)
    }
    yield from rows[: top + 1]
    yield from given[:contributions]
    chance = Random(SEED)
    for place in range(len(given), contributions):
        row = list(chance.choice(given))
        for column, words in mixed.items():
            if row[column]:
                row[column] = " ".join(chance.sample(words, len(str(row[column]).split())))
        row[header.index("contributor")] += f" {place}"
        row[key] = f"X{place:06}"
        yield tuple(row)
