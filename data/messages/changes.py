"""What was changed in the sheet, in words a person would use."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from data.grid import Cell
from data.history.changes import Change, ChangeKind
from data.history.undated import setting_of
from data.messages.labels import column_label
from data.reading.dates import clock, from_serial
from data.reading.keys import identity, text_of
from data.road import Road
from data.shape import DATED, SETTING_KEYS, SETTINGS, worksheet
from data.words import Words

_NAMING = ("title", "contributor", "name", "text")
_FRAMES = {
    "Milestones": ("milestones", "id"),
    "Contributions": ("contributions", "id"),
    "Sections": ("sections", "code"),
    "Charter": ("charter", "code"),
    "Questions": ("questions", "code"),
}
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ISO_MONTH = re.compile(r"\d{4}-\d{2}")


def row_names(road: Road, words: Words) -> Mapping[tuple[str, str], str]:
    """What each row that the sheet has now is called, by worksheet and the key that history knows it by."""
    names: dict[tuple[str, str], str] = {}
    for name, (frame, code) in _FRAMES.items():
        for row in getattr(road, frame).to_dict("records"):
            text = next((text for naming in _NAMING if (text := words.text(row, naming))), row[code])
            names[name, identity(str(row[code]))] = text
    return names


def row_name(change: Change, names: Mapping[tuple[str, str], str], words: Words) -> str:
    """What the row of a change is called: by today's sheet, by what it held, else by its number."""
    if known := names.get((change.worksheet, change.key)):
        return known
    cells = {name: text_of(cell) for name, cell in (change.cells or {}).items()}
    for naming in _NAMING:
        if text := words.text(cells, naming):
            return text
    if change.worksheet == "Settings":
        return change.key
    if change.worksheet == "Countries" and (country := cells.get("country")):
        return country
    return words.say("row {number}", number=change.number)


def change_sentence(change: Change, names: Mapping[tuple[str, str], str], words: Words) -> str:
    """One change as a sentence without a full stop."""
    tab = words.say(worksheet(change.worksheet).name)
    if change.kind in (ChangeKind.WORKSHEET_ADDED, ChangeKind.WORKSHEET_REMOVED):
        title = text_of(change.new or change.old)
        if change.kind is ChangeKind.WORKSHEET_ADDED:
            return words.say("The worksheet “{title}” was added", title=title)
        return words.say("The worksheet “{title}” was removed", title=title)
    column = column_label(change.worksheet, change.column, words)
    if change.kind is ChangeKind.COLUMN_ADDED:
        return words.say("{worksheet}: the column “{column}” was added", worksheet=tab, column=column)
    if change.kind is ChangeKind.COLUMN_REMOVED:
        return words.say("{worksheet}: the column “{column}” was removed", worksheet=tab, column=column)
    row = row_name(change, names, words)
    if change.worksheet == "Settings" and change.cells is not None:
        # A key of Settings and its value come and go as one.
        value = change.cells.get("value")
        is_added = change.kind is ChangeKind.ADDED
        change = replace(
            change,
            kind=ChangeKind.EDITED,
            column="value",
            old=None if is_added else value,
            new=value if is_added else None,
        )
    if change.kind is ChangeKind.ADDED:
        return words.say("{worksheet}: “{row}” was added", worksheet=tab, row=row)
    if change.kind is ChangeKind.REMOVED:
        return words.say("{worksheet}: “{row}” was removed", worksheet=tab, row=row)
    if change.kind is ChangeKind.RENAMED:
        return words.say("{worksheet}: “{row}” has another id", worksheet=tab, row=row)
    old, new = (cell_words(change, cell, words) for cell in (change.old, change.new))
    if change.worksheet == "Settings":
        column = row
        if not old:
            return words.say("Settings: {column} was set to {new}", column=column, new=new)
        if not new:
            return words.say("Settings: {column}, which was {old}, was emptied", column=column, old=old)
        return words.say("Settings: {column} was changed from {old} to {new}", column=column, old=old, new=new)
    if not old:
        return words.say("{column} of “{row}” was set to {new}", column=column, row=row, new=new)
    if not new:
        return words.say("{column} of “{row}”, which was {old}, was emptied", column=column, row=row, old=old)
    if is_dated(change):
        return words.say("{column} of “{row}” moved from {old} to {new}", column=column, row=row, old=old, new=new)
    return words.say("{column} of “{row}” was changed from {old} to {new}", column=column, row=row, old=old, new=new)


def is_dated(change: Change) -> bool:
    """Whether the change is of a day, a month or a time."""
    if change.worksheet == SETTINGS.name and change.column == "value":
        columns, name = SETTING_KEYS, setting_of(change)
    else:
        columns, name = worksheet(change.worksheet).columns, change.column
    return any(column.name == name and column.type in DATED for column in columns)


def cell_words(change: Change, cell: Cell, words: Words) -> str:
    """What a cell of a change said: days and months in the reader's language, texts in quotation marks."""
    cell = _held(change, cell)
    if isinstance(cell, time):
        return words.clock(datetime.combine(date.min, cell))
    if isinstance(cell, datetime):
        day = words.day(cell.date())
        return day if cell.time() == time() else f"{day} {words.clock(cell)}"
    if isinstance(cell, date):
        return words.day(cell)
    text = text_of(cell)
    if is_dated(change) and _ISO_DAY.fullmatch(text):
        return words.day(date.fromisoformat(text))
    if is_dated(change) and _ISO_MONTH.fullmatch(text):
        return words.month(date.fromisoformat(f"{text}-01"))
    if not text or not isinstance(cell, str):
        return text
    return words.say("“{text}”", text=text)


def _held(change: Change, cell: Cell) -> Cell:
    if is_dated(change) and isinstance(cell, int | float):
        # A spreadsheet of Google holds its days and times as numbers.
        return clock(cell) or from_serial(cell) or cell
    return cell


def cell_value(change: Change, cell: Cell) -> str | float:
    """What a cell of a change said, for a file: a number as a number, a day as 2021-05-04, else its text."""
    held = _held(change, cell)
    return held if isinstance(held, int | float) and not isinstance(held, bool) else text_of(held)


def counted_changes(changes: Sequence[Change], words: Words) -> list[str]:
    """How much was changed, one text a worksheet: "Contributions: 12 rows added, 2 decided and 1 row removed"."""
    told = []
    for name in dict.fromkeys(change.worksheet for change in changes):
        of_worksheet = [change for change in changes if change.worksheet == name]
        kinds = Counter(change.kind for change in of_worksheet)
        edited = [change for change in of_worksheet if change.kind is ChangeKind.EDITED]
        decided = {change.key for change in edited if change.column == "decision" and not text_of(change.old)}
        added, removed = kinds[ChangeKind.ADDED], kinds[ChangeKind.REMOVED]
        others = len({change.key for change in edited} - decided)
        counted = (
            (added, words.plural("{n} row added", "{n} rows added", added)),
            (removed, words.plural("{n} row removed", "{n} rows removed", removed)),
            (len(decided), words.plural("{n} row decided", "{n} rows decided", len(decided))),
            (others, words.plural("{n} row edited", "{n} rows edited", others)),
        )
        parts = [part for n, part in counted if n]
        if parts:
            tab = words.say(worksheet(name).name)
            told.append(words.say("{label}: {value}", label=tab, value=words.listed(parts)))
    return told
