"""The demonstration: one command serves a sheet and the dashboard on it, small ones edit that sheet."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from data.config import ROOT
from tests.browser.harness import free_port
from tests.sheets_server.__main__ import tell
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.spreadsheet import Spreadsheet, Tab


@pytest.fixture
def server() -> SheetsServer:
    return SheetsServer(Spreadsheet(tabs=[Tab(0, "Sections", [["code"], ["EUR"]]), Tab(7, "Charter", [])]))


def _told(server: SheetsServer, command: str, **content: str) -> int:
    with server:
        return tell(int(server.address.rpartition(":")[2]), command, content)


@pytest.mark.parametrize(
    ("text", "stored"),
    [("Marseille", "Marseille"), ("2021-05-04", 44320), ("12", 12), ("1.5", 1.5), ("'12", "12"), ("true", True)],
)
def test_an_edit_is_understood_as_a_spreadsheet_would(server: SheetsServer, text: str, stored: object) -> None:
    assert _told(server, "edit", cell="Sections!B3", value=text) == 0
    assert server.spreadsheet.tab("Sections").values() == [["code"], ["EUR"], ["", stored]]


def test_worksheets_are_renamed_and_deleted(server: SheetsServer) -> None:
    assert _told(server, "rename", tab="Sections", title="Ours") == 0
    assert [tab.title for tab in server.spreadsheet.tabs] == ["Ours", "Charter"]


@pytest.mark.parametrize(
    ("command", "content", "said"),
    [
        ("edit", {"cell": "Nothing!A1", "value": "x"}, "there is no worksheet Nothing"),
        ("edit", {"cell": "Sections!first", "value": "x"}, "Sections!first is not a cell"),
        ("fail", {"kind": "418"}, "418 is none of"),
    ],
)
def test_what_cannot_be_done_is_said(
    server: SheetsServer, capsys: pytest.CaptureFixture[str], command: str, content: dict[str, str], said: str
) -> None:
    assert _told(server, command, **content) == 1
    assert said in capsys.readouterr().err


def test_without_a_server_the_command_says_how_to_start_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell(free_port(), "counts", {}) == 1
    assert "make demo-live" in capsys.readouterr().err


@pytest.mark.slow(7)
def test_one_command_runs_both_and_ends_both(tmp_path: Path) -> None:
    port, sheets_port = free_port(), free_port()
    log = tmp_path / "log"
    command = [sys.executable, "-m", "tests.sheets_server", "--port", str(port), "--sheets-port", str(sheets_port)]
    with log.open("wb") as output:
        running = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env={**os.environ})
    try:
        deadline = time.monotonic() + 30
        while not _answers(f"http://127.0.0.1:{port}/_stcore/health"):
            assert running.poll() is None and time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        assert tell(sheets_port, "counts", {}) == 0
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(20)
    assert not _answers(f"http://127.0.0.1:{port}/_stcore/health")
    # The commands that it names are those that it takes.
    named = re.findall(r"-m tests\.sheets_server (\w+)", log.read_text())
    assert set(named) == {"edit", "fail", "mend", "counts"}


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False
