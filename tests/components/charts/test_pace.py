"""The line of contributions, its target, and the ways ahead."""

from datetime import date
from typing import Any

import pytest

from components.charts.pace import pace_chart
from data.figures.contributions import cumulative
from data.figures.pace import forecast, pace
from data.words import words_of
from tests.components.charts.checked import checked
from tests.data.figures.roads import contribution, day, make_road

drawn = checked(pace_chart)

ON = day("2021-05-21")


def _chart(n: int, *, target: int | None = 20, launch: str | None = "2021-12-18", on: date = ON) -> Any:  # noqa: ANN401 - plotly does not type its figures
    rows = [contribution(f"C{i}", "2021-05-10") for i in range(n)]
    return _drawn(rows, target=target, launch=launch, on=on)


def _steady(target: int | None, on: date = ON) -> Any:  # noqa: ANN401 - plotly does not type its figures
    days = ("2021-05-01", "2021-05-08", "2021-05-15", "2021-05-16")
    return _drawn([contribution(f"{on}-{n}", on) for on in days for n in range(4)], target=target, on=on)


def _drawn(rows: list, *, target: int | None, launch: str | None = "2021-12-18", on: date) -> Any:  # noqa: ANN401 - plotly does not type its figures
    road = make_road(contributions=rows, start="2021-05-01", launch=launch, target=target)
    return drawn(cumulative(road, on=on), pace(road, on=on), forecast(road, on=on), target=target, words=words_of("en"))


def _names(chart: Any) -> list[str]:  # noqa: ANN401 - plotly does not type its figures
    return [trace.name for trace in chart.data]


def _labels(chart: Any) -> list[str]:  # noqa: ANN401 - plotly does not type its figures
    return [label.text for label in chart.layout.annotations]


def test_the_line_ends_on_the_day_with_its_number() -> None:
    received = _chart(6).data[0]
    assert (received.y[0], received.y[-1]) == (0, 6)
    assert "<b>6</b>" in _labels(_chart(6))


def test_the_way_needed_leads_to_the_target_at_the_end_of_the_collection() -> None:
    chart = _chart(6)
    ways = {trace.name: trace for trace in chart.data}
    assert tuple(ways["target"].y) == (20, 20)
    assert tuple(ways["needed"].x) == (ON, date(2021, 12, 18))
    assert tuple(ways["needed"].y) == (6, 20)
    assert {"target 20", "end of the collection", "needed: 0.5 a week"} <= set(_labels(chart))
    assert "range" not in ways


def test_the_forecast_is_a_range_at_the_end_of_the_collection() -> None:
    chart = _steady(400)
    ways = {trace.name: trace for trace in chart.data}
    # 8, 4 and 4 in three weeks: 16 + 211 / 7 x 16 / 3, and t x s x sqrt(W (1 + W / 3)) to either side.
    assert tuple(ways["forecast"].y) == (16, 177)
    assert tuple(ways["range"].y) == (16, 256, 97)
    assert "<b>97</b> to <b>256</b>" in _labels(chart)
    assert chart.layout.yaxis.range[1] > 400


def test_a_target_that_is_met_needs_no_way() -> None:
    assert _names(_chart(20)) == ["received", "now", "target", "range", "forecast"]


def test_without_a_target_there_is_only_what_came() -> None:
    chart = _chart(6, target=None)
    assert _names(chart) == ["received", "now"]
    assert _labels(chart) == ["<b>6</b>"]


def test_where_it_is_too_early_there_is_no_range() -> None:
    assert _names(_chart(0)) == ["received", "now", "target", "needed"]


@pytest.mark.parametrize("on", ["2021-04-01", "2021-05-04", "2022-03-01"])
def test_any_day_can_be_drawn(on: str) -> None:
    chart = _chart(6, on=day(on))
    first, last = chart.layout.xaxis.range
    assert first < last


def test_a_road_without_a_launch_has_no_line_for_it() -> None:
    chart = _chart(6, launch=None)
    assert not chart.layout.shapes
    assert "needed" not in _names(chart)
