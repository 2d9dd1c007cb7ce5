"""The calendar: right instants, stable identities, nothing that is not to be seen, and only what a parser takes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from data.exports.calendar_file import calendar_file
from data.road import Road
from data.words import words_of
from tests.data.figures.roads import make_road, milestone

CHANGED = datetime(2021, 5, 21, 8, 30, 15, tzinfo=UTC)
ON = date(2021, 5, 21)


def _road(*steps: dict[str, Any], show_contacts: bool = False) -> Road:
    road = make_road(milestones=steps)
    return replace(road, settings=replace(road.settings, show_contacts=show_contacts))


def _events(
    road: Road, language: str = "en", changed_at: datetime = CHANGED, on: date = ON, only: str | None = None
) -> dict[str, Any]:  # events, whose properties have too many types to name
    """The events by their titles, as a parser reads them that was told nothing else."""
    content = calendar_file(road, on=on, changed_at=changed_at, words=words_of(language), milestone=only)
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    assert not calendar.errors
    events = list(calendar.walk("VEVENT"))
    assert not [error for event in events for error in event.errors]
    return {str(event["summary"]): event for event in events}


def test_a_session_of_a_summer_evening_in_madrid_stands_at_its_utc_instants() -> None:
    madrid = ZoneInfo("Europe/Madrid")
    road = _road(
        milestone(
            "M2",
            "2021-05-18",
            title="Session",
            starts_at=datetime(2021, 5, 18, 17, 0, tzinfo=madrid).astimezone(UTC),
            ends_at=datetime(2021, 5, 18, 18, 30, tzinfo=madrid).astimezone(UTC),
        )
    )
    event = _events(road)["Session"]
    assert event["dtstart"].to_ical() == b"20210518T150000Z"
    assert event["dtend"].to_ical() == b"20210518T163000Z"
    assert "TRANSP" not in event


def test_a_day_is_all_day_and_ends_before_the_next() -> None:
    event = _events(_road(milestone("M3", "2021-05-20", title="Bureau")))["Bureau"]
    assert (event.start, event.end) == (date(2021, 5, 20), date(2021, 5, 21))
    assert event["transp"] == "TRANSPARENT"


def test_several_days_without_times_are_all_day_through_the_last() -> None:
    event = _events(_road(milestone("M1", "2021-09-13/2021-09-17", title="Days")))["Days"]
    assert (event.start, event.end) == (date(2021, 9, 13), date(2021, 9, 18))


def test_a_month_is_all_day_from_its_first_day_to_its_last_and_says_so() -> None:
    event = _events(_road(milestone("M4", "2021-12", title="Launch")))["Launch"]
    assert (event.start, event.end) == (date(2021, 12, 1), date(2022, 1, 1))
    assert event["description"] == "Some time in December 2021: the day is not set yet."


def test_a_milestone_without_a_date_is_no_event() -> None:
    assert _events(_road(milestone("M1", None, title="Some day"))) == {}


def test_a_start_without_an_end_has_no_invented_end() -> None:
    road = _road(milestone("M1", "2021-05-18", title="Start", starts_at=datetime(2021, 5, 18, 15, tzinfo=UTC)))
    assert "dtend" not in _events(road)["Start"]


def test_a_second_import_updates_the_first_whatever_its_language() -> None:
    first = _road(milestone("M1", "2021-05-18", title_en="Old", title_fr="Ancien"))
    moved = _road(milestone("M1", "2021-06-18", title_en="New", title_fr="Nouveau"))
    before = _events(first)["Old"]
    after = _events(moved, "fr", changed_at=datetime(2021, 6, 1, tzinfo=UTC))["Nouveau"]
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["dtstamp"].dt > before["dtstamp"].dt


def test_two_milestones_never_share_an_identity_not_even_under_one_id() -> None:
    road = _road(
        milestone("M1", "2021-05-18", title="One"),
        milestone("M1", "2021-05-19", title="Two"),
        milestone("M1 2", "2021-05-20", title="Three"),
    )
    assert len({event["uid"] for event in _events(road).values()}) == 3


@pytest.mark.parametrize(
    ("flag", "status", "title"),
    [("cancelled", "CANCELLED", "Step (cancelled)"), ("postponed", "TENTATIVE", "Step (postponed)")],
)
def test_what_is_cancelled_or_postponed_says_so(flag: str, status: str, title: str) -> None:
    assert _events(_road(milestone("M1", "2021-05-18", title="Step", flag=flag)))[title]["status"] == status


def test_the_owner_is_in_it_only_where_contacts_are_shown() -> None:
    step = milestone("M1", "2021-05-18", title="Step", body="Bureau", owner="A. Person")
    assert _events(_road(step))["Step"]["description"] == "State: Not yet confirmed\nBody: Bureau"
    assert "Owner: A. Person" in _events(_road(step, show_contacts=True))["Step"]["description"]


def test_done_counts_on_the_day_that_is_looked_at() -> None:
    road = _road(milestone("M1", "2021-05-18", title="Step", body="Bureau", done_on="2021-05-19"))
    assert "Done on 19 May 2021." in _events(road)["Step"]["description"]
    assert "Done" not in _events(road, on=date(2021, 5, 18))["Step"]["description"]


def test_what_resulted_is_not_told_before_its_day() -> None:
    road = _road(milestone("M1", "2021-05-18", title="Step", done_on="2021-05-19", outcome="Agreed"))
    assert "Outcome: Agreed" in _events(road)["Step"]["description"]
    assert "Agreed" not in _events(road, on=date(2021, 5, 18))["Step"]["description"]


def test_the_date_first_announced_is_said_where_another_one_came_after() -> None:
    road = _road(milestone("M4", "2021-12-18", title="Launch", baseline="2021-11"))
    assert _events(road)["Launch"]["description"] == "First announced for November 2021."


def test_one_milestone_alone() -> None:
    road = _road(milestone("M1", "2021-05-18", title="One"), milestone("M2", "2021-05-19", title="Two"))
    assert list(_events(road, only="M2")) == ["Two"]


@pytest.mark.parametrize(
    "hostile",
    [
        "Step\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Planted",
        "Step\u2028END:VCALENDAR",
        "Step \x00\x07 with what no calendar carries",
        "Commas, semicolons; backslashes \\ and \\n",
        "\u202eetirw",
        "é" * 50_000,
    ],
)
def test_no_cell_breaks_the_file(hostile: str) -> None:
    road = _road(
        milestone(hostile, "2021-05-18", title=hostile, body=hostile, outcome=hostile, kind=hostile),
    )
    assert len(_events(road)) == 1
    content = calendar_file(road, on=ON, changed_at=CHANGED, words=words_of("en"))
    assert content.count(b"\nBEGIN:VEVENT") == 1
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_only_a_web_link_becomes_the_address_of_an_event() -> None:
    good = milestone("M1", "2021-05-18", title="Step", link="https://example.org/a")
    bad = milestone("M1", "2021-05-18", title="Step", link="javascript:alert(1)")
    assert _events(_road(good))["Step"]["url"] == "https://example.org/a"
    assert "url" not in _events(_road(bad))["Step"]


def test_a_reading_before_the_count_begins_does_not_break_the_sequence() -> None:
    event = _events(_road(milestone("M1", "2021-05-18", title="Step")), changed_at=datetime(1999, 1, 1, tzinfo=UTC))
    assert event["Step"]["sequence"] == 0


def test_the_launch_and_the_calendar_say_whether_it_holds() -> None:
    draft = milestone("M1", "2021-05-01", title="Draft")
    road = _road(draft, milestone("M4", "2021-12-18", title="Launch", kind="launch", depends_on=["M1"]))
    said = "The launch on 18 December 2021 is at risk: “Draft” is 20 days late; 1 milestone waits for it."
    assert _events(road)["Launch"]["description"].replace("\N{NO-BREAK SPACE}", " ").startswith(said)
    assert said not in _events(road)["Draft"]["description"].replace("\N{NO-BREAK SPACE}", " ")
    content = calendar_file(road, on=ON, changed_at=CHANGED, words=words_of("en"))
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    for name in ("description", "x-wr-caldesc"):
        assert str(calendar[name]).replace("\N{NO-BREAK SPACE}", " ") == said
