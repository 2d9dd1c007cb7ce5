"""Lists of known values: each found by its code or by any of its names, and named when something near it was typed."""

from collections.abc import Iterable, Mapping
from copy import copy
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from data.reading import synonyms
from data.reading.keys import identity, key, one_line
from data.shape import Vocabulary
from data.words import translations

NEAREST_LOOKUPS_MAX = 300
"""So many different unknown values of a list are compared with all known ones; time stays bounded past that."""

_LENGTH_MAX = 80
_SIMILAR = 0.6
_SIMILAR_SHORT = 0.5
_SHORT = 3


class Known:
    """Codes with the names that stand for them. Codes come before names; a name that two codes share finds neither."""

    def __init__(
        self, codes: Iterable[str], names: Iterable[tuple[str, str]], hidden: Iterable[tuple[str, str]] = ()
    ) -> None:
        """``names`` and ``hidden`` are (name, code); the hidden ones are taken but never suggested."""
        self.codes = tuple(dict.fromkeys(codes))
        self._by_identity = {identity(code): code for code in reversed(self.codes)}
        self._by_code_key = _unique((key(code), code) for code in self.codes)
        names = [(one_line(name), code) for name, code in names if name]
        self._by_name_key = _unique((key(name), code) for name, code in (*names, *hidden))
        shown: dict[str, str] = {}
        for form in (*self.codes, *(name for name, _ in names)):
            shown.setdefault(key(form), form)
        shown.pop("", None)
        self._shown = shown
        self._nearest: dict[str, str | None] = {}

    def fresh(self) -> "Known":
        """The same list, none of its look-ups of near values spent: those of one reading never cost another any."""
        again = copy(self)
        again._nearest = {}
        return again

    def find(self, text: str) -> str | None:
        """The code that a text stands for: the code itself, else its letters and digits, else one of its names."""
        exact = self._by_identity.get(identity(text))
        if exact is not None:
            return exact
        form = key(text)
        return self._by_code_key.get(form) or self._by_name_key.get(form)

    def nearest(self, text: str) -> str | None:
        """The known code or name closest to a text, as it is written; None where nothing is near."""
        if len(text) > _LENGTH_MAX:
            return None
        form = key(text)
        if form not in self._nearest:
            if len(self._nearest) >= NEAREST_LOOKUPS_MAX:
                return None
            self._nearest[form] = self._closest(form)
        return self._nearest[form]

    def _closest(self, form: str) -> str | None:
        if len(form) < 2:
            return None
        cutoff = _SIMILAR_SHORT if len(form) <= _SHORT else _SIMILAR
        found = process.extractOne(form, self._shown.keys(), scorer=OSA.normalized_similarity, score_cutoff=cutoff)
        if found is not None:
            return self._shown[found[0]]
        if len(form) > _SHORT:
            for other, shown in self._shown.items():
                if len(other) > _SHORT and (other.startswith(form) or form.startswith(other)):
                    return shown
        return None


def _unique(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Keys that stand for one code only."""
    codes: dict[str, str | None] = {}
    for form, code in pairs:
        codes[form] = code if codes.get(form, code) == code else None
    codes.pop("", None)
    return {form: code for form, code in codes.items() if code is not None}


@lru_cache(maxsize=32)
def _known_vocabulary(name: str, labels: tuple[tuple[str, str], ...]) -> Known:
    names = [(form, code) for code, label in labels for form in translations(label)]
    also = synonyms.VALUES.get(name, {})
    return Known(
        (code for code, _ in labels),
        names,
        [(form, code) for code, forms in also.items() for form in forms],
    )


def known_vocabulary(vocabulary: Vocabulary) -> Known:
    """A vocabulary by its codes and its labels in every language."""
    return _known_vocabulary(vocabulary.name, tuple(vocabulary.labels.items())).fresh()
