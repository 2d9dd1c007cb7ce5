"""The answer in the document of every page: there before any script, where the page has it, gone once that stands."""

from collections.abc import Callable
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.harness import ADDRESSES, Server, Watch, idle

EARLY = "#early-answer"
NEAR_PIXELS = 8
SHIFT_MOST = 0.02

# The headings and main figures by their words, and where they stand. Every frame while the early answer is there, then
# once in the page.
LISTEN = """() => {
    window.places = (root) => [...document.querySelectorAll(`${root} :is(h1, b, [data-testid="stMetricValue"])`)]
        .filter((one) => one.getBoundingClientRect().width > 0 && !one.closest('p'))
        .map((one) => [one.textContent.replace(/[\\u2060\\s]+/g, ' ').trim(), one.getBoundingClientRect()])
        .map(([words, {x, y}]) => ({words, x, y}));
    window.seen = {places: [], frames: [], shift: 0};
    new PerformanceObserver((list) => list.getEntries().forEach((one) => {
        if (!one.hadRecentInput) window.seen.shift += one.value;
    })).observe({type: 'layout-shift', buffered: true});
    const note = () => {
        const early = document.getElementById('early-answer');
        if (early && document.fonts.status === 'loaded') window.seen.places = window.places('#early-answer');
        if (early || window.seen.frames.length) window.seen.frames.push(early !== null);
        requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
}"""


def ready(page: Page, address: str) -> None:
    """Ask for a document until its early answer is in it: a server that has just started takes its time over one."""
    for _ in range(20):
        if 'id="early-answer"' in page.request.get(address).text():
            return
    raise AssertionError(f"{address} has no early answer")


def opened(page: Page, address: str) -> dict[str, Any]:
    """What was seen of the early answer of an address: its places, in which frames it was there, how far all moved."""
    page.add_init_script(f"({LISTEN})()")
    ready(page, address)
    page.goto(address)
    idle(page)
    return page.evaluate("() => window.seen")


@pytest.mark.slow(60)
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_every_page_stands_where_its_early_answer_stood(
    width: int, height: int, rehearsal: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(fresh=True, viewport={"width": width, "height": height})
    for name, path in ADDRESSES.items():
        seen = opened(page, rehearsal.address(path, lang="fr", asof="2021-09-30"))
        early = [place for place in seen["places"] if place["y"] < height]
        stands = page.evaluate("() => window.places('#root')")
        assert early, name
        assert [place["words"] for place in stands][: len(early)] == [place["words"] for place in early], name
        for was, now in zip(early, stands, strict=False):
            assert abs(was["x"] - now["x"]) <= NEAR_PIXELS, (name, was, now)
            assert abs(was["y"] - now["y"]) <= NEAR_PIXELS, (name, was, now)
        assert seen["shift"] <= SHIFT_MOST, name
        assert seen["frames"] == sorted(seen["frames"], reverse=True), f"{name}: once gone, it stays so"
        assert seen["frames"][0] and not seen["frames"][-1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_read_and_walked_without_any_script(
    scheme: Literal["light", "dark"], rehearsal: Server, browser: Browser
) -> None:
    page = browser.new_page(java_script_enabled=False, color_scheme=scheme, viewport={"width": 390, "height": 844})
    ready(page, rehearsal.address("/", lang="fr", asof="2021-09-30"))
    page.goto(rehearsal.address("/", lang="fr", asof="2021-09-30"))
    early = page.locator(EARLY)
    expect(early.locator("h1")).to_be_visible()
    expect(early.locator("b")).to_have_count(4)
    ground = early.evaluate("one => getComputedStyle(one).backgroundColor.match(/[0-9]+/g).slice(0, 3).map(Number)")
    assert (sum(ground) > 600) == (scheme == "light")
    early.locator("nav a").nth(2).click()
    step = early.locator("table a").first
    name = step.inner_text()
    step.click()
    expect(early.locator("h1")).to_have_text(name)
    assert "lang=fr" in page.url and "asof=2021-09-30" in page.url
    page.close()


def test_words_wait_for_no_stylesheet_of_streamlit_and_what_draws_elements_comes_after_what_makes_the_page(
    rehearsal: Server, open_page: Callable[..., Page]
) -> None:
    page, held, asked = open_page(fresh=True), list[Route](), list[str]()
    for late in ("**/static/css/*", "**/joined-page0.js"):
        page.route(late, lambda route: held.append(route))
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[1]))
    ready(page, rehearsal.address("/", lang="en"))
    page.goto(rehearsal.address("/", lang="en"), wait_until="commit")
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    expect(page.locator(f"{EARLY} h1")).to_be_visible()
    sheets = "() => [...document.styleSheets].map((one) => one.href ?? '').filter(Boolean)"
    assert ["page.css" in address for address in page.evaluate(sheets)] == [True], "what the words look like"
    assert [name for name in asked if name.startswith("joined-")] == ["joined-page0.js"]
    for route in held:
        route.continue_()
    idle(page)
    assert "joined-elements0.js" in asked
    assert ["page.css" in address for address in page.evaluate(sheets)] == [False, True]


def test_answer_goes_where_a_figure_cannot_be_drawn(
    rehearsal: Server, open_page: Callable[..., Page], watch: Watch
) -> None:
    page = open_page(fresh=True)
    page.route("**/static/js*/Metric.*.js", lambda route: route.abort())
    ready(page, rehearsal.address("/"))
    page.goto(rehearsal.address("/"))
    expect(page.locator(EARLY)).to_be_visible()
    expect(page.locator(EARLY)).to_have_count(0, timeout=10_000)
    watch.faults.clear()


LATE = """() => {
    const [early, late] = [document.createElement('div'), document.createElement('div')]
    early.id = 'early-answer'
    early.innerHTML = '<p class="st-key-late">Soon</p>'
    late.className = 'st-key-late'
    document.body.prepend(early)
    document.getElementById('root').append(late)
    setTimeout(() => late.style.minHeight = '20px', 300)
}"""


def test_answer_goes_as_soon_as_a_component_has_drawn_what_no_part_of_the_page_is_told(
    server: Server, page: Page
) -> None:
    page.goto(server.address("/sheet", lang="en"))
    idle(page)
    page.evaluate(LATE)
    expect(page.locator("#early-answer")).to_have_count(1)
    expect(page.locator("#early-answer")).to_have_count(0, timeout=1_500)
