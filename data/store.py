"""The living snapshot: read once for every visitor, renewed behind their backs, kept through bad days.

Whoever looks gets what is there. Where anybody has looked since the last reading, the next one begins by itself when it
is due (``refresh_seconds``), so that open pages that ask once after it find it done; where nobody has, the next look
begins it. Only the very first look waits for a reading.
"""

import gc
import hashlib
import logging
import os
import random
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from traceback import extract_tb
from typing import Protocol, runtime_checkable

from data.cache import let_go
from data.config import CACHE_DIR, SAMPLE, SECRETS, Config, ConfigError, load_config, open_source
from data.grid import Cell, Workbook, of_each_row
from data.history.record import Record
from data.reading import read as read_road
from data.road import Road
from data.sources import FailureKind, Source, SourceError
from data.sources.kept import DamagedError, Kept, KeptFailure
from data.sources.sharing import Answer, FollowedSource, ask

ACCESS_LOST = frozenset({FailureKind.PERMISSION, FailureKind.API_DISABLED, FailureKind.NOT_FOUND})
"""Failures after which old figures stop: whoever took the sheet away meant it (design.md, "Bad days")."""

GRACE = timedelta(minutes=15)
FILE_CHECK_SECONDS = 3.0
MANUAL_REFRESH_SECONDS = 10.0
FIRST_RETRY_SECONDS = 10.0
RETRY_SECONDS_MAX = 120.0
RETRY_AFTER_SECONDS_MAX = 3600.0
READING_SECONDS_MAX = 60.0
FIRST_LOOK_SECONDS = 30.0
UNASKED_SECONDS = 3600.0
ADOPTED_LATER_SECONDS = 2.0
"""So much later than the process that reads, others turn to what it keeps: by then its reading is done."""
USUAL_SECONDS_MAX = 3.0
GIVEN_UP_MAX = 3
GARBAGE_THRESHOLD = 200_000
"""Objects made between two looks for garbage. Python's own 700 cost a sixth of the time to read a large sheet."""

GARBAGE_SHARE = 0.001
"""Of the processor, at most, for looking through everything for garbage after changed readings."""

LOSS_WORKSHEETS = ("Contributions", "Milestones", "Sections", "Charter", "Questions")
LOSS_SHARE = 0.5
LOSS_SHOWN = timedelta(hours=24)

_log = logging.getLogger(__name__)


class Notice(StrEnum):
    """What the secretariat should know of the machine. The words are in ``data/sources/messages.py``."""

    DAMAGED_SNAPSHOT = "damaged snapshot"
    SNAPSHOT_NOT_KEPT = "snapshot not kept"
    DAMAGED_HISTORY = "damaged history"
    HISTORY_NOT_KEPT = "history not kept"
    KEY_EXPOSED = "key exposed"


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One good reading. ``road`` is the same object for as long as neither the content nor the day changes.

    ``read_at`` is when the sheet was last seen to say this, ``changed_at`` when it was first seen to (both UTC);
    ``losses`` are worksheets that suddenly lost most of their rows: (rows used before, rows used now) by name.
    ``renamed`` are worksheets read under the title they had: the title they have now, by that one.
    """

    road: Road
    read_at: datetime
    changed_at: datetime
    fingerprint: str
    losses: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Failure:
    """Why the last reading failed (moments in UTC). ``message`` is English and holds no secret.

    ``since`` is the first failure since the last good reading, ``retry_at`` the next attempt while somebody looks,
    ``stops_at`` when old figures stop (None: they stay), ``share_with`` the address that has to be given access.
    """

    kind: FailureKind
    since: datetime
    message: str
    status: int | None = None
    retry_at: datetime | None = None
    stops_at: datetime | None = None
    share_with: str | None = None


@dataclass(frozen=True)
class State:
    """What there is to show now: figures, a failure, both (old figures and why), or neither yet."""

    snapshot: Snapshot | None
    failure: Failure | None
    refreshing: bool
    notices: frozenset[Notice] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether the figures are fresh and nothing is missing, so that no word has to stand above them."""
        snapshot = self.snapshot
        return bool(snapshot) and not (self.failure or snapshot.losses or snapshot.road.structure_problems)


class Alarm(Protocol):
    """What ``threading.Timer`` is: calls once after so many seconds, unless it is told not to."""

    def start(self) -> None:
        """Begin to wait."""
        ...

    def cancel(self) -> None:
        """Do not call."""
        ...


class Reads(Protocol):
    """Turns raw grids into a Road, as ``data.reading.read`` does."""

    def __call__(self, workbook: Workbook, *, now: datetime) -> Road:
        """The Road of a workbook read at ``now``."""
        ...


@runtime_checkable
class Versioned(Protocol):
    """A source that tells cheaply whether it changed."""

    def version(self) -> object:
        """Differs whenever the content may."""
        ...


@runtime_checkable
class Shareable(Protocol):
    """A spreadsheet, whose last good reading is kept under its key."""

    spreadsheet: str


@runtime_checkable
class Forgetful(Protocol):
    """A source that remembers something between readings and can be told not to rely on it."""

    def look_again(self) -> None:
        """Ask for everything at the next reading."""
        ...


@runtime_checkable
class Recalling(Protocol):
    """A source that knows worksheets again by an earlier reading."""

    def recall(self, workbook: Workbook) -> None:
        """Take note of an earlier reading, such as one kept on disk."""
        ...


@dataclass(eq=False)
class _Flight:
    """One reading under way."""

    started_at: datetime
    landed: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None


def _now() -> datetime:
    return datetime.now(UTC)


def _alarm(seconds: float, call: Callable[[], None]) -> Alarm:
    timer = threading.Timer(seconds, call)
    timer.name, timer.daemon = "due", True
    return timer


def open_store(config: Config) -> "Store":
    """The store over the source of a configuration; raises ``data.config.ConfigError``."""
    record, notices = _open_record(config)
    if config.is_key_exposed:
        notices |= {Notice.KEY_EXPOSED}
    return Store(
        open_source(config),
        refresh_seconds=config.refresh_seconds,
        cache_dir=config.cache_dir,
        record=record,
        notices=notices,
    )


def record_of(config: Config) -> Record:
    """The record of the configured source, by its key or its path. Raises ``OSError`` where it cannot be opened."""
    source = config.spreadsheet or str((config.workbook or SAMPLE).absolute())
    name = hashlib.sha256(source.encode()).hexdigest()[:32]
    return Record((config.history_dir or CACHE_DIR) / f"{name}.history.sqlite")


def _open_record(config: Config) -> tuple[Record | None, frozenset[Notice]]:
    """The record of the configured source; none, with a notice, where there is no folder to write to."""
    if config.history_dir is None:
        return None, frozenset()
    try:
        record = record_of(config)
    except OSError as error:
        _log.warning("no history of the sheet is kept: %s", error)
        return None, frozenset({Notice.HISTORY_NOT_KEPT})
    return record, frozenset({Notice.DAMAGED_HISTORY}) if record.was_damaged else frozenset()


@cache
def shared_store() -> "Store":
    """The store of this process, shared by every visitor and every route; raises ``data.config.ConfigError``."""
    return open_store(load_config(os.environ, SECRETS))


def shared_state() -> State | None:
    """What every visitor sees now; None where the configuration is wrong."""
    try:
        return shared_store().state()
    except ConfigError:
        return None


def known_road() -> Road | None:
    """The last good reading, also one whose figures are shown no more: what the dashboard is called, how it looks."""
    return shared_store().last_road() if shared_state() else None


def warm() -> None:
    """Read the sheet before anybody asks; what is wrong with the configuration is for the page to say."""
    gc.set_threshold(GARBAGE_THRESHOLD)
    shared_state()


class _Garbage:
    """What falls away in cycles, which Python, told by ``warm`` to look rarely, would find hours later.

    Whoever has left holds on to the reading they saw: a few objects for Python, and as much as a whole sheet.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next_s = 0.0

    def take_out(self) -> None:
        """Look for it, unless that has just been done or Python does it often enough."""
        with self._lock:
            if time.monotonic() < self._next_s or gc.get_threshold()[0] != GARBAGE_THRESHOLD:
                return
            began_s = time.thread_time()
            gc.collect()
            self._next_s = time.monotonic() + (time.thread_time() - began_s) / GARBAGE_SHARE


_garbage = _Garbage()


class Store:
    """The one living snapshot of a source. Safe for any number of threads."""

    def __init__(
        self,
        source: Source,
        *,
        read: Reads = read_road,
        clock: Callable[[], datetime] = _now,
        refresh_seconds: float = 60.0,
        cache_dir: Path | None = None,
        jitter: Callable[[], float] = random.random,
        reading_seconds_max: float = READING_SECONDS_MAX,
        first_look_seconds: float = FIRST_LOOK_SECONDS,
        record: Record | None = None,
        notices: frozenset[Notice] = frozenset(),
        unasked_seconds: float = UNASKED_SECONDS,
        alarm: Callable[[float, Callable[[], None]], Alarm] = _alarm,
    ) -> None:
        """``clock`` gives aware UTC, ``jitter`` a number from 0 to 1, ``alarm`` calls after so many seconds.

        A reading past ``reading_seconds_max`` is given up.
        """
        self.source = source
        self.refresh_seconds = refresh_seconds
        self._read = read
        self._clock = clock
        self._jitter = jitter
        self._reading_max = timedelta(seconds=reading_seconds_max)
        self._first_look_seconds = first_look_seconds
        self._kept = Kept(cache_dir, source.spreadsheet) if cache_dir and isinstance(source, Shareable) else None
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._looked = False
        self._snapshot: Snapshot | None = None
        self._failure: Failure | None = None
        self._failed_times = 0
        self._lost_since: datetime | None = None
        self.record = record
        """What the sheet said at each reading; None where nothing is kept."""
        self._recording = threading.Lock()
        self._unasked_seconds = unasked_seconds
        self._notices = notices
        self._flight: _Flight | None = None
        self._given_up: list[threading.Thread] = []
        self._asked_at: datetime | None = None
        self._asked_by_hand_at: datetime | None = None
        self._next_at: datetime | None = None
        self._alarm = alarm
        self._armed: Alarm | None = None
        self._took: deque[float] = deque(maxlen=5)
        self._version: object = None
        self._read_on: date | None = None
        self._full_rows: dict[str, int] = {}
        self._lost_at: dict[str, datetime] = {}

    def state(self) -> State:
        """What there is to show, at once; only the first look waits for the first reading."""
        now = self._clock()
        with self._lock:
            if not self._looked:
                self._looked = True
                self._take_up_kept(now)
                self._look_unasked()
            self._renew(now)
            self._arm(now)
            flight = self._flight
            must_wait = self._snapshot is None and self._failure is None
        if must_wait and flight is not None and not flight.landed.wait(self._first_look_seconds):
            with self._lock:
                self._give_up(flight)
        with self._lock:
            return self._visible(self._clock())

    def refresh(self) -> bool:
        """Ask for a reading now, whatever the age; False where a hand just did, or the source asked us to wait.

        Readings by themselves do not count: they may come as often as every second.
        """
        now = self._clock()
        with self._lock:
            self._give_up_late_flight(now)
            if self._flight is not None:
                return True
            by_hand = self._asked_by_hand_at
            if by_hand and timedelta() <= now - by_hand < timedelta(seconds=MANUAL_REFRESH_SECONDS):
                return False
            failure = self._failure
            if failure and failure.kind is FailureKind.QUOTA and failure.retry_at and now < failure.retry_at:
                return False
            if isinstance(self.source, Forgetful):
                self.source.look_again()
            self._asked_by_hand_at = now
            return self._start(now, insist=True)

    def last_road(self) -> Road | None:
        """The last good reading, whether or not its figures may still be shown."""
        with self._lock:
            return self._snapshot.road if self._snapshot else None

    @property
    def costs_nothing(self) -> bool:
        """Whether to look at the source is as good as free: it is done at a look, every few seconds if need be."""
        return isinstance(self.source, Versioned | FollowedSource)

    def due_seconds(self) -> float:
        """How long until a reading is due by itself, while somebody looks; 0 while one is under way."""
        now = self._clock()
        with self._lock:
            if self._flight is not None or self._next_at is None:
                return 0.0
            return max(0.0, (self._next_at - now).total_seconds())

    def usual_seconds(self) -> float:
        """How long a reading takes: as long as the longest of the last few, at most ``USUAL_SECONDS_MAX``."""
        with self._lock:
            return min(max(self._took, default=0.0), USUAL_SECONDS_MAX)

    def wait(self, seconds: float) -> None:
        """Wait for the reading under way, if there is one, at most so long: for whoever has just asked for it."""
        with self._lock:
            flight = self._flight
        if flight is not None:
            flight.landed.wait(seconds)

    def close(self) -> None:
        """Read no more of its own accord."""
        self._closed.set()
        with self._lock:
            self._disarm()

    def _renew(self, now: datetime) -> None:
        """Begin a reading where one is due."""
        self._give_up_late_flight(now)
        if self._flight is None and self._is_due(now):
            self._start(now)

    def _arm(self, now: datetime) -> None:
        """Have the next reading begin when it is due: whoever looks now will look again after it.

        It begins no other one: where nobody has looked since, it is the last.
        """
        wanted = self._armed is None and self._flight is None and not self.costs_nothing and not self._closed.is_set()
        if wanted and self._next_at is not None and now < self._next_at:
            self._armed = self._alarm((self._next_at - now).total_seconds(), self._read_when_due)
            self._armed.start()

    def _disarm(self) -> None:
        if self._armed is not None:
            self._armed.cancel()
            self._armed = None

    def _read_when_due(self) -> None:
        now = self._clock()
        with self._lock:
            self._armed = None
            self._renew(now)
            # A clock that was set back meanwhile, or an alarm that came a moment early.
            self._arm(now)

    def _visible(self, now: datetime) -> State:
        snapshot, failure = self._snapshot, self._failure
        if failure and failure.stops_at and now >= failure.stops_at:
            snapshot = None
        return State(snapshot, failure, self._flight is not None, self._notices)

    def _is_due(self, now: datetime) -> bool:
        if self._next_at is None or self._asked_at is None or now < self._asked_at:
            return True
        if now < self._next_at:
            return False
        return not isinstance(self.source, Versioned) or self._has_changed(self.source, now)

    def _has_changed(self, source: Versioned, now: datetime) -> bool:
        if source.version() != self._version:
            return True
        self._next_at = now + self._pause()
        if self._failure:
            return self._failure.retry_at is None or now >= self._failure.retry_at
        if self._snapshot is None or _today(self._snapshot.road, now) != self._read_on:
            return True
        # The file is still the one that was read, which is as good as reading it.
        self._snapshot = replace(self._snapshot, read_at=now)
        return False

    def _pause(self) -> timedelta:
        seconds = min(self.refresh_seconds, FILE_CHECK_SECONDS) if self.costs_nothing else self.refresh_seconds
        return timedelta(seconds=seconds)

    def _take_up_kept(self, now: datetime) -> None:
        """Begin with what was kept on disk, so that a restart during an outage shows figures with their age."""
        if self._kept is None:
            return
        try:
            loaded = self._kept.load()
        except DamagedError:
            loaded = None
            self._notices |= {Notice.DAMAGED_SNAPSHOT}
        status = self._kept.status()
        if loaded is not None:
            try:
                if isinstance(self.source, Recalling):
                    self.source.recall(loaded[0])
                self._settle_snapshot(self._snapshot_of(Answer(*loaded), now), now)
            except Exception as unexpected:  # the reading to come will say it again
                log_unexpected(unexpected)
        if status and status.failure and self._snapshot:
            self._settle_kept_failure(status.failure, now)
            self._next_at = None
        if not isinstance(self.source, FollowedSource):
            threading.Thread(target=self._look_for_followers, name="followers", daemon=True).start()

    def _look_for_others(self) -> None:
        """Look in the place of others: that alone has no other reading follow."""
        now = self._clock()
        with self._lock:
            self._renew(now)

    def _look_for_followers(self) -> None:
        """Look whenever somebody looks in a process that only follows."""
        assert self._kept is not None
        while not self._closed.wait(min(self.refresh_seconds, FILE_CHECK_SECONDS)):
            wanted_at = self._kept.wanted_at()
            if wanted_at and _now() - wanted_at < timedelta(seconds=2 * self.refresh_seconds):
                self._look_for_others()

    def _look_unasked(self) -> None:
        """Where a record is kept, look now and then though nobody does: a change should lie between near readings."""
        if self.record is None or isinstance(self.source, FollowedSource):
            return

        def look() -> None:
            while not self._closed.wait(self._unasked_seconds):
                self._look_for_others()

        threading.Thread(target=look, name="unasked", daemon=True).start()

    def _start(self, now: datetime, *, insist: bool = False) -> bool:
        self._given_up = [thread for thread in self._given_up if thread.is_alive()]
        if len(self._given_up) >= GIVEN_UP_MAX:
            return False
        self._disarm()
        flight = _Flight(now)
        flight.thread = threading.Thread(target=self._fly, args=(flight, insist), name="reading", daemon=True)
        self._flight = flight
        self._asked_at = now
        flight.thread.start()
        return True

    def _fly(self, flight: _Flight, insist: bool) -> None:
        """One reading, in its own thread. What comes after it was given up counts for nothing."""
        now, began_s = flight.started_at, time.monotonic()
        version, answer, snapshot, error = None, None, None, None
        before = self._snapshot
        try:
            version = self.source.version() if isinstance(self.source, Versioned) else None
            if self._kept and (self._snapshot is None or _today(self._snapshot.road, now) != self._read_on):
                self._kept.known = None
            answer = ask(self.source, self._kept, now=now, fresh_seconds=0.0 if insist else self.refresh_seconds)
            snapshot = self._snapshot_of(answer, now)
        except SourceError as failed:
            error = failed
        except Exception as unexpected:  # whatever happens here, visitors keep what they have
            log_unexpected(unexpected)
            error = SourceError(FailureKind.UNEXPECTED, f"the reading stopped with {type(unexpected).__name__}")
        with self._lock:
            if self._flight is not flight:
                return
            self._flight = None
            self._took.append(time.monotonic() - began_s)
            self._version = version
            if answer is not None:
                self._notices = _notices(self._notices, answer)
            if snapshot is not None:
                self._settle_snapshot(snapshot, now)
            if error is not None:
                self._settle_error(error, now)
            elif answer is not None and answer.failure is not None:
                self._settle_kept_failure(answer.failure, now)
            else:
                self._settle_success(now)
            flight.landed.set()
        if answer is not None and snapshot is not None:
            self._put_on_record(answer, snapshot, before, now)
        if before is not None and snapshot is not None and snapshot.road is not before.road:
            let_go(before.road)
            _garbage.take_out()

    def _snapshot_of(self, answer: Answer, now: datetime) -> Snapshot | None:
        before = self._snapshot
        if answer.workbook is None:
            return before and replace(before, read_at=answer.read_at or before.read_at)
        read_at = answer.read_at or now
        content = fingerprint(answer.workbook)
        if before is None or content != before.fingerprint:
            road = self._read(answer.workbook, now=now)
            return Snapshot(road, read_at, read_at, content, renamed=dict(answer.workbook.renamed))
        if _today(before.road, now) != self._read_on:
            return replace(before, road=self._read(answer.workbook, now=now), read_at=read_at)
        return replace(before, read_at=read_at)

    def _put_on_record(self, answer: Answer, snapshot: Snapshot, before: Snapshot | None, now: datetime) -> None:
        """Once the reading is there to be seen: nobody waits for the record of it."""
        if self.record is None or answer.workbook is None or isinstance(self.source, FollowedSource):
            return
        try:
            with self._recording:
                read_at = answer.read_at or now
                self.record.note(answer.workbook, snapshot.fingerprint, read_at, before.read_at if before else None)
            lacking = frozenset[Notice]()
        except (sqlite3.Error, OSError) as error:
            _log.warning("the reading could not be put on record: %s", type(error).__name__)
            lacking = frozenset({Notice.HISTORY_NOT_KEPT})
        with self._lock:
            self._notices = self._notices - {Notice.HISTORY_NOT_KEPT} | lacking

    def _give_up_late_flight(self, now: datetime) -> None:
        flight = self._flight
        if flight and now - flight.started_at >= self._reading_max:
            self._give_up(flight)

    def _give_up(self, flight: _Flight) -> None:
        """Stop waiting for a reading: a slow drip outlasts every timeout of a socket."""
        if self._flight is flight and flight.thread:
            self._flight = None
            self._given_up.append(flight.thread)
            if self._kept is not None:
                self._kept.take_turn_away()
            self._settle_error(SourceError(FailureKind.TIMEOUT, "the sheet did not arrive in time"), self._clock())
            flight.landed.set()

    def _settle_snapshot(self, snapshot: Snapshot | None, now: datetime) -> None:
        if snapshot is None:
            return
        self._read_on = _today(snapshot.road, now)
        self._snapshot = replace(snapshot, losses=self._losses(snapshot.road, now))

    def _settle_success(self, now: datetime) -> None:
        if self._failure:
            _log.warning("the sheet is read again")
        self._failure = None
        self._failed_times = 0
        self._lost_since = None
        read_at = self._snapshot.read_at if self._snapshot else now
        self._next_at = now + self._pause()
        if read_at < now and not self.costs_nothing:
            # A reading adopted from another process is renewed once that one has, not a whole pause later.
            later = min(self._pause() * 0.1, timedelta(seconds=ADOPTED_LATER_SECONDS))
            self._next_at = max(read_at + self._pause(), now) + later

    def _settle_error(self, error: SourceError, now: datetime) -> None:
        if self._failure is None or self._failure.kind is not error.kind:
            _log.warning("the sheet could not be read (%s): %s", error.kind, error)
        since = self._failure.since if self._failure else now
        if error.kind in ACCESS_LOST and self._lost_since is None:
            self._lost_since = now
        self._failed_times += 1
        retry_at = now + self._wait(error)
        self._failure = Failure(
            error.kind,
            since,
            str(error),
            error.status,
            retry_at,
            self._lost_since + GRACE if self._lost_since else None,
            getattr(self.source, "share_with", None),
        )
        self._next_at = now + self._pause() if isinstance(self.source, Versioned) else retry_at
        if self._kept and not isinstance(self.source, FollowedSource):
            kept_failure = KeptFailure(error.kind, since, str(error), error.status, self._lost_since)
            try:
                self._kept.note_failure(kept_failure, now)
            except OSError:
                self._notices |= {Notice.SNAPSHOT_NOT_KEPT}

    def _settle_kept_failure(self, failure: KeptFailure, now: datetime) -> None:
        self._lost_since = failure.lost_since
        self._next_at = now + self._pause()
        self._failure = Failure(
            failure.kind,
            failure.since,
            failure.message,
            failure.status,
            self._next_at,
            failure.lost_since + GRACE if failure.lost_since else None,
            getattr(self.source, "share_with", None),
        )

    def _wait(self, error: SourceError) -> timedelta:
        first = self.refresh_seconds
        if error.kind is not FailureKind.QUOTA:
            first = min(first, FIRST_RETRY_SECONDS)
        seconds = min(first * 2 ** min(self._failed_times - 1, 16), RETRY_SECONDS_MAX) * (1 + 0.2 * self._jitter())
        asked_for = min(error.retry_after_seconds or 0.0, RETRY_AFTER_SECONDS_MAX)
        return timedelta(seconds=max(seconds, asked_for))

    def _losses(self, road: Road, now: datetime) -> dict[str, tuple[int, int]]:
        losses = {}
        for worksheet in LOSS_WORKSHEETS:
            rows = road.rows[worksheet].used if worksheet in road.rows else 0
            full = self._full_rows.get(worksheet, 0)
            is_lost = rows < full * (1 - LOSS_SHARE) or (full > 0 and rows == 0)
            lost_at = self._lost_at.setdefault(worksheet, now) if is_lost else None
            if lost_at is not None and now - lost_at < LOSS_SHOWN:
                losses[worksheet] = (full, rows)
            else:
                self._full_rows[worksheet] = rows
                self._lost_at.pop(worksheet, None)
        return losses


def fingerprint(workbook: Workbook) -> str:
    """The same for two workbooks that say the same, whenever and however often they were read."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(
        repr(
            (workbook.origin, workbook.locale, workbook.timezone, workbook.missing, workbook.renamed, workbook.digest)
        ).encode()
    )
    for grid in () if workbook.digest else workbook.grids:
        marks = (grid.merged, sorted(grid.hidden_rows), sorted(grid.uncalculated))
        links = (sorted(grid.links.items()),) if grid.links else ()
        digest.update(repr((grid.title, grid.gid, grid.hidden, marks, *links)).encode())
        if grid.memory is None:
            for row in grid.rows:
                digest.update(_as_bytes(row))
        else:
            digest.update(b"".join(of_each_row(grid, "bytes", _as_bytes)))
    return digest.hexdigest()


def _as_bytes(row: Sequence[Cell]) -> bytes:
    return repr(row).encode("utf-8", "surrogatepass")


def _today(road: Road, now: datetime) -> date:
    return now.astimezone(road.settings.timezone).date()


def _notices(before: frozenset[Notice], answer: Answer) -> frozenset[Notice]:
    after = before | {Notice.DAMAGED_SNAPSHOT} if answer.damaged else before
    if answer.failure is not None or answer.workbook is None:
        return after
    return after | {Notice.SNAPSHOT_NOT_KEPT} if answer.unkept else after - {Notice.SNAPSHOT_NOT_KEPT}


def log_unexpected(error: Exception) -> None:
    """Say in the log what failed and where, and nothing of what was read."""
    # Neither the message nor the frames' values: either may quote the sheet or a key.
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    _log.error("unexpected %s while reading the sheet, at %s", type(error).__name__, " < ".join(reversed(places)))
