"""``python -m bench visitors``: a full Bureau on one process, and the same Bureau on the app one would write instead.

A visitor is a websocket session without a browser: it speaks Streamlit's own messages, waits for the end of every run,
lets the page look for fresher figures as a browser would, and counts what it was sent. Bounded in number and time, and
only ever on this machine.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from bench.goals import Goal
from data.languages import LANGUAGES
from tests.browser.harness import ADDRESSES, REHEARSAL, Server, serve
from tests.browser.nginx import CONFIGURED, nginx_before
from tests.sheets_server.__main__ import settings_of
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.spreadsheet import spreadsheet_of_file

VISITORS = 120
SECONDS = 60.0
ARRIVAL_S = 10.0
PAUSE_S = (4.0, 12.0)
HURRIED = 20
HURRIED_S = 15.0
PATIENCE_S = 120.0
REFRESH_S = 60.0
GOAL_P95_S = 0.3
GOAL_MB = 400
GOAL_TIMES = 10.0
GOAL_PROCESSES_TIMES = 1.45
LAST_DAY = date(2021, 11, 15)
STOPS = ("2021-05-04", "2021-05-18", "2021-06-30", "2021-09-30", "2021-10-15", "")
KNOWN_DAYS = 0.7
DAYS = tuple((LAST_DAY - timedelta(days=3 * n)).isoformat() for n in range(60))
PAGES = tuple(path.strip("/") for path in ADDRESSES.values())

FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass
class Record:
    """What one crowd of visitors met: seconds of every run from asking to its end, and what went wrong."""

    runs_s: list[float] = field(default_factory=list)
    looks: int = 0
    errors: list[str] = field(default_factory=list)
    received_bytes: int = 0
    seconds: float = 0.0

    @property
    def median_s(self) -> float:
        """Half of the runs were shorter; NaN without any."""
        return statistics.median(self.runs_s) if self.runs_s else float("nan")

    @property
    def p95_s(self) -> float:
        """Nineteen of twenty runs were shorter; NaN without two."""
        return statistics.quantiles(self.runs_s, n=20)[-1] if len(self.runs_s) > 1 else float("nan")

    @property
    def runs_per_second(self) -> float:
        """Finished runs a second, the looks for fresher figures not among them."""
        return len(self.runs_s) / self.seconds if self.seconds else 0.0


def rerun(page: str, query: Mapping[str, str], *, fragment: str = "") -> BackMsg:
    """What a browser sends to have a page run, or one fragment of it."""
    message = BackMsg()
    message.rerun_script.page_name = page
    message.rerun_script.query_string = urlencode(query)
    if fragment:
        message.rerun_script.fragment_id = fragment
        message.rerun_script.is_auto_rerun = True
    return message


class Visitor:
    """One session: what it looks at, and the fragments of its page that ask to be run again by themselves."""

    def __init__(self, socket: ClientConnection, record: Record) -> None:
        self._socket = socket
        self._record = record
        self._page = ""
        self._query: Mapping[str, str] = {}
        self._looks: dict[str, float] = {}
        self._due: dict[str, float] = {}

    async def open(self, page: str, query: Mapping[str, str]) -> None:
        """Run a page and wait for its end."""
        self._page, self._query = page, query
        self._looks.clear()
        started = time.monotonic()
        await self._run(rerun(page, query))
        now = time.monotonic()
        self._record.runs_s.append(now - started)
        self._due = {fragment: now + every for fragment, every in self._looks.items()}

    async def read(self, seconds: float) -> None:
        """Look at the page for so long; its fragments run when they are due."""
        until = time.monotonic() + seconds
        while True:
            fragment = min(self._due, key=self._due.__getitem__, default="")
            at = self._due.get(fragment, until)
            if at >= until:
                await asyncio.sleep(max(0.0, until - time.monotonic()))
                return
            await asyncio.sleep(max(0.0, at - time.monotonic()))
            await self._run(rerun(self._page, self._query, fragment=fragment))
            self._record.looks += 1
            self._due[fragment] = time.monotonic() + self._looks[fragment]

    async def _run(self, message: BackMsg) -> None:
        await self._socket.send(message.SerializeToString())
        while True:
            raw = await asyncio.wait_for(self._socket.recv(decode=False), PATIENCE_S)
            self._record.received_bytes += len(raw)
            answer = ForwardMsg()
            answer.ParseFromString(bytes(raw))
            kind = answer.WhichOneof("type")
            if kind == "auto_rerun":
                self._looks[answer.auto_rerun.fragment_id] = answer.auto_rerun.interval
            elif kind == "delta" and answer.delta.new_element.WhichOneof("type") == "exception":
                self._record.errors.append(answer.delta.new_element.exception.message)
            elif kind == "page_not_found":
                self._record.errors.append(f"no page {answer.page_not_found.page_name}")
            elif kind == "script_finished":
                if answer.script_finished in FINISHED:
                    return
                if answer.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    self._record.errors.append("the script does not compile")
                    return


async def _visit(
    server: Server, record: Record, *, seed: int, arrives_s: float, pause_s: tuple[float, float], until: float
) -> None:
    """Come, open The road, then wander through pages and days until the time is over."""
    chance = random.Random(seed)
    query = {"lang": chance.choice(LANGUAGES)}
    page = PAGES[0]
    await asyncio.sleep(chance.uniform(0, arrives_s))
    try:
        address = server.url.replace("http", "ws") + "/_stcore/stream"
        # A name of their own, by which a proxy tells them apart.
        async with connect(address, max_size=None, user_agent_header=f"visitor {seed}") as socket:
            visitor = Visitor(socket, record)
            await visitor.open(page, query)
            while True:
                await visitor.read(chance.uniform(*pause_s))
                if time.monotonic() >= until:
                    return
                if chance.random() < 0.5:
                    page = chance.choice([other for other in PAGES if other != page])
                else:
                    day = chance.choice(STOPS if chance.random() < KNOWN_DAYS else DAYS)
                    query = {"lang": query["lang"], **({"asof": day} if day else {})}
                await visitor.open(page, query)
    except (OSError, TimeoutError, websockets.WebSocketException) as error:
        record.errors.append(f"{type(error).__name__}: {error}")


async def crowd(
    server: Server,
    *,
    visitors: int,
    seconds: float,
    arrives_s: float = ARRIVAL_S,
    pause_s: tuple[float, float] = PAUSE_S,
    seed: int = 0,
) -> Record:
    """Let ``visitors`` come within ``arrives_s`` seconds and stay for ``seconds`` more, pausing between their steps.

    ``seed`` is the first of as many: other seeds are other ways through the pages and the days.
    """
    record = Record()
    began = time.monotonic()
    until = began + arrives_s + seconds
    await asyncio.gather(
        *(
            _visit(server, record, seed=one, arrives_s=arrives_s, pause_s=pause_s, until=until)
            for one in range(seed, seed + visitors)
        )
    )
    record.seconds = time.monotonic() - began
    return record


def peak_memory_mb(pid: int) -> float:
    """The most memory the process ever held, in MB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def processor_s(pid: int) -> float:
    """Seconds of processor time the process has used (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Met:
    """One app's day: a Bureau that thinks between its steps, a few who do not, and what it cost."""

    bureau: Record
    hurried: Record
    peak_mb: float
    processor_ms_per_run: float
    sheet_requests: int


def _meet(
    app: Callable[[], AbstractContextManager[Server]], sheets: SheetsServer, *, visitors: int, seconds: float
) -> Met:
    """Both crowds come to a server just started, by ways that nobody has gone before them."""
    with app() as server:
        # What happens once for everybody, such as the sheet read at the start, is not what this compares.
        _arrive(server)
        sheets.forget_requests()
        bureau = asyncio.run(crowd(server, visitors=visitors, seconds=seconds))
        requests = sum(sheets.counts().values())
        peak_mb = peak_memory_mb(server.pid)
    with app() as server:
        _arrive(server)
        used = processor_s(server.pid)
        hurried = _hurried(server, visitors=visitors, seconds=seconds)
        used = (processor_s(server.pid) - used) / max(1, len(hurried.runs_s))
        return Met(bureau, hurried, max(peak_mb, peak_memory_mb(server.pid)), used * 1000, requests)


def _hurried(server: Server, *, visitors: int, seconds: float) -> Record:
    """A few who do not think between their steps; as many names before theirs are the Bureau's."""
    return asyncio.run(
        crowd(
            server,
            visitors=min(HURRIED, visitors),
            seconds=min(HURRIED_S, seconds),
            arrives_s=0,
            pause_s=(0, 0),
            seed=visitors,
        )
    )


def _hurried_before_processes(
    settings: Mapping[str, str], folder: Path, *, visitors: int, seconds: float
) -> tuple[Record, float]:
    """The hurried at an nginx before two processes, and the peak memory of both in MB."""
    with ExitStack() as running:
        servers = [running.enter_context(serve(settings)) for _ in CONFIGURED]
        for server in servers:
            _arrive(server)
        front = running.enter_context(nginx_before(folder, [one.url.removeprefix("http://") for one in servers]))
        hurried = _hurried(front, visitors=visitors, seconds=seconds)
        return hurried, sum(peak_memory_mb(server.pid) for server in servers)


def _arrive(server: Server) -> None:
    """One visitor opens The road and leaves."""
    asyncio.run(crowd(server, visitors=1, seconds=0, arrives_s=0, pause_s=(0, 0), seed=-1))


def _row(name: str, met: Met) -> str:
    one = met.bureau
    return (
        f"| {name} | {len(one.runs_s)} | {one.median_s:.2f} | {one.p95_s:.2f} | {len(one.errors)} "
        f"| {met.sheet_requests * 60 / one.seconds:.1f} | {one.received_bytes / 1e3 / max(1, len(one.runs_s)):.0f} "
        f"| {met.hurried.runs_per_second:.1f} | {met.hurried.p95_s:.2f} | {len(met.hurried.errors)} "
        f"| {met.processor_ms_per_run:.0f} | {met.peak_mb:.0f} |"
    )


def main(argv: Sequence[str] | None = None) -> list[Goal]:
    """Meet the dashboard, then the app one would write instead, and print both."""
    parser = argparse.ArgumentParser(prog="python -m bench visitors", description=__doc__)
    parser.add_argument("--visitors", type=int, default=VISITORS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long they stay once all have come")
    wanted = parser.parse_args(argv)
    met: dict[str, Met] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with SheetsServer(spreadsheet_of_file(REHEARSAL)) as sheets:
            settings = settings_of(sheets, folder / "key.json", folder, REFRESH_S)
            met["this dashboard"] = _meet(
                lambda: serve(settings), sheets, visitors=wanted.visitors, seconds=wanted.seconds
            )
            two, two_mb = _hurried_before_processes(settings, folder, visitors=wanted.visitors, seconds=wanted.seconds)
        with SheetsServer(spreadsheet_of_file(REHEARSAL)) as sheets:
            (folder / "naive.json").write_text(json.dumps(sheets.account), "utf-8")
            as_usual = {
                "NAIVE_KEY": str(folder / "naive.json"),
                "NAIVE_SPREADSHEET": sheets.spreadsheet.key,
                "NAIVE_API_BASE": sheets.address,
                # As Streamlit does unless it is told otherwise, which our config.toml beside it does.
                "STREAMLIT_RUNNER_POST_SCRIPT_GC": "true",
                # The usual way asks Google where its key may be used; that is refused too, and no fault of ours.
                "TESTS_LEFT_FOR": os.devnull,
            }
            met["bench/naive"] = _meet(
                lambda: serve(as_usual, script="bench/naive/app.py"),
                sheets,
                visitors=wanted.visitors,
                seconds=wanted.seconds,
            )
    print(
        f"| {wanted.visitors} visitors in {wanted.seconds:.0f} s | runs | median, s | p95, s | errors "
        "| sheet requests a minute | kB a run | runs a second, without pauses | p95, s | errors "
        "| processor a run, ms | peak memory, MB |\n|---|" + "---:|" * 11
    )
    for name, one in met.items():
        print(_row(name, one))
    ours, naive = met["this dashboard"], met["bench/naive"]
    times = ours.hurried.runs_per_second / (naive.hurried.runs_per_second or float("nan"))
    print(
        f"\n{times:.1f} times the throughput. A visitor pauses {PAUSE_S[0]:.0f} to {PAUSE_S[1]:.0f} s and changes the "
        f"page or the day, {KNOWN_DAYS:.0%} of the days among {len(STOPS)} that the page offers as a button; without "
        f"pauses means {min(HURRIED, wanted.visitors)} sessions that ask again at once, of a server just "
        "started. The visitors share the machine's cores with the server they visit: a server alone does better."
    )
    processes_times = two.runs_per_second / (ours.hurried.runs_per_second or float("nan"))
    print(
        f"\nTwo processes behind nginx, with the same cores: {two.runs_per_second:.1f} runs a second, "
        f"{processes_times:.2f} times those of one, p95 {two.p95_s:.2f} s, {len(two.errors)} errors, {two_mb:.0f} MB."
    )
    for name, one in met.items():
        for error in sorted({*one.bureau.errors, *one.hurried.errors})[:5]:
            print(f"\n{name}: {error}")
    return [
        Goal("p95 of the visitors who pause", ours.bureau.p95_s, GOAL_P95_S, "s"),
        Goal("errors that visitors met", len(ours.bureau.errors) + len(ours.hurried.errors), 0, "errors"),
        Goal("throughput against bench/naive", times, GOAL_TIMES, "times", at_least=True),
        Goal("peak memory", ours.peak_mb, GOAL_MB, "MB"),
        Goal("two processes behind nginx against one", processes_times, GOAL_PROCESSES_TIMES, "times", at_least=True),
        Goal("errors that their visitors met", len(two.errors), 0, "errors"),
    ]


if __name__ == "__main__":
    main()
