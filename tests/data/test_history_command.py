"""``python -m data history``: what was changed in words, old copies brought in, all of it taken out again."""

import json
from datetime import date
from pathlib import Path

import pytest

from data.__main__ import main
from data.grid import Cell
from data.sources.file import read_file
from tests.data.reading.sheets import SOUND, through_a_file

ROWS: list[list[Cell]] = [list(row) for row in SOUND["Milestones"]]


@pytest.fixture
def sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sheet as it is now, and a folder with two old copies of it beside it."""
    monkeypatch.setenv("ROAD_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("ROAD_WORKBOOK", str(tmp_path / "now.xlsx"))
    (tmp_path / "old").mkdir()
    through_a_file(tmp_path / "old" / "sheet 2021-05-10.xlsx")
    moved = [ROWS[0], [*ROWS[1][:3], date(2021, 5, 25), None], ROWS[2]]
    through_a_file(tmp_path / "old" / "sheet_20210512_1730.xlsx", Milestones=moved)
    through_a_file(tmp_path / "now.xlsx", Milestones=moved, Charter=[*SOUND["Charter"], ["REC", "Recognition"]])
    return tmp_path


def test_old_copies_become_history_dated_by_their_names(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "import", str(sheet / "old")]) == 0
    assert capsys.readouterr().out == "2 readings imported\n"
    assert main(["history"]) == 0
    assert capsys.readouterr().out == "2021-05-12 19:30  Due of “First session” moved from 18 May 2021 to 25 May 2021\n"
    assert main(["history", "--since", "2021-05-12"]) == 0
    assert capsys.readouterr().out == ""


def test_json_says_the_cell_and_what_lies_before_it(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["history", "import", str(sheet / "old")])
    capsys.readouterr()
    assert main(["history", "--json", "--language", "fr"]) == 0
    (change,) = json.loads(capsys.readouterr().out)
    sentence = change.pop("sentence")
    assert "18 mai 2021" in sentence
    assert "25 mai 2021" in sentence
    assert change == {
        "not_before": "2021-05-10T00:00:00+00:00",
        "seen_on": "2021-05-12T17:30:00+00:00",
        "worksheet": "Milestones",
        "kind": "edited",
        "row": 2,
        "key": "m1",
        "column": "due",
        "old": "2021-05-18",
        "new": "2021-05-25",
    }


def test_what_is_taken_out_can_be_brought_in_again(
    sheet: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["history", "import", str(sheet / "old")])
    assert main(["history", "export", str(sheet / "out")]) == 0
    assert sorted(path.name for path in (sheet / "out").iterdir()) == [
        "2021-05-10_0000.xlsx",
        "2021-05-12_1730.xlsx",
        "changes.csv",
    ]
    capsys.readouterr()
    main(["history"])
    before = capsys.readouterr().out
    monkeypatch.setenv("ROAD_CACHE_DIR", str(sheet / "kept elsewhere"))
    main(["history", "import", str(sheet / "out")])
    capsys.readouterr()
    main(["history"])
    assert capsys.readouterr().out == before


def test_copies_that_are_not_older_are_refused(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["history", "import", str(sheet / "old")])
    capsys.readouterr()
    assert main(["history", "import", str(sheet / "old")]) == 2
    assert "begins on 2021-05-10" in capsys.readouterr().err


def test_a_forgotten_contribution_is_in_no_reading(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["history", "import", str(sheet / "old")])
    capsys.readouterr()
    assert main(["history", "forget", "C1"]) == 0
    assert capsys.readouterr().out.startswith("taken out of 2 kept readings")
    main(["history", "export", str(sheet / "out")])
    for copy in (sheet / "out").glob("*.xlsx"):
        (grid,) = (grid for grid in read_file(copy).grids if grid.title == "Contributions")
        assert [row[0] for row in grid.rows if row] == ["id", "C2"]


def test_what_history_takes_is_said_in_one_line(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "import"]) == 2
    assert main(["history", "import", str(sheet / "kept")]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 2
    assert "a folder to import from" in errors[0]
    assert "no .xlsx file" in errors[1]
