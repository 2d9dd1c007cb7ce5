"""Finding contributions by what somebody types, accents and case ignored."""

import re
from collections import defaultdict
from datetime import date

import numpy as np
import pandas as pd

from data.cache import per_road, per_road_keeping
from data.figures.contributions import stages
from data.figures.places import CODE_LETTERS, countries_beginning, folded, from_place, place_named
from data.figures.register import as_known
from data.road import Road

_BETWEEN_TEXTS = "\x1f"
BY_NAME = "name:"
"""Before a text that is searched in the contributors' names alone, as "What became of our words?" does."""


def _folded_each(texts: pd.Series) -> list[str]:
    # One long text is folded at the speed of C; a hundred thousand short ones are not.
    if texts.empty:
        return []
    whole = _BETWEEN_TEXTS.join(text.replace(_BETWEEN_TEXTS, " ") for text in texts.fillna("").tolist())
    return folded(whole).split(_BETWEEN_TEXTS)


@per_road_keeping(1)
def _contributors(road: Road) -> list[str]:
    return _folded_each(road.contributions["contributor"])


@per_road_keeping(1)
def _prose(road: Road) -> list[str]:
    """What can be searched of each contribution from the day it came: id, contributor, summary."""
    prose = road.contributions["id"].fillna("")
    for name in ("contributor", "summary"):
        prose = prose + "\n" + road.contributions[name].astype("str").fillna("")
    return _folded_each(prose)


@per_road_keeping(1)
def _reasons(road: Road) -> list[str]:
    return _folded_each(road.contributions["reason"])


def matches(road: Road, text: str, *, on: date) -> np.ndarray:
    """Which contributions a text means: a bool for each; all of them where it is blank.

    A place means what came from it (``place_named``), in countries also contributors of that name. After ``BY_NAME``
    every word has to be in the contributor's name; else in id, contributor, summary, country, or the reason where that
    is known at D.
    """
    text = text.strip()
    if text.casefold().startswith(BY_NAME):
        return _by_name(road, text[len(BY_NAME) :])
    place = place_named(road, text)
    if place is not None:
        found = from_place(road, place)
        if place.kind == "section" or len(text) <= CODE_LETTERS:
            return found
        # Niger is in no name of Nigeria; who types the beginning of a name means whatever begins so.
        is_begun = place.codes == countries_beginning(road, folded(text))
        return found | _by_name(road, text, whole_words=not is_begun)
    n, decided = len(road.contributions), stages(road, on=on).decided
    found = np.ones(n, dtype=bool)
    for word in folded(text).split():
        named = road.contributions["country"].isin(countries_beginning(road, word)).to_numpy()
        found &= named | _holding(_prose(road), word, n) | (decided & _holding(_reasons(road), word, n))
    return found


def _by_name(road: Road, text: str, *, whole_words: bool = False) -> np.ndarray:
    n, typed = len(road.contributions), folded(text).split()
    found = np.full(n, bool(typed))
    for word in typed:
        held = _holding(_contributors(road), word, n)
        if whole_words:
            whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
            for position in np.flatnonzero(held).tolist():
                held[position] = whole.search(_contributors(road)[position]) is not None
        found &= held
    return found


def _holding(texts: list[str], word: str, n: int) -> np.ndarray:
    return np.fromiter((word in text for text in texts), dtype=bool, count=n)


def text_of_all(road: Road, query: str) -> str:
    """The text of a filter that finds what ``find`` does for ``query``."""
    query = query.strip()
    return query if place_named(road, query) else f"{BY_NAME}{query}"


@per_road
def find(road: Road, query: str, *, on: date) -> pd.DataFrame:
    """What became of the words of a contributor or a place: one row per contribution received at D, in sheet order.

    Found are what came from a place of that name in any of our languages, and contributors whose name holds every word
    of ``query``. A blank query finds nothing.

    The index is the position; columns id, contributor, country, section, milestone, summary, link as in the Road, and
    received_on, considered_on, decided_on (the sheet's own): datetime64[s], decision, reason: str, all empty where
        later than D
    stage: str, the last one reached ("received", "considered", "decided", "landed")
    blocks: tuple of charter blocks where it landed
    """
    if not folded(query).split():
        return _became(road, np.zeros(len(road.contributions), dtype=bool), on)
    return _became(road, matches(road, text_of_all(road, query), on=on), on)


def _became(road: Road, found: np.ndarray, on: date) -> pd.DataFrame:
    at = stages(road, on=on)
    positions = np.flatnonzero(found & at.received)
    kept = ["id", "contributor", "country", "section", "milestone", "summary", "link", "received_on", "considered_on"]
    rows = road.contributions[[*kept, "decided_on", "decision", "reason"]].take(positions)
    blocks = _landing_blocks(road, positions[at.landed[positions]])
    return as_known(road, rows, positions, on=on).assign(
        blocks=pd.Series([blocks.get(position, ()) for position in positions.tolist()], index=rows.index, dtype=object)
    )


def _landing_blocks(road: Road, positions: np.ndarray) -> dict[int, tuple[str, ...]]:
    links = road.landings[road.landings["position"].isin(positions)]
    blocks: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for position, block in zip(links["position"].tolist(), links["block"].tolist(), strict=True):
        blocks[position] += (block,)
    return blocks
