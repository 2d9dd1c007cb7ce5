"""The document around the page: the language it is asked for in, and what no request could change once it is loaded."""

from functools import cache
from typing import Any

from streamlit.components.v2 import component

PATIENCE_MS = 3000
"""For so long the early answer waits for the last figure of the page, which its own style knows to have come."""

_SCRIPT = """
export default function ({ data }) {
  document.documentElement.lang = data.language
  const early = document.getElementById("early-answer")
  if (!early) return
  if (getComputedStyle(early).display === "none") early.remove()
  else setTimeout(() => early.remove(), data.patience_ms)
}
"""


@cache
def _component() -> Any:  # noqa: ANN401 - the type of a mounted component is not public
    return component("document", html="<span hidden></span>", js=_SCRIPT)


def finish_document(language: str) -> None:
    """Say ``language`` (ISO 639-1) to the document, for screen readers and hyphenation; take its early answer away."""
    _component()(data={"language": language, "patience_ms": PATIENCE_MS}, key="document", height=1)
