"""``python -m bench hostile``: two hundred sessions that mean harm, and what a good visitor notices of them.

They ask for pages as fast as they can, with all the state that fits into a message, and read nothing of the answers.
"""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import websockets
from websockets.asyncio.client import connect

from bench.goals import Goal
from bench.visitors import Record, Visitor, rerun
from tests.browser.harness import REHEARSAL, ROOT, Server, serve

HOSTILE = 200
THEIR_ADDRESS = "203.0.113.66"
"""Whom a proxy on this machine says it speaks for."""
PAGES = ("", "coverage", "milestones", "sheet")
CALM_S, BEFORE_S, HARASSED_S = 8.0, 6.0, 10.0


@dataclass(frozen=True)
class Noticed:
    """Nineteen of twenty runs of a good visitor were shorter, and what the process held (MB), before and meanwhile."""

    calm_p95_s: float
    harassed_p95_s: float
    calm_mb: float
    harassed_mb: float


def padded(kilobytes: int, states: int = 1) -> bytes:
    """The message of a page, with widget states that no page of ours has."""
    message = rerun("", {"lang": "en"})
    for place in range(states):
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.string_value = f"$$ID-unknown-{place}", "x" * (kilobytes * 1024 // states)
    return message.SerializeToString()


async def _harass(url: str, until: float) -> None:
    messages = (padded(60), rerun("contributions", {"lang": "es"}).SerializeToString())
    with suppress(OSError, TimeoutError, websockets.WebSocketException):
        async with connect(
            f"{url.replace('http', 'ws')}/_stcore/stream",
            additional_headers={"X-Forwarded-For": THEIR_ADDRESS},
            open_timeout=60,
            max_queue=1,
        ) as session:
            while time.monotonic() < until:
                for message in messages:
                    await asyncio.wait_for(session.send(message), max(0.1, until - time.monotonic()))


async def _harass_all(url: str, seconds: float) -> None:
    until = time.monotonic() + seconds
    await asyncio.gather(*(_harass(url, until) for _ in range(HOSTILE)))


async def _visit(url: str, seconds: float) -> list[float]:
    record = Record()
    until = time.monotonic() + seconds
    async with connect(f"{url.replace('http', 'ws')}/_stcore/stream", max_size=None) as socket:
        visitor = Visitor(socket, record)
        while time.monotonic() < until:
            for page in PAGES:
                await visitor.open(page, {"lang": "en"})
                await asyncio.sleep(0.2)
    return record.runs_s


def _p95(seconds: Sequence[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def memory_mb(pid: int) -> float:
    """What the process holds now, in MB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def notice(server: Server) -> Noticed:
    """Visit the server, then once more among the hostile, who run in a process of their own."""
    asyncio.run(_visit(server.url, CALM_S / 2))
    calm = asyncio.run(_visit(server.url, CALM_S))
    before = memory_mb(server.pid)
    seconds = BEFORE_S + HARASSED_S + 2
    crowd = subprocess.Popen([sys.executable, "-m", "bench.hostile", server.url, str(seconds)], cwd=ROOT)
    try:
        time.sleep(BEFORE_S)
        harassed = asyncio.run(_visit(server.url, HARASSED_S))
        meanwhile = memory_mb(server.pid)
    finally:
        crowd.wait(120)
    return Noticed(_p95(calm), _p95(harassed), before, max(meanwhile, memory_mb(server.pid)))


def main() -> list[Goal]:
    """Print what was noticed."""
    with serve({"ROAD_WORKBOOK": str(REHEARSAL)}) as server:
        noticed = notice(server)
    print(
        f"{HOSTILE} hostile sessions: p95 of a good visitor {noticed.calm_p95_s:.2f} s, then "
        f"{noticed.harassed_p95_s:.2f} s; the process {noticed.calm_mb:.0f} MB, then {noticed.harassed_mb:.0f} MB"
    )
    return [
        Goal(
            "what 200 hostile sessions add to a good visitor's p95",
            noticed.harassed_p95_s - noticed.calm_p95_s,
            0.2,
            "s",
        ),
        Goal("what they add to the process", noticed.harassed_mb - noticed.calm_mb, 100, "MB"),
    ]


if __name__ == "__main__":
    if len(sys.argv) == 3:
        asyncio.run(_harass_all(sys.argv[1], float(sys.argv[2])))
    else:
        main()
