"""What reading finds wrong: first at a value wherever it stands, then as a problem at its cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from data.grid import Grid
from data.problems import Kind, Problem, Severity
from data.reading.keys import column_letter
from data.reading.sheet import Sheet
from data.shape import OF_OTHERS, WORKSHEETS, Worksheet

_NO_DETAILS: Mapping[str, str] = MappingProxyType({})


class Finding(NamedTuple):
    """What is wrong with one value, in whatever row it stands. ``value`` is what was found, as text."""

    kind: Kind
    value: str | None
    severity: Severity = Severity.CELL_IGNORED
    nearest: str | None = None
    details: Mapping[str, str] = _NO_DETAILS


class Reading(NamedTuple):
    """A cell once read: its typed value (None where it says nothing) and what is wrong with it."""

    value: Any
    findings: tuple[Finding, ...] = ()


EMPTY = Reading(None)


@dataclass
class Problems:
    """The problems of one reading, gathered in any order."""

    found: list[Problem] = field(default_factory=list)

    def at_cell(self, sheet: Sheet, row: int | None, column: str, finding: Finding) -> None:
        """A problem at a cell of a known column; at the column as a whole where ``row`` is None."""
        self.at_place(sheet, row, sheet.places.get(column), column, finding)

    def at_place(self, sheet: Sheet, row: int | None, place: int | None, column: str | None, finding: Finding) -> None:
        """A problem at a place that may be no column of ours, such as a blank header."""
        letter = None if place is None else column_letter(place)
        self._add(sheet.worksheet, sheet.grid, row, column, letter, finding)

    def at_worksheet(
        self, worksheet: Worksheet, grid: Grid | None, finding: Finding, column: str | None = None
    ) -> None:
        """A problem of a worksheet as a whole, there or not."""
        self._add(worksheet, grid, None, column, None, finding)

    def _add(
        self,
        worksheet: Worksheet,
        grid: Grid | None,
        row: int | None,
        column: str | None,
        letter: str | None,
        finding: Finding,
    ) -> None:
        kind, value, severity, nearest, details = finding
        title, gid = (grid.title, grid.gid) if grid else (None, None)
        self.found.append(
            Problem(worksheet.name, kind, severity, row, column, letter, value, nearest, title, gid, details)
        )

    def in_order(self) -> tuple[Problem, ...]:
        """All of them by worksheet, row and column, those of one cell as they were found."""
        worksheets = {worksheet.name: number for number, worksheet in enumerate((*WORKSHEETS, *OF_OTHERS))}

        def place(problem: Problem) -> tuple[int, int, int, str]:
            letters = problem.column_letter or ""
            return worksheets[problem.worksheet], problem.row or 0, len(letters), letters

        return tuple(sorted(self.found, key=place))
