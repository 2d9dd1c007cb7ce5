"""One Charter block opened: its draft, who is in it, and who is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from components.shared.way import way
from components.shell import address, document
from components.shell.view import View
from components.text.rows import link_to_contributions
from components.words.labels import contributor_name, label, names_of, titles
from components.words.plain import plain_markdown, shorten
from components.words.text import not_in_words, sources_words
from data.cache import per_road
from data.figures.block import decided_positions
from data.figures.coded import coded
from data.figures.contributions import stages
from data.figures.network import geographic_codes, geographic_section
from data.figures.selection import BLANK
from data.figures.text import cells_at, rates_by_block, sections_not_in
from data.road import Road
from data.shape import DECISIONS

SHOWN = 5
_ICONS = {
    "reflected": ":material/check_circle:",
    "partly": ":material/contrast:",
    "not_reflected": ":material/cancel:",
    "out_of_scope": ":material/do_not_disturb_on:",
}


def opened_block(here: View) -> str:
    """The block of the address, else the one with the least in it, a gap first; '' where the sheet has none."""
    asked = address.get("block")
    return asked if asked in titles_of_blocks(here) else _gap(here)


def titles_of_blocks(here: View) -> Mapping[str, str]:
    """Code to title of the blocks, '' where one has none."""
    return titles(here.road, "block", here.words)


@per_road
def _gap(here: View) -> str:
    rates = rates_by_block(here.road, on=here.on)
    return min(rates, key=lambda block: rates[block].landed, default="")


def opened_section(here: View, block: str) -> str:
    """The section of the address, where something was decided for the block of it or nothing could be; else ''."""
    asked = address.get("section")
    return asked if block and asked in (*geographic_codes(here.road), BLANK) else ""


def block_opened(here: View) -> None:
    """The block that is open, chosen here or in the matrix."""
    block = opened_block(here)
    if not block:
        return
    words = here.words
    section = opened_section(here, block)
    _choices(here, block, section)
    row = blocks_of(here.road)[block]
    if address.get("block"):
        document.opened(f"{block} {section}".strip(), shorten(_block_title(here, block)))
    with st.container(border=True, gap="small", key="block_card"):
        st.subheader(plain_markdown(_block_title(here, block)), anchor=False)
        if isinstance(row["lead"], str):
            st.caption(plain_markdown(words.say("Lead: {name}", name=row["lead"])))
        if draft := words.text(row, "draft"):
            st.markdown("> " + plain_markdown(draft, 2000))
        else:
            st.caption(
                plain_markdown(
                    words.say("No draft of it yet: the column draft of the worksheet Charter takes the text.")
                )
            )
        _sources(here, block, section)


@per_road
def blocks_of(road: Road) -> dict[str, Mapping[Any, Any]]:
    """The rows of the worksheet Charter by their code."""
    return {row["code"]: row for row in road.charter.to_dict("records")}


def _block_title(here: View, block: str) -> str:
    return titles_of_blocks(here).get(block) or block


def _choices(here: View, block: str, section: str) -> None:
    """The block and the section in it, for those who do not click in the matrix."""
    words = here.words
    names, n = _section_names(here), _decided(here, block)
    of_block, of_section = st.columns(2, gap="small")
    st.session_state["at_block"] = block
    of_block.selectbox(
        words.say("Charter block"),
        list(titles_of_blocks(here)),
        format_func=lambda code: shorten(_block_title(here, code), 60),
        placeholder=words.say("Choose a block"),
        key="at_block",
        on_change=_choose_block,
    )
    st.session_state["at_section"] = section or None
    of_section.selectbox(
        words.say("Section"),
        [code for code in n if n[code] or code == section],
        format_func=lambda code: words.say("{section} ({n})", section=names[code], n=words.number(n.get(code, 0))),
        placeholder=words.say("All sections"),
        index=None,
        key="at_section",
        on_change=lambda: address.put("section", st.session_state["at_section"] or ""),
    )


def _section_names(here: View) -> dict[str, str]:
    return names_of(here.road, "section", here.words) | {BLANK: here.words.say("no section")}


@per_road
def _decided(here: View, block: str) -> dict[str, int]:
    """How many contributions were decided for a block, by section."""
    return {
        cell["section"] if isinstance(cell["section"], str) else BLANK: cell["decided"]
        for cell in cells_at(here.road, on=here.on)
        if cell["block"] == block
    }


def open_block(block: str, section: str = "") -> None:
    """Open a block, or what it has from one section."""
    for name, value in {"block": block, "section": section, "way": ""}.items():
        address.put(name, value)


def _choose_block() -> None:
    address.put("block", st.session_state["at_block"])
    address.put("way", "")


def _sources(here: View, block: str, section: str) -> None:
    words = here.words
    said = _block_sources(here, block, section)
    st.markdown(said.finding)
    for position, row in said.first.items():
        _source(here, position, row, in_section=bool(section))
    if said.n:
        link_to_contributions(
            words.plural(
                "Read the {n} contribution decided for it", "Read the {n} contributions decided for it", said.n
            ),
            block=address.joined([block]),
            section=section,
            stage="decided",
        )
    if said.absent:
        st.caption(said.absent)


@dataclass(frozen=True)
class BlockSources:
    """What stands behind a block: the finding and who is absent as Markdown, the first of ``n`` rows by position."""

    finding: str
    first: Mapping[int, Mapping[Any, Any]]
    n: int
    absent: str


@per_road
def _block_sources(here: View, block: str, section: str) -> BlockSources:
    words, names = here.words, _section_names(here)
    positions = decided_positions(here.road, block, on=here.on, section=section)
    landed = positions[stages(here.road, on=here.on).landed[positions]]
    sections = coded(here.road, "section")
    # The last place is that of contributions in none.
    places = set(sections.place[landed].tolist()) - {len(sections.codes)}
    said = sources_words(len(landed), 0 if section else len(places), words)
    if section:
        said = words.say("{section}: {said}", section=names[section], said=said)
    absent = not_in_words([names[code] for code in sections_not_in(here.road, block, on=here.on)], words)
    columns = {name: here.road.contributions[name].array for name in ("id", "contributor", "decision")}
    columns["section"] = geographic_section(here.road).array
    return BlockSources(
        f"**{plain_markdown(said)}**",
        {
            position: {name: values[position] for name, values in columns.items()}
            for position in positions[:SHOWN].tolist()
        },
        len(positions),
        "" if section else plain_markdown(absent),
    )


def _source(here: View, position: int, row: Mapping[Any, Any], *, in_section: bool) -> None:
    """One contribution by its contributor; opened, its way."""
    words = here.words
    code, key = str(row["id"]), f"way_of_{position}"
    place = "" if in_section else label(here.road, "section", row["section"], words)
    said = words.label(DECISIONS, row["decision"])
    st.session_state[key] = address.get("way") == code

    def turn() -> None:
        address.put("way", code if st.session_state[key] else "")

    shown = f"{shorten(contributor_name(row['contributor'], words), 40)}" + (f" · {place}" if place else "")
    source = st.expander(
        plain_markdown(f"{shown} · {said}", 140),
        icon=_ICONS.get(row["decision"]),
        type="compact",
        key=key,
        on_change=turn,
    )
    if source.open:
        with source:
            way(here, position)
            link_to_contributions(words.say("Open this contribution"), open=code)
