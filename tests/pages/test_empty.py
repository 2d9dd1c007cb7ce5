"""An empty workbook greets its readers, and a wrong one breaks no page."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.languages import LANGUAGES
from data.words import words_of
from tests.pages.conftest import Visit
from tests.pages.nasty import EMPTY, WRONG, hostile, save

pytestmark = pytest.mark.slow(25)

PAGES = ("road", "coverage", "milestones", "contributions", "text", "sheet")


def said(page: AppTest) -> str:
    """Everything the page says in text, escapes taken out."""
    parts = [*page.title, *page.markdown, *page.caption, *page.info]
    return "\n".join(str(part.value).replace("\\", "") for part in parts)


# Every way to be empty in one language, one way in each of the others.
EVERY_WAY = [("en", workbook) for workbook in EMPTY] + [(language, "headers alone") for language in LANGUAGES[1:]]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("language", "workbook"), EVERY_WAY)
def test_an_empty_workbook_opens_on_every_page(
    visit: Visit, tmp_path: Path, name: str, language: str, workbook: str
) -> None:
    page = visit(name, workbook=save(tmp_path, "empty", EMPTY[workbook]), lang=language)
    assert not page.exception
    assert len(page.title) == 1
    assert page.get("download_button")


@pytest.mark.parametrize("name", [name for name in PAGES if name != "sheet"])
def test_an_empty_workbook_says_which_worksheet_to_fill_first(visit: Visit, tmp_path: Path, name: str) -> None:
    page = visit(name, workbook=save(tmp_path, "empty", EMPTY["headers alone"]), lang="en")
    assert page.title[0].value == "The sheet is open, and still empty"
    assert said(page).index("Fill in **Milestones** first") < said(page).index("Then fill in **Contributions**")
    assert not page.info


@pytest.mark.parametrize("name", PAGES)
def test_a_workbook_without_our_worksheets_is_refused_by_name(visit: Visit, tmp_path: Path, name: str) -> None:
    page = visit(name, workbook=save(tmp_path, "wrong", {"Budget": [["a"]], "Staff": [["b"]]}), lang="en")
    assert page.title[0].value == "The sheet cannot be read at the moment"
    assert "This is not the sheet of this road: its worksheets are Budget and Staff" in page.error[0].value.replace(
        "\\", ""
    )
    assert not page.metric


FAILURES = {
    "The sheet cannot be read at the moment": {},
    "The dashboard is not set up yet": {"ROAD_REFRESH_SECONDS": "soon"},
}


@pytest.mark.parametrize("title", FAILURES)
def test_who_lands_in_another_language_where_there_are_no_figures_changes_it(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, title: str
) -> None:
    for name, value in FAILURES[title].items():
        monkeypatch.setenv(name, value)
    page = visit("coverage", workbook=tmp_path / "missing.xlsx", lang="en")
    for language in LANGUAGES:
        page.segmented_control(key="at_lang").set_value(language).run()
        assert page.title[0].value == words_of(language).say(title)


def test_rows_that_cannot_be_read_lead_to_the_sheet(visit: Visit, tmp_path: Path) -> None:
    page = visit("road", workbook=save(tmp_path, "unread", EMPTY["rows that cannot be read"]), lang="en")
    assert page.title[0].value == "No row of the sheet can be read yet"
    assert "1 row is there" in said(page)
    assert page.get("page_link")[0].proto.page == "sheet"


def test_an_empty_sheet_says_on_its_own_page_what_to_fill_first(visit: Visit, tmp_path: Path) -> None:
    page = visit("sheet", workbook=save(tmp_path, "empty", EMPTY["headers alone"]), lang="en")
    assert page.title[0].value == "The sheet has no rows yet"
    assert page.info[0].value == "Fill in Milestones first, then Contributions."


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("workbook", WRONG)
def test_a_wrong_workbook_breaks_no_page(visit: Visit, tmp_path: Path, name: str, workbook: str) -> None:
    page = visit(name, workbook=save(tmp_path, "wrong", WRONG[workbook]()), lang="fr")
    assert not page.exception


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_cells_break_no_page(visit: Visit, tmp_path: Path, name: str, language: str) -> None:
    page = visit(name, workbook=save(tmp_path, "hostile", hostile()), lang=language)
    assert not page.exception
