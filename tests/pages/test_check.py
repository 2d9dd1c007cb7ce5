"""A file of a reader's own in the sheet's place: on every page, for that session alone, and gone when it is left."""

from pathlib import Path

import pytest
from streamlit.runtime.uploaded_file_manager import DeletedFile
from streamlit.testing.v1 import AppTest

from components.sheet import check
from components.shell.pages import PAGES
from data.checks import FILE_MB_MAX, BusyError, Ticket, shared_checks
from data.languages import LANGUAGES
from data.store import shared_store
from data.words import words_of
from tests.pages.conftest import REHEARSAL, ROAD, Visit

pytestmark = pytest.mark.slow(5)

NAME = "next week.xlsx"
GONE = "Your file is no longer here; this is the live sheet."


@pytest.fixture(autouse=True)
def no_file_yet() -> None:
    shared_checks.cache_clear()


def texts(page: AppTest) -> str:
    kinds = (page.title, page.header, page.markdown, page.warning, page.caption, page.error, page.success)
    return "\n".join(str(element.value).replace("\\", "") for kind in kinds for element in kind)


def drop(page: AppTest, name: str = NAME, content: bytes | None = None) -> AppTest:
    """Drop a file on The sheet."""
    page.file_uploader[0].upload(name, content if content is not None else REHEARSAL.read_bytes())
    return page.run()


def turn_to(page: AppTest, name: str) -> AppTest:
    page.switch_page(str(Path("..", "pages", f"{name}.py")))
    return page.run()


def components_of(page: AppTest) -> set[str]:
    return {element.proto.component_name.rpartition(".")[2] for element in page.get("bidi_component")}


def is_offered(what: str, page: AppTest) -> bool:
    return any(what in button.proto.label for button in page.get("download_button"))


def test_every_page_shows_the_file_and_says_so(visit: Visit) -> None:
    page = drop(visit("sheet", workbook=ROAD, lang="en"))
    of_file = shared_checks().snapshot(page.session_state["_check"])
    assert of_file is not None
    assert len(of_file.road.contributions) > 300
    for name in PAGES:
        turn_to(page, name)
        assert not page.exception
        assert f"You are checking {NAME}. Every page shows this file to you alone" in texts(page)
        assert page.query_params["check"] == "1"
        assert page.session_state["_view"].road is of_file.road
    # The sheet itself is untouched, and what others see is the sheet.
    live = shared_store().state().snapshot
    assert live is not None
    assert live.road.origin.name == "road.xlsx"
    assert "You are checking" not in texts(visit("road", workbook=ROAD, lang="en"))


def test_one_tap_leads_back_and_lets_the_file_go(visit: Visit) -> None:
    page = drop(visit("sheet", workbook=ROAD, lang="en"))
    ticket = page.session_state["_check"]
    page.button(key="checking_back").click().run()
    assert "You are checking" not in texts(page)
    assert "check" not in page.query_params
    assert page.session_state["_view"].road.origin.name == "road.xlsx"
    assert shared_checks().snapshot(ticket) is None


def test_what_would_leave_the_session_is_off_meanwhile(visit: Visit) -> None:
    page = visit("sheet", workbook=REHEARSAL, lang="en")
    road = page.session_state["_view"].road
    contribution, milestone = road.contributions["id"][0], road.milestones["id"][0]

    def offered() -> dict[str, bool]:
        found = {}
        turn_to(page, "milestones")
        found["calendar"] = "The road in your own calendar" in texts(page) or is_offered(".ics", page)
        page.query_params["milestone"] = milestone
        page.run()
        found["one milestone"] = is_offered(".ics", page)
        page.query_params["milestone"] = ""
        found["share"] = "share" in components_of(page)
        turn_to(page, "road")
        page.session_state["_keep"] = {}
        page.selectbox(key="at_region").select("EUR").run()
        found["cookie"] = bool(page.session_state["_keep"])
        turn_to(page, "contributions")
        page.session_state["pace_passport"] = True
        page.run()
        found["cite"] = any(area.label == "Cite" for area in page.text_area)
        page.session_state["pace_passport"] = False
        page.query_params["open"] = contribution
        page.run()
        found["letter"] = is_offered("(PDF)", page)
        page.query_params["open"] = ""
        turn_to(page, "sheet")
        found["history"] = any("changed in the sheet" in header.value for header in page.header)
        return found

    ways = ("calendar", "one milestone", "share", "cookie", "cite", "letter", "history")
    assert offered() == dict.fromkeys(ways, True)
    drop(page)
    assert offered() == dict.fromkeys(ways, False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reload_has_lost_the_file_and_says_so(visit: Visit, language: str) -> None:
    page = visit("coverage", workbook=ROAD, lang=language, check="1")
    assert words_of(language).say(GONE) in texts(page)
    assert "check" not in page.query_params
    page.run()
    assert words_of(language).say(GONE) not in texts(page)


def test_a_file_that_went_in_time_is_told_the_same_way(visit: Visit) -> None:
    page = drop(visit("sheet", workbook=ROAD, lang="en"))
    shared_checks().leave(page.session_state["_check"])
    turn_to(page, "milestones")
    assert GONE in texts(page)
    assert page.session_state["_view"].road.origin.name == "road.xlsx"


def test_another_ticket_in_the_address_opens_nothing(visit: Visit) -> None:
    mine = drop(visit("sheet", workbook=ROAD, lang="en"))
    assert isinstance(mine.session_state["_check"], Ticket)
    other = visit("sheet", workbook=ROAD, lang="en", check="1")
    assert GONE in texts(other)
    assert NAME not in texts(other)
    turn_to(mine, "sheet")
    assert NAME in texts(mine)


def test_a_second_file_takes_the_place_of_the_first(visit: Visit) -> None:
    page = drop(visit("sheet", workbook=ROAD, lang="en"))
    first = page.session_state["_check"]
    drop(page, "Contributions.csv", b"id,received_on,contributor,question\nC1,soon,Genova,Q1\n")
    assert "You are checking Contributions.csv" in texts(page)
    assert "soon" in {problem.value for problem in page.session_state["_view"].road.problems}
    assert shared_checks().snapshot(first) is None


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"x", "The file is neither an Excel workbook (.xlsx) nor a CSV file."),
        ("budget.csv", b"a,b\n", "This is not the sheet of this road: its worksheets are budget. Give its worksheets"),
        ("a.xlsx", REHEARSAL.read_bytes()[:-1000], "The workbook is damaged"),
        ("a.xlsx", bytes(FILE_MB_MAX * 2**20 + 1), "The sheet is larger than the dashboard reads."),
    ],
)
def test_a_file_that_is_refused_says_why_and_changes_nothing(
    visit: Visit, name: str, content: bytes, said: str
) -> None:
    page = drop(visit("sheet", workbook=ROAD, lang="en"), name, content)
    assert said in texts(page)
    assert "check" not in page.query_params
    assert page.session_state["_view"].road.origin.name == "road.xlsx"
    drop(page)
    assert said not in texts(page)


def test_who_comes_when_others_are_read_is_told_to_wait(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise BusyError

    page = visit("sheet", workbook=ROAD, lang="fr")
    monkeypatch.setattr(shared_checks(), "bring", busy)
    assert "Réessayez dans une minute." in texts(drop(page))


def test_where_no_file_can_be_sent_the_page_says_why(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "can_send", lambda *_: False)
    page = visit("sheet", workbook=ROAD, lang="en")
    assert not page.file_uploader
    assert "Open the dashboard in a window of its own." in texts(page)


def test_a_file_of_which_only_the_name_has_come_is_to_be_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    state = {"check_0": DeletedFile("x"), "_checks": 0}
    monkeypatch.setattr(check.st, "session_state", state)
    check._check("check_0")
    assert isinstance(state["_check_refusal"], BusyError)
    assert state["_checks"] == 1


@pytest.mark.parametrize(
    ("headers", "cookies", "can"),
    [
        ({"Sec-WebSocket-Key": "x"}, {"_streamlit_xsrf": "2|x"}, True),
        # In a foreign frame no cookie comes along; what is told early was asked for by no browser.
        ({"Sec-WebSocket-Key": "x"}, {"other": "x"}, False),
        ({"Host": "x"}, {}, True),
    ],
)
def test_who_can_send_is_known_by_the_cookie(headers: dict[str, str], cookies: dict[str, str], can: bool) -> None:
    assert check.can_send(headers, cookies) == can


def test_nobody_who_may_not_see_the_sheet_checks_one(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit("sheet", workbook=ROAD, lang="en")
    monkeypatch.setattr("components.shell.access.may_see_the_sheet", lambda: False)
    drop(page)
    assert "_check" not in page.session_state
    assert "You are checking" not in texts(page)
