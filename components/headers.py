"""What the server adds to every answer: the fence around the page, and the rest of its document."""

import base64
import gzip
import hashlib
import os
import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

import streamlit
from babel import negotiate_locale
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.early_scripts import early_scripts
from data.shape import LANGUAGES

_SITE = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:(\d+|\*))?")


def content_security_policy(frame_ancestors: str = "") -> str:
    """The policy: everything from ourselves, nothing from elsewhere.

    ``blob:`` scripts are how Streamlit loads a component of ours; a text in a cell cannot make one.
    ``frame_ancestors`` are further sites, separated by spaces, that may show the dashboard in a frame. Raises
    ValueError for one that is no site, such as one without http:// or https://.
    """
    for site in frame_ancestors.split():
        if not _SITE.fullmatch(site):
            raise ValueError(f"ROAD_FRAME_ANCESTORS: {site!r} is no site. Write it like https://www.example.org")
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: {_inline_scripts()}".strip(),
            "img-src 'self' data: blob:",
            "style-src 'self' 'unsafe-inline'",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            " ".join(["frame-ancestors 'self'", *frame_ancestors.split()]),
            "base-uri 'self'",
            "object-src 'none'",
        )
    )


@cache
def _inline_scripts() -> str:
    """The scripts that Streamlit writes into its own page, allowed by their hashes."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    scripts = re.findall(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, re.DOTALL)
    return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" for script in scripts)


class SecurityHeaders:
    """Adds the content security policy and its companions to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._policy = content_security_policy(os.environ.get("ROAD_FRAME_ANCESTORS", ""))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its answer's headers completed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = self._policy
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
            await send(message)

        await self._app(scope, receive, completed)


class Document:
    """Completes the document that Streamlit serves in English for every page: its language, and what it loads first.

    ``base`` is the path under which the dashboard is served.
    """

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self._app = app
        self._base = f"/{base.strip('/')}".rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; an HTML answer is held back whole and completed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def completed(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                if Headers(scope=message).get("content-type", "").startswith("text/html"):
                    start = message
                    return
            elif start is not None and message["type"] == "http.response.body":
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                headers = MutableHeaders(scope=start)
                # Streamlit compresses the page of a deep link, not that of its root.
                zipped = headers.get("content-encoding") == "gzip"
                page = gzip.decompress(body) if zipped else body
                page = page.replace(b'<html lang="en"', b'<html lang="%s"' % _language(scope).encode(), 1)
                early = early_scripts(scope["path"].removeprefix(self._base))
                page = page.replace(b"</head>", early + b"</head>", 1)
                page = gzip.compress(page, mtime=0) if zipped else page
                headers["Content-Length"] = str(len(page))
                headers.add_vary_header("Accept-Language")
                await send(start)
                await send({"type": "http.response.body", "body": page})
                return
            await send(message)

        await self._app(scope, receive, completed)


def _language(scope: Scope) -> str:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0]
    if asked in LANGUAGES:
        return asked
    accepted = [part.split(";")[0].strip() for part in Headers(scope=scope).get("accept-language", "").split(",")]
    return negotiate_locale([code for code in accepted if code], LANGUAGES, sep="-") or "en"
