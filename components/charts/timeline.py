"""The timeline: a row per milestone with its first announced, current and actual dates, D across all."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.charts.chart import Chart, Passport, Subject
from components.charts.style import (
    CORAL,
    FONT_SIZE,
    PAPER,
    RED,
    STATE_COLOURS,
    STATE_SYMBOLS,
    STONE,
    Trace,
    faint,
    figure,
    trace,
)
from components.words.milestones import (
    due_words,
    mark_label,
    milestone_table,
    milestone_values,
    moved_label,
    moved_words,
    moves_title,
    neighbours_title,
    period_words,
    plain_state,
    timeline_alt,
    title_of,
)
from components.words.plain import plain_plotly, shorten
from data.figures.milestones import UNCONFIRMED_DAYS
from data.figures.schedule import (
    Edges,
    Neighbours,
    Steps,
    blocking_edges,
    nearest_steps,
    neighbours,
    path_edges,
    schedule,
    scheduled,
)
from data.shape import FLAGS
from data.words import Words

# The y axis counts pixels from the top, so that a row is as high as its words need.
PAD = 9
TITLE_LINE = 18
MARK_BAND = 26
LABEL_LINE = 18
TOP, BOTTOM = 26, 46
"""Above the rows the day looked at, below them months over years."""

TITLE_CHARACTERS = 38
"""Of a line of a title: what a phone of 320 pixels shows of it."""
PHONE_PLOT, WIDE_PLOT = 280, 1100
"""Pixels between the edges of the plot, on a phone of 320 and on a laptop."""
DAY_GAP = 7
TICK_ROOM = 24
"""Pixels to either side of a tick for its words."""
LABEL_CHARACTER = 7.2
LABEL_LETTERS = 18
"""The shortest line that a label or a title is broken into before lines that come down."""
LABEL_GAP = 14
ARROW_GAP = 13
DAY = pd.Timedelta(days=1)
MILLISECOND = pd.Timedelta(milliseconds=1)
DAYS_IN_WEEKS = 84
"""A road as short as this has weeks on its axis, a longer one months."""
ROWS_MOST = 60
"""More rows make no picture; the table of milestones holds them all."""

_RULE = "rgba(138,151,156,0.28)"
_OPENED = faint(0.12)
_CLEAR = "rgba(0,0,0,0)"


@dataclass(frozen=True)
class _Row:
    """A milestone with its place: ``top`` and ``bottom`` of its row, ``mark`` the height of its marks, in pixels.

    ``side`` is where its label finds room on a phone too: right or left of what is drawn, or below it, where only it
    may have several lines; with ``is_past_day`` it begins at the line of the day, which it would cover. ``ends`` is
    the day before which a label below ends, as lines come down from there.
    """

    step: Mapping[Any, Any]
    title: tuple[str, ...]
    label: tuple[str, ...]
    side: str
    is_past_day: bool
    ends: pd.Timestamp | None
    top: float
    mark: float
    bottom: float


def timeline(
    steps: Steps,
    edges: Edges,
    words: Words,
    *,
    on: date,
    opened: str | None = None,
    path: Edges = (),
    has_owners: bool = False,
    earlier: Mapping[str, Sequence[date]] | None = None,
) -> go.Figure:
    """The timeline of ``scheduled`` and ``blocking_edges`` at D; a click anywhere in a row gives the milestone's id.

    Hollow is what was first announced (a diamond, or a bar over a month), filled what holds now or happened, shaped by
    state. A month is a bar. A line leads from what was announced to where it moved; dotted red lines lead from a late
    milestone to what waits for it. ``opened`` is the id of the row with a tinted background. ``path`` are the edges on
    the way to the launch, blocker and blocked: full lines, and titles in bold. With ``has_owners`` a late row names its
    owner. ``earlier`` are the days each milestone was due before, by id: faint strokes.
    """
    steps = [{**step, "earlier": _days((earlier or {}).get(step["id"], ()))} for step in steps]
    low, high, ticks = _axis(*_range(steps, on))
    share = (pd.Timestamp(on) - low) / (high - low)
    rows = _step_rows(steps, edges, path, low, high, share, words, on=on, has_owners=has_owners)
    height = rows[-1].bottom if rows else MARK_BAND
    return figure(
        _click_areas(rows, low, high),
        _periods(rows, words),
        _moves(rows),
        _earlier(rows, words),
        _announced(rows, words),
        _edges(rows, [edge for edge in path if edge not in edges], on, "path", {"color": STONE, "width": 2}),
        _edges(rows, edges, on, "blocks", {"color": RED, "width": 1.5, "dash": "dot"}),
        _marks(rows, words),
        height=round(height) + TOP + BOTTOM,
        barmode="overlay",
        margin={"l": 4, "r": 4, "t": TOP, "b": BOTTOM},
        xaxis={"type": "date", "range": [low, high], "automargin": False, **ticks},
        yaxis={"range": [height, 0], "visible": False, "automargin": False},
        shapes=_shapes(rows, on, opened),
        annotations=[
            _today(on, share, words),
            *(text for row in rows for text in _texts(row, low, high, on, share, is_open=row.step["id"] == opened)),
        ],
        hovermode="closest",
    )


def _range(steps: Steps, on: date) -> tuple[pd.Timestamp, pd.Timestamp]:
    columns = ("due_first", "due_last", "baseline_first", "baseline_last", "done_on")
    days = [pd.Timestamp(on), *(step[name] for step in steps for name in columns if not pd.isna(step[name]))]
    days += [day for step in steps for day in step["earlier"]]
    low, high = min(days), max(days)
    around = max((high - low) * 0.05, 10 * DAY)
    return low - around, high + around


def _days(days: Sequence[date]) -> tuple[pd.Timestamp, ...]:
    return tuple(map(pd.Timestamp, days))


def _ticks(low: pd.Timestamp, high: pd.Timestamp) -> dict[str, Any]:
    days = (high - low).days
    if days <= DAYS_IN_WEEKS:
        weeks = 1 if days <= DAYS_IN_WEEKS / 2 else 2
        return {"dtick": weeks * 7 * DAY / MILLISECOND, "tick0": "2000-01-03", "tickformat": "%-d %b\n%Y"}
    months = days / 30.4
    step = next((n for n in (1, 2, 3, 6, 12) if months / n <= 7), None)
    if step is None:
        return {"nticks": 6, "tickformat": "%Y"}
    return {"dtick": f"M{step}", "tick0": "2000-01-01", "tickformat": "%Y" if step == 12 else "%b\n%Y"}


def _axis(low: pd.Timestamp, high: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp, dict[str, Any]]:
    """The range with its ticks, so wide that a phone shows the outermost: a word that would be cut is left out there,
    and with the first one the year."""
    ticks = _ticks(low, high)
    if "dtick" in ticks:
        step = ticks["dtick"]
        every = f"{step[1:]}MS" if isinstance(step, str) else step * MILLISECOND
        shown = [day for day in pd.date_range(ticks["tick0"], high, freq=every) if day >= low]
        room = (high - low) * TICK_ROOM / PHONE_PLOT
        low, high = min([low, *(day - room for day in shown)]), max([high, *(day + room for day in shown)])
    return low, high, ticks


def _step_rows(
    steps: Steps,
    edges: Edges,
    path: Edges,
    low: pd.Timestamp,
    high: pd.Timestamp,
    share: float,
    words: Words,
    *,
    on: date,
    has_owners: bool,
) -> list[_Row]:
    rows: list[_Row] = []
    drawn = [*edges, *path]
    blockers, waiting = {blocker for blocker, _ in drawn}, {blocked for _, blocked in drawn}
    on_path = {id_ for edge in path for id_ in edge}
    first = {step["id"]: step["due_first"] for step in reversed(steps)}
    comes_down: dict[str, pd.Timestamp] = {}
    for blocker, blocked in drawn:
        if not pd.isna(day := first.get(blocked, pd.NaT)):
            comes_down[blocker] = min(day, comes_down.get(blocker, day))
    top = 0.0
    for step in steps:
        is_met = step["id"] in waiting and not pd.isna(step["due_first"])
        title = _title_lines(step, share, (step["due_first"] - low) / (high - low) if is_met else None, words)
        if step["id"] in on_path:
            title = tuple(f"<b>{line}</b>" for line in title)
        owner = step["owner"] if has_owners and step["state"] == "late" and isinstance(step["owner"], str) else ""
        moved = moved_label(len(step["earlier"]), words)
        said = " · ".join(filter(None, (mark_label(step, words), moved, shorten(owner, 40))))
        side = _side(step, len(said), low, high, is_blocker=step["id"] in blockers)
        label, ends, letters = (plain_plotly(said, 90),), None, floor(PHONE_PLOT / LABEL_CHARACTER)
        if side == "below":
            ends = pd.Timestamp(on) if step["state"] == "late" else comes_down.get(step["id"])
            if ends is not None:
                before = floor(((ends - low) / (high - low) * PHONE_PLOT - DAY_GAP) / LABEL_CHARACTER)
                letters, ends = (before, ends) if before >= LABEL_LETTERS else (letters, None)
            label = _label_lines(said, letters)
        mark = top + PAD + TITLE_LINE * len(title) + MARK_BAND / 2
        bottom = mark + MARK_BAND / 2 + (LABEL_LINE * len(label) if side == "below" else 0) + PAD - 4
        is_past_day = side == "right" and _covers_day(step, len(said), low, high, share)
        rows.append(_Row(step, title, label, side, is_past_day, ends, top, mark, bottom))
        top = bottom
    return rows


def _label_lines(said: str, letters: int) -> tuple[str, ...]:
    """A label over lines of so many letters, broken between what it says where that is possible."""
    lines: list[str] = []
    for part in said.split(" · "):
        if lines and len(joined := f"{lines[-1]} · {part}") <= letters:
            lines[-1] = joined
        else:
            lines += textwrap.wrap(part, letters)
    return tuple(map(plain_plotly, lines))


def _at_day(share: float) -> bool:
    """Whether titles begin at the line of the day, at this share of the width, as at the left they would cover it."""
    return share * WIDE_PLOT < TITLE_CHARACTERS * LABEL_CHARACTER


def _title_lines(step: Mapping[Any, Any], share: float, ends: float | None, words: Words) -> tuple[str, ...]:
    """A title from the left or the line of the day on, where it can up to the line that comes down to the milestone.

    Both are shares of the width, ``ends`` is None without such a line.
    """
    title = title_of(step, words)
    if isinstance(step["flag"], str) and step["flag"] == "postponed":
        title = words.say("{title} ({flag})", title=title, flag=words.label(FLAGS, step["flag"]).lower())
    begins = share if _at_day(share) else 0
    rooms = [floor(((end - begins) * PHONE_PLOT - 2 * DAY_GAP) / LABEL_CHARACTER) for end in (ends or 0, 1)]
    fits = [TITLE_CHARACTERS, *(room for room in rooms[:1] if room >= LABEL_LETTERS), *(rooms[1:] if begins else ())]
    lines = textwrap.wrap(title, min(fits))
    return tuple(plain_plotly(line) for line in lines) or ("",)


def _side(step: Mapping[Any, Any], characters: int, low: pd.Timestamp, high: pd.Timestamp, *, is_blocker: bool) -> str:
    """Where the label finds room: right, but where lines leave to the right; else left, else below."""
    shown = _shown_days(step)
    if not shown:
        return "alone"
    needed = (characters * LABEL_CHARACTER + LABEL_GAP) / PHONE_PLOT
    if not is_blocker and (high - max(shown)) / (high - low) >= needed:
        return "right"
    return "left" if (min(shown) - low) / (high - low) >= needed else "below"


def _covers_day(step: Mapping[Any, Any], characters: int, low: pd.Timestamp, high: pd.Timestamp, share: float) -> bool:
    """Whether a label right of the marks would lie over the line of the day on a laptop, and has room past it."""
    ends, width = (max(_shown_days(step)) - low) / (high - low), characters * LABEL_CHARACTER
    covers = ends < share < ends + (LABEL_GAP + width) / WIDE_PLOT
    return covers and share + (DAY_GAP + width) / PHONE_PLOT <= 1


def _shown_days(step: Mapping[Any, Any]) -> list[pd.Timestamp]:
    """Everything that is drawn in the row of a milestone."""
    names = ("due_first", "due_last", "baseline_first", "baseline_last", "done_on", "reference")
    return [*(step[name] for name in names if not pd.isna(step[name])), *step["earlier"]]


def _hover(step: Mapping[Any, Any], words: Words) -> str:
    said = [f"<b>{plain_plotly(title_of(step, words), 80)}</b>", plain_state(step, words)]
    if due := due_words(step, words):
        said.append(words.say("Due {period}", period=due))
    if announced := period_words(step, "baseline", words):
        said.append(words.say("First announced for {period}", period=announced))
    if step["earlier"]:
        said.append(moved_words([day.date() for day in step["earlier"]], words))
    if not pd.isna(step["done_on"]):
        said.append(words.say("Done on {day}", day=words.day(step["done_on"].date())))
    return "<br>".join(said)


def _click_areas(rows: Sequence[_Row], low: pd.Timestamp, high: pd.Timestamp) -> Trace:
    """Each row as a whole answers a click, its title too."""
    return trace(
        "bar",
        orientation="h",
        base=[low] * len(rows),
        x=[_length(low, high)] * len(rows),
        y=[(row.top + row.bottom) / 2 for row in rows],
        width=[row.bottom - row.top for row in rows],
        marker={"color": _CLEAR, "line": {"width": 0}},
        customdata=[row.step["id"] for row in rows],
        hoverinfo="none",
        name="rows",
    )


def _length(first: pd.Timestamp, end: pd.Timestamp) -> float:
    return (end - first) / MILLISECOND


def _is_long(step: Mapping[Any, Any], name: str) -> bool:
    return not pd.isna(step[f"{name}_first"]) and step[f"{name}_first"] != step[f"{name}_last"]


def _is_day(step: Mapping[Any, Any], name: str) -> bool:
    return not pd.isna(step[f"{name}_first"]) and not _is_long(step, name)


def _periods(rows: Sequence[_Row], words: Words) -> Trace:
    """Months and stretches of days: hollow as announced, filled as due."""
    bars = [(row, name) for row in rows for name in ("baseline", "due") if _is_long(row.step, name)]
    return trace(
        "bar",
        orientation="h",
        base=[row.step[f"{name}_first"] for row, name in bars],
        x=[_length(row.step[f"{name}_first"], row.step[f"{name}_last"] + DAY) for row, name in bars],
        y=[row.mark for row, _ in bars],
        width=[18 if name == "baseline" else 10 for _, name in bars],
        marker={
            "color": [_CLEAR if name == "baseline" else STATE_COLOURS[row.step["state"]] for row, name in bars],
            "line": {"width": [1.5 if name == "baseline" else 0 for _, name in bars], "color": STONE},
        },
        customdata=[row.step["id"] for row, _ in bars],
        hovertext=[_hover(row.step, words) for row, _ in bars],
        hovertemplate="%{hovertext}<extra></extra>",
        name="periods",
    )


def _moves(rows: Sequence[_Row]) -> Trace:
    """Lines from the day announced to the day that holds now, and of what is late from its day to D."""
    x: list[Any] = []
    y: list[float | None] = []
    for row in rows:
        step = row.step
        begins = [step["due_last"]] if step["state"] == "late" else []
        begins += [step["moved_from"]] if not pd.isna(step["moved_from"]) else []
        if begins:
            x += [min([*begins, step["reference"]]), max([*begins, step["reference"]]), None]
            y += [row.mark] * 2 + [None]
    return trace("scatter", x=x, y=y, mode="lines", line={"color": STONE, "width": 2}, hoverinfo="skip", name="moves")


def _earlier(rows: Sequence[_Row], words: Words) -> Trace:
    """Where a milestone was due before it moved: strokes so faint that what holds now is seen first."""
    days = [(row, day) for row in rows for day in row.step["earlier"]]
    return trace(
        "scatter",
        x=[day for _, day in days],
        y=[row.mark for row, _ in days],
        mode="markers",
        marker={"symbol": "line-ns-open", "size": 14, "color": STONE, "opacity": 0.55, "line": {"width": 2}},
        customdata=[row.step["id"] for row, _ in days],
        hovertext=[_hover(row.step, words) for row, _ in days],
        hovertemplate="%{hovertext}<extra></extra>",
        name="earlier",
    )


def _announced(rows: Sequence[_Row], words: Words) -> Trace:
    """Days first announced, hollow; and, hollow too, the due day of what was done on another one."""
    days = [(row, row.step["baseline_first"], "diamond-open", 17) for row in rows if _is_day(row.step, "baseline")]
    days += [
        (row, row.step["due_first"], "circle-open", 10)
        for row in rows
        if row.step["state"] == "done" and _is_day(row.step, "due") and row.step["due_first"] != row.step["done_on"]
    ]
    return trace(
        "scatter",
        x=[day for _, day, _, _ in days],
        y=[row.mark for row, *_ in days],
        mode="markers",
        marker={
            "symbol": [symbol for *_, symbol, _ in days],
            "size": [size for *_, size in days],
            "color": STONE,
            "line": {"width": 1.5, "color": STONE},
            "opacity": 1,
        },
        customdata=[row.step["id"] for row, *_ in days],
        hovertext=[_hover(row.step, words) for row, *_ in days],
        hovertemplate="%{hovertext}<extra></extra>",
        name="announced",
    )


def _mark_day(step: Mapping[Any, Any]) -> Any:  # noqa: ANN401 - a timestamp or NaT
    """Where the mark of the state stands: the day it was done, else its first day; none for a month still open."""
    if step["state"] == "done":
        return step["done_on"]
    return pd.NaT if step["due_precision"] == "month" else step["due_first"]


def _marks(rows: Sequence[_Row], words: Words) -> Trace:
    marked = [row for row in rows if not pd.isna(_mark_day(row.step))]
    return trace(
        "scatter",
        x=[_mark_day(row.step) for row in marked],
        y=[row.mark for row in marked],
        mode="markers",
        marker={
            "symbol": [STATE_SYMBOLS[row.step["state"]] for row in marked],
            "size": [13 if row.step["state"] in {"next", "under way", "late"} else 11 for row in marked],
            "color": [STATE_COLOURS[row.step["state"]] for row in marked],
            "line": {"width": 2, "color": [STATE_COLOURS[row.step["state"]] for row in marked]},
            "opacity": 1,
        },
        customdata=[row.step["id"] for row in marked],
        hovertext=[_hover(row.step, words) for row in marked],
        hovertemplate="%{hovertext}<extra></extra>",
        name="marks",
    )


def _edges(rows: Sequence[_Row], edges: Edges, on: date, name: str, line: dict[str, Any]) -> Trace:
    """Lines from a milestone, of what is late from D, across and then down to what waits for it.

    They come down on their mark rather than along its row, where they would strike its label through.
    """
    by_id = {row.step["id"]: row for row in reversed(rows)}
    x: list[Any] = []
    y: list[float | None] = []
    symbols: list[str] = []
    for blocker_id, blocked_id in edges:
        if blocker_id not in by_id or blocked_id not in by_id:
            continue
        blocker, blocked = by_id[blocker_id], by_id[blocked_id]
        if pd.isna(blocker.step["due_last"]) or pd.isna(blocked.step["due_first"]):
            continue
        ends = blocked.step["due_first"]
        begins = min(max(ends, blocker.step["due_first"]), blocker.step["due_last"])
        if blocker.step["state"] == "late":
            begins = pd.Timestamp(on)
        is_down = blocked.mark > blocker.mark
        x += [begins, ends, ends, None]
        y += [blocker.mark, blocker.mark, blocked.mark + (-ARROW_GAP if is_down else ARROW_GAP), None]
        symbols += ["circle", "circle", "triangle-down" if is_down else "triangle-up", "circle"]
    return trace(
        "scatter",
        x=x,
        y=y,
        mode="lines+markers",
        line=line,
        marker={
            "symbol": symbols,
            "size": [9 if symbol.startswith("triangle") else 0 for symbol in symbols],
            "color": line["color"],
            "opacity": 1,
            "line": {"width": 0},
        },
        hoverinfo="skip",
        name=name,
    )


def _shapes(rows: Sequence[_Row], on: date, opened: str | None) -> list[dict[str, Any]]:
    across = {"xref": "paper", "x0": 0, "x1": 1, "layer": "below"}
    rule = {"type": "line", "line": {"color": _RULE, "width": 1}}
    shapes = [across | rule | {"y0": row.top, "y1": row.top} for row in rows[1:]]
    tint = {"type": "rect", "fillcolor": _OPENED, "line": {"width": 0}}
    shapes += [across | tint | {"y0": row.top, "y1": row.bottom} for row in rows if row.step["id"] == opened]
    # Whole, as a dashed one behind the words of the rows would be read as marks.
    today = {
        "type": "line",
        "name": "day",
        "yref": "paper",
        "x0": on.isoformat(),
        "x1": on.isoformat(),
        "y0": 0,
        "y1": 1,
    }
    return [*shapes, today | {"line": {"color": CORAL, "width": 1.5}, "layer": "below"}]


def _today(on: date, share: float, words: Words) -> dict[str, Any]:
    return {
        "x": on.isoformat(),
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": _anchor(share),
        "text": words.say("As of {day}", day=words.day(on, "medium")),
        "showarrow": False,
        "font": {"size": FONT_SIZE},
    }


def _anchor(share: float) -> str:
    """How a text stands to a place at a share of the width, so that it is never cut."""
    return "left" if share < 0.25 else "right" if share > 0.75 else "center"


def _label_height(row: _Row) -> float:
    return row.mark + (MARK_BAND + LABEL_LINE * len(row.label)) / 2


def _below(row: _Row, middle: pd.Timestamp, low: pd.Timestamp, high: pd.Timestamp) -> dict[str, Any]:
    """Under the marks where the label has room there on a phone, else at the edge that they are nearer to."""
    y, share = _label_height(row), (middle - low) / (high - low)
    width = max(map(len, row.label)) * LABEL_CHARACTER / PHONE_PLOT
    ends = 1.0 if row.ends is None else (row.ends - low) / (high - low) - DAY_GAP / PHONE_PLOT
    is_central = width / 2 <= share <= ends - width / 2
    if row.ends is not None and not is_central:
        return {"x": row.ends.isoformat(), "xanchor": "right", "xshift": -DAY_GAP, "align": "right", "y": y}
    fits = {"center": is_central, "right": width <= share, "left": share <= 1 - width}
    for anchor in (anchor for anchor, has_room in fits.items() if has_room):
        return {"x": middle.isoformat(), "xanchor": anchor, "y": y}
    edge = 0 if share < 0.5 else 1
    return {"x": edge, "xref": "paper", "xanchor": "right" if edge else "left", "y": y}


def _texts(
    row: _Row, low: pd.Timestamp, high: pd.Timestamp, on: date, share: float, *, is_open: bool
) -> list[dict[str, Any]]:
    """The title of a row at its left, and beside or below the marks what there is to say of it."""
    past_day = {"x": on.isoformat(), "xanchor": "left", "xshift": DAY_GAP}
    edge = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": 4}
    at_left = {"showarrow": False, "align": "left", **(past_day if _at_day(share) else edge)}
    title = at_left | {
        "y": row.top + PAD + TITLE_LINE * len(row.title) / 2,
        "text": "<br>".join(row.title),
        "font": {"size": FONT_SIZE},
    }
    label = {"showarrow": False, "text": "<br>".join(row.label), "font": {"size": FONT_SIZE}, "borderpad": 1}
    if not is_open:
        # The line of the day stops at what is written.
        label["bgcolor"] = title["bgcolor"] = PAPER
    if row.side == "alone":
        return [title, at_left | label | {"y": row.mark}]
    shown = _shown_days(row.step)
    if row.side == "below":
        place = _below(row, min(shown) + (max(shown) - min(shown)) / 2, low, high)
    elif row.is_past_day:
        place = past_day | {"y": row.mark}
    elif row.side == "right":
        place = {"x": max(shown).isoformat(), "xanchor": "left", "xshift": LABEL_GAP, "y": row.mark}
    else:
        place = {"x": min(shown).isoformat(), "xanchor": "right", "xshift": -LABEL_GAP, "y": row.mark}
    return [title, label | place]


def _drawn_steps(shown: Steps, of: Subject) -> go.Figure | None:
    if not shown:
        return None
    edges = blocking_edges(of.road, on=of.on)
    return timeline(
        shown,
        edges,
        of.words,
        on=of.on,
        opened=of.opened[0] if of.opened else None,
        path=path_edges(of.road, on=of.on),
        has_owners=of.whole.settings.show_contacts,
        earlier=dict(of.earlier),
    )


def steps_passport(name: str, shown: Steps, of: Subject, why_not: str = "") -> Passport:
    """How the dates and states of ``shown`` came about; ``why_not`` is why the other milestones are not."""
    words, steps, count = of.words, schedule(of.road, on=of.on), of.whole.rows.get("Milestones")
    is_shown = steps["row"].isin([step["row"] for step in shown]).to_numpy()
    left_out = {why_not: len(steps) - len(shown), words.say("not readable"): count.left_out if count else 0}
    return Passport(
        name=name,
        definition=words.say(
            "A milestone is done from the day it was done; under way within its days or its month; late once "
            "its last day is past, and for the first {days} days shown as “not yet confirmed”; next is the "
            "earliest still ahead. Its slip is the distance in days from the date first announced to the day "
            "it was done, to the day looked at where it is late, else to the last day it is due; of one still to come "
            "it is 0 where its days and those first announced share one. What is late blocks every open milestone that "
            "depends on it, directly or through others.",
            days=words.number(UNCONFIRMED_DAYS),
        ),
        table=milestone_table(scheduled(of.road, on=of.on), words)[is_shown],
        values=milestone_values(steps[is_shown], words),
        used=len(shown),
        left_out={reason: n for reason, n in left_out.items() if n},
    )


TIMELINE = Chart(
    key="timeline",
    numbers=lambda of: nearest_steps(scheduled(of.road, on=of.on), ROWS_MOST, on=of.on),
    draw=_drawn_steps,
    finding=lambda shown, of: moves_title(scheduled(of.road, on=of.on), of.words),
    alt=lambda shown, of: timeline_alt(shown, of.words, dict(of.earlier)),
    passport=lambda shown, of: steps_passport("milestones", shown, of, of.words.say("further away from this day")),
)


def _tied(of: Subject) -> Neighbours:
    return neighbours(of.road, of.opened[0] if of.opened else "", on=of.on)


def _tied_steps(of: Subject) -> Steps:
    around = _tied(of)
    tied = {*of.opened[:1], *around.before, *around.after}
    return [step for step in scheduled(of.road, on=of.on) if step["id"] in tied]


TIED = Chart(
    key="timeline_near",
    numbers=_tied_steps,
    draw=_drawn_steps,
    finding=lambda shown, of: neighbours_title(len(_tied(of).before), len(_tied(of).after), of.words),
    alt=lambda shown, of: timeline_alt(shown, of.words, dict(of.earlier)),
    passport=lambda shown, of: steps_passport("milestone", shown, of, of.words.say("not tied to it")),
)
"""The milestone that is opened, with those it depends on and those that depend on it."""
