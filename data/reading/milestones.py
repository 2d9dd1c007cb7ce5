"""The Milestones worksheet: steps, their periods and times, and what each waits for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pandas as pd

from data.problems import Kind, Severity
from data.reading import frames, synonyms, values
from data.reading.columns import nothing, read_column, read_rest, reader_of, report, whole_ids
from data.reading.dates import Dated
from data.reading.findings import Finding, Problems
from data.reading.keys import key, one_line
from data.reading.known import Known
from data.reading.sheet import Sheet
from data.reading.values import Habits, read_cells
from data.road import RowCount
from data.shape import MILESTONES

_TITLES = MILESTONES.column("title").names


Edges = list[tuple[str, str]]
"""Who waits for whom, by ids."""


@dataclass(frozen=True)
class MilestonesRead:
    """Milestones and their dependencies. ``known`` is None where there is no milestone to refer to."""

    frame: pd.DataFrame
    dependencies: pd.DataFrame
    circles: pd.DataFrame
    known: Known | None
    rows: RowCount | None


def read_milestones(
    sheet: Sheet | None, habits: Habits, zone: ZoneInfo, today: date, problems: Problems
) -> MilestonesRead:
    """Every row is used: what cannot be read of it is empty."""
    if sheet is None:
        return _milestones([], nothing(MILESTONES), ([], []), None, None)
    everything = range(len(sheet.rows))
    typed_ids = read_cells(sheet.cells("id"), values.name)
    report(sheet, "id", typed_ids, problems)
    ids = whole_ids(sheet, typed_ids, everything, problems)
    titles = {name: read_column(sheet, name, values.prose, problems) for name in _TITLES}
    _fall_back_to_ids(sheet, titles, ids, problems)
    due = _periods(sheet, "due", habits, problems)
    spans = [_Span.of(found) for found in due]
    _place_times(sheet, spans, habits, zone, problems)
    done_on = read_column(sheet, "done_on", values.day(habits), problems)
    done_cells = sheet.cells("done_on")
    for index, day in enumerate(done_on):
        if day is not None and day > today:
            finding = Finding(Kind.FUTURE_DATE, values.date_text(done_cells[index]), Severity.WARNING)
            problems.at_cell(sheet, sheet.rows[index], "done_on", finding)
    baselines = _periods(sheet, "baseline", habits, problems)
    done = {
        "id": ids,
        **titles,
        "due": spans,
        "due_precision": [span.precision for span in spans],
        "baseline": baselines,
        "baseline_precision": [found and found.precision for found in baselines],
        "done_on": done_on,
        "starts": [span.starts_at for span in spans],
        "ends": [span.ends_at for span in spans],
        "depends_on": [],
    }
    columns = read_rest(sheet, everything, done, habits, {}, problems)
    _ask_for_days_of_done(sheet, done_on, problems)
    names = [(title, id_) for found in titles.values() for title, id_ in zip(found, ids, strict=True) if title]
    known = Known(ids, names, numbered="Milestones") if ids else None
    dependencies = _dependencies(sheet, ids, known, problems)
    _check_launches(sheet, ids, columns, spans, problems)
    return _milestones(list(sheet.rows), columns, dependencies, known, RowCount(len(ids), len(ids), 0))


def _ask_for_days_of_done(sheet: Sheet, done_on: list[date | None], problems: Problems) -> None:
    """A step that is said to be done without its day: only the day makes it so."""
    done = frozenset(map(key, synonyms.DONE))
    for index, cell in enumerate(sheet.cells("state")):
        if isinstance(cell, str) and key(cell) in done and done_on[index] is None:
            finding = Finding(Kind.DONE_WITHOUT_A_DAY, one_line(cell), Severity.WARNING)
            problems.at_cell(sheet, sheet.rows[index], "state", finding)


@dataclass
class _Span:
    """The days of a milestone, and the instants where its times are known."""

    first: date | None = None
    last: date | None = None
    precision: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @staticmethod
    def of(found: Dated | None) -> "_Span":
        return _Span(found.first, found.last, found.precision) if found else _Span()


def _milestones(
    rows: list[int],
    columns: Mapping[str, list],
    dependencies: tuple[Edges, Edges],
    known: Known | None,
    count: RowCount | None,
) -> MilestonesRead:
    edges, circles = (
        frames.frame(
            {
                "milestone": frames.texts([waiting for waiting, _ in found]),
                "depends_on": frames.texts([first for _, first in found]),
            }
        )
        for found in dependencies
    )
    return MilestonesRead(frames.of_worksheet(MILESTONES, rows, columns), edges, circles, known, count)


def _fall_back_to_ids(sheet: Sheet, titles: dict[str, list[str | None]], ids: list[str], problems: Problems) -> None:
    column = next((name for name in _TITLES if name in sheet.places), None)
    for index, id_ in enumerate(ids):
        if not any(found[index] for found in titles.values()):
            titles["title"][index] = id_
            if column:
                finding = Finding(Kind.MISSING_VALUE, None, Severity.WARNING, details={"id": id_})
                problems.at_cell(sheet, sheet.rows[index], column, finding)


def _periods(sheet: Sheet, column: str, habits: Habits, problems: Problems) -> list[Dated | None]:
    """A period a row, its precision as the column beside it says, else as it was typed."""
    precision_column = f"{column}_precision"
    cells = sheet.cells(column)
    periods = read_column(sheet, column, values.period(habits), problems)
    reader = reader_of(MILESTONES.column(precision_column), habits, {})
    precisions = read_column(sheet, precision_column, reader, problems)
    for index, (found, precision) in enumerate(zip(periods, precisions, strict=True)):
        if found is None:
            continue
        row = sheet.rows[index]
        if precision == "month":
            periods[index] = replace(found, first=found.first.replace(day=1), precision="month", other=None, until=None)
        elif precision == "day" and found.precision == "month":
            details = {"month": found.first.isoformat()[:7]}
            finding = Finding(Kind.PRECISION_CONFLICT, values.date_text(cells[index]), details=details)
            problems.at_cell(sheet, row, precision_column, finding)
        elif precision is None and found.precision == "day" and found.first.day == 1 and not found.until:
            details = {"reading": found.first.isoformat(), "month": found.first.isoformat()[:7]}
            text = values.date_text(cells[index], found)
            problems.at_cell(sheet, row, column, Finding(Kind.DAY_OR_MONTH, text, Severity.WARNING, details=details))
    return periods


def _place_times(sheet: Sheet, spans: list[_Span], habits: Habits, zone: ZoneInfo, problems: Problems) -> None:
    """Set the instants, and the days where a milestone lasts from one day to another; conflicts are left aside."""
    columns = {name: read_cells(sheet.cells(name), values.moment(habits)) for name in ("starts", "ends")}
    for name, cells in columns.items():
        report(sheet, name, cells, problems)
    for index, span in enumerate(spans):
        starts, ends = columns["starts"].content[index], columns["ends"].content[index]
        if starts is None and ends is None:
            continue
        conflict = _placed(span, starts, ends, zone)
        for name in conflict:
            text = text_of_moment(columns[name].content[index])
            finding = Finding(Kind.TIMES_CONFLICT, text, details={"reason": conflict[name]})
            problems.at_cell(sheet, sheet.rows[index], name, finding)


Moment = time | Dated | None


def _placed(span: _Span, starts: Moment, ends: Moment, zone: ZoneInfo) -> dict[str, str]:
    """Place both times on the span; returns the columns left aside, with the reason."""
    typed = [name for name, moment in (("starts", starts), ("ends", ends)) if moment is not None]
    if span.first is None:
        days = [moment.first for moment in (starts, ends) if isinstance(moment, Dated)]
        if not days:
            return dict.fromkeys(typed, "no due")
        # A plan with a start and an end needs no due beside them.
        span.first, span.last, span.precision = days[-1], days[-1], "day"
    if span.precision == "month":
        return dict.fromkeys(typed, "month")
    due = span.first
    first = starts.first if isinstance(starts, Dated) else due
    last = ends.first if isinstance(ends, Dated) else due
    if not first <= due <= last:
        days = [name for name, moment in (("starts", starts), ("ends", ends)) if isinstance(moment, Dated)]
        return dict.fromkeys(days, "outside")
    starts_at, ends_at = _instant(first, starts, zone), _instant(last, ends, zone)
    if starts_at and ends_at and ends_at < starts_at:
        span.starts_at = starts_at if not isinstance(ends, Dated) or first == last else None
        return {"ends": "before"}
    span.first, span.last, span.starts_at, span.ends_at = first, last, starts_at, ends_at
    return {}


def _instant(day: date, moment: Moment, zone: ZoneInfo) -> datetime | None:
    """The UTC instant, naive; None where no time of day was typed."""
    if isinstance(moment, Dated):
        at, zone_typed = moment.clock, moment.zone
    else:
        at, zone_typed = moment, None
    if at is None:
        return None
    local = datetime.combine(day, at.replace(tzinfo=None), tzinfo=zone_typed or zone)
    return local.astimezone(UTC).replace(tzinfo=None)


def text_of_moment(moment: Moment) -> str:
    """A time of day, or a day with its time, as text."""
    if isinstance(moment, time):
        return moment.isoformat("minutes")
    if moment is None:
        return ""
    at = f" {moment.clock.replace(tzinfo=None).isoformat('minutes')}" if moment.clock else ""
    return moment.first.isoformat() + at


def _dependencies(sheet: Sheet, ids: list[str], known: Known | None, problems: Problems) -> tuple[Edges, Edges]:
    """Who waits for whom, in the sheet's order: the edges without a circle, and those that would close one."""
    waits_for = read_column(sheet, "depends_on", values.codes(known), problems)
    edges: dict[str, list[str]] = {id_: list(found or ()) for id_, found in zip(ids, waits_for, strict=True)}
    row_of = dict(zip(ids, sheet.rows, strict=True))
    circles: list[tuple[str, str]] = []
    for waiting, first, path in closing_edges(edges):
        edges[waiting].remove(first)
        circles.append((waiting, first))
        details = {"cycle": " → ".join(path)}
        problems.at_cell(sheet, row_of[waiting], "depends_on", Finding(Kind.DEPENDENCY_CYCLE, first, details=details))
    return [(waiting, first) for waiting, found in edges.items() for first in found], circles


def _check_launches(
    sheet: Sheet, ids: list[str], columns: Mapping[str, list], spans: list[_Span], problems: Problems
) -> None:
    """One milestone is the launch, the latest by its last day; each other one that is not cancelled is told."""
    steps = enumerate(zip(columns["kind"], columns["state"], strict=True))
    launches = [index for index, (kind, state) in steps if kind == "launch" and state != "cancelled"]
    if len(launches) < 2:
        return
    chosen = max(launches, key=lambda index: spans[index].last or date.min)
    details = {"id": ids[chosen], "first": str(sheet.rows[chosen])}
    for index in launches:
        if index != chosen:
            finding = Finding(Kind.SEVERAL_LAUNCHES, ids[index], Severity.WARNING, details=details)
            problems.at_cell(sheet, sheet.rows[index], "kind", finding)


def closing_edges(edges: dict[str, list[str]]) -> list[tuple[str, str, list[str]]]:
    """The edges that close a circle when one walks from the first id on, each with its circle."""
    closing: list[tuple[str, str, list[str]]] = []
    done: set[str] = set()
    for start in edges:
        if start in done:
            continue
        path, on_path, ahead = [start], {start}, [iter(edges[start])]
        while path:
            following = next(ahead[-1], None)
            if following is None:
                ahead.pop()
                done.add(path[-1])
                on_path.discard(path.pop())
            elif following in on_path:
                closing.append((path[-1], following, [*path[path.index(following) :], following]))
            elif following not in done:
                path.append(following)
                on_path.add(following)
                ahead.append(iter(edges[following]))
    return closing
