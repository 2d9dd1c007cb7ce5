"""Random sheets, read and counted by the dashboard, against a second count of every figure by other code."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.figures.days import clamp
from data.figures.summary import figures
from data.grid import Cell, Grid, Origin, Workbook
from data.reading import read
from data.road import Road
from tests.data.figures.count import Count

pytestmark = pytest.mark.slow(8)

NOW = datetime(2022, 3, 1, 12, tzinfo=UTC)
FIRST = date(2021, 3, 1)
COUNTRIES = [
    "FRA",
    "ITA",
    "DEU",
    "VAT",
    "MLI",
    "SEN",
    "KEN",
    "JPN",
    "USA",
    "XKX",
    "GRL",
    "GUF",
    "PAK",
    "BRA",
    "TWN",
    None,
]
DECISIONS = ["reflected", "partly", "not_reflected", "out_of_scope"]


class _Sheet:
    """A sheet made at random: few days, so that they meet, and cells that cannot be read among them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.span = self.chance.choice([8, 40, 120, 300])

    def one(self, choices: Sequence[Any]) -> Any:  # noqa: ANN401 - one of whatever is given
        return self.chance.choice(choices)

    def often(self, share: float, value: Any, otherwise: Any = None) -> Any:  # noqa: ANN401 - either of two
        return value if self.chance.random() < share else otherwise

    def day(self, after: date = FIRST) -> str:
        return (after + timedelta(self.chance.randrange(self.span))).isoformat()

    def period(self) -> str:
        return self.often(0.25, self.day()[:7], self.day())

    def milestones(self) -> list[dict[str, Any]]:
        n = self.chance.randrange(9)
        ids = [f"M{i}" for i in range(n)]
        return [
            {
                "id": id_,
                "kind": self.one(["session", "drafting", "launch", "launch", "deadline", None]),
                "due": self.often(0.9, self.period(), self.one([None, "soon"])),
                "baseline": self.often(0.6, self.period()),
                "done_on": self.often(0.35, self.day()),
                "state": self.often(0.2, self.one(["cancelled", "postponed"])),
                # On any row, itself among them, and on what nobody knows.
                "depends_on": [*self.chance.sample(ids, self.one([0, 0, 1, min(n, 3)])), *self.often(0.1, ["M99"], [])],
            }
            for id_ in ids
        ]

    def contributions(self, n: int, sections: list[dict[str, Any]], questions: list[str]) -> list[dict[str, Any]]:
        regional = [s["code"] for s in sections if s["kind"] == "regional"]
        crossing = [s["code"] for s in sections if s["kind"] != "regional"]
        favoured = self.one(COUNTRIES)
        decides, share = self.chance.random(), self.chance.random()
        rows = []
        for i in range(n):
            received = self.day()
            near = date.fromisoformat(received) - timedelta(3)
            country = self.often(0.3, favoured, self.one(COUNTRIES))
            landed = share if country != favoured else 1 - share
            decision = self.often(decides, self.often(landed, self.one(DECISIONS[:2]), self.one(DECISIONS[2:])))
            typed = self.often(0.15, self.one([*regional, *crossing]))
            rows.append(
                {
                    "id": self.often(0.95, f"C{i}", f"C{self.chance.randrange(i + 1)}"),
                    "received_on": self.often(0.97, received, self.one([None, "soon"])),
                    "contributor": self.often(0.98, f"City of {i}"),
                    "country": country,
                    "section": typed if typed in regional else None,
                    "section_typed": typed,
                    "also": self.often(0.2, self.chance.sample(crossing, self.chance.randrange(len(crossing) + 1)), []),
                    "question": self.chance.sample(questions, self.chance.randrange(len(questions) + 1)),
                    "considered_on": self.often(0.4, self.day(near)),
                    "decided_on": self.often(0.7 if decision else 0.1, self.day(near), self.often(0.1, "soon")),
                    "decision": decision,
                    "blocks": self.chance.sample(["B1", "B2", "B3", "B9"], self.one([0, 0, 1, 1, 2])),
                    "reply": self.often(0.3, self.one(["yes", "partly", "no"])),
                }
            )
        return rows

    def made(self) -> dict[str, Any]:
        codes = [
            ("AFR", "regional"),
            ("ASP", "regional"),
            ("EUR", "regional"),
            ("LAM", "regional"),
            ("NAM", "regional"),
        ]
        codes = [*self.chance.sample(codes, self.chance.randrange(2, 6)), ("MET", "metropolitan"), ("REG", "regions")]
        sections = [
            {
                "code": code,
                "kind": kind,
                "expected": self.one([0, 1, 2, 5, 20, 70, *([None] if self.span == 40 else [])]),
            }
            for code, kind in codes
        ]
        questions = ["Q1", "Q2", "Q3"][: self.chance.randrange(4)]
        n = self.one([0, 1, 6, 30, 80, 120])
        return {
            "milestones": self.milestones(),
            "sections": sections,
            "questions": questions,
            "blocks": ["B1", "B2", "B3"][: self.chance.randrange(4)],
            "countries": self.often(0.3, {"FRA": codes[0][0], "XKX": codes[1][0]}, {}),
            "contributions": self.contributions(n, sections, questions),
            "settings": {
                "start": self.often(0.4, self.period()),
                "launch": self.often(0.2, self.period()),
                "contributions_until": self.often(0.5, self.period(), self.often(0.5, "2022-05")),
                "target": self.often(0.8, self.one([0, 1, 30, 60, 100, 130])),
                "answered_min": self.often(0.3, self.one([1, 2, 5])),
                "reporting_date": self.day(FIRST + timedelta(self.span // 2)),
            },
        }


def workbook_of(sheet: dict[str, Any]) -> Workbook:
    """The sheet as a workbook, its lists joined as people type them."""

    def grid(title: str, columns: dict[str, str], rows: list[dict[str, Any]]) -> Grid:
        def cell(value: Any) -> Cell:  # noqa: ANN401 - a cell of any kind
            return "; ".join(value) or None if isinstance(value, list) else value

        return Grid(title, [list(columns), *([cell(row[name]) for name in columns.values()] for row in rows)])

    def as_they_are(*names: str) -> dict[str, str]:
        return {name: name for name in names}

    contribution = as_they_are("id", "received_on", "contributor", "country", "question", "considered_on", "decided_on")
    contribution |= {"section": "section_typed", "also_counts_for": "also", "charter_block": "blocks"}
    settings = [{"key": key, "value": value} for key, value in sheet["settings"].items() if value is not None]
    milestones = [{**row, "title": f"Step {row['id']}"} for row in sheet["milestones"]]
    grids = [
        grid(
            "Milestones",
            as_they_are("id", "title", "kind", "due", "baseline", "done_on", "state", "depends_on"),
            milestones,
        ),
        grid("Contributions", contribution | as_they_are("decision", "reply"), sheet["contributions"]),
        grid("Sections", as_they_are("code", "kind", "expected"), sheet["sections"]),
        grid(
            "Questions", as_they_are("code", "text"), [{"code": c, "text": f"What of {c}?"} for c in sheet["questions"]]
        ),
        grid("Charter", as_they_are("code", "title"), [{"code": c, "title": f"On {c}"} for c in sheet["blocks"]]),
        grid(
            "Countries",
            as_they_are("country", "section"),
            [{"country": c, "section": s} for c, s in sheet["countries"].items()],
        ),
        grid("Settings", as_they_are("key", "value"), settings),
    ]
    return Workbook(Origin("file", "test.xlsx"), tuple(grids))


def road_of(sheet: dict[str, Any]) -> Road:
    """The sheet as the dashboard reads it."""
    return read(workbook_of(sheet), now=NOW)


def differences(found: Any, counted: Any, where: str = "") -> list[str]:  # noqa: ANN401 - whatever JSON holds
    """Where two counts differ; floats within rounding."""
    if isinstance(counted, dict) and isinstance(found, dict) and found.keys() == counted.keys():
        return [each for key in counted for each in differences(found[key], counted[key], f"{where}.{key}")]
    if isinstance(counted, list) and isinstance(found, list) and len(found) == len(counted):
        return [
            each
            for i, pair in enumerate(zip(found, counted, strict=True))
            for each in differences(*pair, f"{where}[{i}]")
        ]
    if isinstance(counted, float) and isinstance(found, int | float) and not isinstance(found, bool):
        return [] if found == pytest.approx(counted, rel=1e-9, abs=1e-9) else [f"{where}: {found} is {counted}"]
    return [] if found == counted and (found is None) == (counted is None) else [f"{where}: {found!r} is {counted!r}"]


@settings(deadline=None, max_examples=80)
@given(seed=st.integers(0, 2**32), days=st.integers(-10, 400))
def test_every_figure_of_a_random_sheet_is_what_a_second_count_makes_of_it(seed: int, days: int) -> None:
    sheet, asked = _Sheet(seed).made(), FIRST + timedelta(days)
    road = road_of(sheet)
    found = figures(road, on=clamp(road, asked, now=NOW))
    rows = found.pop("rows")
    assert differences(found, Count(sheet, asked).figures()) == []
    assert all(count["read"] == count["used"] + count["left_out"] for count in rows.values())


def _shifted(value: Any, by: timedelta) -> Any:  # noqa: ANN401 - any part of a sheet
    if isinstance(value, dict):
        return {key: _shifted(each, by) for key, each in value.items()}
    if isinstance(value, list):
        return [_shifted(each, by) for each in value]
    if isinstance(value, str) and len(value) == 10 and value[4] == "-":
        return (date.fromisoformat(value) + by).isoformat()
    return value


def _without_months(value: Any) -> Any:  # noqa: ANN401 - any part of a sheet
    if isinstance(value, dict):
        return {key: _without_months(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_months(each) for each in value]
    return f"{value}-15" if isinstance(value, str) and len(value) == 7 and value[4] == "-" else value


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 2**32), days=st.integers(0, 300), by=st.integers(1, 50))
def test_shifting_every_date_shifts_every_day_and_no_number(seed: int, days: int, by: int) -> None:
    sheet, asked, later = _without_months(_Sheet(seed).made()), FIRST + timedelta(days), timedelta(by)
    before, after = road_of(sheet), road_of(_shifted(sheet, later))
    found = figures(before, on=clamp(before, asked, now=NOW))
    moved = figures(after, on=clamp(after, asked + later, now=NOW))
    assert differences(moved, _shifted(found, later)) == []


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**32), days=st.integers(0, 300))
def test_what_must_always_hold(seed: int, days: int) -> None:
    road = road_of(_Sheet(seed).made())
    found = figures(road, on=clamp(road, FIRST + timedelta(days), now=NOW))
    ahead = found["contributions"]["forecast"]
    if ahead["expected"] is not None:
        assert found["contributions"]["received"] <= ahead["low"] <= ahead["expected"] <= ahead["high"]
    regional = [section for section in found["sections"] if section["kind"] == "regional"]
    received = found["contributions"]["without_section"] + sum(section["received"] for section in regional)
    assert received == found["contributions"]["received"]
    world = found["countries_heard"]
    assert sum(section["states_heard"] for section in regional) <= world["states"] <= world["of"] == 195
    assert sum(section["states"] for section in regional) <= world["of"]
    assert sum(section["territories_heard"] for section in regional) <= world["territories"]
    for section in found["sections"]:
        uptake = section["uptake"]
        if uptake["rate"] is not None:
            assert 0 <= uptake["low"] <= uptake["rate"] <= uptake["high"] <= 1
    launch = found["launch"]
    if launch:
        assert (launch["state"] == "at risk") <= bool(launch["held_up_by"])
        assert not launch["held_up_by"] or launch["state"] in ("at risk", "late")
    assert found["milestones"]["due_by_now"]["of"] == found["milestones"]["done"] + found["milestones"]["late"]


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 2**32), waits=st.integers(1, 200))
def test_the_median_never_falls_when_a_waiting_one_waits_on(seed: int, waits: int) -> None:
    sheet = _Sheet(seed).made()
    first = {"received_on": FIRST.isoformat(), "decision": None, "considered_on": None, "decided_on": None}

    def median(received_on: str) -> float:
        blank = dict.fromkeys(("country", "section", "section_typed", "reply"))
        lists = {"also": [], "question": [], "blocks": []}
        row = {"id": "W", "contributor": "City of W", **blank, **lists, **first, "received_on": received_on}
        road = road_of({**sheet, "contributions": [*sheet["contributions"], row]})
        told = figures(road, on=clamp(road, None, now=NOW))["contributions"]["median_days_to_decision"]
        return float("inf") if told is None else told

    reporting = date.fromisoformat(sheet["settings"]["reporting_date"])
    sooner = max(FIRST, reporting - timedelta(waits // 2))
    longer = max(date(2020, 6, 1), reporting - timedelta(waits))
    assert median(min(longer, sooner).isoformat()) >= median(sooner.isoformat())
