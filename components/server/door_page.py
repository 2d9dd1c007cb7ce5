"""The page of whoever is not let in: it holds no figure, and asks for no other file."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlencode

from babel import Locale

from components.server.theme_colours import ThemeColours, theme_colours
from components.words.admission import Refusal
from components.words.plain import plain_html
from data.languages import LANGUAGE, LANGUAGES
from data.words import words_of

_COLOURS = {
    "ground": "backgroundColor",
    "ink": "textColor",
    "quiet": "grayColor",
    "line": "borderColor",
    "accent": "primaryColor",
}

Way = tuple[str, str, bool]
"""A link: its words, where it leads, whether in a tab of its own."""


def door_page(said: Refusal, ways: Sequence[Way], *, language: str, asked: Mapping[str, str]) -> str:
    """What is ``said``, the ways on (the first as a button), and this page (``asked`` by its parameters) elsewhere."""
    words = words_of(language)
    links = [
        f'<a href="{escape(href)}"{" class=way" if place == 0 else ""}'
        f"{' target=_blank' if is_apart else ''}>{plain_html(label)}</a>"
        for place, (label, href, is_apart) in enumerate(ways)
    ]
    others = (
        f"<b>{plain_html(_own_name(code))}</b>"
        if code == language
        else f'<a lang="{code}" href="?{escape(query)}">{plain_html(_own_name(code))}</a>'
        for code in LANGUAGES
        for query in [urlencode({**asked, "lang": code})]
    )
    return _template(theme_colours(_COLOURS)).substitute(
        language=language,
        direction=LANGUAGE[language].direction,
        title=plain_html(said.title),
        sentence=plain_html(said.sentence, len(said.sentence)),
        ways="".join(links),
        languages_title=plain_html(words.say("Language")),
        languages="".join(others),
    )


def _own_name(code: str) -> str:
    locale = Locale.parse(LANGUAGE[code].locale)
    return locale.get_language_name(locale.language) or code


@lru_cache(maxsize=4)
def _template(colours: ThemeColours) -> Template:
    return Template(Template(Path(__file__).with_name("door.html").read_text("utf-8")).safe_substitute(dict(colours)))
