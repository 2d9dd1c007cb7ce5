"""Another network's workbook: its sections, questions and words, its figures counted by hand in its CSV files."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from data.figures.summary import figures
from data.reading import read
from data.reading.ours import choose
from data.road import Road
from data.sample import RHINE
from data.shape import CONTRIBUTION_STAGES, CONTRIBUTOR_TYPES, DECISIONS
from data.sources.file import read_file
from data.words import words_of


@cache
def _road() -> Road:
    return read(read_file(RHINE, choose), now=datetime(2026, 1, 15, 12, tzinfo=UTC))


@cache
def _counted() -> dict[str, Any]:
    return figures(_road(), on=date(2021, 10, 15))


def test_it_reads_without_a_problem_and_whole() -> None:
    assert (_road().problems, _road().unread_columns) == ((), ())
    rows = {name: (count.read, count.used) for name, count in _road().rows.items()}
    assert rows == {
        **{"Milestones": (4, 4), "Contributions": (12, 12), "Sections": (4, 4), "Countries": (9, 9)},
        **{"Charter": (4, 4), "Questions": (3, 3), "Settings": (12, 12), "Words": (14, 14)},
    }


def test_its_sections_are_its_own_and_none_cuts_across() -> None:
    sections = {section["code"]: section for section in _counted()["sections"]}
    assert {code: (one["received"], one["expected"], one["kind"]) for code, one in sections.items()} == {
        "ALP": (3, 10, "regional"),
        "UPP": (2, 8, "regional"),
        "MID": (4, 12, "regional"),
        "DEL": (3, 10, "regional"),
    }
    # Italy alone of the four states of the Alpine Rhine is not heard.
    assert {code: (one["states_heard"], one["states"]) for code, one in sections.items()} == {
        **{"ALP": (3, 4), "UPP": (1, 1), "MID": (2, 2), "DEL": (2, 2)}
    }
    # Two contributions are fewer than the three that make an answer.
    assert _counted()["sections_heard"] == {"n": 4, "of": 4, "barely": ["UPP"]}
    assert _road().crosscuts.empty


def test_its_three_questions_are_answered_as_often_as_they_are_named() -> None:
    # Q1: W01, W02, W04, W07, W09, W10. Q2: W02, W05, W06, W07, W11, W12. Q3: W03, W07, W08.
    assert _road().answers["question"].value_counts().to_dict() == {"Q1": 6, "Q2": 6, "Q3": 3}


def test_its_decisions_are_those_of_its_words() -> None:
    counted = _counted()["contributions"]
    # Taken up: W01, W04, W06, W10. In part: W02. Not: W05. Outside the catchment: W09.
    assert [counted[code] for code in ("reflected", "partly", "not_reflected", "out_of_scope")] == [4, 1, 1, 1]
    # Read but undecided: W03, W07.
    assert (counted["received"], counted["considered"], counted["decided"]) == (12, 9, 7)
    assert (counted["uptake"]["rate"], counted["uptake"]["n"]) == (5 / 7, 7)
    assert _counted()["orphans"]["blocks_without_source"] == ["TAB"]
    types = _road().contributions["contributor_type"].value_counts().to_dict()
    assert types == {"local_government": 8, "water_board": 2, "association": 1, "academia": 1}


def test_its_launch_is_next_year_and_its_pace_is_that_of_its_four_weeks() -> None:
    counted = _counted()
    assert (counted["launch"]["due"], counted["launch"]["state"]) == ("2022-06-10", "on course")
    # 44 days since 1 September, of 282.
    assert counted["time_elapsed"] == 44 / 282
    # From 18 September: W06 to W12. 28 more are wanted in the 77 days to 31 December.
    assert counted["contributions"]["pace_per_week"] == 7 * 7 / 28
    assert counted["contributions"]["required_per_week"] == 28 / 11


def test_its_words_are_shown_in_each_language() -> None:
    own = _road().own_words
    english, french = words_of("en", own), words_of("fr", own)
    assert english.label(DECISIONS, "out_of_scope") == "Outside the catchment"
    assert french.label(DECISIONS, "partly") == "Repris en partie"
    assert english.label(CONTRIBUTOR_TYPES, "water_board") == "Water board"
    assert english.label(CONTRIBUTION_STAGES, "landed") == "In the compact"
