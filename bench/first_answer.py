"""``python -m bench first_answer``: what a cold phone on Fast 3G waits for, against bare Streamlit."""

import argparse
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.browser.harness import IDLE, SAMPLE, chromium, serve

LATENCY_MS = 150
BYTES_PER_SECOND = 1.6e6 / 8
CPU_SLOWDOWN = 4
PATIENCE_S = 120

OURS = """() => {
    const said = document.querySelector('[data-testid="stHeading"] h1');
    const figures = document.querySelectorAll('[data-testid="stMetricValue"]');
    return !!said && said.innerText.length > 10 && figures.length >= 4 && [...figures].every(one => one.innerText);
}"""
LINE = """() => document.querySelector('[data-testid="stMarkdown"]')?.innerText.includes("One line")"""


@dataclass(frozen=True)
class Opening:
    """One cold opening of a page: seconds to its first answer and until idle, and what came over the wire."""

    first_s: float
    all_s: float
    transferred_bytes: int
    requests: int


def _open(browser: Browser, url: str, answered: str) -> Opening:
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
    started = time.monotonic()
    page.goto(url, wait_until="commit")
    first = _until(page, answered, started)
    everything = _until(page, IDLE, started)
    context.close()
    return Opening(first, everything, sum(transferred), len(transferred))


def _until(page: Page, condition: str, started: float) -> float:
    page.wait_for_function(condition, timeout=PATIENCE_S * 1000, polling=50)
    return time.monotonic() - started


def main(argv: Sequence[str] | None = None) -> None:
    """Open each page cold several times, in turn, and print medians and ratios as a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m bench first_answer", description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args(argv).times
    bare = "bench/bare/app.py"
    with (
        serve({"ROAD_WORKBOOK": str(SAMPLE)}) as ours,
        serve({"BARE": "line"}, script=bare) as line,
        serve({"BARE": "chart"}, script=bare) as chart,
        chromium() as browser,
    ):
        pages = {
            "one bare line of text": (line.url, LINE),
            "one bare chart": (chart.url, LINE),
            "The road": (ours.url, OURS),
            "Regional coverage": (ours.address("/coverage"), LINE.replace("One line", "")),
        }
        opened: dict[str, list[Opening]] = {name: [] for name in pages}
        for _ in range(times):
            for name, (url, answered) in pages.items():
                opened[name].append(_open(browser, url, answered))
    least = statistics.median(one.first_s for one in opened["one bare line of text"])
    most = statistics.median(one.all_s for one in opened["one bare chart"])
    print("| page, cold, Fast 3G, CPU / 4 | first answer, s | x line | everything, s | x chart | kB | requests |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, runs in opened.items():
        first, everything = (statistics.median(getattr(run, what) for run in runs) for what in ("first_s", "all_s"))
        kilobytes = statistics.median(run.transferred_bytes for run in runs) / 1000
        requests = statistics.median(run.requests for run in runs)
        print(
            f"| {name} | {first:.1f} | {first / least:.2f} | {everything:.1f} | {everything / most:.2f} "
            f"| {kilobytes:,.0f} | {requests:.0f} |"
        )


if __name__ == "__main__":
    main()
