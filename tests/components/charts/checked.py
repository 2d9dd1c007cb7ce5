"""Charts gone through plotly's own checks, which a reader's page leaves out, and looked at in both themes."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec

import plotly.graph_objects as go
import plotly.io

from components.charts.chart import Chart, Subject
from components.charts.style import PAPER, SEA, SHADES, TEXT
from data.insides import TRACES
from tests.contrast import contrast

P = ParamSpec("P")

_CONFIG = tomllib.loads((Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text("utf-8"))
THEMES = {
    name: {TEXT: text, PAPER: theme["backgroundColor"], SEA: theme["chartCategoricalColors"][0]}
    | dict(zip((shade for _, shade in SHADES), theme["chartSequentialColors"], strict=True))
    for name, text, theme in (
        ("light", "#262730", _CONFIG["theme"]["light"]),
        ("dark", "#FAFAFA", _CONFIG["theme"]["dark"]),
    )
}
"""What Streamlit's page puts in the place of the colours that follow its theme."""
READABLE = 4.5
"""The least contrast of a text."""


def checked(chart: Callable[P, go.Figure]) -> Callable[P, go.Figure]:
    """The function of a chart; its figure has every property checked, and is what a browser can be sent."""

    def figure(*args: P.args, **kwargs: P.kwargs) -> go.Figure:
        content = chart(*args, **kwargs).to_dict()
        plotly.io.to_json(content, validate=False)
        return go.Figure(content)

    return figure


def check(chart: Chart[Any], of: Subject) -> go.Figure | None:
    """Build a declared chart; its figure is gone through in both themes, its words and its passport say something."""
    drawing, passport = chart.drawing(of), chart.passport_of(of)
    assert drawing.finding.strip()
    assert len(drawing.alt.strip()) > 10
    # A file is named after what it shows, and the codes that it is filtered by.
    assert re.fullmatch(r"[a-z_-]+[\w-]*", passport.name)
    assert passport.definition.endswith(".")
    assert passport.used >= 0
    assert all(reason and n > 0 for reason, n in passport.left_out.items())
    assert all(passport.table.columns)
    if drawing.figure is None:
        return None
    _go_through(plotly.io.to_json(drawing.figure.to_dict(), validate=False))
    return drawing.figure


@cache
def _go_through(sent: str) -> None:
    """Every property against plotly's schema, every text against the ground it stands on in each theme."""
    kinds = {trace["type"] for trace in go.Figure(json.loads(sent)).to_dict()["data"]}
    assert kinds <= {"scatter", *TRACES}, "a kind of trace that the page's plotly is cut down without"
    for colours in THEMES.values():
        shown = re.sub("|".join(colours), lambda found, colours=colours: colours[found[0]], sent)
        assert not re.search(r"#0000[0-4]\d\b", shown), "a colour that the page does not know"
        faint = {c for c in _text_colours(json.loads(shown)) if contrast(c, colours[PAPER]) < READABLE}
        assert not faint, f"{faint} is not readable"


def _text_colours(content: dict[str, Any]) -> Iterator[str]:
    """The colours of every text that a chart writes."""
    layout = content["layout"]
    usual = layout["font"]["color"]
    yield usual
    for note in layout.get("annotations", ()):
        yield note.get("font", {}).get("color", usual)
    for trace in content["data"]:
        if "text" in trace:
            yield trace.get("textfont", {}).get("color", usual)
    for axis in ("xaxis", "yaxis"):
        yield layout[axis]["tickfont"]["color"]
