"""The document around the page: its language, its title, what is said aloud, whose words stand in it,
and what a reader's browser keeps for us.

What is told here after every run is done by ``static/page.js``, which the document loads.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import unquote

import streamlit as st

from components.shell.mounted import scripted
from data import insides
from data.languages import LANGUAGE
from data.shape import N_
from data.words import Words

PATIENCE_MS = 3000
"""For so long the early answer waits for what it shows to stand in the page (``static/page.js``); then it goes."""

KEPT_SECONDS = 365 * 24 * 60 * 60

ENGLISH = {
    "Skip to main content": N_("Skip to the content"),
    "App pages": N_("Pages"),
    "Sidebar": N_("Pages"),
    "Expand sidebar": N_("Open the menu"),
    "Collapse sidebar": N_("Close the menu"),
    "Close": N_("Close"),
    "Dismiss": N_("Close"),
    "Fullscreen": N_("Full screen"),
    "Close fullscreen": N_("Leave full screen"),
    "Show/hide columns": N_("Show or hide columns"),
    "Open": N_("Show the choices"),
    "Search": N_("Search in the table"),
    "Upload": N_("Choose a file"),
    "Add files": N_("Choose a file"),
    "File must be 5.0MB or smaller.": N_("This file is too large."),
    "Error: File must be 5.0MB or smaller.": N_("This file is too large."),
    " files are not allowed.": N_("A file of this kind cannot be checked."),
    "Only one file is allowed.": N_("One file at a time."),
    "Error: Only one file is allowed.": N_("One file at a time."),
    "Unexpected error. Please try again.": N_("The file was not taken. Try again in a minute."),
    "Error: ": N_("The file was not taken. Try again in a minute."),
    "TypeError: ": N_("The file was not taken. Try again in a minute."),
    "Cancel upload of ": N_("Stop sending: "),
    "Drag and drop a file here": N_("Drop the file here"),
    "Press Enter to apply": N_("Press Enter to apply"),
    "Press Ctrl+Enter to apply": N_("Press Ctrl and Enter to apply"),
    "Clear value": N_("Empty this field"),
    "Clear all": N_("Empty this field"),
    "Selected values": N_("Chosen"),
    "No results": N_("Nothing matches"),
    "Choose date": N_("Choose a day"),
    "Choose date, ": N_("Choose a day: "),
    "Previous month": N_("The month before"),
    "Next month": N_("The month after"),
    "Use arrow keys to navigate dates. Enter to select. Escape to close.": N_(
        "The arrow keys change the day, Enter chooses it, Escape closes."
    ),
    "Remove ": N_("Remove: "),
    "file upload": N_("Choose a file"),
    "Copied": N_("Copied"),
    "Running...": N_("The page is being drawn"),
    "Connection error": N_("No connection to the dashboard"),
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": N_(
        "The dashboard does not answer at the moment. This page tries again by itself."
    ),
    "Streamlit server is not responding. Are you connected to the internet?": N_(
        "The dashboard does not answer. Is there a connection to the internet?"
    ),
}
"""What Streamlit says (``insides.ENGLISH``) to what we say in its place."""

_SCRIPT = """
export default function ({ data }) {
  document.dispatchEvent(new CustomEvent("road:drawn", { detail: data }))
  for (const [name, value] of Object.entries(data.keep)) {
    const seconds = value ? data.kept_seconds : 0
    const secure = location.protocol === "https:" ? "; Secure" : ""
    document.cookie = `${name}=${encodeURIComponent(value)}; Max-Age=${seconds}; Path=/; SameSite=Lax${secure}`
  }
  setTimeout(() => document.getElementById("early-answer")?.remove(), data.patience_ms)
}
"""
_SAYING = """
export default function ({ data }) {
  document.dispatchEvent(new CustomEvent("road:said", { detail: data }))
}
"""


@dataclass
class _Run:
    """What one run told: what it opened (code and title), facts that a reader may change, the foot of a sheet, what
    stands in the place of a chart (by key, with its height) until it is drawn."""

    opened: tuple[str, str] = ("", "")
    facts: dict[str, str] = field(default_factory=dict)
    paper: tuple[str, ...] = ()
    charts: dict[str, tuple[str, int]] = field(default_factory=dict)


def begin() -> None:
    """Forget what the run before told. Call once, before the page."""
    st.session_state["_told"] = _Run()


def _run() -> _Run:
    return st.session_state.setdefault("_told", _Run())


def opened(code: str, title: str) -> None:
    """Tell that the page shows one thing opened, under a heading ``title``: it gets the focus and names the tab."""
    _run().opened = (code, title)


def fact(name: str, said: str) -> None:
    """Tell what the page shows of something a reader may change: it is said aloud once it differs."""
    _run().facts[name] = said


def on_paper(*said: str) -> None:
    """Tell what stands at the foot of every printed sheet, after the names of product and page."""
    _run().paper = said


def chart(key: str, alt: str, height: int) -> None:
    """Tell what stands in the place of the chart ``key``, ``height`` pixels high, until it is drawn."""
    _run().charts[key] = (alt, height)


def say(said: str, times: int) -> None:
    """Say something aloud at once, for the first time or again: ``times`` counts how often that was asked for."""
    _saying()(data={"said": said, "times": times}, key="said", height=1)


@cache
def _saying() -> Callable[..., Any]:
    return scripted("said", html="<span hidden></span>", js=_SAYING)


@cache
def _component() -> Callable[..., Any]:
    return scripted("document", html="<span hidden></span>", js=_SCRIPT)


def keep(name: str, value: str) -> None:
    """Have the reader's browser keep ``value`` in the cookie ``name`` for a year; '' takes it away."""
    st.session_state.setdefault("_keep", {})[name] = value


def kept(name: str) -> str:
    """What the reader's browser keeps in the cookie ``name``; '' for nothing."""
    return st.session_state.get("_keep", {}).get(name, unquote(st.context.cookies.get(name, "")))


def _in_our_words(words: Words) -> dict[str, dict[str, str]]:
    """Where Streamlit says something in English to what it says there and what we say instead, in their order."""
    said: dict[str, dict[str, str]] = {}
    for english in insides.ENGLISH:
        said.setdefault(english.where, {})[english.said] = words.say(ENGLISH[english.said])
    return said


def tab_title(*names: str) -> str:
    """What stands on the tab, the nearest first; what is empty or called the same is said once."""
    return " · ".join(dict.fromkeys(filter(None, names)))


def finish_document(page: str, title: str, product: str, words: Words) -> None:
    """Say to the document what this run of ``page`` (its name; ``title`` in the reader's language) of the dashboard
    called ``product`` has drawn."""
    told = _run()
    code, heading = told.opened
    st.set_page_config(page_title=tab_title(heading, title, product))
    _component()(
        data={
            "page": page,
            "opened": code,
            "heading": " ".join(heading.split()),
            "facts": told.facts,
            "charts": [{"key": key, "alt": alt, "height": height} for key, (alt, height) in told.charts.items()],
            "paper": " · ".join((product, title, *told.paper)),
            "language": words.language,
            "direction": LANGUAGE[words.language].direction,
            "english": _in_our_words(words),
            "help": words.say("Help"),
            "named": words.say("{label}: {value}", label="{label}", value="{value}"),
            "keep": st.session_state.get("_keep", {}),
            "kept_seconds": KEPT_SECONDS,
            "patience_ms": PATIENCE_MS,
        },
        key="document",
        height=1,
    )
