"""What machines ask for: right content, right types, clear refusals, and nothing that is not to be seen."""

import inspect
import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import anyio
import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

from components.publish.routes import ROUTES
from components.server.routes import AtOnce, routes
from data.languages import LANGUAGES
from data.store import shared_store
from tests.components.conftest import Show

pytestmark = pytest.mark.slow(5)

ROOT = Path(__file__).parents[2]
ROAD = ROOT / "data" / "sample" / "road.xlsx"
REHEARSAL = ROOT / "data" / "sample" / "rehearsal.xlsx"


@dataclass(frozen=True)
class Answer:
    """What a request was answered; header names are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> Any:  # noqa: ANN401 - whatever JSON says
        return json.loads(self.body)


def ask(path: str, query: dict[str, str] | None = None, *, method: str = "GET", known: str = "") -> Answer:
    """Ask the routes as a server does; ``known`` is the fingerprint of what the client has already."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:  # noqa: ANN401 - an ASGI message
        sent.append(dict(message))

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": urlencode(query or {}).encode(),
        "headers": [(b"if-none-match", known.encode())] if known else [],
        "server": ("127.0.0.1", 80),
    }
    anyio.run(Starlette(routes=routes("", ROUTES, {})), scope, receive, send)
    start = sent[0]
    return Answer(
        start["status"],
        {name.decode(): value.decode() for name, value in start["headers"]},
        b"".join(message.get("body", b"") for message in sent[1:]),
    )


@pytest.fixture(autouse=True)
def rehearsal(show: Show) -> None:
    """The rehearsal workbook is the configured one; a test may configure another."""
    show(REHEARSAL)


def events(answer: Answer) -> dict[str, Any]:
    """The events of a calendar by title, read by a parser that reports every error."""
    calendar = Calendar.from_ical(answer.body)
    assert isinstance(calendar, Calendar)
    assert not calendar.errors
    found = list(calendar.walk("VEVENT"))
    assert not [error for event in found for error in event.errors]
    return {str(event["summary"]): event for event in found}


def with_contacts(folder: Path, shown: str) -> Path:
    """The rehearsal workbook with an owner, shown or not."""
    book = load_workbook(REHEARSAL)
    steps, settings = book["Milestones"], book["Settings"]
    owner = next(cell.column for cell in steps[1] if cell.value == "owner")
    steps.cell(2, owner, "A. Nonymous")
    for row in range(1, settings.max_row + 1):
        if settings.cell(row, 1).value == "show_contacts":
            settings.cell(row, 2, shown)
    path = folder / "contacts.xlsx"
    book.save(path)
    return path


def test_the_feed_holds_every_milestone_in_the_language_asked_for() -> None:
    answer = ask("/calendar.ics", {"lang": "fr"})
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "max-age=300"
    found = events(answer)
    assert len(found) == 10
    assert "Lancement de la Charte de Lampedusa" in found


def test_a_session_at_17_in_madrid_in_summer_stands_at_15_utc(show: Show) -> None:
    show(ROAD)
    event = events(ask("/calendar.ics", {"lang": "en"}))["Thematic session: towards the Lampedusa Charter"]
    assert event.start == datetime(2021, 5, 18, 15, tzinfo=UTC)
    assert event.end == datetime(2021, 5, 18, 16, 30, tzinfo=UTC)


def test_a_date_without_times_is_all_day() -> None:
    event = events(ask("/calendar.ics", {"lang": "en"}))["Launch of the Lampedusa Charter"]
    assert (event.start, event.end) == (date(2021, 12, 18), date(2021, 12, 19))


@pytest.mark.parametrize("query", [{}, {"lang": "de"}, {"lang": ""}, {"lang": "../fr"}, {"colour": "blue"}])
def test_an_unknown_language_is_english(query: dict[str, str]) -> None:
    assert "World Council" in events(ask("/calendar.ics", query))


def test_the_same_milestone_has_one_identity_in_every_language_and_file() -> None:
    uids = {
        str(next(iter(events(ask("/calendar.ics", {"lang": language, "milestone": "M7"})).values()))["uid"])
        for language in LANGUAGES
    }
    assert uids == {str(events(ask("/calendar.ics"))["World Council"]["uid"])}


def test_one_milestone_alone() -> None:
    assert list(events(ask("/calendar.ics", {"lang": "es", "milestone": "M7"}))) == ["Consejo Mundial"]


@pytest.mark.parametrize("unknown", ["M99", "m 7", "\r\nSet-Cookie: a=b", "é" * 5000])
def test_an_unknown_milestone_is_not_found(unknown: str) -> None:
    answer = ask("/calendar.ics", {"milestone": unknown})
    assert answer.status == 404
    assert answer.content == {"error": "no milestone has this id"}
    assert "set-cookie" not in answer.headers


def test_who_has_the_calendar_already_is_not_sent_it_again() -> None:
    first = ask("/calendar.ics", {"lang": "fr"})
    again = ask("/calendar.ics", {"lang": "fr"}, known=f'"other", W/{first.headers["etag"]}')
    assert (again.status, again.body) == (304, b"")
    assert ask("/calendar.ics", {"lang": "es"}, known=first.headers["etag"]).status == 200


@pytest.mark.parametrize(("shown", "is_there"), [("no", False), ("yes", True)])
def test_an_owner_is_in_the_feed_only_where_contacts_are_shown(
    show: Show, tmp_path: Path, shown: str, is_there: bool
) -> None:
    show(with_contacts(tmp_path, shown))
    assert (b"A. Nonymous" in ask("/calendar.ics").body.replace(b"\r\n ", b"")) is is_there
    assert b"Nonymous" not in ask("/api/figures.json").body


@pytest.mark.parametrize("day", ["2021-06-01", None, "1999-01-01"])
def test_the_figures_are_what_the_command_prints(day: str | None) -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "data", "figures", *(["--on", day] if day else [])],
        cwd=ROOT,
        env={**os.environ, "ROAD_WORKBOOK": str(REHEARSAL)},
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout
    answer = ask("/api/figures.json", {"asof": day} if day else {})
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.body == printed


@pytest.mark.parametrize("wrong", ["soon", "2021-13-01", "2021-05", "21/05/2021", "2021-05-21T00:00", "\x00"])
def test_what_is_no_day_is_refused_with_a_word_on_how_to_write_it(wrong: str) -> None:
    answer = ask("/api/figures.json", {"asof": wrong})
    assert answer.status == 400
    assert "2021-05-21" in answer.content["error"]


def test_health_says_the_age_of_the_snapshot_in_seconds() -> None:
    answer = ask("/healthz")
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content["status"] == "ok"
    assert 0 <= answer.content["snapshot_age_seconds"] < 60


def test_old_figures_are_still_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    state = shared_store().state()
    assert state.snapshot is not None
    old = replace(state.snapshot, read_at=datetime(2021, 1, 1, tzinfo=UTC))
    failing = replace(state, snapshot=old, failure=object())
    monkeypatch.setattr(type(shared_store()), "state", lambda _store: failing)
    answer = ask("/healthz")
    assert answer.status == 200
    assert answer.content["status"] == "stale"
    assert answer.content["snapshot_age_seconds"] > 100_000_000


def test_without_a_snapshot_nobody_is_told_of_figures(show: Show, tmp_path: Path) -> None:
    show(tmp_path / "missing.xlsx")
    answer = ask("/healthz")
    assert (answer.status, answer.content) == (503, {"status": "empty", "snapshot_age_seconds": None})
    assert ask("/calendar.ics").status == 503
    assert ask("/api/figures.json").status == 503


def test_a_wrong_configuration_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROAD_SPREADSHEET", "1" * 44)
    shared_store.cache_clear()
    answer = ask("/healthz")
    assert (answer.status, answer.content) == (503, {"status": "not configured", "snapshot_age_seconds": None})
    assert ask("/calendar.ics").status == 503


@pytest.mark.parametrize("path", ["/calendar.ics", "/api/figures.json", "/healthz"])
def test_machines_may_ask_for_headers_alone_and_may_not_write(path: str) -> None:
    head = ask(path, method="HEAD")
    assert head.status == 200
    assert ask(path, method="POST").status == 405


def test_reading_never_runs_in_the_event_loop() -> None:
    assert [route.path for route in routes("", ROUTES, {}) if inspect.iscoroutinefunction(route.endpoint)] == []


def _asked_at_once(base: str, path: str, method: str = "GET", kind: str = "http") -> str:
    """What answered: the route, or what stands behind it."""
    told: list[str] = []

    async def behind(_scope: Scope, _receive: Receive, _send: Send) -> None:
        told.append("behind")

    async def answer(request: Request) -> Response:
        return PlainTextResponse(request.query_params.get("drawn", ""))

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        told.append(message.get("body", b"").decode())

    scope = {"type": kind, "method": method, "path": path, "query_string": b"drawn=at+once", "headers": []}
    anyio.run(AtOnce(behind, {"/live.json": answer}, base), scope, receive, send)
    return "".join(told)


def test_what_waits_for_nothing_is_answered_before_all_else_and_nothing_else_is() -> None:
    assert _asked_at_once("", "/live.json") == "at once"
    assert _asked_at_once("road", "/road/live.json") == "at once"
    assert _asked_at_once("road", "/live.json") == "behind"
    assert _asked_at_once("", "/live.json/") == "behind"
    assert _asked_at_once("", "/figures.json") == "behind"
    assert _asked_at_once("", "/live.json", method="POST") == "behind"
    assert _asked_at_once("", "/live.json", kind="websocket") == "behind"
