"""Exports of other tools as one worksheet, read back as what they say."""

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

import data.__main__ as main_module
from data.reading import read
from data.reading.ours import choose
from data.sources.file import read_file

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
DECIDIM = (
    "id;component/id;participatory_space/id;title/en;state;answer/en;published_at\n"
    '7;1;1;"=Shade; and water";accepted;Taken up;2021-05-04 10:00:00 +0200\n'
    "8;1;1;Benches;withdrawn;;2021-05-05 10:00:00 +0200\n"
)
LATER = DECIDIM.replace("accepted;Taken up", "rejected;Not ours") + "9;1;1;Trees;;;2021-05-06 10:00:00 +0200\n"
CONSUL = "id,title,cached_votes_up,hot_score,created_at,author\n7,Water,3,4,2021-05-05 08:00,A resident\n"
FORM = "Timestamp,Name of your city,Country,What should change?\n5/4/2021 10:00:00,Lima,Peru,More shade\n"


def _run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    status = main_module.main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return status, said.out + said.err


def _file(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def test_a_second_export_leaves_no_double(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = _file(tmp_path / "proposals.csv", DECIDIM), _file(tmp_path / "proposals2.csv", LATER)
    status, said = _run(capsys, "decidim", first, second, tmp_path / "out.xlsx")
    assert (status, said.startswith("3 rows in the worksheet Decidim of ")) == (0, True)
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == ["Decidim"]
    road = read(read_file(tmp_path / "out.xlsx", choose), now=NOW)
    frame = road.contributions
    assert frame["id"].tolist() == ["decidim-7", "decidim-9"]
    assert frame["summary"].tolist() == ["=Shade; and water", "Trees"]
    assert frame["received_on"].dt.day.tolist() == [4, 6]
    assert frame["decision"].fillna("").tolist() == ["not_reflected", ""]
    assert road.rows["Contributions"].left_out == 1


def test_an_export_is_tied_to_a_road_under_its_own_title(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _ = _run(capsys, "consul", _file(tmp_path / "c.csv", CONSUL), tmp_path / "out.xlsx")
    (grid,) = read_file(tmp_path / "out.xlsx").grids
    assert (status, grid.title) == (0, "Consul")
    assert [str(cell)[:10] for cell in grid.rows[1]] == ["consul-7", "2021-05-05", "A resident", "Water"]


def test_a_form_keeps_its_questions_and_gets_ids_that_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        status, _ = _run(capsys, "forms", _file(tmp_path / "f.csv", FORM), tmp_path / name)
        assert status == 0
    one, two = (read_file(tmp_path / name).grids[0].rows for name in ("one.xlsx", "two.xlsx"))
    assert list(one[0]) == ["id", "received_on", "contributor", "country", "What should change?"]
    assert list(one[1]) == list(two[1])
    assert one[1][4] == "More shade"
    as_it_comes = _file(tmp_path / "Form responses.csv", FORM)
    assert [one[1][0]] == read(read_file(as_it_comes, choose), now=NOW).contributions["id"].tolist()


def test_no_workbook_is_changed_and_no_other_export_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export, there = _file(tmp_path / "c.csv", CONSUL), _file(tmp_path / "there.xlsx", "kept")
    status, said = _run(capsys, "consul", export, there)
    assert (status, there.read_text("utf-8"), "is there already" in said) == (2, "kept", True)
    status, said = _run(capsys, "decidim", export, tmp_path / "new.xlsx")
    assert (status, "c.csv is no export of Decidim" in said) == (2, True)
    assert not (tmp_path / "new.xlsx").exists()
