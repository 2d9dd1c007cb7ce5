"""The answer in the document of every page: its own words and figures, its links, and nothing that it must not say.

What is asked here is the whole way: an address in, a document out, the page run in between as a browser has it run.
"""

import asyncio
import logging
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from openpyxl import Workbook, load_workbook
from streamlit import runtime
from streamlit.testing.v1 import AppTest

from app import EARLY_ANSWERS, app
from components.server import early_answer
from components.server.early_answer import EarlyAnswer, EarlyAnswers
from components.shell import live
from data.languages import LANGUAGES
from data.sources import FailureKind
from data.store import Failure, shared_store
from tests.components.conftest import Show
from tests.components.server.asking import Asking, up

pytestmark = pytest.mark.slow(11)

ROOT = Path(__file__).parents[3]
ROAD = ROOT / "data" / "sample" / "road.xlsx"
REHEARSAL = ROOT / "data" / "sample" / "rehearsal.xlsx"
PAGES = ("", "coverage", "milestones", "contributions", "text", "sheet")
BYTES_MOST = {"": 14, "coverage": 24, "milestones": 20, "contributions": 32, "text": 26, "sheet": 20}
"""Of the early answer of the rehearsal, thousands, without its stylesheet."""

FAILURE = Failure(FailureKind.UNAVAILABLE, datetime(2021, 5, 20, tzinfo=UTC), "")

Get = Callable[..., str]


@pytest.fixture(scope="module")
def client() -> Iterator[Asking]:
    """A browser without scripts, before the dashboard of this process."""
    with pytest.MonkeyPatch.context() as patch:
        # What compresses Streamlit's scripts at the start takes seconds, and nobody asks for them here.
        patch.setattr("app.static_files.warm", lambda: 0)
        # Nor does anybody go on to another page.
        patch.setattr(early_answer, "QUIET_SECONDS", 3600)
        with up(app) as client:
            yield client


@pytest.fixture
def get(client: Asking, show: Show, monkeypatch: pytest.MonkeyPatch) -> Get:
    """``get("/coverage", lang="fr")``: the early answer in a document; the rehearsal is shown unless said otherwise."""
    show(REHEARSAL)
    monkeypatch.setattr(early_answer, "PATIENCE_SECONDS", 60)

    def early(path: str, *, cookie: str = "", agent: str = "", **query: str) -> str:
        document = client.get(path, query, {"cookie": cookie, "user-agent": agent})
        found = re.search(r"<div id=\"early-answer\".*</main></div>", document, re.DOTALL)
        return found[0] if found else ""

    return early


def inside(markup: str, element: str) -> list[str]:
    """The texts of all elements of this kind, without what is marked up in them."""
    found = re.findall(rf"<{element}(?: [^>]*)?>(.*?)</{element}>", markup, re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", one)).replace("\u2060", "") for one in found]


def plain(markdown: str) -> str:
    """Markdown as its text."""
    return re.sub(r"\\(.)", r"\1", markdown.replace("**", "")).replace("\u2060", "")


def edited(folder: Path, edit: Callable[[Workbook], None]) -> Path:
    """The embedded workbook after an edit."""
    book = load_workbook(ROAD)
    edit(book)
    path = folder / f"{edit.__name__}.xlsx"
    book.save(path)
    return path


def set_to(book: Workbook, key: str, value: str) -> None:
    """A setting of the workbook."""
    settings = book["Settings"]
    row = next((cell.row for cell in settings["A"] if cell.value == key), settings.max_row + 1)
    settings.cell(row, 1, key)
    settings.cell(row, 2, value)


def in_column(book: Workbook, worksheet: str, heads: tuple[str, ...], value: str) -> None:
    """The same value in every row of the columns whose header begins so."""
    sheet = book[worksheet]
    for place, head in enumerate(list(sheet[1]), 1):
        if str(head.value).startswith(heads):
            for row in range(2, sheet.max_row + 1):
                sheet.cell(row, place, value)


@pytest.mark.parametrize("page", PAGES)
def test_words_and_figures_are_those_of_the_page(page: str, get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    early = get(f"/{page}", lang="fr", asof="2021-09-30")
    with monkeypatch.context() as patch:
        # A test of a page has a runtime of its own, and leaves none.
        patch.setattr(runtime.Runtime, "_instance", None)
        run = AppTest.from_file(ROOT / "components" / "frame.py", default_timeout=30)
        run.query_params.update(lang="fr", asof="2021-09-30")
        run.run()
        if page:
            run.switch_page(f"../pages/{page}.py").run()
    assert inside(early, "h1") == [plain(run.title[0].value)]
    assert inside(early, "h2") == [plain(one.value) for one in run.header]
    assert inside(early, "b") == [one.value for one in run.metric]
    assert plain(run.warning[0].value) in inside(early, "p")
    assert len(early) < BYTES_MOST[page] * 1000


def test_a_reader_gets_the_language_of_the_address_or_of_the_browser(get: Get, client: Asking) -> None:
    titles = set()
    for language in LANGUAGES:
        own = client.get("/coverage", headers={"accept-language": language})
        assert inside(own, "h1") == inside(get("/coverage", lang=language), "h1")
        assert f'<html lang="{language}"' in own
        titles |= {*inside(own, "h1"), *inside(own, "title")}
    assert len(titles) == 2 * len(LANGUAGES)


@pytest.mark.parametrize(
    ("path", "query", "heading"),
    [
        ("/milestones", {"milestone": "M4"}, "h1"),
        ("/coverage", {"section": "AFR"}, "h1"),
        ("/coverage", {"country": "KEN"}, "h3"),
        ("/contributions", {"open": "C001"}, "h1"),
        ("/contributions", {"section": "AFR"}, "h1"),
        ("/text", {"block": "EQU"}, "h3"),
    ],
)
def test_what_an_address_opens_or_filters_is_shown_early(
    path: str, query: dict[str, str], heading: str, get: Get
) -> None:
    opened, page = (get(path, lang="en", **more) for more in (query, {}))
    assert inside(opened, heading)[:1] not in ([], inside(page, heading)[:1])


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/coverage", {"country": "ZZZ", "section": "nowhere"}),
        ("/milestones", {"milestone": "M999"}),
        ("/contributions", {"section": "XXX", "open": "no-such-row", "since": "never"}),
        ("/text", {"block": "<script>"}),
        ("/", {"asof": "9999-12-31"}),
        ("/", {"asof": "yesterday", "region": "nowhere", "unheard": "of"}),
    ],
)
def test_what_an_address_gets_wrong_changes_nothing(path: str, query: dict[str, str], get: Get) -> None:
    def words(markup: str) -> str:
        return re.sub(r'href="[^"]*"', "", markup)

    assert words(get(path, lang="en", **query)) == words(get(path, lang="en")) != ""


def test_a_kept_region_is_known_at_once_and_one_in_the_address_wins(get: Get) -> None:
    assert "st-key-region" in get("/", lang="en")
    of_africa = get("/", lang="en", region="AFR")
    assert get("/", lang="en", cookie="other=1; road_region=AFR") == of_africa != get("/", lang="en")
    assert get("/", lang="en", cookie="road_region=EUR", region="AFR") == of_africa


def test_links_lead_to_pages_that_answer_and_keep_language_and_day(get: Get) -> None:
    links = {
        unescape(href)
        for page in PAGES
        for href in re.findall(r'href="(\./[^"]*)"', get(f"/{page}", lang="es", asof="2021-09-30"))
    }
    assert {re.split(r"[?]", link)[0] for link in links} == {f"./{page}" for page in PAGES}
    assert all("lang=es" in link and "asof=2021-09-30" in link for link in links)
    assert sum("milestone=" in link for link in links) > 5
    assert sum("open=" in link for link in links) > 20


def test_a_document_asks_for_the_scripts_of_its_own_elements_and_for_no_chart(get: Get, client: Asking) -> None:
    def preloaded(page: str) -> set[str]:
        (soon,) = re.findall(r'<meta name="soon" content="([^"]*)"', client.get(f"/{page}", {"lang": "en"}))
        return set(re.findall(r"/js\.\w+/(\w+)\.", soon))

    assert get("/", lang="en") and get("/coverage", lang="en")
    assert {"Metric", "ButtonGroup", "BidiComponent", "PageLink"} <= preloaded("")
    assert "Selectbox" in preloaded("coverage") and "Metric" not in preloaded("coverage")
    assert not {"PlotlyChart", "DataFrame"} & (preloaded("") | preloaded("coverage"))


def test_a_frame_of_another_site_gets_the_page_without_a_menu(get: Get) -> None:
    framed = get("/coverage", lang="en", embed="true")
    assert inside(framed, "h1") == inside(get("/coverage", lang="en"), "h1")
    assert "<nav>" not in framed
    assert "<nav>" in get("/coverage", lang="en")


def test_a_phone_gets_the_map_as_high_as_it_has_it(get: Get) -> None:
    def height(agent: str) -> list[str]:
        return re.findall(r'class="chart geo" style="height:(\d+)px"', get("/coverage", lang="en", agent=agent))

    assert height("Mozilla/5.0 (Linux; Android 14) Mobile Safari/537.36") != height("Mozilla/5.0 (X11)") != []


def test_contacts_show_only_where_the_sheet_says_so(get: Get, show: Show, tmp_path: Path) -> None:
    def hidden(book: Workbook) -> None:
        in_column(book, "Milestones", ("owner",), "Somebody Unknown")
        in_column(book, "Sections", ("contact",), "somebody@example.org")

    def shown(book: Workbook) -> None:
        hidden(book)
        set_to(book, "show_contacts", "yes")

    show(edited(tmp_path, hidden))
    assert not [page for page in PAGES if re.search("Somebody|somebody", get(f"/{page}", lang="en"))]
    show(edited(tmp_path, shown))
    assert "Somebody Unknown" in get("/milestones", lang="en")


def test_text_of_the_sheet_is_text(get: Get, show: Show, tmp_path: Path) -> None:
    typed = "</h1><script>alert(1)</script><img src=x> ![a](https://example.org/a.png) $sentence & more"

    def hostile(book: Workbook) -> None:
        in_column(book, "Milestones", ("title",), typed)
        in_column(book, "Contributions", ("contributor", "summary"), typed)
        in_column(book, "Sections", ("name",), typed)
        in_column(book, "Charter", ("title", "draft"), typed)
        in_column(book, "Questions", ("text",), typed)

    show(edited(tmp_path, hostile))
    for page in (*PAGES, "milestones?milestone=M1", "contributions?open=C001", "coverage?section=AFR"):
        path, _, query = page.partition("?")
        early = get(f"/{path}", lang="en", **dict(parse_qsl(query)))
        assert early, page
        assert not re.search(r"<script|<img src=\"?x|src=\"https|href=\"https://example.org/a.png", early), page
        assert path == "sheet" or "alert" in early, page


def test_what_has_to_be_said_above_the_figures_is_said_early(get: Get, show: Show, tmp_path: Path) -> None:
    def without_charter(book: Workbook) -> None:
        del book["Charter"]

    def empty(book: Workbook) -> None:
        for name in ("Milestones", "Contributions"):
            book[name].delete_rows(2, book[name].max_row)

    assert 'class="alert' not in get("/", lang="en")
    show(edited(tmp_path, without_charter))
    assert 'class="alert info"' in get("/", lang="en")
    show(edited(tmp_path, empty))
    assert inside(get("/", lang="en"), "h1")
    show(tmp_path / "missing.xlsx")
    unread = get("/coverage", lang="en")
    assert inside(unread, "h1") == ["The sheet cannot be read at the moment"]
    assert inside(unread, "b") == []


def test_a_wrong_configuration_is_told_early(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROAD_REFRESH_SECONDS", "soon")
    shared_store.cache_clear()
    assert inside(get("/", lang="en"), "h1") == ["The dashboard is not set up yet"]


def test_a_page_is_run_once_for_all_who_ask_for_it_and_leaves_nothing_behind(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []
    run = early_answer.first_run

    async def counted(*given: Any, page: str, **named: Any) -> Any:  # noqa: ANN401 - passes on what it is given
        runs.append(page)
        return await run(*given, page=page, **named)

    monkeypatch.setattr(early_answer, "first_run", counted)
    version = 0
    monkeypatch.setattr(EARLY_ANSWERS, "_version", lambda: version)
    first = get("/text", lang="en")
    assert get("/text", lang="en") == first
    assert runs == ["text"]
    version = 1
    assert get("/text", lang="en") == first
    assert get("/text", lang="en", agent="Mobi")
    assert runs == ["text"] * 3
    assert runtime.get_instance().stats_mgr is not None
    assert runtime.get_instance()._session_mgr.list_sessions() == []


def test_what_else_a_reader_may_open_is_run_once_for_each_language_while_nobody_waits(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[tuple[str, dict[str, str]]] = []
    run = early_answer.first_run

    async def noted(*given: Any, page: str, query: dict[str, str], **named: Any) -> Any:  # noqa: ANN401 - passes it on
        runs.append((page, query))
        return await run(*given, page=page, query=query, **named)

    def ahead(language: str) -> list[tuple[str, dict[str, str]]]:
        until = time.monotonic() + 30
        while len(runs) < 1 + len(PAGES) and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.2)
        told, runs[:] = runs[1:], []
        return sorted((page, query) for page, query in told if query == {"lang": language})

    monkeypatch.setattr(early_answer, "first_run", noted)
    monkeypatch.setattr(early_answer, "QUIET_SECONDS", 0.1)
    monkeypatch.setattr(EARLY_ANSWERS, "_looked_ahead", (None, {}))
    # Whatever it is that was asked for: strangers may ask for as many days as they like.
    get("/text", lang="fr", asof="2021-09-30", ahead="of")
    assert ahead("fr") == [(page, {"lang": "fr"}) for page in sorted(PAGES)]
    get("/text", lang="fr", asof="2021-09-29", ahead="of")
    time.sleep(0.5)
    assert runs == [("text", {"lang": "fr", "asof": "2021-09-29", "ahead": "of"})]
    runs.clear()
    get("/text", lang="es", ahead="of")
    assert len(ahead("es")) == len(PAGES)
    # Another sheet is another reading: what was drawn of the one before is of no use.
    monkeypatch.setattr(EARLY_ANSWERS, "_content", lambda: "another")
    get("/text", lang="es", ahead="once more")
    assert len(ahead("es")) == len(PAGES)


def test_what_figures_follow_from_is_not_how_old_they_are(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    show(REHEARSAL)
    before, version = live.content(), live.version()
    state = shared_store().state()
    assert state.snapshot and before
    older = replace(state, snapshot=replace(state.snapshot, read_at=datetime(2021, 5, 20, tzinfo=UTC)))
    with monkeypatch.context() as patch:
        patch.setattr(live, "shared_state", lambda: older)
        assert live.version() != version
        assert live.content() == before
    show(ROAD)
    assert live.content() not in (before, None)


def test_the_version_changes_with_what_is_said(show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    show(REHEARSAL)
    before = live.version()
    state = shared_store().state()
    assert state.snapshot
    later = replace(state, snapshot=replace(state.snapshot, read_at=state.snapshot.read_at.replace(microsecond=1)))
    with monkeypatch.context() as patch:
        patch.setattr(live, "shared_state", lambda: later)
        assert live.version() == before
        patch.setattr(live, "shared_state", lambda: replace(state, failure=FAILURE))
        assert live.version() != before
    show(ROAD)
    assert live.version() != before
    show(tmp_path / "missing.xlsx")
    assert live.version() not in (before, None)


def answers(version: Callable[[], Any] = lambda: 0) -> EarlyAnswers:
    """Early answers of a page that is never run."""
    return EarlyAnswers(("", "text"), version, {})


SCOPE = {"type": "http", "headers": [], "query_string": b""}


def test_who_would_have_to_wait_long_gets_no_early_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early_answer, "PATIENCE_SECONDS", 0.01)

    async def never(*_given: Any, **_named: Any) -> Any:  # noqa: ANN401 - never gives anything
        await asyncio.sleep(60)

    monkeypatch.setattr(early_answer, "first_run", never)

    async def ask() -> list[EarlyAnswer]:
        ours = answers()
        said = [
            await ours.answer(never, {**SCOPE, "query_string": f"a={n}".encode()}, "text", "en", {})
            for n in range(early_answer.WAITING_MOST + 3)
        ]
        assert len(ours._kept) == early_answer.WAITING_MOST
        for task in ours._kept.values():
            task.cancel()
        return said

    assert set(asyncio.run(ask())) == {EarlyAnswer()}


def test_no_early_answer_is_made_of_what_is_no_page_or_a_query_without_end() -> None:
    async def ask(page: str, query: bytes) -> EarlyAnswer:
        return await answers().answer(app, {**SCOPE, "query_string": query}, page, "en", {})

    assert asyncio.run(ask("nowhere", b"")) == EarlyAnswer()
    assert asyncio.run(ask("text", b"text=" + b"x" * early_answer.LONGEST_QUERY)) == EarlyAnswer()


def test_a_document_comes_without_one_where_it_fails(
    client: Asking, show: Show, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    show(REHEARSAL)

    async def failing(*_given: Any, **_named: Any) -> Any:  # noqa: ANN401 - never gives anything
        raise RuntimeError("no run")

    monkeypatch.setattr(early_answer, "first_run", failing)
    with caplog.at_level(logging.ERROR):
        for n in range(2):
            text = client.get("/", {"lang": "en", "n": str(n)})
            assert "early-answer" not in text
            assert '<div id="root">' in text
    assert [record.getMessage() for record in caplog.records] == ["An early answer failed; the page comes without it."]


ELEMENTS_MOST = {"": 82, "coverage": 100, "milestones": 64, "contributions": 88, "text": 147, "sheet": 62}
KILOBYTES_MOST = {"": 54, "coverage": 120, "milestones": 61, "contributions": 65, "text": 96, "sheet": 45}
"""A tenth more than today."""


@pytest.mark.parametrize("page", PAGES)
def test_a_first_run_sends_so_many_elements_and_bytes_at_most(
    page: str, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    run = early_answer.first_run

    async def noted(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - passes on what it is given
        told.extend(messages := await run(*given, **named))
        return messages

    monkeypatch.setattr(early_answer, "first_run", noted)
    assert get(f"/{page}", lang="en", unheard="of")
    elements = [one for one in told if one.WhichOneof("type") == "delta"]
    kilobytes = sum(one.ByteSize() for one in told) / 1000
    assert 10 < len(elements) <= ELEMENTS_MOST[page]
    assert len(told) - len(elements) <= 8
    assert kilobytes <= KILOBYTES_MOST[page]
