"""Contributions received day by day, against the target: where they are, where they must be, where they are going."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from components.charts.chart import Chart, Passport, Subject, rows_behind
from components.charts.style import CORAL, SEA, STONE, TEXT, Trace, figure, trace
from components.words.contributions import pace_alt, pace_finding
from components.words.road import forecast_words
from data.figures.contributions import cumulative
from data.figures.pace import (
    FORECAST_RECEIVED_MIN,
    FORECAST_WEEKS,
    FORECAST_WEEKS_MIN,
    PACE_DAYS,
    Forecast,
    Pace,
    forecast,
    pace,
)
from data.words import Words

HEIGHT = 300
ROOM_SHARE = 0.4
"""How much of the width must lie between D and the collection end for a label on the way needed."""

_TICKS = [{"dtickrange": [None, "M1"], "value": "%-d %b"}, {"dtickrange": ["M1", None], "value": "%b %Y"}]
"""Day before month, as all our languages write it."""


def pace_chart(daily: pd.DataFrame, paced: Pace, ahead: Forecast, *, target: int | None, words: Words) -> go.Figure:
    """The line of ``received`` of the figure ``cumulative`` (``daily``), which ends at D, with its last number.

    With a ``target``: its line, the way needed to it until the collection end, and the forecast (``ahead``) with its
    range, each with its label. Without one, the line alone.
    """
    first, on = daily["day"].iloc[0].date(), daily["day"].iloc[-1].date()
    received = int(daily["received"].iloc[-1])
    is_short = target is not None and received < target
    end = ahead.by if target is not None else None
    last = _last_day(first, on, end) if target is not None else on
    top = max(received, target or 0, (ahead.high or 0) if target is not None else 0, 1) * 1.16
    traces = [
        trace(
            "scatter",
            x=daily["day"].tolist(),
            y=daily["received"].tolist(),
            mode="lines",
            line={"color": SEA, "width": 3, "shape": "hv"},
            fill="tozeroy",
            fillcolor="rgba(28,132,150,0.12)",
            hovertemplate="%{x|%d %b %Y}: %{y}<extra></extra>",
            name="received",
        ),
        trace(
            "scatter",
            x=[on],
            y=[received],
            mode="markers",
            marker={"color": SEA, "size": 9},
            hoverinfo="skip",
            name="now",
        ),
    ]
    # On the right half of the plot a label reads from right to left of its mark, so that it is never cut.
    is_right = (on - first).days * 2 > (last - first).days
    labels = [_label(on, received, f"<b>{words.number(received)}</b>", is_right=is_right, yshift=12)]
    if target is not None:
        traces.append(_way([first, last], [target, target], STONE, "solid", "target"))
        said = words.say("target {target}", target=words.number(target))
        labels.append(_label(first, target, said, is_right=False, yshift=10))
    if is_short and target is not None and end is not None and end > on:
        traces.append(_way([on, end], [received, target], STONE, "dot", "needed"))
        if (end - on).days > ROOM_SHARE * (last - first).days and paced.required_per_week:
            said = words.say("needed: {pace} a week", pace=words.number(paced.required_per_week, 1))
            middle = on + (end - on) * 0.55
            labels.append(_label(middle, received + (target - received) * 0.55, said, is_right=False, yshift=-14))
    if end is not None and ahead.expected is not None:
        low, high = ahead.low or 0, ahead.high or 0
        traces.append(_range([on, end, end], [received, high, low]))
        traces.append(_way([on, end], [received, ahead.expected], CORAL, "dash", "forecast"))
        said = words.say("{low} to {high}", low=f"<b>{words.number(low)}</b>", high=f"<b>{words.number(high)}</b>")
        labels.append(_label(end, high, said, is_right=True, yshift=10))
    shapes = []
    if end is not None and end <= last:
        line = {"color": STONE, "width": 1, "dash": "dot"}
        shapes.append({"type": "line", "x0": end, "x1": end, "y0": 0, "y1": 1, "yref": "paper", "line": line})
        labels.append(_label(end, top * 0.06, words.say("end of the collection"), is_right=True, yshift=0))
    return figure(
        *traces,
        height=HEIGHT,
        margin={"l": 0, "r": 12, "t": 4, "b": 0},
        xaxis={
            "range": [first, max(last, first + timedelta(days=1))],
            "nticks": 6,
            "showgrid": False,
            "type": "date",
            "tickformatstops": _TICKS,
        },
        yaxis={"range": [0, top], "tickformat": ",d", **({"dtick": 1} if top < 5 else {"nticks": 5})},
        annotations=labels,
        shapes=shapes,
    )


def _last_day(first: date, on: date, end: date | None) -> date:
    """The last day drawn: the collection end or D, and a little air."""
    known = max(on, end or on)
    return known + timedelta(days=max(1, (known - first).days // 60))


def _way(x: list[date], y: list[float], colour: str, dash: str, name: str) -> Trace:
    line = {"color": colour, "width": 2, "dash": dash}
    return trace("scatter", x=x, y=y, mode="lines", line=line, hoverinfo="skip", name=name)


def _range(x: list[date], y: list[int]) -> Trace:
    return trace(
        "scatter",
        x=x,
        y=y,
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor="rgba(224,122,95,0.18)",
        hoverinfo="skip",
        name="range",
    )


def _label(day: date, y: float, text: str, *, is_right: bool, yshift: int) -> dict:
    return {
        "x": day,
        "y": y,
        "text": text,
        "showarrow": False,
        "xanchor": "right" if is_right else "left",
        "xshift": -4 if is_right else 4,
        "yshift": yshift,
        "font": {"size": 13, "color": TEXT},
    }


@dataclass(frozen=True)
class PaceNumbers:
    """The figures ``cumulative``, ``pace`` and ``forecast``, and the target, None where there is none."""

    daily: pd.DataFrame
    paced: Pace
    ahead: Forecast
    target: int | None

    @property
    def received(self) -> int:
        """How many were received by D."""
        return int(self.daily["received"].iloc[-1])


def target_of(of: Subject) -> int | None:
    """Settings' own target, which is for all contributions and so says nothing of a choice among them."""
    return of.whole.settings.target if of.selection.is_empty else None


def _pace_passport(numbers: PaceNumbers, of: Subject) -> Passport:
    words, paced, target, daily = of.words, numbers.paced, numbers.target, numbers.daily
    used, left_out = rows_behind(of)
    weekly = daily[daily["day"].isin(pd.date_range(end=of.on, periods=12, freq="7D", unit="s"))]
    facts = {
        words.say("Received"): words.number(used),
        words.say("Target"): "–" if target is None else words.number(target),
        words.say("A week at present"): "–" if paced.per_week is None else words.number(paced.per_week, 1),
    }
    if target is not None:
        needed = paced.required_per_week
        facts[words.say("A week needed")] = "–" if needed is None else words.number(needed, 1)
        facts[words.say("Forecast")] = forecast_words(numbers.ahead, words)
    by_week = {
        words.say("Received by {day}", day=words.day(row["day"])): words.number(row["received"])
        for row in weekly.to_dict("records")
    }
    shown = facts | by_week
    return Passport(
        name="pace",
        definition=words.say(
            "Pace: contributions received in the last {days} days (or since the start, where that is nearer) "
            "as a number a week. Needed: what is missing to the target, spread over the weeks from this day to "
            "the end of the collection. Forecast: how many will have come by then, as the last whole weeks (at "
            "most {weeks}) were, in an 80% range; none of fewer than {least_weeks} weeks or of fewer than "
            "{least} contributions in them.",
            days=words.number(PACE_DAYS),
            weeks=words.number(FORECAST_WEEKS),
            least_weeks=words.number(FORECAST_WEEKS_MIN),
            least=words.number(FORECAST_RECEIVED_MIN),
        ),
        table=pd.DataFrame({words.say("What"): list(shown), words.say("Value"): list(shown.values())}),
        used=used,
        left_out=left_out,
    )


PACE = Chart(
    key="pace",
    numbers=lambda of: PaceNumbers(
        cumulative(of.road, on=of.on), pace(of.road, on=of.on), forecast(of.road, on=of.on), target_of(of)
    ),
    draw=lambda n, of: pace_chart(n.daily, n.paced, n.ahead, target=n.target, words=of.words),
    finding=lambda n, of: pace_finding(n.received, n.target, n.paced, n.ahead, of.words),
    alt=lambda n, of: pace_alt(n.received, n.target, n.daily["day"].iloc[0].date(), of.on, of.words),
    passport=_pace_passport,
)
