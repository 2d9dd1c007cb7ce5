"""What is known again from one reading of a worksheet to the next, so that it is not worked out again for every row."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from itertools import compress, repeat
from operator import is_not
from typing import Any, TypeVar

ROWS_MAX = 30_000
"""Of a worksheet with more rows nothing is remembered: what is takes some three times the room of its cells."""
OTHERS_MAX = 100
"""So many rows in place of others are not looked for elsewhere: that would take longer than to work them out."""

T = TypeVar("T")

_UNKNOWN = object()


@dataclass(frozen=True)
class _Worked:
    """What followed, ``given`` all else, from each of these rows alone."""

    given: Hashable
    rows: Sequence[Sequence]
    found: Sequence[Any]

    def of(self, rows: Sequence[Sequence]) -> list[Any]:
        """What is known of each of other rows, ``_UNKNOWN`` of one that is not among these."""
        if len(rows) == len(self.rows):
            found = list(self.found)
            others = list(compress(range(len(rows)), map(is_not, rows, self.rows)))
            if len(others) <= OTHERS_MAX:
                for place in others:
                    found[place] = _UNKNOWN
                return found
        # By where a row lies: these are held, so that no other one lies there.
        known = dict(zip(map(id, self.rows), self.found, strict=True))
        return list(map(known.get, map(id, rows), repeat(_UNKNOWN)))


@dataclass(eq=False)
class Memory:
    """What was worked out for each row of the last reading of one worksheet, for the next one that has the very same.

    Nothing in it is changed in place, but for one thing replaced by another: readings may run beside each other.
    """

    _worked: dict[str, _Worked] = field(default_factory=dict, init=False)

    def of_each(
        self, name: str, rows: Sequence[Sequence], make: Callable[[Sequence], T], given: Hashable = ()
    ) -> list[T]:
        """What ``make`` gives of each row, worked out for those alone that were not there the last time.

        It has to follow from the row and ``given``; ``name`` is what it is.
        """
        if len(rows) > ROWS_MAX:
            self._worked.pop(name, None)
            return [make(row) for row in rows]
        before = self._worked.get(name)
        known = before.of(rows) if before is not None and before.given == given else repeat(_UNKNOWN, len(rows))
        found = [make(row) if value is _UNKNOWN else value for row, value in zip(rows, known, strict=True)]
        # Copies: either list is the caller's own, to do with as they like.
        self._worked[name] = _Worked(given, list(rows), list(found))
        return found
