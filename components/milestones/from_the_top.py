"""Whoever opens a milestone from far down the page reads it from its title on."""

from functools import cache
from typing import Any

from streamlit.components.v2 import component

from data import insides

# Streamlit keeps its scroll position when a page shows something else; its main element scrolls, not the document.
_SCRIPT = """
let shown = null
export default function ({ data }) {
  if (shown !== null && shown !== data.shown) {
    document.querySelector(data.main)?.scrollTo(0, 0)
  }
  shown = data.shown
}
"""


@cache
def _component() -> Any:  # noqa: ANN401 - the type of a mounted component is not public
    return component("milestone_top", html="<span hidden></span>", js=_SCRIPT)


def from_the_top(shown: str) -> None:
    """Go to the top of the page once it shows something else than before; ``shown`` is the code of what it shows."""
    _component()(data={"shown": shown, "main": insides.page_parts().main}, key="milestone_top", height=1)
