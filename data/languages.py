"""The languages of the dashboard: each is a folder of ``locale/``, and is there because the folder is.

A folder holds the catalog of the sentences (``LC_MESSAGES/road.po``, with the language's own plural rule), and where
the language needs it ``country_names.csv`` (names of countries other than CLDR's, and further ones that a sheet may
hold) and ``language.toml``. English is the source: its sentences are in the code.
"""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

LOCALE_DIR = Path(__file__).parent.parent / "locale"
SOURCE = "en"


@dataclass(frozen=True)
class Language:
    """How a language is written, beyond what its catalog says.

    ``code`` is ISO 639-1, the folder's name; ``locale`` CLDR's, for dates, numbers and names, else the code itself.
    ``place`` orders the languages where all are shown and where one replaces another. ``no_break_before`` and
    ``no_break_after`` are marks that a space parts from their word without ever ending a line; ``first_of_month`` is
    how the first day is written; ``before_vowel`` are words of a list that change before an item: word to (what it
    becomes, pattern of the item's beginning). ``elided`` are words that change before a value filled in that begins as
    ``elided_before`` says, such as an article before a number: word to what replaces it and its space.
    """

    code: str
    locale: str
    place: int = 1000
    no_break_before: str = ""
    no_break_after: str = ""
    first_of_month: str = "1"
    before_vowel: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    elided: Mapping[str, str] = field(default_factory=dict)
    elided_before: str = ""

    @property
    def names(self) -> "tuple[Locale, ...]":
        """Where CLDR's names of months and languages stand: in the locale, and in the language it is a variety of."""
        from babel import Locale

        own = Locale.parse(self.locale)
        return (own,) if own.language == self.locale else (own, Locale(own.language))

    @property
    def direction(self) -> str:
        """How its lines run, as HTML says it: ltr or rtl."""
        return "rtl" if self.names[-1].character_order == "right-to-left" else "ltr"


@dataclass(frozen=True)
class CountryName:
    """A name of a country (ISO 3166-1 alpha-3) in a language: the one that is shown, or one that a sheet may hold."""

    alpha3: str
    name: str
    is_shown: bool


def _language(folder: Path) -> Language:
    said = folder / "language.toml"
    facts = tomllib.loads(said.read_text(encoding="utf-8")) if said.exists() else {}
    return Language(code=folder.name, **{"locale": folder.name, **facts})


def _languages() -> dict[str, Language]:
    folders = [folder for folder in LOCALE_DIR.iterdir() if folder.name == SOURCE or catalog_path(folder.name).exists()]
    found = sorted(map(_language, folders), key=lambda language: (language.place, language.code))
    return {language.code: language for language in found}


def catalog_path(code: str) -> Path:
    """Where the catalog of a language is, whether it is there or not."""
    return LOCALE_DIR / code / "LC_MESSAGES" / "road.po"


def names_of_countries(code: str) -> tuple[CountryName, ...]:
    """The names in a language's folder that CLDR does not have, in their order there."""
    path = LOCALE_DIR / code / "country_names.csv"
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(CountryName(row["alpha3"], row["name"], row["shown"] == "yes") for row in csv.DictReader(file))


LANGUAGE: Mapping[str, Language] = _languages()
LANGUAGES: tuple[str, ...] = tuple(LANGUAGE)
"""The codes of the languages in their order: English, then by place."""
