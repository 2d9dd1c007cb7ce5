"""Colours of another network: of its own hue, and as readable as ours."""

import colorsys
import tomllib
from itertools import product

import pytest

from data.colours import GROUND, READABLE, SEA, as_colour, in_colour
from data.config import ROOT
from tests.contrast import contrast, luminance

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
OWN = [
    *("#7A1F3D", "#5B2A86", "#004225", "#FFD200", "#00E5FF", "#FF0000", "#000000", "#FFFFFF", "#808080", "#0000FF"),
    *("#" + "".join(f"{round(255 * part):02X}" for part in colorsys.hsv_to_rgb(n / 12, 0.7, 0.8)) for n in range(12)),
]
GROUNDS = ("backgroundColor", "secondaryBackgroundColor")
WRITTEN = ("textColor", "grayColor", "linkColor", "primaryColor")


@pytest.mark.parametrize(
    ("typed", "colour"),
    [("#7a1f3d", "#7A1F3D"), ("7A1F3D", "#7A1F3D"), (" #abc ", "#AABBCC"), ("red", None), ("#12345", None), ("", None)],
)
def test_a_colour_is_read_as_it_is_typed(typed: str, colour: str | None) -> None:
    assert as_colour(typed) == colour


def test_without_one_of_its_own_a_network_has_ours() -> None:
    assert in_colour(SEA, None) == SEA


@pytest.mark.parametrize("own", OWN)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_written_on_the_page_is_as_readable_as_ours(scheme: str, own: str) -> None:
    theme = THEME[scheme]
    for ground, text in product(GROUNDS, WRITTEN):
        there = contrast(in_colour(theme[text], own), in_colour(theme[ground], own))
        ours = contrast(theme[text], theme[ground])
        is_own = theme[text] == SEA and in_colour(SEA, own) == own
        assert there >= (READABLE if is_own else min(ours, 7) * 0.97), (text, ground, there, ours)


@pytest.mark.parametrize("own", OWN)
def test_each_keeps_its_luminance_and_takes_the_hue(own: str) -> None:
    hue, _, saturation = colorsys.rgb_to_hls(*(int(own[n : n + 2], 16) / 255 for n in (1, 3, 5)))
    for ours in ("#1C8496", "#63C5D3", "#0A5566", "#55676F"):
        made = in_colour(ours, own)
        assert luminance(made) == pytest.approx(luminance(ours), abs=0.012)
        made_hue, _, made_saturation = colorsys.rgb_to_hls(*(int(made[n : n + 2], 16) / 255 for n in (1, 3, 5)))
        assert saturation == 0 or min(abs(made_hue - hue), 1 - abs(made_hue - hue)) < 0.02
        assert saturation > 0 or made_saturation == 0


def test_the_declared_one_itself_is_shown_where_it_can_be_read() -> None:
    assert in_colour(SEA, "#7A1F3D") == "#7A1F3D"
    bright = in_colour(SEA, "#FFD200")
    assert bright != "#FFD200"
    assert contrast(bright, GROUND) >= READABLE
