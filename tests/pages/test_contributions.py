"""The page of contributions without a browser."""

from pathlib import Path

import pytest

from data.shape import LANGUAGES
from tests.pages.conftest import REHEARSAL, ROAD, Visit


@pytest.mark.parametrize(("workbook", "of"), [(ROAD, "120"), (REHEARSAL, "405")], ids=["road", "rehearsal"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_how_many_and_draws_its_figures(visit: Visit, workbook: Path, of: str, language: str) -> None:
    page = visit("contributions", workbook=workbook, lang=language)
    assert not page.exception
    assert of in page.title[0].value
    assert len(page.get("plotly_chart")) == 3
    assert len(page.dataframe[0].value) == int(of)
