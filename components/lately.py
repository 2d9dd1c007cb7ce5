"""What changed lately: the dated events of the sheet since a day."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from components import address
from components.plain import plain_markdown
from components.view import View
from data.figures.changes import changes, last_milestone_day
from data.words import Words


def what_changed(here: View) -> None:
    """Events since the last milestone, or since a day of the address, as counts and the newest few lines."""
    words = here.words
    since = _since(here)
    events = changes(here.road, since=since, on=here.on)
    st.subheader(words.say("Since {day}", day=words.day(since)), anchor=False)
    st.markdown(plain_markdown(_counts(events, words)))


def _since(here: View) -> date:
    try:
        return min(date.fromisoformat(address.get("since")), here.on)
    except ValueError:
        address.put("since", "")
        return last_milestone_day(here.road, on=here.on) or here.on - timedelta(days=7)


def _counts(events: pd.DataFrame, words: Words) -> str:
    n = events["event"].value_counts()
    said = [
        words.plural("{n} contribution received", "{n} contributions received", n["received"])
        if "received" in n
        else "",
        words.plural("{n} considered", "{n} considered", n["considered"]) if "considered" in n else "",
        words.plural("{n} decided", "{n} decided", n["decided"]) if "decided" in n else "",
        words.plural("{n} landed in the text", "{n} landed in the text", n["landed"]) if "landed" in n else "",
        words.plural("{n} step done", "{n} steps done", n["done"]) if "done" in n else "",
        words.plural("{n} step now late", "{n} steps now late", n["late"]) if "late" in n else "",
    ]
    said = [part for part in said if part]
    return words.listed(said) + "." if said else words.say("Nothing has changed.")
