"""The reader's language: which one it is, and how the document says so after a switch within a session.

``app.py`` sets ``<html lang>`` when the page is loaded; a switch afterwards runs no request that could change it.
"""

from functools import cache
from typing import Any

from babel import negotiate_locale
from streamlit.components.v2 import component

from data.shape import LANGUAGES

_SCRIPT = """
export default function ({ data }) {
  document.documentElement.lang = data.language
}
"""


@cache
def _component() -> Any:  # noqa: ANN401 - the type of a mounted component is not public
    return component("page_language", html="<span hidden></span>", js=_SCRIPT)


def reader_language(asked: str, accepted: str) -> str:
    """One of ours (ISO 639-1): ``asked``, else what Accept-Language (``accepted``) prefers, else English."""
    if asked in LANGUAGES:
        return asked
    preferred = [part.split(";")[0].strip() for part in accepted.split(",")]
    return negotiate_locale([code for code in preferred if code], LANGUAGES, sep="-") or "en"


def set_page_language(language: str) -> None:
    """Say ``language`` (ISO 639-1) to the document, for screen readers and hyphenation."""
    _component()(data={"language": language}, key="page_language", height=1)
