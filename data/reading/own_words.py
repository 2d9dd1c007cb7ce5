"""The worksheet Words: what another network calls the codes of our lists."""

from collections.abc import Iterator

from data.languages import LANGUAGES
from data.problems import Kind, Severity
from data.reading.columns import definitions, picked, read_column
from data.reading.findings import Finding, Problems
from data.reading.headers import lacks_a_needed_column
from data.reading.keys import identity, key
from data.reading.known import known_vocabulary
from data.reading.sheet import Sheet
from data.reading.values import name, prose, read_cells
from data.road import RowCount
from data.shape import CONTRIBUTION_STAGES, DECISIONS, PRECISIONS, WORKSHEETS, Vocabulary
from data.words import OwnWords, translations


def _vocabularies() -> tuple[Vocabulary, ...]:
    """Those with words of a network's own; a code that two have is the earlier one's."""
    used = [column.vocabulary for shape in WORKSHEETS for column in shape.columns if column.vocabulary]
    return tuple(
        {each.name: each for each in (DECISIONS, CONTRIBUTION_STAGES, *used) if each is not PRECISIONS}.values()
    )


VOCABULARIES = _vocabularies()


def read_words(sheet: Sheet | None, *, is_another: bool, problems: Problems) -> tuple[OwnWords, RowCount | None]:
    """The network's words, in the sheet's order. A code may have the name of its column before it: ``Reply: yes``."""
    if sheet is None or lacks_a_needed_column(sheet):
        return OwnWords(is_another=is_another), RowCount(len(sheet.rows), 0, len(sheet.rows)) if sheet else None
    codes = read_cells(sheet.cells("code"), name)
    used = definitions(sheet, "code", codes, problems, Kind.REPEATED_ID)
    names = {
        tag: picked(read_column(sheet, f"name_{tag}" if tag else "name", prose, problems), used)
        for tag in ("", *LANGUAGES)
    }
    own: list[tuple[str, str, tuple[tuple[str, str], ...]]] = []
    for place, index in enumerate(used):
        typed = codes.content[index]
        found = _meant(typed)
        if found is None:
            finding = Finding(Kind.UNKNOWN_VALUE, typed, Severity.ROW_LEFT_OUT, _nearest(typed))
            problems.at_cell(sheet, sheet.rows[index], "code", finding)
            continue
        said = tuple((tag, texts[place]) for tag, texts in names.items() if texts[place])
        own.append((found[0].name, found[1], said))
    return OwnWords(tuple(own), is_another), RowCount(len(sheet.rows), len(own), len(sheet.rows) - len(own))


def _meant(typed: str) -> tuple[Vocabulary, str] | None:
    """The vocabulary and its code; of an open one also a code of the network's own, where its column is said."""
    head, colon, code = typed.partition(":")
    if colon:
        vocabulary = next((each for each in VOCABULARIES if key(head) in _headers(each)), None)
        if vocabulary is None:
            return None
        known = known_vocabulary(vocabulary).find(code)
        own = code.strip() if vocabulary.is_open else None
        return (vocabulary, known or own) if known or own else None  # pyright: ignore[reportReturnType] - one is there
    exact = ((each, code) for each in VOCABULARIES for code in each.labels if identity(code) == identity(typed))
    near = ((each, code) for each in VOCABULARIES if (code := known_vocabulary(each).find(typed)))
    return next(exact, None) or next(near, None)


def _headers(vocabulary: Vocabulary) -> set[str]:
    return {key(vocabulary.name), *map(key, _labels(vocabulary))}


def _labels(vocabulary: Vocabulary) -> Iterator[str]:
    for shape in WORKSHEETS:
        for column in shape.columns:
            if column.vocabulary is vocabulary:
                yield from (column.name, *translations(column.label))


def _nearest(typed: str) -> str | None:
    return next((near for each in VOCABULARIES if (near := known_vocabulary(each).nearest(typed))), None)
