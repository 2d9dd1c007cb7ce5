"""The matrix has a cell for every section and question, with its shape, its word and its number."""

from typing import Any

import pytest

from components.charts.matrix import answers_chart
from components.charts.style import ANSWER_COLOURS
from data.figures.sections import answer_matrix
from data.words import words_of
from tests.components.charts.checked import checked
from tests.data.figures.roads import contribution, day, make_road

drawn = checked(answers_chart)

ON = day("2021-05-21")
KINDS = {"AFR": "regional", "EUR": "regional", "MET": "metropolitan"}
NAMES = {"AFR": "Africa", "EUR": "Middle East and West Asia", "MET": "Metropolis"}


def _chart(questions: tuple[str, ...] = ("Q1", "Q2")) -> Any:  # noqa: ANN401 - plotly does not type its figures
    rows = [
        contribution("A", "2021-05-01", country="MLI", section="AFR", questions=["Q1"]),
        contribution("B", "2021-05-02", country="MLI", section="AFR", questions=["Q1"]),
        contribution("C", "2021-05-03", country="MLI", section="AFR", questions=["Q2"], crosscuts=["MET"]),
    ]
    road = make_road(
        contributions=rows, sections=KINDS, questions=questions, answered_min=2, expected={"AFR": 2, "EUR": 0, "MET": 2}
    )
    return drawn(answer_matrix(road, on=ON), KINDS, NAMES, words_of("en"))


def test_cells_carry_shape_word_and_number() -> None:
    texts = [note.text for note in _chart().layout.annotations]
    assert texts[-6:] == [
        "● answered (2)",
        "◐ few answers (1)",
        "– not applicable",
        "– not applicable",
        "○ no answer",
        "◐ few answers (1)",
    ]


def test_cells_are_coloured_by_their_answer() -> None:
    boxes = {shape.name: shape.fillcolor for shape in _chart().layout.shapes}
    assert boxes["AFR Q1 answered"] == ANSWER_COLOURS["answered"]
    assert boxes["MET Q1 none"] == ANSWER_COLOURS["none"]
    assert len(boxes) == 6


def test_sections_that_cut_across_stand_apart_below() -> None:
    places = dict(zip((tuple(c) for c in _chart().data[0].customdata), _chart().data[0].y, strict=True))
    assert places["EUR", "Q1"] - places["AFR", "Q1"] == 1
    assert places["MET", "Q1"] - places["EUR", "Q1"] > 1


def test_long_names_take_two_lines() -> None:
    assert "Middle East<br>and West Asia" in [note.text for note in _chart().layout.annotations]


@pytest.mark.parametrize(("count", "said"), [(3, "● answered (2)"), (4, "● 2")])
def test_many_questions_leave_room_for_shape_and_number_only(count: int, said: str) -> None:
    drawn = _chart(tuple(f"Q{n}" for n in range(1, count + 1)))
    assert said in [note.text for note in drawn.layout.annotations]
