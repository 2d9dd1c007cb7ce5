"""What the network of a Road calls its dashboard: on screen, in files, and in the names of files."""

import re

from data.languages import SOURCE
from data.near import without_accents
from data.road import Road
from data.store import known_road
from data.words import Words, shorten, words_of

LONGEST_TITLE = 80
LONGEST_STEM = 60


def network_title(road: Road, words: Words) -> str:
    """The title that the sheet gives in the reader's language, else ours."""
    return shorten(words.text(road.settings.title, "title"), LONGEST_TITLE) or words.say("Road to Lampedusa")


def shown_title(language: str) -> str:
    """The title of the dashboard: that of the last good reading; before any one that names no network."""
    road = known_road()
    if road is None:
        return words_of(language).say("The road")
    return network_title(road, words_of(language, road.own_words))


def file_stem(road: Road) -> str:
    """What the names of its files begin with, in letters that every system takes: road-to-lampedusa."""
    title = network_title(road, words_of(SOURCE, road.own_words))
    return re.sub(r"[^a-z0-9]+", "-", without_accents(title).lower())[:LONGEST_STEM].strip("-") or "road"
