"""The feed of what changed: valid Atom, the same at every reading, and nothing that is not for everybody."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from components.publish.feed import ENTRIES, feed
from components.publish.happened import happened
from data.figures.changes import STEP_EVENTS, changes
from data.history.record import Record
from data.languages import LANGUAGES
from data.reading import read
from data.road import Road
from data.sources.file import read_file
from data.words import words_of
from tests.components.conftest import Show
from tests.components.test_routes import ROAD, ask
from tests.data.figures.roads import contribution, make_road, milestone
from tests.data.reading.sheets import SOUND, workbook

pytestmark = pytest.mark.slow(2)

NOW = datetime(2021, 11, 20, 9, 30, tzinfo=UTC)
ON = date(2021, 11, 15)
ROOT = "https://road.example.org/charter"
SAMPLES = Path(__file__).parents[3] / "data" / "sample"
ATOM = "{http://www.w3.org/2005/Atom}"


@cache
def rehearsal() -> Road:
    return read(read_file(SAMPLES / "rehearsal.xlsx"), now=NOW)


def made(road: Road, *, language: str = "en", section: str = "", on: date = ON, **more: Any) -> bytes:  # noqa: ANN401
    words = words_of(language)
    return feed(road, on=on, changed_at=NOW, words=words, root=ROOT, section=section, **more)


def against_rfc_4287(content: bytes) -> list[str]:
    """Which rules of RFC 4287 (sections 3 and 4) a feed breaks, of those that a feed like ours could break."""
    atom, broken = ElementTree.fromstring(content), []
    moment = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")
    iri = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
    known = "author category content contributor generator icon id link logo published rights subtitle summary title"
    for part in (atom, *atom.findall(f"{ATOM}entry")):
        names = [child.tag.removeprefix(ATOM) for child in part]
        broken += [f"{name} {names.count(name)} times" for name in ("id", "title", "updated") if names.count(name) != 1]
        unknown = set(names) - {*known.split(), "updated", "source", *(("entry",) if part is atom else ())}
        broken += [f"unknown {name}" for name in unknown]
        broken += [f"no IRI {id_.text}" for id_ in part.findall(f"{ATOM}id") if not iri.fullmatch(id_.text or "")]
        for name in ("updated", "published"):
            broken += [f"no moment {d.text}" for d in part.findall(ATOM + name) if not moment.fullmatch(d.text or "")]
        links = [link.attrib for link in part.findall(f"{ATOM}link")]
        broken += [f"no address {link['href']}" for link in links if not iri.fullmatch(link["href"])]
        alternates = [(link.get("type"), link.get("hreflang")) for link in links if link["rel"] == "alternate"]
        broken += ["two alternates of one type"] if len(set(alternates)) != len(alternates) else []
        broken += ["neither content nor alternate"] if "content" not in names and not alternates else []
    if atom.find(f"{ATOM}author/{ATOM}name") is None:
        broken.append("nobody wrote it")
    if not [link for link in atom.findall(f"{ATOM}link") if link.get("rel") == "self"]:
        broken.append("it does not say where it is")
    ids = [id_.text for id_ in atom.findall(f"{ATOM}entry/{ATOM}id")]
    return [*broken, *(f"twice {id_}" for id_ in {id_ for id_ in ids if ids.count(id_) > 1})]


@pytest.mark.slow(1)
def test_the_rules_are_held_against_a_feed_that_breaks_them() -> None:
    content = made(rehearsal()).replace(b"<author>", b"<subtitle>").replace(b"</author>", b"</subtitle>")
    content = re.sub(rb"<updated>[^<]*</updated>", b"<updated>today</updated>", content, count=2)
    assert len(against_rfc_4287(content)) == 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", ["", "AFR", "MET"])
def test_it_is_valid_atom(language: str, section: str) -> None:
    content = made(rehearsal(), language=language, section=section)
    assert against_rfc_4287(content) == []
    parsed = feedparser.parse(content)
    assert not parsed.bozo
    assert parsed.version == "atom10"
    assert parsed.feed.language == language
    assert parsed.feed.updated == parsed.entries[0].updated
    assert 0 < len(parsed.entries) <= ENTRIES
    assert all(entry.link.startswith(f"{ROOT}/") and f"lang={language}" in entry.link for entry in parsed.entries)


def test_it_tells_what_the_figures_say_changed() -> None:
    told = happened(rehearsal(), since=ON - timedelta(days=7), on=ON, words=words_of("en"))
    counted = changes(rehearsal(), since=ON - timedelta(days=7), on=ON)
    latest = counted.assign(step=counted["event"].isin(STEP_EVENTS)).groupby(["day", "id", "step"]).tail(1)
    assert len(told) == len(latest) > 10
    assert [happening.at for happening in told] == sorted((h.at for h in told), reverse=True)
    assert {h.parameters["open"] for h in told if h.page == "contributions"} == set(latest["id"][~latest["step"]])


def test_what_was_decided_comes_with_its_reason_and_its_block() -> None:
    entries = feedparser.parse(made(rehearsal())).entries
    decided = next(entry for entry in entries if "in the text" in entry.title.lower())
    assert "eflected on" in decided.content[0].value


def test_read_again_nothing_comes_back_as_new() -> None:
    day_later = made(rehearsal(), on=ON + timedelta(days=1))
    first, second = (
        {entry.id: (entry.updated, entry.title) for entry in feedparser.parse(content).entries}
        for content in (made(rehearsal()), day_later)
    )
    common = first.keys() & second.keys()
    assert len(common) > ENTRIES // 2
    assert {id_: first[id_] for id_ in common} == {id_: second[id_] for id_ in common}
    again = read(read_file(SAMPLES / "rehearsal.xlsx"), now=NOW + timedelta(hours=3))
    assert made(again) == made(rehearsal())


def test_each_language_is_a_feed_of_its_own_and_a_section_is_told_the_same_things() -> None:
    english, french, own = (
        {entry.id for entry in feedparser.parse(made(rehearsal(), language=language, section=section)).entries}
        for language, section in (("en", ""), ("fr", ""), ("en", "EUR"))
    )
    assert not english & french
    assert english & own
    assert len({feedparser.parse(made(rehearsal(), section=code)).feed.id for code in ("", "EUR", "AFR")}) == 3


def test_a_section_hears_of_its_own_words_and_of_every_milestone() -> None:
    road = make_road(
        milestones=[milestone("M1", due="2021-05-01", done_on="2021-05-02")],
        contributions=[
            contribution("C1", received_on="2021-05-03", section="AFR"),
            contribution("C2", received_on="2021-05-04", section="EUR"),
        ],
    )
    titles = [entry.title for entry in feedparser.parse(made(road, section="AFR", on=date(2021, 5, 9))).entries]
    assert len(titles) == 2
    assert "C1" in titles[0]
    assert "M1" in titles[1]


def test_what_the_sheet_gives_no_day_is_told_from_its_history(tmp_path: Path) -> None:
    record = Record(tmp_path / "record.sqlite")
    start = datetime(2021, 5, 20, 8, tzinfo=UTC)
    milestones = [list(row) for row in SOUND["Milestones"]]
    header = [str(cell) for cell in milestones[0]]
    record.note(workbook(), "a", start)
    milestones[1][header.index("due")] = date(2021, 5, 25)
    moved = workbook(Milestones=milestones)
    record.note(moved, "b", start + timedelta(minutes=7))
    road, seen = read(moved, now=NOW), record.changes()
    entries = feedparser.parse(made(road, seen=seen)).entries
    (entry,) = [entry for entry in entries if "moved from" in entry.title]
    assert "25 May 2021" in entry.title
    assert entry.updated == "2021-05-20T08:07:00Z"
    assert f"{ROOT}/milestones?" in entry.link
    assert made(road, seen=seen) == made(road, seen=record.changes())


def test_who_holds_an_office_is_told_to_nobody_unless_contacts_are_shown(tmp_path: Path) -> None:
    record = Record(tmp_path / "record.sqlite")
    header, *rows = (list(row) for row in SOUND["Milestones"])
    before = workbook(Milestones=[[*header, "owner"], *([*row, "A. Nonymous"] for row in rows)])
    after = workbook(Milestones=[[*header, "owner"], *([*row, "B. Nonymous"] for row in rows)])
    record.note(before, "a", NOW)
    record.note(after, "b", NOW + timedelta(minutes=1))
    assert record.changes()
    assert b"Nonymous" not in made(read(after, now=NOW), seen=record.changes())


def test_hostile_text_stays_text_and_never_breaks_the_feed() -> None:
    road = make_road(
        contributions=[
            contribution("C\x01&<b>", received_on="2021-05-03", contributor="<script>\ud800\ufffe]]>\x0b&amp;\u202e"),
        ]
    )
    content = made(road, on=date(2021, 5, 9))
    assert against_rfc_4287(content) == []
    assert b"<script>" not in content
    assert "<script>" in (ElementTree.fromstring(content).findtext(f"{ATOM}entry/{ATOM}title") or "")


def test_a_road_where_nothing_happened_is_a_feed_all_the_same() -> None:
    content = made(make_road(), on=date(2021, 5, 9))
    assert against_rfc_4287(content) == []
    assert feedparser.parse(content).feed.updated == "2021-11-20T09:30:00Z"


def test_it_answers_at_its_address(show: Show) -> None:
    show(ROAD)
    answer = ask("/feed.atom", {"lang": "fr", "section": "AFR"})
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    parsed = feedparser.parse(answer.body)
    assert not parsed.bozo
    assert "Afrique" in parsed.feed.title
    assert {link.href for link in parsed.feed.links if link.rel == "self"} == {
        "http://127.0.0.1/feed.atom?lang=fr&section=AFR"
    }
    assert ask("/feed.atom", {"lang": "fr", "section": "AFR"}, known=answer.headers["etag"]).status == 304
    assert feedparser.parse(ask("/feed.atom", {"lang": "xx"}).body).feed.language == "en"
    assert ask("/feed.atom", {"section": "XXX"}).status == 404


def test_its_links_have_the_public_address_where_one_is_known(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROAD_ADDRESS", ROOT)
    show(ROAD)
    assert all(entry.link.startswith(f"{ROOT}/") for entry in feedparser.parse(ask("/feed.atom").body).entries)


def test_without_figures_it_says_so(show: Show, tmp_path: Path) -> None:
    show(tmp_path / "missing.xlsx")
    assert ask("/feed.atom").status == 503
