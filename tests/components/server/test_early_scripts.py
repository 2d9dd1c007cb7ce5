"""The scripts that a document names early: those its page will ask for, and nothing that draws charts."""

import re

import pytest

from components.road import early_answer
from components.server.early_scripts import early_scripts
from components.server.static_files import STREAMLIT_STATIC
from components.shell import controls
from data.insides import ELEMENTS


def named(elements: tuple[str, ...] = ELEMENTS) -> list[str]:
    return re.findall(r'href="\./static/js/([\w.-]+)"', early_scripts(elements))


def test_every_element_looked_for_is_asked_for_by_a_page() -> None:
    assert (*controls.ELEMENTS, *early_answer.ELEMENTS) == ELEMENTS


@pytest.mark.parametrize("element", ELEMENTS)
def test_streamlit_has_a_script_of_each_element(element: str) -> None:
    assert [script for script in named() if script.startswith(f"{element}.")]


def test_what_a_script_imports_is_named_with_it_and_nothing_twice() -> None:
    document = (STREAMLIT_STATIC.parent / "index.html").read_text("utf-8")
    early = named()
    assert len(early) == len(set(early))
    assert not [script for script in early if script in document]
    for script in early:
        source = (STREAMLIT_STATIC / "js" / script).read_text("utf-8")
        imported = re.findall(r'(?:from|import)"\./([\w.-]+)"', source)
        assert all(other in early or other in document for other in imported)


def test_other_pages_name_what_stands_on_every_page() -> None:
    other = named(controls.ELEMENTS)
    assert set(other) < set(named())
    assert [script.split(".")[0] for script in other][:2] == ["ButtonGroup", "Button"]


def test_no_charting_library_is_early() -> None:
    assert sum((STREAMLIT_STATIC / "js" / script).stat().st_size for script in named()) < 400_000
