"""``docs/nginx.conf`` before two processes, in Debian's nginx: one visitor, one process, until that process ends."""

import asyncio
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
import websockets
from playwright.sync_api import Page, expect
from websockets.sync.client import connect

from bench.visitors import Record, crowd
from tests.browser.harness import ADDRESSES, REHEARSAL, Server, Watch, idle, serve
from tests.browser.nginx import CONFIGURED, nginx_before, trusting
from tests.certificate import self_signed

pytestmark = pytest.mark.nginx

VISITORS = 24
BACK_WITHIN_S = 15


@dataclass(frozen=True)
class Visit:
    """One request as nginx saw it; ``process`` is where it went, the last one where several were tried."""

    visitor: str
    process: str
    status: int
    path: str


@dataclass(frozen=True)
class Balanced:
    """Two processes and the address before them."""

    front: Server
    behind: dict[str, Server]
    log: Path

    def visits(self) -> list[Visit]:
        """What was asked so far, a websocket once it has ended."""
        found = []
        for line in self.log.read_text("utf-8").splitlines():
            visitor, *processes, status, path = line.split(" ")
            found.append(Visit(visitor, processes[-1], int(status), path))
        return found


@pytest.fixture(scope="module")
def balanced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Balanced]:
    """Two dashboards over the rehearsal workbook behind one nginx. The last test of the file ends one of them."""
    with ExitStack() as running:
        servers = [running.enter_context(serve({"ROAD_WORKBOOK": str(REHEARSAL)})) for _ in CONFIGURED]
        behind = {server.url.removeprefix("http://"): server for server in servers}
        front = running.enter_context(nginx_before(tmp_path_factory.mktemp("balanced"), list(behind)))
        yield Balanced(front, behind, front.log)


def test_with_a_certificate_the_page_comes_over_http_2_and_its_websocket_too(
    tmp_path: Path, server: Server, open_page: Callable[..., Page]
) -> None:
    certificate = self_signed(tmp_path)
    behind = server.url.removeprefix("http://")
    with nginx_before(tmp_path, (behind, behind), certificate) as front:
        with urlopen(front.address("/"), context=trusting(certificate)) as answer:
            assert "max-age=" in answer.headers["Strict-Transport-Security"]
            assert answer.headers["Set-Cookie"].endswith("SameSite=Lax; Secure")
        page = open_page(ignore_https_errors=True)
        page.goto(front.address("/text", lang="fr"))
        idle(page)
        over = page.evaluate("performance.getEntries().map(entry => entry.nextHopProtocol).filter(Boolean)")
        assert set(over) == {"h2"}
        assert page.get_by_test_id("stApp").get_attribute("data-test-connection-state") == "CONNECTED"


def test_a_visitor_stays_with_one_process_on_every_page(balanced: Balanced, page: Page) -> None:
    for path in ADDRESSES.values():
        page.goto(balanced.front.address(path, lang="fr", asof="2021-09-30"))
        idle(page)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    cookie = next(cookie for cookie in page.context.cookies() if cookie.get("name") == "road_visitor")
    page.goto("about:blank")
    mine = [visit for visit in balanced.visits() if visit.visitor == cookie.get("value")]
    # The very first request brings no cookie yet.
    assert {visit.path for visit in mine} >= {*ADDRESSES.values(), "/_stcore/stream"} - {"/"}
    assert any(visit.path.startswith("/static/") for visit in mine)
    assert len({visit.process for visit in mine}) == 1


def test_visitors_without_a_cookie_spread_and_what_is_private_is_closed(balanced: Balanced) -> None:
    for visitor in range(40):
        with urlopen(Request(balanced.front.address("/"), headers={"User-Agent": f"visitor {visitor}"})) as answer:
            assert answer.headers["Set-Cookie"].startswith("road_visitor=")
    assert {visit.process for visit in balanced.visits() if visit.path == "/"} == set(balanced.behind)
    with pytest.raises(OSError, match="404"):
        urlopen(balanced.front.address("/_stcore/metrics"))


def test_static_files_stay_compressed_and_cached(balanced: Balanced) -> None:
    address = balanced.front.address("/app/static/topojson/world_110m.json")
    with urlopen(Request(address, headers={"Accept-Encoding": "br, gzip"})) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert "max-age" in answer.headers["Cache-Control"]


def test_the_websocket_is_taken_under_the_sites_own_name_and_under_no_other(balanced: Balanced) -> None:
    port = urlsplit(balanced.front.url).port

    def shakes_hands(host: str, origin: str) -> bool:
        try:
            with connect(
                f"ws://{host}/_stcore/stream",
                origin=websockets.Origin(origin),
                sock=socket.create_connection(("127.0.0.1", port), timeout=10),
            ):
                return True
        except websockets.InvalidStatus:
            return False

    assert shakes_hands("road.example.org", "https://road.example.org")
    assert not shakes_hands("road.example.org", "https://elsewhere.example.net")


def test_a_process_killed_under_load_gives_its_visitors_back_the_same_picture(
    balanced: Balanced, open_page: Callable[..., Page], watch: Watch
) -> None:
    records: list[Record] = []
    others = len(balanced.visits())

    def load() -> None:
        records.append(
            asyncio.run(
                crowd(balanced.front, visitors=VISITORS, seconds=BACK_WITHIN_S + 2, arrives_s=2, pause_s=(1, 3))
            )
        )

    page = open_page()
    page.goto(balanced.front.address("/contributions", lang="fr", asof="2021-09-30", section="africa"))
    idle(page)
    main = page.get_by_test_id("stMain")
    before = (page.url, page.title(), main.inner_text())
    cookie = next(cookie for cookie in page.context.cookies() if cookie.get("name") == "road_visitor")
    process = next(visit.process for visit in balanced.visits() if visit.visitor == cookie.get("value"))
    bureau = threading.Thread(target=load)
    bureau.start()
    page.wait_for_timeout(4000)

    os.kill(balanced.behind[process].pid, signal.SIGKILL)
    killed = time.monotonic()
    page.wait_for_selector('[data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])')
    page.wait_for_selector('[data-testid="stApp"][data-test-connection-state="CONNECTED"]')
    idle(page, patience_s=BACK_WITHIN_S)
    assert time.monotonic() - killed < BACK_WITHIN_S
    assert (page.url, page.title(), main.inner_text()) == before

    # The page is alive, not only still there: another page of the same day opens.
    page.get_by_test_id("stTopNavLink").nth(1).click()
    idle(page)
    assert "asof=2021-09-30" in page.url
    bureau.join()
    (record,) = records
    # Those of the process that went lost their websocket, which is all that a visitor without a browser can see.
    assert 0 < len(record.errors) < VISITORS
    assert all(error.startswith("ConnectionClosed") for error in record.errors)
    survivor = next(address for address in balanced.behind if address != process)
    visits = balanced.visits()[others:]
    assert {visit.status for visit in visits if visit.process == survivor} <= {101, 200, 304, 404}
    assert not [visit for visit in visits if visit.status >= 500]
    watch.faults[:] = [fault for fault in watch.faults if "WebSocket" not in fault]
