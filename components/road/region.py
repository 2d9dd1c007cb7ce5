"""Your region: how one section stands, for whoever belongs to it, remembered by the reader's own browser."""

import streamlit as st

from components.shell import address, document, view
from components.shell.pages import page_of
from components.shell.view import View
from components.words.labels import names_of
from components.words.plain import plain_markdown
from components.words.region import region_facts

PARAMETER = "region"
COOKIE = "road_region"
"""Holds the code of a section, nothing else, for a year. One in the address is shown instead, and never kept."""
REGION_WIDTH = 220


def your_region(here: View) -> None:
    """The section that the address names, else the one this browser keeps; chosen here, and kept from then on."""
    words, names = here.words, names_of(here.road, "section", here.words)
    chosen = address.get(PARAMETER) or document.kept(COOKIE)
    chosen = chosen if chosen in names else ""
    # What is shown stands in the address, so that a link shows it to another reader.
    address.put(PARAMETER, chosen)
    st.session_state["at_region"] = chosen or None
    with st.container(gap="xsmall", key="region"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.selectbox(
                words.say("Your region"),
                list(names),
                format_func=lambda code: names[code],
                placeholder=words.say("Choose your region"),
                label_visibility="collapsed",
                width=REGION_WIDTH,
                key="at_region",
                on_change=_choose,
            )
            if chosen:
                st.page_link(
                    page_of("coverage"),
                    label=words.say("More about it"),
                    icon=":material/arrow_forward:",
                    query_params=address.link(section=chosen),
                )
        if chosen:
            facts = region_facts(here.road, chosen, words, on=here.on)
            st.markdown(":small[" + " · ".join(plain_markdown(fact) for fact in facts) + "]")


def _choose() -> None:
    code = st.session_state["at_region"] or ""
    address.put(PARAMETER, code)
    if not view.current().is_own_file:
        document.keep(COOKIE, code)
