"""The frame script: what stands around every page, and which page it is."""

import time
from importlib import import_module
from typing import TYPE_CHECKING

import streamlit as st

from components.shared import first_steps
from components.sheet import connect
from components.shell import access, address, banners, checked, cited, controls, document, live, theme, view
from components.shell.pages import PAGES, page_file, register
from components.words.admission import for_the_secretariat, refusal
from data.config import ConfigError
from data.messages.network import network_title, shown_title
from data.store import known_road, shared_store
from data.words import Words, words_of

if TYPE_CHECKING:
    # Where Streamlit keeps it, nobody promised; the page runs without knowing.
    from streamlit.navigation.page import StreamlitPage


def main() -> None:
    """Read the address, choose the page, draw the controls, run the page, write the address."""
    began = time.thread_time()
    address.adopt()
    language = controls.language()
    words = words_of(language)
    pages = {
        name: st.Page(
            page_file(name),
            title=words.say(title),
            url_path=name,
            default=name == "road",
            visibility="visible" if name != "sheet" or access.may_see_the_sheet() else "hidden",
        )
        for name, title in PAGES.items()
    }
    register(pages)
    # In a frame of another site (``?embed=true``, which Streamlit keeps in the address) a page stands by itself.
    is_bare = st.context.is_embedded or not access.admitted().may_read
    page = st.navigation(list(pages.values()), position="hidden" if is_bare else "top")
    name = next(name for name, known in pages.items() if known is page)
    address.enter(name)
    st.set_page_config(
        page_title=document.tab_title(page.title, _title(language)),
        page_icon=theme.tab_icon(road.settings.colour if (road := known_road()) else None),
        layout="wide",
    )
    document.begin()
    _body(page, name, words)
    address.publish(import_module(f"components.{name}").PARAMETERS)
    document.finish_document(name, page.title, _title(language), words)
    live.news.drew(time.thread_time() - began)


def _title(language: str) -> str:
    """What the dashboard is called by what this reader sees."""
    if not access.admitted().may_read:
        # Whose it is may be a secret too.
        return words_of(language).say("The road")
    own_file = checked.shown()
    if own_file is None:
        return shown_title(language)
    return network_title(own_file.road, words_of(language, own_file.road.own_words))


def _body(page: "StreamlitPage", name: str, words: Words) -> None:
    if not access.admitted().may_read:
        # Before it, the door refuses the document and the websocket.
        banners.refused(refusal(access.admitted(), words, address=access.reader()), words)
        return
    if name == "sheet" and not access.may_see_the_sheet():
        banners.refused(for_the_secretariat(words), words, way_on="road")
        return
    try:
        state = shared_store().state()
    except ConfigError as error:
        banners.configuration_error(error, words)
        return
    if state.snapshot is None:
        banners.nothing_read(state, words)
        if name == "sheet":
            connect.connect(words)
        return
    if theme.follow(state.snapshot.road.settings.colour):
        # A page is told its theme before its run begins.
        st.rerun()
    own_file = checked.shown()
    snapshot = own_file or cited.shown(state.snapshot)
    view.show(controls.shared(state, snapshot, words, is_own_file=own_file is not None))
    checked.banner(view.current())
    cited.banner(view.current(), state.snapshot)
    banners.above(state, view.current(), name)
    if name != "sheet" and view.current().road.is_empty:
        first_steps.first_steps(view.current())
    else:
        with live.turn(is_own_file=view.current().is_own_file):
            page.run()


main()
