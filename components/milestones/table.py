"""The milestones row by row: state, dates, slip, what each blocks; each row opens."""

import pandas as pd
import streamlit as st

from components.charts.timeline import steps_passport
from components.shared import opening_table
from components.shared.passport import heading, subject
from components.shell.download import download_button
from components.shell.view import View
from components.words.milestones import (
    STATE_MARKS,
    milestone_columns,
    milestone_table,
    milestone_values,
    session_times,
    table_title,
    title_of,
)
from data.cache import per_road, per_road_keeping
from data.exports.tables import to_csv
from data.figures.schedule import schedule, scheduled

COLUMNS = ("state", "title", "due_first", "baseline_first", "done_on", "slip_days", "blocks")
"""The columns of ``milestone_table`` after the id, by what each is sorted by."""
ALWAYS = frozenset({"state", "title", "due_first"})
"""Shown though nothing may be in them; the others only with something."""
_KEY = "milestone_rows"


def milestone_rows(here: View) -> None:
    """The table with its passport and its file."""
    words, steps = here.words, scheduled(here.road, on=here.on)
    if not steps:
        return
    st.space("small")
    title = _table_title(here)
    heading(title, key=_KEY, passport=lambda: steps_passport("milestone-rows", steps, subject(here)))
    table = _in_words(here)
    columns = (*COLUMNS, "owner") if here.road.settings.show_contacts else COLUMNS
    titles = {code: title for code, title in zip(columns, table, strict=True) if code in ALWAYS or any(table[title])}
    now = opening_table.shown(list(titles))
    order = _sorted(here, now.by, is_down=now.is_down)
    opening_table.opening_table(
        titles,
        [
            (steps[place]["id"], [table[title][place] for title in titles.values()])
            for place in order[now.part(len(order))]
        ],
        n=len(order),
        lead="title",
        opens="milestone",
        label=title,
        key=f"{_KEY}_table",
        words=words,
    )
    download_button(
        words.say("Download as CSV"),
        lambda: to_csv(milestone_export(here)),
        f"milestones-{here.on.isoformat()}.csv",
        key="milestones_csv",
    )


@per_road
def _table_title(here: View) -> str:
    return table_title(scheduled(here.road, on=here.on), here.words)


@per_road_keeping(6, by_rows=True)
def _in_words(here: View) -> dict[str, list[str]]:
    """The columns of the table by their titles, with the owners where contacts are shown."""
    steps, words = scheduled(here.road, on=here.on), here.words
    _, *columns = milestone_columns(steps, words).items()
    if here.road.settings.show_contacts:
        columns.append((words.say("Owner"), ["" if pd.isna(step["owner"]) else step["owner"] for step in steps]))
    return dict(columns)


@per_road
def _sorted(here: View, by: str, *, is_down: bool) -> list[int]:
    """The places of the rows of ``schedule``, as the table sorts them."""
    if not by:
        return list(range(len(here.road.milestones)))
    steps = schedule(here.road, on=here.on)
    if by == "title":
        values = pd.Series([title_of(step, here.words).casefold() for step in scheduled(here.road, on=here.on)])
    elif by == "state":
        values = steps["state"].map({state: place for place, state in enumerate(STATE_MARKS)})
    else:
        values = steps["blocks"].map(len) if by == "blocks" else steps[by]
    return values.sort_values(kind="stable", ascending=not is_down, na_position="last").index.tolist()


def milestone_export(here: View) -> pd.DataFrame:
    """One row per milestone: the table, and what the sheet says of each; owners only where contacts are shown.

    Days are days and numbers numbers, beside the words of a period.
    """
    words, steps = here.words, schedule(here.road, on=here.on)
    rows = scheduled(here.road, on=here.on)
    exported = milestone_table(rows, words).assign(**milestone_values(steps, words))
    for name, label in {
        "body": words.say("Body"),
        **({"owner": words.say("Owner")} if here.road.settings.show_contacts else {}),
        "deliverable": words.say("Deliverable"),
        "outcome": words.say("Outcome"),
        "link": words.say("Link"),
    }.items():
        exported[label] = steps[name].fillna("").astype("str")
    timezone = here.road.settings.timezone
    exported[words.say("Session")] = [session_times(row, timezone, words) for row in rows]
    return exported
