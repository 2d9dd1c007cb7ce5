"""Find my city: what became of the words of a contributor or a country."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.shared.letter_button import letter_button
from components.shell import address
from components.shell.pages import page_of
from components.shell.view import View
from components.words.contributions import became_words, found_words
from components.words.labels import contributor_name, label
from components.words.plain import plain_markdown
from data.figures.places import Place, place_named
from data.figures.search import find, text_of_all
from data.figures.suggest import nearest_name

SHOWN = 8


def find_my_city(here: View) -> None:
    """A search by contributor or country; the answer has its own address."""
    with st.container(key="question_city"):
        _question(here)


def _question(here: View) -> None:
    words = here.words
    st.header(words.say("What became of our words?"), anchor=False)
    st.session_state["at_find"] = address.get("find")
    query = st.text_input(
        words.say("Type a name"),
        placeholder=words.say("A city or an organization"),
        label_visibility="collapsed",
        icon=":material/search:",
        key="at_find",
        on_change=lambda: address.put("find", st.session_state["at_find"].strip()),
    )
    if not query or not query.strip():
        return
    found = find(here.road, query, on=here.on)
    if found.empty:
        _nobody(here, query)
        return
    st.markdown(f"**{plain_markdown(found_words(found, words))}**")
    for position, row in zip(found.index, found.head(SHOWN).to_dict("records"), strict=False):
        _became(here, int(position), row)
    if len(found) > SHOWN:
        st.page_link(
            page_of("contributions"),
            label=plain_markdown(
                words.plural("See {n} more among the contributions", "See all {n} among the contributions", len(found))
            ),
            icon=":material/list:",
            query_params=address.link(text=text_of_all(here.road, query)),
        )


def _became(here: View, position: int, row: Mapping[Any, Any]) -> None:
    """One contribution: who and when, what became of it, why, and the way to all of it."""
    words = here.words
    with st.container(border=True, gap="xxsmall", key=f"found_{position}"):
        country = words.country(row["country"])
        who = f"**{plain_markdown(contributor_name(row['contributor'], words), 80)}**"
        who += f" · {plain_markdown(country)}" if country else ""
        st.markdown(who)
        blocks = [label(here.road, "block", code, words) for code in row["blocks"]]
        st.markdown(plain_markdown(became_words(row, blocks, words), 400))
        if isinstance(row["reason"], str):
            st.caption(words.say("Why: {reason}", reason=plain_markdown(row["reason"], 300)))
        st.page_link(
            page_of("contributions"),
            label=words.say("Its way ({id})", id=plain_markdown(row["id"], 30)),
            icon=":material/arrow_forward:",
            query_params=address.link(open=row["id"]),
        )
        letter_button(here, row["id"], key=f"letter_{position}")


def _nobody(here: View, query: str) -> None:
    """Nothing found: said kindly, with the nearest name there is."""
    words = here.words
    place = place_named(here.road, query)
    if place:
        said = words.say(
            "Nothing has come from {country} by {day}.", country=_place(here, place, query), day=words.day(here.on)
        )
    else:
        said = words.say("Nobody of that name has contributed by {day}.", day=words.day(here.on))
    st.info(
        plain_markdown(said)
        + " "
        + words.say("Try the name of the country, or a part of the name; accents do not matter."),
        icon=":material/search_off:",
    )
    near = None if place else nearest_name(here.road, query, on=here.on, words=words)
    if near:
        st.button(
            words.say("Did you mean “{name}”?", name=plain_markdown(near, 60)),
            key="nearest",
            on_click=lambda: address.put("find", near),
        )


def _place(here: View, place: Place, query: str) -> str:
    """The name of a place: a section's, a country's, else as it was typed."""
    code = next(iter(place.codes))
    if place.kind == "section":
        return label(here.road, "section", code, here.words)
    return here.words.country(code) if len(place.codes) == 1 else query.strip()
