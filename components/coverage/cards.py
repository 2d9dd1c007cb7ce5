"""A card for each section: received, reach, answers, silence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from components.charts.chart import Passport, rows_behind
from components.shared.passport import heading, subject
from components.shell.view import View
from components.words.coverage import (
    answer_words,
    barely_heard_sections,
    expected_words,
    gap_finding,
    last_heard_words,
    reach_words,
    sections_heard_words,
    silence_words,
    silent_sections,
)
from components.words.labels import names_of
from components.words.marks import ANSWER_MARKS
from components.words.plain import plain_markdown
from data.cache import per_road
from data.figures.contributions import tally
from data.figures.sections import answer_matrix, section_coverage, sections_heard
from data.shape import GEOGRAPHIC, N_
from data.words import Words

CARD_WIDTH = 160


@dataclass(frozen=True)
class Card:
    """What the card of a section says, as Markdown."""

    code: str
    is_geographic: bool
    name: str
    received: str
    expected: str | None
    lines: str
    heard: str


def sentence(here: View) -> None:
    """How many sections were heard, and which were not, as the title of the page."""
    silent = silent_sections(here.road, here.words, on=here.on)
    barely = barely_heard_sections(here.road, here.words, on=here.on)
    said = sections_heard_words(sections_heard(here.road, on=here.on), silent, barely, here.words)
    st.title(plain_markdown(said), anchor=False)


def section_cards(here: View) -> None:
    """The geographic sections in the network's order, then those that cut across in a row of their own."""
    st.space("small")
    words = here.words
    heading(
        _finding(here),
        key="section_cards",
        passport=lambda: _sections_passport(here),
    )
    cards = _cards(here)
    _row_of_cards([card for card in cards if card.is_geographic], words)
    if n := tally(here.road, on=here.on).without_section:
        st.caption(
            words.plural(
                "{n} contribution is in no section and in none of these numbers.",
                "{n} contributions are in no section and in none of these numbers.",
                n,
            )
        )
    if all(card.is_geographic for card in cards):
        return
    st.header(words.say("Cross-cutting sections"), anchor=False)
    st.caption(
        words.say(
            "A contribution counted here may also count for a region: these numbers are never added to those above."
        )
    )
    _row_of_cards([card for card in cards if not card.is_geographic], words)


def _row_of_cards(cards: Sequence[Card], words: Words) -> None:
    with st.grid(4, min_column_width=CARD_WIDTH, gap="small"):
        for card in cards:
            with st.container(border=True, height="stretch", gap="xsmall", key=f"section_{card.code}"):
                st.subheader(card.name, anchor=False)
                st.metric(
                    words.say("Contributions"), card.received, card.expected, delta_color="off", delta_arrow="off"
                )
                st.markdown(card.lines)
                st.caption(card.heard)


@per_road
def _finding(here: View) -> str:
    coverage = section_coverage(here.road, on=here.on)
    return gap_finding(coverage, names_of(here.road, "section", here.words), here.words)


@per_road
def _cards(here: View) -> list[Card]:
    words, coverage = here.words, section_coverage(here.road, on=here.on)
    names = names_of(here.road, "section", words)
    answers = dict(list(answer_matrix(here.road, on=here.on).groupby("section")))
    return [
        _card(row, answers.get(row["code"], pd.DataFrame()), names[row["code"]], words)
        for row in coverage.to_dict("records")
    ]


def _card(row: Mapping[Any, Any], answers: pd.DataFrame, name: str, words: Words) -> Card:
    lines = [reach] if (reach := reach_words(row, words)) else []
    lines += [
        f"{ANSWER_MARKS[answer['answer']]} {plain_markdown(answer['question'], 20)} "
        + plain_markdown(answer_words(answer["answer"], answer["n"], words))
        for answer in answers.to_dict("records")
    ]
    return Card(
        code=row["code"],
        is_geographic=row["kind"] == GEOGRAPHIC,
        name=plain_markdown(name, 60),
        received=words.number(row["received"]),
        expected=expected_words(row["expected"], words),
        lines="  \n".join(lines),
        heard=last_heard_words(row["last_received_on"], words) + "  \n" + _silence(row["silence_days"], words),
    )


def _silence(silence_days: object, words: Words) -> str:
    return "–" if pd.isna(silence_days) else silence_words(silence_days, words)  # pyright: ignore[reportArgumentType, reportCallIssue, reportGeneralTypeIssues] - a scalar


_COUNTS = {
    "expected": N_("Expected"),
    "states_heard": N_("States heard"),
    "states": N_("States"),
    "territories_heard": N_("Territories heard"),
    "silence_days": N_("Silence, days"),
}


def _sections_passport(here: View) -> Passport:
    words = here.words
    coverage, names = section_coverage(here.road, on=here.on), names_of(here.road, "section", words)
    used, left_out = rows_behind(subject(here))
    return Passport(
        name="sections",
        definition=words.say(
            "A section is heard once it sent one contribution; a section of which none is expected is not "
            "counted. A contribution has at most one section by its row, else by its country. States heard are "
            "the members and observers of the United Nations among the section’s own countries that any "
            "contribution came from; territories stand beside. The list of countries by section is our "
            "default, not the network’s. Silence is the days since the last contribution, where contributions "
            "are expected. A question is answered from {n} contributions, or from as many as are expected "
            "where that is fewer; few answers below, and not applicable where none is expected.",
            n=words.number(here.road.settings.answered_min),
        ),
        table=pd.DataFrame(
            {
                words.say("Section"): [*(names[code] for code in coverage["code"]), words.say("In no section")],
                words.say("Received"): [*coverage["received"].tolist(), tally(here.road, on=here.on).without_section],
                **{
                    words.say(said): [*coverage[name].astype("Int64").tolist(), pd.NA] for name, said in _COUNTS.items()
                },
                words.say("Last received"): [*coverage["last_received_on"].tolist(), pd.NaT],
            }
        ),
        used=used,
        left_out=left_out,
    )
