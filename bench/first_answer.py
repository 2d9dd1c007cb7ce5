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

PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"
LINE = f"""() => {PAINTED}
    && document.querySelector('[data-testid="stMarkdown"]')?.innerText.includes("One line")"""
SEEN = """(sentence, figures) => [sentence, figures].every((selector, place) => {
    const found = [...document.querySelectorAll(selector)];
    return found.length >= [1, 4][place]
        && found.every(one => one.checkVisibility({visibilityProperty: true}) && one.innerText);
})"""
EARLY = f"""({SEEN})('#early-answer h1', '#early-answer b')"""
OURS = f"""({SEEN})('[data-testid="stHeading"] h1', '[data-testid="stMetricValue"]')"""
ANSWER = f"() => {PAINTED} && ({EARLY} || {OURS})"


@dataclass(frozen=True)
class Opening:
    """One cold opening: seconds to the first answer, to the page's own words, to idle; what came over the wire."""

    first_s: float
    own_s: float
    all_s: float
    transferred_bytes: int
    requests: int


def _open(browser: Browser, url: str, answered: str, own: str) -> Opening:
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
    own_words = _until(page, own, started)
    everything = _until(page, IDLE, started)
    context.close()
    return Opening(first, own_words, everything, sum(transferred), len(transferred))


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
        words = LINE.replace("One line", "")
        pages = {
            "one bare line of text": (line.url, LINE, LINE),
            "one bare chart": (chart.url, LINE, LINE),
            "The road": (ours.url, ANSWER, f"() => {OURS}"),
            "Regional coverage": (ours.address("/coverage"), words, words),
        }
        opened: dict[str, list[Opening]] = {name: [] for name in pages}
        for _ in range(times):
            for name, (url, answered, own) in pages.items():
                opened[name].append(_open(browser, url, answered, own))
    least = statistics.median(one.first_s for one in opened["one bare line of text"])
    most = statistics.median(one.all_s for one in opened["one bare chart"])
    print(
        "| page, cold, Fast 3G, CPU / 4 | first answer, s | x line | Streamlit's own, s | x line | everything, s "
        "| x chart | kB | requests |"
    )
    print("|---|" + "---:|" * 8)
    for name, runs in opened.items():
        first, own, everything = (
            statistics.median(getattr(run, what) for run in runs) for what in ("first_s", "own_s", "all_s")
        )
        kilobytes = statistics.median(run.transferred_bytes for run in runs) / 1000
        requests = statistics.median(run.requests for run in runs)
        print(
            f"| {name} | {first:.1f} | {first / least:.2f} | {own:.1f} | {own / least:.2f} | {everything:.1f} "
            f"| {everything / most:.2f} | {kilobytes:,.0f} | {requests:.0f} |"
        )
    print(
        "\nThe first answer of The road, its sentence and four figures, stands in the document itself; Streamlit's own "
        "is when the page has taken over and answers to clicks."
    )


if __name__ == "__main__":
    main()
