"""What a reader is told above the figures, and in their place."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from components.shell import banners
from components.shell.view import View
from data.grid import Grid, Origin, Workbook
from data.reading import read
from data.road import Period
from data.sources import FailureKind
from data.store import Failure, Notice, Snapshot, State, Store
from data.words import words_of
from tests.components.words.test_sentences import documented
from tests.data.reading.sheets import SOUND
from tests.data.test_store import Clock, Sheet

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


# At random: a sheet that loses rows, worksheets, columns and names, and refuses.

OF_FAILURES = {
    "The workbook is not where the dashboard looks for it.": FailureKind.MISSING_FILE,
    "The workbook cannot be opened.": FailureKind.UNREADABLE_FILE,
    "The file is not an Excel workbook (.xlsx).": FailureKind.NOT_A_WORKBOOK,
    "The file is a workbook in another format than .xlsx.": FailureKind.OLD_WORKBOOK,
    "This is not the sheet of this road: its worksheets are {worksheets}.": FailureKind.WRONG_WORKBOOK,
    "The workbook is protected by a password.": FailureKind.PROTECTED,
    "The sheet is larger than the dashboard reads.": FailureKind.TOO_LARGE,
    "The workbook is damaged, or was still being saved.": FailureKind.DAMAGED,
    "Google was asked too often and wants us to wait.": FailureKind.QUOTA,
    "Google Sheets is not available at the moment.": FailureKind.UNAVAILABLE,
    "Google Sheets did not answer in time.": FailureKind.TIMEOUT,
    "Google Sheets cannot be reached from the machine that runs the dashboard.": FailureKind.NETWORK,
    "Google does not accept the key of the dashboard’s service account.": FailureKind.AUTH,
    "The spreadsheet is not shared with the dashboard.": FailureKind.PERMISSION,
    "The Google Sheets API is not enabled for the dashboard’s service account.": FailureKind.API_DISABLED,
    "The spreadsheet does not exist, or not any more.": FailureKind.NOT_FOUND,
    "The document is an Excel file kept in Google Drive, not a Google spreadsheet.": FailureKind.NOT_A_SPREADSHEET,
    "Google Sheets did not understand the question.": FailureKind.BAD_REQUEST,
    "What came back was not an answer of Google Sheets.": FailureKind.BAD_ANSWER,
    "The process that reads the spreadsheet for this one has nothing new.": FailureKind.NO_SNAPSHOT,
    "Something unexpected happened while the sheet was read.": FailureKind.UNEXPECTED,
}
OF_NOTICES = {
    "The last reading kept on disk was damaged. It was set aside, and the spreadsheet read anew.": "damaged snapshot",
    "The history of the sheet on disk was damaged. It was set aside, and a new one begins today.": "damaged history",
    "No history of the sheet is kept: the folder for it (ROAD_CACHE_DIR) cannot be written. What was changed since an "
    "earlier day is not known.": "history not kept",
    "The last reading cannot be kept on disk: a restart while Google is away would show no figures. Let the dashboard "
    "write in its cache folder.": "snapshot not kept",
    "Other users of the machine that runs the dashboard can read the key of its service account. There, let its owner "
    "alone read that file.": "key exposed",
}
REFUSED = (FailureKind.PERMISSION, FailureKind.NOT_FOUND, FailureKind.API_DISABLED)


@dataclass
class Events:
    """What befell a sheet: its rows at two readings, what it then lacked, whether it then refused, and for how long."""

    before: int
    after: int
    lacks: list[str]
    column: bool
    renamed: bool
    kind: FailureKind | None
    minutes: int
    notices: frozenset[Notice]
    page: str

    @property
    def has_figures(self) -> bool:
        return self.kind not in REFUSED or self.minutes < 15

    @property
    def missing(self) -> list[str]:
        """What is said to be missing, in the shape's order."""
        return [
            name
            for name in ("Milestones", "Contributions", "Sections", "Charter", "Questions", "Settings")
            if name in self.lacks
        ]


def events(seed: int) -> Events:
    chance = random.Random(seed)
    lacks = [name for name in ("Sections", "Charter", "Questions", "Settings") if chance.random() < 0.4]
    return Events(
        before=chance.choice([1, 2, 3, 12, 40]),
        after=chance.choice([0, 1, 2, 5, 19, 20, 21, 40]),
        lacks=lacks + (["Milestones"] if chance.random() < 0.3 else []),
        column=chance.random() < 0.3,
        renamed=chance.random() < 0.3,
        kind=list(FailureKind)[seed % len(FailureKind)] if chance.random() < 0.8 else None,
        minutes=chance.choice([0, 5, 16]),
        notices=frozenset(notice for notice in Notice if chance.random() < 0.5),
        page=chance.choice(["road", "sheet"]),
    )


def grids_of(f: Events, rows: int, lacks: Sequence[str] = (), *, column: bool = False) -> tuple[Grid, ...]:
    header, *sound = SOUND["Contributions"]
    row = dict(zip(header, sound[0], strict=True))
    tables: dict[str, Any] = {name: table for name, table in SOUND.items() if name not in lacks and name != "Countries"}
    tables["Contributions"] = [header, *([*(row | {"id": f"C{n}"}).values()] for n in range(rows))]
    if column and "Milestones" in tables:
        place = tables["Milestones"][0].index("due")
        tables["Milestones"] = [[cell for at, cell in enumerate(line) if at != place] for line in tables["Milestones"]]
    return tuple(Grid(name, table, gid=place) for place, (name, table) in enumerate(tables.items()))


class RenamedSheet(Sheet):
    """One that may say that a worksheet is read under another title than it had."""

    renamed: tuple[tuple[str, str], ...] = ()

    def read(self) -> Workbook:
        return replace(super().read(), renamed=self.renamed)


def befallen(f: Events) -> tuple[State, Clock, datetime]:
    """The state of a store that saw all that, its clock, and when the sheet first refused."""
    clock, sheet = Clock(), RenamedSheet()
    store = Store(sheet, clock=clock, jitter=lambda: 0.0)
    try:
        for rows, lacks, column in ((f.before, (), False), (f.after, f.lacks, f.column)):
            sheet.grids = grids_of(f, rows, lacks, column=column)
            sheet.renamed = (("Contributions", "Inputs"),) if f.renamed and rows == f.after and lacks is f.lacks else ()
            store.state()
            store.wait(20)
            clock.passes(seconds=61)
        since = clock.now
        if f.kind:
            sheet.fail(f.kind)
            store.state()
            store.wait(20)
            clock.passes(minutes=f.minutes)
        return replace(store.state(), notices=f.notices), clock, since
    finally:
        store.close()
        store.wait(20)


BANNERS: dict[str, Callable[[Events, dict[str, str], datetime], bool]] = {
    "These figures are not fresh.": lambda f, g, since: f.kind is not None and f.has_figures,
    "If that lasts, they disappear at {time}.": lambda f, g, since: (
        f.kind in REFUSED
        and g["time"] == (since + timedelta(minutes=15)).astimezone(ZoneInfo("Europe/Madrid")).strftime("%H:%M")
    ),
    "The sheet cannot be read at the moment": lambda f, g, since: not f.has_figures,
    "The worksheet {worksheet} lost most of its rows: {before} before, {now} now. If that was a mistake, the version "
    "history of the sheet brings them back.": lambda f, g, since: (
        (
            (g["worksheet"] == "Contributions" and (f.before, f.after) == (int(g["before"]), int(g["now"])))
            or (g["worksheet"] in f.lacks and g["now"] == "0")
        )
        and int(g["now"]) * 2 < int(g["before"])
    ),
    "The worksheet {known} is called {now} now. It is still read, but give it back its name: the dashboard knows "
    "worksheets by their names.": lambda f, g, since: f.renamed and f.page == "sheet",
    "Add a worksheet named “{worksheet}”: the template shows its columns.": lambda f, g, since: (
        g["worksheet"] in f.missing and g["worksheet"] in ("Milestones", "Contributions") and f.page != "sheet"
    ),
    "Add a worksheet named “{worksheet}”, for what depends on it to show.": lambda f, g, since: (
        g["worksheet"] in f.missing and g["worksheet"] not in ("Milestones", "Contributions") and f.page != "sheet"
    ),
    "{n} more on the page The sheet.": lambda f, g, since: (
        len(f.missing) + (f.column and "Milestones" not in f.lacks) - 3 == int(g["n"])
    ),
    **{sentence: lambda f, g, since, kind=kind: f.kind is kind for sentence, kind in OF_FAILURES.items()},
    **{
        sentence: lambda f, g, since, notice=notice: f.page == "sheet" and Notice(notice) in f.notices
        for sentence, notice in OF_NOTICES.items()
    },
    "{label}: {value}": lambda f, g, since: (
        f.column
        and "Milestones" not in f.lacks
        and f.page != "sheet"
        and g["label"] == "Milestones"
        and "“Due”" in g["value"]
    ),
}
"""By sentence: whether it may be said after these events, of a sheet that first refused then."""


def _sentences(told: Sequence[str]) -> list[str]:
    """What stands in the banners, one by one: what failed without what to do about it."""
    plain = [re.sub("[\\\\\u2060\u200b`]", "", one).replace("\N{NO-BREAK SPACE}", " ") for one in told]
    found = []
    for text in (line for one in plain for line in one.split("\n\n")):
        not_fresh, _, rest = text.rpartition("These figures are not fresh. ")
        found += ["These figures are not fresh."] if rest != text else []
        rest, _, end = rest.partition(" If that lasts, they")
        found += [f"If that lasts, they{end}"] if end else []
        found.append(rest)
        assert not not_fresh
    return found


@pytest.mark.slow(5)
def test_what_is_said_above_a_page_holds_whatever_befell_the_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    heard, told = set(), list[str]()
    for name in ("title", "warning", "info", "error"):
        monkeypatch.setattr(banners.st, name, lambda text, **_: told.append(text))
    monkeypatch.setattr(banners.st, "caption", lambda _: None)
    monkeypatch.setattr(banners.live, "drawn", lambda _: None)
    monkeypatch.setattr(banners, "_wait_for_figures", lambda: None)
    for seed in range(3 * len(FailureKind)):
        f = events(seed)
        state, _, since = befallen(f)
        assert (state.snapshot is not None) == f.has_figures, f
        if state.snapshot:
            seen = View(state.snapshot.road, DAY, Period(DAY, DAY), words_of("en"), NOW)
            banners.above(state, seen, f.page)
        else:
            banners.nothing_read(state, words_of("en"))
        said = _sentences(told)
        told.clear()
        for text in said:
            sentence = next((each for each in BANNERS if _pattern(each).match(text)), None)
            assert sentence, f"not in the docs: {text!r}"
            match = _pattern(sentence).match(text)
            assert match
            assert BANNERS[sentence](f, match.groupdict(), since), f"seed {seed}: {text!r} after {f}"
            heard.add(sentence)
        # What has to be said is said.
        assert bool(f.kind) == any(text.startswith(tuple(what.split("{")[0] for what in OF_FAILURES)) for text in said)
        if f.has_figures:
            assert (f.after * 2 < f.before) == any("Contributions lost" in text for text in said)
    assert heard == set(BANNERS), set(BANNERS) - heard


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", sentence)
    return re.compile(
        "".join(f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts))
        + ("$" if sentence.endswith("}") else "")
    )


def test_the_docs_list_the_same_banners() -> None:
    assert documented()["banners"] == list(BANNERS)
