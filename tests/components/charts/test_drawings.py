"""Each chart against its reviewed drawing (tests/components/charts/drawings.py)."""

from typing import Any

import pytest

from components.charts.chart import Chart
from components.charts.declared import CHARTS
from tests.components.charts.drawings import FOLDER, drawn


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_a_chart_is_drawn_as_it_was_reviewed(chart: Chart[Any]) -> None:
    assert drawn(chart) == (FOLDER / f"{chart.key}.txt").read_text("utf-8")


def test_no_drawing_is_of_a_chart_that_is_gone() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {chart.key for chart in CHARTS}
