"""Milestones in sentences that pages, note, mail and calendar share: their states, and whether the launch holds."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from data.cache import per_road
from data.figures.days import launch_position
from data.figures.milestones import Launch, launch_verdict, steps_at
from data.road import Road
from data.shape import N_
from data.words import Words, shorten

LONGEST_TITLE = 160
NAMED_UP_TO = 3
"""More late milestones than this beside the launch are counted, not named."""

STATE_WORDS = {
    "done": N_("Done"),
    "under way": N_("Under way"),
    "late": N_("Late"),
    "next": N_("Next"),
    "ahead": N_("Ahead"),
    "undated": N_("No date yet"),
    "cancelled": N_("Cancelled"),
}


def plain_state(step: Mapping[Any, Any], words: Words) -> str:
    """A milestone's state in a word; in the first week after its day a late one is kindly not yet confirmed."""
    if step["state"] == "late" and step["unconfirmed"]:
        return words.say("Not yet confirmed")
    return words.say(STATE_WORDS[step["state"]])


def title_of(step: Mapping[Any, Any], words: Words) -> str:
    """The title of a milestone on one line, its id where it has none."""
    return shorten(words.text(step, "title") or step["id"], LONGEST_TITLE)


def quoted(title: str, words: Words) -> str:
    """A title within a sentence, where its own colons and verbs would read as the sentence's."""
    return words.say("“{title}”", title=title)


@per_road
def launch_words(road: Road, words: Words, *, on: date, beside_late: bool = False) -> str:
    """Whether the launch holds: done, late, at risk because of what, or on course; where there is none with a date that
    it is cancelled, '' without that too.

    ``beside_late``: it stands beside a sentence on all that is late, and does not say the same again: no cause where
    all that is late is the cause, nothing where the launch alone is late.
    """
    verdict = launch_verdict(road, on=on)
    position = launch_position(road)
    if verdict is None or position is None:
        return _cancelled_launch(road, words)
    steps = steps_at(road, on=on)
    launch = steps[position]
    when = words.period(verdict.due, verdict.due_last, launch["due_precision"])
    if verdict.state == "done":
        return words.say("The launch took place on {day}.", day=words.day(launch["done_on"].date()))
    named = _the_launch(launch, when, words)
    late = [step for step in steps if step["state"] == "late"]
    held_up, late_ids = [step for step in late if step["id"] in verdict.held_up_by], {step["id"] for step in late}
    is_told = beside_late and late_ids - {verdict.id} == set(verdict.held_up_by)
    if is_told and late_ids == {verdict.id}:
        return ""
    cause = "" if is_told else _cause(held_up, words)
    if verdict.state == "late":
        said = (
            words.say("{launch} is not yet confirmed", launch=named)
            if launch["unconfirmed"]
            else words.plural(
                "{launch} is {n} day late", "{launch} is {n} days late", int(launch["overdue_days"]), launch=named
            )
        )
        return words.say("{launch}: {cause}.", launch=said, cause=cause) if cause else f"{said}."
    if verdict.state == "at risk":
        if not cause:
            return words.say("{launch} is at risk.", launch=named)
        return words.say("{launch} is at risk: {cause}.", launch=named, cause=cause)
    others = [step for step in late if step["due_last"] < launch["due_first"]]
    if is_told:
        said = [words.say("{launch} is on course.", launch=named)]
    elif not others:
        said = [words.say("{launch} is on course: no milestone before it is late.", launch=named)]
    else:
        said = [words.say("{launch} is on course: nothing that it waits for is late.", launch=named)]
        said += [] if beside_late else [named_late(others, words)]
    return " ".join([*said, *_doubts(steps, verdict, launch, words)])


def _cancelled_launch(road: Road, words: Words) -> str:
    milestones = road.milestones
    launches = milestones[(milestones["kind"] == "launch") & (milestones["flag"] == "cancelled")]
    if launches.empty:
        return ""
    title = quoted(title_of(launches.iloc[-1].to_dict(), words), words)
    return words.say("{title} is cancelled, and the sheet names no other launch with a date.", title=title)


def named_late(late: Sequence[Mapping[Any, Any]], words: Words) -> str:
    """What is late, each with its days: the first ones by their titles."""
    said = [overdue_words(step, words) for step in late[:NAMED_UP_TO]]
    if (more := len(late) - NAMED_UP_TO) > 0:
        said.append(words.plural("and {n} more", "and {n} more", more))
    return words.say("; ").join(said) + "."


def _the_launch(launch: Mapping[Any, Any], when: str, words: Words) -> str:
    if launch["due_precision"] == "month":
        return words.say("The launch in {month}", month=when)
    return words.say("The launch on {day}", day=when)


def _cause(late: Sequence[Mapping[str, Any]], words: Words) -> str:
    """What holds the launch up: the one step by its title, several by their number; what waits for it; '' for none."""
    if not late:
        return ""
    waiting = len(set().union(*(step["blocks"] for step in late)) - {step["id"] for step in late})
    if len(late) == 1:
        said = overdue_words(late[0], words)
        waits = words.plural("{n} milestone waits for it", "{n} milestones wait for it", waiting)
    else:
        n_unconfirmed = sum(step["unconfirmed"] for step in late)
        n_late = len(late) - n_unconfirmed
        longest = words.plural("{n} day", "{n} days", max(step["overdue_days"] for step in late))
        parts = [
            words.plural(
                "{n} milestone before it is late, by {days}",
                "{n} milestones before it are late, by up to {days}",
                n_late,
                days=longest,
            )
            if n_late
            else "",
            words.plural(
                "{n} milestone before it is not yet confirmed",
                "{n} milestones before it are not yet confirmed",
                n_unconfirmed,
            )
            if n_unconfirmed
            else "",
        ]
        said = words.say("; ").join(filter(None, parts))
        waits = words.plural("{n} milestone waits for them", "{n} milestones wait for them", waiting)
    return words.say("{late}; {waiting}", late=said, waiting=waits) if waiting else said


def overdue_words(step: Mapping[Any, Any], words: Words) -> str:
    """A late milestone by its title, with its days; in the first week not yet confirmed."""
    title = quoted(title_of(step, words), words)
    if step["unconfirmed"]:
        return words.say("{title} is not yet confirmed", title=title)
    return words.plural("{title} is {n} day late", "{title} is {n} days late", int(step["overdue_days"]), title=title)


def _doubts(steps: Sequence[Mapping[str, Any]], verdict: Launch, launch: Mapping[str, Any], words: Words) -> list[str]:
    """Whatever would make a reader doubt that a launch is on course before which no step is late."""
    said = []
    if launch["flag"] == "postponed":
        said.append(words.say("The sheet marks it as postponed."))
    awaited = [step for step in steps if verdict.id in step["blocks"]]
    if after := [step for step in awaited if step["due_first"] > launch["due_last"]]:
        titles = [quoted(title_of(step, words), words) for step in after]
        said.append(words.say("After its day is due what it waits for: {titles}.", titles=words.listed(titles)))
    if undated := [step for step in awaited if step["state"] == "undated"]:
        titles = [quoted(title_of(step, words), words) for step in undated]
        said.append(words.say("No date is set for what it waits for: {titles}.", titles=words.listed(titles)))
    return said
