"""What the drawn road says: every step at its date, how far the road is done, what is overdue, and where D stands."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from components.words.road import milestone_note, state_word
from data.cache import per_road
from data.figures.days import launch_last_day, start_day
from data.figures.milestones import steps_at
from data.road import Road
from data.words import Words


@per_road
def road_line_data(road: Road, *, on: date, words: Words) -> dict[str, object]:
    """What the drawing shows, each place a share (0-1) of the days from the road's first day to its last.

    The road runs from its start, or an earlier date of a step or D, to the last day of the launch or a later one of
    those: D stands between the two as the figure Time elapsed says.

    label, alt: the name of the drawing, and what it shows in words
    steps: in the order of their places, those without a date last: id, title, when, state, word, note; ``at`` (None
        without a date), ``first`` and ``last``, the ends of its due period
    done_to: the place of the last step done, None before the first
    overdue: the places of the late steps, from each of which to D the road is marked
    here: ``at`` and the day in words
    """
    steps = steps_at(road, on=on)
    places = [_place(step) for step in steps]
    order = sorted(range(len(steps)), key=lambda n: (places[n] is None, places[n] or on))
    first, span = _extent(road, steps, places, on)

    def share(day: date | None) -> float | None:
        return None if day is None else round((day - first).days / span, 6) if span else 0.5

    items = [
        {
            "id": row["id"],
            "title": words.text(row, "title") or row["id"],
            "when": ""
            if pd.isna(row["due_first"])
            else words.period(row["due_first"], row["due_last"], row["due_precision"], style="medium"),
            "state": str(row["state"]).replace(" ", "-"),
            "word": state_word(row, words),
            "note": " · ".join(filter(None, (_done_elsewhen(row, words), milestone_note(row, words)))),
            "at": share(places[n]),
            "first": share(_day(row["due_first"])),
            "last": share(_day(row["due_last"])),
        }
        for n, row in ((n, steps[n]) for n in order)
    ]
    done = max((day for day, step in zip(places, steps, strict=True) if day and step["state"] == "done"), default=None)
    late = [n for n in order if steps[n]["state"] == "late"]
    return {
        "label": words.say("The road, milestone by milestone"),
        "alt": _alt([steps[n] for n in late], first, span, done, on, words),
        "steps": items,
        "done_to": share(done),
        "overdue": [share(places[n]) for n in late],
        "here": {"at": share(on), "text": words.day(on, "medium")},
    }


def _day(day: pd.Timestamp) -> date | None:
    return None if pd.isna(day) else day.date()


def _place(step: Mapping[str, Any]) -> date | None:
    """Where a step stands: on the day it was done, on the day it was missed, else in the middle of its days."""
    if step["state"] == "done":
        return _day(step["done_on"])
    first, last = _day(step["due_first"]), _day(step["due_last"])
    if first is None or last is None or step["state"] == "late":
        return last
    return first + (last - first) // 2


def _extent(
    road: Road, steps: Sequence[Mapping[str, Any]], places: Sequence[date | None], on: date
) -> tuple[date, int]:
    """The first day of the road as drawn, and how many days later its last one is."""
    due = [_day(step[end]) for step in steps for end in ("due_first", "due_last")]
    known = [day for day in (*due, *places, start_day(road), launch_last_day(road), on) if day]
    return min(known), (max(known) - min(known)).days


def _done_elsewhen(step: Mapping[Any, Any], words: Words) -> str:
    """The day a step was done, where that is none of the days it was due."""
    if step["state"] != "done" or step["due_first"] <= step["done_on"] <= step["due_last"]:
        return ""
    return words.say("done {day}", day=words.day(step["done_on"].date(), "short"))


def _alt(late: Sequence[Mapping[str, Any]], first: date, span: int, done: date | None, on: date, words: Words) -> str:
    last = first + timedelta(days=span)
    said = [
        words.say(
            "The road from {first} to {last}, as of {day}.",
            first=words.day(first),
            last=words.day(last),
            day=words.day(on),
        ),
        words.say("No milestone on the road is done yet.")
        if done is None
        else words.say("A milestone was last done on {day}.", day=words.day(done)),
    ]
    said += [
        words.say(
            "Open since {day}: {title}.",
            day=words.day(step["due_last"].date()),
            title=words.text(step, "title") or step["id"],
        )
        for step in late
    ]
    return " ".join(said)
