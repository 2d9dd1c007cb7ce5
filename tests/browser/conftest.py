"""The dashboard in Chromium: a browser a module, a server a worker, a watched page a test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.harness import REHEARSAL, Server, Watch, chromium, serve


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium; Playwright's event loop would be in the way of other tests if it outlived the module."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The dashboard over the embedded sample."""
    with serve() as running:
        yield running


@pytest.fixture(scope="session")
def rehearsal() -> Iterator[Server]:
    """The dashboard over the rehearsal workbook."""
    with serve({"ROAD_WORKBOOK": str(REHEARSAL)}) as running:
        yield running


@pytest.fixture
def start() -> Iterator[Callable[..., Server]]:
    """``start(ROAD_WORKBOOK=...)``: a freshly started dashboard with this environment, until the test ends."""
    with ExitStack() as servers:
        yield lambda **environment: servers.enter_context(serve(environment))


@pytest.fixture
def watch() -> Watch:
    """What goes wrong on the test's pages; a test that provokes a fault takes it off the list."""
    return Watch()


@pytest.fixture
def open_page(browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """``open_page(**context)``: a watched page of a new visitor, 1280 x 720 unless said otherwise.

    Fails the test for a console error, a failed request, or a request to another machine.
    """
    with ExitStack() as visitors:

        def opened(**wishes: object) -> Page:
            context = browser.new_context(
                **{"viewport": {"width": 1280, "height": 720}, "locale": "en", "reduced_motion": "reduce", **wishes}
            )
            visitors.callback(context.close)
            page = context.new_page()
            watch.over(page)
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
