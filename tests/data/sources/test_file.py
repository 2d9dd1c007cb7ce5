"""The source for files: cells as they are, at their own places; plain refusals within bounds."""

import struct
import tracemalloc
import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from data.grid import Cell, CellError, Grid, Origin
from data.sources import FailureKind, SourceError
from data.sources.file import FileSource, read_file
from tests.data.sources.packages import packed, parts, workbook, worksheet

Typed = str | float | datetime | date | time | timedelta
"""What openpyxl writes into a cell."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sheet.xlsx"


def _sheet() -> tuple[openpyxl.Workbook, Worksheet]:
    made = openpyxl.Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    return made, sheet


def _grid(path: Path, content: bytes) -> Grid:
    path.write_bytes(content)
    (grid,) = read_file(path).grids
    return grid


def _refusal(path: Path) -> SourceError:
    with pytest.raises(SourceError) as refused:
        read_file(path)
    assert "\n" not in str(refused.value)
    return refused.value


def _cell(path: Path, value: Typed, number_format: str = "General") -> Cell:
    made, sheet = _sheet()
    sheet["A1"] = value
    sheet["A1"].number_format = number_format
    made.save(path)
    (grid,) = read_file(path).grids
    return grid.rows[0][0]


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        ("text", "General", "text"),
        ("007", "General", "007"),
        ("NaN", "General", "NaN"),
        ("2021-05-04", "General", "2021-05-04"),
        ("=1+1 is not run", "@", None),
        ("50 %", "General", "50 %"),
        (" kept \n as typed ", "General", " kept \n as typed "),
        (5, "General", 5),
        (1.5, "General", 1.5),
        (0.12, "0%", 0.12),
        (44320, "General", 44320),
        (44320, "yyyy-mm-dd", date(2021, 5, 4)),
        (date(2021, 12, 1), "mmm yyyy", date(2021, 12, 1)),
        (datetime(2021, 5, 4, 13, 30), "yyyy-mm-dd hh:mm", datetime(2021, 5, 4, 13, 30)),  # noqa: DTZ001 - as in a cell
        (time(17, 0), "hh:mm", time(17, 0)),
        (timedelta(hours=17), "[h]:mm", time(17, 0)),
        (timedelta(hours=36), "[h]:mm", 1.5),
        (True, "General", True),
        (False, "General", False),
    ],
)
def test_a_cell_is_what_its_type_and_format_say(path: Path, value: Typed, number_format: str, expected: object) -> None:
    if expected is None:
        made, sheet = _sheet()
        sheet["A1"] = value
        sheet["A1"].data_type = "s"
        made.save(path)
        assert read_file(path).grids[0].rows[0][0] == value
        return
    found = _cell(path, value, number_format)
    assert found == expected
    assert isinstance(found, type(expected) | float)


def test_rows_and_columns_keep_their_own_numbers(path: Path) -> None:
    made, sheet = _sheet()
    sheet["C3"] = "first"
    sheet["E7"] = "last"
    made.save(path)
    (grid,) = read_file(path).grids
    assert grid.rows == [[], [], [None, None, "first"], [], [], [], [None, None, None, None, "last"]]


def test_all_worksheets_come_in_the_order_of_their_tabs_hidden_ones_too(path: Path) -> None:
    made, sheet = _sheet()
    sheet.title = "Milestones"
    made.create_sheet("Sections").sheet_state = "hidden"
    made.create_sheet("Charter", 0).sheet_state = "veryHidden"
    made.create_chartsheet("Chart")
    made.save(path)
    read = read_file(path)
    assert [(grid.title, grid.hidden) for grid in read.grids] == [
        ("Charter", True),
        ("Milestones", False),
        ("Sections", True),
    ]
    assert read.origin == FileSource(path).origin == Origin("file", "sheet.xlsx")
    assert all(grid.rows == [] for grid in read.grids)


def test_hidden_rows_and_merges_are_told(path: Path) -> None:
    made, sheet = _sheet()
    sheet["A1"] = sheet["A9"] = "x"
    for row in (2, 9):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.merge_cells("A1:B2")
    sheet.merge_cells("D4:D6")
    made.save(path)
    (grid,) = read_file(path).grids
    assert grid.hidden_rows == {2, 9}
    assert set(grid.merged) == {"A1:B2", "D4:D6"}


@pytest.mark.parametrize("code", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])
def test_error_values_are_errors_with_their_own_code(path: Path, code: str) -> None:
    rows = f'<row r="2"><c r="B2" t="e"><v>{code}</v></c><c r="C2"><v>1</v></c></row>'
    assert _grid(path, workbook(rows)).rows == [[], [None, CellError(code), 1]]


def test_an_error_value_beyond_all_other_cells_is_found(path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="4"><c r="C4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    grid = _grid(path, workbook(rows))
    assert grid.rows == [[1], [], [], [None, None, CellError("#DIV/0!")]]
    assert grid.uncalculated == frozenset()


def test_the_text_of_an_error_value_is_text(path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>#REF! t="e" &lt;f></t></is></c></row>'
    grid = _grid(path, workbook(rows))
    assert grid.rows == [['#REF! t="e" <f>']]
    assert grid.uncalculated == frozenset()


def test_a_formula_counts_by_its_stored_value_and_is_told_where_it_has_none(path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>A1</f><v></v></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c>'
        '<c r="E1" t="str"><f>"a"</f><v>a</v></c><c r="F1"><f>A1</f><v/></c></row>'
    )
    grid = _grid(path, workbook(rows))
    assert grid.uncalculated == {(1, 2), (1, 3), (1, 6)}
    assert grid.rows == [[2, None, None, None, "a"]]


def test_a_workbook_written_by_a_program_tells_its_formulas(path: Path) -> None:
    made, sheet = _sheet()
    sheet["B2"] = "=SUM(A1:A2)"
    made.save(path)
    (grid,) = read_file(path).grids
    assert grid.uncalculated == {(2, 2)}


@pytest.mark.parametrize("prefix", ["", "x"])
def test_places_are_found_under_a_prefix_and_with_other_quotes(path: Path, prefix: str) -> None:
    p = f"{prefix}:" if prefix else ""
    rows = (
        f"<{p}row r='5' hidden='1'><{p}c r='B5' t='e'><{p}v>#N/A</{p}v></{p}c>"
        f"<{p}c r='C5'><{p}f>1</{p}f></{p}c></{p}row>"
    )
    after = f"<{p}mergeCells><{p}mergeCell ref='A1:A2'/></{p}mergeCells>"
    path.write_bytes(workbook(rows, after, prefix))
    (grid,) = read_file(path).grids
    assert grid.rows[4][1] == CellError("#N/A")
    assert (grid.hidden_rows, grid.merged, grid.uncalculated) == ({5}, ("A1:A2",), {(5, 3)})


def test_rows_and_cells_without_numbers_follow_one_another(path: Path) -> None:
    rows = (
        '<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row><row r="4" hidden="1"><c r="B4"><v>2</v></c></row>'
        '<row hidden="true"><c/><c><f>1</f></c></row>'
    )
    grid = _grid(path, workbook(rows))
    assert grid.rows[0] == [1, CellError("#N/A")]
    assert grid.hidden_rows == {4, 5}
    assert grid.uncalculated == {(5, 2)}


def test_numbers_that_are_none_are_errors(path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1e999</v></c><c r="B1"><v>1</v></c></row>'
    assert _grid(path, workbook(rows)).rows == [[CellError("#NUM!"), 1]]


def test_a_workbook_with_macros_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sheet.XLSM"
    contents = parts({"Sheet": worksheet('<row r="1"><c r="A1"><v>1</v></c></row>')})
    contents["[Content_Types].xml"] = contents["[Content_Types].xml"].replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    path.write_bytes(packed(contents))
    assert read_file(path).grids[0].rows == [[1]]


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert _refusal(tmp_path / "absent.xlsx").kind is FailureKind.MISSING_FILE
    assert _refusal(tmp_path).kind is FailureKind.NOT_A_WORKBOOK
    assert FileSource(tmp_path / "absent.xlsx").version() is None


def _ole(stream: str) -> bytes:
    return bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504) + stream.encode("utf-16-le") + bytes(2000)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", FailureKind.NOT_A_WORKBOOK),
        (b"id;received_on\nC1;2021-05-04\n", FailureKind.NOT_A_WORKBOOK),
        (b"<html><body>Sign in</body></html>", FailureKind.NOT_A_WORKBOOK),
        (packed({"readme.txt": "a zip of something else"}), FailureKind.NOT_A_WORKBOOK),
        (packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"}), FailureKind.NOT_A_WORKBOOK),
        (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), FailureKind.OLD_WORKBOOK),
        (packed({"xl/workbook.bin": b"\0"}), FailureKind.OLD_WORKBOOK),
        (_ole("Workbook"), FailureKind.OLD_WORKBOOK),
        (_ole("EncryptedPackage"), FailureKind.PROTECTED),
        (workbook("<row/>")[:-200], FailureKind.DAMAGED),
        (packed({"xl/workbook.xml": "<workbook/>"}), FailureKind.DAMAGED),
        (
            packed(parts({"Sheet": "<worksheet><sheetData>"})),
            FailureKind.DAMAGED,
        ),
        (packed(parts({"Sheet": "not XML at all"})), FailureKind.DAMAGED),
        (packed(parts({"Sheet": ""})), FailureKind.DAMAGED),
        (packed({**parts({"Sheet": worksheet("")}), "xl/workbook.xml": "<workbook><"}), FailureKind.DAMAGED),
        (
            packed({**parts({"Sheet": worksheet("")}), "xl/workbook.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
            FailureKind.DAMAGED,
        ),
    ],
)
def test_what_is_not_a_workbook_is_refused_in_plain_words(path: Path, content: bytes, kind: FailureKind) -> None:
    path.write_bytes(content)
    refused = _refusal(path)
    assert refused.kind is kind
    assert "sheet.xlsx" in str(refused)
    assert str(path.parent) not in str(refused)


def test_a_part_that_does_not_match_its_checksum_is_damage(path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n * 7919 % 1000}</v></c></row>' for n in range(1, 500))
    content = bytearray(workbook(rows))
    with zipfile.ZipFile(BytesIO(bytes(content))) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    for offset in range(100, 140):
        content[info.header_offset + offset] ^= 0x55
    path.write_bytes(content)
    assert _refusal(path).kind is FailureKind.DAMAGED


@pytest.mark.slow(2)
def test_a_zip_bomb_is_refused_before_it_is_unpacked(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts({"Sheet": worksheet("")}).items():
            archive.writestr(name, content)
        for n in range(9):
            archive.writestr(f"xl/media/{n}.bin", bytes(50 * 2**20))
    tracemalloc.start()
    refused = _refusal(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.kind is FailureKind.TOO_LARGE
    assert peak < 20 * 2**20


def test_a_part_larger_than_declared_is_refused_while_it_is_unpacked(path: Path) -> None:
    contents = {**parts({"Sheet": worksheet("")}), "xl/styles.xml": b" " * 10_000_000}
    content = bytearray(packed(contents))
    with zipfile.ZipFile(BytesIO(bytes(content))) as archive:
        info = archive.getinfo("xl/styles.xml")
    central = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/styles.xml"))
    for offset in (info.header_offset + 22, central + 24):
        assert struct.unpack_from("<I", content, offset) == (10_000_000,)
        struct.pack_into("<I", content, offset, 1000)
    path.write_bytes(content)
    refused = _refusal(path)
    assert refused.kind is FailureKind.DAMAGED
    assert "more than the archive declares" in str(refused)


def test_one_stray_value_in_the_last_corner_costs_no_memory(path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" t="str"><v> </v></c></row>'
    path.write_bytes(workbook(rows))
    assert _refusal(path).kind is FailureKind.TOO_LARGE


def test_a_cell_that_claims_another_row_than_its_own_costs_no_memory(path: Path) -> None:
    path.write_bytes(workbook('<row r="1"><c r="A1"><v>1</v></c><c r="Z1048576"><v>1</v></c></row>'))
    assert _refusal(path).kind is FailureKind.TOO_LARGE


def test_formats_on_every_column_are_no_cells(path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="A900000" s="1"/><c r="XFD900000" s="1"/></row>'
    assert _grid(path, workbook(rows)).rows == [[1]]


def test_a_long_text_shared_by_many_cells_is_refused(path: Path) -> None:
    shared = f"<si><t>{'a' * 30_000}</t></si><si><t>b</t></si>"
    many = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_000))
    path.write_bytes(workbook(many, shared=shared))
    assert _refusal(path).kind is FailureKind.TOO_LARGE
    few = many.replace("<v>0</v>", "<v>1</v>")
    assert len(_grid(path, workbook(few, shared=shared)).rows) == 19_999


def test_a_cell_of_50_000_characters_is_whole(path: Path) -> None:
    text = "é" * 50_000
    assert _grid(path, workbook(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>')).rows == [
        [text]
    ]


@pytest.mark.slow(2)
def test_a_hundred_thousand_empty_formatted_rows_are_trimmed(path: Path) -> None:
    cells = "".join(f'<c r="{letter}%d" s="0"/>' for letter in "ABCDEFGH")
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>' + "".join(
        f'<row r="{n}">{cells % ((n,) * 8)}</row>' for n in range(2, 100_001)
    )
    assert _grid(path, workbook(rows)).rows == [[1]]


_STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="[$-40C]d\\ mmmm\\ yyyy;@"/></numFmts><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill/></fills><borders count="1"><border/></borders><cellXfs count="4"><xf numFmtId="0"/>'
    '<xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="20"/></cellXfs></styleSheet>'
)


def _styled(rows: str, after: str = "", shared: str | None = None, **extra: str) -> bytes:
    """A workbook of one worksheet with styles: 1 and 2 a day, 3 a time of day."""
    contents = parts({"Sheet": worksheet(rows, after)}, shared) | {"xl/styles.xml": _STYLES} | extra
    relations = "xl/_rels/workbook.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
    contents[relations] = contents[relations].replace(
        "</Relationships>", f'<Relationship Id="rIdT" Type="{kind}" Target="styles.xml"/></Relationships>'
    )
    return packed(contents)


def test_a_worksheet_as_excel_saves_it(path: Path) -> None:
    shared = (
        '<si><t xml:space="preserve"> Dakar </t></si><si><r><t>Vill</t></r><r><rPr><b/></rPr><t>e</t></r></si>'
        "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si><si/>"
    )
    rows = (
        '<row r="1" spans="1:6" s="1" customFormat="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="b"><v>1</v></c></row>'
        '<row r="2" ht="30" customHeight="1"><c r="A2" s="1"><v>44320</v></c><c r="B2" s="2"><v>44320</v></c>'
        '<c r="C2" s="3"><v>0.75</v></c><c r="D2"><v>7.0000000000000007E-2</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" ref="A3:A4" si="0">1+1</f><v>2</v></c>'
        '<c r="B3" t="str"><f>"a"</f><v>a</v></c>'
        '<c r="C3"><f t="array" ref="C3:C3">SUM(A3)</f><v>2</v></c><c r="D3" t="b"><f>TRUE</f><v>0</v></c></row>'
        '<row r="4"><c r="A4"><f t="shared" si="0"/><v>3</v></c><c r="B4"><f t="shared" si="0"/></c></row>'
    )
    after = '<sheetProtection sheet="1" objects="1"/><autoFilter ref="A1:E4"/>'
    grid = _grid(path, _styled(rows, after, shared))
    assert grid.rows == [
        [" Dakar ", "Ville", "東京", None, True],
        [date(2021, 5, 4), date(2021, 5, 4), time(18, 0), 0.07],
        [2, "a", 2, False],
        [3],
    ]
    assert grid.uncalculated == {(4, 2)}


def test_a_worksheet_as_libreoffice_saves_it(path: Path) -> None:
    rows = (
        '<row r="1" customFormat="false" ht="12.8" hidden="false"><c r="A1" s="0" t="inlineStr"><is><t>id</t></is></c>'
        '<c r="B1" s="2" t="n"><v>44320</v></c><c r="C1" s="0" t="n"><f aca="false">1+1</f><v>2</v></c>'
        '<c r="D1" s="0" t="str"><f aca="false">"a"</f><v>a</v></c><c r="E1" s="0" t="e"><f aca="false">1/0</f>'
        '<v>#DIV/0!</v></c></row><row r="2" hidden="true"><c r="A2" s="0" t="n"><v>1</v></c></row>'
        '<row r="1048576" customFormat="false" ht="12.8" hidden="false"/>'
    )
    grid = _grid(path, _styled(rows))
    assert grid.rows == [["id", date(2021, 5, 4), 2, "a", CellError("#DIV/0!")], [1]]
    assert (grid.uncalculated, grid.hidden_rows) == (frozenset(), {2})


def test_days_count_from_1904_where_the_workbook_says_so(path: Path) -> None:
    tabs = parts({"Sheet": ""})["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    rows = '<row r="1"><c r="A1" s="1"><v>42858</v></c></row>'
    assert _grid(path, _styled(rows, **{"xl/workbook.xml": tabs})).rows == [[date(2021, 5, 4)]]


def test_a_day_written_as_text_of_its_own_type_is_a_day(path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="1" t="d"><v>2021-05-04</v></c></row>'
    ((cell,),) = _grid(path, _styled(rows)).rows
    assert str(cell).startswith("2021-05-04")


def test_openpyxl_formats_alone_make_no_rows(path: Path) -> None:
    made, sheet = _sheet()
    sheet["A1"] = "header"
    for row in range(2, 300):
        sheet.cell(row, 4).font = Font(bold=True)
    made.save(path)
    assert read_file(path).grids[0].rows == [["header"]]


def test_version_changes_with_the_file(path: Path) -> None:
    source = FileSource(path)
    path.write_bytes(workbook('<row r="1"><c r="A1"><v>1</v></c></row>'))
    before = source.version()
    assert source.version() == before
    path.write_bytes(workbook('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>'))
    assert source.version() != before
    assert source.read().grids[0].rows == [[1, 1]]
