"""Charter blocks by sections: how much of what was decided landed where."""

import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.charts.cells import GAP_X, box, points, text
from components.charts.chart import Chart, Passport, Subject, rows_behind
from components.charts.rows import LINE, height_of, rows_of
from components.charts.shares import sections_compared
from components.charts.style import CORAL, faint, figure
from components.words.plain import plain_plotly, shorten
from components.words.text import blocks_alt, cell_words, matrix_finding
from data.figures.contributions import tally
from data.figures.rows import Row, Rows
from data.figures.selection import BLANK
from data.figures.text import cells_at
from data.shape import CONTRIBUTION_STAGES
from data.words import Words

BAND = 26
PHONE = 288
"""Pixels of the chart on a phone of 320."""
HEAD_LETTERS = 17
"""Of a line of a section's name, which stands upright above its column: two lines where a phone has room for them."""
ONE_LINE = 20
HEAD_LETTER = 7.4
_NOT_LANDED = "rgba(176,138,62,0.28)"
_NOTHING = "rgba(138,151,156,0.10)"


def blocks_chart(
    matrix: Rows,
    titles: Mapping[str, str],
    names: Mapping[str, str],
    words: Words,
    *,
    opened: tuple[str, str] = ("", ""),
) -> go.Figure:
    """The matrix of ``cells_at``: a row per charter block under its title, a column per geographic section
    under its name.

    A last column holds contributions in no section, where there are any. Each cell holds how many landed, "4/6" where
    others that name the block were decided and did not; darker is more. ``opened`` is the block and section looked at.
    """
    cells = shown_cells(matrix)
    blocks = list(dict.fromkeys(cell["block"] for cell in cells))
    sections = list(dict.fromkeys(cell["section"] for cell in cells))
    width = 1 / max(len(sections), 1)
    columns = {code: width * n for n, code in enumerate(sections)}
    rows = rows_of([(titles[code], "") for code in blocks], band=BAND)
    height, places = height_of(rows), {code: row.mark for code, row in zip(blocks, rows, strict=True)}
    heads = {code: _head(code, names, words, is_narrow=width * PHONE < 2 * LINE) for code in sections}
    head_height = round(max((len(line) for head in heads.values() for line in head), default=4) * HEAD_LETTER) + 12
    most = max((cell["landed"] for cell in cells), default=0)
    return figure(
        points(
            [columns[cell["section"]] + width / 2 for cell in cells],
            [places[cell["block"]] for cell in cells],
            [[cell["block"], cell["section"]] for cell in cells],
            _said_in_full(cells, titles, names, words),
        ),
        height=round(height) + head_height + 4,
        margin={"l": 0, "r": 0, "t": head_height, "b": 4},
        xaxis={"range": [0, 1], "visible": False},
        yaxis={"range": [height, 0], "visible": False},
        shapes=[
            *(
                box(
                    columns[cell["section"]],
                    width,
                    places[cell["block"]],
                    BAND,
                    _colour(cell, most),
                    f"{cell['block']} {cell['section']}",
                )
                for cell in cells
            ),
            *_frames(opened, columns, width, places),
        ],
        annotations=[
            *(text for row in rows for text in row.words),
            *(
                text(x + width / 2, 0, "<br>".join(heads[code]), anchor="center", yanchor="bottom")
                | {"textangle": -90, "align": "left", "yshift": 4}
                for code, x in columns.items()
            ),
            *(
                text(columns[cell["section"]] + width / 2, places[cell["block"]], cell_number(cell, words))
                for cell in cells
            ),
        ],
        hovermode="closest",
    )


def shown_cells(matrix: Rows) -> Rows:
    """The cells of ``cells_at`` that are drawn; contributions in no section only where there are any."""
    has_nowhere = any(cell["decided"] for cell in matrix if not isinstance(cell["section"], str))
    return [
        cell if isinstance(cell["section"], str) else {**cell, "section": BLANK}
        for cell in matrix
        if has_nowhere or isinstance(cell["section"], str)
    ]


def cell_number(cell: Row, words: Words) -> str:
    """A cell in as few signs as it takes: nothing decided, all landed, or so many of those decided."""
    if not cell["decided"]:
        return "·"
    if cell["landed"] == cell["decided"]:
        return words.number(cell["landed"])
    return f"{words.number(cell['landed'])}/{words.number(cell['decided'])}"


def _head(code: str, names: Mapping[str, str], words: Words, *, is_narrow: bool) -> list[str]:
    """The name of a section over at most two lines, over one where columns are narrow."""
    name = names.get(code, words.say("in no section"))
    if is_narrow:
        return [plain_plotly(name, round(1.5 * HEAD_LETTERS))]
    if len(name) <= ONE_LINE:
        return [plain_plotly(name)]
    lines = textwrap.wrap(shorten(name, 2 * HEAD_LETTERS), HEAD_LETTERS) or [code]
    return [plain_plotly(line, HEAD_LETTERS) for line in (lines[0], " ".join(lines[1:])) if line]


def _colour(cell: Row, most: int) -> str:
    # Translucent, so that the theme's own text colour is readable on every one of them.
    if cell["landed"]:
        return faint(0.10 + 0.72 * cell["landed"] / most)
    return _NOT_LANDED if cell["decided"] else _NOTHING


def _said_in_full(cells: Rows, titles: Mapping[str, str], names: Mapping[str, str], words: Words) -> list[str]:
    nowhere = words.say("in no section")
    blocks = {code: plain_plotly(titles[code], 60) for code in {cell["block"] for cell in cells}}
    sections = {code: plain_plotly(names.get(code, nowhere), 60) for code in {cell["section"] for cell in cells}}
    return [
        f"<b>{blocks[cell['block']]}</b> · {sections[cell['section']]}<br>"
        f"{plain_plotly(cell_words(cell['landed'], cell['decided'], words))}"
        for cell in cells
    ]


def _frames(
    opened: tuple[str, str], columns: Mapping[str, float], width: float, places: Mapping[str, float]
) -> list[dict[str, Any]]:
    """A line around what is opened: one cell, or the whole row of a block."""
    block, section = opened
    if block not in places:
        return []
    x = columns.get(section)
    return [
        {
            "type": "rect",
            "x0": 0.001 if x is None else x + GAP_X,
            "x1": 0.999 if x is None else x + width - GAP_X,
            "y0": places[block] - BAND / 2,
            "y1": places[block] + BAND / 2,
            "line": {"width": 2, "color": CORAL},
            "name": "opened",
        }
    ]


def _drawn_blocks(cells: Rows, of: Subject) -> go.Figure | None:
    if not cells:
        return None
    block, section = (*of.opened, "", "")[:2]
    return blocks_chart(cells, of.names("block"), of.names("section"), of.words, opened=(block, section))


def _blocks_passport(cells: Rows, of: Subject) -> Passport:
    words, counted, shown = of.words, tally(of.road, on=of.on), [cell for cell in cells if cell["decided"]]
    blocks, sections = of.names("block"), of.names("section")
    used, left_out = rows_behind(of, {words.say("not decided on this day"): counted.received - counted.decided})
    return Passport(
        name="into-the-text",
        definition=words.say(
            "Contributions decided by this day that name a Charter block, by their geographic section. In the text are "
            "those reflected wholly or partly. A contribution that names two blocks counts in both; one that names "
            "none is in no cell."
        )
        + " "
        + words.plural("{n} place in the matrix.", "{n} places in the matrix.", sum(cell["decided"] for cell in cells)),
        table=pd.DataFrame(
            {
                words.say("Charter block"): [blocks[cell["block"]] for cell in shown],
                words.say("Section"): [sections.get(cell["section"], words.say("no section")) for cell in shown],
                words.label(CONTRIBUTION_STAGES, "landed"): [cell["landed"] for cell in shown],
                words.label(CONTRIBUTION_STAGES, "decided"): [cell["decided"] for cell in shown],
            }
        ),
        used=used,
        left_out=left_out,
    )


BLOCKS = Chart(
    key="block_matrix",
    numbers=lambda of: cells_at(of.road, on=of.on),
    draw=_drawn_blocks,
    finding=lambda cells, of: matrix_finding(
        cells, [row["code"] for row in sections_compared(of.road, on=of.on)], of.names("section"), of.words
    ),
    alt=lambda cells, of: blocks_alt(cells, of.names("block"), of.words),
    passport=_blocks_passport,
    stands=True,
)
