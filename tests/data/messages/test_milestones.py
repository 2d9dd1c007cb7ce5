"""Whether the launch holds, in one sentence: for every state, with its cause, and what could contradict it."""

from collections.abc import Sequence
from typing import Any

import pytest

from data.languages import LANGUAGES
from data.messages.milestones import launch_words
from data.words import words_of
from tests.data.figures.roads import day, make_road, milestone

ON = "2021-11-15"


def said(*milestones: dict[str, Any], on: str = ON, language: str = "en", beside_late: bool = False) -> str:
    road = make_road(milestones=milestones)
    return launch_words(road, words_of(language), on=day(on), beside_late=beside_late)


def launch(due: str = "2021-12-18", depends_on: Sequence[str] = ("M2",), **row: Any) -> dict[str, Any]:  # noqa: ANN401 - any cell
    return milestone("M9", due, kind="launch", title="Launch", depends_on=list(depends_on), **row)


def draft(due: str, id_: str = "M1", **row: Any) -> dict[str, Any]:  # noqa: ANN401 - any cell
    return milestone(id_, due, title=f"Draft {id_}", **row)


COUNCIL = milestone("M2", "2021-11-17", title="Council", depends_on=["M1"])


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], ""),
        ([milestone("M9", kind="launch")], ""),
        (
            [draft("2021-10-22"), launch(flag="cancelled"), milestone("M8", kind="launch")],
            "“Launch” is cancelled, and the sheet names no other launch with a date.",
        ),
        ([launch(done_on="2021-11-14")], "The launch took place on 14 November 2021."),
        ([launch()], "The launch on 18 December 2021 is on course: no milestone before it is late."),
        ([launch("2021-12")], "The launch in December 2021 is on course: no milestone before it is late."),
        ([launch("2021-11-14")], "The launch on 14 November 2021 is not yet confirmed."),
        ([launch("2021-11-07")], "The launch on 7 November 2021 is 8 days late."),
        (
            [launch("2021-11-07", ["M1"]), draft("2021-11-06")],
            "The launch on 7 November 2021 is 8 days late: “Draft M1” is 9 days late; 1 milestone waits for it.",
        ),
        (
            [draft("2021-10-22"), COUNCIL, launch()],
            "The launch on 18 December 2021 is at risk: “Draft M1” is 24 days late; 2 milestones wait for it.",
        ),
        (
            [draft("2021-11-08"), COUNCIL, launch()],
            "The launch on 18 December 2021 is at risk: “Draft M1” is not yet confirmed; 2 milestones wait for it.",
        ),
        (
            [draft("2021-10-22"), draft("2021-11-01", "M2"), draft("2021-11-14", "M3"), launch(depends_on=())],
            "The launch on 18 December 2021 is at risk: 2 milestones before it are late, by up to 24 days; "
            "1 milestone before it is not yet confirmed.",
        ),
        (
            [draft("2021-12-20"), milestone("M2", title="Print"), launch(depends_on=["M1", "M2"], flag="postponed")],
            "The launch on 18 December 2021 is on course: no milestone before it is late. "
            "The sheet marks it as postponed. "
            "After its day is due what it waits for: “Draft M1”. No date is set for what it waits for: “Print”.",
        ),
        # What it waits for through another speaks against it as well.
        (
            [
                draft("2021-12-20"),
                milestone("M3", title="Print"),
                milestone("M2", "2021-12-01", depends_on=["M1", "M3"]),
                launch(),
            ],
            "The launch on 18 December 2021 is on course: no milestone before it is late. "
            "After its day is due what it waits for: “Draft M1”. No date is set for what it waits for: “Print”.",
        ),
        # What is late before it, though it does not wait for it, is said beside.
        (
            [draft("2021-10-22"), draft("2021-11-14", "M3"), milestone("M2", "2021-11-17"), launch()],
            "The launch on 18 December 2021 is on course: nothing that it waits for is late. "
            "“Draft M1” is 24 days late; “Draft M3” is not yet confirmed.",
        ),
        (
            [*(draft("2021-10-22", f"D{n}") for n in range(5)), milestone("M2", "2021-11-17"), launch()],
            "The launch on 18 December 2021 is on course: nothing that it waits for is late. “Draft D0” is 24 days "
            "late; “Draft D1” is 24 days late; “Draft D2” is 24 days late; and 2 more.",
        ),
        # A month that the launch lies in is not after it.
        (
            [draft("2021-12"), launch(depends_on=["M1"])],
            "The launch on 18 December 2021 is on course: no milestone before it is late.",
        ),
    ],
)
def test_the_verdict_says_its_cause_and_what_speaks_against_it(rows: list[dict[str, Any]], sentence: str) -> None:
    assert said(*rows).replace("\u00a0", " ") == sentence


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([launch()], "The launch on 18 December 2021 is on course."),
        ([draft("2021-10-22"), COUNCIL, launch()], "The launch on 18 December 2021 is at risk."),
        ([launch("2021-11-07")], ""),
        ([launch("2021-11-07", ["M1"]), draft("2021-11-06")], "The launch on 7 November 2021 is 8 days late."),
        # Only one of the two late ones holds it up, or none: that is news.
        (
            [draft("2021-10-22"), draft("2021-11-01", "M3"), COUNCIL, launch()],
            "The launch on 18 December 2021 is at risk: “Draft M1” is 24 days late; 2 milestones wait for it.",
        ),
        (
            [draft("2021-10-22", "M3"), COUNCIL, launch()],
            "The launch on 18 December 2021 is on course: nothing that it waits for is late.",
        ),
        ([launch(flag="postponed")], "The launch on 18 December 2021 is on course. The sheet marks it as postponed."),
    ],
)
def test_beside_what_is_late_the_verdict_says_nothing_twice(rows: list[dict[str, Any]], sentence: str) -> None:
    assert said(*rows, beside_late=True).replace("\u00a0", " ") == sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_verdict_in_every_language(language: str) -> None:
    sentence = said(draft("2021-10-22"), COUNCIL, launch(), language=language)
    assert "Draft M1" in sentence
    assert "24" in sentence
    assert "2021" in sentence
