"""Finding contributions by what somebody types, accents and case ignored."""

import re
import unicodedata
from collections import defaultdict
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from data.cache import per_road, per_road_keeping
from data.figures.contributions import decision_at, stages
from data.languages import LANGUAGES
from data.reference.countries import find_country
from data.road import Road
from data.words import Words, words_of

_BETWEEN_TEXTS = "\x1f"
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "\u0131": "i", "’": "'"}
"""Letters whose accent is part of them, which taking marks away does not reach; \u0131 is the dotless i of Turkish."""


def folded(text: str) -> str:
    """The text as it is compared in a search: without case, accents or compatibility forms."""
    text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold())
    for letter, plain in _LETTERS.items():
        text = text.replace(letter, plain)
    return text


def _folded_each(texts: pd.Series) -> list[str]:
    # One long text is folded at the speed of C; a hundred thousand short ones are not.
    if texts.empty:
        return []
    whole = _BETWEEN_TEXTS.join(text.replace(_BETWEEN_TEXTS, " ") for text in texts.fillna("").tolist())
    return folded(whole).split(_BETWEEN_TEXTS)


@lru_cache(maxsize=512)
def country_names(country: str) -> tuple[str, ...]:
    """The folded names of a country in all our languages."""
    return tuple(folded(words_of(language).country(country)) for language in LANGUAGES)


@per_road_keeping(1)
def _contributors(road: Road) -> list[str]:
    return _folded_each(road.contributions["contributor"])


@per_road_keeping(1)
def _prose(road: Road) -> list[str]:
    """All that can be searched of each contribution: id, contributor, summary, reason, country."""
    contributions = road.contributions
    names = {
        country: f"{country} {' '.join(country_names(country))}"
        for country in contributions["country"].dropna().unique()
    }
    prose = contributions["id"].fillna("")
    for texts in (
        *(contributions[name] for name in ("contributor", "summary", "reason")),
        contributions["country"].map(names),
    ):
        prose = prose + "\n" + texts.astype("str").fillna("")
    return _folded_each(prose)


def matches(road: Road, text: str) -> np.ndarray:
    """Which contributions hold every word of ``text`` somewhere in id, contributor, summary, reason or country.

    A bool for each contribution; all of them where ``text`` is blank.
    """
    return _holding_all(_prose(road), folded(text).split(), len(road.contributions))


def _holding_all(texts: list[str], words: list[str], n: int) -> np.ndarray:
    found = np.ones(n, dtype=bool)
    for word in words:
        found &= np.fromiter((word in text for text in texts), dtype=bool, count=n)
    return found


def _countries_named(road: Road, query: str, words: Words) -> set[str]:
    known = find_country(query)
    if known:
        return {known}
    begins_a_word = re.compile(rf"\b{re.escape(folded(query).strip())}")
    heard = road.contributions["country"].dropna().unique()
    return {
        country
        for country in heard
        if any(begins_a_word.search(name) for name in (folded(words.country(country)), *country_names(country)))
    }


@per_road
def find(road: Road, query: str, *, on: date, words: Words) -> pd.DataFrame:
    """What became of the words of a contributor or a country: one row per contribution received at D, in sheet order.

    Found are contributors whose name holds every word of ``query``, and countries of that name in the reader's language
    (``words``) or any other of ours, or of that ISO code. A blank query finds nothing.

    The index is the position; columns id, contributor, country, section, milestone, summary, link as in the Road, and
    received_on, considered_on, decided_on: datetime64[s], decision, reason: str, all empty where later than D
    stage: str, the last one reached ("received", "considered", "decided", "landed")
    blocks: tuple of charter blocks where it landed
    """
    typed = folded(query).split()
    if not typed:
        return _became(road, np.zeros(len(road.contributions), dtype=bool), on)
    named = _holding_all(_contributors(road), typed, len(road.contributions))
    countries = _countries_named(road, query, words)
    return _became(road, named | road.contributions["country"].isin(countries).to_numpy(), on)


def _became(road: Road, found: np.ndarray, on: date) -> pd.DataFrame:
    at = stages(road, on=on)
    at = at[found & at["received"]]
    kept = ["id", "contributor", "country", "section", "milestone", "summary", "link", "received_on", "considered_on"]
    rows = road.contributions.loc[at.index, [*kept, "decided_on", "reason"]]
    today = pd.Timestamp(on)
    stage = np.select([at["landed"], at["decided"], at["considered"]], ["landed", "decided", "considered"], "received")
    blocks = _landing_blocks(road, at.index[at["landed"]])
    return rows.assign(
        considered_on=rows["considered_on"].where(rows["considered_on"] <= today),
        decided_on=rows["decided_on"].where(at["decided"]),
        decision=decision_at(road, on=on).loc[at.index],
        reason=rows["reason"].where(at["decided"]),
        stage=pd.Series(stage, index=at.index, dtype="str"),
        blocks=pd.Series([blocks.get(position, ()) for position in at.index], index=at.index, dtype=object),
    )


def _landing_blocks(road: Road, positions: pd.Index) -> dict[int, tuple[str, ...]]:
    links = road.landings[road.landings["position"].isin(positions)]
    blocks: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for position, block in zip(links["position"].tolist(), links["block"].tolist(), strict=True):
        blocks[position] += (block,)
    return blocks
