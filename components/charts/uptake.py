"""Uptake by section: what part of its decided contributions is in the text, and of how many."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.charts.chart import Chart, Passport, Subject, rows_behind
from components.charts.rows import height_of, rows_of
from components.charts.style import SEA, STONE, Trace, figure, trace
from components.words.plain import plain_plotly
from components.words.text import rate_words, short_rate_words, uptake_alt, uptake_finding
from data.figures.contributions import tally
from data.figures.network import kind_of
from data.figures.rates import UPTAKE_MIN
from data.figures.rows import Row, Rows
from data.figures.text import uptake_at, uptake_without_section
from data.shape import CONTRIBUTION_STAGES, GEOGRAPHIC
from data.words import Words

BAND = 18
HEAD_HEIGHT = 22
AXIS_HEIGHT = 34
_TRACK = "rgba(138,151,156,0.28)"


def uptake_chart(
    uptake: Rows, kinds: Mapping[str, str], names: Mapping[str, str], overall: float | None, words: Words
) -> go.Figure:
    """A dot per section of ``uptake_at`` from 0 to 100%, its 95% interval through it, rate and n above it.

    One grey, but for a section that stands out. Too few decisions make no dot, and say so. A line through all rows
    marks ``overall``, the uptake of all.
    """
    sections = sorted(uptake, key=lambda row: kinds[row["code"]] != GEOGRAPHIC)
    rows = rows_of(
        [(names[section["code"]], plain_plotly(short_rate_words(section, words))) for section in sections],
        band=BAND,
        apart=sum(kinds[section["code"]] == GEOGRAPHIC for section in sections),
    )
    height = height_of(rows)
    rated = [(section, row.mark) for section, row in zip(sections, rows, strict=True) if not pd.isna(section["rate"])]
    return figure(
        _intervals(rated, is_apart=False),
        _intervals(rated, is_apart=True),
        trace(
            "scatter",
            x=[row["rate"] for row, _ in rated],
            y=[y for _, y in rated],
            mode="markers",
            marker={"size": 13, "color": [_colour(row) for row, _ in rated], "opacity": 1},
            customdata=[[row["code"], row["landed"], row["n"]] for row, _ in rated],
            hovertext=[
                f"<b>{plain_plotly(names[row['code']], 60)}</b><br>{plain_plotly(rate_words(row, words))}"
                for row, _ in rated
            ],
            hovertemplate="%{hovertext}<extra></extra>",
            name="uptake",
        ),
        height=round(height) + HEAD_HEIGHT + AXIS_HEIGHT,
        margin={"l": 0, "r": 0, "t": HEAD_HEIGHT, "b": AXIS_HEIGHT},
        xaxis={
            # Room for the numbers of the axis at its ends.
            "range": [-0.06, 1.08],
            "showgrid": False,
            "automargin": False,
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "ticktext": [words.percent(share) for share in (0, 0.25, 0.5, 0.75, 1)],
        },
        yaxis={"range": [height, 0], "visible": False, "automargin": False},
        annotations=[*(text for row in rows for text in row.words), *_overall_label(overall, words)],
        shapes=[*_tracks([y for _, y in rated]), *_overall_mark(overall)],
        hovermode="closest",
    )


def _colour(row: Row) -> str:
    return SEA if row["stands_out"] else STONE


def _intervals(rated: list[tuple[Row, float]], *, is_apart: bool) -> Trace:
    shown = [(row, y) for row, y in rated if row["stands_out"] == is_apart]
    return trace(
        "scatter",
        x=[end for row, _ in shown for end in (row["low"], row["high"], None)],
        y=[place for _, y in shown for place in (y, y, None)],
        mode="lines",
        line={"width": 3, "color": SEA if is_apart else STONE},
        hoverinfo="skip",
        name="stands out" if is_apart else "interval",
    )


def _tracks(places: list[float]) -> list[dict[str, Any]]:
    """A faint line from none to all behind every dot."""
    line = {"width": 1, "color": _TRACK}
    return [
        {"type": "line", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": line, "layer": "below", "name": "track"}
        for y in places
    ]


def _overall_mark(overall: float | None) -> list[dict[str, Any]]:
    if overall is None:
        return []
    across = {"x0": overall, "x1": overall, "yref": "paper", "y0": 0, "y1": 1, "layer": "below", "name": "overall"}
    return [{"type": "line", "line": {"width": 1.5, "color": STONE, "dash": "dot"}} | across]


def _overall_label(overall: float | None, words: Words) -> list[dict[str, Any]]:
    if overall is None:
        return []
    return [
        {
            "x": overall,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "xanchor": "left" if overall < 0.3 else "right" if overall > 0.7 else "center",
            "text": words.say("all together: {rate}", rate=words.percent(overall)),
            "showarrow": False,
        }
    ]


def _uptake_passport(uptake: Rows, of: Subject) -> Passport:
    words, counted = of.words, tally(of.road, on=of.on)
    used, left_out = rows_behind(of, {words.say("not decided on this day"): counted.received - counted.decided})
    nowhere = uptake_without_section(of.road, on=of.on)
    rates = [*uptake, {name: getattr(nowhere, name) for name in ("n", "landed", "rate", "low", "high")}]
    names = [*(of.names("section")[row["code"]] for row in uptake), words.say("In no section")]
    return Passport(
        name="uptake",
        definition=words.say(
            "Uptake is what is in the text (reflected wholly or partly) of what was decided by this day; what "
            "waits for a decision is not in it. No rate is given below {n} decided contributions. Beside a "
            "rate is the range in which it may lie (95% Wilson interval). A section differs clearly where an exact "
            "test (Fisher’s, at 5% divided by the number of sections with a rate) separates it from all other "
            "decided contributions. A contribution that counts for a section that cuts across also counts in the "
            "section of its region.",
            n=words.number(UPTAKE_MIN),
        ),
        table=pd.DataFrame(
            {
                words.say("Section"): names,
                words.label(CONTRIBUTION_STAGES, "landed"): [rate["landed"] for rate in rates],
                words.label(CONTRIBUTION_STAGES, "decided"): [rate["n"] for rate in rates],
                words.say("Uptake"): [rate_words(rate, words) for rate in rates],
            }
        ),
        values={
            words.say("Uptake"): [rate["rate"] for rate in rates],
            words.say("95% interval, from"): [rate["low"] for rate in rates],
            words.say("95% interval, to"): [rate["high"] for rate in rates],
            words.say("Uptake in words"): [rate_words(rate, words) for rate in rates],
        },
        used=used,
        left_out=left_out,
    )


def _drawn(uptake: Rows, of: Subject) -> go.Figure | None:
    """Nothing where no section has a rate: an axis without a dot is no picture."""
    if all(pd.isna(row["rate"]) for row in uptake):
        return None
    overall = tally(of.road, on=of.on).uptake.rate
    return uptake_chart(uptake, kind_of(of.whole), of.names("section"), overall, of.words)


UPTAKE = Chart(
    key="uptake_by_section",
    numbers=lambda of: uptake_at(of.road, on=of.on),
    draw=_drawn,
    finding=lambda uptake, of: uptake_finding(uptake, of.names("section"), of.words),
    alt=lambda uptake, of: uptake_alt(uptake, of.names("section"), of.words),
    passport=_uptake_passport,
    stands=True,
)
