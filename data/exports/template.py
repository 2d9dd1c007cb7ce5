"""The workbook to fill in, made from ``data/shape.py``: what it offers is what reading takes."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from math import ceil
from pathlib import Path
from typing import BinaryIO, Literal

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet as Tab

from data.colours import in_colour
from data.languages import LANGUAGES, SOURCE
from data.messages.labels import header
from data.messages.network import network_title
from data.reference.countries import ALPHA2
from data.road import Road
from data.shape import (
    BOTH_QUESTIONS,
    CHARTER,
    CHARTER_PARTS,
    CONTRIBUTOR_TYPES,
    DECISIONS,
    GEOGRAPHIC,
    MILESTONE_KINDS,
    N_,
    NETWORK_SECTIONS,
    POLICY_COUNCILS,
    PRECISIONS,
    QUESTIONS,
    REPLIES,
    SECTION_KINDS,
    SECTIONS,
    SETTING_KEYS,
    THEMES,
    WORDS,
    WORKSHEETS,
    YES_NO,
    Column,
    ColumnType,
    Worksheet,
)
from data.words import Words, words_of

Value = str | int | date | time | None
Row = Mapping[str, Value]

_REAL_TEXTS = Path(__file__).parent.parent / "sample" / "road"
"""The questions and the blocks of the consultation, in the languages they were published in."""

_TEXT, _DAY, _CLOCK = "@", "yyyy-mm-dd", "hh:mm"
_FORMATS = {
    ColumnType.ID: _TEXT,
    ColumnType.CODE: _TEXT,
    ColumnType.CODES: _TEXT,
    ColumnType.SECTION: _TEXT,
    ColumnType.PERIOD: _TEXT,
    ColumnType.DAY: _DAY,
    ColumnType.NUMBER: "0",
}
"""Columns that are text keep 2021-12 a month and 007 an id, which a spreadsheet would turn into something else."""

_FIRST_DAY, _LAST_DAY = 36526, 73415
"""1 January 2000 and 31 December 2100, as spreadsheets count days."""

_ROW_LAST = 1_048_576
ALWAYS = datetime(2021, 5, 21)  # noqa: DTZ001 - stands in the file instead of the moment of writing
_WIDTH_MIN_CHARACTERS, _WIDTH_MAX_CHARACTERS = 10, 46
_NOTE_WIDTH_PIXELS, _NOTE_LINE_CHARACTERS, _NOTE_LINE_PIXELS = 260, 38, 17

_REQUIRED = ("#FFFFFF", "#1F4E5F")
_OPTIONAL = ("#1F2933", "#DCE6EA")
"""Of a header: its letters and its ground."""
_EXAMPLE = Font(italic=True, color="5B6770")
_QUIET = Font(color="5B6770")


@dataclass(frozen=True)
class _Head:
    """One header of the template: a column, or a localized column in one language. ``name`` is canonical."""

    column: Column
    language: str = ""

    @property
    def name(self) -> str:
        return f"{self.column.name}_{self.language}" if self.language else self.column.name


def write_template(target: Path | BinaryIO, language: str, road: Road | None = None) -> None:
    """Write an empty workbook in the reader's language: a worksheet each, headers, dropdowns, notes and example rows.

    Its sections, questions and words are ours, or those of ``road`` where that is of another network. Read as it is, it
    has no problem. The same language gives the same bytes whatever the day. Raises OSError where ``target`` is a path
    that cannot be written.
    """
    network = road if road and road.own_words.is_another else None
    words = words_of(language, network.own_words) if network else words_of(language)
    filled = _theirs(network, words) if network else _ours(words)
    shapes = (*WORKSHEETS, *((WORDS,) if filled["Words"] else ()))
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = ""
    book.properties.title = network_title(network, words) if network else words.say("Road to Lampedusa")
    book.properties.created = ALWAYS
    tabs = {shape.name: book.create_sheet(_tab_title(words.say(shape.name))) for shape in shapes}
    lists = _write_lists(book.create_sheet(_tab_title(words.say("Lists"))), words)
    colour = network.settings.colour if network else None
    for shape in shapes:
        if shape.name == "Settings":
            _write_settings(tabs[shape.name], shape, lists, filled[shape.name][0], words, colour)
        else:
            _write_worksheet(tabs, shape, lists, filled.get(shape.name, []), words, colour)
    written = io.BytesIO()
    book.save(written)
    content = undated(written)
    if isinstance(target, Path):
        target.write_bytes(content)
    else:
        target.write(content)


def _tab_title(name: str) -> str:
    """A name that every spreadsheet program takes for a tab."""
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31].strip()


def _write_worksheet(
    tabs: Mapping[str, Tab],
    shape: Worksheet,
    lists: Mapping[str, str],
    rows: Sequence[Row],
    words: Words,
    colour: str | None,
) -> None:
    tab = tabs[shape.name]
    heads = list(_heads(shape))
    headers = [header(head.column, head.language, words) for head in heads]
    examples = rows if shape.name in _EXAMPLES else ()
    body = [[row.get(head.name) for head in heads] for row in rows]
    _write_header(tab, headers, [head.column for head in heads], colour)
    for place, (head, title) in enumerate(zip(heads, headers, strict=True), start=1):
        letter = get_column_letter(place)
        note = _column_note(head.column, words)
        if place == 1:
            note = words.say("One row: {thing}.", thing=words.say(shape.row_is)) + "\n" + note
        _annotate(tab, f"{letter}1", note)
        tab.column_dimensions[letter].number_format = _FORMATS.get(head.column.type, "General")
        _size(tab, letter, [title, *(row[place - 1] for row in body)])
        offer = _offer(head.column, tabs, lists, words)
        if offer:
            offer.add(f"{letter}2:{letter}{_ROW_LAST}")
            tab.add_data_validation(offer)
    for number, (row, values) in enumerate(zip(rows, body, strict=True), start=2):
        _write_row(tab, number, values, [head.column for head in heads], font=_EXAMPLE if row in examples else None)
        if row in examples:
            _annotate(tab, f"A{number}", words.say("An example: type over it, or delete the row."))


def _write_settings(
    tab: Tab, shape: Worksheet, lists: Mapping[str, str], defaults: Row, words: Words, colour: str | None
) -> None:
    heads = [_Head(column, language) for column in SETTING_KEYS for language in _languages(column)]
    key, value = shape.columns
    headers = [words.say(key.label), words.say(value.label), words.say("Remark")]
    _write_header(tab, headers, [key, value, Column("", "")], colour)
    _annotate(tab, "A1", words.say("One row: {thing}.", thing=words.say(shape.row_is)))
    names = [header(head.column, head.language, words) for head in heads]
    notes = [words.say(head.column.note) for head in heads]
    for number, (head, name, note) in enumerate(zip(heads, names, notes, strict=True), start=2):
        _write_row(tab, number, [name], [key])
        cell = tab.cell(number, 2, defaults.get(head.name))
        cell.number_format = _FORMATS.get(head.column.type, "General")
        cell.alignment = Alignment(horizontal="left")
        tab.cell(number, 3, note or None).font = _QUIET
        offer = _offer(head.column, {}, lists, words)
        if offer:
            offer.add(f"B{number}")
            tab.add_data_validation(offer)
    for letter, texts in zip("ABC", (names, list(defaults.values()), notes), strict=True):
        _size(tab, letter, texts)


def _heads(shape: Worksheet) -> Iterator[_Head]:
    for column in shape.columns:
        yield from (_Head(column, language) for language in _languages(column))


def _languages(column: Column) -> tuple[str, ...]:
    return LANGUAGES if column.localized else ("",)


def _write_header(tab: Tab, headers: Sequence[str], columns: Sequence[Column], colour: str | None) -> None:
    for place, (title, column) in enumerate(zip(headers, columns, strict=True), start=1):
        cell = tab.cell(1, place, title)
        letters, ground = (
            in_colour(ours, colour).removeprefix("#") for ours in (_REQUIRED if column.required else _OPTIONAL)
        )
        cell.font, cell.fill = Font(bold=True, color=letters), PatternFill("solid", fgColor=ground)
        cell.alignment = Alignment(vertical="center")
    tab.freeze_panes = "A2"


def _write_row(
    tab: Tab, number: int, values: Sequence[Value], columns: Sequence[Column], font: Font | None = None
) -> None:
    for place, (value, column) in enumerate(zip(values, columns, strict=True), start=1):
        if value is None:
            continue
        cell = tab.cell(number, place, value)
        cell.number_format = _CLOCK if isinstance(value, time) else _FORMATS.get(column.type, "General")
        if font:
            cell.font = font


def _size(tab: Tab, letter: str, texts: Sequence[Value]) -> None:
    longest = max((len(str(text)) for text in texts if text is not None), default=0)
    tab.column_dimensions[letter].width = min(max(longest + 2, _WIDTH_MIN_CHARACTERS), _WIDTH_MAX_CHARACTERS)


def _annotate(tab: Tab, place: str, note: str) -> None:
    """A note at a cell, as tall as its text."""
    lines = sum(ceil(len(line) / _NOTE_LINE_CHARACTERS) or 1 for line in note.splitlines())
    height = (lines + 1) * _NOTE_LINE_PIXELS
    tab[place].comment = Comment(note, "", height=height, width=_NOTE_WIDTH_PIXELS)


def _column_note(column: Column, words: Words) -> str:
    """What to type in a column: whether it must be filled, its own note, what its type asks for."""
    lines = [words.say("Required.")] if column.required else []
    lines += [words.say(column.note)] if column.note else []
    lines += [_asked_for(column, words)]
    return "\n".join(line for line in lines if line)


def _asked_for(column: Column, words: Words) -> str:
    if column.vocabulary:
        if column.vocabulary.is_open:
            return words.say("Choose from the list, or type another.")
        return words.say("Choose from the list.")
    if column.refers_to and not column.note:
        if column.type is not ColumnType.CODES:
            return words.say("One code listed in {worksheet}.", worksheet=words.say(column.refers_to))
        return words.say("Codes listed in {worksheet}, separated by ;", worksheet=words.say(column.refers_to))
    if column.type is ColumnType.DAY:
        return words.say("A day, such as {day}.", day="2021-05-18")
    if column.type is ColumnType.COUNTRY:
        return words.say("The name of a country, or its ISO code.")
    if column.type is ColumnType.LANGUAGE:
        return words.say("A language, or its code such as {code}.", code=words.language)
    if column.type is ColumnType.LINK:
        return words.say("A web address that begins with https://.")
    if column.localized:
        return words.say("One language is enough: readers of another one see it too.")
    return "" if column.note or column.type is not ColumnType.TEXT else words.say("Free text.")


def _write_lists(tab: Tab, words: Words) -> dict[str, str]:
    """A hidden tab with what the dropdowns offer; its ranges by vocabulary, "country" for the countries' names.

    Labels may hold commas, which a list inside a rule may not.
    """
    shapes = [column.vocabulary for shape in WORKSHEETS for column in shape.columns if column.vocabulary]
    offers = {shape.name: [words.label(shape, code) for code in words.codes(shape)] for shape in (*shapes, YES_NO)}
    offers["country"] = sorted({words.country(code) for code in ALPHA2}, key=str.casefold)
    ranges: dict[str, str] = {}
    for place, (name, labels) in enumerate(((name, labels) for name, labels in offers.items() if labels), start=1):
        letter = get_column_letter(place)
        for number, label in enumerate(labels, start=1):
            tab.cell(number, place, label)
        ranges[name] = f"{quote_sheetname(tab.title)}!${letter}$1:${letter}${len(labels)}"
        _size(tab, letter, labels)
    tab.sheet_state = "hidden"
    return ranges


def _offer(column: Column, tabs: Mapping[str, Tab], lists: Mapping[str, str], words: Words) -> DataValidation | None:
    """The rule of a column: a dropdown, or what may be typed. Only what reading could not use is refused."""
    if column.vocabulary or column.type is ColumnType.YES_NO:
        vocabulary = column.vocabulary or YES_NO
        if vocabulary.name not in lists:
            return None
        return _dropdown(lists[vocabulary.name], "" if vocabulary.is_open else words.say("Choose from the list."))
    if column.type is ColumnType.COUNTRY:
        return _dropdown(lists["country"])
    if column.refers_to:
        codes = f"{quote_sheetname(tabs[column.refers_to].title)}!$A$2:$A$1000"
        # Several codes, or the word both, may be typed over what is offered.
        return _dropdown(codes)
    if column.type is ColumnType.DAY:
        return _rule("date", _FIRST_DAY, _LAST_DAY, words.say("A day, such as {day}.", day="2021-05-18"))
    if column.type is ColumnType.NUMBER:
        return _rule("whole", 0, 1_000_000_000, words.say("A whole number."))
    return None


def _dropdown(source: str, refusal: str = "") -> DataValidation:
    return DataValidation(
        type="list",
        formula1=source,
        allow_blank=True,
        errorStyle="stop",
        error=refusal or None,
        showErrorMessage=bool(refusal),
    )


def _rule(of: Literal["date", "whole"], first: int, last: int, refusal: str) -> DataValidation:
    return DataValidation(
        type=of,
        operator="between",
        formula1=str(first),
        formula2=str(last),
        allow_blank=True,
        errorStyle="warning",
        error=refusal,
        showErrorMessage=True,
    )


def _ours(words: Words) -> dict[str, Sequence[Row]]:
    """The rows of each worksheet: our sections and questions, and an example wherever rows are typed."""
    blocks = _real_rows("Charter", "title")
    return _filled(
        words,
        sections=[
            {"code": code, "kind": words.label(SECTION_KINDS, kind), **_localized("name", name)}
            for code, (kind, name) in NETWORK_SECTIONS.items()
        ],
        questions=_real_rows("Questions", "text"),
        block={**blocks[0], "part": words.label(CHARTER_PARTS, "principles")},
        contribution={
            "country": words.country("ITA"),
            "also_counts_for": "MET",
            "policy_council": words.label(POLICY_COUNCILS, "RIGHT"),
            "theme": words.label(THEMES, "citizenship"),
        },
        settings={**_localized("title", "Road to Lampedusa"), "timezone": "Europe/Madrid"},
    )


def _theirs(road: Road, words: Words) -> dict[str, Sequence[Row]]:
    """The same with what another network defines in its own workbook."""
    sections, crosscutting = road.sections, road.sections["kind"] != GEOGRAPHIC
    countries = road.countries[road.countries["section"].notna()]
    blocks = _defined(road, CHARTER, "title")
    part = {"part": words.label(CHARTER_PARTS, road.charter["part"].iloc[0])} if blocks else {}
    return _filled(
        words,
        sections=[
            {**row, "kind": words.label(SECTION_KINDS, kind)}
            for row, kind in zip(_defined(road, SECTIONS, "name"), sections["kind"], strict=True)
        ],
        questions=_defined(road, QUESTIONS, "text"),
        block={**(blocks[0] if blocks else {"code": "B1"}), **part},
        contribution={
            "country": words.country(countries["country"].iloc[0]) if len(countries) else None,
            "also_counts_for": next(iter(sections["code"][crosscutting]), None),
            "policy_council": next((words.label(POLICY_COUNCILS, code) for code in words.codes(POLICY_COUNCILS)), None),
            "theme": next((words.label(THEMES, code) for code in words.codes(THEMES)), None),
        },
        settings={
            **road.settings.title,
            "timezone": str(road.settings.timezone),
            "colour": road.settings.colour,
        },
        countries=[
            {"country": words.country(row["country"]), "section": row["section"]}
            for row in countries.to_dict("records")
        ],
        own=[
            {"code": f"{vocabulary}: {code}", **{f"name_{tag}" if tag else "name": name for tag, name in names}}
            for vocabulary, code, names in road.own_words.labels
        ],
    )


def _filled(
    words: Words,
    *,
    sections: Sequence[Row],
    questions: Sequence[Row],
    block: Row,
    contribution: Row,
    settings: Row,
    countries: Sequence[Row] = (),
    own: Sequence[Row] = (),
) -> dict[str, Sequence[Row]]:
    drafted = {f"draft_{language}": words_of(language).say(N_("The current text.")) for language in LANGUAGES}
    return {
        "Milestones": _steps(words),
        "Contributions": [_input(words, str(block["code"]), contribution)],
        "Sections": sections,
        "Countries": countries,
        "Charter": [{**block, **drafted, "lead": words.say("Who writes it")}],
        "Questions": questions,
        # What is illustrative says so until the examples are typed over.
        "Settings": [
            {
                **settings,
                "answered_min": 3,
                "illustrative": words.say("yes"),
                "show_contacts": words.say("no"),
            }
        ],
        "Words": own,
    }


def _localized(name: str, message: str) -> dict[str, Value]:
    """A text in each of our languages, by the canonical names of its columns."""
    return {f"{name}_{language}": words_of(language).say(message) for language in LANGUAGES}


def _real_rows(name: str, column: str) -> list[Row]:
    with (_REAL_TEXTS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        kept = ("code", *(f"{column}_{language}" for language in LANGUAGES))
        return [{heading: line.get(heading) for heading in kept} for line in csv.DictReader(lines)]


def _defined(road: Road, shape: Worksheet, column: str) -> list[Row]:
    """The codes of a worksheet with their names in each language; what has no language stands in the source's."""
    names = shape.column(column).names
    rows = []
    for row in road.frame(shape.name).to_dict("records"):
        texts = {name: row[name] for name in names if isinstance(row.get(name), str)}
        if column in texts:
            texts.setdefault(f"{column}_{SOURCE}", texts.pop(column))
        rows.append({"code": row["code"], **texts})
    return rows


def _steps(words: Words) -> list[Row]:
    day, month = words.say(PRECISIONS.labels["day"]), words.say(PRECISIONS.labels["month"])
    return [
        {
            "id": "M1",
            **_localized("title", MILESTONE_KINDS.labels["consultation"]),
            "kind": words.label(MILESTONE_KINDS, "consultation"),
            "due": "2021-05-04",
            "due_precision": day,
            "baseline": "2021-05-04",
            "baseline_precision": day,
            "done_on": date(2021, 5, 4),
            "starts": time(17, 0),
            "ends": time(18, 30),
            "body": words.say("World Secretariat"),
            "deliverable": words.say("Notes of the consultation"),
        },
        {
            "id": "M2",
            **_localized("title", MILESTONE_KINDS.labels["launch"]),
            "kind": words.label(MILESTONE_KINDS, "launch"),
            "due": "2021-12",
            "due_precision": month,
            "baseline": "2021-12",
            "baseline_precision": month,
            "body": words.say("Executive Bureau"),
            "depends_on": "M1",
        },
    ]


def _input(words: Words, block: str, network: Row) -> Row:
    return {
        "id": "C001",
        "received_on": date(2021, 5, 4),
        "contributor": words.say("A city of the network"),
        "contributor_type": words.label(CONTRIBUTOR_TYPES, "local_government"),
        "milestone": "M1",
        "question": words.say(BOTH_QUESTIONS),
        "language": words.language,
        "summary": words.say("What was said, in a sentence or two"),
        "considered_on": date(2021, 5, 18),
        "decided_on": date(2021, 5, 21),
        "decision": words.label(DECISIONS, "reflected"),
        "reason": words.say("Why it was decided so"),
        "charter_block": block,
        "reply": words.label(REPLIES, "yes"),
        **network,
    }


_EXAMPLES = ("Milestones", "Contributions", "Charter")
"""Worksheets whose rows are examples to type over."""


def undated(written: io.BytesIO) -> bytes:
    """The same package without the moment at which it was written."""
    undated = io.BytesIO()
    with zipfile.ZipFile(written) as dated, zipfile.ZipFile(undated, "w", zipfile.ZIP_DEFLATED) as package:
        for part in dated.namelist():
            content = dated.read(part)
            if part == "docProps/core.xml":
                moment = ALWAYS.isoformat().encode() + b"Z"
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment, content)
            package.writestr(zipfile.ZipInfo(part, ALWAYS.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return undated.getvalue()
