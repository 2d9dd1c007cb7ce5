"""The slides: findings as titles, native charts with the figures in them, words for everything drawn."""

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from components.publish.__main__ import main
from components.publish.slides import STEPS_SHOWN, slides
from components.words.road import standing
from data.figures.summary import figures
from data.languages import LANGUAGES
from data.reading import read
from data.road import Road
from data.sources.file import read_file
from data.words import words_of
from tests.components.publish.note.pdf_text import squeezed, text_of
from tests.data.figures.roads import contribution, make_road, milestone

pytestmark = pytest.mark.slow(4)

NOW = datetime(2021, 11, 20, 9, 30, tzinfo=UTC)
ON = date(2021, 11, 15)
REHEARSAL = Path(__file__).parents[3] / "data" / "sample" / "rehearsal.xlsx"


@cache
def rehearsal() -> Road:
    return read(read_file(REHEARSAL), now=NOW)


@cache
def made(language: str = "en", on: date = ON) -> bytes:
    return slides(rehearsal(), on=on, words=words_of(language), read_at=NOW)


def opened(content: bytes) -> Any:  # noqa: ANN401 - python-pptx says no types
    return Presentation(io.BytesIO(content))


def shapes(slide: Any) -> Iterator[Any]:  # noqa: ANN401
    for shape in slide.shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from shape.shapes


def charts(deck: Any) -> list[dict[str, dict[str, float | None]]]:  # noqa: ANN401
    """Of each native chart: name of a series to category to value."""
    return [
        {
            one.name: dict(zip(map(str, shape.chart.plots[0].categories), one.values, strict=True))
            for one in shape.chart.plots[0].series
        }
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_seven_wide_slides_each_with_a_title_notes_day_and_source(language: str) -> None:
    deck, words = opened(made(language)), words_of(language)
    assert len(deck.slides) == 7
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[0] == standing(rehearsal(), words, on=ON).headline
    assert all(titles)
    for slide in deck.slides:
        text = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert words.day(ON) in text
        assert "rehearsal.xlsx" in text
        assert len(slide.notes_slide.notes_text_frame.text) > 40
    assert deck.core_properties.language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_drawn_has_words(language: str) -> None:
    for slide in opened(made(language)).slides:
        for shape in shapes(slide):
            if not shape.is_placeholder:
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr"), shape.name


def test_a_chart_is_described_by_what_it_shows_and_named_by_what_is_seen_in_it() -> None:
    deck = opened(made())
    received, _, blocks = (shape for slide in deck.slides for shape in slide.shapes if shape.has_chart)
    said = [shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in (received, blocks)]
    line, _, bars = charts(deck)
    assert said[0] == "; ".join(f"{name}: {list(values.values())[-1]:.0f}" for name, values in line.items())
    empty = [block for block, n in bars["In the text"].items() if not n]
    assert empty and all(block in said[1] for block in bars["In the text"])
    assert deck.slides[6].shapes.title.text == f"The Charter: no source yet for {' and '.join(empty)}"


def test_of_more_steps_than_a_slide_holds_the_latest_are_shown_and_the_others_counted() -> None:
    steps = [milestone(f"M{n}", due=f"2021-{n // 2 + 1:02}-{n % 2 * 10 + 1:02}") for n in range(20)]
    slide = opened(slides(make_road(milestones=steps), on=ON, words=words_of("en"), read_at=NOW)).slides[2]
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    assert len(table.rows) == STEPS_SHOWN + 1
    assert table.cell(STEPS_SHOWN, 1).text == "11 Oct 2021"
    assert f"and {20 - STEPS_SHOWN} more" in [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


@pytest.mark.parametrize("on", [date(2021, 6, 1), date(2021, 9, 30), ON])
def test_its_numbers_are_the_figures(on: date) -> None:
    deck, counted = opened(made("en", on)), figures(rehearsal(), on=on)
    line, sections, blocks = charts(deck)
    contributions = counted["contributions"]
    landed = contributions["reflected"] + contributions["partly"]
    last = {name: list(values.values())[-1] for name, values in line.items()}
    assert last == {
        "Received": contributions["received"],
        "Decided": contributions["decided"],
        "In the text": landed,
    }
    nowhere = contributions["without_section"]
    assert list(sections["Received"].values()) == [*(section["received"] for section in counted["sections"]), nowhere]
    assert list(sections["Expected"].values()) == [*(section["expected"] for section in counted["sections"]), None]
    assert len(blocks["In the text"]) == len(rehearsal().charter)
    empty = {code for code, n in zip(rehearsal().charter["code"], blocks["In the text"].values(), strict=True) if not n}
    assert empty == set(counted["orphans"]["blocks_without_source"])
    text = "\n".join(shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame)
    steps, heard = counted["milestones"], counted["sections_heard"]
    for said in (f"{steps['done']} of {steps['total']}", f"{heard['n']} of {heard['of']}"):
        assert said in text
    (world,) = (shape for shape in deck.slides[5].shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP)
    said = [shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in world.shapes]
    n_heard = sum(not text.endswith(": 0") for text in said)
    assert 0 < n_heard <= counted["countries_heard"]["states"] + counted["countries_heard"]["territories"]


def test_a_table_holds_every_milestone() -> None:
    (table,) = (shape.table for shape in opened(made()).slides[2].shapes if shape.has_table)
    said = [row.cells[0].text for row in table.rows]
    assert len(said) == len(rehearsal().milestones) + 1
    assert "First draft of the Charter" in said


def test_hostile_text_stays_text_in_the_slides_and_in_the_sheets_behind_their_charts() -> None:
    road = make_road(
        milestones=[milestone("M1\x0b", due="2021-05-01", title="\ud800<b>\ufffe")],
        contributions=[contribution("C1", received_on="2021-05-03", section="AFR")],
        sections={"AFR": "=HYPERLINK(1)"},
    )
    deck = opened(slides(road, on=date(2021, 5, 9), words=words_of("en"), read_at=NOW))
    (table,) = (shape.table for shape in deck.slides[2].shapes if shape.has_table)
    assert "<b>" in table.cell(1, 0).text


def test_few_contributions_are_marked_whole() -> None:
    road = make_road(contributions=[contribution("C1", received_on="2021-05-03", section="AFR")])
    deck = opened(slides(road, on=date(2021, 5, 9), words=words_of("en"), read_at=NOW))
    units = [shape.chart.value_axis.major_unit for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert units == [1] * len(units) != []
    assert all(
        shape.chart.value_axis.major_unit is None for shape in opened(made()).slides[3].shapes if shape.has_chart
    )


def test_an_empty_sheet_makes_slides_all_the_same() -> None:
    assert len(opened(slides(make_road(), on=ON, words=words_of("fr"), read_at=NOW)).slides) == 7


@pytest.mark.slow(15)
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    out = tmp_path / "slides.pptx"
    assert main(["slides", str(out), "--lang", "fr", "--workbook", str(REHEARSAL)]) == 0
    profile = (tmp_path / "profile").as_uri()
    to_pdf = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf"]
    subprocess.run(
        [*to_pdf, "--outdir", str(tmp_path), str(out)],
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    text = text_of((tmp_path / "slides.pdf").read_bytes())
    for slide in opened(out.read_bytes()).slides:
        assert squeezed(slide.shapes.title.text) in text
