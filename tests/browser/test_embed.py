"""A page in the frame of another site: live and by itself where that is allowed, not at all elsewhere."""

import html
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote, unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import ADDRESSES, REHEARSAL, Server, Watch, idle


class Site(BaseHTTPRequestHandler):
    """Another site, whose only page holds in a frame the address it is asked for."""

    def do_GET(self) -> None:
        body = b'<!doctype html><title>A site</title><iframe src="%s" width="1200" height="700"></iframe>' % (
            html.escape(unquote(urlsplit(self.path).query)).encode()
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    """The origin of another site on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as served:
        Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()


@pytest.mark.parametrize("name", ADDRESSES)
def test_an_embedded_page_stands_without_its_menu(name: str, rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address(ADDRESSES[name], embed="true", lang="fr"))
    idle(page)
    expect(page.get_by_test_id("stMain").get_by_role("heading").first).to_be_visible()
    expect(page.get_by_test_id("stTopNavLink")).to_have_count(0)
    expect(page.get_by_test_id("stToolbar")).to_have_count(0)
    assert "embed=true" in page.url
    assert "lang=fr" in page.url


def test_a_step_taken_in_the_frame_stays_in_it(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/", embed="true", lang="en"))
    idle(page)
    page.locator(".st-key-road_line button").first.click()
    page.wait_for_url("**/milestones?*")
    idle(page)
    assert "embed=true" in page.url
    expect(page.get_by_test_id("stTopNavLink")).to_have_count(0)


def test_a_site_that_is_named_shows_the_page_live(start: Callable[..., Server], site: str, page: Page) -> None:
    server = start(ROAD_WORKBOOK=str(REHEARSAL), ROAD_FRAME_ANCESTORS=f"https://www.example.org {site}")
    page.goto(f"{site}/page?{quote(server.address('/', embed='true', lang='en'))}")
    inside = page.frame_locator("iframe")
    expect(inside.locator(".st-key-road_line button").first).to_be_visible()
    inside.locator(".st-key-at_lang button", has_text="FR").click()
    expect(inside.locator("html[lang=fr]")).to_have_count(1)


def test_no_other_site_shows_it(rehearsal: Server, site: str, page: Page, watch: Watch) -> None:
    page.goto(f"{site}/page?{quote(rehearsal.address('/', embed='true', lang='en'))}")
    assert page.frames[1].url.startswith("chrome-error:")
    assert [fault for fault in watch.faults if "frame-ancestors" in fault]
    watch.faults.clear()
