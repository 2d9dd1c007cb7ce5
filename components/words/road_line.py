"""What the drawn road says: its steps in order, and the place of D among them."""

from datetime import date, timedelta

import pandas as pd

from components.words.road import milestone_note, state_word
from data.cache import per_road
from data.figures.milestones import milestone_states
from data.road import Road
from data.words import Words


@per_road
def road_line_data(road: Road, *, on: date, words: Words) -> dict[str, object]:
    """What the drawing shows: ``steps`` in the order of their dates (undated ones last) and ``here``, the place of D.

    ``here.at`` is a share of the width (0-1), between the centres of the steps around D; ``here.after`` the index of
    the last step that began before D (-1 for none). ``here`` is None where no step has a date.
    """
    steps = road.milestones.join(milestone_states(road, on=on).drop(columns="id"))
    steps = steps.sort_values("due_first", kind="stable", na_position="last").reset_index(drop=True)
    today = pd.Timestamp(on)
    began = (steps["due_first"] <= today).tolist()
    items = [
        {
            "id": row["id"],
            "title": words.text(row, "title"),
            "when": ""
            if pd.isna(row["due_first"])
            else words.period(row["due_first"], row["due_last"], row["due_precision"], style="medium"),
            "state": str(row["state"]).replace(" ", "-"),
            "word": state_word(row, words),
            "note": milestone_note(row, words),
            "travelled": began[i],
            "onward": i + 1 < len(began) and began[i + 1],
        }
        for i, row in enumerate(steps.to_dict("records"))
    ]
    return {"label": words.say("The road, step by step"), "steps": items, "here": _here(steps, on, words)}


def _here(steps: pd.DataFrame, on: date, words: Words) -> dict[str, object] | None:
    dates = steps["due_first"].dropna().dt.date.tolist()
    if not dates:
        return None
    width = len(steps)
    passed = [i for i, day in enumerate(dates) if day <= on]
    after = passed[-1] if passed else -1
    if after < 0:
        at = 0.2 / width
    elif after == len(dates) - 1:
        at = (after + 0.5 + (0.0 if dates[after] == on else 0.35)) / width
    else:
        gap = (dates[after + 1] - dates[after]) / timedelta(days=1)
        share = (on - dates[after]) / timedelta(days=1) / gap if gap else 0.0
        # Kept clear of both nodes, so that the pin is never mistaken for one of them.
        at = (after + 0.5 + (0.0 if dates[after] == on else min(max(share, 0.22), 0.78))) / width
    return {"at": at, "after": after, "text": words.day(on, "medium")}
