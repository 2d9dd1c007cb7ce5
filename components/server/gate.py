"""The gate before Streamlit: what strangers may ask of this process, and how much of it.

Streamlit trusts whoever speaks to it: it asks an outside host who it is when a websocket comes from another site, keeps
files and widget states of any size, and answers at addresses that this app never uses. What is refused here, it never
sees. First in the chain of middleware.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from urllib.parse import SplitResult, parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ProtocolError

from components.server.door_page import door_page
from components.words.admission import another_name
from components.words.reader import reader_language
from data.config import LOOPBACK_NAMES, Site
from data.words import words_of

STREAM = "/_stcore/stream"
METRICS = "/_stcore/metrics"
STREAMLITS_OWN = ("/_stcore", "/component", "/auth", "/oauth2callback")
"""Addresses that Streamlit keeps for itself. Of these, only what the app uses answers."""
USED = ("/_stcore/health", "/_stcore/host-config", "/_stcore/bidi-components/")
"""What every page needs of them; a slash at the end stands for all below."""
ALIVE = ("/healthz", "/_stcore/health")
"""What whoever watches the server asks by its number; no figure is in it."""

WIDGET_IDS_BEGIN = "$$"
"""Of every widget that Streamlit draws; the state of another one would stop the run with a traceback."""

ASKED_BY_PAGES = {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request"}
OPERATIONS_ASKED_BY_PAGES = {"deferred_file", "dataframe_chunk"}
"""Messages of a browser that reach Streamlit; the others clear everybody's caches, run git or write to the disk."""

POLICY, NOT_BINARY, GARBAGE, TOO_BIG, TRY_LATER = 1008, 1003, 1002, 1009, 1013
"""Codes a websocket is closed with (RFC 6455)."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bounds:
    """How much one websocket, one client address and all of them together may ask.

    A browser sends a few hundred bytes when somebody clicks, and one small message every 10 s of its own; a room with
    one address for 300 people stays far below what an address may. Rates are messages a second after a burst of them;
    what comes faster waits its turn. This machine itself, and so a proxy on it that does not say for whom it asks, is
    not counted as one address.
    """

    message_bytes: int = 64 * 2**10
    widget_states: int = 500
    files_named: int = 4
    burst: int = 40
    per_second: float = 5.0
    frames_burst: int = 400
    frames_per_second: float = 40.0
    address_burst: int = 60
    address_per_second: float = 12.0
    fragment_cost: float = 0.2
    address_connections: int = 400
    connections: int = 2000
    remembered_addresses: int = 4096


@dataclass
class _Budget:
    """Tokens that come back with time. May be overdrawn: who takes then waits."""

    burst: float
    per_second: float
    left: float
    at: float

    def take(self, cost: float, now: float) -> float:
        """Seconds until this may happen."""
        self.left = min(self.burst, self.left + (now - self.at) * self.per_second) - cost
        self.at = now
        return max(0.0, -self.left / self.per_second)


@dataclass
class _Address:
    """What one client address has open and has left."""

    budget: _Budget
    connections: int = 0


@dataclass
class _Connection:
    """One websocket. ``reads`` is unset while something sent to it has not been taken."""

    budget: _Budget
    address: _Address | None
    reads: asyncio.Event = field(default_factory=asyncio.Event)


class Gate:
    """Refuses what the app does not use, what is asked of another name or site, and whoever asks too much.

    ``base`` is the path under which the dashboard is served; ``used`` are further addresses of Streamlit's own that the
    app needs, a slash at the end standing for all below.
    """

    def __init__(
        self,
        app: ASGIApp,
        site: Site,
        base: str = "",
        used: Collection[str] = (),
        bounds: Bounds = Bounds(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._site = site
        self._base = f"/{base.strip('/')}".rstrip("/")
        self._used = (*USED, *used, *((METRICS,) if site.metrics else ()))
        self._bounds = bounds
        self._clock = clock
        self._open = 0
        self._addresses: OrderedDict[str, _Address] = OrderedDict()
        self._told_at: dict[str, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] == "http" and (refusal := self._refusal(scope)):
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        path = scope["path"].removeprefix(self._base)
        if not self._is_used(path):
            return PlainTextResponse("Not Found", 404)
        hosts = Headers(scope=scope).getlist("host")
        # A page of another site whose name leads here would read every figure as if it were its own.
        if self._site.hosts and path not in ALIVE and self._our_host(hosts) is None:
            self._tell(f"its Host is {hosts[:1]}")
            return _not_here(Headers(scope=scope), scope.get("query_string", b"").decode("latin-1"))
        return None

    def _is_used(self, path: str) -> bool:
        if not any(path == own or path.startswith(f"{own}/") for own in STREAMLITS_OWN):
            return True
        return any(path.startswith(used) if used.endswith("/") else path == used for used in self._used)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = "it asks for another address" if scope["path"] != self._base + STREAM else self._stranger(scope)
        if refused:
            self._tell(refused)
            await send({"type": "websocket.close", "code": POLICY})
            return
        address = self._address(scope)
        if self._open >= self._bounds.connections or (
            address is not None and address.connections >= self._bounds.address_connections
        ):
            self._tell("too many are open")
            await send({"type": "websocket.close", "code": TRY_LATER})
            return
        connection = _Connection(self._budget(self._bounds.burst, self._bounds.per_second), address)
        connection.reads.set()
        frames = self._budget(self._bounds.frames_burst, self._bounds.frames_per_second)
        _bound_the_wire(receive, self._bounds.message_bytes, lambda: frames.take(1.0, self._clock()) > 0)
        self._open += 1
        if address is not None:
            address.connections += 1
        try:
            await self._app(scope, self._bounded(connection, receive, send), _noting(connection, send))
        finally:
            self._open -= 1
            if address is not None:
                address.connections -= 1

    def _budget(self, burst: float, per_second: float) -> _Budget:
        return _Budget(burst, per_second, burst, self._clock())

    def _stranger(self, scope: Scope) -> str:
        """Why a websocket is not one of our own pages'; '' where it is. What passes has the Host of its Origin."""
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        host = self._our_host(hosts)
        if host is None:
            return f"its Host is {hosts[:1]}"
        if not origins:
            # No browser: those always say where a page comes from.
            return ""
        origin = _split(origins[0]) if len(origins) == 1 else None
        if origin is None or origin.scheme not in {"http", "https"} or origin.path:
            return f"its Origin is {origins[:1]}"
        if not _is_same(origin, host) and not self._is_our_site(origin):
            return f"its Origin is {origins[:1]} and its Host {hosts}"
        # Streamlit compares the two letter by letter, and asks an outside host where they differ.
        MutableHeaders(scope=scope)["host"] = origin.netloc
        return ""

    def _our_host(self, hosts: Sequence[str]) -> SplitResult | None:
        """The one Host of a request; None where it is no name that the site answers to."""
        host = _split(f"//{hosts[0]}") if len(hosts) == 1 else None
        known = self._site.hosts
        is_ours = host and (not known or any(_matches(str(host.hostname).rstrip("."), name) for name in known))
        return host if is_ours else None

    def _is_our_site(self, origin: SplitResult) -> bool:
        """Whether an Origin other than the Host was configured: behind a proxy that asks under a name of its own."""
        ours = urlsplit(self._site.address or "")
        if origin.hostname == ours.hostname:
            return (origin.scheme, _port(origin)) == (ours.scheme, _port(ours))
        named = [host for host in self._site.hosts if host not in LOOPBACK_NAMES and host != "*"]
        return any(_matches(str(origin.hostname), host) for host in named)

    def _address(self, scope: Scope) -> _Address | None:
        """The account of the client's address, an IPv6 network counting as one; None for this machine.

        ``client`` is who connected, or whom a proxy that uvicorn trusts named (FORWARDED_ALLOW_IPS; on this machine by
        default): a header of anybody else's changes nothing.
        """
        client = scope.get("client")
        try:
            ip = ip_address(client[0].partition("%")[0]) if client else None
        except ValueError:
            ip = None
        if isinstance(ip, IPv6Address):
            ip = ip.ipv4_mapped or ip
        if ip is not None and ip.is_loopback:
            return None
        key = str(int(ip) >> 64) if isinstance(ip, IPv6Address) else str(ip)
        found = self._addresses.pop(key, None)
        if found is None:
            found = _Address(self._budget(self._bounds.address_burst, self._bounds.address_per_second))
        self._addresses[key] = found
        while len(self._addresses) > self._bounds.remembered_addresses:
            self._addresses.popitem(last=False)
        return found

    def _bounded(self, connection: _Connection, receive: Receive, send: Send) -> Receive:
        async def one() -> Message:
            while True:
                # Who does not read what was sent is not given more.
                await connection.reads.wait()
                message = await receive()
                if message["type"] != "websocket.receive":
                    if message["type"] == "websocket.connect":
                        await asyncio.sleep(self._wait(connection, 1.0))
                    return message
                asked, code = self._understood(message)
                if code:
                    await send({"type": "websocket.close", "code": code})
                    return {"type": "websocket.disconnect", "code": code}
                is_fragment = bool(asked and asked.rerun_script.fragment_id)
                await asyncio.sleep(self._wait(connection, self._bounds.fragment_cost if is_fragment else 1.0))
                if asked is not None and _is_asked_by_pages(asked):
                    return message

        return one

    def _wait(self, connection: _Connection, cost: float) -> float:
        now = self._clock()
        own = connection.budget.take(1.0, now)
        return max(own, connection.address.budget.take(cost, now)) if connection.address else own

    def _understood(self, message: Message) -> tuple[BackMsg | None, int]:
        """What a browser asks, or the code to close its websocket with."""
        content = message.get("bytes")
        if content is None:
            return None, NOT_BINARY
        if len(content) > self._bounds.message_bytes:
            return None, TOO_BIG
        try:
            asked = BackMsg.FromString(content)
        except Exception:  # protobuf's own, in a package that many share
            return None, GARBAGE
        widgets = asked.rerun_script.widget_states.widgets
        if len(widgets) > self._bounds.widget_states:
            return None, TOO_BIG
        if len(asked.file_urls_request.file_names) > self._bounds.files_named:
            return None, TOO_BIG
        if not all(widget.id.startswith(WIDGET_IDS_BEGIN) for widget in widgets):
            return None, GARBAGE
        return asked, 0

    def _tell(self, why: str) -> None:
        """One line a minute and kind: who keeps the site may have to configure something, a flood must not fill it."""
        kind = why[:8]
        now = self._clock()
        if now - self._told_at.get(kind, -60.0) >= 60.0:
            self._told_at[kind] = now
            _log.warning("a request was refused: %.200s. If it is yours, set ROAD_ADDRESS or ROAD_HOSTS.", why)


def _is_asked_by_pages(asked: BackMsg) -> bool:
    kind = asked.WhichOneof("type")
    if kind == "backend_operation_request":
        return asked.backend_operation_request.WhichOneof("payload") in OPERATIONS_ASKED_BY_PAGES
    return kind in ASKED_BY_PAGES


def _noting(connection: _Connection, send: Send) -> Send:
    """Sends, and notes for how long the other side does not take it."""

    async def noted(message: Message) -> None:
        connection.reads.clear()
        try:
            # Who left meanwhile says so where messages are received: told here as well, Streamlit stumbles over it.
            with suppress(OSError):
                await send(message)
        finally:
            connection.reads.set()

    return noted


def _bound_the_wire(receive: Receive, message_bytes: int, is_too_many: Callable[[], bool]) -> None:
    """Have the websocket closed at the first bytes of a message that is too large, rather than hold all of it first,
    and at the first frame of one too many: those that are no message (pings, parts of one) are never seen here, and
    a stream of them would be all that the server does.

    An inside of uvicorn, whose own bound is Streamlit's for both directions (``server.maxMessageSize``): without it
    messages are still refused, once they are there.
    """
    parser = getattr(getattr(receive, "__self__", None), "conn", None)
    if parser is None or not hasattr(parser, "max_message_size") or not hasattr(parser, "recv_frame"):
        return
    parser.max_message_size = message_bytes
    taken = parser.recv_frame

    def counted(frame: object) -> None:
        if is_too_many():
            raise ProtocolError("too many frames")
        taken(frame)

    parser.recv_frame = counted


def _split(address: str) -> SplitResult | None:
    """An address in its parts; None for one with a user, or that is none."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.hostname and "@" not in parts.netloc else None


def _port(parts: SplitResult, scheme: str = "") -> int | None:
    return parts.port or {"http": 80, "https": 443}.get(parts.scheme or scheme)


def _is_same(origin: SplitResult, host: SplitResult) -> bool:
    return origin.hostname == host.hostname and _port(origin) == _port(host, origin.scheme)


def _matches(name: str, pattern: str) -> bool:
    return pattern == "*" or name == pattern or (pattern.startswith("*.") and name.endswith(pattern[1:]))


def _not_here(headers: Headers, query: str) -> Response:
    """What somebody is told who came by a name that is not ours, a page in their language where they read one."""
    if "text/html" not in headers.get("accept", ""):
        return PlainTextResponse("Misdirected Request", 421)
    asked = parse_qs(query).get("lang", [""])[-1]
    words = words_of(reader_language(asked, headers.get("accept-language", "")))
    page = door_page(another_name(words), [], language=words.language, asked={})
    return HTMLResponse(page, 421, headers={"Cache-Control": "no-store"})
