"""Parts of the page that are scripts of our own."""

from functools import cache
from pathlib import Path
from typing import Any

from streamlit.components.v2 import component

CLIPBOARD = Path(__file__).with_name("clipboard.js")
"""Defines ``copy(text)``."""


@cache
def mounted(script: Path, *, name: str, root: str, helper: Path | None = None) -> Any:  # noqa: ANN401 - the type of a mounted component is not public
    """The component ``name`` that ``script`` draws into an element of the class ``root``; its styles lie beside it.

    What ``helper`` defines stands before it: such a script can import no other.
    """
    return component(
        name,
        html=f"<div class='{root}'></div>",
        css=script.with_suffix(".css").read_text("utf-8"),
        js=(helper.read_text("utf-8") if helper else "") + script.read_text("utf-8"),
    )
