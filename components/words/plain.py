"""Text of the sheet as text: one escape per medium, so that no cell is ever markup.

Streamlit reads Markdown in labels and tables, and plotly reads a few tags in every text.
"""

import re
from html import escape

from data.words import LONGEST_SHOWN, shorten

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=\"'@/])")
# Markdown makes links of bare addresses even where every sign of them is escaped; a word joiner in their middle, which
# nobody sees, does not let it.
_ADDRESS = re.compile(r"(?i)(://|www(?=\.)|@)")
ARROW_TEXT = "string[pyarrow]"
"""The type of the texts of a table that is drawn many times: as Streamlit sends them, not made so on every run."""


def plain_markdown(text: str, length: int = LONGEST_SHOWN) -> str:
    """The text for a medium that reads Markdown, nothing in it meaning anything."""
    return _MARKDOWN.sub(r"\\\1", _ADDRESS.sub("\\1\u2060", shorten(text, length)))


def plain_badge(text: str, length: int = LONGEST_SHOWN) -> str:
    """The text for a badge, which escapes square brackets itself: escaped twice, one in a name would end it."""
    return re.sub(r"\\([\[\]])", r"\1", plain_markdown(text, length))


def plain_html(text: str, length: int = LONGEST_SHOWN) -> str:
    """The text for markup, shown as typed."""
    return escape(shorten(text, length))


def plain_plotly(text: str, length: int = LONGEST_SHOWN) -> str:
    """The text for a plotly label or hover, tags and entities shown as typed."""
    return shorten(text, length).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
