"""Which rows below a header are rows: a note, a heading, a total or an id typed ahead is none (design.md, "The shared
spreadsheet": a row needs two facts)."""

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from data.grid import Cell, CellError, Grid, noted, of_each_row
from data.reading import synonyms
from data.reading.amounts import amount
from data.reading.dates import dated
from data.reading.keys import is_blank, key, one_line, plain
from data.reading.no_value import is_no_value
from data.shape import Column, ColumnType, Worksheet

_CODE_LENGTH_MAX = 20
_TOTAL_LENGTH_MAX = 60

_OF_CODES = frozenset({"Sections", "Charter", "Questions"})
"""Worksheets in which a code is a row, alone or with numbers."""

_NAMING = frozenset({"title", "name", "text", "contributor", "country"})
"""Columns whose text names what the row is about: alone there, it may be meant as a row."""

_DAY_TYPES = frozenset({date, datetime})
_DAYS = frozenset({ColumnType.DAY, ColumnType.PERIOD, ColumnType.MOMENT})
_MORE_THAN_NUMBERS = _DAYS | {ColumnType.ID}

_NOTE = re.compile(
    r"[*\u2020\u2021(\[]|(?:sources?|notes?|n\.?b\.?|nota|notas|remarques?|attention|fuentes?|fonti?|legend|leyenda|legende"
    r"|phases?|fases?|fase|parts?|partie|parte|weeks?|semaines?|semanas?|settimana|mise a jour|updated|last update"
    r"|actualizado|maj|aggiornato|draft|brouillon|borrador|see|voir|ver|vedi|cf)\b|.*:$"
)
"""How a note or a heading begins or ends, in small letters without accents."""

_HEADER_LENGTH_MAX = 50
_MAYBE_A_TOTAL = re.compile("tot|[s\u017f][uo]m|ge[s\u017f]amt|[\u2211\u03c3\u03c2\uff54]")
"""Stands in small letters in every word for a total: who finds none need not look closer."""

_DIGIT = re.compile(r"\d")

_TOTAL = re.compile(
    r"(?:\d[\d\s.,]*\s*(?:in|en|au|al|in)?\s*)?(?:"
    + "|".join(re.escape(plain(word)) for word in sorted(synonyms.TOTALS, key=len, reverse=True))
    + r")(?P<more>\s*|\s*[^\w\s].*|\s+[\w].*|\d.*)"
)
_COUNTED = frozenset(
    plain(word)
    for word in (
        *("contributions", "contribution", "contribuciones", "contributi", "contribuições", "received", "reçues"),
        *("recibidas", "ricevuti", "cities", "villes", "ciudades", "città", "cidades", "sections", "secciones"),
        *("sezioni", "seções", "milestones", "steps", "étapes", "jalons", "hitos", "etapas", "tappe", "questions"),
        *("preguntas", "domande", "blocks", "blocs", "bloques", "blocchi", "countries", "pays", "países", "paesi"),
        *("rows", "lignes", "filas", "righe", "answers", "réponses", "respuestas", "risposte", "organisations"),
        *("organizations", "organizaciones", "expected", "attendues", "esperadas", "general", "général", "generale"),
        *("inputs", "aportaciones", "aportes", "entries", "global", "contributors", "contributeurs", "contribuciones"),
        *("of", "the", "all", "for", "de", "des", "du", "les", "la", "le", "del", "las", "los", "di", "dei", "delle"),
        *("number", "nombre", "número", "numero", "répondues", "overall", "et", "y", "e", "and"),
    )
)


def is_total(text: str) -> bool:
    """Whether a text is only a word for total or sum, with what was counted: Total, TOTAL : 8 contributions."""
    if len(text) > _TOTAL_LENGTH_MAX:
        return False
    if not _MAYBE_A_TOTAL.search(text.lower()):
        return False
    form = plain(text).strip(" .*\u2211\u03c3")
    found = _TOTAL.fullmatch(form)
    if found is None:
        return not form
    more = found["more"].strip()
    if not more or not more[0].isalpha():
        return True
    return all(word in _COUNTED for word in re.findall(r"[^\W\d_]+", more))


@dataclass(frozen=True)
class RowsRead:
    """The rows of a worksheet that are rows, by the sheet's own numbers and their cells; those passed over, and which
    of these may be meant as rows."""

    numbers: list[int]
    cells: list[Sequence[Cell]]
    passed_over: tuple[int, ...] = ()
    in_question: tuple[int, ...] = ()


def rows_read(
    shape: Worksheet, grid: Grid, header_row: int, columns: Mapping[int, Column], names: Mapping[str, str]
) -> RowsRead:
    """The rows below the header. ``columns`` are those read, by their places; ``names`` the columns that a header
    stands for, by its key: a header repeated is no row."""
    key_ = (shape.name, header_row, tuple((at, column.name) for at, column in columns.items()), tuple(names.items()))
    return noted(grid, key_, lambda: _rows_read(shape, grid, header_row, columns, names, key_))


def _rows_read(
    shape: Worksheet,
    grid: Grid,
    header_row: int,
    columns: Mapping[int, Column],
    names: Mapping[str, str],
    given: Hashable,
) -> RowsRead:
    codes_are_words = shape.name in _OF_CODES and _codes_are_words(grid, header_row, columns)
    judge = _Judge(shape, columns, codes_are_words, names)
    is_a_row = judge.says_something if not shape.totals else judge.is_row
    uncalculated = {row for row, column in grid.uncalculated if (of := columns.get(column - 1)) and of.makes_row}
    numbers: list[int] = []
    cells: list[Sequence[Cell]] = []
    passed_over: list[int] = []
    behind_a_gap: set[int] = set()
    is_behind_a_gap = False
    below = grid.rows[header_row:]
    are_rows = of_each_row(grid, "is a row", is_a_row, rows=below, given=(given, codes_are_words))
    for number, (row, is_row) in enumerate(zip(below, are_rows, strict=True), header_row + 1):
        if number in uncalculated or is_row:
            is_behind_a_gap = False
            behind_a_gap.clear()
            numbers.append(number)
            cells.append(row)
        elif all(map(is_blank, row)):
            is_behind_a_gap = True
        else:
            passed_over.append(number)
            if is_behind_a_gap:
                behind_a_gap.add(number)
    beyond = sorted(number for number in uncalculated if number > max(len(grid.rows), header_row))
    in_question = (
        number
        for number in (passed_over if shape.totals else ())
        if judge.may_be_meant(grid.rows[number - 1], is_behind_the_table=number in behind_a_gap)
    )
    return RowsRead(numbers + beyond, cells + [()] * len(beyond), tuple(passed_over), tuple(in_question))


def _codes_are_words(grid: Grid, header_row: int, columns: Mapping[int, Column]) -> bool:
    place = next((place for place, column in columns.items() if column.type is ColumnType.ID), None)
    if place is None:
        return False
    codes = [row[place] for row in grid.rows[header_row:] if place < len(row) and not is_blank(row[place])]
    words = sum(isinstance(code, str) and not one_line(code).isdigit() for code in codes)
    return 2 * words >= len(codes)


class _Judge:
    """Says what a row is, by the columns of its worksheet."""

    def __init__(
        self, shape: Worksheet, columns: Mapping[int, Column], codes_are_words: bool, names: Mapping[str, str]
    ) -> None:
        self._takes_codes = shape.name in _OF_CODES
        self._columns = columns
        self._codes_are_words = codes_are_words
        self._names = names
        self._by_place = sorted(columns)
        self._id_place = next((place for place, column in columns.items() if column.type is ColumnType.ID), None)
        # What makes a row a row comes first: two facts are found at once in almost every one.
        self._in_order = [
            (place, columns[place].type, columns[place].makes_row)
            for place in sorted(columns, key=lambda place: (not columns[place].makes_row, place))
        ]
        self._enough = min(2, len(columns))

    def says_something(self, row: Sequence[Cell]) -> bool:
        """Whether any column of ours holds anything."""
        return any(place < len(row) and not is_blank(row[place]) for place in self._by_place)

    def is_row(self, row: Sequence[Cell]) -> bool:
        """Whether a row holds two facts, or a code where a code is enough, and is neither a total nor a header."""
        facts, is_keyed, width = 0, False, len(row)
        for place, of, is_key in self._in_order:
            if place < width and (cell := row[place]) is not None and self._is_fact(cell, of, is_key):
                facts += 1
                is_keyed = is_keyed or is_key
                if facts >= self._enough and is_keyed:
                    return not self._is_totals_row(row) and not self._repeats_header(row)
        return facts == 1 and self._takes_codes and self._holds_a_code(row) and not self._is_totals_row(row)

    def _is_fact(self, cell: Cell, of: ColumnType, is_key: bool) -> bool:
        """Whether a cell says something that is no mere number."""
        if cell.__class__ in _DAY_TYPES:
            return True
        if isinstance(cell, str):
            if is_blank(cell) or is_no_value(cell):
                return False
            return of in _MORE_THAN_NUMBERS or not _is_figure(cell)
        if isinstance(cell, bool):
            # A box to tick stands in every row it was drawn into.
            return False
        if isinstance(cell, CellError):
            return is_key
        if isinstance(cell, int | float):
            if of is ColumnType.ID:
                return True
            found = dated(cell, day_first=True) if of in _DAYS else None
            return found is not None and found.is_plausible
        return True

    def _holds_a_code(self, row: Sequence[Cell]) -> bool:
        place = self._id_place
        cell = row[place] if place is not None and place < len(row) else None
        if isinstance(cell, str):
            text = one_line(cell)
            return len(text) <= _CODE_LENGTH_MAX and " " not in text and ":" not in text and bool(key(text))
        return isinstance(cell, int | float) and not self._codes_are_words

    def _is_totals_row(self, row: Sequence[Cell]) -> bool:
        width = len(row)
        for place in self._by_place:
            if place < width and isinstance(cell := row[place], str) and not is_blank(cell):
                if is_total(cell):
                    return True
                if place == self._id_place:
                    return False
                break
        place = self._id_place
        return place is not None and place < width and isinstance(cell := row[place], str) and is_total(cell)

    def _repeats_header(self, row: Sequence[Cell]) -> bool:
        for place in self._by_place:
            if place < len(row) and not is_blank(cell := row[place]):
                if not isinstance(cell, str) or len(cell) > _HEADER_LENGTH_MAX or _DIGIT.search(cell):
                    return False
                if self._names.get(key(cell)) not in self._columns[place].names:
                    return False
        return True

    def may_be_meant(self, row: Sequence[Cell], *, is_behind_the_table: bool) -> bool:
        """Whether a row passed over may be a row all the same: it names something, and does not read like a note."""
        filled = [
            place
            for place, of, is_key in self._in_order
            if place < len(row) and row[place] is not None and self._is_fact(row[place], of, is_key)
        ]
        if not filled or self._is_totals_row(row) or self._repeats_header(row):
            return False
        if len(filled) > 1:
            return True
        cell = row[filled[0]]
        if not isinstance(cell, str) or is_behind_the_table or self._columns[filled[0]].name not in _NAMING:
            return False
        return not _NOTE.match(plain(one_line(cell)))


def _is_figure(text: str) -> bool:
    """Whether a text is a number typed as text."""
    first = text[:1]
    if first.isalpha():
        return False
    return text.strip()[:1] in "+-\u22120123456789" and len(text) <= 20 and amount(text, None) is not None
