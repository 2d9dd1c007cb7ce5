"""Where page, day, filter and address meet: what the figures know, each page shows, of the day and rows asked for.

The tests go through whatever pages, charts, columns and parameters are declared: what is added later is in them.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html import unescape
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import openpyxl
import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from components.charts.breakdown import BREAKDOWN
from components.charts.chart import Chart, Subject
from components.charts.declared import CHARTS
from components.contributions.filters import PARAMETERS as FILTERS
from components.contributions.filters import chosen
from components.shell.pages import PAGES
from data.figures.contributions import tally
from data.figures.selection import Selection, choices, select
from data.languages import LANGUAGES
from data.reading import read
from data.road import Road
from data.shape import FILTERED
from data.sources.file import read_file
from data.store import shared_store
from data.words import words_of
from tests.data.figures.roads import NOW
from tests.pages import hand
from tests.pages.hand import FIRST, LAST, LATER
from tests.pages.looking import Looks, Part, shown
from tests.pages.opening import tables
from tests.pages.test_sheet_history import edited

__all__ = ["edited"]

pytestmark = pytest.mark.slow(35)

EARLY = date(2021, 5, 12)
"""Contributions have come, and nothing is decided."""
DAYS = pytest.mark.parametrize("on", [FIRST, LATER], ids=str)


@pytest.fixture(scope="module")
def looks() -> Iterator[Looks]:
    """Pages with everything unfolded; documents hold their content instead of being set in type."""
    with pytest.MonkeyPatch.context() as patch:
        for made in ("note", "letters"):
            patch.setattr(f"components.publish.{made}.content.typeset", lambda _, said, **__: json.dumps(said).encode())
        found = Looks(patch)
        found.watch()
        yield found
    _KEPT.clear()
    shared_store.cache_clear()


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[Any, Path]:
    """The workbook whole, as it stood on each day, and with the rows of one filter alone."""
    folder = tmp_path_factory.mktemp("hand")
    return {
        "whole": hand.write(folder / "whole"),
        "untargeted": hand.write(folder / "untargeted", without_target=True),
        FIRST: hand.write(folder / "first", until=FIRST),
        LATER: hand.write(folder / "later", until=LATER),
        "rights": hand.write(folder / "rights", without_target=True, only=("theme", "rights")),
    }


# What says when the sheet was read, which days there are to choose from, and how many rows are not there yet.
_OF_THE_SHEET = re.compile(
    r"Based on \d+ of \d+ rows?\..*|read on [^·]* UTC|\b\d\d:\d\d\b|Reading \S+ .*|\d+ rows? of .*"
)
_AROUND = frozenset({"controls", "past_day", "document"})


def parts(page: AppTest, *, without: frozenset[str] = _AROUND) -> list[Part]:
    """All that a page shows, but what is said of the sheet and not of the day."""
    cited = frozenset(area.key for area in page.text_area if area.key and area.key.endswith("_cite"))
    return [
        Part(key, kind, _OF_THE_SHEET.sub("", json.dumps(said, sort_keys=True, ensure_ascii=False)))
        for key, kind, said in shown(page.main, without | cited)
    ]


class Look(NamedTuple):
    """A page, all that it shows, and what its files hold where it is unfolded."""

    page: AppTest
    parts: list[Part]
    files: dict[str, Any]


_KEPT: dict[tuple[Any, ...], Look] = {}


def look(looks: Looks, workbook: Path, name: str, *, is_unfolded: bool = True, **parameters: str) -> Look:
    """A page, looked at once by all tests."""
    key = (workbook, name, is_unfolded, *sorted(parameters.items()))
    if key not in _KEPT:
        page = (looks.unfolded if is_unfolded else looks.open)(workbook, name, **parameters)
        _KEPT[key] = Look(page, parts(page), looks.said_in_files() if is_unfolded else {})
    return _KEPT[key]


def differing(one: list[Part], other: list[Part]) -> list[tuple[str, str, str]]:
    """The parts of two looks at a page that are not the same, by the key that they stand under."""
    pairs = zip_longest(one, other, fillvalue=Part("", "", ""))
    return [(a.key, a.said[:400], b.said[:400]) for a, b in pairs if a != b]


# A day.


OPENED = (
    "road region=AFR&find=Senegal",
    "coverage section=AFR",
    "coverage country=SEN",
    "milestones milestone=M2",
    "milestones if=M3&comes=2021-12-30",
    "contributions open=C01",
    "contributions open=C18&section=EUR",
    "text block=DIG&section=AFR&way=C01",
)
"""Pages with something opened by their address."""


@DAYS
@pytest.mark.parametrize("opened", [*PAGES, *OPENED])
def test_a_page_shows_a_day_as_if_the_sheet_had_ended_on_it(
    opened: str, on: date, looks: Looks, sheets: dict[Any, Path]
) -> None:
    name, _, query = opened.partition(" ")
    asked = {"asof": on.isoformat(), **dict(parse_qsl(query))}
    _, whole, files = look(looks, sheets["whole"], name, is_unfolded=not query, **asked)
    _, ended, expected = look(looks, sheets[on], name, is_unfolded=not query, **asked)
    if name != "sheet":
        # The page The sheet shows the sheet whole, whatever the day.
        assert differing(whole, ended) == []
    assert files.keys() == expected.keys()
    for key, held in expected.items():
        if key == "package":
            held = held | {"rows": files[key]["rows"]}
        assert _rows_told(files[key]) == _rows_told(held), key


@pytest.mark.parametrize("name", ["contributions", "text"])
def test_a_day_before_any_decision_shows_none_of_the_later_ones(
    name: str, looks: Looks, tmp_path: Path, sheets: dict[Any, Path]
) -> None:
    asked = {"asof": EARLY.isoformat()}
    ended = hand.write(tmp_path / "early", until=EARLY)
    seen = look(looks, sheets["whole"], name, is_unfolded=False, **asked).parts
    assert differing(seen, look(looks, ended, name, is_unfolded=False, **asked).parts) == []


def _rows_told(held: Any) -> str:  # noqa: ANN401 - what a file holds
    """Without the note's sentence about rows, how many are not there yet, and the minute in which they were read."""
    text = held if isinstance(held, str) else json.dumps(held, default=str)
    return re.sub(r'"rows": "[^"]*"|\b\d\d:\d\d\b', "", text)


DRAWN = frozenset({"plotly_chart", "table", "bidi_component", "metric", "image"})
STILL = frozenset({"calendar_file", "copy_calendar"})
"""What holds plans or choices alone, which no day changes."""


@pytest.mark.parametrize("name", [name for name in PAGES if name != "sheet"])
def test_the_two_days_differ_in_whatever_is_drawn_or_given(name: str, looks: Looks, sheets: dict[Any, Path]) -> None:
    """Else the test above would see nothing there: the sheet counted by hand has to move it."""
    seen: list[dict[tuple[str, str], Any]] = []
    for on in (FIRST, LATER):
        said: dict[tuple[str, str], Any] = {}
        _, whole, files = look(looks, sheets["whole"], name, asof=on.isoformat())
        for key, kind, part in whole:
            if kind in DRAWN and not key.endswith("_picture"):
                said.setdefault((key, kind), []).append(part)
        seen.append(said | {(key, "file"): held for key, held in files.items()})
    first, later = seen
    assert first.keys() == later.keys()
    assert {part for part in first if first[part] == later[part] and part[0] not in STILL} == set()


_LATE = re.compile(r"(?:\d+|”|days?|it|is|are|[Nn]ow|Newly) late\b|\bLate\b(?!:)")
_OF_ANY_DAY = re.compile(
    "from what is late to what waits for it|late once its last day is past|where it is late|is late blocks|"
    "that is late enough"
)


@DAYS
@pytest.mark.parametrize("name", PAGES)
def test_what_is_not_yet_confirmed_is_late_nowhere(name: str, on: date, looks: Looks, sheets: dict[Any, Path]) -> None:
    """On both days one milestone is past its day, for less than a week; nothing that leaves says more."""
    _, told, files = look(looks, sheets["whole"], name, asof=on.isoformat())
    said = {part.key: part.said for part in told if part.kind != "bidi_component"}
    said |= {key: held if isinstance(held, str) else json.dumps(held, default=str) for key, held in files.items()}
    found = {key: _LATE.findall(_OF_ANY_DAY.sub("", text)) for key, text in said.items()}
    assert {key: late for key, late in found.items() if late} == {}
    assert name not in ("road", "milestones") or any("ot yet confirmed" in text for text in said.values())


# A filter.

_OF_THE_FILTER = frozenset({"filters", "chips", "export_csv", "export_xlsx", "at_text"})


@DAYS
def test_a_filter_shows_its_rows_as_if_there_were_no_others(on: date, looks: Looks, sheets: dict[Any, Path]) -> None:
    around = _AROUND | _OF_THE_FILTER
    page = looks.unfolded(sheets["untargeted"], "contributions", asof=on.isoformat(), theme="rights")
    filtered, files = parts(page, without=around), looks.said_in_files()
    alone = parts(looks.unfolded(sheets["rights"], "contributions", asof=on.isoformat()), without=around)
    # The title alone says how many there are to choose from, and pictures are named after what was chosen.
    assert [key for key, *_ in differing(filtered, alone) if not key.endswith("_picture")] == [""]
    assert files == looks.said_in_files()
    assert len(files) > 4


def _road(path: Path) -> Road:
    return read(read_file(path), now=NOW)


_CODES = {
    "stage": "undecided",
    "section": "AFR",
    "contributor_type": "association",
    "country": "SEN",
    "policy_council": "RIGHT",
    "milestone": "M2",
    "question": "Q2",
    "theme": "climate",
    "language": "fr",
    "decision": "reflected",
    "block": "DIG",
    "reply": "no",
}
"""A code of every filter, which some of the rows have and some have not."""


def _having(dimension: str) -> Selection:
    codes: dict[str, Any] = {dimension: (_CODES[dimension],)}
    return Selection(**codes)


def _rows_of(dimension: str, on: date) -> set[str]:
    """The ids of the rows that have the code, as the groups of the sheet say it."""
    code, kept = _CODES[dimension], set()
    for row in hand.rows(on):
        is_landed_in = row["charter_block"] == code
        has = {
            "stage": row["decision"] is None,
            "section": row["country"] in ("Senegal", "Mali"),
            "country": row["country"] == "Senegal",
            "question": row["question"] in (code, "both"),
            "block": is_landed_in,
        }
        if has.get(dimension, row.get(dimension) == code):
            kept.add(row["id"])
    return kept


@pytest.fixture(scope="module")
def roads(sheets: dict[Any, Path]) -> dict[Any, Road]:
    """The roads of the workbooks."""
    return {name: _road(path) for name, path in sheets.items()}


@DAYS
@pytest.mark.parametrize("dimension", ["stage", *FILTERED])
def test_every_filter_keeps_the_rows_that_have_its_code(dimension: str, on: date, roads: dict[Any, Road]) -> None:
    kept = select(roads["whole"], _having(dimension), on=on).contributions
    by_day = kept["id"][kept["received_on"] <= pd.Timestamp(on)]
    assert set(by_day) == _rows_of(dimension, on) != set()
    assert len(by_day) < len(hand.rows(on))


@DAYS
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_every_chart_of_a_filter_is_that_of_its_rows_alone(chart: Chart[Any], on: date, roads: dict[Any, Road]) -> None:
    words, rights = words_of("en"), Selection(theme=("rights",))
    for by in chart.by:
        of = Subject(roads["untargeted"], on, words, rights, by=by)
        alone = Subject(roads["rights"], on, words, by=by)
        filtered, expected = chart.drawing(of), chart.drawing(alone)
        assert (filtered.finding, filtered.alt) == (expected.finding, expected.alt)
        assert filtered.figure == expected.figure
        passport, plain = chart.passport_of(of), chart.passport_of(alone)
        assert passport.used == plain.used
        assert passport.table.equals(plain.table)
        assert passport.name == f"{plain.name}-rights"
        assert chart.key.startswith("timeline") or passport.left_out["not chosen by the filters"] == (
            len(hand.rows(on)) - 11 if on == FIRST else len(hand.rows(on)) - 14
        )


def test_a_panel_puts_all_that_is_chosen_of_every_filter_into_the_address(
    looks: Looks, sheets: dict[Any, Path], roads: dict[Any, Road]
) -> None:
    page = looks.unfolded(sheets["whole"], "contributions", asof=LATER.isoformat())
    first_two = {
        parameter: choices(roads["whole"], Selection(), dimension, on=LATER)["value"].tolist()[:2]
        for dimension, parameter in FILTERS.items()
    }
    for parameter, codes in first_two.items():
        page.multiselect(key=f"at_{parameter}").set_value(codes)
    page.run()
    assert not page.exception
    kept = queried(page)
    assert {parameter: kept[parameter].split(",") for parameter in FILTERS.values()} == first_two


# What is touched.


def clicks(page: AppTest, looks: Looks) -> Iterator[tuple[str, dict[str, Any], int, dict[str, str]]]:
    """Of every point of every chart that answers a click: the chart, its trace, the place in it, the address then."""
    for element in page.get("plotly_chart"):
        key = element.key
        if key not in looks.clicks:
            continue
        for drawn in json.loads(element.proto.spec)["data"]:
            for place, codes in enumerate(drawn.get("customdata", ())):
                st.session_state.clear()
                st.session_state[key] = {"selection": {"points": [{"customdata": codes}]}}
                looks.clicks[key]()
                yield key, drawn, place, dict(st.session_state.get("_places", {}).get("", {}))
    st.session_state.clear()


@pytest.mark.parametrize("by", BREAKDOWN.by)
def test_a_bar_filters_by_what_it_counts(by: str, looks: Looks, sheets: dict[Any, Path]) -> None:
    page = looks.open(sheets["whole"], "contributions", asof=LATER.isoformat(), breakdown=by)
    snapshot, counted = shared_store().state().snapshot, 0
    assert snapshot
    for key, drawn, place, then in clicks(page, looks):
        if drawn["name"] == "landed" or drawn["customdata"][place] is None:
            continue
        st.session_state["_places"] = {"": then}
        n = tally(select(snapshot.road, chosen(snapshot.road), on=LATER), on=LATER).received
        assert n == drawn["x"][place], (key, then)
        assert then or drawn["customdata"][place] == "received"
        counted += 1
    st.session_state.clear()
    assert counted > 4


@pytest.mark.parametrize(("name", "parameters"), [("coverage", {"country"}), ("milestones", {"milestone"})])
def test_a_touch_opens_what_the_mark_says(
    name: str, parameters: set[str], looks: Looks, sheets: dict[Any, Path]
) -> None:
    page, words = looks.open(sheets["whole"], name, asof=LATER.isoformat()), words_of("en")
    titles = {step[0]: step[1] for step in hand.MILESTONES}
    opened = set()
    for _, drawn, place, then in clicks(page, looks):
        assert then.keys() == parameters
        (code,) = then.values()
        said = unescape(drawn.get("hovertext", {place: titles.get(code)})[place])
        assert (titles.get(code) or words.country(code)) in said
        opened.add(code)
    assert opened >= ({*titles} if name == "milestones" else {"SEN", "MLI", "ITA", "FRA", "PER"})


def test_a_touch_on_the_matrix_opens_what_the_cell_counts(looks: Looks, sheets: dict[Any, Path]) -> None:
    page, counts = looks.open(sheets["whole"], "text", asof=LATER.isoformat()), {}
    for _, drawn, place, then in clicks(page, looks):
        counts[then["block"], then["section"]] = drawn["hovertext"][place]
    for block, section, said in (("DIG", "AFR", "6"), ("EQU", "AFR", "4"), ("DIG", "EUR", "5")):
        assert re.findall(r"\d+", counts[block, section])[-1] == said or said in counts[block, section]
    opened = looks.open(sheets["whole"], "text", asof=LATER.isoformat(), block="EQU", section="AFR")
    assert [link.proto.label for link in opened.get("page_link") if "stage=decided" in link.proto.query_string] == [
        "Read the 4 contributions decided for it"
    ]


@pytest.mark.parametrize("sort", ["", "contributor", "-contributor", "-received_on", "section"])
def test_a_row_of_the_table_opens_the_contribution_that_it_names(
    sort: str, looks: Looks, sheets: dict[Any, Path]
) -> None:
    names = {row["id"]: row["contributor"] for row in hand.rows()}
    page = looks.open(sheets["whole"], "contributions", asof=LATER.isoformat(), sort=sort)
    (table,) = tables(page)
    assert {id_: table.loc[id_, "contributor"] for id_ in table.index} == {id_: names[id_] for id_ in table.index}
    opened = looks.open(sheets["whole"], "contributions", asof=LATER.isoformat(), sort=sort, open=table.index[1])
    assert opened.title[0].value == names[table.index[1]]


def test_a_row_of_milestones_opens_the_one_that_it_names(looks: Looks, sheets: dict[Any, Path]) -> None:
    titles = {step[0]: step[1] for step in hand.MILESTONES}
    for sort in ("", "-title", "-due_first"):
        (table,) = tables(looks.open(sheets["whole"], "milestones", asof=LATER.isoformat(), sort=sort))
        assert table["title"].to_dict() == titles
    assert [*table.index] == ["M4", "M3", "M2", "M1"]


# Links that say a number.

LEADING = (
    ("road", {"find": "Senegal"}),
    ("road", {"find": "Afrique"}),
    ("coverage", {"section": "AFR"}),
    ("coverage", {"country": "SEN"}),
    ("text", {}),
    ("text", {"block": "DIG", "way": "C01"}),
    ("text", {"block": "DIG", "section": "AFR"}),
    ("milestones", {"milestone": "M2"}),
)


@DAYS
@pytest.mark.parametrize(("name", "parameters"), LEADING, ids=str)
def test_a_link_to_contributions_opens_as_many_as_it_says(
    name: str, parameters: dict[str, str], on: date, looks: Looks, sheets: dict[Any, Path]
) -> None:
    page = look(looks, sheets["whole"], name, is_unfolded=False, asof=on.isoformat(), **parameters).page
    leading, names = [], {row["id"]: row["contributor"] for row in hand.rows()}
    parts_shown = list(shown(page.main))
    cards = {key: said["body"] for key, kind, said in parts_shown if kind == "metric"}
    for key, kind, link in parts_shown:
        if kind != "page_link":
            continue
        query, label = dict(parse_qsl(link["queryString"])), link["label"].replace("\\", "")
        assert (query["asof"], query["lang"]) == (on.isoformat(), "en")
        if code := query.get("open"):
            assert names[code] in label or f"({code})" in label or code == parameters.get("way")
        elif link["page"] == "contributions":
            leading.append((label, cards.get(key), query))
    said = " ".join(part.value for part in (*page.header, *page.subheader, *page.markdown))
    for label, card, query in leading:
        n = [card] if card else re.findall(r"\d+", label)
        n = n or re.findall(r"\b(\d+) contributions?(?! of the sections asked)(?: of| came|\*)", said)
        opened = look(looks, sheets["whole"], "contributions", is_unfolded=False, **query).page
        assert tables(opened)[0].attrs["n"] == int(n[0]), (label, said)
    assert leading or on == FIRST


def test_what_is_asked_leads_to_where_it_is_dealt_with(looks: Looks, sheets: dict[Any, Path]) -> None:
    page = looks.open(sheets["whole"], "road", asof=LATER.isoformat())
    asked = [part.said for part in shown(page.main) if (part.key, part.kind) == ("asks", "page_link")]
    assert [(ask["label"].split()[0], ask["page"], ask["queryString"].split("&")[-1]) for ask in asked] == [
        ("Confirm", "milestones", "milestone=M3"),
        ("Decide", "contributions", "stage=undecided"),
        ("Ask", "coverage", "section=ASP"),
    ]


# The address.

KEPT: dict[str, dict[str, str]] = {
    "road": {"region": "AFR", "find": "Dakar", "since": "2021-05-10"},
    "coverage": {"section": "AFR", "country": "SEN"},
    "milestones": {"milestone": "M2", "sort": "-title", "rows": "2", "if": "M3", "comes": "2021-12-30"}
    | {"since": "2021-05-10"},
    "contributions": {
        **{FILTERS[dimension]: code for dimension, code in _CODES.items()},
        **{"stage": "decided", "decision": "reflected", "reply": "yes", "type": "academia"},
        **{"text": "dakar", "since": "2021-05-10", "open": "C01", "breakdown": "theme", "columns": "id,theme"},
        "earlier": "20",
        **{"sort": "-received_on", "rows": "2"},
    },
    "text": {"block": "DIG", "section": "AFR", "way": "C01"},
    "sheet": {"worksheet": "Contributions", "severity": "warning", "edited": "Milestones", "edited_on": "2021-06-11"}
    | {"edited_row": "Milestones:m1"},
}
"""A value of every parameter of every wing that its page has a use for."""
NO_ROOM = frozenset({("milestones", "rows")})
"""What changes nothing that is seen with so few rows."""


def queried(page: AppTest) -> dict[str, str]:
    """The address after the run."""
    return {name: value if isinstance(value, str) else value[0] for name, value in page.query_params.items()}


@pytest.mark.parametrize("name", PAGES)
def test_every_parameter_of_a_wing_is_tried(name: str) -> None:
    assert KEPT[name].keys() == set(import_module(f"components.{name}").PARAMETERS)


@pytest.mark.parametrize(
    ("name", "parameter"),
    [(name, parameter) for name in PAGES for parameter in KEPT[name] if name != "sheet"],
)
def test_a_parameter_changes_what_is_seen_and_stays_in_the_address(
    name: str, parameter: str, looks: Looks, sheets: dict[Any, Path]
) -> None:
    needed = {"way": {"block": "DIG"}, "earlier": {"since": "2021-05-04"}}
    with_it = {parameter: KEPT[name][parameter], **needed.get(parameter, {})}
    without = {key: value for key, value in with_it.items() if key != parameter}
    on = {"asof": (FIRST if name == "milestones" else LAST).isoformat()}
    page = looks.open(sheets["whole"], name, **on, **with_it)
    assert {**queried(page), **with_it} == queried(page)
    if (name, parameter) not in NO_ROOM:
        assert parts(page) != look(looks, sheets["whole"], name, is_unfolded=False, **on, **without).parts


@pytest.mark.parametrize("parameter", KEPT["sheet"])
def test_a_parameter_of_the_sheet_changes_what_is_seen_and_stays_in_the_address(
    parameter: str, looks: Looks, edited: Path, tmp_path: Path
) -> None:
    # One of the target that differs from the numbers expected, and one of a row that cannot be read.
    workbook = edited if parameter.startswith("edited") else hand.write(tmp_path / "faulty", unread=1)
    page = looks.open(workbook, "sheet", **{parameter: KEPT["sheet"][parameter]})
    assert queried(page)[parameter] == KEPT["sheet"][parameter]
    assert parts(page) != parts(looks.open(workbook, "sheet"))


def test_what_each_page_keeps_survives_a_walk_through_all_the_others(looks: Looks, sheets: dict[Any, Path]) -> None:
    """Pages share names of parameters; none takes the value of another, and the menu brings each its own back."""
    names = [name for name in PAGES if name != "sheet"]
    others: dict[str, dict[str, str]] = {
        **{name: {**KEPT[name]} for name in names},
        "coverage": {"section": "EUR", "country": "ITA"},
        "contributions": {**KEPT["contributions"], "since": "2021-06-01", "milestone": "M1", "rows": "1"},
    }
    shared = {"lang": "en", "asof": FIRST.isoformat()}
    page = looks.open(sheets["whole"], names[0], **shared, **others[names[0]])
    for name in names[1:]:
        page.query_params.clear()
        for key, value in (shared | others[name]).items():
            page.query_params[key] = value
        page.switch_page(str(Path("..", "pages", f"{name}.py"))).run()
    for name in names:
        page.query_params.clear()
        page.switch_page(str(Path("..", "pages", f"{name}.py"))).run()
        assert not page.exception
        assert queried(page) == shared | others[name], name


# By hand.
STAGES = {
    FIRST: {"Received": 8, "Decided": 5, "In the text": 6},
    LATER: {"Received": 3, "Considered": 3, "Decided": 6, "In the text": 16},
    LAST: {"Received": 3, "Considered": 3, "Decided": 6, "In the text": 19},
}


@pytest.mark.parametrize("on", STAGES, ids=str)
def test_an_export_holds_every_row_of_the_day_as_it_stood(on: date, looks: Looks, sheets: dict[Any, Path]) -> None:
    files = look(looks, sheets["whole"], "contributions", asof=on.isoformat()).files
    rows, decided = list(csv.DictReader(io.StringIO(files["export_csv"]))), set(hand.CUT_OFF)
    assert [row["Id"] for row in rows] == [row["id"] for row in hand.rows(on)]
    assert Counter(row["Stage"] for row in rows) == STAGES[on]
    assert Counter(row["Decision"] != "" for row in rows)[True] == STAGES[on]["Decided"] + STAGES[on]["In the text"]
    ((header, *cells),) = files["export_xlsx"].values()
    assert [row[header.index("Id")] for row in cells] == [row["Id"] for row in rows]
    for row, typed in zip(rows, hand.rows(on), strict=True):
        assert (row["Contributor"], row["Received on"]) == (typed["contributor"], typed["received_on"].isoformat())
        assert {row["Decided on"], row["Decision"], row["Reason"]} == {""} or all(typed[name] for name in decided)


_DECORATED = re.compile(r"['+\u2212-]?[\d\s.,]*\d\s*%?|–")
_PLAIN = re.compile(r"(-?\d+(\.\d+)?(e-\d+)?)?")
IN_WORDS = ("Uptake in words", "Value in words")
"""Columns for the eye, beside the numbers that they are made of."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_file_writes_a_number_or_a_day_as_a_text(
    language: str, looks: Looks, sheets: dict[Any, Path], edited: Path, tmp_path: Path
) -> None:
    words, seen = words_of(language), set()
    days = [LAST - timedelta(days=n) for n in range(90)]
    in_words = {words.day(day, style): day.isoformat() for day in days for style in ("long", "medium")}
    faulty = hand.write(tmp_path / "faulty", unread=1)
    opened = [(sheets["whole"], name, {}) for name in PAGES if name != "sheet"]
    opened += [(sheets["whole"], "milestones", {"milestone": "M3"}), (edited, "sheet", {}), (faulty, "sheet", {})]
    for workbook, name, query in opened:
        looks.unfolded(workbook, name, lang=language, asof=LATER.isoformat(), **query)
        for key, (file_name, _, made) in looks.files.items():
            if not file_name.endswith((".csv", ".xlsx")):
                continue
            assert key == "template" or re.search(r"-\d{4}-\d\d-\d\d\.(?:csv|xlsx)$", file_name)
            header, *rows = _typed_rows(file_name, made())
            assert rows, key
            seen.add(key)
            for row in rows:
                for head, cell in zip(header, row, strict=True):
                    where = f"{name} {file_name} {head}: {cell!r}"
                    assert cell not in in_words or in_words[cell] in row, where
                    is_number_in_words = isinstance(cell, str) and _DECORATED.fullmatch(cell)
                    assert not is_number_in_words or head in map(words.say, IN_WORDS), where
    assert seen >= {f"{chart.key}_csv" for chart in CHARTS}
    assert seen >= {"sections_csv", "call_list_csv", "orphans_csv", "milestone_rows_csv", "milestones_csv"}
    assert seen >= {"export_csv", "export_xlsx", "problems_csv", "problems_xlsx", "changes_csv"}


def test_files_of_the_sheet_are_named_after_what_was_chosen(looks: Looks, edited: Path, tmp_path: Path) -> None:
    faulty, named = hand.write(tmp_path / "faulty", unread=1), {}
    for workbook, query in (
        (faulty, {"worksheet": "Contributions", "severity": "row_left_out"}),
        (edited, {"edited": "Milestones", "edited_on": "2021-06-11"}),
        (edited, {"edited_row": "Milestones:m1"}),
    ):
        looks.open(workbook, "sheet", **query)
        named |= {(key, *query): name for key, (name, *_) in looks.files.items() if name.endswith(".csv")}
    assert named == {
        ("problems_csv", "worksheet", "severity"): "problems-Contributions-row_left_out-2021-06-30.csv",
        ("changes_csv", "edited", "edited_on"): "changes-Milestones-2021-06-11.csv",
        ("changes_csv", "edited_row"): "changes-Milestones-m1-2021-06-12.csv",
    }


def _typed_rows(file_name: str, made: bytes) -> list[list[Any]]:
    """The rows of a file as a spreadsheet reads it: what is a number or nothing as that, days and all else as text."""
    if file_name.endswith(".xlsx"):
        sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
        return [
            [cell.date().isoformat() if isinstance(cell, datetime) else cell for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
    read_rows = csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""))
    return [[None if _PLAIN.fullmatch(cell) else cell for cell in row] for row in read_rows]


def test_an_export_of_milestones_tells_late_from_later(looks: Looks, sheets: dict[Any, Path]) -> None:
    told = {}
    for on in (FIRST, LATER):
        rows = csv.DictReader(io.StringIO(look(looks, sheets["whole"], "milestones", asof=on.isoformat()).files[_CSV]))
        told[on] = {row["Id"]: (row["Slip in days"], row["Days overdue"], row["Done on"]) for row in rows}
    done = ("", "", "2021-05-04")
    assert told[FIRST] == {"M1": done, "M2": ("9", "2", ""), "M3": ("0", "", ""), "M4": ("0", "", "")}
    assert told[LATER] == {"M1": done, "M2": ("30", "", "2021-06-10"), "M3": ("5", "5", ""), "M4": ("0", "", "")}


_CSV = "milestones_csv"
_ICON = re.compile(r":material/\w+:")


def numbers(page: AppTest, kind: str) -> str:
    """The numbers of each part of a kind that has any, those of a table row by row, whatever words stand around them.

    ``said`` is what a page says in texts of its own, without what is said of the sheet's reading, ``touched`` what it
    says on links and buttons.
    """
    around = frozenset({"controls", "past_day", "filters"})
    if kind == "table":
        texts = [" / ".join(" ".join(map(str, row)) for row in part.value.to_numpy()) for part in page.table]
    elif kind == "touched":
        texts = [said["label"] for _, kind, said in shown(page.main, around) if kind in ("page_link", "button")]
    elif kind == "said":
        bodies = (said.get("body", "") for _, kind, said in shown(page.main, around) if kind in ("markdown", "caption"))
        texts = [body for body in bodies if "read on" not in body]
    else:
        texts = [str(getattr(part, "value", "")) for part in page.get(kind)]
    found = (re.findall(r"\d+(?:\.\d+)?|/", _ICON.sub("", text.replace("\\", ""))) for text in texts)
    return " | ".join(" ".join(kept) for kept in found if kept)


@pytest.mark.parametrize("counted", hand.COUNTED, ids=lambda counted: " ".join(map(str, counted)).strip())
def test_titles_findings_cards_and_tables_are_as_counted_by_hand(
    counted: tuple[str, date, str], looks: Looks, sheets: dict[Any, Path]
) -> None:
    name, on, query = counted
    asked = {"asof": on.isoformat(), **dict(parse_qsl(query))}
    page = look(looks, sheets["whole"], name, is_unfolded=not query, **asked).page
    for kind, expected in hand.COUNTED[counted].items():
        assert numbers(page, kind) == expected, kind
