"""``python -m bench sizes``: how long reading and each page take, by number of contributions."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.goals import Goal
from bench.workbooks import write_workbook

SIZES = (120, 1_000, 10_000, 100_000)
KINDS = {"again": "a page looked at before", "another_day": "a day nobody looked at before"}
GOALS_MS = {"again": {1_000: 60, 100_000: 150}, "another_day": {1_000: 20, 100_000: 60}}
READING_GOAL_S = 3
ROOT = Path(__file__).parent.parent


def _times(workbook: Path) -> dict[str, Any]:
    """What ``bench.pages`` measures in a process of its own, so that one size is not warm from another."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ROAD_")}
    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.pages"],
        cwd=ROOT,
        env={**environment, "ROAD_WORKBOOK": str(workbook)},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(answer.stdout)


def table(sizes: Sequence[int], measured: Sequence[dict[str, Any]]) -> list[str]:
    """The Markdown table: a row a measure, a column a size, and the growth from the smallest to the largest."""

    def row(label: str, value: Callable[[dict[str, Any]], float], digits: int) -> str:
        values = [value(one) for one in measured]
        growth = f"x {values[-1] / values[0]:.1f}" if values[0] else "–"
        return f"| {label} |" + "".join(f" {number:,.{digits}f} |" for number in values) + f" {growth} |"

    rows = [
        "| contributions |" + "".join(f" {size:,} |" for size in sizes) + f" x {sizes[-1] / sizes[0]:,.0f} |",
        "|---|" + "---:|" * (len(sizes) + 1),
        row("reading the workbook, s", lambda one: one["reading_s"], 2),
    ]
    for name in measured[0]["pages"]:
        rows.append(row(f"`{name}`, ms", lambda one, name=name: one["pages"][name]["again"], 0))
    for name in measured[0]["pages"]:
        rows.append(row(f"`{name}`, new day, ms", lambda one, name=name: one["pages"][name]["another_day"], 0))
    rows.append(row("peak memory after reading, MB", lambda one: one["read_mb"], 0))
    rows.append(row("peak memory after all pages, MB", lambda one: one["peak_mb"], 0))
    return rows


def goals(sizes: Sequence[int], measured: Sequence[dict[str, Any]]) -> list[Goal]:
    """What is wanted of reading and of each page."""
    found = []
    for size, one in zip(sizes, measured, strict=True):
        found.append(Goal(f"reading {size:,} contributions", one["reading_s"], READING_GOAL_S, "s"))
        for kind, bounds in GOALS_MS.items():
            if bound := bounds.get(size):
                slowest, run = max(one["pages"].items(), key=lambda page: page[1][kind])
                found.append(Goal(f"{KINDS[kind]} at {size:,}, slowest (`{slowest}`)", run[kind], bound, "ms"))
    return found


def main(argv: Sequence[str] | None = None) -> list[Goal]:
    """Measure every size and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench sizes", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="N", help="contributions")
    sizes = sorted(parser.parse_args(argv).sizes)
    measured = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            workbook = Path(folder) / f"{size}.xlsx"
            write_workbook(workbook, size)
            measured.append(_times(workbook))
    print("\n".join(table(sizes, measured)))
    print()
    print(
        "Processor time of a page's script, median: of a page that was looked at before; on a new day, one that nobody "
        "looked at before. No two contributions of a workbook are alike."
    )
    return goals(sizes, measured)


if __name__ == "__main__":
    main()
