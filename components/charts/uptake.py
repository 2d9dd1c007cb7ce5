"""Uptake by section: what part of its decided contributions is in the text, and of how many."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.charts.chart import Chart, Passport, Subject, rows_behind
from components.charts.style import SEA, TEXT, figure, trace
from components.words.plain import plain_plotly
from components.words.text import rate_words, uptake_alt, uptake_finding
from data.figures.contributions import tally
from data.figures.network import kind_of
from data.figures.rates import UPTAKE_MIN
from data.figures.text import uptake_by_section
from data.shape import GEOGRAPHIC
from data.words import Words

ROW_HEIGHT = 46
GAP_ROWS = 0.4
"""The space between the geographic sections and those that cut across, in rows."""
_BAR_END = 0.62


def uptake_chart(
    uptake: pd.DataFrame, kinds: Mapping[str, str], names: Mapping[str, str], overall: float | None, words: Words
) -> go.Figure:
    """A bar per section of ``uptake_by_section`` on a scale from none to all, with its rate and n beside it.

    Too few decisions make no bar, and say so. A short line across each bar marks ``overall``, the uptake of all.
    """
    rows = sorted(uptake.to_dict("records"), key=lambda row: kinds[row["code"]] != GEOGRAPHIC)
    crossing = sum(kinds[row["code"]] != GEOGRAPHIC for row in rows)
    gap = GAP_ROWS if 0 < crossing < len(rows) else 0
    places = [n + (gap if kinds[row["code"]] != GEOGRAPHIC else 0) for n, row in enumerate(rows)]
    depth = max(places, default=0) + 1
    bars = trace(
        "bar",
        orientation="h",
        y=places,
        x=[0 if pd.isna(row["rate"]) else row["rate"] * _BAR_END for row in rows],
        width=0.34,
        offset=0.04,
        marker={"color": SEA},
        customdata=[[row["code"], row["landed"], row["n"]] for row in rows],
        hoverinfo="skip",
        name="uptake",
    )
    tracks = trace(
        "bar",
        orientation="h",
        y=places,
        x=[0 if pd.isna(row["rate"]) else _BAR_END for row in rows],
        width=0.34,
        offset=0.04,
        marker={"color": "rgba(138,151,156,0.18)"},
        hoverinfo="skip",
        name="all",
    )
    labels: list[dict[str, Any]] = []
    for row, y in zip(rows, places, strict=True):
        has_rate = not pd.isna(row["rate"])
        labels.append(_text(0, y - 0.18, plain_plotly(names[row["code"]], 44)))
        labels.append(_text(_BAR_END + 0.02 if has_rate else 0, y + 0.22, rate_words(row, words), is_value=True))
    return figure(
        tracks,
        bars,
        height=round(depth * ROW_HEIGHT) + 8,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        xaxis={"range": [0, 1], "visible": False},
        yaxis={"range": [depth - 0.5, -0.5], "visible": False},
        barmode="overlay",
        annotations=labels,
        shapes=_overall_marks(overall, [y for row, y in zip(rows, places, strict=True) if not pd.isna(row["rate"])]),
    )


def _text(x: float, y: float, text: str, *, is_value: bool = False) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "font": {"size": 13, "color": TEXT} if is_value else {"size": 13},
    }


def _overall_marks(overall: float | None, places: list[float]) -> list[dict[str, Any]]:
    """A short line across each bar, clear of the words between them."""
    if overall is None:
        return []
    x = overall * _BAR_END
    return [
        {
            "type": "line",
            "x0": x,
            "x1": x,
            "y0": y + 0.01,
            "y1": y + 0.45,
            "line": {"width": 2, "color": TEXT, "dash": "dot"},
            "name": "overall",
        }
        for y in places
    ]


def _uptake_passport(uptake: pd.DataFrame, of: Subject) -> Passport:
    words, counted = of.words, tally(of.road, on=of.on)
    used, left_out = rows_behind(of, {words.say("not decided on this day"): counted.received - counted.decided})
    return Passport(
        name="uptake",
        definition=words.say(
            "Uptake is what is in the text (reflected wholly or partly) of what was decided by this day; what "
            "waits for a decision is not in it. No rate is given below {n} decided contributions. Beside a "
            "rate is the range in which it may lie (95% Wilson interval). A section stands out where an exact "
            "test (Fisher’s, at 5% divided by the number of sections with a rate) tells it from all other "
            "decided contributions. A contribution that counts for Metropolis or the Forum of Regions also "
            "counts in the section of its region.",
            n=words.number(UPTAKE_MIN),
        ),
        table=pd.DataFrame(
            {
                words.say("Section"): [of.names("section")[code] for code in uptake["code"]],
                words.say("In the text"): uptake["landed"].tolist(),
                words.say("Decided"): uptake["n"].tolist(),
                words.say("Uptake"): [rate_words(row, words) for row in uptake.to_dict("records")],
            }
        ),
        used=used,
        left_out=left_out,
    )


UPTAKE = Chart(
    key="uptake_by_section",
    numbers=lambda of: uptake_by_section(of.road, on=of.on),
    draw=lambda uptake, of: uptake_chart(
        uptake, kind_of(of.whole), of.names("section"), tally(of.road, on=of.on).uptake.rate, of.words
    ),
    finding=lambda uptake, of: uptake_finding(uptake, of.names("section"), of.words),
    alt=lambda uptake, of: uptake_alt(uptake, of.names("section"), of.words),
    passport=_uptake_passport,
)
