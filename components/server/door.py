"""The door of a private dashboard: whoever is not on the list obtains nothing, from whatever address.

Closed unless it is said here to be open: an address that is added later is closed too. What does open tells no figure:
whether the server lives, and the way to the sign-in service and back.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlencode, urlsplit

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from components.server.door_page import Way, door_page
from components.server.identity import claims_of, mark_of, sign_in_query
from components.words.admission import Refusal, in_a_frame, no_service, refusal
from components.words.reader import reader_language
from data.access import Admitted, verified_address
from data.admission import Admission
from data.words import Words, words_of

LOGIN, LOGOUT, CALLBACK = "/auth/login", "/auth/logout", "/oauth2callback"
SIGN_IN = "/sign-in"
ALIVE = ("/healthz", "/_stcore/health", "/_stcore/host-config")
"""What tells nothing but that the server lives, and how Streamlit's page is to behave."""
SERVICE = ("/auth/", CALLBACK)
"""Streamlit's own addresses to the sign-in service and back, as ``Gate`` takes them."""

COOKIE = "road_sign_in"
"""Where somebody wanted to go who went to sign in; ``LEFT`` for who has just signed out."""
COOKIE_SECONDS = 600
LEFT = "left"
LEFT_REMEMBERED = 10_000

_FAILED = (400, *range(500, 600))
"""What Streamlit answers where the sign-in service does not do its part."""

LOOK_SECONDS = 3.0
"""How soon an open page notices that its reader may not look any more."""

LEAVING_SECONDS = 60.0
"""How long a page that signs out may be on its way to the sign-in service, which can be slow."""

LONGEST_REDIRECT = 1_000
"""Bytes: what is longer is a part of a page, and not worth reading twice."""

NOT_PRIVATE_FILES = ("/static/", "/app/static/")
"""Files that are the same for everybody, and may be kept by anything in between."""

AccessByKey = Callable[[str, str], str]
"""The address of the person whose key opens a path (key, path); '' for none."""


@dataclass(frozen=True)
class _Visitor:
    """Who asks. ``address`` is the one signed in with, verified or not at all."""

    admitted: Admitted
    address: str = ""


class Door:
    """Lets in whom ``admission`` names, by the cookie of their sign-in.

    ``keyed`` are paths that a personal key opens too, ``person_of`` whose key it is. ``base`` is the path under which
    the dashboard is served.
    """

    def __init__(
        self,
        app: ASGIApp,
        admission: Admission,
        base: str = "",
        keyed: Collection[str] = (),
        person_of: AccessByKey = lambda key, path: "",
    ) -> None:
        self._app = app
        self._admission = admission
        self._base = f"/{base.strip('/')}".rstrip("/")
        self._keyed = frozenset(keyed)
        self._person_of = person_of
        # Streamlit's cookie opens for a month, sign-out or not; other pages of the browser hold it still.
        self._left: OrderedDict[bytes, None] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _visitor(self, scope: Scope) -> _Visitor:
        claims = self._claims(scope)
        if claims is None or mark_of(claims) in self._left:
            return _Visitor(Admitted.EXPIRED)
        return _Visitor(self._admission.admitted(claims), verified_address(claims))

    def _claims(self, scope: Scope) -> dict[str, Any] | None:
        access = self._admission.access
        if access is None:
            # A door stands only before what is private.
            return None
        origin = urlsplit(str(access.auth["redirect_uri"]))
        cookies = HTTPConnection(scope).cookies
        return claims_of(cookies, str(access.auth["cookie_secret"]), f"{origin.scheme}://{origin.netloc}")

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix(self._base)
        if path in ALIVE:
            await self._app(scope, receive, send)
        elif path in (LOGIN, LOGOUT, CALLBACK):
            await self._service(scope, path, receive, send)
        elif path == SIGN_IN:
            await self._to_service(scope)(scope, receive, send)
        elif (visitor := self._visitor(scope)).admitted.may_read:
            await (self._went_in(scope, path) or self._privately(path))(scope, receive, send)
        elif path in self._keyed and await anyio.to_thread.run_sync(self._has_key, scope, path):
            await self._privately(path)(scope, receive, send)
        else:
            await self._refused(scope, visitor)(scope, receive, send)

    def _has_key(self, scope: Scope, path: str) -> bool:
        """Whether the address holds the key of somebody who is on the list still."""
        access = self._admission.access
        for key in self._asked(scope).get("key", []):
            if access is not None and access.admitted(self._person_of(key, path)).may_read:
                return True
        return False

    def _privately(self, path: str) -> ASGIApp:
        """The app itself, its answers kept by the reader's own browser alone."""

        async def answered(scope: Scope, receive: Receive, send: Send) -> None:
            async def marked(message: Message) -> None:
                if message["type"] == "http.response.start" and not path.startswith(NOT_PRIVATE_FILES):
                    headers = MutableHeaders(scope=message)
                    said = [word.strip() for word in headers.get("cache-control", "no-cache").split(",")]
                    headers["Cache-Control"] = ", ".join(
                        ["private", *(w for w in said if w not in ("private", "public"))]
                    )
                    headers.add_vary_header("Cookie")
                await send(message)

            await self._app(scope, receive, marked)

        return answered

    def _went_in(self, scope: Scope, path: str) -> Response | None:
        """Back to where somebody wanted to go before signing in: Streamlit leads everybody to the first page."""
        if path not in ("", "/") or scope["method"] != "GET":
            return None
        wanted = unquote(HTTPConnection(scope).cookies.get(COOKIE, ""))
        if not wanted:
            return None
        response = RedirectResponse(wanted if self._is_here(wanted) else f"{self._base}/", 302)
        response.headers["Cache-Control"] = "no-store"
        response.delete_cookie(COOKIE, path=self._base or "/")
        return response

    def _is_here(self, wanted: str) -> bool:
        """Whether an address is one of this dashboard's own, and leads nowhere else."""
        parts = urlsplit(wanted)
        is_path = not parts.scheme and not parts.netloc and wanted.isprintable() and "\\" not in wanted
        return is_path and parts.path.startswith(f"{self._base}/") and not parts.path.startswith("//")

    def _asked(self, scope: Scope) -> dict[str, list[str]]:
        return parse_qs(scope.get("query_string", b"").decode("latin-1"))

    def _to_service(self, scope: Scope) -> Response:
        """Off to the sign-in service that the page names, by the name it has with Streamlit."""
        access = self._admission.access
        providers = access.providers if access else ()
        asked = self._asked(scope)
        provider = asked.get("provider", ["default"])[-1]
        if provider not in providers:
            return self._page(scope, refusal(Admitted.STRANGER, self._words(scope)), [], 404)
        response = RedirectResponse(f"{self._base}{LOGIN}?{sign_in_query(provider)}", 302)
        response.headers["Cache-Control"] = "no-store"
        wanted = asked.get("to", ["/"])[-1]
        self._keep(response, wanted if self._is_here(wanted) else f"{self._base}/")
        return response

    def _keep(self, response: Response, value: str) -> None:
        access = self._admission.access
        response.set_cookie(
            COOKIE,
            quote(value),
            max_age=COOKIE_SECONDS,
            path=self._base or "/",
            secure=str(access.auth["redirect_uri"]).startswith("https:") if access else True,
            httponly=True,
            samesite="lax",
        )

    async def _service(self, scope: Scope, path: str, receive: Receive, send: Send) -> None:
        """Streamlit's own part of signing in and out; what fails there is said in words."""
        if path == LOGOUT and (claims := self._claims(scope)):
            self._left[mark_of(claims)] = None
            while len(self._left) > LEFT_REMEMBERED:
                self._left.popitem(last=False)
        has_failed = False
        words = self._words(scope)

        async def said(message: Message) -> None:
            nonlocal has_failed
            if message["type"] == "http.response.start":
                has_failed = message["status"] in _FAILED
                if has_failed:
                    ways: list[Way] = [(no_service(words).way_on, f"{self._base}/", False)]
                    await self._page(scope, no_service(words), ways, 502)(scope, receive, send)
                elif path == LOGOUT:
                    left = Response()
                    self._keep(left, LEFT)
                    MutableHeaders(scope=message).append("set-cookie", left.headers["set-cookie"])
            if not has_failed:
                await send(message)

        await self._app(scope, receive, said)

    def _refused(self, scope: Scope, visitor: _Visitor) -> Response:
        if "text/html" not in Headers(scope=scope).get("accept", ""):
            return PlainTextResponse("Sign in first.", 403, headers={"Cache-Control": "no-store"})
        words = self._words(scope)
        query = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        # Who signs in stands in a tab of their own from then on.
        kept = urlencode([(name, value) for name, value in query if name not in ("embed", "embed_options", "key")])
        here = quote(scope["path"]) + (f"?{kept}" if kept else "")
        if "embed" in dict(query):
            said = in_a_frame(words)
            return self._page(scope, said, [(said.way_on, here, True)], 403)
        wanted = HTTPConnection(scope).cookies.get(COOKIE)
        said = refusal(visitor.admitted, words, address=visitor.address, has_left=wanted == LEFT)
        access = self._admission.access
        providers = access.providers if access else ()
        ways: list[Way] = [
            (
                said.way_on if len(providers) == 1 else f"{said.way_on} · {provider.capitalize()}",
                f"{self._base}{SIGN_IN}?{urlencode({'provider': provider, 'to': here})}",
                False,
            )
            for provider in providers
        ]
        if visitor.admitted in (Admitted.UNLISTED, Admitted.UNVERIFIED):
            ways.append((words.say("Sign out"), f"{self._base}{LOGOUT}", False))
        return self._page(scope, said, ways, 403)

    def _words(self, scope: Scope) -> Words:
        asked = self._asked(scope).get("lang", [""])[-1]
        return words_of(reader_language(asked, Headers(scope=scope).get("accept-language", "")))

    def _page(self, scope: Scope, said: Refusal, ways: list[Way], status: int) -> Response:
        asked = {name: values[-1] for name, values in self._asked(scope).items() if name != "key"}
        page = door_page(said, ways, language=self._words(scope).language, asked=asked)
        return HTMLResponse(page, status, headers={"Cache-Control": "no-store", "Vary": "Accept-Language, Cookie"})

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An open page, for as long as its reader may look. Then it is told to load itself anew, and says why."""
        admitted = self._visitor(scope).admitted
        if not admitted.may_read:
            await receive()
            offered = scope.get("subprotocols") or []
            await send({"type": "websocket.accept", "subprotocol": offered[0] if offered else None})
            await _load_anew(send)
            return
        is_shut, left_at = False, -LEAVING_SECONDS

        async def sent(message: Message) -> None:
            nonlocal left_at
            if _sends_to_sign_out(message):
                left_at = anyio.current_time()
            if not is_shut:
                await send(message)

        page = asyncio.ensure_future(self._app(scope, receive, sent))
        try:
            while not (await asyncio.wait({page}, timeout=LOOK_SECONDS))[0]:
                if self._visitor(scope).admitted is not admitted:
                    is_shut = True
                    # Loading itself anew would overtake the way to the sign-in service.
                    on_its_way = left_at + LEAVING_SECONDS - anyio.current_time()
                    if on_its_way <= 0 or not (await asyncio.wait({page}, timeout=on_its_way))[0]:
                        await _load_anew(send)
                    break
            else:
                page.result()
        finally:
            page.cancel()
            await asyncio.wait({page})


def _sends_to_sign_out(message: Message) -> bool:
    """Whether Streamlit sends a page to its address for signing out: a text of the page may name that too."""
    told = message.get("bytes") or b""
    if len(told) >= LONGEST_REDIRECT or LOGOUT.encode() not in told:
        return False
    sent = ForwardMsg.FromString(told)
    return sent.WhichOneof("type") == "auth_redirect" and urlsplit(sent.auth_redirect.url).path.endswith(LOGOUT)


async def _load_anew(send: Send) -> None:
    """Have Streamlit's page go to its own address once more, which the document then refuses in words."""
    anew = ForwardMsg()
    anew.auth_redirect.url = ""
    anew.auth_redirect.SetInParent()
    await send({"type": "websocket.send", "bytes": anew.SerializeToString()})
    await send({"type": "websocket.close", "code": 1008})
