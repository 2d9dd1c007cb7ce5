"""Milestones in sentences: what is late, what waits for it, when a session is."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from components.findings.road import state_word
from data.words import Words


def timeline_title(steps: pd.DataFrame, words: Words) -> str:
    """What the timeline shows; ``steps`` as ``data.figures.schedule`` gives them."""
    counted = steps[steps["state"] != "cancelled"]
    if counted.empty:
        return words.say("No milestone has been entered yet")
    late = counted[counted["state"] == "late"]
    if not late.empty:
        held_up = set().union(*late["blocks"]) - set(late["id"])
        said = (
            words.plural("{n} milestone is not yet confirmed", "{n} milestones are not yet confirmed", len(late))
            if late["unconfirmed"].all()
            else words.plural("{n} milestone is late", "{n} milestones are late", len(late))
        )
        if not held_up:
            return words.say("{late}; no other waits for it", late=said) if len(late) == 1 else said
        waiting = words.plural("{n} other waits for it", "{n} others wait for it", len(held_up))
        if len(late) > 1:
            waiting = words.plural("{n} other waits for them", "{n} others wait for them", len(held_up))
        return words.say("{late}; {waiting}", late=said, waiting=waiting)
    if (counted["state"] == "done").all():
        return words.say("Every milestone is done")
    moved = int((counted["slip_days"].fillna(0) != 0).sum())
    if moved:
        return words.plural(
            "No milestone is late; {n} has moved since it was first announced",
            "No milestone is late; {n} have moved since they were first announced",
            moved,
        )
    return words.say("No milestone is late")


def timeline_alt(steps: pd.DataFrame, words: Words) -> str:
    """The timeline for who does not see it: every milestone with its date, state and slip, in order."""
    said = [words.plural("Timeline of {n} milestone.", "Timeline of {n} milestones.", len(steps))]
    for step in steps.to_dict("records"):
        parts = [
            words.text(step, "title") or step["id"],
            due_words(step, words),
            plain_state(step, words),
            slip_label(step["slip_days"], words),
        ]
        said.append(", ".join(part for part in parts if part) + ".")
    return " ".join(said)


def plain_state(step: Mapping[str, Any], words: Words) -> str:
    """The state in one word, without the days to it."""
    return state_word({**step, "days_to": None}, words)


def due_words(step: Mapping[str, Any], words: Words, style: str = "long") -> str:
    """The day, days or month a milestone is due; '' where it has no date."""
    return period_words(step, "due", words, style)


def period_words(step: Mapping[str, Any], name: str, words: Words, style: str = "long") -> str:
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


def mark_label(step: Mapping[str, Any], words: Words) -> str:
    """What stands beside a milestone on the timeline: its state or day, and its slip."""
    state = step["state"]
    if state == "done":
        said = words.say("done {day}", day=words.day(step["done_on"].date(), "short"))
    elif state == "ahead":
        is_month = step["due_precision"] == "month"
        said = words.month(step["due_first"].date()) if is_month else words.day(step["due_first"].date(), "short")
    else:
        said = state_word(step, words)
    return " · ".join(filter(None, (said, slip_label(step["slip_days"], words))))


def session_times(step: Mapping[str, Any], timezone: ZoneInfo, words: Words) -> str:
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


def waiting_sentence(names: Sequence[str], words: Words) -> str:
    """What an open milestone waits for; '' for nothing."""
    return words.say("Waits for {milestones}.", milestones=words.listed(names)) if names else ""


def came_through(n: int, words: Words) -> str:
    """How many contributions came through a milestone."""
    if not n:
        return words.say("No contribution came through it")
    return words.plural("{n} contribution came through it", "{n} contributions came through it", n)
