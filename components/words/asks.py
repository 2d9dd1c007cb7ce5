"""What is asked of the Bureau, as requests."""

from collections.abc import Sequence
from datetime import date

from components.words.labels import names_of
from data.cache import per_road
from data.figures.asks import Ask, asks
from data.messages.milestones import LONGEST_TITLE, quoted
from data.road import Road
from data.words import Words, shorten

ASKS_SHOWN = 3
"""So many requests a member of the Bureau reads in two minutes; the note has them all."""
NAMED_UP_TO = 4
"""More Charter blocks or questions than this are counted, not named."""
LONGEST_NAME = 80


@per_road
def asks_words(road: Road, words: Words, *, on: date) -> tuple[tuple[Ask, str], ...]:
    """Every request of ``asks`` with its sentence, in the same order."""
    return tuple((ask, ask_words(ask, road, words)) for ask in asks(road, on=on))


def nothing_asked(words: Words) -> str:
    """What stands where no request does."""
    return words.say("On this day nothing is asked of the Bureau.")


def ask_words(ask: Ask, road: Road, words: Words) -> str:
    """One request in a sentence without its full stop."""
    if ask.kind in ("confirm", "launch", "date"):
        return _milestone(ask, road, words)
    if ask.kind in ("hear", "answers", "more"):
        return _section(ask, road, words)
    if ask.kind == "source":
        return _source(ask, road, words)
    if ask.kind == "block":
        return words.plural(
            "Name the Charter block of {n} contribution that is in the text",
            "Name the Charter block of {n} contributions that are in the text",
            ask.n,
        )
    said = words.plural("Decide on {n} contribution", "Decide on {n} contributions", ask.n)
    if ask.due is None:
        return said
    since = words.day(ask.due)
    return words.plural(
        "{request}: it has waited since {day}",
        "{request}: the oldest has waited since {day}",
        ask.n,
        request=said,
        day=since,
    )


def _milestone(ask: Ask, road: Road, words: Words) -> str:
    names = names_of(road, "milestone", words)
    title = quoted(shorten(names.get(ask.codes[0]) or ask.codes[0], LONGEST_TITLE), words)
    if ask.kind == "launch":
        return words.say("Set a date for {title}: the launch has none", title=title)
    if ask.due is None:
        return words.say("Set a date for {title}: the launch waits for it", title=title)
    step = road.milestones[road.milestones["id"] == ask.codes[0]].iloc[0]
    if step["due_precision"] == "month":
        month = words.month(ask.due)
        said = words.say("Confirm {title}, due in {month}, or set a new date", title=title, month=month)
    else:
        said = words.say("Confirm {title}, due on {day}, or set a new date", title=title, day=words.day(ask.due))
    if not ask.n:
        return said
    waiting = words.plural("{n} milestone waits for it", "{n} milestones wait for it", ask.n)
    return words.say("{request}: {reason}", request=said, reason=waiting)


def _section(ask: Ask, road: Road, words: Words) -> str:
    section = shorten(names_of(road, "section", words)[ask.codes[0]], LONGEST_NAME)
    if ask.kind == "hear":
        return words.say("Ask {section} for a contribution: none has come yet", section=section)
    n, questions = len(ask.codes) - 1, _named(ask.codes[1:], words)
    if ask.kind == "answers":
        return words.plural(
            "Ask {section} about question {questions}: no answer yet",
            "Ask {section} about questions {questions}: no answers yet",
            n,
            section=section,
            questions=questions,
        )
    return words.plural(
        "Ask {section} for more on question {questions}: few answers so far",
        "Ask {section} for more on questions {questions}: few answers so far",
        n,
        section=section,
        questions=questions,
    )


def _source(ask: Ask, road: Road, words: Words) -> str:
    names = names_of(road, "block", words)
    named = [shorten(names[code], LONGEST_NAME) for code in ask.codes]
    if len(named) == 1:
        return words.say("Name a source for “{block}”: no contribution is in it", block=named[0])
    return words.plural(
        "Name a source for {n} block of the text: {blocks}",
        "Name a source for {n} blocks of the text: {blocks}",
        ask.n,
        blocks=_named(named, words),
    )


def _named(names: Sequence[str], words: Words) -> str:
    """The names in a list; of many the first ones and how many more."""
    if len(names) <= NAMED_UP_TO:
        return words.listed(names)
    rest = len(names) - NAMED_UP_TO + 1
    return words.listed([*names[: NAMED_UP_TO - 1], words.plural("{n} more", "{n} more", rest)])
