"""Files that are sent: few, small, in memory, and taken away again."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Scope

from components.server.uploads import BOUNDS, UPLOADS, UploadBounds, Uploads
from data.checks import FILE_MB_MAX

SMALL = UploadBounds(request_bytes=1000, session_files=2, files=4, bytes=2500, sending_seconds=0.2, held_seconds=0.2)


class Memory:
    """Holds what it is sent, as Streamlit does, for sessions that it knows."""

    def __init__(self) -> None:
        self.files: dict[str, int] = {}
        self.rolled: list[bool] = []
        route = UPLOADS + "{session}/{file}"
        self.app = Starlette(
            routes=[Route(route, self.put, methods=["PUT"]), Route(route, self.drop, methods=["DELETE"])]
        )

    async def put(self, request: Request) -> Response:
        if request.path_params["session"] == "stranger":
            return Response(status_code=400)
        if request.headers["content-type"].startswith("multipart/"):
            (sent,) = (await request.form()).values()
            assert isinstance(sent, UploadFile)
            self.rolled.append(getattr(sent.file, "_rolled", True))
            await sent.close()
        self.files[request.url.path.removeprefix(UPLOADS)] = len(await request.body()) if not self.rolled else 0
        return Response(status_code=204)

    async def drop(self, request: Request) -> Response:
        assert request.headers["x-xsrftoken"] == "token"
        self.files.pop(request.url.path.removeprefix(UPLOADS), None)
        return Response(status_code=204)


Send = Callable[..., Awaitable[int]]


def sender(uploads: Uploads) -> Send:
    """``send("session/file", size)``: the status that sending a file is answered with."""

    async def sent(
        path: str,
        size: int = 0,
        *,
        method: str = "PUT",
        length: str | None = None,
        body: bytes = b"",
        hangs: bool = False,
    ) -> int:
        statuses: list[int] = []
        content = body or b"x" * size

        async def receive() -> Message:
            if hangs:
                await anyio.sleep_forever()
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        kind = b"multipart/form-data; boundary=b" if body else b"text/plain"
        headers = [(b"content-type", kind), (b"x-xsrftoken", b"token")]
        if length != "":
            headers.append((b"content-length", (length or str(len(content))).encode()))
        scope: Scope = {
            "type": "http",
            "method": method,
            "path": UPLOADS + path,
            "raw_path": b"",
            "query_string": b"",
            "headers": headers,
        }
        await uploads(scope, receive, send)
        return statuses[0]

    return sent


def tried(test: Callable[[Memory, Send], Awaitable[None]], bounds: UploadBounds = SMALL) -> None:
    memory = Memory()
    asyncio.run(test(memory, sender(Uploads(memory.app, bounds=bounds))))  # pyright: ignore[reportArgumentType]


def test_a_file_passes_and_is_taken_away_again() -> None:
    async def test(memory: Memory, send: Send) -> None:
        assert await send("s/1", 900) == 204
        assert memory.files == {"s/1": 900}
        await asyncio.sleep(SMALL.held_seconds + 0.1)
        assert memory.files == {}
        assert await send("s/1", 900) == 204

    tried(test)


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "HEAD", "PATCH"])
def test_nothing_else_is_asked_there(method: str) -> None:
    async def test(memory: Memory, send: Send) -> None:
        assert await send("s/1", 900, method=method) == 404

    tried(test)


@pytest.mark.parametrize(
    ("length", "status"), [("", 411), ("many", 411), ("-1", 411), ("٣", 411), ("1001", 413), ("9" * 40, 413)]
)
def test_a_file_of_no_known_size_or_too_large_is_refused_unread(length: str, status: int) -> None:
    async def test(memory: Memory, send: Send) -> None:
        assert await send("s/1", 10, length=length) == status
        assert memory.files == {}

    tried(test)


def test_a_session_has_room_for_few_and_all_together_for_some() -> None:
    async def test(memory: Memory, send: Send) -> None:
        assert [await send(f"s/{n}", 10) for n in range(3)] == [204, 204, 503]
        assert await send("s/1", 10) == 503
        assert [await send(f"{n}/1", 10) for n in range(3)] == [204, 204, 503]

    tried(test)


def test_their_bytes_are_bounded_together() -> None:
    async def test(memory: Memory, send: Send) -> None:
        assert [await send(f"{n}/1", 900) for n in range(4)] == [204, 204, 503, 503]
        assert await send("9/1", 700) == 204

    tried(test)


def test_what_streamlit_refuses_takes_no_room() -> None:
    async def test(memory: Memory, send: Send) -> None:
        assert [await send(f"stranger/{n}", 900) for n in range(6)] == [400] * 6
        assert await send("s/1", 900) == 204

    tried(test)


def test_who_sends_slower_than_anybody_would_is_let_go() -> None:
    async def test(memory: Memory, send: Send) -> None:
        slow = asyncio.gather(*(send(f"{n}/1", 0, length="900", hangs=True) for n in range(2)))
        await asyncio.sleep(0.05)
        assert await send("s/1", 900) == 503
        assert await slow == [408, 408]
        assert await send("s/1", 900) == 204

    tried(test)


def test_other_addresses_are_not_its_business() -> None:
    async def test() -> None:
        passed: list[str] = []

        async def app(scope: Scope, *_: Any) -> None:  # noqa: ANN401 - as ASGI has it
            passed.append(scope.get("path", scope["type"]))

        async def never(*_: object) -> Message:
            raise AssertionError

        uploads = Uploads(app, base="/charter/")
        for scope in ({"type": "lifespan"}, {"type": "http", "path": UPLOADS + "s/1", "method": "PUT"}):
            await uploads(scope, never, never)  # pyright: ignore[reportArgumentType]
        assert passed == ["lifespan", UPLOADS + "s/1"]

    anyio.run(test)


def test_a_file_as_large_as_may_be_stays_off_the_disk() -> None:
    begin = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.xlsx"\r\n\r\n'
    body = begin + bytes(FILE_MB_MAX * 2**20) + b"\r\n--b--\r\n"
    assert len(body) <= BOUNDS.request_bytes < MultiPartParser.spool_max_size

    async def test(memory: Memory, send: Send) -> None:
        assert await send("s/1", body=body) == 204
        assert memory.rolled == [False]

    tried(test, BOUNDS)


def test_the_sizes_said_to_streamlit_and_to_nginx_are_those_of_a_file() -> None:
    root = Path(__file__).parents[3]
    assert f"maxUploadSize = {FILE_MB_MAX}\n" in (root / ".streamlit" / "config.toml").read_text("utf-8")
    assert f"client_max_body_size {FILE_MB_MAX + 1}m;" in (root / "docs" / "nginx.conf").read_text("utf-8")
