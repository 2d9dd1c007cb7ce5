"""An SMTP server on this machine that keeps what it gets."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

PASSWORD = "open sesame"


class Mailbox:
    """Keeps what came (``got``, by address) and every password tried (``tried``); refuses whom it is told to."""

    def __init__(self) -> None:
        self.refused: set[str] = set()
        self.got: list[tuple[str, EmailMessage]] = []
        self.tried: list[bytes] = []

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.got.append((envelope.rcpt_tos[0], message))
        return "250 OK"

    def knows(self, _server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
        """Whoever says ``PASSWORD`` may send."""
        self.tried.append(password := getattr(data, "password", b""))
        return AuthResult(success=password == PASSWORD.encode(), handled=False)


@contextmanager
def listening(box: Mailbox, **how: Any) -> Iterator[int]:  # noqa: ANN401 - as aiosmtpd takes it
    """The port at which the mailbox listens, ``how`` as aiosmtpd's controller takes it."""
    # aiosmtpd looks at a port of its own choice only when it is told one.
    controller = Controller(
        box, hostname="127.0.0.1", port=free_port(), authenticator=box.knows, auth_required=False, **how
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
