"""The way of a mail to its server: by a certificate that holds or not at all, and its password told to nobody."""

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from components.publish.__main__ import main
from components.publish.post import Ledger, deliver
from data.config import Mail
from data.reading.readers import Reader
from tests.certificate import self_signed
from tests.components.publish.mailbox import PASSWORD, Mailbox, listening

ON = date(2021, 11, 15)
NOW = datetime(2021, 11, 17, 9, 30, tzinfo=UTC)
REHEARSAL = Path(__file__).parents[3] / "data" / "sample" / "rehearsal.xlsx"
SENDER = "Secretariat <road@example.org>"
WAYS = ("starttls", "tls")


def encryption(way: str, folder: Path, host: str = "127.0.0.1") -> dict[str, object]:
    """How a server encrypts, as aiosmtpd takes it, with a certificate of ``host`` in ``folder``."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(folder, host))
    # Encrypted from the first byte, the server does not count the connection as one that may hear a password.
    return {"tls_context": context} if way == "starttls" else {"ssl_context": context, "auth_require_tls": False}


@contextmanager
def server(security: str, **how: object) -> Iterator[tuple[Mailbox, Mail]]:
    box = Mailbox()
    with listening(box, **how) as port:
        yield box, Mail("127.0.0.1", port, security, SENDER, "road", PASSWORD)


def sent(mail: Mail, folder: Path) -> str:
    """What became of one mail: "sent", or why not."""

    def written(reader: Reader, _last: date | None) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = SENDER, reader.address, "Where it stands"
        message.set_content("Heard: 6 of 7.\n")
        return message

    ledger = Ledger(folder / "digest.sqlite")
    (outcome,) = deliver([Reader("ada@example.org")], written, mail, ledger, now=NOW, today=ON)
    return outcome.why or outcome.result


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The certificate in this folder is one that this machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    return tmp_path


@pytest.mark.parametrize("way", WAYS)
def test_it_goes_encrypted_and_signed_in(way: str, trusted: Path) -> None:
    with server(way, **encryption(way, trusted)) as (box, mail):
        assert sent(mail, trusted) == "sent"
        assert [address for address, _ in box.got] == ["ada@example.org"]
        assert box.tried == [PASSWORD.encode()]


def test_a_server_that_cannot_encrypt_is_told_neither_mail_nor_password(tmp_path: Path) -> None:
    with server("starttls", auth_require_tls=False) as (box, mail):
        assert sent(mail, tmp_path) == "SMTPNotSupportedError"
        assert (box.got, box.tried) == ([], [])
        # The same server takes it where nothing was asked for.
        assert sent(replace(mail, security="none"), tmp_path) == "sent"


def test_one_that_does_not_speak_tls_is_told_nothing_either(tmp_path: Path) -> None:
    with server("tls", auth_require_tls=False) as (box, mail):
        assert "SSL" in sent(mail, tmp_path)
        assert (box.got, box.tried) == ([], [])


@pytest.mark.parametrize("way", WAYS)
def test_a_certificate_that_nobody_vouches_for_is_refused(way: str, tmp_path: Path) -> None:
    with server(way, **encryption(way, tmp_path)) as (box, mail):
        assert sent(mail, tmp_path) == "SSLCertVerificationError"
        assert (box.got, box.tried) == ([], [])


@pytest.mark.parametrize("way", WAYS)
def test_so_is_the_certificate_of_another_machine(way: str, trusted: Path) -> None:
    with server(way, **encryption(way, trusted, "127.0.0.2")) as (box, mail):
        assert sent(mail, trusted) == "SSLCertVerificationError"
        assert (box.got, box.tried) == ([], [])


@pytest.mark.parametrize(("password", "status"), [(PASSWORD, 0), ("hunter2-secret", 1)])
def test_the_password_is_in_nothing_that_is_said_or_kept(
    password: str,
    status: int,
    trusted: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    # The server's own log is not ours.
    monkeypatch.setattr(logging.getLogger("mail.log"), "propagate", False)
    monkeypatch.setattr("data.command_line.SECRETS", trusted / "none.toml")
    with server("starttls", **encryption("starttls", trusted)) as (box, mail):
        for name, value in {
            "ROAD_WORKBOOK": str(REHEARSAL),
            "ROAD_CACHE_DIR": str(trusted / "kept"),
            "ROAD_ADDRESS": "https://road.example.org",
            "ROAD_MAIL_HOST": "127.0.0.1",
            "ROAD_MAIL_PORT": str(mail.port),
            "ROAD_MAIL_FROM": SENDER,
            "ROAD_MAIL_TO": "dan@example.org",
            "ROAD_MAIL_USER": "road",
            "ROAD_MAIL_PASSWORD": password,
        }.items():
            monkeypatch.setenv(name, value)
        assert main(["digest", "--send", "--always"]) == status
        assert set(box.tried) == {password.encode()}
        assert len(box.got) == 1 - status
    told = "".join((*capfd.readouterr(), caplog.text))
    assert "…@example.org: " in told
    kept = b"".join(path.read_bytes() for path in (trusted / "kept").rglob("*") if path.is_file())
    assert kept
    assert password not in told
    assert password.encode() not in kept
    assert all(password not in message.as_string() for _, message in box.got)
