"""The sections as one sorted strip: who sent how much of what was expected, answered what, and was heard when."""

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from components.charts.chart import Passport, rows_behind
from components.shared.passport import heading, subject
from components.shell import address
from components.shell.mounted import mounted
from components.shell.view import View
from components.words.coverage import (
    barely_heard_sections,
    gap_finding,
    sections_heard_words,
    silent_sections,
)
from components.words.labels import names_of, titles
from components.words.plain import plain_markdown
from components.words.section_strip import section_strip, strip_key
from data.cache import per_road
from data.figures.contributions import tally
from data.figures.network import kind_of
from data.figures.sections import section_coverage, sections_at, sections_heard
from data.shape import GEOGRAPHIC, N_

_SCRIPT = Path(__file__).with_name("strip.js")


def sentence(here: View) -> None:
    """How many sections were heard, and which were not, as the title of the page."""
    silent = silent_sections(here.road, here.words, on=here.on)
    barely = barely_heard_sections(here.road, here.words, on=here.on)
    said = sections_heard_words(sections_heard(here.road, on=here.on), silent, barely, here.words)
    st.title(plain_markdown(said), anchor=False)


def sections(here: View) -> None:
    """The strip under its finding, each row of it the way to its section; the questions in full below."""
    words = here.words
    heading(_finding(here), key="sections", passport=lambda: _sections_passport(here))
    shown = section_strip(here.road, words, on=here.on)
    result = mounted(_SCRIPT, name="section_strip", root="strip")(
        data=shown, key="section_strip", on_opened_change=lambda: None
    )
    if result.opened:
        address.put("section", result.opened)
        st.rerun()
    if key := strip_key(shown, words):
        st.caption(key)
    for code, text in titles(here.road, "question", words).items():
        st.caption(f"**{plain_markdown(code, 20)}** {plain_markdown(text, 300)}")
    if n := tally(here.road, on=here.on).without_section:
        st.caption(
            words.plural(
                "{n} contribution is in no section and in none of these numbers.",
                "{n} contributions are in no section and in none of these numbers.",
                n,
            )
        )
    if any(kind != GEOGRAPHIC for kind in kind_of(here.road).values()):
        st.caption(
            words.say(
                "A contribution counted across the regions may also count for one of them: these numbers are never "
                "added to those above."
            )
        )


def _early(data: Mapping[str, Any], link: Callable[..., str]) -> str:
    """The sections as a list, each a link to its own page."""
    rows = "".join(
        f'<li><a href="{link(section=row["code"])}">{escape(row["name"])}</a>'
        f"<span>{escape(row['told'])}</span><span>{escape(row['heard'])}</span></li>"
        for row in data["rows"]
    )
    return f'<ul class="strip" aria-label="{escape(data["label"])}">{rows}</ul>'


EARLY = {"section_strip": _early}
"""What is said of it before any script has come, by its name."""


@per_road
def _finding(here: View) -> str:
    sections = sections_at(here.road, on=here.on).values()
    return gap_finding(sections, names_of(here.road, "section", here.words), here.words)


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
            "contribution came from; territories are counted apart. The list of countries by section is our "
            "default, not the network’s; the worksheet Countries can change it. "
            "Silence is the days since the last contribution, where contributions "
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
