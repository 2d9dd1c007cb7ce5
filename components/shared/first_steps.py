"""The first steps with an empty sheet: which worksheet to fill first, and from what."""

import streamlit as st

from components.shared.template_button import template_button
from components.shell import access, address
from components.shell.pages import page_of
from components.shell.view import View
from components.words.plain import plain_markdown
from data.road import Road


def first_steps(here: View) -> None:
    """The whole page where the sheet is read and says nothing yet."""
    words, road = here.words, here.road
    left_out = sum(count.left_out for count in road.rows.values())
    if left_out:
        st.title(words.say("No row of the sheet can be read yet"), anchor=False)
        st.markdown(
            words.plural(
                "{n} row is there, and something keeps it out. The page The sheet says what to type.",
                "{n} rows are there, and something keeps them out. The page The sheet says what to type in each.",
                left_out,
            )
        )
    else:
        st.title(words.say("The sheet is open, and still empty"), anchor=False)
        name = plain_markdown(road.origin.name, 80)
        st.markdown(words.say("{name} was read: it holds no milestone and no contribution yet.", name=f"**{name}**"))
    with st.container(border=True):
        st.markdown(f"**1.** {_milestones(road, here)}")
        st.markdown(f"**2.** {_contributions(road, here)}")
        st.markdown(
            "**3.** " + words.say("Come back to this page: it reads the sheet again by itself, within a minute or so.")
        )
    st.markdown(words.say("The template has every worksheet, column and list of choices, with an example in each."))
    with st.container(horizontal=True, vertical_alignment="center"):
        template_button(words, key="first_template")
        if access.may_see_the_sheet():
            st.page_link(
                page_of("sheet"),
                label=words.say("See how the sheet was read"),
                icon=":material/table_view:",
                query_params=address.link(),
            )


def _milestones(road: Road, here: View) -> str:
    words = here.words
    if "Milestones" not in road.titles:
        return words.say(
            "Add a worksheet named **Milestones**: one row for each milestone on the road, with an id, a title "
            "and a due day."
        )
    return words.say(
        "Fill in **Milestones** first: one row for each milestone on the road, with an id, a title and a due day."
    )


def _contributions(road: Road, here: View) -> str:
    words = here.words
    if "Contributions" not in road.titles:
        return words.say(
            "Then add a worksheet named **Contributions**: one row for each contribution, with an id, the day it came, "
            "who sent it and the question it answers."
        )
    return words.say(
        "Then fill in **Contributions**: one row for each contribution, with an id, the day it came, who sent it and "
        "the question it answers."
    )
