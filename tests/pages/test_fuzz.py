"""Whatever a workbook holds, every page is drawn of it, and soon."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from streamlit.testing.v1 import AppTest

from components.shell.pages import PAGES
from data.grid import Origin, Workbook
from data.store import Store, shared_store
from tests.data.reading.test_fuzz import BOUNDED, workbooks
from tests.pages.conftest import ROOT

CPU_SECONDS = 6.0
"""At most for reading a workbook of a few rows and drawing a page of it, however busy the machine."""


class _Fuzz:
    """A source that hands over one workbook."""

    origin = Origin("file", "fuzz.xlsx")

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook

    def read(self) -> Workbook:
        return self._workbook


@pytest.mark.slow(8)
@pytest.mark.parametrize("name", PAGES)
@settings(BOUNDED, max_examples=5)
@given(workbook=workbooks())
def test_any_workbook_is_shown_on_every_page_within_its_time(name: str, workbook: Workbook) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data.store.open_store", lambda _config: Store(_Fuzz(workbook)))
        shared_store.cache_clear()
        began = time.process_time()
        page = AppTest.from_file(ROOT / "components" / "frame.py", default_timeout=60)
        page.query_params["lang"] = "fr"
        page.switch_page(str(Path("..", "pages", f"{name}.py"))).run()
        took = time.process_time() - began
    shared_store.cache_clear()
    assert not page.exception, [error.value for error in page.exception]
    assert page.title
    assert took < CPU_SECONDS
