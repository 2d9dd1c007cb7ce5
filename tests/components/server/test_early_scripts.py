"""The scripts that a document names early: those its page will ask for, and nothing that draws charts."""

import json
import re
from html import unescape

import pytest

from components.server.early_scripts import early_scripts, later_scripts
from components.server.static_files import STREAMLIT_STATIC
from data.insides import ELEMENTS, HEAVY

LIGHT = tuple(element for element in ELEMENTS if element not in HEAVY)


def named(elements: tuple[str, ...] = LIGHT) -> list[str]:
    return re.findall(r'href="\./static/js/([\w.-]+)"', early_scripts(elements))


@pytest.mark.parametrize("element", LIGHT)
def test_streamlit_has_a_script_of_each_element(element: str) -> None:
    assert [script for script in named() if script.startswith(f"{ELEMENTS[element]}.")]


def test_what_a_script_imports_is_named_with_it_and_nothing_twice() -> None:
    document = (STREAMLIT_STATIC.parent / "index.html").read_text("utf-8")
    early = named()
    assert len(early) == len(set(early))
    assert not [script for script in early if script in document]
    for script in early:
        source = (STREAMLIT_STATIC / "js" / script).read_text("utf-8")
        imported = re.findall(r'(?:from|import)"\./([\w.-]+)"', source)
        assert all(other in early or other in document for other in imported)


def test_a_page_names_the_scripts_of_its_own_elements() -> None:
    assert [script.split(".")[0] for script in named(("button", "metric"))][:2] == ["Button", "Metric"]
    assert named(("heading", "markdown")) == []


def test_no_charting_library_is_early() -> None:
    assert named(HEAVY) == []
    assert sum((STREAMLIT_STATIC / "js" / script).stat().st_size for script in named()) < 750_000


def test_what_is_heavy_is_named_for_later_each_with_what_it_imports() -> None:
    (content,) = re.findall(r'<meta name="later" content="([^"]*)">', later_scripts())
    later = json.loads(unescape(content))
    assert {element: scripts[0].split("/")[-1].split(".")[0] for element, scripts in later.items()} == {
        element: ELEMENTS[element] for element in HEAVY
    }
    assert all(len(scripts) > 1 for scripts in later.values())
