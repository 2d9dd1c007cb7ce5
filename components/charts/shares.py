"""Three lenses side by side: who sent, who was expected to, where the states are."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from components.charts.chart import Chart, Passport, Subject, rows_behind
from components.charts.style import SAND, SEA, STONE, TEXT, figure, trace
from components.words.coverage import RATE_FROM, rates_hidden, share_words, shares_alt, shares_finding, shares_n
from components.words.plain import plain_plotly
from data.cache import per_road
from data.figures.contributions import tally
from data.figures.sections import section_coverage
from data.road import Road
from data.shape import GEOGRAPHIC
from data.words import Words

ROW_HEIGHT = 48
HEAD_HEIGHT = 56
_PANELS = ((0.0, 0.3), (0.35, 0.65), (0.7, 1.0))


def shares_chart(sections: pd.DataFrame, names: Mapping[str, str], words: Words) -> go.Figure:
    """Three panels of bars over the applicable geographic rows of ``section_coverage``, on one scale.

    Share of the contributions, share expected, share of the states; each bar with its number, a dash where there is
    none. The section's name stands above its three bars.
    """
    n = len(sections)
    lenses = (
        ("share_received", words.say("Share of<br>contributions"), SEA),
        ("share_expected", words.say("Share<br>expected"), SAND),
        ("share_states", words.say("Share of<br>states"), STONE),
    )
    rows = list(range(n))
    top = max((float(sections[column].max()) for column, *_ in lenses if sections[column].notna().any()), default=1.0)
    bars, axes, heads = [], {}, []
    for i, ((column, title, colour), domain) in enumerate(zip(lenses, _PANELS, strict=True)):
        axis = "" if i == 0 else str(i + 1)
        shares = sections[column]
        bars.append(
            trace(
                "bar",
                orientation="h",
                y=rows,
                x=shares.fillna(0).tolist(),
                width=0.3,
                offset=0.08,
                marker={"color": colour},
                text=[share_words(share, words) for share in shares],
                textposition="outside",
                textfont={"size": 13, "color": TEXT},
                constraintext="none",
                cliponaxis=False,
                hoverinfo="skip",
                xaxis=f"x{axis}",
                name=column,
            )
        )
        axes[f"xaxis{axis}"] = {"domain": list(domain), "range": [0, top * 1.45], "visible": False}
        heads.append(
            {
                "x": domain[0],
                "xref": "paper",
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "yshift": 8,
                "xanchor": "left",
                "align": "left",
                "text": f"<b>{title}</b>",
                "showarrow": False,
                "font": {"size": 13},
            }
        )
    labels = [
        {
            "x": 0,
            "xref": "paper",
            "y": row - 0.12,
            "xanchor": "left",
            "yanchor": "middle",
            "text": plain_plotly(names[code], 44),
            "showarrow": False,
            "font": {"size": 13},
        }
        for row, code in enumerate(sections["code"])
    ]
    return figure(
        *bars,
        height=ROW_HEIGHT * max(n, 1) + HEAD_HEIGHT,
        margin={"l": 0, "r": 0, "t": HEAD_HEIGHT, "b": 0},
        yaxis={"range": [n - 0.5, -0.4], "visible": False},
        bargap=0,
        annotations=[*heads, *labels],
        **axes,
    )


@per_road
def sections_compared(road: Road, *, on: date) -> pd.DataFrame:
    """The rows of ``section_coverage`` of geographic sections of which contributions are expected."""
    coverage = section_coverage(road, on=on)
    return coverage[(coverage["kind"] == GEOGRAPHIC) & coverage["applicable"]]


def _shares_passport(compared: pd.DataFrame, of: Subject) -> Passport:
    words, names, is_hidden = of.words, of.names("section"), rates_hidden(compared)
    elsewhere = tally(of.road, on=of.on).received - shares_n(compared)
    used, left_out = rows_behind(of, {words.say("in no section that is expected to contribute"): elsewhere})
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
                words.say("Section"): [names[code] for code in compared["code"]],
                words.say("Received"): compared["received"].tolist(),
                words.say("Share of contributions"): [
                    "–" if is_hidden else share_words(x, words) for x in compared["share_received"]
                ],
                words.say("Share expected"): [share_words(x, words) for x in compared["share_expected"]],
                words.say("Share of states"): [share_words(x, words) for x in compared["share_states"]],
            }
        ),
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
)
