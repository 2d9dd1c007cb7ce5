"""What the codes of contributions are called in the reader's language."""

from collections.abc import Mapping

import pandas as pd

from components.words.plain import shorten
from data.cache import per_road
from data.figures.register import BETWEEN_CODES
from data.figures.selection import BLANK
from data.reading.contributions import NOT_NAMED
from data.road import Road
from data.shape import CONTRIBUTION_STAGES, FILTERED, N_, Column, ColumnType, worksheet
from data.words import Words

DIMENSION_NAMES = {dimension: column.label for dimension, column in FILTERED.items()} | {"stage": N_("Stage")}
VOCABULARIES = {dimension: column.vocabulary for dimension, column in FILTERED.items() if column.vocabulary}
_STAGE_NAMES = {
    "received": N_("received"),
    "considered": N_("considered"),
    "decided": N_("decided"),
    "landed": N_("in the text"),
}
"""The stage of one contribution, where other languages have another word than for several."""

CHOICE_NAMES = {
    "awaiting": N_("Not yet considered"),
    "undecided": N_("Not yet decided"),
}
_TITLED = {dimension: worksheet(column.refers_to) for dimension, column in FILTERED.items() if column.refers_to}
LONGEST = 60


def label(road: Road, dimension: str, code: object, words: Words) -> str:
    """The value of a dimension of ``selection.CHOICES`` in words; what the sheet typed outside our lists as typed.

    Questions and milestones are known by their codes, so the code comes first. '' for an empty value.
    """
    if not isinstance(code, str):
        return ""
    if code == BLANK:
        return words.say("none given")
    if dimension == "stage":
        return words.say(CHOICE_NAMES[code]) if code in CHOICE_NAMES else words.label(CONTRIBUTION_STAGES, code)
    if dimension == "country":
        return words.country(code)
    if dimension == "language":
        name = words.language_name(code)
        return name[:1].upper() + name[1:]
    if dimension in VOCABULARIES:
        return words.label(VOCABULARIES[dimension], code)
    title = shorten(titles(road, dimension, words).get(code, ""), LONGEST)
    if dimension in ("question", "milestone"):
        return f"{code} · {title}" if title else code
    return title or code


def stage_name(code: str, words: Words) -> str:
    """The stage of one contribution, beginning with a capital letter."""
    return words.own_label(CONTRIBUTION_STAGES, code) or words.say(_STAGE_NAMES[code]).capitalize()


def contributor_name(name: str, words: Words) -> str:
    """Who contributed as the sheet has it, or that it has no column for it."""
    return words.say(NOT_NAMED) if name == NOT_NAMED else name


def product_name(road: Road | None, words: Words) -> str:
    """What the dashboard of this Road is called on every page: its short title, else its title, else ours."""
    settings = road.settings if road else None
    own = settings and (words.text(settings.short_title, "short_title") or words.text(settings.title, "title"))
    return own or words.say("Road to Lampedusa")


@per_road
def names_of(road: Road, dimension: str, words: Words) -> dict[str, str]:
    """Code to title of the sections, milestones, questions or charter blocks, the code itself where one has none."""
    return {code: title or code for code, title in titles(road, dimension, words).items()}


@per_road
def titles(road: Road, dimension: str, words: Words) -> Mapping[str, str]:
    """Code to title of the sections, milestones, questions or charter blocks, '' where one has none."""
    shape = _TITLED[dimension]
    code, text, *_ = (column.name for column in shape.columns)
    rows = road.frame(shape.name)
    return {row[code]: words.text(row, text) for row in rows.to_dict("records")}


def in_words(road: Road, column: Column, value: object, words: Words) -> str:
    """What a column of the register says in words, codes one by one; '' for an empty value."""
    if isinstance(value, pd.Timestamp):
        return words.day(value)
    if isinstance(value, (int, float)):
        return "" if pd.isna(value) else words.number(value, 2)
    if not isinstance(value, str) or not is_coded(column):
        return value if isinstance(value, str) else ""
    return words.listed([label(road, column.dimension, code, words) for code in value.split(BETWEEN_CODES)])


def is_coded(column: Column) -> bool:
    """Whether the values of a column are codes that have labels."""
    is_standard = column.type in (ColumnType.COUNTRY, ColumnType.LANGUAGE)
    return is_standard or column.vocabulary is not None or column.refers_to is not None
