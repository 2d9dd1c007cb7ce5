"""Contributions by one dimension, as bars with their numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components.charts.chart import Chart, Passport, Subject, rows_behind
from components.charts.rows import Row, height_of, rows_of
from components.charts.style import SEA, STONE, Trace, faint, figure, trace
from components.words.contributions import breakdown_alt, breakdown_finding
from components.words.labels import DIMENSION_NAMES, label
from data.figures.contributions import breakdown, tally
from data.figures.selection import BLANK
from data.shape import CONTRIBUTION_STAGES, FILTERED
from data.words import Words

BAR = 15
SHOWN = 8
_PALE = {False: faint(0.36), True: "rgba(138,151,156,0.36)"}


def breakdown_chart(bars: pd.DataFrame, labels: Sequence[str], words: Words) -> go.Figure:
    """A bar per row of ``bars`` (received, landed: int; is_rest: bool), its label and its numbers above it.

    The darker part of a bar is in the text, and said beside the number. Rows of ``is_rest`` (others, none given) are
    drawn in stone. A click gives the value of a bar, ``BLANK`` for none given; the others together give none.
    """
    top = max([*bars["received"].tolist(), 1])

    def in_text(landed: int) -> str:
        return " · " + words.say("{n} in the text", n=words.number(landed)) if landed else ""

    rows = rows_of(
        [
            (label, f"<b>{words.number(received)}</b>{in_text(landed)}")
            for label, received, landed in zip(labels, bars["received"], bars["landed"], strict=True)
        ],
        band=BAR,
    )
    height = height_of(rows)
    return figure(
        _bars(bars, rows, "received", _PALE),
        _bars(bars, rows, "landed", {False: SEA, True: STONE}),
        height=round(height) + 4,
        margin={"l": 0, "r": 0, "t": 0, "b": 4},
        xaxis={"range": [0, top], "visible": False},
        yaxis={"range": [height, 0], "visible": False},
        barmode="overlay",
        annotations=[text for row in rows for text in row.words],
    )


def _bars(bars: pd.DataFrame, rows: Sequence[Row], name: str, colours: Mapping[bool, str]) -> Trace:
    return trace(
        "bar",
        orientation="h",
        y=[row.mark for row in rows],
        x=bars[name].tolist(),
        width=BAR,
        marker={"color": [colours[is_rest] for is_rest in bars["is_rest"].tolist()]},
        customdata=[
            value if isinstance(value, str) else None if n else BLANK
            for value, n in zip(bars["value"], bars["values"], strict=True)
        ],
        hoverinfo="none",
        name=name,
    )


def top_and_others(counted: pd.DataFrame, shown: int = SHOWN) -> pd.DataFrame:
    """The first ``shown`` values of the figure ``breakdown``, then one row for the others and one for none given.

    value: str, NaN in both of the last two; received, landed: int; values: int, how many values a row stands for, 0
    for none given; is_rest: bool. A single other is shown as itself.
    """
    given = counted[counted["value"].notna()].assign(values=1, is_rest=False)
    blank = counted[counted["value"].isna()].assign(values=0, is_rest=True)
    rest = given[shown:]
    if len(rest) > 1:
        others = rest[["received", "landed"]].sum().to_frame().T.assign(values=len(rest), is_rest=True)
        given = pd.concat([given[:shown], others.assign(value=pd.Series([None], dtype="str"))])
    return pd.concat([given, blank])[["value", "received", "landed", "values", "is_rest"]].reset_index(drop=True)


@dataclass(frozen=True)
class BreakdownNumbers:
    """The figure ``breakdown`` as ``counted``, and the ``bars`` of ``top_and_others`` with their labels."""

    counted: pd.DataFrame
    bars: pd.DataFrame
    labels: list[str]


def _breakdown_numbers(of: Subject) -> BreakdownNumbers:
    words, counted = of.words, breakdown(of.road, of.by, on=of.on)
    bars = top_and_others(counted)
    labels = [
        label(of.whole, of.by, row["value"], words)
        or (words.plural("{n} other", "{n} others", row["values"]) if row["values"] else _blank(of))
        for row in bars.to_dict("records")
    ]
    return BreakdownNumbers(counted, bars, labels)


def _blank(of: Subject) -> str:
    return of.words.say("Not yet decided") if of.by == "decision" else of.words.say("none given")


def _most_frequent(numbers: BreakdownNumbers, of: Subject) -> str:
    bars, labels = numbers.bars, numbers.labels
    given = bars[~bars["is_rest"]]
    most = int(given["received"].max()) if len(given) else 0
    names = [labels[place] for place in np.flatnonzero(given["received"] == most).tolist()]
    received = tally(of.road, on=of.on).received
    return breakdown_finding(of.by, names, most, received, of.words, others=len(given) - len(names))


def _breakdown_passport(numbers: BreakdownNumbers, of: Subject) -> Passport:
    words, counted, name = of.words, numbers.counted, of.words.say(DIMENSION_NAMES[of.by])
    used, left_out = rows_behind(of)
    return Passport(
        name=f"by-{of.by}",
        definition=words.say(
            "Contributions received by this day, by {dimension}, and how many of each have been considered, "
            "have been decided and are in the text. The most frequent first; beyond {shown} the others are "
            "added up in the chart, and listed here.",
            dimension=name,
            shown=words.number(SHOWN),
        ),
        table=pd.DataFrame(
            {
                name: [label(of.whole, of.by, value, words) or _blank(of) for value in counted["value"]],
                words.label(CONTRIBUTION_STAGES, "received"): counted["received"].tolist(),
                words.label(CONTRIBUTION_STAGES, "considered"): counted["considered"].tolist(),
                words.label(CONTRIBUTION_STAGES, "decided"): counted["decided"].tolist(),
                words.label(CONTRIBUTION_STAGES, "landed"): counted["landed"].tolist(),
            }
        ),
        used=used,
        left_out=left_out,
    )


BREAKDOWN = Chart(
    key="breakdown",
    by=("section", *(name for name, column in FILTERED.items() if column.is_dimension and name != "section")),
    numbers=_breakdown_numbers,
    draw=lambda n, of: None if n.bars.empty else breakdown_chart(n.bars, n.labels, of.words),
    finding=_most_frequent,
    alt=lambda n, of: breakdown_alt(n.labels, n.bars["received"], of.words),
    passport=_breakdown_passport,
)
"""By one dimension at a time."""
