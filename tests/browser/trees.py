"""Each page as a screen reader walks it: ``python -m tests.browser.trees`` writes the texts in ``trees/`` anew.

Read the difference before it is committed: it is what somebody who does not see the page is told otherwise from now on.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

from tests.browser.harness import ADDRESSES, REHEARSAL, Server, chromium, idle, serve

FOLDER = Path(__file__).with_name("trees")

# What differs from one reading of the sheet, server or day to the next.
_PASSING = (
    (re.compile(r"http://127\.0\.0\.1:\d+"), "SERVER"),
    (re.compile(r"\bread (just now|\d+ (?:second|minute)s? ago)"), "read AGE"),
    (re.compile(r"\d{1,2} [A-Z][a-z]+ 20(?!21)\d\d"), "TODAY"),
    (re.compile(r"\b\d{1,2}:\d\d\b"), "CLOCK"),
)


def tree(page: Page, server: Server, name: str) -> str:
    """The accessibility tree of the page ``name`` in English, over the rehearsal workbook; what passes is masked."""
    page.goto(server.address(ADDRESSES[name], lang="en"))
    idle(page)
    said = page.locator("body").aria_snapshot()
    for passing, mask in _PASSING:
        said = passing.sub(mask, said)
    return said + "\n"


@contextmanager
def without_a_past() -> Iterator[Server]:
    """The dashboard over the rehearsal workbook, read for the first time."""
    with TemporaryDirectory() as kept:
        environment = {"ROAD_WORKBOOK": str(REHEARSAL), "ROAD_CACHE_DIR": kept}
        with serve(environment, forked=True) as server:
            yield server


def main() -> None:
    """Write the tree of every page."""
    FOLDER.mkdir(exist_ok=True)
    with without_a_past() as server, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 720}, locale="en", reduced_motion="reduce")
        for name in ADDRESSES:
            (FOLDER / f"{name}.txt").write_text(tree(page, server, name), "utf-8")


if __name__ == "__main__":
    main()
