"""What was changed, on The sheet: by day and worksheet, with cell, old and new value."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.config import Config
from data.grid import Cell
from data.store import fingerprint, record_of, shared_store
from tests.data.reading.sheets import SOUND, through_a_file
from tests.pages.conftest import Visit

pytestmark = pytest.mark.slow(1)

MILESTONES: list[list[Cell]] = [list(row) for row in SOUND["Milestones"]]


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A workbook whose record holds two days of edits, and that says what the last one left."""
    monkeypatch.setenv("ROAD_CACHE_DIR", str(tmp_path / "kept"))
    path = tmp_path / "sheet.xlsx"
    record = record_of(Config(workbook=path, history_dir=tmp_path / "kept"))
    moved = [MILESTONES[0], [*MILESTONES[1][:3], date(2021, 5, 25), None], MILESTONES[2]]
    blocks = [*SOUND["Charter"], ["REC", "<b>Recognition</b> [x](http://x.y)"]]
    steps = [
        (datetime(2021, 6, 10, 8, tzinfo=UTC), {}),
        (datetime(2021, 6, 11, 16, 57, tzinfo=UTC), {"Milestones": moved}),
        (datetime(2021, 6, 12, 9, 5, tzinfo=UTC), {"Milestones": MILESTONES, "Charter": blocks}),
    ]
    for moment, changed in steps:
        workbook = through_a_file(path, **changed)
        record.note(workbook, fingerprint(workbook), moment)
    yield path
    shared_store.cache_clear()


def lines(page: AppTest) -> list[str]:
    found = [block.value for block in page.markdown if block.value.startswith("- **")]
    return found[0].splitlines() if found else []


def test_the_latest_day_of_edits_is_told_with_cells_and_values(visit: Visit, edited: Path) -> None:
    page = visit("sheet", workbook=edited, lang="en")
    assert not page.exception
    assert lines(page) == [
        "- **11:05** Due of “First session” moved from 25 May 2021 to 18 May 2021 · D2",
        "- **11:05** Charter\\: “\\<b\\>Recognition\\<\\/b\\> \\[x\\]\\(http\\:\\/\\/\u2060x\\.y\\)” was added",
    ]
    assert any("made after 18:57, was read at 11:05" in caption.value for caption in page.caption)


def test_another_day_and_one_worksheet_are_in_the_address(visit: Visit, edited: Path) -> None:
    page = visit("sheet", workbook=edited, lang="en", edited_on="2021-06-11")
    assert lines(page) == ["- **18:57** Due of “First session” moved from 18 May 2021 to 25 May 2021 · D2"]
    assert page.query_params["edited_on"] == "2021-06-11"
    (link,) = [link for link in page.get("page_link") if "as_read_on=2-" in link.proto.query_string]
    assert link.proto.label == "The pages as the sheet was read at 18:57"
    only = visit("sheet", workbook=edited, lang="en", edited="Charter")
    assert not any("as_read_on" in link.proto.query_string for link in only.get("page_link")), "that is the sheet now"
    assert len(lines(only)) == 1
    assert "Charter" in lines(only)[0]
    unknown = visit("sheet", workbook=edited, lang="en", edited="Budget", edited_on="yesterday")
    assert len(lines(unknown)) == 2
    assert "edited" not in unknown.query_params


def test_one_row_is_followed_through_all_its_days(visit: Visit, edited: Path) -> None:
    page = visit("sheet", workbook=edited, lang="en", edited_row="Milestones:m1")
    assert lines(page) == [
        "- **11 June 2021 at 18:57** Due of “First session” moved from 18 May 2021 to 25 May 2021 · D2",
        "- **12 June 2021 at 11:05** Due of “First session” moved from 25 May 2021 to 18 May 2021 · D2",
    ]
    page.selectbox(key="at_edited_row").select("Charter:rec").run()
    assert not page.exception
    assert page.query_params["edited_row"] == "Charter:rec"
    (line,) = lines(page)
    assert "was added" in line
    unknown = visit("sheet", workbook=edited, lang="en", edited_row="Milestones:nobody")
    assert (len(lines(unknown)), "edited_row" in unknown.query_params) == (2, False)


def test_a_sheet_just_met_says_since_when_nothing_was_changed(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROAD_CACHE_DIR", str(tmp_path / "kept"))
    through_a_file(tmp_path / "sheet.xlsx")
    page = visit("sheet", workbook=tmp_path / "sheet.xlsx", lang="en")
    assert any(c.value.startswith("Nothing was changed since the history of the sheet began") for c in page.caption)


def test_without_a_folder_to_write_to_the_page_says_that_no_history_is_kept(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ROAD_CACHE_DIR", str(tmp_path / "file"))
    through_a_file(tmp_path / "sheet.xlsx")
    page = visit("sheet", workbook=tmp_path / "sheet.xlsx", lang="en")
    assert not page.exception
    assert any(c.value.startswith("No history of the sheet is kept here") for c in page.caption)
