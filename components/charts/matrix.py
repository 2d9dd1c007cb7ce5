"""Sections by questions: who answered what."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.charts.cells import box, points, text
from components.charts.chart import Chart, Passport, Subject, rows_behind
from components.charts.style import ANSWER_COLOURS, figure
from components.words.coverage import answer_words, answers_alt, answers_finding
from components.words.marks import ANSWER_MARKS
from components.words.plain import plain_plotly
from data.figures.network import kind_of
from data.figures.sections import answer_matrix, section_coverage
from data.shape import GEOGRAPHIC
from data.words import Words

ROW_HEIGHT = 46
HEAD_HEIGHT = 34
GAP_ROWS = 0.35
"""The space between the geographic sections and those that cut across, in rows."""
WORDS_UP_TO = 3
"""With more questions than this a cell has room for its shape and number only."""


def answers_chart(matrix: pd.DataFrame, kinds: Mapping[str, str], names: Mapping[str, str], words: Words) -> go.Figure:
    """The matrix of ``answer_matrix``: a row per section, those that cut across below a gap, a column per question.

    Each cell holds its shape, its word and how many contributions are behind it. ``kinds`` is by section code.
    """
    codes = list(dict.fromkeys(matrix["section"]))
    codes.sort(key=lambda code: kinds[code] != GEOGRAPHIC)
    questions = list(dict.fromkeys(matrix["question"]))
    crossing = sum(kinds[code] != GEOGRAPHIC for code in codes)
    places = {
        code: row + (GAP_ROWS if kinds[code] != GEOGRAPHIC and crossing < len(codes) else 0)
        for row, code in enumerate(codes)
    }
    depth = max(places.values(), default=0) + 1
    left, width = 0.3, 0.7 / max(len(questions), 1)
    cells = matrix.to_dict("records")
    columns = {question: left + width * n for n, question in enumerate(questions)}
    return figure(
        points(
            [columns[cell["question"]] + width / 2 for cell in cells],
            [places[cell["section"]] for cell in cells],
            [[cell["section"], cell["question"]] for cell in cells],
            [_said_in_full(cell, names, words) for cell in cells],
        ),
        height=round(depth * ROW_HEIGHT + HEAD_HEIGHT + 8),
        margin={"l": 0, "r": 0, "t": HEAD_HEIGHT, "b": 8},
        xaxis={"range": [0, 1], "visible": False},
        yaxis={"range": [depth - 0.5, -0.5], "visible": False},
        shapes=[
            box(
                columns[cell["question"]],
                width,
                places[cell["section"]],
                ANSWER_COLOURS[cell["answer"]],
                f"{cell['section']} {cell['question']} {cell['answer']}",
            )
            for cell in cells
        ],
        annotations=[
            *(text(0.004, y, _name(names[code]), anchor="left", size=13) for code, y in places.items()),
            *(
                text(x + width / 2, -0.5, f"<b>{plain_plotly(q, 20)}</b>", yanchor="bottom", size=13)
                for q, x in columns.items()
            ),
            *(
                text(
                    columns[cell["question"]] + width / 2,
                    places[cell["section"]],
                    _cell_text(cell, words, in_words=len(questions) <= WORDS_UP_TO),
                    size=12,
                )
                for cell in cells
            ),
        ],
        hovermode="closest",
    )


def _cell_text(cell: Mapping[Any, Any], words: Words, *, in_words: bool) -> str:
    mark = ANSWER_MARKS[cell["answer"]]
    if in_words:
        return f"{mark} {answer_words(cell['answer'], cell['n'], words)}"
    return f"{mark} {words.number(cell['n'])}"


def _said_in_full(cell: Mapping[Any, Any], names: Mapping[str, str], words: Words) -> str:
    return (
        f"<b>{plain_plotly(names[cell['section']], 60)}</b> · {plain_plotly(cell['question'], 20)}<br>"
        f"{answer_words(cell['answer'], cell['n'], words)}"
    )


def _name(name: str) -> str:
    """A section's name, over two lines where it is long."""
    name = plain_plotly(name, 44)
    if len(name) <= 16 or " " not in name:
        return name
    middle = min((i for i, c in enumerate(name) if c == " "), key=lambda i: abs(i - len(name) / 2))
    return f"{name[:middle]}<br>{name[middle + 1 :]}"


def _answers_passport(matrix: pd.DataFrame, of: Subject) -> Passport:
    words, names = of.words, of.names("section")
    used, left_out = rows_behind(of)
    return Passport(
        name="answers",
        definition=words.say(
            "Contributions of a section that speak to a question, received by this day. Answered from {n} "
            "contributions, or from as many as are expected of the section where that is fewer; few answers below, no "
            "answer at none; not applicable where no contribution is expected of the section. A contribution may speak "
            "to several questions.",
            n=words.number(of.whole.settings.answered_min),
        ),
        table=pd.DataFrame(
            {
                words.say("Section"): [names[code] for code in matrix["section"]],
                words.say("Question"): matrix["question"].tolist(),
                words.say("Contributions"): matrix["n"].tolist(),
                words.say("Answer"): [answer_words(answer, 0, words) for answer in matrix["answer"]],
            }
        ),
        used=used,
        left_out=left_out,
    )


ANSWERS = Chart(
    key="answer_matrix",
    numbers=lambda of: answer_matrix(of.road, on=of.on),
    draw=lambda matrix, of: (
        None if matrix.empty else answers_chart(matrix, kind_of(of.whole), of.names("section"), of.words)
    ),
    finding=lambda matrix, of: answers_finding(
        section_coverage(of.road, on=of.on), matrix, of.names("section"), of.words
    ),
    alt=lambda matrix, of: answers_alt(matrix, of.names("section"), of.words),
    passport=_answers_passport,
)
