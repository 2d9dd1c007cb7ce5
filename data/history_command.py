"""The history of the sheet without a browser: ``python -m data history``, and its import, export and forget."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from data.exports.tables import to_csv
from data.grid import Cell, CellError, Workbook
from data.history.record import Record, SeenChange
from data.messages.changes import change_sentence, row_names
from data.reading.keys import identity, text_of
from data.road import Road
from data.sources.file import read_file
from data.store import fingerprint
from data.words import Words

_DATED_NAME = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T _-]?(\d{2})[-:h]?(\d{2}))?")
_HEADER = ("not_before", "seen_on", "worksheet", "kind", "row", "key", "column", "old", "new")


def told(record: Record, road: Road, *, since: date | None, as_json: bool, words: Words) -> str:
    """What was changed after the day ``since``, a line a change, or as JSON; each ends its line."""
    zone = road.settings.timezone
    start = None if since is None else datetime.combine(since, time(), zone) + timedelta(days=1)
    names = row_names(road, words)
    found = [(seen, change_sentence(seen.change, names, words)) for seen in record.changes(start)]
    if as_json:
        content = [dict(zip(_HEADER, _cells(seen), strict=True)) | {"sentence": sentence} for seen, sentence in found]
        return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    return "".join(
        f"{seen.reading.first_seen.astimezone(zone):%Y-%m-%d %H:%M}  {sentence}\n" for seen, sentence in found
    )


def _cells(seen: SeenChange) -> tuple[object, ...]:
    reading, change = seen.reading, seen.change
    return (
        reading.before.isoformat() if reading.before else None,
        reading.first_seen.isoformat(),
        change.worksheet,
        change.kind.value,
        change.number or None,
        change.key,
        change.column,
        text_of(change.old),
        text_of(change.new),
    )


def brought_in(record: Record, folder: Path) -> int:
    """Old copies of the workbook in a folder become history, dated by their names, else by their files' times (UTC).

    Returns how many said something new. Raises ``ValueError`` for one that is not older than the record,
    ``SourceError`` for one that is no workbook.
    """
    copies = sorted((_dated(path), path) for path in folder.glob("*.xlsx") if not path.name.startswith("~"))
    if not copies:
        raise ValueError(f"{folder} holds no .xlsx file")
    read_copies = [(at, read_file(path)) for at, path in copies]
    return record.note_earlier([(at, workbook, fingerprint(workbook)) for at, workbook in read_copies])


def _dated(path: Path) -> datetime:
    if found := _DATED_NAME.search(path.stem):
        year, month, day, hour, minute = (int(part or 0) for part in found.groups())
        try:
            return datetime(year, month, day, hour, minute, tzinfo=UTC)
        except ValueError:
            pass
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def taken_out(record: Record, folder: Path) -> int:
    """Write the record as files: a workbook a reading kept whole, every change as CSV; how many workbooks."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = record.whole()
    for reading, workbook in whole:
        _write(workbook, folder / f"{reading.first_seen:%Y-%m-%d_%H%M}.xlsx")
    changes = pd.DataFrame([_cells(seen) for seen in record.changes()], columns=list(_HEADER))
    (folder / "changes.csv").write_bytes(to_csv(changes))
    return len(whole)


def _write(workbook: Workbook, path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for grid in workbook.grids:
        sheet = book.create_sheet(grid.title)
        for number, row in enumerate(grid.rows, 1):
            for place, cell in enumerate(row, 1):
                if cell is not None:
                    written = sheet.cell(number, place)
                    written.value = cell.code if isinstance(cell, CellError) else _writable(cell)
                    if isinstance(cell, str):
                        # A text that begins with = is a text.
                        written.data_type = "s"
    book.save(path)


def _writable(cell: Cell) -> object:
    return ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell


def forgotten(record: Record, names: Sequence[str]) -> int:
    """Take the contributions with these ids out of every reading; how many readings held one."""
    return sum(record.forget("Contributions", identity(name)) for name in names)
