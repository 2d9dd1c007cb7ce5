"""``python -m bench first_answer``: what a cold phone on Fast 3G waits for, beside a static page, Streamlit, Dash."""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, Page

from bench.goals import Goal
from tests.browser.harness import ADDRESSES, IDLE, SAMPLE, TITLES, chromium, free_port, serve

LATENCY_MS = 150
BYTES_PER_SECOND = 1.6e6 / 8
CPU_SLOWDOWN = 4
PATIENCE_S = 120

PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"
LINE = f"""() => {PAINTED} && [...document.querySelectorAll('h1, [data-testid="stMarkdown"]')]
    .some(one => one.innerText.includes('One line'))"""
CHART = "() => document.querySelector('.js-plotly-plot .main-svg') !== null"
# The headline, wherever it stands; Streamlit's own is there once it has taken the page over.
SEEN = """(...selectors) => selectors.some(selector => [...document.querySelectorAll(selector)].some(
    one => one.checkVisibility({visibilityProperty: true}) && one.innerText.trim()))"""
OURS = """'[data-testid="stHeading"] h1'"""
ANSWER = f"() => {PAINTED} && ({SEEN})('#early-answer h1', {OURS})"
OWN = f"() => ({SEEN})({OURS})"
# Cumulative layout shift.
JUMPS = """window.jumps = 0;
new PerformanceObserver(list => {
    for (const {value, hadRecentInput} of list.getEntries()) if (!hadRecentInput) window.jumps += value
}).observe({type: 'layout-shift', buffered: true})"""

GOAL_FIRST_TIMES, GOAL_FIRST_MORE_S = 1.2, 0.5
GOAL_ROAD_S, GOAL_PART_OF_DASH, GOAL_JUMPS = 5.0, 0.75, 0.02
STATIC, DASH, LINE_NAME, CHART_NAME = "a static page", "Dash, one chart", "one bare line of text", "one bare chart"
PEERS = Path(__file__).parent / "peers"
PEERS_PYTHON = Path(__file__).parent.parent / ".venv-peers" / "bin" / "python"


@dataclass(frozen=True)
class Opening:
    """One cold opening: seconds to the first answer, to the page's own words, to everything; the layout shift; what
    came over the wire, the websocket's messages included.
    """

    first_s: float
    own_s: float
    all_s: float
    jumps: float
    transferred_bytes: int
    requests: int


def _open(browser: Browser, url: str, answered: str, own: str, everything: str) -> Opening:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    page = context.new_page()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": BYTES_PER_SECOND,
            "uploadThroughput": BYTES_PER_SECOND,
        },
    )
    wire.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    transferred: list[int] = []
    wire.on("Network.loadingFinished", lambda event: transferred.append(int(event["encodedDataLength"])))
    # A binary message is told in base64.
    spoken: list[int] = []
    wire.on("Network.webSocketFrameReceived", lambda event: spoken.append(_message_bytes(event["response"])))
    page.add_init_script(JUMPS)
    started = time.monotonic()
    page.goto(url, wait_until="commit")
    first = _until(page, answered, started)
    own_words = _until(page, own, started)
    whole = _until(page, everything, started)
    jumps: float = page.evaluate("() => window.jumps")
    context.close()
    return Opening(first, own_words, whole, jumps, sum(transferred) + sum(spoken), len(transferred))


def _message_bytes(message: dict[str, Any]) -> int:
    return len(message["payloadData"]) * 3 // 4 if message["opcode"] == 2 else len(message["payloadData"])


def _until(page: Page, condition: str, started: float) -> float:
    page.wait_for_function(condition, timeout=PATIENCE_S * 1000, polling=50)
    return time.monotonic() - started


@contextmanager
def _peer(python: Path | str, *command: str, ready: str = "/") -> Iterator[str]:
    """Another server, started with its port as the last word; its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([str(python), *command, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            with suppress(OSError), urlopen(url + ready, timeout=2):
                break
            if time.monotonic() > deadline or process.poll() is not None:
                raise RuntimeError(f"{command} did not start")
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def _seconds(runs: Sequence[Opening], what: str) -> tuple[float, str]:
    """Median, and it with the shortest and the longest."""
    values = [getattr(run, what) for run in runs]
    middle = statistics.median(values)
    return middle, f"{middle:.1f} ({min(values):.1f}–{max(values):.1f})"


def main(argv: Sequence[str] | None = None) -> list[Goal]:
    """Open each page cold several times, in turn, and print medians with their spread as a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m bench first_answer", description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    times = parser.parse_args(argv).times
    bare = "bench/bare/app.py"
    with ExitStack() as running:
        begin = running.enter_context
        ours = begin(serve({"ROAD_WORKBOOK": str(SAMPLE)}))
        static = begin(_peer(sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(PEERS)))
        pages = {
            STATIC: (static, LINE, LINE, LINE),
            LINE_NAME: (begin(serve({"BARE": "line"}, script=bare)).url, LINE, LINE, IDLE),
            CHART_NAME: (begin(serve({"BARE": "chart"}, script=bare)).url, LINE, LINE, IDLE),
            **{TITLES[name]: (ours.address(path), ANSWER, OWN, IDLE) for name, path in ADDRESSES.items()},
        }
        if PEERS_PYTHON.exists():
            pages[DASH] = (begin(_peer(PEERS_PYTHON, str(PEERS / "dash_app.py"))), LINE, LINE, CHART)
        browser = begin(chromium())
        opened: dict[str, list[Opening]] = {name: [] for name in pages}
        for _ in range(times):
            for name, page in pages.items():
                opened[name].append(_open(browser, *page))
    print(
        "| page, cold, Fast 3G, CPU / 4 | first answer, s | its own, s | everything, s | CLS | kB | requests |\n"
        "|---|---:|---:|---:|---:|---:|---:|"
    )
    for name, runs in opened.items():
        told = (_seconds(runs, what)[1] for what in ("first_s", "own_s", "all_s"))
        kilobytes = statistics.median(run.transferred_bytes for run in runs) / 1000
        requests = statistics.median(run.requests for run in runs)
        jumps = max(run.jumps for run in runs)
        print(f"| {name} | {' | '.join(told)} | {jumps:.3f} | {kilobytes:,.0f} | {requests:.0f} |")
    print(
        f"\nMedian of {times} (shortest–longest). The first answer is the page's headline, wherever it comes from; its "
        "own is when Streamlit has taken the page over and answers to clicks; kB with the websocket's messages."
    )
    if DASH not in pages:
        print("\nDash was not measured: `make bench` installs it.")
    return _goals(opened)


def _goals(opened: Mapping[str, Sequence[Opening]]) -> list[Goal]:
    most_s = _seconds(opened[STATIC], "first_s")[0] * GOAL_FIRST_TIMES + GOAL_FIRST_MORE_S
    goals = []
    for name in map(TITLES.__getitem__, ADDRESSES):
        goals.append(Goal(f"{name}: first answer", _seconds(opened[name], "first_s")[0], round(most_s, 2), "s"))
        goals.append(
            Goal(f"{name}: what moves while it comes", max(run.jumps for run in opened[name]), GOAL_JUMPS, "CLS")
        )
        whole = _seconds(opened[name], "all_s")[0]
        if name == TITLES["road"]:
            goals.append(Goal(f"{name}: everything", whole, GOAL_ROAD_S, "s"))
        elif DASH in opened:
            bound = _seconds(opened[DASH], "all_s")[0] * GOAL_PART_OF_DASH
            goals.append(Goal(f"{name}: everything", whole, round(bound, 2), "s"))
    return goals


if __name__ == "__main__":
    main()
