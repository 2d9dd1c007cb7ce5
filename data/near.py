"""Which known name somebody meant who typed another one: a slip of the fingers, never another meaning.

A wrong suggestion costs more than none. So two texts are near only where every word of one is a word of the other but
for a slip: a word more or less (not cancelled, South Africa), another number (Q3), another short code (EU
beside EUA) is another meaning.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

_LINKS = frozenset(
    re.findall(
        r"\w+",
        "of the and in on for de des du d la le les l et en pour el los las y e del da das do dos di il lo gli i al",
    )
)
"""Words that link others and carry no meaning of their own."""

_USUAL_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")

_SUBSTITUTED_FROM, _TWICE_FROM, _ABBREVIATED_FROM, _SLIPS_MAX = 6, 10, 4, 2


def without_accents(text: str) -> str:
    """The text in small letters and plain forms, without marks on them."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    # Nearly all marks are these; a look at each letter takes five times as long.
    folded = _USUAL_MARKS.sub("", folded)
    return folded if folded.isascii() else folded.translate(_marks())


@cache
def _marks() -> dict[int, None]:
    """The marks that are set on letters: all of them lie in these two planes."""
    return dict.fromkeys(code for code in range(0x300, 0x20000) if unicodedata.combining(chr(code)))


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text in small letters without accents, but those that only link others."""
    found = re.findall(r"[^\W\d_]+|\d+", re.sub(r"[\u00ad\u200b-\u200f\u2060\ufeff]", "", without_accents(text)))
    return tuple(word.lstrip("0") or "0" if word.isdigit() else word for word in found if word not in _LINKS)


class Names:
    """Names to choose the nearest of, each standing for one meaning."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """``names`` are (name, meaning), the preferred one first; the nearest is one of these names."""
        self._by_shape: dict[tuple[int, str], list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
        for name, meaning in names:
            if words := words_in(name):
                self._by_shape[len(words), words[0][0]].append((words, name, meaning))

    def nearest(self, text: str) -> str | None:
        """The name closest to a text; None where nothing is near, or two meanings are equally so."""
        typed = words_in(text)
        if not typed:
            return None
        found: list[tuple[int, str, str]] = []
        for words, name, meaning in self._by_shape.get((len(typed), typed[0][0]), ()):
            slips = _slips(typed, words)
            if slips is not None:
                found.append((slips, name, meaning))
        if not found:
            return None
        fewest = min(slips for slips, _, _ in found)
        best = [(name, meaning) for slips, name, meaning in found if slips == fewest]
        return best[0][0] if len({meaning for _, meaning in best}) == 1 else None


def _slips(typed: tuple[str, ...], known: tuple[str, ...]) -> int | None:
    total = 0
    # Beside a word that is the same, a short one may well be a slip: charter blok.
    is_sure = any(one == other for one, other in zip(typed, known, strict=True))
    for one, other in zip(typed, known, strict=True):
        slips = _slips_in_a_word(one, other, is_sure=is_sure)
        if slips is None:
            return None
        total += slips
    return total if total <= _SLIPS_MAX else None


def _slips_in_a_word(typed: str, known: str, *, is_sure: bool) -> int | None:
    """How many slips make one word of the other: 0 for the same, None where they are two words."""
    if typed == known:
        return 0
    # Not at the top: who only asks for a country's code does without it.
    from rapidfuzz.distance import OSA

    if typed.isdigit() or known.isdigit() or typed[0] != known[0]:
        return None
    shorter, longer = sorted((len(typed), len(known)))
    if len(typed) >= _ABBREVIATED_FROM and known.startswith(typed):
        return 1
    distance = OSA.distance(typed, known, score_cutoff=2)
    if distance == 1:
        is_transposed = shorter == longer and sorted(typed) == sorted(known)
        if shorter >= 3 and (is_transposed or _doubles_a_letter(typed, known)):
            return 1
        # A letter more or less is a slip sooner than another letter.
        needed = _SUBSTITUTED_FROM - (shorter != longer) * (1 + is_sure)
        return 1 if shorter >= needed else None
    return 2 if distance == 2 and shorter >= _TWICE_FROM else None


def _doubles_a_letter(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return any(
        longer[:place] + longer[place + 1 :] == shorter and longer[place] in longer[max(place - 1, 0) : place]
        for place in range(len(longer))
    )
