"""Two readings and what lies between them: random edits give exactly their difference, any order of rows none."""

import random
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.grid import Cell, Grid, Origin, Workbook
from data.history.changes import Change, ChangeKind, applied, changes_between, undone
from data.history.tables import Tables, tables_of, workbook_of
from tests.data.reading.sheets import SOUND, Rows, workbook


def tables(**changed: Rows | None) -> Tables:
    return tables_of(workbook(**changed))


def told(changes: tuple[Change, ...]) -> list[tuple[str, str, str, str, Cell, Cell]]:
    return [(c.worksheet, c.kind.value, c.key, c.column, c.old, c.new) for c in changes]


BEFORE = tables()
MILESTONES = [list(row) for row in SOUND["Milestones"]]
CONTRIBUTIONS = [list(row) for row in SOUND["Contributions"]]


def test_a_moved_day_is_one_change_at_its_cell() -> None:
    rows = [list(row) for row in MILESTONES]
    rows[1][3] = date(2021, 5, 25)
    (change,) = changes_between(BEFORE, tables(Milestones=rows))
    assert change == Change("Milestones", ChangeKind.EDITED, "m1", 2, "due", 3, date(2021, 5, 18), date(2021, 5, 25))


def test_a_day_typed_as_text_is_an_edit_of_a_day() -> None:
    rows = [list(row) for row in MILESTONES]
    rows[1][3] = "2021-05-18"
    assert told(changes_between(BEFORE, tables(Milestones=rows))) == [
        ("Milestones", "edited", "m1", "due", date(2021, 5, 18), "2021-05-18")
    ]


def test_rows_added_and_removed_say_all_they_held() -> None:
    rows = [CONTRIBUTIONS[0], CONTRIBUTIONS[2], ["C3", date(2021, 5, 6), "City of Rome", "Italy", None]]
    removed, added = changes_between(BEFORE, tables(Contributions=rows))
    assert (removed.kind, removed.key, removed.number) == (ChangeKind.REMOVED, "c1", 2)
    assert removed.cells == {
        "id": "C1",
        "received_on": date(2021, 5, 4),
        "contributor": "City of Dakar",
        "country": "Senegal",
        "question": "Q1",
    }
    assert (added.kind, added.key, added.number) == (ChangeKind.ADDED, "c3", 3)
    assert added.cells == {
        "id": "C3",
        "received_on": date(2021, 5, 6),
        "contributor": "City of Rome",
        "country": "Italy",
    }


def test_sorting_inserting_columns_and_renaming_the_worksheet_is_no_edit() -> None:
    moved = [[row[2], None, *row[:2], *row[3:]] for row in (CONTRIBUTIONS[0], *reversed(CONTRIBUTIONS[1:]))]
    after = Workbook(
        Origin("file", "other.xlsx"),
        tuple(
            Grid(title, [["A title above"], [], *moved])
            if title == "Contributions"
            else Grid("Jalons" if title == "Milestones" else title, rows)
            for title, rows in SOUND.items()
        ),
    )
    assert changes_between(BEFORE, tables_of(after)) == ()


def test_a_new_id_on_an_old_row_is_said_as_such() -> None:
    rows = [CONTRIBUTIONS[0], ["C-1", *CONTRIBUTIONS[1][1:]], CONTRIBUTIONS[2]]
    assert told(changes_between(BEFORE, tables(Contributions=rows))) == [
        ("Contributions", "renamed", "c-1", "", "c1", "c-1"),
        ("Contributions", "edited", "c-1", "id", "C1", "C-1"),
    ]


def test_two_rows_with_other_ids_and_other_words_are_two_rows() -> None:
    rows = [CONTRIBUTIONS[0], ["C9", date(2021, 5, 4), "City of Thiès", "Senegal", "Q1"], CONTRIBUTIONS[2]]
    assert [c.kind for c in changes_between(BEFORE, tables(Contributions=rows))] == [
        ChangeKind.REMOVED,
        ChangeKind.ADDED,
    ]


def test_a_row_without_an_id_is_known_by_what_it_holds() -> None:
    unnamed = [CONTRIBUTIONS[0], *([None, *row[1:]] for row in CONTRIBUTIONS[1:])]
    before = tables(Contributions=unnamed)
    assert changes_between(before, tables(Contributions=[unnamed[0], unnamed[2], unnamed[1]])) == ()
    edited = [unnamed[0], unnamed[1], [None, date(2021, 5, 5), "City of Lima", "Peru", "Q2"]]
    renamed, change = changes_between(before, tables(Contributions=edited))
    assert renamed.kind is ChangeKind.RENAMED
    assert (change.kind, change.column, change.old, change.new) == (ChangeKind.EDITED, "question", "both", "Q2")


def test_two_rows_that_say_the_same_are_both_known() -> None:
    twice = [CONTRIBUTIONS[0], [None, *CONTRIBUTIONS[1][1:]], [None, *CONTRIBUTIONS[1][1:]]]
    once = twice[:2]
    (change,) = changes_between(tables(Contributions=twice), tables(Contributions=once))
    assert (change.kind, change.number) == (ChangeKind.REMOVED, 3)


def test_a_worksheet_gone_and_back() -> None:
    without = tables(Charter=None)
    gone = changes_between(BEFORE, without)
    assert [(c.kind.value, c.key) for c in gone] == [
        ("column removed", ""),
        ("column removed", ""),
        ("removed", "dig"),
        ("removed", "equ"),
        ("worksheet removed", ""),
    ]
    assert applied(without, undone(gone)) == BEFORE


CELLS = st.sampled_from(["Dakar", "Lima", "x", "", None, 3, 3.5, date(2021, 5, 4), "2021-05-04", True])
ROWS = st.lists(st.tuples(st.sampled_from(["C1", "C2", "C3", "c1", None]), CELLS, CELLS, CELLS), max_size=7)
HEADERS = st.permutations(["id", "received_on", "contributor", "country"])


def made(header: list[str], rows: list[tuple[Cell, ...]]) -> Tables:
    in_order = {name: place for place, name in enumerate(["id", "received_on", "contributor", "country"])}
    grid = [header, *([row[in_order[name]] for name in header] for row in rows)]
    return tables(Contributions=grid)


def content(found: Tables) -> object:
    """All but numbers and places, which are where things stand and not what they say."""
    return {
        name: (set(table.places), {key: dict(row.cells) for key, row in table.rows.items()})
        for name, table in found.items()
    }


@pytest.mark.slow(1)
@given(ROWS, ROWS, HEADERS, HEADERS)
def test_the_changes_lead_from_one_reading_to_the_next_and_back(
    one: list[tuple[Cell, ...]], other: list[tuple[Cell, ...]], header: list[str], other_header: list[str]
) -> None:
    before, after = made(header, one), made(other_header, other)
    changes = changes_between(before, after)
    assert content(applied(before, changes)) == content(after)
    assert content(applied(after, undone(changes))) == content(before)


@pytest.mark.slow(1)
@given(ROWS, st.randoms(use_true_random=False), HEADERS)
def test_no_order_of_rows_or_columns_is_a_change(
    rows: list[tuple[Cell, ...]], chance: random.Random, header: list[str]
) -> None:
    # Of rows that share an id the first keeps it, so their order does say something.
    by_id: dict[Cell, tuple[Cell, ...]] = {}
    unnamed = [row for row in rows if not row[0]]
    for row in rows:
        if row[0]:
            by_id.setdefault(str(row[0]).casefold(), row)
    told_once = [*by_id.values(), *unnamed]
    shuffled = list(told_once)
    chance.shuffle(shuffled)
    before = made(["id", "received_on", "contributor", "country"], told_once)
    assert changes_between(before, made(header, shuffled)) == ()


def test_rows_that_read_the_same_and_are_not_may_change_places() -> None:
    header, day = ["id", "received_on", "contributor", "country"], date(2021, 5, 4)
    named = [(f"C{n}", day, f"City {n}", "IT") for n in range(3)]
    alike = [(None, day, "Dakar", day), (None, day, "Dakar", "2021-05-04"), (None, day, "Dakar", "2021-05-04")]
    before = made(header, [*named, *alike])
    assert all(changes_between(before, made(header, [*named, *other])) == () for other in permutations(alike))


def test_a_random_edit_of_a_known_row_is_exactly_one_change() -> None:
    chance = random.Random(4)
    for _ in range(50):
        rows = [list(row) for row in CONTRIBUTIONS]
        row, place = chance.randrange(1, 3), chance.choice([2, 3, 4])
        rows[row][place] = f"edit {chance.random()}"
        (change,) = changes_between(BEFORE, tables(Contributions=rows))
        assert (change.key, change.column, change.new) == (
            str(rows[row][0]).lower(),
            rows[0][place],
            rows[row][place],
        )


def test_tables_make_the_workbook_that_says_the_same() -> None:
    again = workbook_of(BEFORE, workbook())
    assert content(tables_of(again)) == content(BEFORE)
