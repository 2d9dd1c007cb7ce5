"""What machines ask for: the calendar feed, the figures as JSON, and whether there are figures at all.

Endpoints are plain functions, which Starlette runs in a thread, so that reading never holds up the visitors.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from components.shell import live
from data.cache import per_road_keeping
from data.config import ConfigError
from data.exports.calendar_file import calendar_file
from data.figures.days import clamp
from data.figures.summary import figures
from data.road import Road
from data.shape import LANGUAGES
from data.store import Snapshot
from data.words import words_of

CALENDAR_SECONDS = 300
"""How long a subscriber may keep the calendar without asking again."""


def _snapshot() -> Snapshot | None:
    try:
        return live.store().state().snapshot
    except ConfigError:
        return None


def _refused(why: str, status: int) -> Response:
    return JSONResponse({"error": why}, status, headers={"Cache-Control": "no-store"})


def _nothing_read() -> Response:
    return _refused("the sheet has not been read yet", 503)


def calendar(request: Request) -> Response:
    """``/calendar.ics?lang=fr``: the milestones to subscribe to, or the one of ``milestone``, as they stand today.

    An unknown language is English. 404 for a milestone the sheet does not have, 503 without figures.
    """
    asked = request.query_params.get("lang", "")
    only = request.query_params.get("milestone") or None
    snapshot = _snapshot()
    if snapshot is None:
        return _nothing_read()
    road = snapshot.road
    if only is not None and only not in set(road.milestones["id"]):
        return _refused("no milestone has this id", 404)
    content = _calendar_content(
        road,
        on=clamp(road, None, now=datetime.now(UTC)),
        changed_at=snapshot.changed_at,
        language=asked if asked in LANGUAGES else "en",
        milestone=only,
    )
    headers = {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'inline; filename="road-to-lampedusa.ics"',
        "Cache-Control": f"max-age={CALENDAR_SECONDS}",
    }
    return _unless_known(request, content, headers)


@per_road_keeping(32)
def _calendar_content(road: Road, *, on: date, changed_at: datetime, language: str, milestone: str | None) -> bytes:
    return calendar_file(road, on=on, changed_at=changed_at, words=words_of(language), milestone=milestone)


def figures_json(request: Request) -> Response:
    """``/api/figures.json?asof=2021-05-21``: what ``python -m data figures`` prints; without a day, the latest one.

    A day outside the sheet's own is held within them, as everywhere. 400 for what is no day, 503 without figures.
    """
    asked = request.query_params.get("asof", "")
    try:
        day = datetime.strptime(asked, "%Y-%m-%d").replace(tzinfo=UTC).date() if asked else None
    except ValueError:
        return _refused("asof is no date; write it as 2021-05-21", 400)
    snapshot = _snapshot()
    if snapshot is None:
        return _nothing_read()
    content = _figures_content(snapshot.road, on=clamp(snapshot.road, day, now=datetime.now(UTC)))
    headers = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-cache"}
    return _unless_known(request, content, headers)


@per_road_keeping(32)
def _figures_content(road: Road, *, on: date) -> bytes:
    printed = json.dumps(figures(road, on=on), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return printed.encode("utf-8", "replace")


def _unless_known(request: Request, content: bytes, headers: Mapping[str, str]) -> Response:
    """The content under its fingerprint; 304 for whoever has it already."""
    fingerprint = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {**headers, "ETag": fingerprint}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if fingerprint in known or "*" in known:
        return Response(status_code=304, headers={name: headers[name] for name in ("ETag", "Cache-Control")})
    return Response(content, headers=headers)


def health(_request: Request) -> Response:
    """``/healthz``: ``status`` (ok; stale, where the last reading failed; empty) and ``snapshot_age_seconds``.

    503 where there are no figures to show; old ones are still an answer.
    """
    try:
        state = live.store().state()
    except ConfigError:
        return _health("not configured", None)
    if state.snapshot is None:
        return _health("empty", None)
    age = max(0, int((datetime.now(UTC) - state.snapshot.read_at).total_seconds()))
    return _health("stale" if state.failure else "ok", age)


def _health(status: str, age_seconds: int | None) -> Response:
    answer = {"status": status, "snapshot_age_seconds": age_seconds}
    return JSONResponse(answer, 503 if age_seconds is None else 200, headers={"Cache-Control": "no-store"})


ROUTES = (
    Route("/calendar.ics", calendar),
    Route("/api/figures.json", figures_json),
    Route("/healthz", health),
)
