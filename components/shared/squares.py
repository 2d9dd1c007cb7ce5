"""Beside a button that makes a PDF: for which scripts squares stand in it."""

from collections.abc import Collection

import streamlit as st

from components.words.plain import plain_markdown
from data.words import Words


def squares(scripts: Collection[str], words: Words) -> None:
    """Tell which ``scripts`` (ISO 15924) no font here has, and what mends it; nothing where there are none."""
    if not scripts:
        return
    named = words.listed([words.locale.scripts.get(script, script) for script in scripts])
    st.caption(
        plain_markdown(
            words.say(
                "In the file a square takes the place of letters that no font on this machine has: {scripts}. Fonts "
                "that have them, such as those of Debian’s package fonts-noto, correct it.",
                scripts=named,
            )
        )
    )
