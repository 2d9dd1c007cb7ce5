"""The command line: its keys, its exit status, and one clear line where it cannot go on."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import data.__main__ as main_module
import data.command_line
from data.config import ROOT as PROJECT
from data.languages import LANGUAGES
from data.sample import REHEARSAL, RHINE, ROAD
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.spreadsheet import spreadsheet_of_file

Run = Callable[..., tuple[int, str, str]]
Edit = Callable[..., Path]

STEP_KEYS = ["id", "due", "due_last", "days"]
LAUNCH_KEYS = ["id", "due", "due_last", "state", "held_up_by", "overdue_days"]
CONTRIBUTION_KEYS = [
    *("received", "without_section", "considered", "decided", "reflected", "partly", "not_reflected", "out_of_scope"),
    *("target", "collection_end", "uptake", "median_days_to_decision", "undated_decisions", "oldest_undecided_days"),
    *("pace_per_week", "required_per_week", "forecast"),
]
SECTION_KEYS = [
    *("code", "kind", "received", "expected", "states_heard", "states", "territories_heard", "reach", "barely_heard"),
    *("behind", "silence_days", "uptake", "answered"),
]
PROBLEM_KEYS = [
    *("worksheet", "row", "column_letter", "column", "value", "kind", "severity", "nearest", "message"),
]


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., tuple[int, str, str]]:
    """Run a command with nothing configured; its status, what it printed, and what it said on standard error."""
    for name in ("ROAD_WORKBOOK", "ROAD_SPREADSHEET", "ROAD_SERVICE_ACCOUNT", "ROAD_API_BASE", "ROAD_READER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(data.command_line, "SECRETS", tmp_path / "secrets.toml")

    def ran(*arguments: object) -> tuple[int, str, str]:
        try:
            status = main_module.main([str(argument) for argument in arguments])
        except SystemExit as left:
            status = left.code if isinstance(left.code, int) else 1
        said = capsys.readouterr()
        return status, said.out, said.err

    return ran


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """The default workbook with cells of Contributions as given: ``edited(C5=None)``."""

    def edit(**cells: str | None) -> Path:
        book = openpyxl.load_workbook(ROAD)
        for place, value in cells.items():
            book["Contributions"][place] = value
        target = tmp_path / "edited.xlsx"
        book.save(target)
        return target

    return edit


def _read(answer: tuple[int, str, str]) -> Any:  # noqa: ANN401 - whatever JSON holds
    status, printed, said = answer
    assert (status, said) == (0, "")
    return json.loads(printed)


@pytest.mark.parametrize("workbook", [ROAD, REHEARSAL, RHINE])
def test_figures_have_exactly_their_keys(run: Run, workbook: Path) -> None:
    counted = _read(run("figures", "--workbook", workbook))
    assert list(counted) == [
        *("as_of", "milestones", "launch", "time_elapsed", "contributions", "sections", "sections_heard"),
        *("countries_heard", "balance", "call_list", "orphans", "replies", "rows"),
    ]
    milestones = counted["milestones"]
    assert list(milestones) == ["total", "cancelled", "done", "late", "due_by_now", "current", "next", "items"]
    assert list(milestones["due_by_now"]) == ["done", "of"]
    assert all(milestones[name] is None or list(milestones[name]) == STEP_KEYS for name in ("current", "next"))
    assert all(list(item) == ["id", "state", "slip_days", "overdue_days"] for item in milestones["items"])
    assert list(counted["launch"]) == LAUNCH_KEYS
    assert list(counted["contributions"]) == CONTRIBUTION_KEYS
    assert list(counted["contributions"]["uptake"]) == ["rate", "n", "low", "high"]
    assert list(counted["contributions"]["forecast"]) == [
        *("expected", "low", "high", "by", "verdict", "reached_on", "reason"),
    ]
    assert all(list(section) == SECTION_KEYS for section in counted["sections"])
    assert all(list(section["uptake"]) == ["rate", "n", "low", "high", "stands_out"] for section in counted["sections"])
    answers = {answer for section in counted["sections"] for answer in section["answered"].values()}
    assert answers <= {"none", "thin", "answered", "not applicable"}
    assert list(counted["sections_heard"]) == ["n", "of", "barely"]
    assert list(counted["countries_heard"]) == ["states", "of", "territories"]
    assert counted["countries_heard"]["of"] == 195
    assert list(counted["replies"]) == ["yes", "partly", "no", "n"]
    assert set(counted["orphans"]) == {"undecided", "landed_without_block", "blocks_without_source"}
    for rows in counted["rows"].values():
        assert list(rows) == ["read", "used", "left_out", "passed_over"]
        assert rows["read"] == rows["used"] + rows["left_out"]


def test_figures_are_those_of_the_day_asked_for(run: Run) -> None:
    counted = _read(run("figures", "--workbook", ROAD, "--on", "2021-05-04"))
    assert counted["as_of"] == "2021-05-04"
    assert counted["milestones"]["current"] is None or counted["milestones"]["current"]["days"] == 0
    assert counted["contributions"]["received"] < 120


def test_a_day_beyond_the_sheet_is_its_last(run: Run) -> None:
    assert _read(run("figures", "--workbook", ROAD, "--on", "2031-01-01"))["as_of"] == "2021-05-21"


def test_without_a_workbook_the_configured_one_is_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _read(run("figures"))["contributions"]["received"] == 120
    monkeypatch.setenv("ROAD_WORKBOOK", str(REHEARSAL))
    assert _read(run("figures"))["contributions"]["received"] == 405


def test_the_default_workbook_has_no_problem(run: Run) -> None:
    assert _read(run("problems", "--workbook", ROAD)) == []


def test_a_problem_has_exactly_its_keys(run: Run) -> None:
    problems = _read(run("problems", "--workbook", REHEARSAL))
    assert problems
    assert all(list(problem) == PROBLEM_KEYS for problem in problems)
    assert {problem["severity"] for problem in problems} == {"warning"}


@pytest.mark.parametrize(
    ("cells", "severity", "status"),
    [({"B5": None}, "row left out", 1), ({"Q5": "maybe"}, "cell ignored", 1), ({"B5": "04/05/2021"}, "warning", 0)],
)
def test_the_status_says_whether_something_was_lost(
    run: Run, edited: Edit, cells: dict[str, str | None], severity: str, status: int
) -> None:
    ended, printed, _ = run("problems", "--workbook", edited(**cells))
    assert severity in {problem["severity"] for problem in json.loads(printed)}
    assert ended == status


def test_a_problem_says_where_it_is_and_what_to_type(run: Run, edited: Edit) -> None:
    _, printed, _ = run("problems", "--workbook", edited(Q5="reflcted"))
    (problem,) = json.loads(printed)
    assert problem == {
        "worksheet": "Contributions",
        "row": 5,
        "column_letter": "Q",
        "column": "decision",
        "value": "reflcted",
        "kind": "unknown value",
        "severity": "cell ignored",
        "nearest": "reflected",
        "message": "Type “reflected”, if that is what you mean.",
    }


def test_a_text_with_a_reversed_direction_is_printed(run: Run, edited: Edit) -> None:
    status, printed, _ = run("problems", "--workbook", edited(E5="\u202eEgypt \U0001f600 nowhere"))
    assert (status, json.loads(printed)[0]["column"]) == (1, "country")


@pytest.mark.parametrize("command", ["figures", "problems"])
@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 cut off", b"<html>", b"a;b\r\n1;2\r\n"])
def test_what_is_no_workbook_is_refused_in_one_line(
    run: Run, tmp_path: Path, command: str, content: bytes | None
) -> None:
    path = tmp_path / "sheet.xlsx"
    if content is not None:
        path.write_bytes(content)
    status, printed, said = run(command, "--workbook", path)
    assert (status, printed) == (2, "")
    assert said.startswith("python -m data: ")
    assert said.count("\n") == 1
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("count",),
        ("figures", "--on", "2021-02-30"),
        ("figures", "--on", "yesterday"),
        ("problems", "--language", "de"),
        ("template",),
        ("figures", "--workbook", "a.xlsx", "--spreadsheet", "b"),
        ("figures", "--spreadsheet", "not a key"),
    ],
)
def test_wrong_arguments_are_refused_in_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    status, printed, said = run(*arguments)
    assert (status, printed, said.count("\n")) == (2, "", 1)


def test_a_spreadsheet_asked_for_by_its_key_is_read(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with SheetsServer(spreadsheet_of_file(ROAD)) as server:
        account = tmp_path / "account.json"
        account.write_text(json.dumps(server.account), "utf-8")
        monkeypatch.setenv("ROAD_SERVICE_ACCOUNT", str(account))
        monkeypatch.setenv("ROAD_API_BASE", server.address)
        from_google = _read(run("figures", "--spreadsheet", server.spreadsheet.key))
        problems = _read(run("problems", "--spreadsheet", server.spreadsheet.key))
    assert from_google == _read(run("figures", "--workbook", ROAD))
    assert problems == []


def test_a_spreadsheet_without_an_account_is_refused_in_one_line(run: Run) -> None:
    status, printed, said = run("figures", "--spreadsheet", "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-abcd")
    assert (status, printed, said.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_reads_back_without_a_problem(run: Run, tmp_path: Path, language: str) -> None:
    out = tmp_path / "template.xlsx"
    assert run("template", out, "--language", language) == (0, "", "")
    assert _read(run("problems", "--workbook", out)) == []
    counted = _read(run("figures", "--workbook", out, "--on", date(2021, 5, 21).isoformat()))
    assert counted["contributions"]["received"] == 1


def test_a_place_that_cannot_be_written_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    status, printed, said = run("template", tmp_path / "nowhere" / "template.xlsx")
    assert (status, printed, said.count("\n")) == (2, "", 1)


@pytest.mark.slow(1)
def test_whoever_stops_reading_hears_no_complaint() -> None:
    command = [sys.executable, "-m", "data", "figures", "--workbook", str(REHEARSAL)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=PROJECT) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0
