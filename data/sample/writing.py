"""From a folder of CSV files, one per worksheet, to a workbook whose cells have types."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet as Sheet

from data.exports.template import ALWAYS, undated
from data.languages import LANGUAGES
from data.shape import OF_OTHERS, SETTING_KEYS, WORKSHEETS, Column, ColumnType, Worksheet

Value = str | int | float | date | datetime | time | None

_FORMATS: dict[type, str] = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm", time: "hh:mm", str: "@"}
_WIDTH_MAX_CHARACTERS = 48


def write_workbook(folder: Path, target: Path) -> int:
    """Write the workbook of a folder and say how many rows it holds below its headers.

    A worksheet is there for each ``<name>.csv`` of the folder, in the order of the shape; its first line
    holds canonical column names. The same folder gives the same bytes whatever the day. Raises ValueError at a value
    that its column cannot hold.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = ""
    book.properties.created = ALWAYS
    rows = 0
    for worksheet in (*WORKSHEETS, *OF_OTHERS):
        source = folder / f"{worksheet.name}.csv"
        if source.exists():
            header, *body = typed_rows(source, worksheet)
            _fill(book.create_sheet(worksheet.name), header, body)
            rows += len(body)
    written = io.BytesIO()
    book.save(written)
    target.write_bytes(undated(written))
    return rows


def typed_rows(source: Path, worksheet: Worksheet) -> Iterator[list[Value]]:
    """The header of a CSV file, then its rows, each value of the type that its column has in the sheet."""
    with source.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines)
        yield [*header]
        columns = [_column(worksheet, name) for name in header]
        for number, line in enumerate(lines, start=2):
            if len(line) != len(header):
                raise ValueError(f"{source.name}, line {number}: {len(line)} values under {len(header)} headers")
            keys = [_setting(line[0]) if column.type is ColumnType.SETTING else column for column in columns]
            yield [_value(text, column.type) for text, column in zip(line, keys, strict=True)]


def _base(name: str) -> str:
    """The name of a column without its language: title of title_fr."""
    stem, _, language = name.rpartition("_")
    return stem if language in LANGUAGES else name


def _column(worksheet: Worksheet, name: str) -> Column:
    try:
        return worksheet.column(name)
    except KeyError:
        return worksheet.column(_base(name))


def _setting(key: str) -> Column:
    return next(column for column in SETTING_KEYS if column.name in (key, _base(key)))


def _value(text: str, column_type: ColumnType) -> Value:
    if not text:
        return None
    if column_type is ColumnType.DAY:
        return date.fromisoformat(text)
    if column_type is ColumnType.NUMBER:
        return float(text) if "." in text else int(text)
    if column_type is ColumnType.MOMENT:
        return datetime.fromisoformat(text) if "-" in text else time.fromisoformat(text)
    return text


def _fill(sheet: Sheet, header: list[Value], body: list[list[Value]]) -> None:
    for row_number, row in enumerate([header, *body], start=1):
        for column_number, value in enumerate(row, start=1):
            if value is not None:
                cell = sheet.cell(row_number, column_number, value)
                cell.number_format = _FORMATS.get(type(value), "General")
    for column_number, name in enumerate(header, start=1):
        head = sheet.cell(1, column_number)
        head.font = Font(bold=True)
        head.alignment = Alignment(vertical="top")
        longest = max((len(str(row[column_number - 1] or "")) for row in body), default=0)
        width = min(max(longest, len(str(name)), 8), _WIDTH_MAX_CHARACTERS) + 2
        sheet.column_dimensions[get_column_letter(column_number)].width = width
    sheet.freeze_panes = "A2"
