"""Streamlit's icon font cut down to the icons that are used: a few kB instead of 375, which a phone waits 2 s for."""

import logging
import re
from functools import cache
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from components.server.known import fingerprint, unless_known
from data import insides
from data.config import ROOT

_log = logging.getLogger(__name__)

_FONT = re.compile(r"(?:^|/)static/media/(MaterialSymbols-Rounded\.[\w-]+\.woff2)$")
_OURS = re.compile(r":material/(\w+)")
_SPELLED_WITH = "abcdefghijklmnopqrstuvwxyz0123456789_ "


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
    try:
        return _cut(icons.font, our_icons() | icons.named)
    except Exception as error:
        _log.warning(
            "Streamlit's icon font cannot be cut down (%s: %s): the whole is loaded.", type(error).__name__, error
        )
        return None


def _cut(whole: Path, used: frozenset[str]) -> bytes:
    with TTFont(whole) as font:
        glyphs = ligatures(font)
        options = subset.Options()
        # Every icon is spelled with the same letters: what they can spell must not all come along.
        options.layout_closure = False
        kept = subset.Subsetter(options)
        kept.populate(glyphs=[glyphs[name] for name in used & glyphs.keys()], text=_SPELLED_WITH)
        kept.subset(font)
        font.flavor = "woff2"
        drawn = BytesIO()
        font.save(drawn)
    return drawn.getvalue()


class IconFont:
    """Answers for Streamlit's icon font with ours.

    A browser asks each time whether it still holds: the address stays the same when a page comes to use another icon.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the font, or let the application answer."""
        is_read = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        font = icon_font() if is_read and _FONT.search(scope["path"]) else None
        if font is None:
            await self._app(scope, receive, send)
            return
        headers = {"Cache-Control": "no-cache", "ETag": fingerprint(font)}
        await unless_known(Headers(scope=scope), headers, lambda: font, "font/woff2")(scope, receive, send)
