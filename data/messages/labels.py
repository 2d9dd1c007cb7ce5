"""What a worksheet and a column are called in the reader's language. A header written so is read back."""

from data.languages import LANGUAGES
from data.shape import Column, worksheet
from data.words import Words


def header(column: Column, language: str, words: Words) -> str:
    """The header of a column; of a localized one with its language behind: Title (FR)."""
    label = words.say(column.label)
    return f"{label} ({language.upper()})" if language else label


def column_label(worksheet_name: str, name: str, words: Words) -> str:
    """The header of a column by its canonical name (``received_on``, ``title_fr``); any other name as it is."""
    for column in worksheet(worksheet_name).columns:
        if name == column.name:
            return header(column, "", words)
        for language in LANGUAGES if column.localized else ():
            if name == f"{column.name}_{language}":
                return header(column, language, words)
    return name
