"""The cells of a matrix: a box each, a text in it, and unseen in its middle the point that says it in full."""

from collections.abc import Sequence
from typing import Any

from components.charts.style import FONT_SIZE, Trace, trace

GAP_X, GAP_Y = 0.003, 1
"""Around a cell, of the chart's width and in pixels."""


def text(
    x: float, y: float, said: str, *, anchor: str = "center", yanchor: str = "middle", size: int = FONT_SIZE
) -> dict[str, Any]:
    """A text at a place; its lines stand as it is anchored."""
    return {
        "x": x,
        "y": y,
        "text": said,
        "showarrow": False,
        "xanchor": anchor,
        "yanchor": yanchor,
        "align": anchor,
        "font": {"size": size},
    }


def box(x: float, width: float, y: float, height: float, colour: str, name: str) -> dict[str, Any]:
    """The ground of a cell that begins at ``x``, its middle at ``y`` pixels; its colour is translucent, to be read
    on."""
    return {
        "type": "rect",
        "x0": x + GAP_X,
        "x1": x + width - GAP_X,
        "y0": y - height / 2 + GAP_Y,
        "y1": y + height / 2 - GAP_Y,
        "fillcolor": colour,
        "line": {"width": 0},
        "layer": "below",
        "name": name,
    }


def points(x: Sequence[float], y: Sequence[float], codes: Sequence[Sequence[str]], said: Sequence[str]) -> Trace:
    """A point in the middle of every cell, which says it in full and gives its codes to a click."""
    return trace(
        "scatter",
        x=x,
        y=y,
        mode="markers",
        marker={"size": 28, "symbol": "square", "color": "rgba(0,0,0,0)"},
        customdata=codes,
        hovertext=said,
        hovertemplate="%{hovertext}<extra></extra>",
    )
