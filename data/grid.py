"""Raw grids: what a source hands to reading, before any meaning."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Literal, Protocol, TypeVar

from data.memory import Memory

T = TypeVar("T")


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
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """The web address behind a cell's text, by (row, column), both 1-based."""
    memory: Memory | None = field(default=None, repr=False, compare=False)
    """For ``of_each_row``, where the source knows rows again."""
    notes: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """For ``noted``."""


@dataclass(frozen=True)
class Origin:
    """Where a workbook came from. ``address`` is the web address of a spreadsheet, None for a file."""

    kind: Literal["file", "google"]
    name: str
    address: str | None = None


@dataclass(frozen=True)
class Choice:
    """Which tabs a source hands over, by their titles.

    ``private`` ones never, under whatever title they were known. ``columns`` is the one that decides about others, and
    ``is_whole`` whether every worksheet that can be expected is there.
    """

    ours: frozenset[str]
    private: frozenset[str] = frozenset()
    columns: str | None = None
    is_whole: bool = True


class Chooses(Protocol):
    """Decides about the tabs of a workbook; asked once more with the grid of ``Choice.columns`` where there is one."""

    def __call__(self, titles: Sequence[str], columns: Grid | None = None) -> Choice:
        """The choice among these titles."""
        ...


class FindsLinks(Protocol):
    """Says which columns of a worksheet are links; ``columns`` as in ``Chooses``."""

    def __call__(self, grid: Grid, columns: Grid | None = None) -> Sequence[tuple[int, int]]:
        """(0-based place, number of the header's row) of each, as far as the header names them."""
        ...


def no_links(grid: Grid, columns: Grid | None = None) -> Sequence[tuple[int, int]]:
    """No column at all, for who does not follow links."""
    return ()


def everything(titles: Sequence[str], columns: Grid | None = None) -> Choice:
    """All tabs, for who wants a workbook as it is."""
    return Choice(frozenset(titles))


@dataclass(frozen=True)
class Workbook:
    """The worksheets of one reading of a source, in the order of their tabs.

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
    others: tuple[str, ...] = field(default=(), compare=False)
    """Titles of the tabs that are not read, hidden and private ones aside: to be named, never to be kept."""
    digest: str | None = None
    """The same for the same bytes, where it came as bytes: who compares two readings need not go through every cell."""
    notes: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """For ``noted``."""


def noted(of: Grid | Workbook, key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` gives, made once for this very object: going through all its cells takes long."""
    if key not in of.notes:
        of.notes[key] = make()
    return of.notes[key]


def of_each_row(
    grid: Grid,
    name: str,
    make: Callable[[Sequence[Cell]], T],
    *,
    rows: Sequence[Sequence[Cell]] | None = None,
    given: Hashable = (),
) -> list[T]:
    """What ``make`` gives of each row, or of these: not again for a row that the reading before has had.

    It has to follow from the row and ``given`` alone; ``name`` is what it is.
    """
    rows = grid.rows if rows is None else rows
    return grid.memory.of_each(name, rows, make, given) if grid.memory else [make(row) for row in rows]
