"""What a reader is told above the figures, and in their place."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from components.shell import banners
from components.shell.view import View
from data.grid import Grid, Origin, Workbook
from data.reading import read
from data.road import Period
from data.sources import FailureKind
from data.store import Failure, Notice, Snapshot, State
from data.words import words_of

NOW = datetime(2021, 5, 20, 10, tzinfo=UTC)
DAY = date(2021, 5, 20)
FULL = Workbook(
    Origin("google", "T"),
    (
        Grid("Contributions", [["id", "received_on", "contributor", "question"], ["C1", 44320, "x", "Q1"]]),
        Grid("Milestones", [["id", "title", "due"], ["M1", "Launch", 44548]]),
    ),
)
SNAPSHOT = Snapshot(read(FULL, now=NOW), NOW, NOW, "")
LOST = Failure(FailureKind.PERMISSION, NOW, "", stops_at=NOW + timedelta(minutes=15), share_with="reader@example.org")

Told = Callable[..., AppTest]


def _above(state: "State", seen: "View", page: str) -> None:
    from components.shell import banners

    banners.above(state, seen, page)


def _nothing(state: "State", language: str) -> None:
    from components.shell import banners
    from data.words import words_of

    banners.nothing_read(state, words_of(language))


@pytest.fixture
def told() -> Told:
    """``told(snapshot, ...)``: the banners above a page."""

    def tell(snapshot: Snapshot = SNAPSHOT, *, page: str = "road", **state: object) -> AppTest:
        seen = View(snapshot.road, DAY, Period(DAY, DAY), words_of("en"), NOW)
        said = State(**{"snapshot": snapshot, "failure": None, "refreshing": False, **state})  # pyright: ignore[reportArgumentType] - State's own fields
        return AppTest.from_function(_above, args=(said, seen, page)).run()

    return tell


def test_old_figures_are_called_old_with_the_reason_the_mend_and_their_end(told: Told) -> None:
    (warning,) = told(failure=LOST).warning
    assert warning.value.startswith("These figures are not fresh. The spreadsheet is not shared")
    assert "reader@example.org" in warning.value
    # 10:15 UTC, told by the sheet's own clock.
    timezone = SNAPSHOT.road.settings.timezone
    assert f"{(NOW + timedelta(minutes=15)).astimezone(timezone):%H:%M}" in warning.value


def test_the_address_to_share_with_is_told_to_keepers_of_the_sheet_alone(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(banners.access, "may_see_the_sheet", lambda: False)
    (warning,) = told(failure=LOST).warning
    assert "Share the spreadsheet with the address of the service account as a viewer" in warning.value
    assert "reader@example.org" not in warning.value


def test_a_key_that_others_can_read_is_told_on_the_sheet(told: Told) -> None:
    notices = frozenset({Notice.KEY_EXPOSED})
    (warning,) = told(notices=notices, page="sheet").warning
    assert "let its owner alone read that file" in warning.value
    assert not told(notices=notices).warning


def test_fresh_figures_have_no_warning(told: Told) -> None:
    assert not told().warning


@pytest.mark.parametrize("page", ["road", "coverage", "sheet"])
def test_a_sudden_loss_is_told_on_every_page(told: Told, page: str) -> None:
    (warning,) = told(replace(SNAPSHOT, losses={"Contributions": (40, 1)}), page=page).warning
    assert "40 before, 1 now" in warning.value


def test_a_renamed_worksheet_and_the_machine_concern_the_secretariat_only(told: Told) -> None:
    renamed = replace(SNAPSHOT, renamed={"Sections": "*Ours*"})
    notices = frozenset({Notice.DAMAGED_SNAPSHOT})
    assert not told(renamed, notices=notices).warning
    of_sheet, of_machine = told(renamed, notices=notices, page="sheet").warning
    assert r"\*Ours\*" in of_sheet.value
    assert "set aside" in of_machine.value


def test_what_is_missing_is_one_banner_however_much(told: Told) -> None:
    (missing,) = told().info
    # Sections, Countries and so on are missing; the first are named, the rest counted.
    assert len(missing.value.split("\n\n")) == 4
    assert missing.value.endswith("more on the page The sheet.")


def test_without_figures_the_page_says_what_to_do_and_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    state = State(None, LOST, refreshing=False)
    monkeypatch.setattr(banners, "shared_store", lambda: SimpleNamespace(state=lambda: state))
    page = AppTest.from_function(_nothing, args=(state, "en")).run()
    assert page.title[0].value == "The sheet cannot be read at the moment"
    assert "Share the spreadsheet with `reader@example.org` as a viewer" in page.error[0].value
    assert not page.metric
