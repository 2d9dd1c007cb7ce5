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
class PlacedRow:
    """The words of a row; in pixels from the top of the plot, where its marks have their middle and where it ends."""

    mark: float
    bottom: float
    words: list[dict[str, Any]]


def rows_of(texts: Sequence[tuple[str, str]], *, band: int, apart: int | None = None) -> list[PlacedRow]:
    """A row for each name and what is said of it ('' for nothing), its marks in a ``band`` of so many pixels below.

    A name is text as typed, what is said is plotly's; a line that has no room for both takes two, the name broken so
    that its last words stand beside what is said where they can. Before the row ``apart`` there is a line of space.
    """
    rows: list[PlacedRow] = []
    top = 0.0
    for n, (name, said) in enumerate(texts):
        if n == apart and n:
            top += LINE
        room = LETTERS - len(re.sub(r"<[^>]*>", "", said)) - 2
        lines = _name_lines(shorten(name, LONGEST), room) if said else textwrap.wrap(shorten(name, LONGEST), LETTERS)
        lines = lines or [""]
        is_beside = len(lines[-1]) <= room
        words = [_text(0, top + LINE * (place + 0.5), plain_plotly(line)) for place, line in enumerate(lines)]
        high = len(lines) + (bool(said) and not is_beside)
        if said:
            words.append(_text(1, top + LINE * (high - 0.5), said))
        marks = top + LINE * high + SPACE
        rows.append(PlacedRow(marks + band / 2, marks + band, words))
        top = marks + band + GAP
    return rows


def _name_lines(name: str, room: int) -> list[str]:
    """A name over lines, the last of them in this ``room`` where that takes no more than a line of its own would."""
    lines = textwrap.wrap(name, LETTERS)
    if room < 1 or not lines or len(lines[-1]) <= room:
        return lines
    narrow = textwrap.wrap(name, room, break_long_words=False)
    fits = len(narrow) <= len(lines) + 1 and max(map(len, narrow)) <= LETTERS and len(narrow[-1]) <= room
    return narrow if fits else lines


def height_of(rows: Sequence[PlacedRow]) -> float:
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
