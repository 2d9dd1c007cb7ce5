"""Every number in what leaves the screen is one that figures.json explains.

What the sheet typed itself and the days are taken out of a text first; whatever number is left has to be a figure. The
note is counted line by line by hand (``note/test_cells.py``), the package holds figures.json itself.
"""

import io
import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pptx import Presentation

from components.publish.digest import CHANGES_SHOWN, digest
from components.publish.feed import feed
from components.publish.happened import happened
from components.publish.letters.content import contributors, letter_content
from components.publish.slides import slides
from components.words.asks import ASKS_SHOWN, asks_words
from components.words.labels import stage_name
from data.figures.selection import Selection, select
from data.figures.summary import figures
from data.languages import LANGUAGES
from data.reading import read
from data.road import Road
from data.sources.file import read_file
from data.words import Words, words_of

pytestmark = pytest.mark.slow(3)

NOW = datetime(2021, 11, 20, 9, 30, tzinfo=UTC)
ON = date(2021, 11, 15)
SINCE = ON - timedelta(days=7)
RANGE_PERCENT, FORECAST_WEEKS = 80, 8
"""What the forecast is made of: said beside it (design.md)."""

every_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def rehearsal() -> Road:
    return read(read_file(Path(__file__).parents[3] / "data" / "sample" / "rehearsal.xlsx"), now=NOW)


def plain(text: str) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", text)


@cache
def typed() -> tuple[frozenset[str], re.Pattern[str]]:
    """What the sheet says itself that has a digit in it: the words, and the texts of several."""
    road, said = rehearsal(), set[str]()
    for name in ("milestones", "contributions", "sections", "charter", "questions"):
        frame = getattr(road, name)
        said |= {plain(cell) for column in frame for cell in frame[column].dropna().unique() if isinstance(cell, str)}
    said |= {plain(text) for text in road.settings.title.values() if text}
    said = {text for text in said if re.search(r"[^\W\d_]", text) and re.search(r"\d", text)}
    texts = sorted((text for text in said if not re.fullmatch(r"\w+", text)), key=len, reverse=True)
    return frozenset(said.difference(texts)), re.compile("|".join(map(re.escape, texts)) or "(?!)")


@cache
def days(language: str) -> re.Pattern[str]:
    """Every day of the year and period of the sheet, as this language writes it, and times of day."""
    words, first = words_of(language), date(2021, 1, 1)
    written = {
        plain(words.day(first + timedelta(days=n), style)) for n in range(366) for style in ("long", "medium", "short")
    }
    for step in rehearsal().milestones.dropna(subset="due_first").to_dict("records"):
        ends = step["due_first"].date(), step["due_last"].date(), step["due_precision"]
        written |= {plain(words.period(*ends, style=style)) for style in ("long", "medium", "short")}
    listed = sorted(map(re.escape, written), key=len, reverse=True)
    return re.compile("|".join([rf"(?<!\d)(?:{'|'.join(listed)})(?!\d)", r"\d{1,2}:\d\d"]))


def numbers(text: str, language: str) -> list[str]:
    """The numbers of a text that neither the sheet typed nor a day is made of."""
    if not re.search(r"\d", text):
        return []
    words_typed, texts_typed = typed()
    left = re.sub(r"\w+", lambda word: " " if word[0] in words_typed else word[0], texts_typed.sub(" ", plain(text)))
    left = days(language).sub(" ", left)
    return re.findall(r"\d[\d.,]*(?: \d{3})*(?<=\d)", left)


def test_a_number_that_is_none_of_the_sheet_is_found() -> None:
    said = "Reçue de Province, Türkiye (C400) le 15 novembre 2021 à 10:30 : 1 234 et 56,5, Q1"
    assert numbers(said, "fr") == ["1 234", "56,5"]


def values(part: Any) -> Iterator[float]:  # noqa: ANN401 - any part of figures.json
    """Every number of a part of figures.json, and how many a list holds."""
    if isinstance(part, dict):
        for inner in part.values():
            yield from values(inner)
    elif isinstance(part, list):
        yield len(part)
        for inner in part:
            yield from values(inner)
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield part


def written(found: Iterable[float], words: Words) -> set[str]:
    """The numbers as this language writes them: whole, and a share of one as a percentage."""
    said: set[str] = set()
    for value in found:
        said |= {words.number(value), words.number(round(value))}
        if 0 <= value <= 1:
            said.add(re.sub(r"[^\d.,]", "", words.percent(value)))
    return {plain(text) for text in said}


@cache
def counted(on: date = ON, section: str = "") -> dict[str, Any]:
    road = rehearsal()
    return figures(select(road, Selection(section=(section,)), on=on) if section else road, on=on)


def between(since: date, section: str = "") -> list[float]:
    """What came after a day, by stage: what was counted on D and had not been counted then."""
    then, now = (counted(on, section)["contributions"] for on in (since, ON))
    landed = [each["reflected"] + each["partly"] for each in (then, now)]
    return [now[stage] - then[stage] for stage in ("received", "considered", "decided")] + [landed[1] - landed[0]]


def waiting_for(id_: str) -> int:
    """How many milestones wait for one, directly or through others."""
    ties = rehearsal().dependencies[["milestone", "depends_on"]].to_numpy().tolist()
    found: set[str] = set()
    reached = {id_}
    while reached:
        reached = {one for one, other in ties if other in reached} - found
        found |= reached
    cancelled = {one["id"] for one in counted()["milestones"]["items"] if one["state"] == "cancelled"}
    return len(found - cancelled)


def explained(words: Words, section: str = "") -> set[str]:
    """Every number that figures.json explains on D, with what follows from two days of it."""
    whole = counted()
    in_text = whole["contributions"]["reflected"] + whole["contributions"]["partly"]
    window = between(ON - timedelta(weeks=FORECAST_WEEKS))[0]
    landed = [
        round(one["uptake"]["rate"] * one["uptake"]["n"])
        for one in whole["sections"]
        if one["uptake"]["rate"] is not None
    ]
    late = [waiting_for(id_) for id_ in whole["launch"]["held_up_by"]]
    return written(
        [*values(whole), in_text, window, *landed, *late, *between(SINCE, section), RANGE_PERCENT, FORECAST_WEEKS],
        words,
    )


@every_language
@pytest.mark.parametrize(("role", "section"), [("bureau", ""), ("coordinator", "AFR"), ("secretariat", "LAM")])
def test_those_of_the_digest(role: str, section: str, language: str) -> None:
    words = words_of(language)
    told = digest(rehearsal(), role=role, since=SINCE, on=ON, words=words, root="", section=section)
    # Cells to mend are named by their places, and forms to type by an example.
    parts = told.parts[:-1] if role == "secretariat" else told.parts
    said = "\n".join([told.verdict, told.beside, *(line.text for part in parts for line in part.lines)])
    more = [told.changed - CHANGES_SHOWN, len(asks_words(rehearsal(), words, on=ON)) - ASKS_SHOWN]
    assert set(numbers(said, language)) - explained(words, section) - written(more, words) == set()


@every_language
def test_the_feed_has_none_but_those_of_the_sheet_and_as_many_entries_as_the_figures(language: str) -> None:
    words = words_of(language)
    atom = ElementTree.fromstring(feed(rehearsal(), on=ON, changed_at=NOW, words=words, root="https://road.example"))
    texts = [part.text or "" for part in atom.iter() if part.tag.endswith(("}title", "}content", "}name"))]
    assert len(texts) > 100
    assert [found for text in texts for found in numbers(text, language)] == []
    told = [one for one in happened(rehearsal(), since=None, on=ON, words=words) if one.page == "contributions"]
    # What was decided comes with what became of it, and so once.
    assert len({one.parameters["open"] for one in told}) == counted()["contributions"]["received"]
    assert sum(one.detail != "" for one in told) == counted()["contributions"]["decided"]


@pytest.mark.slow(3)
@every_language
def test_those_of_the_letters_add_up_to_the_figures(language: str) -> None:
    words, of = words_of(language), counted()["contributions"]
    n, landed, waiting = 0, 0, 0
    for to in contributors(rehearsal(), on=ON):
        letter = letter_content(rehearsal(), to, on=ON, words=words, read_at=NOW)
        if language != "en" and n > 60:
            return
        said = numbers(letter.pop("lead"), language)
        letter.pop("colours")
        assert numbers(json.dumps(letter, ensure_ascii=False), language) == [], letter
        rows = letter["contributions"]
        in_text = sum(bool(row["way"][-1]["label"].startswith(stage_name("landed", words))) for row in rows)
        undecided = sum(row["way"][1]["text"] == words.say("not yet") for row in rows)
        # One is a word in all but English, and what became of one alone is said without a number.
        counted_ones = (len(rows), in_text, undecided) if len(rows) > 1 else (1,)
        told = [count for count in counted_ones if count > (language != "en")]
        assert said == [words.number(count) for count in told]
        n, landed, waiting = n + len(rows), landed + in_text, waiting + undecided
    assert (n, landed, waiting) == (
        of["received"],
        of["reflected"] + of["partly"],
        len(counted()["orphans"]["undecided"]),
    )


def by_country_and_block() -> list[float]:
    """What figures.json does not hold: contributions by country, and those decided that name a block."""
    rows, landings = rehearsal().contributions, rehearsal().landings
    received = rows["received_on"] <= str(ON)
    decided = set(rows.index[received & rows["decision"].notna()])
    blocks = landings["block"][landings["position"].isin(decided)]
    return [*rows["country"][received].value_counts(), *blocks.value_counts()]


@every_language
def test_those_of_the_slides_on_them_and_in_notes_and_alternative_texts(language: str) -> None:
    words = words_of(language)
    deck: Any = Presentation(io.BytesIO(slides(rehearsal(), on=ON, words=words, read_at=NOW)))
    on_them = [
        text
        for slide in deck.slides
        for shape in slide.shapes
        for text in (
            [shape.text_frame.text]
            if shape.has_text_frame
            else [cell.text for row in shape.table.rows for cell in row.cells]
            if shape.has_table
            else []
        )
    ]
    assert len(on_them) > 40
    assert {found for text in on_them for found in numbers(text, language)} - explained(words) == set()
    beside = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    beside += [text for slide in deck.slides for text in slide._element.xpath(".//p:cNvPr/@descr")]
    assert len(beside) > 200
    counted_here = explained(words) | written(by_country_and_block(), words)
    assert {found for text in beside for found in numbers(text, language)} - counted_here == set()
