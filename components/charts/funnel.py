"""How far contributions got: received, considered, decided, landed."""

import pandas as pd
import plotly.graph_objects as go

from components.charts.chart import Chart, Passport, Subject, rows_behind
from components.charts.style import FONT_SIZE, SEA, TEXT, figure, trace
from components.words.contributions import funnel_alt, funnel_finding
from data.figures.contributions import STAGES, Tally, tally
from data.figures.rates import UPTAKE_MIN
from data.shape import CONTRIBUTION_STAGES
from data.words import Words

HEIGHT = 220


def funnel_chart(tally: Tally, words: Words) -> go.Figure:
    """A bar a stage, its name above, its number and share of those received at its end."""
    counts = [getattr(tally, stage) for stage in STAGES]
    rows = list(range(len(STAGES)))
    shares = _shares(tally)
    return figure(
        trace(
            "bar",
            orientation="h",
            y=rows,
            x=counts,
            width=0.42,
            offset=0.05,
            marker={"color": SEA},
            text=[
                f"<b>{words.number(n)}</b>"
                + ("" if stage == "received" or share is None else f" · {words.percent(share)}")
                for stage, n, share in zip(STAGES, counts, shares, strict=True)
            ],
            textposition="outside",
            textfont={"size": FONT_SIZE, "color": TEXT},
            constraintext="none",
            cliponaxis=False,
            hoverinfo="none",
            customdata=list(STAGES),
            name="stages",
        ),
        height=HEIGHT,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        xaxis={"range": [0, max(tally.received, 1) * 1.3], "visible": False},
        yaxis={"range": [len(STAGES) - 0.4, -0.45], "visible": False},
        bargap=0,
        annotations=[
            {
                "x": 0,
                "xref": "paper",
                "y": row - 0.16,
                "xanchor": "left",
                "yanchor": "middle",
                "text": words.label(CONTRIBUTION_STAGES, stage),
                "showarrow": False,
                "font": {"size": FONT_SIZE, "color": TEXT},
            }
            for row, stage in zip(rows, STAGES, strict=True)
        ],
    )


def _shares(tally: Tally) -> list[float | None]:
    """Each stage as a share of what was received; None below five, which make no rate."""
    n = tally.received
    return [getattr(tally, stage) / n if n >= UPTAKE_MIN else None for stage in STAGES]


def _stages_passport(counted: Tally, of: Subject) -> Passport:
    words = of.words
    counts, shares = [getattr(counted, stage) for stage in STAGES], _shares(counted)
    share_header = words.say("Share of those received")
    used, left_out = rows_behind(of)
    return Passport(
        name="stages",
        definition=words.say(
            "The stages are cumulative: what is decided has been considered, what is considered has been received. A "
            "contribution is decided from the day of its decision on; where the sheet gives none, from the day it was "
            "considered, else from the day it came. It is in the text when that decision is reflected or partly "
            "reflected. Facts later than this day do not count."
        ),
        table=pd.DataFrame(
            {
                words.say("Stage"): [words.label(CONTRIBUTION_STAGES, stage) for stage in STAGES],
                words.say("Contributions"): counts,
                share_header: ["–" if share is None else words.percent(share) for share in shares],
            }
        ),
        values={share_header: shares},
        used=used,
        left_out=left_out,
    )


FUNNEL = Chart(
    key="funnel",
    numbers=lambda of: tally(of.road, on=of.on),
    draw=lambda counted, of: funnel_chart(counted, of.words),
    finding=lambda counted, of: funnel_finding(counted, of.words),
    alt=lambda counted, of: funnel_alt(counted, of.words),
    passport=_stages_passport,
    stands=True,
)
