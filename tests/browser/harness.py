"""A server of the dashboard, a Chromium to look at it, and a watch over what the page does meanwhile."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, WebSocket, expect, sync_playwright

from tests.browser import nursery

ROOT = Path(__file__).parent.parent.parent
GUARD = ROOT / "tests" / "guard"
SAMPLE = ROOT / "data" / "sample" / "road.xlsx"
REHEARSAL = ROOT / "data" / "sample" / "rehearsal.xlsx"

ADDRESSES = {
    "road": "/",
    "coverage": "/coverage",
    "milestones": "/milestones",
    "contributions": "/contributions",
    "text": "/text",
    "sheet": "/sheet",
}

TITLES = {
    "road": "The road",
    "coverage": "Regional coverage",
    "milestones": "Milestones",
    "contributions": "Contributions",
    "text": "Into the text",
    "sheet": "The sheet",
}

CHARTS = {"road": 0, "coverage": 1, "milestones": 1, "contributions": 3, "text": 2, "sheet": 0}
"""How many Plotly charts a page shows at least; the road draws its own line."""

CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The shell without a browser's own windows first: a page costs it some 40% less than the whole."""
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    # As most screens draw it; the shell alone would set letters some 4% wider.
    "--font-render-hinting=none",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FOR_SHORT_VISITS = "--js-flags=--no-opt,--no-maglev,--min-semi-space-size=32,--initial-heap-size=400"
"""Leaves out what a browser does for pages that stay open for hours, a tenth of its work; no measurement has it."""

# Streamlit's page looks for its own server under the deep link first; the two answers are harmless.
KNOWN_MISSING = ("/_stcore/health", "/_stcore/host-config")

# A page is idle when the script rests, nothing on it is stale or still to come, its fonts are there, every visible
# chart is drawn and nothing stands before it.
IDLE = """() => {
    if (document.getElementById('early-answer')) return false;
    const app = document.querySelector('[data-testid="stApp"]');
    if (!app || app.getAttribute('data-test-script-state') !== 'notRunning') return false;
    if (document.querySelector('[data-stale="true"]')) return false;
    for (const waiting of document.querySelectorAll(
        '[data-testid="stSkeleton"], [data-testid="stAppSkeleton"], [data-testid="stSpinner"]'
    )) if (waiting.getBoundingClientRect().width > 0) return false;
    // A chart whose width is not known yet.
    for (const frame of document.querySelectorAll('[data-testid="stFullScreenFrame"]:empty'))
        if (frame.getBoundingClientRect().width > 0) return false;
    for (const chart of document.querySelectorAll('[data-testid="stPlotlyChart"]'))
        if (chart.getBoundingClientRect().width > 0 && !chart.querySelector('.main-svg')) return false;
    return document.fonts.status === 'loaded';
}"""


def chromium_path() -> str:
    """The system's Chromium; FileNotFoundError where there is none."""
    for name in CHROMIUM_NAMES:
        if found := shutil.which(name):
            return found
    raise FileNotFoundError(
        "Chromium is missing: install Debian's package `chromium-headless-shell` or `chromium`, or put it on the PATH"
    )


@dataclass(frozen=True)
class Server:
    """A dashboard that runs on this machine."""

    url: str
    log: Path
    pid: int = 0

    def address(self, path: str, **query: str) -> str:
        """The full address of a page path such as ``/coverage`` with its query."""
        return self.url + path + (f"?{urlencode(query)}" if query else "")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _healthy(url: str) -> bool:
    try:
        with urlopen(f"{url}/_stcore/health", timeout=2) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False


@contextmanager
def serve(
    environment: Mapping[str, str] | None = None,
    *,
    script: str = "app.py",
    code: Path = ROOT,
    port: int = 0,
    patience_s: float = 60,
    forked: bool = False,
) -> Iterator[Server]:
    """Run the dashboard on a free port of 127.0.0.1 until the block ends; no ROAD_ variable but those given reaches it.

    ``script`` is another launcher to compare with, relative to the repository; ``code`` a copy of it, ``port`` one
    known before. ``forked`` is for whoever looks at what is served and not at how it starts: it comes from the nursery,
    at once (on Linux: other systems do not fork safely). Whatever the server asks for beyond this machine is refused,
    and an AssertionError in the end. Raises RuntimeError with the server's own words when it ends or stays unhealthy
    for ``patience_s`` seconds.
    """
    port = port or free_port()
    base = (environment or {}).get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")
    url = f"http://127.0.0.1:{port}" + (f"/{base}" if base else "")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("ROAD_", "STREAMLIT_"))}
    with TemporaryDirectory() as folder:
        log, left = Path(folder) / "server.log", Path(folder) / "left_for"
        log.touch()
        guard = {"PYTHONPATH": str(GUARD), "TESTS_LEFT_FOR": str(left)}
        told = {**inherited, **guard, **(environment or {})}
        listens = ("--server.address", "127.0.0.1", "--server.port", str(port), "--server.headless", "true")
        if forked and sys.platform == "linux":
            process = nursery.fork(nursery.streamlit, "run", script, *listens, environment=told, folder=code, log=log)
        else:
            with log.open("wb") as output:
                command = [sys.executable, "-m", "streamlit", "run", script, *listens]
                process = subprocess.Popen(command, cwd=code, env=told, stdout=output, stderr=subprocess.STDOUT)
        try:
            deadline = time.monotonic() + patience_s
            while not _healthy(url):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"the dashboard did not start:\n{log.read_text(errors='replace')}")
                time.sleep(0.1)
            yield Server(url, log, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        reached = left.read_text("utf-8").split() if left.exists() else []
        assert not reached, f"the dashboard reached beyond this machine: {reached}"


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """A headless Chromium of the system, with further ``flags``."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=[*CHROMIUM_FLAGS, *flags])
        try:
            yield browser
        finally:
            browser.close()


def idle(page: Page, *, patience_s: float = 30, calm_s: float = 0.3) -> None:
    """Wait until the page has been idle for ``calm_s`` seconds without a break; TimeoutError after ``patience_s``."""
    deadline = time.monotonic() + patience_s
    calm_since: float | None = None
    while True:
        now = time.monotonic()
        if not page.evaluate(IDLE):
            calm_since = None
        elif calm_since is None:
            calm_since = now
        elif now - calm_since >= calm_s:
            return
        if now > deadline:
            raise TimeoutError(f"{page.url} is not idle after {patience_s:.0f} s")
        page.wait_for_timeout(50)


def stands_in_its_frame(page: Page) -> None:
    """The page has its menu with six entries, one of them its own, and no sign of a failure."""
    links = page.get_by_test_id("stTopNavLink")
    expect(links).to_have_count(len(ADDRESSES))
    expect(page.locator('[data-testid="stTopNavLink"][aria-current="page"]')).to_have_count(1)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stDialog")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)


def choose_language(page: Page, language: str) -> None:
    """Another language in the session that is open."""
    page.get_by_role("radio", name=language.upper(), exact=True).click()
    page.wait_for_url(f"**lang={language}*")
    idle(page)


def grow(page: Page) -> None:
    """Make the viewport as high as the page's content: Streamlit scrolls its main element, not the document."""
    size = page.viewport_size
    assert size is not None, "the page has a viewport of its own"
    height: int = page.evaluate(
        """() => {
            const main = document.querySelector('[data-testid="stMain"]');
            return main ? window.innerHeight - main.clientHeight + main.scrollHeight : window.innerHeight;
        }"""
    )
    if height > size["height"]:
        page.set_viewport_size({"width": size["width"], "height": height})
        idle(page)


@dataclass
class Watch:
    """What went wrong on a page while it was watched: console errors, failed requests, requests off the machine."""

    faults: list[str] = field(default_factory=list)

    def over(self, page: Page) -> Callable[[], None]:
        """Watch this page from now on, until what is given back is called."""
        watched: dict[str, Callable[[Any], None]] = {
            "console": self._console,
            "pageerror": lambda error: self.faults.append(f"uncaught: {error}"),
            "request": self._request,
            "requestfailed": self._request_failed,
            "response": self._response,
            "websocket": self._websocket,
        }
        for event, note in watched.items():
            page.on(event, note)  # pyright: ignore[reportArgumentType, reportCallIssue] - one of its own names

        def rest() -> None:
            for event, note in watched.items():
                page.remove_listener(event, note)

        return rest

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _known_missing(message.location["url"]):
            self.faults.append(f"console: {message.text} ({message.location['url']})")

    def _request(self, request: Request) -> None:
        self._stays_here(request.url)

    def _request_failed(self, request: Request) -> None:
        # A page that is left gives up what it was still fetching for the next one; what is refused is answered.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url} ({request.failure})")

    def _websocket(self, websocket: WebSocket) -> None:
        self._stays_here(websocket.url)

    def _stays_here(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme not in ("data", "blob", "about") and address.hostname != "127.0.0.1":
            self.faults.append(f"left the machine: {url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not (response.status == 404 and _known_missing(response.url)):
            self.faults.append(f"answered {response.status}: {response.url}")


def _known_missing(url: str) -> bool:
    path = urlsplit(url).path
    return path.endswith(KNOWN_MISSING) and path not in KNOWN_MISSING
