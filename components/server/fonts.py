"""Streamlit's fonts cut down to what is used, 44 kB instead of 545, for which a phone waits 3 s.

Its icon font holds our icons and those of its scripts. Its text font holds the letters of most of Europe's languages
and common signs; whoever reads another letter loads the whole font beside it.
"""

import logging
import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import fontTools
from fontTools import subset
from fontTools.ttLib import TTFont
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from components.server.known import fingerprint, unless_known
from components.server.made import made
from data import insides
from data.config import ROOT

_log = logging.getLogger(__name__)

_FONT = re.compile(r"(?:^|/)static/media/([\w.-]+\.woff2)$")
_ICONS = "MaterialSymbols-Rounded."
_WHOLE = "whole"
"""What is asked for with the address of the whole text font."""
_OURS = re.compile(r":material/(\w+)")
_SPELLED_WITH = "abcdefghijklmnopqrstuvwxyz0123456789_ "

LETTERS = ((0x20, 0x17F), (0x218, 0x21B), (0x2000, 0x206F), (0x20AC, 0x20AC), (0x2100, 0x22FF), (0x25A0, 0x27BF))
"""Latin with its accents but Vietnam's, punctuation, arrows, signs of arithmetic, shapes: first and last, in order."""


def our_icons() -> frozenset[str]:
    """The names of the icons in our pages."""
    ours = (path for folder in ("components", "pages") for path in (ROOT / folder).rglob("*.py"))
    return frozenset(name for path in ours for name in _OURS.findall(path.read_text("utf-8")))


def ligatures(font: TTFont) -> dict[str, str]:
    """Glyph by the name that is spelled out for it in a text."""
    letters = {glyph: chr(code) for code, glyph in (font.getBestCmap() or {}).items()}
    tables = [
        getattr(one, "ExtSubTable", one) for lookup in font["GSUB"].table.LookupList.Lookup for one in lookup.SubTable
    ]
    return {
        "".join(letters.get(glyph, "?") for glyph in (first, *ligature.Component)): ligature.LigGlyph
        for table in tables
        if table.LookupType == 4
        for first, found in table.ligatures.items()
        for ligature in found
    }


@cache
def icon_font() -> bytes | None:
    """The font with our icons and those of Streamlit's scripts alone, as woff2; None where it cannot be cut down."""
    icons = insides.icons()
    if icons is None:
        return None
    used = our_icons() | icons.named

    def kept(font: TTFont) -> subset.Subsetter:
        glyphs, options = ligatures(font), subset.Options()
        # Every icon is spelled with the same letters: what they can spell must not all come along.
        options.layout_closure = False
        icons_alone = subset.Subsetter(options)
        icons_alone.populate(glyphs=[glyphs[name] for name in used & glyphs.keys()], text=_SPELLED_WITH)
        return icons_alone

    return _cut(icons.font, kept, *sorted(used))


@cache
def text_font() -> bytes | None:
    """The font of all text with ``LETTERS`` alone, as woff2; None where it cannot be cut down."""
    name = insides.text_font()
    if not name:
        return None

    def kept(_font: TTFont) -> subset.Subsetter:
        letters_alone = subset.Subsetter()
        letters_alone.populate(unicodes=[code for first, last in LETTERS for code in range(first, last + 1)])
        return letters_alone

    return _cut(insides.static_folder() / "media" / name, kept)


def whole_text_font() -> str:
    """A stylesheet that has every other letter drawn by the whole font, loaded with the first of them."""
    if not (name := insides.text_font()) or not text_font():
        return ""
    firsts = [0, *(last + 1 for _, last in LETTERS)]
    lasts = [*(first - 1 for first, _ in LETTERS), 0x10FFFF]
    others = ", ".join(f"U+{first:X}-{last:X}" for first, last in zip(firsts, lasts, strict=True))
    source = f'url("./static/media/{name}?{_WHOLE}") format("woff2")'
    # As Streamlit's stylesheet has it, or the browser takes them for two fonts.
    return f'@font-face {{ font-family: "Source Sans"; font-weight: 100 900; src: {source}; unicode-range: {others} }}'


def _cut(whole: Path, kept: Callable[[TTFont], subset.Subsetter], *of: str) -> bytes | None:
    def cut() -> bytes:
        drawn = BytesIO()
        with TTFont(whole) as font:
            kept(font).subset(font)
            font.flavor = "woff2"
            font.save(drawn)
        return drawn.getvalue()

    try:
        return made(whole.name, cut, whole.read_bytes(), fontTools.version.encode(), *(one.encode() for one in of))
    except Exception as error:
        _log.warning("%s cannot be cut down (%s: %s): the whole is loaded.", whole.name, type(error).__name__, error)
        return None


class Fonts:
    """Answers for Streamlit's fonts with ours.

    A browser asks each time whether they still hold: an address stays the same when a page comes to use another icon.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the font, or let the application answer."""
        is_read = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        asked = _FONT.search(scope["path"]) if is_read else None
        font = _font(asked[1], scope.get("query_string", b"").decode("latin-1")) if asked else None
        if font is None:
            await self._app(scope, receive, send)
            return
        # Which letters it has may change under its address; a page that draws with it twice need not ask twice.
        headers = {"Cache-Control": "public, max-age=300", "ETag": fingerprint(font)}
        await unless_known(Headers(scope=scope), headers, lambda: font, "font/woff2")(scope, receive, send)


def _font(name: str, query: str) -> bytes | None:
    if name.startswith(_ICONS):
        return icon_font()
    return text_font() if name == insides.text_font() and query != _WHOLE else None
