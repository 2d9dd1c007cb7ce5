"""The milestones row by row: state, dates, slip, what each blocks; a row selected is opened."""

import pandas as pd
import streamlit as st

from components.charts.timeline import steps_passport
from components.shared.passport import heading, subject
from components.shell import address
from components.shell.view import View
from components.words.milestones import (
    milestone_table,
    session_times,
    table_title,
)
from components.words.plain import ARROW_TEXT, shorten
from data.cache import per_road, per_road_keeping
from data.exports.tables import to_csv
from data.figures.schedule import schedule

ROW_PIXELS = 35
HEIGHT_MOST = 560
_KEY = "milestone_rows"


def rows(here: View) -> None:
    """The table with its passport and its file."""
    words, steps = here.words, schedule(here.road, on=here.on)
    if steps.empty:
        return
    st.space("small")
    title = _title(here)
    heading(title, key=_KEY, passport=lambda: steps_passport("milestone-rows", steps, subject(here)))
    shown = _shown(here)
    column = st.column_config
    st.dataframe(
        shown,
        height=min(HEIGHT_MOST, ROW_PIXELS * (len(shown) + 1) + 3),
        hide_index=True,
        column_config={
            name: column.TextColumn(name, width=width)
            for name, width in zip(shown.columns, (130, 320, 125, 125, 105, 90, 420), strict=True)
        },
        key=f"{_KEY}_table",
        on_select=lambda: _open_selected(here),
        selection_mode="single-row",
        alt=title,
    )
    st.download_button(
        words.say("Download as CSV"),
        data=lambda: to_csv(milestone_export(here)),
        file_name=f"milestones-{here.on.isoformat()}.csv",
        mime="text/csv",
        key="milestones_csv",
        on_click="ignore",
        icon=":material/download:",
    )


@per_road
def _title(here: View) -> str:
    return table_title(schedule(here.road, on=here.on), here.words)


@per_road_keeping(6, by_rows=True)
def _shown(here: View) -> pd.DataFrame:
    shown = milestone_table(schedule(here.road, on=here.on), here.words)
    return shown.drop(columns=here.words.say("Id")).map(lambda text: shorten(text, 300)).astype(ARROW_TEXT)


def _open_selected(here: View) -> None:
    selected = st.session_state[f"{_KEY}_table"]["selection"]["rows"]
    steps = schedule(here.road, on=here.on)
    if selected and selected[0] < len(steps):
        address.put("milestone", steps["id"].iloc[selected[0]])


def milestone_export(here: View) -> pd.DataFrame:
    """One row per milestone: the table, and what the sheet says of each; owners only where contacts are shown."""
    words, steps = here.words, schedule(here.road, on=here.on)
    exported = milestone_table(steps, words)
    for name, label in {
        "body": words.say("Body"),
        **({"owner": words.say("Owner")} if here.road.settings.show_contacts else {}),
        "deliverable": words.say("Deliverable"),
        "outcome": words.say("Outcome"),
        "link": words.say("Link"),
    }.items():
        exported[label] = steps[name].fillna("").astype("str")
    timezone = here.road.settings.timezone
    exported[words.say("Session")] = [session_times(row, timezone, words) for row in steps.to_dict("records")]
    return exported
