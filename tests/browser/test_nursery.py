"""What is forked is a process like any other, but for its imports, which it has at hand."""

import os
from pathlib import Path
from subprocess import TimeoutExpired

import pytest

from tests.browser import nursery
from tests.browser.harness import GUARD
from tests.test_guard import ELSEWHERE

TELL = """
import os, sys
print(os.getpid(), os.getcwd(), sorted(os.environ))
print("ready" if "components.publish.note" in sys.modules else "not ready", file=sys.stderr)
sys.exit(3)
"""
LEAVE = f"import socket; socket.create_connection({ELSEWHERE!r}, 1)"
STAY = "import time; time.sleep(60)"


def _environment(folder: Path) -> dict[str, str]:
    left = {"PYTHONPATH": str(GUARD), "TESTS_LEFT_FOR": str(folder / "left_for")}
    return {**{name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}, **left}


def test_it_has_its_imports_already_and_all_else_of_its_own(tmp_path: Path) -> None:
    log, environment = tmp_path / "log", _environment(tmp_path)
    forked = nursery.fork(exec, TELL, environment=environment, folder=tmp_path, log=log)
    assert forked.wait(60) == forked.poll() == 3
    assert sorted(log.read_text("utf-8").splitlines()) == [f"{forked.pid} {tmp_path} {sorted(environment)}", "ready"]


def test_it_leaves_this_machine_no_more_than_others_do(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert nursery.fork(exec, LEAVE, environment=_environment(tmp_path), folder=tmp_path, log=log).wait(60) == 1
    assert "a test may only reach 127.0.0.1" in log.read_text("utf-8")
    assert (tmp_path / "left_for").read_text("utf-8").split() == [ELSEWHERE[0]]


def test_it_runs_until_it_is_ended(tmp_path: Path) -> None:
    forked = nursery.fork(exec, STAY, environment=_environment(tmp_path), folder=tmp_path, log=tmp_path / "log")
    with pytest.raises(TimeoutExpired):
        forked.wait(0.1)
    assert forked.poll() is None
    forked.kill()
    assert forked.wait(10) == -9


def test_what_it_would_read_too_late_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ROAD_SECRETS"):
        nursery.fork(exec, TELL, environment={"ROAD_SECRETS": "x"}, folder=tmp_path, log=tmp_path / "log")
