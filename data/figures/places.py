"""What part of the world somebody named: a section of the network, a region, or countries."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from data.cache import per_road
from data.figures.network import counting_for
from data.languages import LANGUAGES
from data.reference.countries import find_country
from data.reference.regions import COUNTRIES_IN, names_of_regions
from data.road import Road
from data.shape import NETWORK_SECTIONS
from data.words import translations, words_of

CODE_LETTERS = 3
"""What is so short is a code and only in capitals: `de`, `ma` and `con` are words of every other name."""
BEGINNING_LETTERS = 4
"""The beginning of a country's name is taken for it from so many letters on."""

_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "\u0131": "i", "’": "'"}
"""Letters whose accent is part of them, which taking marks away does not reach; \u0131 is the dotless i of Turkish."""
_SAYS_NOTHING = frozenset(
    re.findall(
        r"\w+",
        "the la le les l el los las il lo i gli of and de du des d del della dei delle et y e "
        "region country countries pays pais paises paesi states etats estados stati islands iles islas isole "
        "uclg cglu",
    )
)
"""Words that a name of a place may hold or lack: the Sahel, pays du Sahel, UCLG Africa."""
_SECTION_NAMES = {"ASPAC": "ASP", "MEWA": "MWA", "CEMR": "EUR", "CCRE": "EUR", "CMRE": "EUR"}
"""What sections of our network call themselves, to their codes."""


def folded(text: str) -> str:
    """The text as it is compared in a search: without case, accents or compatibility forms."""
    text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold())
    for letter, plain in _LETTERS.items():
        text = text.replace(letter, plain)
    return text


def _key(name: str) -> str:
    words = re.findall(r"\w+", folded(name).replace("'", " "))
    return "".join(word for word in words if word not in _SAYS_NOTHING) or "".join(words)


@dataclass(frozen=True)
class Place:
    """A part of the world: the code of a ``section``, else the countries (alpha-3) that a name stands for."""

    kind: Literal["section", "countries"]
    codes: frozenset[str]


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, region in names_of_regions():
        found.setdefault(_key(name), region)
    return found


@per_road
def _sections(road: Road) -> dict[str, str]:
    """Every name of the sheet's sections, and its code: as the sheet writes it, and as we do in every language."""
    found: dict[str, str] = {}
    for row in road.sections.to_dict("records"):
        code = row["code"]
        written: Iterable[object] = (row[column] for column in row if str(column).startswith("name"))
        ours = translations(NETWORK_SECTIONS[code][1]) if code in NETWORK_SECTIONS else ()
        for name in (*written, *ours):
            if isinstance(name, str) and name:
                found.setdefault(_key(name), code)
    codes = set(road.sections["code"])
    further = {_key(name): code for name, code in _SECTION_NAMES.items() if code in codes}
    return found if road.own_words.is_another else {**further, **found}


@lru_cache(maxsize=512)
def country_names(country: str) -> tuple[str, ...]:
    """The folded names of a country in all our languages."""
    return tuple(folded(words_of(language).country(country)) for language in LANGUAGES)


@per_road
def place_named(road: Road, text: str) -> Place | None:
    """The place of that name in any of our languages, the network's sections before regions before countries.

    Of a country its ISO code in capitals will do, of those heard the beginning of a name. None for any other text.
    """
    typed, key = text.strip(), _key(text)
    if not key:
        return None
    codes = set(road.sections["code"])
    if typed in codes or key in _sections(road):
        return Place("section", frozenset([typed if typed in codes else _sections(road)[key]]))
    is_lower_code = len(typed) <= CODE_LETTERS and typed != typed.upper()
    if key in _regions() and not is_lower_code:
        return Place("countries", COUNTRIES_IN[_regions()[key]])
    known = None if is_lower_code else find_country(typed)
    if known:
        return Place("countries", frozenset([known]))
    begun = countries_beginning(road, folded(typed).strip())
    return Place("countries", begun) if begun else None


@per_road
def countries_beginning(road: Road, begins: str) -> frozenset[str]:
    """The countries of the sheet with a word of a name that begins so; ``begins`` is folded."""
    if len(begins) < BEGINNING_LETTERS:
        return frozenset()
    begins_a_word = re.compile(rf"\b{re.escape(begins)}")
    heard = road.contributions["country"].dropna().unique()
    return frozenset(code for code in heard if any(begins_a_word.search(name) for name in country_names(code)))


def from_place(road: Road, place: Place) -> np.ndarray:
    """Which contributions come from a place: a bool for each."""
    if place.kind == "countries":
        return road.contributions["country"].isin(place.codes).to_numpy()
    return counting_for(road, place.codes)
