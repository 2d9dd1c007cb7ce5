"""One dumbbell a section: its share of what came, of what was expected, of the states."""

from collections.abc import Mapping
from datetime import date
from math import inf, isnan

import pandas as pd
import plotly.graph_objects as go

from components.charts.chart import Chart, Passport, Subject, rows_behind
from components.charts.rows import LINE, height_of, rows_of, wrapped
from components.charts.style import FONT_SIZE, SEA, STONE, TEXT, figure, trace
from components.words.coverage import RATE_FROM, rates_hidden, share_words, shares_alt, shares_finding, shares_n
from data.cache import per_road
from data.figures.contributions import tally
from data.figures.rows import Row, Rows
from data.figures.sections import sections_at
from data.road import Road
from data.shape import GEOGRAPHIC
from data.words import Words

BAND = 30
LINE_FROM_TOP = 10
"""Of the band of a row, its dots; the mark of the states lies below them, clear of their numbers."""
STATES_BELOW = 14


def shares_chart(sections: Rows, names: Mapping[str, str], words: Words) -> go.Figure:
    """One dumbbell a section over ``sections_compared``, in its order: its name, and below it on one scale a full dot
    for its share of the contributions, a ring for the share expected of it, a triangle for its share of the states.

    The two dots bear their numbers on their outer sides; a share that is not told has no mark.
    """
    placed = rows_of([(names[row["code"]], "") for row in sections], band=BAND)
    height = height_of(placed)
    rows = [row.mark - BAND / 2 + LINE_FROM_TOP for row in placed]
    received, expected, states = (
        [row[name] for row in sections] for name in ("share_received", "share_expected", "share_states")
    )
    told = {
        mark: [share for share in shares if not isnan(share)]
        for mark, shares in (("●", received), ("○", expected), ("▲", states))
    }
    top = max((share for shares in told.values() for share in shares), default=1.0)
    key = wrapped(_key_words(frozenset(mark for mark, shares in told.items() if shares), words))
    head = LINE * (key.count("<br>") + 1) + 12
    is_ahead = [sent >= hoped for sent, hoped in zip(received, expected, strict=True)]
    lines = [
        point
        for low, high, row in zip(received, expected, rows, strict=True)
        for point in ((low, row), (high, row), (None, None))
    ]
    marks = (
        ("states", states, {"symbol": "triangle-up", "size": 9, "color": STONE}, None),
        (
            "expected",
            expected,
            {"symbol": "circle-open", "size": 13, "color": TEXT, "line": {"width": 2.5}},
            ["middle left" if ahead else "middle right" for ahead in is_ahead],
        ),
        (
            "received",
            received,
            {"symbol": "circle", "size": 14, "color": SEA},
            ["middle right" if ahead else "middle left" for ahead in is_ahead],
        ),
    )
    return figure(
        trace(
            "scatter",
            x=[x for x, _ in lines],
            y=[y for _, y in lines],
            mode="lines",
            line={"color": STONE, "width": 4},
            hoverinfo="skip",
            name="gap",
        ),
        *(
            trace(
                "scatter",
                x=[None if isnan(share) else share for share in shares],
                y=[row + STATES_BELOW for row in rows] if name == "states" else rows,
                mode="markers+text" if sides else "markers",
                marker=marker,
                text=[f"  {share_words(share, words)}  " for share in shares] if sides else None,
                textposition=sides or "middle right",
                textfont={"size": FONT_SIZE, "color": TEXT},
                cliponaxis=False,
                hoverinfo="skip",
                name=name,
            )
            for name, shares, marker, sides in marks
        ),
        height=round(height) + head,
        margin={"l": 0, "r": 0, "t": head, "b": 0},
        # Room for the numbers of the outermost dots.
        xaxis={"range": [-0.24 * top, top * 1.28], "visible": False},
        yaxis={"range": [height, 0], "visible": False},
        annotations=[
            {
                **{"x": 0, "xref": "paper", "xanchor": "left", "align": "left"},
                **{"y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 6},
                **{"text": key, "showarrow": False, "font": {"size": FONT_SIZE}},
            },
            *(text for row in placed for text in row.words),
        ],
    )


def _key_words(drawn: frozenset[str], words: Words) -> str:
    """What the marks mean, those that are drawn."""
    said = {
        "●": words.say("{mark} sent", mark="<b>●</b>"),
        "○": words.say("{mark} expected", mark="<b>○</b>"),
        "▲": words.say("{mark} of the states", mark="<b>▲</b>"),
    }
    return " · ".join(text for mark, text in said.items() if mark in drawn)


@per_road
def sections_compared(road: Road, *, on: date) -> Rows:
    """The rows of ``section_coverage`` of geographic sections of which contributions are expected.

    What fell furthest behind the share expected of it comes first; without such a share the network's order holds.
    """
    sections = sections_at(road, on=on).values()

    def gap(row: Row) -> float:
        ahead = row["share_received"] - row["share_expected"]
        return inf if isnan(ahead) else ahead

    return sorted((row for row in sections if row["kind"] == GEOGRAPHIC and row["applicable"]), key=gap)


def _shares_passport(compared: Rows, of: Subject) -> Passport:
    words, names, is_hidden = of.words, of.names("section"), rates_hidden(compared)
    elsewhere = tally(of.road, on=of.on).received - shares_n(compared)
    used, left_out = rows_behind(of, {words.say("in no section that is expected to contribute"): elsewhere})
    shares = {
        words.say("Share of contributions"): [None if is_hidden else row["share_received"] for row in compared],
        words.say("Share expected"): [row["share_expected"] for row in compared],
        words.say("Share of states"): [row["share_states"] for row in compared],
    }
    return Passport(
        name="shares",
        definition=words.say(
            "Three shares of each geographic section of which contributions are expected, each within those "
            "sections: of the contributions received by this day, of the contributions expected, of the "
            "states. No share is shown of fewer than {least} contributions.",
            least=words.number(RATE_FROM),
        ),
        table=pd.DataFrame(
            {
                words.say("Section"): [names[row["code"]] for row in compared],
                words.say("Received"): [row["received"] for row in compared],
                **{header: [share_words(share, words) for share in told] for header, told in shares.items()},
            }
        ),
        values=shares,
        used=used,
        left_out=left_out,
    )


SHARES = Chart(
    key="shares",
    numbers=lambda of: sections_compared(of.road, on=of.on),
    draw=lambda compared, of: None if rates_hidden(compared) else shares_chart(compared, of.names("section"), of.words),
    finding=lambda compared, of: shares_finding(compared, of.names("section"), of.words),
    alt=lambda compared, of: shares_alt(compared, of.names("section"), of.words),
    passport=_shares_passport,
    stands=True,
)
