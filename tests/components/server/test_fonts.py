"""The fonts cut down: everything that is used is in them, and little else."""

import re
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import anyio
import pytest
from fontTools.ttLib import TTFont
from starlette.types import Message, Receive, Scope, Send

from components.server.fonts import LETTERS, Fonts, icon_font, ligatures, our_icons, text_font, whole_text_font
from data import insides
from data.config import ROOT

NOT_IN_THE_WHOLE_FONT = {"star_filled"}
"""Streamlit's own scripts name it, and its font has never had it."""


def whole_font() -> Path:
    icons = insides.icons()
    assert icons is not None
    return icons.font


def used_icons() -> frozenset[str]:
    icons = insides.icons()
    assert icons is not None
    return our_icons() | icons.named


def cut_font() -> bytes:
    font = icon_font()
    assert font is not None
    return font


def test_every_icon_is_named_where_it_is_looked_for() -> None:
    ours = (path for folder in ("components", "pages") for path in (ROOT / folder).rglob("*.py"))
    assert [path.name for path in ours if ":material/{" in path.read_text("utf-8")] == []


@pytest.mark.slow(1)
def test_every_icon_that_is_used_is_drawn_as_in_the_whole_font() -> None:
    whole, ours = TTFont(whole_font()), TTFont(BytesIO(cut_font()))
    known, kept = ligatures(whole), ligatures(ours)
    assert used_icons() - known.keys() == NOT_IN_THE_WHOLE_FONT
    assert {"calendar_today", "refresh", "keyboard_arrow_down"} < used_icons() - NOT_IN_THE_WHOLE_FONT <= kept.keys()
    for name in used_icons() & known.keys():
        assert ours["glyf"][kept[name]].getCoordinates(ours["glyf"]) == whole["glyf"][known[name]].getCoordinates(
            whole["glyf"]
        )


@pytest.mark.slow(1)
def test_it_is_a_small_part_of_the_whole() -> None:
    assert len(cut_font()) < 0.05 * whole_font().stat().st_size


def answer(path: str, etag: str = "", query: str = "") -> tuple[int, dict[str, str], bytes]:
    sent: list[Message] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 418, "headers": []})
        await send({"type": "http.response.body", "body": b"the application"})

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    headers = [(b"if-none-match", etag.encode())] if etag else []
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": headers}
    anyio.run(Fonts(app), scope, receive, send)
    start, *bodies = sent
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], found, b"".join(message.get("body", b"") for message in bodies)


def whole_text() -> TTFont:
    return TTFont(insides.static_folder() / "media" / insides.text_font())


def codes(font: TTFont) -> set[int]:
    return set(font.getBestCmap() or {})


@pytest.mark.slow(2)
def test_text_is_drawn_as_in_the_whole_font() -> None:
    body = text_font()
    assert body is not None and len(body) < 45_000
    whole, ours = whole_text(), TTFont(BytesIO(body))
    assert codes(ours) == {code for code in codes(whole) if any(first <= code <= last for first, last in LETTERS)}
    # In each language of ours, with the names of all countries, as bold as it comes.
    said = {ord(letter) for file in (ROOT / "locale").rglob("*.po") for letter in file.read_text("utf-8")}
    assert said & codes(whole) <= codes(ours)
    assert ours["fvar"].axes[0].__dict__ == whole["fvar"].axes[0].__dict__
    for font in (whole, ours):
        assert "kern" in {one.FeatureTag for one in font["GPOS"].table.FeatureList.FeatureRecord}


def test_every_letter_stands_in_one_of_both_fonts() -> None:
    others = [
        range(int(first, 16), int(last, 16) + 1)
        for first, last in re.findall(r"U\+([0-9A-F]+)-([0-9A-F]+)", whole_text_font())
    ]
    often = [range(first, last + 1) for first, last in LETTERS]
    in_order = sorted([*others, *often], key=lambda one: one.start)
    assert (in_order[0].start, in_order[-1].stop) == (0, 0x110000)
    assert all(one.stop == after.start for one, after in pairwise(in_order))


@pytest.mark.parametrize("base", ["", "/road"])
def test_it_stands_at_the_address_of_the_whole_one_and_is_asked_for_again(base: str) -> None:
    path = f"{base}/static/media/{whole_font().name}"
    status, headers, body = answer(path)
    assert (status, body) == (200, cut_font())
    assert headers["content-type"] == "font/woff2"
    assert headers["cache-control"] == "public, max-age=300"
    assert answer(path, headers["etag"])[::2] == (304, b"")


def test_the_text_font_stands_at_the_address_of_the_whole_one_which_is_asked_for_by_name() -> None:
    path = f"/static/media/{insides.text_font()}"
    assert answer(path)[::2] == (200, text_font())
    assert answer(path, query="whole")[0] == 418
    assert f"{path}?whole" in whole_text_font()


def test_other_fonts_are_streamlits_own() -> None:
    assert answer("/static/media/SourceSansVF-Italic.ttf.Bt9VkdQ3.woff2")[0] == 418
