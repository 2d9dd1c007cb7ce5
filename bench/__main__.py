"""``python -m bench``: everything that is measured, as Markdown tables; ``python -m bench NAME`` for one of them."""

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from os import cpu_count
from platform import python_version

from bench import faults, first_answer, hostile, second_page, sizes, visitors

BENCHES: dict[str, tuple[str, Callable[[Sequence[str] | None], None]]] = {
    "sizes": ("Server work", sizes.main),
    "first_answer": ("First answer, cold phone", first_answer.main),
    "second_page": ("Second page and filter", second_page.main),
    "visitors": ("A full Bureau", visitors.main),
    "hostile": ("Strangers who mean harm", lambda _argv: hostile.main()),
    "faults": ("Good days and bad days of the sheet", lambda _argv: faults.main()),
}


def main(argv: Sequence[str]) -> int:
    """Measure what is named, or everything; 2 for a name nobody knows."""
    name, *options = argv or ("",)
    if name and name not in BENCHES:
        print(__doc__, f"Names: {', '.join(BENCHES)}.", sep="\n", file=sys.stderr)
        return 2
    cores = cpu_count()
    print(f"{datetime.now(UTC):%Y-%m-%d}, Python {python_version()}, {cores} cores shared by server and measurer.")
    for one in [name] if name else BENCHES:
        title, measure = BENCHES[one]
        print(f"\n### {title} (`python -m bench {one}`)\n", flush=True)
        measure(options)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
