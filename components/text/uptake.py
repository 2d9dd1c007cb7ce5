"""Uptake by section: what part of the decided words of each is in the text."""

from datetime import date

import pandas as pd
import streamlit as st

from components.charts.uptake import uptake_chart
from components.shared.passport import Drawing, Passport, chart, per_drawing
from components.shell.view import View
from components.text.rows import decided_rows
from components.words.labels import names_of
from components.words.text import rate_words, uptake_alt, uptake_basis, uptake_finding
from data.figures.contributions import UPTAKE_MIN, tally
from data.figures.network import geographic_codes
from data.figures.text import uptake_by_section
from data.road import Road
from data.words import words_of


def by_section(here: View) -> None:
    """A bar for each section, those that cut across apart."""
    words, road = here.words, here.road
    chart(
        _drawing(road, on=here.on, language=words.language),
        key="uptake_by_section",
        passport=lambda: _passport(here, uptake_by_section(road, on=here.on)),
    )
    st.caption(uptake_basis(UPTAKE_MIN, tally(road, on=here.on).uptake, words))


@per_drawing
def _drawing(road: Road, *, on: date, language: str) -> Drawing:
    words, uptake = words_of(language), uptake_by_section(road, on=on)
    names = names_of(road, "section", words)
    kinds = dict(zip(road.sections["code"], road.sections["kind"], strict=True))
    return Drawing(
        uptake_chart(uptake, kinds, names, tally(road, on=on).uptake, words),
        uptake_finding(uptake[uptake["code"].isin(geographic_codes(road))], names, words),
        uptake_alt(uptake, names, words),
    )


def _passport(here: View, uptake: pd.DataFrame) -> Passport:
    words, names = here.words, names_of(here.road, "section", here.words)
    return Passport(
        name="uptake",
        definition=words.say(
            "Uptake is what is in the text (reflected wholly or partly) of what was decided by this day; what waits "
            "for a decision is not in it. No rate is given below {n} decided contributions. A contribution of "
            "Metropolis or the Forum of Regions stands in its own section as well.",
            n=words.number(UPTAKE_MIN),
        ),
        table=pd.DataFrame(
            {
                words.say("Section"): [names[code] for code in uptake["code"]],
                words.say("In the text"): uptake["landed"].tolist(),
                words.say("Decided"): uptake["n"].tolist(),
                words.say("Uptake"): [rate_words(row, words) for row in uptake.to_dict("records")],
            }
        ),
        **decided_rows(here, tally(here.road, on=here.on).decided),
    )
