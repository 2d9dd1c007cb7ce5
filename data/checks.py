"""Files of readers' own, checked before they are published: read in memory, each for whoever brought it alone.

Nothing of them is written anywhere. They are few and small, and gone after a while: what is past a bound is refused, or
pushes out what was looked at least lately.
"""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from weakref import WeakKeyDictionary

from data.cache import share_one_budget
from data.grid import Workbook
from data.reading import read
from data.reading.ours import choose
from data.sources import FailureKind, SourceError
from data.sources.file import workbook_in
from data.sources.package import Bounds
from data.store import Snapshot, fingerprint, log_unexpected

FILE_MB_MAX = 5
READABLE = ("xlsx", "xlsm", "csv")
BOUNDS = Bounds(unpacked_bytes=24 * 2**20, cells=100_000, text_bytes=4 * 2**20)
NAME_CHARACTERS = 120

KEPT_SECONDS = 30 * 60.0
KEPT_MAX = 8
KEPT_BYTES_MAX = 24 * 2**20
"""Of all files together, as ``_size_of`` counts them."""

REST = 2.0
"""For so many times as long as a reading took, the next one waits: readings leave most of the machine to visitors."""
WAIT_SECONDS = 10.0


class BusyError(Exception):
    """Files of others are being read, and no turn comes soon."""


class Ticket:
    """Whoever holds it sees the file that it was given for; with its last holder the file is gone."""


@dataclass
class _Kept:
    snapshot: Snapshot
    bytes: int
    looked_at: float


class Checks:
    """The files that are checked in this process. Safe for any number of threads."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """``clock`` counts seconds."""
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._free_at = float("-inf")
        self._kept: WeakKeyDictionary[Ticket, _Kept] = WeakKeyDictionary()
        self._sweeper: threading.Timer | None = None

    def bring(self, name: str, content: bytes) -> Ticket:
        """Read a file and keep what it says. Raises ``SourceError`` for one that cannot be read, and ``BusyError``."""
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise BusyError
        try:
            began = self._clock()
            if self._free_at - began > WAIT_SECONDS:
                raise BusyError
            self._sleep(max(0.0, self._free_at - began))
            began = self._clock()
            try:
                snapshot, size = snapshot_of(name, content, now=datetime.now(UTC))
            finally:
                ended = self._clock()
                self._free_at = ended + REST * (ended - began)
        finally:
            self._turn.release()
        ticket = Ticket()
        with self._lock:
            self._kept[ticket] = _Kept(snapshot, size, self._clock())
            self._make_room()
            if self._sweeper is None:
                self._sweep_later()
        return ticket

    def snapshot(self, ticket: Ticket | None, *, looks: bool = True) -> Snapshot | None:
        """What the file says; None once it is gone. Only who ``looks`` keeps it from going."""
        with self._lock:
            kept = self._kept.get(ticket) if ticket else None
            if kept is None or self._clock() - kept.looked_at > KEPT_SECONDS:
                return None
            if looks:
                kept.looked_at = self._clock()
            return kept.snapshot

    def leave(self, ticket: Ticket) -> None:
        """Let go of the file."""
        with self._lock:
            self._kept.pop(ticket, None)

    def _make_room(self) -> None:
        """Let go of what nobody looks at, then of what was looked at least lately, until the rest is within bounds."""
        now = self._clock()
        oldest_first = sorted(self._kept.items(), key=lambda one: one[1].looked_at)
        size = sum(kept.bytes for _, kept in oldest_first)
        for place, (ticket, kept) in enumerate(oldest_first):
            is_too_much = len(oldest_first) - place > KEPT_MAX or size > KEPT_BYTES_MAX
            if is_too_much or now - kept.looked_at > KEPT_SECONDS:
                del self._kept[ticket]
                size -= kept.bytes

    def _sweep_later(self) -> None:
        self._sweeper = threading.Timer(KEPT_SECONDS / 4, self._sweep)
        self._sweeper.daemon = True
        self._sweeper.start()

    def _sweep(self) -> None:
        """A file goes in time though nobody comes by any more."""
        with self._lock:
            self._sweeper = None
            self._make_room()
            if self._kept:
                self._sweep_later()


@cache
def shared_checks() -> Checks:
    """The files checked in this process."""
    return Checks()


def snapshot_of(name: str, content: bytes, *, now: datetime) -> tuple[Snapshot, int]:
    """What a file says, and about how many bytes that takes; ``name`` is as its owner's machine gave it.

    Raises ``SourceError``, for a file that is well formed but large as well.
    """
    # A browser calls a second download of Contributions.csv "Contributions (1).csv".
    plain = re.sub(r" ?\(\d{1,3}\)(?=\.csv$)", "", name.replace("\\", "/").rpartition("/")[2], flags=re.IGNORECASE)
    path = Path(plain[-NAME_CHARACTERS:] or "file")
    if path.suffix.lower().removeprefix(".") not in READABLE:
        raise SourceError(FailureKind.NOT_A_WORKBOOK, "the file is neither an .xlsx workbook nor a .csv file")
    if not content:
        raise SourceError(FailureKind.NOT_A_WORKBOOK, "the file is empty (0 bytes)")
    is_text = path.suffix.lower() == ".csv"
    if len(content) > FILE_MB_MAX * 2**20 or (is_text and _cells_at_most(content) > BOUNDS.cells):
        raise _too_large()
    try:
        workbook = workbook_in(content, path, choose, BOUNDS)
        cells, size = _size_of(workbook)
        if cells > BOUNDS.cells or size > KEPT_BYTES_MAX:
            raise _too_large()
        road = read(workbook, now=now)
    except SourceError:
        raise
    except Exception as unexpected:  # the reader is told, whatever happens
        log_unexpected(unexpected)
        raise SourceError(FailureKind.UNEXPECTED, "the file could not be read") from None
    share_one_budget(road)
    return Snapshot(road, now, now, fingerprint(workbook)), size


def _too_large() -> SourceError:
    return SourceError(FailureKind.TOO_LARGE, "the file is larger than one that is checked")


def _cells_at_most(content: bytes) -> int:
    """Of a text; commas in prose count as well, since nothing is parsed yet."""
    return content.count(b"\n") + content.count(b"\r") + max(content.count(mark) for mark in (b",", b";", b"\t"))


def _size_of(workbook: Workbook) -> tuple[int, int]:
    """How many cells a workbook has, and about how many bytes what is read of them takes."""
    rows = [row for grid in workbook.grids for row in grid.rows]
    cells = sum(map(len, rows))
    return cells, 120 * cells + 2 * sum(len(cell) for row in rows for cell in row if isinstance(cell, str))
