"""The source for an .xlsx file."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import NoReturn
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.utils import column_index_from_string
from python_calamine import CalamineError, CalamineWorkbook

from data.grid import Chooses, Grid, Origin, Workbook, everything
from data.sources import FailureKind, SourceError, wrong_workbook
from data.sources.markings import SHARED_TEXTS, Markings, scan, shared_text_bytes
from data.sources.other_files import TEXT_FILES, Rows, digest_of, other_workbook, rows_of, text_workbook
from data.sources.package import USUAL, Bounds, Package, SheetPart, file_bytes

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*/>")


class FileSource:
    """An .xlsx (or .xlsm) file on this machine."""

    def __init__(self, path: Path, choose: Chooses = everything) -> None:
        self.path = path
        self._choose = choose

    def __repr__(self) -> str:
        return f"FileSource({str(self.path)!r})"

    @property
    def origin(self) -> Origin:
        """The file's name; it has no web address."""
        return Origin("file", self.path.name)

    def version(self) -> tuple[int, int] | None:
        """Changes whenever the file does: (mtime in ns, size in bytes), None where there is no file."""
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size

    def read(self) -> Workbook:
        """All worksheets as the file has them now; raises ``SourceError``."""
        return read_file(self.path, self._choose)


def read_file(path: Path, choose: Chooses = everything) -> Workbook:
    """The chosen worksheets of an .xlsx file as raw grids, each cell at its own row and column; raises ``SourceError``.
    So are those of an .ods or .xls workbook, and a .csv file, which is one worksheet.

    Dates, times and booleans are what the cells' formats say they are; text is never parsed into anything. A formula
    counts by the value stored with it.
    """
    content = file_bytes(path)
    try:
        return workbook_in(content, path, choose)
    except SourceError as refusal:
        other = other_workbook(path, content, choose) if refusal.kind is FailureKind.OLD_WORKBOOK else None
        if other is None:
            raise
        return other


def workbook_in(content: bytes, path: Path, choose: Chooses = everything, bounds: Bounds = USUAL) -> Workbook:
    """What ``read_file`` hands over of an .xlsx or .csv file at ``path``, from its bytes; raises ``SourceError``."""
    if path.suffix.lower() in TEXT_FILES:
        return text_workbook(path, content, choose)
    package = Package(content, path.name, bounds)
    all_sheets = package.sheets()
    titles = [sheet.title for sheet in all_sheets]
    choice = choose(titles)
    tying = [sheet for sheet in all_sheets if sheet.title == choice.columns]
    if tying:
        choice = choose(titles, *_grids(package, content, tying[:1]))
    sheets = [sheet for sheet in all_sheets if sheet.title in choice.ours - choice.private]
    if not sheets and not choice.private:
        raise wrong_workbook(titles)
    others = tuple(
        sheet.title
        for sheet in all_sheets
        if not (sheet in sheets or sheet.hidden) and sheet.title not in choice.private
    )
    grids = _grids(package, content, sheets)
    return Workbook(Origin("file", path.name), grids, others=others, digest=digest_of(content))


def _grids(package: Package, content: bytes, sheets: Sequence[SheetPart]) -> tuple[Grid, ...]:
    """These worksheets, looked through for what is past a bound before the reader of cells lays any of it out."""
    markings = {sheet.part: scan(package, sheet.part, sheet.title) for sheet in sheets}
    package.check_other_parts(set(markings))
    if package.has(SHARED_TEXTS) and shared_text_bytes(package, markings) > package.bounds.text_bytes:
        raise package.too_large(f"its texts take more than {package.bounds.text_bytes // 2**20} MB")
    return tuple(
        replace(_grid(sheet, rows, markings[sheet.part]), links=_links(package.hyperlinks(sheet.part)))
        for sheet, rows in _rows(package, content, sheets)
    )


def _rows(package: Package, content: bytes, sheets: Sequence[SheetPart]) -> list[tuple[SheetPart, Rows]]:
    try:
        return _rows_in(content, sheets)
    except CalamineError:
        # Old programs say "1:49" where the reader of cells wants "A1:G49". Nothing needs to be told the size.
        content = without_dimensions(content, {sheet.part for sheet in sheets})
    except BaseException as error:
        _raise_panic(package, error)
    try:
        return _rows_in(content, sheets)
    except CalamineError as error:
        raise package.damaged("its worksheets cannot be read") from error
    except BaseException as error:
        _raise_panic(package, error)


def _rows_in(content: bytes, sheets: Sequence[SheetPart]) -> list[tuple[SheetPart, Rows]]:
    with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
        return [(sheet, rows_of(workbook.get_sheet_by_name(sheet.title))) for sheet in sheets]


def without_dimensions(content: bytes, parts: Set[str]) -> bytes:
    """The same package, its worksheets saying nothing of the range they fill."""
    written = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(written, "w", ZIP_DEFLATED) as after:
        for item in before.infolist():
            found = before.read(item)
            if item.filename in parts:
                found = _DIMENSION.sub(b"", found, count=1)
            after.writestr(item.filename, found)
    return written.getvalue()


def _raise_panic(package: Package, error: BaseException) -> NoReturn:
    # A panic of the reader's Rust code arrives as a BaseException of its own, which nobody else would catch.
    if type(error).__name__ == "PanicException":
        raise package.damaged("its worksheets cannot be read") from None
    raise error


def _links(by_reference: Mapping[str, str]) -> dict[tuple[int, int], str]:
    """Addresses by (row, column), 1-based, of single cells; a range counts by its first."""
    found: dict[tuple[int, int], str] = {}
    for reference, address in by_reference.items():
        if cell := _CELL.match(reference):
            found[int(cell[2]), column_index_from_string(cell[1])] = address
    return found


def _grid(sheet: SheetPart, rows: Rows, markings: Markings) -> Grid:
    for (row_number, column_number), error in markings.errors.items():
        rows.extend([] for _ in range(row_number - len(rows)))
        row = rows[row_number - 1]
        row.extend([None] * (column_number - len(row)))
        row[column_number - 1] = error
    while rows and not rows[-1]:
        rows.pop()
    return Grid(
        sheet.title,
        rows,
        hidden=sheet.hidden,
        merged=tuple(markings.merged),
        hidden_rows=frozenset(markings.hidden_rows),
        uncalculated=frozenset(markings.uncalculated),
    )
