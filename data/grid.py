"""Raw grids: what a source hands to reading, before any meaning."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal


@dataclass(frozen=True)
class CellError:
    """An error value such as ``#REF!``, whatever message stands behind it."""

    code: str


Cell = str | int | float | bool | datetime | date | time | CellError | None


@dataclass(frozen=True)
class Grid:
    """One worksheet as typed cells.

    ``rows[0]`` is the sheet's own row 1 and ``rows[0][0]`` its cell A1; rows are ragged, an empty cell is None.
    Coordinates in ``uncalculated`` are (row, column), both 1-based: formulas that carry no stored value.
    ``merged`` holds ranges as A1 text, ``hidden_rows`` 1-based row numbers.
    """

    title: str
    rows: Sequence[Sequence[Cell]]
    gid: int | None = None
    hidden: bool = False
    merged: tuple[str, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    uncalculated: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Origin:
    """Where a workbook came from. ``address`` is the web address of a spreadsheet, None for a file."""

    kind: Literal["file", "google"]
    name: str
    address: str | None = None


@dataclass(frozen=True)
class Workbook:
    """All worksheets of one reading of a source, in the order of their tabs.

    ``locale`` (such as ``fr_FR``) and ``timezone`` (IANA) are the spreadsheet's own where it has them.
    """

    origin: Origin
    grids: tuple[Grid, ...]
    locale: str | None = None
    timezone: str | None = None
    missing: tuple[str, ...] = field(default=())
    """Titles that were asked for and are gone (a deleted worksheet of a spreadsheet)."""
    renamed: tuple[tuple[str, str], ...] = field(default=())
    """Worksheets still known by the title they had, and the one they have now: (known, now)."""
    digest: str | None = None
    """The same for the same bytes, where it came as bytes: who compares two readings need not go through every cell."""
