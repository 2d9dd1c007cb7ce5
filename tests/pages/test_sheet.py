"""The page of the sheet without a browser."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from threading import enumerate as running_threads
from typing import Any, BinaryIO

import pytest
from streamlit.testing.v1 import AppTest

from components.shared.template_button import template_bytes
from components.sheet import connect
from components.sheet.fault_list import SHOWN_FIRST, SHOWN_MORE
from data.grid import Grid, Origin, Workbook
from data.languages import LANGUAGES
from data.sources import FailureKind, SourceError
from data.store import Store, shared_store
from tests.data.reading.sheets import SOUND
from tests.pages.conftest import REHEARSAL, RHINE, ROAD, ROOT, Visit
from tests.pages.nasty import save
from tests.pages.opening import fault_groups, fault_places, to_copy

pytestmark = pytest.mark.slow(6)

HEADER = ["id", "received_on", "contributor", "country", "question", "decided_on", "decision"]
ROWS = [
    HEADER,
    ["C1", "2021-05-04", "Dakar", "Senegal", "Q1", "2021-04-01", "partly"],
    ["C2", "soon", "Lima", "Peru", "Q1", None, None],
    ["C3", "2021-05-04", "Rome", "Itlay", "both", None, None],
    ["C4", "2021-05-04", "ROME", "Italy", "Q1", None, None],
]
SHARE_WITH = "reader@road.iam.gserviceaccount.com"
ADDRESS = "https://docs.google.com/spreadsheets/d/KEY/edit"


class _Spreadsheet:
    """A spreadsheet that is read from memory, and fails when told to."""

    origin = Origin("google", "Road", ADDRESS)
    share_with = SHARE_WITH
    failure: SourceError | None = None

    def read(self) -> Workbook:
        if self.failure:
            raise self.failure
        tables = {**SOUND, "Contributions": ROWS}
        return Workbook(self.origin, tuple(Grid(title, rows, gid=n) for n, (title, rows) in enumerate(tables.items())))


@pytest.fixture
def spreadsheet(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Spreadsheet]:
    """The dashboard reads this one instead of a file."""
    source = _Spreadsheet()
    store = Store(source)
    monkeypatch.setattr("data.store.open_store", lambda _config: store)
    shared_store.cache_clear()
    yield source
    shared_store.cache_clear()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A workbook with one row left out, one cell ignored, one date that contradicts another, and a double."""
    return save(tmp_path, "sheet", {**SOUND, "Contributions": ROWS})


def open_sheet() -> AppTest:
    page = AppTest.from_file(ROOT / "components" / "frame.py", default_timeout=30)
    page.query_params["lang"] = "en"
    page.switch_page(str(Path("..", "pages", "sheet.py")))
    return page.run()


def opened(page: AppTest, key: str) -> AppTest:
    page.session_state[key] = True
    return page.run()


def said(page: AppTest) -> str:
    """Everything the page says in text, escapes taken out."""
    parts = [*page.title, *page.header, *page.subheader, *page.markdown, *page.caption, *page.success, *page.error]
    return "\n".join(str(part.value).replace("\\", "") for part in parts)


@pytest.mark.parametrize("workbook", [ROAD, REHEARSAL, RHINE], ids=["road", "rehearsal", "rhine"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_sheet_says_what_was_read_of_every_worksheet(visit: Visit, workbook: Path, language: str) -> None:
    page = visit("sheet", workbook=workbook, lang=language)
    assert not page.exception
    assert len(page.table[0].value) == (8 if workbook == RHINE else 7)


def test_a_sound_sheet_is_thanked(visit: Visit) -> None:
    page = visit("sheet", lang="en")
    assert page.title[0].value == "Every row is read, and no cell needs correcting"
    assert "The sheet is in good order" in page.success[0].value
    assert not fault_groups(page)


def test_faulty_rows_are_cards_by_cost_with_what_to_type(visit: Visit, workbook: Path) -> None:
    page = visit("sheet", workbook=workbook, lang="en")
    assert page.title[0].value == "3 cells need correcting; 1 row is left out"
    assert [group["kind"] for group in fault_groups(page)] == [
        "unreadable date",
        *("date before received", "unknown value"),
    ]
    assert fault_places(page) == ["'Contributions'!B3", "'Contributions'!F2", "'Contributions'!D4"]
    (card,) = fault_groups(page)[2]["cards"]
    assert card["title"] == "Contributions, row 4"
    assert card["rows"] == [{"number": 4, "cells": ["C3", "2021-05-04", "Rome", "Itlay", "both"], "marked": ["D"]}]
    assert card["mends"][0]["typed"] == ["Italy"]


def test_five_hundred_faults_are_a_few_cards_and_a_number(visit: Visit, tmp_path: Path) -> None:
    rows = [[f"C{n}", "2021-05-04", f"City {n}", f"Land {n}", "Q1", None, None] for n in range(500)]
    page = visit("sheet", workbook=save(tmp_path, "many", {**SOUND, "Contributions": [HEADER, *rows]}), lang="en")
    (group,) = fault_groups(page)
    assert (len(group["cards"]), group["more"]) == (SHOWN_FIRST, f"and {500 - SHOWN_FIRST} more of this kind")
    page.session_state["_faults_shown"] = {("problems_cell_ignored", "unknown value"): SHOWN_FIRST + SHOWN_MORE}
    page.run()
    (group,) = fault_groups(page)
    assert len(group["cards"]) == SHOWN_FIRST + SHOWN_MORE


def test_faults_are_filtered_by_the_address(visit: Visit, workbook: Path) -> None:
    page = visit("sheet", workbook=workbook, lang="en", severity="row_left_out")
    assert fault_places(page) == ["'Contributions'!B3"]
    assert "row_left_out" in page.query_params["severity"]
    unknown = visit("sheet", workbook=workbook, lang="en", severity="grave", worksheet="Nothing")
    assert len(fault_places(unknown)) == 3
    assert "severity" not in unknown.query_params


def test_choosing_a_cost_puts_it_into_the_address(visit: Visit, workbook: Path) -> None:
    page = visit("sheet", workbook=workbook, lang="en")
    page.button_group(key="at_severity").select("cell_ignored").run()
    assert "cell_ignored" in page.query_params["severity"]
    assert len(fault_places(page)) == 2


def test_a_repaired_row_is_gone_at_the_next_reading(visit: Visit, tmp_path: Path, workbook: Path) -> None:
    assert len(fault_places(visit("sheet", workbook=workbook, lang="en"))) == 3
    mended = save(tmp_path, "sheet", {**SOUND, "Contributions": [HEADER, ROWS[1][:5], ROWS[4]]})
    assert not fault_groups(visit("sheet", workbook=mended, lang="en"))


def test_each_fault_of_a_spreadsheet_has_a_link_to_its_cell(spreadsheet: _Spreadsheet) -> None:
    page = open_sheet()
    assert not page.exception
    mend = fault_groups(page)[0]["cards"][0]["mends"][0]
    assert mend["link"] == f"{ADDRESS}#gid=1&range=B3"


def test_connecting_names_the_account_to_share_with_and_no_key(spreadsheet: _Spreadsheet) -> None:
    page = opened(open_sheet(), "connect_steps")
    assert to_copy(page) == [SHARE_WITH, connect.SECRETS.strip()]
    assert said(page).count("**10.**") == 1


def test_the_test_of_the_connection_says_what_was_read(spreadsheet: _Spreadsheet) -> None:
    page = open_sheet()
    page.button(key="test_connection").click().run()
    assert "The connection works: 17 rows in 6 worksheets" in said(page)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (FailureKind.PERMISSION, "The spreadsheet is not shared with the dashboard."),
        (FailureKind.NOT_FOUND, "The spreadsheet does not exist"),
        (FailureKind.AUTH, "Google does not accept the key"),
        (FailureKind.NETWORK, "Google Sheets cannot be reached"),
    ],
)
def test_the_test_of_the_connection_says_plainly_what_failed(
    spreadsheet: _Spreadsheet, monkeypatch: pytest.MonkeyPatch, kind: FailureKind, sentence: str
) -> None:
    page = open_sheet()
    spreadsheet.failure = SourceError(kind, "a line for the log")
    monkeypatch.setattr("data.store.MANUAL_REFRESH_SECONDS", 0.0)
    page.button(key="test_connection").click().run()
    for thread in _readings():
        thread.join(10)
    page.run()
    assert sentence in page.error[0].value.replace("\\", "")
    assert "a line for the log" not in said(page)
    assert to_copy(page) == ([SHARE_WITH] if kind is FailureKind.PERMISSION else [])


def test_a_sheet_never_read_still_says_how_to_connect(spreadsheet: _Spreadsheet) -> None:
    spreadsheet.failure = SourceError(FailureKind.PERMISSION, "a line for the log")
    page = opened(open_sheet(), "connect_steps")
    assert not page.exception
    assert page.title[0].value == "The sheet cannot be read at the moment"
    assert to_copy(page)[0] == SHARE_WITH
    assert page.button(key="test_connection").label == "Test the connection"


def _readings() -> list[Thread]:
    return [thread for thread in running_threads() if thread.name == "reading"]


@pytest.mark.parametrize(
    ("part", "sentence", "shown"),
    [
        ("doctor_values", "Every value in use is one of the lists.", "Remark"),
        ("doctor_duplicates", "In 1 group the contributor, the day and a question are the same", "duplicates"),
        ("doctor_dates", "1 date contradicts another one.", "date before received"),
        ("doctor_emptiness", "Every column is filled in at least 20% of the rows.", None),
    ],
)
def test_a_closer_look_is_drawn_once_opened(
    visit: Visit, workbook: Path, part: str, sentence: str, shown: str | None
) -> None:
    page = visit("sheet", workbook=workbook, lang="en")
    before = len(fault_groups(page)) + len(page.dataframe)
    assert sentence not in said(page)
    opened(page, part)
    assert not page.exception
    assert sentence in said(page)
    assert len(fault_groups(page)) + len(page.dataframe) == before + (shown is not None)
    heads = [name for table in page.dataframe for name in table.value] + [one["kind"] for one in fault_groups(page)]
    assert shown is None or shown in heads[-4:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_opens_in_every_language(visit: Visit, language: str) -> None:
    page = visit("sheet", workbook=REHEARSAL, lang=language)
    for part in ("connect_steps", "doctor_values", "doctor_duplicates", "doctor_dates", "doctor_emptiness"):
        page.session_state[part] = True
    assert not page.run().exception


def test_the_template_is_written_once_for_each_language(monkeypatch: pytest.MonkeyPatch) -> None:
    template_bytes.cache_clear()
    written: list[str] = []

    def write(target: BinaryIO, language: str) -> None:
        written.append(language)
        target.write(b"x")

    monkeypatch.setattr("components.shared.template_button.write_template", write)
    assert [template_bytes(language) for language in ("en", "fr", "en")] == [b"x"] * 3
    assert written == ["en", "fr"]
    template_bytes.cache_clear()


def test_the_template_is_a_workbook() -> None:
    assert template_bytes("es").startswith(b"PK")


def test_a_choice_that_stands_alone_stands_at_the_left(visit: Visit, tmp_path: Path) -> None:
    page = visit("sheet", workbook=save(tmp_path, "road", {**SOUND, "Contributions": ROWS}), lang="en")
    (at,) = [column for column in page.columns if column.get("button_group")]
    choices: Any = at.get("button_group")
    assert [choice.label for choice in choices] == ["Effect"]
    assert at.weight > 0.5
