"""Contributions by one dimension, as bars with their numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan

import pandas as pd
import plotly.graph_objects as go

from components.charts.chart import Chart, Passport, Subject, rows_behind
from components.charts.rows import PlacedRow, height_of, rows_of
from components.charts.style import SEA, STONE, Trace, faint, figure, trace
from components.words.contributions import breakdown_alt, breakdown_finding
from components.words.labels import DIMENSION_NAMES, label
from data.figures.contributions import STAGES, bars_at, tally
from data.figures.rows import Row, Rows
from data.figures.selection import BLANK
from data.shape import CONTRIBUTION_STAGES, FILTERED
from data.words import Words

BAR = 15
SHOWN = 8
_PALE = {False: faint(0.36), True: "rgba(138,151,156,0.36)"}


def breakdown_chart(bars: Rows, labels: Sequence[str], words: Words) -> go.Figure:
    """A bar per row of ``bars`` (received, landed: int; is_rest: bool), its label and its numbers above it.

    The darker part of a bar is in the text, and said beside the number. Rows of ``is_rest`` (others, none given) are
    drawn in stone. A click gives the value of a bar, ``BLANK`` for none given; the others together give none.
    """
    top = max([*(bar["received"] for bar in bars), 1])

    def in_text(landed: int) -> str:
        return " · " + words.say("{n} in the text", n=words.number(landed)) if landed else ""

    rows = rows_of(
        [
            (label, f"<b>{words.number(bar['received'])}</b>{in_text(bar['landed'])}")
            for label, bar in zip(labels, bars, strict=True)
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


def _bars(bars: Rows, rows: Sequence[PlacedRow], name: str, colours: Mapping[bool, str]) -> Trace:
    return trace(
        "bar",
        orientation="h",
        y=[row.mark for row in rows],
        x=[bar[name] for bar in bars],
        width=BAR,
        marker={"color": [colours[bar["is_rest"]] for bar in bars]},
        customdata=[
            bar["value"] if isinstance(bar["value"], str) else None if bar["values"] else BLANK for bar in bars
        ],
        hoverinfo="none",
        name=name,
    )


def top_and_others(counted: Rows, shown: int = SHOWN) -> Rows:
    """The first ``shown`` values of the figure ``breakdown``, then one row for the others and one for none given.

    value: str, NaN in both of the last two; received, landed: int; values: int, how many values a row stands for, 0
    for none given; is_rest: bool. A single other is shown as itself.
    """

    def bar(rows: Rows, value: object, values: int, *, is_rest: bool) -> Row:
        sums = {name: sum(row[name] for row in rows) for name in ("received", "landed")}
        return {"value": value, **sums, "values": values, "is_rest": is_rest}

    given = [row for row in counted if isinstance(row["value"], str)]
    blank = [row for row in counted if not isinstance(row["value"], str)]
    alone, rest = (given[:shown], given[shown:]) if len(given) > shown + 1 else (given, [])
    return [
        *(bar([row], row["value"], 1, is_rest=False) for row in alone),
        *([bar(rest, nan, len(rest), is_rest=True)] if rest else []),
        *(bar([row], nan, 0, is_rest=True) for row in blank),
    ]


@dataclass(frozen=True)
class BreakdownNumbers:
    """The figure ``breakdown`` as ``counted``, and the ``bars`` of ``top_and_others`` with their labels."""

    counted: Rows
    bars: Rows
    labels: list[str]


def _breakdown_numbers(of: Subject) -> BreakdownNumbers:
    words, counted = of.words, bars_at(of.road, of.by, on=of.on)
    bars = top_and_others(counted)
    labels = [
        label(of.whole, of.by, row["value"], words)
        or (words.plural("{n} other", "{n} others", row["values"]) if row["values"] else _blank(of))
        for row in bars
    ]
    return BreakdownNumbers(counted, bars, labels)


def _blank(of: Subject) -> str:
    return of.words.say("Not yet decided") if of.by == "decision" else of.words.say("none given")


def _most_frequent(numbers: BreakdownNumbers, of: Subject) -> str:
    bars, labels = numbers.bars, numbers.labels
    given = [(bar["received"], label) for bar, label in zip(bars, labels, strict=True) if not bar["is_rest"]]
    most = max((received for received, _ in given), default=0)
    names = [label for received, label in given if received == most]
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
                name: [label(of.whole, of.by, row["value"], words) or _blank(of) for row in counted],
                **{words.label(CONTRIBUTION_STAGES, stage): [row[stage] for row in counted] for stage in STAGES},
            }
        ),
        used=used,
        left_out=left_out,
    )


BREAKDOWN = Chart(
    key="breakdown",
    by=("section", *(name for name, column in FILTERED.items() if column.is_dimension and name != "section")),
    numbers=_breakdown_numbers,
    draw=lambda n, of: None if not n.bars else breakdown_chart(n.bars, n.labels, of.words),
    finding=_most_frequent,
    alt=lambda n, of: breakdown_alt(n.labels, [bar["received"] for bar in n.bars], of.words),
    passport=_breakdown_passport,
    stands=True,
)
"""By one dimension at a time."""
