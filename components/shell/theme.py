"""The theme in the colour that the sheet declares: what Streamlit's page, its charts and our own parts are drawn in.

Streamlit tells a page its theme at the start of every run, out of its configuration, which is one for all visitors.
"""

import base64
import re
from functools import cache, wraps
from importlib import import_module
from threading import Lock
from typing import Any

import streamlit as st
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig

from data import insides
from data.colours import SEA, as_colour, in_colour
from data.config import ROOT

_NAMES = (
    "primaryColor",
    "backgroundColor",
    "secondaryBackgroundColor",
    "textColor",
    "linkColor",
    "borderColor",
    "dataframeHeaderBackgroundColor",
    "dataframeHeaderTextColor",
    "blueColor",
    "grayColor",
)
_LISTS = {"chartCategoricalColors": 1, "chartSequentialColors": None}
"""Of how many of them, the first ones, follow: the other colours of series, red and orange mean something."""

_changing = Lock()
_told: dict[str, CustomThemeConfig] = {}
"""What pages are told of each section of the theme, until an option changes."""


def tell_at_once() -> None:
    """Have Streamlit put together once what it tells a page of its theme, not at the start of each run."""
    name = insides.theme_teller()
    if not name:
        return
    app_session = import_module("streamlit.runtime.app_session")
    tell = getattr(app_session, name)

    @wraps(tell)
    def tell_again(message: CustomThemeConfig, section: str = "theme") -> None:
        with _changing:
            if section not in _told:
                tell(told := CustomThemeConfig(), section)
                _told[section] = told
            message.MergeFrom(_told[section])

    setattr(app_session, name, tell_again)
    config.on_config_parsed(_told.clear, force_connect=True)


@cache
def _ours() -> dict[str, Any]:
    """The options as they were configured, by name."""
    names = [f"theme.{scheme}.{name}" for scheme in ("light", "dark") for name in (*_NAMES, *_LISTS)]
    return {name: value for name in names if (value := st.get_option(name))}


def follow(colour: str | None) -> bool:
    """Draw what comes from now on in the network's own colour (``#RRGGBB``; None: ours); whether that is a change."""
    with _changing:
        wanted = {name: _followed(name, ours, colour) for name, ours in _ours().items()}
        changed = {name: value for name, value in wanted.items() if st.get_option(name) != value}
        for name, value in changed.items():
            config.set_option(name, value)
        if changed:
            _told.clear()
        return bool(changed)


@cache
def tab_icon(colour: str | None) -> str:
    """The icon of the tab, as Streamlit takes one: our file, or the same drawing in the network's own colour."""
    if colour is None:
        return str(ROOT / "static" / "favicon.png")
    drawn = (ROOT / "static" / "icon.svg").read_text("utf-8")
    drawn = re.sub("#[0-9A-F]{6}", lambda ours: in_colour(ours[0], colour), drawn)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode()


def _followed(name: str, ours: Any, colour: str | None) -> Any:  # noqa: ANN401 - a colour or a list of them
    option = name.rpartition(".")[2]
    if option in _NAMES:
        return _one_followed(ours, colour)
    if not isinstance(ours, list):
        return ours
    n = _LISTS[option]
    return [_one_followed(each, colour) for each in ours[:n]] + ours[len(ours) if n is None else n :]


def _one_followed(ours: str, colour: str | None) -> str:
    """A theme that was configured anew may say a colour in another way: that stays."""
    known = as_colour(ours)
    return in_colour(known, colour) if known and colour else ours


def series_colour() -> str:
    """The colour that charts draw with, for what is drawn beside them."""
    listed = st.get_option("theme.light.chartCategoricalColors")
    return listed[0] if isinstance(listed, list) and listed else SEA
