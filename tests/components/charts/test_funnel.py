"""The stages as bars."""

from typing import Any

from components.charts.funnel import funnel_chart
from data.figures.contributions import tally
from data.words import words_of
from tests.components.charts.checked import checked
from tests.data.figures.roads import contribution, day, make_road

drawn = checked(funnel_chart)

ROWS = [
    contribution("C1", "2021-05-04", considered_on="2021-05-06", decided_on="2021-05-07", decision="reflected"),
    contribution("C2", "2021-05-04", considered_on="2021-05-06", decided_on="2021-05-07", decision="not_reflected"),
    contribution("C3", "2021-05-04", considered_on="2021-05-06"),
    contribution("C4", "2021-05-04"),
]


def _chart(rows: list[dict[str, Any]], language: str = "en") -> Any:  # noqa: ANN401 - plotly does not type its figures
    return drawn(tally(make_road(contributions=rows), on=day("2021-05-21")), words_of(language))


def test_every_stage_has_its_number_and_its_share_of_those_received() -> None:
    bars = _chart([*ROWS, contribution("C5", "2021-05-05")]).data[0]
    assert tuple(bars.x) == (5, 3, 2, 1)
    assert tuple(bars.text) == ("<b>5</b>", "<b>3</b> · 60%", "<b>2</b> · 40%", "<b>1</b> · 20%")


def test_fewer_than_five_make_no_share() -> None:
    assert tuple(_chart(ROWS).data[0].text) == ("<b>4</b>", "<b>3</b>", "<b>2</b>", "<b>1</b>")


def test_the_name_of_each_stage_stands_above_its_bar() -> None:
    chart = _chart(ROWS)
    assert [label.text for label in chart.layout.annotations] == ["Received", "Considered", "Decided", "In the text"]
    assert all(label.y < row for row, label in enumerate(chart.layout.annotations))


def test_nothing_received_draws_nothing_and_divides_by_nothing() -> None:
    assert tuple(_chart([]).data[0].text) == ("<b>0</b>",) * 4
