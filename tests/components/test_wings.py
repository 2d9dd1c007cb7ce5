"""Each wing says what it keeps in the address: what it does not say leaves the address, and with it the next link."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from components.shell.pages import PAGES

ROOT = Path(__file__).parents[2]
_KEPT = re.compile(r'address\.(?:get|put)(?:_all)?\(\s*"(\w+)"')


def kept_in(folder: Path) -> set[str]:
    """The parameters that the code of a folder names."""
    return {name for path in folder.glob("*.py") for name in _KEPT.findall(path.read_text("utf-8"))}


@pytest.mark.parametrize("name", PAGES)
def test_a_wing_declares_what_it_keeps_in_the_address(name: str) -> None:
    kept = kept_in(ROOT / "components" / name)
    assert kept <= set(import_module(f"components.{name}").PARAMETERS)
    assert kept or name == "sheet", "the sheet names its own by their function"


@pytest.mark.parametrize("name", PAGES)
def test_a_wing_declares_what_its_page_takes_from_the_shared_parts(name: str) -> None:
    page = (ROOT / "pages" / f"{name}.py").read_text("utf-8")
    assert ("lately" in page) == ("since" in import_module(f"components.{name}").PARAMETERS)
