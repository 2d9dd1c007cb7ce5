"""How fast contributions come, how far they got, and how long they wait."""

import streamlit as st

from components.charts.chart import Subject
from components.charts.funnel import FUNNEL
from components.charts.pace import PACE, target_of
from components.contributions import filters
from components.shared.cards import figure_card
from components.shared.passport import show, subject
from components.shell import address
from components.shell.view import View
from components.words.contributions import ageing_words, pace_basis, stages_basis
from data.figures.ageing import ageing
from data.figures.contributions import tally
from data.figures.pace import forecast, pace
from data.figures.selection import Selection


def pace_and_stages(here: View, selection: Selection) -> None:
    """The pace against the target, and beside it the stages and the waiting."""
    of = subject(here, selection)
    st.space("small")
    left, right = st.columns([6, 5], gap="large")
    with left:
        _pace(of)
    with right:
        show(FUNNEL, of, opens=filters.toggle_stage)
        st.caption(stages_basis(tally(of.road, on=of.on), of.words))
        _ageing(of)


def _pace(of: Subject) -> None:
    words, target = of.words, target_of(of)
    show(PACE, of)
    st.caption(pace_basis(pace(of.road, on=of.on), target, forecast(of.road, on=of.on), words))
    if of.whole.settings.target is None:
        st.caption(words.say("The worksheet Settings holds no target: enter one to see the pace that is needed."))
    elif target is None:
        st.caption(words.say("The target is for all contributions; it shows once the filters are cleared."))


def _ageing(of: Subject) -> None:
    """The two ageing figures, and the way to the contribution that waits longest."""
    words, aged = of.words, ageing(of.road, on=of.on)
    median, longest = ageing_words(tally(of.road, on=of.on), aged, words)
    with st.grid(2, min_column_width=150, gap="small"):
        figure_card(words.say("Time to a decision"), *median, key="median_wait")
        figure_card(words.say("Oldest undecided"), *longest, key="longest_wait")
    if aged.oldest_undecided is not None:
        waiting = aged.oldest_undecided.id
        st.button(
            words.say("Open the oldest undecided"),
            icon=":material/hourglass_top:",
            type="tertiary",
            key="open_oldest",
            on_click=lambda: address.put("open", waiting),
        )
