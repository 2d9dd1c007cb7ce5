"""What a reader must know before the figures: no figures at all, old ones, or parts of the sheet that are missing."""

import streamlit as st

from components.view import View
from data.config import ConfigError
from data.problems import Kind
from data.reading.messages import message
from data.store import State
from data.words import Words


def configuration_error(error: ConfigError, words: Words) -> None:
    """The whole page where the dashboard does not know which sheet to read."""
    st.title(words.say("The dashboard is not set up yet"), anchor=False)
    st.error(str(error), icon=":material/build:")


def nothing_read(state: State, words: Words) -> None:
    """The whole page where the sheet could not be read: what happened and what to do, never other figures."""
    st.title(words.say("The sheet cannot be read at the moment"), anchor=False)
    if state.failure:
        st.error(failure_message(state, words), icon=":material/cloud_off:")
    st.caption(words.say("This page tries again by itself."))
    _retry()


@st.fragment(run_every=5)
def _retry() -> None:
    from components import live

    if live.store().state().snapshot is not None:
        st.rerun()


def failure_message(state: State, words: Words) -> str:
    """Why the last reading failed, in the reader's language."""
    assert state.failure is not None
    return str(state.failure.message)


def above(state: State, seen: View, page: str) -> None:
    """The banners above a page."""
    words = seen.words
    if state.failure and state.snapshot:
        st.warning(
            words.say("These figures are not fresh: the sheet could not be read again.")
            + " "
            + failure_message(state, words),
            icon=":material/history:",
        )
    if page == "sheet":
        return
    for problem in seen.road.problems:
        if problem.kind in (Kind.MISSING_WORKSHEET, Kind.MISSING_COLUMN, Kind.NO_HEADER):
            st.info(message(problem, words), icon=":material/table_chart:")
