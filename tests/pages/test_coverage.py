"""The page of regional coverage without a browser."""

from pathlib import Path

import pytest

from data.shape import LANGUAGES
from tests.pages.conftest import REHEARSAL, ROAD, Visit


@pytest.mark.parametrize("workbook", [ROAD, REHEARSAL], ids=["road", "rehearsal"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_has_its_card(visit: Visit, workbook: Path, language: str) -> None:
    page = visit("coverage", workbook=workbook, lang=language)
    assert not page.exception
    assert len(page.metric) == 9
    assert len(page.get("plotly_chart")) == 3
