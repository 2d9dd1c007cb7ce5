"""Three lenses on one scale, each bar with its number."""

from typing import Any

import pytest

from components.charts.shares import shares_chart
from data.figures.sections import section_coverage
from data.words import words_of
from tests.components.charts.checked import checked
from tests.data.figures.roads import contribution, day, make_road

drawn = checked(shares_chart)

ON = day("2021-05-21")
KINDS = {"AFR": "regional", "EUR": "regional"}
NAMES = {"AFR": "Africa", "EUR": "Europe"}


def _chart(expected: dict[str, float | None]) -> Any:  # noqa: ANN401 - plotly does not type its figures
    countries = ["FRA", "FRA", "FRA", "ITA", "MLI"]
    lookup = {"FRA": "EUR", "ITA": "EUR", "MLI": "AFR", "SEN": "AFR"}
    rows = [contribution(f"C{n}", "2021-05-04", country=c, section=lookup[c]) for n, c in enumerate(countries)]
    road = make_road(contributions=rows, sections=KINDS, expected=expected, countries=lookup)
    return drawn(section_coverage(road, on=ON), NAMES, words_of("en"))


def test_each_lens_has_a_bar_and_a_number_per_section() -> None:
    received, expected, countries = _chart({"AFR": 30, "EUR": 10}).data
    assert received.x == pytest.approx((0.2, 0.8))
    assert received.text == ("20%", "80%")
    assert expected.text == ("75%", "25%")
    assert countries.text == ("50%", "50%")


def test_lenses_share_one_scale() -> None:
    layout = _chart({"AFR": 30, "EUR": 10}).layout
    assert layout.xaxis.range == layout.xaxis2.range == layout.xaxis3.range


def test_a_share_that_cannot_be_told_is_a_dash_without_a_bar() -> None:
    expected = _chart({"AFR": 30, "EUR": None}).data[1]
    assert expected.text == ("–", "–")
    assert expected.x == (0, 0)
