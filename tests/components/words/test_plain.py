"""Text of the sheet in a medium: what it is made of there means nothing."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from components.words.plain import plain_badge


def _badge(label: str) -> None:
    import streamlit as st

    st.badge(label, icon=":material/error:", color="orange")


@pytest.mark.parametrize("name", ["Europe ] West", "[a](b)", "\\]", "a\\", "][", ":red-badge[x]", "*a* ![x](y)"])
def test_a_bracket_in_a_name_leaves_its_badge_whole(name: str) -> None:
    (sent,) = AppTest.from_function(_badge, args=(plain_badge(name),)).run().markdown
    label = re.fullmatch(r":orange-badge\[:material/error: (.*)\]", sent.value)
    assert label
    # An escape and what it escapes are read together; what is left of them holds no bracket, and no half of an escape.
    assert not re.search(r"[\[\]\\]", re.sub(r"\\.", "", label[1]))
    assert re.sub(r"\\(.)", r"\1", label[1]) == name
