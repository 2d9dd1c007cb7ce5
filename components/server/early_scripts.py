"""Scripts that a page is sure to need, named in its document: a phone asks for them at once, not one after another.

Streamlit loads the script of an element once it is told to draw one; over a slow network each such step costs a round
trip. What draws charts is never among these: no word waits for it. ``static/page.js`` loads it when the words stand.
"""

import json
from collections.abc import Iterable
from functools import cache
from html import escape

import streamlit as st

from components.server.scripts import address
from data import insides


@cache
def early_scripts(elements: tuple[str, ...]) -> str:
    """What a document that is sure to draw ``elements``, by the names of messages, names for ``early_answer.js``.

    Heavy ones are left out. Beside them stand the sites whose frames Streamlit's page listens to.
    """
    soon = _with_imports(element for element in elements if element not in insides.HEAVY)
    return _named("soon", soon) + _named("origins", st.get_option("client.allowedOrigins"))


@cache
def later_scripts() -> str:
    """The scripts by element, heavy ones first, each with what it imports: ``static/page.js`` loads them in time.

    A page that is gone to has what it draws with, whatever the first page was drawn with.
    """
    order = sorted(insides.ELEMENTS, key=lambda element: element not in insides.HEAVY)
    return _named("later", {element: _with_imports([element]) for element in order})


def _named(name: str, what: object) -> str:
    return f'<meta name="{name}" content="{escape(json.dumps(what))}">'


def _with_imports(elements: Iterable[str]) -> list[str]:
    """Their addresses and those of what they import, what every document names aside; an element's own comes first."""
    scripts = insides.scripts()
    wanted = [scripts.of_element[name] for name in elements if name in scripts.of_element]
    brought = sorted(scripts.with_imports(wanted) - set(wanted))
    return list(dict.fromkeys(map(address, [*wanted, *brought])))
