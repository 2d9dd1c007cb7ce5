"""Contributions by one dimension at a time: one switch, one chart."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
import streamlit as st

from components.charts.breakdown import breakdown_chart, top_and_others
from components.contributions.progress import rows_behind
from components.shared.passport import Drawing, Passport, chart, per_drawing
from components.shell import address
from components.shell.view import View
from components.words.contributions import breakdown_alt, breakdown_finding
from components.words.labels import DIMENSION_NAMES, label
from components.words.plain import plain_markdown
from data.cache import per_road
from data.figures.contributions import breakdown, tally
from data.figures.network import GEOGRAPHIC
from data.figures.selection import Selection, choices
from data.road import Road
from data.words import Words, words_of

BY = ("section", "theme", "contributor_type", "question", "policy_council", "language", "country", "decision", "block")
SEVERAL = frozenset({"question", "block"})


def by_dimension(whole: View, found: View) -> None:
    """The switch and the bars of what it names."""
    words, dimension = found.words, _dimension()
    chart(
        _drawing(found.road, on=found.on, language=words.language, dimension=dimension),
        key="breakdown",
        passport=lambda: _passport(whole, found, dimension),
    )
    if dimension == "section" and (apart := _apart(found.road, on=found.on, language=words.language)):
        st.caption(words.say("Cutting across these, and not added: {sections}.", sections=plain_markdown(apart)))
    if dimension in SEVERAL:
        st.caption(words.say("A contribution that names several counts in each: the bars add up to more than all."))
    _switch(dimension, words)


@per_road
def _apart(road: Road, *, on: date, language: str) -> str:
    """The cross-cutting sections with their numbers."""
    words, kinds = words_of(language), dict(zip(road.sections["code"], road.sections["kind"], strict=True))
    counted = choices(road, Selection(), "section", on=on)
    return words.listed(
        [
            f"{label(road, 'section', row['value'], words)} {words.number(row['n'])}"
            for row in counted.to_dict("records")
            if row["n"] and kinds.get(row["value"], GEOGRAPHIC) != GEOGRAPHIC
        ]
    )


def _dimension() -> str:
    asked = address.get("breakdown")
    return asked if asked in BY else BY[0]


def _switch(dimension: str, words: Words) -> None:
    st.session_state["at_breakdown"] = dimension
    st.pills(
        words.say("Break down by"),
        BY,
        format_func=lambda code: words.say(DIMENSION_NAMES[code]),
        required=True,
        key="at_breakdown",
        wrap=True,
        on_change=lambda: address.put("breakdown", st.session_state["at_breakdown"]),
    )


@per_drawing
def _drawing(road: Road, *, on: date, language: str, dimension: str) -> Drawing:
    words, bars = words_of(language), top_and_others(breakdown(road, dimension, on=on))
    labels = _labels(road, dimension, bars, words)
    return Drawing(
        breakdown_chart(bars, labels, words),
        _finding(dimension, bars, labels, tally(road, on=on).received, words),
        breakdown_alt(labels, bars["received"], words),
    )


def _labels(road: Road, dimension: str, bars: pd.DataFrame, words: Words) -> list[str]:
    return [
        label(road, dimension, row["value"], words)
        or (words.plural("{n} other", "{n} others", row["values"]) if row["values"] else _blank(dimension, words))
        for row in bars.to_dict("records")
    ]


def _blank(dimension: str, words: Words) -> str:
    return words.say("Not yet decided") if dimension == "decision" else words.say("none given")


def _finding(dimension: str, bars: pd.DataFrame, labels: Sequence[str], received: int, words: Words) -> str:
    given = bars[~bars["is_rest"]]
    most = int(given["received"].max()) if len(given) else 0
    names = [labels[place] for place in np.flatnonzero(given["received"] == most).tolist()]
    return breakdown_finding(dimension, names, most, received, words)


def _passport(whole: View, found: View, dimension: str) -> Passport:
    words, counted = found.words, breakdown(found.road, dimension, on=found.on)
    used, left_out = rows_behind(whole, found)
    name = words.say(DIMENSION_NAMES[dimension])
    values = [label(whole.road, dimension, value, words) or _blank(dimension, words) for value in counted["value"]]
    return Passport(
        name=f"by-{dimension}",
        definition=words.say(
            "Contributions received by this day, by {dimension}, and how many of each have been considered, decided "
            "and landed in the text. The most frequent first; beyond {shown} the others are added up in the chart, and "
            "listed here.",
            dimension=name,
            shown=words.number(8),
        ),
        table=pd.DataFrame(
            {
                name: values,
                words.say("Received"): counted["received"].tolist(),
                words.say("Considered"): counted["considered"].tolist(),
                words.say("Decided"): counted["decided"].tolist(),
                words.say("In the text"): counted["landed"].tolist(),
            }
        ),
        used=used,
        left_out=left_out,
    )
