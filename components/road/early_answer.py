"""The answer of The road in its document: the sentence and the four figures, on screen before any script has come.

Streamlit draws nothing until its scripts are loaded and the page has run, which takes a slow phone five seconds. These
words go as soon as the page's own stand there (``components.shell.document``); an old browser never shows them.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from string import Template

import streamlit as st

from components.road.region import PARAMETER
from components.words.asks import ASKS_SHOWN, asks_words, nothing_asked
from components.words.labels import names_of
from components.words.plain import plain_html
from components.words.region import region_facts
from components.words.road import as_of, four_figures, standing
from data import insides
from data.cache import per_road_keeping
from data.figures.days import clamp
from data.road import Road
from data.store import shared_state
from data.words import Words, words_of

_HERE = Path(__file__).parent
_COLOURS = {
    "ground": "backgroundColor",
    "ink": "textColor",
    "quiet": "grayColor",
    "line": "borderColor",
    "accent": "primaryColor",
}
ELEMENTS = ("BidiComponent", "Metric", "ImageList", "DownloadButton", "TextInput")
"""What The road is drawn with besides the controls, by the names of ``insides.ELEMENTS``; charts come later."""

KEPT = 64
"""Answers of each Road, by day, language and region."""


def early_answer(asked: Mapping[str, str], language: str) -> str:
    """The markup for the document of The road as ``asked`` by its address; '' where it needs more than the figures.

    That is: nothing read, an empty sheet, anything that has to be said above the figures, or a frame of another site.
    """
    state = shared_state()
    snapshot = state.snapshot if state and state.is_whole else None
    if snapshot is None or snapshot.road.is_empty or "embed" in asked:
        return ""
    road = snapshot.road
    on = clamp(road, _asked_day(asked.get("asof", "")), now=datetime.now(UTC))
    region = asked.get(PARAMETER, "")
    known = region if (road.sections["code"] == region).any() else ""
    return _answer(road, words_of(language, road.own_words), on=on, region=known)


def _asked_day(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None


@per_road_keeping(KEPT)
def _answer(road: Road, words: Words, *, on: date, region: str) -> str:
    said = standing(road, words, on=on)
    found = asks_words(road, words, on=on)
    asked = [request for _, request in found[:ASKS_SHOWN]] or [nothing_asked(words)]
    above = [as_of(on, words)]
    if road.settings.illustrative:
        above.append(words.say("Illustrative data"))
    cards = (
        f"<div><dt>{plain_html(card.label)}</dt><dd><b>{plain_html(card.value)}</b>{plain_html(card.gloss)}</dd></div>"
        for card in four_figures(road, words, on=on).values()
    )
    return _template().substitute(
        above=plain_html(" · ".join(above)),
        sentence=plain_html(said.headline),
        beside="".join(f"<p>{plain_html(line)}</p>" for line in (said.beside, *asked) if line),
        region=_region(road, region, words, on=on) if region else "",
        cards="".join(cards),
        coming=plain_html(words.say("The rest of the page is on its way.")),
    )


def _region(road: Road, section: str, words: Words, *, on: date) -> str:
    name = names_of(road, "section", words)[section]
    facts = " · ".join(region_facts(road, section, words, on=on))
    return f'<p class="region"><strong>{plain_html(name)}</strong> {plain_html(facts)}</p>'


@cache
def _template() -> Template:
    """The markup, its colours those of the theme, its font the one that Streamlit's document loads first."""
    colours = {
        f"{name}_{theme}": st.get_option(f"theme.{theme}.{option}")
        for theme in ("light", "dark")
        for name, option in _COLOURS.items()
    }
    font = insides.text_font()
    parts = insides.page_parts()
    markup = Template((_HERE / "early_answer.html").read_text("utf-8"))
    source = f'url("./static/media/{font}") format("woff2")' if font else 'local("Source Sans 3")'
    return Template(markup.safe_substitute(colours, font=source, figure=parts.figure, resting=parts.resting))
