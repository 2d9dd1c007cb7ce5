"""Answers of the Sheets API as raw grids or as one typed error, whatever comes back."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.grid import CellError
from data.memory import Memory
from data.sources import FailureKind, SourceError
from data.sources.answers import (
    METADATA_FIELDS,
    failure_of,
    metadata_of,
    parsed,
    rows_of,
    token_failure_of,
)
from tests.sheets_server import api
from tests.sheets_server.spreadsheet import Spreadsheet, Tab

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["properties", "sheets", "title", "index", "sheetId", "merges", "data", "range", "values"])
            | st.sampled_from(["valueRanges", "error", "code", "message", "status", "details", "reason", "errors"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def _described(spreadsheet: Spreadsheet) -> dict[str, Any]:
    return api.get_spreadsheet(spreadsheet, {"fields": [METADATA_FIELDS]})[1]


def test_metadata_names_tabs_in_their_order_with_merges_and_hidden_rows() -> None:
    tabs = [Tab(9, "B", [], hidden=True), Tab(0, "A", [[1]], hidden_rows={2, 5}, merges=[(1, 2, 1, 3)])]
    metadata = metadata_of(_described(Spreadsheet(title="T", locale="es_ES", timezone="Europe/Madrid", tabs=tabs)))
    assert (metadata.title, metadata.locale, metadata.timezone) == ("T", "es_ES", "Europe/Madrid")
    assert [(tab.gid, tab.title, tab.hidden) for tab in metadata.tabs] == [(9, "B", True), (0, "A", False)]
    assert (metadata.tabs[1].merged, metadata.tabs[1].hidden_rows) == (("A1:C2",), {2, 5})


def test_what_is_absent_from_metadata_has_its_default() -> None:
    # The API leaves out what is false, zero or empty: the first tab's sheetId and index among it.
    metadata = metadata_of({"properties": {"title": "T"}, "sheets": [{"properties": {"title": "A"}}]})
    assert metadata.locale is None
    assert (metadata.tabs[0].gid, metadata.tabs[0].hidden, metadata.tabs[0].merged) == (0, False, ())


def test_tabs_that_hold_only_a_chart_are_not_asked_for() -> None:
    answer = _described(Spreadsheet(tabs=[Tab(0, "A", []), Tab(1, "Chart", [])]))
    answer["sheets"][1]["properties"]["sheetType"] = "OBJECT"
    assert [tab.title for tab in metadata_of(answer).tabs] == ["A"]


def test_no_tab_is_too_far_behind_to_be_found() -> None:
    tabs = [Tab(number, f"T{number}", []) for number in range(120)]
    assert [tab.title for tab in metadata_of(_described(Spreadsheet(tabs=tabs))).tabs][-1] == "T119"


def _values(*rows: list[Any]) -> dict[str, Any]:
    return {"valueRanges": [{"range": "A!A1:Z1000", "majorDimension": "ROWS", "values": list(rows)}]}


def test_cells_keep_their_types_and_empty_ends_go() -> None:
    (rows,) = rows_of(_values(["a", "", 1, 1.5, True], [], ["#N/A", ""], ["", ""], []), [Memory()])
    assert rows == [["a", None, 1, 1.5, True], [], [CellError("#N/A")]]
    assert rows[0][4] is True


def test_an_empty_worksheet_has_no_values_key() -> None:
    assert rows_of({"valueRanges": [{"range": "A!A1:Z1000", "majorDimension": "ROWS"}]}, [Memory()]) == [[]]


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"valueRanges": {}},
        {"valueRanges": []},
        {"valueRanges": [{}]},
        {"valueRanges": [{"range": "A!B2:C3", "values": []}]},
        {"valueRanges": [{"range": "A!A1:B2", "values": {"0": ["a"]}}]},
        _values([{"formattedValue": "a"}]),
        _values([["nested"]]),
    ],
)
def test_another_shape_than_asked_for_is_a_bad_answer(answer: dict[str, Any]) -> None:
    with pytest.raises(SourceError) as refused:
        rows_of(answer, [Memory()])
    assert refused.value.kind is FailureKind.BAD_ANSWER


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'{"a": NaN}', b'{"a": ', b"[" * 200_000, b"\xff"])
def test_what_is_not_a_json_object_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(SourceError) as refused:
        parsed(body)
    assert refused.value.kind is FailureKind.BAD_ANSWER


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (api.quota_exceeded(), FailureKind.QUOTA),
        (api.internal_error(), FailureKind.UNAVAILABLE),
        (api.unavailable(), FailureKind.UNAVAILABLE),
        (api.unauthenticated(), FailureKind.AUTH),
        (api.permission_denied(), FailureKind.PERMISSION),
        (api.api_disabled(), FailureKind.API_DISABLED),
        (api.not_found(), FailureKind.NOT_FOUND),
        (api.office_file(), FailureKind.NOT_A_SPREADSHEET),
        (api.error(400, "Unable to parse range: 'A'", "INVALID_ARGUMENT"), FailureKind.BAD_REQUEST),
        (api.error(408, "Request timeout", "DEADLINE_EXCEEDED"), FailureKind.TIMEOUT),
        (api.error(418, "I am a teapot", "UNKNOWN"), FailureKind.BAD_ANSWER),
    ],
)
def test_each_error_of_the_api_has_its_kind(answer: api.Answer, kind: FailureKind) -> None:
    status, content = answer
    failure = failure_of(status, json.dumps(content).encode(), None)
    assert (failure.kind, failure.status) == (kind, status)


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_page_of_a_portal_says_nothing_of_the_spreadsheet(status: int) -> None:
    # Taken for Google's own, a 403 of some proxy would take the figures away after a quarter of an hour.
    assert failure_of(status, b"<html>Please sign in</html>", None).kind is FailureKind.BAD_ANSWER


def test_the_words_of_an_answer_are_not_repeated() -> None:
    body = json.dumps(api.error(403, "token ya29.secret of road@project", "PERMISSION_DENIED")[1]).encode()
    assert "ya29" not in str(failure_of(403, body, None))
    token = json.dumps({"error": "invalid_grant", "error_description": "assertion eyJhbGci is bad"}).encode()
    assert "eyJ" not in str(token_failure_of(400, token, None))


@given(ANY_JSON, st.integers(100, 599))
def test_whatever_comes_back_is_one_typed_error(content: Any, status: int) -> None:  # noqa: ANN401 - any JSON
    body = json.dumps(content).encode()
    assert isinstance(failure_of(status, body, None), SourceError)
    assert isinstance(token_failure_of(status, body, None), SourceError)
    if not isinstance(content, dict):
        return
    for read in (metadata_of, lambda answer: rows_of(answer, [Memory()])):
        try:
            read(content)
        except SourceError as refused:
            assert refused.kind in (FailureKind.BAD_ANSWER, FailureKind.TOO_LARGE)
