"""The workbook to fill in, in the reader's language."""

from functools import cache
from io import BytesIO

from components.shell.download import download_button
from data.cache import per_road_keeping
from data.exports.template import write_template
from data.languages import LANGUAGES
from data.messages.network import file_stem
from data.road import Road
from data.store import shared_state
from data.words import Words


def template_button(words: Words, *, key: str) -> None:
    """Download the template; it is written when the first reader of a language asks for it, that of another network
    from what is read now."""
    download_button(
        words.say("Download the template (XLSX)"),
        lambda: _template(words.language),
        f"{_stem(words)}.xlsx",
        key=key,
    )


@cache
def template_bytes(language: str) -> bytes:
    """The template of a language as a file."""
    written = BytesIO()
    write_template(written, language)
    return written.getvalue()


def _road() -> Road | None:
    state = shared_state()
    return state.snapshot.road if state and state.snapshot and state.snapshot.road.own_words.is_another else None


def _stem(words: Words) -> str:
    road = _road()
    if road is None:
        return words.say("road-to-lampedusa-template")
    # Translators: a part of the name of a file, in plain small letters.
    template = words.say("template")
    return f"{file_stem(road)}-{template}"


def _template(language: str) -> bytes:
    road = _road()
    return _template_of(road, language=language) if road else template_bytes(language)


@per_road_keeping(len(LANGUAGES))
def _template_of(road: Road, *, language: str) -> bytes:
    written = BytesIO()
    write_template(written, language, road)
    return written.getvalue()
