"""``python -m bench open_pages``: a thousand pages that stay open, an edit that reaches all of them, hours of both.

A page asks ``/live.json`` as ``components/shell/freshness.js`` does and runs once where the answer is another one.
"""

import argparse
import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

from websockets.asyncio.client import connect

from bench.beside import beside
from bench.goals import Goal
from bench.hostile import memory_mb
from bench.visitors import PAGES, Record, Visitor, processor_s
from components.shell.live import PATH
from tests.browser.harness import REHEARSAL, Server, serve
from tests.sheets_server.__main__ import settings_of
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.spreadsheet import spreadsheet_of_file

OPEN = 1_000
IDLE_S = 60.0
REFRESH_S = 60.0
HOURS = 6
READINGS_AN_HOUR, VISITORS_AN_HOUR = 60, 4
SPREAD_S = 4.0
"""As in freshness.js."""
AT_ONCE = 8
GOAL_KB, GOAL_MS, GOAL_ALL_S, GOAL_P95_S, GOAL_GROWTH = 150, 1.0, 5.0, 0.5, 0.05


def _address(one: int) -> dict[str, str]:
    """What a proxy on this machine says of where a visitor comes from: the gate lets few in from one address."""
    return {"X-Forwarded-For": f"198.51.{one // 250}.{one % 250 + 1}"}


async def _look(server: Server, drawn: object = "") -> dict[str, object]:
    """What a page ``drawn`` from this is told, over a connection of its own: a browser keeps none for so long."""
    parts = urlsplit(server.url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    asked = f"{PATH}?drawn={drawn}" if drawn else PATH
    writer.write(f"GET {asked} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    return json.loads(answer.partition(b"\r\n\r\n")[2])


async def _at_rest(server: Server) -> None:
    """Wait until what a server does at its start, such as compressing scripts, is done and its memory given back."""
    used = processor_s(server.pid)
    while True:
        await asyncio.sleep(2)
        now = processor_s(server.pid)
        if now - used < 0.2:
            return
        used = now


@dataclass
class Pages:
    """The open pages: when each of them was drawn anew, in seconds of the monotonic clock."""

    server: Server
    record: Record = field(default_factory=Record)
    drawn: list[float] = field(default_factory=list)
    asked: int = 0

    async def stay(self, visitor: Visitor, known: object, chance: random.Random) -> None:
        """Look for something newer until it is cancelled."""
        while True:
            told = await _look(self.server, known)
            self.asked += 1
            if told["substance"] != known:
                known = told["substance"]
                await asyncio.sleep(float(str(told["turn_s"])))
                await visitor.open("", {"lang": "en"})
                self.drawn.append(time.monotonic())
            seconds = float(str(told["look_s"]))
            await asyncio.sleep(seconds + chance.uniform(0, min(SPREAD_S, seconds / 4)))


async def _read(server: Server, known: object) -> float:
    """When the server had read the edit."""
    while (await _look(server))["substance"] == known:
        await asyncio.sleep(0.05)
    return time.monotonic()


async def _visit(server: Server, told: Connection) -> None:
    """A good visitor among them: tells of each run when it ended and how long it took, and of what went wrong."""
    async with connect(server.url.replace("http", "ws") + "/_stcore/stream", max_size=None) as socket:
        record = Record()
        visitor = Visitor(socket, record)
        while True:
            for page in PAGES:
                await visitor.open(page, {"lang": "en"})
                told.send((time.monotonic(), record.runs_s[-1], len(record.errors)))
                await asyncio.sleep(0.2)


def _visitor(server: Server, told: Connection) -> None:
    asyncio.run(_visit(server, told))


async def _open_and_edit(server: Server, sheets: SheetsServer, n: int, idle_s: float) -> list[Goal]:
    pages, known = Pages(server), (await _look(server))["substance"]
    await _at_rest(server)
    doors = asyncio.Semaphore(AT_ONCE)
    async with AsyncExitStack() as sockets:

        async def opened(one: int) -> Visitor:
            async with doors:
                address = server.url.replace("http", "ws") + "/_stcore/stream"
                socket = await sockets.enter_async_context(
                    connect(address, max_size=None, additional_headers=_address(one), ping_interval=None)
                )
                visitor = Visitor(socket, pages.record)
                await visitor.open("", {"lang": "en"})
                return visitor

        # What the first ones bring along is not theirs alone.
        visitors = await asyncio.gather(*(opened(one) for one in range(AT_ONCE)))
        before = memory_mb(server.pid)
        visitors += await asyncio.gather(*(opened(one) for one in range(AT_ONCE, n)))
        kilobytes = (memory_mb(server.pid) - before) * 1024 / (n - AT_ONCE)
        staying = [
            asyncio.ensure_future(pages.stay(one, known, random.Random(place))) for place, one in enumerate(visitors)
        ]
        await asyncio.sleep(2 * SPREAD_S)
        used, asked = processor_s(server.pid), pages.asked
        await asyncio.sleep(idle_s)
        asked = pages.asked - asked
        idle_ms = (processor_s(server.pid) - used) * 1000 / n * 60 / idle_s
        assert not pages.drawn, "nothing happened, and a page was drawn anew"
        # In a process of its own: here it would wait for all that a thousand pages are sent.
        with beside(_visitor, server) as telling:
            # It looks at every page once before.
            while not telling.poll():
                await asyncio.sleep(0.1)
            await asyncio.sleep(len(PAGES))
            sheets.spreadsheet.edit("Milestones!C5", "Read by all of them")
            read = await _read(server, known)
            while len(pages.drawn) < n and time.monotonic() < read + REFRESH_S:
                await asyncio.sleep(0.1)
            told: list[tuple[float, float, int]] = []
            while telling.poll():
                told.append(telling.recv())
        for task in staying:
            task.cancel()
        failed = [one.exception() for one in staying if one.done() and not one.cancelled()]
        assert not failed, failed
    last_s = max(pages.drawn) - read if len(pages.drawn) == n else float("nan")
    meanwhile = [seconds for ended, seconds, _ in told if ended > read]
    p95 = statistics.quantiles(meanwhile, n=20)[-1] if len(meanwhile) > 1 else float("nan")
    print(
        f"{n:,} open pages: {kilobytes:.0f} kB and {idle_ms:.2f} ms of processor a minute each, for "
        f"{asked / n * 60 / idle_s:.2f} questions. An edit is drawn on "
        f"{len(pages.drawn):,} of them, on the last {last_s:.1f} s after it was read; {len(meanwhile)} runs of a good "
        f"visitor meanwhile, p95 {p95:.2f} s; {len(pages.record.errors) + told[-1][2]} errors.\n"
    )
    return [
        Goal("memory of an open page", kilobytes, GOAL_KB, "kB"),
        Goal("processor of an open page a minute", idle_ms, GOAL_MS, "ms"),
        Goal(f"an edit on {n:,} open pages after it was read", last_s, GOAL_ALL_S, "s"),
        Goal("p95 of a good visitor meanwhile", p95, GOAL_P95_S, "s"),
    ]


async def _hours(server: Server, sheets: SheetsServer, hours: int) -> list[Goal]:
    """Every reading finds an edit, and visitors come and go; an hour's readings take a minute."""
    held, record = list[float](), Record()
    for hour in range(hours):
        for minute in range(READINGS_AN_HOUR):
            until = time.monotonic() + 1
            sheets.spreadsheet.edit("Milestones!C5", f"Hour {hour}, minute {minute}")
            # Streamlit keeps who has left for two minutes, and what they saw: as many readings here as an hour has.
            if minute % (READINGS_AN_HOUR // VISITORS_AN_HOUR) == 0:
                async with connect(server.url.replace("http", "ws") + "/_stcore/stream", max_size=None) as socket:
                    visitor = Visitor(socket, record)
                    for page in PAGES:
                        await visitor.open(page, {"lang": "en"})
            await asyncio.sleep(max(0.0, until - time.monotonic()))
        held.append(memory_mb(server.pid))
    print(
        f"{hours} hours’ worth of changed readings, one a second instead of one a minute, with {VISITORS_AN_HOUR} "
        f"visitors an hour who look at every page: MB after each hour {', '.join(f'{one:.0f}' for one in held)}; "
        f"{len(record.errors)} errors."
    )
    return [Goal("memory after hours beside that after the first", held[-1] / held[0] - 1, GOAL_GROWTH, "of it")]


def main(argv: Sequence[str] | None = None) -> list[Goal]:
    """Open the pages, wait, edit, print; then the hours."""
    parser = argparse.ArgumentParser(prog="python -m bench open_pages", description=__doc__)
    parser.add_argument("--pages", type=int, default=OPEN)
    parser.add_argument("--idle", type=float, default=IDLE_S, help="seconds without an edit")
    parser.add_argument("--hours", type=int, default=HOURS)
    wanted, goals = parser.parse_args(argv), list[Goal]()
    for refresh_s in (REFRESH_S, 1.0) if wanted.hours else (REFRESH_S,):
        with (
            tempfile.TemporaryDirectory() as name,
            SheetsServer(spreadsheet_of_file(REHEARSAL)) as sheets,
            serve(settings_of(sheets, Path(name) / "key.json", Path(name), refresh_s)) as server,
        ):
            goals += asyncio.run(
                _open_and_edit(server, sheets, wanted.pages, wanted.idle)
                if refresh_s == REFRESH_S
                else _hours(server, sheets, wanted.hours)
            )
    return goals


if __name__ == "__main__":
    main()
