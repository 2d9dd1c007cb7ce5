"""The sheet edited in one place and looked at in another: an open page follows by itself, and says when it cannot."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.harness import REHEARSAL, SAMPLE, Server, idle, serve
from tests.sheets_server.__main__ import settings_of
from tests.sheets_server.key import EMAIL
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.spreadsheet import spreadsheet_of_file

REFRESH_S = 2
LOOK_S = 1
TURN_S = 6
SEEN = "document.dispatchEvent(new Event('visibilitychange'))"
SLACK_S = 12
"""For a reading, a run of the page, and cores that others keep busy; on calm ones, half a second."""

# Every frame: is the title there, did the page jump, does anything hide what was there?
SURVEY = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    const title = document.querySelector('[data-testid="stHeading"]');
    title.setAttribute('data-seen-before', 'yes');
    const survey = window.survey = {frames: 0, gone: 0, jumped: 0, skeletons: 0, top: main.scrollTop};
    const look = () => {
        survey.frames += 1;
        const here = document.querySelector('[data-testid="stHeading"]');
        if (!here || here.getBoundingClientRect().width === 0) survey.gone += 1;
        if (Math.abs(main.scrollTop - survey.top) > 1) survey.jumped += 1;
        for (const waiting of document.querySelectorAll('[data-testid="stSkeleton"], [data-testid="stAppSkeleton"]'))
            if (waiting.getBoundingClientRect().width > 0) survey.skeletons += 1;
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""


@dataclass(frozen=True)
class Live:
    """A stand-in for Google Sheets with the sample, and a dashboard that reads it every two seconds."""

    sheets: SheetsServer
    dashboard: Server

    def secrets(self) -> list[str]:
        """What no reader may ever receive."""
        key = self.sheets.account["private_key"].splitlines()[1:-1]
        return [*key, *self.sheets.tokens, "BEGIN PRIVATE KEY"]


@pytest.fixture
def start_live(tmp_path: Path) -> Iterator[Callable[..., Live]]:
    """``start_live(*faults)``: both, freshly started while these faults last."""
    with ExitStack() as running:

        def started(*faults: str) -> Live:
            sheets = running.enter_context(SheetsServer(spreadsheet_of_file(SAMPLE)))
            for fault in faults:
                sheets.fail(fault)
            settings = settings_of(sheets, tmp_path / "key.json", tmp_path, REFRESH_S)
            return Live(sheets, running.enter_context(serve(settings, forked=True)))

        yield started


def _seconds_until(page: Page, text: str) -> float:
    started = time.monotonic()
    expect(page.get_by_text(text).first).to_be_attached(timeout=(REFRESH_S + 2 * LOOK_S + SLACK_S) * 1000)
    return time.monotonic() - started


def test_an_edit_arrives_by_itself_without_flash_jump_or_lost_choice(
    start_live: Callable[..., Live], page: Page, record_property: Callable[[str, object], None]
) -> None:
    live = start_live()
    page.goto(live.dashboard.address("/", lang="fr", asof="2021-05-10", find="network"))
    idle(page)
    page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollTop = 150")
    page.wait_for_timeout(300)
    address = page.url
    page.evaluate(SURVEY)
    delays = []
    for name in ("Départ du port", "Retour au port"):
        live.sheets.spreadsheet.edit("Milestones!C5", name)
        delays.append(_seconds_until(page, name))
    survey = page.evaluate("window.survey")
    assert survey["frames"] > 10
    assert {what: survey[what] for what in ("gone", "jumped", "skeletons")} == {"gone": 0, "jumped": 0, "skeletons": 0}
    assert survey["top"] > 0
    assert page.locator("[data-seen-before]").count() == 1
    assert page.url == address
    assert page.locator(".st-key-at_find input").input_value() == "network"
    assert max(delays) <= REFRESH_S + 2 * LOOK_S + SLACK_S
    page.close()
    # What was due for whoever looked last.
    time.sleep(REFRESH_S + LOOK_S)
    asked = live.sheets.counts()
    time.sleep(2 * REFRESH_S)
    assert live.sheets.counts() == asked, "nobody looks, so nobody asks"
    record_property("edit_to_screen_s", [round(delay, 1) for delay in delays])


def test_lost_access_is_told_on_an_open_page_and_over_when_it_is_over(
    start_live: Callable[..., Live], page: Page
) -> None:
    live = start_live()
    page.goto(live.dashboard.address("/", lang="en"))
    idle(page)
    title = page.get_by_test_id("stHeading").first.inner_text()
    live.sheets.fail("403")
    warning = page.get_by_text("These figures are not fresh.")
    expect(warning).to_be_visible(timeout=60_000)
    expect(warning).to_contain_text(f"Share the spreadsheet with {EMAIL} as a viewer.")
    expect(warning).to_contain_text("they disappear at")
    assert page.get_by_test_id("stHeading").first.inner_text() == title
    live.sheets.mend()
    expect(warning).to_have_count(0, timeout=60_000)


def test_the_refresh_button_brings_an_edit_at_once(tmp_path: Path, page: Page) -> None:
    with (
        SheetsServer(spreadsheet_of_file(SAMPLE)) as sheets,
        serve(settings_of(sheets, tmp_path / "key.json", tmp_path, 3600), forked=True) as dashboard,
    ):
        page.goto(dashboard.address("/", lang="en"))
        idle(page)
        sheets.spreadsheet.edit("Milestones!B5", "Launch in the harbour")
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and sheets.counts()["values"] < 2:
            # The reading at the start was a moment ago, so the first presses may come too soon.
            page.get_by_role("button", name="Refresh").click()
            page.wait_for_timeout(500)
        expect(page.get_by_text("Launch in the harbour").first).to_be_attached(timeout=60_000)
        for _ in range(5):
            page.get_by_role("button", name="Refresh").click()
        page.wait_for_timeout(500)
        assert sheets.counts()["values"] == 2
        # Before its server goes, which it would rightly complain about.
        page.close()


def test_a_first_start_without_access_says_what_to_do_and_mends_itself(
    start_live: Callable[..., Live], page: Page
) -> None:
    received: list[str] = []
    page.on(
        "websocket",
        lambda socket: socket.on(
            "framereceived",
            lambda data: received.append(data if isinstance(data, str) else data.decode("utf-8", "replace")),
        ),
    )
    live = start_live("403")
    page.goto(live.dashboard.address("/", lang="en"))
    shown = page.locator("#root")
    expect(shown.get_by_role("heading", name="The sheet cannot be read at the moment")).to_be_visible(timeout=60_000)
    expect(shown.get_by_text(f"Share the spreadsheet with {EMAIL} as a viewer.")).to_be_visible()
    # Never the sample in place of the real sheet.
    expect(page.get_by_text("Illustrative data")).to_have_count(0)
    expect(page.get_by_test_id("stMetric")).to_have_count(0)
    live.sheets.mend()
    expect(page.get_by_test_id("stMetric")).to_have_count(4, timeout=60_000)
    idle(page)
    told = page.content() + live.dashboard.log.read_text(errors="replace") + "".join(received)
    assert len(received) > 3
    assert [secret for secret in live.secrets() if secret in told] == []


def test_a_page_is_drawn_anew_in_its_turn_and_once(start: Callable[..., Server], tmp_path: Path, page: Page) -> None:
    workbook = Path(shutil.copy(SAMPLE, tmp_path / "sheet.xlsx"))
    asked, sent, news = list[str](), list[object](), list[str]()

    def answer(route: Route) -> None:
        # News is told once; whoever looks again by the clock, as a slow machine may, is told that there is nothing new.
        asked.append(parse_qs(urlsplit(route.request.url).query)["drawn"][0])
        turn = {"substance": news.pop(), "turn_s": TURN_S} if news else {"substance": asked[-1]}
        route.fulfill(json={"age_s": 1, "look_s": 60, **turn})

    def look(substance: str) -> None:
        news.append(substance)
        with page.expect_response("**/live.json*"):
            page.evaluate(SEEN)

    def is_drawn_once_more() -> bool:
        until = time.monotonic() + TURN_S + SLACK_S
        while len(sent) == began and time.monotonic() < until:
            page.wait_for_timeout(100)
        idle(page)
        return len(sent) == began + 1

    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    page.route("**/live.json*", answer)
    page.goto(start(ROAD_WORKBOOK=str(workbook)).address("/", lang="en"))
    idle(page)
    began = len(sent)
    look("news")
    told = len(asked)
    page.evaluate(SEEN)
    page.wait_for_timeout(TURN_S * 500)
    assert len(sent) == began, "it did not wait for its turn"
    # Whoever waits asks for nothing: neither for another turn, nor for the age of what it does not show.
    assert len(asked) == told
    assert is_drawn_once_more()
    # Drawn from what this process had before: another one may have the news, which is no reason to draw it again.
    began = len(sent)
    look("news")
    page.wait_for_timeout(200)
    assert set(asked) == {asked[0]}
    # Drawn from the news by its reader meanwhile, it gives its turn up.
    look("more news")
    shutil.copy(REHEARSAL, workbook)
    page.get_by_role("button", name="Refresh").click()
    assert is_drawn_once_more()
    page.wait_for_timeout(TURN_S * 1000 + 500)
    assert len(sent) == began + 1, "it was drawn anew for nothing"
    look("even more news")
    assert asked[-1] != asked[0]
