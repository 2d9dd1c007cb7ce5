"""A chart with its passport: what it says, by which rule, from which rows, and the same numbers as a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.charts.style import config
from components.shell import view
from components.words.plain import plain_markdown
from data.cache import per_road_keeping
from data.exports.tables import to_csv
from data.road import Road
from data.words import Words


@dataclass(frozen=True)
class Passport:
    """How a figure came about.

    ``definition`` is the rule in words (one paragraph), ``table`` the figure's own numbers with headers in the reader's
    language, ``used`` the rows that count, ``left_out`` the others by reason (in the reader's language).
    """

    name: str
    definition: str
    table: pd.DataFrame
    used: int
    left_out: Mapping[str, int] = field(default_factory=dict)


def contribution_rows(road: Road, received: int, words: Words) -> tuple[int, dict[str, int]]:
    """Rows of Contributions behind a figure over all that was received: (used, left out by reason)."""
    count = road.rows.get("Contributions")
    later = len(road.contributions) - received
    unreadable = count.left_out if count else 0
    reasons = {
        words.say("not yet received on this day"): later,
        words.say("without a readable date or contributor"): unreadable,
    }
    return received, {reason: n for reason, n in reasons.items() if n}


@dataclass(frozen=True)
class Drawing:
    """A figure and its words, plain text of one language: the finding above it, and what stands for it unseen."""

    figure: go.Figure
    title: str
    alt: str


DRAWINGS_KEPT = 400
"""Of each Road, whatever they show: a drawing takes 50 to 270 kB and 5 to 35 ms."""

per_drawing = per_road_keeping(DRAWINGS_KEPT)
"""Keeps what a function of a Road draws, as ``per_road`` does."""


def chart(
    drawing: Drawing,
    *,
    key: str,
    passport: Callable[[], Passport],
    on_select: Callable[[], None] | None = None,
) -> object:
    """Draw a figure under the finding it shows, its passport behind the (i).

    ``passport`` is called only once the reader opens it. Returns what was selected, when ``on_select`` is given.
    """
    words = view.current().words
    heading(drawing.title, key=key, passport=passport)
    selection = {} if on_select is None else {"on_select": on_select, "selection_mode": "points"}
    return st.plotly_chart(drawing.figure, key=key, alt=drawing.alt, config=config(words), **selection)


def heading(title: str, *, key: str, passport: Callable[[], Passport]) -> None:
    """A finding as a heading, with the (i) of its passport at its end."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        st.subheader(plain_markdown(title), anchor=False)
        passport_button(key=key, passport=passport)


def passport_button(*, key: str, passport: Callable[[], Passport]) -> None:
    """The (i): opens the passport; its content is made only then."""
    words = view.current().words
    opened = st.popover(
        words.say("About"),
        icon=":material/info:",
        type="tertiary",
        key=f"{key}_passport",
        on_change="rerun",
    )
    if opened.open:
        with opened:
            _contents(passport(), key, words)


def _contents(passport: Passport, key: str, words: Words) -> None:
    here = view.current()
    st.markdown(plain_markdown(passport.definition, length=2000))
    left_out = sum(passport.left_out.values())
    st.caption(
        words.plural(
            "Based on {n} of {all} row.",
            "Based on {n} of {all} rows.",
            passport.used,
            all=words.number(passport.used + left_out),
        )
        + "".join(
            " " + words.say("{label}: {value}", label=words.number(n), value=reason) + "."
            for reason, n in passport.left_out.items()
        )
    )
    st.caption(
        words.say("As of {day}", day=words.day(here.on))
        + " · "
        + words.say("source: {name}", name=plain_markdown(here.road.origin.name))
        + " · "
        + words.say("read on {day} at {time} UTC", day=words.day(here.read_at.date()), time=words.clock(here.read_at))
    )
    table(plain_table(passport.table))
    st.download_button(
        words.say("Download these numbers (CSV)"),
        data=lambda: to_csv(passport.table),
        file_name=f"{passport.name}-{here.on.isoformat()}.csv",
        mime="text/csv",
        key=f"{key}_csv",
        on_click="ignore",
        icon=":material/download:",
    )


def plain_table(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with every cell and header as it is typed, never as Markdown."""
    shown = frame.map(lambda value: plain_markdown(value) if isinstance(value, str) else value)
    return shown.rename(columns=plain_markdown)


def table(shown: pd.DataFrame) -> None:
    """Draw a small table, made by ``plain_table``."""
    st.table(shown, border="horizontal", hide_index=True)
