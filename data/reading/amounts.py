"""Numbers as people type them: 1 234,56, 12,5 %, 1.234,5."""

import re
from dataclasses import dataclass
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol

_SPACES = re.compile(r"[\s\u00a0\u2009\u202f'’]")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]")
_GROUPED_BY_SPACE = re.compile(r"[0-9]{1,3}(?:[\s\u00a0\u2009\u202f'’][0-9]{3})+(?:[.,][0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]+)?")
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_TEXT_LENGTH_MAX = 40


@dataclass(frozen=True)
class Amount:
    """A number that somebody meant. ``other`` is its other reading where the locale had to choose."""

    value: float
    other: float | None = None


def decimal_of(locale: str | None) -> Literal[",", "."] | None:
    """The decimal sign of a locale such as fr_FR; None where it is unknown or has another one."""
    try:
        symbol = get_decimal_symbol(Locale.parse((locale or "").replace("-", "_").split(".")[0]))
    except (ValueError, TypeError, UnknownLocaleError):
        return None
    return "," if symbol == "," else "." if symbol == "." else None


def amount(text: str, decimal: Literal[",", "."] | None) -> Amount | None:
    """The number a text says; None where it says none.

    ``decimal`` decides where a comma or a point could be either sign (1,234); without one it groups thousands there.
    """
    if len(text) > _TEXT_LENGTH_MAX:
        return None
    text = _INVISIBLE.sub("", text).strip()
    share = text.endswith("%")
    text = text.removesuffix("%").rstrip()
    sign = -1 if text[:1] in ("-", "\u2212") else 1
    text = text[1:].lstrip() if text[:1] in ("-", "\u2212", "+") else text
    scale = sign / 100 if share else sign
    if _AMBIGUOUS.fullmatch(text):
        as_decimal, as_group = float(re.sub("[.,]", ".", text)), float(re.sub("[.,]", "", text))
        readings = (as_decimal, as_group) if decimal is not None and decimal in text else (as_group, as_decimal)
        return Amount(readings[0] * scale, readings[1] * scale)
    if _GROUPED_BY_SPACE.fullmatch(text):
        text = _SPACES.sub("", text)
    elif found := _GROUPED.fullmatch(text):
        text = text.replace(found[1], "")
    if not _PLAIN.fullmatch(text):
        return None
    return Amount(float(text.replace(",", ".")) * scale)
