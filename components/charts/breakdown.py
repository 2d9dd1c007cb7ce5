"""Contributions by one dimension, as bars with their numbers."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from components.charts.style import SEA, STONE, TEXT, figure, trace
from components.words.plain import plain_plotly
from data.words import Words

ROW_HEIGHT = 40
SHOWN = 8


def breakdown_chart(bars: pd.DataFrame, labels: Sequence[str], words: Words) -> go.Figure:
    """A bar per row of ``bars`` (received, landed: int; is_rest: bool), its label above and its number at its end.

    Rows of ``is_rest`` (others, none given) are drawn in stone. Beside the number stands how many are in the text.
    """
    n = len(bars)
    rows = list(range(n))
    top = max([*bars["received"].tolist(), 1])
    return figure(
        trace(
            "bar",
            orientation="h",
            y=rows,
            x=bars["received"].tolist(),
            width=0.4,
            offset=0.06,
            marker={"color": [STONE if is_rest else SEA for is_rest in bars["is_rest"]]},
            text=[
                f"<b>{words.number(received)}</b>"
                + (" · " + words.say("{n} in the text", n=words.number(landed)) if landed else "")
                for received, landed in zip(bars["received"].tolist(), bars["landed"].tolist(), strict=True)
            ],
            textposition="outside",
            textfont={"size": 13, "color": TEXT},
            constraintext="none",
            cliponaxis=False,
            hoverinfo="skip",
            name="received",
        ),
        height=ROW_HEIGHT * max(n, 1) + 8,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        xaxis={"range": [0, top * 1.55], "visible": False},
        yaxis={"range": [n - 0.45, -0.5], "visible": False},
        bargap=0,
        annotations=[
            {
                "x": 0,
                "xref": "paper",
                "y": row - 0.18,
                "xanchor": "left",
                "yanchor": "middle",
                "text": plain_plotly(label, 46),
                "showarrow": False,
                "font": {"size": 13, "color": TEXT},
            }
            for row, label in zip(rows, labels, strict=True)
        ],
    )


def top_and_others(breakdown: pd.DataFrame, shown: int = SHOWN) -> pd.DataFrame:
    """The first ``shown`` values of the figure ``breakdown``, then one row for the others and one for none given.

    value: str, NaN in both of the last two; received, landed: int; values: int, how many values a row stands for, 0
    for none given; is_rest: bool. A single other is shown as itself.
    """
    given = breakdown[breakdown["value"].notna()].assign(values=1, is_rest=False)
    blank = breakdown[breakdown["value"].isna()].assign(values=0, is_rest=True)
    rest = given[shown:]
    if len(rest) > 1:
        others = rest[["received", "landed"]].sum().to_frame().T.assign(values=len(rest), is_rest=True)
        given = pd.concat([given[:shown], others.assign(value=pd.Series([None], dtype="str"))])
    return pd.concat([given, blank])[["value", "received", "landed", "values", "is_rest"]].reset_index(drop=True)
