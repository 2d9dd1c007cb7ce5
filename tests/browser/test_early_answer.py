"""The answer in the document of The road: there before any script, gone for good once the page stands."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.harness import Server, Watch, idle

EARLY = "#early-answer"
FIGURES = '[data-testid="stMetricValue"]'


def top(page: Page, selector: str) -> float:
    """Where an element begins from above, whether or not it can be seen."""
    return page.locator(selector).first.evaluate("one => one.getBoundingClientRect().y")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_answer_is_read_without_any_script(
    width: int, height: int, scheme: str, rehearsal: Server, browser: Browser, open_page: Callable[..., Page]
) -> None:
    seen = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
    page = browser.new_page(java_script_enabled=False, **seen)
    page.goto(rehearsal.address("/", lang="fr", asof="2021-09-30"))
    early = page.locator(EARLY)
    expect(early.locator("h1")).to_be_visible()
    figures = early.locator("b")
    expect(figures).to_have_count(4)
    assert top(page, f"{EARLY} div:last-child b") < height
    said = {"h1": early.locator("h1").inner_text(), "figures": figures.all_inner_texts()}
    page.close()
    page = open_page(fresh=True, **seen)
    page.goto(rehearsal.address("/", lang="fr", asof="2021-09-30"))
    idle(page)
    expect(page.locator(EARLY)).to_have_count(0)
    shown = {
        "h1": page.get_by_test_id("stHeading").first.inner_text(),
        "figures": page.locator(FIGURES).all_inner_texts(),
    }
    assert shown == said


def test_answer_gives_way_to_the_page_where_it_stands_and_never_comes_back(
    rehearsal: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(fresh=True, reduced_motion="no-preference")
    page.add_init_script(
        """window.seen = [];
        const note = () => {
            const early = document.getElementById("early-answer");
            const figures = document.querySelectorAll('[data-testid="stMetricValue"]').length;
            if (early) window.early_y ??= early.querySelector("h1").getBoundingClientRect().y;
            const isSeen = early !== null && getComputedStyle(early).display !== "none";
            // From the moment on at which the document has it.
            if (isSeen || window.seen.length) window.seen.push([isSeen, figures]);
            requestAnimationFrame(note);
        };
        requestAnimationFrame(note);"""
    )
    page.goto(rehearsal.address("/"))
    idle(page)
    assert page.evaluate("() => window.early_y") == pytest.approx(top(page, '[data-testid="stHeading"] h1'), abs=2)
    page.get_by_test_id("stTopNavLink").nth(1).click()
    page.wait_for_url("**/coverage*")
    idle(page)
    page.get_by_text("FR", exact=True).click()
    idle(page)
    seen = page.evaluate("() => window.seen")
    gone = [place for place, (is_seen, _) in enumerate(seen) if not is_seen]
    assert gone == list(range(gone[0], len(seen))), "once gone, it stays so"
    # The page has its figures from the moment on at which the early ones go.
    assert seen[gone[0]][1] == 4


def test_answer_goes_where_a_figure_cannot_be_drawn(
    rehearsal: Server, open_page: Callable[..., Page], watch: Watch
) -> None:
    page = open_page(fresh=True)
    page.route("**/static/js/Metric.*.js", lambda route: route.abort())
    page.goto(rehearsal.address("/"))
    expect(page.locator(EARLY)).to_be_visible()
    expect(page.locator(EARLY)).to_have_count(0, timeout=10_000)
    watch.faults.clear()
