"""The reading kept on disk: whole or not at all, its own spreadsheet's, for its owner alone."""

import json
import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from threading import Event

import pytest

from data.grid import CellError, Grid, Origin, Workbook
from data.sources import FailureKind
from data.sources.kept import DamagedError, Kept, KeptFailure, Status

KEY = "a-spreadsheet-of-tests"
AT = datetime(2021, 5, 20, 10, tzinfo=UTC)
LATER = AT + timedelta(minutes=1)
WORKBOOK = Workbook(
    Origin("google", "Été & “road”", "https://docs.google.com/spreadsheets/d/x/edit"),
    (
        Grid(
            "Contributions",
            [
                ["id", None, "note"],
                [],
                [1, 1.5, True, "text", "", CellError("#REF!"), None, "\x00\u202e 😀 {'error': 1}", "half \ud83d"],
                [date(2021, 5, 4), datetime(2021, 5, 4, 17, 30), time(17, 30)],  # noqa: DTZ001 - as cells are
            ],
            gid=7,
            hidden=True,
            merged=("A1:B1",),
            hidden_rows=frozenset({3, 4}),
            uncalculated=frozenset({(2, 1)}),
            links={(3, 4): "https://example.org/behind"},
        ),
        Grid("Charter", []),
    ),
    locale="fr_FR",
    timezone="Europe/Madrid",
    missing=("Sections",),
    renamed=(("Contributions", "Inputs"),),
)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path, KEY)


def _reading(folder: Path) -> Path:
    (path,) = [path for path in folder.glob("*.json") if not path.name.endswith(".status.json")]
    return path


def test_what_is_kept_comes_back_the_same(kept: Kept, tmp_path: Path) -> None:
    kept.keep(WORKBOOK, AT)
    assert Kept(tmp_path, KEY).load() == (WORKBOOK, AT)


def test_types_of_cells_come_back_the_same(kept: Kept) -> None:
    kept.keep(WORKBOOK, AT)
    loaded = kept.load()
    assert loaded is not None
    assert [[type(cell) for cell in row] for row in loaded[0].grids[0].rows] == [
        [type(cell) for cell in row] for row in WORKBOOK.grids[0].rows
    ]


def test_nothing_kept_is_nothing(kept: Kept, tmp_path: Path) -> None:
    assert (kept.load(), kept.status(), kept.wanted_at()) == (None, None, None)
    assert list(tmp_path.iterdir()) == []


def test_the_same_content_again_renews_the_moment_only(kept: Kept, tmp_path: Path) -> None:
    kept.keep(WORKBOOK, AT)
    before = _reading(tmp_path).stat().st_ino
    kept.keep(WORKBOOK, LATER)
    assert _reading(tmp_path).stat().st_ino == before
    assert Kept(tmp_path, KEY).load() == (WORKBOOK, LATER)


def test_a_failure_is_kept_beside_the_last_good_reading(kept: Kept, tmp_path: Path) -> None:
    kept.keep(WORKBOOK, AT)
    failure = KeptFailure(FailureKind.PERMISSION, LATER, "not shared", 403, LATER)
    kept.note_failure(failure, LATER)
    assert Kept(tmp_path, KEY).status() == Status(LATER, AT, kept.known, failure)
    assert Kept(tmp_path, KEY).load() == (WORKBOOK, AT)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _garble(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"text", b"test"))


def _other_format(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"format": 1', b'"format": 99'))


def _of_another(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(KEY.encode(), b"another-spreadsheet"))


def _noise(path: Path) -> None:
    path.write_bytes(os.urandom(2000))


def _deep(path: Path) -> None:
    path.write_bytes(b"[" * 100_000 + b"\n")


@pytest.mark.parametrize("damage", [_cut, _empty, _garble, _other_format, _of_another, _noise, _deep])
def test_a_damaged_reading_is_set_aside_once_and_can_be_kept_anew(
    kept: Kept, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    kept.keep(WORKBOOK, AT)
    path = _reading(tmp_path)
    damage(path)
    with pytest.raises(DamagedError):
        kept.load()
    assert (path.exists(), path.with_suffix(".damaged").exists()) == (False, True)
    assert kept.load() is None
    kept.keep(WORKBOOK, LATER)
    assert kept.load() == (WORKBOOK, LATER)


def test_each_spreadsheet_has_its_own_files(kept: Kept, tmp_path: Path) -> None:
    kept.keep(WORKBOOK, AT)
    assert Kept(tmp_path, "another").load() is None
    assert Kept(tmp_path, "another").status() is None
    # Whoever lists the folder does not learn which spreadsheet it is.
    assert not [path.name for path in tmp_path.iterdir() if KEY in path.name]


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", '{"spreadsheet": "another"}', "\ufffd"])
def test_an_unreadable_status_is_none(kept: Kept, tmp_path: Path, content: str) -> None:
    kept.keep(WORKBOOK, AT)
    next(tmp_path.glob("*.status.json")).write_text(content, "utf-8")
    assert kept.status() is None
    assert kept.load() == (WORKBOOK, AT)


def test_a_write_that_fails_leaves_the_last_reading_whole(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.keep(WORKBOOK, AT)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        kept.keep(Workbook(WORKBOOK.origin, ()), LATER)
    assert kept.load() == (WORKBOOK, AT)
    assert [path for path in tmp_path.iterdir() if path.suffix == ".new"] == []


@pytest.mark.slow(5)
def test_a_reader_never_sees_a_reading_half_replaced(kept: Kept, tmp_path: Path) -> None:
    """Readings and their status are replaced some hundreds of times while two others read on."""
    versions = [
        Workbook(Origin("google", "road", None), (Grid(f"Version {n}", [[f"cell {n}" * 40] * 30] * (10 + 30 * n)),))
        for n in range(2)
    ]
    kept.keep(versions[0], AT)
    is_over = Event()

    def read_on() -> tuple[int, set[str]]:
        n, titles, other = 0, set[str](), Kept(tmp_path, KEY)
        while not is_over.is_set():
            loaded, status = other.load(), other.status()
            assert loaded is not None
            assert status is not None
            assert loaded[0] in versions
            titles.add(loaded[0].grids[0].title)
            n += 1
        return n, titles

    with ThreadPoolExecutor(2) as readers:
        reading = [readers.submit(read_on) for _ in range(2)]
        try:
            for n in range(200):
                kept.keep(versions[n % 2], AT + timedelta(seconds=n))
        finally:
            is_over.set()
        told = [one.result() for one in reading]
    assert all(n > 20 and len(titles) == 2 for n, titles in told)
    assert not [path for path in tmp_path.iterdir() if path.suffix in (".new", ".damaged")]


def test_files_are_for_their_owner_alone_whatever_the_umask(kept: Kept, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        kept.keep(WORKBOOK, AT)
        kept.want()
        with kept.alone():
            pass
    finally:
        os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
    assert len(list(tmp_path.iterdir())) == 4


def test_no_key_or_token_is_kept(kept: Kept, tmp_path: Path) -> None:
    kept.keep(WORKBOOK, AT)
    header = json.loads(_reading(tmp_path).read_bytes().partition(b"\n")[0])
    assert set(header) == {"format", "spreadsheet", "good_at", "checksum"}


def test_one_process_at_a_time_asks(kept: Kept, tmp_path: Path) -> None:
    with kept.alone() as first:
        with Kept(tmp_path, KEY).alone() as second:
            assert first is not None
            assert second is None
        with Kept(tmp_path, "another").alone() as other:
            assert other
    with Kept(tmp_path, KEY).alone() as after:
        assert after


def test_a_turn_taken_away_is_somebody_elses(kept: Kept, tmp_path: Path) -> None:
    with kept.alone() as late:
        assert late is not None
        assert kept.has_turn(late)
        kept.take_turn_away()
        assert not kept.has_turn(late)
        with kept.alone() as successor:
            assert successor is not None
            assert kept.has_turn(successor)


def test_a_wish_to_look_is_seen_by_others(kept: Kept, tmp_path: Path) -> None:
    kept.want()
    wanted_at = Kept(tmp_path, KEY).wanted_at()
    assert wanted_at is not None
    assert abs(datetime.now(UTC) - wanted_at) < timedelta(seconds=10)
