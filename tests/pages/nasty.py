"""Workbooks that no page may stumble over: empty ones, wrong ones, and cells that would run if they could."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from data.languages import LANGUAGES
from data.shape import SETTING_KEYS, WORKSHEETS, Column, ColumnType, Worksheet

Tables = Mapping[str, Sequence[Sequence[Any]]]

EVIL = "evil.example"
HOSTILE = (
    f"![x](http://{EVIL}/x.png)",
    "[a](javascript:alert(1))",
    f"<img src=x onerror=\"fetch('http://{EVIL}/')\"><b>bold</b>",
    f"<script src='http://{EVIL}/x.js'>alert(1)</script>",
    f'=HYPERLINK("http://{EVIL}/","click")',
    "\u202egnp.exe\u202c\u2066 $x^2$ :material/home: :red[red]",
    f"<a href='javascript:alert(1)'>a</a> https://{EVIL}/ #",
)
"""What a cell must never do: load, link, run, compute, or turn the words around it."""

LONG = 50_000
_SECTIONS = ("AFR", "EUR", "LAM", "MET", "REG")
_TEXTS = frozenset({ColumnType.TEXT, ColumnType.SETTING})


def save(folder: Path, name: str, tables: Tables) -> Path:
    """Write worksheets by title; text stays text, whatever it begins with."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.data_type == "f":
                    cell.data_type = "s"
    path = folder / f"{name}.xlsx"
    book.save(path)
    return path


def _headers(shape: Worksheet) -> list[str]:
    return [
        name
        for column in shape.columns
        for name in (column.name, *(f"{column.name}_{language}" for language in LANGUAGES if column.localized))
    ]


EMPTY: Mapping[str, Tables] = {
    "worksheets without a cell": {shape.name: [] for shape in WORKSHEETS},
    "headers alone": {shape.name: [_headers(shape)] for shape in WORKSHEETS},
    "rows that cannot be read": {
        "Contributions": [["id", "received_on", "contributor", "question"], ["C1", "soon", "Rome", "Q1"]]
    },
}
"""Workbooks without a step and without a contribution."""


def hostile() -> Tables:
    """A workbook of sound rows whose every text and open vocabulary is hostile, each worksheet filled."""
    return {shape.name: _hostile_rows(shape) for shape in WORKSHEETS}


def _hostile_rows(shape: Worksheet) -> list[list[Any]]:
    if shape.name == "Settings":
        texts = {"timezone": "Europe/Madrid", "reporting_date": "2021-06-30", "show_contacts": "yes", "target": 9}
        return [
            ["key", "value"],
            *([key.name, texts.get(key.name, HOSTILE[0] if key.type in _TEXTS else None)] for key in SETTING_KEYS),
            [HOSTILE[2], HOSTILE[1]],
        ]
    texts = [*HOSTILE, "x" * LONG if shape.name == "Contributions" else HOSTILE[0] * 9]
    headers = _headers(shape)
    columns = {column.name: column for column in shape.columns}
    return [
        [*headers, HOSTILE[2]],
        *([_hostile_cell(shape, columns.get(name), n, texts) for name in headers] for n in range(len(texts))),
        [texts[n % len(HOSTILE)] for n in range(len(headers))],
    ]


def _hostile_cell(shape: Worksheet, column: Column | None, n: int, texts: Sequence[str]) -> object:
    """A cell that is read where its row would else be left out, and hostile wherever the sheet takes any text."""
    text = texts[n]
    if column is None or column.type in _TEXTS:
        return text
    if column.type is ColumnType.ID:
        return _SECTIONS[n] if shape.name == "Sections" and n < len(_SECTIONS) else _code(n, texts)
    if column.name == "depends_on":
        return _code(n - 1, texts) if n else None
    if column.name == "also_counts_for":
        return "MET; REG"
    if column.name in ("received_on", "due", "baseline"):
        return date(2021, 5, 1 + n)
    if column.name in ("considered_on", "decided_on", "done_on"):
        return date(2021, 5, 10 + n) if n % 2 else None
    if column.name == "decision":
        return ("reflected", "partly", "not_reflected", "out_of_scope")[n % 4]
    if column.name == "country":
        return ("Italy", "Senegal", "Peru")[n % 3]
    if column.refers_to in ("Milestones", "Charter", "Questions"):
        return _code(n, texts)
    if column.vocabulary or column.type in (ColumnType.LINK, ColumnType.CODES):
        return text
    return None


def _code(n: int, texts: Sequence[str]) -> str:
    return f"{texts[n][:60]}{n}".replace(";", ",")


def _wrong(shape: Worksheet) -> list[list[Any]]:
    """Every cell of a type its column does not take."""
    odd = [12.5, True, date(1900, 1, 1), datetime(2100, 12, 31, 23, 59), time(17), "#REF!", "١٢٣", -1, "0202-05-04"]  # noqa: DTZ001 - as a sheet holds it
    headers = _headers(shape)
    return [headers, *([odd[(n + place) % len(odd)] for place in range(len(headers))] for n in range(len(odd)))]


_STEPS = ["id", "title", "due", "depends_on", "state", "kind"]
_INPUTS = ["id", "received_on", "contributor", "country", "section", "question", "decision", "charter_block"]

WRONG: Mapping[str, Callable[[], Tables]] = {
    "every cell of the wrong type": lambda: {shape.name: _wrong(shape) for shape in WORKSHEETS},
    "steps alone": lambda: {"Milestones": [["id", "title", "due"], ["M1", None, None], ["M2", "Two", "2021-12"]]},
    "contributions alone": lambda: {"Contributions": [_INPUTS, ["C1", date(2021, 5, 4), "Rome"]]},
    "far apart": lambda: {
        "Milestones": [_STEPS, ["M1", "First", "2000-01-01"], ["M2", "Last", "2100-12-31", "M1", None, "launch"]],
        "Contributions": [_INPUTS, ["C1", date(2000, 1, 1), "Rome", "Italy"], ["C2", date(2099, 1, 1), "Oslo"]],
    },
    "a ring of steps, all cancelled": lambda: {
        "Milestones": [_STEPS, *([f"M{n}", "A", "2021-05", f"M{1 - n}; M{n}", "cancelled"] for n in range(2))],
    },
    "nobody is asked": lambda: {
        "Contributions": [_INPUTS, *([f"C{n}", "2021-05-04", "Rome", "Italy", "EUR", "Q1"] for n in range(6))],
        "Sections": [["code", "kind", "expected"], ["EUR", "regional", 0], ["MET", "metropolitan", None]],
        "Questions": [["code", "text"], ["Q1", None]],
        "Settings": [["key", "value"], ["target", 0], ["answered_min", 0], ["reporting_date", "2021-05-03"]],
    },
    "the same row over and over": lambda: {
        "Contributions": [
            _INPUTS,
            *(["C1", "2021-05-04", "Rome", "Italy", None, "both", "partly", "A; A"] for _ in range(40)),
        ],
        "Charter": [["code", "title"], *(["A", "Block"] for _ in range(5))],
    },
}
"""Workbooks that are wrong as a whole, each in its own way."""
