"""The line of contributions, its target, and the ways ahead."""

from datetime import date
from typing import Any

import pytest

from components.charts.pace import pace_chart
from data.figures.contributions import cumulative, pace
from data.figures.days import launch_last_day
from data.words import words_of
from tests.components.charts.checked import checked
from tests.data.figures.roads import contribution, day, make_road

drawn = checked(pace_chart)

ON = day("2021-05-21")


def _chart(n: int, *, target: int | None = 20, launch: str | None = "2021-12-18", on: date = ON) -> Any:  # noqa: ANN401 - plotly does not type its figures
    rows = [contribution(f"C{i}", "2021-05-10") for i in range(n)]
    road = make_road(contributions=rows, start="2021-05-04", launch=launch, target=target)
    return drawn(
        cumulative(road, on=on), pace(road, on=on), target=target, launch=launch_last_day(road), words=words_of("en")
    )


def _names(chart: Any) -> list[str]:  # noqa: ANN401 - plotly does not type its figures
    return [trace.name for trace in chart.data]


def _labels(chart: Any) -> list[str]:  # noqa: ANN401 - plotly does not type its figures
    return [label.text for label in chart.layout.annotations]


def test_the_line_ends_on_the_day_with_its_number() -> None:
    received = _chart(6).data[0]
    assert (received.y[0], received.y[-1]) == (0, 6)
    assert "<b>6</b>" in _labels(_chart(6))


def test_the_ways_ahead_lead_to_the_target() -> None:
    chart = _chart(6)
    ways = {trace.name: trace for trace in chart.data}
    assert tuple(ways["target"].y) == (20, 20)
    assert tuple(ways["needed"].x) == (ON, date(2021, 12, 18))
    assert tuple(ways["needed"].y) == (6, 20)
    # 6 in the 18 days since the start: 14 more take 42 days.
    assert tuple(ways["forecast"].x) == (ON, date(2021, 7, 2))
    assert ways["forecast"].y[1] == pytest.approx(20)
    assert {"target 20", "launch", "at this pace: <b>2 Jul</b>", "needed: 0.5 a week"} <= set(_labels(chart))


def test_a_forecast_far_beyond_the_launch_leaves_the_picture_without_reaching_the_target() -> None:
    chart = _chart(1, target=400)
    forecast = next(trace for trace in chart.data if trace.name == "forecast")
    assert forecast.y[1] < 400
    assert chart.layout.xaxis.range[1] < date(2022, 6, 1)
    assert "reached" not in _names(chart)


def test_a_target_that_is_met_needs_no_way() -> None:
    assert _names(_chart(20)) == ["received", "now", "target"]


def test_without_a_target_there_is_only_what_came() -> None:
    chart = _chart(6, target=None)
    assert _names(chart) == ["received", "now"]
    assert _labels(chart) == ["<b>6</b>"]


def test_without_a_pace_there_is_no_way_at_this_pace() -> None:
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
