"""The matrix of blocks and sections: a number in every cell, darker where more landed, what is open framed."""

from typing import Any

from components.charts.blocks import _NOT_LANDED, _NOTHING, blocks_chart
from components.charts.style import faint
from data.figures.text import cells_at
from data.words import words_of
from tests.components.charts.checked import checked
from tests.data.figures.roads import contribution, day, make_road

drawn = checked(blocks_chart)

ON = day("2021-05-21")
SECTIONS = {"AFR": "regional", "EUR": "regional", "MET": "metropolitan"}
NAMES = {"AFR": "Africa", "EUR": "Europe", "MET": "Metropolis"}
TITLES = {"DIG": "Dignity <b>", "REC": "Recognition of every person's rights and duties"}


def _chart(*, nowhere: bool = False, opened: tuple[str, str] = ("", "")) -> Any:  # noqa: ANN401 - plotly's figures
    decided = {"decided_on": "2021-05-10"}
    rows = [
        contribution("A", "2021-05-01", section="AFR", blocks=["DIG"], decision="reflected", **decided),
        contribution("B", "2021-05-01", section="AFR", blocks=["DIG"], decision="partly", **decided),
        contribution("C", "2021-05-01", section="EUR", blocks=["DIG"], decision="reflected", **decided),
        contribution("D", "2021-05-01", section="EUR", blocks=["DIG"], decision="not_reflected", **decided),
        contribution("E", "2021-05-01", section="EUR", blocks=["REC"], decision="not_reflected", **decided),
    ]
    if nowhere:
        rows.append(contribution("F", "2021-05-01", blocks=["REC"], decision="reflected", **decided))
    road = make_road(contributions=rows, sections=SECTIONS, blocks=tuple(TITLES))
    return drawn(cells_at(road, on=ON), TITLES, NAMES, words_of("en"), opened=opened)


def _texts(chart: Any) -> list[str]:  # noqa: ANN401 - a plotly figure
    return [note.text for note in chart.layout.annotations]


def test_cells_say_landed_of_decided_in_few_signs() -> None:
    assert _texts(_chart())[-4:] == ["2", "1/2", "·", "0/1"]


def test_heads_are_names_and_titles_are_whole_as_typed() -> None:
    texts = _texts(_chart())
    assert texts[:3] == ["Dignity &lt;b&gt;", "Recognition of every person's rights", "and duties"]
    assert texts[3:5] == ["Africa", "Europe"]


def test_a_name_has_one_line_where_columns_are_narrow() -> None:
    wide, narrow = ({f"S{n}": "Middle East and West Asia" for n in range(sections)} for sections in (4, 12))
    for names, head in ((wide, "Middle East and<br>West Asia"), (narrow, "Middle East and West Asia")):
        road = make_road(sections=dict.fromkeys(names, "regional"), blocks=tuple(TITLES))
        assert _texts(drawn(cells_at(road, on=ON), TITLES, names, words_of("en")))[3] == head


def test_contributions_in_no_section_have_a_column_where_there_are_any() -> None:
    assert "in no section" not in _texts(_chart())
    assert "in no section" in _texts(_chart(nowhere=True))
    assert ["REC", "-"] in [list(point) for point in _chart(nowhere=True).data[0].customdata]


def test_more_is_darker_and_what_did_not_land_has_a_colour_of_its_own() -> None:
    colours = {shape.name: shape.fillcolor for shape in _chart().layout.shapes}
    assert colours["DIG AFR"] == faint(0.82)
    assert colours["DIG EUR"] == faint(0.46)
    assert len({colours["REC AFR"], colours["REC EUR"], colours["DIG EUR"]}) == 3
    assert (colours["REC EUR"], colours["REC AFR"]) == (_NOT_LANDED, _NOTHING)


def test_what_is_open_is_framed_as_a_cell_or_as_a_row() -> None:
    (cell,) = [s for s in _chart(opened=("DIG", "EUR")).layout.shapes if s.name == "opened"]
    (whole,) = [s for s in _chart(opened=("DIG", "")).layout.shapes if s.name == "opened"]
    assert whole.x1 - whole.x0 > 1.9 * (cell.x1 - cell.x0)
    assert "opened" not in [s.name for s in _chart(opened=("GONE", "")).layout.shapes]


def test_hover_says_a_cell_in_full() -> None:
    assert _chart().data[0].hovertext[1] == "<b>Dignity &lt;b&gt;</b> · Europe<br>1 of 2 decided is in the text"
