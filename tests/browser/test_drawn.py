"""Every chart at the width of a phone: no text in it is cut, small, or over another, in any language."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser

from components.charts.chart import Drawing, Subject
from components.charts.declared import CHARTS
from components.charts.style import figure, trace
from data.figures.days import day_range
from data.languages import LANGUAGES
from data.reading import read
from data.road import Road
from data.sample import REHEARSAL, ROAD
from data.sources.file import read_file
from data.words import NO_BREAK, Words
from tests.browser.drawn import Troubles, easel

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
PHONE = 288
"""Pixels of a chart on a screen of 320."""

Draw = Callable[[Drawing, Words, int], Troubles]


@pytest.fixture(scope="module")
def draw(browser: Browser) -> Iterator[Draw]:
    with easel(browser) as drawn:
        yield drawn


@pytest.fixture(scope="module")
def roads() -> list[Road]:
    return [read(read_file(workbook), now=NOW) for workbook in (ROAD, REHEARSAL)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_chart_is_cut_small_or_over_another_on_a_phone(
    language: str, roads: list[Road], draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.words.NUMBER_SPACE", NO_BREAK)
    words, found = Words(language), {}
    for n, road in enumerate(roads):
        on = day_range(road, now=NOW).last
        block = tuple(road.charter["code"][:1])
        for chart in CHARTS:
            opened = tuple(road.milestones["id"][2:3]) if chart.key.startswith("timeline") else block
            for by in chart.by:
                drawing = chart.drawing(Subject(road, on, words, by=by, opened=opened, narrow=True))
                if drawing.figure is not None and (troubles := draw(drawing, words, PHONE)):
                    found[f"{chart.key} {by} {n}"] = troubles
    assert found == {}


def test_the_look_sees_what_it_is_there_for(draw: Draw) -> None:
    note = {"xref": "paper", "yref": "paper", "showarrow": False, "x": 0.5, "y": 0.5, "font": {"size": 14}}
    notes = [
        note | {"text": "one"},
        note | {"text": "two"},
        note | {"text": "small", "y": 0.9, "font": {"size": 13}},
        note | {"text": "far out", "x": 0.99, "y": 0.1, "xanchor": "left"},
    ]
    drawn = figure(
        trace("scatter", x=[1], y=[1]),
        height=300,
        annotations=notes,
        xaxis={"visible": False},
        yaxis={"visible": False},
    )
    assert draw(Drawing(drawn, "", ""), Words("en"), PHONE) == ["one lies over two", "13px: small", "cut: far out"]
