"""The workbooks that travel with the dashboard are what their CSV files say, cell by cell."""

import csv
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from data.grid import Cell
from data.languages import LANGUAGES
from data.sample import REHEARSAL, RHINE, ROAD
from data.sample.writing import write_workbook
from data.shape import CHARTER_PARTS, WORKSHEETS, worksheet
from data.sources.file import read_file

BOTH = pytest.mark.parametrize("workbook", [ROAD, REHEARSAL], ids=lambda path: path.stem)
EVERY = pytest.mark.parametrize("workbook", [ROAD, REHEARSAL, RHINE], ids=lambda path: path.stem)


def cells(path: Path) -> dict[str, list[list[object]]]:
    book = load_workbook(path)
    return {sheet.title: [[(c.value, c.number_format) for c in row] for row in sheet.rows] for sheet in book.worksheets}


def grids(path: Path) -> dict[str, list[list[Cell]]]:
    return {grid.title: [list(row) for row in grid.rows] for grid in read_file(path).grids}


@pytest.mark.slow(1)
@EVERY
def test_the_committed_file_holds_cell_by_cell_what_the_script_writes(workbook: Path, tmp_path: Path) -> None:
    write_workbook(workbook.with_suffix(""), tmp_path / "again.xlsx")
    assert cells(workbook) == cells(tmp_path / "again.xlsx")


@EVERY
def test_writing_twice_gives_the_same_bytes(workbook: Path, tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(workbook.with_suffix(""), tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


@BOTH
def test_every_worksheet_is_there_with_every_line_of_its_source(workbook: Path) -> None:
    read = grids(workbook)
    assert list(read) == [sheet.name for sheet in WORKSHEETS]
    for name, rows in read.items():
        with (workbook.with_suffix("") / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert len(rows) == len(list(csv.reader(file)))


@BOTH
def test_every_column_of_the_description_is_there(workbook: Path) -> None:
    for name, (header, *_) in grids(workbook).items():
        tagged = {f"_{language}" for language in LANGUAGES}
        stems = {str(text).rpartition("_")[0] if str(text)[-3:] in tagged else text for text in header}
        assert stems == {column.name for column in worksheet(name).columns}


@EVERY
def test_what_is_there_in_one_language_is_there_in_all(workbook: Path) -> None:
    for name, (header, *rows) in grids(workbook).items():
        for at, title in enumerate(header):
            if not str(title).endswith("_en"):
                continue
            of_all = [header.index(f"{str(title)[:-3]}_{language}") for language in LANGUAGES]
            assert all(row[of] for row in rows if len(row) > at and row[at] for of in of_all), (name, title)


@BOTH
def test_days_are_dates_numbers_are_numbers_and_plans_are_text(workbook: Path) -> None:
    read = grids(workbook)

    def column(name: str, title: str) -> set[type]:
        at = read[name][0].index(title)
        return {type(row[at]) for row in read[name][1:] if len(row) > at and row[at] is not None}

    assert column("Contributions", "received_on") == {date}
    assert column("Contributions", "decided_on") == {date}
    assert column("Milestones", "done_on") == {date}
    assert column("Milestones", "due") == {str}
    assert column("Milestones", "baseline") == {str}
    assert column("Milestones", "starts") <= {time, datetime}
    assert column("Sections", "expected") <= {int, float}
    settings = {row[0]: row[1] for row in read["Settings"][1:] if len(row) > 1}
    assert isinstance(settings["reporting_date"], date)
    assert isinstance(settings["target"], int | float)
    assert settings["illustrative"] == "yes"


@BOTH
def test_nobody_is_named_but_the_offices_that_answer(workbook: Path) -> None:
    read = grids(workbook)
    contacts = [row[read["Sections"][0].index("contact")] for row in read["Sections"][1:]]
    assert all(str(contact).endswith("@example.org") for contact in contacts)
    owners = {row[read["Milestones"][0].index("owner")] for row in read["Milestones"][1:]}
    assert owners == {"Secretariat"}


def test_a_line_with_a_value_too_many_is_named(tmp_path: Path) -> None:
    (tmp_path / "Questions.csv").write_text("code,text_en\nQ1,Which issues?,one too many\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"Questions\.csv, line 2: 3 values under 2 headers"):
        write_workbook(tmp_path, tmp_path / "out.xlsx")


def test_a_day_that_is_no_day_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "Contributions.csv").write_text("id,received_on\nC1,31 May\n", encoding="utf-8")
    with pytest.raises(ValueError, match="31 May"):
        write_workbook(tmp_path, tmp_path / "out.xlsx")


def test_the_rehearsal_goes_on_from_where_the_road_stands() -> None:
    road, rehearsal = grids(ROAD), grids(REHEARSAL)
    as_received = slice(0, 13)
    for name, last_row in (("Milestones", 4), ("Contributions", 121)):
        before = [row[as_received] for row in road[name][:last_row]]
        assert [row[as_received] for row in rehearsal[name][:last_row]] == before
    assert rehearsal["Questions"] == road["Questions"]
    blocks = [row[:6] for row in rehearsal["Charter"]]
    assert [block for block in blocks if block in [row[:6] for row in road["Charter"]]] == [
        r[:6] for r in road["Charter"]
    ]
    assert {block[5] for block in blocks[1:]} == set(CHARTER_PARTS.labels)
