"""Dots of uptake: a dot only where there is enough to say, n always beside it."""

from typing import Any

import pytest

from components.charts.chart import Subject
from components.charts.style import SEA, STONE
from components.charts.uptake import UPTAKE as DECLARED
from components.charts.uptake import uptake_chart
from data.figures.rows import by_row
from data.words import words_of
from tests.components.charts.checked import checked
from tests.data.figures.roads import contribution, day, make_road

drawn = checked(uptake_chart)

KINDS = {"MET": "metropolitan", "AFR": "regional", "EUR": "regional", "EUA": "regional"}
NAMES = {"MET": "Metropolis", "AFR": "Africa", "EUR": "Europe", "EUA": "Eurasia"}
UPTAKE = by_row(
    {
        "code": ["MET", "AFR", "EUR", "EUA"],
        "n": [5, 4, 10, 0],
        "landed": [5, 4, 5, 0],
        "rate": [1.0, float("nan"), 0.5, float("nan")],
        "low": [0.57, float("nan"), 0.24, float("nan")],
        "high": [1.0, float("nan"), 0.76, float("nan")],
        "stands_out": [True, False, False, False],
    }
)


def _chart(overall: float | None = 0.7) -> Any:  # noqa: ANN401 - plotly's figures
    return drawn(UPTAKE, KINDS, NAMES, overall, words_of("en"))


def _dots(chart: Any) -> dict[str, tuple[float, str]]:  # noqa: ANN401 - plotly's figures
    (dots,) = [trace for trace in chart.data if trace.name == "uptake"]
    return {point[0]: (x, c) for point, x, c in zip(dots.customdata, dots.x, dots.marker.color, strict=True)}


def test_too_few_decisions_make_no_dot_and_say_so() -> None:
    dots = _dots(_chart())
    assert {code: x for code, (x, _) in dots.items()} == {"EUR": 0.5, "MET": 1.0}
    texts = [note.text for note in _chart().layout.annotations]
    assert "too few to say (n = 4)" in texts
    assert "nothing decided yet" in texts
    assert "50% (n = 10)" in texts


def test_the_interval_runs_through_its_dot() -> None:
    (grey,) = [trace for trace in _chart().data if trace.name == "interval"]
    assert list(grey.x) == [0.24, 0.76, None]
    (dots,) = [trace for trace in _chart().data if trace.name == "uptake"]
    assert grey.y[0] == grey.y[1] == dots.y[0]
    assert "50% (24% to 76%, n = 10)" in dots.hovertext[0]


def test_only_a_section_that_stands_out_has_a_colour() -> None:
    assert {code: colour for code, (_, colour) in _dots(_chart()).items()} == {"EUR": STONE, "MET": SEA}


def test_sections_that_cut_across_stand_apart_below() -> None:
    names = [note for note in _chart().layout.annotations if note.text in NAMES.values()]
    assert [note.text for note in names] == ["Africa", "Europe", "Eurasia", "Metropolis"]
    assert names[3].y - names[2].y > names[2].y - names[1].y == names[1].y - names[0].y


def test_the_uptake_of_all_is_one_line_with_its_number() -> None:
    (mark,) = [shape for shape in _chart().layout.shapes if shape.name == "overall"]
    assert mark.x0 == mark.x1 == 0.7
    assert "all together: 70%" in [note.text for note in _chart().layout.annotations]
    assert "overall" not in [shape.name for shape in _chart(None).layout.shapes]


@pytest.mark.parametrize(("n", "is_drawn"), [(4, False), (5, True)])
def test_dots_are_drawn_from_one_rate_on(n: int, is_drawn: bool) -> None:
    landed = {"decision": "reflected", "decided_on": "2021-05-02"}
    rows = [contribution(f"C{k}", "2021-05-01", section="EUR", **landed) for k in range(n)]
    of = Subject(make_road(contributions=rows), day("2021-06-01"), words_of("en"))
    assert (DECLARED.drawing(of).figure is not None) is is_drawn


def test_the_passport_says_what_is_decided_in_no_section_so_that_its_table_adds_up() -> None:
    def decided(number: int, section: str | None, decision: str) -> dict[str, Any]:
        id_ = f"C{section or 'none'}{number}"
        return contribution(id_, "2021-05-01", section=section, decision=decision, decided_on="2021-05-02")

    rows = [decided(n, "EUR", "reflected") for n in range(6)]
    rows += [decided(n, None, "reflected" if n < 4 else "not_reflected") for n in range(7)]
    road = make_road(contributions=rows, sections={"EUR": "regional", "AFR": "regional"})
    passport = DECLARED.passport_of(Subject(road, day("2021-05-21"), words_of("en")))
    assert passport.table.iloc[:, :3].to_numpy().tolist() == [["EUR", 6, 6], ["AFR", 0, 0], ["In no section", 4, 7]]
    assert str(passport.table.iloc[2, 3]).startswith("57% (")
    assert passport.table.iloc[:, 2].sum() == passport.used
