"""How an open page stays up to date: what it was drawn from, when it looks again, how many are drawn at once."""

from collections.abc import Hashable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from threading import BoundedSemaphore

import streamlit as st

from data.store import State, shared_state, shared_store

LOOK_SECONDS = (1.0, 10.0)
READ_AGAIN_SECONDS = 3.0
DRAWN_AT_ONCE = 2
TURN_SECONDS = 5.0

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


def look_seconds() -> float:
    """How often an open page asks this process (never the sheet) for something newer: six times a refresh."""
    shortest, longest = LOOK_SECONDS
    return min(max(shared_store().refresh_seconds / 6, shortest), longest)


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
        (snapshot.fingerprint, snapshot.read_at, tuple(sorted(snapshot.losses.items()))) if snapshot else None,
        (failure.kind, failure.stops_at) if failure else None,
        state.notices,
        seconds // 10 if seconds < 60 else ("minutes", seconds // 60),
    )
