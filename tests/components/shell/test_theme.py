"""The theme in the colour of a network, whatever was configured in its place."""

from collections.abc import Callable, Iterator
from inspect import unwrap

import pytest
import streamlit as st
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from components.shell import theme
from data import insides

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


def test_a_page_is_told_the_same_theme_as_ever_and_a_change_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    name, sections = insides.theme_teller(), ("theme", "theme.light", "theme.dark", "theme.sidebar")
    tell, told = unwrap(getattr(app_session, name)), list[str]()

    def noted(message: CustomThemeConfig, section: str) -> None:
        told.append(section)
        tell(message, section)

    def said(by: Callable[..., None]) -> list[CustomThemeConfig]:
        messages = [CustomThemeConfig() for _ in sections]
        for message, section in zip(messages, sections, strict=True):
            by(message, section)
        return messages

    monkeypatch.setattr(app_session, name, noted)
    monkeypatch.setattr(theme, "_told", {})
    theme.tell_at_once()
    tell_again = getattr(app_session, name)
    ours = said(tell)
    assert ours[1].primary_color
    assert said(tell_again) == said(tell_again) == ours
    assert tuple(told) == sections
    try:
        assert theme.follow("#7A1F3D")
        assert said(tell_again) == said(tell) != ours
    finally:
        theme.follow(None)
    assert said(tell_again) == ours
