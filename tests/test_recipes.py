"""The recipes of CONTRIBUTING.md for a column and for a worksheet, walked in a copy of the sources.

One file is changed in the copy: ``data/shape.py``. A process of its own then reads, filters, draws and exports.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.test_contributing import steps

pytestmark = pytest.mark.slow(15)

ROOT = Path(__file__).parents[1]
SOURCES = ("components", "data", "pages", "locale", "static", ".streamlit", "app.py")

((_, _, COLUMN),) = steps("A column")
((_, _, WORKSHEET),) = steps("A worksheet")

WALK = """
import io, json, sys
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
from streamlit.testing.v1 import AppTest

from components.charts.breakdown import BREAKDOWN
from components.contributions.filters import PARAMETERS
from components.contributions.table import export_rows
from components.shell.view import View
from data.exports.template import write_template
from data.figures.contributions import breakdown
from data.figures.register import register
from data.figures.selection import Selection, select
from data.reading import read
from data.reading.doctor import mostly_empty_columns, values_in_use
from data.road import Period
from data.sources.file import read_file
from data.words import words_of

folder, sheet = Path(sys.argv[1]), Path(sys.argv[2])
book = openpyxl.load_workbook(folder / "data" / "sample" / "road.xlsx")
rows = book["Contributions"]
place = rows.max_column + 1
typed = [
    ("Urgency", "venue", "Pages", "office"),
    ("Pressing", "Town hall", 3, "2nd floor"),
    ("low", "V2", 4, None),
    ("soon", "V9", "many", None),
]
for number, values in enumerate(typed, start=1):
    for after, value in enumerate(values):
        rows.cell(number, place + after, value)
venues = book.create_sheet("Venues")
for line in (["code", "name_en", "seats"], ["V1", "Town hall", 120], ["V2", "Harbour", None]):
    venues.append(line)
book.save(sheet)

road = read(read_file(sheet), now=datetime(2021, 6, 1, tzinfo=UTC))
on, words = date(2021, 5, 21), words_of("en")
found = select(road, Selection(urgency=("high",)), on=on)

view = View(road, on, Period(on, on), words, datetime(2021, 6, 1, tzinfo=UTC))
exported = export_rows(view).head(1).to_dict("records")[0]
template = io.BytesIO()
write_template(template, "en")
made = openpyxl.load_workbook(template)
heads = {cell.value: cell for cell in made["Contributions"][1]}
names = [cell.value for cell in made["Venues"][1]]


def visit(**parameters):
    page = AppTest.from_file(folder / "components" / "frame.py", default_timeout=60)
    for parameter, value in parameters.items():
        page.query_params[parameter] = value
    page.switch_page(str(Path("..", "pages", "contributions.py")))
    page.run()
    assert not page.exception, page.exception
    return page


opened, filtered = visit(open="C001"), visit(urgency="high", breakdown="urgency", columns="id,urgency,pages")
both = visit(venue="V1,V9")
(table,) = [
    json.loads(element.proto.bytes)
    for element in filtered.get("bidi_component")
    if element.proto.component_name.endswith("opening_table")
]
print(json.dumps({
    "read": road.contributions[["urgency", "venue"]].head(3).fillna("").to_numpy().tolist(),
    "numbers": road.contributions["pages"].head(3).fillna(-1).tolist(),
    "problems": sorted([problem.column, problem.value] for problem in road.problems),
    "venues": road.frame("Venues")[["code", "name_en"]].to_numpy().tolist(),
    "counted": [road.rows["Venues"].read, road.rows["Venues"].used],
    "filtered": found.contributions["id"].tolist(),
    "parameter": PARAMETERS["urgency"],
    "broken_down": breakdown(road, "urgency", on=on)[["value", "received"]].fillna("").to_numpy().tolist(),
    "way": BREAKDOWN.way("urgency"),
    "register": [name for name in register(road, on=on).columns if name in ("urgency", "venue", "pages", "office")],
    "exported": {name: exported.get(name) for name in ("Urgency", "Venue", "Pages", "Office")},
    "doctor": values_in_use(road).query("column == 'urgency'")[["value", "count"]].to_numpy().tolist(),
    "empty": mostly_empty_columns(road)["column"].tolist(),
    "template": [heads["Urgency"].comment.text, names],
    "opened": [shown.value for shown in opened.markdown],
    "title": filtered.title[0].value,
    "chips": [button.label for button in filtered.button if button.key and button.key.startswith("chip_")],
    "pills": [option for group in filtered.button_group for option in group.options],
    "table": [column["code"] for column in table["columns"]] + [row["cells"][1] for row in table["rows"]],
    "known": both.query_params["venue"],
}))
"""


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the dashboard makes of a column and a worksheet that only its shape says."""
    folder = tmp_path_factory.mktemp("copy")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "secrets.toml"))
        else:
            shutil.copy(source, folder / name)
    shape = folder / "data" / "shape.py"
    text = shape.read_text("utf-8")
    last = '        Column("reason", N_("Reason")),\n'
    assert text.count(last) == text.count("\nSETTINGS = Worksheet(") == text.count("\nWORKSHEETS = (") == 1
    text = text.replace(last, last + COLUMN).replace("\nSETTINGS = Worksheet(", f"\n{WORKSHEET}\nSETTINGS = Worksheet(")
    shape.write_text(text.replace("\nWORKSHEETS = (", "\nWORKSHEETS = (VENUES, "), "utf-8")
    (folder / "walk.py").write_text(WALK, "utf-8")
    sheet = folder / "sheet.xlsx"
    variables = os.environ | {"ROAD_WORKBOOK": str(sheet), "PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "walk.py", str(folder), str(sheet)],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=170,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_a_column_is_read_by_its_labels_and_its_type(walked: dict[str, Any]) -> None:
    assert walked["read"] == [["high", "V1"], ["low", "V2"], ["", ""]]
    assert walked["numbers"] == [3, 4, -1]
    assert walked["problems"] == [["pages", "many"], ["urgency", "soon"], ["venue", "V9"]]


def test_a_column_is_filtered_by_and_broken_down_by(walked: dict[str, Any]) -> None:
    assert (walked["filtered"], walked["parameter"], walked["way"]) == (["C001"], "urgency", "urgency")
    assert walked["broken_down"] == [["", 118], ["high", 1], ["low", 1]]
    assert walked["title"].replace("\N{NO-BREAK SPACE}", " ") == "1 contribution of 120 chosen"
    assert walked["chips"] == ["Urgency\\: Pressing"]
    assert "Urgency" in walked["pills"]
    assert walked["known"] == "V1", "a code that the sheet does not know leaves the address"


def test_a_column_is_a_fact_of_the_opened_contribution(walked: dict[str, Any]) -> None:
    assert {"Urgency: **Pressing**", "Venue: **Town hall**", "Pages: **3**"} <= set(walked["opened"])


def test_a_column_stands_in_the_table_and_its_files_unless_the_shape_says_no(walked: dict[str, Any]) -> None:
    assert walked["register"] == ["urgency", "venue", "pages"]
    assert walked["exported"] == {"Urgency": "Pressing", "Venue": "Town hall", "Pages": 3, "Office": None}
    assert walked["table"] == ["id", "urgency", "pages", "Pressing"]


def test_a_column_is_in_the_template_and_under_the_closer_look(walked: dict[str, Any]) -> None:
    note, _ = walked["template"]
    assert note == "How soon an answer is needed.\nChoose from the list."
    assert walked["doctor"] == [["high", 1], ["low", 1], ["soon", 1]]
    assert {"urgency", "venue", "pages", "office"} <= set(walked["empty"])


def test_a_worksheet_is_read_counted_referred_to_and_in_the_template(walked: dict[str, Any]) -> None:
    assert walked["venues"] == [["V1", "Town hall"], ["V2", "Harbour"]]
    assert walked["counted"] == [2, 2]
    _, headers = walked["template"]
    assert [headers[0], headers[-1]] == ["Code", "Seats"]
