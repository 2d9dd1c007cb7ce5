"""When an open page draws itself anew: for what a reader would see, and for nothing else."""

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from types import SimpleNamespace

import pytest
from starlette.requests import Request

from components.shell import live
from data.grid import Grid, Origin, Workbook
from data.reading import read
from data.sources import FailureKind
from data.store import Failure, Notice, Snapshot, State

NOW = datetime(2021, 5, 20, 10, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
WORKBOOK = Workbook(Origin("google", "T"), (Grid("Contributions", [["id"]]),))
SNAPSHOT = Snapshot(read(WORKBOOK, now=NOW), NOW, NOW, "")
FAILURE = Failure(FailureKind.UNAVAILABLE, NOW, "", retry_at=LATER)
STATE = State(SNAPSHOT, None, refreshing=False)


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session of a reader who has just seen ``STATE``."""
    monkeypatch.setattr(live.st, "session_state", {})
    live.drawn(STATE)


def _serve_the_state(monkeypatch: pytest.MonkeyPatch) -> None:
    store = SimpleNamespace(
        refresh_seconds=60,
        costs_nothing=False,
        due_seconds=lambda: 38.5,
        usual_seconds=lambda: 1.5,
        state=lambda: STATE,
    )
    monkeypatch.setattr(live, "shared_store", lambda: store)
    monkeypatch.setattr(live, "shared_state", lambda: STATE)


def asked(query: str) -> tuple[dict[str, object], int]:
    """What a page is told, and in how many bytes."""
    answer = asyncio.run(live.looked(Request({"type": "http", "query_string": query.encode()})))
    return json.loads(bytes(answer.body)), len(answer.body)


@pytest.mark.parametrize(
    "state",
    [
        replace(STATE, refreshing=True),
        replace(STATE, snapshot=replace(SNAPSHOT, read_at=LATER)),
    ],
)
def test_an_age_or_a_reading_under_way_changes_nothing_on_the_page(state: State) -> None:
    assert live.is_drawn(state)


@pytest.mark.parametrize(
    "state",
    [
        replace(STATE, snapshot=replace(SNAPSHOT, road=read(WORKBOOK, now=LATER))),
        replace(STATE, snapshot=None),
        replace(STATE, snapshot=replace(SNAPSHOT, losses={"Contributions": (40, 0)})),
        replace(STATE, failure=FAILURE),
        replace(STATE, notices=frozenset({Notice.SNAPSHOT_NOT_KEPT})),
    ],
)
def test_other_figures_and_other_banners_are_drawn(state: State) -> None:
    assert not live.is_drawn(state)


def test_the_next_try_of_the_same_failure_is_no_news_and_another_failure_is() -> None:
    live.drawn(replace(STATE, failure=FAILURE))
    assert live.is_drawn(replace(STATE, failure=replace(FAILURE, retry_at=LATER + timedelta(minutes=1))))
    assert not live.is_drawn(replace(STATE, failure=replace(FAILURE, kind=FailureKind.PERMISSION)))
    assert not live.is_drawn(STATE)


@pytest.mark.parametrize(
    ("refresh_seconds", "due_seconds", "costs_nothing", "look_seconds"),
    [
        (60, 45, False, 45.5),
        (60, 3, False, 3.5),
        (3600, 3000, False, 3000.5),
        (2, 2, False, 2.5),
        (1, 0.25, False, 1),
        # Nothing is due, as no more readings are begun while several hang.
        (60, 0, False, 13),
        (60, 0, True, 13),
        (60, 3, True, 13),
        (3600, 0, True, 13),
        (30, 0, True, 3),
        (30, 3, True, 3),
        (2, 0, True, 1),
        (2, 2, True, 2),
        (1, 0.5, True, 1),
    ],
)
def test_a_page_looks_after_the_next_reading_or_when_all_others_do(
    monkeypatch: pytest.MonkeyPatch,
    refresh_seconds: float,
    due_seconds: float,
    costs_nothing: bool,
    look_seconds: float,
) -> None:
    store = SimpleNamespace(
        refresh_seconds=refresh_seconds,
        costs_nothing=costs_nothing,
        due_seconds=lambda: due_seconds,
        usual_seconds=lambda: 0.5,
        state=lambda: replace(STATE, refreshing=False),
    )
    monkeypatch.setattr(live, "shared_store", lambda: store)
    monkeypatch.setattr(live.time, "time", lambda: 1_000_007.0)
    assert live.look_seconds() == look_seconds
    store.state = lambda: replace(STATE, refreshing=True)
    assert live.look_seconds() <= live.READING_SECONDS


@pytest.mark.parametrize(
    ("state", "is_news"),
    [
        (replace(STATE, refreshing=True), False),
        (replace(STATE, snapshot=replace(SNAPSHOT, read_at=LATER)), False),
        (replace(STATE, snapshot=replace(SNAPSHOT, fingerprint="other")), True),
        (replace(STATE, snapshot=None), True),
        (replace(STATE, snapshot=replace(SNAPSHOT, losses={"Contributions": (40, 0)})), True),
        (replace(STATE, failure=FAILURE), True),
        (replace(STATE, notices=frozenset({Notice.SNAPSHOT_NOT_KEPT})), True),
    ],
)
def test_an_open_page_is_told_of_what_it_would_show_otherwise(state: State, is_news: bool) -> None:
    assert (live.substance(state) != live.substance(STATE)) == is_news


def test_a_new_day_is_news(monkeypatch: pytest.MonkeyPatch) -> None:
    before = live.substance(STATE)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    monkeypatch.setattr(live, "datetime", SimpleNamespace(now=tomorrow.astimezone))
    assert live.substance(STATE) != before


def test_what_an_open_page_asks_for_is_short_and_tells_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    _serve_the_state(monkeypatch)
    told, length = asked("")
    assert set(told) == {"substance", "age_s", "look_s"}
    assert (told["substance"], told["look_s"]) == (live.substance(STATE), 40)
    assert float(str(told["age_s"])) > 0
    assert length < 120
    monkeypatch.setattr(live, "shared_state", lambda: None)
    assert asyncio.run(live.looked(Request({"type": "http", "query_string": b""}))).status_code == 503


def test_pages_drawn_from_something_else_are_told_their_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    _serve_the_state(monkeypatch)
    monkeypatch.setattr(live, "news", live.News(clock=lambda: 100.0))
    assert "turn_s" not in asked(f"drawn={live.substance(STATE)}")[0]
    assert [asked(f"drawn={drawn}")[0]["turn_s"] for drawn in ("older", "", "<script>")] == pytest.approx(
        [0, 0.04, 0.08]
    )


def test_open_pages_are_drawn_anew_as_fast_as_leaves_visitors_a_share() -> None:
    now = 100.0
    news = live.News(clock=lambda: now)
    for seconds in (0.05, 0.05, 3.0):
        news.drew(seconds)
    # Half of 0.02 at first and these three: one page that was slow is no measure.
    assert [news.wait_seconds() for _ in range(3)] == pytest.approx([0, 0.1, 0.2])
    now = 100.25
    assert [news.wait_seconds() for _ in range(2)] == pytest.approx([0.05, 0.15])
    now = 200.0
    assert news.wait_seconds() == 0


def test_however_many_ask_a_page_is_drawn_anew_within_a_minute() -> None:
    news = live.News(clock=lambda: 100.0)
    waits = [news.wait_seconds() for _ in range(5_000)]
    assert max(waits) <= live.NEWS_SECONDS + 0.04
    # Those for whom there is no turn left do not come all at the end.
    late = sorted(waits[2_000:])
    assert late[len(late) // 2] == pytest.approx(live.NEWS_SECONDS / 2, abs=5)


def test_pages_are_drawn_few_at_once_and_each_in_its_turn() -> None:
    drawing, most, lock = 0, 0, Lock()

    def draw(_page: int) -> None:
        nonlocal drawing, most
        with live.turn():
            with lock:
                drawing += 1
                most = max(most, drawing)
            time.sleep(0.02)
            with lock:
                drawing -= 1

    with ThreadPoolExecutor(12) as visitors:
        list(visitors.map(draw, range(12)))
    assert (drawing, most) == (0, live.DRAWN_AT_ONCE)


def test_pages_over_files_leave_a_turn_to_the_others() -> None:
    with ExitStack() as drawn:
        drawn.enter_context(live.turn(is_own_file=True))
        with ThreadPoolExecutor(1) as another:
            waiting = another.submit(lambda: drawn.enter_context(live.turn(is_own_file=True)))
            with live.turn():
                time.sleep(0.05)
                assert not waiting.done()
            drawn.pop_all().close()
            waiting.result(live.TURN_SECONDS)
        drawn.close()


def test_a_page_that_fails_gives_its_turn_back() -> None:
    for _ in range(2 * live.DRAWN_AT_ONCE):
        with pytest.raises(RuntimeError), live.turn():
            raise RuntimeError


def test_a_page_that_never_ends_keeps_nobody_waiting_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "TURN_SECONDS", 0.05)
    with ExitStack() as stuck:
        for _ in range(live.DRAWN_AT_ONCE):
            stuck.enter_context(live.turn())
        with live.turn():
            pass
    # Whoever went on without a turn has given none back: there are as many as before.
    with ExitStack() as again:
        for _ in range(live.DRAWN_AT_ONCE):
            again.enter_context(live.turn())
