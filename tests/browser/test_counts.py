"""What a page asks of network and browser, in counts that no busy machine can change."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.harness import ADDRESSES, CHARTS, TITLES, Server, idle

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
FIRST_LOAD_KB = {
    name: float(re.search(rf"([\d,]+) kB for {title}", README)[1].replace(",", ""))  # type: ignore[index] - it says so
    for name, title in {"road": "The road", "coverage": "Regional coverage"}.items()
}
"""As README says, compressed, with all that Streamlit itself brings along; what a chart needs comes with the second."""

REQUESTS_MOST = 36
MAP_KB = 150
BYTES_AT_REST = 2_000
"""At most what a page that nothing happens to is sent while it looks once or twice for something newer."""
STYLED_MOST = 8_000
"""Elements whose style is found anew while a page with charts comes, of which it has some 1,500. Each word on an axis
is measured by itself: a rule that looks from the whole page into its parts has much of it styled anew each time.
"""


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page of a browser that has nothing of the dashboard yet."""
    return open_page(fresh=True)


COUNT_DRAWINGS = """() => {
    window.drawn = {};
    const draw = Plotly.react;
    Plotly.react = (chart, ...rest) => {
        const key = chart.closest('[class*="st-key-"]').className.match(/st-key-\\S+/)[0];
        window.drawn[key] = (window.drawn[key] ?? 0) + 1;
        return draw(chart, ...rest);
    };
}"""
LOADED = "performance.getEntriesByType('resource').map((one) => [one.name, one.startTime])"
SAVES = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
GONE = """new MutationObserver(() => {
    const early = document.getElementById('early-answer');
    if (early) window.came = true;
    else if (window.came) window.gone ??= performance.now();
}).observe(document, {childList: true, subtree: true})"""


@dataclass
class Wire:
    """What came over the network: bytes by address, addresses asked for and not had before, websocket messages."""

    received: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    messages: int = 0

    def over(self, page: Page) -> "Wire":
        """Count from now on."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        address, counted = dict[str, str](), set[str]()

        def asked(event: dict) -> None:
            url = event["request"]["url"]
            address[event["requestId"]] = url
            if url.startswith("http") and event["request"]["method"] == "GET":
                counted.add(event["requestId"])
                self.asked.append(url)

        def had(event: dict) -> None:
            # Told of what memory has without an answer, of what the disk has with one, and now and then of both.
            is_here = event["response"].get("fromDiskCache") if "response" in event else True
            if is_here and event["requestId"] in counted:
                counted.remove(event["requestId"])
                self.asked.remove(address[event["requestId"]])

        def finished(event: dict) -> None:
            url = address.get(event["requestId"], "")
            self.received[url] = self.received.get(url, 0) + int(event["encodedDataLength"])

        def message(_event: dict) -> None:
            self.messages += 1

        session.on("Network.requestWillBeSent", asked)
        session.on("Network.requestServedFromCache", had)
        session.on("Network.responseReceived", had)
        session.on("Network.loadingFinished", finished)
        session.on("Network.webSocketFrameReceived", message)
        return self

    def kilobytes(self, part: str = "") -> float:
        """All that came from addresses that hold ``part``."""
        return sum(n for url, n in self.received.items() if part in url) / 1000


@pytest.mark.parametrize("name", FIRST_LOAD_KB)
def test_a_first_load_stays_within_its_bytes_and_asks_for_nothing_twice(
    name: str, rehearsal: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(fresh=True)
    # What is loaded in a quiet moment for the next page is not counted.
    page.add_init_script(SAVES)
    wire = Wire().over(page)
    page.goto(rehearsal.address(ADDRESSES[name], lang="en"))
    idle(page)
    page.wait_for_timeout(500)
    files = Counter(url for url in wire.asked if "/static/" in url)
    assert len(files) > 5
    assert [url for url, times in files.items() if times > 1] == []
    assert len(wire.asked) <= REQUESTS_MOST
    # Where the dashboard answers is known: it is looked for nowhere else.
    assert {url for url in wire.asked if "/health" in url} == {rehearsal.address("/_stcore/health")}
    assert wire.kilobytes() == pytest.approx(FIRST_LOAD_KB[name], rel=0.1)
    # A letter that the text font was cut of brings the whole one, once.
    assert [url for url in files if url.endswith("?whole")] == []
    for name_of_a_city in ("Київ", "Αθήνα"):
        page.evaluate("name => document.querySelector('h1').append(name)", name_of_a_city)
        page.wait_for_function("() => document.fonts.status === 'loaded'")
    page.wait_for_timeout(200)
    assert [url.endswith("?whole") for url in wire.asked if "SourceSans" in url] == [False, True]


def test_charts_are_asked_for_when_the_words_stand_and_never_before(
    rehearsal: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(fresh=True)
    page.add_init_script(GONE)
    page.goto(rehearsal.address("/", lang="en"))
    idle(page)
    # The page has no chart: in a quiet moment it makes the next one ready, the map last.
    page.wait_for_function(f"() => ({LOADED}).some(([name]) => name.includes('topojson'))")
    asked, gone = page.evaluate(f"() => [{LOADED}, window.gone]")
    assert min(began for name, began in asked if "PlotlyChart" in name or "topojson" in name) > gone > 0
    page = open_page(fresh=True)
    wire = Wire().over(page)
    page.goto(rehearsal.address("/coverage", lang="en"))
    idle(page)
    page.wait_for_function(f"() => ({LOADED}).some(([name]) => name.includes('topojson'))")
    page.wait_for_timeout(500)
    assert len([url for url in wire.asked if "topojson" in url]) == 1
    assert 0 < wire.kilobytes("topojson") < MAP_KB
    asked, words = page.evaluate(
        f"() => [{LOADED}, performance.getEntriesByName('first-contentful-paint')[0].startTime]"
    )
    assert min(began for name, began in asked if "PlotlyChart" in name or "topojson" in name) > words


def test_a_word_on_an_axis_has_nothing_else_styled_anew(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/", lang="en"))
    idle(page)
    browser = page.context.browser
    assert browser
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    page.get_by_test_id("stTopNavLink").filter(has_text="Contributions").first.click()
    page.wait_for_url("**/contributions*")
    idle(page)
    told = json.loads(browser.stop_tracing())["traceEvents"]
    styled = sum(one["args"].get("elementCount", 0) for one in told if one["name"] == "UpdateLayoutTree")
    assert 1_000 < styled < STYLED_MOST


def test_a_chart_is_drawn_once_when_it_comes(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/", lang="en"))
    idle(page)
    page.wait_for_function("() => window.Plotly")
    page.evaluate(COUNT_DRAWINGS)
    for name, least in CHARTS.items():
        if least:
            page.get_by_test_id("stTopNavLink").filter(has_text=TITLES[name]).first.click()
            page.wait_for_url(f"**/{name}*")
            idle(page)
            page.wait_for_timeout(300)
    drawn = page.evaluate("() => window.drawn")
    assert len(drawn) >= sum(CHARTS.values())
    assert set(drawn.values()) == {1}


def test_who_saves_data_is_sent_no_charts_before_they_are_looked_at(
    rehearsal: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(fresh=True)
    page.add_init_script(SAVES)
    wire = Wire().over(page)
    page.goto(rehearsal.address("/", lang="en"))
    idle(page)
    page.wait_for_timeout(4_000)
    assert [url for url in wire.asked if "plotly" in url.lower()] == []


def test_a_page_at_rest_is_sent_next_to_nothing(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/sheet", lang="en"))
    idle(page)
    page.wait_for_function(f"() => ({LOADED}).some(([name]) => name.includes('topojson'))")
    page.wait_for_timeout(1_000)
    wire = Wire().over(page)
    page.wait_for_timeout(25_000)
    assert wire.messages == 0
    assert 0 < len([url for url in wire.asked if "live.json" in url]) <= 3
    assert wire.kilobytes() * 1000 < BYTES_AT_REST


def test_what_was_loaded_once_is_kept_by_the_browser(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/", lang="en"))
    idle(page)
    wire = Wire().over(page)
    page.reload()
    idle(page)
    assert wire.kilobytes("/static/") < 5
