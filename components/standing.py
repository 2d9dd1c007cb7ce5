"""Where we stand: the sentence, the road, the four figures and the chips of the sections."""

import streamlit as st

from components import address
from components.cards import figure_card
from components.contribution_labels import names_of
from components.findings.coverage import silent_sections
from components.findings.road import (
    figure_definitions,
    heard_figure,
    received_figure,
    steps_figure,
    uptake_figure,
    where_we_stand,
)
from components.plain import plain_markdown
from components.road_line import road_line
from components.view import View
from data.figures.contributions import cumulative, pace, tally
from data.figures.milestones import road_progress
from data.figures.sections import section_coverage, sections_heard


def sentence(here: View) -> None:
    """The road in one sentence, as the title of the page."""
    said = where_we_stand(here.road, road_progress(here.road, on=here.on), here.words)
    st.title(plain_markdown(said), anchor=False)


def drawn_road(here: View) -> None:
    """The road itself; a click on a step opens it."""
    opened = road_line(here.road, on=here.on, words=here.words)
    if opened:
        st.switch_page("../pages/milestones.py", query_params=address.link(milestone=opened))


def four_figures(here: View) -> None:
    """Milestones, contributions, sections heard, uptake: one card each."""
    road, on, words = here.road, here.on, here.words
    counted, heard = tally(road, on=on), sections_heard(road, on=on)
    daily, definitions = cumulative(road, on=on), figure_definitions(words)
    with st.grid(4, min_column_width=150, gap="small"):
        figure_card(
            words.say("Milestones"),
            *steps_figure(road_progress(road, on=on), words),
            key="card_steps",
            definition=definitions["steps"],
        )
        figure_card(
            words.say("Contributions"),
            *received_figure(counted, pace(road, on=on), words),
            key="card_received",
            definition=definitions["received"],
            trend=daily["received"].tolist(),
            trend_alt=words.plural(
                "Line rising to {n} contribution", "Line rising to {n} contributions", counted.received
            ),
        )
        figure_card(
            words.say("Sections heard"),
            *heard_figure(heard, silent_sections(road, on=on, language=words.language), words),
            key="card_heard",
            definition=definitions["heard"],
        )
        figure_card(
            words.say("Uptake in the text"),
            *uptake_figure(counted, words),
            key="card_uptake",
            definition=definitions["uptake"],
        )


def section_chips(here: View) -> None:
    """The geographic sections, heard or not, as one row of chips."""
    words = here.words
    coverage = section_coverage(here.road, on=here.on)
    names = names_of(here.road, "section", here.words)
    with st.container(horizontal=True, gap="xsmall", key="chips"):
        for row in coverage[coverage["kind"] == "regional"].to_dict("records"):
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
