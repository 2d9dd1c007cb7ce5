"""What leaves as a file is the whole of it, and never a formula."""

import csv
import io

import openpyxl
import pandas as pd
import pytest

from data.exports.tables import to_csv, to_xlsx

RISKY = [
    '=HYPERLINK("http://evil.example/","click")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    " =1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\u00a0=1+1",
    "\uff1d1+1",
    "\uff20SUM(A1)",
]
STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def _csv_cells(frame: pd.DataFrame) -> list[str]:
    rows = csv.reader(io.StringIO(to_csv(frame).decode("utf-8-sig"), newline=""))
    return [cell for row in rows for cell in row]


@pytest.mark.parametrize("text", RISKY)
def test_no_cell_of_a_csv_begins_a_formula(text: str) -> None:
    cells = _csv_cells(pd.DataFrame({"Value": [text, "sound"], text: ["1", "2"]}))
    assert not [cell for cell in cells if cell.strip().startswith(STARTS)]
    assert f"'{text}" in cells


@pytest.mark.parametrize("text", RISKY)
def test_no_cell_of_a_workbook_is_a_formula(text: str) -> None:
    written = openpyxl.load_workbook(io.BytesIO(to_xlsx(pd.DataFrame({text: [text]}), "Problems")))
    cells = [cell for row in written["Problems"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_numbers_days_and_nothing_stay_what_they_are() -> None:
    frame = pd.DataFrame({"n": [-3, 2], "day": [pd.Timestamp("2021-05-18"), pd.NaT], "text": ["A", None]})
    assert _csv_cells(frame) == [*frame.columns, "-3", "2021-05-18", "A", "2", "", ""]
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(frame, "Numbers")))["Numbers"]
    assert [cell.value for cell in sheet[3]] == [2, None, None]
    assert sheet["A2"].value == -3
    assert sheet["B2"].is_date


def test_markup_links_and_long_texts_leave_whole() -> None:
    texts = [
        "![x](http://evil.example/x.png)",
        "<script>alert(1)</script>",
        "x" * 50_000,
        "\u202egnp.exe",
        'a"b,c;d\ne',
    ]
    assert _csv_cells(pd.DataFrame({"Text": texts}))[1:] == texts


def test_what_xml_cannot_hold_is_taken_out_of_a_workbook() -> None:
    written = openpyxl.load_workbook(io.BytesIO(to_xlsx(pd.DataFrame({"Text": ["a\x00b\x08c"]}), "Text")))
    assert written["Text"]["A2"].value == "abc"


def test_a_worksheet_takes_as_much_of_its_title_as_excel_allows() -> None:
    written = openpyxl.load_workbook(io.BytesIO(to_xlsx(pd.DataFrame({"Text": ["a"]}), "x" * 40)))
    assert written.sheetnames == ["x" * 31]
