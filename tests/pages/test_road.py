"""The road page without a browser."""

from pathlib import Path

import pytest

from data.languages import LANGUAGES
from tests.pages.conftest import REHEARSAL, RHINE, ROAD, Visit

pytestmark = pytest.mark.slow(3)


@pytest.mark.parametrize("workbook", [ROAD, REHEARSAL, RHINE], ids=["road", "rehearsal", "rhine"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_road_shows_its_sentence_and_four_figures(visit: Visit, workbook: Path, language: str) -> None:
    page = visit("road", workbook=workbook, lang=language)
    assert not page.exception
    assert len(page.metric) == 4
    ways = [link.proto.page for link in page.get("page_link")]
    assert ways[-4:] == ["milestones", "contributions", "coverage", "text"]


def test_your_region_is_the_one_of_the_address_and_stays_in_it(visit: Visit) -> None:
    page = visit("road", workbook=REHEARSAL, region="AFR")
    assert page.selectbox(key="at_region").value == "AFR"
    assert any("75 contributions of 90 expected" in text.value for text in page.markdown)
    assert page.query_params["region"] == "AFR"
    page.selectbox(key="at_region").select("EUR").run()
    assert page.query_params["region"] == "EUR"
    assert any("148 contributions of 120 expected" in text.value for text in page.markdown)


def test_a_region_nobody_knows_is_none(visit: Visit) -> None:
    page = visit("road", workbook=REHEARSAL, region="XYZ")
    assert page.selectbox(key="at_region").value is None
    assert "region" not in page.query_params


@pytest.mark.slow(1)
@pytest.mark.parametrize("name", ["road", "coverage", "sheet"])
def test_every_page_says_whose_it_is_and_that_a_day_is_past(visit: Visit, name: str) -> None:
    page = visit(name, workbook=REHEARSAL, asof="2021-10-01")
    assert page.markdown[0].value == "Lampedusa"
    assert "1 October 2021" in page.warning[0].value
    page.button(key="past_day_back").click().run()
    assert "asof" not in page.query_params
    assert not any("look back" in warning.value for warning in page.warning)
