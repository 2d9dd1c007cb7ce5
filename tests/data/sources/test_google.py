"""The source for Google: the real client over real HTTP, against a stand-in that fails on demand."""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from email.utils import formatdate
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from data.grid import Grid, Origin
from data.reading import read as read_road
from data.reading.ours import choose, link_places
from data.sources import FailureKind, SourceError
from data.sources.google import GoogleSource, Patience
from tests.data.reading.sheets import NOW
from tests.data.sources.conftest import GRIDS, IMPATIENT, QUICK
from tests.sheets_server.key import ThrowawayKey
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.spreadsheet import spreadsheet_of

Opener = Callable[..., GoogleSource]


def _refusal(source: GoogleSource) -> SourceError:
    with pytest.raises(SourceError) as refused:
        source.read()
    return refused.value


def test_cells_arrive_typed_ragged_and_at_their_own_places(google: GoogleSource, server: SheetsServer) -> None:
    read = google.read()
    assert [grid.title for grid in read.grids] == [grid.title for grid in GRIDS]
    assert [list(map(list, grid.rows)) for grid in read.grids] == [list(map(list, grid.rows)) for grid in GRIDS]
    assert [grid.gid for grid in read.grids] == [tab.gid for tab in server.spreadsheet.tabs]
    assert [grid.hidden for grid in read.grids] == [False, False, True, False]
    assert (read.grids[1].merged, read.grids[1].hidden_rows) == (("A1:C1", "F4:F5"), {4})
    assert (read.locale, read.timezone, read.missing, read.renamed) == ("fr_FR", "Europe/Madrid", (), ())
    address = f"https://docs.google.com/spreadsheets/d/{server.spreadsheet.key}/edit"
    assert read.origin == google.origin == Origin("google", "Road to Lampedusa", address)


def test_an_answer_is_parsed_once(google: GoogleSource, monkeypatch: pytest.MonkeyPatch) -> None:
    google.read()
    # Whoever reads JSON, ours or gspread's, comes through here.
    bodies = list[str]()
    decode = json.JSONDecoder.decode

    def counted(decoder: json.JSONDecoder, text: str, **options: Any) -> Any:  # noqa: ANN401 - JSON
        bodies.append(text)
        return decode(decoder, text, **options)

    monkeypatch.setattr(json.JSONDecoder, "decode", counted)
    google.read()
    assert sum("valueRanges" in body for body in bodies) == 1


def test_types_of_json_are_kept(google: GoogleSource) -> None:
    rows = google.read().grids[1].rows
    assert [type(cell) for cell in rows[4]] == [int, type(None), str, bool, float]


@pytest.mark.parametrize(
    ("value", "is_error"),
    [
        ("#N/A", True),
        ("#DIV/0!", True),
        ("#ERROR!", True),
        ("#REF! (Result was not expanded)", True),
        ("Loading...", True),
        ("#1 in the list", False),
        ("#REF", False),
        ("#hashtag", False),
        ("see #REF!", False),
        ("Loading", False),
    ],
)
def test_only_known_error_texts_are_errors(
    google: GoogleSource, server: SheetsServer, value: str, is_error: bool
) -> None:
    server.spreadsheet.tab("Charter").put(1, 1, value)
    (((cell,),),) = [grid.rows for grid in google.read().grids if grid.title == "Charter"]
    assert (cell != value) == is_error


def test_building_a_source_asks_nothing(open_google: Opener, server: SheetsServer) -> None:
    source = open_google()
    assert source.origin.name == "Google Sheets"
    assert server.counts() == {}


def test_a_reading_is_one_request_and_the_metadata_hourly(open_google: Opener, server: SheetsServer) -> None:
    now = 0.0
    source = open_google(clock=lambda: now)
    for minute in range(121):
        now = minute * 60.0
        source.read()
    assert server.counts() == {"token": 1, "metadata": 3, "values": 121}


def test_asking_anew_asks_for_the_metadata_too(google: GoogleSource, server: SheetsServer) -> None:
    google.read()
    google.look_again()
    google.read()
    assert server.counts() == {"token": 1, "metadata": 2, "values": 2}


def test_everything_asked_for_is_read_only(google: GoogleSource, server: SheetsServer) -> None:
    google.read()
    (asked,) = [asked.path for asked in server.asked if asked.endpoint == "values"]
    assert "valueRenderOption=UNFORMATTED_VALUE" in asked
    assert "dateTimeRenderOption=SERIAL_NUMBER" in asked
    assert "majorDimension=ROWS" in asked
    assert "ranges=%27Milestones%27&" in asked
    assert "ranges=%27It%27%27s+Sections%27" in asked


LINKED = Grid(
    "Contributions",
    [
        ["id", "received_on", "contributor", "link", "note"],
        ["C1", 44320, "Dakar", "our letter", "a"],
        ["C2", 44321, "Lima", "https://lima.example/typed", "b"],
        ["C3", 44322, "Rome", "no address behind it", "c"],
        ["C4", 44323, "Oslo", "their answer", "d"],
    ],
    links={(2, 4): "https://dakar.example/letter", (5, 4): "https://oslo.example", (5, 5): "https://not.asked.example"},
)


def _linked(server: SheetsServer, open_google: Opener, **options: object) -> GoogleSource:
    server.spreadsheet = spreadsheet_of([*GRIDS[:1], LINKED])
    return open_google(choose=choose, link_places=link_places, **options)


def _links(source: GoogleSource) -> dict[tuple[int, int], str]:
    return dict(next(grid.links for grid in source.read().grids if grid.title == "Contributions"))


def test_the_address_behind_a_text_of_a_link_column_is_asked_for(server: SheetsServer, open_google: Opener) -> None:
    source = _linked(server, open_google)
    assert _links(source) == {(2, 4): "https://dakar.example/letter", (5, 4): "https://oslo.example"}
    (asked,) = [asked.path for asked in server.asked if "rowData" in asked.path]
    assert "ranges=%27Contributions%27%21D2%3AD5" in asked, "the column of links alone"
    links = read_road(source.read(), now=NOW).contributions["link"].fillna("")
    assert links.tolist() == [
        *("https://dakar.example/letter", "https://lima.example/typed", "", "https://oslo.example"),
    ]


def test_addresses_are_asked_for_when_a_text_changed_and_hourly(server: SheetsServer, open_google: Opener) -> None:
    now = 0.0
    source = _linked(server, open_google, clock=lambda: now)

    def asked() -> int:
        return sum("rowData" in asked.path for asked in server.asked)

    source.read()
    server.spreadsheet.edit("Contributions!C2", "City of Dakar")
    source.read()
    assert asked() == 1
    server.spreadsheet.edit("Contributions!D4", "a page")
    server.spreadsheet.tab("Contributions").links[4, 4] = "https://rome.example"
    assert _links(source)[4, 4] == "https://rome.example"
    assert asked() == 2
    server.spreadsheet.tab("Contributions").links[4, 4] = "https://rome.example/other"
    now = 3601.0
    assert _links(source)[4, 4] == "https://rome.example/other"
    source.look_again()
    source.read()
    assert asked() == 4


def test_a_sheet_without_such_texts_is_asked_for_no_addresses(server: SheetsServer, open_google: Opener) -> None:
    source = _linked(server, open_google)
    for row in (2, 4, 5):
        server.spreadsheet.edit(f"Contributions!D{row}", f"https://example.org/{row}")
    source.read()
    assert not any("rowData" in asked.path for asked in server.asked)


def test_a_failure_to_tell_the_addresses_fails_the_reading(server: SheetsServer, open_google: Opener) -> None:
    source = _linked(server, open_google)
    source.read()
    server.spreadsheet.edit("Contributions!D4", "a page")
    server.fail("503", endpoint="metadata")
    assert _refusal(source).kind is FailureKind.UNAVAILABLE
    server.mend()
    assert len(_links(source)) == 2


ENDLESS = {
    # kind of fault: kind of failure, HTTP status, requests for values, may have asked for tokens
    "429": (FailureKind.QUOTA, 429, 4),
    "500": (FailureKind.UNAVAILABLE, 500, 4),
    "503": (FailureKind.UNAVAILABLE, 503, 4),
    "html 502": (FailureKind.UNAVAILABLE, 502, 4),
    "html 403": (FailureKind.BAD_ANSWER, 403, 4),
    "reset": (FailureKind.NETWORK, None, 4),
    "cut": (FailureKind.BAD_ANSWER, None, 4),
    "bad json": (FailureKind.BAD_ANSWER, None, 4),
    "redirect": (FailureKind.BAD_ANSWER, 302, 4),
    "wrong shape": (FailureKind.BAD_ANSWER, None, 1),
    "401": (FailureKind.AUTH, 401, 2),
    "expired token": (FailureKind.AUTH, 401, 2),
    "403": (FailureKind.PERMISSION, 403, 1),
    "api disabled": (FailureKind.API_DISABLED, 403, 1),
    "404": (FailureKind.NOT_FOUND, 404, 1),
    "office file": (FailureKind.NOT_A_SPREADSHEET, 400, 1),
    "too much": (FailureKind.TOO_LARGE, None, 1),
}


@pytest.mark.parametrize("fault", ENDLESS)
def test_a_lasting_fault_ends_in_one_typed_error_after_few_requests(
    open_google: Opener, server: SheetsServer, fault: str
) -> None:
    kind, status, requests = ENDLESS[fault]
    source = open_google(patience=replace(QUICK, answer_bytes=2**20))
    source.read()
    server.forget_requests()
    server.fail(fault, endpoint="values")
    refused = _refusal(source)
    assert (refused.kind, refused.status, server.counts()["values"]) == (kind, status, requests)
    assert server.counts()["metadata"] == (1 if kind is FailureKind.BAD_REQUEST else 0)
    server.mend()
    assert len(source.read().grids) == 4


@pytest.mark.parametrize(("fault", "requests"), [("hang", 4), ("drip", 1)])
@pytest.mark.slow(2)
def test_what_never_ends_is_left_within_the_deadline(
    google: GoogleSource, server: SheetsServer, fault: str, requests: int
) -> None:
    google.read()
    server.forget_requests()
    server.fail(fault, endpoint="values")
    google.patience = IMPATIENT
    started = time.monotonic()
    assert _refusal(google).kind is FailureKind.TIMEOUT
    # The faults would last for half a minute; what is over the deadline is a busy machine.
    assert time.monotonic() - started < IMPATIENT.deadline + 5
    assert 1 <= server.counts()["values"] <= requests


@pytest.mark.slow(6)
@pytest.mark.parametrize(
    "fault", ["429", "500", "503", "html 502", "hang", "reset", "cut", "bad json", "expired token"]
)
@pytest.mark.parametrize("endpoint", ["values", "metadata"])
def test_a_passing_fault_costs_one_more_request_and_nobody_notices(
    google: GoogleSource, server: SheetsServer, fault: str, endpoint: str
) -> None:
    server.fail(fault, endpoint=endpoint, times=1)
    assert len(google.read().grids) == 4
    assert server.counts()[endpoint] == 2


@pytest.mark.slow(3)
@pytest.mark.parametrize("fault", ["429", "500", "html 502", "reset", "cut", "bad json", "wrong shape", "hang"])
def test_a_passing_fault_of_the_token_endpoint_too(google: GoogleSource, server: SheetsServer, fault: str) -> None:
    server.fail(fault, endpoint="token", times=1)
    assert len(google.read().grids) == 4
    assert server.counts() == {"token": 2, "metadata": 1, "values": 1}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("invalid grant", "deleted or does not belong"),
        ("deleted account", "deleted or disabled"),
        ("wrong clock", "clock is wrong"),
        ("401", "refuses"),
    ],
)
def test_a_refused_key_is_asked_about_once(google: GoogleSource, server: SheetsServer, fault: str, said: str) -> None:
    server.fail(fault, endpoint="token")
    refused = _refusal(google)
    assert refused.kind is FailureKind.AUTH
    assert said in str(refused)
    assert server.counts() == {"token": 1}


def test_a_key_of_somebody_else_is_refused(server: SheetsServer, open_google: Opener) -> None:
    source = open_google()
    server.key = ThrowawayKey(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    assert _refusal(source).kind is FailureKind.AUTH


def test_a_token_that_ends_before_its_time_is_renewed(google: GoogleSource, server: SheetsServer) -> None:
    google.read()
    server.tokens.clear()
    server.forget_requests()
    google.read()
    assert server.counts() == {"values": 2, "token": 1}


def test_retry_after_is_honoured(open_google: Opener, server: SheetsServer) -> None:
    slept: list[float] = []
    source = open_google(patience=QUICK, sleep=slept.append)
    source.read()
    server.fail("429", endpoint="values", times=2, retry_after="3")
    source.read()
    assert slept == [3, 3]


def test_retry_after_may_be_a_date(open_google: Opener, server: SheetsServer) -> None:
    slept: list[float] = []
    source = open_google(patience=QUICK, sleep=slept.append)
    source.read()
    server.fail("503", endpoint="values", times=1, retry_after=formatdate(time.time() + 6, usegmt=True))
    source.read()
    assert slept[0] == pytest.approx(6, abs=2)


def test_a_retry_after_past_the_deadline_is_given_up_at_once(google: GoogleSource, server: SheetsServer) -> None:
    google.read()
    server.forget_requests()
    server.fail("429", endpoint="values", retry_after="120")
    refused = _refusal(google)
    assert (refused.kind, refused.retry_after_seconds) == (FailureKind.QUOTA, 120)
    assert server.counts() == {"values": 1}


@pytest.mark.parametrize("header", ["", "soon", "-5", "9" * 40])
def test_an_unreadable_retry_after_does_no_harm(google: GoogleSource, server: SheetsServer, header: str) -> None:
    server.fail("429", endpoint="values", times=1, retry_after=header)
    if len(header) > 10:
        assert _refusal(google).kind is FailureKind.QUOTA
    else:
        assert len(google.read().grids) == 4


def test_waits_grow_and_differ(open_google: Opener, server: SheetsServer) -> None:
    slept: list[float] = []
    draws = iter([0.0, 1.0, 0.5])
    patience = Patience(first_wait=1.0, deadline=60)
    source = open_google(patience=patience, sleep=slept.append, jitter=lambda: next(draws))
    server.fail("503", endpoint="metadata")
    assert _refusal(source).kind is FailureKind.UNAVAILABLE
    assert slept == [0.5, 3.0, 4.0]


def test_nobody_listening_is_a_network_failure(server: SheetsServer, open_google: Opener) -> None:
    source = open_google()
    server.__exit__(None, None, None)
    assert _refusal(source).kind is FailureKind.NETWORK


def test_a_wrong_key_of_a_spreadsheet_is_not_found(server: SheetsServer, open_google: Opener) -> None:
    source = open_google()
    server.spreadsheet.key = "another-spreadsheet"
    assert _refusal(source).kind is FailureKind.NOT_FOUND


def test_a_renamed_worksheet_is_read_under_the_title_it_had(google: GoogleSource, server: SheetsServer) -> None:
    google.read()
    server.spreadsheet.tab("Contributions").title = "Inputs 2021"
    server.forget_requests()
    read = google.read()
    assert [grid.title for grid in read.grids] == [grid.title for grid in GRIDS]
    assert (read.missing, read.renamed) == ((), (("Contributions", "Inputs 2021"),))
    assert server.counts() == {"values": 2, "metadata": 1}
    google.read()
    assert server.counts() == {"values": 3, "metadata": 1}


def test_a_worksheet_that_takes_the_title_of_a_renamed_one_is_the_one(
    google: GoogleSource, server: SheetsServer
) -> None:
    google.read()
    tabs = server.spreadsheet.tabs
    tabs[1].title = "Contributions of last year"
    tabs.append(replace(tabs[1], gid=99, title="Contributions", rows=[["id"], ["C9"]]))
    google.look_again()
    read = google.read()
    by_title = {grid.title: grid for grid in read.grids}
    assert by_title["Contributions"].gid == 99
    assert by_title["Contributions of last year"].gid == tabs[1].gid
    assert (read.missing, read.renamed) == ((), ())


def test_a_deleted_worksheet_is_reported_and_the_rest_read(google: GoogleSource, server: SheetsServer) -> None:
    google.read()
    server.spreadsheet.tabs.remove(server.spreadsheet.tab("Contributions"))
    server.forget_requests()
    read = google.read()
    assert [grid.title for grid in read.grids] == ["Milestones", "It's Sections", "Charter"]
    assert read.missing == ("Contributions",)
    assert server.counts() == {"values": 2, "metadata": 1}
    assert google.read().missing == ("Contributions",)


def test_a_worksheet_known_from_an_earlier_process_is_known_again(
    google: GoogleSource, open_google: Opener, server: SheetsServer
) -> None:
    earlier = google.read()
    server.spreadsheet.tab("Milestones").title = "Steps"
    later = open_google()
    later.recall(earlier)
    assert later.read().renamed == (("Milestones", "Steps"),)


def test_reordered_worksheets_come_in_their_new_order(google: GoogleSource, server: SheetsServer) -> None:
    google.read()
    server.spreadsheet.tabs.reverse()
    google.look_again()
    assert [grid.title for grid in google.read().grids] == [grid.title for grid in reversed(GRIDS)]


def test_an_emptied_worksheet_has_no_rows(google: GoogleSource, server: SheetsServer) -> None:
    google.read()
    server.spreadsheet.tab("Contributions").rows.clear()
    assert google.read().grids[1].rows == []


def test_an_edit_is_in_the_next_reading(google: GoogleSource, server: SheetsServer) -> None:
    google.read()
    server.spreadsheet.edit("Contributions!C4", "Marseille")
    server.spreadsheet.edit("'It's Sections'!A9", "2021-05-04")
    read = google.read()
    assert read.grids[1].rows[3][2] == "Marseille"
    assert read.grids[2].rows[2:] == [[]] * 6 + [[44320]]


def _secrets_of(server: SheetsServer) -> list[str]:
    account = server.account
    return [
        *account["private_key"].splitlines()[1:-1],
        account["private_key_id"],
        *server.tokens,
        "ya29.",
        "assertion=",
    ]


@pytest.mark.parametrize("fault", [*ENDLESS, "hang", "invalid grant"])
def test_no_key_or_token_is_in_an_error_a_repr_or_a_log(
    google: GoogleSource, server: SheetsServer, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    caplog.set_level(logging.DEBUG)
    google.read()
    google.patience = replace(IMPATIENT, deadline=5.0, answer_bytes=2**20)
    server.fail(fault)
    if fault == "invalid grant":
        server.tokens.clear()
    refused = _refusal(google)
    told = f"{refused!r} {refused} {refused.__cause__!r} {google!r} {caplog.text}"
    assert not [secret for secret in _secrets_of(server) if secret in told]
    assert "http" not in str(refused).lower().replace("(http ", "")


def test_more_cells_than_a_sheet_of_ours_can_have_are_refused(
    google: GoogleSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.sources.answers.CELLS_MAX", 10)
    assert _refusal(google).kind is FailureKind.TOO_LARGE


def test_a_spreadsheet_of_charts_alone_has_no_worksheets(google: GoogleSource, server: SheetsServer) -> None:
    server.spreadsheet.tabs.clear()
    assert google.read().grids == ()
