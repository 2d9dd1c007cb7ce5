"""From raw grids to one Road and its problems."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import pandas as pd

from data.grid import Grid, Workbook
from data.problems import Kind, Severity
from data.reading.as_typed import headings, rows_as_typed
from data.reading.contributions import References, read_contributions
from data.reading.definitions import is_another_network, read_countries, read_defined, read_sections
from data.reading.findings import Finding, Problems
from data.reading.headers import (
    find_grids,
    foreign_header,
    joins,
    nearest_column,
    open_sheet,
    rows_without_a_header,
    unread_columns,
    worksheet_named,
)
from data.reading.keys import column_letter, identity, key, one_line
from data.reading.milestones import read_milestones
from data.reading.own_words import read_words
from data.reading.settings import SettingsRead, day_of_reading, read_settings
from data.reading.sheet import Sheet
from data.reading.ties import check_ties, ties_of
from data.road import Road, RowCount, UnreadColumn
from data.shape import COLUMNS, CONTRIBUTIONS, GEOGRAPHIC, WORDS, WORKSHEETS, worksheet

_READ_APART = frozenset({"Milestones", "Contributions", "Sections", "Countries", "Settings"})
"""Worksheets with rules of their own; any other is a list of codes, its columns read as the shape says."""


def read(workbook: Workbook, *, now: datetime) -> Road:
    """The Road that a workbook says, with what is wrong in it. ``now`` is aware; its day in the sheet's timezone is the
    day of reading.

    Never raises on content: what cannot be read is empty, with a problem at its cell. Rows left out are contributions
    without a readable ``received_on`` or without a contributor, and definitions without a code of their own.
    """
    problems = Problems()
    tying = next((grid for grid in workbook.grids if worksheet_named(grid.title) == COLUMNS.name), None)
    ties, tied = ties_of(tying, problems)
    grids = find_grids(workbook, problems, ties)
    opened = {
        name: open_sheet(worksheet(name), grid, problems, ties=ties)
        for name, (grid, *_) in grids.items()
        if name not in ("Contributions", COLUMNS.name)
    }
    if tied is not None:
        opened[COLUMNS.name] = tied
    sheets = {name: sheet for name, sheet in opened.items() if sheet is not None}
    settings = read_settings(sheets.get("Settings"), workbook, problems)
    is_another = is_another_network(sheets.get("Sections"))
    own_words, word_rows = read_words(sheets.get(WORDS.name), is_another=is_another, problems=problems)
    habits, today = replace(settings.habits, own_words=own_words), day_of_reading(settings.settings, now)
    sections = read_sections(sheets.get("Sections"), habits, problems)
    countries, country_rows = read_countries(sheets.get("Countries"), sections, problems)
    defined = {
        shape.name: read_defined(shape, sheets.get(shape.name), habits, problems)
        for shape in WORKSHEETS
        if shape.name not in _READ_APART
    }
    questions = defined["Questions"].known
    check_ties(tied, ties, workbook.grids, questions, problems)
    joined = [
        (grid, open_sheet(CONTRIBUTIONS, grid, problems, questions, ties)) for grid in grids.get("Contributions", ())
    ]
    zone = settings.settings.timezone
    milestones = read_milestones(sheets.get("Milestones"), habits, zone, today, problems)
    section_of = {
        country: None if pd.isna(section) else section
        for country, section in zip(countries["country"], countries["section"], strict=True)
    }
    known = {"Milestones": milestones.known} | {name: found.known for name, found in defined.items()}
    references = References(sections, section_of, known)
    contributions = read_contributions([sheet for _, sheet in joined if sheet], habits, references, today, problems)
    _check_counted_twice(
        [(grid, joins(grid, "Contributions", ties)) for grid, _ in joined], contributions.frame, problems
    )
    _check_target(sheets.get("Settings"), settings, sections.frame, problems)
    _check_collection(sheets, settings, milestones.frame, problems)
    counts = {
        "Milestones": milestones.rows,
        "Sections": sections.rows,
        "Countries": country_rows,
        "Settings": settings.rows,
        WORDS.name: word_rows,
        COLUMNS.name: RowCount(len(tied.rows), len(tied.rows), 0) if tied else None,
    } | {name: found.rows for name, found in defined.items()}
    counted = {
        name: _count(counts[name], sheets.get(name), grid) for name, (grid, *_) in grids.items() if name in counts
    }
    if joined:
        each = iter(contributions.rows)
        counted["Contributions"] = _sum([_count(next(each) if sheet else None, sheet, grid) for grid, sheet in joined])
    passed_over = {name: sheet.passed_over for name, sheet in sheets.items()}
    for place, (grid, sheet) in enumerate(joined):
        passed_over[grid.title if place else "Contributions"] = sheet.passed_over if sheet else ()
    every_sheet = [*sheets.values(), *(sheet for _, sheet in joined if sheet)]
    in_order = problems.in_order()
    unread = [(sheet.worksheet, sheet.grid.title, sheet.places, unread_columns(sheet)) for sheet in every_sheet]
    headless = [(worksheet(name), grids[name][0]) for name, sheet in opened.items() if sheet is None and name in grids]
    headless += [(CONTRIBUTIONS, grid) for grid, sheet in joined if sheet is None]
    unread += [(shape, grid.title, {}, foreign_header(grid)[1]) for shape, grid in headless]
    return Road(
        origin=workbook.origin,
        settings=settings.settings,
        milestones=milestones.frame,
        dependencies=milestones.dependencies,
        circles=milestones.circles,
        contributions=contributions.frame,
        answers=contributions.answers,
        landings=contributions.landings,
        crosscuts=contributions.crosscuts,
        sections=sections.frame,
        charter=defined.pop("Charter").frame,
        questions=defined.pop("Questions").frame,
        countries=countries,
        others={name: found.frame for name, found in defined.items()},
        problems=in_order,
        rows={name: counted[name] for name in grids},
        titles={name: grid.title for name, (grid, *_) in grids.items()},
        gids={name: grid.gid for name, (grid, *_) in grids.items()},
        columns={name: frozenset(sheet.places if sheet else ()) for name, sheet in opened.items() if name in grids}
        | (
            {"Contributions": frozenset(name for _, sheet in joined if sheet for name in sheet.places)}
            if joined
            else {}
        ),
        passed_over=passed_over,
        joined={grid.title: grid.gid for grid, _ in joined},
        own_words=own_words,
        unread_worksheets=workbook.others,
        unread_columns=tuple(
            UnreadColumn(shape.name, title, column_letter(place), header, nearest_column(shape, places, header))
            for shape, title, places, headers in unread
            for place, header in headers
        ),
        headings=headings(every_sheet),
        as_typed=rows_as_typed(every_sheet, in_order),
    )


def _sum(counts: Sequence[RowCount]) -> RowCount:
    """The rows of several worksheets that are read as one."""
    parts = ((count.read, count.used, count.left_out, count.passed_over) for count in counts)
    return RowCount(*map(sum, zip(*parts, strict=True)))


def _count(count: RowCount | None, sheet: Sheet | None, grid: Grid) -> RowCount:
    return replace(count or _unread(grid), passed_over=len(sheet.passed_over) if sheet else 0)


def _unread(grid: Grid) -> RowCount:
    """The rows of a worksheet whose header was not found: all left out."""
    n = rows_without_a_header(grid)
    return RowCount(n, 0, n)


def _check_collection(
    sheets: Mapping[str, Sheet | None], read: SettingsRead, steps: pd.DataFrame, problems: Problems
) -> None:
    """An end of the collection after the launch is taken as it stands, and told."""
    kept = steps[steps["flag"] != "cancelled"]
    last = kept["due_last"][kept["kind"] == "launch"].max()
    launch = read.settings.launch or (None if pd.isna(last) else last.date())
    if launch is None:
        return
    details = {"launch": launch.isoformat()}
    until, settings, milestones = read.settings.contributions_until, sheets.get("Settings"), sheets.get("Milestones")
    if until and until > launch and settings:
        finding = Finding(Kind.COLLECTION_AFTER_LAUNCH, until.isoformat(), Severity.WARNING, details=details)
        problems.at_cell(settings, read.row_of["contributions_until"], "value", finding)
    if until or milestones is None:
        return
    late = kept[(kept["kind"] == "deadline") & (kept["due_first"] > pd.Timestamp(launch))]
    for step in late.to_dict("records"):
        finding = Finding(
            Kind.COLLECTION_AFTER_LAUNCH, step["due_last"].date().isoformat(), Severity.WARNING, details=details
        )
        problems.at_cell(milestones, step["row"], "due", finding)


def _check_counted_twice(tabs: Sequence[tuple[Grid, bool]], frame: pd.DataFrame, problems: Problems) -> None:
    """Answers of a form that were copied into a worksheet which is read too: told at the form's."""
    in_order = [grid for grid, is_beside in sorted(tabs, key=lambda one: one[1])]
    who = {name: key(name) or identity(name) for name in frame["contributor"].unique()} if len(tabs) > 1 else {}
    earlier: dict[tuple[object, object], str] = {}
    for grid in in_order if who else ():
        rows = frame[frame["tab"] == grid.title]
        each = list(zip(rows["contributor"].map(who), rows["received_on"], strict=True))
        twice = [earlier[one] for one in each if one in earlier]
        if len(twice) >= min(2, len(each)) > 0:
            details = {"first": Counter(twice).most_common(1)[0][0], "n": str(len(twice)), "of": str(len(each))}
            finding = Finding(Kind.COUNTED_TWICE, one_line(grid.title), Severity.WARNING, details=details)
            problems.at_worksheet(CONTRIBUTIONS, grid, finding)
        for one in each:
            earlier.setdefault(one, one_line(grid.title))


def _check_target(sheet: Sheet | None, read: SettingsRead, sections: pd.DataFrame, problems: Problems) -> None:
    """The target is Settings' own, never the sum of ``expected``; that they differ is worth a word."""
    target = read.settings.target
    expected = sections.loc[sections["kind"] == GEOGRAPHIC, "expected"].dropna()
    if sheet is None or target is None or expected.empty or int(expected.sum()) == target:
        return
    details = {"expected": str(int(expected.sum())), "target": str(target)}
    finding = Finding(Kind.TARGET_DIFFERS, str(target), Severity.WARNING, details=details)
    problems.at_cell(sheet, read.row_of["target"], "value", finding)
