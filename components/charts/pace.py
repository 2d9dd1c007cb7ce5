"""Contributions received day by day, against the target: where they are, where they must be, where they are going."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from math import ceil, floor, inf
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components.charts.chart import Chart, Passport, Subject, rows_behind
from components.charts.style import CORAL, FONT_SIZE, PAPER, SEA, STONE, TEXT, Trace, faint, figure, trace
from components.words.contributions import pace_alt, pace_finding
from components.words.milestones import title_of
from components.words.plain import plain_plotly
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
from data.figures.schedule import came_through, scheduled
from data.words import NO_BREAK, Words

HEIGHT = 380
TOP, AXIS = 6, 30
"""Above the plot, and below it for the days."""
STEP = 6
"""So many pixels further away a label is tried next."""
HEADROOM = 1.24
"""Above the highest value, for a label of three lines."""
LINE = 18
LETTER = 7.3
PHONE_PLOT = 250
"""The narrowest plot, of a phone of 320 pixels: labels that stand clear of each other there do so on any screen."""
TITLE_LETTERS, LONE_LETTERS = 19, 24
"""Of a line of a title, and of the only one."""
TITLE_LINES = (4, 3, 2, 1)
"""A title has at most so many lines, fewer where its neighbours would have no room."""
NAMED = 5
"""So many sessions and consultations are named, those that most came through; each has its dot."""
ROOM_SHARE = 0.4
"""How much of the width must lie between D and the collection end for a label on the way needed."""

_TICKS = [
    {"dtickrange": [None, "M1"], "value": "%-d %b"},
    {"dtickrange": ["M1", "M11"], "value": "%b %Y"},
    {"dtickrange": ["M12", None], "value": "%Y"},
]
"""Day before month, as all our languages write it; years alone where no month is apart from another."""


@dataclass(frozen=True)
class Marked:
    """A session or a consultation on the line: the day it was over, or D while it lasts, and its title."""

    day: date
    title: str


def pace_chart(
    daily: pd.DataFrame,
    paced: Pace,
    ahead: Forecast,
    *,
    target: int | None,
    words: Words,
    marked: Sequence[Marked] = (),
) -> go.Figure:
    """The line of ``received`` of the figure ``cumulative`` (``daily``), which ends at D, with its last number.

    ``marked`` are named at their place on it, the most important first. With a ``target``: its line, and until the
    collection end the forecast (``ahead``) as a band that says its range; without a forecast the way needed.
    """
    first, on = daily["day"].iloc[0].date(), daily["day"].iloc[-1].date()
    received = int(daily["received"].iloc[-1])
    is_short = target is not None and received < target
    end = ahead.by if target is not None else None
    last = _last_day(first, on, end) if target is not None else on
    top = max(received, target or 0, (ahead.high or 0) if target is not None else 0, 1) * HEADROOM
    places = _Places(daily["received"].tolist(), first, max(last, first + timedelta(days=1)), top)
    traces = [
        trace(
            "scatter",
            # As they are sent: each run of a page would write them so again.
            x=np.datetime_as_string(daily["day"]).tolist(),
            y=daily["received"].tolist(),
            mode="lines",
            line={"color": SEA, "width": 3, "shape": "hv"},
            fill="tozeroy",
            fillcolor=faint(0.12),
            hovertemplate="%{x|%d %b %Y}: %{y}<extra></extra>",
            name="received",
        ),
        trace(
            "scatter",
            x=[on],
            y=[received],
            mode="markers",
            marker={"color": SEA, "size": 9},
            cliponaxis=False,
            hoverinfo="skip",
            name="now",
        ),
    ]
    labels: list[dict[str, Any] | None] = []
    if target is not None:
        traces.append(_way([first, last], [target, target], STONE, "solid", "target"))
        said = words.say("target {target}", target=words.number(target))
        places.keep_clear(target)
        labels.append(places.label(first, target, [said], sides=("left",), is_led=False, gap=2))
    if end is not None and ahead.expected is not None and target is not None:
        low, high = ahead.low or 0, ahead.high or 0
        traces.append(_range([on, end, end], [received, high, low]))
        traces.append(_way([on, end], [received, ahead.expected], CORAL, "dash", "forecast"))
        places.fan(on, end, received, low, high)
        labels.append(places.label(end, low, _range_words(ahead, target, words), sides=("right",), is_led=False))
    elif is_short and target is not None and end is not None and end > on:
        traces.append(_way([on, end], [received, target], STONE, "dot", "needed"))
        places.fan(on, end, received, target, target)
        if (end - on).days > ROOM_SHARE * (last - first).days and paced.required_per_week:
            said = words.say("needed: {pace} a week", pace=words.rate(paced.required_per_week))
            middle = on + (end - on) * 0.55
            height = received + (target - received) * 0.55
            labels.append(places.label(middle, height, textwrap.wrap(said, TITLE_LETTERS - 5), is_led=False))
    # Below the line where the target is above it: a number over the target would read as one that has passed it.
    above = (False,) if is_short else (True, False)
    labels.append(places.label(on, received, [words.number(received)], is_led=False, above=above))
    shapes = []
    if end is not None and end <= last:
        line = {"color": STONE, "width": 1, "dash": "dot"}
        shapes.append({"type": "line", "x0": end, "x1": end, "y0": 0, "y1": 1, "yref": "paper", "line": line})
        said = words.say("collection ends {day}", day=_short(end, words))
        labels.append(places.label(end, 0, textwrap.wrap(said, TITLE_LETTERS), sides=("right", "left"), is_led=False))
    labels += places.name(marked[:NAMED])
    if marked:
        traces.append(_dots(marked, places, words))
    return figure(
        *traces,
        height=HEIGHT,
        margin={"l": 0, "r": 12, "t": TOP, "b": 0},
        xaxis={
            "range": [first, max(last, first + timedelta(days=1))],
            "nticks": 6,
            "showgrid": False,
            "type": "date",
            "tickformatstops": _TICKS,
        },
        yaxis={"range": [0, top], "tickformat": ",d", **({"dtick": 1} if top < 5 else {"nticks": 5})},
        annotations=[label for label in labels if label is not None],
        shapes=shapes,
        hovermode="closest",
    )


def _range_words(ahead: Forecast, target: int, words: Words) -> list[str]:
    said = words.say(
        "80% range: {low} to {high} of {target} by {day}",
        low=words.number(ahead.low or 0),
        high=words.number(ahead.high or 0),
        target=words.number(target),
        day=_short(ahead.by, words) if ahead.by else "",
    )
    return textwrap.wrap(said, TITLE_LETTERS + 1)


def _short(day: date, words: Words) -> str:
    return words.day(day, "short").replace(" ", NO_BREAK)


def _lines(title: str, most: int) -> list[str]:
    letters = TITLE_LETTERS if most > 1 else LONE_LETTERS
    return textwrap.wrap(title, letters, max_lines=most, placeholder="…") or [title]


def _dots(marked: Sequence[Marked], places: "_Places", words: Words) -> Trace:
    return trace(
        "scatter",
        x=[each.day for each in marked],
        y=[places.at(each.day) for each in marked],
        mode="markers",
        marker={"size": 10, "color": PAPER, "line": {"width": 2.5, "color": SEA}, "opacity": 1},
        # One of the first day is a whole ring too.
        cliponaxis=False,
        hovertext=[f"<b>{plain_plotly(each.title, 80)}</b><br>{words.day(each.day)}" for each in marked],
        hovertemplate="%{hovertext}<extra></extra>",
        name="steps",
    )


Box = tuple[float, float, float, float]
"""Left, right, bottom and top of a label, in pixels of the narrowest plot."""
_Named = tuple[dict[str, Any] | None, list[Box]]


def _ends(y: float, far: int, height: float, is_above: bool) -> tuple[float, float]:
    """The bottom and the top of a label so far above or below a place."""
    low = y + far if is_above else y - far - height
    return low, low + height


def _meets(ends: tuple[float, float], taken: Sequence[tuple[float, float]]) -> bool:
    low, high = ends
    for bottom, top in taken:  # noqa: SIM110 - a label is tried at thousands of places, where this takes half the time
        if low < top and high > bottom:
            return True
    return False


def _boxes(named: Sequence[_Named]) -> list[Box]:
    return [box for _, boxes in named for box in boxes]


class _Places:
    """Where labels find room on the plot: clear of the line, of what is drawn ahead of it, and of each other."""

    def __init__(self, received: list[int], first: date, last: date, top: float) -> None:
        self._received, self._first, self._top = received, first, top
        self._days = (last - first).days
        self._height = HEIGHT - TOP - AXIS
        ahead = self._days + 1 - len(received)
        self._drawn: list[tuple[float, float] | None] = [*((n, n) for n in received), *([None] * ahead)]
        self._drawn_at: dict[tuple[float, float, bool], tuple[float, float]] = {}
        self._taken: list[Box] = []
        self._lines: list[tuple[float, float]] = []

    def at(self, day: date) -> int:
        """How many were received by a day."""
        return self._received[min(max((day - self._first).days, 0), len(self._received) - 1)]

    def keep_clear(self, value: float) -> None:
        """No label on the line at this value."""
        self._lines.append((self._y(value) - 2, self._y(value) + 2))

    def fan(self, begins: date, ends: date, value: float, low: float, high: float) -> None:
        """What opens from a value on one day to a range on another."""
        days = max((ends - begins).days, 1)
        self._drawn_at.clear()
        for n in range(1, days + 1):
            place = (begins - self._first).days + n
            if 0 <= place < len(self._drawn):
                self._drawn[place] = (value + (low - value) * n / days, value + (high - value) * n / days)

    def label(
        self,
        day: date,
        value: float,
        lines: Sequence[str],
        *,
        sides: Sequence[str] = ("left", "right"),
        is_led: bool = True,
        gap: int = 8,
        above: Sequence[bool] = (True, False),
    ) -> dict[str, Any] | None:
        """A label as near to its place as it has room, with a line to it where ``is_led``; None where it has none."""
        width, height = max(len(line) for line in lines) * LETTER, len(lines) * LINE + 2
        x, y = self._x(day), self._y(value)
        # A text reads away from its place to the right where it begins in the left half, to the left in the other.
        sides = sorted(sides, key=lambda side: (side == "left") == (x > PHONE_PLOT / 2))
        begins = [(side, x + 4 if side == "left" else x - width - 4) for side in sides]
        begins = [(side, left) for side, left in begins if left >= 0 and left + width <= PHONE_PLOT]
        for is_over_fan in (False, True):
            found = [
                (far, is_above, side, left)
                for is_above, (side, left) in product(above, begins)
                if (far := self._nearest((left, left + width), height, (x, y), gap, is_above, is_over_fan, is_led))
            ]
            if found:
                far, is_above, side, left = min(found, key=lambda one: one[0])
                low, high = _ends(y, far, height, is_above)
                stem = (x - 1, x + 1, *((y, low) if is_above else (high, y)))
                self._taken += [(left, left + width, low, high), *([stem] if is_led else [])]
                placed = _label(day, value, lines, side, far if is_above else -far, is_led=is_led)
                # What is drawn ahead stops at it.
                return placed | ({"bgcolor": PAPER} if is_over_fan and is_above else {})
        return None

    def _nearest(
        self,
        sides: tuple[float, float],
        height: float,
        place: tuple[float, float],
        gap: int,
        is_above: bool,
        is_over_fan: bool,
        is_led: bool,
    ) -> int | None:
        """How far from its place there is room for a label, straight above or below; None where there is none."""
        x, y = place
        bottom, top = self._drawn_between(*sides, is_over_fan=is_over_fan)
        taken = [*self._between(*sides), *self._lines]
        of_stem = self._between(x - 1, x + 1) if is_led else []
        low, high = _ends(y, gap, height, is_above)
        is_beside_line = high >= bottom - 8 if is_above else low <= top + 8
        past_line = (top + 8 - y if is_above else y - bottom + 8) if is_beside_line else gap
        begins = gap + STEP * max(0, floor((past_line - gap) / STEP))
        for far in range(begins, round(self._height), STEP):
            low, high = _ends(y, far, height, is_above)
            if low < 0 or high > self._height or _meets((y, low) if is_above else (high, y), of_stem):
                # What is further away has no room either.
                return None
            if (low > top + 8 or high < bottom - 8) and not _meets((low, high), taken):
                return far
        return None

    def name(self, marked: Sequence[Marked]) -> list[dict[str, Any] | None]:
        """A label for each that has room for one.

        From the middle outwards no line to a label has to cross one named before; but where one takes the room of
        another that could stand nowhere else, that one goes first. Where that does not help, all titles are cut, and
        then each is let have what room is left.
        """
        nearest = sorted(marked, key=lambda each: abs(self._x(each.day) - PHONE_PLOT / 2))
        taken, best, n_best = self._taken, [], -1
        lines = {(each, most): _lines(each.title, most) for each in nearest for most in TITLE_LINES}
        orders = (nearest, *([each, *(other for other in nearest if other is not each)] for each in nearest))
        for most, order in product(TITLE_LINES, orders):
            named: list[_Named] = []
            for each in order:
                named.append(self._named(each, lines[each, most], [*taken, *_boxes(named)]))
            if (n := sum(label is not None for label, _ in named)) > n_best:
                best, n_best = list(zip(order, named, strict=True)), n
            if n == len(order):
                break
        named = [one for _, one in best]
        for most, (at, (each, _)) in product(reversed(TITLE_LINES), enumerate(best)):
            longer = self._named(each, lines[each, most], [*taken, *_boxes([*named[:at], *named[at + 1 :]])])
            named[at] = longer if longer[0] else named[at]
        self._taken = [*taken, *_boxes(named)]
        return [label for label, _ in named]

    def _named(self, each: Marked, lines: Sequence[str], taken: list[Box]) -> _Named:
        """A label of these lines where it has room, and the boxes it takes."""
        self._taken = [*taken]
        return self.label(each.day, self.at(each.day), lines), self._taken[len(taken) :]

    def _drawn_between(self, left: float, right: float, *, is_over_fan: bool) -> tuple[float, float]:
        """The lowest and the highest of what is drawn there, looked for once: a label is tried at many heights."""
        at = left, right, is_over_fan
        if at not in self._drawn_at:
            # From the day of its place itself: on a wide screen the days beside it lie further out than the gap.
            begins, ends = floor((left - 3) / PHONE_PLOT * self._days), ceil((right + 3) / PHONE_PLOT * self._days)
            drawn = self._drawn[max(begins, 0) : (min(ends, len(self._received) - 1) if is_over_fan else ends) + 1]
            lows, highs = zip(*filter(None, drawn), strict=True) if any(drawn) else ((inf,), (-inf,))
            self._drawn_at[at] = self._y(min(lows)), self._y(max(highs))
        return self._drawn_at[at]

    def _between(self, left: float, right: float) -> list[tuple[float, float]]:
        """The bottom and the top of all that is taken there."""
        return [(bottom, top) for begins, ends, bottom, top in self._taken if left < ends and right > begins]

    def _x(self, day: date) -> float:
        return (day - self._first).days / self._days * PHONE_PLOT

    def _y(self, value: float) -> float:
        return value / self._top * self._height


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


def _label(day: date, y: float, lines: Sequence[str], side: str, up: int, *, is_led: bool) -> dict[str, Any]:
    label = {
        "x": day,
        "y": y,
        "text": "<br>".join(map(plain_plotly, lines)),
        "align": side,
        "xanchor": side,
        "yanchor": "bottom" if up > 0 else "top",
        "font": {"size": FONT_SIZE, "color": TEXT},
        "borderpad": 0,
    }
    beside = 4 if side == "left" else -4
    if is_led:
        return label | {
            "showarrow": True,
            "arrowhead": 0,
            "arrowwidth": 1,
            "arrowcolor": STONE,
            "ax": beside,
            "ay": -up,
        }
    return label | {"showarrow": False, "xshift": beside, "yshift": up}


@dataclass(frozen=True)
class PaceNumbers:
    """The figures ``cumulative``, ``pace`` and ``forecast``, the target, None without one, and what is ``marked``."""

    daily: pd.DataFrame
    paced: Pace
    ahead: Forecast
    target: int | None
    marked: tuple[Marked, ...]

    @property
    def received(self) -> int:
        """How many were received by D."""
        return int(self.daily["received"].iloc[-1])


def target_of(of: Subject) -> int | None:
    """Settings' own target, which is for all contributions and so says nothing of a choice among them."""
    return of.whole.settings.target if of.selection.is_empty else None


SESSIONS = frozenset({"session", "consultation"})


def marked_steps(of: Subject) -> tuple[Marked, ...]:
    """The sessions and consultations begun by D, those first that most contributions came through."""
    through, today = came_through(of.road, on=of.on), pd.Timestamp(of.on)
    begun = [
        step
        for step in scheduled(of.whole, on=of.on)
        if step["kind"] in SESSIONS
        and step["state"] != "cancelled"
        and (step["done_on"] if pd.isna(step["due_first"]) else step["due_first"]) <= today
    ]
    begun.sort(key=lambda step: -through.get(step["id"], 0))
    return tuple(Marked(_over_on(step, of.on), title_of(step, of.words)) for step in begun)


def _over_on(step: Mapping[Any, Any], on: date) -> date:
    over = step["due_last"] if pd.isna(step["done_on"]) else step["done_on"]
    return on if pd.isna(over) else min(over.date(), on)


def _pace_passport(numbers: PaceNumbers, of: Subject) -> Passport:
    words, paced, target, daily = of.words, numbers.paced, numbers.target, numbers.daily
    used, left_out = rows_behind(of)
    weekly = daily[daily["day"].isin(pd.date_range(end=of.on, periods=12, freq="7D", unit="s"))]
    ahead = numbers.ahead
    facts: list[tuple[str, float | None, date | None]] = [
        (words.say("Received"), used, of.on),
        (words.say("Target"), target, None),
        (words.say("A week at present"), paced.per_week, None),
    ]
    if target is not None:
        facts += [
            (words.say("A week needed"), paced.required_per_week, None),
            (words.say("Forecast"), ahead.expected, ahead.by),
        ]
    n = len(facts)
    facts += [
        (words.say("Received by {day}", day=words.day(row["day"])), row["received"], row["day"].date())
        for row in weekly.to_dict("records")
    ]
    shown = ["–" if value is None else words.rate(value) for _, value, _ in facts]
    if target is not None:
        shown[n - 1] = forecast_words(ahead, words)
    low, high = ([None] * (n - 1) + [end] + [None] * (len(facts) - n) for end in (ahead.low, ahead.high))
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
        table=pd.DataFrame({words.say("What"): [what for what, *_ in facts], words.say("Value"): shown}),
        values={
            words.say("Value"): pd.Series([value for _, value, _ in facts], dtype="object"),
            words.say("80% range, from"): pd.Series(low, dtype="Int64"),
            words.say("80% range, to"): pd.Series(high, dtype="Int64"),
            words.say("Day"): pd.Series([pd.Timestamp(day) if day else pd.NaT for *_, day in facts]),
            words.say("Value in words"): shown,
        },
        used=used,
        left_out=left_out,
    )


PACE = Chart(
    key="pace",
    numbers=lambda of: PaceNumbers(
        cumulative(of.road, on=of.on),
        pace(of.road, on=of.on),
        forecast(of.road, on=of.on),
        target_of(of),
        marked_steps(of),
    ),
    draw=lambda n, of: pace_chart(n.daily, n.paced, n.ahead, target=n.target, words=of.words, marked=n.marked),
    finding=lambda n, of: pace_finding(n.received, n.target, n.paced, n.ahead, of.words),
    alt=lambda n, of: pace_alt(
        n.received,
        n.target,
        n.daily["day"].iloc[0].date(),
        of.on,
        of.words,
        marked=[(each.title, each.day) for each in n.marked[:NAMED]],
    ),
    passport=_pace_passport,
)
