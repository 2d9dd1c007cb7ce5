"""Cells as typed values, by the type of their column: what a cell says, and what is wrong with it.

Every reader here takes one cell that holds something and never raises. ``read_cells`` asks it once for each different
cell of a column.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import isfinite
from typing import Literal, NamedTuple

from babel.core import get_global

from data.grid import Cell, CellError
from data.languages import LANGUAGE
from data.problems import Kind, Severity
from data.reading import synonyms
from data.reading.amounts import amount
from data.reading.dates import Dated, clock, dated
from data.reading.findings import EMPTY, Finding, Reading
from data.reading.keys import is_blank, key, one_line, text_of
from data.reading.known import NEAREST_LOOKUPS_MAX, Known
from data.reading.sheet import UNCALCULATED
from data.reference.countries import find_country, nearest_country
from data.shape import BOTH_QUESTIONS, YES_NO, Vocabulary
from data.words import translations

Reader = Callable[[Cell], Reading]

COUNT_MAX = 1_000_000_000

_ERROR_TEXT = re.compile(
    r"#[¡¿]?(?:REF!|N/[AD]|DIV/0!|VALUE!|VALEUR!|VALOR!|NAME\?|NOM\?|NOMBRE\?|NUM!|NOMBRE!|NULL!|NUL!|¡NULO!|NULO!"
    r"|ERROR!|SPILL!|CALC!|FIELD!|GETTING_DATA|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|PYTHON!|EXTERNAL!|PROPAGATION!)"
    r"(?=$|\s*[(:])"
)
_LINK = re.compile(r"https?://(?P<host>[^\s/?#\\<>\"]+)[^\s<>\"\\\x00-\x1f\x7f]*", re.IGNORECASE)
_LIST = re.compile("[;；\n\r]+")  # noqa: RUF001 - the full-width semicolon is meant


@dataclass(frozen=True)
class Habits:
    """How dates and numbers are typed in this sheet. ``decimal`` is None where its locale does not say."""

    day_first: bool = True
    decimal: Literal[",", "."] | None = None


class Cells(NamedTuple):
    """A column once read: a value per row read, and what is wrong by the index of that row."""

    content: list
    findings: list[tuple[int, Finding]]


def read_cells(cells: Sequence[Cell], reader: Reader) -> Cells:
    """Read a column, each different cell once."""
    values: list = []
    findings: list[tuple[int, Finding]] = []
    texts: dict[str, Reading] = {}
    others: dict[tuple[type, Cell], Reading] = {}
    for index, cell in enumerate(cells):
        if cell is None:
            values.append(None)
            continue
        if cell.__class__ is str:
            reading = texts.get(cell)  # type: ignore[arg-type] - it is a str
            if reading is None:
                reading = texts[cell] = read_cell(cell, reader)  # type: ignore[index] - it is a str
        else:
            # 1, 1.0 and TRUE are equal, and not the same.
            kind = (cell.__class__, cell)
            reading = others.get(kind)
            if reading is None:
                reading = others[kind] = read_cell(cell, reader)
        values.append(reading[0])
        if reading[1]:
            findings.extend((index, finding) for finding in reading[1])
    return Cells(values, findings)


def read_cell(cell: Cell, reader: Reader) -> Reading:
    """Read one cell; an error value is empty with a problem, whatever the column."""
    if is_blank(cell):
        return EMPTY
    if cell is UNCALCULATED:
        return Reading(None, (Finding(Kind.UNCALCULATED_FORMULA, None),))
    if isinstance(cell, CellError):
        return Reading(None, (Finding(Kind.ERROR_VALUE, text_of(cell)),))
    if isinstance(cell, float) and not isfinite(cell):
        return Reading(None, (Finding(Kind.ERROR_VALUE, "#NUM!"),))
    if isinstance(cell, str) and "#" in cell and (error := _ERROR_TEXT.match(text_of(cell))):
        return Reading(None, (Finding(Kind.ERROR_VALUE, error[0]),))
    return reader(cell)


def prose(cell: Cell) -> Reading:
    """Text as it was typed, without what surrounds it."""
    return Reading(text_of(cell))


def name(cell: Cell) -> Reading:
    """An id, a code or a short name."""
    return Reading(one_line(text_of(cell)) or None)


def day(habits: Habits) -> Reader:
    """A day. A month is not one."""

    def read(cell: Cell) -> Reading:
        found = dated(cell, day_first=habits.day_first)
        refused = _refused(cell, found)
        if refused or found is None:
            return Reading(None, refused)
        if found.precision == "month":
            details = {"month": found.first.isoformat()}
            return Reading(None, (Finding(Kind.UNREADABLE_DATE, text_of(cell), details=details),))
        return Reading(found.first, _ambiguous(cell, found))

    return read


def period(habits: Habits) -> Reader:
    """A day or a month, as a ``Dated``."""

    def read(cell: Cell) -> Reading:
        found = dated(cell, day_first=habits.day_first)
        refused = _refused(cell, found, expected="period")
        if refused or found is None:
            return Reading(None, refused)
        return Reading(replace(found, clock=None, zone=None), _ambiguous(cell, found))

    return read


def moment(habits: Habits) -> Reader:
    """A time of day, as a ``time``; or a day, with or without one, as a ``Dated``."""

    def read(cell: Cell) -> Reading:
        at = clock(cell)
        if at is not None:
            return Reading(at)
        found = dated(cell, day_first=habits.day_first)
        if found is None or found.precision == "month":
            return Reading(None, (Finding(Kind.UNREADABLE_TIME, text_of(cell)),))
        if not found.is_plausible:
            return Reading(None, (_implausible(cell),))
        return Reading(found, _ambiguous(cell, found))

    return read


def date_text(cell: Cell, found: Dated | None = None) -> str:
    """A cell of a date column as text: a serial number that is a plausible day reads as that day."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        found = found or dated(cell, day_first=True)
        if found and found.is_plausible:
            return found.first.isoformat()
    return text_of(cell)


def _refused(cell: Cell, found: Dated | None, expected: str = "day") -> tuple[Finding, ...]:
    if found is None:
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return (_implausible(cell),)
        return (Finding(Kind.UNREADABLE_DATE, text_of(cell), details={"expected": expected}),)
    return () if found.is_plausible else (_implausible(cell),)


def _implausible(cell: Cell) -> Finding:
    return Finding(Kind.IMPLAUSIBLE_DATE, text_of(cell))


def _ambiguous(cell: Cell, found: Dated) -> tuple[Finding, ...]:
    if found.other is None:
        return ()
    details = {"reading": found.first.isoformat(), "other": found.other.isoformat()}
    return (Finding(Kind.AMBIGUOUS_DATE, text_of(cell), Severity.WARNING, details=details),)


def count(habits: Habits, minimum: int = 0) -> Reader:
    """A whole number from ``minimum`` on, as an int."""

    def read(cell: Cell) -> Reading:
        found = other = None
        if isinstance(cell, str):
            read_amount = amount(cell, habits.decimal)
            if read_amount:
                found, other = read_amount.value, read_amount.other
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            found = cell
        text, details = text_of(cell), {"minimum": str(minimum)}
        is_count = found is not None and minimum <= found <= COUNT_MAX and found == int(found)
        if other is not None and found is not None:
            severity = Severity.WARNING if is_count else Severity.CELL_IGNORED
            details |= {"reading": f"{found:.15g}", "other": f"{other:.15g}"}
            finding = Finding(Kind.AMBIGUOUS_NUMBER, text, severity, details=details)
            return Reading(int(found) if is_count else None, (finding,))
        if found is None or not is_count:
            return Reading(None, (Finding(Kind.UNREADABLE_NUMBER, text, details=details),))
        return Reading(int(found))

    return read


@lru_cache(maxsize=2)
def _answers(label: str, *also: str) -> frozenset[str]:
    return frozenset(key(word) or word for word in (*translations(label), *also))


def yes_no(cell: Cell) -> Reading:
    """Yes or no, in any of our languages."""
    text = one_line(text_of(cell))
    form = key(text) or text.replace("\ufe0f", "")
    if form in _answers(YES_NO.labels["yes"], *synonyms.YES):
        return Reading(True)
    if form in _answers(YES_NO.labels["no"], *synonyms.NO):
        return Reading(False)
    return Reading(None, (Finding(Kind.UNREADABLE_YES_NO, text_of(cell)),))


def link(cell: Cell) -> Reading:
    """An address on the web, http or https.

    Before its path no user name, which reads like another host, and nothing unseen, which turns the order of letters.
    """
    text = text_of(cell)
    found = _LINK.fullmatch(text)
    where = re.split(r"[/?#\\]", text.partition("://")[2], maxsplit=1)[0]
    is_plain = "@" not in where and not any(unicodedata.category(character) in {"Cc", "Cf"} for character in where)
    if found and is_plain and any(character.isalnum() for character in found["host"]):
        return Reading(text)
    return Reading(None, (Finding(Kind.UNREADABLE_LINK, text),))


def vocabulary(shape: Vocabulary, known: Known) -> Reader:
    """A code of a vocabulary; of an open one also anything else, as typed."""

    def read(cell: Cell) -> Reading:
        text = one_line(text_of(cell))
        code = known.find(text)
        if code is not None:
            return Reading(code)
        return Reading(text) if shape.is_open else Reading(None, (unknown(text, known),))

    return read


def unknown(text: str, known: Known) -> Finding:
    """A value that is in no list of ours."""
    return Finding(Kind.UNKNOWN_VALUE, text, nearest=known.nearest(text))


def codes(known: Known | None, everything: Iterable[str] = ()) -> Reader:
    """A list of codes, as a tuple without repetition. ``everything`` is what "both" stands for.

    Without a list of what is known (its worksheet is missing) nothing is read and nothing is wrong.
    """
    all_codes = tuple(everything)

    def read(cell: Cell) -> Reading:
        if known is None:
            return EMPTY
        found: list[str] = []
        findings: list[Finding] = []
        for part in listed(text_of(cell), known):
            code = known.find(part)
            if code is not None:
                found.append(code)
            elif all_codes and key(part) in _both():
                found.extend(all_codes)
            else:
                findings.append(unknown(part, known))
        return Reading(tuple(dict.fromkeys(found)) or None, tuple(findings))

    return read


def single(reader: Reader) -> Reader:
    """The first of a list of codes, the others being a problem."""

    def read(cell: Cell) -> Reading:
        found, findings = reader(cell)
        if not found:
            return Reading(None, findings)
        if len(found) > 1:
            details = {"reading": found[0]}
            findings = (*findings, Finding(Kind.MORE_THAN_ONE, text_of(cell), details=details))
        return Reading(found[0], findings)

    return read


def listed(text: str, known: Known) -> list[str]:
    """The parts of a list: by ; or line breaks, by commas where the whole is not known and every part is."""
    parts = [part for part in map(one_line, _LIST.split(text)) if part]
    if len(parts) == 1 and "," in text and known.find(parts[0]) is None:
        by_comma = [part for part in map(one_line, text.split(",")) if part]
        if all(known.find(part) is not None for part in by_comma):
            return by_comma
    return parts


@lru_cache(maxsize=1)
def _both() -> frozenset[str]:
    return frozenset(map(key, (*translations(BOTH_QUESTIONS), *synonyms.BOTH_QUESTIONS)))


def country() -> Reader:
    """A country, as its alpha-3 code."""
    looked_up: set[str] = set()

    def read(cell: Cell) -> Reading:
        text = one_line(text_of(cell))
        found = find_country(text) if len(text) <= 200 else None
        if found is not None:
            return Reading(found)
        nearest = None
        if len(text) <= 80 and len(looked_up) < NEAREST_LOOKUPS_MAX:
            looked_up.add(text)
            nearest = nearest_country(text)
        return Reading(None, (Finding(Kind.UNKNOWN_VALUE, text, nearest=nearest),))

    return read


_OWN_NAMES = {
    **{"en": "English", "fr": "Français", "es": "Español", "it": "Italiano", "pt": "Português", "ca": "Català"},
    **{"de": "Deutsch", "tr": "Türkçe", "ar": "العربية", "ru": "Русский", "zh": "中文", "ja": "日本語", "ko": "한국어"},
    **{"nl": "Nederlands", "id": "Bahasa Indonesia", "sw": "Kiswahili", "eu": "Euskara", "gl": "Galego"},
    **{"el": "Ελληνικά", "pl": "Polski", "fa": "فارسی", "uk": "Українська", "vi": "Tiếng Việt", "sv": "Svenska"},
}


@lru_cache(maxsize=1)
def _languages() -> Known:
    names: list[tuple[str, str]] = []
    for locale in (locale for language in LANGUAGE.values() for locale in language.names):
        names += [(label, code) for code, label in locale.languages.items() if len(code) == 2]
    aliases = get_global("language_aliases")
    three_letters = [(alias, code) for alias, code in aliases.items() if len(alias) == 3 and len(code) == 2]
    return Known(
        sorted({code for _, code in names}),
        [*names, *((own, code) for code, own in _OWN_NAMES.items())],
        [*three_letters, ("castellano", "es"), ("castilian", "es"), ("mandarin", "zh")],
    )


def language() -> Reader:
    """A language, as its ISO 639-1 code."""
    known = _languages().fresh()

    def read(cell: Cell) -> Reading:
        text = one_line(text_of(cell))
        code = known.find(text)
        if code is None and (tagged := re.fullmatch(r"([A-Za-z]{2})[-_][A-Za-z]{2,4}", text)):
            code = known.find(tagged[1]) if tagged[1].lower() in known.codes else None
        if code is not None:
            return Reading(code)
        return Reading(None, (unknown(text, known),))

    return read
