"""Each chart as it is drawn: ``python -m tests.components.charts.drawings`` writes the texts in ``drawings/`` anew.

Read the difference before it is committed: every size, place, colour and word in a chart that is another from now on.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import plotly.io

import data.words
from components.charts.chart import Chart, Subject
from components.charts.declared import CHARTS
from data.reading import read
from data.road import Road
from data.sample import REHEARSAL
from data.sources.file import read_file
from data.words import words_of
from tests.data.figures.roads import contribution, make_road, milestone

FOLDER = Path(__file__).with_name("drawings")
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
EARLY, LATE, ODD = date(2021, 6, 1), date(2021, 11, 20), date(2021, 5, 21)


@cache
def _road() -> Road:
    return read(read_file(REHEARSAL), now=NOW)


@cache
def _odd_road() -> Road:
    """Few contributions; milestones without a day, moved, cancelled, of a whole month, each waiting for another."""
    return make_road(
        milestones=[
            milestone("M1", "2021-05-04", title="Opening", done_on="2021-05-10", baseline="2021-05-01"),
            milestone("M2", title="No day yet", depends_on=["M1"]),
            milestone("M3", "2021-06", title="A month", depends_on=["M2"], baseline="2021-05"),
            milestone("M4", "2021-06-10", title="Given up", flag="cancelled", depends_on=["M1"]),
            milestone("M5", "2021-05-15", title="Not confirmed", depends_on=["M1"]),
            milestone("M6", "2021-07-01", title="Launch", kind="launch", depends_on=["M3", "M4", "M5"]),
        ],
        contributions=[
            contribution(
                f"C{n}", f"2021-05-{4 + n:02}", country=country, section=section, questions=["Q1"], blocks=["DIG"]
            )
            for n, (country, section) in enumerate((("FRA", "EUR"), ("SEN", "AFR"), ("FRA", "EUR"), (None, None)))
        ],
        blocks=["DIG", "EQU"],
        start="2021-05-04",
        launch="2021-07-01",
        target=40,
    )


def _subjects(chart: Chart[Any]) -> Iterator[Subject]:
    """Late on the road on a wide screen; early on it on a phone, with its first milestone open; an odd road."""
    road, words = _road(), words_of("en")
    for by in chart.by:
        yield Subject(road, LATE, words, by=by)
    yield Subject(_odd_road(), ODD, words, by=chart.by[0])
    yield Subject(road, EARLY, words, by=chart.by[0], opened=(road.milestones["id"].iloc[0],), narrow=True)


def drawn(chart: Chart[Any]) -> str:
    """The figure, what is said of it and the head of its table, a line for each property."""
    return "\n".join(line for of in _subjects(chart) for line in [f"{of.on} {of.by}".strip(), *_lines(chart, of), ""])


def _lines(chart: Chart[Any], of: Subject) -> Iterator[str]:
    drawing, passport = chart.drawing(of), chart.passport_of(of)
    said = {"finding": drawing.finding, "alt": drawing.alt, "definition": passport.definition, "name": passport.name}
    yield from _properties("", said | {"table": list(passport.table.columns)})
    if drawing.figure is not None:
        content = json.loads(plotly.io.to_json(drawing.figure.to_dict(), validate=False) or "")
        yield from _properties("", content)


def _properties(path: str, value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        each = [dict(_leaves("", inner)) for inner in value]
        shared = dict(set.intersection(*(set(leaves.items()) for leaves in each)))
        if len(each) > 1:
            yield f"{path}: {_on_a_line({name: text for name, text in each[0].items() if name in shared})}"
        for n, leaves in enumerate(each):
            alone = len(each) == 1
            yield f"{path}[{n}]: {_on_a_line({k: text for k, text in leaves.items() if alone or k not in shared})}"
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _properties(f"{path}.{name}".lstrip("."), inner)
    else:
        yield from (f"{name}: {text}" for name, text in _leaves(path, value))


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - whatever JSON holds
    inside = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        if any(isinstance(inner, dict) for inner in value):
            inside = enumerate(value)
        else:
            yield path, f"[{', '.join(_in_a_row(value))}]"
    elif not isinstance(value, dict):
        yield path, _short(value)
    for name, inner in inside:
        yield from _leaves(f"{path}.{name}".lstrip("."), inner)


def _on_a_line(leaves: dict[str, str]) -> str:
    return ", ".join(f"{name} {text}" for name, text in leaves.items())


def _in_a_row(values: list[Any]) -> Iterator[str]:
    """Each value, one that comes several times in a row once, with how often."""
    for text, same in groupby(map(_short, values)):
        times = len(list(same))
        yield text if times == 1 else f"{times} x {text}"


def _short(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    return json.dumps(round(value, 3) if isinstance(value, float) else value, ensure_ascii=False)


def main() -> None:
    """Write the drawing of every chart."""
    # As in every test (tests/conftest.py).
    data.words.NUMBER_SPACE = " "
    FOLDER.mkdir(exist_ok=True)
    for chart in CHARTS:
        (FOLDER / f"{chart.key}.txt").write_text(drawn(chart), "utf-8")


if __name__ == "__main__":
    main()
