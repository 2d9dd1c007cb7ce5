"""What fell between the contributions and the text, both ways: each thing with a link to it."""

import pandas as pd
import streamlit as st

from components.charts.chart import Passport, rows_behind
from components.shared.passport import heading, subject
from components.shell.view import View
from components.text.block import open_block
from components.text.rows import link_to_contribution, link_to_contributions, who
from components.words.labels import titles
from components.words.plain import plain_markdown, shorten
from components.words.text import orphans_finding, waiting_words, without_block_words, without_source_words
from data.cache import per_road
from data.figures.block import landed_without_block, waiting
from data.figures.contributions import tally
from data.figures.text import orphans, orphans_counted

SHOWN = 5


def fell_between(here: View) -> None:
    """Three lists: waiting for a decision, in the text without a block, blocks without a source."""
    words = here.words
    found = orphans_counted(here.road, on=here.on)
    heading(
        orphans_finding(found, tally(here.road, on=here.on).received, words),
        key="orphans",
        passport=lambda: _orphans_passport(here),
    )
    _undecided(here)
    _without_block(here)
    _without_source(here)


def _undecided(here: View) -> None:
    words = here.words
    rows = waiting(here.road, on=here.on)
    if rows.empty:
        if tally(here.road, on=here.on).received:
            st.markdown(words.say("Every contribution has its decision."))
        return
    with st.container(gap="xxsmall", key="undecided"):
        st.caption(words.say("Waiting longest"))
        for position, days in _longest_waiting(here):
            link_to_contribution(here, position, waiting_words(days, words))
        link_to_contributions(
            words.plural("See the {n} that waits", "See all {n} that wait", len(rows)), stage="undecided"
        )


@per_road
def _longest_waiting(here: View) -> list[tuple[int, int]]:
    rows = waiting(here.road, on=here.on)
    return list(zip(*(rows[name].to_numpy()[:SHOWN].tolist() for name in ("position", "days")), strict=True))


def _without_block(here: View) -> None:
    words = here.words
    positions = landed_without_block(here.road, on=here.on)
    ids, _ = who(here.road)
    landed = tally(here.road, on=here.on).landed
    with st.container(gap="xxsmall", key="without_block"):
        st.markdown(f"**{without_block_words(len(positions), landed, words)}**")
        for position in positions[:SHOWN]:
            link_to_contribution(here, position, ids[position])
        if len(positions) > SHOWN:
            link_to_contributions(
                words.plural("See the {n} without a block", "See all {n} without a block", len(positions)),
                block="-",
                stage="landed",
            )


def _without_source(here: View) -> None:
    words, codes = here.words, orphans_counted(here.road, on=here.on).blocks_without_source
    if here.road.charter.empty:
        return
    known = titles(here.road, "block", words)
    with st.container(gap="xxsmall", key="without_source"):
        st.markdown(f"**{without_source_words(len(codes), words)}**")
        with st.container(horizontal=True, gap="small", key="opens_without_source"):
            for code in codes:
                # A link to the page that is open would leave the browser's address as it was.
                st.button(
                    plain_markdown(shorten(known.get(code) or code, 48)),
                    key=f"block_{code}",
                    icon=":material/article:",
                    on_click=lambda code=code: open_block(code),
                )


def _orphans_passport(here: View) -> Passport:
    words, found = here.words, orphans(here.road, on=here.on)
    used, left_out = rows_behind(subject(here))
    kinds = (
        (words.say("waits for a decision"), found.undecided),
        (words.say("in the text without a block"), found.landed_without_block),
        (words.say("block without a source"), found.blocks_without_source),
    )
    return Passport(
        name="fell-between",
        definition=words.say(
            "Received by this day and without a decision; in the text (reflected wholly or partly) and naming no "
            "Charter block; Charter blocks that nothing in the text names."
        ),
        table=pd.DataFrame(
            {
                words.say("What"): [kind for kind, codes in kinds for _ in codes],
                words.say("Code"): [code for _, codes in kinds for code in codes],
            }
        ),
        used=used,
        left_out=left_out,
    )
