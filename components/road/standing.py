"""Where we stand: the sentence, the road, the four figures and the chips of the sections."""

import streamlit as st

from components.road.line import road_line
from components.shared.cards import figure_card
from components.shell import address
from components.shell.pages import page_file
from components.shell.view import View
from components.words import road as findings
from components.words.asks import ASKS_SHOWN, asks_words, nothing_asked
from components.words.labels import names_of
from components.words.plain import plain_markdown
from data.figures.contributions import cumulative
from data.figures.sections import section_coverage
from data.shape import GEOGRAPHIC


def sentence(here: View) -> None:
    """Whether the launch holds, as the title of the page; beside it where the road stands."""
    said = findings.standing(here.road, here.words, on=here.on)
    st.title(plain_markdown(said.headline), anchor=False)
    if said.beside:
        st.markdown(plain_markdown(said.beside))


def asked_of_the_bureau(here: View) -> None:
    """The first requests, each a way to where it is dealt with; how many more the note has."""
    words, found = here.words, asks_words(here.road, here.words, on=here.on)
    with st.container(gap="xxsmall", key="asks"):
        st.markdown("**" + words.say("What is asked of the Bureau") + "**")
        if not found:
            st.markdown(nothing_asked(words))
        for ask, said in found[:ASKS_SHOWN]:
            st.page_link(
                page_file(ask.page),
                label=plain_markdown(said),
                icon=":material/arrow_forward:",
                query_params=address.link(**ask.parameters),
            )
        if (more := len(found) - ASKS_SHOWN) > 0:
            st.caption(words.plural("and {n} more in the note", "and {n} more in the note", more))


def drawn_road(here: View) -> None:
    """The road itself; a click on a step opens it."""
    opened = road_line(here)
    if opened:
        st.switch_page(page_file("milestones"), query_params=address.link(milestone=opened))


def four_figures(here: View) -> None:
    """Milestones, contributions, sections heard, uptake: one card each."""
    with st.grid(4, min_column_width=150, gap="small"):
        for name, figure in findings.four_figures(here.road, here.words, on=here.on).items():
            trend, said = _trend(here) if name == "received" else ((), "")
            figure_card(
                figure.label,
                figure.value,
                figure.gloss,
                key=f"card_{name}",
                definition=figure.definition,
                trend=trend,
                trend_alt=said,
            )


def _trend(here: View) -> tuple[list[int], str]:
    """The contributions received by each day, and what their line shows."""
    received = cumulative(here.road, on=here.on)["received"].tolist()
    return received, here.words.plural(
        "Line rising to {n} contribution", "Line rising to {n} contributions", received[-1]
    )


def section_chips(here: View) -> None:
    """The geographic sections, heard or not, as one row of chips."""
    words = here.words
    coverage = section_coverage(here.road, on=here.on)
    names = names_of(here.road, "section", here.words)
    with st.container(horizontal=True, gap="xsmall", key="chips"):
        for row in coverage[coverage["kind"] == GEOGRAPHIC].to_dict("records"):
            name = plain_markdown(names[row["code"]], 40)
            if not row["applicable"]:
                label = words.say("{section}: not asked", section=name)
                st.badge(label, icon=":material/remove:", color="gray")
            elif row["received"]:
                label = words.say("{section} {n}", section=name, n=words.number(row["received"]))
                st.badge(label, icon=":material/check_circle:", color="blue")
            else:
                st.badge(
                    words.say("{section}: not yet heard", section=name),
                    icon=":material/radio_button_unchecked:",
                    color="orange",
                )
