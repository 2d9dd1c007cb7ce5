"""Every kind of problem: produced once, at its cell, with what it costs and one sentence that mends it."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

import pytest

from data.grid import CellError, Grid, Origin, Workbook
from data.languages import LANGUAGES
from data.messages.problems import message
from data.problems import Kind, Problem, Severity
from data.reading import read
from data.road import Road
from data.words import words_of
from tests.data.reading.sheets import (
    NOW,
    SOUND,
    contributions,
    milestones,
    road_of,
    sections,
    settings,
    workbook,
)

LEFT_OUT, IGNORED, WARNING = Severity.ROW_LEFT_OUT, Severity.CELL_IGNORED, Severity.WARNING


class Case(NamedTuple):
    """A workbook with one problem of a kind, where it is, what was found there, and the words for it."""

    workbook: Callable[[], Workbook]
    place: tuple[str, int | None, str | None, str | None]
    value: str | None
    severity: Severity
    says: str
    nearest: str | None = None

    def road(self) -> Road:
        return read(self.workbook(), now=NOW)


def _with_grid(change: Callable[[Grid], Grid], title: str) -> Workbook:
    sound = workbook()
    grids = tuple(change(grid) if grid.title == title else grid for grid in sound.grids)
    return Workbook(sound.origin, grids)


def _merged() -> Workbook:
    return _with_grid(lambda grid: Grid(grid.title, grid.rows, merged=("A2:B2",)), "Charter")


def _uncalculated() -> Workbook:
    def with_a_formula(grid: Grid) -> Grid:
        rows = [list(row) for row in grid.rows]
        rows[1][1] = None
        return Grid(grid.title, rows, uncalculated=frozenset({(2, 2)}))

    return _with_grid(with_a_formula, "Charter")


def _twice() -> Workbook:
    sound = workbook()
    again = Grid("Jalons", SOUND["Milestones"])
    return Workbook(Origin("file", "x.xlsx"), (*sound.grids, again))


def _copied() -> Workbook:
    sound = workbook()
    header = ["Timestamp", "City", "Question"]
    rows = [
        [datetime(2021, 5, 4, 9), "city of DAKAR", "Q1"],  # noqa: DTZ001 - as cells are
        [datetime(2021, 5, 5, 9), "City of Lima", "both"],  # noqa: DTZ001 - as cells are
        [datetime(2021, 5, 6, 9), "City of Lima", "Q1"],  # noqa: DTZ001 - as cells are
    ]
    tie = [["worksheet", "reads as"], ["Form Responses 1", "Contributions"]]
    more = (Grid("Form Responses 1", [header, *rows]), Grid("Columns", tie))
    return Workbook(sound.origin, (*sound.grids, *more))


def _one(**row: object) -> Callable[[], Workbook]:
    return lambda: workbook(Contributions=contributions(row))  # type: ignore[arg-type] - cells of any kind


def _step(**row: object) -> Callable[[], Workbook]:
    return lambda: workbook(Milestones=milestones(row))  # type: ignore[arg-type] - cells of any kind


DECIDED = {"decision": "reflected"}
CASES: dict[Kind, Case] = {
    Kind.MISSING_WORKSHEET: Case(
        lambda: workbook(Charter=None),
        ("Charter", None, None, None),
        None,
        WARNING,
        "Add a worksheet named “Charter”, for what depends on it to show.",
    ),
    Kind.REPEATED_WORKSHEET: Case(
        _twice,
        ("Milestones", None, None, None),
        "Jalons",
        WARNING,
        "Rename or delete this worksheet: “Milestones” is read as Milestones already.",
    ),
    Kind.NO_HEADER: Case(
        lambda: workbook(Charter=[["DIG", "Dignity"]]),
        ("Charter", None, None, None),
        None,
        IGNORED,
        "No row of the first 20 names columns of ours; row 1 says “DIG” and “Dignity”. Type their names in a row "
        "above the data: Code and Title.",
    ),
    Kind.MISSING_COLUMN: Case(
        lambda: workbook(Contributions=[row[:4] for row in SOUND["Contributions"]]),
        ("Contributions", None, "question", None),
        None,
        IGNORED,
        "Add a column named “Question”.",
    ),
    Kind.REPEATED_HEADER: Case(
        lambda: workbook(Charter=[["code", "title", "titre"], ["DIG", "a", None]]),
        ("Charter", 1, "title", "C"),
        "titre",
        WARNING,
        "Rename or delete this column: “Title” is column B already.",
    ),
    Kind.BLANK_HEADER: Case(
        lambda: workbook(Charter=[["code", None], ["DIG", "a"]]),
        ("Charter", 1, None, "B"),
        None,
        WARNING,
        "Type a name above this column: without one it is not read.",
    ),
    Kind.READ_AS: Case(
        lambda: workbook(Charter=[["code", "title", "draft of the text"], ["DIG", "Dignity", "a"]]),
        ("Charter", 1, "draft", "C"),
        "draft of the text",
        WARNING,
        "Read as “Draft”: give it that name to be sure.",
    ),
    Kind.UNREAD_COLUMN: Case(
        lambda: workbook(
            Contributions=[["Timestamp", "City", "Question", "Why?"], [date(2021, 5, 4), "Lima", "Q1", "Because"]]
        ),
        ("Contributions", 1, None, "D"),
        "Why?",
        WARNING,
        "Not read: “Why?”. Give a column one of our names if it is meant.",
    ),
    Kind.WITHDRAWN: Case(
        _one(decision="withdrawn"),
        ("Contributions", 2, "decision", "E"),
        "withdrawn",
        LEFT_OUT,
        "Its author took it back: it is not counted. Delete the row, or type another decision.",
    ),
    Kind.ROW_IN_QUESTION: Case(
        lambda: workbook(Charter=[*SOUND["Charter"], [None, "Recognition"]]),
        ("Charter", 4, "title_en", "B"),
        "Recognition",
        WARNING,
        "Is row 4 a note? It is not counted. If it is meant, fill in Code and Title as well.",
    ),
    Kind.MISSING_VALUE: Case(
        _one(contributor=None),
        ("Contributions", 2, "contributor", "C"),
        None,
        LEFT_OUT,
        "Type who contributed: a city, an organization, a network.",
    ),
    Kind.ERROR_VALUE: Case(
        _one(summary=CellError("#REF!")),
        ("Contributions", 2, "summary", "E"),
        "#REF!",
        IGNORED,
        "Correct the formula behind #REF!, or type the value itself.",
    ),
    Kind.UNCALCULATED_FORMULA: Case(
        _uncalculated,
        ("Charter", 2, "title_en", "B"),
        None,
        IGNORED,
        "Open the file in a spreadsheet program and save it, so that the formula has a value, or type the value.",
    ),
    Kind.UNREADABLE_DATE: Case(
        _one(received_on="soon"),
        ("Contributions", 2, "received_on", "B"),
        "soon",
        LEFT_OUT,
        "Type a day, such as 2021-05-18.",
    ),
    Kind.AMBIGUOUS_DATE: Case(
        _one(received_on="04/05/2021"),
        ("Contributions", 2, "received_on", "B"),
        "04/05/2021",
        WARNING,
        "Read as 4 May 2021: type 2021-05-04 to be sure, or 2021-04-05 for 5 April 2021.",
    ),
    Kind.IMPLAUSIBLE_DATE: Case(
        _one(received_on="0202-05-04"),
        ("Contributions", 2, "received_on", "B"),
        "0202-05-04",
        LEFT_OUT,
        "Type a day between 2000 and 2100, such as 2021-05-18.",
    ),
    Kind.FUTURE_DATE: Case(
        _one(received_on=date(2021, 7, 1)),
        ("Contributions", 2, "received_on", "B"),
        "2021-07-01",
        WARNING,
        "Check the year: this day is still to come, and nothing counts before its day.",
    ),
    Kind.DAY_OR_MONTH: Case(
        _step(due=date(2021, 12, 1)),
        ("Milestones", 2, "due", "C"),
        "2021-12-01",
        WARNING,
        "Read as the day 1 December 2021: type “day” or, for all of December 2021, “month” in Due precision.",
    ),
    Kind.PRECISION_CONFLICT: Case(
        _step(due="2021-12", due_precision="day"),
        ("Milestones", 2, "due_precision", "D"),
        "2021-12",
        IGNORED,
        "Type “month” here, or a day such as 2021-12-18 in Due.",
    ),
    Kind.UNREADABLE_TIME: Case(
        _step(starts="tea time"),
        ("Milestones", 2, "starts", "D"),
        "tea time",
        IGNORED,
        "Type a time of day such as 17:00, or a day and a time such as 2021-05-18 17:00.",
    ),
    Kind.TIMES_CONFLICT: Case(
        _step(starts="17:00", ends="16:00"),
        ("Milestones", 2, "ends", "E"),
        "16:00",
        IGNORED,
        "Type a time that comes after the one in Starts.",
    ),
    Kind.DONE_WITHOUT_A_DAY: Case(
        _step(state="Terminé"),
        ("Milestones", 2, "state", "D"),
        "Terminé",
        WARNING,
        "Type the day it was done in Done on: only its day makes a milestone done.",
    ),
    Kind.UNREADABLE_NUMBER: Case(
        lambda: workbook(Sections=sections("many")),
        ("Sections", 2, "expected", "B"),
        "many",
        IGNORED,
        "Type a whole number, 0 or more, in digits.",
    ),
    Kind.AMBIGUOUS_NUMBER: Case(
        lambda: workbook(Sections=sections("1,234")),
        ("Sections", 2, "expected", "B"),
        "1,234",
        WARNING,
        "Read as 1,234, it could be 1.234: type digits alone, such as 1234.",
    ),
    Kind.UNREADABLE_YES_NO: Case(
        lambda: workbook(Settings=settings(illustrative="perhaps")),
        ("Settings", 2, "value", "B"),
        "perhaps",
        IGNORED,
        "Type yes or no.",
    ),
    Kind.UNREADABLE_LINK: Case(
        _one(link="javascript:alert(1)"),
        ("Contributions", 2, "link", "E"),
        "javascript:alert(1)",
        IGNORED,
        "Paste a whole web address, one that begins with https://.",
    ),
    Kind.UNKNOWN_VALUE: Case(
        _one(section="Afrca"),
        ("Contributions", 2, "section", "E"),
        "Afrca",
        IGNORED,
        "Type “Africa”, if that is what you mean.",
        "Africa",
    ),
    Kind.MORE_THAN_ONE: Case(
        _one(section="AFR; EUR"),
        ("Contributions", 2, "section", "E"),
        "AFR; EUR",
        IGNORED,
        "Type one value: only “AFR” counts.",
    ),
    Kind.UNKNOWN_SETTING: Case(
        lambda: workbook(Settings=settings(tarjet=100)),
        ("Settings", 2, "key", "A"),
        "tarjet",
        IGNORED,
        "Type “target”, if that is what you mean.",
        "target",
    ),
    Kind.REPEATED_SETTING: Case(
        lambda: workbook(Settings=[["key", "value"], ["target", 100], ["cible", 200]]),
        ("Settings", 3, "key", "A"),
        "cible",
        LEFT_OUT,
        "Delete one of two: “Key” is the same in row 2, which counts.",
    ),
    Kind.MISSING_ID: Case(
        _one(id=None),
        ("Contributions", 2, "id", "A"),
        None,
        WARNING,
        "Type an id of its own: until then it is called “row 2”.",
    ),
    Kind.REPEATED_ID: Case(
        lambda: workbook(Contributions=contributions({"id": "C1"}, {"id": "C1"})),
        ("Contributions", 3, "id", "A"),
        "C1",
        WARNING,
        "Type another id: row 2 has this one, and this row is called “row 3”.",
    ),
    Kind.DATE_BEFORE_RECEIVED: Case(
        _one(considered_on=date(2021, 5, 3)),
        ("Contributions", 2, "considered_on", "E"),
        "2021-05-03",
        IGNORED,
        "Type 4 May 2021 or a later day: it was received then.",
    ),
    Kind.DATE_WITHOUT_DECISION: Case(
        _one(decided_on=date(2021, 5, 20), decision=None),
        ("Contributions", 2, "decided_on", "E"),
        "2021-05-20",
        IGNORED,
        "Type the decision in Decision, or empty this cell.",
    ),
    Kind.DECISION_WITHOUT_DATE: Case(
        _one(decided_on=None, **DECIDED),
        ("Contributions", 2, "decided_on", "E"),
        None,
        WARNING,
        "Type the day of the decision, such as 2021-05-18.",
    ),
    Kind.DATES_OUT_OF_ORDER: Case(
        _one(considered_on=date(2021, 5, 21), decided_on=date(2021, 5, 20), **DECIDED),
        ("Contributions", 2, "considered_on", "E"),
        "2021-05-21",
        WARNING,
        "Type 20 May 2021 or an earlier day: it was decided then.",
    ),
    Kind.SEVERAL_LAUNCHES: Case(
        lambda: workbook(
            Milestones=milestones(
                {"kind": "launch", "due": date(2021, 12, 18)}, {"kind": "launch", "due": date(2021, 12, 17)}
            )
        ),
        ("Milestones", 3, "kind", "D"),
        "M2",
        WARNING,
        "Type another kind, or “Cancelled” in State: “M1” in row 2 is the launch, being the latest.",
    ),
    Kind.COLLECTION_AFTER_LAUNCH: Case(
        lambda: workbook(
            Milestones=milestones(
                {"kind": "launch", "due": date(2021, 12, 17)}, {"kind": "deadline", "due": date(2021, 12, 18)}
            )
        ),
        ("Milestones", 3, "due", "C"),
        "2021-12-18",
        WARNING,
        "Type 17 December 2021 or an earlier day, if contributions are collected until the launch.",
    ),
    Kind.DEPENDENCY_CYCLE: Case(
        lambda: workbook(Milestones=milestones({"depends_on": "M2"}, {"depends_on": "M1"})),
        ("Milestones", 3, "depends_on", "D"),
        "M1",
        IGNORED,
        "Remove “M1”, for these milestones form a circle: M1 → M2 → M1.",
    ),
    Kind.NO_SECTION: Case(
        _one(country="Japan"),
        ("Contributions", 2, "country", "E"),
        "Japan",
        WARNING,
        "Type a section in this row, or give Japan one in Countries.",
    ),
    Kind.TARGET_DIFFERS: Case(
        lambda: workbook(Sections=sections(20), Settings=settings(target=30)),
        ("Settings", 2, "value", "B"),
        "30",
        WARNING,
        "Type 20, if the target is what the sections expect in all.",
    ),
    Kind.COUNTED_TWICE: Case(
        _copied,
        ("Contributions", None, None, None),
        "Form Responses 1",
        WARNING,
        "2 of its 3 rows have the contributor and the day of a row in “Contributions”, and both count: delete "
        "them in either worksheet, or type “Form Responses 1” and “not read” in a row of the worksheet "
        "Columns.",
    ),
    Kind.MERGED_CELLS: Case(
        _merged,
        ("Charter", 2, "code", "A"),
        "A2:B2",
        WARNING,
        "Unmerge A2:B2: only its first cell, A2, holds the value.",
    ),
}


def test_columns_of_a_form_that_are_not_read_are_named_each_in_its_marks() -> None:
    header, row = (
        ["Timestamp", "City", "Question", "Why?", "Weather"],
        [date(2021, 5, 4), "Lima", "Q1", "Because", "So"],
    )
    (problem,) = read(workbook(Contributions=[header, row]), now=NOW).problems
    said = message(problem, words_of("en"))
    assert said == "Not read: “Why?” and “Weather”. Give a column one of our names if it is meant."
    assert "«\xa0Why?\xa0» et «\xa0Weather\xa0»" in message(problem, words_of("fr"))


def test_cells_merged_below_the_last_row_are_nobodys_fault() -> None:
    below = len(SOUND["Charter"]) + 1
    merged = _with_grid(lambda grid: Grid(grid.title, grid.rows, merged=(f"A{below}:B{below}",)), "Charter")
    assert read(merged, now=NOW).problems == ()


def test_every_kind_has_a_case() -> None:
    assert set(CASES) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_a_problem_stands_at_its_cell_and_says_its_mend(kind: Kind) -> None:
    case = CASES[kind]
    road = case.road()
    (problem,) = road.problems
    assert problem.kind is kind
    assert (problem.worksheet, problem.row, problem.column, problem.column_letter) == case.place
    assert (problem.value, problem.severity, problem.nearest) == (case.value, case.severity, case.nearest)
    assert message(problem, words_of("en")) == case.says


@pytest.mark.slow(3)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_says_one_whole_sentence_in_each_language(kind: Kind, language: str) -> None:
    for problem in CASES[kind].road().problems:
        said = message(problem, words_of(language))
        assert said.endswith(".")
        assert not re.search(r"\{\w*\}|\bNone\b|\bnan\b", said)


@pytest.mark.slow(3)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_a_problem_without_details_still_says_something(kind: Kind, language: str) -> None:
    problem = CASES[kind].road().problems[0]
    bare = Problem(problem.worksheet, kind, problem.severity)
    assert message(bare, words_of(language))


@pytest.mark.parametrize("kind", Kind)
def test_a_row_left_out_is_counted_and_no_other_is(kind: Kind) -> None:
    road = CASES[kind].road()
    left_out = sum(count.left_out for count in road.rows.values())
    rows = {(problem.worksheet, problem.row) for problem in road.problems if problem.severity is LEFT_OUT}
    assert left_out == len(rows) or kind is Kind.NO_HEADER


def test_the_value_is_the_one_found_and_the_title_the_tab_s_own() -> None:
    row = {"received_on": "1 juillet 2021", "country": " japan "}
    future, elsewhere = road_of(Contributions=contributions(row)).problems
    assert (future.value, elsewhere.value) == ("1 juillet 2021", "japan")
    grid = Grid("  INPUTS ", contributions({"id": None}), gid=7)
    sound = workbook(Contributions=None)
    (problem,) = read(Workbook(sound.origin, (*sound.grids, grid)), now=NOW).problems
    assert (problem.worksheet, problem.sheet_title, problem.gid) == ("Contributions", "  INPUTS ", 7)


def test_one_reading_costs_another_none_of_its_suggestions() -> None:
    garbage = contributions(*({"decision": f"garbage {n}", "language": f"tongue {n}"} for n in range(400)))
    for _ in range(2):
        road_of(Contributions=garbage)
        road = road_of(Contributions=contributions({"decision": "refleted", "language": "Frensh"}))
        assert {problem.nearest for problem in road.problems} == {"reflected", "French"}


def test_problems_come_by_worksheet_row_and_column() -> None:
    road = road_of(
        Settings=settings(target="many"),
        Contributions=contributions(
            {"decision": "a", "country": "b"}, {"received_on": "c", "country": "Senegal", "decision": None}
        ),
        Milestones=milestones({"due": "d"}),
    )
    assert [(problem.worksheet, problem.row, problem.column) for problem in road.problems] == [
        *(("Milestones", 2, "due"), ("Contributions", 2, "decision"), ("Contributions", 2, "country")),
        *(("Contributions", 3, "received_on"), ("Settings", 2, "value")),
    ]
