"""The theme in the colour of a network, whatever was configured in its place."""

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit import config

from components.shell import theme

OPTIONS = {
    "theme.light.primaryColor": "teal",
    "theme.light.linkColor": "#abc",
    "theme.light.chartCategoricalColors": "#1C8496,#D2653A",
}


@pytest.fixture
def configured() -> Iterator[None]:
    """Another theme than ours, in other ways to say a colour."""
    theme.follow(None)
    ours = {name: st.get_option(name) for name in OPTIONS}
    for name, value in OPTIONS.items():
        config.set_option(name, value)
    theme._ours.cache_clear()
    yield
    theme.follow(None)
    for name, value in ours.items():
        config.set_option(name, value)
    theme._ours.cache_clear()


@pytest.mark.usefixtures("configured")
def test_what_is_no_colour_as_ours_are_stays_as_it_was_configured() -> None:
    assert theme.follow("#7A1F3D")
    assert st.get_option("theme.light.primaryColor") == "teal"
    assert st.get_option("theme.light.linkColor") not in ("#abc", "#AABBCC")
    assert st.get_option("theme.light.chartCategoricalColors") == OPTIONS["theme.light.chartCategoricalColors"]
    assert theme.series_colour().startswith("#")
    assert not theme.follow("#7A1F3D")
    assert theme.follow(None)
    assert {name: st.get_option(name) for name in OPTIONS} == OPTIONS
