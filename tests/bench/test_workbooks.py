"""Workbooks of any size for the bench."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from bench.workbooks import REHEARSAL, write_workbook


@pytest.mark.slow(1)
@pytest.mark.parametrize("size", [7, 900])
def test_workbook_has_so_many_contributions_with_ids_of_their_own(tmp_path: Path, size: int) -> None:
    write_workbook(tmp_path / "made.xlsx", size)
    rows = list(load_workbook(tmp_path / "made.xlsx")["Contributions"].iter_rows(values_only=True))
    header = next(i for i, row in enumerate(rows) if "id" in row)
    ids = [row[rows[header].index("id")] for row in rows[header + 1 :]]
    assert len(ids) == len(set(ids)) == size


def test_no_two_contributions_say_the_same_in_the_same_name(tmp_path: Path) -> None:
    write_workbook(tmp_path / "made.xlsx", 1_000)
    rows = list(load_workbook(tmp_path / "made.xlsx")["Contributions"].iter_rows(values_only=True))
    header = next(i for i, row in enumerate(rows) if "id" in row)
    names, texts = (
        [row[rows[header].index(column)] for row in rows[header + 1 :]] for column in ("contributor", "summary")
    )
    assert len(set(zip(names, texts, strict=True))) == 1_000
    assert len(set(texts)) > 700


def test_workbook_has_every_worksheet_of_the_rehearsal(tmp_path: Path) -> None:
    write_workbook(tmp_path / "made.xlsx", 1)
    assert load_workbook(tmp_path / "made.xlsx").sheetnames == load_workbook(REHEARSAL).sheetnames
