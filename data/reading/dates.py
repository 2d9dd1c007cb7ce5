"""Days, months and times of day as people type them, in each of our languages."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import product
from typing import Literal

from data.grid import Cell
from data.languages import LANGUAGE
from data.reading.keys import key, plain

YEARS = range(2000, 2101)
"""The years a date of this process can lie in."""

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - days are counted in the sheet's own time
_SERIAL_LAST = 2958466
_DAY_MILLISECONDS = 86_400_000
_TEXT_LENGTH_MAX = 80

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_MONTH_LAST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_ZONES = {
    **{"utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "eet": 2},
    **{
        "eest": 3,
        "msk": 3,
        "trt": 3,
        "sast": 2,
        "cat": 2,
        "wat": 1,
        "eat": 3,
        "est": -5,
        "edt": -4,
        "pst": -8,
        "pdt": -7,
    },
}
"""Zones that forms write behind a time, in hours east of Greenwich."""

_CLOCK = re.compile(
    r"([0-9]{1,2})"
    r"(?:\s?[:h]\s?([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?|\.([0-9]{2})|\s?h)?"
    r"\s?(?:h|hrs?|heures?|horas?)?\.?"
    r"\s?([ap]\.?\s?m\.?)?"
    r"\s?(?:\(?(z|(?:utc|gmt)?\s?[+-][0-9]{1,2}(?::?[0-9]{2})?|" + "|".join(_ZONES) + r")\)?)?"
)
_CLOCK_AT_END = re.compile(
    r"(?:\s*,\s*|\s+|(?<=[0-9])t)(?:a las\s+|a\s+|at\s+)?"
    r"([0-9]{1,2}\s?(?:[:h].*|[ap]\.?\s?m\.?.*))"
)
_FROM = re.compile(r"^(?:du|from|del|dal|entre le|entre el|entre|between|les|los|vom)\s+")
_TO = re.compile(r"\s*[-\u2013\u2014&/]\s*|\s+(?:au|al|to|until|a|et|and|y|e|bis|und|through|till)\s+")
_ARTICLE = re.compile(r"^(?:le|the|el|il)\s+")
_DAYS_MAX = 92
_NAMED = re.compile(r"[a-z]+|[0-9]+")
_NAMED_WHOLE = re.compile(r"[a-z0-9\s.,/'’()-]+")
_NOISE = frozenset(
    {"de", "del", "le", "el", "the", "of", "du", "d", "st", "nd", "rd", "th", "er", "ro", "do", "o", "a", "on"}
)


@dataclass(frozen=True)
class Dated:
    """A day or a month that somebody meant, perhaps with a time of day.

    ``other`` is the other reading of a numeric date where both are valid; ``until`` the last of several days;
    ``zone`` the offset typed behind the time;
    ``from_text`` whether it was typed as text rather than held as a date by the spreadsheet.
    """

    first: date
    precision: Literal["day", "month"] = "day"
    clock: time | None = None
    zone: tzinfo | None = None
    other: date | None = None
    from_text: bool = False
    until: date | None = None

    @property
    def last(self) -> date:
        """The last day of the month, the last of several days, or the day itself."""
        if self.until is not None:
            return self.until
        return last_of_month(self.first) if self.precision == "month" else self.first

    @property
    def is_plausible(self) -> bool:
        """Whether the year can be meant."""
        return self.first.year in YEARS


def last_of_month(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def dated(cell: Cell, *, day_first: bool) -> Dated | None:
    """What a cell says as a date: dates as files hold them, serial numbers, text. None where it says no date.

    A number counts days since 1899-12-30, its fraction is the time of day. Text is read as 2021-05-04 and as named
    months always, as 04/05/2021 by ``day_first``. The year may be implausible.
    """
    if isinstance(cell, str):
        return _from_text(cell, day_first)
    if isinstance(cell, bool):
        return None
    if isinstance(cell, datetime):
        clock = cell.time() if cell.time() != time() else None
        return Dated(cell.date(), clock=_to_second(clock), zone=cell.tzinfo)
    if isinstance(cell, date):
        return Dated(cell)
    if isinstance(cell, int | float):
        moment = from_serial(cell)
        return moment and Dated(moment.date(), clock=_to_second(moment.time()) if moment.time() != time() else None)
    return None


def several_days(text: str, *, day_first: bool) -> Dated | None:
    """The days that a text names by both ends: 18-20 mai 2021, 18/05/2021 et 20/05/2021. None where it names none."""
    if len(text) > _TEXT_LENGTH_MAX:
        return None
    form = _FROM.sub("", plain(text).strip(" .,"))
    for between in _TO.finditer(form):
        before, after = form[: between.start()].strip(" .,"), form[between.end() :].strip(" .,")
        last = _date_text(_ARTICLE.sub("", after), day_first)
        if last is None or last.precision == "month":
            continue
        for candidate in (before, f"{before} {last.first.year}", _with_month(before, last.first)):
            first = _date_text(_ARTICLE.sub("", candidate), day_first)
            if first and first.precision == "day" and 0 < (last.first - first.first).days <= _DAYS_MAX:
                return replace(first, until=last.first, other=None)
    return None


def _with_month(day: str, other: date) -> str:
    return f"{other.year}-{other.month:02}-{int(day):02}" if day.isdigit() and len(day) <= 2 else ""


def from_serial(number: float) -> datetime | None:
    """The moment that a serial number of days stands for; None beyond the calendar of spreadsheets."""
    if not 0 <= number < _SERIAL_LAST:
        return None
    days, milliseconds = divmod(round(number * _DAY_MILLISECONDS), _DAY_MILLISECONDS)
    return _EPOCH + timedelta(days=days, milliseconds=milliseconds)


def clock(cell: Cell) -> time | None:
    """A cell that is a time of day and nothing more: 17:00, 17h30, 5 pm, a fraction of a day below 1."""
    if isinstance(cell, str):
        if len(cell) > _TEXT_LENGTH_MAX:
            return None
        found = _clock_text(plain(cell))
        return found[0] if found else None
    if isinstance(cell, bool):
        return None
    if isinstance(cell, datetime):
        # A time of day as a moment of the calendar's first day.
        return _to_second(cell.time()) if cell.year < 1901 else None
    if isinstance(cell, time):
        return _to_second(cell.replace(tzinfo=None))
    if isinstance(cell, int | float) and 0 <= cell < 1:
        seconds = min(round(cell * 86_400), 86_399)
        return (_EPOCH + timedelta(seconds=seconds)).time()
    return None


def _to_second(moment: time | None) -> time | None:
    """Without the microseconds that a fraction of a day leaves behind."""
    if moment is None or not moment.microsecond:
        return moment
    base = datetime.combine(_EPOCH, moment.replace(tzinfo=None))
    rounded = base + timedelta(microseconds=500_000)
    return rounded.replace(microsecond=0).time() if rounded.date() == base.date() else time(23, 59, 59)


def _from_text(text: str, day_first: bool) -> Dated | None:
    if len(text) > _TEXT_LENGTH_MAX:
        return None
    text = re.sub(r"\s*([/-])\s*", r"\1", plain(text)).strip(" .,")
    found = _date_text(text, day_first)
    if found is None and (tail := _CLOCK_AT_END.search(text)):
        at = _clock_text(tail[1])
        found = _date_text(text[: tail.start()].strip(" .,"), day_first)
        if at is None or found is None or found.precision == "month":
            return None
        found = replace(found, clock=at[0], zone=at[1])
    return found


def _date_text(text: str, day_first: bool) -> Dated | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return _real_day(int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR_LAST.fullmatch(text):
        return _numeric(int(found[1]), int(found[3]), _year(found[4]), day_first)
    if found := _MONTH_LAST.fullmatch(text):
        return _month(int(found[1]), int(found[2]))
    if found := _MONTH_FIRST.fullmatch(text):
        return _month(int(found[2]), int(found[1]))
    return _named(text)


def _numeric(a: int, b: int, year: int, day_first: bool) -> Dated | None:
    by_locale, otherwise = (
        (_real_day(year, b, a), _real_day(year, a, b)) if day_first else (_real_day(year, a, b), _real_day(year, b, a))
    )
    if by_locale and otherwise and by_locale != otherwise:
        return replace(by_locale, other=otherwise.first)
    return by_locale or otherwise


def _named(text: str) -> Dated | None:
    if not _NAMED_WHOLE.fullmatch(text):
        return None
    tokens = [token for token in _NAMED.findall(text) if token not in _NOISE]
    months = [token for token in tokens if token in _months()]
    if len(months) > 1:
        # mar. is a Tuesday in French and Spanish, and March.
        months = [token for token in months if token not in _weekdays()] or months[:1]
    if len(months) != 1:
        return None
    tokens = [token for token in tokens if token == months[0] or token not in _weekdays()]
    at = tokens.index(months[0])
    month, before, after = _months()[months[0]], tokens[:at], tokens[at + 1 :]
    if not all(token.isdigit() for token in (*before, *after)):
        return None
    match (*before, "", *after):
        case [day, "", year] if len(day) <= 2 and len(year) in (2, 4):
            return _real_day(_year(year), month, int(day))
        case ["", day, year] if len(day) <= 2 and len(year) in (2, 4):
            return _real_day(_year(year), month, int(day))
        case [year, "", day] if len(year) == 4 and len(day) <= 2:
            return _real_day(int(year), month, int(day))
        case [year, ""] | ["", year] if len(year) == 4:
            return _month(int(year), month)
    return None


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _real_day(year: int, month: int, day: int) -> Dated | None:
    try:
        return Dated(date(year, month, day), from_text=True)
    except ValueError:
        return None


def _month(year: int, month: int) -> Dated | None:
    found = _real_day(year, month, 1)
    return found and replace(found, precision="month")


def _clock_text(text: str) -> tuple[time, tzinfo | None] | None:
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return None
    hours_text, minutes, seconds, dotted, half, zone = found.groups()
    hours = int(hours_text)
    if hours_text == found[0]:
        # A bare number is no time of day.
        return None
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.startswith("p") else 0)
    try:
        return time(hours, int(minutes or dotted or 0), int(seconds or 0)), _zone(zone)
    except ValueError:
        return None


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text == "z":
        return UTC
    if text in _ZONES:
        return timezone(timedelta(hours=_ZONES[text]))
    text = text.removeprefix("utc").removeprefix("gmt").strip()
    digits = text[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if text[0] == "-" else offset)


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Month names and their short forms, without accents, to their numbers."""
    months = {"sept": 9, "set": 9, "setiembre": 9, "fev": 2, "juill": 7, "agto": 8}
    for name, number in _calendar("months"):
        months.setdefault(name, number)
    return months


@lru_cache(maxsize=1)
def _weekdays() -> frozenset[str]:
    return frozenset(name for name, _ in _calendar("days"))


def _calendar(part: Literal["months", "days"]) -> Iterator[tuple[str, int]]:
    for locale in (locale for language in LANGUAGE.values() for locale in language.names):
        contexts = getattr(locale, part)
        for context, width in product(("format", "stand-alone"), ("wide", "abbreviated")):
            yield from ((key(str(name)), number) for number, name in contexts[context][width].items())
