"""The answer in the document: the very words and figures of the page that follows, or nothing."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from streamlit.testing.v1 import AppTest

from components.road.early_answer import early_answer
from data.languages import LANGUAGES
from data.store import shared_store
from tests.components.conftest import Show

ROOT = Path(__file__).parents[3]
ROAD = ROOT / "data" / "sample" / "road.xlsx"
REHEARSAL = ROOT / "data" / "sample" / "rehearsal.xlsx"


@pytest.fixture(autouse=True)
def rehearsal(show: Show) -> None:
    """The rehearsal workbook is the configured one; a test may configure another."""
    show(REHEARSAL)


def edited(folder: Path, edit: Callable[[Workbook], None]) -> Path:
    """The embedded workbook after an edit."""
    book = load_workbook(ROAD)
    edit(book)
    path = folder / f"{edit.__name__}.xlsx"
    book.save(path)
    return path


def inside(markup: str, element: str) -> list[str]:
    """The texts of all elements of this kind."""
    return [unescape(found) for found in re.findall(f"<{element}>(.*?)</{element}>", markup)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("day", ["", "2021-06-30", "1999-01-01", "never"])
def test_words_and_figures_are_those_of_the_page(day: str, language: str) -> None:
    early = early_answer({"asof": day}, language)
    page = AppTest.from_file(ROOT / "components" / "frame.py", default_timeout=30)
    page.query_params["lang"] = language
    page.query_params["asof"] = day
    page.run()
    assert inside(early, "h1") == [re.sub(r"\\(.)", r"\1", page.title[0].value)]
    assert inside(early, "b") == [metric.value for metric in page.metric]
    assert inside(early, "dt") == [metric.label for metric in page.metric]
    assert len(page.metric) == 4


def test_made_up_rows_are_called_so_at_once(show: Show, tmp_path: Path) -> None:
    def real(book: Workbook) -> None:
        settings = book["Settings"]
        row = next(key.row for key in settings["A"] if key.value == "illustrative")
        settings.cell(row, 2, "no")

    assert "Données illustratives" in early_answer({}, "fr")
    show(edited(tmp_path, real))
    early = early_answer({}, "fr")
    assert "Données illustratives" not in early
    assert inside(early, "h1")


def test_markup_in_a_title_is_text(show: Show, tmp_path: Path) -> None:
    typed = "</h1><script>alert(1)</script>$sentence & more"

    def hostile(book: Workbook) -> None:
        steps = book["Milestones"]
        titles = [place for place, head in enumerate(steps[1], 1) if str(head.value).startswith("title")]
        for row in range(2, steps.max_row + 1):
            for place in titles:
                steps.cell(row, place, typed)

    show(edited(tmp_path, hostile))
    early = early_answer({}, "en")
    assert "<script" not in early
    assert any(typed in said for said in inside(early, "p"))


def without_sections(book: Workbook) -> None:
    del book["Sections"]


def empty(book: Workbook) -> None:
    for name in ("Milestones", "Contributions"):
        book[name].delete_rows(2, book[name].max_row)


@pytest.mark.parametrize("edit", [without_sections, empty])
def test_nothing_is_said_early_where_the_page_says_more_than_figures(
    edit: Callable[[Workbook], None], show: Show, tmp_path: Path
) -> None:
    assert early_answer({}, "en")
    show(edited(tmp_path, edit))
    assert not early_answer({}, "en")


def test_nothing_is_said_early_without_a_sheet_nor_in_the_frame_of_another_site(
    show: Show, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert not early_answer({"embed": "true"}, "en")
    show(tmp_path / "missing.xlsx")
    assert not early_answer({}, "en")
    monkeypatch.setenv("ROAD_REFRESH_SECONDS", "soon")
    shared_store.cache_clear()
    assert not early_answer({}, "en")
