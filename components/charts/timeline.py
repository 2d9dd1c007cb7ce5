"""The timeline: a row per milestone with its first announced, current and actual dates, D across all."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.charts.style import CORAL, RED, STATE_COLOURS, STATE_SYMBOLS, STONE, figure
from components.findings.milestones import due_words, mark_label, period_words, plain_state
from components.plain import plain_plotly
from data.shape import FLAGS
from data.words import Words

ROW_HEIGHT = 54
FRAME_HEIGHT = 64
TITLE_SHOWN = 50
DAY = pd.Timedelta(days=1)

_TITLE_Y, _MARK_Y = 0.24, -0.2
_RULE = "rgba(138,151,156,0.28)"
_OPENED = "rgba(28,132,150,0.10)"


def timeline(
    steps: pd.DataFrame, edges: pd.DataFrame, words: Words, *, on: date, opened: str | None = None
) -> go.Figure:
    """The timeline of ``schedule`` and ``blocking_edges`` at D; a click on a mark gives the milestone's id.

    Hollow is what was first announced (a diamond, or a bar over a month), filled what holds now or happened, shaped by
    state. A month is a bar. A thin line leads from what was announced to where it moved; dotted red lines lead from a
    late milestone to what waits for it. ``opened`` is the id of the row with a tinted background.
    """
    rows = steps.to_dict("records")
    places = {step["id"]: len(rows) - 1 - n for n, step in enumerate(rows)}
    low, high = _range(steps, on)
    return figure(
        _periods(rows, places, words),
        _moves(rows, places),
        _announced(rows, places, words),
        _edges(rows, edges, places, on),
        _marks(rows, places, words),
        height=ROW_HEIGHT * max(len(rows), 1) + FRAME_HEIGHT,
        barmode="overlay",
        margin={"l": 4, "r": 4, "t": 30, "b": 4},
        xaxis={"type": "date", "range": [low, high], "side": "bottom", **_ticks(low, high)},
        yaxis={"range": [-0.55, len(rows) - 0.45], "visible": False},
        shapes=_shapes(rows, places, on, opened),
        annotations=[_today(on, low, high, words), *_texts(rows, places, low, high, words)],
        hovermode="closest",
    )


def _range(steps: pd.DataFrame, on: date) -> tuple[pd.Timestamp, pd.Timestamp]:
    columns = ("due_first", "due_last", "baseline_first", "baseline_last", "done_on")
    days = [*pd.concat([steps[column] for column in columns]).dropna().tolist(), pd.Timestamp(on)]
    low, high = min(days), max(days)
    around = max((high - low) * 0.05, 10 * DAY)
    return low - around, high + around


def _ticks(low: pd.Timestamp, high: pd.Timestamp) -> dict[str, Any]:
    months = (high - low).days / 30.4
    step = next((n for n in (1, 2, 3, 6, 12) if months / n <= 9), None)
    if step is None:
        return {"nticks": 6, "tickformat": "%Y"}
    return {"dtick": f"M{step}", "tick0": "2000-01-01", "tickformat": "%Y" if step == 12 else "%b\n%Y"}


def _hover(step: Mapping[str, Any], words: Words) -> str:
    said = [f"<b>{plain_plotly(words.text(step, 'title') or step['id'], 80)}</b>", plain_state(step, words)]
    if due := due_words(step, words):
        said.append(words.say("Due {period}", period=due))
    if announced := period_words(step, "baseline", words):
        said.append(words.say("First announced for {period}", period=announced))
    if not pd.isna(step["done_on"]):
        said.append(words.say("Done on {day}", day=words.day(step["done_on"].date())))
    return "<br>".join(said)


def _is_long(step: Mapping[str, Any], name: str) -> bool:
    return not pd.isna(step[f"{name}_first"]) and step[f"{name}_first"] != step[f"{name}_last"]


def _periods(rows: Sequence[Mapping[str, Any]], places: Mapping[str, int], words: Words) -> go.Bar:
    """Months and stretches of days: hollow as announced, filled as due."""
    bars = [(step, name) for step in rows for name in ("baseline", "due") if _is_long(step, name)]
    colours = [STATE_COLOURS[step["state"]] for step, _ in bars]
    return go.Bar(
        orientation="h",
        base=[step[f"{name}_first"] for step, name in bars],
        x=[(step[f"{name}_last"] + DAY - step[f"{name}_first"]) / pd.Timedelta(milliseconds=1) for step, name in bars],
        y=[places[step["id"]] + _MARK_Y for step, _ in bars],
        width=[0.34 if name == "baseline" else 0.2 for _, name in bars],
        marker={
            "color": ["rgba(0,0,0,0)" if name == "baseline" else c for (_, name), c in zip(bars, colours, strict=True)],
            "line": {
                "width": [1.5 if name == "baseline" else 0 for _, name in bars],
                "color": STONE,
            },
        },
        customdata=[step["id"] for step, _ in bars],
        hovertext=[_hover(step, words) for step, _ in bars],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _moves(rows: Sequence[Mapping[str, Any]], places: Mapping[str, int]) -> go.Scatter:
    """Lines from the day announced to the day that holds now, and of what is late from its day to D."""
    x: list[Any] = []
    y: list[float | None] = []
    for step in rows:
        begins = [step["due_last"]] if step["state"] == "late" else []
        begins += [step["moved_from"]] if not pd.isna(step["moved_from"]) else []
        if begins:
            x += [min([*begins, step["reference"]]), max([*begins, step["reference"]]), None]
            y += [places[step["id"]] + _MARK_Y] * 2 + [None]
    return go.Scatter(x=x, y=y, mode="lines", line={"color": STONE, "width": 2}, hoverinfo="skip")


def _announced(rows: Sequence[Mapping[str, Any]], places: Mapping[str, int], words: Words) -> go.Scatter:
    """Days first announced, hollow; and, hollow too, the due day of what was done on another one."""
    days = [(step, step["baseline_first"], "diamond-open", 17) for step in rows if _is_day(step, "baseline")]
    days += [
        (step, step["due_first"], "circle-open", 10)
        for step in rows
        if step["state"] == "done" and _is_day(step, "due") and step["due_first"] != step["done_on"]
    ]
    return go.Scatter(
        x=[day for _, day, _, _ in days],
        y=[places[step["id"]] + _MARK_Y for step, *_ in days],
        mode="markers",
        marker={
            "symbol": [symbol for *_, symbol, _ in days],
            "size": [size for *_, size in days],
            "color": STONE,
            "line": {"width": 1.5, "color": STONE},
        },
        customdata=[step["id"] for step, *_ in days],
        hovertext=[_hover(step, words) for step, *_ in days],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _is_day(step: Mapping[str, Any], name: str) -> bool:
    return not pd.isna(step[f"{name}_first"]) and not _is_long(step, name)


def _mark_day(step: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a timestamp or NaT
    """Where the mark of the state stands: the day it was done, else its first day; none for a month still open."""
    if step["state"] == "done":
        return step["done_on"]
    return pd.NaT if step["due_precision"] == "month" else step["due_first"]


def _marks(rows: Sequence[Mapping[str, Any]], places: Mapping[str, int], words: Words) -> go.Scatter:
    marked = [step for step in rows if not pd.isna(_mark_day(step))]
    return go.Scatter(
        x=[_mark_day(step) for step in marked],
        y=[places[step["id"]] + _MARK_Y for step in marked],
        mode="markers",
        marker={
            "symbol": [STATE_SYMBOLS[step["state"]] for step in marked],
            "size": [13 if step["state"] in {"next", "under way", "late"} else 11 for step in marked],
            "color": [STATE_COLOURS[step["state"]] for step in marked],
            "line": {"width": 2, "color": [STATE_COLOURS[step["state"]] for step in marked]},
        },
        customdata=[step["id"] for step in marked],
        hovertext=[_hover(step, words) for step in marked],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _edges(rows: Sequence[Mapping[str, Any]], edges: pd.DataFrame, places: Mapping[str, int], on: date) -> go.Scatter:
    """Dotted lines from what is late, down at its own day and across to the first day of what waits for it."""
    by_id = {step["id"]: step for step in rows}
    x: list[Any] = []
    y: list[float | None] = []
    symbols: list[str] = []
    for blocker, blocked in edges.itertuples(index=False, name=None):
        begins, ends = by_id[blocker]["due_last"], by_id[blocked]["due_first"]
        begins = pd.Timestamp(on) if by_id[blocker]["state"] == "late" else begins
        if pd.isna(begins) or pd.isna(ends):
            continue
        arrow = "triangle-right" if ends >= begins else "triangle-left"
        x += [begins, begins, ends, None]
        y += [places[blocker] + _MARK_Y, places[blocked] + _MARK_Y, places[blocked] + _MARK_Y, None]
        symbols += ["circle", "circle", arrow, "circle"]
    return go.Scatter(
        x=x,
        y=y,
        mode="lines+markers",
        line={"color": RED, "width": 1.5, "dash": "dot"},
        marker={"symbol": symbols, "size": [9 if s.startswith("tri") else 0 for s in symbols], "color": RED},
        hoverinfo="skip",
    )


def _shapes(
    rows: Sequence[Mapping[str, Any]], places: Mapping[str, int], on: date, opened: str | None
) -> list[dict[str, Any]]:
    across = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "line": {"color": _RULE, "width": 1}}
    shapes = [across | {"y0": n - 0.5, "y1": n - 0.5} for n in range(1, len(rows))]
    if opened in places:
        y = places[opened]
        tint = {"fillcolor": _OPENED, "line": {"width": 0}, "layer": "below"}
        shapes.append({"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": y - 0.5, "y1": y + 0.5} | tint)
    line = {"color": CORAL, "width": 1.5, "dash": "dash"}
    today = {"type": "line", "yref": "paper", "x0": on.isoformat(), "x1": on.isoformat(), "y0": 0, "y1": 1}
    return [*shapes, today | {"line": line, "layer": "below"}]


def _today(on: date, low: pd.Timestamp, high: pd.Timestamp, words: Words) -> dict[str, Any]:
    share = (pd.Timestamp(on) - low) / (high - low)
    return {
        "x": on.isoformat(),
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": "left" if share < 0.2 else "right" if share > 0.8 else "center",
        "text": words.say("As of {day}", day=words.day(on, "medium")),
        "showarrow": False,
        "font": {"size": 12},
    }


def _texts(
    rows: Sequence[Mapping[str, Any]], places: Mapping[str, int], low: pd.Timestamp, high: pd.Timestamp, words: Words
) -> list[dict[str, Any]]:
    """The title of each row at its left, and beside the mark what there is to say of it."""
    texts = []
    for step in rows:
        title = plain_plotly(words.text(step, "title") or step["id"], TITLE_SHOWN)
        if isinstance(step["flag"], str) and step["flag"] == "postponed":
            title += f" <i>({words.label(FLAGS, step['flag']).lower()})</i>"
        y = places[step["id"]]
        at = {"showarrow": False, "font": {"size": 13}}
        texts.append(at | {"x": 0, "xref": "paper", "xanchor": "left", "xshift": 4, "y": y + _TITLE_Y, "text": title})
        label = plain_plotly(mark_label(step, words), 60)
        shown = [day for day in _shown_days(step) if not pd.isna(day)]
        if not shown:
            texts.append(
                at | {"x": 0, "xref": "paper", "xanchor": "left", "xshift": 4, "y": y + _MARK_Y, "text": label}
            )
            continue
        first, last = min(shown), max(shown)
        is_right = (last - low) / (high - low) < 0.55
        texts.append(
            at
            | {
                "x": (last if is_right else first).isoformat(),
                "xanchor": "left" if is_right else "right",
                "xshift": 12 if is_right else -12,
                "y": y + _MARK_Y,
                "text": label,
                "font": {"size": 12},
            }
        )
    return texts


def _shown_days(step: Mapping[str, Any]) -> list[Any]:
    """Everything that is drawn in the row of a milestone."""
    return [
        step["due_first"],
        step["due_last"],
        step["baseline_first"],
        step["baseline_last"],
        step["done_on"],
        step["reference"],
    ]
