"""The dashboard of this process, asked as a server asks it: no port, no browser."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import anyio
from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.types import ASGIApp, Message


@asynccontextmanager
async def _started(app: ASGIApp) -> AsyncIterator[None]:
    tell, told = anyio.create_memory_object_stream[Message](2)
    is_up = anyio.Event()

    async def send(message: Message) -> None:
        assert message["type"] == "lifespan.startup.complete" or is_up.is_set(), message
        is_up.set()

    async with anyio.create_task_group() as tasks, told, tell:

        async def live() -> None:
            await app({"type": "lifespan", "asgi": {"version": "3.0"}}, told.receive, send)

        tasks.start_soon(live)
        await tell.send({"type": "lifespan.startup"})
        await is_up.wait()
        yield
        await tell.send({"type": "lifespan.shutdown"})


@dataclass(frozen=True)
class Asking:
    """An app that is up."""

    app: ASGIApp
    portal: BlockingPortal

    def get(self, path: str, query: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> str:
        """The text that is answered, with status 200."""
        return self.portal.call(self._get, path, query or {}, headers or {})

    async def _get(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> str:
        sent: list[Message] = []

        async def receive() -> Message:
            await anyio.sleep_forever()
            raise AssertionError

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": urlencode(query).encode(),
            "headers": [(name.encode(), value.encode()) for name, value in {"host": "127.0.0.1", **headers}.items()],
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 80),
        }
        await self.app(scope, receive, send)
        assert sent[0]["status"] == 200
        return b"".join(message.get("body", b"") for message in sent[1:]).decode()


@contextmanager
def up(app: ASGIApp) -> Iterator[Asking]:
    """The app, from its start to its end."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(_started(app)):
        yield Asking(app, portal)
