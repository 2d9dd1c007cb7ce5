"""Another network's workbook makes another network's dashboard: no word of ours on any page, in no file."""

import base64
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from components.publish.digest import as_html, as_text, digest, letter
from components.publish.feed import feed
from components.publish.letters.content import contributors, file_name, letter_content
from components.publish.note.content import note_content, note_pdf
from components.publish.package import package
from components.publish.slides import slides
from components.server import early_answer
from components.shell import theme
from components.words.labels import product_name
from data.elsewhere import ELSEWHERE, ELSEWHERE_PLURAL
from data.exports.calendar_file import calendar_file
from data.exports.template import write_template
from data.languages import LANGUAGES
from data.messages.network import file_stem
from data.reading import read
from data.reading.ours import choose
from data.reference.countries import ALPHA2
from data.road import Road
from data.sample import FOLDER, RHINE
from data.shape import NETWORK_SECTIONS, SECTION_KINDS
from data.sources.file import read_file
from data.store import shared_store
from data.words import Words, translations, words_of
from tests.catalogs import catalog_of, sentences
from tests.components.server.test_headers import answer
from tests.pages.conftest import Visit

pytestmark = pytest.mark.slow(3)

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
ON = date(2021, 10, 15)
ROOT = "https://rhine.example.org"
PAGES = ("road", "coverage", "milestones", "contributions", "text", "sheet")

every_language = pytest.mark.parametrize("language", LANGUAGES)


def _cells(workbook: str, *headings: str) -> Iterator[str]:
    """What stands in the columns whose names begin so, in all of them where none is named."""
    for path in (FOLDER / workbook).glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                is_setting = "key" in row and not row["key"].endswith(
                    ("title", *(f"title_{code}" for code in LANGUAGES))
                )
                yield from (
                    value
                    for heading, value in row.items()
                    if value and not (headings and is_setting) and heading.startswith(headings or ("",))
                )


def _words_in(cells: Iterable[str]) -> set[str]:
    return {word.casefold() for cell in cells for word in re.findall(r"[^\W\d_]+", cell)}


@cache
def foreign() -> tuple[re.Pattern[str], ...]:
    """What our sample calls itself, its sections, blocks, questions, milestones and bodies, and the names in all of
    that; not what the other sheet says too, nor names of countries and of kinds of section, which are everybody's."""
    everybodys = _words_in(_cells("rhine")) | _words_in(
        name for language in LANGUAGES for name in words_of(language).locale.territories.values()
    )
    everybodys |= _words_in(label for name in SECTION_KINDS.labels.values() for label in translations(name))
    cells = {cell for cell in _cells("road", "name", "title", "text", "value", "body") if len(cell) > 3}
    names = {cell for cell in cells if cell.casefold() not in everybodys}
    names |= {
        word
        for cell in cells
        for word in re.findall(r"(?<=[^.?¿] )[A-ZÀ-Ý][^\W\d_]{4,}", cell)
        if word.casefold() not in everybodys
    }
    names |= {"Lampedusa", "lampedusa", "Bureau", "Buró", "Metropolis", "UCLG", "CGLU", "Charte", "Charter", "Carta"}
    codes = [code for code in NETWORK_SECTIONS if code.casefold() not in everybodys and code not in ALPHA2]
    written = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return (
        re.compile(rf"(?<![a-z])({written})(?![a-zà-ÿ])"),
        re.compile(rf"(?<![A-Za-z0-9+/=])({'|'.join(codes)})(?![A-Za-z0-9+/=])"),
    )


def ours_in(text: str) -> set[str]:
    """Words of our network in a text, each with what stands around it; the title of a tab that the other workbook has
    too is none."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
    text = re.sub(r"[“«\"]\s?Charter\s?[”»\"]", "", text)
    return {
        text[max(0, found.start() - 40) : found.end() + 40] for pattern in foreign() for found in pattern.finditer(text)
    }


@cache
def rhine() -> Road:
    return read(read_file(RHINE, choose), now=NOW)


def _words(language: str) -> Words:
    return words_of(language, rhine().own_words)


def said_by(page: AppTest) -> str:
    """Every text that a page sends to the browser, those of its charts and of our own components among them."""
    return "\n".join(
        element.proto.SerializeToString().decode("utf-8", "ignore")
        for block in page._tree.children.values()
        for element in block
        if getattr(element, "proto", None) is not None
    )


def test_the_list_of_our_words_holds_what_everybody_would_look_for() -> None:
    assert ours_in("Towards the Lampedusa Charter") and ours_in("Metropolis") and ours_in("Bureau exécutif")
    assert ours_in("Dignidad") and ours_in('"REG"') and ours_in("Am\\u00e9rique latine")
    assert not ours_in("Alpine Rhine: ALP, Vivre avec les crues; North Macedonia; regional")


@pytest.mark.slow(4)
@every_language
@pytest.mark.parametrize("name", PAGES)
def test_no_page_says_a_word_of_ours(visit: Visit, name: str, language: str) -> None:
    page = visit(name, workbook=RHINE, lang=language)
    assert not page.exception
    said = said_by(page)
    assert product_name(rhine(), _words(language)) in said
    assert not ours_in(said)


@pytest.mark.slow(3)
@pytest.mark.parametrize(
    ("name", "opened"),
    [
        ("coverage", {"section": "ALP", "country": "CHE"}),
        ("contributions", {"opened": "W02"}),
        ("contributions", {"by": "theme", "section": "MID"}),
        ("milestones", {"milestone": "R4"}),
        ("text", {"block": "TAB"}),
        ("road", {"region": "DEL", "asof": "2021-09-10"}),
    ],
)
def test_nor_does_what_is_opened_on_one(visit: Visit, name: str, opened: dict[str, str]) -> None:
    page = visit(name, workbook=RHINE, lang="fr", **opened)
    assert not page.exception
    assert not ours_in(said_by(page))


@every_language
def test_nor_do_the_files_that_leave_the_screen(language: str) -> None:
    road, words = rhine(), _words(language)
    assert file_stem(road) == "road-to-the-rhine-cities-compact"
    written = {
        "note": json.dumps(note_content(road, on=ON, words=words, read_at=NOW), ensure_ascii=False, default=str),
        "letters": json.dumps(
            [
                (file_name(to, words), letter_content(road, to, on=ON, words=words, read_at=NOW))
                for to in contributors(road, on=ON)
            ],
            ensure_ascii=False,
        ),
        "feed": feed(road, on=ON, changed_at=NOW, words=words, root=ROOT).decode(),
        "calendar": calendar_file(road, on=ON, changed_at=NOW, words=words).decode().replace("\r\n ", ""),
        "slides": _unzipped(slides(road, on=ON, words=words, read_at=NOW)),
        "package": _unzipped(package(road, on=ON, words=words, read_at=NOW, fingerprint="0f")),
        "template": _unzipped(_template(language)),
        **{f"mail to {role}": _mail(role, words) for role in ("bureau", "coordinator", "secretariat")},
    }
    title = words.text(road.settings.title, "title")
    assert f"PRODID:-//{title}//" in written["calendar"]
    for name in ("note", "feed", "calendar", "slides", "package", "mail to bureau", "template"):
        assert title in written[name].replace("\\'", "'"), name
    assert {name: found for name, content in written.items() if (found := ours_in(content))} == {}


def _mail(role: str, words: Words) -> str:
    told = digest(rhine(), role=role, since=date(2021, 9, 1), on=ON, words=words, root=ROOT, section="")
    headers = letter(told, sender="road@example.org", to="reader@example.org", written_at=NOW).items()
    return "\n".join((as_text(told), as_html(told), *(f"{name}: {value}" for name, value in headers)))


def _unzipped(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = [archive.read(name) for name in archive.namelist() if not name.endswith((".png", ".jpeg", ".xlsx"))]
        books = [_unzipped(archive.read(name)) for name in archive.namelist() if name.endswith(".xlsx")]
    return "\n".join((*(text.decode("utf-8", "replace") for text in texts), *books))


def _template(language: str) -> bytes:
    written = io.BytesIO()
    write_template(written, language, rhine())
    return written.getvalue()


@every_language
def test_its_template_is_read_back_as_its_own(language: str, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(_template(language))
    again = read(read_file(path, choose), now=NOW)
    assert again.problems == ()
    assert again.own_words == rhine().own_words
    for name in ("code", "kind", "name_en", "name_fr"):
        assert again.sections[name].tolist() == rhine().sections[name].tolist()
    assert again.questions["text_es"].tolist() == rhine().questions["text_es"].tolist()
    belongs = dict(zip(rhine().countries["country"], rhine().countries["section"].fillna(""), strict=True))
    assert dict(zip(again.countries["country"], again.countries["section"].fillna(""), strict=True)) == belongs


@every_language
def test_its_document_has_its_title_before_any_script(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setenv("ROAD_WORKBOOK", str(RHINE))
    shared_store.cache_clear()
    _, page = answer(path="/charter/", query=f"lang={language}")
    title = _words(language).text(rhine().settings.title, "title")
    assert f"<title>{title}</title>" in page
    assert f'<meta property="og:title" content="{title}">' in page
    assert not ours_in(page)


@every_language
def test_before_anything_was_read_it_has_no_name_of_ours(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, language: str, tmp_path: Path
) -> None:
    page = visit("road", workbook=tmp_path / "missing.xlsx", lang=language)
    assert not page.exception
    assert words_of(language).say("The sheet cannot be read at the moment") in said_by(page)
    assert not ours_in(said_by(page))
    _, document = answer(path="/", query=f"lang={language}")
    assert f"<title>{words_of(language).say('The road')}</title>" in document
    assert not ours_in(document)


OURS = re.compile(
    "(0B6477|63C5D3|7FD3DE|1C8496|00131C|0D1C23|172C36|2C4650|FDFBF7|F3EDE2|DDD3C2|F6F1E7|E6E0D4|55676F|B4481F|"
    "C9BCA4|0A5566|1F4E5F|DCE6EA|7CC7D6|0B1A21|A9BCC4|EEF3F5|9ECDD4)",
    re.IGNORECASE,
)
"""Our colours, but for those of states, which mean the same everywhere."""


def coloured(road: Road, words: Words) -> dict[str, str]:
    """What leaves the screen, as far as it has colours."""
    told = digest(road, role="bureau", since=date(2021, 9, 1), on=ON, words=words, root=ROOT, section="")
    template = io.BytesIO()
    write_template(template, words.language, road)
    note = note_content(road, on=ON, words=words, read_at=NOW)
    return {
        "note": json.dumps([note["colours"], note["map"]]),
        "letter": json.dumps(letter_content(road, contributors(road, on=ON)[0], on=ON, words=words, read_at=NOW)),
        "mail": as_html(told),
        "slides": _unzipped(slides(road, on=ON, words=words, read_at=NOW)),
        "template": _unzipped(template.getvalue()),
    }


def test_nor_has_what_leaves_the_screen_a_colour_of_ours() -> None:
    ours = read(read_file(FOLDER / "road.xlsx", choose), now=NOW)
    assert all(OURS.search(text) for text in coloured(ours, words_of("en")).values())
    theirs = coloured(rhine(), _words("en"))
    assert {name: set(OURS.findall(text)) for name, text in theirs.items() if OURS.search(text)} == {}
    assert all("7A1F3D" in text for name, text in theirs.items() if name != "template")
    for template in (FOLDER.parents[1] / "components" / "publish").rglob("*.typ"):
        # The accent of a page is the network's; only what is late or under way has a colour of its own.
        assert set(re.findall(r'"#(\w{6})"', template.read_text("utf-8"))) <= {"B4481F", "B3362B"}


def test_its_pages_are_drawn_in_its_own_colour(visit: Visit) -> None:
    assert not visit("road").exception
    configured = {name: st.get_option(name) for name in theme._ours()}
    assert configured == theme._ours()
    page = visit("contributions", workbook=RHINE, lang="fr")
    assert not page.exception
    assert st.get_option("theme.light.primaryColor") == "#7A1F3D"
    assert OURS.search(json.dumps(configured))
    assert set(OURS.findall(json.dumps({name: st.get_option(name) for name in configured}))) == set()
    # What stands beside Streamlit's page follows.
    _, document = answer(path="/charter/")
    assert "--ring: #7A1F3D" in document
    assert OURS.search(document) is None
    assert OURS.search(early_answer.style()) is None
    assert base64.b64decode(theme.tab_icon("#7A1F3D").partition(",")[2]).count(b"#7A1F3D") == 1
    # And back: the next sheet says no colour.
    assert not visit("road").exception
    assert {name: st.get_option(name) for name in configured} == configured


def test_the_note_is_made_of_what_was_looked_at() -> None:
    assert note_pdf(rhine(), on=ON, words=_words("fr"), read_at=NOW).startswith(b"%PDF")


def test_each_sentence_of_another_network_stands_for_one_of_ours_that_is_said() -> None:
    said = {message.id if isinstance(message.id, str) else message.id[0] for message in sentences()}
    assert set(ELSEWHERE) | set(ELSEWHERE_PLURAL) <= said
    for language in LANGUAGES:
        own = catalog_of(language)
        for message in (*ELSEWHERE.values(), *(one for one, _ in ELSEWHERE_PLURAL.values())):
            context, _, sentence = message.rpartition("\x04")
            assert language == "en" or own.get(sentence, context or None)
            assert not ours_in(words_of(language).say(message)), message


def test_every_sentence_that_names_a_body_of_ours_has_one_for_another_network() -> None:
    said = {message.id if isinstance(message.id, str) else message.id[0] for message in sentences()}
    naming = {sentence for sentence in said if re.search("Lampedusa|Bureau|Charter|Metropolis|Forum of", sentence)}
    # Names of sections of ours, and a role in the private list of readers, are on no page of another network.
    assert naming - set(ELSEWHERE) - set(ELSEWHERE_PLURAL) == {"Bureau", "Forum of Regions", "Metropolis"}
