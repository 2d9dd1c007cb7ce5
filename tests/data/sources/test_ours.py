"""Only worksheets of ours are asked for and handed over; one that is missing is looked for at every reading."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from openpyxl import Workbook as Writing

from data.config import Config, open_source
from data.grid import Choice, Grid
from data.reading.ours import choose
from data.shape import WORKSHEETS
from data.sources.file import read_file
from data.sources.google import GoogleSource
from data.sources.kept import Kept
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.spreadsheet import Tab

Opener = Callable[..., GoogleSource]
OURS = [sheet.name for sheet in WORKSHEETS if not sheet.only_overrides]
SALARY = "ONE HUNDRED THOUSAND"
FOREIGN = [Tab(900 + place, f"Salaries {place}", [["name", "pay"], ["x", SALARY]]) for place in range(120)]
READERS = Tab(800, "Readers", [["address"], ["reader@example.org"]], hidden=True)


def _tabs() -> list[Tab]:
    return [Tab(place, title, [["id"], [title]]) for place, title in enumerate(OURS)]


def _titles(source: GoogleSource) -> list[str]:
    return [grid.title for grid in source.read().grids]


def test_foreign_and_private_tabs_are_neither_fetched_nor_kept_and_ours_are_found_behind_them(
    server: SheetsServer, open_google: Opener, tmp_path: Path
) -> None:
    server.spreadsheet.tabs[:] = [*FOREIGN, READERS, *_tabs()]
    source = open_google(choose=choose)
    workbook = source.read()
    assert [grid.title for grid in workbook.grids] == OURS
    asked = " ".join(unquote(asked.path) for asked in server.asked)
    assert "Contributions" in asked
    assert "Salaries" not in asked
    assert "Readers" not in asked
    Kept(tmp_path, source.spreadsheet).keep(workbook, datetime(2021, 5, 21, tzinfo=UTC))
    kept = " ".join(path.read_text("utf-8") for path in tmp_path.iterdir())
    assert "Contributions" in kept
    assert not [word for word in (SALARY, "Salaries", "reader@example.org", "Readers") if word in kept]


def test_a_tab_known_from_an_earlier_reading_is_not_read_because_it_was_once(
    server: SheetsServer, open_google: Opener
) -> None:
    server.spreadsheet.tabs[:] = [FOREIGN[0], *_tabs()]
    everything = open_google().read()
    source = open_google(choose=choose)
    source.recall(everything)
    assert _titles(source) == OURS
    assert source.read().missing == ()


def test_a_worksheet_of_ours_that_becomes_private_is_not_read(server: SheetsServer, open_google: Opener) -> None:
    server.spreadsheet.tabs[:] = _tabs()
    source = open_google(choose=choose)
    source.read()
    server.spreadsheet.tab("Charter").title = "Readers"
    workbook = source.read()
    assert "Charter" not in [grid.title for grid in workbook.grids]
    assert "Charter" in workbook.missing


@pytest.mark.parametrize("was_there", [False, True], ids=["added", "put back"])
def test_a_worksheet_that_was_missing_is_read_at_the_next_reading(
    was_there: bool, server: SheetsServer, open_google: Opener
) -> None:
    tabs = _tabs()
    server.spreadsheet.tabs[:] = tabs
    source = open_google(choose=choose)
    if was_there:
        assert "Charter" in _titles(source)
    server.spreadsheet.tabs[:] = [tab for tab in tabs if tab.title != "Charter"]
    assert "Charter" not in _titles(source)
    server.spreadsheet.tabs.append(Tab(77, "Charter", [["code"], ["B1"]]))
    assert "Charter" in _titles(source)
    server.forget_requests()
    _titles(source)
    assert server.counts() == {"values": 1}


def test_what_a_worksheet_of_ours_ties_to_us_is_read_at_once_and_in_one_request_from_then_on(
    server: SheetsServer, open_google: Opener
) -> None:
    server.spreadsheet.tabs[:] = [*_tabs(), *FOREIGN[:3], Tab(70, "Columns", [["worksheet"], ["Salaries 1"]])]

    def ties(titles: Sequence[str], columns: Grid | None = None) -> Choice:
        tied = {str(cell) for row in (columns.rows if columns else ()) for cell in row} & set(titles)
        return Choice(frozenset({*OURS, "Columns"} & set(titles)) | tied, columns="Columns")

    source = open_google(choose=ties)
    assert _titles(source) == [*OURS, "Salaries 1", "Columns"]
    server.forget_requests()
    assert _titles(source) == [*OURS, "Salaries 1", "Columns"]
    assert server.counts() == {"values": 1}
    server.spreadsheet.edit("Columns!A2", "Salaries 2")
    assert "Salaries 2" in _titles(source)


def test_a_file_hands_over_ours_alone(tmp_path: Path) -> None:
    written = Writing()
    for title in ("Salaries", "Contributions", "Readers", "Columns"):
        written.create_sheet(title).append(["worksheet", title])
    path = tmp_path / "road.xlsx"
    written.save(path)
    assert [grid.title for grid in open_source(Config(workbook=path)).read().grids] == ["Contributions", "Columns"]

    def ties(titles: Sequence[str], columns: Grid | None = None) -> Choice:
        return Choice(frozenset({"Salaries"} if columns else ()), columns="Columns")

    assert [grid.title for grid in read_file(path, ties).grids] == ["Salaries"]


def test_every_source_that_is_configured_chooses(server: SheetsServer) -> None:
    server.spreadsheet.tabs[:] = [FOREIGN[0], *_tabs()]
    account = json.loads(json.dumps(server.account))
    config = Config(spreadsheet=server.spreadsheet.key, service_account=account, api_base=server.address)
    assert [grid.title for grid in open_source(config).read().grids] == OURS
