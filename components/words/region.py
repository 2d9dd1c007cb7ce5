"""One section as its own people ask for it: heard, answered, in the text, last word."""

from datetime import date

import pandas as pd

from components.words.coverage import last_heard_words
from components.words.text import landed_words
from data.cache import per_road
from data.figures.sections import answers_at, sections_at
from data.figures.text import uptake_at
from data.road import Road
from data.words import Words


@per_road
def region_facts(road: Road, section: str, words: Words, *, on: date) -> tuple[str, ...]:
    """What is to be said of the section ``section`` of this Road, a few words each: what it sent beside what was
    expected, the questions it answered, what of it is in the text, the day of its last contribution."""
    row = sections_at(road, on=on)[section]
    facts = [received_words(int(row["received"]), row["expected"], words)]
    answers = [cell["answer"] for cell in answers_at(road, on=on)[section].values()]
    if answers and row["applicable"]:
        facts.append(
            words.plural(
                "{n} question of {of} answered",
                "{n} questions of {of} answered",
                answers.count("answered"),
                of=words.number(len(answers)),
            )
        )
    heard = last_heard_words(row["last_received_on"], words, is_asked=bool(row["applicable"]))
    if not row["received"]:
        return (*facts, heard) if heard else tuple(facts)
    uptake = next(each for each in uptake_at(road, on=on) if each["code"] == section)
    landed, decided = uptake["landed"], uptake["n"]
    facts.append(landed_words(landed, decided, words) if decided else words.say("nothing has been decided yet"))
    return (*facts, heard)


def received_words(received: int, expected: float, words: Words) -> str:
    """What was received of what was hoped for, to be told by itself: 38 contributions of 70 expected."""
    if pd.isna(expected):
        return words.plural("{n} contribution", "{n} contributions", received)
    if not expected:
        return words.plural("{n} contribution, none expected", "{n} contributions, none expected", received)
    return words.plural(
        "{n} contribution of {expected} expected",
        "{n} contributions of {expected} expected",
        received,
        expected=words.number(expected),
    )
