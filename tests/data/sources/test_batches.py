"""Answers parsed one after the other: what comes of each is what JSON says, however the ones before were."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.sources import FailureKind, SourceError, batches
from data.sources.answers import parsed
from data.sources.batches import Batches

_texts = st.sampled_from(
    ["", "C1", "C2", '"values":[', '\\"', "]", "[", ",", "é", "\u2019", "\ud800", "a\nb", "1", "12"]
)
_cells = _texts | st.sampled_from([0, 1, 12, 1.0, True, False, None, -0.0, 1e300, 10**30]) | st.text(max_size=5)
_rows = st.lists(st.lists(_cells, max_size=4), max_size=6)
_answers = st.lists(_rows | st.none(), max_size=3).map(
    lambda each: {
        "spreadsheetId": '"values":',
        "valueRanges": [{"range": "A!A1:B2"} | ({} if rows is None else {"values": rows}) for rows in each],
    }
)
_written = st.builds(
    lambda answer, indent, is_ascii: json.dumps(answer, indent=indent, ensure_ascii=is_ascii).encode(
        "utf-8", "surrogatepass"
    ),
    _answers,
    st.sampled_from([None, 0, 2, "\t"]),
    st.booleans(),
)


def _either(parse: Any, body: bytes) -> str:  # noqa: ANN401 - a function
    try:
        return repr(parse(body))
    except SourceError as error:
        return error.kind.value


@given(st.lists(_written, min_size=1, max_size=4), st.data())
def test_every_answer_is_what_json_says(bodies: Sequence[bytes], data: st.DataObject) -> None:
    known = Batches()
    for body in (*bodies, *bodies):
        assert _either(known.parsed, body) == _either(parsed, body)
        # What was cut short or changed on its way is refused where it was before.
        end = data.draw(st.integers(0, len(body)))
        for broken in (
            body[:end],
            body[:end] + body[end + 1 :],
            body[:end] + b"]" + body[end:],
            body[:end] + b"\0" + body[end:],
        ):
            assert _either(known.parsed, broken) == _either(parsed, broken)


@pytest.mark.parametrize(
    "value", ["NaN", "-Infinity", "[-Infinity]", "[[-Infinity]]", "[[NaN]]", "[1]", "[[1] [2]]", "[["]
)
def test_what_is_no_json_or_no_row_is_refused(value: str) -> None:
    with pytest.raises(SourceError) as refused:
        Batches().parsed(f'{{"valueRanges":[{{"values":[[1]]}},{{"values":{value}}}]}}'.encode())
    assert refused.value.kind is FailureKind.BAD_ANSWER


def test_a_row_of_before_is_the_very_same_list_wherever_it_stands() -> None:
    def rows(*lists: list[list[object]]) -> list[list[object]]:
        ranges = [{"range": "A!A1", "values": one} for one in lists]
        answer = known.parsed(json.dumps({"valueRanges": ranges}).encode())
        return [row for one in answer["valueRanges"] for row in one["values"]]

    known = Batches()
    first = rows([[1], [2]], [[3]])
    again = rows([[3], [True], [2]], [[1]])
    assert again == [[3], [True], [2], [1]]
    assert [again[0] is first[2], again[2] is first[1], again[3] is first[0]] == [True, True, True]


def test_of_a_very_long_answer_nothing_is_known_again(monkeypatch: pytest.MonkeyPatch) -> None:
    known, body = Batches(), b'{"valueRanges":[{"values":[[1]]}]}'
    known.parsed(body)
    monkeypatch.setattr(batches, "KNOWN_BYTES_MAX", 10)
    assert known.parsed(body) == json.loads(body)
    assert not known._known.rows
