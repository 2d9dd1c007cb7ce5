"""What was changed, in words: each kind of change, each kind of cell."""

from datetime import date, datetime

import pytest

from data.history.changes import Change, ChangeKind, changes_between
from data.history.tables import tables_of
from data.messages.changes import change_sentence, counted_changes, row_names
from data.reading import read
from data.words import words_of
from tests.data.reading.sheets import NOW, SOUND, workbook

EN = words_of("en")
ROAD = read(workbook(), now=NOW)
EDITED = ChangeKind.EDITED


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            Change("Milestones", EDITED, "m1", 2, "due", 3, date(2021, 5, 18), date(2021, 5, 25)),
            "Due of “First session” moved from 18 May 2021 to 25 May 2021",
        ),
        (
            Change("Milestones", EDITED, "m2", 3, "due", 3, "2021-12", "2022-02-03"),
            "Due of “Launch” moved from December 2021 to 3 February 2022",
        ),
        (
            Change("Milestones", EDITED, "m1", 2, "due", 3, 44491, 44505),
            "Due of “First session” moved from 22 October 2021 to 5 November 2021",
        ),
        (
            Change("Milestones", EDITED, "m1", 2, "starts", 5, 0.6875, 44334.75),
            "Starts of “First session” moved from 16:30 to 18 May 2021 18:00",
        ),
        (
            Change("Settings", EDITED, "lancement", 4, "value", 1, 44548, "2022-01"),
            "Settings: lancement was changed from 18 December 2021 to January 2022",
        ),
        (
            Change("Milestones", EDITED, "m1", 2, "done_on", 5, None, datetime(2021, 5, 18)),  # noqa: DTZ001 - a cell has no zone
            "Done on of “First session” was set to 18 May 2021",
        ),
        (
            Change("Contributions", EDITED, "c2", 3, "decision", 5, "partly", None),
            "Decision of “City of Lima”, which was “partly”, was emptied",
        ),
        (
            Change("Contributions", EDITED, "c2", 3, "summary", 5, "Old", "=1+1"),
            "Summary of “City of Lima” was changed from “Old” to “=1+1”",
        ),
        (Change("Settings", EDITED, "target", 4, "value", 1, 100, 120), "Settings: target was changed from 100 to 120"),
        (
            Change("Settings", ChangeKind.ADDED, "target", 4, cells={"key": "target", "value": 120}),
            "Settings: target was set to 120",
        ),
        (
            Change("Contributions", ChangeKind.ADDED, "c9", 9, cells={"id": "C9", "contributor": "City of Rome"}),
            "Contributions: “City of Rome” was added",
        ),
        (
            Change("Milestones", ChangeKind.REMOVED, "m9", 9, cells={"id": "M9", "title_fr": "Atelier"}),
            "Milestones: “Atelier” was removed",
        ),
        (Change("Milestones", ChangeKind.REMOVED, "m9", 9, cells={"id": "M9"}), "Milestones: “row 9” was removed"),
        (Change("Charter", ChangeKind.RENAMED, "dig", 2, old="d", new="dig"), "Charter: “Dignity” has another id"),
        (Change("Charter", ChangeKind.WORKSHEET_REMOVED, old="Charte"), "The worksheet “Charte” was removed"),
        (
            Change("Charter", ChangeKind.COLUMN_ADDED, column="draft", place=3),
            "Charter: the column “Draft” was added",
        ),
    ],
)
def test_a_change_is_a_sentence(change: Change, sentence: str) -> None:
    assert change_sentence(change, row_names(ROAD, EN), EN) == sentence


def test_changes_are_counted_by_worksheet_each_row_once() -> None:
    header, lima = SOUND["Contributions"][0], SOUND["Contributions"][2]
    before = tables_of(workbook(Contributions=[[*header, "decision"], *SOUND["Contributions"][1:]]))
    after = tables_of(
        workbook(
            Contributions=[
                [*header, "decision"],
                [*lima[:3], "Bolivia", "Q1", "reflected"],
                ["C3", date(2021, 5, 6), "City of Rome", "Italy", "Q1", None],
                ["C4", date(2021, 5, 6), "City of Bari", "Italy", "Q1", None],
            ]
        )
    )
    assert counted_changes(changes_between(before, after), EN) == [
        "Contributions: 2 rows added, 1 row removed and 1 row decided"
    ]
    assert counted_changes((), EN) == []
