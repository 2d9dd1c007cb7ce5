"""The pictures of README: ``python -m tests.browser.gallery`` takes them anew into ``docs/screenshots``.

They show the rehearsal workbook, which has late milestones and every decision. Ends with 1 when a page met a fault.
``shown.txt`` beside them is a digest of what they show, by which a test knows that they are out of date.
"""

import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import plotly.io
from PIL import Image
from playwright.sync_api import Browser

from components.charts.chart import Subject
from components.charts.declared import CHARTS
from data.figures.days import day_range
from data.reading import read
from data.sources.file import read_file
from data.words import NO_BREAK, words_of
from tests.browser.harness import ADDRESSES, REHEARSAL, ROOT, Server, chromium, serve
from tests.browser.shots import PHONE, picture
from tests.browser.trees import FOLDER as TREES

FOLDER = ROOT / "docs" / "screenshots"
SHOWN = FOLDER / "shown.txt"
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
        user_agent=PHONE if shot.width < 500 else None,
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


def shown() -> str:
    """A digest of the title and the findings of each page, of every chart and of the theme.

    A button more or a line of smaller print does not make a picture old.
    """
    parts = [(ROOT / ".streamlit" / "config.toml").read_text("utf-8")]
    for name in ADDRESSES:
        parts += re.findall(r"^ *- '?heading .*", (TREES / f"{name}.txt").read_text("utf-8"), re.MULTILINE)
    now = datetime.now(UTC)
    road = read(read_file(REHEARSAL), now=now)
    for chart in CHARTS:
        drawing = chart.drawing(Subject(road, day_range(road, now=now).last, words_of("en")))
        traces = drawing.figure.to_dict()["data"] if drawing.figure else []
        marks = [{name: part for name, part in trace.items() if "text" not in name} for trace in traces]
        parts += [chart.key, drawing.alt, plotly.io.to_json({"data": marks}, validate=False)]
    # Where a line ends in a chart is no news, nor what keeps a number with its noun.
    return sha256("\n".join(parts).replace(NO_BREAK, " ").encode()).hexdigest()


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
    SHOWN.write_text(shown() + "\n", "utf-8")
    for fault in faults:
        print(fault, file=sys.stderr)  # noqa: T201 - the tool's own output
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
