"""An address to subscribe to: as it is, or where the dashboard is private with a key of the reader's own in it."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlencode

import streamlit as st

from components.publish.routes import site_address
from components.shell import access
from components.shell.to_copy import text_to_copy
from components.shell.view import View
from components.words.plain import plain_markdown
from data.admission import shared_subscriptions

_PAGE = "/milestones"

_log = logging.getLogger(__name__)


def address_of(page: str, path: str, language: str, key: str = "") -> str:
    """The address of ``path`` in a language, on the host of the page's own address; its path alone without one."""
    root = page.split("?")[0].split("#")[0].rstrip("/").removesuffix(_PAGE)
    return f"{root}{path}?{urlencode({'lang': language, **({'key': key} if key else {})})}"


def _root() -> str:
    """The public address where one is configured: a frame's own, below a prefix of the host, is not known here."""
    return site_address() or st.context.url or ""


def address_to_subscribe(here: View, path: str) -> None:
    """The address of ``path`` to copy. Where only some may look, each makes their own, and can take it back."""
    words, name = here.words, path.strip("/").partition(".")[0]
    if not access.is_private():
        text_to_copy(address_of(_root(), path, words.language), words, key=name)
        return
    person = access.reader()
    key = st.session_state.get(f"_key_{name}", "")
    made_at = shared_subscriptions().made_at(person, path)
    if key and made_at:
        text_to_copy(address_of(_root(), path, words.language, key), words, key=name)
        st.markdown(
            words.say(
                "This address is yours alone and is shown this once: whoever has it sees what you see there, until you "
                "cancel it."
            )
        )
    elif made_at:
        day = words.day(made_at.astimezone(here.road.settings.timezone).date())
        st.markdown(
            plain_markdown(words.say("You made an address of your own on {day}. A new one takes its place.", day=day))
        )
    if st.session_state.pop(f"_failed_{name}", False):
        st.warning(words.say("This cannot be kept at the moment. Try again later."), icon=":material/save:")
    with st.container(horizontal=True, gap="small"):
        st.button(
            words.say("Make a new address") if made_at else words.say("Make an address of your own"),
            key=f"make_{name}",
            icon=":material/key:",
            on_click=_make,
            args=(person, path, name),
        )
        if made_at:
            st.button(
                words.say("Cancel this address"),
                key=f"revoke_{name}",
                icon=":material/key_off:",
                on_click=_revoke,
                args=(person, path, name),
            )


@contextmanager
def _said_if_not(name: str) -> Iterator[None]:
    """What cannot be written is told on the page."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        _log.warning("keys of calendar and feed cannot be kept: %s", type(error).__name__)
        st.session_state[f"_failed_{name}"] = True


def _make(person: str, path: str, name: str) -> None:
    if not access.admitted().may_read:
        return
    with _said_if_not(name):
        st.session_state[f"_key_{name}"] = shared_subscriptions().make(person, path, now=datetime.now(UTC))


def _revoke(person: str, path: str, name: str) -> None:
    st.session_state.pop(f"_key_{name}", None)
    with _said_if_not(name):
        shared_subscriptions().revoke(person, path)
