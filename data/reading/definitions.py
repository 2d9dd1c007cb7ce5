"""The worksheets that define what others refer to: Sections, Charter, Questions, and the lookup of countries."""

from dataclasses import dataclass

import pandas as pd

from data.languages import LANGUAGES
from data.problems import Kind, Severity
from data.reading import frames, values
from data.reading.columns import definitions, nothing, picked, read_rest, report, report_missing
from data.reading.findings import Finding, Problems
from data.reading.headers import lacks_a_needed_column
from data.reading.known import Known
from data.reading.sheet import Sheet
from data.reading.values import Cells, Habits, read_cells
from data.reference.countries import ALPHA2, SECTION_OF
from data.road import RowCount
from data.shape import GEOGRAPHIC, NETWORK_SECTIONS, SECTIONS, Worksheet
from data.words import translations

_NAMES = SECTIONS.column("name").names


@dataclass(frozen=True)
class Defined:
    """A worksheet of definitions once read. ``known`` is None where there is nothing to refer to."""

    frame: pd.DataFrame
    known: Known | None
    rows: RowCount | None


@dataclass(frozen=True)
class SectionsRead:
    """The sections of the network: every one, and those that are cross-cutting."""

    frame: pd.DataFrame
    known: Known
    known_crosscutting: Known
    geographic: frozenset[str]
    rows: RowCount | None


def read_sections(sheet: Sheet | None, habits: Habits, problems: Problems) -> SectionsRead:
    """Sections as the sheet lists them; the network's nine where it lists none."""
    rows, columns, count = _section_columns(sheet, habits, problems)
    if not rows:
        rows, columns = [0] * len(NETWORK_SECTIONS), _network_columns()
    _name_network_sections(columns)
    known = _known_sections(columns, range(len(columns["code"])))
    crosscutting = [index for index, kind in enumerate(columns["kind"]) if kind != GEOGRAPHIC]
    frame = frames.of_worksheet(SECTIONS, rows, columns)
    geographic = frozenset(
        code for code, kind in zip(columns["code"], columns["kind"], strict=True) if kind == GEOGRAPHIC
    )
    return SectionsRead(frame, known, _known_sections(columns, crosscutting), geographic, count)


def is_another_network(sheet: Sheet | None) -> bool:
    """Whether a worksheet of sections lists some, and none of ours."""
    if sheet is None or lacks_a_needed_column(sheet):
        return False
    codes = {code.upper() for code in read_cells(sheet.cells("code"), values.name).content if code}
    return bool(codes) and codes.isdisjoint(NETWORK_SECTIONS)


def _section_columns(
    sheet: Sheet | None, habits: Habits, problems: Problems
) -> tuple[list[int], dict[str, list], RowCount | None]:
    """Rows and columns of the sections that the sheet lists."""
    if sheet is None or lacks_a_needed_column(sheet):
        count = RowCount(len(sheet.rows), 0, len(sheet.rows)) if sheet else None
        return [], nothing(SECTIONS), count
    typed = read_cells(sheet.cells("code"), values.name)
    codes = Cells([code and _network_code(code) for code in typed.content], typed.findings)
    used = definitions(sheet, "code", codes, problems, Kind.REPEATED_ID)
    columns = read_rest(sheet, used, {"code": picked(codes.content, used)}, habits, {}, problems)
    columns["kind"] = [
        kind or NETWORK_SECTIONS.get(code, (GEOGRAPHIC,))[0]
        for code, kind in zip(columns["code"], columns["kind"], strict=True)
    ]
    return picked(sheet.rows, used), columns, RowCount(len(sheet.rows), len(used), len(sheet.rows) - len(used))


def _network_code(code: str) -> str:
    """The network's own spelling of a code (afr is AFR); any other code as typed."""
    return code.upper() if code.upper() in NETWORK_SECTIONS else code


def _network_columns() -> dict[str, list]:
    given = {"code": list(NETWORK_SECTIONS), "kind": [kind for kind, _ in NETWORK_SECTIONS.values()]}
    return {name: given.get(name, [None] * len(NETWORK_SECTIONS)) for name in nothing(SECTIONS)}


def _name_network_sections(columns: dict[str, list]) -> None:
    """Give the network's sections their names where the sheet has none."""
    for index, code in enumerate(columns["code"]):
        if code in NETWORK_SECTIONS and not any(columns[name][index] for name in _NAMES):
            for language, label in zip(LANGUAGES, translations(NETWORK_SECTIONS[code][1]), strict=True):
                columns[f"name_{language}"][index] = label


def _known_sections(columns: dict[str, list], indexes: range | list[int]) -> Known:
    names = []
    for index in indexes:
        code = columns["code"][index]
        forms = [columns[name][index] for name in _NAMES]
        if code in NETWORK_SECTIONS:
            forms += translations(NETWORK_SECTIONS[code][1])
        names += [(form, code) for form in forms if form]
    return Known([columns["code"][index] for index in indexes], names, numbered="Sections")


def read_defined(shape: Worksheet, sheet: Sheet | None, habits: Habits, problems: Problems) -> Defined:
    """A worksheet whose first column is a code of its own, named by the localized column that makes a row."""
    if sheet is None or lacks_a_needed_column(sheet):
        count = RowCount(len(sheet.rows), 0, len(sheet.rows)) if sheet else None
        return Defined(frames.of_worksheet(shape, [], nothing(shape)), None, count)
    code = shape.columns[0].name
    codes = read_cells(sheet.cells(code), values.name)
    used = definitions(sheet, code, codes, problems, Kind.REPEATED_ID)
    columns = read_rest(sheet, used, {code: picked(codes.content, used)}, habits, {}, problems)
    frame = frames.of_worksheet(shape, picked(sheet.rows, used), columns)
    names = [name for column in shape.columns if column.localized and column.makes_row for name in column.names]
    titles = [pair for name in names for pair in zip(columns[name], columns[code], strict=True)]
    known = Known(columns[code], titles, numbered=shape.name) if used else None
    return Defined(frame, known, RowCount(len(sheet.rows), len(used), len(sheet.rows) - len(used)))


def read_countries(
    sheet: Sheet | None, sections: SectionsRead, problems: Problems
) -> tuple[pd.DataFrame, RowCount | None]:
    """The lookup of countries after the sheet's overrides; a section that the sheet does not list is none."""
    section_of = {country: SECTION_OF.get(country) for country in ALPHA2}
    count = None
    if sheet is not None and lacks_a_needed_column(sheet):
        count = RowCount(len(sheet.rows), 0, len(sheet.rows))
    elif sheet is not None:
        overrides = _overrides(sheet, sections, problems)
        section_of |= overrides
        count = RowCount(len(sheet.rows), len(overrides), len(sheet.rows) - len(overrides))
    known = [section if section in sections.geographic else None for section in section_of.values()]
    return frames.frame({"country": frames.texts(list(section_of)), "section": frames.texts(known)}), count


def _overrides(sheet: Sheet, sections: SectionsRead, problems: Problems) -> dict[str, str]:
    countries = read_cells(sheet.cells("country"), values.country())
    codes = read_cells(sheet.cells("section"), values.single(values.codes(sections.known)))
    report(sheet, "section", codes, problems, costs_row=True)
    report_missing(sheet, "section", codes, problems)
    used = definitions(sheet, "country", countries, problems, Kind.REPEATED_ID)
    overrides: dict[str, str] = {}
    for index in used:
        section = codes.content[index]
        if section is not None and section not in sections.geographic:
            # A cross-cutting section has no countries of its own.
            finding = Finding(Kind.UNKNOWN_VALUE, section, Severity.ROW_LEFT_OUT)
            problems.at_cell(sheet, sheet.rows[index], "section", finding)
        elif section is not None:
            overrides[countries.content[index]] = section
    return overrides
