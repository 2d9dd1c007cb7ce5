"""The Charter itself, part by part: the text of each block, who is in it, who is not, and its gaps in plain sight."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import streamlit as st

from components.shell.view import View
from components.text.block import blocks_of, open_block, titles_of_blocks
from components.words.labels import names_of
from components.words.plain import plain_badge, plain_markdown, shorten
from components.words.text import charter_finding, not_in_words, sources_words
from data.cache import per_road
from data.figures.text import rates_by_block, sections_in, sections_not_in
from data.shape import CHARTER_PARTS

DRAFT = 600


@dataclass(frozen=True)
class Block:
    """A block of the text in words: its part, title and draft ('' where there is none), and who is in it."""

    code: str
    part: str
    title: str
    draft: str
    landed: int
    who: str
    absent: str


def charter(here: View) -> None:
    """Each part with its blocks; a block opens."""
    blocks, words = _blocks_in_words(here), here.words
    if not blocks:
        return
    st.space("small")
    st.header(
        plain_markdown(charter_finding([b.title for b in blocks if not b.landed], len(blocks), words)), anchor=False
    )
    for part, of_part in _by_part(blocks):
        if part:
            st.subheader(plain_markdown(part), anchor=False)
        with st.grid(2, min_column_width=300, gap="small"):
            for block in of_part:
                _card(block, here)


def _by_part(blocks: tuple[Block, ...]) -> Iterator[tuple[str, list[Block]]]:
    """The parts in the order in which the sheet first names them; blocks of none come last, under no heading."""
    order = list(dict.fromkeys(block.part for block in blocks if block.part))
    in_order = sorted(blocks, key=lambda block: order.index(block.part) if block.part else len(order))
    for part, of_part in groupby(in_order, key=lambda block: block.part):
        yield part, list(of_part)


def _card(block: Block, here: View) -> None:
    words = here.words
    with st.container(border=True, gap="xsmall", key=f"charter_{block.code}"):
        st.button(
            f"**{plain_markdown(shorten(block.title, 80))}**",
            key=f"charter_open_{block.code}",
            type="tertiary",
            icon=":material/article:",
            on_click=open_block,
            args=(block.code,),
        )
        if block.draft:
            st.markdown("> " + plain_markdown(block.draft, DRAFT))
        else:
            st.caption(words.say("No draft of it yet."))
        if block.landed:
            st.markdown(plain_markdown(block.who))
            st.caption(plain_markdown(block.absent))
        else:
            st.badge(plain_badge(block.who), icon=":material/error:", color="orange")


@per_road
def _blocks_in_words(here: View) -> tuple[Block, ...]:
    words, titles, names = here.words, titles_of_blocks(here), names_of(here.road, "section", here.words)
    rates, sections = rates_by_block(here.road, on=here.on), sections_in(here.road, on=here.on)
    return tuple(
        Block(
            code=code,
            part=words.label(CHARTER_PARTS, row["part"]),
            title=titles.get(code) or code,
            draft=words.text(row, "draft"),
            landed=rates[code].landed,
            who=sources_words(rates[code].landed, len(sections[code]), words),
            absent=not_in_words([names[section] for section in sections_not_in(here.road, code, on=here.on)], words),
        )
        for code, row in blocks_of(here.road).items()
    )
