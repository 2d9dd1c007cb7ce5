"""How an open page stays up to date: what it was drawn from, when it looks again, how many are drawn at once."""

import hashlib
import random
import statistics
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from threading import BoundedSemaphore

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from data.store import State, shared_state, shared_store

LOOK_SECONDS = (1.0, 20.0)
READING_SECONDS = 2.0
READ_AGAIN_SECONDS = 3.0
DRAWN_AT_ONCE = 2
TURN_SECONDS = 5.0
NEWS_SECONDS = 60.0

_turns = BoundedSemaphore(DRAWN_AT_ONCE)
_turns_of_own_files = BoundedSemaphore(1)


@contextmanager
def turn(*, is_own_file: bool = False) -> Iterator[None]:
    """Draw a page while at most one other is drawn; after ``TURN_SECONDS`` of waiting, all the same.

    Python runs one thread at a time. With dozens of pages half drawn all of them are late, and so is what is ready and
    waits to be sent. Of pages over files that readers check, as large as a stranger likes, one is drawn at a time.
    """
    with ExitStack() as turns:
        for semaphore in (_turns_of_own_files, _turns) if is_own_file else (_turns,):
            if semaphore.acquire(timeout=TURN_SECONDS):
                turns.callback(semaphore.release)
        yield


class News:
    """When pages that stand open may be drawn anew, of their own accord: one after the other, each after a pause.

    With a thousand at once, whoever comes meanwhile waits for them all. The pause is as long as the script of a page
    takes; what is sent besides takes about half of it, the rest is left to visitors.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._next_at = clock, 0.0
        self._took: deque[float] = deque([0.02], maxlen=21)

    def drew(self, seconds: float) -> None:
        """Note what drawing a page has taken, in seconds of processor."""
        self._took.append(seconds)

    def wait_seconds(self) -> float:
        """How long the next page is to wait; of more than come to their turn in ``NEWS_SECONDS``, any time within."""
        now = self._clock()
        waits = max(0.0, self._next_at - now)
        if waits > NEWS_SECONDS:
            return random.uniform(0, NEWS_SECONDS)
        self._next_at = now + waits + 2 * statistics.median(tuple(self._took))
        return waits


news = News()
"""Of this process."""


def look_seconds() -> float:
    """When an open page is to ask this process (never the sheet) for something newer, in seconds from now.

    Once the next reading, which begins by itself, has usually ended; while one is under way, soon again. Where only a
    look finds out what is new, as with a file, at the next of moments that are the same for all open pages, three in a
    refresh, so that what one of them has found reaches all.
    """
    store = shared_store()
    shortest, longest = LOOK_SECONDS
    period = min(max(store.refresh_seconds / 3, shortest), longest)
    if store.state().refreshing:
        return min(READING_SECONDS, period)
    due = store.due_seconds()
    if due and not store.costs_nothing:
        return max(shortest, due + store.usual_seconds())
    return max(due, period - time.time() % period)


def substance(state: State) -> str:
    """A name for what every page is drawn from; the same in each process that has read the same."""
    snapshot, failure = state.snapshot, state.failure
    shown = None
    if snapshot:
        today = datetime.now(snapshot.road.settings.timezone).date()
        shown = snapshot.fingerprint, today, sorted(snapshot.losses.items())
    # Two processes have not failed in the same second.
    told = (failure.kind, failure.stops_at and failure.stops_at.replace(second=0, microsecond=0)) if failure else None
    return hashlib.sha256(repr((shown, told, sorted(state.notices))).encode()).hexdigest()[:16]


async def looked(request: Request) -> Response:
    """``/live.json``: the ``substance`` that pages are drawn from now, how old it is, when to ask again (seconds).

    A page that tells what else it was ``drawn`` from is told when to be drawn anew. Nothing here waits for a reading
    once the first was tried for, before anybody can ask: a thread for each of these answers would be most of its cost.
    """
    state = shared_state()
    if state is None:
        return JSONResponse({}, 503)
    age = (datetime.now(UTC) - state.snapshot.read_at).total_seconds() if state.snapshot else None
    told = {"substance": substance(state), "age_s": age, "look_s": look_seconds()}
    if request.query_params.get("drawn", told["substance"]) != told["substance"]:
        told["turn_s"] = news.wait_seconds()
    return JSONResponse(told)


PATH = "/live.json"
ROUTES = {PATH: looked}
"""What answers by its path."""


def drawn(state: State) -> None:
    """Note what this session's page was drawn from."""
    st.session_state["_drawn"] = _substance(state)


def is_drawn(state: State) -> bool:
    """Whether the page would look the same if it were drawn anew; ages and moments are not part of that."""
    return st.session_state.get("_drawn") == _substance(state)


def read_again() -> None:
    """Read the sheet because a reader asked for it, who then gladly waits a moment for the answer."""
    if shared_store().refresh():
        shared_store().wait(READ_AGAIN_SECONDS)
    if is_drawn(shared_store().state()):
        st.session_state["_unchanged"] = times_unchanged() + 1


def times_unchanged() -> int:
    """How often this session's reader had the sheet read again, and nothing had changed."""
    return st.session_state.get("_unchanged", 0)


def _substance(state: State) -> tuple[object, ...]:
    snapshot, failure = state.snapshot, state.failure
    shown = (snapshot.road, dict(snapshot.losses)) if snapshot else None
    return shown, (failure.kind, failure.stops_at) if failure else None, state.notices


def content() -> Hashable:
    """What the figures of every page follow from, whatever its age: nothing drawn of them lasts longer."""
    state = shared_state()
    return substance(state) if state else None


def version() -> Hashable:
    """What every page follows from beside its address and its reader: the figures, how old they are, the day."""
    state, now = shared_state(), datetime.now(UTC)
    # No timezone begins its day within a quarter of an hour.
    quarter = int(now.timestamp()) // 900
    if state is None:
        return quarter
    snapshot, failure = state.snapshot, state.failure
    seconds = int((now - snapshot.read_at).total_seconds()) if snapshot else 0
    return (
        quarter,
        # A file is looked at every few seconds; pages tell the minute of it.
        (
            snapshot.fingerprint,
            snapshot.read_at.replace(second=0, microsecond=0),
            tuple(sorted(snapshot.losses.items())),
        )
        if snapshot
        else None,
        (failure.kind, failure.stops_at) if failure else None,
        state.notices,
        seconds // 10 if seconds < 60 else ("minutes", seconds // 60),
    )
