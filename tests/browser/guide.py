"""The pictures of docs/connecting.md: ``python -m tests.browser.guide`` takes them anew into ``docs/connecting``.

Three sheets that people already have, each as a spreadsheet shows its worksheets and as The sheet shows what is read of
it. Ends with 1 when a page met a fault.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from playwright.sync_api import Browser, Locator

from tests.browser.gallery import compact
from tests.browser.harness import ROOT, Watch, chromium, idle, serve
from tests.data.reading.sheets import SOUND

FOLDER = ROOT / "docs" / "connecting"
WIDTH, HEIGHT = 1280, 3000
"""As high as the longest of these pages: nothing scrolls under what stands at the top."""
CELL_CHARACTERS = 34

Rows = Sequence[Sequence[str | None]]

SETTINGS: Rows = [["key", "value"], ["reporting_date", "2021-05-21"], ["illustrative", "yes"]]
FORM: Rows = [
    ["Timestamp", "Name of your city or organisation", "Country", "What?", "A phone number", "Decision", "Decided on"],
    ["2021-05-04 14:03:21", "Town of A", "Italy", "Housing for all who arrive", "06 12 34", "partly", "2021-05-18"],
    ["2021-05-05 09:12:07", "City of B", "Senegal", "A say in budgets", "06 12 35", None, None],
    ["2021-05-06 18:40:55", "Network C", "Brazil", "Safe ways for the young", "06 12 36", None, None],
]
DECIDIM: Rows = [
    ["id", "component/id", "title/en", "body/en", "scope/name/en", "state", "answer/en", "published_at", "reference"],
    *(
        [number, "44", title, text, scope, state, answer, f"2021-05-0{day}", f"CITY-PROP-2021-{number}"]
        for number, title, text, scope, state, answer, day in (
            ("101", "Shade", "Trees in every street", "Africa", "accepted", "Merged with clause 3", 4),
            ("102", "Water", "Fountains in every park", "Europe", "evaluating", None, 5),
            ("103", "Work", "Permits within a month", "Latin America", "withdrawn", None, 6),
        )
    ),
]
OWN: Rows = [
    ["Nr", "Arrived", "Who says so", "From where", "What they say", "Phone"],
    ["1", "2021-05-04", "Town of A", "Italy", "Housing for all who arrive", "06 12 34"],
    ["2", "2021-05-05", "City of B", "Senegal", "A say in budgets", "06 12 35"],
]
TIES: Rows = [
    ["Worksheet", "Reads as", "Their header", "Our column"],
    ["Inputs 2021", "Contributions", "Nr", "Id"],
    ["Inputs 2021", "Contributions", "Arrived", "Received on"],
    ["Inputs 2021", "Contributions", "Who says so", "Contributor"],
    ["Inputs 2021", "Contributions", "From where", "Country"],
    ["Inputs 2021", "Contributions", "What they say", "Q1"],
]


@dataclass(frozen=True)
class Way:
    """One way to connect: its worksheets beside Milestones and Questions, those drawn, and whether all is tied yet."""

    name: str
    worksheets: Mapping[str, Rows]
    drawn: Sequence[str]


WAYS = (
    Way("form", {"Form Responses 1": FORM}, ("Form Responses 1",)),
    Way("decidim", {"Decidim": DECIDIM}, ("Decidim",)),
    Way("own-sheet", {"Inputs 2021": OWN}, ("Inputs 2021",)),
    Way("own-sheet-tied", {"Inputs 2021": OWN, "Columns": TIES}, ("Columns",)),
)


def workbook(way: Way, path: Path) -> Path:
    """The sheet of a way as a file."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    common = {name: SOUND[name] for name in ("Milestones", "Questions", "Sections", "Charter")}
    for title, rows in {**way.worksheets, **common, "Settings": SETTINGS}.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def grid(title: str, rows: Rows) -> str:
    """A worksheet as a spreadsheet shows it: letters above, numbers beside, its title in a tab below."""

    def cells(row: Sequence[str | None]) -> str:
        shown = ((cell or "")[:CELL_CHARACTERS] for cell in row)
        return "".join(f"<td>{escape(cell)}</td>" for cell in shown)

    letters = "".join(f"<th>{chr(ord('A') + place)}</th>" for place in range(len(rows[0])))
    body = "".join(f"<tr><th>{number}</th>{cells(row)}</tr>" for number, row in enumerate(rows, 1))
    return f"""<style>
        body {{ margin: 0; background: #fff; font: 15px sans-serif; color: #1f1f1f; }}
        #grid {{ display: inline-block; padding: 10px; }}
        table {{ border-collapse: collapse; }}
        td, th {{ border: 1px solid #c7c7c7; padding: 5px 9px; text-align: left; white-space: nowrap; }}
        th {{ background: #f1f3f4; font-weight: 400; text-align: center; }}
        tr:nth-child(2) td {{ font-weight: 600; }}
        p {{ display: inline-block; margin: 8px 0 0; padding: 4px 14px; background: #e6effc; color: #174ea6; }}
    </style><div id=grid><table><tr><th></th>{letters}</tr>{body}</table><p>{escape(title)}</p></div>"""


def take(way: Way, browser: Browser, folder: Path) -> list[str]:
    """The pictures of one way; returns the faults met."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="en", reduced_motion="reduce")
    # The first page of a server that has just started may take its time.
    context.set_default_timeout(120_000)
    page, watch = context.new_page(), Watch()
    for title in way.drawn:
        page.set_content(grid(title, way.worksheets[title]))
        _keep(page.locator("#grid"), f"{way.name}-{title.split()[0].lower()}.png", folder)
    with serve({"ROAD_WORKBOOK": str(workbook(way, folder / f"{way.name}.xlsx"))}) as server:
        watch.over(page)
        page.goto(server.address("/sheet", lang="en"))
        idle(page)
        for summary in page.locator(".st-key-not_read summary").all():
            summary.click()
        idle(page)
        heading = page.get_by_role("heading", name="What was read", exact=True)
        column = page.get_by_test_id("stColumn").filter(has=heading).last
        _keep(column, f"{way.name}-read.png", folder)
        # Before its server ends: an open page asks for more.
        context.close()
    return [f"{way.name}: {fault}" for fault in watch.faults]


def _keep(shown: Locator, file: str, folder: Path) -> None:
    shown.screenshot(path=folder / file)
    compact(folder / file, FOLDER / file)
    print(FOLDER / file)  # noqa: T201 - the tool's own output


def main() -> int:
    """Take every picture anew; 1 when a page met a fault."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, chromium() as browser:
        faults = [fault for way in WAYS for fault in take(way, browser, Path(folder))]
    for fault in faults:
        print(fault, file=sys.stderr)  # noqa: T201 - the tool's own output
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
