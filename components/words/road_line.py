"""What the drawn road says: every step at its date, how far the road is done, what is overdue, and where D stands."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from components.words.road import milestone_note, state_word
from data.cache import per_road
from data.figures.days import launch_last_day, start_day
from data.figures.milestones import milestone_states
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
    steps = road.milestones.join(milestone_states(road, on=on).drop(columns="id"))
    steps = steps.assign(place=_places(steps)).sort_values("place", kind="stable", na_position="last")
    first, span = _extent(road, steps, on)

    def share(day: pd.Timestamp) -> float | None:
        return None if pd.isna(day) else round((day - first).days / span, 6) if span else 0.5

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
            "at": share(row["place"]),
            "first": share(row["due_first"]),
            "last": share(row["due_last"]),
        }
        for row in steps.to_dict("records")
    ]
    done = steps["place"][steps["state"] == "done"].max()
    late = steps[steps["state"] == "late"]
    return {
        "label": words.say("The road, milestone by milestone"),
        "alt": _alt(steps, first, span, done, on, words),
        "steps": items,
        "done_to": share(done),
        "overdue": [share(day) for day in late["place"]],
        "here": {"at": share(pd.Timestamp(on)), "text": words.day(on, "medium")},
    }


def _places(steps: pd.DataFrame) -> pd.Series:
    """Where a step stands: on the day it was done, on the day it was missed, else in the middle of its days."""
    first, last = steps["due_first"], steps["due_last"]
    middle = first + pd.to_timedelta(np.floor((last - first).dt.days / 2), unit="D")
    place = middle.mask(steps["state"] == "late", last)
    return place.mask(steps["state"] == "done", steps["done_on"])


def _extent(road: Road, steps: pd.DataFrame, on: date) -> tuple[pd.Timestamp, int]:
    """The first day of the road as drawn, and how many days later its last one is."""
    days = [steps["due_first"].min(), steps["due_last"].max(), steps["place"].min(), steps["place"].max()]
    days += [pd.Timestamp(day) for day in (start_day(road), launch_last_day(road), on) if day]
    known = [day for day in days if not pd.isna(day)]
    return min(known), (max(known) - min(known)).days


def _done_elsewhen(step: Mapping[Any, Any], words: Words) -> str:
    """The day a step was done, where that is none of the days it was due."""
    if step["state"] != "done" or step["due_first"] <= step["done_on"] <= step["due_last"]:
        return ""
    return words.say("done {day}", day=words.day(step["done_on"].date(), "short"))


def _alt(steps: pd.DataFrame, first: pd.Timestamp, span: int, done: pd.Timestamp, on: date, words: Words) -> str:
    last = first + pd.Timedelta(days=span)
    said = [
        words.say(
            "The road from {first} to {last}, as of {day}.",
            first=words.day(first.date()),
            last=words.day(last.date()),
            day=words.day(on),
        ),
        words.say("No milestone on the road is done yet.")
        if pd.isna(done)
        else words.say("It is done as far as {day}.", day=words.day(done.date())),
    ]
    said += [
        words.say(
            "Open since {day}: {title}.",
            day=words.day(step["due_last"].date()),
            title=words.text(step, "title") or step["id"],
        )
        for step in steps[steps["state"] == "late"].to_dict("records")
    ]
    return " ".join(said)
