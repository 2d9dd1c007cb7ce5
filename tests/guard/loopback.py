"""Nothing leaves this machine: a connection or a look-up beyond loopback is refused, whatever process asks."""

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

Patch = Callable[[Any, str, Any], None]


class LeftTheMachineError(OSError):
    """A test tried to reach something beyond loopback."""


def is_loopback(host: object) -> bool:
    """Whether a host is this machine, as connections and look-ups name it."""
    if isinstance(host, bytes):
        host = host.decode()
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


def refuse_beyond(note: Callable[[str], None], patch: Patch = setattr) -> None:
    """From now on refuse what goes beyond loopback, and ``note`` the host. ``patch`` sets an attribute."""

    def refused(host: object) -> LeftTheMachineError:
        note(str(host))
        return LeftTheMachineError(f"a test may only reach 127.0.0.1, not {host}")

    def guarded(name: str) -> Callable[..., Any]:
        original = getattr(socket.socket, name)

        def method(self: socket.socket, *arguments: Any) -> Any:  # noqa: ANN401 - passes on what it is given
            address = arguments[-1]
            if self.family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(address[0]):
                raise refused(address[0])
            return original(self, *arguments)

        return method

    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - passes on what it is given
        if not is_loopback(host):
            raise refused(host)
        return look_up(host, *arguments, **options)

    for name in ("connect", "connect_ex", "sendto"):
        patch(socket.socket, name, guarded(name))
    patch(socket, "getaddrinfo", guarded_look_up)
