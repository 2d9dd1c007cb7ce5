"""What leaves the screen, without a browser: ``python -m components.publish package``.

Exit status: 0; 2, with one line on standard error, where the source cannot be read or an argument is wrong.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from components.publish.package import package
from data.command_line import Parser, add_source, day, workbook_of
from data.config import ConfigError
from data.figures.days import clamp
from data.languages import LANGUAGES
from data.reading import read
from data.sources import SourceError
from data.store import fingerprint
from data.words import words_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    chosen = _parser().parse_args(arguments)
    try:
        return chosen.run(chosen)
    except (SourceError, ConfigError, OSError) as error:
        print(f"python -m components.publish: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m components.publish", description="What leaves the screen, without a browser.")
    commands = parser.add_subparsers(required=True, metavar="command")
    packing = commands.add_parser("package", help="write all data as a ZIP: tables, figures, their description")
    packing.add_argument("out", type=Path, metavar="OUT.zip")
    packing.set_defaults(run=_package)
    for command in (packing,):
        command.add_argument("--lang", choices=LANGUAGES, default="en", help="of its words")
        command.add_argument("--on", type=day, metavar="DATE", help="the as-of date, such as 2021-05-21")
        add_source(command)
    return parser


def _package(chosen: argparse.Namespace) -> int:
    now, workbook = datetime.now(UTC), workbook_of(chosen)
    road = read(workbook, now=now)
    content = package(
        road,
        on=clamp(road, chosen.on, now=now),
        words=words_of(chosen.lang),
        read_at=now,
        fingerprint=fingerprint(workbook),
    )
    chosen.out.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
