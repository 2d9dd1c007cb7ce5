"""The workbook to fill in, in the reader's language."""

from functools import cache
from io import BytesIO

from components.shell.download import download_button
from data.exports.template import write_template
from data.words import Words


def template_button(words: Words, *, key: str) -> None:
    """Download the template; it is written when the first reader of a language asks for it."""
    download_button(
        words.say("Download the template (XLSX)"),
        lambda: template_bytes(words.language),
        words.say("road-to-lampedusa-template") + ".xlsx",
        key=key,
    )


@cache
def template_bytes(language: str) -> bytes:
    """The template of a language as a file."""
    written = BytesIO()
    write_template(written, language)
    return written.getvalue()
