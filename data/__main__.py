"""The sheet and its figures without a browser: ``python -m data figures``, ``problems``, ``history``, ``template``,
``decidim``, ``consul``, ``forms``.

Exit status: 0; 1 where ``problems`` found a row left out or a cell ignored; 2, with one line on standard error, where
the source cannot be read or an argument is wrong.
"""

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.command_line import Parser, add_source, config_of, day, workbook_of
from data.config import ConfigError
from data.exports.template import write_template
from data.figures.days import clamp
from data.figures.summary import figures
from data.languages import LANGUAGES
from data.messages.problems import message
from data.problems import Problem, Severity
from data.reading import read
from data.sources import SourceError
from data.words import Words, words_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    chosen = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # JSON is UTF-8 wherever it is printed, and a stray half of a character must not stop it.
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        return chosen.run(chosen)
    except (SourceError, ConfigError) as error:
        return _refuse(str(error))


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m data", description="The sheet and its figures without a browser.")
    commands = parser.add_subparsers(required=True, metavar="command")
    counting = commands.add_parser("figures", help="print every figure as JSON")
    counting.add_argument("--on", type=day, metavar="DATE", help="the as-of date, such as 2021-05-21")
    counting.set_defaults(run=_figures)
    finding = commands.add_parser("problems", help="print every problem of the sheet as JSON")
    finding.add_argument("--language", choices=LANGUAGES, default="en", help="of the messages")
    finding.set_defaults(run=_problems)
    remembering = commands.add_parser("history", help="print what was changed in the sheet; import, export, forget")
    remembering.add_argument("action", choices=("show", "import", "export", "forget"), nargs="?", default="show")
    remembering.add_argument(
        "names", nargs="*", metavar="FOLDER or ID", help="a folder to import from or export to; ids"
    )
    remembering.add_argument("--since", type=day, metavar="DATE", help="only what was changed after this day")
    remembering.add_argument("--json", action="store_true", help="as JSON")
    remembering.add_argument("--language", choices=LANGUAGES, default="en", help="of the sentences")
    remembering.set_defaults(run=_history)
    for command in (counting, finding, remembering):
        add_source(command)
    template = commands.add_parser("template", help="write an empty workbook to fill in")
    template.add_argument("out", type=Path, metavar="OUT.xlsx")
    template.add_argument("--language", choices=LANGUAGES, default="en", help="of the headers")
    template.set_defaults(run=_template)
    for tool in ("decidim", "consul", "forms"):
        bringing = commands.add_parser(tool, help="write exports of that tool as one worksheet to paste or tie")
        bringing.add_argument("exports", nargs="+", type=Path, metavar="EXPORT", help="a .csv, .xlsx or .ods file")
        bringing.add_argument("out", type=Path, metavar="OUT.xlsx", help="a workbook that is not there yet")
        bringing.set_defaults(run=_bring, tool=tool)
    return parser


def _bring(chosen: argparse.Namespace) -> int:
    # Imported here: no other command needs it.
    from data import import_command

    try:
        content, n = import_command.written(chosen.tool, chosen.exports)
        with chosen.out.open("xb") as out:
            out.write(content)
    except FileExistsError:
        return _refuse(f"{chosen.out} is there already, and no workbook is changed; name another one")
    except ValueError as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"{chosen.out} cannot be written: {error.strerror}")
    title = import_command.TITLES[chosen.tool]
    print(f"{n} rows in the worksheet {title} of {chosen.out}; paste them into Contributions, or tie it in Columns")
    return 0


def _figures(chosen: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    road = read(workbook_of(chosen), now=now)
    _print(figures(road, on=clamp(road, chosen.on, now=now)))
    return 0


def _problems(chosen: argparse.Namespace) -> int:
    road = read(workbook_of(chosen), now=datetime.now(UTC))
    words = words_of(chosen.language, road.own_words)
    _print([_problem(problem, words) for problem in road.problems])
    return 1 if any(problem.severity != Severity.WARNING for problem in road.problems) else 0


def _problem(problem: Problem, words: Words) -> dict[str, Any]:
    return {
        "worksheet": problem.worksheet,
        "row": problem.row,
        "column_letter": problem.column_letter,
        "column": problem.column,
        "value": problem.value,
        "kind": problem.kind.value,
        "severity": problem.severity.value,
        "nearest": problem.nearest,
        "message": message(problem, words),
    }


def _template(chosen: argparse.Namespace) -> int:
    # Made in memory first: a path that cannot be written leaves no half of a workbook behind.
    written = io.BytesIO()
    write_template(written, chosen.language)
    try:
        chosen.out.write_bytes(written.getvalue())
    except OSError as error:
        return _refuse(f"{chosen.out} cannot be written: {error.strerror}")
    return 0


def _history(chosen: argparse.Namespace) -> int:
    # Imported here: only this command needs what writes workbooks and keeps history.
    from data import history_command
    from data.store import record_of

    config = config_of(chosen)
    record = record_of(config)
    try:
        match chosen.action, chosen.names:
            case "show", []:
                road = read(workbook_of(chosen), now=datetime.now(UTC))
                words = words_of(chosen.language, road.own_words)
                told = history_command.told(record, road, since=chosen.since, as_json=chosen.json, words=words)
                print(told, end="")
            case "import", [folder]:
                print(f"{history_command.brought_in(record, Path(folder))} readings imported")
            case "export", [folder]:
                print(f"{history_command.taken_out(record, Path(folder))} readings exported")
            case "forget", [_, *_]:
                held = history_command.forgotten(record, chosen.names)
                print(f"taken out of {held} kept readings; take the row out of the sheet too, or it comes back")
            case _:
                return _refuse("history takes a folder to import from or export to, or ids to forget")
    except (ValueError, OSError) as error:
        return _refuse(str(error))
    return 0


def _print(content: object) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False))


def _refuse(why: str) -> int:
    print(f"python -m data: {why}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has seen enough (``| head``); Python would complain once more when it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status)
