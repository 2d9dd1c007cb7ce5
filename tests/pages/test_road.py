"""The road page without a browser."""

from pathlib import Path

import pytest

from data.languages import LANGUAGES
from tests.pages.conftest import REHEARSAL, ROAD, Visit


@pytest.mark.parametrize("workbook", [ROAD, REHEARSAL], ids=["road", "rehearsal"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_road_shows_its_sentence_and_four_figures(visit: Visit, workbook: Path, language: str) -> None:
    page = visit("road", workbook=workbook, lang=language)
    assert not page.exception
    assert len(page.metric) == 4
