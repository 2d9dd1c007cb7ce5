"""A worksheet whose header was found: its columns, and the rows that say something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from data.grid import Cell, CellError, Grid
from data.reading.keys import is_blank, key
from data.shape import ColumnType, Worksheet

UNCALCULATED = CellError("")
"""Stands in a cell whose formula carries no stored value."""


@dataclass(frozen=True)
class Ties:
    """What the worksheet Columns ties to ours.

    ``worksheets`` are canonical names by the key of a tab's title, '' for one not to be read; ``columns`` what was
    typed for a column of ours, by the keys of the title and of the header.
    """

    worksheets: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def of(self, title: str) -> dict[str, str]:
        """What was typed for our columns, by the key of their header, in the tab of that title."""
        form = key(title)
        return {header: typed for (tab, header), typed in self.columns.items() if tab == form}


NO_TIES = Ties()


@dataclass(frozen=True)
class Sheet:
    """One worksheet ready to be read.

    ``places`` are the 0-based places of the columns found, by canonical name; ``rows`` the sheet's own numbers of the
    rows read, ``body`` their cells. ``header_row`` is 0 where the sheet has none. ``passed_over`` are the numbers of
    rows below the header that hold something and are none: notes, totals, ids typed ahead, a header repeated.
    """

    worksheet: Worksheet
    grid: Grid
    header_row: int
    places: Mapping[str, int]
    rows: Sequence[int]
    body: Sequence[Sequence[Cell]]
    passed_over: tuple[int, ...] = ()
    answers: Mapping[int, str] = field(default_factory=dict)
    """Places of columns that are answers to a question, with its code."""

    def cells(self, column: str) -> Sequence[Cell]:
        """The cells of a column, one a row read; all empty where the sheet lacks it."""
        nothing: list[Cell] = [None] * len(self.rows)
        if column not in self.places:
            return nothing
        place = self.places[column]
        cells = self._columns[place] if place < len(self._columns) else nothing
        is_linked = self.grid.links and self.worksheet.column(column).type is ColumnType.LINK
        if self.grid.uncalculated or is_linked:
            cells = list(cells)
        if self.grid.uncalculated:
            for index, number in enumerate(self.rows):
                if (number, place + 1) in self.grid.uncalculated and is_blank(cells[index]):
                    cells[index] = UNCALCULATED
        if is_linked:
            for index, number in enumerate(self.rows):
                # An address that was typed is the one meant; a text is only the link's name.
                if not _is_address(cells[index]) and (address := self.grid.links.get((number, place + 1))):
                    cells[index] = address
        return cells

    @cached_property
    def _columns(self) -> list[list[Cell]]:
        """The cells by column, as far as any row read goes."""
        memory = self.grid.memory
        return memory.columns(self.body, _laid_out) if memory else _laid_out(self.body)


def _laid_out(body: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    width = max(map(len, body), default=0)
    # Laid out row behind row: to go down through the rows once for each column takes long.
    laid_out: list[Cell] = []
    for row in body:
        laid_out += row
        laid_out += (None,) * (width - len(row))
    return [laid_out[place::width] for place in range(width)]


def _is_address(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip().lower().startswith(("http://", "https://"))
