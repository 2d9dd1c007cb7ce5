"""A file that is checked: within bounds, for whoever brought it, for a while, and never anywhere else."""

import gc
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from data import cache, checks
from data.checks import BOUNDS, FILE_MB_MAX, KEPT_MAX, KEPT_SECONDS, REST, BusyError, Checks, snapshot_of
from data.config import ROOT
from data.problems import Kind
from data.road import Road
from data.sources import FailureKind, SourceError
from tests.data.sources.packages import packed, parts, worksheet

NOW = datetime(2021, 5, 20, 10, tzinfo=UTC)
ROAD = (ROOT / "data" / "sample" / "road.xlsx").read_bytes()


def saved(fill: Callable[[Workbook], object]) -> bytes:
    book, out = Workbook(), BytesIO()
    fill(book)
    book.save(out)
    return out.getvalue()


def contributions(rows: int, columns: int = 3, text: str = "x") -> Callable[[Workbook], object]:
    def fill(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet.title = "Contributions"
        for n in range(rows):
            sheet.append([f"C{n}", *[text] * (columns - 1)])

    return fill


def refusal(name: str, content: bytes) -> FailureKind:
    with pytest.raises(SourceError) as refused:
        snapshot_of(name, content, now=NOW)
    return refused.value.kind


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shelf(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Checks:
    monkeypatch.setattr(checks.threading, "Timer", lambda *_: threading.Thread())
    return Checks(clock, clock.sleep)


def test_a_workbook_says_what_the_sheet_would() -> None:
    snapshot, size = snapshot_of("C:\\Users\\us\\next week.xlsx", ROAD, now=NOW)
    assert snapshot.road.origin.name == "next week.xlsx"
    assert len(snapshot.road.contributions) > 100
    assert 0 < size < checks.KEPT_BYTES_MAX / KEPT_MAX


@pytest.mark.parametrize(
    "name", ["Road - Contributions.csv", "Contributions.csv", "CONTRIBUTIONS (2).CSV", "Road - Contributions(12).csv"]
)
def test_a_csv_file_is_the_worksheet_it_is_named_after(name: str) -> None:
    text = "id;received_on;contributor;question\nC1;2021-05-04;Genova;Q1\nC2;soon;Lyon;Q1\n".encode("cp1252")
    road = snapshot_of(name, text, now=NOW)[0].road
    assert list(road.contributions["contributor"]) == ["Genova"]
    assert Kind.UNREADABLE_DATE in {problem.kind for problem in road.problems}


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.xlsx", b"", FailureKind.NOT_A_WORKBOOK),
        ("a.pdf", ROAD, FailureKind.NOT_A_WORKBOOK),
        ("../../etc/passwd", ROAD, FailureKind.NOT_A_WORKBOOK),
        ("", ROAD, FailureKind.NOT_A_WORKBOOK),
        ("a.xlsx", b"no archive", FailureKind.NOT_A_WORKBOOK),
        ("a.xlsx", ROAD[:-2000], FailureKind.DAMAGED),
        ("budget.csv", b"a,b\n1,2\n", FailureKind.WRONG_WORKBOOK),
        ("budget.xlsx", saved(lambda book: None), FailureKind.WRONG_WORKBOOK),
        # The reader of other programs' workbooks knows no bounds: here they are refused.
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), FailureKind.OLD_WORKBOOK),
    ],
)
def test_what_is_none_is_refused_by_its_kind(name: str, content: bytes, kind: FailureKind) -> None:
    assert refusal(name, content) is kind


def stray(worksheet: str) -> bytes:
    """Next to nothing, but for one cell at the very end of a worksheet."""

    def fill(book: Workbook) -> None:
        contributions(2)(book)
        sheet = book["Contributions"] if worksheet == "Contributions" else book.create_sheet(worksheet)
        sheet.cell(1_048_576, 16_384, "x")

    return saved(fill)


def bomb() -> bytes:
    """A part that unpacks to more than is read of anything."""
    out = BytesIO(ROAD)
    with ZipFile(out, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(BOUNDS.unpacked_bytes))
    return out.getvalue()


def shared_text() -> bytes:
    """One long text that many cells refer to."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 400))
    return packed(parts({"Contributions": worksheet(cells)}, f"<si><t>{'x' * 30_000}</t></si>"))


def many_cells() -> bytes:
    """More cells than are read, on two worksheets that hold fewer each."""
    rows = BOUNDS.cells // 26 - 1
    cells = "".join(f'<row r="{n}"><c r="Z{n}"><v>1</v></c></row>' for n in range(1, rows))
    return packed(parts({"Contributions": worksheet(cells), "Milestones": worksheet(cells)}))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", bytes(FILE_MB_MAX * 2**20 + 1)),
        ("Contributions.csv", b"\n" * BOUNDS.cells + b"\n"),
        ("Contributions.csv", b"," * BOUNDS.cells + b"\n"),
        ("Contributions.csv", b"id\r" * BOUNDS.cells + b"\r"),
        ("a.xlsx", bomb()),
        ("a.xlsx", stray("Contributions")),
        ("a.xlsx", stray("Columns")),
        ("a.xlsx", shared_text()),
        ("a.xlsx", many_cells()),
    ],
    ids=[
        "bytes",
        "lines",
        "cells",
        "old lines",
        "a bomb",
        "a stray cell",
        "a stray cell of Columns",
        "a shared text",
        "many cells",
    ],
)
def test_what_is_past_a_bound_is_refused_before_it_is_laid_out(name: str, content: bytes) -> None:
    assert refusal(name, content) is FailureKind.TOO_LARGE


def test_nothing_that_fails_stops_the_page_or_is_quoted(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object, **__: object) -> Road:
        raise RuntimeError("SECRET cell")

    monkeypatch.setattr(checks, "read", fails)
    assert refusal("a.xlsx", ROAD) is FailureKind.UNEXPECTED
    assert "RuntimeError" in caplog.text
    assert "SECRET" not in caplog.text


def test_a_file_is_there_for_its_owner_alone_and_goes_with_the_last_holder(shelf: Checks) -> None:
    mine, other = shelf.bring("mine.xlsx", ROAD), shelf.bring("other.xlsx", ROAD)
    found = shelf.snapshot(mine)
    assert found is not None
    assert found.road.origin.name == "mine.xlsx"
    assert shelf.snapshot(None) is None
    assert shelf.snapshot(checks.Ticket()) is None
    shelf.leave(mine)
    assert shelf.snapshot(mine) is None
    assert shelf.snapshot(other) is not None
    del other
    gc.collect()
    assert len(shelf._kept) == 0


def test_a_file_is_gone_a_while_after_the_last_look(shelf: Checks, clock: Clock) -> None:
    ticket = shelf.bring("a.xlsx", ROAD)
    for _ in range(3):
        clock.sleep(KEPT_SECONDS - 1)
        assert shelf.snapshot(ticket) is not None
    # To ask whether it is there is no look.
    clock.sleep(KEPT_SECONDS - 1)
    assert shelf.snapshot(ticket, looks=False) is not None
    clock.sleep(2)
    assert shelf.snapshot(ticket) is None
    shelf._sweep()
    assert len(shelf._kept) == 0


def test_few_are_kept_and_the_one_looked_at_least_lately_goes(shelf: Checks, clock: Clock) -> None:
    tickets = []
    for n in range(KEPT_MAX):
        tickets.append(shelf.bring(f"{n}.xlsx", ROAD))
        clock.sleep(1)
    assert shelf.snapshot(tickets[0]) is not None
    clock.sleep(1)
    tickets.append(shelf.bring("last.xlsx", ROAD))
    assert [shelf.snapshot(ticket) is not None for ticket in tickets] == [True, False, *[True] * (KEPT_MAX - 1)]


def test_large_ones_are_fewer(shelf: Checks, monkeypatch: pytest.MonkeyPatch) -> None:
    size = snapshot_of("a.xlsx", ROAD, now=NOW)[1]
    monkeypatch.setattr(checks, "KEPT_BYTES_MAX", 2 * size)
    tickets = [shelf.bring(f"{n}.xlsx", ROAD) for n in range(3)]
    assert [shelf.snapshot(ticket) is not None for ticket in tickets] == [False, True, True]


def test_readings_leave_the_machine_to_others(shelf: Checks, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, **__: object) -> object:
        clock.sleep(3)
        raise SourceError(FailureKind.DAMAGED, "")

    monkeypatch.setattr(checks, "snapshot_of", slow)
    for began in (0.0, 3 * (1 + REST)):
        with pytest.raises(SourceError):
            shelf.bring("a.xlsx", b"x")
        assert clock.seconds == began + 3
    monkeypatch.setattr(checks, "WAIT_SECONDS", 3 * REST - 1)
    with pytest.raises(BusyError):
        shelf.bring("a.xlsx", b"x")


def test_the_figures_of_files_are_bounded_together(shelf: Checks) -> None:
    store = cache._Kept(5, by_rows=True)
    tickets = [shelf.bring(f"{n}.xlsx", ROAD) for n in range(3)]
    roads = [found.road for ticket in tickets if (found := shelf.snapshot(ticket))]
    for n in range(20):
        for road in roads:
            store.result(road, n, lambda: "x")
    assert sum(map(len, store._by_road.values())) == 5
    assert all(store._by_road[road] for road in roads)


def test_the_bounds_are_those_of_the_manual() -> None:
    manual = (ROOT / "docs" / "connecting.md").read_text("utf-8")
    assert f"{FILE_MB_MAX} MB and {BOUNDS.cells:,} cells at most" in manual
    assert f"for {KEPT_SECONDS / 60:.0f} minutes. A process keeps {KEPT_MAX} of them at most" in manual
