"""A page run once, as a reader's browser would have it run, over the app's own websocket: what the page is, told early.

Nothing of Streamlit's inside is needed for it but the messages that it speaks with its page.
"""

import asyncio
from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Scope
from streamlit import runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

STREAM = "/_stcore/stream"
LONGEST_SECONDS = 20.0
_HEADERS = ("host", "user-agent", "accept-language")
"""What the page is told of the request: nothing that says who asks."""


async def first_run(
    app: ASGIApp, scope: Scope, *, page: str, query: Mapping[str, str], cookies: Mapping[str, str], base: str = ""
) -> list[ForwardMsg]:
    """What the ``page`` ('' the first) sends on its first run for an address with ``query``, asked for by ``scope``.

    The session ends with it. Only ``cookies`` reach the page. Raises RuntimeError where the run is refused,
    TimeoutError where it does not end.
    """
    run = _Run(page, query)
    kept = Headers(scope=scope)
    headers = [(name.encode(), kept[name].encode("latin-1")) for name in _HEADERS if name in kept]
    if cookies:
        headers.append((b"cookie", "; ".join(f"{name}={value}" for name, value in cookies.items()).encode("latin-1")))
    websocket = {
        **{name: value for name, value in scope.items() if name != "method"},
        "type": "websocket",
        "scheme": "wss" if scope.get("scheme") == "https" else "ws",
        "path": base + STREAM,
        "raw_path": (base + STREAM).encode(),
        # Where the document was found, which the router has noted in the scope itself.
        "root_path": "",
        "path_params": {},
        "query_string": b"",
        "headers": headers,
        "subprotocols": [],
        "state": {},
    }
    try:
        await asyncio.wait_for(app(websocket, run.receive, run.send), LONGEST_SECONDS)
    finally:
        if run.session:
            # A browser may come back to its session; nobody comes back to this one.
            runtime.get_instance().close_session(run.session)
    if not run.has_ended.is_set():
        raise RuntimeError("the first run of a page was refused")
    return run.messages


class _Run:
    """The browser's side of the websocket."""

    def __init__(self, page: str, query: Mapping[str, str]) -> None:
        self.messages: list[ForwardMsg] = []
        self.session = ""
        self.has_ended = asyncio.Event()
        asked = BackMsg()
        asked.rerun_script.query_string = urlencode(query)
        asked.rerun_script.page_name = page
        asked.rerun_script.context_info.is_embedded = query.get("embed", "").lower() == "true"
        self._to_send: list[Message] = [
            {"type": "websocket.connect"},
            {"type": "websocket.receive", "bytes": asked.SerializeToString()},
        ]

    async def receive(self) -> Message:
        if self._to_send:
            return self._to_send.pop(0)
        await self.has_ended.wait()
        return {"type": "websocket.disconnect", "code": 1000}

    async def send(self, message: Message) -> None:
        if message["type"] != "websocket.send" or not message.get("bytes"):
            return
        told = ForwardMsg.FromString(message["bytes"])
        kind = told.WhichOneof("type")
        if kind == "new_session":
            self.session = told.new_session.initialize.session_id
            # What a run that began anew had sent before is no part of the page.
            self.messages.clear()
        self.messages.append(told)
        if kind == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self.has_ended.set()
