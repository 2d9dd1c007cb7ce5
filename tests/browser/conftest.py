"""The dashboard in Chromium: a browser and a server a worker, a watched page a test."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, ViewportSize

from tests.browser.harness import FOR_SHORT_VISITS, REHEARSAL, Server, Watch, chromium, serve


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A Chromium; Playwright's event loop would be in the way of other tests if it outlived this folder."""
    with chromium(FOR_SHORT_VISITS) as running:
        yield running


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The dashboard over the embedded sample."""
    with serve(forked=True) as running:
        yield running


@pytest.fixture(scope="session")
def rehearsal() -> Iterator[Server]:
    """The dashboard over the rehearsal workbook."""
    with serve({"ROAD_WORKBOOK": str(REHEARSAL)}, forked=True) as running:
        yield running


@pytest.fixture
def start() -> Iterator[Callable[..., Server]]:
    """``start(ROAD_WORKBOOK=...)``: a freshly started dashboard with this environment, until the test ends."""
    with ExitStack() as servers:
        yield lambda **environment: servers.enter_context(serve(environment, forked=True))


@pytest.fixture
def watch() -> Watch:
    """What goes wrong on the test's pages; a test that provokes a fault takes it off the list."""
    return Watch()


_VIEWPORT: ViewportSize = {"width": 1280, "height": 720}
_USUAL = {"locale": "en", "reduced_motion": "reduce"}


class Visitors:
    """Pages that go from test to test: one that was open before has Streamlit's scripts at hand, which is most of the
    work of opening it. What a visitor leaves behind, cookies and the page's own store, is swept away between two.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[Page]] = {}

    def come(self, wishes: Mapping[str, Any]) -> Page:
        """A page of a visitor with these wishes for the browser's context, new or at leisure."""
        free = self._free.setdefault(repr(sorted(wishes.items())), [])
        return free.pop() if free else self._browser.new_context(**{**_USUAL, **wishes}).new_page()

    def leave(self, page: Page, wishes: Mapping[str, Any]) -> None:
        """The page is at leisure again, and remembers nothing; one that does not answer goes for good."""
        try:
            if page.url.startswith("http"):
                page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
            page.goto("about:blank")
        except Error:
            page.context.close()
            return
        page.context.clear_cookies()
        for other in page.context.pages:
            if other != page:
                other.close()
        page.emulate_media(
            media="null", **{name: wishes.get(name, "null") for name in ("color_scheme", "forced_colors")}
        )
        self._free[repr(sorted(wishes.items()))].append(page)


@pytest.fixture(scope="package")
def visitors(browser: Browser) -> Visitors:
    """The visitors of a worker."""
    return Visitors(browser)


@pytest.fixture
def open_page(browser: Browser, visitors: Visitors, watch: Watch) -> Iterator[Callable[..., Page]]:
    """``open_page(**context)``: a watched page of a visitor without a past, 1280 x 720 unless said otherwise.

    ``fresh=True`` where the browser itself must never have seen the dashboard, or the test does to its page what cannot
    be undone. Fails the test for a console error, a failed request, or a request to another machine.
    """
    with ExitStack() as leaving:

        def opened(*, fresh: bool = False, viewport: ViewportSize = _VIEWPORT, **wishes: Any) -> Page:  # noqa: ANN401 - the browser's own names
            if fresh:
                context = browser.new_context(**{"viewport": viewport, **_USUAL, **wishes})
                leaving.callback(context.close)
                page = context.new_page()
            else:
                # A phone lays out by its own viewport; any other follows the window.
                kept = {"viewport": viewport, **wishes} if "is_mobile" in wishes else wishes
                page = visitors.come(kept)
                page.set_viewport_size(viewport)
                leaving.callback(visitors.leave, page, kept)
            leaving.callback(watch.over(page))
            return page

        yield opened
    assert watch.faults == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A watched page of a new visitor who reads English."""
    return open_page()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here opens Chromium."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")
