"""What a reader is told of bad days: every failure has words and a mend, and the documentation uses the same ones."""

import ast
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest

from data.config import ROOT, ConfigError, ConfigProblem
from data.grid import Grid, Origin, Workbook
from data.messages import failures
from data.messages.failures import config_message, failure_message, loss_messages, notice_message, renamed_messages
from data.reading import read
from data.sources import FailureKind, wrong_workbook
from data.store import Failure, Notice, Snapshot
from data.words import words_of

ADDRESS = "dashboard@your-project.iam.gserviceaccount.com"
NOW = datetime(2021, 5, 20, 10, tzinfo=UTC)
WORDS = words_of("en")
OF_FILES = {
    *(FailureKind.MISSING_FILE, FailureKind.UNREADABLE_FILE, FailureKind.NOT_A_WORKBOOK, FailureKind.OLD_WORKBOOK),
    *(FailureKind.PROTECTED, FailureKind.DAMAGED),
}
CONNECTING = ROOT / "docs" / "connecting.md"


@pytest.mark.parametrize("kind", FailureKind)
def test_every_failure_says_what_happened_and_what_to_do(kind: FailureKind) -> None:
    what, mend = failure_message(Failure(kind, NOW, "", share_with=ADDRESS), WORDS)
    assert what.endswith(".")
    assert mend.endswith(".")
    assert "{" not in what + mend


@pytest.mark.parametrize("kind", [FailureKind.PERMISSION, FailureKind.NOT_FOUND, FailureKind.API_DISABLED])
def test_who_has_to_share_something_reads_with_whom(kind: FailureKind) -> None:
    assert ADDRESS in failure_message(Failure(kind, NOW, "", share_with=ADDRESS), WORDS).mend
    assert "the address of the service account" in failure_message(Failure(kind, NOW, ""), WORDS).mend


@pytest.mark.parametrize("problem", ConfigProblem)
def test_every_mistake_of_the_configuration_names_its_setting(problem: ConfigProblem) -> None:
    said = config_message(ConfigError(problem, "ROAD_SPREADSHEET", "in English, for a log"), WORDS)
    assert said.startswith("ROAD_SPREADSHEET: ")
    assert said.endswith(".")
    assert "for a log" not in said


@pytest.mark.parametrize("notice", Notice)
def test_every_notice_has_words(notice: Notice) -> None:
    assert notice_message(notice, WORDS).endswith(".")


def test_emptied_and_renamed_worksheets_are_named_with_their_numbers() -> None:
    road = read(Workbook(Origin("google", "T"), (Grid("Contributions", [["id"]]),)), now=NOW)
    snapshot = Snapshot(road, NOW, NOW, "")
    assert loss_messages(snapshot, WORDS) == renamed_messages(snapshot, WORDS) == []
    odd = replace(snapshot, losses={"Contributions": (1200, 0)}, renamed={"Sections": "Our sections"})
    (emptied,), (renamed,) = loss_messages(odd, WORDS), renamed_messages(odd, WORDS)
    assert "Contributions" in emptied
    assert "1,200 before, 0 now" in emptied
    assert "Sections is called Our sections now" in renamed


def test_placeholders_are_those_that_are_filled() -> None:
    # A sentence with a name that nobody fills would fail on the very day it is needed.
    source = ast.parse(Path(failures.__file__).read_text("utf-8"))
    marked = [
        ast.literal_eval(node.args[0])
        for node in ast.walk(source)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_"
    ]
    assert len(marked) > 30
    assert {name for sentence in marked for _, name, _, _ in Formatter().parse(sentence) if name} == {
        "address",
        "form",
        "value",
        "worksheets",
    }


def _plain(text: str) -> str:
    return " ".join(text.replace("|", " ").split())


@pytest.mark.parametrize("kind", [kind for kind in FailureKind if kind not in OF_FILES])
def test_the_documentation_says_of_each_failure_what_the_page_says(kind: FailureKind) -> None:
    said = failure_message(Failure(kind, NOW, "", share_with=ADDRESS), WORDS)
    assert _plain(f"{said.what} | {said.mend}") in _plain(CONNECTING.read_text("utf-8"))


@pytest.mark.parametrize("problem", ConfigProblem)
def test_the_documentation_says_of_each_mistake_what_the_page_says(problem: ConfigProblem) -> None:
    said = config_message(ConfigError(problem, "x", "y", value="…", form="…"), WORDS).removeprefix("x: ")
    assert said in _plain(CONNECTING.read_text("utf-8"))


@pytest.mark.parametrize("notice", Notice)
def test_the_documentation_knows_each_notice(notice: Notice) -> None:
    assert notice_message(notice, WORDS) in _plain(CONNECTING.read_text("utf-8"))


def test_the_wrong_workbook_is_refused_in_words_that_say_what_it_holds() -> None:
    error = wrong_workbook(["Budget", "Staff"])
    said = failure_message(Failure(error.kind, NOW, str(error)), WORDS)
    assert said.what == "This is not the sheet of this road: its worksheets are Budget and Staff."
