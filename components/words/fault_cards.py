"""One card for each faulty row of the sheet: the row as the sheet shows it, the bad cell marked, what to type there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from components.words.sheet import address_of, cell, link_to, row_address, row_link
from data.cache import per_road, per_road_keeping
from data.messages.choices import choices
from data.messages.labels import column_label
from data.messages.problems import message
from data.problems import Problem, Severity
from data.reading.doctor import possible_duplicates
from data.road import Heading, Road
from data.shape import PERSONAL
from data.words import Words, shorten

MEND_CHARACTERS = 600
NAME_CHARACTERS = 80
CELL_CHARACTERS = 160


@dataclass(frozen=True)
class Fault:
    """A row with problems, or one problem of a whole worksheet: the places of these in the road's list, the dearest
    first. Its cost and its ``kind`` are those of the first."""

    worksheet: str
    severity: Severity
    kind: str
    problems: tuple[int, ...]


@dataclass(frozen=True)
class Row:
    """A row of the sheet by its number: the texts of the card's columns, and the letters of the cells at fault."""

    number: int
    cells: tuple[str, ...]
    marked: frozenset[str]


@dataclass(frozen=True)
class Mend:
    """What to do: at which ``place`` (its address for a name box, '' where no cell is meant; ``link`` opens it, '' in a
    file), the sentence, and what to type, one or the other. ``found`` is what stands there where no row shows it."""

    place: str
    link: str
    says: str
    typed: tuple[str, ...] = ()
    found: str = ""


@dataclass(frozen=True)
class Card:
    """A fault as it is drawn; ``rows`` is empty where it is not of rows, or of one row too many to be kept."""

    title: str
    columns: tuple[Heading, ...]
    rows: tuple[Row, ...]
    mends: tuple[Mend, ...]


@per_road_keeping(2)
def faults(road: Road) -> tuple[Fault, ...]:
    """Every faulty row once, and every problem of a whole worksheet or column: the dearest first, those of one kind
    together in the sheet's order."""
    costs = {severity: cost for cost, severity in enumerate(Severity)}
    by_place: dict[object, list[int]] = {}
    for number, problem in enumerate(road.problems):
        at = (problem.worksheet, problem.sheet_title, problem.row) if problem.row else number
        by_place.setdefault(at, []).append(number)
    found = []
    for numbers in by_place.values():
        numbers.sort(key=lambda number: costs[road.problems[number].severity])
        first = road.problems[numbers[0]]
        found.append(Fault(first.worksheet, first.severity, first.kind.value, tuple(numbers)))
    first_of: dict[str, int] = {}
    for place, fault in enumerate(found):
        first_of.setdefault(fault.kind, place)
    return tuple(sorted(found, key=lambda fault: (costs[fault.severity], first_of[fault.kind])))


def fault_card(road: Road, fault: Fault, words: Words) -> Card:
    """A fault in the reader's language."""
    problems = [road.problems[number] for number in fault.problems]
    title, row = problems[0].sheet_title or "", problems[0].row
    tab = shorten(title, NAME_CHARACTERS) or words.say(fault.worksheet)
    typed = road.as_typed.get((title, row)) if row else None
    columns, rows = (), ()
    if row and typed is not None:
        marked = frozenset(problem.column_letter for problem in problems if problem.column_letter)
        columns = tuple(_columns(road, title, {*typed, *marked}))
        cells = tuple(shorten(typed.get(heading.letter, ""), CELL_CHARACTERS) for heading in columns)
        rows = (Row(row, cells, marked),)
    return Card(
        words.say("{worksheet}, row {row}", worksheet=tab, row=str(row)) if row else tab,
        columns,
        rows,
        tuple(_mend(road, problem, words, is_shown=bool(rows)) for problem in problems),
    )


def _columns(road: Road, title: str, letters: Iterable[str]) -> Iterable[Heading]:
    """The columns of these letters as the sheet has them, one of a person only where the sheet says that it shows."""
    known = {heading.letter: heading for heading in road.headings.get(title, ())}
    for letter in sorted(letters, key=lambda one: (len(one), one)):
        heading = known.get(letter, Heading(letter, "", ""))
        if heading.column not in PERSONAL or road.settings.show_contacts:
            yield heading


def _mend(road: Road, problem: Problem, words: Words, *, is_shown: bool) -> Mend:
    says = message(problem, words)
    if problem.column:
        column = shorten(column_label(problem.worksheet, problem.column, words), NAME_CHARACTERS)
        says = words.say("{label}: {value}", label=column, value=says)
    return Mend(
        address_of(problem, words) if cell(problem) else "",
        link_to(problem, road.origin),
        shorten(says, MEND_CHARACTERS),
        tuple(choice.text for choice in choices(problem, words)),
        "" if is_shown or not problem.row else shorten(problem.value or "", CELL_CHARACTERS),
    )


_SAME = ("received_on", "contributor", "question")
"""What rows have in common that may be entered twice."""


@per_road
def duplicate_cards(road: Road, words: Words) -> tuple[Card, ...]:
    """A card for each group of contributions that may be one, its rows below each other."""
    return tuple(_duplicate(road, rows, words) for _, rows in possible_duplicates(road).groupby("group"))


def _duplicate(road: Road, rows: pd.DataFrame, words: Words) -> Card:
    tabs = list(dict.fromkeys(rows["tab"]))
    headings = tuple(heading for heading in road.headings.get(tabs[0], ()) if heading.column in rows)
    marked = frozenset(heading.letter for heading in headings if heading.column in _SAME)
    places: Sequence[tuple[str, int]] = list(zip(rows["tab"], rows["row"].tolist(), strict=True))
    tab, last = places[-1]
    return Card(
        words.say(
            "{worksheet}, rows {rows}",
            worksheet=words.listed([shorten(tab, NAME_CHARACTERS) for tab in tabs]),
            rows=words.listed([str(row) for _, row in places]),
        ),
        headings,
        tuple(
            Row(row["row"], tuple(_text(row[heading.column], words) for heading in headings), marked)
            for row in rows.to_dict("records")
        ),
        (
            Mend(
                row_address(tab, last),
                row_link(road, "Contributions", last, tab),
                words.say("If this is one contribution entered twice, delete all of these rows but one."),
            ),
        ),
    )


def _text(value: object, words: Words) -> str:
    if isinstance(value, pd.Timestamp):
        return words.day(value.date())
    return shorten(value, CELL_CHARACTERS) if isinstance(value, str) else ""
