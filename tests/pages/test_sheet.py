"""The page of the sheet without a browser."""

from pathlib import Path

import pytest

from data.shape import LANGUAGES
from tests.pages.conftest import REHEARSAL, ROAD, Visit


@pytest.mark.parametrize("workbook", [ROAD, REHEARSAL], ids=["road", "rehearsal"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_sheet_says_what_was_read_of_every_worksheet(visit: Visit, workbook: Path, language: str) -> None:
    page = visit("sheet", workbook=workbook, lang=language)
    assert not page.exception
    assert len(page.table[0].value) == 7
