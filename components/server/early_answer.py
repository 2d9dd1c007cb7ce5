"""The answer in the document: the page itself as its first run told it, on screen before any script has come.

Streamlit draws nothing until its scripts are loaded and the page has run, which takes a slow phone five seconds. The
page is run here first, by the same code, so that the words, figures, days, filters and banners are its own; what it
told is kept for whoever asks for the same page next. It goes as soon as the page stands there (``static/page.js``); an
old browser never shows it.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qsl, urlencode

import anyio
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Scope
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from components.server.drawn import Drawing, Drawn, Link, main_part
from components.server.first_run import first_run
from components.server.theme_colours import ThemeColours, theme_colours
from data import insides

KEPT = 64
PATIENCE_SECONDS = 3.0
WAITING_MOST = 8
QUIET_SECONDS = 2.0
LONGEST_QUERY = 2000
SHARED = ("lang", "asof", "as_read_on")
"""Parameters that a link to another page keeps."""

_log = logging.getLogger(__name__)
_COLOURS = {
    "ground": "backgroundColor",
    "second": "secondaryBackgroundColor",
    "ink": "textColor",
    "quiet": "grayColor",
    "line": "borderColor",
    "accent": "primaryColor",
}


@dataclass(frozen=True)
class EarlyAnswer:
    """Markup for the document, the title of its tab ('' both where nothing is said early), the elements it is of."""

    markup: str = ""
    title: str = ""
    elements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A page as its address, its reader's language and browser ask for it; ``cookies`` are those we set ourselves."""

    page: str
    query: tuple[tuple[str, str], ...]
    language: str
    is_phone: bool
    cookies: tuple[tuple[str, str], ...]


class EarlyAnswers:
    """The early answers of ``pages`` ('' the first).

    ``version`` changes whenever the same address would say something else, an age included. ``components`` draw those
    of ours by name. One page is run at a time, and never for more than half of the time, however many are asked for:
    who would have to wait longer gets the document without one.

    Whoever has one page goes on to another, and what nobody has looked at since ``content`` changed takes three times
    as long to draw: where that is given, all pages are run once in each language that was asked for, with no choice
    made, as soon as nobody has asked for any for ``QUIET_SECONDS``.
    """

    def __init__(
        self,
        pages: Collection[str],
        version: Callable[[], Hashable],
        components: Mapping[str, Drawing],
        cookies: Collection[str] = (),
        base: str = "",
        content: Callable[[], Hashable] | None = None,
    ) -> None:
        self._pages = pages
        self._version = version
        self._content = content
        self._looked_ahead: tuple[Hashable, dict[Hashable, asyncio.Task[None]]] = (None, {})
        self._asked_at = 0.0
        self._components = components
        self._cookies = cookies
        self._base = f"/{base.strip('/')}".rstrip("/")
        self._kept: OrderedDict[Hashable, asyncio.Task[EarlyAnswer]] = OrderedDict()
        self._turn = asyncio.Lock()
        self._free_at = 0.0

    async def answer(
        self, app: ASGIApp, scope: Scope, page: str, language: str, cookies: Mapping[str, str]
    ) -> EarlyAnswer:
        """What is said early of ``page`` as ``scope`` asks for it. Raises what its run raises."""
        query = scope.get("query_string", b"").decode("latin-1")
        if page not in self._pages or len(query) > LONGEST_QUERY:
            return EarlyAnswer()
        asked = Asked(
            page,
            tuple(sorted(dict(parse_qsl(query)).items())),
            language,
            "Mobi" in Headers(scope=scope).get("user-agent", ""),
            tuple((name, cookies[name]) for name in self._cookies if name in cookies),
        )
        self._asked_at = time.monotonic()
        if self._content:
            self._look_ahead(await anyio.to_thread.run_sync(self._content), app, scope, asked)
        key = (await anyio.to_thread.run_sync(self._version), asked)
        made = self._kept.get(key)
        if made is None:
            if sum(not task.done() for task in self._kept.values()) >= WAITING_MOST:
                return EarlyAnswer()
            made = self._kept[key] = asyncio.ensure_future(self._made(app, scope, asked))
            made.add_done_callback(lambda task: self._drop_failed(key, task))
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        if made.done():
            return made.result()
        try:
            return await asyncio.wait_for(asyncio.shield(made), PATIENCE_SECONDS)
        except TimeoutError:
            return EarlyAnswer()

    def _look_ahead(self, content: Hashable, app: ASGIApp, scope: Scope, asked: Asked) -> None:
        known, readers = self._looked_ahead
        if content != known:
            for task in readers.values():
                task.cancel()
            readers = {}
            self._looked_ahead = content, readers
        # What is drawn for a phone is another map.
        reader = asked.language, asked.is_phone
        if reader not in readers:
            readers[reader] = asyncio.ensure_future(self._run_all(app, scope, asked))

    async def _run_all(self, app: ASGIApp, scope: Scope, asked: Asked) -> None:
        query = (("lang", asked.language),)
        for page in self._pages:
            while (wait := self._asked_at + QUIET_SECONDS - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            try:
                await self._made(app, scope, replace(asked, page=page, query=query, cookies=()))
            except Exception as error:
                _log.info("A page was not run ahead of its readers: %s", error)
                return

    def _drop_failed(self, key: Hashable, task: "asyncio.Task[EarlyAnswer]") -> None:
        if task.cancelled() or task.exception():
            self._kept.pop(key, None)

    async def _made(self, app: ASGIApp, scope: Scope, asked: Asked) -> EarlyAnswer:
        async with self._turn:
            await asyncio.sleep(max(0.0, self._free_at - time.monotonic()))
            began = time.monotonic()
            query = dict(asked.query)
            messages = await first_run(
                app, scope, page=asked.page, query=query, cookies=dict(asked.cookies), base=self._base
            )
            answer = await anyio.to_thread.run_sync(early_answer, messages, asked.page, query, self._components)
            now = time.monotonic()
            self._free_at = 2 * now - began
            return answer


def early_answer(
    messages: list[ForwardMsg], page: str, query: Mapping[str, str], components: Mapping[str, Drawing]
) -> EarlyAnswer:
    """What a whole run of ``page`` sent, as markup for its document."""
    title, published = "", dict(query)
    menu: list[tuple[str, str]] = []
    for message in messages:
        kind = message.WhichOneof("type")
        if kind == "page_config_changed":
            title = message.page_config_changed.title or title
        elif kind == "page_info_changed":
            published = dict(parse_qsl(message.page_info_changed.query_string))
        elif kind == "navigation" and message.navigation.position == message.navigation.TOP:
            menu = [("" if one.is_default else one.url_pathname, one.page_name) for one in message.navigation.app_pages]
    link = _links(page, published)
    main = main_part(messages)
    body = Drawn(link, components).page(main)
    if not body:
        return EarlyAnswer()
    entries = "".join(
        f'<a href="{link(page=at)}"{" aria-current=page" if at == page else ""}>{escape(name)}</a>' for at, name in menu
    )
    nav = f"<nav>{entries}</nav>" if entries else ""
    embedded = ' class="embedded"' if query.get("embed", "").lower() == "true" else ""
    said = f'<div id="early-answer"{embedded}>{nav}<main>{body}</main></div>'
    return EarlyAnswer(f"<style>{style()}</style>{said}", title, tuple(sorted(main.kinds())))


def _links(here: str, published: Mapping[str, str]) -> Link:
    shared = {name: published[name] for name in SHARED if name in published}

    def link(page: str | None = None, query: str = "", **parameters: str) -> str:
        if page is None:
            page, asked = here, {**published, **parameters}
        else:
            asked = {**(dict(parse_qsl(query)) or shared), **parameters}
        path = "" if page == "road" else page
        return escape(f"./{path}" + (f"?{urlencode(asked, safe=',:')}" if asked else ""))

    return link


def style() -> str:
    """Its stylesheet, the colours those of the theme, the font the one that Streamlit's document loads first."""
    return _style(theme_colours(_COLOURS))


@lru_cache(maxsize=4)
def _style(colours: ThemeColours) -> str:
    font = insides.text_font()
    source = f'url("./static/media/{font}") format("woff2")' if font else 'local("Source Sans 3")'
    source_css = Path(__file__).with_name("early_answer.css").read_text("utf-8")
    return Template(source_css).substitute(dict(colours), font=source)
