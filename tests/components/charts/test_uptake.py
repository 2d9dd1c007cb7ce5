"""Bars of uptake: a bar only where there is enough to say, n always beside it."""

from typing import Any

import pandas as pd
import pytest

from components.charts.uptake import uptake_chart
from data.words import words_of
from tests.components.charts.checked import checked

drawn = checked(uptake_chart)

KINDS = {"MET": "metropolitan", "AFR": "regional", "EUR": "regional", "EUA": "regional"}
NAMES = {"MET": "Metropolis", "AFR": "Africa", "EUR": "Europe", "EUA": "Eurasia"}
UPTAKE = pd.DataFrame(
    {
        "code": ["MET", "AFR", "EUR", "EUA"],
        "n": [5, 4, 10, 0],
        "landed": [5, 4, 5, 0],
        "rate": [1.0, float("nan"), 0.5, float("nan")],
        "low": [0.57, float("nan"), 0.24, float("nan")],
        "high": [1.0, float("nan"), 0.76, float("nan")],
    }
)


def _chart(overall: float | None = 0.7) -> Any:  # noqa: ANN401 - plotly's figures
    return drawn(UPTAKE, KINDS, NAMES, overall, words_of("en"))


def test_too_few_decisions_make_no_bar_and_say_so() -> None:
    bars = next(trace for trace in _chart().data if trace.name == "uptake")
    by_section = dict(zip((point[0] for point in bars.customdata), bars.x, strict=True))
    assert by_section["AFR"] == by_section["EUA"] == 0
    assert by_section["EUR"] == pytest.approx(by_section["MET"] / 2)
    texts = [note.text for note in _chart().layout.annotations]
    assert "too few to say (n = 4)" in texts
    assert "nothing decided yet" in texts
    assert "50% (24% to 76%, n = 10)" in texts


def test_sections_that_cut_across_stand_apart_below() -> None:
    bars = next(trace for trace in _chart().data if trace.name == "uptake")
    assert [point[0] for point in bars.customdata] == ["AFR", "EUR", "EUA", "MET"]
    assert bars.y[3] - bars.y[2] > bars.y[2] - bars.y[1] == 1


def test_the_uptake_of_all_is_marked_on_every_bar() -> None:
    marks = _chart().layout.shapes
    bars = next(trace for trace in _chart().data if trace.name == "uptake")
    assert [mark.name for mark in marks] == ["overall", "overall"]
    assert marks[0].x0 == pytest.approx(0.7 * max(bars.x))
    assert not _chart(None).layout.shapes
