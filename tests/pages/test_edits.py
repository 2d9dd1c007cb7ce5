"""Changes of the sheet that no date in it tells: which are told, since when, and how a text's are shown."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from components.shared.edits import change_markdown, word_by_word
from data.config import Config
from data.grid import Cell
from data.history.changes import Change, ChangeKind
from data.store import fingerprint, record_of
from data.words import words_of
from tests.data.reading.sheets import SOUND, through_a_file
from tests.pages.conftest import Visit
from tests.pages.test_cited import texts

pytestmark = pytest.mark.slow(1)

MILESTONES: list[list[Cell]] = [list(row) for row in SOUND["Milestones"]]


def test_a_text_is_compared_word_by_word() -> None:
    assert word_by_word("Cities welcome people", "Cities always welcome all people") == (
        "Cities **always** welcome **all** people"
    )
    assert word_by_word("one two three", "one three") == "one ~~two~~ three"
    assert word_by_word("a " * 40, "a " * 39 + "b").count("a") < 20
    assert word_by_word("x", "<i>*y*") == "**\\<i\\>\\*y\\*** ~~x~~"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Draft of “Dignity”: Cities **always** welcome"),
        ("fr", "Projet de texte de «\xa0Dignity\xa0»\xa0: Cities **always** welcome"),
    ],
)
def test_a_changed_text_is_told_once_behind_what_it_is_a_text_of(language: str, said: str) -> None:
    draft = Change(
        "Charter", ChangeKind.EDITED, "DIG", column="draft", old="Cities welcome", new="Cities always welcome"
    )
    assert change_markdown(draft, {("Charter", "DIG"): "Dignity"}, words_of(language)) == said


@pytest.fixture
def moved_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sheet whose launch moved on 8 and 11 June, whose target and a section's number were changed on 12 June."""
    monkeypatch.setenv("ROAD_CACHE_DIR", str(tmp_path / "kept"))
    path = tmp_path / "sheet.xlsx"
    record = record_of(Config(workbook=path, history_dir=tmp_path / "kept"))

    def due(day: Cell) -> list[list[Cell]]:
        return [MILESTONES[0], MILESTONES[1], [*MILESTONES[2][:3], day, None]]

    header, *contributions = SOUND["Contributions"]
    decided = [[*header, "decision"], [*contributions[0], "reflected"], [*contributions[1], None]]
    undecided = [[*header, "decision"], [*contributions[0], None], [*contributions[1], None]]
    settings = [["key", "value"], ["title", "Road"], ["timezone", "Europe/Madrid"], ["reporting_date", "2021-06-14"]]
    last = {
        "Milestones": due(date(2021, 12, 20)),
        "Settings": [*settings, ["target", 50]],
        "Contributions": decided,
    }
    for moment, changed in (
        (datetime(2021, 6, 1, 8, tzinfo=UTC), {"Settings": settings, "Contributions": undecided}),
        (
            datetime(2021, 6, 8, 8, tzinfo=UTC),
            {"Milestones": due(date(2021, 12, 18)), "Settings": settings, "Contributions": undecided},
        ),
        (
            datetime(2021, 6, 11, 8, tzinfo=UTC),
            {"Milestones": due(date(2021, 12, 20)), "Settings": settings, "Contributions": undecided},
        ),
        (datetime(2021, 6, 12, 8, tzinfo=UTC), last),
    ):
        workbook = through_a_file(path, **changed)
        record.note(workbook, fingerprint(workbook), moment)
    return path


def test_what_moved_since_a_day_is_told_on_the_road(visit: Visit, moved_twice: Path) -> None:
    page = visit("road", workbook=moved_twice, lang="en", since="2021-06-09")
    said = texts(page)
    assert not page.exception
    assert "Due of “Launch” moved from 18 December 2021 to 20 December 2021" in said
    assert "from December 2021 to" not in said
    assert "**12 Jun** Settings\\: target was set to 50" in said
    assert "Decision of “City of Dakar” was set to “reflected”" in said
    assert "A decision without its day is listed on the day it was first seen" in said


def test_what_was_changed_later_than_the_day_looked_at_is_not_told(visit: Visit, moved_twice: Path) -> None:
    said = texts(visit("road", workbook=moved_twice, lang="en", since="2021-06-05", asof="2021-06-08"))
    assert "Due of “Launch” moved from December 2021 to 18 December 2021" in said
    assert "20 December" not in said.split("Due of")[-1]
    assert "target was set" not in said


def test_an_opened_milestone_says_every_day_it_had(visit: Visit, moved_twice: Path) -> None:
    said = texts(visit("milestones", workbook=moved_twice, lang="en", milestone="M2"))
    assert "Moved 2 times, before: **December 2021 and 18 December 2021**" in said
    assert "Moved" not in texts(visit("milestones", workbook=moved_twice, lang="en", milestone="M1"))
