"""The guard of conftest.py: a test that reaches beyond loopback fails."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

GUARD = Path(__file__).parent / "guard"

ELSEWHERE = ("192.0.2.1", 80)  # an address reserved for documentation


@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_a_connection_beyond_loopback_is_refused(method: str, attempts: list[str]) -> None:
    with socket.socket() as caller, pytest.raises(OSError, match="may only reach"):
        getattr(caller, method)(ELSEWHERE)
    assert attempts == [ELSEWHERE[0]]
    attempts.clear()


def test_a_look_up_beyond_loopback_is_refused(attempts: list[str]) -> None:
    with pytest.raises(OSError, match="may only reach"):
        socket.create_connection(("sheets.example.org", 443))
    assert attempts == ["sheets.example.org"]
    attempts.clear()


def test_an_attempt_in_another_thread_is_seen(attempts: list[str]) -> None:
    def quietly() -> None:
        try:
            socket.create_connection(ELSEWHERE)
        except OSError:
            return

    thread = Thread(target=quietly)
    thread.start()
    thread.join()
    assert attempts == [ELSEWHERE[0]]
    attempts.clear()


def test_a_process_that_tests_start_is_refused_too_and_its_attempt_kept(tmp_path: Path) -> None:
    left = tmp_path / "left_for"
    code = f"import socket; socket.create_connection({ELSEWHERE!r}, 1)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(GUARD), "TESTS_LEFT_FOR": str(left)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "a test may only reach 127.0.0.1" in done.stderr
    assert left.read_text("utf-8").split() == [ELSEWHERE[0]]


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as caller:
        assert caller.getpeername() == server.getsockname()
