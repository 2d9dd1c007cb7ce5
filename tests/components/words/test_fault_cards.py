"""The cards of faulty rows: one a row, as the sheet shows it, with what to type and where."""

from dataclasses import replace

import pytest

from components.words.fault_cards import duplicate_cards, fault_card, faults
from data.grid import Origin, Workbook
from data.problems import Severity
from data.reading import as_typed, read
from data.road import Road
from data.words import words_of
from tests.data.reading.sheets import NOW, SOUND, Rows, contributions, milestones, road_of, workbook

EN = words_of("en")
HEADER = ["id", "phone", "received_on", "contributor", "country", "question"]
ROWS: Rows = [
    HEADER,
    ["C1", "06 12", "soon", "Dakar", "Itlay", "Q1"],
    ["C2", "06 13", "2021-05-04", "Lima", "Peru", "Q1"],
    ["C3", "06 14", "2021-05-04", "Rome", "Itlay", "both"],
]


def _cards(road: Road) -> list:
    return [fault_card(road, fault, EN) for fault in faults(road)]


def test_a_row_with_two_faults_is_one_card_at_the_dearer_cost() -> None:
    road = road_of(Contributions=ROWS)
    both, other = faults(road)
    assert (both.severity, other.severity) == (Severity.ROW_LEFT_OUT, Severity.CELL_IGNORED)
    card = fault_card(road, both, EN)
    assert card.title == "Contributions, row 2"
    assert [mend.place for mend in card.mends] == ["'Contributions'!C2", "'Contributions'!E2"]
    (row,) = card.rows
    assert (row.number, row.marked) == (2, {"C", "E"})


def test_a_row_is_shown_as_typed_under_its_own_letters_and_headers() -> None:
    card = _cards(road_of(Contributions=ROWS))[0]
    assert [(column.letter, column.header) for column in card.columns] == [
        ("A", "id"),
        ("C", "received_on"),
        ("D", "contributor"),
        ("E", "country"),
        ("F", "question"),
    ]
    assert card.rows[0].cells == ("C1", "soon", "Dakar", "Itlay", "Q1")


def test_what_is_not_read_is_not_shown_and_a_person_only_where_the_sheet_says_so() -> None:
    step = {"due": "soon", "owner": "A. Person"}
    card = _cards(road_of(Milestones=milestones(step)))[0]
    assert "A. Person" not in card.rows[0].cells
    shown = road_of(Milestones=milestones(step), Settings=[["key", "value"], ["show_contacts", "yes"]])
    assert "A. Person" in _cards(shown)[0].rows[0].cells


def test_an_empty_cell_at_fault_stands_in_the_row() -> None:
    card = _cards(road_of(Contributions=contributions({"contributor": None})))[0]
    (row,) = card.rows
    at = [column.letter for column in card.columns].index("C")
    assert (row.cells[at], row.marked) == ("", {"C"})
    assert card.mends[0].says == "Contributor: Type who contributed: a city, an organization, a network."


def test_what_to_type_stands_alone_to_be_copied_with_the_way_to_its_cell() -> None:
    typed = [mend.typed for card in _cards(road_of(Contributions=ROWS)) for mend in card.mends]
    assert typed == [(), ("Italy",), ("Italy",)]
    sound = workbook(Contributions=ROWS)
    grids = tuple(replace(grid, gid=number) for number, grid in enumerate(sound.grids))
    there = read(Workbook(Origin("google", "Road", "https://docs.google.com/spreadsheets/d/KEY/edit"), grids), now=NOW)
    assert _cards(there)[0].mends[0].link.endswith("#gid=1&range=C2")


def test_faults_of_one_kind_stand_together_the_dearest_first() -> None:
    rows = [
        {"country": "Itlay"},
        {"received_on": "soon"},
        {"link": "x"},
        {"country": "Peruu"},
        {"received_on": "later"},
    ]
    found = faults(road_of(Contributions=contributions(*rows)))
    assert [fault.kind for fault in found] == [
        *("unreadable date", "unreadable date"),
        *("unknown value", "unknown value", "unreadable link"),
    ]


def test_a_fault_of_a_whole_worksheet_has_no_row() -> None:
    (card,) = _cards(road_of(Charter=None))
    assert (card.title, card.rows, card.mends[0].typed) == ("Charter", (), ("Charter",))
    # A second button to copy its name would not say what else it copies.
    assert card.mends[0].place == ""


def test_beyond_the_rows_kept_a_card_says_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_typed, "ROWS_MAX", 1)
    first, second = _cards(road_of(Contributions=ROWS))
    assert (len(first.rows), first.mends[0].found) == (1, "")
    assert (len(second.rows), second.mends[0].found) == (0, "Itlay")


def test_rows_that_may_be_one_stand_below_each_other() -> None:
    rows = [{"contributor": "Rome"}, {"contributor": "ROME"}, {"contributor": "Lima"}]
    (card,) = duplicate_cards(road_of(Contributions=contributions(*rows)), EN)
    assert card.title == "Contributions, rows 2 and 3"
    assert [row.cells[2] for row in card.rows] == ["Rome", "ROME"]
    assert card.rows[0].marked == {"B", "C", "D"}
    assert (card.mends[0].place, card.mends[0].link) == ("'Contributions'!3:3", "")
    assert not duplicate_cards(road_of(Contributions=SOUND["Contributions"]), EN)
