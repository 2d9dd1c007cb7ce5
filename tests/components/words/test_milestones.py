"""Milestones in sentences: right for none, one and many."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from components.words.milestones import (
    came_through_words,
    countdown,
    mark_label,
    milestone_table,
    moved_label,
    moves_title,
    neighbours_title,
    session_times,
    slip_label,
    table_title,
    timeline_alt,
    timeline_title,
    title_of,
    what_if_words,
)
from data.figures.milestones import Launch
from data.figures.schedule import Steps, scheduled
from data.figures.what_if import Move
from data.words import NO_BREAK, words_of
from tests.data.figures.roads import day, make_road, milestone

WORDS = words_of("en")
ON = "2021-05-21"


def steps(*rows: dict[str, Any], on: str = ON) -> Steps:
    return scheduled(make_road(milestones=rows), on=day(on))


def step(due: str | None = None, *, on: str = ON, **row: Any) -> Mapping[str, Any]:  # noqa: ANN401 - any cell
    return steps(milestone("M1", due, **row), on=on)[0]


def late(id_: str, **row: Any) -> dict[str, Any]:  # noqa: ANN401 - any cell
    return milestone(id_, "2021-05-01", title=f"Step {id_}", **row)


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([], "No milestone has been entered yet"),
        ([milestone("M1", "2021-05-01", flag="cancelled")], "Every milestone is cancelled"),
        ([milestone("M1", "2021-05-01", done_on="2021-05-01")], "Every milestone is done"),
        ([milestone("M1", "2021-06-01"), milestone("M2")], "No milestone is late"),
        ([late("M1")], "“Step M1” is 20 days late"),
        ([milestone("M1", "2021-05-20", title="Step M1")], "“Step M1” is not yet confirmed"),
        (
            [late("M1"), milestone("M2", "2021-06", depends_on=["M1"])],
            "“Step M1” is 20 days late; 1 other waits for it",
        ),
        (
            [late("M1"), milestone("M2", "2021-06", depends_on=["M1"]), milestone("M3", depends_on=["M2"])],
            "“Step M1” is 20 days late; 2 others wait for it",
        ),
        ([late("M1"), late("M2")], "2 milestones are late"),
        (
            [late("M1"), late("M2"), milestone("M3", "2021-06", depends_on=["M1", "M2"])],
            "2 milestones are late; 1 other waits for them",
        ),
        ([late("M1"), late("M2", depends_on=["M1"])], "2 milestones are late"),
        (
            [milestone("M1", "2021-05-20"), milestone("M2", "2021-05-19")],
            "2 milestones are not yet confirmed",
        ),
        (
            [milestone("M1", "2021-05-20"), late("M2")],
            "1 milestone is late and 1 milestone is not yet confirmed",
        ),
    ],
)
def test_the_title_says_what_is_late_and_what_waits(rows: list[dict[str, Any]], title: str) -> None:
    assert timeline_title(steps(*rows), WORDS) == title


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([], "The road, from its first milestone to its last"),
        ([milestone("M1", "2021-06-01")], "The road, from its first milestone to its last"),
        ([milestone("M1", "2021-06-01", baseline="2021-06")], "No milestone with a first announced date has moved"),
        (
            [milestone("M1", "2021-06-02", baseline="2021-06-01", title="Draft")],
            "One milestone has moved: “Draft”, 1 day later than announced",
        ),
        (
            [
                milestone("M1", "2021-06-02", baseline="2021-06-01", title="Draft"),
                milestone("M2", "2021-06-05", baseline="2021-06-10", title="Council"),
            ],
            "2 milestones have moved; furthest: “Council”, 5 days earlier than announced",
        ),
        (
            [milestone("M1", "2021-06-02", baseline="2021-06-01", flag="cancelled")],
            "The road, from its first milestone to its last",
        ),
    ],
)
def test_the_timeline_says_what_moved_the_furthest(rows: list[dict[str, Any]], title: str) -> None:
    assert moves_title(steps(*rows), WORDS) == title


def test_the_table_says_how_many_and_from_when_to_when() -> None:
    assert table_title(steps(milestone("M1")), WORDS) == "1 milestone"
    assert table_title(steps(milestone("M1", "2021-05-04")), WORDS) == "1 milestone, 4 May 2021"
    many = steps(milestone("M1", "2021-05-04"), milestone("M2", "2021-12"), milestone("M3"))
    assert table_title(many, WORDS) == "3 milestones, 4 May\u2009–\u200931 December 2021"


def test_the_alternative_text_goes_through_every_step() -> None:
    told = timeline_alt(
        steps(
            milestone("M1", "2021-05-04", done_on="2021-05-05", baseline="2021-05-04", title="Consultation"),
            milestone("M2", "2021-12", title="Launch"),
            milestone("M3", title="Some day"),
        ),
        WORDS,
    )
    assert told == (
        "Timeline of 3 milestones. Consultation, 4 May 2021, Done, 1 day later than announced. "
        "Launch, December 2021, Next. Some day, No date yet."
    )


@pytest.mark.parametrize(
    ("row", "label"),
    [
        ({"due": "2021-05-18", "done_on": "2021-05-18", "baseline": "2021-05-18"}, "done 18 May"),
        ({"due": "2021-05-18", "done_on": "2021-05-19", "baseline": "2021-05-18"}, "done 19 May · +1 day"),
        ({"due": "2021-05-01"}, "Late"),
        ({"due": "2021-05-20"}, "Not yet confirmed"),
        ({"due": "2021-05-01", "baseline": "2021-05-01"}, "Late · +20 days"),
        ({"due": "2021-05"}, "Under way"),
        ({"due": "2021-05-22"}, "Next, in 1 day"),
        ({"due": "2021-12-18", "baseline": "2021-12-20"}, "Next, in 211 days · -2 days"),
        ({"due": None}, "No date yet"),
        ({"due": "2021-05-22", "flag": "cancelled"}, "Cancelled"),
    ],
)
def test_a_mark_says_state_and_slip_in_words(row: dict[str, Any], label: str) -> None:
    assert mark_label(step(**row), WORDS) == label


def test_what_is_further_ahead_says_its_day_or_its_month() -> None:
    found = steps(milestone("M1", "2021-06-01"), milestone("M2", "2021-11-30"), milestone("M3", "2021-12"))
    assert [mark_label(row, WORDS) for row in found] == [
        "Next, in 11 days",
        "30 Nov",
        "December 2021",
    ]


def test_a_late_mark_says_how_many_it_blocks() -> None:
    found = steps(late("M1"), milestone("M2", "2021-06", depends_on=["M1"]))
    assert mark_label(found[0], WORDS) == "Late · blocks 1"


def test_no_slip_needs_no_words() -> None:
    assert [slip_label(days, WORDS) for days in (pd.NA, 0, 1, -3, 1200)] == ["", "", "+1 day", "-3 days", "+1,200 days"]


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2021-05-22", "in 1 day"),
        ("2021-06-01", "in 11 days"),
        ("2021-05-21", "under way now"),
        ("2021-05-20", "1 day past its date"),
        ("2021-05-01", "20 days past its date"),
        (None, ""),
    ],
)
def test_the_distance_to_a_step_that_is_open(due: str | None, said: str) -> None:
    assert countdown(step(due), WORDS) == said
    assert countdown(step(due, done_on="2021-05-01"), WORDS) == ""


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts", "ends", "timezone", "said"),
    [
        ("2021-05-18T15:00", "2021-05-18T16:30", "Europe/Madrid", "17:00 – 18:30 CEST (15:00 – 16:30 UTC)"),
        ("2021-11-17T13:00", None, "Europe/Madrid", "from 14:00 CET (from 13:00 UTC)"),
        (None, "2021-11-17T16:00", "Europe/Madrid", "until 17:00 CET (until 16:00 UTC)"),
        ("2021-05-18T15:00", "2021-05-18T16:30", "UTC", "15:00 – 16:30 UTC"),
        ("2021-05-18T15:00", None, "Asia/Kathmandu", "from 20:45 UTC+05:45 (from 15:00 UTC)"),
        (
            "2021-09-13T07:00",
            "2021-09-17T16:00",
            "Europe/Madrid",
            "13 Sept, 09:00 – 17 Sept, 18:00 CEST (13 Sept, 07:00 – 17 Sept, 16:00 UTC)",
        ),
        (None, None, "Europe/Madrid", ""),
    ],
)
def test_a_session_says_its_times_with_their_timezone(
    starts: str | None, ends: str | None, timezone: str, said: str
) -> None:
    row = step(
        "2021-05-18",
        starts_at=moment(starts) if starts else None,
        ends_at=moment(ends) if ends else None,
    )
    assert session_times(row, ZoneInfo(timezone), WORDS) == said


def test_what_hangs_together_is_counted() -> None:
    assert neighbours_title(1, 0, WORDS) == "It depends on 1 milestone"
    assert neighbours_title(0, 2, WORDS) == "2 depend on it"
    assert neighbours_title(2, 1, WORDS) == "It depends on 2 milestones; 1 depends on it"


def test_contributions_are_counted() -> None:
    assert [came_through_words(n, WORDS) for n in (0, 1, 1200)] == [
        "No contribution came through it",
        "1 contribution came through it",
        "1,200 contributions came through it",
    ]


def test_a_title_is_one_line_of_bounded_length_or_the_id() -> None:
    assert title_of(step("2021-05-18"), WORDS) == "M1"
    assert len(title_of(step("2021-05-18", title="x" * 5000), WORDS)) == 160
    assert "\n" not in title_of(step("2021-05-18", title="a\nb"), WORDS)


def test_what_would_move_is_said_day_by_day() -> None:
    titles = {"M1": "Draft", "M2": "Council", "L": "Launch"}
    council = Move("M2", date(2021, 11, 17), date(2021, 12, 1))
    launch = Launch("L", date(2021, 12, 18), date(2021, 12, 18), "at risk", ("M1",), 24)
    day = date(2021, 12, 1)
    assert [
        line.replace("\xa0", " ")
        for line in what_if_words("M1", day, (council,), titles, launch, words_of("en"), "December 2021")
    ] == [
        "If “Draft” comes on 1 December 2021, 1 other milestone moves:",
        "“Council”: 14 days later, 1 December 2021 at the earliest",
        "This alone does not move the launch: December 2021.",
    ]
    assert what_if_words("M1", day, (), titles, None, words_of("en")) == [
        "If “Draft” comes on 1 December 2021, no other milestone has to move."
    ]
    late = replace(launch, state="late", due=date(2021, 10, 1), due_last=date(2021, 10, 1))
    assert "the launch" not in " ".join(what_if_words("M1", day, (), titles, late, words_of("en")))
    moved = Move("L", date(2021, 12, 18), date(2021, 12, 19))
    assert "the launch" not in " ".join(what_if_words("M1", day, (moved,), titles, launch, words_of("en")))


def test_only_a_day_that_moved_again_is_labelled() -> None:
    assert [moved_label(times, words_of("en")) for times in (0, 1, 2)] == ["", "", "moved 2 times"]


def test_every_cell_of_the_table_is_that_of_its_milestone() -> None:
    road = make_road(
        milestones=[
            milestone("M1", "2021-05-18", title="Session", baseline="2021-05-11", done_on="2021-06-10"),
            milestone("M2", "2021-06-15", title="Draft", depends_on=["M1"], baseline="2021-06-15"),
            milestone("M3", "2021-07-15", title="Text", depends_on=["M2"]),
            milestone("M4", "2021-07-20", title="Launch", depends_on=["M2"]),
        ]
    )
    steps = scheduled(road, on=day("2021-06-20"))
    # What it holds up is parted as the language parts it.
    assert milestone_table(steps, words_of("fr"))["Bloque"][1] == f"Text{NO_BREAK}; Launch"
    table = milestone_table(steps, words_of("en"))
    assert table.to_numpy().tolist()[:2] == [
        ["M1", "● Done", "Session", "18 May 2021", "11 May 2021", "10 Jun 2021", "+30", ""],
        ["M2", "▲ Not yet confirmed", "Draft", "15 Jun 2021", "15 Jun 2021", "", "+5", "Text; Launch"],
    ]
