"""A text to be taken somewhere else: as it is, with a button that copies it.

Streamlit's own (``st.code``) brings along what colours programs, which is half as heavy as the page.
"""

from pathlib import Path

from components.shell.mounted import CLIPBOARD, mounted
from data.words import Words

_SCRIPT = Path(__file__).with_name("to_copy.js")


def text_to_copy(text: str, words: Words, *, key: str) -> None:
    """``text`` in its own lines, whole, and a button; ``key`` tells several on a page apart."""
    mounted(_SCRIPT, name="to_copy", root="to-copy", helper=CLIPBOARD)(
        data={"text": text, "copy": words.say("Copy"), "copied": words.say("Copied")}, key=f"copy_{key}"
    )
