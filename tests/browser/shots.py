"""Pictures of the dashboard: ``python -m tests.browser.shots FOLDER --page road text --lang fr --theme dark``.

Starts the dashboard unless ``--url`` names one that runs. Files are called ``page-lang-theme-WIDTHxHEIGHT.png``. Prints
every fault the pages met, and ends with 1 when there was any.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import nullcontext
from itertools import product
from pathlib import Path
from urllib.parse import parse_qsl

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from data.languages import LANGUAGES
from tests.browser.harness import ADDRESSES, Server, Watch, chromium, grow, idle, serve

SIZES = ("1440x900", "1280x720", "390x844")
THEMES = ("light", "dark")
NARROW = 640
PHONE = "Mozilla/5.0 (Linux; Android 13) Chrome/120.0 Mobile Safari/537.36"
"""What a narrow picture is taken as: the map asks whether it is on a phone."""


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.shots", description="Pictures of the dashboard.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--page", nargs="+", default=list(ADDRESSES), metavar="NAME", help=", ".join(ADDRESSES))
    parser.add_argument("--lang", nargs="+", default=["en"], choices=LANGUAGES)
    parser.add_argument("--theme", nargs="+", default=["light"], choices=THEMES)
    parser.add_argument("--size", nargs="+", default=[SIZES[0]], metavar="WxH", help="for example " + " ".join(SIZES))
    parser.add_argument("--query", default="", help="more of the address: asof=2021-05-01&section=AFR")
    parser.add_argument("--workbook", type=Path, help="the workbook shown; default the embedded one")
    parser.add_argument("--url", help="a dashboard that runs already")
    parser.add_argument("--full", action="store_true", help="the whole page, not one screen of it")
    return parser.parse_args(argv)


def picture(page: Page, address: str, file: Path, *, whole: bool) -> list[str]:
    """Take one picture; returns the faults met."""
    watch = Watch()
    watch.over(page)
    page.goto(address)
    try:
        idle(page)
        if whole:
            grow(page)
    except TimeoutError as error:
        watch.faults.append(str(error))
    page.screenshot(path=file)
    return [f"{file.name}: {fault}" for fault in watch.faults]


def take(browser: Browser, server: Server, wanted: argparse.Namespace) -> list[str]:
    """Take the pictures asked for into ``wanted.folder``; returns the faults met, by picture."""
    faults: list[str] = []
    for size, theme, language in product(wanted.size, wanted.theme, wanted.lang):
        width, height = (int(part) for part in size.split("x"))
        context = browser.new_context(
            viewport={"width": width, "height": height},
            user_agent=PHONE if width < NARROW else None,
            color_scheme=theme,
            locale=language,
            reduced_motion="reduce",
        )
        for name in wanted.page:
            file = wanted.folder / f"{name}-{language}-{theme}-{size}.png"
            address = server.address(ADDRESSES.get(name, f"/{name}"), lang=language, **dict(parse_qsl(wanted.query)))
            started = time.monotonic()
            page = context.new_page()
            faults += picture(page, address, file, whole=wanted.full)
            page.close()
            print(f"{file}  {time.monotonic() - started:.1f} s")  # noqa: T201 - the tool's own output
        context.close()
    return faults


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tool; 1 when a page met a fault."""
    wanted = _arguments(argv)
    wanted.folder.mkdir(parents=True, exist_ok=True)
    environment = {"ROAD_WORKBOOK": str(wanted.workbook.resolve())} if wanted.workbook else {}
    running = nullcontext(Server(wanted.url.rstrip("/"), Path())) if wanted.url else serve(environment)
    try:
        with running as server, chromium() as browser:
            faults = take(browser, server, wanted)
    except (RuntimeError, FileNotFoundError, BrowserError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - the tool's own output
        return 1
    for fault in faults:
        print(fault, file=sys.stderr)  # noqa: T201 - the tool's own output
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
