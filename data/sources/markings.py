"""What the fast reader of cells does not tell: errors, formulas without a value, merges, hidden rows, true size."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import unescape

from openpyxl.utils import column_index_from_string

from data.grid import CellError
from data.sources.package import Package

SHARED_TEXTS = "xl/sharedStrings.xml"
ROW_BYTES_MAX = 32 * 2**20
MERGES_MAX = 10_000
_COLUMNS_BY_LETTERS = {1: 26, 2: 702, 3: 16_384}


@dataclass
class Markings:
    """What one worksheet's XML says beside its plain values. Rows and columns are 1-based."""

    errors: dict[tuple[int, int], CellError] = field(default_factory=dict)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    shared_references: int = 0


@dataclass(frozen=True)
class _Dialect:
    """The patterns of a sheet whose elements carry a namespace prefix such as ``x:`` (mostly none).

    Each pattern begins with literal bytes: over a hundred megabytes that is the difference between 0.1 s and 2 s.
    """

    row_start: bytes
    cell_end: bytes
    sheet_end: bytes
    row: re.Pattern[bytes]
    numbered_row: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    formula: re.Pattern[bytes]
    value: re.Pattern[bytes]
    merge: re.Pattern[bytes]


_ERROR = re.compile(rb"""t=["']e["']""")
_ROW_NUMBER = re.compile(rb"""\sr=["'](\d{1,9})["']""")
_REFERENCE = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,9})["']""")
_HIDDEN = re.compile(rb"""\shidden=["'](?:1|true)["']""")
_TEXT_RESULT = re.compile(rb"""\st=["']str["']""")
_SHARED = re.compile(rb"""\st=["']s["']""")
_ROOT = re.compile(rb"<(?:(\w+):)?worksheet[\s>]")


def _dialect(prefix: bytes) -> _Dialect:
    escaped = re.escape(prefix)
    return _Dialect(
        row_start=b"<" + prefix + b"row",
        cell_end=b"</" + prefix + b"c>",
        sheet_end=b"</" + prefix + b"worksheet",
        row=re.compile(b"<" + escaped + rb"row(?=[\s/>])[^>]*"),
        numbered_row=re.compile(b"<" + escaped + rb"""row(?: r=["'](\d{1,9})["'])?"""),
        cell=re.compile(b"<" + escaped + rb"c(?=[\s/>])[^>]*"),
        formula=re.compile(b"<" + escaped + rb"f[\s/>]"),
        value=re.compile(b"<" + escaped + rb"v(?:\s[^>]*)?>([^<]*)"),
        merge=re.compile(b"<" + escaped + rb"""mergeCell\s[^>]*?ref=["']([A-Z0-9:]{2,30})["']"""),
    )


def scan(package: Package, part: str, title: str) -> Markings:
    """The markings of one worksheet; raises ``SourceError`` where it is cut or spans too many cells."""
    markings = Markings()
    last_row = previous_row = 0
    deep, letters, has_shared_texts = False, 1, package.has(SHARED_TEXTS)
    block, dialect = b"", _dialect(b"")
    for block, dialect in _whole_rows(package, part):
        numbers = _row_numbers(block, dialect, previous_row)
        previous_row = numbers[-1] if numbers else previous_row
        last_row = max(last_row, *numbers, 0)
        if b"hidden=" in block:
            rows = zip(dialect.row.findall(block), numbers, strict=True)
            markings.hidden_rows |= {number for row, number in rows if _HIDDEN.search(row)}
        if has_shared_texts:
            markings.shared_references += block.count(b't="s"') + block.count(b"t='s'")
        _mark_cells(block, dialect, markings, numbers)
        if b"mergeCell" in block and len(markings.merged) < MERGES_MAX:
            markings.merged += [ref.decode() for ref in dialect.merge.findall(block)]
        # Cells further to the right than any before, and cells that claim a row far below the one they stand in.
        far = rb"\d{%d}" % (len(str(last_row)) + 1)
        if re.search(rb"""r=["'][A-Z]{1,%d}(?:[A-Z]|%b)""" % (letters, far), block):
            deep = deep or re.search(rb"""r=["'][A-Z]{1,3}%b""" % far, block) is not None
            while letters < 3 and re.search(rb"""r=["'][A-Z]{%d}""" % (letters + 1), block):
                letters += 1
    if dialect.sheet_end not in block:
        raise package.damaged(f"its worksheet {title} is cut short")
    if deep or last_row * _COLUMNS_BY_LETTERS[letters] > package.bounds.cells:
        _check_extent(package, part, title)
    return markings


def _row_numbers(block: bytes, dialect: _Dialect, previous: int) -> list[int]:
    """The numbers of the rows of a block; one that carries none follows the one before."""
    typed = dialect.numbered_row.findall(block)
    if b"" not in typed:
        return list(map(int, typed))
    numbers = []
    for row in dialect.row.findall(block):
        found = _ROW_NUMBER.search(row)
        previous = int(found.group(1)) if found else previous + 1
        numbers.append(previous)
    return numbers


def _whole_rows(package: Package, part: str) -> Iterator[tuple[bytes, _Dialect]]:
    """The sheet in blocks that begin and end between rows."""
    rest = b""
    dialect = None
    for chunk in package.chunks(part):
        rest += chunk
        if dialect is None:
            root = _ROOT.search(rest)
            if root is None:
                if len(rest) > ROW_BYTES_MAX:
                    raise package.damaged("a worksheet does not begin as one")
                continue
            dialect = _dialect(root.group(1) + b":" if root.group(1) else b"")
        cut = rest.rfind(dialect.row_start)
        if cut > 0:
            yield rest[:cut], dialect
            rest = rest[cut:]
        if len(rest) > ROW_BYTES_MAX:
            raise package.too_large(f"one of its rows has more than {ROW_BYTES_MAX // 2**20} MB")
    if dialect is None:
        raise package.damaged("a worksheet does not begin as one")
    yield rest, dialect


def _mark_cells(block: bytes, dialect: _Dialect, markings: Markings, row_numbers: list[int]) -> None:
    errors = [found.start() for found in _ERROR.finditer(block)]
    formulas = [found.start() for found in dialect.formula.finditer(block)]
    if not errors and not formulas:
        return
    places = _Places(block, dialect, row_numbers)
    for position in errors:
        start = block.rfind(b"<", 0, position)
        cell = dialect.cell.match(block, start)
        if cell is None or cell.end() < position:
            continue
        end = block.find(dialect.cell_end, position)
        value = dialect.value.search(block, cell.end(), end if end >= 0 else len(block))
        if value is not None:
            code = unescape(value.group(1).decode("utf-8", "replace")).strip()
            markings.errors[places.of(start, cell.group())] = CellError(code[:40] or "#N/A")
    cell_start = dialect.row_start[:-3] + b"c"
    for position in formulas:
        start = block.rfind(cell_start, 0, position)
        cell = dialect.cell.match(block, start) if start >= 0 else None
        end = block.find(dialect.cell_end, position)
        if cell is None or end < 0:
            continue
        value = dialect.value.search(block, position, end)
        empty_text = value is not None and _TEXT_RESULT.search(cell.group())
        if (value is None or not value.group(1)) and not empty_text:
            markings.uncalculated.add(places.of(start, cell.group()))


class _Places:
    """Where a cell of a block stands. Nearly every writer says so on the cell; else it is counted from its row on."""

    def __init__(self, block: bytes, dialect: _Dialect, row_numbers: list[int]) -> None:
        self._block = block
        self._dialect = dialect
        self._row_numbers = row_numbers
        self._counted: dict[int, tuple[int, int]] = {}

    def of(self, start: int, cell: bytes) -> tuple[int, int]:
        """(row, column) of the cell that begins at ``start``."""
        reference = _REFERENCE.search(cell)
        if reference:
            return int(reference.group(2)), column_index_from_string(reference.group(1).decode())
        if not self._counted:
            self._count()
        return self._counted[start]

    def _count(self) -> None:
        rows = [found.start() for found in self._dialect.row.finditer(self._block)]
        ends = [*rows[1:], len(self._block)]
        for number, first, last in zip(self._row_numbers, rows, ends, strict=True):
            column = 0
            for found in self._dialect.cell.finditer(self._block, first, last):
                reference = _REFERENCE.search(found.group())
                column = column_index_from_string(reference.group(1).decode()) if reference else column + 1
                self._counted[found.start()] = (number, column)


def _check_extent(package: Package, part: str, title: str) -> None:
    """Whether the rectangle that holds every cell with content stays within bounds.

    The reader of cells lays that rectangle out whole: one stray value in the last row of the last column of an almost
    empty sheet would cost gigabytes.
    """
    last_row = last_column = previous_row = 0
    for block, dialect in _whole_rows(package, part):
        numbers = _row_numbers(block, dialect, previous_row)
        previous_row = numbers[-1] if numbers else previous_row
        places = _Places(block, dialect, numbers)
        for found in dialect.cell.finditer(block):
            cell, after = found.group(), found.end()
            if not cell.endswith(b"/") and not block.startswith(dialect.cell_end, after + 1):
                row, column = places.of(found.start(), cell)
                last_row, last_column = max(last_row, row), max(last_column, column)
    if last_row * last_column > package.bounds.cells:
        raise package.too_large(f"its worksheet {title} spans {last_row} rows and {last_column} columns")


def shared_text_bytes(package: Package, sheets: Mapping[str, Markings]) -> int:
    """At most so many bytes of text, once the shared texts are written out at every cell that refers to one.

    ``sheets`` is by part. A text of 30 kB that a million cells share is small in the file and not in memory.
    """
    shared = b"".join(package.chunks(SHARED_TEXTS))
    sizes = [len(item) for item in re.split(rb"<(?:\w+:)?si[\s>/]", shared)[1:]]
    longest = max(sizes, default=0)
    at_most = longest * sum(markings.shared_references for markings in sheets.values())
    if at_most <= package.bounds.text_bytes:
        return at_most
    total = 0
    for part in sheets:
        for block, dialect in _whole_rows(package, part):
            for found in dialect.cell.finditer(block):
                if _SHARED.search(found.group()):
                    value = dialect.value.match(block, found.end() + 1)
                    index = int(value.group(1)) if value and value.group(1).isdigit() else len(sizes)
                    total += sizes[index] if index < len(sizes) else 0
    return total
