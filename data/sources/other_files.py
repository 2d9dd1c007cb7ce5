"""Files of one worksheet as text (.csv), and workbooks of other programs (.ods, .xls), as the same raw grids.

Such a file says less than an .xlsx: error values, merged cells, hidden rows and links are not told.
"""

import csv
import hashlib
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from math import isfinite
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from data.grid import Cell, CellError, Chooses, Grid, Origin, Workbook
from data.sources import FailureKind, SourceError, wrong_workbook
from data.sources.package import OLE_CONTAINER, USUAL

Rows = list[list[Cell]]
TEXT_FILES = frozenset({".csv", ".tsv", ".txt"})
_DELIMITERS = (",", ";", "\t")
_CONTENT_BYTES_MAX = 100 * 2**20
_BLOCK_BYTES = 2**20
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT = f"{_OASIS}office:1.0 ", f"{_OASIS}text:1.0 "
_TABLE, _ROW, _FORMULA, _COLUMNS_REPEATED, _ROWS_REPEATED = (
    f"{_OASIS}table:1.0 {name}"
    for name in ("table", "table-row", "formula", "number-columns-repeated", "number-rows-repeated")
)
_SPACES = f"{_TEXT}c"
_CELLS = frozenset(f"{_OASIS}table:1.0 {name}" for name in ("table-cell", "covered-table-cell"))


def csv_rows(content: bytes, name: str) -> Rows:
    """The lines of a CSV file, parted by commas, semicolons or tabs, in UTF-8, else Windows-1252; raises
    ``SourceError``."""
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(FailureKind.NOT_A_WORKBOOK, f"{name} is not a text file")
    text = _decoded(content)
    outside_quotes = "".join(text.partition("\n")[0].split('"')[::2])
    delimiter = max(_DELIMITERS, key=outside_quotes.count)
    try:
        lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        return [[cell or None for cell in line] for line in lines]
    except csv.Error as error:
        raise SourceError(FailureKind.DAMAGED, f"{name} is damaged: {error}") from error


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _csv_title(path: Path, choose: Chooses) -> str:
    """The worksheet that a CSV file is, by its name: Contributions.csv, Road - Contributions.csv; raises
    ``SourceError`` for one of another name."""
    names = (path.stem, path.stem.rpartition(" - ")[2])
    for title in names:
        choice = choose([title])
        if title in choice.ours - choice.private:
            return title
    raise wrong_workbook([path.stem])


def _is_ods(content: bytes, name: str) -> bool:
    """Whether a package is a spreadsheet of LibreOffice and the like; raises ``SourceError`` for one out of bounds."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            if archive.read("mimetype").strip() != _ODS:
                return False
            with archive.open("content.xml") as part:
                extent = _Extent()
                while block := part.read(_BLOCK_BYTES):
                    if not extent.take(block):
                        raise SourceError(
                            FailureKind.TOO_LARGE,
                            f"{name} is too large: it spans more than {USUAL.cells} cells, or its texts take more than "
                            f"{USUAL.text_bytes // 2**20} MB",
                        )
                return extent.take(b"", is_last=True)
    except (BadZipFile, ExpatError, KeyError, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return False


class _Extent:
    """What the tables of a document span: a row or a cell may be there once and stand for a million."""

    def __init__(self) -> None:
        self._bytes = self._text = self._spanned = self._rows = self._columns = 0
        self._row = self._row_repeated = self._row_columns = self._place = 0
        self._cell_repeated = self._cell_text = 0
        self._is_filled = False
        self._parser = ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def take(self, block: bytes, *, is_last: bool = False) -> bool:
        """Whether all so far stays within bounds."""
        self._bytes += len(block)
        self._parser.Parse(block, is_last)
        cells = self._spanned + self._rows * self._columns
        return cells <= USUAL.cells and self._bytes <= _CONTENT_BYTES_MAX and self._text <= USUAL.text_bytes

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            self._cell_repeated = int(attributes.get(_COLUMNS_REPEATED, 1))
            self._cell_text = 0
            self._is_filled = any(of.startswith(_OFFICE) or of == _FORMULA for of in attributes)
        elif name == _ROW:
            self._row_repeated = int(attributes.get(_ROWS_REPEATED, 1))
            self._place = self._row_columns = 0
        elif name == _TABLE:
            self._spanned += self._rows * self._columns
            self._rows = self._columns = self._row = 0
        elif name.startswith(_TEXT):
            self._is_filled = True
            self._cell_text += int(attributes.get(_SPACES, 1))

    def _characters(self, text: str) -> None:
        self._cell_text += len(text)

    def _end(self, name: str) -> None:
        if name in _CELLS:
            self._place += self._cell_repeated
            if self._is_filled:
                self._row_columns = self._place
                self._text += self._cell_text * self._cell_repeated * self._row_repeated
        elif name == _ROW:
            self._row += self._row_repeated
            if self._row_columns:
                self._rows = self._row
                self._columns = max(self._columns, self._row_columns)


def other_workbook(path: Path, content: bytes, choose: Chooses) -> Workbook | None:
    """The chosen worksheets of an .ods or .xls workbook; None where it is none that can be read.

    Raises ``SourceError`` for one without a worksheet of ours.
    """
    if not (content.startswith(OLE_CONTAINER) or _is_ods(content, path.name)):
        return None
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            return _chosen(path, content, workbook, choose)
    except CalamineError:
        return None
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            return None
        raise


def _chosen(path: Path, content: bytes, workbook: CalamineWorkbook, choose: Chooses) -> Workbook:
    hidden = {
        sheet.name: sheet.visible != SheetVisibleEnum.Visible
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
    }

    def grid(title: str) -> Grid:
        return Grid(title, rows_of(workbook.get_sheet_by_name(title)), hidden=hidden[title])

    choice = choose(list(hidden))
    if choice.columns is not None:
        choice = choose(list(hidden), grid(choice.columns))
    chosen = [title for title in hidden if title in choice.ours - choice.private]
    if not chosen and not choice.private:
        raise wrong_workbook(list(hidden))
    others = (title for title in hidden if title not in (*chosen, *choice.private) and not hidden[title])
    return Workbook(
        Origin("file", path.name), tuple(map(grid, chosen)), others=tuple(others), digest=digest_of(content)
    )


def text_workbook(path: Path, content: bytes, choose: Chooses) -> Workbook:
    """The one worksheet that a CSV file is, by its name; raises ``SourceError``."""
    title = _csv_title(path, choose)
    return Workbook(Origin("file", path.name), (Grid(title, csv_rows(content, path.name)),), digest=digest_of(content))


def digest_of(content: bytes) -> str:
    """The same for the same bytes."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


_EMPTY = ""
_PLAIN_TYPES = {str, bool, type(None), datetime, date, time}


def rows_of(sheet: CalamineSheet) -> Rows:
    """The cells of a worksheet from A1 on, row by row, so that it is not there twice."""
    before: list[Cell] = [None] * (sheet.start[1] if sheet.start else 0)
    rows = map(_cells_of, sheet.iter_rows())
    return [before + row if row else row for row in rows] if before else list(rows)


def _cells_of(values: list[Any]) -> list[Cell]:
    """The cells of a row as the reader of workbooks hands them over, without the empty ones at its end."""
    # There is one empty text, and a day takes long to say that it is not equal to it.
    while values and values[-1] is _EMPTY:
        values.pop()
    row: list[Cell] = [None if value is _EMPTY else value for value in values]
    if not _PLAIN_TYPES.issuperset(map(type, row)):
        return [_cell(value) for value in row]
    return row


def _cell(value: Any) -> Cell:  # noqa: ANN401 - whatever the reader hands over
    if isinstance(value, float) and not isfinite(value):
        return CellError("#NUM!")
    if isinstance(value, timedelta):
        # A duration such as 17:30 under an [h]:mm format; spreadsheets count it in days.
        if timedelta() <= value < timedelta(days=1):
            return (datetime(1900, 1, 1) + value).time()  # noqa: DTZ001 - a time of day has no zone
        return value / timedelta(days=1)
    return value
