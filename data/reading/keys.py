"""Texts as they compare: what a spreadsheet adds to a word is taken off before two words are held to be the same."""

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal

from openpyxl.utils import get_column_letter

from data.grid import Cell, CellError
from data.near import without_accents

COMPARED_CHARACTERS = 1000
"""No code, label or title is longer; a longer text is compared by its beginning, so that time stays bounded."""

_ZERO_WIDTH = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_EDGES = _ZERO_WIDTH + "\x00" + "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_DROP_ZERO_WIDTH = dict.fromkeys(map(ord, _ZERO_WIDTH))
_SURROGATES = re.compile("[\ud800-\udfff]")
_NOT_PLAIN = re.compile("[^a-z0-9]+")


def trimmed(text: str) -> str:
    """Prose without what surrounds it: spaces of every width, line breaks, zero-width characters.

    What stands inside is kept; half a character (a lone surrogate) becomes the replacement character.
    """
    text = text.strip(_EDGES)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return _SURROGATES.sub("\ufffd", text)
    return text


def one_line(text: str) -> str:
    """An id, a code or a name: trimmed, without zero-width characters, its inner spaces made one."""
    if text.isalnum() and text.isascii():
        return text
    return " ".join(trimmed(text if text.isascii() else text.translate(_DROP_ZERO_WIDTH)).split())


def key(text: str) -> str:
    """Letters and digits alone, after NFKC, case folding and without accents; '' where there is none."""
    text = text[:COMPARED_CHARACTERS]
    if text.isascii():
        return _NOT_PLAIN.sub("", text.lower())
    return "".join(character for character in without_accents(text) if character.isalnum())


def identity(text: str) -> str:
    """What makes two ids the same: case and width make no difference, punctuation does (1.1 is not 11)."""
    line = one_line(text[:COMPARED_CHARACTERS])
    return line.lower() if line.isascii() else unicodedata.normalize("NFKC", line).casefold()


def plain(text: str) -> str:
    """The text in small letters without accents, its punctuation kept and its spaces made one."""
    return " ".join(without_accents(text[:COMPARED_CHARACTERS]).translate(_DROP_ZERO_WIDTH).split())


def text_of(cell: Cell) -> str:
    """A cell as text: 75001 and 3.0 as "75001" and "3", a day as 2021-05-04, TRUE and FALSE, an error by its code."""
    if isinstance(cell, str):
        return trimmed(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, int):
        return str(cell) if abs(cell) < 10**18 else f"{Decimal(cell):.14E}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes" if not (cell.second or cell.microsecond) else "seconds")
    if isinstance(cell, CellError):
        return trimmed(cell.code)
    return ""


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return cell is None or (isinstance(cell, str) and not cell.strip(_EDGES))


def column_letter(place: int) -> str:
    """The letters of a column by its 0-based place: 0 is A, 26 is AA."""
    return get_column_letter(place + 1)
