"""Small Roads for tests of figures: only what a test is about is written, the rest is as in an empty sheet."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from data.grid import Origin
from data.road import Road, RowCount, Settings
from data.shape import CHARTER, CONTRIBUTIONS, NETWORK_SECTIONS, QUESTIONS, SECTIONS, ColumnType

NOW = datetime(2021, 5, 21, 12, tzinfo=UTC)

_TITLE = CHARTER.column("title").names
_MILESTONE_TEXTS = (
    "id",
    *_TITLE,
    "kind",
    "due_precision",
    "baseline_precision",
    "body",
    "owner",
    "deliverable",
    "outcome",
    "link",
    "flag",
)
_MILESTONE_DAYS = ("due_first", "due_last", "baseline_first", "baseline_last", "done_on")
_CONTRIBUTION_TEXTS = tuple(
    name
    for column in CONTRIBUTIONS.columns
    for name in column.names
    if column.type is not ColumnType.DAY and not column.links
)
_CONTRIBUTION_DAYS = ("received_on", "considered_on", "decided_on")


def day(text: str) -> date:
    """A day from ISO text."""
    return date.fromisoformat(text)


def _frame(
    rows: Sequence[Mapping[str, Any]],
    *,
    texts: Sequence[str] = (),
    days: Sequence[str] = (),
    moments: Sequence[str] = (),
    numbers: Sequence[str] = (),
    integers: Sequence[str] = (),
    truths: Sequence[str] = (),
) -> pd.DataFrame:
    types = {
        **dict.fromkeys(truths, "bool"),
        **dict.fromkeys(integers, "int64"),
        **dict.fromkeys(texts, "str"),
        **dict.fromkeys(days, "datetime64[s]"),
        **dict.fromkeys(moments, "datetime64[s, UTC]"),
        **dict.fromkeys(numbers, "float64"),
    }
    for row in rows:
        assert row.keys() <= types.keys(), f"no such column: {row.keys() - types.keys()}"
    columns = {name: pd.Series([row.get(name) for row in rows], dtype=type_) for name, type_ in types.items()}
    return pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))


def _period(row: dict[str, Any], name: str) -> dict[str, Any]:
    """``due="2021-12"`` or ``"2021-05-18"`` or ``"2021-05-18/2021-05-20"`` as first, last and precision."""
    text = row.pop(name, None)
    if text is None:
        return row
    first, _, last = text.partition("/")
    if len(first) == 7:
        month = pd.Period(first, "M")
        row |= {f"{name}_first": month.start_time, f"{name}_last": month.end_time.normalize()}
        return row | {f"{name}_precision": "month"}
    return row | {f"{name}_first": first, f"{name}_last": last or first, f"{name}_precision": "day"}


def milestone(id_: str, due: str | None = None, **row: Any) -> dict[str, Any]:  # noqa: ANN401 - any cell
    """A milestone; ``due`` and ``baseline`` as ISO day, month, or first/last, ``depends_on`` as a list of ids."""
    return {"id": id_, "due": due} | row


def contribution(id_: str, received_on: str, **row: Any) -> dict[str, Any]:  # noqa: ANN401 - any cell
    """A contribution; ``questions``, ``blocks`` and ``crosscuts`` are lists of codes."""
    return {"id": id_, "received_on": received_on, "contributor": f"City of {id_}"} | row


def make_road(
    *,
    milestones: Sequence[Mapping[str, Any]] = (),
    contributions: Sequence[Mapping[str, Any]] = (),
    expected: Mapping[str, float | None] | None = None,
    sections: Mapping[str, str] | None = None,
    questions: Sequence[str] = ("Q1", "Q2"),
    blocks: Sequence[str] = (),
    countries: Mapping[str, str | None] | None = None,
    rows: Mapping[str, RowCount] | None = None,
    start: str | None = None,
    launch: str | None = None,
    contributions_until: str | None = None,
    target: int | None = None,
    answered_min: int = 3,
    reporting_date: str | None = "2021-05-21",
    timezone: str = "Europe/Madrid",
) -> Road:
    """A Road. ``expected`` is by section code (blank elsewhere), ``sections`` code to kind (default: the network's)."""
    steps = [_period(_period(dict(row), "due"), "baseline") for row in milestones]
    given = [dict(row) for row in contributions]
    dependencies = [{"milestone": s["id"], "depends_on": on} for s in steps for on in s.pop("depends_on", ())]
    answers = [{"position": n, "question": code} for n, row in enumerate(given) for code in row.pop("questions", ())]
    landings = [{"position": n, "block": code} for n, row in enumerate(given) for code in row.pop("blocks", ())]
    crosscuts = [{"position": n, "section": code} for n, row in enumerate(given) for code in row.pop("crosscuts", ())]
    kinds = sections or {code: kind for code, (kind, _) in NETWORK_SECTIONS.items()}
    lookup = {"FRA": "EUR", "ITA": "EUR", "MLI": "AFR", "SEN": "AFR", "JPN": "ASP"} if countries is None else countries
    numbered = [
        {"row": n, "is_decision_dated": "decided_on" in row and "decision" in row} | row
        for n, row in enumerate(given, start=2)
    ]
    return Road(
        origin=Origin("file", "test.xlsx"),
        settings=Settings(
            title={},
            short_title={},
            start=day(start) if start else None,
            launch=_last_day(launch),
            contributions_until=_last_day(contributions_until),
            licence=None,
            timezone=ZoneInfo(timezone),
            target=target,
            answered_min=answered_min,
            reporting_date=day(reporting_date) if reporting_date else None,
            illustrative=False,
            show_contacts=False,
        ),
        milestones=_frame(
            [{"row": n} | row for n, row in enumerate(steps, start=2)],
            texts=_MILESTONE_TEXTS,
            days=_MILESTONE_DAYS,
            moments=("starts_at", "ends_at"),
            integers=("row",),
        ),
        dependencies=_frame(dependencies, texts=("milestone", "depends_on")),
        circles=_frame([], texts=("milestone", "depends_on")),
        contributions=_frame(
            numbered,
            texts=_CONTRIBUTION_TEXTS,
            days=_CONTRIBUTION_DAYS,
            integers=("row",),
            truths=("is_decision_dated",),
        ),
        answers=_frame(answers, texts=("question",), integers=("position",)),
        landings=_frame(landings, texts=("block",), integers=("position",)),
        crosscuts=_frame(crosscuts, texts=("section",), integers=("position",)),
        sections=_frame(
            [
                {"row": n, "code": code, "kind": kind, "expected": (expected or {}).get(code)}
                for n, (code, kind) in enumerate(kinds.items(), start=2)
            ],
            texts=("code", *SECTIONS.column("name").names, "kind", "contact"),
            numbers=("expected",),
            integers=("row",),
        ),
        charter=_frame(
            [{"row": n, "code": code} for n, code in enumerate(blocks, start=2)],
            texts=("code", *_TITLE, "part", *CHARTER.column("draft").names, "lead"),
            integers=("row",),
        ),
        questions=_frame(
            [{"row": n, "code": code} for n, code in enumerate(questions, start=2)],
            texts=("code", *QUESTIONS.column("text").names),
            integers=("row",),
        ),
        countries=_frame([{"country": c, "section": s} for c, s in lookup.items()], texts=("country", "section")),
        problems=(),
        rows=rows or {},
        titles={},
        gids={},
        columns={},
    )


def _last_day(text: str | None) -> date | None:
    """The last day of an ISO day or month."""
    return None if text is None else pd.Timestamp(_period({"on": text}, "on")["on_last"]).date()
