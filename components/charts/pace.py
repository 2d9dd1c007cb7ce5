"""Contributions received day by day, against the target: where they are, where they must be, where they are going."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from components.charts.chart import Chart, Passport, Subject, rows_behind
from components.charts.style import CORAL, SEA, STONE, TEXT, Trace, figure, trace
from components.words.contributions import pace_alt, pace_finding
from components.words.road import forecast_words
from data.figures.contributions import Pace, cumulative, pace, tally
from data.figures.days import launch_last_day
from data.words import Words

HEIGHT = 300
AHEAD_SHARE = 0.35
"""How far past the launch (or past D without one) the days ahead go at most, as a share of the days before."""
ROOM_SHARE = 0.4
"""How much of the width must lie between D and the launch for a label on the way needed."""

_TICKS = [{"dtickrange": [None, "M1"], "value": "%-d %b"}, {"dtickrange": ["M1", None], "value": "%b %Y"}]
"""Day before month, as all our languages write it."""


def pace_chart(daily: pd.DataFrame, paced: Pace, *, target: int | None, launch: date | None, words: Words) -> go.Figure:
    """The line of ``received`` of the figure ``cumulative`` (``daily``), which ends at D, with its last number.

    With a ``target``: its line, the way needed to it until the ``launch``, and the way at the present pace, each with
    its label. Without one, the line alone.
    """
    first, on = daily["day"].iloc[0].date(), daily["day"].iloc[-1].date()
    received = int(daily["received"].iloc[-1])
    is_short = target is not None and received < target
    last = _last_day(first, on, paced, launch) if target is not None else on
    top = max(received, target or 0, 1) * 1.16
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
        reaches_late = paced.forecast is None or (paced.forecast - first).days * 2 > (last - first).days
        end = min(last, launch or last)
        labels.append(_label(first if reaches_late else end, target, said, is_right=not reaches_late, yshift=10))
    if is_short and target is not None:
        if launch is not None and launch > on:
            traces.append(_way([on, launch], [received, target], STONE, "dot", "needed"))
            if (launch - on).days > ROOM_SHARE * (last - first).days and paced.required_per_week:
                said = words.say("needed: {pace} a week", pace=words.number(paced.required_per_week, 1))
                middle = on + (launch - on) * 0.55
                labels.append(_label(middle, received + (target - received) * 0.55, said, is_right=False, yshift=-14))
        if paced.per_week:
            ends = min(last, paced.forecast or last)
            reached = min(float(target), received + paced.per_week * (ends - on).days / 7)
            traces.append(_way([on, ends], [received, reached], CORAL, "dash", "forecast"))
            if paced.forecast is not None and paced.forecast <= last:
                traces.append(_mark(paced.forecast, target, CORAL))
                is_late = (paced.forecast - first).days * 2 > (last - first).days
                day = words.day(paced.forecast, "short")
                said = words.say("at this pace: {day}", day=f"<b>{day}</b>")
                labels.append(_label(paced.forecast, target, said, is_right=is_late, yshift=10))
    shapes = []
    if target is not None and launch is not None and launch <= last:
        line = {"color": STONE, "width": 1, "dash": "dot"}
        shapes.append({"type": "line", "x0": launch, "x1": launch, "y0": 0, "y1": 1, "yref": "paper", "line": line})
        labels.append(_label(launch, top * 0.06, words.say("launch"), is_right=True, yshift=0))
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


def _last_day(first: date, on: date, paced: Pace, launch: date | None) -> date:
    """The last day drawn: the launch and the forecast where they are near, never so far that the past is a sliver."""
    known = max(on, launch or on)
    furthest = known + timedelta(days=max(14, int((known - first).days * AHEAD_SHARE)))
    return max(known, min(paced.forecast or known, furthest)) + timedelta(days=max(1, (known - first).days // 60))


def _way(x: list[date], y: list[float], colour: str, dash: str, name: str) -> Trace:
    line = {"color": colour, "width": 2, "dash": dash}
    return trace("scatter", x=x, y=y, mode="lines", line=line, hoverinfo="skip", name=name)


def _mark(day: date, y: float, colour: str) -> Trace:
    marker = {"color": colour, "size": 10, "symbol": "diamond"}
    return trace("scatter", x=[day], y=[y], mode="markers", marker=marker, hoverinfo="skip", name="reached")


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
    """The figures ``cumulative`` and ``pace``, and what they are held against; each None where there is none."""

    daily: pd.DataFrame
    paced: Pace
    target: int | None
    launch: date | None

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
        facts[words.say("Forecast")] = forecast_words(tally(of.road, on=of.on), paced, words)
    by_week = {
        words.say("Received by {day}", day=words.day(row["day"])): words.number(row["received"])
        for row in weekly.to_dict("records")
    }
    shown = facts | by_week
    return Passport(
        name="pace",
        definition=words.say(
            "Pace: contributions received in the last 28 days (or since the start, where that is nearer) as a number "
            "a week. Needed: what is missing to the target, spread over the weeks from this day to the last day of the "
            "launch. Forecast: the day the target is reached when this pace holds; none where nothing came in those "
            "days, or where it is more than ten years away."
        ),
        table=pd.DataFrame({words.say("What"): list(shown), words.say("Value"): list(shown.values())}),
        used=used,
        left_out=left_out,
    )


PACE = Chart(
    key="pace",
    numbers=lambda of: PaceNumbers(
        cumulative(of.road, on=of.on), pace(of.road, on=of.on), target_of(of), launch_last_day(of.road)
    ),
    draw=lambda n, of: pace_chart(n.daily, n.paced, target=n.target, launch=n.launch, words=of.words),
    finding=lambda n, of: pace_finding(n.received, n.target, n.paced, n.launch, of.words),
    alt=lambda n, of: pace_alt(n.received, n.target, n.daily["day"].iloc[0].date(), of.on, of.words),
    passport=_pace_passport,
)
