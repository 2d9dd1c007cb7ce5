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
from typing import Any, Literal, NamedTuple

from babel.core import get_global

from data.grid import Cell, CellError
from data.languages import LANGUAGE
from data.problems import Kind, Severity
from data.reading import synonyms
from data.reading.amounts import amount
from data.reading.dates import Dated, clock, dated, several_days
from data.reading.findings import EMPTY, Finding, Reading
from data.reading.keys import is_blank, key, one_line, plain, text_of, trimmed
from data.reading.known import NEAREST_LOOKUPS_MAX, Known
from data.reading.no_value import is_no_value
from data.reading.sheet import UNCALCULATED
from data.reference.countries import find_country, nearest_country
from data.shape import BOTH_QUESTIONS, YES_NO, Vocabulary
from data.words import OURS, OwnWords, translations

Reader = Callable[[Cell], Reading]

COUNT_MAX = 1_000_000_000
CODES_TOLD_MAX = 12
"""So many codes fit into a sentence that names them."""

_ERROR_TEXT = re.compile(
    r"#[¡¿]?(?:REF!|N/[AD]|DIV/0!|VALUE!|VALEUR!|VALOR!|NAME\?|NOM\?|NOMBRE\?|NUM!|NOMBRE!|NULL!|NUL!|¡NULO!|NULO!"
    r"|ERROR!|SPILL!|CALC!|FIELD!|GETTING_DATA|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|PYTHON!|EXTERNAL!|PROPAGATION!)"
    r"(?=$|\s*[(:])"
)
_LINK = re.compile(r"https?://(?P<host>[^\s/?#\\<>\"]+)[^\s<>\"\\\x00-\x1f\x7f]*", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[\u2022\u2023\u25aa\u25ab\u25cf\u25cb\u25e6\u2043\u2219\u00b7\u2013\u2014*-]\s*)+(?=\w)")
_PASTED = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff")) | dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ")
_IS_PASTED = re.compile(f"[{''.join(map(chr, _PASTED))}]")
_NUMBERS = frozenset({bool, int, float})
_PLAIN_CAPITALS = frozenset({"NA", "NC", "ND", "NR", "NO"})
_LIST = re.compile("[;；\n\r]+")  # noqa: RUF001 - the full-width semicolon is meant
_BETWEEN_MEMBERS = re.compile(
    r"\s*[,、،/+&|]\s*(?:(?:and|et|y|e|und|ed)\s+)?|\s+(?:and|et|y|e|und|ed)\s+", re.IGNORECASE
)
_MEMBER_EDGES = " ,/+&|"
_MEMBERS_LENGTH_MAX, _MEMBERS_MAX = 400, 40
_DASH = re.compile(r"\s*[-\u2013\u2014]\s*")
_ALL_OF_THEM = re.compile(
    r"(?:(?:the|all|all the|all of the|both|les|toutes les|tous les|las|los|todas las|todos los) "
    r"|(?:le|i|tutte e|tutti e|tutte le|as|os|todas as) )(\w+)(?: \w+)?"
)


@dataclass(frozen=True)
class Habits:
    """How dates, numbers and words are typed in this sheet. ``decimal`` is None where its locale does not say."""

    day_first: bool = True
    decimal: Literal[",", "."] | None = None
    own_words: OwnWords = OURS


@dataclass(frozen=True)
class Keeps:
    """A reader to which some words say something that mean "no value" everywhere else."""

    read: Reader
    says_something: Callable[[str], bool]

    def __call__(self, cell: Cell) -> Reading:
        """As the reader itself."""
        return self.read(cell)


@dataclass(frozen=True)
class Texts:
    """A reader of texts in which nothing can be wrong: ``said`` of a trimmed one, '' or None where it says nothing."""

    said: Callable[[str], str | None]
    says_something: Callable[[str], bool] | None = None

    def __call__(self, cell: Cell) -> Reading:
        """As any other reader."""
        return Reading(self.said(text_of(cell)) or None)


def in_place_of(inner: Reader, read: Reader) -> Reader:
    """A reader made around another one, to which the same words say something."""
    return Keeps(read, inner.says_something) if isinstance(inner, Keeps) else read


class Cells(NamedTuple):
    """A column once read: a value per row read, and what is wrong by the index of that row."""

    content: list
    findings: list[tuple[int, Finding]]


def different(cells: Sequence[Cell]) -> tuple[list[Any], dict[Any, Any]]:
    """A key of each cell, and the different cells by their key."""
    values: dict[Any, Any] = {}
    # Of equal cells one is taken from here on: a hundred thousand objects lie far apart, and a few close together.
    keys: list[Any] = list(map(values.setdefault, cells, cells))
    if not _NUMBERS.isdisjoint(map(type, values)) and len(_NUMBERS.intersection(map(type, cells))) > 1:
        # 1, 1.0 and TRUE are equal, and not the same.
        keys = list(zip(map(type, cells), cells, strict=True))
        values = dict(zip(keys, cells, strict=True))
    return keys, values


def read_cells(
    cells: Sequence[Cell], reader: Reader, *, known: tuple[list[Any], dict[Any, Any]] | None = None
) -> Cells:
    """Read a column, each different cell once; ``known`` is what is ``different`` in it, where that is known."""
    keys, values = different(cells) if known is None else (known[0], dict(known[1]))
    wrong: dict[Any, tuple[Finding, ...]] = {}
    said = reader.said if isinstance(reader, Texts) else None
    for key_, cell in values.items():
        if said is not None and isinstance(cell, str) and "#" not in cell and not is_no_value(cell):
            values[key_] = said(trimmed(cell)) or None
            continue
        values[key_], findings = read_cell(cell, reader)
        if findings:
            wrong[key_] = findings
    content = list(values.values() if len(values) == len(keys) else map(values.__getitem__, keys))
    if not wrong:
        return Cells(content, [])
    return Cells(content, [(index, finding) for index, key_ in enumerate(keys) for finding in wrong.get(key_, ())])


def read_cell(cell: Cell, reader: Reader) -> Reading:
    """Read one cell; an error value is empty with a problem, whatever the column."""
    if isinstance(cell, str):
        if is_blank(cell):
            return EMPTY
        if "#" in cell and (error := _ERROR_TEXT.match(text_of(cell))):
            return Reading(None, (Finding(Kind.ERROR_VALUE, error[0]),))
        if is_no_value(cell) and not _says_something(reader, cell):
            return EMPTY
        return reader(cell)
    if cell is None:
        return EMPTY
    if cell is UNCALCULATED:
        return Reading(None, (Finding(Kind.UNCALCULATED_FORMULA, None),))
    if isinstance(cell, CellError):
        return Reading(None, (Finding(Kind.ERROR_VALUE, text_of(cell)),))
    if isinstance(cell, float) and not isfinite(cell):
        return Reading(None, (Finding(Kind.ERROR_VALUE, "#NUM!"),))
    return reader(cell)


def _says_something(reader: Reader, text: str) -> bool:
    says_something = reader.says_something if isinstance(reader, Keeps | Texts) else None
    return says_something is not None and says_something(one_line(text))


prose = Texts(str)
"""Text as it was typed, without what surrounds it."""

name = Texts(one_line, _PLAIN_CAPITALS.__contains__)
"""An id, a code or a short name, which may well be NA or NC."""


def _without_bullet(text: str) -> str:
    if not text.isascii() and _IS_PASTED.search(text):
        text = text.translate(_PASTED)
    return text if text[:1].isalnum() else _BULLET.sub("", text)


who = Texts(_without_bullet)
"""The name of a contributor, without the bullet of the list it was pasted from."""


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
        if found is None and isinstance(cell, str):
            found = several_days(cell, day_first=habits.day_first)
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
def _yes_or_no_words(label: str, *also: str) -> frozenset[str]:
    return frozenset(key(word) or word for word in (*translations(label), *also))


def _yes_no(cell: Cell) -> Reading:
    text = one_line(text_of(cell))
    form = key(text) or text.replace("\ufe0f", "")
    if form in _yes_or_no_words(YES_NO.labels["yes"], *synonyms.YES):
        return Reading(True)
    if form in _yes_or_no_words(YES_NO.labels["no"], *synonyms.NO):
        return Reading(False)
    return Reading(None, (Finding(Kind.UNREADABLE_YES_NO, text_of(cell)),))


yes_no = Keeps(_yes_no, lambda text: _yes_no(text).value is not None)
"""Yes or no, in any of our languages."""


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
    undecided = _undecided(shape.name)

    def read(cell: Cell) -> Reading:
        text = one_line(text_of(cell))
        code = known.find(text)
        if code is not None:
            return Reading(code)
        if key(text) in undecided:
            return EMPTY
        return Reading(text) if shape.is_open else Reading(None, (unknown(text, known),))

    return Keeps(read, lambda text: known.find(text) is not None)


@lru_cache(maxsize=16)
def _undecided(vocabulary_name: str) -> frozenset[str]:
    return frozenset(map(key, synonyms.UNDECIDED.get(vocabulary_name, ())))


def unknown(text: str, known: Known) -> Finding:
    """A value that is in no list of ours; where nothing is near, with the codes there are."""
    nearest = known.nearest(text)
    is_short = known.is_reference and len(known.codes) <= CODES_TOLD_MAX
    details = {"codes": ", ".join(known.codes)} if nearest is None and is_short else {}
    return Finding(Kind.UNKNOWN_VALUE, text, nearest=nearest, details=details)


def codes(known: Known | None, everything: Iterable[str] = ()) -> Reader:
    """A list of codes, as a tuple without repetition. ``everything`` is what "both" stands for.

    Without a list of what is known (its worksheet is missing) nothing is read and nothing is wrong.
    """
    all_codes = tuple(everything)

    def meant(text: str) -> tuple[str, ...]:
        """The codes that one member of a list stands for."""
        code = known.find(text) if known else None
        if code is not None:
            return (code,)
        return all_codes if all_codes and _means_all(text, len(all_codes)) else ()

    def read(cell: Cell) -> Reading:
        if known is None:
            return EMPTY
        found: list[str] = []
        findings: list[Finding] = []
        for part in filter(None, map(one_line, _LIST.split(text_of(cell)))):
            members = meant(part) or _members(part, meant) or known.both_ends(_DASH.split(part))
            if members:
                found.extend(members)
            else:
                findings.append(unknown(part, known))
        return Reading(tuple(dict.fromkeys(found)) or None, tuple(findings))

    return Keeps(read, lambda text: known is not None and text in known.codes)


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

    return in_place_of(reader, read)


def _members(text: str, meant: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    """The codes of a list whose members stand between commas, slashes or the word "and"; none unless all are known."""
    if len(text) > _MEMBERS_LENGTH_MAX:
        return ()
    signs = [found.span() for found in _BETWEEN_MEMBERS.finditer(text)][:_MEMBERS_MAX]

    def between(start: int, end: int) -> tuple[str, ...]:
        """The codes of a stretch: one member, or the shortest first one and the rest. A name may hold "and" too."""
        whole = text[start:end].strip(_MEMBER_EDGES)
        if not whole:
            return ()
        if found := meant(whole):
            return found
        for first, after in signs:
            if start <= first and after <= end and (head := text[start:first].strip(_MEMBER_EDGES)):
                found = meant(head)
                rest = between(after, end) if found else ()
                if rest:
                    return (*found, *rest)
        return ()

    if signs and (found := between(0, len(text))):
        return found
    each = [meant(word) for word in text.split()]
    if len(each) > 1 and all(each):
        return tuple(code for found in each for code in found)
    return ()


def _means_all(text: str, n: int) -> bool:
    if key(text) in _both():
        return True
    found = _ALL_OF_THEM.fullmatch(plain(text))
    return found is not None and synonyms.SMALL_NUMBERS.get(found[1], found[1]) == str(n)


@lru_cache(maxsize=1)
def _both() -> frozenset[str]:
    return frozenset(map(key, (*translations(BOTH_QUESTIONS), *synonyms.BOTH_QUESTIONS)))


def country() -> Reader:
    """A country, as its alpha-3 code."""
    looked_up: set[str] = set()

    def read(cell: Cell) -> Reading:
        text = one_line(text_of(cell))
        if text == "NO":
            # A word for nothing that is a country's code besides: neither is taken for granted.
            return Reading(
                None, (Finding(Kind.UNKNOWN_VALUE, text, Severity.WARNING, nearest=nearest_country("Norway")),)
            )
        found = find_country(text) if len(text) <= 200 else None
        if found is not None:
            return Reading(found)
        nearest = None
        if len(text) <= 80 and len(looked_up) < NEAREST_LOOKUPS_MAX:
            looked_up.add(text)
            nearest = nearest_country(text)
        return Reading(None, (Finding(Kind.UNKNOWN_VALUE, text, nearest=nearest),))

    return Keeps(read, frozenset({"NA", "NO"}).__contains__)


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
