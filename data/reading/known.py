"""Lists of known values: each found by its code or by any of its names, and named when something near it was typed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import lru_cache

from data.near import Names
from data.reading import synonyms
from data.reading.keys import identity, key, one_line, plain
from data.shape import Vocabulary, worksheet
from data.words import OURS, OwnWords, translations

NEAREST_LOOKUPS_MAX = 300
"""So many different unknown values of a list are compared with all known ones; time stays bounded past that."""

_LENGTH_MAX = 80
_CODE_WITH_A_NUMBER = re.compile(r"([^\W\d_]*)[ ._-]?0*(\d{1,6})")
_NUMBERED = re.compile(r"([^\W\d_]*(?: [^\W\d_]+)*?) ?(?:n[o°º.]{0,3}|nr\.?|num(?:ero)?|#)? ?0*(\d{1,6})")
_DECIMAL = re.compile(r"\d[.,]\d")
_CODE_AND_MORE = re.compile(r"(?P<head>[^\s(:]{1,20})(?:\s*[(:]|\s+[-\u2013\u2014]\s|\.\s)\s*(?P<tail>.+?)\)?")
_MORE_AND_CODE = re.compile(r"(?P<tail>.+?)\s*\((?P<head>[^\s()]{1,20})\)")


class Known:
    """Codes with the names that stand for them. Codes come before names; a name that two codes share finds neither."""

    def __init__(
        self,
        codes: Iterable[str],
        names: Iterable[tuple[str, str]],
        hidden: Iterable[tuple[str, str]] = (),
        numbered: str | None = None,
    ) -> None:
        """``names`` and ``hidden`` are (name, code); the hidden ones are taken but never suggested.

        ``numbered`` is the worksheet whose codes these are: then "Question 2" and "2" are Q2, and "Q2: What?" is too.
        """
        self.codes = tuple(dict.fromkeys(codes))
        self.is_reference = numbered is not None
        self._by_identity = {identity(code): code for code in reversed(self.codes)}
        self._by_code_key = _unique((key(code), code) for code in self.codes)
        names = [(one_line(name), code) for name, code in names if name]
        self._by_name_key = _unique((key(name), code) for name, code in (*names, *hidden))
        self._by_number = _by_number(self.codes) if numbered else {}
        self._nouns = _nouns(numbered) if numbered else frozenset()
        self._shown = Names([*((code, code) for code in self.codes), *names])
        self._nearest: dict[str, str | None] = {}

    def fresh(self) -> "Known":
        """The same list, none of its look-ups of near values spent: those of one reading never cost another any."""
        again = copy(self)
        again._nearest = {}
        return again

    def find(self, text: str) -> str | None:
        """The code that a text stands for: the code itself, else its letters and digits, else one of its names, else
        its number."""
        exact = self._by_identity.get(identity(text))
        if exact is not None:
            return exact
        if _DECIMAL.search(text):
            return self._by_name_key.get(key(text))
        form = key(text)
        found = self._by_code_key.get(form) or self._by_name_key.get(form)
        if found is None and self.is_reference and len(text) <= _LENGTH_MAX * 4:
            found = self._of_number(text) or self._of_code_and_more(text)
        return found

    def _of_number(self, text: str) -> str | None:
        found = _NUMBERED.fullmatch(plain(text)) if self._by_number else None
        if found is None or (found[1] and key(found[1]) not in self._nouns):
            return None
        return self._by_number.get(int(found[2]))

    def _of_code_and_more(self, text: str) -> str | None:
        """Q1 (key issues), AFR - Africa, Africa (AFR): the code, unless what stands beside it is another one's."""
        for pattern in (_CODE_AND_MORE, _MORE_AND_CODE):
            if found := pattern.fullmatch(text):
                code = self._by_identity.get(identity(found["head"])) or self._by_code_key.get(key(found["head"]))
                other = self._by_code_key.get(key(found["tail"])) or self._by_name_key.get(key(found["tail"]))
                if code is not None and other in (None, code):
                    return code
        return None

    def both_ends(self, parts: Sequence[str]) -> tuple[str, ...]:
        """Two codes with a dash between them; none where more lie between them, for the dash may mean "to"."""
        ends = [self.find(part) for part in parts] if len(parts) == 2 else []
        numbers = [number for number, code in self._by_number.items() if code in ends]
        if None in ends or (len(numbers) == 2 and abs(numbers[0] - numbers[1]) > 1):
            return ()
        return tuple(code for code in ends if code)

    def nearest(self, text: str) -> str | None:
        """The known code or name that was meant, as it is written; None where nothing is near."""
        if len(text) > _LENGTH_MAX:
            return None
        form = plain(text)
        if form not in self._nearest:
            if len(self._nearest) >= NEAREST_LOOKUPS_MAX:
                return None
            self._nearest[form] = self._shown.nearest(text)
        return self._nearest[form]


def _by_number(codes: Iterable[str]) -> Mapping[int, str]:
    """Codes by their number, where all are one word with a number of its own: Q1, Q2."""
    numbers: dict[int, str] = {}
    prefixes: set[str] = set()
    for code in codes:
        found = _CODE_WITH_A_NUMBER.fullmatch(code)
        if found is None or int(found[2]) in numbers:
            return {}
        numbers[int(found[2])] = code
        prefixes.add(found[1].casefold())
    return numbers if len(prefixes) == 1 else {}


@lru_cache(maxsize=16)
def _nouns(worksheet_name: str) -> frozenset[str]:
    """What one row of a worksheet is called, alone or several."""
    names = (
        worksheet_name,
        *translations(worksheet(worksheet_name).name),
        *synonyms.WORKSHEETS.get(worksheet_name, ()),
    )
    return frozenset(map(key, (*names, *synonyms.ROW_NOUNS.get(worksheet_name, ()))))


def _unique(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Keys that stand for one code only."""
    codes: dict[str, str | None] = {}
    for form, code in pairs:
        codes[form] = code if codes.get(form, code) == code else None
    codes.pop("", None)
    return {form: code for form, code in codes.items() if code is not None}


@lru_cache(maxsize=32)
def _known_vocabulary(name: str, labels: tuple[tuple[str, str], ...], own: tuple[tuple[str, str], ...]) -> Known:
    taken = {key(form) for form, _ in own}
    names = [(form, code) for code, label in labels for form in translations(label) if key(form) not in taken]
    also = synonyms.VALUES.get(name, {})
    return Known(
        (*(code for code, _ in labels), *(code for _, code in own)),
        [*own, *names],
        [(form, code) for code, forms in also.items() for form in forms if key(form) not in taken],
    )


def known_vocabulary(vocabulary: Vocabulary, own: OwnWords = OURS) -> Known:
    """A vocabulary by its codes and its labels in every language, the network's ``own`` before ours; another network
    has nothing of a list that is ours alone."""
    named = tuple((name, code) for of, code, names in own.labels if of == vocabulary.name for _, name in names)
    is_theirs = own.is_another and vocabulary.is_ours
    name, labels = ("", ()) if is_theirs else (vocabulary.name, tuple(vocabulary.labels.items()))
    return _known_vocabulary(name, labels, named).fresh()
