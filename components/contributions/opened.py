"""One contribution opened: who, from where, when, what it says, and what became of it."""

from dataclasses import replace

import streamlit as st

from components.contributions.filters import chosen
from components.contributions.table import ordered
from components.shared.letter_button import letter_button
from components.shared.way import row_of, way
from components.shared.ways_on import ways_on
from components.shell import address, document
from components.shell.view import View
from components.words.labels import contributor_name, in_words, titles
from components.words.plain import plain_markdown, shorten
from data.figures.register import BETWEEN_CODES, position_of
from data.figures.selection import select
from data.shape import CONTRIBUTIONS
from data.words import Words

_FACTS = tuple(column for column in CONTRIBUTIONS.columns if column.is_fact)


def is_open(here: View) -> bool:
    """Whether the address opens a contribution; one that the sheet does not know leaves the address."""
    asked = address.get("open")
    if asked and position_of(here.road, asked) is None:
        address.put("open", "")
        return False
    return bool(asked)


def contribution_opened(here: View) -> None:
    """The contribution of the address, with the way back and to its neighbours among those chosen."""
    asked, words = address.get("open"), here.words
    found = replace(here, road=select(here.road, chosen(here.road), on=here.on))
    ways_on(
        found.road.contributions["id"].iloc[ordered(found)].tolist(),
        parameter="open",
        name="contribution",
        back=words.say("All contributions") if found.road is here.road else words.say("All that are chosen"),
        words=words,
    )
    row = row_of(here, asked)
    if row is None:
        document.opened(asked, asked)
        st.title(plain_markdown(asked), anchor=False)
        st.info(
            words.say("This contribution had not yet been received on {day}.", day=words.day(here.on)),
            icon=":material/event_upcoming:",
        )
        return
    contributor = contributor_name(row["contributor"], words)
    document.opened(asked, shorten(contributor, 120))
    st.title(plain_markdown(contributor, 120), anchor=False)
    st.markdown(plain_markdown(words.say("{id}, received on {day}", id=row["id"], day=words.day(row["received_on"]))))
    way(here, row["position"])
    letter_button(here, row["id"], key="letter")
    said, facts = st.columns([6, 5], gap="large")
    with said:
        st.header(words.say("What it says"), anchor=False)
        if isinstance(row["summary"], str):
            st.text(shorten(row["summary"], 5000))
        else:
            st.caption(words.say("The sheet holds no summary of it."))
        link = row["link"]
        if isinstance(link, str) and link.startswith(("https://", "http://")):
            st.link_button(words.say("Open its document"), link, icon=":material/open_in_new:")
    with facts:
        _facts(here, row)


def _facts(here: View, row: dict) -> None:
    words = here.words
    st.header(words.say("Where it comes from"), anchor=False)
    with st.container(gap="xsmall"):
        _each_fact(here, row)


def _each_fact(here: View, row: dict) -> None:
    words = here.words
    for column in _FACTS:
        value, name = row[column.name], words.say(column.label)
        if column.dimension == "question" and isinstance(value, str):
            texts = titles(here.road, "question", words)
            for code in value.split(BETWEEN_CODES):
                text = texts.get(code, "")
                _line(name, plain_markdown(f"{code} · {text}" if text else code, 400), words)
        elif said := in_words(here.road, column, value, words):
            _line(name, plain_markdown(said, 200), words)


def _line(name: str, value: str, words: Words) -> None:
    st.markdown(words.say("{label}: {value}", label=plain_markdown(name), value=f"**{value}**"))
