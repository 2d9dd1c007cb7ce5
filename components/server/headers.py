"""What the server adds to every answer: the fence around the page, and the rest of its document."""

import base64
import gzip
import hashlib
import logging
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import parse_qs

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.server.early_answer import EarlyAnswer, EarlyAnswers
from components.server.early_scripts import early_scripts, later_scripts
from components.server.page_files import page_files, style_ahead
from components.server.scripts import with_joined
from components.words.reader import reader_language
from data import insides
from data.languages import LANGUAGE
from data.messages.network import shown_title
from data.words import words_of

GZIP_LEVEL = 6
"""A document is compressed for each reader: half the time of the highest level, a hundredth larger."""

_EARLY_SHEET = 'rel="preload" as="style"'
_EARLY_SCRIPT = Path(__file__).with_name("early_answer.js").read_text("utf-8")

_PARTS_OF_A_PAGE = ("application/javascript", "text/javascript", "text/css", "font/")

_log = logging.getLogger(__name__)


def content_security_policy(frame_ancestors: Sequence[str] = ()) -> str:
    """The policy: everything from ourselves, nothing from elsewhere.

    ``blob:`` scripts are how Streamlit loads a component of ours; a text in a cell cannot make one.
    ``frame_ancestors`` are further sites that may show the dashboard in a frame.
    """
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: {_inline_scripts()}".strip(),
            "img-src 'self' data: blob:",
            "style-src 'self' 'unsafe-inline'",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            " ".join(["frame-ancestors 'self'", *frame_ancestors]),
            "base-uri 'self'",
            "object-src 'none'",
        )
    )


@cache
def _inline_scripts() -> str:
    """The scripts that Streamlit and we write into the page itself, allowed by their hashes."""
    scripts = (*insides.inline_scripts(), _EARLY_SCRIPT.encode())
    hashes = (hashlib.sha256(script).digest() for script in scripts)
    return " ".join(f"'sha256-{base64.b64encode(found).decode()}'" for found in hashes)


class SecurityHeaders:
    """Adds the content security policy and its companions to every answer that a browser may show as a page.

    A script, a style and a font are bound by the page that loads them; a phone loads a hundred, each with its headers.
    """

    def __init__(self, app: ASGIApp, frame_ancestors: Sequence[str] = ()) -> None:
        self._app = app
        self._policy = content_security_policy(frame_ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its answer's headers completed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                if not headers.get("content-type", "").startswith(_PARTS_OF_A_PAGE):
                    headers["Content-Security-Policy"] = self._policy
                    headers["Referrer-Policy"] = "same-origin"
            await send(message)

        await self._app(scope, receive, completed)


class Document:
    """Completes the document that Streamlit serves in English and empty for every page.

    What it adds: its language and title, our script and stylesheet, what ``early_answers`` say (None: nothing is said
    early) and the scripts that draw it. ``base`` is the path under which the dashboard is served, ``feed`` that of the
    feed of what changed below it ('' for none).
    """

    def __init__(
        self,
        app: ASGIApp,
        early_answers: EarlyAnswers | None,
        base: str = "",
        feed: str = "",
    ) -> None:
        self._app = app
        self._feed = feed
        self._early_answers = early_answers
        self._has_failed = False
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
                if scope["method"] == "HEAD":
                    del headers["Content-Length"]
                    await send(start)
                    await send(message)
                    return
                page = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
                early = await self._early(scope)
                page = await anyio.to_thread.run_sync(self._completed, page.decode(), scope, early)
                await _send_page(page.encode(), start, Headers(scope=scope).get("accept-encoding", ""), send)
                return
            await send(message)

        await self._app(scope, receive, completed)

    def _completed(self, page: str, scope: Scope, early: EarlyAnswer) -> str:
        language = _language(scope)
        page = with_joined(page)
        if early.markup:
            page = page.replace(insides.STYLESHEET, _EARLY_SHEET)
        page = page.replace(insides.LANGUAGE, f'<html lang="{language}" dir="{LANGUAGE[language].direction}"', 1)
        product = escape(shown_title(language))
        title = escape(early.title) or product
        # What the first words look like is asked for before all that they do not wait for.
        page = page.replace(insides.TITLE, f"<title>{title}</title>{style_ahead()}", 1)
        scripts = early_scripts(early.elements) + later_scripts()
        head = page_files() + scripts + _for_previews(product, language) + self._feed_link(language)
        page = page.replace(insides.HEAD_END, head + insides.HEAD_END, 1)
        body = f"{early.markup}<script>{_EARLY_SCRIPT}</script>" if early.markup else ""
        return page.replace(insides.BODY, insides.BODY + body, 1)

    def _page(self, scope: Scope) -> str:
        return scope["path"].removeprefix(self._base).strip("/")

    def _feed_link(self, language: str) -> str:
        if not self._feed:
            return ""
        title = escape(words_of(language).say("What changed on the road"))
        return (
            f'<link rel="alternate" type="application/atom+xml" title="{title}" href=".{self._feed}?lang={language}">'
        )

    async def _early(self, scope: Scope) -> EarlyAnswer:
        """The early answer of a page; nothing where it fails: the page itself follows all the same."""
        if self._early_answers is None:
            return EarlyAnswer()
        try:
            return await self._early_answers.answer(
                self._app, scope, self._page(scope), _language(scope), HTTPConnection(scope).cookies
            )
        except Exception:
            if not self._has_failed:
                _log.exception("An early answer failed; the page comes without it.")
            self._has_failed = True
            return EarlyAnswer()


def _language(scope: Scope) -> str:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    return reader_language(asked, Headers(scope=scope).get("accept-language", ""))


def _for_previews(title: str, language: str) -> str:
    """What a link shows where it is pasted; ``title`` is markup."""
    about = escape(
        words_of(language).say("Where it is now: the next date, who has been heard, and what became of their words.")
    )
    return (
        f'<meta name="description" content="{about}">'
        f'<meta property="og:type" content="website"><meta property="og:title" content="{title}">'
        f'<meta property="og:description" content="{about}">'
    )


async def _send_page(page: bytes, start: Message, accepted: str, send: Send) -> None:
    headers = MutableHeaders(scope=start)
    # They are those of the file that Streamlit serves, which stays the same when our answer does not.
    for name in ("ETag", "Last-Modified", "Content-Encoding"):
        del headers[name]
    if "gzip" in accepted:
        page = gzip.compress(page, GZIP_LEVEL, mtime=0)
        headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(page))
    headers.add_vary_header("Accept-Language")
    headers.add_vary_header("Accept-Encoding")
    headers.add_vary_header("Cookie")
    await send(start)
    await send({"type": "http.response.body", "body": page})
