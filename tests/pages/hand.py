"""A road small enough to count by hand, and the same as it would stand had the sheet ended on an earlier day.

30 contributions, in groups of one kind each (``GROUPS``), and four milestones. Between the two days looked at, every
figure moves; after the later one, the sheet goes on.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.pages.nasty import save

FIRST, LATER, LAST = date(2021, 5, 20), date(2021, 6, 20), date(2021, 6, 30)
"""The two days looked at, and the reporting date of the whole sheet."""


@dataclass(frozen=True)
class Group:
    """``n`` contributions that differ in nothing but their ids and the numbers of their cities."""

    n: int
    received_on: date
    contributor: str
    country: str
    question: str
    theme: str
    language: str
    contributor_type: str = "local_government"
    also_counts_for: str = ""
    policy_council: str = "RIGHT"
    milestone: str = "M1"
    considered_on: date | None = None
    decided_on: date | None = None
    decision: str = ""
    reason: str = ""
    charter_block: str = ""
    reply: str = ""


GROUPS = (
    Group(
        *(6, date(2021, 5, 4), "Dakar", "Senegal", "Q1", "rights", "fr"),
        decided_on=date(2021, 5, 15),
        decision="reflected",
        reason="In the preamble",
        charter_block="DIG",
        reply="yes",
    ),
    Group(
        *(4, date(2021, 5, 12), "Bamako", "Mali", "Q2", "climate", "fr", "association"),
        policy_council="RESILIENCE",
        decided_on=date(2021, 6, 1),
        decision="partly",
        reason="Shorter",
        charter_block="EQU",
    ),
    Group(
        *(5, date(2021, 5, 10), "Paris", "France", "both", "rights", "fr"),
        decided_on=date(2021, 5, 19),
        decision="not_reflected",
        reason="Another treaty",
        charter_block="DIG",
        reply="no",
    ),
    Group(
        *(3, date(2021, 5, 18), "Rome", "Italy", "Q1", "work", "it"),
        also_counts_for="MET",
        milestone="M2",
        considered_on=date(2021, 6, 5),
    ),
    Group(
        *(6, date(2021, 6, 2), "Lima", "Peru", "Q1", "climate", "es", "academia"),
        milestone="M2",
        decided_on=date(2021, 6, 18),
        decision="reflected",
        reason="In the annex",
    ),
    Group(*(3, date(2021, 6, 12), "Thies", "Senegal", "Q2", "rights", "fr"), milestone="M2"),
    Group(
        *(1, date(2021, 5, 12), "Network", "", "Q1", "work", "en", "civil_society"),
        policy_council="",
        decided_on=date(2021, 6, 18),
        decision="out_of_scope",
        reason="Not ours",
    ),
    Group(*(2, date(2021, 6, 25), "Tokyo", "Japan", "Q1", "work", "en"), milestone="M2"),
)
MILESTONES = (
    ("M1", "Consultation", "consultation", "2021-05-04", None, date(2021, 5, 4), None),
    ("M2", "Session", "session", "2021-05-18", "2021-05-11", date(2021, 6, 10), None),
    ("M3", "First draft", "drafting", "2021-06-15", "2021-06-15", date(2021, 6, 25), "M2"),
    ("M4", "Launch", "launch", "2021-12-18", "2021-12", None, "M3"),
)
EXPECTED = {"AFR": 20, "ASP": 6, "EUA": 4, "EUR": 10, "LAM": 8, "MWA": 4, "NAM": 0, "MET": 3, "REG": 2}
CUT_OFF = frozenset({"decided_on", "decision", "reason"})
"""What is not known before a contribution is decided."""

HEADER = ("id", *(name for name in Group.__dataclass_fields__ if name != "n"))


def rows(until: date = LAST) -> list[dict[str, Any]]:
    """The contributions as a sheet has them that ends on that day, by the names of their columns."""
    made: list[dict[str, Any]] = []
    for group in GROUPS:
        for n in range(1, group.n + 1):
            row = {name: getattr(group, name) or None for name in HEADER if name != "id"}
            row |= {"id": f"C{len(made) + 1:02}", "contributor": f"{group.contributor} {n}"}
            if group.decided_on and group.decided_on > until:
                row |= dict.fromkeys(CUT_OFF)
            if group.considered_on and group.considered_on > until:
                row["considered_on"] = None
            made.append(row)
    return [row for row in made if row["received_on"] <= until]


def write(
    folder: Path,
    *,
    until: date = LAST,
    without_target: bool = False,
    only: tuple[str, str] | None = None,
    unread: int = 0,
    **settings: str,
) -> Path:
    """The workbook as it would stand had the sheet ended on that day.

    ``only`` (column, value) keeps some rows; so many have no readable date that are ``unread``.
    """
    kept = [row for row in rows(until) if only is None or row[only[0]] == only[1]]
    kept += [kept[0] | {"id": f"U{n}", "received_on": "soon"} for n in range(unread)]
    folder.mkdir(parents=True, exist_ok=True)
    return save(
        folder,
        "hand",
        {
            "Milestones": [
                ("id", "title", "kind", "due", "baseline", "done_on", "depends_on"),
                *((*step[:5], step[5] if step[5] and step[5] <= until else None, step[6]) for step in MILESTONES),
            ],
            "Contributions": [HEADER, *(tuple(row[name] for name in HEADER) for row in kept)],
            "Questions": [("code", "text"), ("Q1", "What is missing?"), ("Q2", "Who is missing?")],
            "Sections": [("code", "expected"), *EXPECTED.items()],
            "Charter": [
                ("code", "title", "part", "draft"),
                ("DIG", "Dignity", "vision", "Every person counts."),
                ("EQU", "Equality", "commitments", None),
                ("SOL", "Solidarity", "calls", None),
            ],
            "Settings": [
                ("key", "value"),
                ("reporting_date", until),
                ("contributions_until", "2021-09-30"),
                *(() if without_target else (("target", 60),)),
                *settings.items(),
            ],
        },
    )
