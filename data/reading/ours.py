"""Which tabs of a workbook are the road's: no other is fetched, kept or counted."""

from collections.abc import Sequence

from data.grid import Choice, Grid
from data.reading.headers import worksheet_named, worksheet_of
from data.reading.keys import key
from data.reading.ties import ties_of
from data.shape import COLUMNS, WORKSHEETS

PRIVATE = "Readers"
"""Who gets the digest: fetched for that alone, whatever else this says."""


def choose(titles: Sequence[str], columns: Grid | None = None) -> Choice:
    """The tabs that are read, by their titles; ``columns`` ties others to ours, once it is read."""
    ties, _ = ties_of(columns)
    found = {title: worksheet_of(title, ties) for title in titles}
    expected = {sheet.name for sheet in WORKSHEETS if not sheet.only_overrides}
    return Choice(
        ours=frozenset(title for title, name in found.items() if name is not None),
        private=frozenset(title for title in titles if key(title) == key(PRIVATE)),
        columns=next((title for title in titles if worksheet_named(title) == COLUMNS.name), None),
        is_whole=expected <= set(found.values()),
    )
