"""Each page in a real browser: in its frame, drawn, and without a word to anybody else."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import ADDRESSES, CHARTS, REHEARSAL, Server, idle, stands_in_its_frame

# An icon that its font lacks is spelled out, many times as wide as it is high.
SPELLED_OUT = """() => [...document.querySelectorAll('[data-testid="stIconMaterial"]')].filter(icon => {
    const text = document.createRange()
    text.selectNodeContents(icon)
    return text.getBoundingClientRect().width > 1.5 * parseFloat(getComputedStyle(icon).fontSize)
}).map(icon => icon.innerText)"""


@pytest.mark.parametrize("name", ADDRESSES)
def test_page_opened_first_on_a_fresh_server_stands_in_its_frame(
    name: str, start: Callable[..., Server], page: Page
) -> None:
    server = start()
    page.goto(server.address(ADDRESSES[name]))
    idle(page)
    stands_in_its_frame(page)
    expect(
        page.get_by_test_id("stPlotlyChart").first if CHARTS[name] else page.get_by_test_id("stMain")
    ).to_be_visible()
    assert page.get_by_test_id("stPlotlyChart").count() >= CHARTS[name]
    icons = page.get_by_test_id("stIconMaterial")
    assert icons.count() > 2
    assert page.evaluate(SPELLED_OUT) == []
    icons.first.evaluate("icon => { icon.innerText = 'rocket_launch' }")
    assert page.evaluate(SPELLED_OUT) == ["rocket_launch"], "an icon that is missing is seen"
    assert "Traceback" not in server.log.read_text(errors="replace")


def _document(page: Page, address: str) -> str:
    """The document with its early answer: a busy server answers without one first, and has it soon after."""
    document = ""
    for _ in range(10):
        document = page.request.get(address).text()
        if 'id="early-answer"' in document:
            break
        page.wait_for_timeout(1000)
    return document


def test_everything_stands_under_the_path_of_a_proxy(start: Callable[..., Server], page: Page) -> None:
    server = start(ROAD_WORKBOOK=str(REHEARSAL), STREAMLIT_SERVER_BASE_URL_PATH="our/charter")
    assert server.url.endswith("/our/charter")
    page.goto(server.address("/coverage", lang="fr"))
    idle(page)
    stands_in_its_frame(page)
    page.get_by_test_id("stTopNavLink").first.click()
    idle(page)
    expect(page.locator(".st-key-road_line button").first).to_be_visible()
    page.goto(server.address("/no-such-page", lang="es"))
    idle(page)
    assert page.url.split("?")[0] == server.address("/")
    for path in ("/calendar.ics", "/api/figures.json", "/healthz"):
        assert page.request.get(server.address(path), max_redirects=0).ok
    document = _document(page, server.address("/", lang="fr"))
    assert 'id="early-answer"' in document
    assert "du chemin sur" in document


def test_menu_leads_to_every_page_and_keeps_the_language(server: Server, page: Page) -> None:
    page.goto(server.address("/", lang="fr"))
    idle(page)
    for place, path in enumerate(ADDRESSES.values()):
        page.get_by_test_id("stTopNavLink").nth(place).click()
        page.wait_for_url(lambda url, path=path: url.split("?")[0].endswith(path))
        idle(page)
        stands_in_its_frame(page)
        assert "lang=fr" in page.url


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/coverage/deeper",
        "/?lang=xx&asof=yesterday&unheard=of&of=unheard",
        "/?asof=9999-99-99",
        "/?asof=0001-01-01",
        "/coverage?country=ZZZ&by=colour&lang=fr",
        "/milestones?milestone=M999",
        "/contributions?section=XXX&question=Q77&since=never&open=no-such-row",
        "/text?block=%3Cscript%3Ealert(1)%3C/script%3E",
        "/sheet?worksheet=Nothing&severity=grave",
    ],
)
def test_what_an_address_gets_wrong_leaves_no_trace(address: str, server: Server, page: Page) -> None:
    page.goto(server.url + address)
    idle(page)
    stands_in_its_frame(page)
    assert "Traceback" not in server.log.read_text(errors="replace")


def test_a_dark_screen_gets_a_dark_page(server: Server, open_page: Callable[..., Page]) -> None:
    def brightness(scheme: str) -> int:
        page = open_page(color_scheme=scheme)
        page.goto(server.address("/"))
        idle(page)
        return page.get_by_test_id("stApp").evaluate(
            """app => getComputedStyle(app).backgroundColor.match(/[0-9]+/g).slice(0, 3)
                .reduce((sum, part) => sum + Number(part), 0)"""
        )

    assert brightness("dark") < 200 < 600 < brightness("light")


def test_a_screen_that_turns_dark_keeps_the_words_of_charts_apart_from_their_ground(server: Server, page: Page) -> None:
    def brightness() -> int:
        return page.locator(".st-key-timeline_near .main-svg text").first.evaluate(
            "text => getComputedStyle(text).fill.match(/[0-9]+/g).slice(0, 3).reduce((sum, part) => sum + +part, 0)"
        )

    page.emulate_media(color_scheme="light")
    page.goto(server.address("/milestones", milestone="M4"))
    idle(page)
    assert brightness() < 200
    # Printed by a dark device, a page is light for a moment, and nothing is to happen.
    page.evaluate("window.isTheSame = true")
    page.emulate_media(media="print", color_scheme="dark")
    page.emulate_media(media="screen", color_scheme="light")
    page.wait_for_timeout(300)
    assert page.evaluate("window.isTheSame")
    with page.expect_navigation():
        page.emulate_media(color_scheme="dark")
    idle(page)
    assert brightness() > 500
    assert "milestone=M4" in page.url
