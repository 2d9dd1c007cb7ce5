"""The document around the page: the language it is asked for in, what a reader's browser keeps for us, and what no
request could change once it is loaded."""

from functools import cache
from typing import Any
from urllib.parse import unquote

import streamlit as st
from streamlit.components.v2 import component

PATIENCE_MS = 3000
"""For so long the early answer waits for the last figure of the page, which its own style knows to have come."""

KEPT_SECONDS = 365 * 24 * 60 * 60

_SCRIPT = """
export default function ({ data }) {
  document.documentElement.lang = data.language
  for (const [name, value] of Object.entries(data.keep)) {
    const seconds = value ? data.kept_seconds : 0
    const secure = location.protocol === "https:" ? "; Secure" : ""
    document.cookie = `${name}=${encodeURIComponent(value)}; Max-Age=${seconds}; Path=/; SameSite=Lax${secure}`
  }
  const early = document.getElementById("early-answer")
  if (!early) return
  if (getComputedStyle(early).display === "none") early.remove()
  else setTimeout(() => early.remove(), data.patience_ms)
}
"""


@cache
def _component() -> Any:  # noqa: ANN401 - the type of a mounted component is not public
    return component("document", html="<span hidden></span>", js=_SCRIPT)


def keep(name: str, value: str) -> None:
    """Have the reader's browser keep ``value`` in the cookie ``name`` for a year; '' takes it away."""
    st.session_state.setdefault("_keep", {})[name] = value


def kept(name: str) -> str:
    """What the reader's browser keeps in the cookie ``name``; '' for nothing."""
    return st.session_state.get("_keep", {}).get(name, unquote(st.context.cookies.get(name, "")))


def finish_document(language: str) -> None:
    """Say ``language`` (ISO 639-1) to the document, for screen readers and hyphenation; take its early answer away."""
    _component()(
        data={
            "language": language,
            "keep": st.session_state.get("_keep", {}),
            "kept_seconds": KEPT_SECONDS,
            "patience_ms": PATIENCE_MS,
        },
        key="document",
        height=1,
    )
