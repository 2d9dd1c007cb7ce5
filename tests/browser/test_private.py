"""A private dashboard in a browser: in by the sign-in service, out by the list, by signing out, by an old cookie."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from components.words.admission import refusal
from data.access import Admitted
from data.words import words_of
from tests.browser.axe import violations
from tests.browser.harness import idle
from tests.sign_in import LATER, Private, private

FRENCH = words_of("fr")


@pytest.fixture
def dashboard(tmp_path: Path) -> Iterator[Private]:
    with private(tmp_path) as running:
        yield running


@pytest.fixture
def guest(browser: Browser) -> Iterator[Page]:
    """A visitor of a service whose own pages ask for files from elsewhere, which they do not get."""

    def here_alone(route: Route) -> None:
        route.continue_() if re.match(r"https?://127\.0\.0\.1[:/]", route.request.url) else route.abort()

    context = browser.new_context(locale="fr", reduced_motion="reduce", viewport={"width": 390, "height": 844})
    context.route("**/*", here_alone)
    yield context.new_page()
    context.close()


def _is_told(page: Page, admitted: Admitted, *, has_left: bool = False) -> None:
    said = refusal(admitted, FRENCH, address=LATER, has_left=has_left)
    expect(page.get_by_role("heading", level=1)).to_have_text(said.title, timeout=15_000)
    expect(page.locator("main")).to_contain_text(said.sentence)
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)
        assert violations(page) == []


@pytest.mark.slow(25)
def test_in_by_the_sign_in_service_and_out_again(dashboard: Private, guest: Page) -> None:
    page, wanted = guest, dashboard.server.address("/milestones", lang="fr")
    page.goto(wanted)
    _is_told(page, Admitted.STRANGER)
    page.get_by_role("link", name=FRENCH.say("Sign in"), exact=True).click()
    page.locator("input[name=sub]").fill(LATER)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(wanted)
    idle(page)

    # Calendar and feed: an address of one's own, until it is taken back.
    page.get_by_role("button", name=FRENCH.say("Make an address of your own")).first.click()
    address = page.locator(".to-copy pre").filter(has_text="/calendar.ics").inner_text()
    assert address.startswith(f"{dashboard.server.url}/calendar.ics?lang=fr&key=")
    with urlopen(address) as calendar:
        assert calendar.read().startswith(b"BEGIN:VCALENDAR")
    page.get_by_role("button", name=FRENCH.say("Cancel this address")).click()
    expect(page.get_by_role("button", name=FRENCH.say("Make an address of your own"))).to_have_count(2)
    with pytest.raises(HTTPError, match="403"):
        urlopen(address)

    # Taken off the list while looking; put back, all is as it was.
    dashboard.write(["*@city.example.org"])
    _is_told(page, Admitted.UNLISTED)
    assert page.url == wanted
    dashboard.write([LATER])
    page.wait_for_timeout(1100)
    page.reload()
    idle(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    # A second tab goes with the first one when its reader signs out.
    other = page.context.new_page()
    other.goto(wanted)
    idle(other)
    page.get_by_role("button", name=FRENCH.say("Signed in")).click()
    page.get_by_role("button", name=FRENCH.say("Sign out")).click()
    page.get_by_role("button", name="End session").click()
    _is_told(page, Admitted.STRANGER, has_left=True)
    _is_told(other, Admitted.STRANGER, has_left=True)
