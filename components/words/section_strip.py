"""The sections as one sorted strip: received against expected, a dot for every question, last heard."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from components.words.coverage import answer_words, expected_words, last_heard_words
from components.words.labels import names_of
from components.words.marks import ANSWER_MARKS, ANSWER_WORDS
from components.words.plain import shorten
from components.words.region import received_words
from data.cache import per_road
from data.figures.sections import answers_at, sections_at
from data.road import Road
from data.shape import GEOGRAPHIC
from data.words import Words

LONGEST = 60


def in_strip_order(sections: Iterable[Mapping[Any, Any]]) -> list[Mapping[Any, Any]]:
    """The rows of ``section_coverage``, the geographic ones first; of each the furthest from what was expected first,
    then those without an expected number, then those that were not asked."""

    def order(row: Mapping[Any, Any]) -> tuple[bool, bool, bool, float]:
        is_unset = pd.isna(row["ratio"])
        return row["kind"] != GEOGRAPHIC, not row["applicable"], is_unset, 0.0 if is_unset else row["ratio"]

    return sorted(sections, key=order)


@per_road
def section_strip(road: Road, words: Words, *, on: date) -> dict[str, Any]:
    """What the strip shows, plain text throughout.

    label: the name of the list; crossing: what stands above the sections that cut across, '' without any
    rows: code, name, is_crossing, received and expected in words, ``told`` (both at once), ``share`` of the bar and
    ``aim`` (None without an expected number) as shares of the longest bar, ``is_silent``, dots (question, state, said),
    heard
    """
    sections, names, answers = sections_at(road, on=on), names_of(road, "section", words), answers_at(road, on=on)
    numbers = [row[name] for row in sections.values() for name in ("received", "expected")]
    top = max(1.0, *(number for number in numbers if not pd.isna(number)))
    rows = [
        {
            "code": row["code"],
            "name": shorten(names[row["code"]], LONGEST),
            "is_crossing": row["kind"] != GEOGRAPHIC,
            "received": words.number(row["received"]),
            "expected": expected_words(row["expected"], words),
            "told": received_words(int(row["received"]), row["expected"], words),
            "share": row["received"] / top,
            "aim": row["expected"] / top if row["expected"] > 0 else None,
            "is_silent": bool(row["applicable"] and not row["received"]),
            "dots": _dots(answers[row["code"]].values(), words),
            "heard": last_heard_words(row["last_received_on"], words, is_asked=row["applicable"]),
        }
        for row in in_strip_order(sections.values())
    ]
    return {
        "label": words.say("Sections"),
        "crossing": words.say("Across the regions") if any(row["is_crossing"] for row in rows) else "",
        "rows": rows,
    }


def strip_key(shown: Mapping[str, Any], words: Words) -> str:
    """What the dots and bars of a ``section_strip`` mean, of those that it shows."""
    states = {dot["state"] for row in shown["rows"] for dot in row["dots"]}
    said = [
        f"{mark} {words.say(ANSWER_WORDS[answer])}" for answer, mark in ANSWER_MARKS.items() if _state(answer) in states
    ]
    if any(row["aim"] is not None for row in shown["rows"]):
        said.append(words.say("light bar: expected"))
    return " · ".join(said)


def _state(answer: str) -> str:
    return answer.replace(" ", "-")


def _dots(answers: Iterable[Mapping[Any, Any]], words: Words) -> list[Mapping[str, str]]:
    return [
        {
            "question": shorten(answer["question"], 12),
            "state": _state(answer["answer"]),
            "said": words.say(
                "{label}: {value}",
                label=answer["question"],
                value=answer_words(answer["answer"], answer["n"], words),
            ),
        }
        for answer in answers
    ]
