"""Who gets the digest: the private worksheet Readers, fetched for that alone and kept nowhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale

from data.grid import Choice, Grid, Workbook
from data.languages import LANGUAGE, LANGUAGES
from data.reading.keys import is_blank, key, one_line, text_of
from data.reading.ours import PRIVATE
from data.shape import N_, Vocabulary
from data.words import translations

ROLES = Vocabulary("role", {"bureau": N_("Bureau"), "coordinator": N_("Coordinator"), "secretariat": N_("Secretariat")})
DAYS_OF_WEEK = tuple(range(7))
"""Monday is 0."""

COLUMNS = {
    "address": N_("Address"),
    "name": N_("Name"),
    "role": N_("Role"),
    "section": N_("Section"),
    "language": N_("Language"),
    "day": N_("Day of week"),
}
_ALSO = {"address": ("email", "e-mail", "mail", "courriel", "correo"), "day": ("day", "jour", "día", "giorno")}
HEADER_ROWS = 20


@dataclass(frozen=True)
class Reader:
    """One person who gets the digest. ``section`` is a code as typed, '' for none; ``day`` of the week, None for any.

    ``row`` is the sheet's own number, 0 for whom the configuration names.
    """

    address: str
    name: str = ""
    role: str = "bureau"
    section: str = ""
    language: str = "en"
    day: int | None = None
    row: int = 0


def choose_readers(titles: Sequence[str], columns: Grid | None = None) -> Choice:
    """The worksheet Readers and no other tab; nothing is asked of a workbook without it."""
    readers = frozenset(title for title in titles if key(title) == key(PRIVATE))
    return Choice(ours=readers, private=frozenset(titles) - readers or frozenset({""}), is_whole=True)


def readers_of(workbook: Workbook) -> list[Reader]:
    """The readers in the order of their rows. A row without an address is none; an unknown role is the Bureau's."""
    return [reader for grid in workbook.grids if key(grid.title) == key(PRIVATE) for reader in _readers(grid)]


def _readers(grid: Grid) -> Iterator[Reader]:
    names = {
        key(form): name
        for name, label in COLUMNS.items()
        for form in (name, label, *translations(label), *_ALSO.get(name, ()))
    }
    header_row, places = _header(grid, names)
    for number, row in enumerate(grid.rows[header_row:] if places else (), start=header_row + 1):
        said = {name: one_line(text_of(row[i])) for name, i in places.items() if i < len(row) and not is_blank(row[i])}
        if "@" in said.get("address", ""):
            yield Reader(
                said["address"],
                said.get("name", ""),
                _role(said.get("role", "")),
                said.get("section", ""),
                _language(said.get("language", "")),
                _day(said.get("day", "")),
                number,
            )


def _header(grid: Grid, names: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """The number of the header's row, and the places of its columns by name; nothing where it has no addresses."""
    for number, row in enumerate(grid.rows[:HEADER_ROWS], start=1):
        keys = [key(text_of(cell)) for cell in row]
        places = {names[said]: place for place, said in enumerate(keys) if said in names}
        if "address" in places:
            return number, places
    return 0, {}


def _role(text: str) -> str:
    for code, label in ROLES.labels.items():
        if key(text) in {key(form) for form in (code, label, *translations(label))}:
            return code
    return "bureau"


def _language(text: str) -> str:
    for language in LANGUAGES:
        names = {name for spoken in LANGUAGES for name in _names_of(language, spoken)} if text else set()
        if key(text) in {key(name) for name in names}:
            return language
    return "en"


def _names_of(language: str, spoken: str) -> tuple[str, ...]:
    return (language, Locale.parse(LANGUAGE[spoken].locale).languages.get(language, language))


def _day(text: str) -> int | None:
    for language in LANGUAGES:
        days = Locale.parse(LANGUAGE[language].locale).days["format"]
        for day in DAYS_OF_WEEK:
            if key(text) in {key(days["wide"][day]), key(days["abbreviated"][day])} - {""}:
                return day
    return None
