"""The last good reading of a spreadsheet, on disk: for a restart during an outage, and for processes that share it.

Three files per spreadsheet, named after a hash of its key and readable only by their owner: the reading (JSON behind a
checksum, since a file that anyone could have touched must be safe to load), its status (when it was last asked for and
with what result) and a lock that one process at a time holds while it asks.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from data.files import make_private, replace_file
from data.grid import Workbook
from data.sources import FailureKind
from data.sources.written import workbook_from, written

_FORMAT = 1
_KEPT_BYTES_MAX = 256 * 2**20


@dataclass(frozen=True)
class KeptFailure:
    """Why the spreadsheet could not be read when it was last asked for (moments in UTC).

    ``since`` is when the failures began, ``lost_since`` when access was first refused among them.
    """

    kind: FailureKind
    since: datetime
    message: str
    status: int | None = None
    lost_since: datetime | None = None


@dataclass(frozen=True)
class Status:
    """When the spreadsheet was last asked for, when it last answered well (both UTC), the checksum of that answer."""

    asked_at: datetime
    good_at: datetime | None
    checksum: str | None
    failure: KeptFailure | None


class DamagedError(Exception):
    """A kept reading that is not what was written; it has been set aside."""


class Kept:
    """What is kept of one spreadsheet in one folder, which may be shared with other processes."""

    def __init__(self, folder: Path, spreadsheet: str) -> None:
        self._spreadsheet = spreadsheet
        name = hashlib.sha256(spreadsheet.encode()).hexdigest()[:32]
        self._reading = folder / f"{name}.json"
        self._status = folder / f"{name}.status.json"
        self._lock = folder / f"{name}.lock"
        self._wanted = folder / f"{name}.wanted"
        self.own_asked_at: datetime | None = None
        """When this very process last asked."""
        self._turn: FileLock | None = None
        self.known: str | None = None
        """The checksum of the reading that this process has."""

    def status(self) -> Status | None:
        """The status of the last asking; None where there is none that can be read."""
        try:
            content = json.loads(self._status.read_text("utf-8"))
            if content["spreadsheet"] != self._spreadsheet:
                return None
            failure = content["failure"]
            return Status(
                asked_at=_moment(content["asked_at"]),
                good_at=_moment(content["good_at"]) if content["good_at"] else None,
                checksum=content["checksum"],
                failure=KeptFailure(
                    FailureKind(failure["kind"]),
                    _moment(failure["since"]),
                    str(failure["message"]),
                    failure["status"],
                    _moment(failure["lost_since"]) if failure["lost_since"] else None,
                )
                if failure
                else None,
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def load(self) -> tuple[Workbook, datetime] | None:
        """The last good reading and when it was confirmed last (UTC); None where there is none.

        Raises ``DamagedError`` once for a file that is cut, altered or another spreadsheet's, and moves it aside.
        """
        try:
            if self._reading.stat().st_size > _KEPT_BYTES_MAX:
                raise ValueError("larger than anything written here")
            header_line, _, payload = self._reading.read_bytes().partition(b"\n")
            header = json.loads(header_line)
            checksum = hashlib.sha256(payload).hexdigest()
            if (header["format"], header["spreadsheet"], header["checksum"]) != (_FORMAT, self._spreadsheet, checksum):
                raise ValueError("not what was written here")
            workbook = workbook_from(json.loads(payload))
            good_at = _moment(header["good_at"])
        except OSError:
            # Missing, or not ours to open: nothing says that it is damaged.
            return None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            with suppress(OSError):
                self._reading.replace(self._reading.with_suffix(".damaged"))
            raise DamagedError(type(error).__name__) from None
        status = self.status()
        if status and status.good_at and status.checksum == checksum:
            good_at = max(good_at, status.good_at)
        self.known = checksum
        return workbook, good_at

    def keep(self, workbook: Workbook, asked_at: datetime) -> None:
        """Keep a good reading; one that says what the last one said only renews the status. Raises ``OSError``."""
        self.own_asked_at = asked_at
        payload = written(workbook)
        checksum = hashlib.sha256(payload).hexdigest()
        status = self.status()
        if status is None or status.checksum != checksum or not self._reading.exists():
            header = {
                "format": _FORMAT,
                "spreadsheet": self._spreadsheet,
                "good_at": asked_at.isoformat(),
                "checksum": checksum,
            }
            replace_file(self._reading, json.dumps(header).encode() + b"\n" + payload)
        self._write_status(Status(asked_at, asked_at, checksum, None))
        self.known = checksum

    def note_failure(self, failure: KeptFailure, asked_at: datetime) -> None:
        """Keep that the spreadsheet was asked for in vain. Raises ``OSError``."""
        self.own_asked_at = asked_at
        before = self.status()
        self._write_status(
            Status(asked_at, before.good_at if before else None, before.checksum if before else None, failure)
        )

    def want(self) -> None:
        """Tell the process that asks that somebody looks here."""
        with suppress(OSError):
            make_private(self._wanted.parent)
            self._wanted.touch(mode=0o600)

    def wanted_at(self) -> datetime | None:
        """When somebody last looked in a process that only follows (UTC)."""
        try:
            return datetime.fromtimestamp(self._wanted.stat().st_mtime, UTC)
        except OSError:
            return None

    def _write_status(self, status: Status) -> None:
        failure = status.failure
        content = {
            "spreadsheet": self._spreadsheet,
            "asked_at": status.asked_at.isoformat(),
            "good_at": status.good_at.isoformat() if status.good_at else None,
            "checksum": status.checksum,
            "failure": {
                "kind": failure.kind,
                "since": failure.since.isoformat(),
                "message": failure.message,
                "status": failure.status,
                "lost_since": failure.lost_since.isoformat() if failure.lost_since else None,
            }
            if failure
            else None,
        }
        replace_file(self._status, json.dumps(content).encode())

    @contextmanager
    def alone(self) -> Iterator[FileLock | None]:
        """The turn to ask, None while somebody else has it. The lock dies with its process, however that ends."""
        lock = FileLock(self._lock, timeout=0, mode=0o600, thread_local=False)
        try:
            make_private(self._lock.parent)
            lock.acquire()
        except Timeout:
            yield None
            return
        except OSError:
            # A folder that cannot be written is no reason not to read; nothing is shared through it either.
            lock = FileLock(os.devnull, timeout=0)
        self._turn = lock
        try:
            yield lock
        finally:
            lock.release()

    def has_turn(self, turn: FileLock) -> bool:
        """Whether the asking that was given this turn still has it."""
        return self._turn is turn

    def take_turn_away(self) -> None:
        """Let others ask though an asking of this process is still under way, which then may keep nothing."""
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.release()


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return moment
