"""What a source knows again from its last reading makes it quicker, and nothing else."""

import json
import operator
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from data import memory
from data.grid import Grid, Origin, Workbook, of_each_row
from data.history.changes import changes_between
from data.history.tables import tables_of
from data.memory import Memory
from data.reading import read as read_road
from data.reading.ours import choose, link_places
from data.reading.rows import _Judge
from data.road import Road
from data.sources import batches
from data.sources.answers import rows_of
from data.sources.batches import Batches
from data.sources.google import GoogleSource
from data.sources.written import written
from data.store import fingerprint
from tests.data.reading.sheets import NOW, SOUND
from tests.data.sources.conftest import QUICK
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.spreadsheet import Value, spreadsheet_of

ROWS: list[list[Value]] = [
    ["id", "received_on", "contributor", "country", "question", "link", "theme", "summary", "decision", "done"]
]
ROWS += [
    [
        f"C{n}",
        44320 + n,
        f"City {n}",
        "Senegal",
        "both",
        f"See {n}" if n % 3 else "",
        "rights",
        f"On {n}",
        "reflected",
        n % 2 == 0,
    ]
    for n in range(1, 8)
]

Edit = Callable[[list[list[Value]]], object]

_rows = st.integers(0, 9)
_texts = ["", " ", "C1", "C2", "=x", "City 1", "Senegal", "Nowhere", "both", "TBC", "Total", "#N/A", "#REF! (x)", "é"]
_texts += ["http://example.org/1", "See 1", "decision", "id"]
_numbers = [0, 1, 1.0, True, False, 0.0, -0.0, 2.5, 44320, 44321.0, 10**20]
_values = st.sampled_from([*_texts, *_numbers])


def _retyped(value: Value) -> Value:
    """Another one that is equal: 1.0 of TRUE, TRUE of 1, 1 of 1.0."""
    if isinstance(value, str):
        return value
    return (
        bool(value) if value in (0, 1) and type(value) is int else int(value) if type(value) is float else float(value)
    )


def _edit(kind: str, at: int, to: int, place: int, value: Value) -> Edit:
    def edit(rows: list[list[Value]]) -> None:
        row = rows[min(at, len(rows) - 1)]
        match kind:
            case "say":
                row.extend([""] * (place + 1 - len(row)))
                row[place] = value
            case "retype":
                row[:] = map(_retyped, row)
            case "insert":
                rows.insert(to, [value] * place)
            case "copy":
                rows.insert(to, list(row))
            case "delete" if len(rows) > 1:
                rows.remove(row)
            case "sort":
                rows[1:] = sorted(rows[1:], key=lambda row: repr(row[place : place + 1]))
            case "swap columns":
                for each in rows:
                    each[:2] = each[1::-1] if len(each) > 1 else each
            case "replace":
                rows[1:] = [[f"D{n}", 44330, f"Town {n}"] for n in range(place)]

    return edit


_kinds = st.sampled_from(["say"] * 5 + ["retype"] * 3 + ["insert", "copy", "delete", "sort", "swap columns", "replace"])
_edits = st.builds(_edit, _kinds, _rows, _rows, st.integers(0, 8), _values)


@pytest.fixture(scope="module")
def server() -> Iterator[SheetsServer]:
    with SheetsServer(spreadsheet_of(Grid(title, rows) for title, rows in SOUND.items())) as running:
        yield running


def _same(known: object, anew: object) -> None:
    if isinstance(anew, pd.DataFrame):
        assert isinstance(known, pd.DataFrame)
        assert_frame_equal(known, anew)
    elif isinstance(anew, dict):
        assert isinstance(known, dict)
        assert list(known) == list(anew)
        for name in anew:
            _same(known[name], anew[name])
    else:
        assert repr(known) == repr(anew)


@pytest.mark.slow(10)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(st.lists(_edits, max_size=3), min_size=1, max_size=5), others_max=st.sampled_from([0, 1, 100]))
def test_a_sheet_read_again_says_what_it_says_to_who_reads_it_first(
    server: SheetsServer,
    credentials: Any,  # noqa: ANN401 - google-auth is not typed
    steps: Sequence[Sequence[Edit]],
    others_max: int,
) -> None:
    def opened() -> GoogleSource:
        return GoogleSource(
            server.spreadsheet.key,
            credentials.with_token_uri(f"{server.address}/token"),
            choose=choose,
            link_places=link_places,
            api_base=server.address,
            patience=QUICK,
        )

    tab = server.spreadsheet.tab("Contributions")
    tab.rows[:] = deepcopy(ROWS)
    tab.links = {(number, 6): f"https://example.org/{number}" for number in (2, 3, 5)}
    source = opened()
    before: tuple[Workbook, Workbook] | None = None
    for edits in ([], *steps):
        for edit in edits:
            edit(tab.rows)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(memory, "OTHERS_MAX", others_max)
            known, anew = source.read(), opened().read()
            anew = replace(anew, grids=tuple(replace(grid, memory=None) for grid in anew.grids))
            assert known == anew
            assert repr(known) == repr(anew)
            assert fingerprint(known) == fingerprint(anew)
            assert written(known) == written(anew)
            road, road_anew = read_road(known, now=NOW), read_road(anew, now=NOW)
            for of in fields(road_anew):
                _same(getattr(road, of.name), getattr(road_anew, of.name))
            _same(tables_of(known), tables_of(anew))
            if before is not None:
                changes = [
                    changes_between(tables_of(was), tables_of(now))
                    for was, now in zip(before, (known, anew), strict=True)
                ]
                assert repr(changes[0]) == repr(changes[1])
            before = known, anew


class Source:
    """Reads one worksheet again and again."""

    def __init__(self) -> None:
        self.batches, self.memory = Batches(), Memory()

    def grid(self, *rows: Sequence[Value]) -> Grid:
        values = [list(row) for row in rows]
        answer = {"valueRanges": [{"range": "Contributions!A1:Z1000", "values": values}]}
        ((*read,),) = rows_of(self.batches.parsed(json.dumps(answer, indent=2).encode()), [self.memory])
        return Grid("Contributions", read, memory=self.memory)


def test_a_row_that_says_the_same_is_the_same_object() -> None:
    source = Source()
    one, other = source.grid(["C1", 1, ""], ["C2", True]).rows
    first, same, new = source.grid(["C3"], ["C1", 1, ""], ["C2", 1]).rows
    assert same is one
    assert new is not other
    assert (first, new) == (["C3"], ["C2", 1])
    # It was not there the last time.
    (back,) = source.grid(["C2", True]).rows
    assert back is not other
    assert back == other


def test_what_follows_from_a_row_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "OTHERS_MAX", 1)
    source, worked = Source(), list[str]()

    def length(row: Sequence[object]) -> int:
        worked.append(str(row[0]))
        return len(str(row[0]))

    assert of_each_row(source.grid(["a"], ["bb"], ["bb"]), "length", length) == [1, 2, 2]
    worked.clear()
    assert of_each_row(source.grid(["bb"], ["ccc"], ["a"]), "length", length) == [2, 3, 1]
    assert worked == ["ccc"]
    worked.clear()
    assert of_each_row(source.grid(["bb"], ["d"], ["a"]), "length", length) == [2, 1, 1]
    assert of_each_row(source.grid(["bb"], ["a"]), "length", length) == [2, 1]
    assert worked == ["d"]
    worked.clear()
    assert of_each_row(source.grid(["bb"]), "length", length, given="otherwise") == [2]
    assert of_each_row(source.grid(["a"]), "length", length, given="otherwise") == [1]
    assert worked == ["bb", "a"]


def test_reading_judges_the_new_row_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    source, judged = Source(), list[object]()
    is_row = _Judge.is_row
    monkeypatch.setattr(_Judge, "is_row", lambda judge, row: (judged.append(row[0]), is_row(judge, row))[1])

    def read(rows: Sequence[Sequence[Value]]) -> None:
        read_road(Workbook(Origin("google", "Road"), (source.grid(*rows),)), now=NOW)

    read(ROWS)
    judged.clear()
    read([*ROWS[:3], [*ROWS[3][:-1], "partly"], *ROWS[4:]])
    assert judged == ["C3"]


def test_of_a_very_long_worksheet_nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ROWS_MAX", 1)
    remembered, rows = Memory(), [["C1"], ["C2"]]
    assert remembered.of_each("length", rows, len) == [1, 1]
    assert not remembered._worked


def test_a_column_in_which_nothing_changed_is_the_very_same_list(monkeypatch: pytest.MonkeyPatch) -> None:
    def lay_out(rows: Sequence[Sequence[object]]) -> list[list[object]]:
        laid_out.append(len(rows))
        width = max(map(len, rows), default=0)
        return [[row[at] if at < len(row) else None for row in rows] for at in range(width)]

    laid_out, remembered = list[int](), Memory()
    rows: list[list[object]] = [["C1", 1, "a"], ["C2", True], ["C3", 0.0]]
    before = remembered.columns(rows, lay_out)
    assert before == [["C1", "C2", "C3"], [1, True, 0.0], ["a", None, None]]
    same = [rows[0], ["".join(("C", "2")), True], rows[2]]
    assert all(map(operator.is_, remembered.columns(same, lay_out), before))
    for changed, place in ((["C2", 1], 1), (["C2", 1, "b"], 2), (["D2", 1, "b"], 0), (["D2", 1], 2)):
        same = [rows[0], changed, rows[2]]
        after = remembered.columns(same, lay_out)
        assert repr(after) == repr(lay_out(same))
        assert [new is old for new, old in zip(after, before, strict=True)].index(False) == place
        assert sum(new is old for new, old in zip(after, before, strict=True)) == 2
        before = after
    laid_out.clear()
    for wider in ([[1, 2, 3, 4], *same[1:]], same[1:], [], same):
        assert repr(remembered.columns(wider, lay_out)) == repr(lay_out(wider))
    assert len(laid_out) == 8
    monkeypatch.setattr(memory, "ROWS_MAX", 1)
    assert remembered.columns(same, lay_out) == lay_out(same)
    assert remembered.of_all("n", same, len) == 3
    assert (remembered._laid_out, remembered._made) == (((), []), {})


def test_of_an_equal_list_the_very_same_is_made() -> None:
    remembered = Memory()
    made = remembered.of_all("texts", ["a", None], list)
    assert remembered.of_all("texts", ["a", None], list) is made
    assert remembered.of_all("texts", ["b", None], list) == ["b", None]
    # 1 and TRUE are equal.
    cells: list[object] = [1]
    made = remembered.of_all("cells", cells, list, operator.is_)
    assert remembered.of_all("cells", cells, list, operator.is_) is made
    assert repr(remembered.of_all("cells", [True], list, operator.is_)) == "[True]"


def test_columns_that_nobody_changed_are_those_of_the_road_before() -> None:
    source = Source()

    def road(rows: Sequence[Sequence[Value]]) -> Road:
        return read_road(Workbook(Origin("google", "Road"), (source.grid(*rows),)), now=NOW)

    before, after = road(ROWS), road([*ROWS[:3], [*ROWS[3][:7], "Said otherwise", *ROWS[3][8:]], *ROWS[4:]])
    shared = {
        name
        for name in before.contributions
        if np.shares_memory(before.contributions[name].array._ndarray, after.contributions[name].array._ndarray)
    }
    assert {"contributor", "theme"} <= shared
    assert "summary" not in shared
    assert after.contributions["summary"][2] == "Said otherwise"


def test_of_an_answer_too_long_to_be_known_again_nothing_is_worked_out_ahead(
    open_google: Callable[..., GoogleSource], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = open_google()
    assert all(grid.memory for grid in source.read().grids)
    monkeypatch.setattr(batches, "KNOWN_BYTES_MAX", 10)
    assert not any(grid.memory for grid in source.read().grids)
    monkeypatch.undo()
    assert all(grid.memory for grid in source.read().grids)


def test_of_a_worksheet_that_is_gone_nothing_is_kept(
    open_google: Callable[..., GoogleSource], server: SheetsServer
) -> None:
    source = open_google()
    source.read()
    tab = server.spreadsheet.tab("Charter")
    assert tab.gid in source._memories
    server.spreadsheet.tabs.remove(tab)
    try:
        source.look_again()
        source.read()
        assert tab.gid not in source._memories
        assert len(source._memories) == len(server.spreadsheet.tabs)
    finally:
        server.spreadsheet.tabs.append(tab)


def test_readings_run_beside_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "OTHERS_MAX", 3)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    source = Source()

    def read(seed: int) -> None:
        dice = random.Random(seed)
        for _ in range(60):
            rows: list[list[Value]] = [[f"C{dice.randrange(40)}", dice.choice([1, True, 1.0])] for _ in range(20)]
            grid = source.grid(*rows)
            assert repr(grid.rows) == repr(rows)
            assert of_each_row(grid, "repr", repr) == list(map(repr, rows))
            cells = [row[1] for row in rows]
            assert repr(
                source.memory.columns(grid.rows, lambda rows: [list(one) for one in zip(*rows, strict=True)])[1]
            ) == repr(cells)

    try:
        with ThreadPoolExecutor(4) as readers:
            list(readers.map(read, range(4)))
    finally:
        sys.setswitchinterval(interval)
