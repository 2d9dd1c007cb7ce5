"""A page in its frame without a browser: ``visit("coverage", workbook=REHEARSAL, lang="fr")``."""

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


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    """Open a page over a workbook, with parameters in the address; returns the page after its run."""

    def open_page(name: str, *, workbook: Path = ROAD, **parameters: str) -> AppTest:
        monkeypatch.setenv("ROAD_WORKBOOK", str(workbook))
        shared_store.cache_clear()
        page = AppTest.from_file(ROOT / "components" / "frame.py", default_timeout=30)
        for parameter, value in parameters.items():
            page.query_params[parameter] = value
        page.switch_page(str(Path("..", "pages", f"{name}.py")))
        return page.run()

    yield open_page
    # Whoever comes next may look at another sheet.
    shared_store.cache_clear()
