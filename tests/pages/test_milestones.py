"""The page of milestones without a browser."""

from pathlib import Path

import pytest

from data.shape import LANGUAGES
from tests.pages.conftest import REHEARSAL, ROAD, Visit


@pytest.mark.parametrize(("workbook", "n"), [(ROAD, 4), (REHEARSAL, 10)], ids=["road", "rehearsal"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_draws_the_road_and_lists_every_milestone(visit: Visit, workbook: Path, n: int, language: str) -> None:
    page = visit("milestones", workbook=workbook, lang=language)
    assert not page.exception
    assert len(page.get("plotly_chart")) == 1
    assert len(page.dataframe[0].value) == n


@pytest.mark.parametrize("workbook", [ROAD, REHEARSAL], ids=["road", "rehearsal"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("milestone", ["M1", "M2", "M3", "M4"])
def test_every_milestone_opens(visit: Visit, workbook: Path, language: str, milestone: str) -> None:
    page = visit("milestones", workbook=workbook, lang=language, milestone=milestone)
    assert not page.exception
    assert page.selectbox(key="at_milestone").value == milestone
