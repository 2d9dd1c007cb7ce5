"""A local stand-in for Google Sheets, and the source that reads it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from data.grid import CellError, Grid
from data.sources.google import GoogleSource, Patience, credentials_of
from tests.sheets_server.key import throwaway_key
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.spreadsheet import spreadsheet_of

QUICK = Patience(connect=5.0, read=2.0, deadline=60.0, first_wait=0.005)
"""Short waits between tries, and time enough for an answer on a busy machine."""

IMPATIENT = Patience(connect=5.0, read=0.15, deadline=0.5, first_wait=0.005)
"""Bounds that a test can wait for, once what has to succeed has succeeded."""

GRIDS = (
    Grid(
        "Milestones",
        [["id", "title", "due"], ["M1", "First session", 44334], ["M2", "Launch", "2021-12"]],
        gid=0,
    ),
    Grid(
        "Contributions",
        [
            ["A consultation"],
            [],
            ["id", "received_on", "contributor", "question", None, "note"],
            ["C1", 44320.5, "Ville de l’Été", 1, None, CellError("#REF!")],
            [75001, None, "x", True, 1.5],
        ],
        merged=("A1:C1", "F4:F5"),
        hidden_rows=frozenset({4}),
    ),
    Grid("It's Sections", [["code"], ["EUR"]], hidden=True),
    Grid("Charter", []),
)


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer(spreadsheet_of(GRIDS, locale="fr_FR")) as running:
        yield running


@pytest.fixture(scope="session")
def credentials() -> Any:  # noqa: ANN401 - google-auth is not typed
    """Credentials of the throwaway key; to check its primes takes longer than most tests."""
    return credentials_of(throwaway_key().fields("http://127.0.0.1:9"))


@pytest.fixture
def open_google(server: SheetsServer, credentials: Any) -> Callable[..., GoogleSource]:  # noqa: ANN401 - as above
    """Make a source over the local server; more arguments go to ``GoogleSource``."""

    def opened(**options: object) -> GoogleSource:
        given: dict[str, Any] = {"api_base": server.address, "patience": QUICK, **options}
        return GoogleSource(server.spreadsheet.key, credentials.with_token_uri(f"{server.address}/token"), **given)

    return opened


@pytest.fixture
def google(open_google: Callable[..., GoogleSource]) -> GoogleSource:
    return open_google()
