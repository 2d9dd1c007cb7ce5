"""Contributions by one dimension at a time: one switch, one chart."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from components.charts.breakdown import BREAKDOWN
from components.charts.chart import Subject
from components.contributions import filters
from components.shared.passport import show, subject
from components.shell import address
from components.shell.view import View
from components.words.labels import DIMENSION_NAMES, label
from components.words.plain import plain_markdown
from data.cache import per_road
from data.figures.contributions import given_dimensions
from data.figures.network import kind_of
from data.figures.selection import Selection, choices
from data.road import Road
from data.shape import FILTERED, GEOGRAPHIC
from data.words import Words

SEVERAL = frozenset(dimension for dimension, column in FILTERED.items() if column.links)


def by_dimension(here: View, selection: Selection) -> None:
    """The switch and the bars of what it names."""
    words, offered = here.words, _offered(here.road, on=here.on)
    asked = BREAKDOWN.way(address.get("breakdown"))
    dimension = asked if asked in offered else offered[0]
    of = subject(here, selection, by=dimension)
    show(BREAKDOWN, of, opens=lambda code: filters.toggle(dimension, code))
    if dimension == "section" and (apart := _apart(of)):
        st.caption(words.say("Cutting across these, and not added: {sections}.", sections=plain_markdown(apart)))
    if dimension in SEVERAL:
        st.caption(words.say("A contribution that names several counts in each: the bars add up to more than all."))
    if len(offered) > 1:
        _switch(dimension, offered, words)


def _offered(road: Road, *, on: date) -> tuple[str, ...]:
    """The ways to break down that the sheet has anything for; the usual one where it has nothing at all."""
    given = given_dimensions(road, on=on)
    return tuple(way for way in BREAKDOWN.by if way in given) or BREAKDOWN.by[:1]


@per_road
def _apart(of: Subject) -> str:
    """The cross-cutting sections with their numbers."""
    words, kinds = of.words, kind_of(of.whole)
    counted = choices(of.road, Selection(), "section", on=of.on)
    return words.listed(
        [
            f"{label(of.whole, 'section', row['value'], words)} {words.number(row['n'])}"
            for row in counted.to_dict("records")
            if row["n"] and kinds.get(row["value"], GEOGRAPHIC) != GEOGRAPHIC
        ]
    )


def _switch(dimension: str, offered: Sequence[str], words: Words) -> None:
    st.session_state["at_breakdown"] = dimension
    st.pills(
        words.say("Break down by"),
        offered,
        format_func=lambda code: words.say(DIMENSION_NAMES[code]),
        required=True,
        key="at_breakdown",
        wrap=True,
        on_change=lambda: address.put("breakdown", st.session_state["at_breakdown"]),
    )
