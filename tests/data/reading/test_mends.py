"""What a message asks for is what mends it: typed where it says, the problem is gone and no other has come."""

import re
from collections.abc import Callable

import pytest

from data.grid import Grid, Workbook
from data.languages import LANGUAGES
from data.messages.choices import Choice, choices
from data.messages.problems import message
from data.problems import Kind, Problem
from data.reading import read
from data.words import words_of
from tests.data.reading.sheets import NOW, SOUND, contributions, milestones, settings, workbook
from tests.data.reading.test_problems import CASES
from tests.data.reading.typing import changed, typed

EN = words_of("en")

OFFERED = {kind: len(choices(case.road().problems[0], EN)) for kind, case in CASES.items()}
MORE = {
    "worksheet by another name": lambda: _renamed("Contributions reçues"),
    "form beside ours": lambda: _beside("Form Responses 1"),
    "month in settings": lambda: workbook(Settings=settings(start="2021-05-01")),
    "nearest of a setting": lambda: workbook(Settings=settings(tarjet=30)),
    "one of two sections": lambda: workbook(Contributions=contributions({"section": "AFR; EUR"})),
    "number with a comma": lambda: workbook(Settings=settings(target="1,234")),
    "baseline by its day or month": lambda: workbook(Milestones=milestones({"baseline": "2021-12-01"})),
}


def _renamed(title: str) -> Workbook:
    sound = workbook()
    grids = [grid if grid.title != "Contributions" else type(grid)(title, grid.rows) for grid in sound.grids]
    return Workbook(sound.origin, tuple(grids))


def _beside(title: str) -> Workbook:
    sound = workbook()
    form = Grid(title, [["Timestamp", "City", "Question"], ["2021-05-06", "Oslo", "Q1"]])
    return Workbook(sound.origin, (*sound.grids, form))


def _problems(book: Workbook) -> list[Problem]:
    return list(read(book, now=NOW).problems)


@pytest.mark.slow(3)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind, n in OFFERED.items() if n])
def test_each_text_to_copy_mends_its_problem_in_every_language(kind: Kind, language: str) -> None:
    book = CASES[kind].workbook()
    (problem,) = _problems(book)
    for choice in choices(problem, words_of(language)):
        assert not _problems(typed(book, problem, choice)), choice


@pytest.mark.parametrize("name", MORE)
def test_so_does_each_of_other_places(name: str) -> None:
    book = MORE[name]()
    for problem in _problems(book):
        offered = choices(problem, EN)
        assert offered, problem
        for choice in offered:
            assert not _problems(typed(book, problem, choice)), choice


def _example(said: str) -> str:
    """The example that a message gives, such as 2021-05-18 or 17:00."""
    return re.findall(r"\d{4}-\d\d-\d\d(?! \d)|\d\d:\d\d", said)[0]


def _row_deleted(book: Workbook, problem: Problem) -> Workbook:
    return changed(book, problem, lambda rows: rows.__delitem__((problem.row or 0) - 1))


def _worksheet_deleted(book: Workbook, problem: Problem) -> Workbook:
    return Workbook(book.origin, tuple(grid for grid in book.grids if grid.title != problem.sheet_title))


def _header_typed(book: Workbook, problem: Problem) -> Workbook:
    names = message(problem, EN).rsplit(": ", 1)[1].rstrip(".").split(" and ")
    return changed(book, problem, lambda rows: rows.insert(0, list(names)))


def _same(book: Workbook, problem: Problem) -> Workbook:
    return changed(book, problem, lambda rows: None)


DONE: dict[Kind, Callable[[Workbook, Problem], Workbook] | Choice] = {
    Kind.REPEATED_WORKSHEET: _worksheet_deleted,
    Kind.NO_HEADER: _header_typed,
    Kind.REPEATED_HEADER: Choice("Remarks"),
    Kind.BLANK_HEADER: Choice("Title"),
    Kind.UNREAD_COLUMN: Choice("Summary"),
    Kind.WITHDRAWN: _row_deleted,
    Kind.ROW_IN_QUESTION: Choice("REC", "code"),
    Kind.MISSING_VALUE: Choice("City of Lima"),
    Kind.ERROR_VALUE: Choice("A city for all"),
    Kind.UNCALCULATED_FORMULA: Choice("Dignity"),
    Kind.FUTURE_DATE: Choice("2021-05-01"),
    Kind.TIMES_CONFLICT: Choice("18:00"),
    Kind.DONE_WITHOUT_A_DAY: Choice("2021-05-18", "done_on"),
    Kind.UNREADABLE_NUMBER: Choice("12"),
    Kind.UNREADABLE_LINK: Choice("https://www.uclg.org"),
    Kind.REPEATED_SETTING: _row_deleted,
    Kind.MISSING_ID: Choice("C9"),
    Kind.REPEATED_ID: Choice("C9"),
    Kind.DATE_WITHOUT_DECISION: Choice(""),
    Kind.DEPENDENCY_CYCLE: Choice(""),
    Kind.NO_SECTION: Choice("AFR", "section"),
    Kind.MERGED_CELLS: _same,
}
"""What the messages ask for that offer nothing to copy and give no example."""


def test_whatever_offers_nothing_to_copy_is_done_by_hand() -> None:
    by_hand = {kind for kind, n in OFFERED.items() if not n}
    assert by_hand == {*DONE, *EXAMPLES}


EXAMPLES = (Kind.UNREADABLE_DATE, Kind.IMPLAUSIBLE_DATE, Kind.UNREADABLE_TIME, Kind.DECISION_WITHOUT_DATE)


@pytest.mark.parametrize("kind", [*DONE, *EXAMPLES])
def test_what_a_message_asks_for_mends_it(kind: Kind) -> None:
    book = CASES[kind].workbook()
    (problem,) = _problems(book)
    done = DONE.get(kind) or Choice(_example(message(problem, EN)))
    mended = typed(book, problem, done) if isinstance(done, Choice) else done(book, problem)
    assert not _problems(mended)


def test_the_sound_workbook_has_no_problem_to_begin_with() -> None:
    assert not _problems(workbook(**SOUND))
