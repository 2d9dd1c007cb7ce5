"""Find my city: what became of the words of a contributor or a country."""

import streamlit as st

from components import address
from components.plain import plain_markdown
from components.view import View
from data.figures.search import find
from data.shape import DECISIONS

SHOWN = 20


def find_my_city(here: View) -> None:
    """A search by contributor or country; the answer has its own address."""
    words = here.words
    st.subheader(words.say("What became of our words?"), anchor=False)
    st.session_state["at_find"] = address.get("find")
    query = st.text_input(
        words.say("A city, a region, an organization or a country"),
        placeholder=words.say("Type a name"),
        key="at_find",
        on_change=lambda: address.put("find", st.session_state["at_find"].strip()),
    )
    if not query:
        return
    found = find(here.road, query, on=here.on, words=words)
    if found.empty:
        st.info(
            words.say("Nobody of that name has contributed by {day}.", day=words.day(here.on)),
            icon=":material/search_off:",
        )
        return
    st.markdown(words.plural("{n} contribution found", "{n} contributions found", len(found)))
    for row in found.head(SHOWN).to_dict("records"):
        with st.container(border=True):
            st.markdown(f"**{plain_markdown(row['contributor'])}** · {words.country(row['country'])}")
            st.caption(
                words.say("received on {day}", day=words.day(row["received_on"]))
                + " · "
                + words.label(DECISIONS, row["decision"])
            )
