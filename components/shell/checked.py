"""A file of the reader's own in the sheet's place, on every page of this session and of no other."""

import streamlit as st

from components.shell import access, address, document
from components.shell.view import View
from components.words.plain import plain_markdown
from data.checks import BusyError, Ticket, shared_checks
from data.sources import SourceError
from data.store import Snapshot

PARAMETER = "check"
"""Says in the address (``check=1``) that a file is looked at; which one, only the session knows."""


def begin(name: str, content: bytes) -> SourceError | BusyError | None:
    """Read a file and show it from the next run on; else why not, and what is shown stays."""
    if not access.may_see_the_sheet():
        return None
    try:
        ticket = shared_checks().bring(name, content)
    except (SourceError, BusyError) as refusal:
        return refusal
    leave()
    st.session_state["_check"] = ticket
    address.put(PARAMETER, "1")
    return None


def shown() -> Snapshot | None:
    """What the file says where one is looked at; None where the sheet is."""
    return shared_checks().snapshot(_ticket()) if address.get(PARAMETER) else None


def is_there() -> bool:
    """Whether the file is still there; to ask does not keep it."""
    return shared_checks().snapshot(_ticket(), looks=False) is not None


def leave() -> None:
    """Let go of the file: the live sheet is shown, on its latest day."""
    if ticket := st.session_state.pop("_check", None):
        shared_checks().leave(ticket)
    for parameter in (PARAMETER, "asof", "as_read_on"):
        address.put(parameter, "")


def _ticket() -> Ticket | None:
    return st.session_state.get("_check")


def banner(here: View) -> None:
    """Which file the page shows, and the one tap back; that it is gone, where it is."""
    words = here.words
    gone = words.say("Your file is no longer here; this is the live sheet.")
    if here.is_own_file:
        said = words.say(
            "You are checking {name}. Every page shows this file to you alone; the sheet is as it was.",
            name=plain_markdown(here.road.origin.name, 60),
        )
        document.fact("file", words.say("You are checking {name}.", name=here.road.origin.name))
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="checking"):
            st.warning(said, icon=":material/fact_check:")
            st.button(words.say("Back to the live sheet"), key="checking_back", on_click=leave)
        return
    document.fact("file", gone)
    if address.get(PARAMETER):
        address.put(PARAMETER, "")
        st.warning(gone, icon=":material/history_toggle_off:")
