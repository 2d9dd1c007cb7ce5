"""Small workbooks for tests of reading: a sound one, and ways to change one thing in it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl

from data.grid import Cell, Grid, Origin, Workbook
from data.problems import Kind, Problem
from data.reading import read
from data.road import Road
from data.sources.file import read_file

NOW = datetime(2021, 6, 15, 12, tzinfo=UTC)
TODAY = date(2021, 6, 15)

Rows = Sequence[Sequence[Cell]]
Tables = Mapping[str, Rows]

SOUND: Tables = {
    "Milestones": [
        ["id", "title", "kind", "due", "due_precision"],
        ["M1", "First session", "session", date(2021, 5, 18), None],
        ["M2", "Launch", "launch", "2021-12", None],
    ],
    "Contributions": [
        ["id", "received_on", "contributor", "country", "question"],
        ["C1", date(2021, 5, 4), "City of Dakar", "Senegal", "Q1"],
        ["C2", date(2021, 5, 5), "City of Lima", "Peru", "both"],
    ],
    "Sections": [
        ["code", "name_en", "kind"],
        *(["EUR", "Europe", "regional"], ["AFR", "Africa", "regional"], ["LAM", "Latin America", "regional"]),
        *(["MET", "Metropolis", "metropolitan"], ["REG", "Forum of Regions", "regions"]),
    ],
    "Charter": [["code", "title_en"], ["DIG", "Dignity"], ["EQU", "Equity"]],
    "Questions": [["code", "text_en"], ["Q1", "What?"], ["Q2", "How?"]],
    "Settings": [["key", "value"], ["title", "Road"], ["timezone", "Europe/Madrid"]],
}
"""A workbook without a problem."""


def workbook(locale: str | None = None, /, **changed: Rows | None) -> Workbook:
    """The sound workbook with worksheets replaced, or taken out by None."""
    tables = {**SOUND, **changed}
    grids = tuple(Grid(title, rows) for title, rows in tables.items() if rows is not None)
    return Workbook(Origin("file", "test.xlsx"), grids, locale=locale)


def through_a_file(path: Path, **changed: Rows | None) -> Workbook:
    """The same, written by openpyxl and read from the file."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in {**SOUND, **changed}.items():
        if rows is not None:
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
    book.save(path)
    return read_file(path)


def road_of(locale: str | None = None, /, **changed: Rows | None) -> Road:
    """The Road of the sound workbook with worksheets replaced."""
    return read(workbook(locale, **changed), now=NOW)


def contributions(*rows: Mapping[str, Cell]) -> Rows:
    """The Contributions worksheet of these rows; what a row leaves open is sound."""
    sound: dict[str, Cell] = {"id": None, "received_on": date(2021, 5, 4), "contributor": "City of Dakar"}
    sound |= {"question": "Q1"}
    columns = dict.fromkeys([*sound, *(name for row in rows for name in row)])
    filled = [{**sound, "id": f"C{number}", **row} for number, row in enumerate(rows, start=1)]
    return [list(columns), *([row.get(name) for name in columns] for row in filled)]


def milestones(*rows: Mapping[str, Cell]) -> Rows:
    """The Milestones worksheet of these rows; what a row leaves open is sound."""
    columns = dict.fromkeys(["id", "title", "due", *(name for row in rows for name in row)])
    filled = [
        {"id": f"M{number}", "title": f"Step {number}", "due": date(2021, 5, 18), **row}
        for number, row in enumerate(rows, start=1)
    ]
    return [list(columns), *([row.get(name) for name in columns] for row in filled)]


def sections(expected: Cell) -> Rows:
    """The Sections worksheet: what Europe is expected to say, and nothing of the others."""
    return [["code", "expected"], ["EUR", expected], ["AFR", None], ["LAM", None]]


def settings(**values: Cell) -> Rows:
    """The Settings worksheet of these pairs."""
    return [["key", "value"], *([key, value] for key, value in values.items())]


def kinds(road: Road) -> list[Kind]:
    """The kinds of its problems, in their order."""
    return [problem.kind for problem in road.problems]


def only(road: Road) -> Problem:
    """Its one problem."""
    (problem,) = road.problems
    return problem


def check_counts(road: Road) -> None:
    """Rows read = used + left out, per worksheet, and used are those of the frames."""
    for count in road.rows.values():
        assert count.read == count.used + count.left_out
        assert min(count.read, count.used, count.left_out) >= 0
    if "Contributions" in road.rows:
        assert road.rows["Contributions"].used == len(road.contributions)
    if "Milestones" in road.rows:
        assert road.rows["Milestones"].used == len(road.milestones)
