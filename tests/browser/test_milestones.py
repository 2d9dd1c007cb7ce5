"""Milestones in a real browser: a click opens one from its title on, a phone shows all of it, machines are answered."""

from collections.abc import Callable
from urllib.request import urlopen

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect

from data.languages import LANGUAGES
from tests.browser.harness import Server, Watch, idle

PHONE = {"viewport": {"width": 390, "height": 844}}
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


def timeline_of(page: Page) -> Locator:
    return page.locator(".st-key-timeline .js-plotly-plot").first


def click_on(page: Page, target: Locator) -> None:
    """Click with a real mouse, which plotly follows."""
    target.scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    box = target.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 12, box["y"] + box["height"] / 2)
    page.wait_for_timeout(150)
    page.mouse.click(box["x"] + 12, box["y"] + box["height"] / 2)


@pytest.mark.parametrize("size", [(390, 844), (1280, 720)], ids=["phone", "projector"])
def test_a_click_on_a_title_opens_it_from_the_top(
    rehearsal: Server, open_page: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = open_page(viewport={"width": size[0], "height": size[1]})
    page.goto(rehearsal.address("/milestones", lang="en"))
    idle(page)
    click_on(page, timeline_of(page).get_by_text("Launch of the Lampedusa Charter"))
    page.wait_for_url(lambda url: "milestone=M10" in url)
    idle(page)
    expect(page.get_by_role("heading", name="Launch of the Lampedusa Charter", level=1)).to_be_in_viewport()
    assert page.evaluate(SCROLLED) == 0
    page.get_by_role("button", name="All milestones").click()
    page.wait_for_url(lambda url: "milestone=" not in url)
    idle(page)
    expect(timeline_of(page)).to_be_visible()


def test_a_click_on_what_waits_for_it_opens_that_one(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/milestones", lang="fr", milestone="M5"))
    idle(page)
    page.get_by_role("button", name="Conseil mondial").click()
    page.wait_for_url(lambda url: "milestone=M7" in url)
    idle(page)
    expect(page.get_by_role("heading", name="Conseil mondial", level=1)).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_cuts_no_text_of_the_timeline(rehearsal: Server, open_page: Callable[..., Page], language: str) -> None:
    page = open_page(**PHONE)
    page.goto(rehearsal.address("/milestones", lang=language))
    idle(page)
    plot = timeline_of(page).locator(".main-svg").first.bounding_box()
    assert plot is not None
    texts = timeline_of(page).locator(".annotation-text").all()
    assert len(texts) == 21
    for text in texts:
        box = text.bounding_box()
        assert box is not None
        assert box["x"] >= plot["x"] - 1, text.text_content()
        assert box["x"] + box["width"] <= plot["x"] + plot["width"] + 1, text.text_content()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_address_of_the_feed_is_answered_beside_the_page(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/milestones", lang="es"))
    idle(page)
    feed = page.locator(".to-copy pre").inner_text()
    assert feed == f"{rehearsal.url}/calendar.ics?lang=es"
    with urlopen(feed, timeout=10) as answer:
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert len(list(Calendar.from_ical(answer.read()).walk("VEVENT"))) == 10


def test_one_milestone_is_saved_as_a_calendar_file(rehearsal: Server, page: Page, watch: Watch) -> None:
    page.goto(rehearsal.address("/milestones", lang="en", milestone="M7"))
    idle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=".ics").click()
    assert download.value.suggested_filename == "road-to-lampedusa-rehearsal-M7.ics"
    (event,) = Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
    assert event["dtstart"].to_ical() == b"20211117T130000Z"
    # Chromium calls a request that became a download aborted.
    watch.faults[:] = [fault for fault in watch.faults if "/media/" not in fault]


def test_a_step_on_the_road_leads_to_its_milestone(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/", lang="en"))
    idle(page)
    page.get_by_role("button", name="World Council").click()
    page.wait_for_url(lambda url: "/milestones" in url and "milestone=M7" in url)
    idle(page)
    expect(page.get_by_role("heading", name="World Council", level=1)).to_be_in_viewport()
