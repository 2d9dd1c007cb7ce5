"""Who was heard and who was not, in sentences."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from components.words.labels import names_of
from components.words.marks import ANSWER_WORDS
from data.cache import per_road
from data.figures.network import geographic_codes
from data.figures.rows import Row, Rows
from data.figures.sections import CountriesHeard, Heard, never_heard, sections_heard
from data.road import Road
from data.shape import GEOGRAPHIC
from data.words import Words

RATE_FROM = 5
"""Fewer cases than this make no rate, as for Uptake."""
SECTIONS_NAMED = 3
"""More sections than this are counted, not named."""


def countries_heard_words(heard: CountriesHeard, words: Words) -> str:
    """How many states of the world were heard, and the territories beside."""
    if not heard.states and not heard.territories:
        return words.say("No contribution names a country yet")
    states = words.plural(
        "{n} state of {of} has been heard",
        "{n} states of {of} have been heard",
        heard.states,
        of=words.number(heard.of),
    )
    return f"{states}{_territories_words(heard.territories, words)}"


def _territories_words(n: int, words: Words) -> str:
    return words.plural(", and {n} territory", ", and {n} territories", n) if n else ""


def sections_heard_words(heard: Heard, silent: Sequence[str], barely: Sequence[str], words: Words) -> str:
    """``heard`` in a sentence; named are the sections not heard, where they are few, else those barely heard."""
    if not heard.of:
        return words.say("No section is expected to contribute")
    if not heard.n:
        return words.say("No section asked has been heard yet")
    if heard.n == heard.of:
        sentence = words.say("Every section asked has been heard")
        if not barely:
            return sentence
        return words.say("{sentence}, but barely: {sections}", sentence=sentence, sections=words.listed(barely))
    sentence = words.plural(
        "{n} of {of} sections asked has been heard",
        "{n} of {of} sections asked have been heard",
        heard.n,
        of=words.number(heard.of),
    )
    if len(silent) > 2:
        return sentence
    return words.say("{sentence}; still silent: {sections}", sentence=sentence, sections=words.listed(silent))


@per_road
def barely_heard_sections(road: Road, words: Words, *, on: date) -> list[str]:
    """The names of the sections that were heard barely at D."""
    names = names_of(road, "section", words)
    return [names[code] for code in sections_heard(road, on=on).barely]


@per_road
def silent_sections(road: Road, words: Words, *, on: date) -> list[str]:
    """The names of the geographic sections of which contributions are expected and none has come by D."""
    names, silent = names_of(road, "section", words), never_heard(road, on=on)
    return [names[code] for code in geographic_codes(road) if code in silent]


def gap_finding(coverage: Iterable[Row], names: Mapping[str, str], words: Words) -> str:
    """The one geographic section that sent the smallest part of what was expected; of several how many are short."""
    compared = [row for row in coverage if row["kind"] == GEOGRAPHIC and not pd.isna(row["ratio"])]
    if not compared:
        return words.say("What each section sent")
    short = sum(row["ratio"] < 1 for row in compared)
    if not short:
        return words.say("No section with an expected number is short of it")
    furthest, *others = sorted(compared, key=lambda row: row["ratio"])
    if not others or others[0]["ratio"] == furthest["ratio"]:
        return words.plural(
            "{n} section of {of} sent fewer than expected",
            "{n} sections of {of} sent fewer than expected",
            short,
            of=words.number(len(compared)),
        )
    return words.say(
        "{section} sent the smallest part of what was expected: {n} of {of}",
        section=names[str(furthest["code"])],
        n=words.number(int(furthest["received"])),
        of=words.number(int(furthest["expected"])),
    )


def expected_words(expected: float, words: Words) -> str:
    """What was hoped for, to stand behind the number received, which it must not seem to be."""
    if pd.isna(expected):
        return "· " + words.say("expected: not set")
    if expected == 0:
        return "· " + words.say("none expected")
    return words.plural("of {n} expected", "of {n} expected", int(expected))


def reach_words(row: Mapping[Any, Any], words: Words) -> str:
    """Reach of a row of ``section_coverage`` as its two counts, 12 of 54 states, and the territories heard beside.

    '' for a section without states of its own.
    """
    if pd.isna(row["states"]) or not row["states"]:
        return ""
    of = words.plural(
        "{heard} of {n} state",
        "{heard} of {n} states",
        int(row["states"]),
        heard=words.number(int(row["states_heard"])),
    )
    return f"{of}{_territories_words(int(row['territories_heard']), words)}"


def answer_words(answer: str, n: int, words: Words) -> str:
    """An answer with the contributions behind it: answered (20), thin (2), no answer."""
    word = words.say(ANSWER_WORDS[answer])
    return words.say("{answer} ({n})", answer=word, n=words.number(n)) if n else word


def last_heard_words(last_received_on: pd.Timestamp, words: Words, *, is_asked: bool = True) -> str:
    """The day of the last contribution; '' where none came and none is asked for: that is no silence."""
    if pd.isna(last_received_on):
        return words.say("Never heard") if is_asked else ""
    return words.say("Last heard on {day}", day=words.day(last_received_on.date(), "medium"))


def silence_words(silence_days: object, words: Words) -> str:
    """Silence in days; never heard where there was nothing yet."""
    if pd.isna(silence_days):  # pyright: ignore[reportArgumentType, reportCallIssue] - a scalar
        return words.say("never heard")
    days = int(silence_days)  # pyright: ignore[reportArgumentType]
    if not days:
        return words.say("heard on this day")
    return words.plural("silent for {n} day", "silent for {n} days", days)


def shares_finding(coverage: Rows, names: Mapping[str, str], words: Words) -> str:
    """The section whose share of the contributions is largest, beside what was expected of it; all of several."""
    shares = [row["share_received"] for row in coverage if not pd.isna(row["share_received"])]
    if not shares or rates_hidden(coverage):
        return words.say("There are too few contributions to compare shares")
    first = [row for row in coverage if row["share_received"] == max(shares)]
    top, n = first[0], words.number(shares_n(coverage))
    share = words.percent(top["share_received"])
    if len(first) > SECTIONS_NAMED:
        return words.say(
            "{count} sections sent {share} each of the {n} contributions of the sections asked",
            count=words.number(len(first)),
            share=share,
            n=n,
        )
    if len(first) > 1:
        return words.say(
            "{sections} sent {share} each of the {n} contributions of the sections asked",
            sections=words.listed([names[row["code"]] for row in first]),
            share=share,
            n=n,
        )
    sent = {"section": names[top["code"]], "share": share, "n": n}
    if pd.isna(top["share_expected"]):
        return words.say("{section} sent {share} of the {n} contributions of the sections asked", **sent)
    return words.say(
        "{section} sent {share} of the {n} contributions of the sections asked, where {expected} was expected",
        expected=words.percent(top["share_expected"]),
        **sent,
    )


def rates_hidden(coverage: Rows) -> bool:
    """Whether the contributions of the sections counted are too few for any share."""
    return shares_n(coverage) < RATE_FROM


def shares_n(coverage: Rows) -> int:
    """The contributions that the shares are of: those in geographic sections that are expected to contribute."""
    return sum(row["received"] for row in coverage if row["kind"] == GEOGRAPHIC and row["applicable"])


def call_finding(calls: Rows, names: Mapping[str, str], words: Words, *, silent: Sequence[str] = ()) -> str:
    """Whom to call first and how many questions are open there; how many where no one comes before the others.

    ``silent`` are the names of the sections never heard: nobody need be called about a question where none is asked.
    """
    if not calls:
        if silent:
            return words.say("No question is open; not yet heard: {sections}", sections=words.listed(silent))
        return words.say("Nothing is open: nobody needs a call")
    first, *others = calls
    if not (first["none"] or first["thin"] or behind_rounded(first)):
        return words.say("No question is open, and no section is a whole contribution behind")
    if others and _urgency(others[0]) == _urgency(first):
        return words.plural("{n} section needs a call", "{n} sections need a call", len(calls))
    section, open_questions = names[str(first["code"])], int(first["none"] + first["thin"])
    if not open_questions:
        if others:
            return words.say("Call {section} first: fewer contributions than hoped for by now", section=section)
        return words.say("Call {section}: fewer contributions than hoped for by now", section=section)
    if others:
        return words.plural(
            "Call {section} first: {n} question is open",
            "Call {section} first: {n} questions are open",
            open_questions,
            section=section,
        )
    return words.plural(
        "Call {section}: {n} question is open",
        "Call {section}: {n} questions are open",
        open_questions,
        section=section,
    )


def _urgency(call: Mapping[Any, Any]) -> tuple[float, ...]:
    """What puts a row of the call list before another one, but for the network's order."""
    behind, silence = call["behind"], call["silence_days"]
    return (
        call["none"],
        call["thin"],
        0.0 if pd.isna(behind) else round(behind, 9),
        float("inf") if pd.isna(silence) else float(silence),
    )


def call_about(call: Mapping[Any, Any], answers: Mapping[str, str], words: Words) -> str:
    """What to call about: the questions without any answer, those with few, and how far the section is behind.

    ``answers`` is by question. A section that was heard and names no question may well have answered them all.
    """
    missing = [code for code in call["open_questions"] if answers[code] == "none"]
    thin = [code for code in call["open_questions"] if answers[code] == "thin"]
    names_none = bool(missing) and set(answers.values()) == {"none"} and not pd.isna(call["silence_days"])
    said = [
        words.say("nothing it sent names a question of the sheet") if names_none else "",
        words.say("no answer to {questions}", questions=words.listed(missing)) if missing and not names_none else "",
        words.say("few answers to {questions}", questions=words.listed(thin)) if thin else "",
    ]
    if behind := behind_rounded(call):
        said.append(words.say("about {n} fewer than hoped for by now", n=words.number(behind)))
    just_behind = words.say("less than one contribution short of what was hoped for by now")
    return words.say("; ").join(filter(None, said)) or just_behind


def behind_rounded(call: Mapping[Any, Any]) -> int:
    """How far a row of the call list is behind in whole contributions, half of one counted as one."""
    return 0 if pd.isna(call["behind"]) else int(call["behind"] + 0.5)


def without_country_words(n: int, words: Words) -> str:
    """The contributions that no country can show."""
    return words.plural("{n} contribution names no country.", "{n} contributions name no country.", n)


def map_alt(countries: Rows, heard: CountriesHeard, words: Words) -> str:
    """The map in words: how many countries, and the five that sent most."""
    named = sorted((row for row in countries if row["received"]), key=lambda row: -row["received"])
    top = named[:5]
    sentence = words.say("World map.") + " " + countries_heard_words(heard, words) + "."
    if not top:
        return sentence
    said = [
        words.say("{country} {n}", country=words.country(row["country"]), n=words.number(row["received"]))
        for row in top
    ]
    if len(top) == len(named):
        return sentence + " " + words.say("Contributions by country: {countries}.", countries=words.listed(said))
    return sentence + " " + words.say("Among them: {countries}.", countries=words.listed(said))


def shares_alt(coverage: Rows, names: Mapping[str, str], words: Words) -> str:
    """The three shares of each section in words."""
    clauses = [
        words.say(
            "{section}: {received} of contributions, {expected} expected, {states} of states",
            section=names[row["code"]],
            received=share_words(row["share_received"], words),
            expected=share_words(row["share_expected"], words),
            states=share_words(row["share_states"], words),
        )
        for row in coverage
    ]
    return words.say("Shares by section.") + " " + words.say("; ").join(clauses) + "."


def share_words(share: float, words: Words) -> str:
    """A share in percent, a dash for none."""
    return "–" if pd.isna(share) else words.percent(share)
