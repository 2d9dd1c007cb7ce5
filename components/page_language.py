"""The language of the document, after a switch within a session.

``app.py`` sets ``<html lang>`` when the page is loaded; a switch afterwards runs no request that could change it.
"""

from functools import cache
from typing import Any

from streamlit.components.v2 import component

_SCRIPT = """
export default function ({ data }) {
  document.documentElement.lang = data.language
}
"""


@cache
def _component() -> Any:  # noqa: ANN401 - the type of a mounted component is not public
    return component("page_language", html="<span hidden></span>", js=_SCRIPT)


def set_page_language(language: str) -> None:
    """Say ``language`` (ISO 639-1) to the document, for screen readers and hyphenation."""
    _component()(data={"language": language}, key="page_language", height=1)
