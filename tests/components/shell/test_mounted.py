"""Scripts of ours: their data come to them as they were, and Streamlit goes through none of them."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from components.shell.mounted import scripted


def _page() -> None:
    from components.shell.mounted import scripted

    js = "export default function ({ data }) { document.title = data.said }"
    mount = scripted("said_of_tests", html="<p></p>", js=js)
    mount(data={"said": "Été \ud83d", "rows": [[1, None], {"a": True}]}, key="one")


def test_data_go_in_bytes_and_half_a_character_breaks_nothing() -> None:
    (element,) = AppTest.from_function(_page).run().get("bidi_component")
    assert element.proto.WhichOneof("data") == "bytes"
    assert json.loads(element.proto.bytes) == {"said": "Été ?", "rows": [[1, None], {"a": True}]}


def test_a_script_that_does_not_say_what_draws_is_none() -> None:
    with pytest.raises(AssertionError, match="nothing_drawn"):
        scripted("nothing_drawn", html="<p></p>", js="function draw() {}")
