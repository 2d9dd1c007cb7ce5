"""One spreadsheet in memory, as it can be edited and as ``values`` gives it out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from data.grid import Cell, CellError, Grid
from data.sources.file import read_file

Value = str | int | float | bool
"""A cell as it is stored and sent unformatted; an empty one is ''."""

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's serial numbers know no zone
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")


@dataclass
class Tab:
    """One worksheet; rows are ragged, hidden rows 1-based, merges (first row, last row, first column, last column)."""

    gid: int
    title: str
    rows: list[list[Value]]
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    """The address behind a cell by (row, column), 1-based."""

    @property
    def row_count(self) -> int:
        """Rows of its grid, empty ones included."""
        return max(1000, len(self.rows))

    @property
    def column_count(self) -> int:
        """Columns of its grid, empty ones included."""
        return max([26, *map(len, self.rows)])

    def put(self, row: int, column: int, value: Value) -> None:
        """Write one cell, 1-based."""
        self.rows.extend([] for _ in range(row - len(self.rows)))
        cells = self.rows[row - 1]
        cells.extend([""] * (column - len(cells)))
        cells[column - 1] = value

    def values(self) -> list[list[Value]]:
        """The cells without trailing empty ones and without trailing empty rows."""
        rows = [_without_trailing_blanks(row) for row in self.rows]
        while rows and not rows[-1]:
            rows.pop()
        return rows


@dataclass
class Spreadsheet:
    """What the server serves."""

    key: str = "demo-spreadsheet-of-the-road"
    title: str = "Road to Lampedusa"
    locale: str = "en_GB"
    timezone: str = "Europe/Madrid"
    tabs: list[Tab] = field(default_factory=list)

    def tab(self, title: str) -> Tab:
        """The tab of that title; KeyError where there is none."""
        for tab in self.tabs:
            if tab.title == title:
                return tab
        raise KeyError(f"there is no worksheet {title}")

    def edit(self, address: str, text: str) -> None:
        """Type a text into a cell such as ``Contributions!C5``, understood as a spreadsheet would."""
        title, _, reference = address.rpartition("!")
        found = _REFERENCE.fullmatch(reference.upper())
        if found is None:
            raise ValueError(f"{address} is not a cell such as Contributions!C5")
        self.tab(title.strip("'")).put(int(found.group(2)), column_of(found.group(1)), typed(text))


def typed(text: str) -> Value:
    """What a spreadsheet makes of a typed text: a number, a day, a boolean, or text (always, behind an apostrophe)."""
    if text.startswith("'"):
        return text[1:]
    if text.upper() in ("TRUE", "FALSE"):
        return text.upper() == "TRUE"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return serial(date.fromisoformat(text))
    if re.fullmatch(r"-?\d{1,15}", text):
        return int(text)
    if re.fullmatch(r"-?\d+\.\d+", text):
        return float(text)
    return text


def serial(value: date | datetime | time) -> int | float:
    """Days since 30 December 1899, a time of day as a fraction."""
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    if not isinstance(value, datetime):
        return (value - _EPOCH.date()).days
    days = (value - _EPOCH).total_seconds() / 86400
    return int(days) if days.is_integer() else days


def column_of(letters: str) -> int:
    """The 1-based column of its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def spreadsheet_of(grids: Iterable[Grid], **properties: str) -> Spreadsheet:
    """A spreadsheet with the content of raw grids, as it would be after importing that file."""
    tabs = [
        Tab(
            gid=0 if place == 0 else 1000 + 37 * place,
            title=grid.title,
            rows=[[_stored(cell) for cell in row] for row in grid.rows],
            hidden=grid.hidden,
            hidden_rows=set(grid.hidden_rows),
            merges=[_merge(merged) for merged in grid.merged],
            links=dict(grid.links),
        )
        for place, grid in enumerate(grids)
    ]
    return Spreadsheet(tabs=tabs, **properties)


def spreadsheet_of_file(path: Path, **properties: str) -> Spreadsheet:
    """A spreadsheet with the content of an .xlsx file."""
    return spreadsheet_of(read_file(path).grids, **properties)


def _stored(cell: Cell) -> Value:
    if cell is None:
        return ""
    if isinstance(cell, CellError):
        return cell.code
    if isinstance(cell, date | time):
        return serial(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    return cell


def _merge(merged: str) -> tuple[int, int, int, int]:
    first, last = (_REFERENCE.fullmatch(corner) for corner in merged.split(":"))
    assert first and last
    return int(first[2]), int(last[2]), column_of(first[1]), column_of(last[1])


def _without_trailing_blanks(row: list[Value]) -> list[Value]:
    end = len(row)
    while end and row[end - 1] == "":
        end -= 1
    return row[:end]
