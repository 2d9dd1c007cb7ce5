"""The pages: their files, and their names in the order of the menu."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from data.config import ROOT
from data.shape import N_

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

PAGES = {
    "road": N_("The road"),
    "coverage": N_("Regional coverage"),
    "milestones": N_("Milestones"),
    "contributions": N_("Contributions"),
    "text": N_("Into the text"),
    "sheet": N_("The sheet"),
}
"""File in ``pages/`` (and its address) to English title, in the order of the menu."""


def page_file(name: str) -> Path:
    """The file of the page ``name``."""
    return ROOT / "pages" / f"{name}.py"


def register(pages: Mapping[str, "StreamlitPage"]) -> None:
    """Say which the pages of this run are, by name; the frame does, before the page."""
    st.session_state["_pages"] = pages


def page_of(name: str) -> "StreamlitPage | Path":
    """The page ``name``, for links and switches: a file would be looked for on the disk each time."""
    pages: Mapping[str, StreamlitPage] = st.session_state.get("_pages", {})
    return pages.get(name) or page_file(name)
