"""The record of a source on disk: what is kept, what is thinned, what survives."""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.config import ROOT
from data.grid import Cell, Workbook
from data.history.changes import ChangeKind
from data.history.record import Record
from data.history.tables import tables_of
from data.reading import read, rows
from data.reading.rows import RowsRead
from data.shape import Worksheet
from data.sources import written
from data.sources.kept import Kept
from tests.data.history.test_changes import content
from tests.data.reading.sheets import SOUND, workbook

START = datetime(2021, 5, 20, 8, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def dated(day: int) -> Workbook:
    """The sound workbook with its first session due on that day of May."""
    rows: list[list[Cell]] = [list(row) for row in SOUND["Milestones"]]
    rows[1][3] = date(2021, 5, day)
    return workbook(Milestones=rows)


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "folder" / "record.sqlite")


def test_an_edit_lies_between_two_readings(record: Record) -> None:
    assert record.note(workbook(), "a", at(0)) == ()
    assert record.note(workbook(), "a", at(1)) == ()
    (change,) = record.note(dated(25), "b", at(7))
    (seen,) = record.changes()
    assert seen.change == change
    assert (change.kind, change.column, change.new) == (ChangeKind.EDITED, "due", date(2021, 5, 25))
    assert (seen.reading.before, seen.reading.first_seen) == (at(1), at(7))
    assert [(r.number, r.fingerprint, r.first_seen, r.last_seen) for r in record.readings()] == [
        (1, "a", at(0), at(1)),
        (2, "b", at(7), at(7)),
    ]


def test_changes_are_asked_for_by_time_worksheet_and_row(record: Record) -> None:
    for minute, day in enumerate((18, 19, 20, 21)):
        record.note(dated(day), str(day), at(minute))
    news = [seen.change.new for seen in record.changes(at(1))]
    assert news == [date(2021, 5, 20), date(2021, 5, 21)]
    assert [seen.change.new for seen in record.changes(None, at(1))] == [date(2021, 5, 19)]
    assert len(record.changes(worksheet="Milestones", key="m1")) == 3
    assert record.changes(worksheet="Milestones", key="m2") == []
    assert record.changes(worksheet="Charter") == []


def test_one_copy_a_day_is_kept_whole_and_every_reading_can_be_had_again(record: Record, tmp_path: Path) -> None:
    for minute, day in enumerate((18, 19, 20)):
        record.note(dated(day), str(day), at(minute))
    record.note(dated(21), "21", at(24 * 60))
    with sqlite3.connect(tmp_path / "folder" / "record.sqlite") as database:
        whole = [number for (number,) in database.execute("SELECT number FROM readings WHERE content IS NOT NULL")]
    assert whole == [3, 4]
    for number, day in enumerate((18, 19, 20, 21), 1):
        again = record.workbook_at(number)
        assert again is not None
        assert content(tables_of(again)) == content(tables_of(dated(day)))
    assert record.workbook_at(5) is None
    assert record.workbook_at(0) is None


def test_the_rows_that_were_read_are_not_looked_through_again(
    record: Record, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    looked, wrote = list[str](), list[str]()
    look, write = rows._rows_read, written._written

    def looking(shape: Worksheet, *of: Any) -> RowsRead:  # noqa: ANN401 - as it is called
        looked.append(shape.name)
        return look(shape, *of)

    def writing(book: Workbook) -> bytes:
        wrote.append(book.origin.name)
        return write(book)

    monkeypatch.setattr(rows, "_rows_read", looking)
    monkeypatch.setattr(written, "_written", writing)
    book = workbook()
    read(book, now=at(1))
    assert "Contributions" in looked
    assert len(looked) == len(set(looked))
    Kept(tmp_path, "key").keep(book, at(1))
    once = list(looked)
    record.note(book, "one", at(1))
    assert looked == once
    assert len(wrote) == 1


def test_its_version_follows_every_writer_and_opens_the_file_once(
    record: Record, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert record.version() == (0, 0)
    other = Record(tmp_path / "folder" / "record.sqlite")
    other.note(dated(18), "a", at(0))
    assert record.version() == (1, 0)
    record.note(dated(19), "b", at(1))
    assert (record.version(), other.version()) == ((2, 0), (2, 0))
    assert other.forget("Milestones", "m2")
    assert record.version() == (2, 1)
    monkeypatch.delattr(sqlite3, "connect")
    assert record.version() == (2, 1)


def test_sorting_is_a_reading_without_a_change(record: Record) -> None:
    record.note(workbook(), "a", at(0))
    rows = SOUND["Contributions"]
    record.note(workbook(Contributions=[rows[0], rows[2], rows[1]]), "b", at(1))
    assert record.changes() == []
    assert len(record.readings()) == 2


def test_a_second_process_goes_on_where_the_first_stopped(record: Record, tmp_path: Path) -> None:
    record.note(workbook(), "a", at(0))
    other = Record(tmp_path / "folder" / "record.sqlite")
    (change,) = other.note(dated(19), "b", at(1))
    assert change.old == date(2021, 5, 18)
    (back,) = record.note(workbook(), "a", at(2))
    assert (back.old, back.new) == (date(2021, 5, 19), date(2021, 5, 18))


def test_a_damaged_file_is_set_aside(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "record.sqlite"
    record.note(workbook(), "a", at(0))
    path.write_bytes(b"not a database at all" * 400)
    again = Record(path)
    assert again.was_damaged
    assert again.readings() == []
    assert path.with_suffix(".damaged").read_bytes().startswith(b"not a database")
    again.note(workbook(), "a", at(1))
    assert len(Record(path).readings()) == 1
    assert not Record(path).was_damaged


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(OSError, match="later version"):
        Record(path)
    assert path.exists()


def test_only_its_owner_reads_it(record: Record, tmp_path: Path) -> None:
    record.note(workbook(), "a", at(0))
    assert (tmp_path / "folder" / "record.sqlite").stat().st_mode & 0o077 == 0


def test_a_forgotten_row_is_in_no_reading_and_no_change(record: Record, tmp_path: Path) -> None:
    rows = [*SOUND["Contributions"], ["C3", date(2021, 5, 6), "Confidential name", "Italy", "Q1"]]
    record.note(workbook(), "a", at(0))
    record.note(workbook(Contributions=rows), "b", at(1))
    record.note(workbook(Contributions=rows), "c", at(24 * 60))
    assert record.forget("Contributions", "c3") == 2
    assert record.changes() == []
    for number in (1, 2, 3):
        again = record.workbook_at(number)
        assert again is not None
        assert set(tables_of(again)["Contributions"].rows) == {"c1", "c2"}
    held = b"".join(path.read_bytes() for path in (tmp_path / "folder").iterdir())
    assert b"Confidential" not in held
    record.note(workbook(), "d", at(48 * 60))
    assert [record.forgotten_from(number) for number in (1, 3, 4)] == [1, 1, 0]
    assert record.forget("Contributions", "nobody") == 0
    assert record.forgotten_from(1) == 1


def test_a_file_of_the_first_version_goes_on(record: Record, tmp_path: Path) -> None:
    record.note(workbook(), "a", at(0))
    with closing(sqlite3.connect(tmp_path / "folder" / "record.sqlite")) as database:
        database.executescript("DROP TABLE forgotten; PRAGMA user_version = 1;")
    again = Record(tmp_path / "folder" / "record.sqlite")
    assert (len(again.readings()), again.forgotten_from(1), again.was_damaged) == (1, 0, False)


NOTE_FOR_EVER = """
import os, sys
from pathlib import Path
from data.history.record import Record
from tests.data.history.test_record import at, dated

record, number = Record(Path(sys.argv[1])), 0
while True:
    number += 1
    record.note(dated(1 + number % 28), f"{os.getpid()}-{number}", at(number))
"""


@pytest.mark.slow(9)
def test_two_writers_and_a_kill_in_the_middle_leave_a_sound_record(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    Record(path).note(workbook(), "a", at(0))
    writers = [subprocess.Popen([sys.executable, "-c", NOTE_FOR_EVER, str(path)], cwd=ROOT) for _ in range(2)]
    deadline = time.monotonic() + 60
    while len(Record(path).readings()) < 20 and time.monotonic() < deadline:
        time.sleep(0.05)
    for writer in writers:
        writer.kill()
        writer.wait()
    after = Record(path)
    assert not after.was_damaged
    readings = after.readings()
    assert len(readings) >= 20
    assert [reading.number for reading in readings] == list(range(1, len(readings) + 1))
    # Every reading is the one before it with its changes: nothing of a reading is there without the rest.
    days = {seen.reading.number: seen.change.new for seen in after.changes()}
    for reading in readings[1:]:
        again = after.workbook_at(reading.number)
        assert again is not None
        due = tables_of(again)["Milestones"].rows["m1"].cells["due"]
        if reading.number in days:
            assert due == days[reading.number]


@pytest.mark.slow(9)
def test_a_year_of_an_edit_a_minute_stays_under_200_mb(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    record = Record(path)
    rows: list[list[Cell]] = [["id", "received_on", "contributor", "country", "summary"]]
    rows += [
        [f"C{n:04}", date(2021, 5, 4), f"City number {n} of the network", "Senegal", f"What number {n} says " * 8]
        for n in range(1000)
    ]
    record.note(workbook(Contributions=rows), "0" * 32, at(0))
    edits, sizes, copy = 60, [], 0
    for number in range(1, 2 * edits + 1):
        # Of three edits one is a day, one a word, and one a whole text.
        place = (1, 3, 4)[number % 3]
        rows[number][place] = (date(2021, 5, 5), "Kenya", f"Edited at {number}, as many words as a summary has. " * 3)[
            number % 3
        ]
        record.note(workbook(Contributions=rows), f"{number:032}", at(number))
        if number % edits == 0:
            with sqlite3.connect(path) as database:
                (used,) = database.execute("SELECT sum(pgsize) FROM dbstat WHERE name != 'readings'").fetchone()
                (copy,) = database.execute("SELECT max(length(content)) FROM readings").fetchone()
            sizes.append(used)
    an_edit = (sizes[1] - sizes[0]) / edits + 80
    assert 365 * 24 * 60 * an_edit + 365 * copy < 200e6


def test_ten_thousand_readings_answer_what_changed_since_at_once(record: Record, tmp_path: Path) -> None:
    record.note(workbook(), "a", at(0))
    record.note(dated(19), "b", at(1))
    with sqlite3.connect(tmp_path / "folder" / "record.sqlite") as database:
        later = int(at(2).timestamp())
        database.executemany(
            "INSERT INTO readings SELECT ?, ?, ?, fingerprint, NULL FROM readings WHERE number = 2",
            [(number, later + 60 * number, later + 60 * number) for number in range(3, 10_001)],
        )
        database.executemany(
            "INSERT INTO changes SELECT ?, worksheet, kind, key, number, name, place, old, new, cells"
            " FROM changes WHERE reading = 2",
            [(number,) for number in range(3, 10_001)],
        )
    since = record.readings()[-100].first_seen
    durations = []
    for _ in range(5):
        started = time.perf_counter()
        assert len(record.changes(since)) == 99
        durations.append(time.perf_counter() - started)
    assert min(durations) < 0.05
