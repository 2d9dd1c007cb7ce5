"""A page in its frame without a browser: ``visit("coverage", workbook=REHEARSAL, lang="fr")``."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.store import shared_store

ROOT = Path(__file__).parent.parent.parent
ROAD = ROOT / "data" / "sample" / "road.xlsx"
REHEARSAL = ROOT / "data" / "sample" / "rehearsal.xlsx"
RHINE = ROOT / "data" / "sample" / "rhine.xlsx"

Visit = Callable[..., AppTest]


@pytest.fixture(scope="module")
def read() -> Iterator[list[object]]:
    """What the store has read last in this file: a workbook that stays the same is read once."""
    yield []
    # Whoever comes next may look at another sheet.
    shared_store.cache_clear()


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, read: list[object]) -> Visit:
    """Open a page over a workbook, with parameters in the address; returns the page after its run."""

    def open_page(name: str, *, workbook: Path = ROAD, **parameters: str) -> AppTest:
        monkeypatch.setenv("ROAD_WORKBOOK", str(workbook))
        settings = {name: value for name, value in os.environ.items() if name.startswith("ROAD_")}
        if read != [wanted := (settings, workbook.exists() and workbook.stat().st_mtime_ns)]:
            shared_store.cache_clear()
            read[:] = [wanted]
        page = AppTest.from_file(ROOT / "components" / "frame.py", default_timeout=30)
        for parameter, value in parameters.items():
            page.query_params[parameter] = value
        page.switch_page(str(Path("..", "pages", f"{name}.py")))
        return page.run()

    return open_page
