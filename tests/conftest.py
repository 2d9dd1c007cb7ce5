"""What holds for every test: no connection leaves this machine."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

import data.words

# Tests expect sentences as they are typed; what keeps a number with its noun has a test of its own.
data.words.NUMBER_SPACE = " "


# A busy machine takes its time over an example; what is slow is measured elsewhere.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


class LeftTheMachineError(OSError):
    """A test tried to reach something beyond loopback."""


def _is_loopback(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode()
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def attempts() -> Iterator[list[str]]:
    """Hosts beyond loopback that something tried to reach; every such connection and look-up is refused."""
    tried: list[str] = []

    def refuse(host: object) -> LeftTheMachineError:
        tried.append(str(host))
        return LeftTheMachineError(f"a test may only reach 127.0.0.1, not {host}")

    def guarded(name: str) -> Any:  # noqa: ANN401 - stands in for several methods of socket
        original = getattr(socket.socket, name)

        def method(self: socket.socket, *arguments: Any) -> Any:  # noqa: ANN401 - passes on what it is given
            address = arguments[-1]
            if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
                raise refuse(address[0])
            return original(self, *arguments)

        return method

    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - passes on what it is given
        if not _is_loopback(host):
            raise refuse(host)
        return look_up(host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, guarded(name))
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield tried


@pytest.fixture(scope="session", autouse=True)
def keeps_nothing_here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is kept of the sheets that tests read goes where the tests' other files go."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROAD_CACHE_DIR", str(tmp_path_factory.mktemp("kept")))
        yield


@pytest.fixture(autouse=True)
def stays_on_this_machine(attempts: list[str]) -> Iterator[None]:
    """Fail the test that reached beyond loopback, from whichever thread and however quietly."""
    yield
    hosts = list(attempts)
    attempts.clear()
    assert not hosts, f"the test reached beyond this machine: {hosts}"
