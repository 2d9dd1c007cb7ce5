"""All data as one ZIP: valid, safe to publish, and read back as the same road."""

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import frictionless
import pytest

from components.publish.__main__ import main
from components.publish.package import package
from data.figures.days import day_range
from data.figures.summary import figures
from data.grid import Grid, Origin, Workbook
from data.languages import LANGUAGES
from data.reading import read
from data.road import Road
from data.shape import WORKSHEETS
from data.sources.file import read_file
from data.store import fingerprint
from data.words import words_of
from tests.data.figures.roads import contribution, make_road, milestone
from tests.data.reading.sheets import road_of, settings

pytestmark = pytest.mark.slow(2)

NOW = datetime(2021, 11, 20, 9, 30, tzinfo=UTC)
ROOT = Path(__file__).parents[3]
WORKBOOKS = [ROOT / "data" / "sample" / f"{name}.xlsx" for name in ("road", "rehearsal", "rhine")]
CASES = [
    path
    for path in sorted((ROOT / "tests" / "data" / "cases").glob("*.xlsx"))
    # What no source can open has no data to publish.
    if path.stem != "i_xlrd107_dimension"
]
FINGERPRINT = "0123456789abcdef0123456789abcdef"


@cache
def road_from(path: Path) -> Road:
    return read(read_file(path), now=NOW)


def made(road: Road, *, on: date | None = None, language: str = "en") -> zipfile.ZipFile:
    on = on or day_range(road, now=NOW).last
    content = package(road, on=on, words=words_of(language), read_at=NOW, fingerprint=FINGERPRINT)
    return zipfile.ZipFile(io.BytesIO(content))


def read_back(archive: zipfile.ZipFile) -> Road:
    """The package read as a workbook: each table a worksheet of texts, under the title of its resource."""
    grids = []
    for resource in described(archive)["resources"]:
        rows = csv.reader(io.StringIO(archive.read(resource["path"]).decode(), newline=""))
        cells = [[cell or None for cell in row] for row in rows]
        if len(cells) > 1:
            grids.append(Grid(resource["title"], cells))
    return read(Workbook(Origin("file", "package"), tuple(grids)), now=NOW)


def described(archive: zipfile.ZipFile) -> dict[str, Any]:
    return json.loads(archive.read("datapackage.json"))


def compared(road: Road, on: date) -> dict[str, Any]:
    """The figures without the counts of rows: a package has no rows that could not be used."""
    return figures(road, on=on) | {"rows": None}


@pytest.mark.slow(9)
@pytest.mark.parametrize("path", [*WORKBOOKS, *CASES], ids=lambda path: path.stem)
def test_read_back_it_gives_the_same_figures(path: Path) -> None:
    road = road_from(path)
    days = day_range(road, now=NOW)
    again = read_back(made(road))
    middle = days.first + (days.last - days.first) / 2
    for on in (days.first, middle, days.last - timedelta(days=9), days.last):
        on = max(on, days.first)
        assert compared(again, on) == compared(road, on), on


def test_the_figures_in_it_are_those_of_the_day() -> None:
    road = road_from(WORKBOOKS[1])
    for on in (date(2021, 6, 1), date(2021, 11, 15)):
        assert json.loads(made(road, on=on).read("figures.json")) == figures(road, on=on)


@pytest.mark.slow(9)
@pytest.mark.parametrize("path", [*WORKBOOKS, *CASES[::4]], ids=lambda path: path.stem)
def test_frictionless_finds_nothing(path: Path, tmp_path: Path) -> None:
    made(road_from(path)).extractall(tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    assert report.stats["tasks"] == len(WORKSHEETS)


def test_frictionless_would_find_what_is_wrong(tmp_path: Path) -> None:
    made(road_from(WORKBOOKS[0])).extractall(tmp_path)
    file = tmp_path / "data" / "contributions.csv"
    file.write_text(file.read_text().replace("2021-05-04", "soon", 1))
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_is_described_in_every_language(language: str) -> None:
    for resource in described(made(road_from(WORKBOOKS[0])))["resources"]:
        assert resource["description"]
        for field in resource["schema"]["fields"]:
            said = field if language == "en" else field["translations"][language]
            assert said["title"]
            assert said["description"].endswith(".")


def test_columns_have_the_types_of_the_sheet() -> None:
    resources = {resource["name"]: resource for resource in described(made(road_from(WORKBOOKS[0])))["resources"]}
    types = {
        (name, field["name"]): field["type"]
        for name, resource in resources.items()
        for field in resource["schema"]["fields"]
    }
    assert types["contributions", "received_on"] == "date"
    assert types["milestones", "starts"] == "datetime"
    assert types["sections", "expected"] == "number"
    assert types["milestones", "due"] == "string"


@pytest.mark.parametrize(("shown", "is_there"), [("no", False), ("yes", True)])
def test_contacts_are_in_it_only_where_the_sheet_shows_them(shown: str, is_there: bool) -> None:
    header = ["id", "title", "kind", "due", "owner"]
    road = road_of(
        Milestones=[header, ["M1", "First", "session", "2021-05-18", "A. Nonymous"]],
        Sections=[["code", "name_en", "kind", "contact"], ["EUR", "Europe", "regional", "b@nonymous.example"]],
        Settings=settings(title="Road", show_contacts=shown),
    )
    archive = made(road)
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert (b"A. Nonymous" in everything, b"b@nonymous.example" in everything) == (is_there, is_there)
    assert (b'"owner"' in everything) is is_there


@pytest.mark.parametrize(
    ("licence", "name"),
    [("CC BY 4.0", "CC-BY-4.0"), ("Open licence / Licence ouverte", "Open-licence-Licence-ouverte")],
)
def test_it_says_the_licence_of_the_sheet(licence: str, name: str, tmp_path: Path) -> None:
    archive = made(road_of(Settings=settings(title="Road", licence=licence)))
    assert described(archive)["licenses"][0]["name"] == name
    assert f"## Licence\n\n{licence}\n" in archive.read("README.md").decode()
    archive.extractall(tmp_path)
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_without_a_licence_it_claims_none() -> None:
    archive = made(road_of())
    assert "licenses" not in described(archive)
    assert "The sheet names no licence" in archive.read("README.md").decode()


def test_it_says_how_to_cite_it_and_which_reading_it_is() -> None:
    readme = made(road_from(WORKBOOKS[1]), language="fr").read("README.md").decode()
    assert FINGERPRINT in readme
    assert "15 novembre 2021" in readme
    assert "10:30" in readme, "the sheet's own timezone"
    assert described(made(road_from(WORKBOOKS[1])))["id"] == FINGERPRINT


def test_the_same_reading_is_the_same_file() -> None:
    first, second = (
        package(road_from(WORKBOOKS[0]), on=date(2021, 5, 21), words=words_of("es"), read_at=NOW, fingerprint="0a1b")
        for _ in range(2)
    )
    assert first == second


def test_steps_that_wait_for_each_other_still_do() -> None:
    header = ["id", "title", "kind", "due", "depends_on"]
    rows = [["M1", "A", "session", "2021-05-18", "M2"], ["M2", "B", "launch", "2021-06-18", "M1"]]
    road = road_of(Milestones=[header, *rows])
    again = read_back(made(road))
    assert len(road.circles)
    assert again.circles.values.tolist() == road.circles.values.tolist()


def test_the_command_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.zip"
    asked = ["package", str(out), "--lang", "fr", "--on", "2021-06-01", "--workbook", str(WORKBOOKS[1])]
    assert main(asked) == 0
    with zipfile.ZipFile(out) as archive:
        assert json.loads(archive.read("figures.json"))["as_of"] == "2021-06-01"
        assert "Comment citer" in archive.read("README.md").decode()
        assert described(archive)["id"] == fingerprint(read_file(WORKBOOKS[1]))
    assert main(["package", str(tmp_path / "none" / "out.zip"), "--workbook", str(WORKBOOKS[1])]) == 2
    assert main(["package", str(out), "--workbook", str(tmp_path / "none.xlsx")]) == 2
    assert all(line.startswith("python -m components.publish: ") for line in capsys.readouterr().err.splitlines())


def test_no_cell_becomes_a_formula_and_several_days_and_instants_come_back() -> None:
    road = make_road(
        milestones=[milestone("M1", due="2021-05-18/2021-05-20"), milestone("M2", due="2021-12")],
        contributions=[contribution("C1", received_on="2021-05-03", contributor='=HYPERLINK("http://x")')],
    )
    archive = made(road, on=date(2021, 5, 9))
    assert b"'=HYPERLINK" in archive.read("data/contributions.csv")
    rows = list(csv.DictReader(io.StringIO(archive.read("data/milestones.csv").decode(), newline="")))
    assert [row["due"] for row in rows] == ["2021-05-18/2021-05-20", "2021-12"]
    again = read_back(archive)
    assert again.milestones["due_last"].tolist() == road.milestones["due_last"].tolist()
    road = road_from(WORKBOOKS[0])
    again = read_back(made(road))
    for name in ("starts_at", "ends_at"):
        assert again.milestones[name].tolist() == road.milestones[name].tolist()
