"""What is known again from one reading of a worksheet to the next, so that it is not worked out again for every row."""

import marshal
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

ROWS_MAX = 30_000
"""Of a worksheet with more rows nothing is remembered: what is takes some three times the room of its cells."""

R = TypeVar("R", bound=Sequence)
T = TypeVar("T")


@dataclass(frozen=True)
class _Worked:
    """What followed, ``given`` all else, from each of these rows alone, by the row's own ``id``."""

    given: Hashable
    rows: Sequence[Sequence]
    """Held, so that no other row has one of their ids."""
    found: Mapping[int, Any]


@dataclass(eq=False)
class Memory:
    """The rows of the last reading of one worksheet, and what was worked out for each.

    Nothing in it is changed in place, but for one thing replaced by another: readings may run beside each other.
    """

    _rows: Mapping[bytes, Any] = field(default_factory=dict, init=False)
    _worked: dict[str, _Worked] = field(default_factory=dict, init=False)

    def rows(self, plain: Sequence[list], make: Callable[[list], R]) -> list[R]:
        """What ``make`` gives of each plain row: of one that was there the last time, the very same object."""
        if len(plain) > ROWS_MAX:
            self._rows = {}
            return [make(row) for row in plain]
        # Not by the row's own equality: 1, 1.0 and TRUE are equal, and not the same.
        said = [marshal.dumps(row, 2) for row in plain]
        known = self._rows
        rows = [known[key] if key in known else make(row) for key, row in zip(said, plain, strict=True)]
        self._rows = dict(zip(said, rows, strict=True))
        return rows

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
        known = before.found if before is not None and before.given == given else {}
        ids = list(map(id, rows))
        found = [known[id_] if id_ in known else make(row) for id_, row in zip(ids, rows, strict=True)]
        self._worked[name] = _Worked(given, rows, dict(zip(ids, found, strict=True)))
        return found
