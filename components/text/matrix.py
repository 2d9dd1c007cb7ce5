"""Where decided contributions landed: the sentence, and the matrix of Charter blocks and sections."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from components.charts.blocks import blocks_chart, shown_cells
from components.shared.passport import Drawing, Passport, chart, per_drawing
from components.shell import address
from components.shell.view import View
from components.text.block import opened_block, opened_section
from components.text.rows import decided_rows
from components.words.labels import names_of
from components.words.plain import plain_markdown
from components.words.text import in_the_text, matrix_alt, matrix_finding
from data.cache import per_road
from data.figures.contributions import tally
from data.figures.network import GEOGRAPHIC
from data.figures.sections import section_coverage
from data.figures.selection import BLANK
from data.figures.text import block_matrix, orphans
from data.road import Road
from data.words import words_of

_NEEDED = ("decision", "charter_block")


def sentence(here: View) -> None:
    """How much is in the text, as the title of the page; below it what the sheet lacks to say more."""
    road, words = here.road, here.words
    blocks = len(road.charter)
    filled = blocks - len(orphans(road, on=here.on).blocks_without_source)
    counted = tally(road, on=here.on)
    st.title(plain_markdown(in_the_text(counted, filled, blocks, words)), anchor=False)
    columns = road.columns.get("Contributions", frozenset())
    if lacking := [name for name in _NEEDED if name not in columns]:
        st.info(
            plain_markdown(
                words.plural(
                    "The worksheet Contributions has no column {columns}: without it nobody can say what is in the "
                    "text. Add it, and its place in the text shows here.",
                    "The worksheet Contributions has no columns {columns}: without them nobody can say what is in the "
                    "text. Add them, and its place in the text shows here.",
                    len(lacking),
                    columns=words.listed(lacking),
                )
            ),
            icon=":material/table_chart:",
        )
    elif not counted.decided:
        st.info(
            plain_markdown(
                words.say(
                    "Once the sheet gives a contribution a decision and the day of it (columns decision and "
                    "decided_on), and the blocks it went into (charter_block), its way into the text shows here."
                )
            ),
            icon=":material/edit_note:",
        )


def matrix(here: View) -> None:
    """The matrix; a click on a cell opens its block and section."""
    words, road = here.words, here.road
    if road.charter.empty:
        st.info(
            plain_markdown(
                words.say(
                    "The sheet has no Charter blocks yet: add a row for each block to the worksheet Charter, with a "
                    "code and a title, and this page shows what stands behind each of them."
                )
            ),
            icon=":material/article:",
        )
        return
    cells = block_matrix(road, on=here.on)
    block = opened_block(here)
    chart(
        _drawing(road, on=here.on, language=words.language, opened=(block, opened_section(here, block))),
        key="block_matrix",
        passport=lambda: _passport(here, cells),
        on_select=_open_clicked,
    )
    st.caption(_heads(road, on=here.on, language=words.language))


@per_road
def _heads(road: Road, *, on: date, language: str) -> str:
    """What the columns of the matrix are short for."""
    words = words_of(language)
    names, drawn = (
        names_of(road, "section", words),
        dict.fromkeys(c["section"] for c in shown_cells(block_matrix(road, on=on))),
    )
    heads = [f"**{plain_markdown(code, 4)}** {plain_markdown(names[code], 60)}" for code in drawn if code != BLANK]
    return " · ".join([*heads, "**–** " + words.say("in no section")] if BLANK in drawn else heads)


@per_drawing
def _drawing(road: Road, *, on: date, language: str, opened: tuple[str, str]) -> Drawing:
    words, cells = words_of(language), block_matrix(road, on=on)
    blocks, sections = names_of(road, "block", words), names_of(road, "section", words)
    return Drawing(
        blocks_chart(cells, blocks, sections, words, opened=opened),
        matrix_finding(cells, _asked(road, on=on), sections, words),
        matrix_alt(cells, blocks, sections, words),
    )


def _asked(road: Road, *, on: date) -> Sequence[str]:
    """The geographic sections of which contributions are expected."""
    coverage = section_coverage(road, on=on)
    return coverage["code"][(coverage["kind"] == GEOGRAPHIC) & coverage["applicable"]].tolist()


def _open_clicked() -> None:
    points = st.session_state["block_matrix"]["selection"]["points"]
    if not points:
        return
    block, section = points[0]["customdata"]
    address.put("block", block)
    address.put("section", section)
    address.put("way", "")


def _passport(here: View, cells: pd.DataFrame) -> Passport:
    words, names = here.words, names_of(here.road, "section", here.words)
    known = names_of(here.road, "block", words)
    counted = tally(here.road, on=here.on)
    placed = cells["decided"].sum()
    shown = cells[cells["decided"] > 0]
    return Passport(
        name="into-the-text",
        definition=words.say(
            "Contributions decided by this day that name a Charter block, by their geographic section. In the text are "
            "those reflected wholly or partly. A contribution that names two blocks counts in both; one that names "
            "none is in no cell."
        )
        + " "
        + words.plural("{n} place in the matrix.", "{n} places in the matrix.", int(placed)),
        table=pd.DataFrame(
            {
                words.say("Charter block"): [known[code] for code in shown["block"]],
                words.say("Section"): [names.get(code, words.say("no section")) for code in shown["section"]],
                words.say("In the text"): shown["landed"].tolist(),
                words.say("Decided"): shown["decided"].tolist(),
            }
        ),
        **decided_rows(here, counted.decided),
    )
