"""The figures of road.xlsx equal a count by the csv module alone; the rehearsal has what it promises."""

import csv
from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from data.figures.milestones import milestone_states
from data.figures.summary import figures
from data.problems import Severity
from data.reading import read
from data.reference.countries import SECTION_OF, STATES, find_country
from data.road import Road
from data.sample import REHEARSAL, ROAD
from data.sources.file import read_file

D = date(2021, 5, 21)
NOVEMBER = date(2021, 11, 15)
SECTIONS = ["AFR", "ASP", "EUA", "EUR", "LAM", "MWA", "NAM"]
LANDED = ("reflected", "partly")


@cache
def road_of(workbook: Path) -> Road:
    return read(read_file(workbook), now=datetime(2026, 1, 15, 12, tzinfo=UTC))


@cache
def counted() -> dict[str, Any]:
    return figures(road_of(ROAD), on=D)


@cache
def lines() -> list[dict[str, str]]:
    with (ROAD.with_suffix("") / "Contributions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def section(line: dict[str, str]) -> str:
    return SECTION_OF[find_country(line["country"]) or ""] if line["country"] else ""


def days_between(earlier: str, later: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def test_the_road_reads_without_a_problem() -> None:
    assert road_of(ROAD).problems == ()


def test_every_row_of_the_road_is_read_and_used() -> None:
    read_rows = {"Milestones": 4, "Contributions": 120, "Sections": 9, "Countries": 0}
    read_rows |= {"Charter": 7, "Questions": 2, "Settings": 16}
    assert counted()["rows"] == {
        name: {"read": n, "used": n, "left_out": 0, "passed_over": 0} for name, n in read_rows.items()
    }


def test_three_of_four_milestones_are_done_and_the_launch_is_next() -> None:
    milestones = counted()["milestones"]
    assert (milestones["total"], milestones["cancelled"], milestones["done"], milestones["late"]) == (4, 0, 3, 0)
    assert milestones["current"] is None
    # 10 days of May, then June to November, then 18 of December.
    days = 10 + 30 + 31 + 31 + 30 + 31 + 30 + 18
    assert milestones["next"] == {"id": "M4", "due": "2021-12-18", "due_last": "2021-12-18", "days": days}
    assert milestones["due_by_now"] == {"done": 3, "of": 3}
    assert counted()["launch"] == {
        "id": "M4",
        "due": "2021-12-18",
        "due_last": "2021-12-18",
        "state": "on course",
        "held_up_by": [],
        "overdue_days": None,
    }
    assert [(item["id"], item["state"], item["slip_days"]) for item in milestones["items"]] == [
        ("M1", "done", 0),
        ("M2", "done", 0),
        ("M3", "done", 0),
        ("M4", "next", 0),
    ]
    assert counted()["time_elapsed"] == pytest.approx(17 / 228)


def test_contributions_add_up_by_stage_and_decision() -> None:
    contributions = counted()["contributions"]
    decisions = Counter(line["decision"] for line in lines())
    assert contributions["received"] == len(lines()) == 120
    assert contributions["without_section"] == sum(not line["country"] for line in lines()) == 5
    assert contributions["considered"] == sum(bool(line["considered_on"]) for line in lines()) == 44
    assert contributions["decided"] == 120 - decisions[""] == 25
    for decision, n in {"reflected": 11, "partly": 7, "not_reflected": 3, "out_of_scope": 4}.items():
        assert contributions[decision] == decisions[decision] == n
    # 0.72 of 25 by the tables of Wilson's interval.
    assert contributions["uptake"] == {
        "rate": pytest.approx(18 / 25),
        "n": 25,
        "low": pytest.approx(0.524, abs=0.0005),
        "high": pytest.approx(0.857, abs=0.0005),
    }
    # Only 25 of 120 are decided: half of what came in has not waited for its decision to the end.
    assert contributions["median_days_to_decision"] is None
    assert contributions["undated_decisions"] == sum(bool(x["decision"]) and not x["decided_on"] for x in lines())
    waiting = [days_between(line["received_on"], D.isoformat()) for line in lines() if not line["decision"]]
    assert contributions["oldest_undecided_days"] == max(waiting) == 17


def test_pace_and_forecast_follow_from_the_first_eighteen_days() -> None:
    contributions = counted()["contributions"]
    assert contributions["target"] == 180
    assert contributions["pace_per_week"] == pytest.approx(120 * 7 / 18)
    assert contributions["required_per_week"] == pytest.approx((180 - 120) / (211 / 7))
    # Two whole weeks and four days since the start.
    assert contributions["forecast"] == {
        **dict.fromkeys(("expected", "low", "high", "verdict", "reached_on")),
        **{"by": "2021-12-18", "reason": "too early"},
    }


def test_each_section_is_counted_by_the_countries_of_its_lines() -> None:
    received = Counter(map(section, lines()))
    assert received == {"EUR": 46, "LAM": 24, "AFR": 20, "ASP": 10, "MWA": 8, "NAM": 7, "": 5}
    by_code = {row["code"]: row for row in counted()["sections"]}
    assert list(by_code) == [*SECTIONS, "MET", "REG"]
    for code in SECTIONS:
        own = [line for line in lines() if section(line) == code]
        heard = {find_country(line["country"]) or "" for line in lines() if line["country"]} & STATES
        heard = {country for country in heard if SECTION_OF[country] == code}
        states = sum(SECTION_OF[country] == code for country in STATES)
        row = by_code[code]
        assert (row["received"], row["states_heard"], row["states"]) == (len(own), len(heard), states)
        assert row["reach"] == pytest.approx(len(heard) / states)
        last = max((line["received_on"] for line in own), default=None)
        assert row["silence_days"] == (None if last is None else days_between(last, D.isoformat()))
    for code, n in {"MET": 12, "REG": 7}.items():
        assert by_code[code]["received"] == sum(code in line["also_counts_for"].split(";") for line in lines()) == n
        assert by_code[code]["reach"] is None


def test_one_section_is_silent_and_one_has_answered_half() -> None:
    answers = {row["code"]: row["answered"] for row in counted()["sections"]}
    assert answers["EUA"] == {"Q1": "none", "Q2": "none"}
    assert answers["AFR"] == {"Q1": "answered", "Q2": "none"}
    assert answers["ASP"] == {"Q1": "answered", "Q2": "thin"}
    assert answers["NAM"] == {"Q1": "thin", "Q2": "answered"}
    assert answers["EUR"] == answers["LAM"] == answers["MWA"] == {"Q1": "answered", "Q2": "answered"}
    assert counted()["sections_heard"] == {"n": 6, "of": 7, "barely": []}
    # Eurasia has left both questions open, Africa one of them; Metropolis and the Forum of Regions have few answers.
    assert counted()["call_list"][:2] == ["EUA", "AFR"]
    assert not {"EUR", "LAM", "MWA"} & set(counted()["call_list"])


def test_balance_is_the_sum_of_the_smaller_shares() -> None:
    received = {"EUR": 46, "LAM": 24, "AFR": 20, "ASP": 10, "MWA": 8, "NAM": 7, "EUA": 0}
    expected = {"EUR": 40, "LAM": 30, "AFR": 30, "ASP": 25, "MWA": 25, "NAM": 15, "EUA": 15}
    by_hand = sum(min(received[code] / 115, expected[code] / 180) for code in SECTIONS)
    assert counted()["balance"] == pytest.approx(by_hand)
    assert by_hand == pytest.approx(0.773, abs=0.001)


def test_orphans_are_listed_both_ways() -> None:
    landed = [line for line in lines() if line["decision"] in LANDED]
    assert counted()["orphans"] == {
        "undecided": [line["id"] for line in lines() if not line["decision"]],
        "landed_without_block": [line["id"] for line in landed if not line["charter_block"]],
        "blocks_without_source": ["SOL", "COM", "RES"],
    }
    assert len(counted()["orphans"]["undecided"]) == 95
    assert len(counted()["orphans"]["landed_without_block"]) == 2


def test_the_rehearsal_costs_no_row_and_no_cell() -> None:
    road = road_of(REHEARSAL)
    assert {problem.severity for problem in road.problems} <= {Severity.WARNING}
    assert all(count.left_out == 0 for count in road.rows.values())


def test_the_rehearsal_has_one_late_one_slipped_one_cancelled_and_one_that_lasts_days() -> None:
    road = road_of(REHEARSAL)
    items = figures(road, on=NOVEMBER)["milestones"]["items"]
    states = {item["id"]: item["state"] for item in items}
    slips = {item["id"]: item["slip_days"] for item in items}
    assert [code for code, state in states.items() if state == "late"] == ["M5"]
    assert [code for code, state in states.items() if state == "cancelled"] == ["M9"]
    assert [code for code, state in states.items() if state == "next"] == ["M7"]
    assert {code for code, days in slips.items() if days} == {"M5", "M6"}
    assert slips["M6"] == 14
    milestones = road.milestones.set_index("id")
    assert list(milestones.index[milestones["baseline_last"] < milestones["due_first"]]) == ["M6"]
    assert milestones.index[milestones["due_precision"] == "month"].tolist() == ["M8"]
    assert (milestones["due_last"] - milestones["due_first"]).dt.days["M4"] == 4
    blocks = milestone_states(road, on=NOVEMBER).set_index("id")["blocks"]
    assert set(blocks["M5"]) >= {"M7", "M8"}


def test_the_rehearsal_has_every_decision_and_orphans_of_each_kind() -> None:
    found = figures(road_of(REHEARSAL), on=NOVEMBER)
    assert all(found["contributions"][decision] >= 5 for decision in (*LANDED, "not_reflected", "out_of_scope"))
    assert all(found["orphans"].values())
    assert (found["sections_heard"]["n"], found["sections_heard"]["of"]) == (6, 6)
    eurasia = next(row for row in found["sections"] if row["code"] == "EUA")
    assert set(eurasia["answered"].values()) == {"not applicable"}


def test_the_rehearsal_moves_one_country_and_one_contribution_to_another_section() -> None:
    road = road_of(REHEARSAL)
    by_country = road.contributions.groupby("country")["section"].agg(lambda codes: sorted(set(codes)))
    assert by_country["PAK"] == ["MWA"]
    assert by_country["EGY"] == ["AFR", "MWA"]
