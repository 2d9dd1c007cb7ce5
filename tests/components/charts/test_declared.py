"""Every declared chart, whoever adds one: plotly's schema, both themes, every language, words and passport."""

import gc
import weakref
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

from components import charts
from components.charts.chart import Chart, Subject
from components.charts.declared import CHARTS
from data.figures.contributions import same_since
from data.figures.days import day_range
from data.figures.selection import Selection
from data.languages import LANGUAGES
from data.reading import read
from data.road import Road
from data.sample import REHEARSAL, RHINE, ROAD
from data.sources.file import read_file
from data.words import words_of
from tests.components.charts.checked import check
from tests.data.figures.roads import contribution, day, make_road, milestone

pytestmark = pytest.mark.slow(24)

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
SELECTIONS = (Selection(section=("EUR",)), Selection(text="no contribution has these words"))
ALL = [pytest.param(chart, by, id=f"{chart.key} {by}".strip()) for chart in CHARTS for by in chart.by]
STANDING = [
    pytest.param(chart, by, id=f"{chart.key} {by}".strip()) for chart in CHARTS if chart.stands for by in chart.by
]


@cache
def _sample(workbook: Path) -> Road:
    return read(read_file(workbook), now=NOW)


def _one_row() -> Road:
    sent = contribution("C1", "2021-05-10", country="FRA", section="EUR", questions=["Q1"], blocks=["DIG"])
    return make_road(
        milestones=[milestone("M1", "2021-05-15")],
        contributions=[sent | {"decided_on": "2021-05-12", "decision": "partly"}],
        blocks=["DIG"],
        start="2021-05-01",
        launch="2021-12-18",
        target=1,
    )


def _roads() -> Iterator[tuple[Road, list[date]]]:
    for workbook in (ROAD, REHEARSAL):
        road = _sample(workbook)
        days = day_range(road, now=NOW)
        yield road, [days.first, days.first + (days.last - days.first) / 2, days.last]
    for road in (make_road(), _one_row()):
        yield road, [day("2021-05-01"), day("2021-05-21"), day("2022-01-01")]


def _opened(road: Road) -> list[tuple[str, ...]]:
    """What may be open in one chart or another, and what the sheet does not know."""
    blocks = [(code, section) for code in road.charter["code"][:1] for section in ("", "EUR")]
    return [("FRA",), ("SMR",), ("GONE",), *((id_,) for id_ in road.milestones["id"]), *blocks]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("chart", "by"), ALL)
def test_every_chart_is_as_plotly_has_it_on_any_sheet_and_day(chart: Chart[Any], by: str, language: str) -> None:
    for road, days in _roads():
        for on in days:
            check(chart, Subject(road, on, words_of(language), by=by))


@pytest.mark.parametrize(("chart", "by"), ALL)
def test_every_chart_takes_a_selection_what_is_open_and_a_phone(chart: Chart[Any], by: str) -> None:
    for road, (*_, on) in _roads():
        for selection in SELECTIONS:
            check(chart, Subject(road, on, words_of("en"), selection, by=by))
        for opened in _opened(road):
            check(chart, Subject(road, on, words_of("en"), by=by, opened=opened, narrow=True))


@pytest.mark.parametrize("workbook", [ROAD, REHEARSAL, RHINE], ids=["road", "rehearsal", "rhine"])
@pytest.mark.parametrize(("chart", "by"), ALL)
def test_where_there_are_rows_each_chart_draws_them_and_its_passport_lists_them(
    chart: Chart[Any], by: str, workbook: Path
) -> None:
    road = _sample(workbook)
    on = day_range(road, now=NOW).last
    of = Subject(road, on, words_of("en"), by=by, opened=(road.milestones["id"].iloc[0],))
    passport = chart.passport_of(of)
    # None of the Rhine’s sections has enough decided for a rate: nothing is drawn, and the finding says so.
    assert (chart.drawing(of).figure is None) == (chart.key == "uptake_by_section" and workbook == RHINE)
    assert len(passport.table)
    assert passport.used
    everything = len(road.milestones) if chart.key.startswith("timeline") else len(road.contributions)
    count = road.rows["Milestones" if chart.key.startswith("timeline") else "Contributions"]
    assert passport.used + sum(passport.left_out.values()) == everything + count.left_out


def test_every_chart_is_declared_once_under_its_own_name() -> None:
    found = [
        chart
        for module in iter_modules(charts.__path__, "components.charts.")
        if module.name != "components.charts.declared"
        for chart in vars(import_module(module.name)).values()
        if isinstance(chart, Chart)
    ]
    assert {chart.key for chart in found} == {chart.key for chart in CHARTS}
    assert len({chart.key for chart in CHARTS}) == len(CHARTS)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_a_drawing_is_made_once_and_lets_its_road_go(chart: Chart[Any]) -> None:
    road, words, on = _one_row(), words_of("en"), day("2021-05-21")
    for selection in (Selection(), *SELECTIONS):
        drawn = chart.drawing(Subject(road, on, words, selection))
        assert chart.drawing(Subject(road, on, words, selection, by=chart.by[0])) is drawn
        assert chart.drawing(Subject(road, day("2021-05-11"), words, selection)) is not drawn
    is_here = weakref.ref(road)
    del road
    gc.collect()
    assert is_here() is None


@pytest.mark.parametrize("workbook", [ROAD, REHEARSAL], ids=["road", "rehearsal"])
@pytest.mark.parametrize(("chart", "by"), STANDING)
def test_days_on_which_nothing_comes_further_share_the_drawing_that_each_would_have(
    chart: Chart[Any], by: str, workbook: Path
) -> None:
    road = _sample(workbook)
    days = day_range(road, now=NOW)
    on, shared = days.last + timedelta(days=3), 0
    alone = replace(chart, stands=False)
    while on > days.last - timedelta(days=21):
        of, before = (Subject(road, each, words_of("en"), by=by) for each in (on, on - timedelta(days=1)))
        drawn, alike = chart.drawing(of), chart.drawing(before) is chart.drawing(of)
        own = alone.drawing(of)
        assert (drawn.finding, drawn.alt) == (own.finding, own.alt)
        assert (drawn.figure and drawn.figure.to_dict()) == (own.figure and own.figure.to_dict())
        assert alike == (same_since(road, on=on) == same_since(road, on=before.on))
        shared, on = shared + alike, on - timedelta(days=1)
    assert shared


def test_a_day_is_the_same_since_the_last_one_on_which_anything_came_further() -> None:
    def since(on: str) -> str:
        return same_since(_one_row(), on=day(on)).isoformat()

    assert [since(on) for on in ("2021-05-10", "2021-05-11", "2021-05-12", "2021-06-01")] == [
        *("2021-05-10", "2021-05-10", "2021-05-12", "2021-05-12"),
    ]
    assert since("2021-05-09") == since("2021-01-01") == "2021-05-09"
    assert same_since(make_road(), on=day("2021-05-09")) == day("2021-05-09")
