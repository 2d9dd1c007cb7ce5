"""The living snapshot: who asks the sheet and when, what stands on bad days, and what survives a restart."""

import gc
import logging
import stat
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.cache import per_road
from data.config import ROOT, Config
from data.grid import Grid, Origin, Workbook
from data.history.changes import ChangeKind
from data.history.record import Record
from data.problems import Kind
from data.road import Road
from data.sources import FailureKind, Source, SourceError
from data.sources.file import FileSource
from data.sources.google import GoogleSource, Patience, credentials_of
from data.sources.sharing import FollowedSource
from data.store import GARBAGE_THRESHOLD, GRACE, Notice, State, Store, _Garbage, open_store
from tests.sheets_server.key import EMAIL, throwaway_key
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.spreadsheet import spreadsheet_of

KEY = "a-spreadsheet-of-tests"
START = datetime(2021, 5, 20, 10, tzinfo=UTC)
HEADER = ["id", "received_on", "contributor"]
PATIENT_S = 20.0
AT_ONCE_S = 5.0
"""No wait for a sheet, which would be ``PATIENT_S`` long; a busy machine may need a moment all the same."""
QUICK = Patience(connect=5.0, read=2.0, deadline=60.0, first_wait=0.005)
IMPATIENT = Patience(connect=5.0, read=0.1, deadline=0.25, first_wait=0.005)


def _grids(rows: int = 3) -> tuple[Grid, ...]:
    contributions = [[f"C{number}", 44300 + number % 20, f"City {number}"] for number in range(rows)]
    return (
        Grid("Contributions", [HEADER, *contributions], gid=1),
        Grid("Milestones", [["id", "title", "due"], ["M1", "Launch", 44548]], gid=2),
    )


class Sheet:
    """A spreadsheet that says what a test puts in it, or fails; it counts how often it is asked."""

    spreadsheet = KEY
    share_with = EMAIL
    origin = Origin("google", "Test sheet", "https://docs.google.com/spreadsheets/d/key/edit")

    def __init__(self) -> None:
        self.grids = _grids()
        self.failure: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.asked = 0

    def read(self) -> Workbook:
        self.asked += 1
        self.gate.wait(PATIENT_S)
        if self.failure:
            raise self.failure
        return Workbook(self.origin, self.grids, timezone="Europe/Madrid")

    def fail(self, kind: FailureKind, **details: Any) -> None:  # noqa: ANN401 - SourceError's own fields
        self.failure = SourceError(kind, "it failed", **details)


class Clock:
    """The time, which passes when a test says so."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **units: float) -> None:
        self.now += timedelta(**units)


class Alarms:
    """What calls a store back once so many seconds have passed by the test's clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.set: list[_Alarm] = []

    def __call__(self, seconds: float, call: Callable[[], None]) -> "_Alarm":
        return _Alarm(self, self._clock.now + timedelta(seconds=seconds), call)

    def waits(self) -> list[float]:
        """In how many seconds each of them rings."""
        return [(alarm.rings_at - self._clock.now).total_seconds() for alarm in self.set]

    def ring(self) -> None:
        """Let the time pass until the only one rings."""
        (alarm,) = self.set
        self.set.clear()
        self._clock.now = max(self._clock.now, alarm.rings_at)
        alarm.call()


@dataclass(frozen=True)
class _Alarm:
    alarms: Alarms
    rings_at: datetime
    call: Callable[[], None]

    def start(self) -> None:
        self.alarms.set.append(self)

    def cancel(self) -> None:
        self.alarms.set.remove(self)


@pytest.fixture
def alarms(clock: Clock) -> Alarms:
    return Alarms(clock)


@pytest.fixture
def sheet() -> Sheet:
    return Sheet()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_on(clock: Clock) -> Iterator[Callable[..., Store]]:
    """``open_on(source, ...)``: a store by the test's own clock, closed when the test ends."""
    stores: list[Store] = []

    def opened(source: Source, **options: Any) -> Store:  # noqa: ANN401 - Store's own arguments
        stores.append(Store(source, **{"clock": clock, "jitter": lambda: 0.0, **options}))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()
        store.wait(PATIENT_S)


@pytest.fixture
def store(sheet: Sheet, open_on: Callable[..., Store]) -> Store:
    return open_on(sheet)


def _look(store: Store) -> State:
    """What a visitor sees once the reading that the look started is over."""
    store.state()
    store.wait(PATIENT_S)
    return store.state()


def _contributors(state: State) -> list[str]:
    assert state.snapshot is not None
    return state.snapshot.road.contributions["contributor"].tolist()


def test_the_first_look_waits_for_the_first_reading(store: Store, sheet: Sheet) -> None:
    assert _contributors(store.state()) == ["City 0", "City 1", "City 2"]
    assert sheet.asked == 1


def test_the_sheet_is_asked_once_a_minute_however_many_look(store: Store, sheet: Sheet, clock: Clock) -> None:
    for _ in range(10):
        visitors = [threading.Thread(target=store.state) for _ in range(20)]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join()
        store.wait(PATIENT_S)
        clock.passes(seconds=30)
    assert sheet.asked == 5


def test_nobody_looking_means_nobody_asking(store: Store, sheet: Sheet, clock: Clock) -> None:
    _look(store)
    clock.passes(hours=5)
    time.sleep(0.05)
    assert sheet.asked == 1
    _look(store)
    assert sheet.asked == 2


def test_whoever_looks_after_the_next_reading_finds_it_done(
    open_on: Callable[..., Store], sheet: Sheet, alarms: Alarms
) -> None:
    store = open_on(sheet, alarm=alarms)
    for rows in range(3, 8):
        assert len(_contributors(_look(store))) == rows
        assert alarms.waits() == [60]
        assert store.due_seconds() == 60
        sheet.grids = _grids(rows + 1)
        alarms.ring()
        store.wait(PATIENT_S)
    assert sheet.asked == 6


def test_after_the_last_look_the_sheet_is_read_once_more_and_then_no_more(sheet: Sheet) -> None:
    # By the real clock and the real alarm.
    store = Store(sheet, refresh_seconds=0.1)
    try:
        _look(store)
        deadline = time.monotonic() + PATIENT_S
        while sheet.asked < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.3)
        assert sheet.asked == 2
    finally:
        store.close()


def test_a_store_that_is_closed_reads_no_more(open_on: Callable[..., Store], sheet: Sheet, alarms: Alarms) -> None:
    store = open_on(sheet, alarm=alarms)
    _look(store)
    assert alarms.waits() == [60]
    store.close()
    assert alarms.waits() == []
    # Whoever looks all the same is shown what is there, and has nothing follow.
    assert _look(store).snapshot
    assert alarms.waits() == []


def test_an_alarm_that_comes_early_is_set_again(
    open_on: Callable[..., Store], sheet: Sheet, clock: Clock, alarms: Alarms
) -> None:
    _look(open_on(sheet, alarm=alarms))
    (alarm,), alarms.set = alarms.set, []
    clock.passes(seconds=59)
    alarm.call()
    assert (sheet.asked, alarms.waits()) == (1, [1])


def test_a_reading_by_hand_puts_off_the_one_that_was_due(
    open_on: Callable[..., Store], sheet: Sheet, clock: Clock, alarms: Alarms
) -> None:
    store = open_on(sheet, alarm=alarms)
    _look(store)
    clock.passes(seconds=40)
    store.refresh()
    store.wait(PATIENT_S)
    assert alarms.waits() == []
    _look(store)
    assert alarms.waits() == [60]


def test_while_somebody_looks_tries_follow_by_themselves_and_become_rarer(
    open_on: Callable[..., Store], sheet: Sheet, alarms: Alarms
) -> None:
    store, waits = open_on(sheet, alarm=alarms), list[float]()
    _look(store)
    sheet.fail(FailureKind.UNAVAILABLE)
    for _ in range(5):
        alarms.ring()
        store.wait(PATIENT_S)
        _look(store)
        waits += alarms.waits()
    assert waits == [10, 20, 40, 80, 120]
    assert sheet.asked == 6


def test_a_reading_that_is_given_up_is_tried_again_by_itself(
    open_on: Callable[..., Store], sheet: Sheet, clock: Clock, alarms: Alarms
) -> None:
    store = open_on(sheet, alarm=alarms)
    _look(store)
    sheet.gate.clear()
    alarms.ring()
    assert store.state().refreshing
    clock.passes(seconds=60)
    assert not store.state().refreshing
    assert alarms.waits() == [10]
    sheet.gate.set()


def test_what_a_reading_usually_takes_is_measured_and_bounded(
    store: Store, sheet: Sheet, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.usual_seconds() == 0
    sheet.gate.clear()
    threading.Timer(0.1, sheet.gate.set).start()
    _look(store)
    clock.passes(seconds=61)
    _look(store)
    assert 0.1 <= store.usual_seconds() < PATIENT_S
    monkeypatch.setattr("data.store.USUAL_SECONDS_MAX", 0.05)
    assert store.usual_seconds() == 0.05


def test_a_hundred_first_visitors_share_one_reading(store: Store, sheet: Sheet) -> None:
    sheet.gate.clear()
    seen: list[State] = []
    visitors = [threading.Thread(target=lambda: seen.append(store.state())) for _ in range(100)]
    for visitor in visitors:
        visitor.start()
    sheet.gate.set()
    for visitor in visitors:
        visitor.join()
    assert sheet.asked == 1
    assert len({id(state.snapshot and state.snapshot.road) for state in seen}) == 1
    assert all(state.snapshot for state in seen)


def test_nobody_waits_after_the_first_good_reading(store: Store, sheet: Sheet, clock: Clock) -> None:
    before = store.state()
    clock.passes(minutes=2)
    sheet.gate.clear()
    started = time.monotonic()
    during = store.state()
    assert time.monotonic() - started < AT_ONCE_S
    assert during.refreshing
    assert during.snapshot == before.snapshot
    sheet.gate.set()


def test_how_often_is_configurable(open_on: Callable[..., Store], sheet: Sheet, clock: Clock) -> None:
    store = open_on(sheet, refresh_seconds=5)
    _look(store)
    clock.passes(seconds=4)
    _look(store)
    clock.passes(seconds=2)
    _look(store)
    assert sheet.asked == 2


def test_an_edit_is_seen_after_the_next_reading_and_not_before(store: Store, sheet: Sheet, clock: Clock) -> None:
    _look(store)
    sheet.grids = _grids(4)
    clock.passes(seconds=59)
    assert len(_contributors(_look(store))) == 3
    clock.passes(seconds=2)
    assert len(_contributors(_look(store))) == 4


def test_the_road_stays_the_same_object_until_the_content_changes(store: Store, sheet: Sheet, clock: Clock) -> None:
    first = _look(store).snapshot
    clock.passes(seconds=61)
    second = _look(store).snapshot
    assert first and second
    assert second.road is first.road
    assert (second.changed_at, second.read_at) == (first.changed_at, first.read_at + timedelta(seconds=61))


def test_of_an_older_reading_no_figure_is_kept(store: Store, sheet: Sheet, clock: Clock) -> None:
    made = []

    @per_road
    def figure(road: Road) -> None:
        made.append(road)

    road = _read_again(store, clock)
    figure(road)
    assert _read_again(store, clock) is road
    figure(road)
    assert made == [road]
    sheet.grids = _grids(4)
    assert _read_again(store, clock) is not road
    deadline = time.monotonic() + PATIENT_S
    while len(made) == 1 and time.monotonic() < deadline:
        # It is let go of once the new one is there to be seen.
        figure(road)
        time.sleep(0.01)
    assert made == [road, road]


def _read_again(store: Store, clock: Clock) -> Road:
    clock.passes(seconds=61)
    snapshot = _look(store).snapshot
    assert snapshot is not None
    return snapshot.road


class _LeftBehind:
    """Something that only the collector finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.parametrize(("threshold", "is_found"), [(GARBAGE_THRESHOLD, True), (GARBAGE_THRESHOLD + 1, False)])
def test_garbage_is_taken_out_after_a_changed_reading_where_python_looks_rarely(
    store: Store, sheet: Sheet, clock: Clock, monkeypatch: pytest.MonkeyPatch, threshold: int, is_found: bool
) -> None:
    monkeypatch.setattr("data.store._garbage", _Garbage())
    before = gc.get_threshold()
    gc.set_threshold(threshold)
    try:
        _read_again(store, clock)
        left = weakref.ref(_LeftBehind())
        _read_again(store, clock)
        time.sleep(0.05)
        assert left() is not None
        sheet.grids = _grids(4)
        _read_again(store, clock)
        deadline = time.monotonic() + (PATIENT_S if is_found else 0.2)
        while left() is not None and time.monotonic() < deadline:
            time.sleep(0.01)
        assert (left() is None) == is_found
    finally:
        gc.set_threshold(*before)


def test_a_sheet_that_changes_all_the_time_is_not_looked_through_for_garbage_all_the_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks, seconds = list[int](), list[int]()
    monkeypatch.setattr("data.store.gc.collect", lambda: looks.append(len(seconds)))
    monkeypatch.setattr("data.store.gc.get_threshold", lambda: (GARBAGE_THRESHOLD,))
    # Each look takes 0.01 s of the processor.
    monkeypatch.setattr("data.store.time.thread_time", lambda: 0.01 * len(looks))
    monkeypatch.setattr("data.store.time.monotonic", lambda: 100.0 + len(seconds))
    garbage = _Garbage()
    for second in range(30):
        garbage.take_out()
        seconds.append(second)
    assert looks == [0, 10, 20]


def test_a_new_day_reads_the_same_content_anew(store: Store, clock: Clock) -> None:
    # What is dated after the day of reading is a problem, so the day is part of the reading.
    first = _look(store).snapshot
    clock.passes(days=1)
    second = _look(store).snapshot
    assert first and second
    assert second.road is not first.road
    assert second.changed_at == first.changed_at


def test_a_clock_set_back_does_not_stop_the_readings(store: Store, sheet: Sheet, clock: Clock) -> None:
    _look(store)
    clock.passes(days=-30)
    _look(store)
    assert sheet.asked == 2


def test_a_refresh_by_hand_asks_now_and_at_most_every_ten_seconds(store: Store, sheet: Sheet, clock: Clock) -> None:
    _look(store)
    assert store.refresh()
    store.wait(PATIENT_S)
    assert [store.refresh() for _ in range(50)] == [False] * 50
    assert sheet.asked == 2
    clock.passes(seconds=11)
    assert store.refresh()


def test_a_sheet_read_every_second_can_be_refreshed_by_hand_all_the_same(
    store: Store, sheet: Sheet, clock: Clock
) -> None:
    store.refresh_seconds = 1.0
    for _ in range(15):
        _look(store)
        clock.passes(seconds=1)
    asked = sheet.asked
    assert store.refresh()
    store.wait(PATIENT_S)
    assert sheet.asked == asked + 1


def test_refreshing_by_many_hands_at_once_is_one_reading(store: Store, sheet: Sheet, clock: Clock) -> None:
    _look(store)
    clock.passes(seconds=11)
    sheet.gate.clear()
    hands = [threading.Thread(target=store.refresh) for _ in range(50)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    sheet.gate.set()
    store.wait(PATIENT_S)
    assert sheet.asked == 2


def test_no_hand_beats_the_wait_that_google_asked_for(store: Store, sheet: Sheet, clock: Clock) -> None:
    sheet.fail(FailureKind.QUOTA, status=429, retry_after_seconds=120)
    _look(store)
    clock.passes(seconds=100)
    assert not store.refresh()
    _look(store)
    assert sheet.asked == 1
    clock.passes(seconds=25)
    _look(store)
    assert sheet.asked == 2


PASSING = [
    FailureKind.QUOTA,
    FailureKind.UNAVAILABLE,
    FailureKind.TIMEOUT,
    FailureKind.NETWORK,
    FailureKind.AUTH,
    FailureKind.BAD_ANSWER,
    FailureKind.BAD_REQUEST,
]


@pytest.mark.parametrize("kind", PASSING)
def test_old_figures_stay_with_their_age_and_the_reason(store: Store, sheet: Sheet, clock: Clock, kind: str) -> None:
    _look(store)
    sheet.fail(FailureKind(kind))
    clock.passes(seconds=61)
    began = clock.now
    state = _look(store)
    for _ in range(20):
        clock.passes(hours=1)
        state = _look(store)
    assert state.snapshot is not None
    assert state.snapshot.read_at == START
    assert state.failure is not None
    assert (state.failure.kind, state.failure.since, state.failure.stops_at) == (kind, began, None)


def test_tries_become_rarer_while_it_fails(store: Store, sheet: Sheet, clock: Clock) -> None:
    _look(store)
    sheet.fail(FailureKind.UNAVAILABLE)
    clock.passes(seconds=61)
    waits = []
    for _ in range(8):
        failure = _look(store).failure
        assert failure and failure.retry_at
        waits.append((failure.retry_at - clock.now).total_seconds())
        clock.now = failure.retry_at
    assert waits == [10, 20, 40, 80, 120, 120, 120, 120]


def test_figures_are_fresh_again_once_the_sheet_answers(store: Store, sheet: Sheet, clock: Clock) -> None:
    _look(store)
    sheet.fail(FailureKind.UNAVAILABLE)
    clock.passes(seconds=61)
    assert _look(store).failure
    sheet.failure, sheet.grids = None, _grids(5)
    clock.passes(seconds=11)
    state = _look(store)
    assert state.failure is None
    assert len(_contributors(state)) == 5


@pytest.mark.parametrize("kind", [FailureKind.PERMISSION, FailureKind.NOT_FOUND, FailureKind.API_DISABLED])
def test_old_figures_stop_a_quarter_of_an_hour_after_access_is_lost(
    store: Store, sheet: Sheet, clock: Clock, kind: FailureKind
) -> None:
    _look(store)
    clock.passes(seconds=61)
    lost = clock.now
    sheet.fail(kind)
    failure = _look(store).failure
    assert failure is not None
    assert (failure.stops_at, failure.share_with) == (lost + GRACE, EMAIL)
    assert GRACE.total_seconds() == 15 * 60
    clock.now = lost + GRACE - timedelta(seconds=1)
    assert _look(store).snapshot is not None
    clock.passes(seconds=1)
    assert store.state().snapshot is None
    # What the dashboard is called stays.
    road = store.last_road()
    assert road is not None
    assert not road.is_empty


def test_an_outage_within_the_grace_does_not_prolong_it(store: Store, sheet: Sheet, clock: Clock) -> None:
    _look(store)
    clock.passes(seconds=61)
    lost = clock.now
    sheet.fail(FailureKind.PERMISSION)
    _look(store)
    sheet.fail(FailureKind.UNAVAILABLE)
    clock.passes(minutes=6)
    failure = _look(store).failure
    assert failure is not None
    assert (failure.kind, failure.stops_at) == (FailureKind.UNAVAILABLE, lost + GRACE)


def test_access_given_back_gives_the_figures_back(store: Store, sheet: Sheet, clock: Clock) -> None:
    _look(store)
    sheet.fail(FailureKind.PERMISSION)
    clock.passes(seconds=61)
    _look(store)
    clock.passes(minutes=16)
    assert _look(store).snapshot is None
    sheet.failure = None
    clock.passes(minutes=6)
    state = _look(store)
    assert (state.failure, len(_contributors(state))) == (None, 3)


def test_a_first_start_without_a_good_reading_has_a_reason_and_no_figures(store: Store, sheet: Sheet) -> None:
    sheet.fail(FailureKind.PERMISSION, status=403)
    state = store.state()
    assert state.snapshot is None
    assert state.failure is not None
    assert (state.failure.kind, state.failure.status) == (FailureKind.PERMISSION, 403)


def test_nobody_waits_for_the_second_try_of_a_first_start(store: Store, sheet: Sheet, clock: Clock) -> None:
    sheet.fail(FailureKind.UNAVAILABLE)
    _look(store)
    sheet.gate.clear()
    clock.passes(seconds=11)
    started = time.monotonic()
    assert store.state().refreshing
    assert time.monotonic() - started < AT_ONCE_S
    sheet.gate.set()


def test_a_reading_that_never_ends_is_given_up_and_what_it_brings_late_ignored(
    store: Store, sheet: Sheet, clock: Clock
) -> None:
    _look(store)
    sheet.gate.clear()
    sheet.grids = _grids(7)
    clock.passes(seconds=61)
    store.state()
    clock.passes(seconds=60)
    state = store.state()
    assert state.failure is not None
    assert (state.failure.kind, state.refreshing) == (FailureKind.TIMEOUT, False)
    sheet.gate.set()
    time.sleep(0.1)
    assert len(_contributors(store.state())) == 3


def test_the_first_look_has_an_end_too(open_on: Callable[..., Store], sheet: Sheet) -> None:
    sheet.gate.clear()
    store = open_on(sheet, first_look_seconds=0.1)
    started = time.monotonic()
    state = store.state()
    assert time.monotonic() - started < AT_ONCE_S
    assert state.snapshot is None
    assert state.failure is not None
    assert state.failure.kind is FailureKind.TIMEOUT
    sheet.gate.set()


def test_a_reading_given_up_lets_its_successor_ask_and_keeps_nothing_over_it(
    open_on: Callable[..., Store], sheet: Sheet, clock: Clock, tmp_path: Path
) -> None:
    store = open_on(sheet, cache_dir=tmp_path)
    assert len(_contributors(_look(store))) == 3
    sheet.gate.clear()
    clock.passes(minutes=2)
    store.state()
    deadline = time.monotonic() + PATIENT_S
    while sheet.asked < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    late = sheet.grids
    clock.passes(minutes=2)
    store.state()
    gate, sheet.gate = sheet.gate, threading.Event()
    sheet.gate.set()
    sheet.grids = _grids(5)
    clock.passes(minutes=5)
    assert len(_contributors(_look(store))) == 5
    assert store.state().failure is None
    sheet.grids = late
    gate.set()
    time.sleep(0.1)
    assert len(_contributors(_look(open_on(sheet, cache_dir=tmp_path, first_look_seconds=0.01)))) == 5


def test_no_more_than_a_few_threads_hang(store: Store, sheet: Sheet, clock: Clock) -> None:
    _look(store)
    sheet.gate.clear()
    for _ in range(10):
        clock.passes(minutes=10)
        store.state()
    assert sheet.asked == 1 + 3
    sheet.gate.set()


def test_what_nobody_expected_is_logged_without_a_word_of_the_sheet(
    store: Store, sheet: Sheet, caplog: pytest.LogCaptureFixture
) -> None:
    sheet.failure = KeyError("a word of the sheet")
    state = store.state()
    assert state.failure is not None
    assert state.failure.kind is FailureKind.UNEXPECTED
    assert "KeyError" in caplog.text
    assert "a word of the sheet" not in caplog.text + state.failure.message


def test_a_lasting_failure_is_logged_once(
    store: Store, sheet: Sheet, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    sheet.fail(FailureKind.UNAVAILABLE)
    for _ in range(5):
        _look(store)
        clock.passes(hours=1)
    assert [record.message for record in caplog.records] == ["the sheet could not be read (unavailable): it failed"]


def test_an_emptied_worksheet_is_a_warning_for_a_day_and_not_quiet_zeros(
    store: Store, sheet: Sheet, clock: Clock
) -> None:
    sheet.grids = _grids(40)
    _look(store)
    sheet.grids = (Grid("Contributions", [], gid=1), *_grids()[1:])
    clock.passes(seconds=61)
    snapshot = _look(store).snapshot
    assert snapshot is not None
    assert snapshot.losses == {"Contributions": (40, 0)}
    clock.passes(hours=23)
    snapshot = _look(store).snapshot
    assert snapshot is not None and "Contributions" in snapshot.losses
    clock.passes(hours=2)
    snapshot = _look(store).snapshot
    assert snapshot is not None and not snapshot.losses


def test_rows_brought_back_end_the_warning(store: Store, sheet: Sheet, clock: Clock) -> None:
    for rows in (40, 5, 40):
        sheet.grids = _grids(rows)
        state = _look(store)
        clock.passes(seconds=61)
    assert state.snapshot is not None
    assert state.snapshot.losses == {}


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [(40, 19, True), (40, 21, False), (12, 3, True), (3, 1, True), (2, 1, False), (1, 0, True), (3, 40, False)],
)
def test_a_loss_is_more_than_half_of_the_rows_or_all_of_them(
    store: Store, sheet: Sheet, clock: Clock, before: int, after: int, lost: bool
) -> None:
    sheet.grids = _grids(before)
    _look(store)
    sheet.grids = _grids(after)
    clock.passes(seconds=61)
    snapshot = _look(store).snapshot
    assert snapshot is not None
    assert snapshot.losses == ({"Contributions": (before, after)} if lost else {})


def _restarted(open_on: Callable[..., Store], folder: Path, sheet: Sheet) -> Store:
    return open_on(sheet, cache_dir=folder)


def test_a_restart_during_an_outage_shows_the_figures_with_their_age(
    open_on: Callable[..., Store], tmp_path: Path, sheet: Sheet, clock: Clock
) -> None:
    before = _look(_restarted(open_on, tmp_path, sheet)).snapshot
    clock.passes(hours=3)
    sheet.fail(FailureKind.NETWORK)
    state = _look(_restarted(open_on, tmp_path, sheet))
    assert before and state.snapshot and state.failure
    assert (state.snapshot.read_at, state.snapshot.fingerprint) == (before.read_at, before.fingerprint)
    assert _contributors(state) == ["City 0", "City 1", "City 2"]
    assert state.failure.kind is FailureKind.NETWORK


def test_a_restart_does_not_wait_for_a_sheet_that_hangs(
    open_on: Callable[..., Store], tmp_path: Path, sheet: Sheet, clock: Clock
) -> None:
    _look(_restarted(open_on, tmp_path, sheet))
    clock.passes(hours=3)
    sheet.gate.clear()
    store = _restarted(open_on, tmp_path, sheet)
    started = time.monotonic()
    assert store.state().snapshot is not None
    assert time.monotonic() - started < AT_ONCE_S
    sheet.gate.set()


def test_a_restart_does_not_begin_the_grace_anew(
    open_on: Callable[..., Store], tmp_path: Path, sheet: Sheet, clock: Clock
) -> None:
    store = _restarted(open_on, tmp_path, sheet)
    _look(store)
    clock.passes(seconds=61)
    sheet.fail(FailureKind.PERMISSION)
    _look(store)
    clock.passes(minutes=10)
    assert _look(_restarted(open_on, tmp_path, sheet)).snapshot is not None
    clock.passes(minutes=6)
    assert _look(_restarted(open_on, tmp_path, sheet)).snapshot is None


def test_a_restart_soon_after_a_reading_asks_nothing(
    open_on: Callable[..., Store], tmp_path: Path, sheet: Sheet, clock: Clock
) -> None:
    _look(_restarted(open_on, tmp_path, sheet))
    clock.passes(seconds=20)
    _look(_restarted(open_on, tmp_path, sheet))
    assert sheet.asked == 1


def test_a_loss_over_a_restart_is_a_warning_too(
    open_on: Callable[..., Store], tmp_path: Path, sheet: Sheet, clock: Clock
) -> None:
    sheet.grids = _grids(40)
    _look(_restarted(open_on, tmp_path, sheet))
    sheet.grids = _grids(0)
    clock.passes(hours=1)
    snapshot = _look(_restarted(open_on, tmp_path, sheet)).snapshot
    assert snapshot is not None
    assert snapshot.losses == {"Contributions": (40, 0)}


def test_a_damaged_snapshot_is_set_aside_with_a_notice_and_never_shown(
    open_on: Callable[..., Store], tmp_path: Path, sheet: Sheet, clock: Clock
) -> None:
    _look(_restarted(open_on, tmp_path, sheet))
    (kept,) = [path for path in tmp_path.glob("*.json") if "status" not in path.name]
    kept.write_bytes(kept.read_bytes().replace(b"City 1", b"City 9"))
    clock.passes(hours=1)
    sheet.fail(FailureKind.NETWORK)
    state = _look(_restarted(open_on, tmp_path, sheet))
    assert state.snapshot is None
    assert state.notices == {Notice.DAMAGED_SNAPSHOT}
    assert kept.with_suffix(".damaged").exists()


def test_another_spreadsheets_snapshot_is_never_shown(
    open_on: Callable[..., Store], tmp_path: Path, sheet: Sheet, clock: Clock
) -> None:
    _look(_restarted(open_on, tmp_path, sheet))
    other = Sheet()
    other.spreadsheet = "another-spreadsheet"
    other.fail(FailureKind.NETWORK)
    assert _look(_restarted(open_on, tmp_path, other)).snapshot is None


def test_what_is_kept_is_for_its_owner_alone(open_on: Callable[..., Store], tmp_path: Path, sheet: Sheet) -> None:
    folder = tmp_path / "made" / "by us"
    _look(_restarted(open_on, folder, sheet))
    modes = {path.name.split(".", 1)[1]: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {"json": 0o600, "status.json": 0o600, "lock": 0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_written_costs_a_notice_and_no_figure(
    open_on: Callable[..., Store], tmp_path: Path, sheet: Sheet
) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("not a folder")
    state = _look(_restarted(open_on, occupied, sheet))
    assert len(_contributors(state)) == 3
    assert state.notices == {Notice.SNAPSHOT_NOT_KEPT}


def test_readers_of_one_folder_ask_once_between_them(
    open_on: Callable[..., Store], tmp_path: Path, sheet: Sheet, clock: Clock
) -> None:
    stores = [_restarted(open_on, tmp_path, sheet) for _ in range(4)]
    for minute in range(5):
        sheet.grids = _grids(minute + 1)
        for store in stores:
            assert len(_contributors(_look(store))) == minute + 1
        clock.passes(seconds=61)
    assert sheet.asked == 5


def test_who_does_not_read_turns_to_the_new_reading_once_it_is_done(
    open_on: Callable[..., Store], tmp_path: Path, sheet: Sheet, clock: Clock
) -> None:
    reads, adopts = (_restarted(open_on, tmp_path, sheet) for _ in range(2))
    _look(reads)
    clock.passes(seconds=20)
    _look(adopts)
    for minute in range(1, 4):
        clock.now = START + timedelta(minutes=minute)
        sheet.grids = _grids(3 + minute)
        assert adopts.due_seconds() == 2
        assert len(_contributors(_look(reads))) == 3 + minute
        clock.passes(seconds=2)
        assert len(_contributors(_look(adopts))) == 3 + minute
    assert sheet.asked == 4
    # Where nobody looks at the one that reads, the other one does.
    clock.passes(seconds=60)
    _look(adopts)
    assert sheet.asked == 5


@pytest.fixture
def follower(open_on: Callable[..., Store], tmp_path: Path) -> Store:
    """A store that lives from what the reader keeps in the same folder, and cannot ask anybody."""
    return open_on(FollowedSource(KEY), cache_dir=tmp_path)


def test_a_follower_shows_what_the_reader_keeps(
    open_on: Callable[..., Store], follower: Store, tmp_path: Path, sheet: Sheet, clock: Clock
) -> None:
    reader = _restarted(open_on, tmp_path, sheet)
    _look(reader)
    assert len(_contributors(_look(follower))) == 3
    sheet.grids = _grids(6)
    clock.passes(seconds=61)
    _look(reader)
    clock.passes(seconds=4)
    state = _look(follower)
    assert (len(_contributors(state)), state.failure) == (6, None)


def test_a_follower_says_what_its_reader_met(
    open_on: Callable[..., Store], follower: Store, tmp_path: Path, sheet: Sheet, clock: Clock
) -> None:
    reader = _restarted(open_on, tmp_path, sheet)
    _look(reader)
    _look(follower)
    clock.passes(seconds=61)
    sheet.fail(FailureKind.PERMISSION)
    failed = _look(reader).failure
    clock.passes(seconds=4)
    state = _look(follower)
    assert failed and state.failure and state.snapshot
    assert (state.failure.kind, state.failure.stops_at) == (failed.kind, failed.stops_at)
    clock.passes(minutes=16)
    assert follower.state().snapshot is None


def test_a_follower_without_a_reader_says_so(follower: Store) -> None:
    state = _look(follower)
    assert state.snapshot is None
    assert state.failure is not None
    assert state.failure.kind is FailureKind.NO_SNAPSHOT


def test_a_follower_notices_that_its_reader_stopped(
    open_on: Callable[..., Store], follower: Store, tmp_path: Path, sheet: Sheet, clock: Clock
) -> None:
    _look(_restarted(open_on, tmp_path, sheet))
    _look(follower)
    clock.passes(minutes=6)
    state = _look(follower)
    assert state.snapshot is not None
    assert state.failure is not None
    assert state.failure.kind is FailureKind.NO_SNAPSHOT


def test_what_costs_nothing_is_looked_at_when_somebody_does_and_by_no_alarm(
    open_on: Callable[..., Store], tmp_path: Path, sheet: Sheet, alarms: Alarms
) -> None:
    _look(_restarted(open_on, tmp_path, sheet))
    for source in (FollowedSource(KEY), FileSource(ROOT / "data" / "sample" / "road.xlsx")):
        assert _look(open_on(source, cache_dir=tmp_path, alarm=alarms)).snapshot
    assert alarms.set == []


def test_a_look_at_a_follower_makes_its_reader_ask(tmp_path: Path, sheet: Sheet) -> None:
    # By the real clock: the follower leaves its wish as the time of a file.
    reader = Store(sheet, cache_dir=tmp_path, refresh_seconds=0.1)
    following = Store(FollowedSource(KEY), cache_dir=tmp_path, refresh_seconds=0.1)
    try:
        reader.state()
        following.state()
        sheet.grids = _grids(9)
        deadline = time.monotonic() + PATIENT_S
        while len(_contributors(following.state())) != 9:
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        reader.close()
        following.close()


def test_a_file_is_read_again_when_it_changes_and_only_then(
    open_on: Callable[..., Store], tmp_path: Path, clock: Clock
) -> None:
    path = tmp_path / "road.xlsx"
    path.write_bytes((ROOT / "data" / "sample" / "road.xlsx").read_bytes())
    store = open_on(FileSource(path))
    first = _look(store).snapshot
    clock.passes(seconds=61)
    same = _look(store).snapshot
    path.write_bytes((ROOT / "data" / "sample" / "rehearsal.xlsx").read_bytes())
    clock.passes(seconds=4)
    other = _look(store).snapshot
    assert first and same and other
    assert (same.road is first.road, same.read_at) == (True, clock.now - timedelta(seconds=4))
    assert len(other.road.contributions) == 405


@pytest.fixture(scope="module")
def credentials() -> Any:  # noqa: ANN401 - google-auth is not typed
    return credentials_of(throwaway_key().fields("http://127.0.0.1:9"))


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer(spreadsheet_of(_grids(40))) as running:
        yield running


@pytest.fixture
def google(server: SheetsServer, credentials: Any) -> GoogleSource:  # noqa: ANN401 - as above
    there = credentials.with_token_uri(f"{server.address}/token")
    return GoogleSource(server.spreadsheet.key, there, api_base=server.address, patience=QUICK)


def test_a_hundred_visitors_cost_what_one_costs(
    open_on: Callable[..., Store], google: GoogleSource, server: SheetsServer, clock: Clock
) -> None:
    store = open_on(google)
    for _ in range(5):
        visitors = [threading.Thread(target=store.state) for _ in range(100)]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join()
        store.wait(PATIENT_S)
        clock.passes(seconds=60)
    assert server.counts() == {"token": 1, "metadata": 1, "values": 5}


FAULTS = {
    "429": FailureKind.QUOTA,
    "500": FailureKind.UNAVAILABLE,
    "503": FailureKind.UNAVAILABLE,
    "html 502": FailureKind.UNAVAILABLE,
    "hang": FailureKind.TIMEOUT,
    "drip": FailureKind.TIMEOUT,
    "reset": FailureKind.NETWORK,
    "cut": FailureKind.BAD_ANSWER,
    "bad json": FailureKind.BAD_ANSWER,
    "wrong shape": FailureKind.BAD_ANSWER,
    "401": FailureKind.AUTH,
    "403": FailureKind.PERMISSION,
    "404": FailureKind.NOT_FOUND,
}

ENDLESS = {"hang", "drip"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_visitor_of_a_bad_day_sees_the_last_good_figures_and_why_without_waiting(
    open_on: Callable[..., Store], google: GoogleSource, server: SheetsServer, clock: Clock, fault: str
) -> None:
    store = open_on(google)
    _look(store)
    server.fail(fault)
    server.forget_requests()
    google.patience = IMPATIENT if fault in ENDLESS else QUICK
    clock.passes(seconds=61)
    started = time.monotonic()
    store.state()
    assert time.monotonic() - started < AT_ONCE_S
    state = _look(store)
    assert len(_contributors(state)) == 40
    assert state.failure is not None
    assert state.failure.kind is FAULTS[fault]
    assert sum(server.counts().values()) <= 4
    server.mend()
    google.patience = QUICK
    clock.passes(minutes=1)
    assert _look(store).failure is None


@pytest.mark.parametrize("fault", FAULTS)
def test_a_first_visitor_of_a_bad_day_gets_a_reason_within_bounds(
    open_on: Callable[..., Store], google: GoogleSource, server: SheetsServer, fault: str
) -> None:
    server.fail(fault, endpoint="values")
    google.patience = IMPATIENT if fault in ENDLESS else QUICK
    started = time.monotonic()
    state = open_on(google).state()
    assert time.monotonic() - started < AT_ONCE_S
    assert state.snapshot is None
    assert state.failure is not None
    assert state.failure.kind is FAULTS[fault]


def test_a_renamed_worksheet_keeps_its_figures_and_is_named(
    open_on: Callable[..., Store], google: GoogleSource, server: SheetsServer, clock: Clock
) -> None:
    store = open_on(google)
    _look(store)
    server.spreadsheet.tab("Contributions").title = "Inputs"
    clock.passes(seconds=61)
    snapshot = _look(store).snapshot
    assert snapshot is not None
    assert (len(snapshot.road.contributions), snapshot.renamed) == (40, {"Contributions": "Inputs"})


def test_a_worksheet_renamed_while_nothing_ran_is_known_from_what_was_kept(
    open_on: Callable[..., Store],
    google: GoogleSource,
    credentials: Any,  # noqa: ANN401 - as above
    server: SheetsServer,
    tmp_path: Path,
    clock: Clock,
) -> None:
    _look(open_on(google, cache_dir=tmp_path))
    server.spreadsheet.tab("Contributions").title = "Inputs"
    clock.passes(hours=8)
    there = credentials.with_token_uri(f"{server.address}/token")
    later = GoogleSource(server.spreadsheet.key, there, api_base=server.address, patience=QUICK)
    assert len(_contributors(_look(open_on(later, cache_dir=tmp_path)))) == 40


def test_a_deleted_worksheet_is_missing_its_rows_are_a_loss_and_the_rest_stands(
    open_on: Callable[..., Store], google: GoogleSource, server: SheetsServer, clock: Clock
) -> None:
    store = open_on(google)
    _look(store)
    server.spreadsheet.tabs.remove(server.spreadsheet.tab("Contributions"))
    clock.passes(seconds=61)
    snapshot = _look(store).snapshot
    assert snapshot is not None
    assert ("Contributions", Kind.MISSING_WORKSHEET) in {
        (problem.worksheet, problem.kind) for problem in snapshot.road.problems
    }
    assert snapshot.losses == {"Contributions": (40, 0)}
    assert len(snapshot.road.milestones) == 1


def test_hidden_and_reordered_worksheets_change_no_figure(
    open_on: Callable[..., Store], google: GoogleSource, server: SheetsServer, clock: Clock
) -> None:
    store = open_on(google)
    before = _look(store)
    server.spreadsheet.tabs.reverse()
    server.spreadsheet.tab("Contributions").hidden = True
    clock.passes(hours=2)
    after = _look(store)
    assert _contributors(after) == _contributors(before)
    assert after.snapshot is not None
    assert after.snapshot.losses == {}


def test_a_missing_column_is_named_and_the_rest_still_works(
    open_on: Callable[..., Store], google: GoogleSource, server: SheetsServer, clock: Clock
) -> None:
    store = open_on(google)
    _look(store)
    server.spreadsheet.edit("Contributions!A1", "nothing of ours")
    clock.passes(seconds=61)
    state = _look(store)
    assert state.snapshot is not None
    missing = [problem for problem in state.snapshot.road.problems if problem.kind is Kind.MISSING_COLUMN]
    assert ("Contributions", "id") in {(problem.worksheet, problem.column) for problem in missing}
    assert len(_contributors(state)) == 40


def _told(road: Road) -> dict[str, object]:
    """A Road as plain values, but for where it came from."""
    plain: dict[str, object] = {}
    for name, value in vars(replace(road, origin=Origin("file", "x"))).items():
        is_frame = hasattr(value, "to_csv")
        plain[name] = value.to_csv() if is_frame else value
    plain["problems"] = [replace(problem, gid=None) for problem in road.problems]
    del plain["gids"], plain["joined"]
    return plain


@pytest.mark.parametrize("workbook", ["road", "rehearsal"])
def test_a_file_and_a_spreadsheet_of_the_same_content_are_the_same_road(
    open_on: Callable[..., Store],
    google: GoogleSource,
    server: SheetsServer,
    workbook: str,
) -> None:
    file = FileSource(ROOT / "data" / "sample" / f"{workbook}.xlsx")
    server.spreadsheet.tabs = spreadsheet_of(file.read().grids).tabs
    here, there = (open_on(source).state().snapshot for source in (file, google))
    assert here and there
    assert _told(here.road) == _told(there.road)


def _recorded(record: Record, readings: int) -> Record:
    """The record once it holds so many readings: it is written behind the visitors' backs."""
    deadline = time.monotonic() + PATIENT_S
    while len(record.readings()) < readings and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(record.readings()) == readings
    return record


def test_what_was_changed_lies_between_two_readings(
    open_on: Callable[..., Store], sheet: Sheet, clock: Clock, tmp_path: Path
) -> None:
    store = open_on(sheet, record=Record(tmp_path / "history.sqlite"))
    _look(store)
    clock.passes(minutes=2)
    _look(store)
    sheet.grids = _grids(4)
    clock.passes(minutes=3)
    _look(store)
    assert store.record is not None
    (seen,) = _recorded(store.record, 2).changes()
    assert (seen.change.worksheet, seen.change.kind, seen.change.number) == ("Contributions", ChangeKind.ADDED, 5)
    assert (seen.reading.before, seen.reading.first_seen) == (
        START + timedelta(minutes=2),
        START + timedelta(minutes=5),
    )


def test_the_sheet_is_read_now_and_then_where_its_history_is_kept(
    open_on: Callable[..., Store], sheet: Sheet, clock: Clock, alarms: Alarms, tmp_path: Path
) -> None:
    store = open_on(sheet, record=Record(tmp_path / "history.sqlite"), unasked_seconds=0.02, alarm=alarms)
    _look(store)
    clock.passes(hours=1)
    deadline = time.monotonic() + PATIENT_S
    while sheet.asked < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert sheet.asked == 2
    store.wait(PATIENT_S)
    time.sleep(0.1)
    # Nobody has looked, so none is to follow within the minute.
    assert alarms.set == []


def test_a_record_that_cannot_be_written_is_told_and_costs_no_figure(
    open_on: Callable[..., Store], sheet: Sheet, clock: Clock, tmp_path: Path
) -> None:
    record = Record(tmp_path / "history.sqlite")
    store = open_on(sheet, record=record)
    (tmp_path / "history.sqlite").write_bytes(b"")
    _look(store)
    deadline = time.monotonic() + PATIENT_S
    while Notice.HISTORY_NOT_KEPT not in store.state().notices and time.monotonic() < deadline:
        time.sleep(0.01)
    state = store.state()
    assert state.notices == {Notice.HISTORY_NOT_KEPT}
    assert _contributors(state) == ["City 0", "City 1", "City 2"]


def test_a_folder_that_cannot_be_made_means_no_history_and_a_notice(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    store = open_store(Config(workbook=ROOT / "data" / "sample" / "road.xlsx", history_dir=tmp_path / "file"))
    assert store.record is None
    assert store.state().notices == {Notice.HISTORY_NOT_KEPT}
    store.close()


def test_a_key_that_others_can_read_is_a_notice(tmp_path: Path) -> None:
    store = open_store(replace(Config(workbook=ROOT / "data" / "sample" / "road.xlsx"), is_key_exposed=True))
    assert store.state().notices == {Notice.KEY_EXPOSED}
    store.close()
