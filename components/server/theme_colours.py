"""The colours of Streamlit's theme as they are now, for what stands beside its page."""

from collections.abc import Mapping

import streamlit as st

ThemeColours = tuple[tuple[str, str], ...]
"""Names and colours, in a form that a result can be kept for."""


def theme_colours(options: Mapping[str, str]) -> ThemeColours:
    """Of each of ``options`` (a name of ours to the theme's) both colours, under ``name_light`` and ``name_dark``."""
    return tuple(
        (f"{name}_{scheme}", st.get_option(f"theme.{scheme}.{option}"))
        for scheme in ("light", "dark")
        for name, option in options.items()
    )
