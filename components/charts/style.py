"""The one look of every chart: palette of statuses, template, months in the reader's language.

Statuses are mid-tones that hold 3:1 against both backgrounds of ``.streamlit/config.toml``. The network's own colour,
text and grid are left to Streamlit, whose page puts those of its theme in their place, in light and in dark. A status
always has a shape or a word beside its colour.
"""

from functools import cache
from typing import Any

import plotly.graph_objects as go
from babel import dates

from data import insides
from data.words import Words

CORAL = "#D2653A"
STONE = "#8A979C"
RED = "#C4493D"

_COLOURS = insides.chart_colours()
SEA = _COLOURS.first
"""The network's own colour: the first of the theme's colours of series."""
TEXT = _COLOURS.text
SHADES = _COLOURS.shades
PAPER = _COLOURS.paper
"""The page's ground: lines stop at a label instead of crossing it."""

STATE_COLOURS = {
    "done": SEA,
    "under way": CORAL,
    "next": CORAL,
    "late": RED,
    "ahead": STONE,
    "undated": STONE,
    "cancelled": STONE,
}
STATE_SYMBOLS = {
    "done": "circle",
    "under way": "triangle-right",
    "next": "circle-dot",
    "late": "triangle-up",
    "ahead": "circle-open",
    "undated": "circle-open-dot",
    "cancelled": "x-thin-open",
}
FONT_SIZE = 14

TEMPLATE = {
    "layout": {
        "font": {"size": FONT_SIZE},
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "showlegend": False,
        "hoverlabel": {"align": "left"},
        "xaxis": {"automargin": True, "zeroline": False, "fixedrange": True, "title": {"standoff": 8}},
        "yaxis": {"automargin": True, "zeroline": False, "fixedrange": True, "title": {"standoff": 8}},
        "dragmode": False,
    }
}

Trace = dict[str, Any]
"""A trace as plotly's schema has it."""


_EMPTY = go.Figure(layout=go.Layout(template="none"))
"""Our template is in the content; plotly's own would be copied for every figure."""


class Drawn(go.Figure):
    """A figure as plotly's schema has it, taken as it is.

    ``go.Figure`` goes through every property of it, which takes longer than all else a chart costs. The tests have it
    go through every chart; a reader need not wait for that.
    """

    _content: dict[str, Any]

    def __init__(self, content: dict[str, Any]) -> None:
        # To make an empty one anew would take longer than most charts do.
        vars(self).update(vars(_EMPTY), _content=content)

    def to_dict(self) -> dict[str, Any]:
        """What a browser gets; nobody may change it."""
        return self._content


def faint(share: float) -> str:
    """The network's own colour as a tint through which what lies below is seen; ``share`` of 1 hides it."""
    return f"{SEA}{round(255 * share):02X}"


def trace(kind: str, **properties: Any) -> Trace:  # noqa: ANN401 - whatever plotly takes
    """A trace of this ``kind``, such as ``bar``."""
    return {"type": kind, **properties}


def figure(*traces: Trace, height: int, **layout: Any) -> go.Figure:  # noqa: ANN401 - whatever plotly takes
    """A figure in our template; ``height`` in pixels, ``layout`` as plotly takes it."""
    font = {"color": TEXT, "size": FONT_SIZE}
    for axis in ("xaxis", "yaxis"):
        given = layout.get(axis, {})
        layout[axis] = {**given, "tickfont": {"size": FONT_SIZE, **given.get("tickfont", {}), "color": TEXT}}
    return Drawn({"data": list(traces), "layout": {"template": TEMPLATE, "height": height, "font": font, **layout}})


def clickable(figure: go.Figure) -> go.Figure:
    """The figure for whoever may click on what it shows, as the page would make it itself, and draw it once more."""
    # Kept with it: whoever looks again gets the same.
    if "_clickable" not in vars(figure):
        content = figure.to_dict()
        clicks = {"clickmode": "event+select", "hovermode": "closest", "dragmode": "pan"}
        vars(figure)["_clickable"] = Drawn({**content, "layout": {**clicks, **content["layout"]}})
    return vars(figure)["_clickable"]


@cache
def config(words: Words) -> dict[str, Any]:
    """The plotly config of every chart: no toolbar, geometry from ourselves, months of the reader's language."""
    locale = words.language
    month_format = "%d %b %Y"
    return {
        "displayModeBar": False,
        "scrollZoom": False,
        "topojsonURL": "app/static/topojson/",
        "locale": locale,
        "locales": {
            locale: {
                "dictionary": {},
                "format": {
                    "days": _control_names("days", "wide", words),
                    "shortDays": _control_names("days", "abbreviated", words),
                    "months": _control_names("months", "wide", words),
                    "shortMonths": _control_names("months", "abbreviated", words),
                    "date": month_format,
                    "decimal": words.locale.number_symbols["latn"]["decimal"],
                    "thousands": words.locale.number_symbols["latn"]["group"],
                },
            }
        },
    }


def _control_names(kind: str, width: str, words: Words) -> list[str]:
    if kind == "months":
        names = dates.get_month_names(width, locale=words.locale)  # pyright: ignore[reportArgumentType] - "wide" or "abbreviated"
        return [names[i] for i in range(1, 13)]
    names = dates.get_day_names(width, locale=words.locale)  # pyright: ignore[reportArgumentType] - "wide" or "abbreviated"
    return [names[(i - 1) % 7] for i in range(7)]
