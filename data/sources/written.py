"""A workbook and its cells as JSON, for what is kept of them on disk."""

import json
from datetime import date, datetime, time
from typing import Any

from data.grid import Cell, CellError, Grid, Origin, Workbook, noted, of_each_row


def written(workbook: Workbook) -> bytes:
    """A workbook as JSON in UTF-8, also half a character as it is."""
    return noted(workbook, written, lambda: _written(workbook))


def _written(workbook: Workbook) -> bytes:
    origin = workbook.origin
    content = {
        "origin": [origin.kind, origin.name, origin.address],
        "locale": workbook.locale,
        "timezone": workbook.timezone,
        "missing": list(workbook.missing),
        "renamed": workbook.renamed,
    }
    return _with(content, "grids", b"[" + b",".join(map(_grid, workbook.grids)) + b"]")


def _grid(grid: Grid) -> bytes:
    content = {
        "title": grid.title,
        "gid": grid.gid,
        "hidden": grid.hidden,
        "merged": list(grid.merged),
        "hidden_rows": sorted(grid.hidden_rows),
        "uncalculated": sorted(grid.uncalculated),
    }
    rows = b"[" + b",".join(of_each_row(grid, "json", _json)) + b"]" if grid.memory else _json(grid.rows)
    links = [[*at, address] for at, address in sorted(grid.links.items())]
    return _with(content, "rows", rows, {"links": links} if links else {})


def _with(content: dict[str, Any], name: str, json_of_it: bytes, more: dict[str, Any] | None = None) -> bytes:
    """The JSON of an object with one more member, whose JSON there is, and others behind it."""
    rest = b"," + _json(more)[1:] if more else b"}"
    return b'%b,"%b":%b%b' % (_json(content)[:-1], name.encode(), json_of_it, rest)


def _json(content: object) -> bytes:
    return _ENCODER.encode(content).encode("utf-8", "surrogatepass")


def cell_to(cell: Cell) -> object:
    """A cell as JSON has it; what JSON lacks under its name, such as {"date": "2021-05-04"}."""
    if isinstance(cell, CellError):
        return {"error": cell.code}
    if isinstance(cell, datetime | date | time):
        return {type(cell).__name__: cell.isoformat()}
    return cell


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=cell_to)

_TYPED = {
    "error": CellError,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


def cell_from(plain: Any) -> Cell:  # noqa: ANN401 - JSON
    """The cell that ``cell_to`` wrote; ValueError, KeyError or TypeError for what is none."""
    if isinstance(plain, dict):
        ((kind, text),) = plain.items()
        return _TYPED[kind](text)
    if isinstance(plain, list):
        raise ValueError("a list where a cell belongs")
    return plain


def workbook_from(plain: dict[str, Any]) -> Workbook:
    """The workbook that ``written`` wrote, its JSON once read; raises as ``cell_from``."""
    kind, name, address = plain["origin"]
    return Workbook(
        Origin(kind, name, address),
        tuple(
            Grid(
                title=grid["title"],
                gid=grid["gid"],
                hidden=grid["hidden"],
                merged=tuple(grid["merged"]),
                hidden_rows=frozenset(grid["hidden_rows"]),
                uncalculated=frozenset((row, column) for row, column in grid["uncalculated"]),
                rows=[[cell_from(cell) for cell in row] for row in grid["rows"]],
                links={(row, column): address for row, column, address in grid.get("links", ())},
            )
            for grid in plain["grids"]
        ),
        locale=plain["locale"],
        timezone=plain["timezone"],
        missing=tuple(plain["missing"]),
        renamed=tuple((known, now) for known, now in plain["renamed"]),
    )
