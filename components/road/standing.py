"""Where we are: the sentence, the road, the four figures."""

import streamlit as st

from components.road.line import road_line
from components.shared.cards import figure_card
from components.shell import address
from components.shell.pages import page_of
from components.shell.view import View
from components.words import road as findings
from components.words.asks import ASKS_SHOWN, asks_words, nothing_asked
from components.words.plain import plain_markdown
from data.figures.contributions import so_far

_MORE = {"steps": "milestones", "received": "contributions", "heard": "coverage", "uptake": "text"}
"""Figure to the page that says more of it."""

LABELS_IN_A_ROW = 8
"""From so many steps on the drawn road takes two rows of labels, at the width of a projector."""


def sentence(here: View) -> None:
    """Whether the launch holds, as the title of the page; beside it where the road stands."""
    said = findings.standing(here.road, here.words, on=here.on)
    with st.container(gap=None, key="verdict"):
        st.title(plain_markdown(said.headline), anchor=False)
        if said.beside:
            st.markdown(plain_markdown(said.beside))


def asked_of_the_bureau(here: View) -> None:
    """The first requests, each a way to where it is dealt with; how many more the note has."""
    words, found = here.words, asks_words(here.road, here.words, on=here.on)
    with st.container(gap="xxsmall", key="asks"):
        more = len(found) - ASKS_SHOWN
        further = words.plural("and {n} more in the note", "and {n} more in the note", more) if more > 0 else ""
        st.markdown("**" + words.say("What is asked of the Bureau") + "**" + (f" :gray[{further}]" if further else ""))
        if not found:
            st.markdown(nothing_asked(words))
        for ask, said in found[:ASKS_SHOWN]:
            st.page_link(
                page_of(ask.page),
                label=plain_markdown(said),
                icon=":material/arrow_forward:",
                query_params=address.link(**ask.parameters),
            )


def drawn_road(here: View) -> None:
    """The road itself; a click on a step opens it."""
    with st.container(key=f"drawn_road_{_rows(len(here.road.milestones))}"):
        opened = road_line(here)
    if opened:
        st.switch_page(page_of("milestones"), query_params=address.link(milestone=opened))


def _rows(steps: int) -> int:
    """The rows of labels that a wide screen will take, for which static/page.css keeps room."""
    return min(2, 1 + steps // LABELS_IN_A_ROW)


def four_figures(here: View) -> None:
    """Milestones, contributions, sections heard, uptake: one card each, the way to its page."""
    with st.grid(4, min_column_width=150, gap="small"):
        for name, figure in findings.four_figures(here.road, here.words, on=here.on).items():
            trend, said = _trend(here) if name == "received" else ((), "")
            figure_card(
                figure.label,
                figure.value,
                figure.gloss,
                key=f"card_{name}",
                page=_MORE[name],
                definition=figure.definition,
                trend=trend,
                trend_alt=said,
            )


def _trend(here: View) -> tuple[list[int], str]:
    """The contributions received by each day, and what their line shows."""
    received = so_far(here.road, "received", on=here.on).tolist()
    return received, here.words.plural(
        "Line rising to {n} contribution", "Line rising to {n} contributions", received[-1]
    )
