"""What was changed between two readings, and the tables that a list of changes leads to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from data.grid import Cell
from data.history.tables import UNNAMED, Row, Table, Tables, id_column, unnamed_key
from data.reading.keys import text_of

PAIRED_ROWS_MAX = 200
"""Past so many rows gone and come in one worksheet, only those that say the same but for their id are paired."""
ALIKE_SHARE = 0.6
"""A row gone and one come are the same row where so much of what either holds is the same."""


class ChangeKind(StrEnum):
    """What one change did."""

    WORKSHEET_ADDED = "worksheet added"
    WORKSHEET_REMOVED = "worksheet removed"
    COLUMN_ADDED = "column added"
    COLUMN_REMOVED = "column removed"
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    EDITED = "edited"


@dataclass(frozen=True)
class Change:
    """One change of one worksheet of ours.

    ``key`` is the row's (its new one for a row renamed), ``number`` its own number in the sheet when the change was
    seen (when it was last seen, for a row removed). ``old`` and ``new`` are cells of ``column`` for an edit, keys for
    a renamed row, titles and places for worksheets and columns; ``cells`` all that a row added or removed held.
    """

    worksheet: str
    kind: ChangeKind
    key: str = ""
    number: int = 0
    column: str = ""
    place: int = -1
    old: Cell = None
    new: Cell = None
    cells: Mapping[str, Cell] | None = None


def changes_between(before: Tables, after: Tables) -> tuple[Change, ...]:
    """What leads from one reading to the next. The order of rows and columns and the titles of worksheets are none."""
    found: list[Change] = []
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if new is None:
            assert old is not None
            found += _table_changes(name, old, Table(old.title, {}, {}))
            found.append(Change(name, ChangeKind.WORKSHEET_REMOVED, old=old.title))
        elif old is None:
            found.append(Change(name, ChangeKind.WORKSHEET_ADDED, new=new.title))
            found += _table_changes(name, Table(new.title, {}, {}), new)
        else:
            found += _table_changes(name, old, new)
    return tuple(found)


def _table_changes(name: str, before: Table, after: Table) -> Iterator[Change]:
    for column, place in before.places.items():
        if column not in after.places:
            yield Change(name, ChangeKind.COLUMN_REMOVED, column=column, place=place)
    for column, place in after.places.items():
        if column not in before.places:
            yield Change(name, ChangeKind.COLUMN_ADDED, column=column, place=place)
    gone = {key: row for key, row in before.rows.items() if key not in after.rows}
    come = {key: row for key, row in after.rows.items() if key not in before.rows}
    pairs = dict(_pairs(gone, come, id_column(name)))
    for old_key, row in gone.items():
        if old_key not in pairs:
            yield Change(name, ChangeKind.REMOVED, old_key, row.number, cells=row.cells)
    for old_key, new_key in pairs.items():
        yield Change(name, ChangeKind.RENAMED, new_key, come[new_key].number, old=old_key, new=new_key)
    for new_key, row in come.items():
        if new_key not in pairs.values():
            yield Change(name, ChangeKind.ADDED, new_key, row.number, cells=row.cells)
    earlier = {new_key: before.rows[old_key] for old_key, new_key in pairs.items()}
    for key, row in after.rows.items():
        old = earlier.get(key) or before.rows.get(key)
        if old is not None and old.cells is not row.cells and old.cells != row.cells:
            for column in dict.fromkeys((*old.cells, *row.cells)):
                was, now = old.cells.get(column), row.cells.get(column)
                if was != now or type(was) is not type(now):
                    place = after.places.get(column, before.places.get(column, -1))
                    yield Change(name, ChangeKind.EDITED, key, row.number, column, place, was, now)


def _pairs(gone: Mapping[str, Row], come: Mapping[str, Row], named: str) -> Iterator[tuple[str, str]]:
    """Rows that went under one key and came back under another: with a new id, or edited without one."""
    left = dict(come)
    same = {unnamed_key(_but(row, named)): key for key, row in reversed(list(come.items())) if len(row.cells) > 1}
    open_: list[str] = []
    for old_key, row in gone.items():
        new_key = same.get(unnamed_key(_but(row, named)))
        if new_key is not None and left.pop(new_key, None) is not None:
            yield old_key, new_key
        else:
            open_.append(old_key)
    if not open_ or not left or max(len(open_), len(left)) > PAIRED_ROWS_MAX:
        return
    scored = sorted(
        (
            (-_alike(gone[old_key], row, named), abs(gone[old_key].number - row.number), old_key, new_key)
            for old_key in open_
            for new_key, row in left.items()
            # Two different ids are two rows, unless all else is the same.
            if old_key.startswith(UNNAMED) or new_key.startswith(UNNAMED)
        ),
    )
    taken: set[str] = set()
    for score, _, old_key, new_key in scored:
        if -score >= ALIKE_SHARE and old_key not in taken and new_key not in taken:
            taken |= {old_key, new_key}
            yield old_key, new_key


def _but(row: Row, named: str) -> dict[str, Cell]:
    return {name: cell for name, cell in row.cells.items() if name != named}


def _alike(one: Row, other: Row, named: str) -> float:
    first, second = ({(n, text_of(c)) for n, c in _but(row, named).items()} for row in (one, other))
    return len(first & second) / max(len(first), len(second), 1)


def applied(tables: Tables, changes: Iterable[Change]) -> Tables:
    """The tables after the changes."""
    result = {name: Table(table.title, dict(table.places), dict(table.rows)) for name, table in tables.items()}
    for change in changes:
        name = change.worksheet
        if change.kind is ChangeKind.WORKSHEET_ADDED:
            result[name] = Table(str(change.new), {}, {})
        elif change.kind is ChangeKind.WORKSHEET_REMOVED:
            del result[name]
        else:
            result[name] = _applied(result[name], change)
    return result


def _applied(table: Table, change: Change) -> Table:
    places, rows = dict(table.places), dict(table.rows)
    match change.kind:
        case ChangeKind.COLUMN_ADDED:
            places[change.column] = change.place
        case ChangeKind.COLUMN_REMOVED:
            del places[change.column]
        case ChangeKind.ADDED:
            rows[change.key] = Row(change.number, dict(change.cells or {}))
        case ChangeKind.REMOVED:
            del rows[change.key]
        case ChangeKind.RENAMED:
            rows[change.key] = rows.pop(str(change.old))
        case ChangeKind.EDITED:
            row = rows[change.key]
            cells = {**row.cells, change.column: change.new}
            rows[change.key] = row._replace(cells={name: cell for name, cell in cells.items() if cell is not None})
    return Table(table.title, places, rows)


_OPPOSITE = {
    ChangeKind.WORKSHEET_ADDED: ChangeKind.WORKSHEET_REMOVED,
    ChangeKind.COLUMN_ADDED: ChangeKind.COLUMN_REMOVED,
    ChangeKind.ADDED: ChangeKind.REMOVED,
}
_OPPOSITE |= {after: before for before, after in _OPPOSITE.items()}


def undone(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes that lead back."""
    return tuple(
        replace(
            change,
            kind=_OPPOSITE.get(change.kind, change.kind),
            key=str(change.old) if change.kind is ChangeKind.RENAMED else change.key,
            old=change.new,
            new=change.old,
        )
        for change in reversed(changes)
    )
