"""Countries: their codes, their names as people type them, the section each belongs to, and where it lies.

Codes are ISO 3166-1 alpha-3, with XKX for Kosovo. ``countries.csv`` holds a row per country; ``README.md`` beside it
says which rule puts a country in a section. Names that CLDR lacks are in the folder of their language.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from data.languages import LANGUAGE, names_of_countries
from data.near import Names, without_accents

_FOLDER = Path(__file__).parent


def _bag(words: str) -> frozenset[str]:
    return frozenset(words.split())


_CONNECTORS = _bag("and et y e the la le les l el los las il lo gli i")
# Never "democratic" or "people's": they tell one Congo, one Korea, one China from the other.
_FORMS = _bag(
    "republic republique republica kingdom royaume reino commonwealth principality principaute principado sultanate "
    "sultanat sultanato grand duchy duche gran ducado federal federale federative federativa islamic islamique "
    "islamica bolivarian bolivarienne bolivariana plurinational plurinacional of de du des del d"
)


def _csv_rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_COUNTRIES = _csv_rows("countries.csv")

ALPHA2: Mapping[str, str] = {row["alpha3"]: row["alpha2"] for row in _COUNTRIES}
"""Alpha-3 to alpha-2, for every UN member and observer and every territory that CLDR names."""

SECTION_OF: Mapping[str, str] = {row["alpha3"]: row["section"] for row in _COUNTRIES if row["section"]}
"""Alpha-3 to the code of a regional section. Territories without inhabitants are in none, and are not keys."""

STATUS: Mapping[str, str] = {row["alpha3"]: row["status"] for row in _COUNTRIES}
"""Alpha-3 to "member" or "observer" of the United Nations, or "territory" for all others."""

STATES = frozenset(code for code, status in STATUS.items() if status != "territory")
"""The 193 members and 2 observers: what Reach counts, whatever the sections."""

CENTROIDS: Mapping[str, tuple[float, float]] = {
    row["alpha3"]: (float(row["latitude"]), float(row["longitude"])) for row in _COUNTRIES
}
"""Alpha-3 to a point on or amid its land: latitude and longitude in degrees, north and east positive."""

SMALL = frozenset(row["alpha3"] for row in _COUNTRIES if row["small"])
"""Countries too small to see on a map of the world, which need a dot at their centroid."""


def _words(text: str) -> list[str]:
    # Dots and zero-width characters stand inside a word (U.S.A.), everything else between words.
    return re.findall(r"[^\W_]+", re.sub(r"[.\u00ad\u200b-\u200f\u2060\ufeff]", "", without_accents(text)))


def _key(words: Iterable[str], without: frozenset[str] = _CONNECTORS) -> str:
    words = list(words)
    if len(words) > 1:
        words = ["saint" if word == "st" else word for word in words if word not in without]
    return "".join(words)


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, dict[str, str]]]:
    """Key of a name to (alpha-3, the name as written by language); the names that pages show first."""
    names: dict[str, tuple[str, dict[str, str]]] = {}

    def add(country: str, language: str, name: str) -> None:
        known, written = names.setdefault(_key(_words(name)), (country, {}))
        if known == country:
            written.setdefault(language, name)

    further = [(language, name) for language in LANGUAGE for name in names_of_countries(language)]
    for language, name in further:
        if name.is_shown:
            add(name.alpha3, language, name.name)
    for language in LANGUAGE.values():
        territories = language.names[0].territories
        for country, alpha2 in ALPHA2.items():
            add(country, language.code, territories[alpha2])
    for language, name in further:
        add(name.alpha3, language, name.name)
    return names


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    codes = {alpha2.casefold(): country for country, alpha2 in ALPHA2.items()}
    return codes | {country.casefold(): country for country in ALPHA2}


@lru_cache(maxsize=4096)
def find_country(text: str) -> str | None:
    """The alpha-3 code of a country as somebody typed it, None where it is no country we know.

    Taken are CLDR's names in each of our languages, common short forms and former names, and ISO 3166-1 codes of two or
    three letters; case, accents, punctuation and spaces make no difference.
    """
    words = _words(text)
    for key in (_key(words), _key(words, _CONNECTORS | _FORMS)):
        if key in _names():
            return _names()[key][0]
        if key in _codes():
            return _codes()[key]
    return None


@lru_cache(maxsize=1024)
def nearest_country(text: str, language: str = "en") -> str | None:
    """The known name that was meant, written in the language it was typed in; None where nothing is near.

    A name that several languages share, such as Senegal, is written as ``language`` writes it.
    """
    name = _nearest_names().nearest(text)
    if name is None:
        return None
    _, written = _names()[_key(_words(name))]
    return written.get(language) or next(iter(written.values()))


@lru_cache(maxsize=1)
def _nearest_names() -> Names:
    return Names((name, country) for country, written in _names().values() for name in written.values())
