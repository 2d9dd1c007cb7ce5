"""``docs/nginx.conf`` before two processes, in Debian's nginx: one visitor, one process, until that process ends."""

import asyncio
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
import websockets
from playwright.sync_api import Page, expect
from websockets.sync.client import connect

from bench.visitors import Record, crowd
from tests.browser.harness import ADDRESSES, REHEARSAL, ROOT, Server, Watch, free_port, idle, serve
from tests.certificate import self_signed

pytestmark = pytest.mark.nginx

CONFIGURED = ("127.0.0.1:8501", "127.0.0.1:8502")
VISITORS = 24
BACK_WITHIN_S = 15
# Debian keeps nginx where only root looks; make test unpacks it into the environment where there is none.
NGINX_PATH = os.pathsep.join(
    (os.environ.get("PATH", ""), "/usr/sbin", f"{Path(sys.executable).parent.parent}/nginx/usr/sbin")
)

AROUND = """
daemon off;
master_process off;
pid nginx.pid;
error_log stderr;
events {{}}
http {{
    log_format visits '$cookie_road_visitor $upstream_addr $status $uri';
    access_log visits.log visits;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    {site}
}}
"""


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


def _site(port: int, processes: Sequence[str], certificate: Path | None = None) -> str:
    """The configuration as it is; for a certificate, made from it as docs/private.md says."""
    path = ROOT / "docs" / "nginx.conf"
    changed = [("\n    listen 80;", f"\n    listen 127.0.0.1:{port};")]
    site = path.read_text("utf-8")
    if certificate:
        told = re.search(r"`sed -i '([^']+)' road\.conf`", (ROOT / "docs" / "private.md").read_text("utf-8"))
        assert told
        site = subprocess.run(["sed", told[1], path], capture_output=True, text=True, check=True).stdout
        changed = [
            ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
            ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
            ("/etc/letsencrypt/live/road.example.org/fullchain.pem", str(certificate)),
            ("/etc/letsencrypt/live/road.example.org/privkey.pem", str(certificate)),
        ]
    for old, new in [*changed, *zip(CONFIGURED, processes, strict=True)]:
        assert site.count(old) == 1, old
        site = site.replace(old, new)
    return site


@contextmanager
def _nginx(folder: Path, processes: Sequence[str], certificate: Path | None = None) -> Iterator[Server]:
    """An nginx with our configuration before some processes, over TLS where it has a certificate."""
    port = free_port()
    with standing(folder, _site(port, processes, certificate), port, certificate=certificate) as front:
        yield front


@contextmanager
def standing(
    folder: Path, site: str, port: int, *, asked: str = "/_stcore/health", certificate: Path | None = None
) -> Iterator[Server]:
    """An nginx with the servers of ``site``, once ``asked`` answers on ``port``."""
    nginx = shutil.which("nginx", path=NGINX_PATH)
    assert nginx is not None, "nginx is missing: make test installs it"
    (folder / "nginx.conf").write_text(AROUND.format(site=site), "utf-8")
    process = subprocess.Popen([nginx, "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"])
    front = Server(f"http{'s' if certificate else ''}://127.0.0.1:{port}", folder / "visits.log", process.pid)
    try:
        deadline = time.monotonic() + 10
        while True:
            try:
                urlopen(front.address(asked), timeout=2, context=_trusting(certificate)).close()
                break
            except OSError:
                assert process.poll() is None, "nginx does not take its configuration"
                assert time.monotonic() < deadline, "nginx does not answer"
                time.sleep(0.05)
        yield front
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def balanced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Balanced]:
    """Two dashboards over the rehearsal workbook behind one nginx. The last test of the file ends one of them."""
    with ExitStack() as running:
        servers = [running.enter_context(serve({"ROAD_WORKBOOK": str(REHEARSAL)})) for _ in CONFIGURED]
        behind = {server.url.removeprefix("http://"): server for server in servers}
        front = running.enter_context(_nginx(tmp_path_factory.mktemp("balanced"), list(behind)))
        yield Balanced(front, behind, front.log)


def _trusting(certificate: Path | None) -> ssl.SSLContext | None:
    return ssl.create_default_context(cafile=certificate) if certificate else None


def test_with_a_certificate_the_page_comes_over_http_2_and_its_websocket_too(
    tmp_path: Path, server: Server, open_page: Callable[..., Page]
) -> None:
    certificate = self_signed(tmp_path)
    behind = server.url.removeprefix("http://")
    with _nginx(tmp_path, (behind, behind), certificate) as front:
        with urlopen(front.address("/"), context=_trusting(certificate)) as answer:
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
