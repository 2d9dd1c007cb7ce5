"""The worksheet Columns: what it ties to ours, and what of it cannot be tied."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from data.grid import Grid
from data.near import Names
from data.problems import Kind, Severity
from data.reading.findings import Finding, Problems
from data.reading.headers import column_named, open_sheet, worksheet_named, worksheet_of
from data.reading.keys import key, one_line, text_of
from data.reading.known import Known
from data.reading.sheet import Sheet, Ties
from data.shape import COLUMNS, NOT_READ, WORKSHEETS
from data.words import translations


@dataclass(frozen=True)
class _Tie:
    """One row of the worksheet, as it was typed; ``title`` is that of a tab."""

    row: int
    title: str
    reads_as: str
    header: str
    column: str


def ties_of(grid: Grid | None, problems: Problems | None = None) -> tuple[Ties, Sheet | None]:
    """What Columns ties, and the worksheet itself once opened; nothing where there is none."""
    problems = problems or Problems()
    sheet = open_sheet(COLUMNS, grid, problems) if grid is not None else None
    if sheet is None:
        return Ties(), None
    worksheets: dict[str, str] = {}
    columns: dict[tuple[str, str], str] = {}
    for tie in _rows(sheet):
        ours = worksheet_named(tie.reads_as) if tie.reads_as else None
        if key(tie.reads_as) in _not_read():
            worksheets[key(tie.title)] = ""
            continue
        if tie.reads_as and ours is None:
            _refuse(sheet, tie, "reads_as", tie.reads_as, nearest_worksheet(tie.reads_as), problems)
        if ours is not None and tie.title:
            worksheets.setdefault(key(tie.title), ours)
        if tie.title and tie.header and tie.column:
            columns.setdefault((key(tie.title), key(tie.header) or tie.header[:8]), tie.column)
    return Ties(worksheets, columns), sheet


@cache
def _not_read() -> frozenset[str]:
    return frozenset(map(key, (NOT_READ, *translations(NOT_READ))))


def nearest_worksheet(title: str) -> str | None:
    """The worksheet of ours that a title may be meant for, by its canonical name."""
    names = {form: shape.name for shape in WORKSHEETS for form in (shape.name, *translations(shape.name))}
    nearest = Names(names.items()).nearest(title)
    return names[nearest] if nearest else None


def check_ties(
    sheet: Sheet | None, ties: Ties, grids: Sequence[Grid], questions: Known | None, problems: Problems
) -> None:
    """Ties to a tab, a header or a column that is not there, each told with what is near."""
    by_title = {key(grid.title): grid for grid in grids}
    if sheet is None:
        return
    for tie in _rows(sheet):
        grid = by_title.get(key(tie.title))
        if grid is None:
            _refuse(sheet, tie, "worksheet", tie.title, _near(tie.title, [grid.title for grid in grids]), problems)
            continue
        if not tie.header:
            continue
        headers = {key(cell): one_line(cell) for row in grid.rows[:20] for cell in row if isinstance(cell, str)}
        if key(tie.header) and key(tie.header) not in headers:
            _refuse(sheet, tie, "header", tie.header, _near(tie.header, list(headers.values())), problems)
        ours = worksheet_of(grid.title, ties)
        is_question = ours == "Contributions" and questions is not None and questions.find(tie.column) is not None
        if ours and tie.column and not is_question and column_named(ours, tie.column) is None:
            shape = next(shape for shape in WORKSHEETS if shape.name == ours)
            labels = {
                form: column.name for column in shape.columns for form in (column.name, *translations(column.label))
            }
            _refuse(sheet, tie, "column", tie.column, Names(labels.items()).nearest(tie.column), problems)


def _rows(sheet: Sheet) -> list[_Tie]:
    # Whatever is typed here is a name of theirs: a column may well be headed "Nr" or "?".
    cells = {column: [one_line(text_of(cell)) for cell in sheet.cells(column)] for column in _NAMES}
    rows = zip(sheet.rows, *(cells[column] for column in _NAMES), strict=True)
    ties = []
    for row, title, reads_as, header, column in rows:
        ties.append(_Tie(row, title or reads_as, reads_as, header, column))
    return ties


_NAMES = tuple(column.name for column in COLUMNS.columns)


def _near(text: str, names: list[str]) -> str | None:
    return Names((name, key(name)) for name in names).nearest(text)


def _refuse(sheet: Sheet, tie: _Tie, column: str, value: str, nearest: str | None, problems: Problems) -> None:
    finding = Finding(Kind.UNKNOWN_VALUE, value, Severity.CELL_IGNORED, nearest)
    problems.at_cell(sheet, tie.row, column, finding)
