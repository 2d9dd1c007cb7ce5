"""Pictures of charts, made by the reader's own browser: the chart, and what it rests on, in its language and theme."""

import re
import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from data.words import NO_BREAK
from tests.browser.harness import Server, Watch, idle

SVG = "{http://www.w3.org/2000/svg}"
NAMES = {"coverage_map": "coverage", "pace": "contributions"}


def saved(server: Server, page: Page, chart: str, form: str, language: str = "fr") -> Path:
    page.goto(server.address(f"/{NAMES[chart]}", lang=language))
    idle(page)
    page.locator(f".st-key-{chart}_passport button").click()
    button = page.locator(f"button[data-format={form}]").first
    expect(button).to_be_visible()
    with page.expect_download() as download:
        button.click()
    assert download.value.suggested_filename.endswith(f".{form}")
    return Path(download.value.path())


@pytest.mark.parametrize("chart", NAMES)
def test_a_chart_is_saved_with_its_title_day_source_and_mark(
    chart: str, server: Server, page: Page, watch: Watch
) -> None:
    picture = ElementTree.parse(saved(server, page, chart, "svg")).getroot()
    written = " ".join(text.text or "" for text in picture.findall(f"{SVG}text"))
    title = page.locator(f".st-key-{chart}_passport").locator("xpath=ancestor::*[.//h2][1]//h2").first.inner_text()
    assert " ".join(title.split()) in " ".join(written.split())
    for said in ("21 mai 2021", "n = ", "road.xlsx", "Données illustratives"):
        assert said in written.replace(NO_BREAK, " "), said
    inner = picture.find(f"{SVG}svg")
    assert inner is not None
    assert len(list(inner.iter(f"{SVG}path"))) > 3
    assert float(picture.get("height", 0)) > float(inner.get("height", 0))
    assert picture.findtext(f"{SVG}title")
    # Its own font, or every label is as broad as that of whoever looks at it.
    faces = picture.findtext(f"{SVG}style") or ""
    assert re.match(
        r'@font-face\{font-family:"Source Sans";font-weight:\d+ \d+;src:url\(data:font/woff2;base64,', faces
    )
    assert watch.faults == []


def test_a_png_has_twice_the_points_of_the_screen(server: Server, page: Page, watch: Watch) -> None:
    content = saved(server, page, "pace", "png").read_bytes()
    assert content.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", content[16:24])
    box = page.locator(".st-key-pace .js-plotly-plot").bounding_box()
    assert box is not None
    assert wide == pytest.approx(2 * (box["width"] + 32), abs=4)
    assert high > 2 * box["height"]
    assert watch.faults == []
