"""The stand-in answers gspread as Google does: shapes, types, quoted titles, errors, tokens."""

from collections.abc import Iterator
from typing import Any

import gspread
import pytest
import requests

from data.sources import FailureKind, SourceError
from data.sources.google import PatientClient, credentials_of
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.spreadsheet import Spreadsheet, Tab


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    tabs = [
        Tab(0, "Inputs", [["id", "when"], ["C1", 44320.5], [], ["", True, "#N/A"]]),
        Tab(12, "It's ours", [["x"]], hidden=True),
        Tab(13, "Empty", []),
    ]
    with SheetsServer(Spreadsheet(tabs=tabs)) as running:
        yield running


@pytest.fixture
def client(server: SheetsServer) -> gspread.Client:
    """gspread as anybody uses it, but for the host."""

    def to_server(auth: Any, session: Any) -> PatientClient:  # noqa: ANN401 - as gspread calls it
        return PatientClient(auth, api_base=server.address)

    credentials: Any = credentials_of(server.account)
    return gspread.Client(credentials, http_client=to_server)  # pyright: ignore[reportArgumentType] - a factory does


def test_gspread_opens_lists_and_reads(client: gspread.Client, server: SheetsServer) -> None:
    opened = client.open_by_key(server.spreadsheet.key)
    assert (opened.title, opened.locale, opened.timezone) == ("Road to Lampedusa", "en_GB", "Europe/Madrid")
    assert [(tab.title, tab.id, tab.isSheetHidden) for tab in opened.worksheets()] == [
        ("Inputs", 0, False),
        ("It's ours", 12, True),
        ("Empty", 13, False),
    ]
    assert opened.worksheet("It's ours").get_all_values() == [["x"]]
    assert opened.worksheet("Empty").get_all_values() == [[]]


def test_rows_come_ragged_and_unformatted(client: gspread.Client, server: SheetsServer) -> None:
    answer = client.http_client.values_batch_get(
        server.spreadsheet.key, ["'Inputs'", "'Inputs'!A2:B2", "'Empty'"], {"valueRenderOption": "UNFORMATTED_VALUE"}
    )
    whole, part, empty = answer["valueRanges"]
    assert whole["values"] == [["id", "when"], ["C1", 44320.5], [], ["", True, "#N/A"]]
    assert (part["range"], part["values"]) == ("Inputs!A2:B2", [["C1", 44320.5]])
    assert empty == {"range": "Empty!A1:Z1000", "majorDimension": "ROWS"}


def test_one_missing_worksheet_fails_the_whole_batch(client: gspread.Client, server: SheetsServer) -> None:
    with pytest.raises(SourceError) as refused:
        client.http_client.values_batch_get(server.spreadsheet.key, ["'Inputs'", "'Nothing'"])
    assert (refused.value.kind, refused.value.status) == (FailureKind.BAD_REQUEST, 400)


def test_an_unknown_field_of_a_mask_is_refused(client: gspread.Client, server: SheetsServer) -> None:
    with pytest.raises(SourceError) as refused:
        client.http_client.fetch_sheet_metadata(server.spreadsheet.key, {"fields": "sheets(properties(colour))"})
    assert refused.value.status == 400


def test_nothing_is_given_without_a_token(server: SheetsServer) -> None:
    address = f"{server.address}/v4/spreadsheets/{server.spreadsheet.key}"
    for headers in ({}, {"Authorization": "Bearer made-up"}):
        answer = requests.get(address, headers=headers, timeout=5)
        assert (answer.status_code, answer.json()["error"]["status"]) == (401, "UNAUTHENTICATED")


def test_a_token_needs_a_signed_claim(server: SheetsServer) -> None:
    answer = requests.post(f"{server.address}/token", data={"assertion": "a.b.c"}, timeout=5)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
