"""Files that readers send to have them checked: few at a time, small, and not for long.

Streamlit takes what it is sent for as long as a session lives. Here each file has its room before its first byte is
taken, and is taken away again a minute after it came: by then it has been read. Stands behind the gate.
"""

import asyncio
import logging
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

UPLOADS = "/_stcore/upload_file/"
"""Where Streamlit takes a file: session and file stand below."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class UploadBounds:
    """How much may be sent: bytes of one file with the form around it, files of a session, files and bytes of all.

    ``sending_seconds`` is for one file to arrive, ``held_seconds`` how long Streamlit then has it.
    """

    request_bytes: int = 5 * 2**20 + 2**14
    session_files: int = 2
    files: int = 16
    bytes: int = 24 * 2**20
    sending_seconds: float = 60.0
    held_seconds: float = 60.0


BOUNDS = UploadBounds()
# A form's file goes to the disk past this size; none of ours does.
MultiPartParser.spool_max_size = 2 * BOUNDS.request_bytes


class Uploads:
    """Refuses files past the bounds, and takes away those that came. ``base`` is the dashboard's path."""

    def __init__(self, app: ASGIApp, base: str = "", bounds: UploadBounds = BOUNDS) -> None:
        self._app = app
        self._uploads = f"/{base.strip('/')}".rstrip("/") + UPLOADS
        self._bounds = bounds
        self._room: dict[tuple[str, str], int] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        if scope["type"] != "http" or not scope["path"].startswith(self._uploads):
            await self._app(scope, receive, send)
            return
        session, _, file = scope["path"].removeprefix(self._uploads).partition("/")
        if scope["method"] == "DELETE":
            await self._app(scope, receive, send)
        elif scope["method"] != "PUT":
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
        elif refused := self._take_room(session, file, Headers(scope=scope).get("content-length", "")):
            headers = {"Connection": "close"} | ({"Retry-After": "60"} if refused == 503 else {})
            await PlainTextResponse("Not taken", refused, headers)(scope, receive, send)
        else:
            await self._put((session, file), scope, receive, send)

    def _take_room(self, session: str, file: str, length: str) -> int:
        """The status to refuse with; 0 where there is room, which is taken."""
        if not (length.isascii() and length.isdigit()):
            return 411
        size = int(length[:12])
        if size > self._bounds.request_bytes:
            return 413
        is_full = len(self._room) >= self._bounds.files or sum(self._room.values()) + size > self._bounds.bytes
        of_session = sum(one == session for one, _ in self._room)
        if (session, file) in self._room or of_session >= self._bounds.session_files or is_full:
            return 503
        self._room[session, file] = size
        return 0

    async def _put(self, key: tuple[str, str], scope: Scope, receive: Receive, send: Send) -> None:
        taking_away: Scope = {
            **scope,
            "method": "DELETE",
            "headers": [(name, value) for name, value in scope["headers"] if not name.startswith(b"content-")],
        }
        status = 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            async with asyncio.timeout(self._bounds.sending_seconds):
                await self._app(scope, receive, noted)
        except TimeoutError:
            if not status:
                await PlainTextResponse("Too slow", 408, {"Connection": "close"})(scope, receive, send)
        finally:
            if 200 <= status < 300:
                leaving = asyncio.create_task(self._take_away(key, taking_away))
                self._leaving.add(leaving)
                leaving.add_done_callback(self._leaving.discard)
            else:
                del self._room[key]

    async def _take_away(self, key: tuple[str, str], scope: Scope) -> None:
        await asyncio.sleep(self._bounds.held_seconds)
        statuses: list[int] = []

        async def nothing() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        try:
            await self._app(scope, nothing, noted)
        finally:
            del self._room[key]
            if not statuses or statuses[0] >= 300:
                _log.warning("a file that was checked could not be taken from Streamlit's memory: %s", statuses)
