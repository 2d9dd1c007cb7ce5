"""The strip of sections: in what order, and what each row shows."""

from datetime import date
from typing import Any

from components.words.section_strip import section_strip, strip_key
from data.words import words_of
from tests.data.figures.roads import contribution, make_road

ON = date(2021, 6, 1)
WORDS = words_of("en")


def strip(expected: dict[str, float | None], sent: dict[str, int]) -> dict[str, Any]:
    rows = [
        contribution(f"{code}{n}", "2021-05-04", section=code, questions=["Q1"])
        for code, times in sent.items()
        for n in range(times)
    ]
    kinds = {"AFR": "regional", "ASP": "regional", "EUR": "regional", "NAM": "regional", "MET": "metropolitan"}
    return section_strip(make_road(contributions=rows, sections=kinds, expected=expected), WORDS, on=ON)


def test_the_furthest_from_what_was_expected_comes_first_and_who_was_not_asked_last() -> None:
    shown = strip({"AFR": 10, "ASP": 0, "EUR": 4, "NAM": 8, "MET": 2}, {"AFR": 5, "ASP": 2, "EUR": 4})
    assert [row["code"] for row in shown["rows"]] == ["NAM", "AFR", "EUR", "ASP", "MET"]
    assert [row["is_crossing"] for row in shown["rows"]] == [False] * 4 + [True]
    assert [row["is_silent"] for row in shown["rows"]] == [True, False, False, False, True]


def test_bars_and_aims_stand_on_one_scale() -> None:
    shown = strip({"AFR": 10, "EUR": 4}, {"AFR": 5, "EUR": 4, "NAM": 1})
    by_code = {row["code"]: row for row in shown["rows"]}
    assert (by_code["AFR"]["share"], by_code["AFR"]["aim"]) == (0.5, 1)
    assert (by_code["EUR"]["share"], by_code["EUR"]["aim"]) == (0.4, 0.4)
    assert (by_code["NAM"]["share"], by_code["NAM"]["aim"]) == (0.1, None)
    assert by_code["AFR"]["expected"] == "of 10 expected"
    assert by_code["AFR"]["told"] == "5 contributions of 10 expected"


def test_every_question_has_its_dot_with_its_number() -> None:
    shown = strip({"AFR": 10, "NAM": 4}, {"AFR": 3, "NAM": 1})
    dots = {row["code"]: row["dots"] for row in shown["rows"]}
    assert [(dot["state"], dot["said"]) for dot in dots["AFR"]] == [
        ("answered", "Q1: answered (3)"),
        ("none", "Q2: no answer"),
    ]
    assert dots["NAM"][0]["state"] == "thin"


def test_the_key_of_the_strip_names_what_it_shows_and_nothing_else() -> None:
    key = strip_key(strip({"AFR": 10, "NAM": 4}, {"AFR": 3, "NAM": 1}), WORDS)
    assert key == "● answered · ◐ few answers · ○ no answer · light bar: expected"
    assert strip_key(strip({"EUR": 0}, {}), WORDS) == "○ no answer · – not applicable"


def test_a_sheet_of_no_contribution_has_a_strip() -> None:
    assert [row["share"] for row in strip({}, {})["rows"]] == [0] * 5
