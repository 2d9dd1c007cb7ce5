"""The way back from what is open, and on to its neighbours in a list."""

from collections.abc import Sequence

import streamlit as st

from components.shell import address
from data.words import Words


def ways_on(ids: Sequence[str], *, parameter: str, name: str, back: str, words: Words) -> None:
    """A bar for the one of ``ids`` that the ``parameter`` of the address opens: ``back``, previous, next, its place.

    Where it is none of them, only the way ``back``. ``name`` is that of one such thing, in the keys of the buttons.
    """
    asked = address.get(parameter)
    place = ids.index(asked) if asked in ids else None
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.button(
            back,
            icon=":material/arrow_back:",
            key=f"close_{name}",
            on_click=address.put,
            args=(parameter, ""),
        )
        if place is None:
            return
        before, after = ids[place - 1] if place else "", ids[place + 1] if place + 1 < len(ids) else ""
        for key, label, icon, to in (
            ("previous", words.say("Previous"), ":material/chevron_left:", before),
            ("next", words.say("Next one"), ":material/chevron_right:", after),
        ):
            st.button(
                label,
                icon=icon,
                type="tertiary",
                key=f"{key}_{name}",
                disabled=not to,
                on_click=address.put,
                args=(parameter, to),
            )
        st.caption(words.say("{n} of {of}", n=words.number(place + 1), of=words.number(len(ids))), width="content")
