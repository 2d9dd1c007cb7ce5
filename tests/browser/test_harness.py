"""The watch over a page sees what it should, and the wait for it does wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from tests.browser.harness import Watch, idle


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def _site(folder: Path, html: str) -> Iterator[str]:
    (folder / "index.html").write_text(f'<link rel="icon" href="data:,">{html}', encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<script>console.error('ouch')</script>", "console: ouch"),
        ("<script>throw new Error('ouch')</script>", "uncaught: ouch"),
        ("<img src='missing.png'>", "answered 404: "),
        ("<img src='/_stcore/health'>", "answered 404: "),
        ("<img src='http://elsewhere.invalid/x.png'>", "left the machine: http://elsewhere.invalid/x.png"),
    ],
)
def test_watch_sees_a_fault(html: str, fault: str, browser: Browser, tmp_path: Path) -> None:
    watch = Watch()
    with _site(tmp_path, html) as url, browser.new_page() as page:
        watch.over(page)
        page.goto(url)
        page.wait_for_timeout(100)
    assert any(seen.startswith(fault) for seen in watch.faults), watch.faults


def test_watch_is_silent_over_a_sound_page_and_the_two_known_answers(browser: Browser, tmp_path: Path) -> None:
    watch = Watch()
    html = "<img src='/coverage/_stcore/health'><img src='/coverage/_stcore/host-config'><p>fine</p>"
    with _site(tmp_path, html) as url, browser.new_page() as page:
        watch.over(page)
        page.goto(url)
        page.wait_for_timeout(100)
    assert watch.faults == []


def _app(inside: str, state: str = "notRunning") -> str:
    return f'<div data-testid="stApp" data-test-script-state="{state}">{inside}</div>'


@pytest.mark.parametrize(
    "html",
    [
        "<p>no app yet</p>",
        _app("", state="running"),
        _app('<div data-stale="true">old</div>'),
        _app('<div data-testid="stSkeleton">...</div>'),
        _app('<div data-testid="stPlotlyChart">not drawn</div>'),
    ],
)
def test_idle_waits(html: str, browser: Browser, tmp_path: Path) -> None:
    with _site(tmp_path, html) as url, browser.new_page() as page:
        page.goto(url)
        with pytest.raises(TimeoutError, match="not idle"):
            idle(page, patience_s=0.4, calm_s=0.1)


def test_idle_lets_a_finished_page_pass(browser: Browser, tmp_path: Path) -> None:
    drawn = '<div data-testid="stPlotlyChart"><svg class="main-svg"></svg></div>'
    hidden = '<div style="display: none"><div data-testid="stPlotlyChart"></div></div>'
    with _site(tmp_path, _app(drawn + hidden)) as url, browser.new_page() as page:
        page.goto(url)
        idle(page, patience_s=2, calm_s=0.1)
