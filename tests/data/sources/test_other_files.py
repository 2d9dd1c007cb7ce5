"""CSV files and workbooks of other programs are read by the same reader; what cannot be read is refused plainly."""

from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from data.grid import Workbook
from data.reading import read
from data.reading.ours import choose
from data.sources import FailureKind, SourceError
from data.sources.file import read_file

CASES = Path(__file__).parents[1] / "cases"
NOW = datetime(2021, 6, 15, 12, tzinfo=UTC)
LINES = [
    ["id", "received_on", "contributor", "country", "question"],
    ["C1", "2021-05-04", "Région « Île », centre", "Sénégal", "Q1"],
    ["C2", "05/05/2021", 'City "B"', "France", "both"],
]


def _csv(path: Path, delimiter: str, encoding: str) -> Workbook:
    quoted = ([f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line] for line in LINES)
    path.write_bytes("\r\n".join(delimiter.join(line) for line in quoted).encode(encoding))
    return read_file(path, choose)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_file_is_one_worksheet(delimiter: str, encoding: str, tmp_path: Path) -> None:
    workbook = _csv(tmp_path / "Contributions.csv", delimiter, encoding)
    (grid,) = workbook.grids
    assert (grid.title, [list(row) for row in grid.rows]) == ("Contributions", LINES)
    road = read(workbook, now=NOW)
    assert road.contributions["contributor"].tolist() == ["Région « Île », centre", 'City "B"']
    assert road.contributions["received_on"].dt.day.tolist() == [4, 5]


def test_a_csv_file_is_known_by_its_name(tmp_path: Path) -> None:
    assert _csv(tmp_path / "Our road - Contributions.csv", ",", "utf-8").grids[0].title == "Contributions"
    with pytest.raises(SourceError) as refused:
        _csv(tmp_path / "Budget.csv", ",", "utf-8")
    assert (refused.value.kind, "Budget" in str(refused.value)) == (FailureKind.WRONG_WORKBOOK, True)


def test_a_csv_file_of_bytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "Contributions.csv"
    path.write_bytes(b"PK\x03\x04\0\0")
    with pytest.raises(SourceError) as refused:
        read_file(path, choose)
    assert refused.value.kind is FailureKind.NOT_A_WORKBOOK


def _check(workbook: Workbook) -> None:
    contributions, questions = workbook.grids
    assert (contributions.title, questions.title, workbook.others) == ("Contributions", "Questions", ("Budget",))
    road = read(workbook, now=NOW)
    frame = road.contributions
    assert frame["row"].tolist() == [3, 4]
    assert frame["received_on"].dt.date.tolist() == [date(2021, 5, 4), date(2021, 5, 5)]
    assert frame["contributor"].tolist() == ["City of Dakar", "Ville de Lyon, métropole"]
    assert len(road.answers) == 3


def test_an_old_workbook_is_read() -> None:
    _check(read_file(CASES / "old.xls", choose))


_SHEETS = {
    "Contributions": [
        ["id", "received_on", "contributor", "country", "question"],
        [],
        ["C1", date(2021, 5, 4), "City of Dakar", "Senegal", "Q1"],
        ["C2", date(2021, 5, 5), "Ville de Lyon, métropole", "France", "both"],
    ],
    "Questions": [["code", "text_en"], ["Q1", "What?"], ["Q2", "How?"]],
    "Budget": [["a"]],
}


_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def _ods(path: Path, tables: str = "") -> Path:
    def cell(value: object) -> str:
        if isinstance(value, date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    tables = tables or "".join(
        f'<table:table table:name="{name}">'
        + "".join(
            f"<table:table-row>{''.join(map(cell, row)) or '<table:table-cell/>'}</table:table-row>" for row in rows
        )
        + "</table:table>"
        for name, rows in _SHEETS.items()
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>{tables}'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", f'<?xml version="1.0"?><m:manifest xmlns:m="{_MANIFEST}"/>')
    return path


def test_an_open_document_is_read(tmp_path: Path) -> None:
    _check(read_file(_ods(tmp_path / "road.ods"), choose))


_X = '<table:table-cell office:value-type="string"{}><text:p>x</text:p></table:table-cell>'
_MILLION = ' table:number-rows-repeated="1048576"'
_WIDE = ' table:number-columns-repeated="16384"'


@pytest.mark.parametrize(
    "rows",
    [
        f"<table:table-row{_MILLION}>{_X.format('') * 8}</table:table-row>",
        f"<table:table-row{_MILLION}>{_X.format(_WIDE)}</table:table-row>",
        f"<table:table-row{_MILLION}><table:table-cell/></table:table-row><table:table-row>"
        f"{_X.format(_WIDE)}</table:table-row>",
        '<table:table-row><table:table-cell><text:p><text:s text:c="999999999"/></text:p></table:table-cell>'
        "</table:table-row>",
        f"<table:table-row>{_X.format(_WIDE).replace('>x<', f'>{99_999 * chr(120)}<')}</table:table-row>",
    ],
)
def test_an_open_document_that_stands_for_millions_of_cells_is_refused(tmp_path: Path, rows: str) -> None:
    path = _ods(tmp_path / "road.ods", f'<table:table table:name="Contributions">{rows}</table:table>')
    assert path.stat().st_size < 200_000
    with pytest.raises(SourceError) as refused:
        read_file(path, choose)
    assert refused.value.kind is FailureKind.TOO_LARGE


def test_empty_rows_at_the_end_of_an_open_document_cost_nothing(tmp_path: Path) -> None:
    rows = f"<table:table-row>{_X.format('')}</table:table-row><table:table-row{_MILLION}><table:table-cell{_WIDE}/>"
    table = f'<table:table table:name="Contributions">{rows}</table:table-row></table:table>'
    (grid,) = read_file(_ods(tmp_path / "road.ods", table), choose).grids
    assert list(map(list, grid.rows)) == [["x"]]


def test_a_document_that_is_no_spreadsheet_is_refused_as_before(tmp_path: Path) -> None:
    path = tmp_path / "letter.odt"
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<a/>")
    with pytest.raises(SourceError) as refused:
        read_file(path, choose)
    assert refused.value.kind is FailureKind.OLD_WORKBOOK
