"""The recipe of CONTRIBUTING.md for a chart: declared, registered, built like all others, drawn with its passport."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from components.charts import declared
from components.charts.chart import Subject
from components.shell.view import View
from data.figures.days import day_range
from data.languages import LANGUAGES
from data.reading import read
from data.sample import ROAD
from data.sources.file import read_file
from data.words import words_of
from tests.components.charts.checked import check
from tests.data.figures.roads import day, make_road
from tests.test_contributing import steps

ROOT = Path(__file__).parents[3]
NOW = datetime(2021, 5, 21, 12, tzinfo=UTC)


def test_three_source_files_are_touched_and_two_of_them_are_there() -> None:
    touched = [path for path, *_ in steps("A chart")]
    assert len(touched) == 3
    assert [path for path in touched if not (ROOT / path).exists()] == ["components/charts/silence.py"]


def test_a_chart_made_by_the_recipe_is_built_like_all_others_and_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    module, registered, part = (lines for *_, lines in steps("A chart"))
    made = ModuleType("components.charts.silence")
    exec(compile(module, "CONTRIBUTING.md", "exec"), vars(made))
    monkeypatch.setitem(sys.modules, made.__name__, made)
    monkeypatch.setattr(declared, "CHARTS", (*declared.CHARTS, *eval(f"({registered})", vars(made))))
    road = read(read_file(ROAD), now=NOW)
    for language in LANGUAGES:
        for sheet in (road, make_road()):
            check(declared.CHARTS[-1], Subject(sheet, day("2021-05-21"), words_of(language)))

    page = AppTest.from_string(
        "from components.charts.silence import SILENCE\n"
        "from components.shared.passport import show, subject\n"
        "from components.shell import view\n"
        f"here = view.current()\n{part}"
    )
    view = View(road, day("2021-05-21"), day_range(road, now=NOW), words_of("en"), NOW)
    page.session_state["_view"] = view
    page.session_state["silence_passport"] = True
    page.run()
    assert not page.exception
    (drawn,) = page.get("plotly_chart")
    of = Subject(road, view.on, view.words)
    assert made.SILENCE.drawing(of).alt == drawn.proto.alt
    assert page.header[0].value == "The longest silence is 3 days"
    assert len(page.table[0].value) == len(made.SILENCE.numbers(of)) > 0
    assert "Silence is the days" in page.markdown[0].value
