"""What can be done with what stands above: on paper, where nothing can be, it is left out (``static/page.css``)."""

import streamlit as st


def hint(said: str, *, key: str) -> None:
    """What a touch or a click does, below a chart."""
    with st.container(key=f"hint_{key}"):
        st.caption(said)
