"""The Contributions worksheet: who said what, when, where it counts, and what became of it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.grid import Cell
from data.problems import Kind, Severity
from data.reading import frames, values
from data.reading.columns import (
    cells_read,
    nothing,
    picked,
    read_column,
    read_rest,
    reader_of,
    report,
    report_missing,
    whole_ids,
)
from data.reading.definitions import SectionsRead
from data.reading.findings import Finding, Problems, Reading
from data.reading.headers import is_a_form, lacks_a_needed_column
from data.reading.keys import key, one_line, text_of
from data.reading.known import Known
from data.reading.platforms import WITHDRAWN
from data.reading.sheet import Sheet
from data.reading.values import Cells, Habits, Reader, read_cells
from data.road import RowCount
from data.shape import CONTRIBUTIONS, N_

_EPOCH = date(1970, 1, 1).toordinal()


NOT_NAMED = N_("not named")
"""Who contributed, where the worksheet has no column that says so."""


@dataclass(frozen=True)
class References:
    """What contributions refer to. ``known`` is by worksheet, None where it says nothing: then nothing is read."""

    sections: SectionsRead
    section_of: dict[str, str | None]
    known: Mapping[str, Known | None]


@dataclass(frozen=True)
class ContributionsRead:
    """Contributions used, and what hangs on each by its position."""

    frame: pd.DataFrame
    answers: pd.DataFrame
    landings: pd.DataFrame
    crosscuts: pd.DataFrame
    rows: tuple[RowCount, ...]
    """Of each worksheet."""


@dataclass(frozen=True)
class _Read:
    """The contributions used of one worksheet: their rows there, their values by column."""

    sheet: Sheet
    rows: list[int]
    columns: Mapping[str, Sequence]
    is_decision_dated: np.ndarray
    count: RowCount


def read_contributions(
    sheets: Sequence[Sheet], habits: Habits, references: References, today: date, problems: Problems
) -> ContributionsRead:
    """A row without a readable ``received_on`` or without a contributor is left out; every other one is used.

    Several worksheets follow each other; an id that an earlier one has counts there.
    """
    taken: dict[str, str] | None = {} if len(sheets) > 1 else None
    each = [_read_one(sheet, habits, references, today, problems, taken) for sheet in sheets]
    columns = {name: _joined([read.columns[name] for read in each]) for name in nothing(CONTRIBUTIONS)}
    memory = each[0].sheet.grid.memory if len(each) == 1 else None
    linked = {
        column.links: frames.links(column.kept_as or column.name, columns[column.name], memory)
        for column in CONTRIBUTIONS.columns
        if column.links
    }
    rows = [row for read in each for row in read.rows]
    frame = frames.of_worksheet(CONTRIBUTIONS, rows, columns, memory)
    frame.insert(1, "tab", frames.texts([read.sheet.grid.title for read in each for _ in read.rows]))
    frame["is_decision_dated"] = np.concatenate([np.array([], dtype=bool), *(read.is_decision_dated for read in each)])
    return ContributionsRead(frame, **linked, rows=tuple(read.count for read in each))


def _joined(parts: list[Any]) -> Any:  # noqa: ANN401 - lists or arrays of whatever a column holds
    if len(parts) == 1:
        return parts[0]
    if parts and all(isinstance(part, np.ndarray) for part in parts):
        return np.concatenate(parts)
    return [value for part in parts for value in part]


def _read_one(
    sheet: Sheet, habits: Habits, references: References, today: date, problems: Problems, taken: dict[str, str] | None
) -> _Read:
    """One worksheet; ``taken`` are the ids of those before it, by their identity, with where each stands."""
    if lacks_a_needed_column(sheet):
        count = RowCount(len(sheet.rows), 0, len(sheet.rows))
        return _Read(sheet, [], nothing(CONTRIBUTIONS), np.array([], dtype=bool), count)
    received = cells_read(sheet, "received_on", values.day(habits))
    contributors = cells_read(sheet, "contributor", values.who)
    for column, cells in (("received_on", received), ("contributor", contributors)):
        if column not in sheet.places:
            continue
        report(sheet, column, cells, problems, costs_row=True)
        report_missing(sheet, column, cells, problems)
    withdrawn = _withdrawn(sheet, problems)
    if "contributor" not in sheet.places:
        contributors = Cells([NOT_NAMED] * len(sheet.rows), [])
    used = [
        index
        for index, (day, who) in enumerate(zip(received.content, contributors.content, strict=True))
        if day is not None and who is not None and index not in withdrawn
    ]
    ids = cells_read(sheet, "id", values.name)
    report(sheet, "id", ids, problems)
    if "id" not in sheet.places and is_a_form(sheet):
        ids = Cells(stamped_ids(sheet.cells("received_on"), contributors.content), [])
    countries = read_column(sheet, "country", values.country(), problems)
    geography, crosscuts = _geography(sheet, countries, used, references, problems)
    decisions = cells_read(sheet, "decision", reader_of(CONTRIBUTIONS.column("decision"), habits, {}))
    report(sheet, "decision", decisions, problems)
    dates = _stages(sheet, received.content, decisions, used, habits, today, problems)
    done = {
        "id": whole_ids(sheet, ids, used, problems, taken),
        "received_on": dates.received,
        "contributor": picked(contributors.content, used),
        "country": picked(countries, used),
        "section": geography,
        "also_counts_for": crosscuts,
        "considered_on": dates.considered,
        "decided_on": dates.decided,
        "decision": picked(decisions.content, used),
    }
    columns = read_rest(sheet, used, done, habits, references.known, problems)
    _add_answers(sheet, used, columns)
    count = RowCount(len(sheet.rows), len(used), len(sheet.rows) - len(used))
    return _Read(sheet, picked(sheet.rows, used), columns, dates.is_decision_dated, count)


def stamped_ids(moments: Sequence[Cell], contributors: Sequence[str | None]) -> list[str]:
    """An id for each answer of a form, by its moment and who sent it: the same wherever the row is sorted to."""
    said = (f"{text_of(moment)}|{key(who or '')}" for moment, who in zip(moments, contributors, strict=True))
    return ["F-" + hashlib.blake2b(one.encode(errors="replace"), digest_size=4).hexdigest() for one in said]


def _withdrawn(sheet: Sheet, problems: Problems) -> set[int]:
    """The rows that an export says its author took back: left out, and told."""
    found, cells = set(), sheet.cells("decision")
    withdrawn = {cell for cell in {cell for cell in cells if isinstance(cell, str)} if key(cell) in WITHDRAWN}
    for index, cell in enumerate(cells) if withdrawn else ():
        if isinstance(cell, str) and cell in withdrawn:
            found.add(index)
            finding = Finding(Kind.WITHDRAWN, one_line(cell), Severity.ROW_LEFT_OUT)
            problems.at_cell(sheet, sheet.rows[index], "decision", finding)
    return found


def _add_answers(sheet: Sheet, used: Sequence[int], columns: dict[str, Any]) -> None:
    """Answers in columns of their own: a cell that says something is an answer to its column's question."""
    for place, code in sheet.answers.items():
        cells = [row[place] if place < len(row) else None for row in sheet.body]
        said = [read_cells([cells[index]], values.prose).content[0] is not None for index in used]
        columns["question"] = [
            tuple(dict.fromkeys((*(codes or ()), code))) if is_said else codes
            for codes, is_said in zip(columns["question"], said, strict=True)
        ]


@dataclass(frozen=True)
class _Dates:
    """Days of the used rows as ``datetime64[D]``, NaT where empty, and whether a decision has a day of its own."""

    received: np.ndarray
    considered: np.ndarray
    decided: np.ndarray
    is_decision_dated: np.ndarray


def _geography(
    sheet: Sheet, countries: list[str | None], used: list[int], references: References, problems: Problems
) -> tuple[list[str | None], list[tuple[str, ...] | None]]:
    """The geographic section and the cross-cutting ones of each used row."""
    sections = references.sections
    overrides = read_column(sheet, "section", _section(sections), problems)
    also = read_column(sheet, "also_counts_for", values.codes(sections.known_crosscutting), problems)
    cells = sheet.cells("country")
    geography: list[str | None] = []
    crosscuts: list[tuple[str, ...] | None] = []
    for index in used:
        override, crosscutting = overrides[index] or (None, ())
        country = countries[index]
        section = override or (references.section_of.get(country) if country else None)
        if section is None and country is not None:
            typed = one_line(text_of(cells[index]))
            finding = Finding(Kind.NO_SECTION, typed, Severity.WARNING, details={"country": country})
            problems.at_cell(sheet, sheet.rows[index], "country", finding)
        geography.append(section)
        counted = (*crosscutting, *(also[index] or ())) if crosscutting else also[index]
        crosscuts.append(tuple(dict.fromkeys(counted)) if counted else None)
    return geography, crosscuts


def _section(sections: SectionsRead) -> Reader:
    """A section typed over the country's: (the geographic one or None, the cross-cutting ones)."""
    codes = values.codes(sections.known)

    def read(cell: Cell) -> Reading:
        found, findings = codes(cell)
        geographic = [code for code in found or () if code in sections.geographic]
        crosscutting = tuple(code for code in found or () if code not in sections.geographic)
        if len(geographic) > 1:
            details = {"reading": geographic[0]}
            findings = (*findings, Finding(Kind.MORE_THAN_ONE, one_line(text_of(cell)), details=details))
        if not found:
            return Reading(None, findings)
        return Reading((geographic[0] if geographic else None, crosscutting), findings)

    return values.in_place_of(codes, read)


def _stages(
    sheet: Sheet,
    received: list[date | None],
    decisions: Cells,
    used: list[int],
    habits: Habits,
    today: date,
    problems: Problems,
) -> _Dates:
    """The effective days of each used row.

    Stages: decided implies considered implies received. A date before ``received_on`` counts as missing, one without a
    decision is ignored; a decision is dated by ``decided_on``, else ``considered_on``, else ``received_on``.
    """
    columns = {name: cells_read(sheet, name, values.day(habits)) for name in ("considered_on", "decided_on")}
    days = {"received_on": _days(received, used)}
    for name, cells in columns.items():
        report(sheet, name, cells, problems)
        days[name] = _days(cells.content, used)

    def flag(column: str, where: np.ndarray, kind: Kind, severity: Severity, details: str | None = None) -> None:
        cells = sheet.cells(column) if where.any() else []
        for position in np.flatnonzero(where):
            index = used[position]
            found = None if np.isnat(days[column][position]) else values.date_text(cells[index])
            named = {} if details is None else {details: str(days[details][position])}
            problems.at_cell(sheet, sheet.rows[index], column, Finding(kind, found, severity, details=named))

    for column, found in days.items():
        flag(column, found > np.datetime64(today), Kind.FUTURE_DATE, Severity.WARNING)
    nothing = np.datetime64("NaT")
    valid = {}
    for column in columns:
        is_early = days[column] < days["received_on"]
        flag(column, is_early, Kind.DATE_BEFORE_RECEIVED, Severity.CELL_IGNORED, details="received_on")
        valid[column] = np.where(is_early, nothing, days[column])
    considered, decided = valid["considered_on"], valid["decided_on"]
    is_decided = np.array([decisions.content[index] is not None for index in used], dtype=bool)
    _flag_decisions(sheet, decisions, columns["decided_on"], is_decided, decided, used, flag, problems)
    has_order = is_decided & (considered > decided)
    flag("considered_on", has_order, Kind.DATES_OUT_OF_ORDER, Severity.WARNING, details="decided_on")
    is_decision_dated = is_decided & ~np.isnat(decided)
    fallback = np.where(np.isnat(considered), days["received_on"], considered)
    decided = np.where(is_decided, np.where(np.isnat(decided), fallback, decided), nothing)
    considered = np.where(considered > decided, decided, considered)
    return _Dates(days["received_on"], considered, decided, is_decision_dated)


def _days(found: list[date | None], used: list[int]) -> np.ndarray:
    # By their ordinals: numpy takes five times as long to convert the dates themselves.
    none = np.iinfo(np.int64).min
    days = (none if day is None else day.toordinal() - _EPOCH for day in picked(found, used))
    return np.fromiter(days, dtype="int64", count=len(used)).view("datetime64[D]")


def _flag_decisions(
    sheet: Sheet,
    decisions: Cells,
    decided_on: Cells,
    is_decided: np.ndarray,
    decided: np.ndarray,
    used: list[int],
    flag: Callable[[str, np.ndarray, Kind, Severity], None],
    problems: Problems,
) -> None:
    """Decisions without a date and dates without a decision; where a whole column lacks, once and not row by row."""
    is_dated = ~np.isnat(decided)
    is_wrong = _wrong(decisions, used)
    without_decision = is_dated & ~is_decided & ~is_wrong
    without_date = is_decided & ~is_dated & ~_wrong(decided_on, used) & _blank(decided_on, used)
    for column, where in (("decision", without_decision), ("decided_on", without_date)):
        if column not in sheet.places and where.any():
            problems.at_cell(sheet, None, column, Finding(Kind.MISSING_COLUMN, None, Severity.WARNING))
            where[:] = False
    flag("decided_on", without_decision, Kind.DATE_WITHOUT_DECISION, Severity.CELL_IGNORED)
    flag("decided_on", without_date, Kind.DECISION_WITHOUT_DATE, Severity.WARNING)


def _wrong(cells: Cells, used: list[int]) -> np.ndarray:
    wrong = {index for index, _ in cells.findings}
    return np.array([index in wrong for index in used], dtype=bool)


def _blank(cells: Cells, used: list[int]) -> np.ndarray:
    return np.array([cells.content[index] is None for index in used], dtype=bool)
