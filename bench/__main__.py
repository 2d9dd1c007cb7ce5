"""``python -m bench``: all that is measured, written to docs/speed.md; ``python -m bench NAME`` prints one of them."""

import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from os import cpu_count
from pathlib import Path
from platform import python_version

from bench import faults, first_answer, hostile, open_pages, refresh, second_page, sizes, visitors
from bench.goals import Goal, goals_table

Bench = Callable[[Sequence[str] | None], list[Goal]]

BENCHES: dict[str, tuple[str, Bench]] = {
    "sizes": ("Server work", sizes.main),
    "refresh": ("A large spreadsheet, read again", refresh.main),
    "first_answer": ("First answer, cold phone", first_answer.main),
    "second_page": ("Second page and filter", second_page.main),
    "visitors": ("A full Bureau", visitors.main),
    "open_pages": ("Pages that stay open", open_pages.main),
    "hostile": ("Strangers who mean harm", lambda _argv: hostile.main()),
    "faults": ("Good days and bad days of the sheet", lambda _argv: faults.main()),
}
SPEED = Path(__file__).parent.parent / "docs" / "speed.md"


def _measured(name: str, options: Sequence[str]) -> tuple[str, list[Goal]]:
    """What one bench prints, and its goals."""
    title, measure = BENCHES[name]
    with redirect_stdout(StringIO()) as printed:
        goals = measure(options)
    return f"## {title} (`python -m bench {name}`)\n\n{printed.getvalue().strip()}\n", goals


def main(argv: Sequence[str]) -> int:
    """Measure what is named and print it, or everything and write it; 2 for a name nobody knows."""
    name, *options = argv or ("",)
    if name and name not in BENCHES:
        print(__doc__, f"Names: {', '.join(BENCHES)}.", sep="\n", file=sys.stderr)
        return 2
    where = (
        f"{datetime.now(UTC):%Y-%m-%d}, Python {python_version()}, {cpu_count()} cores shared by server and measurer."
    )
    print(where, flush=True)
    parts, goals = [], []
    for one in [name] if name else BENCHES:
        part, wanted = _measured(one, options)
        print(f"\n{part}\n{goals_table(wanted)}", flush=True)
        parts.append(part)
        goals += wanted
    if not name:
        met = sum(goal.met for goal in goals)
        head = (
            f"# How long it takes\n\nWhat one `make bench` measured: {where}\n\n{met} of {len(goals)} goals are met.\n"
        )
        SPEED.write_text("\n".join([head, goals_table(goals) + "\n", *parts]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
