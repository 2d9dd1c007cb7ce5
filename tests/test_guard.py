"""The guard of conftest.py: a test that reaches beyond loopback fails."""

import socket
from threading import Thread

import pytest

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


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as caller:
        assert caller.getpeername() == server.getsockname()
