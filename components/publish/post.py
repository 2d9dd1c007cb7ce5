"""Sending the digest: to whom, each once, whatever fails on the way."""

import hashlib
import smtplib
import sqlite3
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from data.config import Mail
from data.reading.readers import Reader

CONNECT_SECONDS = 30.0
CLAIMED_SECONDS = 3600
"""After so long a mail that was begun and never ended may be begun again: whoever sent it is gone."""

_BEGUN = "another run is at it, or ended before it was done: it may be tried again an hour after that"

_SENT, _NOTHING = 1, 2
_SCHEMA = """
CREATE TABLE IF NOT EXISTS sent (
    reader TEXT NOT NULL,
    day TEXT NOT NULL,
    claimed INTEGER NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (reader, day)
)
"""


class Ledger:
    """What was sent to whom on which day; no address is in it, only what follows from one.

    ``path`` is its file. Raises ``OSError`` or ``sqlite3.Error`` where it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
        with self._opened() as database:
            database.execute(_SCHEMA)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=10.0)) as database, database:
            yield database

    def last_sent(self, reader: Reader) -> date | None:
        """The day of the last digest that this reader got."""
        with self._opened() as database:
            (day,) = database.execute(
                "SELECT max(day) FROM sent WHERE reader = ? AND state = ?", (_name(reader), _SENT)
            ).fetchone()
        return date.fromisoformat(day) if day else None

    def claim(self, reader: Reader, day: date, now: datetime, *, always: bool = False) -> bool:
        """Whether this one may be sent now: it was not, and nobody else is at it.

        With ``always`` also where there was nothing to tell.
        """
        moment = int(now.timestamp())
        with self._opened() as database:
            database.execute("BEGIN IMMEDIATE")
            database.execute(
                "DELETE FROM sent WHERE reader = ? AND day = ? AND state = 0 AND claimed < ?",
                (_name(reader), day.isoformat(), moment - CLAIMED_SECONDS),
            )
            if always:
                database.execute(
                    "DELETE FROM sent WHERE reader = ? AND day = ? AND state = ?",
                    (_name(reader), day.isoformat(), _NOTHING),
                )
            added = database.execute(
                "INSERT OR IGNORE INTO sent (reader, day, claimed) VALUES (?, ?, ?)",
                (_name(reader), day.isoformat(), moment),
            )
            return added.rowcount == 1

    def is_settled(self, reader: Reader, day: date) -> bool:
        """Whether what was claimed has ended: the mail was sent, or there was nothing to tell."""
        with self._opened() as database:
            found = database.execute(
                "SELECT state FROM sent WHERE reader = ? AND day = ?", (_name(reader), day.isoformat())
            )
            return (found.fetchone() or (0,))[0] != 0

    def settle(self, reader: Reader, day: date, result: str) -> None:
        """How the sending that was claimed ended; what failed may be tried again.

        Who has a day of the week hears nothing before the next one where there was nothing to tell on it.
        """
        key = (_name(reader), day.isoformat())
        state = {"sent": _SENT, "nothing": _NOTHING if reader.day is not None else None}.get(result)
        with self._opened() as database:
            if state is not None:
                database.execute("UPDATE sent SET state = ? WHERE reader = ? AND day = ?", (state, *key))
            else:
                database.execute("DELETE FROM sent WHERE reader = ? AND day = ?", key)


def _name(reader: Reader) -> str:
    said = "\n".join((reader.address.casefold(), reader.role, reader.section, reader.language))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]


def due_on(reader: Reader, today: date) -> date:
    """The day of the digest that this reader is to have had by ``today``: the latest of its day of the week."""
    return today if reader.day is None else today - timedelta(days=(today.weekday() - reader.day) % 7)


@dataclass(frozen=True)
class Outcome:
    """What became of one reader's digest: "sent", "had" (before), "nothing" (new), "begun" or "failed", and why."""

    reader: Reader
    result: str
    why: str = ""


def deliver(
    readers: Sequence[Reader],
    written: Callable[[Reader, date | None], EmailMessage | None],
    mail: Mail,
    ledger: Ledger,
    *,
    now: datetime,
    today: date,
    always: bool = False,
) -> list[Outcome]:
    """Send every reader the digest that is due and was not sent. One that fails stops no other.

    ``written`` makes the mail of a reader, who got the last one on that day (None: never); None where there is nothing
    to tell. ``today`` is the day where the sheet lives; with ``always`` one who had nothing to be told is asked again.
    """
    outcomes = []
    with _Server(mail) as server:
        for reader in readers:
            day = due_on(reader, today)
            if not ledger.claim(reader, day, now, always=always):
                is_settled = ledger.is_settled(reader, day)
                outcomes.append(Outcome(reader, "had") if is_settled else Outcome(reader, "begun", _BEGUN))
                continue
            result, why = "failed", ""
            try:
                message = written(reader, ledger.last_sent(reader))
                if message is not None:
                    server.send(message)
                result = "nothing" if message is None else "sent"
            except Exception as error:  # whatever a name of theirs does to a header
                why = _why(error)
            finally:
                ledger.settle(reader, day, result)
            outcomes.append(Outcome(reader, result, why))
    return outcomes


class _Server:
    """The connection to the SMTP server, opened when there is something to send, and again where it was lost."""

    def __init__(self, mail: Mail) -> None:
        self._mail = mail
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> "_Server":
        return self

    def __exit__(self, *_: object) -> None:
        self._drop()

    def send(self, message: EmailMessage) -> None:
        """Send it; raises ``SMTPException`` or ``OSError``."""
        try:
            self._open().send_message(message)
        except smtplib.SMTPServerDisconnected:
            # A server lets go of whoever took too long; once more from the start.
            self._connection = None
            self._open().send_message(message)
        except (smtplib.SMTPException, OSError):
            self._drop()
            raise

    def _open(self) -> smtplib.SMTP:
        if self._connection is None:
            mail = self._mail
            if mail.security == "tls":
                trusted = ssl.create_default_context()
                connection: smtplib.SMTP = smtplib.SMTP_SSL(
                    mail.host, mail.port, timeout=CONNECT_SECONDS, context=trusted
                )
            else:
                connection = smtplib.SMTP(mail.host, mail.port, timeout=CONNECT_SECONDS)
            try:
                if mail.security == "starttls":
                    connection.starttls(context=ssl.create_default_context())
                if mail.user:
                    connection.login(mail.user, mail.password or "")
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            try:
                self._connection.quit()
            except (smtplib.SMTPException, OSError):
                self._connection.close()
            self._connection = None


def _why(error: Exception) -> str:
    """The kind of error and the server's code; its words may repeat an address or what was signed in with."""
    refused = getattr(error, "recipients", None)
    codes = sorted({code for code, _ in refused.values()}) if isinstance(refused, dict) else []
    code = getattr(error, "smtp_code", None)
    said = ", ".join(map(str, codes or ([code] if code else [])))
    return f"{type(error).__name__}{f' ({said})' if said else ''}"


def masked(address: str) -> str:
    """An address as a log may hold it: m…@example.org."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def message_id(reader: Reader, day: date, sender: str) -> str:
    """The same for the same digest: where it is sent twice all the same, programs know it for one."""
    domain = sender.rpartition("@")[2].strip("> ")
    return f"<digest.{day.isoformat()}.{_name(reader)}@{domain}>"
