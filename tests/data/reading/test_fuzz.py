"""Whatever a workbook holds: reading ends, its counts add up, every figure can be counted and every problem told."""

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.figures.summary import figures
from data.grid import Cell, CellError, Grid, Origin, Workbook
from data.languages import LANGUAGES
from data.messages.problems import message
from data.problems import Severity
from data.reading import read
from data.reading.doctor import mostly_empty_columns, possible_duplicates, values_in_use
from data.reading.synonyms import COLUMNS
from data.road import Road
from data.shape import SETTING_KEYS, WORKSHEETS, Column, ColumnType, Worksheet
from data.words import words_of
from tests.data.reading.sheets import NOW, SOUND, check_counts, road_of

pytestmark = pytest.mark.slow(17)

BOUNDED = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

_STRANGE = [
    *(
        "",
        " ",
        "\u00a0",
        "\u200b",
        "\u202eright to left",
        "مدينة",
        "🏙️",
        "\ud800",
        "\x00",
        "a\nb\r\nc",
        "%",
        "-",
        "\u2212",
    ),
    *("x" * 50_000, "1," * 20_000, "9" * 400, "=1+1", "<b>", "![](x)", "javascript:alert(1)", "https://example.org"),
    *(
        "#REF!",
        "#N/A (why)",
        "NaN",
        "inf",
        "1e999",
        "²",
        "½",
        "٣",
        "一",
        "1,234",
        "12,5 %",
        "Total",
        "both",
        "les deux",
    ),
    *("2021-12", "2021-02-30", "04/05/2021", "4 mai 2021", "0000-00-00", "99/99/9999", "mar. 4 mars 2021", "17:00"),
    *("25:61", "17:00+99:99", "2021-05-18T17:00:00+14:00", "9999-12-31 23:59", "0001-01-01", "12 am", "0 pm", "TRUE"),
    *("M1", "M2", "M1;M2", ";;;", "Q1; Q2", "Afrqiue", "MET", "AFR;EUR;MET", "Senegal", "Kosovo", "en-GB", "launch"),
]
_NUMBERS: list[Cell] = [
    *(0, 1, -1, 44320, 44531.75, 0.5, 60, 2958465, 2958466, 10**18, -(10**30), 10**400, 1e308, -0.0),
    *(math.nan, math.inf, -math.inf, True, False),
]
_MOMENTS: list[Cell] = [
    *(date(1, 1, 1), date(9999, 12, 31), date(2021, 5, 4), date(2021, 12, 1), time(17, 30, 5, 999_999), time(0)),
    *(datetime(1900, 1, 1, 17), datetime(9999, 12, 31, 23, 59, 59, 999_999)),  # noqa: DTZ001 - as in a cell
    *(datetime(2021, 5, 18, 17, tzinfo=UTC), datetime(1, 1, 1)),  # noqa: DTZ001 - as in a cell
    *(CellError("#REF!"), CellError(""), CellError("#N/A: look-up of a thing that is not there"), None),
]

cells = st.one_of(
    st.none(),
    st.sampled_from(_STRANGE),
    st.sampled_from(_NUMBERS),
    st.sampled_from(_MOMENTS),
    st.text(max_size=20),
    st.floats(),
    st.integers(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.dates(min_value=date(2021, 1, 1), max_value=date(2021, 12, 31)),
)


def _headers_of(column: Column) -> list[str]:
    tagged = [f"{column.name}_{language}" for language in LANGUAGES] if column.localized else []
    return [column.name, column.label, column.label.upper() + " ", *tagged, *COLUMNS.get(column.name, ())]


_DAYS = st.dates(min_value=date(2021, 4, 1), max_value=date(2021, 6, 15))
_LIKELY: dict[ColumnType, st.SearchStrategy[Cell]] = {
    ColumnType.DAY: st.one_of(_DAYS, _DAYS.map(date.isoformat), _DAYS.map(lambda day: (day - date(1899, 12, 30)).days)),
    ColumnType.PERIOD: st.one_of(_DAYS, _DAYS.map(lambda day: day.isoformat()[:7])),
    ColumnType.MOMENT: st.sampled_from([time(17, 0), "18:30", "2021-05-20 13:00", 0.75]),
    ColumnType.SECTION: st.sampled_from(["AFR", "Europe", "MET", "LAM; REG"]),
    ColumnType.COUNTRY: st.sampled_from(["Senegal", "PER", "Côte d’Ivoire", "Italie", "Japan"]),
    ColumnType.NUMBER: st.sampled_from([0, 3, "12", 30.0]),
    ColumnType.LANGUAGE: st.sampled_from(["en", "français", "Español"]),
}
_CODES: dict[str, list[Cell]] = {
    "Milestones": ["M1", "M2", "M3", "M1; M2"],
    "Questions": ["Q1", 2, "both", "Q1; 2"],
    "Charter": ["DIG", "EQU", "DIG; EQU"],
    "Sections": ["EUR", "AFR", "MET", "REG", "EUR"],
}


def _likely(shape: Worksheet, column: Column) -> st.SearchStrategy[Cell]:
    """What such a column holds on a good day; a fifth of its cells are anything at all."""
    if column.vocabulary:
        good = st.sampled_from([*column.vocabulary.labels, *column.vocabulary.labels.values(), "Gov."])
    elif column.type in (ColumnType.ID, ColumnType.CODES):
        good = st.sampled_from(_CODES.get(column.refers_to or shape.name, ["C1", "C2", 3, None]))
    else:
        good = _LIKELY.get(column.type, st.sampled_from(["City of Dakar", "city of  dakar", "Ville de l’Été"]))
    return st.integers(0, 4).flatmap(lambda luck: good if luck else cells)


@st.composite
def grids(draw: st.DrawFn, shape: Worksheet) -> Grid:
    """One worksheet: its columns shuffled, some missing, doubled, renamed or unknown; ragged rows of anything."""
    columns = draw(st.permutations(shape.columns))
    kept = draw(st.lists(st.sampled_from(columns), min_size=1, max_size=len(columns) + 2))
    if draw(st.integers(0, 4)):
        kept = list(columns)
    header: list[Cell] = [draw(st.sampled_from(_headers_of(column))) for column in kept]
    if draw(st.integers(0, 3)) == 0:
        header[draw(st.integers(0, len(header) - 1))] = draw(cells)
    fillers = [_likely(shape, column) for column in kept]
    rows: list[Sequence[Cell]] = [[draw(filler) for filler in fillers] for _ in range(draw(st.integers(0, 6)))]
    rows = [row[: draw(st.integers(0, len(row)))] if draw(st.integers(0, 4)) == 0 else row for row in rows]
    if shape.name == "Settings":
        keys = st.sampled_from([form for key in SETTING_KEYS for form in (key.name, key.label, f"{key.name}_fr")])
        rows += [[draw(keys), draw(cells)] for _ in range(draw(st.integers(0, 8)))]
    above = draw(st.lists(st.lists(cells, max_size=4), max_size=2))
    places = st.tuples(st.integers(1, 12), st.integers(1, 8))
    return Grid(
        draw(st.sampled_from([shape.name, shape.name.upper(), f" {shape.name}\u00a0"])),
        [*above, header, *rows],
        gid=draw(st.none() | st.integers(0, 10)),
        merged=tuple(draw(st.lists(st.sampled_from(["A1:B2", "A3:A9", "Z99:A1", "nonsense", "A1"]), max_size=2))),
        hidden_rows=draw(st.frozensets(st.integers(1, 9), max_size=2)),
        uncalculated=draw(st.frozensets(places, max_size=3)),
    )


@st.composite
def workbooks(draw: st.DrawFn) -> Workbook:
    """Worksheets of any kind in any order, some missing, some twice, some not ours."""
    chosen = [*draw(st.permutations(WORKSHEETS)), *draw(st.lists(st.sampled_from(WORKSHEETS), max_size=2))]
    if draw(st.integers(0, 2)) == 0:
        chosen = chosen[: draw(st.integers(0, len(chosen)))]
    made = [draw(grids(shape)) for shape in chosen]
    if draw(st.booleans()):
        made.append(Grid(draw(st.text(max_size=12)), draw(st.lists(st.lists(cells, max_size=3), max_size=3))))
    return Workbook(
        Origin("file", "fuzz.xlsx"),
        tuple(made),
        locale=draw(st.sampled_from([None, "en_US", "fr_FR", "xx", ""])),
        timezone=draw(st.sampled_from([None, "Europe/Madrid", "Pacific/Kiritimati", "nowhere"])),
    )


def _check(road: Road) -> None:
    check_counts(road)
    left_out = sum(count.left_out for count in road.rows.values())
    assert not left_out or any(problem.severity is not Severity.WARNING for problem in road.problems)
    for language in LANGUAGES:
        for problem in road.problems:
            assert message(problem, words_of(language))


@BOUNDED
@given(workbooks())
def test_any_workbook_is_read_and_its_rows_add_up(workbook: Workbook) -> None:
    _check(read(workbook, now=NOW))


@BOUNDED
@given(workbooks(), st.dates(min_value=date(2020, 1, 1), max_value=date(2022, 12, 31)))
def test_every_figure_of_any_workbook_can_be_counted(workbook: Workbook, on: date) -> None:
    road = read(workbook, now=NOW)
    counted = figures(road, on=on)
    assert values_in_use(road)["count"].ge(1).all()
    assert mostly_empty_columns(road, below=1.0)["share"].between(0, 1).all()
    assert possible_duplicates(road).groupby("group").size().ge(2).all()
    contributions = counted["contributions"]
    assert contributions["received"] <= len(road.contributions)
    geographic = [section["received"] for section in counted["sections"] if section["kind"] == "regional"]
    assert sum(geographic) + contributions["without_section"] == contributions["received"]


@pytest.mark.parametrize("shape", WORKSHEETS, ids=lambda shape: shape.name)
@settings(BOUNDED, max_examples=15)
@given(data=st.data())
def test_each_worksheet_alone_costs_the_others_nothing(shape: Worksheet, data: st.DataObject) -> None:
    grid = data.draw(grids(shape))
    road = road_of(**{shape.name: grid.rows})
    _check(road)
    untouched = {"Milestones", "Charter", "Questions", "Sections"} - {shape.name}
    assert all(road.rows[name].left_out == 0 for name in untouched)


@settings(BOUNDED, max_examples=25)
@given(data=st.data())
def test_order_of_columns_and_blank_rows_change_nothing(data: st.DataObject) -> None:
    changed = {}
    for name, (header, *rows) in SOUND.items():
        order = data.draw(st.permutations(range(len(header))))
        spread = [line for row in rows for line in ([row[place] for place in order], *data.draw(_blank_lines))]
        changed[name] = [*data.draw(_blank_lines), [header[place] for place in order], *spread]
    plain, moved = road_of(), road_of(**changed)
    assert moved.problems == ()
    for name in ("milestones", "contributions", "sections", "charter", "questions"):
        expected, found = getattr(plain, name).drop(columns="row"), getattr(moved, name).drop(columns="row")
        assert found.equals(expected)
    on = date(2021, 5, 20)
    assert figures(moved, on=on) == figures(plain, on=on)


_blank_lines = st.lists(st.sampled_from([[], [None], ["", " ", "\u00a0"], [None, "\u200b"]]), max_size=2)


def test_a_moment_in_any_zone_is_an_instant() -> None:
    for hours in (-12, 0, 14):
        typed = datetime(2021, 5, 18, 17, tzinfo=UTC) + timedelta(hours=hours)
        road = road_of(Milestones=[["id", "title", "due", "starts"], ["M1", "a", typed.date(), typed]])
        assert road.milestones["starts_at"].notna().all()
