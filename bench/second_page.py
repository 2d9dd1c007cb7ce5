"""``python -m bench second_page``: a page switch, a day and a filter on an open session, from the click to idle.

Measured inside the page, by its own clock: from the click's event until the page rests for good. Charts that were drawn
again although nothing about them changed are counted by plotly's own event and by what stands in their place.
"""

import argparse
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from bench.goals import Goal
from tests.browser.harness import IDLE, REHEARSAL, chromium, idle, serve

GOAL_MS = 400
TIMES = 7
PATIENCE_S = 30
CALM_MS = 400
STALL_MS = 100
READING_S = 5
"""For so long a reader looks at the first page before the first click; a page loads meanwhile what others draw with."""
CHANGES = ("one section of the contributions", "that section off again")
"""What changes the charts that stand there."""

# Counts what the server says to the page, from its first moment on.
LISTEN = """
    window.heard = 0;
    window.WebSocket = class extends window.WebSocket {
        constructor(...given) {
            super(...given);
            this.addEventListener('message', () => { window.heard += 1; });
        }
    };
"""
# From the click or key until the page has rested for CALM_MS; the time told is the first moment of that rest. A page
# that was told nothing after it did not answer to it; a run may be over before the page has shown that it began.
STOPWATCH = (
    "([calm, stall, patience]) => { const isIdle = "
    + IDLE
    + """;
    window.stopwatch = new Promise((told, failed) => {
        setTimeout(() => failed(new Error('the page did not answer')), patience);
        let clicked = null;
        const started = () => {
            if (clicked !== null) return;
            clicked = performance.now();
            const before = window.heard;
            let since = null, looked = clicked;
            const look = () => {
                const now = performance.now();
                // A page that shows nothing for so long draws meanwhile.
                if (!isIdle() || now - looked > stall) since = null;
                else if (window.heard > before && since === null) since = now;
                looked = now;
                if (since !== null && now - since >= calm) told(since - clicked);
                else requestAnimationFrame(look);
            };
            look();
        };
        for (const way of ['click', 'keydown']) addEventListener(way, started, {capture: true, once: true});
    });
    const charts = () => [...document.querySelectorAll('.js-plotly-plot')].map(
        chart => [[...chart.closest('[class*="st-key-"]').classList].find(name => name.startsWith('st-key-')), chart])
    window.redrawn = 0;
    const before = new Map(charts());
    for (const chart of before.values()) chart.on('plotly_afterplot', () => { window.redrawn += 1; });
    window.remounted = () => charts().filter(([key, chart]) => before.has(key) && before.get(key) !== chart).length;
}"""
)


@dataclass(frozen=True)
class Step:
    """One click and what came of it: milliseconds to idle, charts of the page before that were drawn again."""

    idle_ms: float
    redrawn: int


def timed(page: Page, click: Callable[[], Any]) -> Step:
    """Click and wait until the page rests."""
    idle(page)
    page.evaluate(STOPWATCH, [CALM_MS, STALL_MS, PATIENCE_S * 1000])
    click()
    took: float = page.evaluate("() => window.stopwatch")
    return Step(took, page.evaluate("() => window.redrawn + window.remounted()"))


def _go(page: Page, name: str) -> Callable[[], None]:
    return lambda: page.get_by_test_id("stTopNavLink").filter(has_text=name).first.click()


def main(argv: Sequence[str] | None = None) -> list[Goal]:
    """Click through an open session several times and print medians."""
    parser = argparse.ArgumentParser(prog="python -m bench second_page", description=__doc__)
    parser.add_argument("--times", type=int, default=TIMES)
    times = parser.parse_args(argv).times
    taken: dict[str, list[Step]] = {}

    def note(name: str, step: Step) -> None:
        taken.setdefault(name, []).append(step)

    names = ("Regional coverage", "Milestones", "Contributions", "Into the text", "The sheet", "The road")
    with serve({"ROAD_WORKBOOK": str(REHEARSAL)}) as server, chromium() as browser:
        page = browser.new_page(locale="en-GB", viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        page.set_default_timeout(PATIENCE_S * 1000)
        page.add_init_script(LISTEN)
        page.goto(server.address("/", lang="en"))
        idle(page)
        page.wait_for_timeout(READING_S * 1000)
        for turn in range(times + 1):
            for name in names:
                step = timed(page, _go(page, name))
                # What was never run in a browser is slower the first time.
                note(f"to {name}" if turn else f"to {name}, first time", step)
        for turn in range(times):
            stop = page.get_by_test_id("stPopoverBody").get_by_role("button").nth(turn % 2)
            page.get_by_test_id("stPopover").first.get_by_role("button").click()
            stop.wait_for()
            note("another day on The road", timed(page, stop.click))
            page.keyboard.press("Escape")
        _go(page, "Contributions")()
        idle(page)
        by_name = page.get_by_role("columnheader", name="Contributor").get_by_role("button")
        for _ in range(times):
            note("its table sorted", timed(page, by_name.click))
        page.get_by_test_id("stExpander").locator("summary").first.click()
        idle(page)
        pills = page.get_by_test_id("stExpander").get_by_test_id("stMultiSelect").filter(has_text="Section")
        for _ in range(times):
            pills.locator("input").click()
            option = page.get_by_role("option", name="Africa")
            option.wait_for()
            note(CHANGES[0], timed(page, option.click))
            page.keyboard.press("Escape")
            note(CHANGES[1], timed(page, lambda: pills.locator("input").press("Backspace")))
    print(f"| click, goal {GOAL_MS} ms | median, ms | longest, ms | charts drawn again |\n|---|---:|---:|---:|")
    for name, steps in taken.items():
        durations = [step.idle_ms for step in steps]
        again = max(step.redrawn for step in steps)
        print(f"| {name} | {statistics.median(durations):.0f} | {max(durations):.0f} | {again} |")
    print(f"\nThe first click comes {READING_S} s after the first page has come to rest: it is read.")
    return [
        *(
            Goal(name, statistics.median(step.idle_ms for step in steps), GOAL_MS, "ms")
            for name, steps in taken.items()
        ),
        Goal(
            "charts drawn again though nothing of theirs changed",
            sum(step.redrawn for name, steps in taken.items() if name not in CHANGES for step in steps),
            0,
            "charts",
        ),
    ]


if __name__ == "__main__":
    main()
