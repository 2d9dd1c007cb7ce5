"""The rows behind the figures of the text, and the links that lead to contributions."""

from typing import TypedDict

import streamlit as st

from components.shared.passport import contribution_rows
from components.shell import address
from components.shell.pages import page_file
from components.shell.view import View
from components.words.plain import plain_markdown, shorten
from data.cache import per_road
from data.figures.contributions import tally
from data.road import Road


class RowsBehind(TypedDict):
    """Rows of Contributions that count, and the others by reason."""

    used: int
    left_out: dict[str, int]


def decided_rows(here: View, used: int) -> RowsBehind:
    """Rows behind a figure over ``used`` of the decided contributions."""
    words, counted = here.words, tally(here.road, on=here.on)
    _, left_out = contribution_rows(here.road, counted.received, words)
    reasons = {
        words.say("not decided on this day"): counted.received - counted.decided,
        words.say("decided, and not counted here"): counted.decided - used,
    }
    return {"used": used, "left_out": {reason: n for reason, n in (reasons | left_out).items() if n}}


def link_to_contributions(label: str, **parameters: str) -> None:
    """A link to the page Contributions; ``parameters`` are those of one code each."""
    st.page_link(
        page_file("contributions"),
        label=label,
        icon=":material/arrow_forward:",
        query_params=address.link(**parameters),
    )


def link_to_contribution(here: View, position: int, gloss: str = "") -> None:
    """A link to one contribution by its contributor; ``gloss`` stands first, where no narrow screen cuts it."""
    ids, contributors = who(here.road)
    label = " · ".join(filter(None, (gloss, shorten(contributors[position], 48))))
    st.page_link(
        page_file("contributions"),
        label=plain_markdown(label, 100),
        icon=":material/chevron_right:",
        query_params=address.link(open=ids[position]),
    )


@per_road
def who(road: Road) -> tuple[list[str], list[str]]:
    """Ids and contributors by position, where looking up one does not take longer than drawing it."""
    return road.contributions["id"].tolist(), road.contributions["contributor"].tolist()
