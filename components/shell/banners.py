"""What a reader must know before the figures: no figures at all, old ones, or parts of the sheet that are missing."""

from dataclasses import replace

import streamlit as st

from components.shell import access, address, controls, live
from components.shell.pages import page_of
from components.shell.view import View
from components.words.admission import Refusal
from components.words.plain import plain_markdown
from data.config import ConfigError
from data.messages.failures import config_message, failure_message, loss_messages, notice_message, renamed_messages
from data.messages.problems import message
from data.problems import Kind, Problem
from data.store import Failure, State, shared_store
from data.words import Words

RETRY_SECONDS = 5
NAMED_MAX = 3


def configuration_error(error: ConfigError, words: Words) -> None:
    """The whole page where the dashboard does not know which sheet to read."""
    controls.language_control(words)
    st.title(words.say("The dashboard is not set up yet"), anchor=False)
    st.error(plain_markdown(config_message(error, words)), icon=":material/build:")


def refused(said: Refusal, words: Words, *, way_on: str = "") -> None:
    """The whole page of somebody who may not see it, with a way on to another page, by its name."""
    controls.language_control(words)
    st.title(plain_markdown(said.title), anchor=False)
    st.text(said.sentence)
    if way_on:
        st.page_link(page_of(way_on), label=plain_markdown(said.way_on), query_params=address.link())


def failure_markdown(failure: Failure, words: Words) -> str:
    """What happened and what to do, as Markdown; the address to share with can be copied as it is.

    That address is told to whoever keeps the sheet: nobody else can share it.
    """
    if not access.may_see_the_sheet():
        failure = replace(failure, share_with=None)
    failed = failure_message(failure, words)
    said = plain_markdown(f"{failed.what} {failed.mend}")
    if failure.share_with:
        # Plain text is kept from becoming a link by an invisible character, which would be copied too.
        said = said.replace(plain_markdown(failure.share_with), f"`{failure.share_with}`")
    return said


def nothing_read(state: State, words: Words) -> None:
    """The whole page where there are no figures: what happened and what to do, never other figures in their place."""
    live.drawn(state)
    controls.language_control(words)
    st.title(words.say("The sheet cannot be read at the moment"), anchor=False)
    if state.failure:
        st.error(failure_markdown(state.failure, words), icon=":material/cloud_off:")
    st.caption(words.say("This page tries again by itself."))
    _wait_for_figures()


@st.fragment(run_every=RETRY_SECONDS)
def _wait_for_figures() -> None:
    if not live.is_drawn(shared_store().state()):
        st.rerun()


def above(state: State, seen: View, page: str) -> None:
    """The banners above a page: figures that are not fresh, and what of the sheet is missing."""
    words = seen.words
    if seen.is_own_file:
        if page != "sheet" and not seen.road.is_empty:
            _missing(seen)
        return
    if state.failure and state.snapshot:
        sentences = [words.say("These figures are not fresh."), failure_markdown(state.failure, words)]
        if state.failure.stops_at:
            stops_at = state.failure.stops_at.astimezone(seen.road.settings.timezone)
            sentences.append(words.say("If that lasts, they disappear at {time}.", time=words.clock(stops_at)))
        st.warning(" ".join(sentences), icon=":material/history:")
    for lost in loss_messages(state.snapshot, words) if state.snapshot else ():
        st.warning(plain_markdown(lost), icon=":material/warning:")
    if page == "sheet":
        for renamed in renamed_messages(state.snapshot, words) if state.snapshot else ():
            st.warning(plain_markdown(renamed), icon=":material/edit:")
        for notice in sorted(state.notices):
            st.warning(plain_markdown(notice_message(notice, words)), icon=":material/save:")
        return
    if not seen.road.is_empty:
        _missing(seen)


def _in_worksheet(problem: Problem, words: Words) -> str:
    """What to mend, and in which worksheet where the sentence itself does not say."""
    said = message(problem, words)
    if problem.kind is Kind.MISSING_WORKSHEET:
        return said
    return words.say("{label}: {value}", label=words.say(problem.worksheet), value=said)


def _missing(seen: View) -> None:
    """What of the sheet is missing, in one banner: the first few by name, the rest by number."""
    words = seen.words
    said = [_in_worksheet(problem, words) for problem in seen.road.structure_problems]
    lines = [plain_markdown(sentence) for sentence in said[:NAMED_MAX]]
    if len(said) > NAMED_MAX:
        lines.append(
            words.plural("{n} more on the page The sheet.", "{n} more on the page The sheet.", len(said) - NAMED_MAX)
        )
    if lines:
        st.info("\n\n".join(lines), icon=":material/table_chart:")
