"""``python -m bench``: a Markdown table of how long reading and each page take, by number of contributions.

``python -m bench faults``: what the sheet is asked and what visitors see, on good days and on bad ones.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import faults
from bench.workbooks import write_workbook

SIZES = (120, 1_000, 10_000, 100_000)
ROOT = Path(__file__).parent.parent


def _times(workbook: Path) -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ROAD_")}
    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.pages"],
        cwd=ROOT,
        env={**environment, "ROAD_WORKBOOK": str(workbook)},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(answer.stdout)


def main() -> None:
    """Measure every size and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("sizes", "faults"), default="sizes")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="N", help="contributions")
    arguments = parser.parse_args()
    if arguments.what == "faults":
        faults.main()
        return
    sizes = arguments.sizes
    measured = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            workbook = Path(folder) / f"{size}.xlsx"
            write_workbook(workbook, size)
            measured.append(_times(workbook))
    print("| contributions |" + "".join(f" {size:,} |" for size in sizes))
    print("|---|" + "---:|" * len(sizes))
    print("| reading the workbook, s |" + "".join(f" {one['reading_s']:.2f} |" for one in measured))
    for name in measured[0]["pages"]:
        runs = [one["pages"][name] for one in measured]
        print(f"| page `{name}`, ms |" + "".join(f" {run['again']:.0f} ({run['another_day']:.0f}) |" for run in runs))
    print()
    print("Median script run of a page looked at again; in brackets, on a day that nobody looked at before.")


if __name__ == "__main__":
    main()
