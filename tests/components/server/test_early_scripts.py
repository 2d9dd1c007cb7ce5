"""The scripts that a document names early: those its page will ask for, and nothing that draws charts."""

import json
import re
from html import unescape
from typing import Any

import pytest
import streamlit as st

from components.server.early_scripts import early_scripts, later_scripts
from components.server.scripts import folder, text_of, with_joined
from components.server.static_files import STREAMLIT_STATIC
from data.insides import ELEMENTS, HEAVY

LIGHT = tuple(element for element in ELEMENTS if element not in HEAVY)


def told(name: str, markup: str) -> Any:  # noqa: ANN401 - as the page reads it
    (content,) = re.findall(rf'<meta name="{name}" content="([^"]*)">', markup)
    return json.loads(unescape(content))


def named(elements: tuple[str, ...] = LIGHT) -> list[str]:
    return [address.removeprefix(f"./static/{folder()}/") for address in told("soon", early_scripts(elements))]


@pytest.mark.parametrize("element", LIGHT)
def test_streamlit_has_a_script_of_each_element(element: str) -> None:
    assert [script for script in named() if script.startswith(f"{ELEMENTS[element]}.")]


def test_what_a_script_imports_is_named_with_it_and_nothing_twice() -> None:
    document = (STREAMLIT_STATIC.parent / "index.html").read_text("utf-8")
    early = named()
    assert len(early) == len(set(early))
    assert not [script for script in early if script in document]
    first = with_joined(document)
    for script in early:
        imported = re.findall(r'(?:from|import)"\./([\w.-]+)"', text_of(script))
        assert imported or script.startswith("joined-")
        assert all(other in early or other in first for other in imported), script


def test_a_page_names_the_scripts_of_its_own_elements() -> None:
    assert [script.split(".")[0] for script in named(("button", "metric"))][:2] == ["Button", "Metric"]
    assert named(("heading", "markdown")) == []


def test_no_charting_library_is_early() -> None:
    assert named(HEAVY) == []
    assert sum(len(text_of(script)) for script in named()) < 900_000


def test_the_page_listens_to_the_frames_that_streamlit_listens_to() -> None:
    assert told("origins", early_scripts(())) == st.get_option("client.allowedOrigins") != []


def test_every_script_is_named_for_later_heavy_ones_first_each_with_what_it_imports() -> None:
    later = told("later", later_scripts())
    assert {element: scripts[0].split("/")[-1].split(".")[0] for element, scripts in later.items()} == ELEMENTS
    assert set(list(later)[: len(HEAVY)]) == set(HEAVY)
    assert all(len(later[element]) > 1 for element in HEAVY)
