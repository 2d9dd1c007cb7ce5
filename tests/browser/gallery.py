"""The pictures of README: ``python -m tests.browser.gallery`` takes them anew into ``docs/screenshots``.

They show the rehearsal workbook, which has late milestones and every decision. Ends with 1 when a page met a fault.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser

from tests.browser.harness import ADDRESSES, REHEARSAL, ROOT, Server, chromium, serve
from tests.browser.shots import picture

FOLDER = ROOT / "docs" / "screenshots"
COLOURS = 128


@dataclass(frozen=True)
class Shot:
    """One picture; ``scale`` is pixels of the picture per pixel of the page."""

    file: str
    page: str
    language: str = "en"
    theme: str = "light"
    width: int = 1440
    height: int = 900
    scale: int = 1


SHOTS = (
    *(Shot(f"{name}.png", name) for name in ADDRESSES),
    Shot("road-fr-dark.png", "road", "fr", "dark", 1280, 720),
    Shot("road-phone.png", "road", width=390, height=844, scale=2),
    Shot("coverage-es-phone.png", "coverage", "es", width=390, height=844, scale=2),
)


def take(shot: Shot, browser: Browser, server: Server, file: Path) -> list[str]:
    """Take one picture into ``file``; returns the faults met."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        device_scale_factor=shot.scale,
        color_scheme="dark" if shot.theme == "dark" else "light",
        locale=shot.language,
        reduced_motion="reduce",
    )
    address = server.address(ADDRESSES[shot.page], lang=shot.language)
    try:
        return picture(context.new_page(), address, file, whole=False)
    finally:
        context.close()


def compact(source: Path, target: Path) -> None:
    """Keep a picture with few colours, as its page has."""
    with Image.open(source) as whole:
        few = whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(target, optimize=True)


def main() -> int:
    """Take every picture anew; 1 when a page met a fault."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    with (
        TemporaryDirectory() as folder,
        serve({"ROAD_WORKBOOK": str(REHEARSAL)}) as server,
        chromium() as browser,
    ):
        for shot in SHOTS:
            raw = Path(folder) / shot.file
            faults += take(shot, browser, server, raw)
            compact(raw, FOLDER / shot.file)
            print(FOLDER / shot.file)  # noqa: T201 - the tool's own output
    for fault in faults:
        print(fault, file=sys.stderr)  # noqa: T201 - the tool's own output
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
