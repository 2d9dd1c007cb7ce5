"""Charts gone through plotly's own checks, which a reader's page leaves out."""

from collections.abc import Callable
from typing import ParamSpec

import plotly.graph_objects as go
import plotly.io

P = ParamSpec("P")


def checked(chart: Callable[P, go.Figure]) -> Callable[P, go.Figure]:
    """The function of a chart; its figure has every property checked, and is what a browser can be sent."""

    def figure(*args: P.args, **kwargs: P.kwargs) -> go.Figure:
        content = chart(*args, **kwargs).to_dict()
        plotly.io.to_json(content, validate=False)
        return go.Figure(content)

    return figure
