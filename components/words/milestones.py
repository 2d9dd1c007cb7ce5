"""Milestones in sentences: what is late, what waits for it, when a session is."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from components.words.road import slip_words, state_word
from data.figures.milestones import Launch
from data.figures.schedule import Steps
from data.figures.what_if import Move
from data.messages.milestones import overdue_words, plain_state, title_of
from data.words import Words

STATE_MARKS = {
    "done": "●",
    "under way": "▶",
    "late": "▲",
    "next": "◉",
    "ahead": "○",
    "undated": "◌",
    "cancelled": "✕",
}
"""A sign beside each state's word, for those who tell no colours apart."""


def timeline_title(steps: Steps, words: Words) -> str:
    """What is late and what waits for it."""
    states = [step["state"] for step in steps if step["state"] != "cancelled"]
    if not states:
        if steps:
            return words.say("Every milestone is cancelled")
        return words.say("No milestone has been entered yet")
    late = [step for step in steps if step["state"] == "late"]
    if not late:
        if set(states) == {"done"}:
            if len(states) < len(steps):
                return words.say("Every milestone that is not cancelled is done")
            return words.say("Every milestone is done")
        return words.say("No milestone is late")
    held_up = set().union(*(step["blocks"] for step in late)) - {step["id"] for step in late}
    if len(late) == 1:
        said = overdue_words(late[0], words)
        waiting = words.plural("{n} other waits for it", "{n} others wait for it", len(held_up))
    else:
        n_unconfirmed = sum(step["unconfirmed"] for step in late)
        counted = {"late": len(late) - n_unconfirmed, "unconfirmed": n_unconfirmed}
        parts = [
            words.plural("{n} milestone is late", "{n} milestones are late", counted["late"])
            if counted["late"]
            else "",
            words.plural("{n} milestone is not yet confirmed", "{n} milestones are not yet confirmed", n_unconfirmed)
            if n_unconfirmed
            else "",
        ]
        said = words.listed([part for part in parts if part])
        waiting = words.plural("{n} other waits for them", "{n} others wait for them", len(held_up))
    return words.say("{late}; {waiting}", late=said, waiting=waiting) if held_up else said


def moves_title(steps: Steps, words: Words) -> str:
    """What has moved since it was first announced, and what moved the furthest."""
    known = [step for step in steps if step["state"] != "cancelled" and step["slip_days"] is not None]
    if not known:
        return words.say("The road, from its first milestone to its last")
    moved = [step for step in known if step["slip_days"]]
    if not moved:
        return words.say("No milestone with a first announced date has moved")
    furthest, *others = sorted(moved, key=lambda step: -abs(step["slip_days"]))
    distance = abs(furthest["slip_days"])
    if others and distance == abs(others[0]["slip_days"]):
        return words.plural(
            "{n} milestone has moved, by up to {days}",
            "{n} milestones have moved, by up to {days}",
            len(moved),
            days=words.plural("{n} day", "{n} days", distance),
        )
    values = {"title": title_of(furthest, words), "slip": slip_words(furthest["slip_days"], words)}
    if len(moved) == 1:
        return words.say("One milestone has moved: “{title}”, {slip}", **values)
    return words.plural(
        "{n} milestone has moved; furthest: “{title}”, {slip}",
        "{n} milestones have moved; furthest: “{title}”, {slip}",
        len(moved),
        **values,
    )


def table_title(steps: Steps, words: Words) -> str:
    """How many milestones the table holds, and from when to when."""
    dated = [step for step in steps if not pd.isna(step["due_first"])]
    said = words.plural("{n} milestone", "{n} milestones", len(steps))
    if not dated:
        return said
    first, last = min(step["due_first"] for step in dated).date(), max(step["due_last"] for step in dated).date()
    return words.say("{milestones}, {period}", milestones=said, period=words.period(first, last, "day"))


def moved_words(days: Sequence[date], words: Words) -> str:
    """How often the due day moved, and from which days."""
    said = words.plural("Moved {n} time, before", "Moved {n} times, before", len(days))
    return words.say("{label}: {value}", label=said, value=words.listed([words.day(day, "medium") for day in days]))


def moved_label(times: int, words: Words) -> str:
    """That a due day moved more than once, in two words."""
    return words.plural("moved once", "moved {n} times", times) if times > 1 else ""


def timeline_alt(steps: Steps, words: Words, earlier: Mapping[str, Sequence[date]] | None = None) -> str:
    """The timeline for who does not see it: every milestone with its date, state, slip and moves, in order."""
    said = [words.plural("Timeline of {n} milestone.", "Timeline of {n} milestones.", len(steps))]
    for step in steps:
        parts = [
            title_of(step, words),
            due_words(step, words),
            plain_state(step, words),
            slip_words(step["slip_days"], words),
            moved_words(before, words) if (before := (earlier or {}).get(step["id"])) else "",
        ]
        said.append(", ".join(part for part in parts if part) + ".")
    return " ".join(said)


def due_words(step: Mapping[Any, Any], words: Words, style: str = "long") -> str:
    """The day, days or month a milestone is due; '' where it has no date."""
    return period_words(step, "due", words, style)


def period_words(step: Mapping[Any, Any], name: str, words: Words, style: str = "long") -> str:
    """The period ``due`` or ``baseline`` of a milestone in words; '' where it has none."""
    if pd.isna(step[f"{name}_first"]):
        return ""
    first, last = step[f"{name}_first"].date(), step[f"{name}_last"].date()
    return words.period(first, last, step[f"{name}_precision"], style)


def slip_label(slip_days: object, words: Words) -> str:
    """The slip as a short label: +17 days; '' without one or where nothing moved."""
    if pd.isna(slip_days) or slip_days == 0:  # pyright: ignore[reportArgumentType, reportCallIssue] - a scalar
        return ""
    days = int(slip_days)  # pyright: ignore[reportArgumentType]
    return words.plural("{signed} day", "{signed} days", abs(days), signed=words.signed(days))


def mark_label(step: Mapping[Any, Any], words: Words) -> str:
    """What stands beside a milestone on the timeline: its state or day, and its slip."""
    state = step["state"]
    if state == "done":
        said = words.say("done {day}", day=words.day(step["done_on"].date(), "short"))
    elif state == "ahead":
        is_month = step["due_precision"] == "month"
        said = words.month(step["due_first"].date()) if is_month else words.day(step["due_first"].date(), "short")
    else:
        said = state_word(step, words)
    blocked = len(step["blocks"]) if state == "late" else 0
    blocks = words.plural("blocks {n}", "blocks {n}", blocked) if blocked else ""
    return " · ".join(filter(None, (said, slip_label(step["slip_days"], words), blocks)))


def session_times(step: Mapping[Any, Any], timezone: ZoneInfo, words: Words) -> str:
    """When a session starts and ends, with the timezone and in UTC; '' where the sheet gives no times."""
    starts, ends = step["starts_at"], step["ends_at"]
    if pd.isna(starts) and pd.isna(ends):
        return ""
    here = _times(starts, ends, timezone, words)
    if timezone.key in {"UTC", "Etc/UTC"}:
        return here
    return words.say("{here} ({utc})", here=here, utc=_times(starts, ends, ZoneInfo("UTC"), words))


def _times(starts: Any, ends: Any, timezone: ZoneInfo, words: Words) -> str:  # noqa: ANN401 - a timestamp or NaT
    local = [moment.tz_convert(timezone) for moment in (starts, ends) if not pd.isna(moment)]
    on_one_day = local[0].date() == local[-1].date()
    said = [
        words.clock(moment) if on_one_day else f"{words.day(moment.date(), 'short')}, {words.clock(moment)}"
        for moment in local
    ]
    zone = _zone(local[0])
    if len(said) == 2:
        return f"{' – '.join(said)} {zone}"
    if pd.isna(starts):
        return words.say("until {time} {zone}", time=said[0], zone=zone)
    return words.say("from {time} {zone}", time=said[0], zone=zone)


def _zone(moment: pd.Timestamp) -> str:
    """CEST where the zone has a name of its own, else its distance from UTC."""
    name = moment.tzname() or ""
    return name if name.isalpha() else f"UTC{moment.strftime('%z')[:3]}:{moment.strftime('%z')[3:]}"


def countdown(step: Mapping[Any, Any], words: Words) -> str:
    """How far D is from a milestone that is not done; '' where that says nothing."""
    if step["state"] == "under way":
        return words.say("under way now")
    if step["state"] in {"next", "ahead"}:
        return words.plural("in {n} day", "in {n} days", int(step["days_to"]))
    if step["state"] == "late":
        days = (step["reference"] - step["due_last"]).days
        return words.plural("{n} day past its date", "{n} days past its date", days)
    return ""


def came_through_words(n: int, words: Words) -> str:
    """How many contributions came through a milestone."""
    if not n:
        return words.say("No contribution came through it")
    return words.plural("{n} contribution came through it", "{n} contributions came through it", n)


def what_if_words(
    id_: str,
    to: date,
    moves: Sequence[Move],
    titles: Mapping[str, str],
    launch: Launch | None,
    words: Words,
    launch_due: str = "",
) -> list[str]:
    """What would move if a milestone came on the day ``to``: a sentence, a line for each, and what of the launch, whose
    due in words is ``launch_due``."""
    title, day = titles[id_], words.day(to)
    if moves:
        said = [
            words.plural(
                "If “{title}” comes on {day}, {n} other milestone moves:",
                "If “{title}” comes on {day}, {n} other milestones move:",
                len(moves),
                title=title,
                day=day,
            )
        ]
    else:
        said = [words.say("If “{title}” comes on {day}, no other milestone has to move.", title=title, day=day)]
    said += [
        words.plural(
            "“{title}”: {n} day later, {day} at the earliest",
            "“{title}”: {n} days later, {day} at the earliest",
            move.days,
            title=titles[move.id],
            day=words.day(move.earliest),
        )
        for move in moves
    ]
    if launch and launch.state in ("on course", "at risk") and launch.id not in {id_, *(move.id for move in moves)}:
        said.append(words.say("This alone does not move the launch: {due}.", due=launch_due))
    return said


def neighbours_title(before: int, after: int, words: Words) -> str:
    """How many milestones one depends on, and how many depend on it."""
    said = [
        words.plural("It depends on {n} milestone", "It depends on {n} milestones", before) if before else "",
        words.plural("{n} depends on it", "{n} depend on it", after) if after else "",
    ]
    return words.say("; ").join(filter(None, said)) or words.say("The sheet ties no other milestone to it.")


def milestone_table(steps: Steps, words: Words) -> pd.DataFrame:
    """``milestone_columns`` as a frame."""
    return pd.DataFrame(milestone_columns(steps, words), dtype="str")


def milestone_columns(steps: Steps, words: Words) -> dict[str, list[str]]:
    """A text per milestone, by header: id, state, title, due, first announced, done, slip, blocks.

    Slip is in whole days, empty where none is defined; blocks are the titles of what is held up.
    """
    titles = {step["id"]: title_of(step, words) for step in reversed(steps)}
    return {
        words.say("Id"): [step["id"] for step in steps],
        words.say("State"): [f"{STATE_MARKS[step['state']]} {plain_state(step, words)}" for step in steps],
        words.say("Milestone"): [title_of(step, words) for step in steps],
        words.say("Due"): [due_words(step, words, "medium") for step in steps],
        words.say("First announced"): [period_words(step, "baseline", words, "medium") for step in steps],
        words.say("Done on"): [
            "" if pd.isna(step["done_on"]) else words.day(step["done_on"].date(), "medium") for step in steps
        ],
        words.say("Slip in days"): [
            "" if pd.isna(step["slip_days"]) else words.signed(int(step["slip_days"])) for step in steps
        ],
        words.say_as("column: the milestones that this one holds up", "Blocks"): [
            words.say("; ").join(titles[id_] for id_ in step["blocks"]) for step in steps
        ],
    }


def milestone_values(steps: pd.DataFrame, words: Words) -> dict[str, pd.Series]:
    """What ``milestone_table`` says in words, as numbers and days by header; the words of a period stay beside."""
    return {
        words.say("Slip in days"): steps["slip_days"],
        words.say("Days overdue"): steps["overdue_days"],
        words.say("Done on"): steps["done_on"],
        words.say("Due from"): steps["due_first"],
        words.say("Due until"): steps["due_last"],
        words.say("First announced from"): steps["baseline_first"],
        words.say("First announced until"): steps["baseline_last"],
    }
