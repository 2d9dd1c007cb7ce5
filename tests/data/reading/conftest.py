"""Both sources, for what must read the same through either."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.reading import read
from data.road import Road
from data.sources.google import GoogleSource, credentials_of
from tests.data.reading.sheets import NOW, Rows, road_of, through_a_file, workbook
from tests.sheets_server.key import throwaway_key
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.spreadsheet import spreadsheet_of

Read = Callable[..., Road]


@pytest.fixture(scope="session")
def through_google() -> Iterator[Read]:
    """Read the sound workbook with worksheets replaced, as a Google spreadsheet on this machine."""
    with SheetsServer(spreadsheet_of(workbook().grids)) as server:
        credentials = credentials_of(throwaway_key().fields(server.address))

        def read_it(**changed: Rows | None) -> Road:
            server.spreadsheet = spreadsheet_of(workbook(**changed).grids)
            source = GoogleSource(server.spreadsheet.key, credentials, api_base=server.address)
            return read(source.read(), now=NOW)

        yield read_it


@pytest.fixture(params=["grids", "file", "google"])
def read_rows(request: pytest.FixtureRequest, tmp_path: Path, through_google: Read) -> Read:
    """Read the sound workbook with worksheets replaced: as grids, through a real file, through Google Sheets."""

    def through_file(**changed: Rows | None) -> Road:
        return read(through_a_file(tmp_path / "sheet.xlsx", **changed), now=NOW)

    return {"grids": road_of, "file": through_file, "google": through_google}[request.param]
