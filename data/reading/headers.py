"""Which tab is which worksheet, where its header stands, and which of its rows are rows read."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from babel.core import get_global
from openpyxl.utils import column_index_from_string

from data.grid import Cell, Grid, Workbook, of_each_row
from data.languages import LANGUAGES
from data.near import Names, words_in
from data.problems import Kind, Severity
from data.reading import synonyms
from data.reading.findings import Finding, Problems
from data.reading.keys import column_letter, is_blank, key, one_line, plain, text_of
from data.reading.known import Known
from data.reading.platforms import PLATFORMS, as_ours, own_header, platform_of
from data.reading.rows import rows_read
from data.reading.sheet import NO_TIES, Sheet, Ties
from data.shape import OF_OTHERS, SETTING_KEYS, WORKSHEETS, Column, ColumnType, Worksheet, worksheet
from data.words import translations, words_of

HEADER_ROWS = 20
"""The header stands within so many rows of the top."""

COLUMNS_NAMED = 8
_HEADER_LENGTH_MAX, _NAME_LENGTH_MIN = 60, 4

ROWS_ASKED_ABOUT = 6
"""So many row numbers are named in one question."""

_INSTEAD: Mapping[tuple[str, str], set[str]] = {("Milestones", "due"): {"starts", "ends"}}
"""Columns that do without a required one: a plan with a start and an end needs no due."""

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")


@lru_cache(maxsize=1)
def _language_tags() -> Mapping[str, tuple[str, ...]]:
    """What stands behind a header for its language: its codes of two and three letters, its name in each language."""
    letters = [(alias, code) for alias, code in get_global("language_aliases").items() if len(alias) == 3]
    return {
        language: (
            language,
            *(alias for alias, code in letters if code == language),
            *(words_of(spoken).language_name(language) for spoken in LANGUAGES),
            *synonyms.LANGUAGE_TAGS.get(language, ()),
        )
        for language in LANGUAGES
    }


def _header_key(text: str) -> str:
    """Letters and digits, else the sign that stands for them (#)."""
    return key(text) or one_line(text[:8])


def column_forms(column: Column, also: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Keys a header or a setting may have, each with the canonical name it stands for; the surest first."""
    bases = dict.fromkeys(filter(None, map(_header_key, (column.name, *translations(column.label), *also))))
    if column.localized:
        for language, tags in _language_tags().items():
            for tag in tags:
                yield from ((base + key(tag), f"{column.name}_{language}") for base in bases)
    yield from ((base, column.name) for base in bases)


@lru_cache(maxsize=len(WORKSHEETS))
def _header_names(worksheet_name: str) -> Mapping[str, str]:
    """Canonical column names by the key of a header. Our own names come before labels, labels before other words."""
    columns = worksheet(worksheet_name).columns
    names: dict[str, str] = {}
    for also in (False, True):
        for column in columns:
            for form, name in column_forms(column, synonyms.COLUMNS.get(column.name, ()) if also else ()):
                names.setdefault(form, name)
    return names


@lru_cache(maxsize=1)
def setting_names() -> Mapping[str, str]:
    """Canonical setting keys (``title_fr``, ``target``) by the key of what stands in the sheet."""
    names: dict[str, str] = {}
    for also in (False, True):
        for column in SETTING_KEYS:
            for form, name in column_forms(column, synonyms.SETTINGS.get(column.name, ()) if also else ()):
                names.setdefault(form, name)
    return names


@lru_cache(maxsize=1)
def _worksheet_names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    every = (*WORKSHEETS, *OF_OTHERS)
    for found in every:
        names.setdefault(key(found.name), found.name)
    for found in every:
        for form in (*translations(found.name), *synonyms.WORKSHEETS.get(found.name, ())):
            names.setdefault(key(form), found.name)
    return names


_COPY = re.compile(r"^(?:copy of|copie de|copia de|copia di)\s+|\s*(?:\(\d+\)|- ?copy|- ?copie|- ?copia|\d+)$")


def worksheet_named(text: str) -> str | None:
    """The worksheet of ours that has exactly this name, in any of our languages."""
    return _worksheet_names().get(key(text))


def column_named(worksheet_name: str, text: str) -> str | None:
    """The column of a worksheet of ours that a header stands for, by its canonical name."""
    return _header_names(worksheet_name).get(_header_key(text))


def worksheet_of(title: str, ties: Ties = NO_TIES) -> str | None:
    """The worksheet of ours that a tab is: as Columns ties it, else by its title, exactly or nearly; None for another
    one."""
    form = key(title)
    if form in ties.worksheets:
        return ties.worksheets[form] or None
    return _worksheet_names().get(form) or _nearly_worksheet_of(title)


def _nearly_worksheet_of(title: str) -> str | None:
    """A copy of one of ours, one with words behind its name (Contributions reçues), the answers of a form."""
    bare = _COPY.sub("", plain(one_line(title)))
    if key(bare) in {key(form) for form in synonyms.FORM_TITLES}:
        return "Contributions"
    if found := _worksheet_names().get(key(bare)):
        return found
    words = words_in(bare)
    if not PLATFORMS.isdisjoint(words):
        return "Contributions"
    if not words or any(word.isdigit() for word in words) or len(words) > 4:
        return None
    name = _worksheet_names().get(next(iter(words)))
    return name if name in ("Contributions", "Milestones", "Settings") else None


def find_grids(workbook: Workbook, problems: Problems, ties: Ties = NO_TIES) -> dict[str, list[Grid]]:
    """The tab of each worksheet by its canonical name; what is missing or there twice is a problem.

    A tab that is tied to ours or has its name comes before one that nearly has it, wherever it stands; what was taken
    for what is noted. Of Contributions there may be several, in the workbook's order: those tied to it, and exports of
    forms and platforms, are read beside the one that has its name.
    """
    found: dict[str, dict[int, Grid]] = {}
    nearly: list[tuple[int, Grid, str]] = []
    for place, grid in enumerate(workbook.grids):
        tied = ties.worksheets.get(key(grid.title))
        name = _worksheet_names().get(key(grid.title)) if tied is None else tied
        if name is None:
            if (near := _nearly_worksheet_of(grid.title)) and any(map(len, grid.rows)):
                nearly.append((place, grid, near))
            continue
        if not name:
            continue
        others = found.setdefault(name, {})
        first = next((other for other in others.values() if not joins(other, name, ties)), None)
        if first is not None and not joins(grid, name, ties):
            details = {"first": first.title}
            finding = Finding(Kind.REPEATED_WORKSHEET, one_line(grid.title), Severity.WARNING, details=details)
            problems.at_worksheet(worksheet(name), grid, finding)
        else:
            others[place] = grid
    for place, grid, name in nearly:
        others = found.setdefault(name, {})
        if not others or joins(grid, name, ties):
            # Two tabs cannot have one name: the second is made sure of by a tie.
            details = {"beside": name} if others else {}
            others[place] = grid
            finding = Finding(Kind.READ_AS, one_line(grid.title), Severity.WARNING, details=details)
            problems.at_worksheet(worksheet(name), grid, finding)
    for missing in WORKSHEETS:
        if missing.name not in found and not missing.only_overrides:
            severity = Severity.ROW_LEFT_OUT if missing.required else Severity.WARNING
            problems.at_worksheet(missing, None, Finding(Kind.MISSING_WORKSHEET, None, severity))
    grids = {name: [grid for _, grid in sorted(others.items())] for name, others in found.items()}
    if several := grids.get("Contributions"):
        grids["Contributions"] = [as_ours(grid, LANGUAGES, ties.of(grid.title)) or grid for grid in several]
    return grids


def joins(grid: Grid, name: str, ties: Ties) -> bool:
    """Whether a tab is read beside others: contributions that are tied to ours, or that a form or a platform wrote."""
    if name != "Contributions":
        return False
    is_stamped = bool(grid.rows) and any(isinstance(cell, str) and key(cell) in _timestamps() for cell in grid.rows[0])
    is_exported = platform_of(grid) is not None or not PLATFORMS.isdisjoint(words_in(grid.title))
    return key(grid.title) in ties.worksheets or is_stamped or is_exported


@lru_cache(maxsize=1)
def _timestamps() -> frozenset[str]:
    return frozenset(map(key, synonyms.TIMESTAMPS))


def open_sheet(
    shape: Worksheet, grid: Grid, problems: Problems, questions: Known | None = None, ties: Ties = NO_TIES
) -> Sheet | None:
    """The worksheet with its header found; None, with a problem, where there is none.

    A column of Contributions headed by the code or the text of one of the ``questions``, or tied to it, is an answer to
    it.
    """
    tied = ties.of(grid.title)
    names = {**_header_names(shape.name), **_tied_names(shape, tied)}
    header_row, places = _find_header(shape, grid, names, tied)
    grid, header_row, places = _of_two_rows(shape, grid, header_row, places, names, tied)
    if not places and shape.name == "Settings":
        header_row, places = _find_pairs(grid)
    if not places:
        severity = Severity.ROW_LEFT_OUT if shape.required else Severity.WARNING
        if not shape.required and any(not is_blank(cell) for row in grid.rows for cell in row):
            severity = Severity.CELL_IGNORED
        row, headers = foreign_header(grid)
        said = "\n".join(text[:_HEADER_LENGTH_MAX] for _, text in headers[:COLUMNS_NAMED])
        details = {"row": str(row), "found": said} if headers else {}
        problems.at_worksheet(shape, grid, Finding(Kind.NO_HEADER, None, severity, details=details))
        return None
    header = grid.rows[header_row - 1] if header_row else ()
    answers = _answers(shape, header, places, questions, tied)
    nearly = _nearly_headed(shape, header, places, answers)
    places = {**places, **{name: place for name, place in nearly.items()}}
    read = rows_read(shape, grid, header_row, {at: shape.column(name) for name, at in places.items()}, names)
    sheet = Sheet(shape, grid, header_row, places, read.numbers, read.cells, read.passed_over, answers)
    for name, place in nearly.items():
        finding = Finding(Kind.READ_AS, one_line(text_of(header[place])), Severity.WARNING)
        problems.at_place(sheet, header_row, place, name, finding)
    _ask_about_rows(sheet, read.in_question, problems)
    _check_columns(sheet, problems)
    _check_headers(sheet, names, problems)
    _check_merges(sheet, problems)
    return sheet


def _tied_names(shape: Worksheet, tied: Mapping[str, str]) -> dict[str, str]:
    """The columns of ours that headers are tied to, by the key of the header."""
    names = _header_names(shape.name)
    return {header: names[form] for header, typed in tied.items() if (form := _header_key(typed)) in names}


def _answers(
    shape: Worksheet,
    header: Sequence[Cell],
    places: Mapping[str, int],
    questions: Known | None,
    tied: Mapping[str, str],
) -> dict[int, str]:
    """The places of columns that are answers to a question, with its code."""
    if shape.name != "Contributions" or questions is None:
        return {}
    taken = set(places.values())
    headed = {
        place: tied.get(_header_key(cell), cell)
        for place, cell in enumerate(header)
        if isinstance(cell, str) and place not in taken
    }
    return {place: code for place, cell in headed.items() if (code := questions.find(one_line(cell)))}


def _nearly_headed(
    shape: Worksheet, header: Sequence[Cell], places: Mapping[str, int], answers: Mapping[int, str]
) -> dict[str, int]:
    """Columns that no header names exactly, by one that nearly does: a slip, or our name with words behind it."""
    free = {
        place: one_line(cell)
        for place, cell in enumerate(header)
        if isinstance(cell, str) and place not in places.values() and place not in answers and not is_blank(cell)
    }
    if not free:
        return {}
    found_bases = {shape.column(name).name for name in places}
    names = {form: name for form, name in _header_words(shape.name) if shape.column(name).name not in found_bases}
    near = Names(names.items())
    nearly: dict[str, int] = {}
    for place, text in free.items():
        words = words_in(text)
        if not words or len(text) > _HEADER_LENGTH_MAX or any(word.isdigit() for word in words):
            continue
        slip = near.nearest(text)
        name = (
            names[slip] if slip else next((names[form] for form in names if _begins_with(words, words_in(form))), None)
        )
        if name is None and shape.name == "Contributions" and "contributor" not in found_bases:
            name = "contributor" if _names_who(words) else None
        if name is None or any(part in word for word in words for part in synonyms.WORDS_OF_ANOTHER):
            continue
        if name not in nearly and shape.column(name).name not in {shape.column(other).name for other in nearly}:
            nearly[name] = place
    return nearly


def _begins_with(words: tuple[str, ...], form: tuple[str, ...]) -> bool:
    """Whether a header is a name of ours with more behind it, the name's last word perhaps in the plural."""
    if not form or len("".join(form)) < _NAME_LENGTH_MIN or len(words) <= len(form):
        return False
    return words[: len(form) - 1] == form[:-1] and words[len(form) - 1].rstrip("s") == form[-1].rstrip("s")


def _names_who(words: tuple[str, ...]) -> bool:
    """Name of your city or organisation, Nombre de su ciudad."""
    has_name = any(word in synonyms.WORDS_OF_A_NAME for word in words)
    return has_name and any(word.startswith(part) for word in words for part in synonyms.NAMES_OF_WHO)


@lru_cache(maxsize=len(WORKSHEETS))
def _header_words(worksheet_name: str) -> tuple[tuple[str, str], ...]:
    """What may be typed over a column, as it is written, with the column's name; our own names first."""
    columns = worksheet(worksheet_name).columns
    forms = [(form, column.name) for column in columns for form in (column.name, *translations(column.label))]
    also = [(form, column.name) for column in columns for form in synonyms.COLUMNS.get(column.name, ())]
    return tuple(dict((*reversed(also), *reversed(forms))).items())


def _find_header(
    shape: Worksheet, grid: Grid, names: Mapping[str, str], tied: Mapping[str, str]
) -> tuple[int, dict[str, int]]:
    """The row that is most of a header: by how many of its cells are names of ours, and by how few are not.

    A header tied to one of ours comes before another that has its name, our own name before a word for the same.
    """
    best_row, best_score, best = 0, 0.0, {}
    headers = of_each_row(
        grid,
        f"header of {shape.name}",
        lambda row: _as_header(shape, row, names, tied),
        rows=grid.rows[:HEADER_ROWS],
        given=tuple(tied.items()),
    )
    for number, (score, places) in enumerate(headers, 1):
        if score > best_score:
            best_row, best_score, best = number, score, places
    return best_row, best


def _as_header(
    shape: Worksheet, row: Sequence[Cell], names: Mapping[str, str], tied: Mapping[str, str]
) -> tuple[float, dict[str, int]]:
    """How much of a header a row is, and the places it gives; 0 for none."""
    places: dict[str, int] = {}
    found = list(_names_in(row, names))
    sure = _sure_forms(shape.name)
    forms = {place: _header_key(text_of(row[place])) for place, _ in found}
    for place, name in sorted(found, key=lambda one: (forms[one[0]] not in tied, forms[one[0]] not in sure)):
        places.setdefault(name, place)
    filled = [cell for cell in row if not is_blank(cell)]
    others = sum(not isinstance(cell, str) for cell in filled)
    is_ours = any(shape.column(name).required or _header_key(text_of(row[at])) in tied for name, at in places.items())
    if not is_ours or others >= len(places):
        return 0.0, {}
    return len(places) ** 2 / len(filled), places


@lru_cache(maxsize=len(WORKSHEETS))
def _sure_forms(worksheet_name: str) -> frozenset[str]:
    """Keys of headers that are our own names or labels, and not only words for the same."""
    return frozenset(form for column in worksheet(worksheet_name).columns for form, _ in column_forms(column))


def _of_two_rows(
    shape: Worksheet,
    grid: Grid,
    header_row: int,
    places: dict[str, int],
    names: Mapping[str, str],
    tied: Mapping[str, str],
) -> tuple[Grid, int, dict[str, int]]:
    """A header over two rows, put together in the lower one, where that names more columns than one row alone.

    A heading counts for the cells to its right too: Title over EN, FR and ES is Title EN, Title FR, Title ES.
    """
    best = grid, header_row, places
    for number in (header_row, header_row + 1) if header_row else ():
        if number < 2 or number > len(grid.rows):
            continue
        upper, lower = grid.rows[number - 2], grid.rows[number - 1]
        filled = [cell for cell in (*upper, *lower) if not is_blank(cell)]
        if not all(isinstance(cell, str) for cell in filled) or sum(not is_blank(cell) for cell in upper) < 2:
            continue
        row = _together(upper, lower, names)
        _, found = _as_header(shape, row, names, tied)
        if len(found) > len(best[2]):
            best = replace(grid, rows=[*grid.rows[: number - 1], row, *grid.rows[number:]]), number, found
    return best


def _together(upper: Sequence[Cell], lower: Sequence[Cell], names: Mapping[str, str]) -> list[Cell]:
    row: list[Cell] = []
    heading = ""
    for place in range(max(len(upper), len(lower))):
        above, below = (text_of(cells[place]) if place < len(cells) else "" for cells in (upper, lower))
        heading = above or heading
        choices = (f"{heading} {below}" if below else "", below, above)
        row.append(next((text for text in choices if _header_key(text) in names), below or above or None))
    return row


def _names_in(row: Sequence[Cell], names: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    for place, cell in enumerate(row):
        if isinstance(cell, str) and (name := names.get(_header_key(cell))):
            yield place, name


def _find_pairs(grid: Grid) -> tuple[int, dict[str, int]]:
    """Settings without a header: keys we know, their values in the column after."""
    for number, row in enumerate(grid.rows[:HEADER_ROWS], 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str) and key(cell) in setting_names():
                return number - 1, {"key": place, "value": place + 1}
    return 0, {}


def _ask_about_rows(sheet: Sheet, in_question: Sequence[int], problems: Problems) -> None:
    """Ask once about the rows passed over that may be meant as rows."""
    if in_question:
        row = sheet.grid.rows[in_question[0] - 1]
        place = next(place for place in sorted(sheet.places.values()) if place < len(row) and not is_blank(row[place]))
        name = next(name for name, at in sheet.places.items() if at == place)
        details = {"rows": ", ".join(map(str, in_question[:ROWS_ASKED_ABOUT])), "n": str(len(in_question))}
        finding = Finding(Kind.ROW_IN_QUESTION, one_line(text_of(row[place])), Severity.WARNING, details=details)
        problems.at_cell(sheet, in_question[0], name, finding)


def _check_columns(sheet: Sheet, problems: Problems) -> None:
    shape = sheet.worksheet
    found = {shape.column(name).name for name in sheet.places}
    for column in shape.columns:
        if column.name == "question" and sheet.answers:
            continue
        if column.name == "id" and shape.name == "Contributions" and "id" not in found and is_a_form(sheet):
            continue
        if column.required and column.name not in found and not found & _INSTEAD.get((shape.name, column.name), set()):
            severity = Severity.ROW_LEFT_OUT if column.needed else Severity.CELL_IGNORED
            problems.at_cell(sheet, None, column.name, Finding(Kind.MISSING_COLUMN, None, severity))


def is_a_form(sheet: Sheet) -> bool:
    """Whether the rows are stamped as a form's answers are, which have no id."""
    header = sheet.grid.rows[sheet.header_row - 1] if sheet.header_row else ()
    place = sheet.places.get("received_on", len(header))
    return place < len(header) and key(text_of(header[place])) in _timestamps()


def lacks_a_needed_column(sheet: Sheet) -> bool:
    """Whether a column is missing without which no row of the worksheet can be used."""
    return any(name not in sheet.places for name in sheet.worksheet.needed)


def _check_headers(sheet: Sheet, names: Mapping[str, str], problems: Problems) -> None:
    if not sheet.header_row:
        return
    header = sheet.grid.rows[sheet.header_row - 1]
    sure = _sure_forms(sheet.worksheet.name)
    for place, name in _names_in(header, names):
        if place != sheet.places[name]:
            read, other = (_header_key(text_of(header[at])) for at in (sheet.places[name], place))
            if sheet.worksheet.column(name).type is ColumnType.ID and read in sure and other not in sure:
                # A number of the row (N°) beside the id: another column, and no second one.
                continue
            severity = Severity.CELL_IGNORED if _has_data(sheet, place) else Severity.WARNING
            details = {"first": column_letter(sheet.places[name])}
            finding = Finding(Kind.REPEATED_HEADER, text_of(header[place]), severity, details=details)
            problems.at_place(sheet, sheet.header_row, place, name, finding)
    known = {*sheet.places.values(), *sheet.answers}
    unread = unread_columns(sheet)
    if unread and sheet.worksheet.name == "Contributions" and (is_a_form(sheet) or sheet.answers):
        place, first = unread[0]
        details = {
            "columns": "\n".join(one_line(text)[:60] for _, text in unread[:COLUMNS_NAMED]),
            "n": str(len(unread)),
        }
        finding = Finding(Kind.UNREAD_COLUMN, first, Severity.WARNING, details=details)
        problems.at_place(sheet, sheet.header_row, place, None, finding)
    for place in range(max(map(len, sheet.body), default=0)):
        is_headed = place < len(header) and not is_blank(header[place])
        if not is_headed and place not in known and _has_data(sheet, place):
            finding = Finding(Kind.BLANK_HEADER, None, Severity.WARNING)
            problems.at_place(sheet, sheet.header_row, place, None, finding)


def unread_columns(sheet: Sheet) -> list[tuple[int, str]]:
    """The columns that hold something and are none of ours: their place and their header."""
    header = sheet.grid.rows[sheet.header_row - 1] if sheet.header_row else ()
    known = {*sheet.places.values(), *sheet.answers}
    return [
        (place, own_header(one_line(text_of(cell))))
        for place, cell in enumerate(header)
        if place not in known and not is_blank(cell) and _has_data(sheet, place)
    ]


def foreign_header(grid: Grid) -> tuple[int, list[tuple[int, str]]]:
    """The first row of texts where no row is a header of ours, perhaps theirs: its number, and the rest as
    ``unread_columns``; (0, []) where there is none."""
    for number, row in enumerate(grid.rows[:HEADER_ROWS], 1):
        filled = [(place, cell) for place, cell in enumerate(row) if not is_blank(cell)]
        if len(filled) > 1 and all(isinstance(cell, str) for _, cell in filled):
            return number, [(place, own_header(one_line(text_of(cell)))) for place, cell in filled]
    return 0, []


def nearest_column(shape: Worksheet, places: Iterable[str], header: str) -> str | None:
    """The column of ours that a sheet lacks and that shares a word with a header, where it is one alone. ``places`` are
    the columns that it has."""
    found = {shape.column(name).name for name in places}
    words = {word for word in words_in(header) if len(word) >= _NAME_LENGTH_MIN}
    near = {
        name
        for form, name in _header_words(shape.name)
        if shape.column(name).name not in found and words.intersection(words_in(form))
    }
    return near.pop() if len(near) == 1 else None


def _has_data(sheet: Sheet, place: int) -> bool:
    return any(place < len(row) and not is_blank(row[place]) for row in sheet.body)


def _check_merges(sheet: Sheet, problems: Problems) -> None:
    names = {place: name for name, place in sheet.places.items()}
    for merged in sheet.grid.merged:
        found = _RANGE.fullmatch(merged.strip().upper())
        if not found:
            continue
        first_column, last_column = sorted(column_index_from_string(found[end]) - 1 for end in (1, 3))
        first_row, last_row = sorted((int(found[2]), int(found[4])))
        known = sorted(place for place in names if first_column <= place <= last_column)
        index = bisect_left(sheet.rows, max(first_row, sheet.header_row + 1))
        touches = index < len(sheet.rows) and sheet.rows[index] <= last_row
        if known and touches and (first_row, first_column) != (last_row, last_column):
            details = {"first": f"{column_letter(first_column)}{first_row}"}
            finding = Finding(Kind.MERGED_CELLS, merged, Severity.WARNING, details=details)
            problems.at_place(sheet, first_row, first_column, names.get(first_column, names[known[0]]), finding)


def rows_without_a_header(grid: Grid) -> int:
    """How many rows hold something, in a worksheet whose header was not found."""
    return sum(any(not is_blank(cell) for cell in row) for row in grid.rows)
