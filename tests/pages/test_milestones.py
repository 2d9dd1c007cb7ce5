"""The page of milestones without a browser."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from icalendar import Calendar
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from components.charts.timeline import TIED, TIMELINE
from components.milestones.calendar import calendar_content
from components.milestones.subscription import address_of
from components.milestones.table import milestone_export
from components.shared.passport import subject
from components.shell.view import View
from data.exports.tables import to_csv
from data.figures.days import day_range
from data.languages import LANGUAGES
from data.store import shared_store
from data.words import words_of
from tests.pages.conftest import REHEARSAL, ROAD, Visit
from tests.pages.nasty import hostile, save
from tests.pages.opening import tables, to_copy

pytestmark = pytest.mark.slow(9)

HEADERS = (
    *("id", "title", "due", "baseline", "done_on", "starts", "ends", "body", "owner", "depends_on"),
    *("deliverable", "outcome", "link", "state"),
)


def write(path: Path, steps: Sequence[dict[str, Any]], **settings: str) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets: dict[str, list[tuple[Any, ...]]] = {
        "Milestones": [HEADERS, *(tuple(step.get(name) for name in HEADERS) for step in steps)],
        "Contributions": [
            ("id", "received_on", "contributor", "question", "milestone"),
            ("C1", "2021-05-04", "Rome", "Q1", "M1"),
        ],
        "Settings": [("key", "value"), ("reporting_date", "2021-05-21"), *settings.items()],
    }
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def said(page: AppTest) -> str:
    """Everything the page says in text, escapes taken out."""
    parts = [*page.title, *page.header, *page.subheader, *page.markdown, *page.caption, *page.info, *page.text]
    return "\n".join(str(part.value).replace("\\", "") for part in parts)


def opening(page: AppTest) -> list[str]:
    """The labels of the buttons that open another milestone."""
    return [b.label.replace("\\", "") for b in page.button if str(b.key).startswith(("before_", "after_"))]


@pytest.mark.parametrize(("workbook", "n"), [(ROAD, 4), (REHEARSAL, 10)], ids=["road", "rehearsal"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_draws_the_road_and_lists_every_milestone(visit: Visit, workbook: Path, n: int, language: str) -> None:
    page = visit("milestones", workbook=workbook, lang=language)
    assert not page.exception
    assert len(page.get("plotly_chart")) == 1
    assert tables(page)[0].attrs["n"] == n
    assert f"calendar.ics?lang={language}" in to_copy(page)[0]


@pytest.mark.slow(3)
@pytest.mark.parametrize(("workbook", "n"), [(ROAD, 4), (REHEARSAL, 10)], ids=["road", "rehearsal"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_milestone_opens(visit: Visit, workbook: Path, n: int, language: str) -> None:
    page = visit("milestones", workbook=workbook, lang=language, milestone="M1")
    for place in range(1, n + 1):
        assert not page.exception
        assert page.query_params["milestone"] == page.selectbox(key="at_milestone").value
        (following,) = [button for button in page.button if button.key == "next_milestone"]
        assert following.disabled == (place == n)
        if place < n:
            following.click().run()


def test_the_title_says_what_is_late_and_how_many_wait(visit: Visit) -> None:
    page = visit("milestones", workbook=REHEARSAL, lang="en")
    assert page.title[0].value == "“First draft of the Charter” is 24 days late; 3 others wait for it"


def test_one_milestone_opened_says_when_in_its_timezone_and_what_came_of_it(visit: Visit) -> None:
    page = visit("milestones", lang="en", milestone="M2")
    text = said(page)
    assert "Due: **Tuesday, 18 May 2021**" in text
    assert "Session: **17:00 – 18:30 CEST (15:00 – 16:30 UTC)**" in text
    assert "Body: **Policy Councils on the Right to the City" in text
    assert "Sherpas and councillors of the Policy Councils commented" in text
    assert "Owner" not in text
    assert opening(page) == [
        "Partner consultation: Cities Are Listening (done)",
        "Statutory session of the Executive Bureau (done)",
    ]


def test_contributions_that_came_through_are_counted_and_one_click_away(visit: Visit) -> None:
    page = visit("milestones", lang="fr", milestone="M1", asof="2021-05-20")
    (link,) = page.get("page_link")
    assert "milestone=M1" in link.proto.query_string
    assert "lang=fr" in link.proto.query_string
    assert "asof=2021-05-20" in link.proto.query_string


def test_the_day_looked_at_changes_what_is_late_and_what_came_through(visit: Visit) -> None:
    early = visit("milestones", workbook=REHEARSAL, lang="en", asof="2021-10-22", milestone="M5")
    assert "Under way" in said(early)
    late = visit("milestones", workbook=REHEARSAL, lang="en", asof="2021-11-01", milestone="M5")
    assert "10 days past its date" in said(late)


def test_one_click_moves_the_day_to_a_milestone_and_the_page_follows(visit: Visit) -> None:
    page = visit("milestones", workbook=REHEARSAL, lang="en")
    stops = {button.label: button for button in page.button if str(button.key).startswith("stop_")}
    label = next(label for label in stops if "First draft" in label)
    stops[label].click().run()
    assert not page.exception
    assert page.query_params["asof"] == "2021-10-22"
    assert page.title[0].value == "No milestone is late"


def test_choosing_opens_and_taking_away_closes(visit: Visit) -> None:
    page = visit("milestones", lang="en")
    page.selectbox(key="at_milestone").select("M3").run()
    assert page.query_params["milestone"] == "M3"
    assert page.title[0].value == "Statutory session of the Executive Bureau"
    page.button(key="close_milestone").click().run()
    assert "milestone" not in page.query_params
    assert page.selectbox(key="at_milestone").value is None


def test_a_milestone_of_the_address_that_is_none_opens_nothing(visit: Visit) -> None:
    page = visit("milestones", lang="en", milestone="M99")
    assert not page.exception
    assert "milestone" not in page.query_params
    assert len(tables(page)) == 1


def test_a_change_of_language_keeps_the_milestone_open(visit: Visit) -> None:
    page = visit("milestones", lang="en", milestone="M4")
    for language, title in (
        ("fr", "Lancement de la Charte de Lampedusa"),
        ("es", "Lanzamiento de la Carta de Lampedusa"),
    ):
        page.query_params["lang"] = language
        page.run()
        assert page.title[0].value == title
        assert page.selectbox(key="at_milestone").value == "M4"


@pytest.mark.slow(3)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_circle_an_undated_and_a_titleless_one_are_no_crash(visit: Visit, tmp_path: Path, language: str) -> None:
    steps = [
        {"id": "M1", "title": "One", "due": "2021-05-01", "depends_on": "M2"},
        {"id": "M2", "title": "Two", "due": "2021-05-02", "depends_on": "M1"},
        {"id": "M3", "title": "Some day", "depends_on": "M3"},
        {"id": "M4", "due": "2021-12"},
        {"id": "M1", "title": "One again", "due": "2021-06-01"},
    ]
    workbook = write(tmp_path / "odd.xlsx", steps)
    for milestone in ("", "M1", "M2", "M3", "M4"):
        page = visit("milestones", workbook=workbook, lang=language, milestone=milestone)
        assert not page.exception
    assert tables(visit("milestones", workbook=workbook, lang=language))[0].attrs["n"] == 5


def test_an_undated_milestone_has_no_calendar_file_and_says_why(visit: Visit, tmp_path: Path) -> None:
    workbook = write(tmp_path / "undated.xlsx", [{"id": "M1", "title": "Some day"}])
    page = visit("milestones", workbook=workbook, lang="en", milestone="M1")
    assert "The sheet gives no date for it yet." in said(page)
    assert not page.get("download_button")
    assert not to_copy(visit("milestones", workbook=workbook, lang="en"))


def test_without_milestones_the_page_says_what_to_fill_in(visit: Visit, tmp_path: Path) -> None:
    page = visit("milestones", workbook=write(tmp_path / "none.xlsx", []), lang="en")
    assert not page.exception
    assert page.title[0].value == "No milestone has been entered yet"
    assert "Each row is a milestone on the road, with its date." in said(page)
    assert not tables(page)


def test_very_many_milestones_are_drawn_near_the_day_and_listed_in_full(visit: Visit, tmp_path: Path) -> None:
    steps = [{"id": f"M{n}", "title": f"Step {n}", "due": f"20{20 + n // 100}-{n % 12 + 1:02d}-01"} for n in range(400)]
    page = visit("milestones", workbook=write(tmp_path / "many.xlsx", steps), lang="en")
    assert not page.exception
    assert tables(page)[0].attrs["n"] == 400
    assert "Shown: the 60 milestones (of 400) nearest to this day." in said(page)
    rows = next(t for t in json.loads(page.get("plotly_chart")[0].proto.spec)["data"] if t["name"] == "rows")
    assert len(rows["customdata"]) == 60


@pytest.mark.parametrize(("link", "is_link"), [("https://example.org/a", True), ("javascript:alert(1)", False)])
def test_only_a_web_link_is_a_link(visit: Visit, tmp_path: Path, link: str, is_link: bool) -> None:
    workbook = write(tmp_path / "link.xlsx", [{"id": "M1", "title": "One", "due": "2021-05-01", "link": link}])
    page = visit("milestones", workbook=workbook, lang="en", milestone="M1")
    assert bool(page.get("link_button")) is is_link


@pytest.mark.parametrize(("shown", "is_there"), [("no", False), ("yes", True)])
def test_an_owner_is_told_only_where_contacts_are_shown(
    visit: Visit, tmp_path: Path, shown: str, is_there: bool
) -> None:
    step = {"id": "M1", "title": "One", "due": "2021-05-01", "owner": "A. Nonymous"}
    workbook = write(tmp_path / "owner.xlsx", [step], show_contacts=shown)
    page = visit("milestones", workbook=workbook, lang="en", milestone="M1")
    assert ("A. Nonymous" in said(page)) is is_there
    here = seen()
    assert ("A. Nonymous" in milestone_export(here).to_csv()) is is_there
    assert (b"A. Nonymous" in calendar_content(here)) is is_there


def seen() -> View:
    """The view of the workbook that was just visited."""
    snapshot = shared_store().state().snapshot
    assert snapshot is not None
    road = snapshot.road
    return View(
        road=road,
        on=date(2021, 5, 21),
        days=day_range(road, now=snapshot.read_at),
        words=words_of("en"),
        read_at=snapshot.read_at,
    )


def test_the_calendar_file_holds_all_or_one(visit: Visit) -> None:
    visit("milestones", lang="en")
    here = seen()
    assert len(list(Calendar.from_ical(calendar_content(here)).walk("VEVENT"))) == 4
    (event,) = Calendar.from_ical(calendar_content(here, "M4")).walk("VEVENT")
    assert str(event["summary"]) == "Launch of the Lampedusa Charter"


def test_the_table_as_a_file_says_slip_and_blocks(visit: Visit) -> None:
    visit("milestones", workbook=REHEARSAL, lang="en")
    exported = milestone_export(seen()).set_index("Id")
    assert exported.loc["M1", "State"] == "● Done"
    assert exported.loc["M7", "Session"] == "14:00 – 17:00 CET (13:00 – 16:00 UTC)"
    assert "Owner" not in exported.columns
    later = milestone_export(replace(seen(), on=date(2021, 11, 15))).set_index("Id")
    assert list(later.loc["M5", ["Slip in days", "Days overdue"]]) == [24, 24]
    assert later.loc["M8", "Due until"] == pd.Timestamp("2021-12-31")
    assert b",24," in to_csv(later)
    assert b"'+" not in to_csv(later)


def test_a_passport_holds_what_its_timeline_shows_and_counts_the_rest(visit: Visit) -> None:
    visit("milestones", workbook=REHEARSAL, lang="en")
    here = seen()
    every = TIMELINE.passport_of(subject(here))
    assert every.file is not None
    written = to_csv(every.file).decode("utf-8-sig").splitlines()
    assert "'" not in "".join(written), "a slip is a number"
    assert "2021-10-22" in next(line for line in written if line.startswith("M5,"))
    assert (len(every.table), every.used, every.left_out) == (10, 10, {})
    # M5 depends on M4, M7 and M8 on it; M10 waits for it through them.
    some = TIED.passport_of(subject(here, opened=("M5",)))
    assert (some.used, some.left_out) == (5, {"not tied to it": 5})
    assert some.table["Id"].tolist() == ["M4", "M5", "M7", "M8", "M10"]


def test_a_column_that_holds_nothing_is_left_out(visit: Visit, tmp_path: Path) -> None:
    steps = [{"id": "M1", "title": "First", "due": "2021-05-18"}, {"id": "M2", "title": "Second", "due": ""}]
    workbook = write(tmp_path / "bare.xlsx", steps)
    (table,) = tables(visit("milestones", workbook=workbook, lang="en", sort="blocks"))
    assert list(table.columns) == ["state", "title", "due_first"]
    (full,) = tables(visit("milestones", workbook=REHEARSAL, lang="en"))
    assert list(full.columns)[-2:] == ["slip_days", "blocks"]


def test_a_long_table_is_paged_to_its_last_row(visit: Visit, tmp_path: Path) -> None:
    steps = [{"id": f"M{n}", "title": f"Step {n}", "due": f"2021-05-{n:02}"} for n in range(1, 27)]
    workbook = write(tmp_path / "long.xlsx", steps)
    first, second = (tables(visit("milestones", workbook=workbook, lang="en", rows=page))[0] for page in ("", "2"))
    assert [len(first), len(second), second.attrs["n"]] == [25, 1, 26]
    assert [*first.index, *second.index] == [step["id"] for step in steps]


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("https://road.example/milestones", "https://road.example/calendar.ics?lang=fr"),
        ("https://road.example/base/milestones?lang=fr#x", "https://road.example/base/calendar.ics?lang=fr"),
        ("", "/calendar.ics?lang=fr"),
    ],
)
def test_the_feed_is_on_the_host_of_the_page(page: str, feed: str) -> None:
    assert address_of(page, "/calendar.ics", "fr") == feed


@pytest.mark.slow(5)
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_is_text_in_every_milestone_opened(visit: Visit, tmp_path: Path, language: str) -> None:
    workbook = save(tmp_path, "hostile", hostile())
    visit("milestones", workbook=workbook, lang=language)
    ids = seen().road.milestones["id"].tolist()
    assert ids
    for id_ in ids:
        page = visit("milestones", workbook=workbook, lang=language, milestone=id_)
        assert not page.exception
        for part in [*page.title, *page.markdown, *page.header, *page.subheader, *page.caption]:
            assert "![x](" not in str(part.value)
            assert not re.search(r"(?<!\\)<(script|img|a)\b", str(part.value))
        for button in page.button:
            assert "![x](" not in button.label
        for chart in page.get("plotly_chart"):
            texts = [text["text"] for text in json.loads(chart.proto.spec)["layout"]["annotations"]]
            assert not [text for text in texts if re.search(r"<(script|img|a)\b", text)]
        for link in page.get("link_button"):
            assert link.proto.url.startswith(("https://", "http://"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_if_is_asked_in_the_address_and_changes_nothing(visit: Visit, language: str) -> None:
    page = visit("milestones", workbook=REHEARSAL, lang=language, comes="2021-12-20")
    assert not page.exception
    plain = visit("milestones", workbook=REHEARSAL, lang=language)
    assert [part.value for part in page.markdown] != [part.value for part in plain.markdown]
    assert page.date_input[0].value == date(2021, 12, 20)
    assert tables(page)[0].equals(tables(plain)[0])
    assert page.title[0].value == plain.title[0].value


@pytest.mark.parametrize(("step", "day"), [("M5", date(2021, 11, 15)), ("M6", date(2021, 11, 26))])
def test_before_it_is_asked_what_if_stands_at_the_day_the_milestone_is_due(visit: Visit, step: str, day: date) -> None:
    page = visit("milestones", workbook=REHEARSAL, lang="en", **{"if": step})
    assert page.date_input[0].value == day
    (answer,) = [part.value for part in page.markdown if part.value.startswith("If “")]
    assert words_of("en").day(day) in answer
    assert page.query_params.get("comes") is None


@pytest.mark.parametrize("asked", [{"if": "GONE", "comes": "2021-12-20"}, {"comes": "soon"}, {"comes": "1999-01-01"}])
def test_a_question_that_none_is_leaves_the_address(visit: Visit, asked: dict[str, str]) -> None:
    page = visit("milestones", workbook=REHEARSAL, lang="en", **asked)
    assert not page.exception
    assert page.query_params.get("if") != "GONE"
    assert page.query_params.get("comes") in (None, "2021-12-20")


def test_what_is_late_is_named_at_the_top_where_it_is_more_than_one(visit: Visit, tmp_path: Path) -> None:
    steps = [{"id": f"M{n}", "title": f"Step {n}", "due": f"2021-05-0{n}"} for n in range(1, 6)]
    page = visit("milestones", workbook=write(tmp_path / "road.xlsx", steps), lang="en")
    assert page.title[0].value == "5 milestones are late"
    (named,) = [text.value.replace("\\", "") for text in page.markdown if "Step 1" in text.value]
    assert named == "“Step 1” is 20 days late; “Step 2” is 19 days late; “Step 3” is 18 days late; and 2 more."
