"""The pages: their files, and their names in the order of the menu."""

from pathlib import Path

from data.config import ROOT
from data.shape import N_

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
    """The file of the page ``name``, as Streamlit's links and switches take it."""
    return ROOT / "pages" / f"{name}.py"
