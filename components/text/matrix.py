"""Where decided contributions landed: the sentence, and the matrix of Charter blocks and sections."""

import streamlit as st

from components.charts.blocks import BLOCKS
from components.shared.hint import hint
from components.shared.passport import show, subject
from components.shell.view import View
from components.text.block import open_block, opened_block, opened_section
from components.words.plain import plain_markdown
from components.words.text import in_the_text, matrix_key
from data.figures.contributions import tally
from data.figures.text import cells_at, orphans_counted
from data.messages.labels import column_label
from data.messages.milestones import quoted

_NEEDED = ("decision", "charter_block")


def sentence(here: View) -> None:
    """How much is in the text, as the title of the page; below it what the sheet lacks to say more."""
    road, words = here.road, here.words
    blocks = len(road.charter)
    filled = blocks - len(orphans_counted(road, on=here.on).blocks_without_source)
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
                    columns=words.listed(
                        [quoted(column_label("Contributions", name, words), words) for name in lacking]
                    ),
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
                    "code and a title, and this page shows which contributions each of them comes from."
                )
            ),
            icon=":material/article:",
        )
        return
    block = opened_block(here)
    show(BLOCKS, subject(here, opened=(block, opened_section(here, block))), opens=open_block)
    st.caption(matrix_key(cells_at(road, on=here.on), words))
    hint(words.say("A touch on a cell opens what it counts."), key="matrix")
