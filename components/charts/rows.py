"""Rows whose words stand above their marks: a name at the left, what is said of it at the right, whole on a phone."""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from components.charts.style import FONT_SIZE, PAPER, TEXT
from components.words.plain import plain_plotly, shorten

LINE = 18
LETTERS = 38
"""Of a line, on a phone of 320 pixels."""
LONGEST = 3 * LETTERS
SPACE, GAP = 3, 7
"""Pixels between the words of a row and its marks, and between those and the words of the next."""


@dataclass(frozen=True)
class Row:
    """The words of a row; in pixels from the top of the plot, where its marks have their middle and where it ends."""

    mark: float
    bottom: float
    words: list[dict[str, Any]]


def rows_of(texts: Sequence[tuple[str, str]], *, band: int, apart: int | None = None) -> list[Row]:
    """A row for each name and what is said of it ('' for nothing), its marks in a ``band`` of so many pixels below.

    A name is text as typed, what is said is plotly's; a line that has no room for both takes two. Before the row
    ``apart`` there is a line of space.
    """
    rows: list[Row] = []
    top = 0.0
    for n, (name, said) in enumerate(texts):
        if n == apart and n:
            top += LINE
        lines = textwrap.wrap(shorten(name, LONGEST), LETTERS) or [""]
        is_beside = len(lines[-1]) + len(re.sub(r"<[^>]*>", "", said)) + 2 <= LETTERS
        words = [_text(0, top + LINE * (place + 0.5), plain_plotly(line)) for place, line in enumerate(lines)]
        high = len(lines) + (bool(said) and not is_beside)
        if said:
            words.append(_text(1, top + LINE * (high - 0.5), said))
        marks = top + LINE * high + SPACE
        rows.append(Row(marks + band / 2, marks + band, words))
        top = marks + band + GAP
    return rows


def height_of(rows: Sequence[Row]) -> float:
    """Pixels that the rows take."""
    return rows[-1].bottom if rows else LINE


def _text(x: int, y: float, text: str) -> dict[str, Any]:
    return {
        "x": x,
        "xref": "paper",
        "y": y,
        "text": text,
        "showarrow": False,
        "xanchor": "right" if x else "left",
        "yanchor": "middle",
        "bgcolor": PAPER,
        "borderpad": 0,
        "font": {"size": FONT_SIZE, "color": TEXT},
    }


def wrapped(said: str, mark: str = " · ") -> str:
    """A line broken before its marks where a phone has no room for it."""
    lines = [""]
    for part in said.split(mark):
        longer = mark.join(filter(None, (lines[-1], part)))
        if lines[-1] and len(re.sub(r"<[^>]*>", "", longer)) > LETTERS:
            lines.append(part)
        else:
            lines[-1] = longer
    return "<br>".join(lines)
