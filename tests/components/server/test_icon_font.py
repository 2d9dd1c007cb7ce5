"""The icon font cut down: everything that is used is in it, and little else."""

from io import BytesIO
from pathlib import Path

import anyio
import pytest
from fontTools.ttLib import TTFont
from starlette.types import Message, Receive, Scope, Send

from components.server.icon_font import IconFont, icon_font, ligatures, our_icons
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


def answer(path: str, etag: str = "") -> tuple[int, dict[str, str], bytes]:
    sent: list[Message] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 418, "headers": []})
        await send({"type": "http.response.body", "body": b"the application"})

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    headers = [(b"if-none-match", etag.encode())] if etag else []
    anyio.run(IconFont(app), {"type": "http", "method": "GET", "path": path, "headers": headers}, receive, send)
    start, *bodies = sent
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], found, b"".join(message.get("body", b"") for message in bodies)


@pytest.mark.parametrize("base", ["", "/road"])
def test_it_stands_at_the_address_of_the_whole_one_and_is_asked_for_again(base: str) -> None:
    path = f"{base}/static/media/{whole_font().name}"
    status, headers, body = answer(path)
    assert (status, body) == (200, cut_font())
    assert headers["content-type"] == "font/woff2"
    assert headers["cache-control"] == "no-cache"
    assert answer(path, headers["etag"])[::2] == (304, b"")


def test_other_fonts_are_streamlits_own() -> None:
    assert answer("/static/media/SourceSansVF-Upright.ttf.BsWL4Kly.woff2")[0] == 418
