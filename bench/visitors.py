"""``python -m bench.visitors``: a full Bureau on one process, and the same Bureau on the app one would write instead.

A visitor is a websocket session without a browser: it speaks Streamlit's own messages, waits for the end of every run, and
counts what it was sent. Bounded in number and time, and only ever on this machine.
"""

import asyncio
import random
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.harness import Server

ARRIVAL_S = 10
PAUSE_S = (1.0, 5.0)


@dataclass
class Record:
    """What one crowd of visitors met."""

    runs_s: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    received_bytes: int = 0

    def row(self, name: str, seconds: float, memory_mb: float) -> str:
        """One row of the Markdown table."""
        p95 = statistics.quantiles(self.runs_s, n=20)[-1] if len(self.runs_s) > 1 else float("nan")
        return (
            f"| {name} | {len(self.runs_s)} | {len(self.runs_s) / seconds:.1f} | {statistics.median(self.runs_s):.2f} "
            f"| {p95:.2f} | {len(self.errors)} | {memory_mb:.0f} |"
        )


async def _run(socket: websockets.ClientConnection, record: Record, message: BackMsg, patience_s: float) -> None:
    """Ask for one run of the script and wait for its end."""
    started = time.monotonic()
    await socket.send(message.SerializeToString())
    while True:
        raw = await asyncio.wait_for(socket.recv(), patience_s)
        record.received_bytes += len(raw)
        answer = ForwardMsg()
        answer.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
        kind = answer.WhichOneof("type")
        if kind == "delta" and answer.delta.new_element.WhichOneof("type") == "exception":
            record.errors.append(answer.delta.new_element.exception.message)
        if kind == "script_finished" and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            record.runs_s.append(time.monotonic() - started)
            return


def _rerun(page: str, query: Mapping[str, str]) -> BackMsg:
    message = BackMsg()
    message.rerun_script.page_name = page
    message.rerun_script.query_string = "&".join(f"{name}={value}" for name, value in query.items())
    return message


async def _visitor(
    server: Server, pages: tuple[str, ...], days: tuple[str, ...], record: Record, until: float, seed: int
) -> None:
    """Come within the first seconds, open The road, then wander through pages and days until the time is over."""
    chance = random.Random(seed)
    await asyncio.sleep(chance.uniform(0, ARRIVAL_S))
    language = chance.choice(("en", "fr", "es"))
    try:
        async with websockets.connect(
            server.url.replace("http", "ws") + "/_stcore/stream", max_size=None, subprotocols=None
        ) as socket:
            await _run(socket, record, _rerun(pages[0], {"lang": language}), patience_s=120)
            while time.monotonic() < until:
                await asyncio.sleep(chance.uniform(*PAUSE_S))
                query = {"lang": language, "asof": chance.choice(days)}
                await _run(socket, record, _rerun(chance.choice(pages), query), patience_s=120)
    except (OSError, TimeoutError, websockets.WebSocketException) as error:
        record.errors.append(f"{type(error).__name__}: {error}")


async def crowd(
    server: Server, pages: tuple[str, ...], days: tuple[str, ...], *, visitors: int, seconds: float
) -> Record:
    """Let ``visitors`` come within ten seconds and stay for ``seconds`` more."""
    record = Record()
    until = time.monotonic() + ARRIVAL_S + seconds
    await asyncio.gather(*(_visitor(server, pages, days, record, until, seed) for seed in range(visitors)))
    return record


def peak_memory_mb(pid: int) -> float:
    """The most memory the process ever held, in MB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024
