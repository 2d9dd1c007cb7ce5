"""The links that lead to contributions."""

from urllib.parse import urlencode

import streamlit as st

from components.shell import address
from components.shell.pages import page_of
from components.shell.view import View
from components.words.labels import contributor_name
from components.words.plain import plain_markdown, shorten
from data.cache import per_road
from data.road import Road


def link_to_contributions(label: str, **parameters: str) -> None:
    """A link to the page Contributions; ``parameters`` are those of one code each. It is not printed."""
    with st.container(key=f"leads_{urlencode(parameters)}"):
        st.page_link(
            page_of("contributions"),
            label=label,
            icon=":material/arrow_forward:",
            query_params=address.link(**parameters),
        )


def link_to_contribution(here: View, position: int, gloss: str = "") -> None:
    """A link to one contribution by its contributor; ``gloss`` stands first, where no narrow screen cuts it."""
    ids, contributors = who(here.road)
    label = " · ".join(filter(None, (gloss, shorten(contributor_name(contributors[position], here.words), 48))))
    st.page_link(
        page_of("contributions"),
        label=plain_markdown(label, 100),
        icon=":material/chevron_right:",
        query_params=address.link(open=ids[position]),
    )


@per_road
def who(road: Road) -> tuple[list[str], list[str]]:
    """Ids and contributors by position, where looking up one does not take longer than drawing it."""
    return road.contributions["id"].tolist(), road.contributions["contributor"].tolist()
