"""The name nearest to what somebody typed in vain."""

from datetime import date

from rapidfuzz import fuzz, process

from data.cache import per_road
from data.figures.contributions import stages
from data.figures.places import folded
from data.road import Road
from data.words import Words

NAMES_COMPARED = 4000
"""Comparing is slow, and a suggestion is a courtesy: beyond this many different names the others are not tried."""

SHORTEST = 4
NEAR = 72.0
"""Letters in common, in the same order, of all letters of both: so many in a hundred or more."""


@per_road
def nearest_name(road: Road, query: str, *, on: date, words: Words) -> str | None:
    """The contributor, word of a contributor's name, or country heard by D that ``query`` comes nearest to.

    Accents and case are ignored; countries go by their name in the reader's language (``words``). None where nothing
    is near.
    """
    typed = " ".join(folded(query).split())
    if len(typed) < SHORTEST:
        return None
    received = road.contributions[stages(road, on=on).received]
    names: dict[str, str] = {}
    for code in received["country"].dropna().unique():
        names.setdefault(folded(words.country(code)), words.country(code))
    for contributor in received["contributor"].dropna().unique():
        if len(names) >= NAMES_COMPARED:
            break
        names.setdefault(folded(contributor), contributor)
        for word in contributor.replace(",", " ").split():
            if len(word) >= SHORTEST:
                names.setdefault(folded(word), word)
    near = process.extractOne(typed, list(names), scorer=fuzz.ratio, score_cutoff=NEAR)
    return names[near[0]] if near else None
