"""Several processes, one spreadsheet: Google is asked by one of them, and the others live from what it keeps."""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.config import ROOT, SAMPLE
from data.grid import Grid, Origin, Workbook
from data.sources import FailureKind, SourceError
from data.sources.kept import Kept, KeptFailure
from data.sources.sharing import FOLLOWED_SECONDS_MAX, FollowedSource, ask
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.spreadsheet import spreadsheet_of_file

KEY = "a-spreadsheet-of-tests"
NOW = datetime(2021, 5, 20, 10, tzinfo=UTC)
ORIGIN = Origin("google", "Test sheet")
OLD = Workbook(ORIGIN, (Grid("Contributions", [["id"]]),))
NEW = Workbook(ORIGIN, (Grid("Contributions", [["id"], ["C1"]]),))


class Asked:
    """A spreadsheet that counts how often it is asked."""

    origin = ORIGIN
    spreadsheet = KEY

    def __init__(self) -> None:
        self.times = 0

    def read(self) -> Workbook:
        self.times += 1
        return NEW


@pytest.fixture
def source() -> Asked:
    return Asked()


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path, KEY)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Kept:
    """What another process holds over the same folder."""
    return Kept(tmp_path, KEY)


def _ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def test_what_another_process_read_a_moment_ago_is_not_asked_for(source: Asked, kept: Kept, elsewhere: Kept) -> None:
    elsewhere.keep(OLD, _ago(30))
    answer = ask(source, kept, now=NOW, fresh_seconds=60)
    assert (answer.workbook, answer.read_at, source.times) == (OLD, _ago(30), 0)
    assert ask(source, kept, now=NOW, fresh_seconds=60).workbook is None, "it is still the one that this process has"


def test_what_another_process_read_long_ago_is_asked_for(source: Asked, kept: Kept, elsewhere: Kept) -> None:
    elsewhere.keep(OLD, _ago(61))
    assert ask(source, kept, now=NOW, fresh_seconds=60).workbook == NEW
    assert source.times == 1


def test_a_reading_from_the_future_of_another_clock_is_not_trusted(source: Asked, kept: Kept, elsewhere: Kept) -> None:
    elsewhere.keep(OLD, _ago(-600))
    assert ask(source, kept, now=NOW, fresh_seconds=60).workbook == NEW


def test_what_another_process_met_a_moment_ago_is_not_tried_again(source: Asked, kept: Kept, elsewhere: Kept) -> None:
    failure = KeptFailure(FailureKind.QUOTA, _ago(30), "too often", 429)
    elsewhere.note_failure(failure, _ago(30))
    answer = ask(source, kept, now=NOW, fresh_seconds=60)
    assert (answer.workbook, answer.failure, source.times) == (None, failure, 0)


def test_while_another_process_asks_this_one_takes_what_is_there(source: Asked, kept: Kept, elsewhere: Kept) -> None:
    elsewhere.keep(OLD, _ago(600))
    with elsewhere.alone():
        assert ask(source, kept, now=NOW, fresh_seconds=60).workbook == OLD
    assert source.times == 0


def test_while_another_process_asks_for_the_first_time_there_is_nothing_yet(
    source: Asked, kept: Kept, elsewhere: Kept
) -> None:
    with elsewhere.alone(), pytest.raises(SourceError) as refused:
        ask(source, kept, now=NOW, fresh_seconds=60)
    assert (refused.value.kind, source.times) == (FailureKind.NO_SNAPSHOT, 0)


def test_asked_by_hand_the_sheet_is_asked_however_fresh(source: Asked, kept: Kept, elsewhere: Kept) -> None:
    elsewhere.keep(OLD, NOW)
    assert ask(source, kept, now=NOW, fresh_seconds=0).workbook == NEW


def test_a_damaged_reading_of_another_process_is_told(
    source: Asked, kept: Kept, elsewhere: Kept, tmp_path: Path
) -> None:
    elsewhere.keep(OLD, _ago(600))
    (reading,) = [path for path in tmp_path.glob("*.json") if "status" not in path.name]
    reading.write_bytes(b"damaged")
    elsewhere.note_failure(KeptFailure(FailureKind.NETWORK, _ago(5), "away"), _ago(5))
    answer = ask(source, kept, now=NOW, fresh_seconds=60)
    assert (answer.damaged, answer.workbook) == (True, None)


def test_a_follower_leaves_word_that_somebody_looks(kept: Kept, elsewhere: Kept) -> None:
    with pytest.raises(SourceError):
        ask(FollowedSource(KEY), kept, now=NOW, fresh_seconds=60)
    assert elsewhere.wanted_at() is not None


def test_a_follower_says_when_nobody_reads_for_it_any_more(kept: Kept, elsewhere: Kept) -> None:
    elsewhere.keep(OLD, NOW)
    soon, late = (NOW + timedelta(seconds=FOLLOWED_SECONDS_MAX + after) for after in (-1, 1))
    assert ask(FollowedSource(KEY), kept, now=soon, fresh_seconds=60).failure is None
    failure = ask(FollowedSource(KEY), kept, now=late, fresh_seconds=60).failure
    assert failure is not None
    assert failure.kind is FailureKind.NO_SNAPSHOT


# One process of the dashboard, without its pages: it looks until it has seen so many contributions.
LOOKS = """
import os, sys, time
from pathlib import Path
from data.config import load_config
from data.store import open_store
store = open_store(load_config(os.environ, Path("no-secrets.toml")))
end = time.monotonic() + 30
while time.monotonic() < end:
    seen = store.state().snapshot
    if seen and len(seen.road.contributions) == int(sys.argv[1]):
        sys.exit(0)
    time.sleep(0.1)
sys.exit(1)
"""


@pytest.mark.slow(4)
def test_two_processes_live_from_one_snapshot_and_one_never_asks(tmp_path: Path) -> None:
    with SheetsServer(spreadsheet_of_file(SAMPLE)) as server:
        key = tmp_path / "key.json"
        key.write_text(json.dumps(server.account), "utf-8")
        shared = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ROAD_")},
            "ROAD_SPREADSHEET": server.spreadsheet.key,
            "ROAD_CACHE_DIR": str(tmp_path / "shared"),
            "ROAD_REFRESH_SECONDS": "1",
        }
        reads = shared | {"ROAD_SERVICE_ACCOUNT": str(key), "ROAD_API_BASE": server.address}
        # The follower has neither key nor address, so it could not ask if it wanted to.
        follows = shared | {"ROAD_READER": "no"}
        command = [sys.executable, "-c", LOOKS, "121"]
        running = [subprocess.Popen(command, cwd=ROOT, env=environment) for environment in (reads, follows)]
        try:
            deadline = time.monotonic() + 30
            while server.counts()["values"] < 2:
                assert time.monotonic() < deadline
                time.sleep(0.05)
            server.spreadsheet.edit("Contributions!A122", "C121")
            server.spreadsheet.edit("Contributions!B122", "2021-05-20")
            server.spreadsheet.edit("Contributions!C122", "City of the harbour")
            # The reader goes once it has seen the edit; the follower has seen it through what that one kept.
            assert [process.wait(30) for process in running] == [0, 0]
        finally:
            for process in running:
                process.kill()
                process.wait()
        assert (server.counts()["token"], server.counts()["metadata"]) == (1, 1)
