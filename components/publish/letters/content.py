"""The letter to one contributor: each of its contributions, its way, the decision, why, and the text it is in."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from components.publish.typesetting import paper_colours, typeset
from components.words.labels import names_of, stage_name
from components.words.plain import shorten
from components.words.road import as_of
from data.cache import per_road
from data.figures.register import BETWEEN_CODES, register
from data.figures.selection import Selection, select
from data.languages import LANGUAGES
from data.messages.network import network_title
from data.reading.keys import identity
from data.road import Road
from data.shape import DECISIONS, REPLIES
from data.words import Words, words_of

_ALL = Selection()
_TEMPLATE = Path(__file__).parent / "letter.typ"
LONGEST_NAME = 120
LONGEST_SUMMARY = 1500
LONGEST_REASON = 3000
LONGEST_DRAFT = 4000
_FILE_NAME = 60


@dataclass(frozen=True)
class Contributor:
    """Who gets one letter: a name in a country (ISO 3166-1 alpha-3, '' where none is given), its contributions' ids.

    ``language`` is the one most of its contributions are in, of ours; '' for none of ours.
    """

    name: str
    country: str
    language: str
    ids: tuple[str, ...]


@per_road
def _rows(road: Road, *, on: date) -> dict[str, dict[Any, Any]]:
    """The rows of ``register`` by id."""
    return {row["id"]: row for row in register(road, on=on).to_dict("records")}


@per_road
def contributors(road: Road, *, on: date) -> tuple[Contributor, ...]:
    """Everyone who had contributed by D, once, in the order of the first contribution."""
    rows: dict[tuple[str, str], list[dict[Any, Any]]] = {}
    for row in _rows(road, on=on).values():
        country = row["country"] if isinstance(row["country"], str) else ""
        rows.setdefault((identity(row["contributor"]), country), []).append(row)
    return tuple(
        Contributor(
            found[0]["contributor"],
            country,
            _language([row["language"] for row in found]),
            tuple(row["id"] for row in found),
        )
        for (_, country), found in rows.items()
    )


def contributor_of(road: Road, id_: str, *, on: date) -> Contributor | None:
    """Who sent the contribution of that id; None where there is none by D."""
    return next((one for one in contributors(road, on=on) if id_ in one.ids), None)


def _language(languages: list[Any]) -> str:
    ours = [language for language in languages if language in LANGUAGES]
    return max(dict.fromkeys(ours), key=ours.count) if ours else ""


def letter_pdf(road: Road, to: Contributor, *, on: date, words: Words, read_at: datetime) -> bytes:
    """The letter as PDF. ``read_at`` (aware) says when the sheet was read."""
    return typeset(_TEMPLATE, letter_content(road, to, on=on, words=words, read_at=read_at))


def letters(
    road: Road, *, on: date, otherwise: str, read_at: datetime, of: Selection = _ALL
) -> Iterator[tuple[str, bytes]]:
    """A letter for every contributor: (name of its file, PDF), each in its language, else in ``otherwise``.

    With a Selection ``of`` contributions only to those who sent one of them: a letter is of all that one sent.
    """
    own = set(select(road, of, on=on).contributions["id"])
    taken: set[str] = set()
    for to in contributors(road, on=on):
        if not own.intersection(to.ids):
            continue
        words = words_of(to.language or otherwise, road.own_words)
        yield _file_name(to, words, taken), letter_pdf(road, to, on=on, words=words, read_at=read_at)


def _file_name(to: Contributor, words: Words, taken: set[str]) -> str:
    """A name that is safe everywhere and nobody else's: who, in which country, in which language."""
    folded = unicodedata.normalize("NFKD", to.name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:_FILE_NAME].strip("-") or "contributor"
    name = "-".join(filter(None, (slug, to.country.lower(), words.language)))
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free)
    return f"{free}.pdf"


def file_name(to: Contributor, words: Words) -> str:
    """The name of the file of one letter."""
    return _file_name(to, words, set())


def letter_content(road: Road, to: Contributor, *, on: date, words: Words, read_at: datetime) -> dict[str, Any]:
    """Every word of the letter, as the template takes them."""
    rows = [_rows(road, on=on)[id_] for id_ in to.ids]
    local = read_at.astimezone(road.settings.timezone)
    title = network_title(road, words)
    return {
        "language": words.language,
        "colours": paper_colours(road.settings.colour),
        "title": shorten(to.name, LONGEST_NAME),
        "author": words.say("Secretariat of the network"),
        "eyebrow": words.say("What became of your words"),
        "subtitle": as_of(on, words),
        "warning": words.say("Illustrative data: these rows were made up to show the dashboard.")
        if road.settings.illustrative
        else "",
        "lead": _lead(rows, words),
        "contributions": [_contribution(road, row, words) for row in rows],
        "reply": _reply(words),
        "sources": words.say(
            "Source: {name}, read on {day} at {time}.",
            name=shorten(road.origin.name, LONGEST_NAME),
            day=words.day(local.date()),
            time=words.clock(local),
        ),
        "footer": " · ".join((title, as_of(on, words))),
    }


def _lead(rows: list[dict[Any, Any]], words: Words) -> str:
    sent = words.plural("You sent {n} contribution.", "You sent {n} contributions.", len(rows))
    landed = sum(row["stage"] == "landed" for row in rows)
    waiting = sum(not isinstance(row["decision"], str) for row in rows)
    said = [sent]
    if landed:
        several = words.plural("{n} is in the text.", "{n} are in the text.", landed)
        said.append(words.say("It is in the text.") if len(rows) == 1 else several)
    if waiting:
        several = words.plural("{n} waits for a decision.", "{n} wait for a decision.", waiting)
        said.append(words.say("It waits for a decision.") if len(rows) == 1 else several)
    return " ".join(said)


def _contribution(road: Road, row: Mapping[Any, Any], words: Words) -> dict[str, Any]:
    names = names_of(road, "block", words)
    drafts = {block["code"]: words.text(block, "draft") for block in road.charter.to_dict("records")}
    is_landed = row["stage"] == "landed"
    codes = row["charter_block"].split(BETWEEN_CODES) if is_landed and isinstance(row["charter_block"], str) else []
    return {
        "title": words.say("{id}, received on {day}", id=row["id"], day=words.day(row["received_on"])),
        "summary": shorten(row["summary"], LONGEST_SUMMARY) if isinstance(row["summary"], str) else "",
        # Its own words stand in its own language, which is not always the letter's.
        "language": row["language"] if isinstance(row["language"], str) else words.language,
        "way": _way(row, words),
        "blocks": [
            {"title": names.get(code, code), "draft": shorten(drafts.get(code, ""), LONGEST_DRAFT)} for code in codes
        ],
    }


def _way(row: Mapping[Any, Any], words: Words) -> list[dict[str, str]]:
    """What happened to it, a line each: considered, decided, why."""

    def line(label: str, text: str) -> dict[str, str]:
        return {"label": words.say("{term}:", term=label), "text": text}

    is_decided = isinstance(row["decision"], str)
    if not pd.isna(row["considered_on"]):
        considered = words.day(row["considered_on"])
    else:
        considered = words.say("no day is given") if is_decided else words.say("not yet")
    if is_decided:
        decided = words.label(DECISIONS, row["decision"])
        if not pd.isna(row["decided_on"]):
            decided = words.say("{decision}, on {day}", decision=decided, day=words.day(row["decided_on"]))
    else:
        decided = words.say("not yet")
    way = [line(stage_name("considered", words), considered), line(words.say("Decision"), decided)]
    if is_decided and isinstance(row["reason"], str):
        way.append(line(words.say("Why"), shorten(row["reason"], LONGEST_REASON)))
    if row["stage"] == "landed":
        is_placed = isinstance(row["charter_block"], str)
        where = words.say("in the blocks below") if is_placed else words.say("the sheet does not say where")
        way.append(line(stage_name("landed", words), where))
    return way


def _reply(words: Words) -> dict[str, Any]:
    return {
        "title": words.say("Do you recognise your words?"),
        "text": words.say(
            "Please answer the message that this letter came with, by one of these words for each contribution. The "
            "secretariat enters your answer, and the Bureau sees how many gave each answer."
        ),
        "answers": [words.label(REPLIES, code) for code in REPLIES.labels],
    }
