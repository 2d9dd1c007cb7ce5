"""A dumbbell a section on one scale, each end with its number."""

from typing import Any

import pytest

from components.charts.shares import sections_compared, shares_chart
from data.languages import LANGUAGES
from data.words import words_of
from tests.components.charts.checked import checked
from tests.data.figures.roads import contribution, day, make_road

drawn = checked(shares_chart)

ON = day("2021-05-21")
KINDS = {"AFR": "regional", "EUR": "regional"}
NAMES = {"AFR": "Africa", "EUR": "Europe"}


def _chart(expected: dict[str, float | None], language: str = "en") -> Any:  # noqa: ANN401 - plotly does not type its figures
    countries = ["FRA", "FRA", "FRA", "ITA", "MLI"]
    lookup = {"FRA": "EUR", "ITA": "EUR", "MLI": "AFR", "SEN": "AFR"}
    rows = [contribution(f"C{n}", "2021-05-04", country=c, section=lookup[c]) for n, c in enumerate(countries)]
    road = make_road(contributions=rows, sections=KINDS, expected=expected, countries=lookup)
    return drawn(sections_compared(road, on=ON), NAMES, words_of(language))


def _marks(chart: Any) -> dict[str, Any]:  # noqa: ANN401 - plotly does not type its figures
    return {mark.name: mark for mark in chart.data}


def test_a_section_has_its_three_shares_in_one_row_that_of_the_states_below_the_numbers() -> None:
    chart = _chart({"AFR": 30, "EUR": 10})
    marks = _marks(chart)
    assert marks["received"].x == pytest.approx((0.2, 0.8))
    assert [text.strip() for text in marks["received"].text] == ["20%", "80%"]
    assert [text.strip() for text in marks["expected"].text] == ["75%", "25%"]
    assert marks["states"].x == pytest.approx((0.5, 0.5))
    assert marks["received"].y == marks["expected"].y
    assert all(below > line for below, line in zip(marks["states"].y, marks["received"].y, strict=True))
    assert marks["states"].y[0] < marks["received"].y[1]
    assert [x for x in marks["gap"].x if x is not None] == pytest.approx([0.2, 0.75, 0.8, 0.25])


def test_what_is_furthest_behind_comes_first() -> None:
    names = [annotation.text for annotation in _chart({"AFR": 300, "EUR": 10}).layout.annotations[1:]]
    assert names == ["Africa", "Europe"]
    names = [annotation.text for annotation in _chart({"AFR": 1, "EUR": 300}).layout.annotations[1:]]
    assert names == ["Europe", "Africa"]


def test_each_number_stands_on_the_outer_side_of_its_dot() -> None:
    marks = _marks(_chart({"AFR": 30, "EUR": 10}))
    assert marks["received"].textposition == ("middle left", "middle right")
    assert marks["expected"].textposition == ("middle right", "middle left")


def test_a_share_that_cannot_be_told_has_no_mark() -> None:
    marks = _marks(_chart({"AFR": 30, "EUR": None}))
    assert marks["expected"].x == (None, None)
    assert marks["received"].x == pytest.approx((0.2, 0.8))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_is_one_line_of_a_phone_and_names_no_mark_that_is_not_drawn(language: str) -> None:
    whole = _chart({"AFR": 30, "EUR": 10}, language).layout.annotations[0].text
    assert "<br>" not in whole
    assert "○" in whole
    assert "○" not in _chart({"AFR": None, "EUR": 10}, language).layout.annotations[0].text
