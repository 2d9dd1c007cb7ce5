"""A chart with its passport: what it says, by which rule, from which rows, and the same numbers as a table."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from components.charts.chart import EVERYTHING, Chart, Earlier, Passport, Subject
from components.charts.style import clickable, config
from components.shared.picture import picture_buttons
from components.shell import cited, document, view
from components.shell.download import download_button
from components.shell.view import View
from components.words.plain import plain_markdown
from data.exports.tables import to_csv
from data.figures.selection import Selection
from data.words import Words


def subject(
    here: View,
    selection: Selection = EVERYTHING,
    *,
    by: str = "",
    opened: tuple[str, ...] = (),
    narrow: bool = False,
    earlier: Earlier = (),
) -> Subject:
    """What this run looks at, or a selection of it, for a chart."""
    return Subject(here.road, here.on, here.words, selection, by, opened, narrow, earlier)


def show(chart: Chart[Any], of: Subject, *, opens: Callable[..., None] | None = None) -> None:
    """Draw a chart under the finding it shows, its passport behind the (i); the finding alone where nothing is drawn.

    The passport is made only once the reader opens it. ``opens`` takes the codes of what was clicked.
    """
    drawing = chart.drawing(of)
    is_drawn = drawing.figure is not None
    heading(drawing.finding, key=chart.key, passport=lambda: chart.passport_of(of), is_chart=is_drawn)
    if drawing.figure is not None:
        clicked = {"on_select": lambda: _open(chart.key, opens), "selection_mode": "points"} if opens else {}
        document.chart(chart.key, drawing.alt, drawing.figure.to_dict()["layout"]["height"])
        figure = clickable(drawing.figure) if opens else drawing.figure
        st.plotly_chart(figure, key=chart.key, alt=drawing.alt, config=config(of.words), **clicked)


def _open(key: str, opens: Callable[..., None]) -> None:
    for point in st.session_state[key]["selection"]["points"][:1]:
        codes = point.get("location") or point.get("customdata")
        if codes:
            opens(*(codes if isinstance(codes, list) else [codes]))


def heading(title: str, *, key: str, passport: Callable[[], Passport], is_chart: bool = False) -> None:
    """A finding as a heading, with the (i) of its passport at its end; ``is_chart`` where one of that key follows."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        st.header(plain_markdown(title), anchor=False)
        passport_button(key=key, passport=passport, finding=title, is_chart=is_chart)


def passport_button(*, key: str, passport: Callable[[], Passport], finding: str, is_chart: bool = False) -> None:
    """The (i): opens the passport; its content is made only then. ``finding`` is what a citation quotes.

    With ``is_chart`` it brings a picture of the chart that is drawn under ``key``.
    """
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
            _contents(passport(), key, words, finding, is_chart=is_chart)


def _contents(passport: Passport, key: str, words: Words, finding: str, *, is_chart: bool) -> None:
    here = view.current()
    st.markdown(plain_markdown(passport.definition, length=2000))
    left_out = sum(passport.left_out.values())
    st.caption(
        words.plural(
            "Based on {n} of {all} rows.",
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
    table(plain_table(passport.table, words))
    download_button(
        words.say("Download these numbers (CSV)"),
        lambda: to_csv(passport.file),
        f"{passport.name}-{here.on.isoformat()}.csv",
        key=f"{key}_csv",
    )
    if is_chart:
        picture_buttons(here, chart=key, name=passport.name, title=finding, n=passport.used)
    if here.is_own_file:
        # No address shows it to anybody else.
        return
    st.session_state[f"{key}_cite"] = cited.citation(finding, here)
    st.text_area(
        words.say("Cite"),
        key=f"{key}_cite",
        help=words.say("The address shows this page as the sheet said it at that reading, whatever is changed since."),
    )


def plain_table(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The table with every cell and header as it is typed, never as Markdown; days and numbers in words."""

    def said(value: object) -> object:
        if isinstance(value, str):
            return plain_markdown(value)
        if pd.isna(value):  # pyright: ignore[reportArgumentType, reportCallIssue] - a scalar
            return "–"
        if isinstance(value, pd.Timestamp):
            return words.day(value.date(), "medium")
        return words.number(value, 2) if isinstance(value, (int, float)) else value

    shown = frame.astype(object).map(said)
    return shown.rename(columns=plain_markdown)


def table(shown: pd.DataFrame) -> None:
    """Draw a small table, made by ``plain_table``."""
    st.table(shown, border="horizontal", hide_index=True)
