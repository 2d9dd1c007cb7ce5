"""The sentences and tables of the sheet: exact in English for none, one and many."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest

from components.words.sheet import (
    SEVERITIES,
    address_of,
    cell,
    duplicates_finding,
    emptiness_finding,
    emptiness_table,
    export_table,
    last_read,
    lines_to_paste,
    link_to,
    not_read,
    passed_over_rows,
    problem_table,
    row_link,
    rows_read,
    rows_table,
    severity_finding,
    sheet_finding,
    ties_offered,
    unread_worksheets,
    values_finding,
    values_table,
    worksheet_name,
)
from data.exports.tables import to_csv
from data.grid import Cell, Origin
from data.languages import LANGUAGES
from data.problems import Kind, Problem, Severity
from data.reading import read
from data.reading.doctor import mostly_empty_columns, values_in_use
from data.road import Road
from data.shape import WORKSHEETS
from data.words import OURS, words_of
from tests.data.reading.sheets import NOW, Rows, workbook
from tests.data.reading.sheets import SOUND as ROWS

EN = words_of("en")
SPREADSHEET = "https://docs.google.com/spreadsheets/d/KEY/edit"
HEADER = ["id", "received_on", "contributor", "country", "question"]


def _road(**changed: Rows | None) -> Road:
    return read(workbook(**changed), now=NOW)


def _contributions(*rows: Sequence[Cell]) -> Road:
    return _road(Contributions=[HEADER, *rows])


SOUND = ["C1", "2021-05-04", "Dakar", "Senegal", "Q1"]


def test_finding_counts_cells_and_rows() -> None:
    assert sheet_finding(_contributions(SOUND), EN) == "Every row is read, and no cell needs correcting"
    misspelt = ["C2", "2021-05-04", "Lima", "Peruu", "Q1"]
    undated = ["C3", "soon", "Rome", "Italy", "Q1"]
    assert sheet_finding(_contributions(SOUND, misspelt), EN) == "1 cell needs correcting; no row is left out"
    assert sheet_finding(_contributions(SOUND, undated), EN) == "1 cell needs correcting; 1 row is left out"
    both = _contributions(SOUND, misspelt, undated, ["C4", "soon", "Oslo", "Norway", "Q1"])
    assert sheet_finding(both, EN) == "3 cells need correcting; 2 rows are left out"


def test_finding_asks_to_check_what_may_be_meant_and_counts() -> None:
    header, undated = [*HEADER, "decision", "decided_on"], [*SOUND, "reflected", None]
    assert sheet_finding(_road(Contributions=[header, undated]), EN) == "1 cell to check; no row is left out"
    misspelt = ["C2", "2021-05-04", "Lima", "Peruu", "Q1", None, None]
    assert sheet_finding(_road(Contributions=[header, undated, misspelt]), EN).startswith("2 cells need correcting")


def test_finding_speaks_of_places_where_no_cell_is_at_fault() -> None:
    assert sheet_finding(_road(Charter=None), EN) == "1 place in the sheet needs correcting; no row is left out"


def test_finding_of_a_sheet_without_rows() -> None:
    empty = {shape.name: None for shape in WORKSHEETS}
    assert sheet_finding(_road(**empty), EN) == "The sheet has no rows yet"
    headers = {name: rows[:1] for name, rows in ROWS.items() if name != "Settings"}
    assert sheet_finding(_road(**headers), EN) == "The sheet has no rows yet", "Settings alone are no data"


@pytest.mark.parametrize(
    ("severity", "one", "many"),
    [
        (Severity.ROW_LEFT_OUT, "1 problem keeps rows out", "12 problems keep rows out"),
        (Severity.CELL_IGNORED, "1 cell is ignored", "12 cells are ignored"),
        (Severity.WARNING, "1 thing to check", "12 things to check"),
    ],
)
def test_headings_count(severity: Severity, one: str, many: str) -> None:
    assert severity_finding(severity, 1, EN) == one
    assert severity_finding(severity, 12, EN) == many


def _problem(**place: object) -> Problem:
    found = Problem("Contributions", Kind.UNKNOWN_VALUE, Severity.CELL_IGNORED, sheet_title="Contributions", gid=7)
    return replace(found, **place)  # pyright: ignore[reportArgumentType] - fields by name


def test_a_place_is_a_cell_a_row_a_column_or_all() -> None:
    assert cell(_problem(row=57, column_letter="C")) == "C57"
    assert cell(_problem(row=57)) == "57:57"
    assert cell(_problem(column_letter="C")) == "C:C"
    assert cell(_problem()) == ""


def test_an_address_is_what_a_name_box_takes() -> None:
    assert address_of(_problem(row=57, column_letter="C"), EN) == "'Contributions'!C57"
    assert address_of(_problem(row=5, sheet_title="L'Europe"), EN) == "'L''Europe'!5:5"
    assert address_of(_problem(sheet_title=None), EN) == "Contributions"


def test_a_link_leads_straight_to_the_cell_of_a_spreadsheet_alone() -> None:
    google = Origin("google", "Road", SPREADSHEET)
    at_cell = _problem(row=57, column_letter="C")
    assert link_to(at_cell, google) == f"{SPREADSHEET}#gid=7&range=C57"
    assert link_to(_problem(), google) == f"{SPREADSHEET}#gid=7&range=A1"
    assert link_to(replace(at_cell, gid=None), google) == ""
    assert link_to(at_cell, Origin("file", "road.xlsx")) == ""


def test_problems_stand_most_costly_first_with_what_to_type() -> None:
    road = _contributions(
        ["C1", "2021-05-04", "Lima", "Peruu", "Q1"],
        ["C2", "soon", "Rome", "Italy", "Q1"],
    )
    table = problem_table(road, EN)
    assert table["severity"].tolist() == ["row_left_out", "cell_ignored"]
    assert table["worksheet"].tolist() == table["tab"].tolist() == ["Contributions", "Contributions"]
    assert table["place"].tolist() == ["'Contributions'!B3", "'Contributions'!D2"]
    assert table["column"].tolist() == ["Received on", "Country"]
    assert table["value"].tolist() == ["soon", "Peruu"]
    assert table["mend"].tolist() == ["Type a day, such as 2021-05-18.", "Type “Peru”, if that is what you mean."]
    assert set(SEVERITIES) >= set(table["severity"])


def test_an_export_holds_the_whole_value_and_no_formula() -> None:
    hostile = '=HYPERLINK("http://evil.example","Peru")' + "x" * 5000
    table = export_table(problem_table(_contributions(["C1", "2021-05-04", "Lima", hostile, "Q1"]), EN), EN)
    assert table["Found"].tolist() == [hostile]
    written = to_csv(table).decode("utf-8-sig")
    assert "'=HYPERLINK" in written
    assert "\n=" not in written and ',"=' not in written
    assert written.startswith("Effect,Worksheet,Row,Column letter,Column,Found,What to do,Cell")


def test_rows_are_told_of_every_worksheet() -> None:
    road = _road(Charter=None, Countries=None)
    table = rows_table(road, EN)
    assert table["Worksheet"].tolist() == [
        "Milestones",
        "Contributions",
        "Sections",
        "Countries (missing)",
        "Charter (missing)",
        "Questions",
        "Settings",
    ]
    assert table["Rows read"].tolist() == ["2", "2", "5", "–", "–", "2", "2"]
    assert rows_read(road, EN) == "13 rows in 5 worksheets"


def test_rows_passed_over_have_a_column_where_there_are_any_and_are_named() -> None:
    road = _road(Contributions=[HEADER, SOUND, ["Source: the secretariat"], ["Total", 1]])
    assert rows_table(road, EN)["Skipped"].tolist()[:2] == ["–", "2"]
    missing = _road(Charter=None, Contributions=[HEADER, SOUND, ["Source: the secretariat"]])
    assert rows_table(missing, EN)["Skipped"].tolist() == ["–", "1", "–", "–", "–", "–", "–"]
    assert passed_over_rows(road, EN) == ["Contributions: rows 3, 4 are skipped."]
    assert passed_over_rows(_road(), EN) == []
    assert "Skipped" not in rows_table(_road(), EN)


def test_a_tab_of_another_name_is_named() -> None:
    road = _contributions(SOUND)
    other = replace(road, titles={**road.titles, "Contributions": "Aportaciones 2021"})
    assert rows_table(other, EN)["Worksheet"][1] == "Contributions (tab “Aportaciones 2021”)"


def test_a_tab_under_our_name_is_no_other_to_us_and_named_to_a_network_that_has_its_own() -> None:
    french, another = words_of("fr"), words_of("fr", replace(OURS, is_another=True))
    said = french.say("Charter")
    assert said != "Charter"
    assert [worksheet_name(_road(), "Charter", words) for words in (EN, french)] == ["Charter", said]
    assert worksheet_name(_road(), "Charter", another) == "Blocs (onglet «\xa0Charter\xa0»)"


def test_what_is_missing_says_what_it_switches_off() -> None:
    assert unread_worksheets(_road(Charter=None, Questions=[["nothing", "here"]], Countries=None), EN) == [
        "“Countries” may be missing: every country then counts in its usual section.",
        "Without “Charter” the page Into the text has no blocks to show.",
        "Without “Questions” no question can be shown as answered.",
    ]
    assert all(shape.without for shape in WORKSHEETS)


def test_reading_and_change_are_told_in_the_time_of_the_sheet() -> None:
    read_at, changed_at = datetime(2021, 5, 21, 22, 30, tzinfo=UTC), datetime(2021, 5, 20, 8, 5, tzinfo=UTC)
    assert last_read(_road(), read_at, changed_at, EN) == (
        "Last read on 22 May 2021 at 00:30, unchanged since 20 May 2021 at 10:05 (Europe/Madrid time)."
    )


def test_a_value_outside_its_list_stands_beside_the_nearest() -> None:
    header = [*HEADER, "contributor_type"]
    rows = [["C1", "2021-05-04", "Dakar", "Senegal", "Q1", "Local governmnt"], [*SOUND, "civil_society"]]
    values = values_in_use(_road(Contributions=[header, *rows]))
    typed = values_table(values, EN).query("Column == 'Contributor type'")
    assert typed["Value"].tolist() == ["Civil society", "Local governmnt"]
    assert typed["Remark"].tolist() == ["", "Not in the list: is it “Local government”?"]
    assert values_finding(values, EN) == "1 value in use is in no list."
    assert values_finding(values[values["is_known"]], EN) == "Every value in use is one of the lists."
    assert values_finding(values.iloc[:0], EN) == "No column with a list of choices is in use."


def test_doubles_are_counted_by_group() -> None:
    assert duplicates_finding(1, EN).startswith("In 1 group the contributor")
    assert duplicates_finding(0, EN) == "No two contributions have the same contributor, day and question."


def test_a_row_of_a_spreadsheet_is_a_link() -> None:
    road = replace(_contributions(SOUND), origin=Origin("google", "Road", SPREADSHEET), gids={"Contributions": 0})
    assert row_link(road, "Contributions", 2) == f"{SPREADSHEET}#gid=0&range=2:2"
    assert row_link(_contributions(SOUND), "Contributions", 2) == ""


def test_columns_next_to_empty_are_counted() -> None:
    rows = [[f"C{n}", "2021-05-04", f"City {n}", "" if n else "Peru", "Q1"] for n in range(6)]
    columns = mostly_empty_columns(_contributions(*rows))
    assert emptiness_table(columns, EN).to_numpy().tolist() == [["Contributions", "Country", "1 of 6"]]
    assert emptiness_finding(columns, EN).startswith("1 column is filled in fewer than 20% of the rows")
    assert emptiness_finding(columns.iloc[:0], EN) == "Every column is filled in at least 20% of the rows."


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_table_has_two_columns_of_one_name(language: str) -> None:
    words, road = words_of(language), _road(Contributions=[["A title"], [], HEADER, SOUND])
    tables: list[pd.DataFrame] = [
        export_table(problem_table(road, words), words),
        rows_table(road, words),
        values_table(values_in_use(road), words),
        emptiness_table(mostly_empty_columns(road), words),
    ]
    assert all(table.columns.is_unique for table in tables)


def test_what_is_not_read_is_named_with_the_lines_that_tie_it() -> None:
    rows = [[*HEADER, "Short summary", "=Room"], [*SOUND, "a", "b"]]
    road = replace(_road(Contributions=rows), unread_worksheets=("Budget", "Chartre"))
    assert not_read(road, EN) == [
        "2 worksheets: “Budget” and “Chartre”",
        "“Chartre” looks like Charter.",
        "2 columns of “Contributions”: Short summary (F) and =Room (G)",
    ]
    assert ties_offered(road, EN) == ["Your column “Short summary” is not read: tie it to Summary."]
    assert lines_to_paste(road, EN).split("\n") == [
        "Worksheet\tReads as\tTheir header\tOur column",
        "Chartre\tCharter\t\t",
        "Contributions\tContributions\tShort summary\tSummary",
        "Contributions\tContributions\t'=Room\t",
    ]
    assert (not_read(_road(), EN), lines_to_paste(_road(), EN)) == ([], "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lines_once_pasted_tie_what_they_name(language: str) -> None:
    rows = [[*HEADER, "Short summary"], [*SOUND, "a"]]
    pasted = lines_to_paste(_road(Contributions=rows), words_of(language))
    lines = [line.split("\t") for line in pasted.split("\n")]
    mended = _road(Contributions=rows, Columns=lines)
    assert mended.contributions["summary"].tolist() == ["a"]
    assert (mended.unread_columns, mended.problems) == ((), ())
