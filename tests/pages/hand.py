"""A road small enough to count by hand, and the same as it would stand had the sheet ended on an earlier day.

31 contributions, in groups of one kind each (``GROUPS``), and four milestones. Between the two days looked at, every
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
        reply="partly",
    ),
    Group(
        *(3, date(2021, 6, 12), "Thies", "Senegal", "Q2", "rights", "fr"),
        milestone="M2",
        decided_on=date(2021, 6, 28),
        decision="reflected",
        reason="In the calls",
        charter_block="SOL",
    ),
    Group(
        *(1, date(2021, 5, 12), "Network", "", "Q1", "work", "en", "civil_society"),
        policy_council="",
        decided_on=date(2021, 6, 18),
        decision="out_of_scope",
        reason="Not ours",
    ),
    Group(*(3, date(2021, 6, 25), "Tokyo", "Japan", "Q1", "work", "en"), milestone="M2"),
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


COUNTED: dict[tuple[str, date, str], dict[str, str]] = {
    ("road", FIRST, ""): {"title": "18 2021 2", "header": "18 2021", "metric": "1 4 | 19 | 2 6 | 55"},
    ("road", LATER, ""): {"title": "18 2021 1", "header": "15 2021", "metric": "2 4 | 28 | 3 6 | 73"},
    ("coverage", FIRST, ""): {
        "title": "2 6",
        "header": "4 195 | 6 6 | 2 | 56 18 38",
        "table": "6 4 2021 / 5 10 2021 / 4 12 2021 / 3 18 2021 | 10 20 2 54 0 8 12 2021 / 0 6 0 36 0 / 0 4 0 10 0 / 8 10 2 45 0 2 18 2021 / 0 8 0 33 0 / 0 4 0 15 0 / 0 0 0 2 0 / 3 3 2 18 2021 / 0 2 / 1 | 1 2 1 / 1 2 1 / 1 2 / 1 2 / 1 2 / 2 2 | 0 0 15 17 / 0 0 12 19 / 0 0 8 5 / 0 0 8 8 / 10 56 38 28 / 8 44 19 23",  # noqa: E501
    },
    ("coverage", LATER, ""): {
        "title": "3 6",
        "header": "5 195 | 6 6 | 2 | 48 27 38",
        "table": "9 12 2021 / 6 2 2021 / 5 10 2021 / 4 12 2021 / 3 18 2021 | 13 20 2 54 0 8 12 2021 / 0 6 0 36 0 / 0 4 0 10 0 / 8 10 2 45 0 33 18 2021 / 6 8 1 33 0 18 2 2021 / 0 4 0 15 0 / 0 0 0 2 0 / 3 3 33 18 2021 / 0 2 / 1 | 1 2 2 / 1 2 1 / 1 2 1 / 1 2 1 / 2 33 / 2 18 | 0 0 12 19 / 0 0 8 5 / 0 0 8 8 / 6 22 15 17 / 13 48 38 28 / 8 30 19 23",  # noqa: E501
    },
    ("milestones", FIRST, ""): {
        "title": "2",
        "header": "9 | 4 4 18 2021 | 18 2021",
        "table": "1 4 2021 4 2021 / 2 18 2021 11 2021 9 / 3 15 2021 15 2021 0 / 4 18 2021 2021 0 | 1 4 2021 4 2021 / 2 18 2021 11 2021 9 / 3 15 2021 15 2021 0 / 4 18 2021 2021 0",  # noqa: E501
    },
    ("milestones", LATER, ""): {
        "title": "1",
        "header": "2 30 | 4 4 18 2021 | 15 2021",
        "table": "1 4 2021 4 2021 / 2 18 2021 11 2021 10 2021 30 / 3 15 2021 15 2021 5 / 4 18 2021 2021 0 | 1 4 2021 4 2021 / 2 18 2021 11 2021 10 2021 30 / 3 15 2021 15 2021 5 / 4 18 2021 2021 0",  # noqa: E501
    },
    ("contributions", FIRST, ""): {
        "title": "19 60",
        "header": "60 30 2021 | 11 19 6 | 10 19 | 18 2021 | 19",
        "metric": "11 | 8",
        "table": "19 / 60 / 7.8 / 2.2 / / 6 2021 6 / 13 2021 16 / 20 2021 19 | 19 100 / 11 58 / 11 58 / 6 32 | 10 6 6 6 / 8 5 5 0 / 1 0 0 0",  # noqa: E501
    },
    ("contributions", LATER, ""): {
        "title": "28 60",
        "header": "60 30 2021 41 121 80 | 22 28 16 | 13 28 | 15 2021 | 28",
        "metric": "16 | 33",
        "table": "28 / 60 / 2.3 / 2.2 / 41 121 30 2021 80 22 / 9 2021 6 / 16 2021 16 / 23 2021 19 / 30 2021 19 / 6 2021 25 / 13 2021 28 / 20 2021 28 | 28 100 / 25 89 / 22 79 / 16 57 | 13 10 10 10 / 8 8 5 0 / 6 6 6 6 / 1 1 1 0",  # noqa: E501
    },
    ("text", FIRST, ""): {
        "title": "6 11 1 3",
        "header": "5 | 100 6 0 5 | 8",
        "table": "6 6 / 0 5 | 6 6 100 61 100 6 / 0 0 / 0 0 / 0 5 0 0 43 5 / 0 0 / 0 0 / 0 0 / 0 0 / 0 0 / 0 0 | 07 / 08 / 09 / 10 / 16 / 17 / 18 / 28 / /",  # noqa: E501
    },
    ("text", LATER, ""): {
        "title": "16 22 2 3",
        "header": "5 | 100 10 0 5 | 6",
        "table": "6 6 / 0 5 / 4 4 | 10 10 100 72 100 10 / 0 0 / 0 0 / 0 5 0 0 43 5 / 6 6 100 61 100 6 / 0 0 / 0 0 / 0 0 / 0 0 / 0 1 1 | 16 / 17 / 18 / 25 / 26 / 27 / 19 / 20 / 21 / 22 / 23 / 24 /",  # noqa: E501
    },
    ("contributions", FIRST, "section=AFR"): {
        "title": "10 19",
        "header": "4.1 | 6 10 6 | 10 10 | 18 2021 | 10",
        "said": "4.1 17 10 | 10 100 6 | 10 | 4",
        "touched": "19",
    },
    ("contributions", LATER, "section=AFR"): {
        "title": "13 28",
        "header": "0.8 | 10 13 10 | 13 13 | 15 2021 | 13",
        "said": "0.8 28 3 | 13 100 10 | 13 | 3",
        "touched": "16",
    },
    ("road", FIRST, "region=AFR&find=Senegal"): {
        "title": "18 2021 2",
        "header": "18 2021",
        "said": "1 4 1 26 | 6 | 10 20 2 2 6 6 12 2021 | 7 | 60 | 4 | 6 11 | 5 5 | 6 6 | 1 | 4 2021 15 2021 | 2 | 4 2021 15 2021 | 3 | 4 2021 15 2021 | 4 | 4 2021 15 2021 | 5 | 4 2021 15 2021 | 6 | 4 2021 15 2021",  # noqa: E501
        "touched": "18 2021 2 | 8 12 2021 | 01 | 02 | 03 | 04 | 05 | 06",
    },
    ("road", LATER, "region=AFR&find=Senegal"): {
        "title": "18 2021 1",
        "header": "15 2021",
        "said": "2 4 1 181 | 7 | 13 20 2 2 10 10 12 2021 | 21 | 60 41 121 30 2021 80 22 | 3 | 16 22 | 7 7 6 | 9 6 | 1 | 4 2021 15 2021 | 2 | 4 2021 15 2021 | 3 | 4 2021 15 2021 | 4 | 4 2021 15 2021 | 5 | 4 2021 15 2021 | 6 | 4 2021 15 2021 | 1 | 12 2021 | 2 | 12 2021",  # noqa: E501
        "touched": "15 2021 1 | 6 18 2021 | 01 | 02 | 03 | 04 | 05 | 06 | 25 | 26 | 9",
    },
    ("coverage", FIRST, "section=AFR"): {
        "subheader": "2 54",
        "said": "5 9 | 10 20 2 2 6 6 12 2021 | 6 1 | 4 2",
        "touched": "6 | 4",
    },
    ("coverage", LATER, "section=AFR"): {
        "subheader": "2 54",
        "said": "4 9 | 13 20 2 2 10 10 12 2021 | 6 1 | 7 2",
        "touched": "9 | 4",
    },
    ("coverage", FIRST, "country=SEN"): {
        "title": "2 6",
        "header": "4 195 | 6 6 | 2 | 56 18 38",
        "said": "6 4 2021 | 1 | 1 | 2 | 1 | 1 2 1 | 1 2 1 | 1 2 | 1 2 | 1 2 | 2 | 2 | 18 52 193",
    },
    ("coverage", LATER, "country=SEN"): {
        "title": "3 6",
        "header": "5 195 | 6 6 | 2 | 48 27 38",
        "said": "9 12 2021 | 1 | 1 | 2 | 1 | 1 2 2 | 1 2 1 | 1 2 1 | 1 2 1 | 2 | 33 | 2 | 18 | 27 52 193",
    },
    ("milestones", FIRST, "milestone=M2"): {"header": "3 | 2", "said": "2 4 | 2 | 9 | 18 2021 | 11 2021"},
    ("milestones", LATER, "milestone=M2"): {"header": "12 | 1", "said": "2 4 | 30 | 18 2021 | 11 2021 | 10 2021"},
    ("milestones", FIRST, "milestone=M3"): {"header": "1 1", "said": "3 4 | 26 | 15 2021 | 15 2021"},
    ("milestones", LATER, "milestone=M3"): {"header": "1 1", "said": "3 4 | 5 | 5 | 15 2021 | 15 2021"},
    ("milestones", FIRST, "if=M3&comes=2021-12-30"): {
        "title": "2",
        "header": "9 | 4 4 18 2021 | 18 2021",
        "said": "18 2021 | 30 2021 1 | 12 30 2021 | 5 5",
    },
    ("milestones", LATER, "if=M3&comes=2021-12-30"): {
        "title": "1",
        "header": "2 30 | 4 4 18 2021 | 15 2021",
        "said": "18 2021 | 30 2021 1 | 12 30 2021 | 7 7 6",
    },
    ("contributions", FIRST, "open=C01"): {
        "title": "1",
        "said": "1 19 | 01 4 2021 | 4 2021 | 15 2021 | 11 | 1 | 1",
    },
    ("contributions", LATER, "open=C01"): {
        "title": "1",
        "said": "1 28 | 01 4 2021 | 4 2021 | 15 2021 | 11 | 1 | 1",
    },
    ("contributions", FIRST, "open=C18"): {"title": "3", "said": "18 19 | 18 18 2021 | 18 2021 | 2 | 2 | 1"},
    ("contributions", LATER, "open=C18"): {
        "title": "3",
        "said": "18 28 | 18 18 2021 | 18 2021 | 5 2021 | 18 | 33 | 2 | 1",
    },
    ("contributions", FIRST, "since=2021-05-04"): {
        "title": "19 60",
        "header": "60 30 2021 | 11 19 6 | 10 19 | 4 2021 | 19",
        "said": "7.8 17 19 2.2 | 19 55 11 | 19 | 8 | 3 | 13 11 11 6",
        "touched": "19 1 11 | 19 2 12 | 19 3 13 | 19 4 14 | 19 5 15 | 19 | 18 1 16 | 18 2 17 | 17",
    },
    ("contributions", LATER, "since=2021-05-04"): {
        "title": "28 60",
        "header": "60 30 2021 41 121 80 | 22 28 16 | 13 28 | 4 2021 | 28",
        "said": "2.3 28 9 2.2 22 6 | 28 73 22 | 28 | 6 | 3 | 22 25 22 16",
        "touched": "18 1 28 | 18 1 19 | 18 2 20 | 18 3 21 | 18 4 22 | 18 5 23 | 18 6 24 | 16 | 41",
    },
    ("text", FIRST, "block=DIG&section=EUR&way=C11"): {
        "title": "6 11 1 3",
        "header": "5 | 100 6 0 5 | 8",
        "said": "4 / 6 2 6 | 10 2021 | 19 2021 | 9 | 6 1 | 5 95 | 11 6 0 5 | 2",
        "touched": "5 | 8 1 | 8 2 | 8 3 | 8 4 | 8 1 | 8",
    },
    ("text", LATER, "block=DIG&section=EUR&way=C11"): {
        "title": "16 22 2 3",
        "header": "5 | 100 10 0 5 | 6",
        "said": "4 / 6 2 6 | 10 2021 | 19 2021 | 9 | 6 1 | 4 1 | 5 95 | 17 6 6 5 | 6 | 1",
        "touched": "5 | 33 1 | 33 2 | 33 3 | 8 1 | 8 2 | 6 | 19 1 | 20 2 | 21 3 | 22 4 | 23 5 | 6",
    },
}
"""What pages say in numbers on a day, with something opened or filtered by: counted by hand from the rows above.

A stroke ends what stands apart, a slash the row of a table."""
