"""What machines ask for: the calendar feed and the figures as JSON.

The functions are plain functions, which Starlette runs in a thread, so that reading never holds up the visitors.
"""

import json
from datetime import UTC, date, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from data.cache import per_road_keeping
from data.exports.calendar_file import calendar_file
from data.figures.days import clamp
from data.figures.summary import figures
from data.languages import LANGUAGES
from data.road import Road
from data.store import shared_state
from data.words import words_of

CALENDAR_SECONDS = 300
"""How long a subscriber may keep the calendar without asking again."""


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
    state = shared_state()
    if state is None or state.snapshot is None:
        return _nothing_read()
    road = state.snapshot.road
    if only is not None and only not in set(road.milestones["id"]):
        return _refused("no milestone has this id", 404)
    content = _calendar_content(
        road,
        on=clamp(road, None, now=datetime.now(UTC)),
        changed_at=state.snapshot.changed_at,
        language=asked if asked in LANGUAGES else "en",
        milestone=only,
    )
    headers = {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'inline; filename="road-to-lampedusa.ics"',
        "Cache-Control": f"max-age={CALENDAR_SECONDS}",
    }
    return Response(content, headers=headers)


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
    state = shared_state()
    if state is None or state.snapshot is None:
        return _nothing_read()
    road = state.snapshot.road
    content = _figures_content(road, on=clamp(road, day, now=datetime.now(UTC)))
    headers = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-cache"}
    return Response(content, headers=headers)


@per_road_keeping(32)
def _figures_content(road: Road, *, on: date) -> bytes:
    printed = json.dumps(figures(road, on=on), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return printed.encode("utf-8", "replace")


ROUTES = {"/calendar.ics": calendar, "/api/figures.json": figures_json}
"""What answers by its path."""
