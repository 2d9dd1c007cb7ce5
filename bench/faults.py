"""``python -m bench faults``: what the sheet is asked and what visitors see, on good days and on bad ones.

The real client over real HTTP against the stand-in for Google, by a clock that runs thirty times as fast; only the edit
that travels to a screen is measured by the wall clock, in Chromium.
"""

import logging
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from bench.goals import Goal
from data.messages.failures import failure_message
from data.sources.google import GoogleSource, Patience, credentials_of
from data.store import State, Store
from data.words import words_of
from tests.browser.harness import SAMPLE, chromium, idle, serve
from tests.sheets_server.__main__ import settings_of
from tests.sheets_server.key import throwaway_key
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.spreadsheet import spreadsheet_of_file

SPEED = 30
OUTAGE = timedelta(minutes=20)
AFTERWARDS = timedelta(minutes=7)
LOOK_SECONDS = 10
STARTING_SECONDS = 10
BUSY = timedelta(minutes=5)
PASSING = {"times": 1}
FAULTS: dict[str, tuple[str, dict[str, Any]]] = {
    "429": ("429", {}),
    "429, Retry-After: 1 h": ("429", {"retry_after": "3600"}),
    "429 once, Retry-After: 3 s": ("429", {"retry_after": "3", **PASSING}),
    "500": ("500", {}),
    "503": ("503", {}),
    "502 as HTML": ("html 502", {}),
    "hang": ("hang", {}),
    "drip": ("drip", {}),
    "reset": ("reset", {}),
    "cut body": ("cut", {}),
    "bad JSON": ("bad json", {}),
    "token expired early": ("expired token", PASSING),
    "401": ("401", {}),
    "403": ("403", {}),
    "404": ("404", {}),
}


class _FastClock:
    """Time that stands still until it is started, and then runs ``SPEED`` times as fast."""

    def __init__(self) -> None:
        self._began_at = datetime.now(UTC)
        self._started_s: float | None = None

    def start(self) -> None:
        """Let time pass."""
        self._started_s = time.monotonic()

    def seconds(self) -> float:
        """Seconds that have passed."""
        return 0.0 if self._started_s is None else (time.monotonic() - self._started_s) * SPEED

    def now(self) -> datetime:
        """The moment, in UTC."""
        return self._began_at + timedelta(seconds=self.seconds())

    @staticmethod
    def sleep(seconds: float) -> None:
        """Wait."""
        time.sleep(seconds / SPEED)

    @staticmethod
    def alarm(seconds: float, call: Callable[[], None]) -> threading.Timer:
        """What calls after so long."""
        timer = threading.Timer(seconds / SPEED, call)
        timer.daemon = True
        return timer


@dataclass(frozen=True)
class Look:
    """One look of a visitor: seconds on the fast clock, requests so far, what was seen, how long it took really."""

    at: float
    asked: int
    state: State
    took_ms: float


def _store(server: SheetsServer, credentials: Any, clock: _FastClock) -> Store:  # noqa: ANN401 - google-auth is not typed
    usual = Patience()
    source = GoogleSource(
        server.spreadsheet.key,
        credentials.with_token_uri(f"{server.address}/token"),
        api_base=server.address,
        # A socket knows the wall clock only.
        patience=Patience(connect=usual.connect / SPEED, read=usual.read / SPEED),
        clock=clock.seconds,
        sleep=clock.sleep,
    )
    return Store(source, clock=clock.now, alarm=clock.alarm)


def _watch(server: SheetsServer, store: Store, clock: _FastClock, until: float) -> list[Look]:
    """One open page, from now until ``until`` on the fast clock."""
    looks = []
    while clock.seconds() < until:
        at, asked, started = clock.seconds(), len(server.asked), time.monotonic()
        state = store.state()
        looks.append(Look(at, asked, state, (time.monotonic() - started) * 1000))
        clock.sleep(LOOK_SECONDS)
    return looks


def bad_day(name: str, credentials: Any, all_ready: threading.Barrier) -> str:  # noqa: ANN401 - as above
    """One row: a good reading, then the fault for twenty minutes, then a good day again; one page open all the time."""
    kind, details = FAULTS[name]
    with SheetsServer(spreadsheet_of_file(SAMPLE)) as server:
        clock = _FastClock()
        store = _store(server, credentials, clock)
        store.state()
        all_ready.wait()
        clock.start()
        server.forget_requests()
        server.fail(kind, **details)
        looks = _watch(server, store, clock, OUTAGE.total_seconds())
        requests = list(server.asked)
        server.mend()
        after = _watch(server, store, clock, (OUTAGE + AFTERWARDS).total_seconds())
    failed = [look for look in looks if look.state.failure]
    without = [look for look in looks if look.state.snapshot is None]
    fresh = next((look.at for look in after if look.state.failure is None), None)
    together = sum((asked.at - requests[0].at) * SPEED < LOOK_SECONDS for asked in requests)
    return _row(
        name,
        f"{failed[0].asked if failed else together}",
        f"{len(requests)}",
        _said(failed[0].state) if failed else "nothing",
        f"after {failed[0].at:.0f} s" if failed else "never",
        f"gone {(without[0].at - failed[0].at) / 60:.0f} min later" if without else "stay",
        "0 s" if not failed else f"{fresh - OUTAGE.total_seconds():.0f} s" if fresh else "when that hour is over",
        f"{max(look.took_ms for look in looks):.1f}",
    )


def _said(state: State) -> str:
    assert state.failure is not None
    return f"“{failure_message(state.failure, words_of('en')).what}”"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def good_day(visitors: int, credentials: Any) -> str:  # noqa: ANN401 - as above
    """One row: five minutes with so many open pages, each looking every ten seconds."""
    with SheetsServer(spreadsheet_of_file(SAMPLE)) as server:
        clock = _FastClock()
        store = _store(server, credentials, clock)
        store.state()
        clock.start()
        end = BUSY.total_seconds()
        pages = [threading.Thread(target=_watch, args=(server, store, clock, end)) for _ in range(visitors)]
        for page in pages:
            page.start()
        for page in pages:
            page.join()
        minutes = clock.seconds() / 60
        counts = server.counts()
    # The first reading was before those minutes.
    return _row(f"{visitors}", f"{(counts['values'] - 1) / minutes:.2f}", f"{counts['metadata']}", f"{counts['token']}")


def edits_to_screen(refresh_seconds: float, times: int) -> list[float]:
    """Seconds by the wall clock from an edit to the text on an open page; each edit comes right after a reading."""
    delays = []
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        server = running.enter_context(SheetsServer(spreadsheet_of_file(SAMPLE)))
        settings = settings_of(server, folder / "key.json", folder, refresh_seconds)
        dashboard = running.enter_context(serve(settings))
        page = running.enter_context(chromium()).new_page(locale="en")
        page.goto(dashboard.address("/", lang="en"))
        idle(page)
        for time_ in range(times):
            if time_:
                _await_reading(server)
            name = f"Launch, edited {time_}"
            started = time.monotonic()
            server.spreadsheet.edit("Milestones!B5", name)
            expect(page.get_by_text(name).first).to_be_attached(timeout=(refresh_seconds + 30) * 1000)
            delays.append(time.monotonic() - started)
    return delays


def _await_reading(server: SheetsServer) -> None:
    before = server.counts()["values"]
    while server.counts()["values"] == before:
        time.sleep(0.02)


def main() -> list[Goal]:
    """Run everything, most of it at the same time, and print the tables."""
    logging.disable(logging.WARNING)
    credentials = credentials_of(throwaway_key().fields("http://127.0.0.1:9"))
    all_ready = threading.Barrier(len(FAULTS) + 1)
    with ThreadPoolExecutor(2) as screens, ThreadPoolExecutor(len(FAULTS)) as days:
        rows = days.map(lambda name: bad_day(name, credentials, all_ready), FAULTS)
        usual = screens.submit(edits_to_screen, 60, 1)
        quick = screens.submit(edits_to_screen, 2, 5)
        # Two dashboards and browsers that start would be in the way of a fast clock.
        time.sleep(STARTING_SECONDS)
        all_ready.wait()
        bad_days = list(rows)
        good_days = [good_day(visitors, credentials) for visitors in (1, 100)]
        delays, slow = quick.result(), usual.result()
    print(
        f"Each fault lasts {OUTAGE.seconds // 60} minutes by a clock that runs {SPEED} times as fast "
        f"({OUTAGE.seconds / SPEED:.0f} s by the wall's) on a page that stays open, after one good reading; every time "
        "in the first two tables is by that clock, but for the longest look. From edit to screen is by the wall's.\n"
    )
    print(
        _row(
            "fault",
            "requests of its first reading",
            f"requests in {OUTAGE.seconds // 60} min",
            "what the visitor is told",
            "told",
            "the figures",
            "fresh after the mend",
            "longest look, ms",
        )
    )
    print("|---|---:|---:|---|---|---|---:|---:|")
    print("\n".join(bad_days))
    print("\n" + _row("open pages", "values:batchGet a minute", f"metadata in {BUSY.seconds // 60} min", "tokens"))
    print("|---:|---:|---:|---:|")
    print("\n".join(good_days))
    print("\n| refresh, s | from edit to screen, s (median; longest) |\n|---:|---:|")
    for refresh_seconds, measured in ((2, delays), (60, slow)):
        print(_row(str(refresh_seconds), f"{statistics.median(measured):.1f}; {max(measured):.1f}"))
    return [Goal("from an edit to an open page at the usual refresh", max(slow), 70, "s")]


if __name__ == "__main__":
    main()
