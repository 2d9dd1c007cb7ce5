"""A column of a sheet read and its problems reported; ids made whole."""

from collections.abc import Callable, Mapping, Sequence
from operator import is_
from typing import Any

from data.grid import Cell, of_each_row
from data.problems import Kind, Severity
from data.reading import values
from data.reading.findings import EMPTY, Finding, Problems, Reading
from data.reading.keys import identity, one_line, text_of
from data.reading.known import Known, known_vocabulary
from data.reading.sheet import Sheet
from data.reading.values import Cells, Habits, Reader, Texts, different, read_cell, read_cells
from data.shape import Column, ColumnType, Worksheet


def cells_read(sheet: Sheet, column: str, reader: Reader) -> Cells:
    """A column once read. Texts of rows that the reading before has had are not gone through again."""
    grid, place = sheet.grid, sheet.places.get(column)
    if place is None or grid.memory is None:
        return read_cells(sheet.cells(column), reader)
    if grid.uncalculated or not isinstance(reader, Texts):
        cells = sheet.cells(column)
        return read_cells(cells, reader, known=grid.memory.of_all(f"different {column}", cells, different, is_))

    def read(row: Sequence[Cell]) -> Any:  # noqa: ANN401 - the value, or the whole reading where something is wrong
        reading = read_cell(row[place], reader) if place < len(row) else EMPTY
        return reading if reading.findings else reading.value

    content = of_each_row(grid, f"column {column}", read, rows=sheet.body, given=(place, reader))
    if Reading not in map(type, content):
        return Cells(content, [])
    readings = [value if isinstance(value, Reading) else Reading(value) for value in content]
    findings = [(index, finding) for index, reading in enumerate(readings) for finding in reading.findings]
    return Cells([reading.value for reading in readings], findings)


def read_column(sheet: Sheet, column: str, reader: Reader, problems: Problems) -> list:
    """The values of a column, one a row read, None where a cell says nothing; what is wrong is reported."""
    cells = cells_read(sheet, column, reader)
    report(sheet, column, cells, problems)
    return cells.content


def reader_of(column: Column, habits: Habits, known: Mapping[str, Known | None]) -> Reader:
    """How the cells of a column are read, as its type asks; ``known`` are the codes of each worksheet referred to."""
    if column.vocabulary:
        return values.vocabulary(column.vocabulary, known_vocabulary(column.vocabulary, habits.own_words))
    if column.refers_to:
        codes = known.get(column.refers_to)
        everything = codes.codes if codes and column.refers_to == "Questions" else ()
        listed = values.codes(codes, everything)
        return listed if column.type is ColumnType.CODES else values.single(listed)
    return _READERS[column.type](habits)


_READERS: Mapping[ColumnType, Callable[[Habits], Reader]] = {
    ColumnType.TEXT: lambda _: values.prose,
    ColumnType.ID: lambda _: values.name,
    ColumnType.DAY: values.day,
    ColumnType.PERIOD: values.period,
    ColumnType.MOMENT: values.moment,
    ColumnType.NUMBER: values.count,
    ColumnType.YES_NO: lambda _: values.yes_no,
    ColumnType.LINK: lambda _: values.link,
    ColumnType.COUNTRY: lambda _: values.country(),
    ColumnType.LANGUAGE: lambda _: values.language(),
}


def read_rest(
    sheet: Sheet,
    used: Sequence[int],
    done: Mapping[str, Sequence],
    habits: Habits,
    known: Mapping[str, Known | None],
    problems: Problems,
) -> dict[str, Any]:
    """Every column of the worksheet by canonical name, those of the used rows: ``done``, and the rest read."""
    return {
        name: done[name]
        if name in done
        else picked(read_column(sheet, name, reader_of(column, habits, known), problems), used)
        for column in sheet.worksheet.columns
        for name in column.names
    }


def nothing(shape: Worksheet) -> dict[str, list]:
    """The columns of a worksheet that has no row."""
    return {name: [] for column in shape.columns for name in column.names}


def report(sheet: Sheet, column: str, cells: Cells, problems: Problems, *, costs_row: bool = False) -> None:
    """Report what is wrong in a column. Where a value that cannot be read costs its row, say so."""
    for index, finding in cells.findings:
        if costs_row and finding.severity is Severity.CELL_IGNORED and cells.content[index] is None:
            finding = finding._replace(severity=Severity.ROW_LEFT_OUT)
        problems.at_cell(sheet, sheet.rows[index], column, finding)


def report_missing(
    sheet: Sheet, column: str, cells: Cells, problems: Problems, severity: Severity = Severity.ROW_LEFT_OUT
) -> None:
    """Report the cells that are empty and must not be; those that are wrong are reported already."""
    wrong = {index for index, _ in cells.findings}
    for index, value in enumerate(cells.content):
        if value is None and index not in wrong:
            problems.at_cell(sheet, sheet.rows[index], column, Finding(Kind.MISSING_VALUE, None, severity))


def definitions(sheet: Sheet, column: str, cells: Cells, problems: Problems, repeated: Kind) -> list[int]:
    """The indexes of the rows that define something: each code once, the first row counts, the others are left out."""
    report(sheet, column, cells, problems, costs_row=True)
    report_missing(sheet, column, cells, problems)
    typed = sheet.cells(column)
    used: dict[str, int] = {}
    for index, code in enumerate(cells.content):
        if code is None:
            continue
        first = used.setdefault(identity(code), index)
        if first != index:
            details = {"first": str(sheet.rows[first])}
            finding = Finding(repeated, one_line(text_of(typed[index])), Severity.ROW_LEFT_OUT, details=details)
            problems.at_cell(sheet, sheet.rows[index], column, finding)
    return list(used.values())


def whole_ids(
    sheet: Sheet, cells: Cells, used: Sequence[int], problems: Problems, taken: dict[str, str] | None = None
) -> list[str]:
    """An id for each used row: its own, else ``row 57``. The first of a repeated id keeps it.

    ``taken`` are the ids of worksheets read before this one as the same, by identity, with the row each stands in;
    those given here are added.
    """
    is_one_of_several = taken is not None
    taken = {} if taken is None else taken
    behind = f" ({one_line(sheet.grid.title)})" if taken else ""
    wrong = {index for index, _ in cells.findings}
    identities = [None if typed is None else identity(typed) for typed in cells.content]
    first_with: dict[str, int] = {}
    for index in used:
        same = identities[index]
        if same is not None and same not in taken:
            first_with.setdefault(same, index)
    is_each_its_own = len(first_with) == len(used)
    ids: list[str] = picked(cells.content, used) if is_each_its_own else []
    for index in () if is_each_its_own else used:
        row, typed, same = sheet.rows[index], cells.content[index], identities[index]
        if same is not None and first_with.get(same) == index:
            ids.append(typed)
            continue
        stand_in = f"row {row}{behind}"
        while stand_in in first_with or stand_in in taken:
            stand_in += "'"
        ids.append(stand_in)
        details = {"id": stand_in}
        if same is not None:
            details["first"] = taken[same] if same in taken else str(sheet.rows[first_with[same]])
            finding = Finding(Kind.REPEATED_ID, typed, Severity.WARNING, details=details)
        else:
            finding = Finding(Kind.MISSING_ID, None, Severity.WARNING, details=details)
        if "id" in sheet.places and index not in wrong:
            problems.at_cell(sheet, row, "id", finding)
    if not is_one_of_several:
        return ids
    title = one_line(sheet.grid.title)
    taken |= {identity(id_): f"{sheet.rows[index]} ({title})" for index, id_ in zip(used, ids, strict=True)}
    return ids


def picked(values: Sequence, used: Sequence[int]) -> list:
    """The values of the used rows."""
    return list(values) if len(used) == len(values) else [values[index] for index in used]
