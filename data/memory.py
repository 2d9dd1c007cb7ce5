"""What is known again from one reading of a worksheet to the next, so that it is not worked out again for every row."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from itertools import compress, repeat
from operator import eq, is_not
from typing import Any, TypeVar

ROWS_MAX = 30_000
"""Of a worksheet with more rows nothing is remembered: of 10,000 rows with 20 columns that takes some 15 MB."""
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
        others = _others(rows, self.rows)
        if others is not None:
            found = list(self.found)
            for place in others:
                found[place] = _UNKNOWN
            return found
        # By where a row lies: these are held, so that no other one lies there.
        known = dict(zip(map(id, self.rows), self.found, strict=True))
        return list(map(known.get, map(id, rows), repeat(_UNKNOWN)))


def _others(rows: Sequence[Sequence], before: Sequence[Sequence]) -> list[int] | None:
    """The places of the rows that are not the very same as before; None where too many are not."""
    if len(rows) != len(before):
        return None
    others = list(compress(range(len(rows)), map(is_not, rows, before)))
    return others if len(others) <= OTHERS_MAX else None


@dataclass(eq=False)
class Memory:
    """What was worked out for each row of the last reading of one worksheet, for the next one that has the very same.

    Nothing in it is changed in place, but for one thing replaced by another: readings may run beside each other.
    """

    _worked: dict[str, _Worked] = field(default_factory=dict, init=False)
    _made: dict[str, tuple[Sequence, Any]] = field(default_factory=dict, init=False)
    _laid_out: tuple[Sequence[Sequence], list[list[Any]]] = field(default=((), []), init=False)

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

    def of_all(
        self, name: str, values: Sequence, make: Callable[[Sequence], T], alike: Callable[[Any, Any], bool] = eq
    ) -> T:
        """What ``make`` gives of a list: the very same as the last time where it was ``alike``.

        Equal lists are where they hold texts or tuples of them; of others, 1 and TRUE are equal, and not the same.
        """
        if len(values) > ROWS_MAX:
            self._made.pop(name, None)
            return make(values)
        before = self._made.get(name)
        if before is None or not alike(before[0], values):
            before = self._made[name] = values, make(values)
        return before[1]

    def columns(self, rows: Sequence[Sequence], lay_out: Callable[[Sequence[Sequence]], list[list[Any]]]) -> list:
        """The rows by column, as ``lay_out`` gives them: where no cell is another one, the very same list."""
        if len(rows) > ROWS_MAX:
            self._laid_out = (), []
            return lay_out(rows)
        before, columns = self._laid_out
        others = _others(rows, before)
        if others is None or any(len(rows[place]) > len(columns) for place in others):
            columns = lay_out(rows)
        elif others:
            columns = [_put(column, rows, at, others) for at, column in enumerate(columns)]
        self._laid_out = list(rows), columns
        return columns


def _put(column: list[Any], rows: Sequence[Sequence], at: int, others: Sequence[int]) -> list[Any]:
    """The column with the cells of those rows in place of what was there."""
    cells = {place: rows[place][at] if at < len(rows[place]) else None for place in others}
    if all(repr(cell) == repr(column[place]) for place, cell in cells.items()):
        return column
    return [cells.get(place, cell) for place, cell in enumerate(column)]
