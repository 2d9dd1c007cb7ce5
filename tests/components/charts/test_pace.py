"""The line of contributions, its target, and the ways ahead."""

from datetime import UTC, date, datetime
from itertools import combinations
from typing import Any

import pytest

from components.charts.chart import Subject
from components.charts.pace import AXIS, HEIGHT, NAMED, PACE, TOP, Marked, marked_steps, pace_chart
from components.charts.style import PAPER
from data.figures.contributions import cumulative
from data.figures.pace import forecast, pace
from data.languages import LANGUAGES
from data.reading import read
from data.road import Road
from data.sample import REHEARSAL
from data.sources.file import read_file
from data.words import words_of
from tests.components.charts.checked import checked
from tests.data.figures.roads import contribution, day, make_road, milestone

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
    assert "6" in _labels(_chart(6))


def test_a_step_of_the_first_day_is_a_whole_ring_on_the_axis() -> None:
    road = make_road(contributions=[contribution("C1", "2021-05-04")])
    chart = _marked(road, [Marked(date(2021, 5, 4), "First")], 20, ON)
    clipped = {trace.name: trace.cliponaxis for trace in chart.data}
    assert clipped["steps"] is False
    assert clipped["now"] is False


def test_the_way_needed_leads_to_the_target_at_the_end_of_the_collection() -> None:
    chart = _chart(6)
    ways = {trace.name: trace for trace in chart.data}
    assert tuple(ways["target"].y) == (20, 20)
    assert tuple(ways["needed"].x) == (ON, date(2021, 12, 18))
    assert tuple(ways["needed"].y) == (6, 20)
    assert {"target 20", "collection ends<br>18\xa0Dec", "needed: 0.5 a<br>week"} <= set(_labels(chart))
    assert "range" not in ways


def test_the_forecast_is_a_range_at_the_end_of_the_collection() -> None:
    chart = _steady(400)
    ways = {trace.name: trace for trace in chart.data}
    # 8, 4 and 4 in three weeks: 16 + 211 / 7 x 16 / 3, and t x s x sqrt(W (1 + W / 3)) to either side.
    assert tuple(ways["forecast"].y) == (16, 177)
    assert tuple(ways["range"].y) == (16, 256, 97)
    assert "80% range: 97 to 256<br>of 400 by 18 Dec" in [label.replace("\xa0", " ") for label in _labels(chart)]
    assert chart.layout.yaxis.range[1] > 400


def test_a_target_that_is_met_needs_no_way() -> None:
    assert _names(_chart(20)) == ["received", "now", "target", "range", "forecast"]


def test_without_a_target_there_is_only_what_came() -> None:
    chart = _chart(6, target=None)
    assert _names(chart) == ["received", "now"]
    assert _labels(chart) == ["6"]


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


def _marked(road: Road, marked: list[Marked], target: int | None, on: date) -> Any:  # noqa: ANN401 - plotly does not type its figures
    figures = cumulative(road, on=on), pace(road, on=on), forecast(road, on=on)
    return drawn(*figures, target=target, words=words_of("en"), marked=marked)


def test_sessions_are_named_on_the_line_clear_of_it_and_of_each_other() -> None:
    on = day("2021-09-01")
    rows = [contribution(f"C{n}", f"2021-{5 + n // 20:02}-{1 + n % 20:02}") for n in range(80)]
    road = make_road(contributions=rows, start="2021-05-01", launch="2021-12-18", target=400)
    days = ("2021-05-10", "2021-06-10", "2021-08-15")
    marked = [Marked(day(at), f"Session of the <i>members</i> on {at}") for at in days]
    chart = _marked(road, marked, 400, on)
    (dots,) = [trace for trace in chart.data if trace.name == "steps"]
    assert list(dots.y) == [10, 30, 75]
    named = [label for label in chart.layout.annotations if label.showarrow]
    assert len(named) >= 2
    assert any("&lt;i&gt;" in label.text for label in named)
    assert not any("<i>" in label.text for label in named)
    # Its own ground would hide the line where it climbs beside it; one over what is drawn ahead is above the line.
    assert all((label.bgcolor is None or label.ay < 0) and abs(label.ax) > 2 for label in named)
    assert [label for label in named if label.bgcolor is None]
    first, last = chart.layout.xaxis.range
    scale = (HEIGHT - TOP - AXIS) / chart.layout.yaxis.range[1]
    boxes = []
    for label in named:
        lines = label.text.replace("&lt;", "<").replace("&gt;", ">").split("<br>")
        width, height = max(map(len, lines)) * 7, 18 * len(lines)
        x = (label.x - first) / (last - first) * 250
        low = label.y * scale - label.ay - (height if label.yanchor == "top" else 0)
        left = x if label.xanchor == "left" else x - width
        assert 0 <= left <= left + width <= 250
        boxes.append((left, left + width, low, low + height))
    assert not [
        (one, other)
        for one, other in combinations(boxes, 2)
        if one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
    ]


def test_every_session_is_named_though_two_are_a_fortnight_apart_and_the_range_stands_beside_its_band() -> None:
    road = read(read_file(REHEARSAL), now=datetime(2026, 1, 15, tzinfo=UTC))
    for language in LANGUAGES:
        of = Subject(road, date(2021, 11, 15), words_of(language))
        numbers = PACE.numbers(of)
        drawing = PACE.draw(numbers, of)
        assert drawing
        labels = drawing.to_dict()["layout"]["annotations"]
        named = [label["text"] for label in labels if label["showarrow"]]
        assert (language, len(numbers.marked), len(named)) == (language, 3, 3)
        assert all(" " in name.replace("<br>", " ") for name in named), named
        (told,) = [label for label in labels if "410" in label["text"]]
        assert told["yshift"] in range(40)


def test_what_is_drawn_ahead_stops_at_a_label_that_has_no_room_beside_it() -> None:
    rows = [contribution(f"C{n}", f"2021-05-{4 + n // 8:02}") for n in range(120)]
    road = make_road(contributions=rows, start="2021-05-04", launch="2021-12-18", target=180)
    chart = _marked(road, [Marked(day("2021-05-04"), "Partner consultation: Cities Are Listening")], 180, ON)
    (named,) = [label for label in chart.layout.annotations if label.showarrow]
    assert named.bgcolor == PAPER
    assert [label.text for label in chart.layout.annotations if label.bgcolor] == [named.text]


def test_a_label_without_room_is_left_out_and_its_dot_stays() -> None:
    marked = [Marked(day("2021-05-10"), f"A session with a long title {n}") for n in range(30)]
    rows = [contribution(f"C{n}", "2021-05-10") for n in range(9)]
    road = make_road(contributions=rows, start="2021-05-01", launch="2021-12-18")
    chart = _marked(road, marked, None, ON)
    assert len([label for label in chart.layout.annotations if label.showarrow]) <= NAMED
    (dots,) = [trace for trace in chart.data if trace.name == "steps"]
    assert len(dots.x) == 30


def test_what_is_named_are_the_sessions_and_consultations_begun_by_then() -> None:
    steps = [
        milestone("OLD", "2021-05-04", kind="session"),
        milestone("BIG", "2021-05-10", kind="consultation"),
        milestone("DRAFT", "2021-05-11", kind="drafting"),
        milestone("OFF", "2021-05-12", kind="session", flag="cancelled"),
        milestone("AHEAD", "2021-05-30", kind="session"),
    ]
    rows = [contribution(f"C{n}", "2021-05-10", milestone="BIG") for n in range(3)]
    road = make_road(milestones=steps, contributions=rows)
    assert marked_steps(Subject(road, ON, words_of("en"))) == (
        Marked(date(2021, 5, 10), "BIG"),
        Marked(date(2021, 5, 4), "OLD"),
    )
