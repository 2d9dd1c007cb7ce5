"""What came in, how fast, how far it got and from whom, in sentences."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from data.figures.ageing import Ageing
from data.figures.changes import STEP_EVENTS
from data.figures.contributions import STAGES, Tally
from data.figures.pace import Forecast, Pace
from data.figures.rates import UPTAKE_MIN
from data.messages.milestones import quoted
from data.shape import DECISIONS, FILTERED, N_
from data.words import Words


def looked_at(n: int, of: int, target: int | None, words: Words, *, is_filtered: bool) -> str:
    """How many contributions the page is about: of all where it is filtered, else of the target."""
    if is_filtered:
        return words.plural(
            "{n} contribution of {of} chosen", "{n} contributions of {of} chosen", n, of=words.number(of)
        )
    if not n:
        return words.say("No contribution has been received yet")
    if target is None:
        return words.plural("{n} contribution received", "{n} contributions received", n)
    return words.plural(
        "{n} contribution received of {target} aimed at",
        "{n} contributions received of {target} aimed at",
        n,
        target=words.number(target),
    )


def pace_finding(received: int, target: int | None, pace: Pace, forecast: Forecast, words: Words) -> str:
    """Whether the target is reached by the end of the collection; without a target (None) how fast they come."""
    if not received:
        return words.say("Nothing has come in yet")
    if target is None:
        return _pace_alone(pace, words)
    aim = words.number(target)
    if forecast.reached_on:
        reached = words.say(
            "The target of {target} was reached on {day}", target=aim, day=words.day(forecast.reached_on)
        )
        if forecast.by and forecast.reached_on > forecast.by:
            return words.say(
                "{reached}, after the collection ended on {day}", reached=reached, day=words.day(forecast.by)
            )
        return reached
    if forecast.by is None:
        return words.say(
            "The collection has no end: nobody can say whether the target of {target} will be reached", target=aim
        )
    day = words.day(forecast.by)
    if forecast.reason == "over":
        return words.say(
            "{n} of {target} received; last day of the collection: {day}", day=day, n=words.number(received), target=aim
        )
    if forecast.low is None or forecast.high is None:
        return words.say(
            "It is too early to say whether the target of {target} will be reached by {day}", target=aim, day=day
        )
    verdict = {
        "yes": N_("The target of {target} will probably be reached by {day}: {low} to {high} in the 80% range"),
        "no": N_("The target of {target} will probably not be reached by {day}: {low} to {high} in the 80% range"),
        "open": N_("Whether the target of {target} is reached by {day} is open: {low} to {high} in the 80% range"),
    }[forecast.verdict or "open"]
    return words.say(verdict, target=aim, day=day, low=words.number(forecast.low), high=words.number(forecast.high))


def _pace_alone(pace: Pace, words: Words) -> str:
    if pace.per_week is None or pace.window_days is None:
        return words.say("No pace can be told: the road has no start by this day")
    if not pace.received_in_window:
        return words.plural(
            "Nothing came in during the last day", "Nothing came in during the last {n} days", pace.window_days
        )
    return words.say("{pace} a week come in at present", pace=words.rate(pace.per_week))


def pace_basis(pace: Pace, target: int | None, forecast: Forecast, words: Words) -> str:
    """The pace with its n, and the pace that is needed."""
    said = []
    if pace.per_week is not None and pace.window_days is not None:
        said.append(
            words.plural(
                "{pace} a week in the last day (n = {received})",
                "{pace} a week in the last {n} days (n = {received})",
                pace.window_days,
                pace=words.rate(pace.per_week),
                received=words.number(pace.received_in_window or 0),
            )
        )
    if target is not None and forecast.reason == "over":
        said.append(words.say("the time for the target is over"))
    elif target is not None and pace.required_per_week:
        said.append(words.say("{pace} a week are needed", pace=words.rate(pace.required_per_week)))
    if target is not None and forecast.expected is not None:
        said.append(
            words.plural(
                "forecast from {received} in the last {n} week",
                "forecast from {received} in the last {n} weeks",
                forecast.weeks,
                received=words.number(forecast.received_in_weeks),
            )
        )
    return " · ".join(said)


def pace_alt(
    received: int,
    target: int | None,
    first: date,
    on: date,
    words: Words,
    marked: Sequence[tuple[str, date]] = (),
) -> str:
    """What the line of the pace shows; ``marked`` are the titles and days of what is named on it."""
    line = words.say(
        "Line of contributions received from {first} to {on}, rising to {n}.",
        n=words.number(received),
        first=words.day(first),
        on=words.day(on),
    )
    if target is not None:
        line += " " + words.say("Target: {target}.", target=words.number(target))
    if marked:
        steps = [words.say("{title}, {day}", title=title, day=words.day(day)) for title, day in marked]
        line += " " + words.say("Marked on it: {steps}.", steps=words.say("; ").join(steps))
    return line


def funnel_finding(tally: Tally, words: Words) -> str:
    """How many of those received are decided, and how many are in the text."""
    if not tally.received:
        return words.say("There is nothing to decide")
    if not tally.decided:
        return words.say("Nothing has been decided of {n} received", n=words.number(tally.received))
    return words.plural(
        "{n} of {received} is decided, {landed} in the text",
        "{n} of {received} are decided, {landed} in the text",
        tally.decided,
        received=words.number(tally.received),
        landed=words.number(tally.landed),
    )


def stages_basis(tally: Tally, words: Words) -> str:
    """What the shares are of, where there are enough for any, and the uptake, which is of another number."""
    shares = (
        words.plural("Shares of {n} received", "Shares of the {n} received", tally.received)
        if tally.received >= UPTAKE_MIN
        else ""
    )
    if tally.uptake.rate is None:
        uptake = words.plural(
            "no uptake below {n} decision (n = {decided})",
            "no uptake below {n} decisions (n = {decided})",
            UPTAKE_MIN,
            decided=words.number(tally.decided),
        )
    else:
        uptake = words.say(
            "uptake {share} (n = {n} decided)", share=words.percent(tally.uptake.rate), n=words.number(tally.decided)
        )
    return " · ".join(filter(None, (shares, uptake)))


def funnel_alt(tally: Tally, words: Words) -> str:
    """The four stages with their numbers."""
    return words.say(
        "Bars of the stages: {received} received, {considered} considered, {decided} decided, {landed} in the text.",
        **{stage: words.number(getattr(tally, stage)) for stage in STAGES},
    )


_LEADERS = {
    "section": (N_("{names} sent the most: {count} of {all}"), N_("{names} sent the most: {count} of {all} each")),
    "country": (N_("{names} sent the most: {count} of {all}"), N_("{names} sent the most: {count} of {all} each")),
    "contributor_type": (
        N_("Most frequent contributor: {names}, {count} of {all}"),
        N_("Most frequent contributors: {names}, {count} of {all} each"),
    ),
    "policy_council": (
        N_("Most frequent policy council: {names}, {count} of {all}"),
        N_("Most frequent policy councils: {names}, {count} of {all} each"),
    ),
    "milestone": (
        N_("Most often through {names}: {count} of {all}"),
        N_("Most often through {names}: {count} of {all} each"),
    ),
    "question": (
        N_("Most frequent question: {names}, {count} of {all}"),
        N_("Most frequent questions: {names}, {count} of {all} each"),
    ),
    "theme": (
        N_("Most frequent theme: {names}, {count} of {all}"),
        N_("Most frequent themes: {names}, {count} of {all} each"),
    ),
    "language": (
        N_("Most frequent language: {names}, {count} of {all}"),
        N_("Most frequent languages: {names}, {count} of {all} each"),
    ),
    "decision": (
        N_("Most frequent decision: {names}, {count} of {all}"),
        N_("Most frequent decisions: {names}, {count} of {all} each"),
    ),
    "block": (
        N_("Most frequent Charter block: {names}, {count} of {all}"),
        N_("Most frequent Charter blocks: {names}, {count} of {all} each"),
    ),
}

_ALONE = (N_("{names}: {count} of {all}"), N_("{names}: {count} of {all} each"))
"""Where nothing comes second."""
_OTHER_LEADERS = (
    N_("{dimension}, most frequent: {names}, {count} of {all}"),
    N_("{dimension}, most frequent: {names}, {count} of {all} each"),
)


def breakdown_finding(
    dimension: str, names: Sequence[str], count: int, received: int, words: Words, *, others: int
) -> str:
    """Which value of a dimension stands out: ``names`` are those that share the highest ``count``, if any.

    ``others`` have fewer; where there are none nothing is the most frequent.
    """
    if not received:
        return words.say("There is nothing to compare")
    if not names:
        return words.say("The sheet does not say")
    if len(names) > 3:
        return words.say(
            "{n} are equally frequent: {count} of {all} each",
            n=words.number(len(names)),
            count=words.number(count),
            all=words.number(received),
        )
    one, many = _LEADERS.get(dimension, _OTHER_LEADERS) if others else _ALONE
    return words.say(
        one if len(names) == 1 else many,
        dimension=words.say(FILTERED[dimension].label),
        names=words.listed(names),
        count=words.number(count),
        all=words.number(received),
    )


def breakdown_alt(labels: Sequence[str], received: Sequence[int], words: Words) -> str:
    """Every bar with its number."""
    shown = [words.say("{name} {n}", name=name, n=words.number(n)) for name, n in zip(labels, received, strict=True)]
    return words.say("Bars: {values}.", values=words.listed(shown))


def ageing_words(tally: Tally, ageing: Ageing, words: Words) -> tuple[tuple[str, str], tuple[str, str]]:
    """Value and gloss of the two ageing figures: the median time to a decision, and the longest wait."""
    days, waits = ageing.median_days_to_decision, ageing.oldest_undecided
    if not tally.decided:
        median = "–", words.say("nothing has been decided yet")
    elif days == 0:
        median = (
            words.plural("{n} day", "{n} days", 0),
            words.plural(
                "the only one received was decided on the day it came",
                "half or more of the {n} received were decided on the day they came",
                ageing.n,
            ),
        )
    elif days is None:
        median = "–", words.say("fewer than half of what came in have a dated decision")
    else:
        n = ageing.n
        if 2 * ageing.at_least_median >= n:
            gloss = words.plural(
                "the only one received waited that long", "half of the {n} received waited at least that long", n
            )
        else:
            # Many came lately: how long half of them will have waited is an estimate and no count.
            gloss = words.say(
                "estimated: half of the {n} received wait at least that long",
                n=words.number(n),
            )
        median = words.plural("{n} day", "{n} days", days), gloss
    if ageing.undated_decisions:
        undated = words.plural(
            "{n} decision has no day and is left out",
            "{n} decisions have no day and are left out",
            ageing.undated_decisions,
        )
        median = median[0], f"{median[1]} · {undated}"
    if waits is None:
        return median, ("–", words.say("nothing waits for a decision"))
    undecided = tally.received - tally.decided
    return median, (
        words.plural("{n} day", "{n} days", waits.days),
        words.plural("the longest wait, of {n} undecided", "the longest wait, of {n} undecided", undecided),
    )


def rows_words(n: int, words: Words) -> str:
    """How many rows the table holds."""
    return words.plural("{n} contribution", "{n} contributions", n)


def changes_words(events: pd.DataFrame, titles: Mapping[str, str], words: Words) -> str:
    """The events of ``changes`` counted; steps done or late by their names, from ``titles`` by milestone id."""
    told, steps = events["event"].tolist(), {event: list[str]() for event in STEP_EVENTS}
    n = Counter(told)
    of_steps = [place for place, event in enumerate(told) if event in steps] if n.keys() & steps.keys() else []
    for place in of_steps:
        steps[told[place]].append(quoted(titles[events["id"].iloc[place]], words))
    said = [
        words.plural("{n} contribution received", "{n} contributions received", n["received"])
        if "received" in n
        else "",
        words.plural("{n} considered", "{n} considered", n["considered"]) if "considered" in n else "",
        words.plural("{n} decided", "{n} decided", n["decided"]) if "decided" in n else "",
        words.plural("{n} is in the text", "{n} are in the text", n["landed"]) if "landed" in n else "",
    ]
    said = [part for part in said if part]
    sentences = [words.listed(said) + "."] if said else []
    if steps["done"]:
        sentences.append(words.say("Newly done: {steps}.", steps=words.listed(steps["done"])))
    if steps["late"]:
        sentences.append(words.say("Newly late: {steps}.", steps=words.listed(steps["late"])))
    if steps["unconfirmed"]:
        sentences.append(
            words.say("Past its day, not yet confirmed: {steps}.", steps=words.listed(steps["unconfirmed"]))
        )
    return " ".join(sentences) or words.say("The sheet has nothing dated on these days.")


def event_words(event: str, id_: str, titles: Mapping[str, str], contributors: Mapping[str, str], words: Words) -> str:
    """One event of ``changes`` in a line."""
    line = {
        "done": N_("Done: “{step}”"),
        "late": N_("Now late: “{step}”"),
        "unconfirmed": N_("Past its day, not yet confirmed: “{step}”"),
        "received": N_("received from {contributor} ({id})"),
        "considered": N_("considered: {contributor} ({id})"),
        "decided": N_("decided: {contributor} ({id})"),
        "landed": N_("in the text: {contributor} ({id})"),
    }[event]
    return words.say(line, step=titles.get(id_, id_), contributor=contributors.get(id_, id_), id=id_)


def found_words(found: pd.DataFrame, words: Words) -> str:
    """How many contributions of ``find`` there are, and how many of them are in the text."""
    landed = int((found["stage"] == "landed").sum())
    return words.plural(
        "{n} contribution found, {landed} in the text",
        "{n} contributions found, {landed} in the text",
        len(found),
        landed=words.number(landed),
    )


def became_words(row: Mapping[Any, Any], blocks: Sequence[str], words: Words) -> str:
    """What became of a row of ``find``: when it came, what was decided, in which ``blocks`` (their titles) it is."""
    came = words.say("Received on {day}", day=words.day(row["received_on"]))
    if row["stage"] == "received":
        return words.say("{came}; not yet considered.", came=came)
    if row["stage"] == "considered":
        return words.say("{came}; considered, not yet decided.", came=came)
    decision = words.label(DECISIONS, row["decision"])
    if pd.isna(row["decided_on"]):
        decided = words.say("{came}. {decision}", came=came, decision=decision)
    else:
        decided = words.say(
            "{came}. {decision} on {day}", came=came, decision=decision, day=words.day(row["decided_on"])
        )
    if not blocks:
        is_lost = row["stage"] == "landed"
        return words.say("{decided}; the sheet does not say where.", decided=decided) if is_lost else f"{decided}."
    return words.say("{decided}, in {blocks}.", decided=decided, blocks=words.listed(blocks))
