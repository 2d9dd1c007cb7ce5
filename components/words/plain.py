"""Text of the sheet as text: one escape per medium, so that no cell is ever markup.

Streamlit reads Markdown in labels and tables, and plotly reads a few tags in every text.
"""

import re
import unicodedata
from html import escape

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=\"'@/])")
# Markdown makes links of bare addresses even where every sign of them is escaped; a word joiner in their middle, which
# nobody sees, does not let it.
_ADDRESS = re.compile(r"(?i)(://|www(?=\.)|@)")
_SHOWN = 600
ARROW_TEXT = "string[pyarrow]"
"""The type of the texts of a table that is drawn many times: as Streamlit sends them, not made so on every run."""


def _visible(text: str) -> str:
    """Without control and direction-override characters, which would reorder the words around the cell."""
    if text.isprintable():
        return text
    kept = (
        " " if c in "\r\n\t" else c for c in text if c in "\r\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"}
    )
    return "".join(kept)


def shorten(text: str, length: int = _SHOWN) -> str:
    """At most ``length`` characters, the cut marked; exports keep the whole."""
    text = _visible(text)
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def plain_markdown(text: str, length: int = _SHOWN) -> str:
    """The text for a medium that reads Markdown, nothing in it meaning anything."""
    return _MARKDOWN.sub(r"\\\1", _ADDRESS.sub("\\1\u2060", shorten(text, length)))


def plain_html(text: str, length: int = _SHOWN) -> str:
    """The text for markup, shown as typed."""
    return escape(shorten(text, length))


def plain_plotly(text: str, length: int = _SHOWN) -> str:
    """The text for a plotly label or hover, tags and entities shown as typed."""
    return shorten(text, length).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
