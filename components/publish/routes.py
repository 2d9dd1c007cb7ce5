"""What machines ask for: the calendar, the feed of what changed, and the figures as JSON.

The functions are plain functions, which Starlette runs in a thread, so that reading never holds up the visitors.
"""

import json
import logging
import os
import sqlite3
from datetime import UTC, date, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from components.publish.feed import MEDIA_TYPE, PATH, feed
from data.cache import per_road_keeping
from data.config import SECRETS, ConfigError, load_site
from data.exports.calendar_file import calendar_file
from data.figures.days import clamp
from data.figures.summary import figures
from data.history.record import SeenChange
from data.messages.network import file_stem
from data.road import Road
from data.store import shared_state, shared_store
from data.words import Words, words_of

CALENDAR_SECONDS = 300
"""How long a subscriber may keep the calendar or the feed without asking again."""

_DAYS_KEPT = 512
"""More days than most roads have, at 12 kB: whoever asks for every one keeps the server busy once, not for good."""

_log = logging.getLogger(__name__)


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
        words=words_of(asked, road.own_words),
        milestone=only,
    )
    headers = {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": f'inline; filename="{file_stem(road)}.ics"',
        "Cache-Control": f"max-age={CALENDAR_SECONDS}",
    }
    return Response(content, headers=headers)


@per_road_keeping(32)
def _calendar_content(road: Road, *, on: date, changed_at: datetime, words: Words, milestone: str | None) -> bytes:
    return calendar_file(road, on=on, changed_at=changed_at, words=words, milestone=milestone)


def atom_feed(request: Request) -> Response:
    """``/feed.atom?lang=fr&section=AFR``: what changed, to subscribe to; without a section, everywhere.

    An unknown language is English. 404 for a section the sheet does not have, 503 without figures.
    """
    asked, section = request.query_params.get("lang", ""), request.query_params.get("section", "")
    state = shared_state()
    if state is None or state.snapshot is None:
        return _nothing_read()
    road = state.snapshot.road
    if section and section not in set(road.sections["code"]):
        return _refused("no section has this code", 404)
    content = _feed_content(
        road,
        on=clamp(road, None, now=datetime.now(UTC)),
        changed_at=state.snapshot.changed_at,
        words=words_of(asked, road.own_words),
        section=section,
        root=site_address() or str(request.url.replace(query="")).removesuffix(PATH),
        history=_latest_seen(),
    )
    headers = {"Content-Type": f"{MEDIA_TYPE}; charset=utf-8", "Cache-Control": f"max-age={CALENDAR_SECONDS}"}
    return Response(content, headers=headers)


@per_road_keeping(32)
def _feed_content(
    road: Road, *, on: date, changed_at: datetime, words: Words, section: str, root: str, history: tuple[int, int]
) -> bytes:
    """``history`` is the version of the record: a reading is put there after its Road is seen."""
    seen = seen_changes() if history[0] else ()
    return feed(road, on=on, changed_at=changed_at, words=words, root=root, section=section, seen=seen)


def _latest_seen() -> tuple[int, int]:
    record = shared_store().record
    try:
        return record.version() if record else (0, 0)
    except (sqlite3.Error, OSError):
        return 0, 0


def seen_changes() -> list[SeenChange]:
    """Every change of the history that is kept, none where there is no history."""
    record = shared_store().record
    try:
        return record.changes() if record else []
    except (sqlite3.Error, OSError) as error:
        _log.warning("the history of the sheet cannot be read: %s", type(error).__name__)
        return []


def site_address() -> str | None:
    """The public address, where one is configured."""
    try:
        return load_site(os.environ, SECRETS).address
    except ConfigError:
        return None


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


@per_road_keeping(_DAYS_KEPT)
def _figures_content(road: Road, *, on: date) -> bytes:
    printed = json.dumps(figures(road, on=on), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return printed.encode("utf-8", "replace")


CALENDAR = "/calendar.ics"
ROUTES = {CALENDAR: calendar, PATH: atom_feed, "/api/figures.json": figures_json}
"""What answers by its path."""
KEYED = (CALENDAR, PATH)
"""What programs subscribe to that cannot sign in: where the dashboard is private, a personal key opens it."""
