"""Worksheets as participation platforms export them (Decidim, Consul), put under our own headers where they stand.

Only headers change, and the cells that say by a state what we say by a day: rows, and so their numbers, stay.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import replace

from data.grid import Cell, Grid
from data.reading.keys import is_blank, key, text_of

_SIGNS = {
    "decidim": (
        "participatoryspaceid",
        "participatoryspaceurl",
        "componentid",
        "publishedat",
        "taxonomiesid",
        "categoryid",
    ),
    "consul": ("cachedvotesup", "commentscount", "hotscore", "confidencescore", "retiredat", "tsv", "geozone"),
}
"""Headers that a platform writes and nobody else; two of them tell its export."""

PLATFORMS = frozenset(_SIGNS)

_FIRST_OF: dict[str, dict[str, tuple[str, ...]]] = {
    "decidim": {
        "id": ("id",),
        "received_on": ("publishedat", "createdat"),
        "contributor": ("authorname", "authorsname", "author"),
        "theme": ("categoryname", "taxonomiesname"),
        "section": ("scopename",),
        "summary": ("title",),
        "link": ("url",),
        "decision": ("state",),
        "decided_on": ("answeredat",),
        "reason": ("answer",),
    },
    "consul": {
        "id": ("id",),
        "received_on": ("publishedat", "createdat"),
        "contributor": ("author", "authorname", "username"),
        "section": ("geozone", "geozonename"),
        "summary": ("title",),
        "link": ("url",),
    },
}
"""Our columns with theirs, in the order of preference; theirs may end in a language."""

_BEGINNING = re.compile(f"^(?:{'|'.join(_SIGNS)}): ")

WITHDRAWN = frozenset(map(key, ("withdrawn", "retirada", "retiré", "retirée", "retired", "ritirata", "ritirato")))
_EVALUATING = frozenset({"evaluating", "inevaluation"})


def platform_of(grid: Grid) -> str | None:
    """The platform that wrote a grid, by its headers."""
    header = set(_header(grid))
    return next((name for name, signs in _SIGNS.items() if len(header.intersection(signs)) > 1), None)


def _header(grid: Grid) -> list[str]:
    return [key(cell) if isinstance(cell, str) else "" for cell in grid.rows[0]] if grid.rows else []


def own_header(text: str) -> str:
    """A header as the platform wrote it."""
    return _BEGINNING.sub("", text)


def as_ours(grid: Grid, languages: Sequence[str], keep: Container[str] = ()) -> Grid | None:
    """The grid of a platform's export with our headers in place of its own; None for any other grid.

    A text in several languages counts in the first that has one in each row, by ``languages``. Headers whose key is one
    to ``keep`` stay. An id has its platform before it: two exports number their proposals alike.
    """
    platform = platform_of(grid)
    if platform is None:
        return None
    header = _header(grid)
    places = {
        ours: [place for form in theirs for place in _places(header, form, languages)]
        for ours, theirs in _FIRST_OF[platform].items()
    }
    names: list[Cell] = [
        f"{platform}: {cell}" if isinstance(cell, str) and form not in keep else cell
        for cell, form in zip(grid.rows[0], header, strict=True)
    ]
    for ours, found in places.items():
        if found:
            names[found[0]] = ours
    width = len(names)
    names.append("considered_on")
    rows = [names, *(_row(row, places, width, platform) for row in grid.rows[1:])]
    return replace(grid, rows=rows)


def _places(header: Sequence[str], form: str, languages: Sequence[str]) -> list[int]:
    ends = ("", *languages)
    tagged = [place for end in ends for place, name in enumerate(header) if name == form + end]
    others = [place for place, name in enumerate(header) if re.fullmatch(form + "[a-z]{2}(?:[a-z]{2})?", name)]
    return list(dict.fromkeys([*tagged, *others]))


def _row(row: Sequence[Cell], places: dict[str, list[int]], width: int, platform: str) -> list[Cell]:
    cells = [*row, *[None] * (width + 1 - len(row))]
    for found in places.values():
        if found:
            cells[found[0]] = next((cells[place] for place in found if not is_blank(cells[place])), None)
    if places["id"] and not is_blank(id_ := cells[places["id"][0]]):
        cells[places["id"][0]] = f"{platform}-{text_of(id_)}"
    received = cells[places["received_on"][0]] if places["received_on"] else None
    state = cells[places["decision"][0]] if places.get("decision") else None
    if isinstance(state, str) and key(state) in _EVALUATING:
        cells[width] = received
    return cells
