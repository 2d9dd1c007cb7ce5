"""Sentences about coverage, exact in English for none, one and many."""

import pandas as pd
import pytest

from components.words.coverage import (
    call_about,
    call_finding,
    countries_heard_words,
    expected_words,
    gap_finding,
    map_alt,
    reach_words,
    sections_heard_words,
    shares_finding,
    silence_words,
)
from data.figures.sections import (
    CountriesHeard,
    Heard,
    calls_at,
    countries_at,
    countries_heard,
    never_heard,
    sections_at,
)
from data.road import Road
from data.words import words_of
from tests.data.figures.roads import contribution, day, make_road

WORDS = words_of("en")
ON = day("2021-05-21")
NAMES = {"AFR": "Africa", "EUR": "Europe", "ASP": "Asia-Pacific", "MET": "Metropolis"}
KINDS = {"AFR": "regional", "EUR": "regional", "ASP": "regional", "MET": "metropolitan"}


def _road(*answers: tuple[str, str, list[str]], **wishes: object) -> Road:
    """A Road of four sections; ``answers`` are (country, section, questions)."""
    rows = [
        contribution(f"C{n}", f"2021-05-{n + 1:02}", country=country, section=section, questions=questions)
        for n, (country, section, questions) in enumerate(answers)
    ]
    return make_road(**{"contributions": rows, "sections": KINDS, "answered_min": 1, **wishes})  # pyright: ignore[reportArgumentType] - by name


def test_countries_heard_says_none_one_and_many() -> None:
    def heard(road: Road) -> str:
        return countries_heard_words(countries_heard(road, on=ON), WORDS)

    assert heard(_road()) == "No contribution names a country yet"
    assert heard(_road(("FRA", "EUR", []))) == "1 state of 5 has been heard"
    assert heard(_road(("FRA", "EUR", []), ("MLI", "AFR", []))) == "2 states of 5 have been heard"
    assert countries_heard_words(CountriesHeard(0, 195, 1), WORDS) == "0 states of 195 have been heard, and 1 territory"
    assert countries_heard_words(CountriesHeard(9, 195, 2), WORDS).endswith(" heard, and 2 territories")


def test_sections_heard_names_the_silent_ones_while_they_are_few() -> None:
    assert sections_heard_words(Heard(0, 0), [], [], WORDS) == "No section is expected to contribute"
    assert sections_heard_words(Heard(0, 3), ["A", "B", "C"], [], WORDS) == "No section asked has been heard yet"
    assert (
        sections_heard_words(Heard(1, 2), ["B"], [], WORDS) == "1 of 2 sections asked has been heard; still silent: B"
    )
    said = "5 of 7 sections asked have been heard; still silent: A and B"
    assert sections_heard_words(Heard(5, 7), ["A", "B"], [], WORDS) == said
    assert sections_heard_words(Heard(4, 7), ["A", "B", "C"], [], WORDS) == "4 of 7 sections asked have been heard"
    assert sections_heard_words(Heard(7, 7), [], [], WORDS) == "Every section asked has been heard"
    barely = sections_heard_words(Heard(7, 7, ("A", "B")), [], ["A", "B"], WORDS)
    assert barely == "Every section asked has been heard, but barely: A and B"


def test_gap_finding_names_the_section_that_sent_the_smallest_part_of_what_was_expected() -> None:
    def said(expected: dict[str, float]) -> str:
        road = _road(("FRA", "EUR", []), ("FRA", "EUR", []), ("MLI", "AFR", []), expected=expected)
        return gap_finding(sections_at(road, on=ON).values(), NAMES, WORDS)

    assert said({}) == "What each section sent"
    assert said({"AFR": 1, "EUR": 2, "ASP": 0}) == "No section with an expected number is short of it"
    assert said({"AFR": 2, "EUR": 4, "ASP": 0}) == "2 sections of 2 sent fewer than expected"
    assert said({"AFR": 2}) == "1 section of 1 sent fewer than expected"
    assert said({"AFR": 4, "EUR": 10, "ASP": 0}) == "Europe sent the smallest part of what was expected: 2 of 10"


def test_shares_finding_needs_five_contributions() -> None:
    def said(road: Road) -> str:
        return shares_finding([*sections_at(road, on=ON).values()], NAMES, WORDS)

    four = [("FRA", "EUR", [])] * 4
    assert said(_road(*four)) == "There are too few contributions to compare shares"
    five = [*four, ("MLI", "AFR", [])]
    assert said(_road(*five)) == "Europe sent 80% of the 5 contributions of the sections asked"
    six = [*four[:3], *[("MLI", "AFR", [])] * 3]
    assert said(_road(*six)) == "Africa and Europe sent 50% each of the 6 contributions of the sections asked"
    expected = {"EUR": 5, "AFR": 10, "ASP": 5, "MET": 5}
    assert said(_road(*five, expected=expected)) == (
        "Europe sent 80% of the 5 contributions of the sections asked, where 25% was expected"
    )


def test_call_finding_says_whom_to_call_first() -> None:
    def said(road: Road) -> str:
        return call_finding(calls_at(road, on=ON), NAMES, WORDS)

    both = ["Q1", "Q2"]
    # The geographic ones and Metropolis; of those that say nothing none comes before the other.
    assert said(_road(("MLI", "AFR", ["Q1"]), ("JPN", "ASP", both))) == "3 sections need a call"
    two = _road(("MLI", "AFR", ["Q1"]), ("JPN", "ASP", both), expected={"MET": 0})
    assert said(two) == "Call Europe first: 2 questions are open"
    open_one = _road(("MLI", "AFR", ["Q1"]), expected={"EUR": 0, "ASP": 0, "MET": 0})
    assert said(open_one) == "Call Africa: 1 question is open"
    closed = _road(("MLI", "AFR", both), expected={"EUR": 0, "ASP": 0, "MET": 0})
    assert said(closed) == "Nothing is open: nobody needs a call"
    nobody = _road(expected={"AFR": 0, "EUR": 0, "ASP": 0, "MET": 0})
    assert said(nobody) == "Nothing is open: nobody needs a call"
    expected = {"AFR": 9, "EUR": 0, "ASP": 0, "MET": 0}
    behind = _road(questions=(), expected=expected, start="2021-05-04", contributions_until="2021-06-04")
    assert said(behind) == "Call Africa: fewer contributions than hoped for by now"
    # 17 of 31 days: 0.4 and 0.5 of what is hoped for.
    few = [("MLI", "AFR", [])] * 4
    collects = {"questions": (), "start": "2021-05-04", "contributions_until": "2021-06-04"}
    hardly = _road(*few, expected={"EUR": 0, "ASP": 0, "MET": 0, "AFR": 8}, **collects)
    assert said(hardly) == "No question is open, and no section is a whole contribution behind"


def test_nobody_is_well_heard_where_nothing_is_asked_of_who_was_never_heard() -> None:
    road = _road(("MLI", "AFR", []), questions=())
    silent = [NAMES[code] for code in never_heard(road, on=ON)]
    assert call_finding(calls_at(road, on=ON), NAMES, WORDS, silent=silent) == (
        "No question is open; not yet heard: Europe, Asia-Pacific and Metropolis"
    )


def test_call_about_puts_missing_answers_before_thin_ones() -> None:
    answers = {"Q1": "thin", "Q2": "none", "Q3": "answered", "Q4": "none"}
    call = {"open_questions": ("Q1", "Q2", "Q4"), "behind": float("nan"), "silence_days": 3}
    assert call_about(call, answers, WORDS) == "no answer to Q2 and Q4; few answers to Q1"
    assert call_about({"open_questions": (), "behind": 2.5}, answers, WORDS) == "about 3 fewer than hoped for by now"
    assert call_about({"open_questions": (), "behind": 0.5}, answers, WORDS) == "about 1 fewer than hoped for by now"
    assert call_about({"open_questions": (), "behind": 0.49}, answers, WORDS) == (
        "less than one contribution short of what was hoped for by now"
    )
    call = {"open_questions": ("Q2",), "behind": 0.2, "silence_days": 3}
    assert call_about(call, answers, WORDS) == "no answer to Q2"


def test_a_section_that_was_heard_and_names_no_question_is_not_called_one_without_answers() -> None:
    answers = {"Q1": "none", "Q2": "none"}
    call = {"open_questions": ("Q1", "Q2"), "behind": 1.0, "silence_days": 3}
    assert call_about(call, answers, WORDS) == (
        "nothing it sent names a question of the sheet; about 1 fewer than hoped for by now"
    )
    assert call_about({**call, "silence_days": pd.NA}, answers, WORDS).startswith("no answer to Q1 and Q2;")
    assert call_about(call, {**answers, "Q2": "thin"}, WORDS).startswith("no answer to Q1; few answers to Q2;")


@pytest.mark.parametrize(
    ("days", "said"),
    [(pd.NA, "never heard"), (0, "heard on this day"), (1, "silent for 1 day"), (30, "silent for 30 days")],
)
def test_silence(days: object, said: str) -> None:
    assert silence_words(days, WORDS) == said


def test_counts_of_a_card() -> None:
    assert expected_words(1200, WORDS) == "of 1,200 expected"
    assert expected_words(float("nan"), WORDS) == "· expected: not set"
    assert expected_words(0, WORDS) == "· none expected"

    def reach(heard: object, states: object, territories: object) -> str:
        return reach_words({"states_heard": heard, "states": states, "territories_heard": territories}, WORDS)

    assert reach(0, 1, 0) == "0 of 1 state"
    assert reach(12, 58, 1) == "12 of 58 states, and 1 territory"
    assert reach(2, 2, 2) == "2 of 2 states, and 2 territories"
    assert reach(pd.NA, pd.NA, pd.NA) == reach(0, 0, 0) == ""


def test_alternative_texts_carry_the_numbers() -> None:
    road = _road(("FRA", "EUR", ["Q1"]), ("FRA", "EUR", ["Q1"]), ("MLI", "AFR", ["Q2"]))
    assert map_alt(countries_at(road, on=ON), countries_heard(road, on=ON), WORDS) == (
        "World map. 2 states of 5 have been heard. Contributions by country: France 2 and Mali 1."
    )
