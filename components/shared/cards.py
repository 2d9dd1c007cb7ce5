"""Cards: a figure with its gloss, the chips of the sections, a line of what happened."""

import base64
from collections.abc import Sequence

import streamlit as st

from components.charts.style import CORAL
from components.shell import address, theme
from components.shell.pages import page_of
from components.words.plain import plain_markdown


def figure_card(
    label: str,
    value: str,
    gloss: str,
    *,
    key: str,
    page: str = "",
    definition: str = "",
    trend: Sequence[float] = (),
    trend_alt: str = "",
) -> None:
    """One of a row of cards: what it is, its value, a line that explains it, a trend where it has one.

    All of it leads to the ``page`` where there is more, if any. ``definition`` is its rule in words, behind a question
    mark.
    """
    with st.container(border=True, height="stretch", gap=None, key=key):
        # The metric's own label is cut where a narrow phone has no room for it; a text wraps.
        if page:
            with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center", wrap=False):
                st.page_link(page_of(page), label=plain_markdown(label), query_params=address.link(), width="content")
                st.markdown("", help=definition or None, width="content")
        else:
            st.markdown(f":small[{plain_markdown(label)}]", help=definition or None)
        if len(trend) > 1:
            with st.container(horizontal=True, gap="small", vertical_alignment="center", wrap=False):
                st.metric(label, value, label_visibility="collapsed", width="content")
                st.image(sparkline(trend), alt=trend_alt, width="stretch")
        else:
            st.metric(label, value, label_visibility="collapsed")
        st.caption(plain_markdown(gloss))


def sparkline(values: Sequence[float], width: int = 240, height: int = 20) -> str:
    """An SVG line of ``values`` in their order, its last point marked, as a data address, in the theme's light colours,
    which a dark ground leaves clear enough.

    Drawn here because the metric's own line would bring a whole charting library with it.
    """
    low, high = min(values), max(values)
    span = (high - low) or 1
    points = [
        (3 + i * (width - 8) / (len(values) - 1), height - 4 - (value - low) / span * (height - 8))
        for i, value in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'preserveAspectRatio="none"><polyline points="{line}" fill="none" stroke="{theme.series_colour()}" '
        'stroke-width="2.5" '
        f'stroke-linejoin="round" vector-effect="non-scaling-stroke"/><path d="M{x:.1f} {y:.1f}h.01" stroke="{CORAL}" '
        'stroke-width="8" stroke-linecap="round" vector-effect="non-scaling-stroke"/></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
