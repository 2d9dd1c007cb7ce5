"""The record of a source: every changed reading and what it changed, in one SQLite file beside the kept snapshot.

The reading process writes, whoever looks reads. A reading is kept whole, compressed, until a later one of the same day
(UTC) is; what changed is kept for good, so that a reading no longer kept whole is made again from a later one.
"""

import json
import logging
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import finalize

from data.grid import Cell, Workbook
from data.history.changes import Change, ChangeKind, applied, changes_between, undone
from data.history.packing import Packing
from data.history.tables import Tables, tables_of, workbook_of
from data.sources.written import cell_from, cell_to, workbook_from, written

_log = logging.getLogger(__name__)

VERSION = 2
BUSY_SECONDS = 5.0
DAY_SECONDS = 24 * 60 * 60

_SCHEMA = """
CREATE TABLE readings (
    number INTEGER PRIMARY KEY,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    content BLOB
);
CREATE TABLE changes (
    reading INTEGER NOT NULL REFERENCES readings (number),
    worksheet TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    place INTEGER NOT NULL,
    old TEXT,
    new TEXT,
    cells TEXT
);
CREATE TABLE forgotten (last INTEGER NOT NULL);
CREATE INDEX changes_of_reading ON changes (reading);
CREATE INDEX readings_by_first_seen ON readings (first_seen);
"""


@dataclass(frozen=True)
class ReadingKept:
    """One changed reading: its ``number``, when it was first and last seen (UTC), the fingerprint of its content.

    What it changed was changed after ``before`` (when the reading before it was last seen; None for the first) and not
    after ``first_seen``.
    """

    number: int
    first_seen: datetime
    last_seen: datetime
    fingerprint: str
    before: datetime | None


@dataclass(frozen=True)
class SeenChange:
    """A change, and the reading that first showed it."""

    reading: ReadingKept
    change: Change


class Record:
    """What is kept of one source. ``path`` is the file; raises ``OSError`` where its folder cannot be made.

    A damaged file is set aside, ``was_damaged`` says so, and a new one begun.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.was_damaged = False
        self._last: tuple[int, str, Tables] | None = None
        self._packing = Packing()
        self._watching = Lock()
        self._watch: sqlite3.Connection | None = None
        self._seen: tuple[int, tuple[int, int]] | None = None
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._prepare()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise OSError(f"the record cannot be opened: {error}") from None
            _log.warning("the record of the sheet was damaged (%s): set aside, a new one begun", error)
            self.was_damaged = True
            path.replace(path.with_suffix(".damaged"))
            for tail in ("-wal", "-shm"):
                path.with_name(path.name + tail).unlink(missing_ok=True)
            self._prepare()

    def _prepare(self) -> None:
        if not self._path.exists():
            self._path.touch(mode=0o600)
        with self._opened() as database:
            database.execute("PRAGMA journal_mode = WAL")
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version > VERSION:
                raise OSError(f"the record was written by a later version ({version})")
            if version == 0:
                database.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
            elif database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("quick_check")
            elif version == 1:
                migration = "CREATE TABLE IF NOT EXISTS forgotten (last INTEGER NOT NULL)"
                database.executescript(f"BEGIN; {migration}; PRAGMA user_version = {VERSION}; COMMIT;")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=BUSY_SECONDS)) as database:
            database.execute("PRAGMA synchronous = NORMAL")
            with database:
                yield database

    def note(
        self, workbook: Workbook, fingerprint: str, at: datetime, confirmed_at: datetime | None = None
    ) -> tuple[Change, ...]:
        """Keep a good reading made ``at`` (aware); returns what it changed, empty where it says what the last one said.

        ``confirmed_at`` is when the source was last known to say what the reading before said, where that is later
        than the last note. Raises ``sqlite3.Error`` where it cannot be written.
        """
        moment = _seconds(at)
        with self._opened() as database:
            database.execute("BEGIN IMMEDIATE")
            last = database.execute(
                "SELECT number, fingerprint, first_seen FROM readings ORDER BY number DESC LIMIT 1"
            ).fetchone()
            if last and last[1] == fingerprint:
                database.execute(
                    "UPDATE readings SET last_seen = max(last_seen, ?) WHERE number = ?", (moment, last[0])
                )
                return ()
            if last and confirmed_at:
                database.execute(
                    "UPDATE readings SET last_seen = max(last_seen, min(?, ?)) WHERE number = ?",
                    (_seconds(confirmed_at), moment, last[0]),
                )
            after = tables_of(workbook)
            before = self._tables_of_last(database, last[0]) if last else {}
            changes = changes_between(before, after) if last else ()
            number = last[0] + 1 if last else 1
            _insert(database, number, moment, fingerprint, self._packing.packed(written(workbook)), changes)
            if last and last[2] // DAY_SECONDS == moment // DAY_SECONDS:
                database.execute("UPDATE readings SET content = NULL WHERE number = ?", (last[0],))
        self._last = (number, fingerprint, after)
        return changes

    def note_earlier(self, readings: Sequence[tuple[datetime, Workbook, str]]) -> int:
        """Put readings before all that is on record, the oldest first; how many of them said something new.

        Each is (moment, workbook, fingerprint). Raises ``ValueError`` where one is not before the first on record.
        """
        with self._opened() as database:
            database.execute("BEGIN IMMEDIATE")
            first = database.execute("SELECT number, first_seen FROM readings ORDER BY number LIMIT 1").fetchone()
            if first and readings and _seconds(readings[-1][0]) >= first[1]:
                raise ValueError(f"the record begins on {_moment(first[1]).date()}; older copies only")
            new: list[tuple[datetime, Workbook, str, tuple[Change, ...]]] = []
            before: Tables | None = None
            for at, workbook, fingerprint in readings:
                after = tables_of(workbook)
                changes = () if before is None else changes_between(before, after)
                if before is None or changes:
                    new.append((at, workbook, fingerprint, changes))
                before = after
            number = (first[0] if first else len(new) + 1) - len(new)
            for at, workbook, fingerprint, changes in new:
                moment = _seconds(at)
                _insert(database, number, moment, fingerprint, self._packing.packed(written(workbook)), changes)
                number += 1
            if first and before is not None:
                following = changes_between(before, tables_of(_workbook_at(database, first[0])))
                _insert_changes(database, first[0], following)
        return len(new)

    def _tables_of_last(self, database: sqlite3.Connection, number: int) -> Tables:
        if self._last is not None and self._last[0] == number:
            return self._last[2]
        (content,) = database.execute("SELECT content FROM readings WHERE number = ?", (number,)).fetchone()
        return tables_of(_unpacked(content))

    def whole(self) -> list[tuple[ReadingKept, Workbook]]:
        """The readings that are kept whole, the oldest first."""
        with self._opened() as database:
            rows = database.execute(f"{_READINGS} WHERE r.content IS NOT NULL ORDER BY r.number").fetchall()
            return [(_reading(row), _workbook_at(database, row[0])) for row in rows]

    def readings(self) -> list[ReadingKept]:
        """All changed readings, the oldest first."""
        with self._opened() as database:
            return [_reading(row) for row in database.execute(f"{_READINGS} ORDER BY r.number")]

    def reading(self, number: int) -> ReadingKept | None:
        """The reading of that number; None where there is none."""
        with self._opened() as database:
            row = database.execute(f"{_READINGS} WHERE r.number = ?", (number,)).fetchone()
            return _reading(row) if row else None

    def reading_of(self, fingerprint: str) -> ReadingKept | None:
        """The latest reading that said this; None where none on record does."""
        with self._opened() as database:
            query = f"{_READINGS} WHERE r.fingerprint = ? ORDER BY r.number DESC LIMIT 1"
            row = database.execute(query, (fingerprint,)).fetchone()
            return _reading(row) if row else None

    def version(self) -> tuple[int, int]:
        """Another one whenever what is on record is: the number of the latest reading, and how often rows were taken
        out."""
        with self._watching:
            if self._watch is None:
                # It stays open, so that it can tell at once whether another one has written; it never writes itself.
                self._watch = sqlite3.connect(self._path, timeout=BUSY_SECONDS, check_same_thread=False)
                finalize(self, self._watch.close)
            (written,) = self._watch.execute("PRAGMA data_version").fetchone()
            if self._seen is None or self._seen[0] != written:
                (number,) = self._watch.execute("SELECT coalesce(max(number), 0) FROM readings").fetchone()
                (times,) = self._watch.execute("SELECT count(*) FROM forgotten").fetchone()
                self._seen = written, (number, times)
            return self._seen[1]

    def counts(self) -> list[tuple[datetime, int]]:
        """How many changes were first seen within each quarter of an hour that saw any, by a moment within it."""
        with self._opened() as database:
            rows = database.execute(
                "SELECT max(r.first_seen), count(*) FROM changes c JOIN readings r ON r.number = c.reading"
                " GROUP BY r.first_seen / 900 ORDER BY 1"
            )
            return [(_moment(seconds), n) for seconds, n in rows]

    def changes(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        worksheet: str | None = None,
        key: str | None = None,
    ) -> list[SeenChange]:
        """Changes first seen after ``since`` and not after ``until`` (aware), the oldest first; of one row if asked."""
        conditions, values = ["1"], []
        for condition, value in (
            ("r.first_seen > ?", since and _seconds(since)),
            ("r.first_seen <= ?", until and _seconds(until)),
            ("c.worksheet = ?", worksheet),
            ("c.key = ?", key),
        ):
            if value is not None:
                conditions.append(condition)
                values.append(value)
        query = f"{_CHANGES} WHERE {' AND '.join(conditions)} ORDER BY c.reading, c.rowid"
        with self._opened() as database:
            known: dict[int, ReadingKept] = {}
            found = []
            for row in database.execute(query, values):
                reading = known.get(row[0]) or known.setdefault(row[0], _reading(row[:5]))
                found.append(SeenChange(reading, _change(row[5:])))
            return found

    def workbook_at(self, number: int) -> Workbook | None:
        """What reading ``number`` said: as it was kept, or made again from the next one kept; None for no such one."""
        with self._opened() as database:
            if database.execute("SELECT 1 FROM readings WHERE number = ?", (number,)).fetchone() is None:
                return None
            return _workbook_at(database, number)

    def forget(self, worksheet: str, key: str) -> int:
        """Take a row out of every reading and change (a person's right); how many readings held it.

        Citations keep their number and fingerprint; a reading that held the row no longer says it. That rows were taken
        out is kept, and no word of which.
        """
        touched = 0
        with self._opened() as database:
            database.execute("BEGIN IMMEDIATE")
            of_changes = database.execute(
                "DELETE FROM changes WHERE worksheet = ? AND (key = ? OR old = ?)", (worksheet, key, _cell_text(key))
            ).rowcount
            kept = database.execute("SELECT number, content FROM readings WHERE content IS NOT NULL").fetchall()
            for number, content in kept:
                workbook = _unpacked(content)
                tables = dict(tables_of(workbook))
                table = tables.get(worksheet)
                if table is None or key not in table.rows:
                    continue
                touched += 1
                left = self._packing.packed(written(_without_row(workbook, table.title, table.rows[key].number)))
                database.execute("UPDATE readings SET content = ? WHERE number = ?", (left, number))
            if touched or of_changes:
                database.execute("INSERT INTO forgotten SELECT coalesce(max(number), 0) FROM readings")
        with closing(sqlite3.connect(self._path, timeout=BUSY_SECONDS)) as database:
            database.execute("VACUUM")
        self._last, self._packing = None, Packing()
        return touched

    def forgotten_from(self, number: int) -> int:
        """How many rows were taken out of the record since that reading, which may have held them."""
        with self._opened() as database:
            return database.execute("SELECT count(*) FROM forgotten WHERE last >= ?", (number,)).fetchone()[0]


_READINGS = """
SELECT r.number, r.first_seen, r.last_seen, r.fingerprint,
    (SELECT b.last_seen FROM readings b WHERE b.number = r.number - 1)
FROM readings r"""
_CHANGES = """
SELECT r.number, r.first_seen, r.last_seen, r.fingerprint,
    (SELECT b.last_seen FROM readings b WHERE b.number = r.number - 1),
    c.worksheet, c.kind, c.key, c.number, c.name, c.place, c.old, c.new, c.cells
FROM changes c JOIN readings r ON r.number = c.reading"""


def _workbook_at(database: sqlite3.Connection, number: int) -> Workbook:
    kept_number, content = database.execute(
        "SELECT number, content FROM readings WHERE number >= ? AND content IS NOT NULL ORDER BY number LIMIT 1",
        (number,),
    ).fetchone()
    workbook = _unpacked(content)
    if kept_number == number:
        return workbook
    rows = database.execute(
        f"{_CHANGES} WHERE c.reading > ? AND c.reading <= ? ORDER BY c.reading, c.rowid", (number, kept_number)
    )
    changes = [_change(row[5:]) for row in rows]
    return workbook_of(applied(tables_of(workbook), undone(changes)), workbook)


def _insert(
    database: sqlite3.Connection,
    number: int,
    moment: int,
    fingerprint: str,
    content: bytes,
    changes: Sequence[Change],
) -> None:
    database.execute("INSERT INTO readings VALUES (?, ?, ?, ?, ?)", (number, moment, moment, fingerprint, content))
    _insert_changes(database, number, changes)


def _insert_changes(database: sqlite3.Connection, number: int, changes: Sequence[Change]) -> None:
    database.executemany(
        "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [_row(number, change) for change in changes]
    )


def _without_row(workbook: Workbook, title: str, number: int) -> Workbook:
    grids = tuple(
        replace(grid, rows=[() if index == number else row for index, row in enumerate(grid.rows, 1)])
        if grid.title == title
        else grid
        for grid in workbook.grids
    )
    return replace(workbook, grids=grids, digest=None)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _reading(row: Sequence[Any]) -> ReadingKept:
    number, first_seen, last_seen, fingerprint, before = row
    return ReadingKept(
        number,
        _moment(first_seen),
        _moment(last_seen),
        fingerprint,
        None if before is None else _moment(before),
    )


def _row(number: int, change: Change) -> tuple[object, ...]:
    cells = None
    if change.cells is not None:
        cells = json.dumps({name: cell_to(cell) for name, cell in change.cells.items()}, ensure_ascii=False)
    return (
        number,
        change.worksheet,
        change.kind.value,
        change.key,
        change.number,
        change.column,
        change.place,
        _cell_text(change.old),
        _cell_text(change.new),
        cells,
    )


def _cell_text(cell: Cell) -> str | None:
    return None if cell is None else json.dumps(cell_to(cell), ensure_ascii=False)


def _change(row: Sequence[str]) -> Change:
    worksheet, kind, key, number, column, place, old, new, cells = row
    return Change(
        worksheet,
        ChangeKind(kind),
        key,
        int(number),
        column,
        int(place),
        None if old is None else cell_from(json.loads(old)),
        None if new is None else cell_from(json.loads(new)),
        None if cells is None else {name: cell_from(cell) for name, cell in json.loads(cells).items()},
    )


def _unpacked(content: bytes) -> Workbook:
    return workbook_from(json.loads(zlib.decompress(content)))
