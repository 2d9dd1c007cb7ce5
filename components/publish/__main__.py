"""What leaves the screen, without a browser: ``python -m components.publish package``, ``digest``, ``letters``,
``slides``.

Exit status: 0; 1 where a mail could not be sent; 2, with one line on standard error, where the source cannot be read
or an argument is wrong.
"""

import argparse
import os
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import unquote

from components.publish.digest import as_html, as_text
from components.publish.editions import Editor
from components.publish.letters.content import letters
from components.publish.package import package
from components.publish.post import Ledger, Outcome, deliver, masked
from components.words.labels import DIMENSION_NAMES
from data import command_line
from data.command_line import Parser, add_source, config_of, day, workbook_of
from data.config import (
    CACHE_DIR,
    Config,
    ConfigError,
    ConfigProblem,
    is_mail_address,
    load_mail,
    load_site,
    open_source,
)
from data.figures.days import clamp
from data.figures.selection import PARAMETERS, STAGE_CHOICES, Selection, is_choice
from data.history.record import SeenChange
from data.languages import LANGUAGES
from data.reading import read
from data.reading.readers import ROLES, Reader, choose_readers, readers_of
from data.road import Road
from data.sources import SourceError
from data.sources.sharing import FollowedSource
from data.store import fingerprint, record_of
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
    telling = commands.add_parser("digest", help="print the digest, write it as files, or send it to its readers")
    telling.add_argument("--for", dest="role", choices=ROLES.labels, default="bureau", help="whose digest")
    telling.add_argument("--section", metavar="CODE", default="", help="of one section, such as AFR")
    telling.add_argument("--since", type=_since, metavar="7d|DATE", help="what happened after this day")
    telling.add_argument("--send", action="store_true", help="send it: to ROAD_MAIL_TO, and to the worksheet Readers")
    telling.add_argument("--dry-run", type=Path, metavar="FOLDER", help="write the mails as files instead")
    telling.add_argument("--always", action="store_true", help="also where nothing is new")
    telling.set_defaults(run=_digest)
    writing = commands.add_parser("letters", help="write what became of its words to each contributor, as PDF files")
    writing.add_argument("--out", type=Path, metavar="FOLDER", required=True)
    only = writing.add_argument_group(
        "filters",
        "As the page Contributions has them, by the same names: only to those who sent a contribution of one of these "
        "codes, commas between them, - for those without one.",
    )
    for dimension, name in PARAMETERS.items():
        such = ", ".join(STAGE_CHOICES) if dimension == "stage" else DIMENSION_NAMES[dimension]
        only.add_argument(f"--{name}", dest=dimension, metavar="CODES", type=_codes, default=(), help=such)
    only.add_argument("--text", default="", help="a name, a country, an id")
    writing.set_defaults(run=_letters)
    projecting = commands.add_parser("slides", help="write the slides, to project and to change")
    projecting.add_argument("out", type=Path, metavar="OUT.pptx")
    projecting.set_defaults(run=_slides)
    for command in (packing, telling, writing, projecting):
        command.add_argument(
            "--lang", choices=LANGUAGES, default="en", help="of its words; of letters to whom no other of ours is known"
        )
        command.add_argument("--on", type=day, metavar="DATE", help="the as-of date, such as 2021-05-21")
        add_source(command)
    return parser


def _since(text: str) -> int | date:
    """Days before D, or a day."""
    if text.endswith("d") and text[:-1].isdecimal():
        return int(text[:-1])
    return day(text)


def _digest(chosen: argparse.Namespace) -> int:
    config, now = config_of(chosen), datetime.now(UTC)
    road = read(open_source(config).read(), now=now)
    on = clamp(road, chosen.on, now=now)
    address = load_site(os.environ, command_line.SECRETS).address
    _check_section(road, chosen.section)
    if chosen.send and not address:
        raise ConfigError(ConfigProblem.BAD_VALUE, "ROAD_ADDRESS", "mail without it would lead nowhere; set it")
    asked = Reader("", role=chosen.role, section=chosen.section, language=chosen.lang)
    editor = Editor(road, on, now, address or "", chosen.since, chosen.always, _seen_changes(config))
    if not chosen.send and chosen.dry_run is None:
        print(as_text(editor.told(asked, None)), end="")
        return 0
    mail = load_mail(os.environ, command_line.SECRETS) if chosen.send else None
    to = mail.to if mail else ()
    readers = [*(replace(asked, address=one) for one in to), *_listed_readers(config)]
    if chosen.dry_run is not None:
        return _written(chosen.dry_run, editor, readers or [asked])
    assert mail is not None
    today = now.astimezone(road.settings.timezone).date()
    ledger = Ledger((config.history_dir or CACHE_DIR) / "digest.sqlite")
    outcomes = deliver(
        [reader for reader in readers if is_mail_address(reader.address)],
        lambda reader, last: editor.mail(reader, last, mail.sender, today),
        mail,
        ledger,
        now=now,
        today=today,
        always=chosen.always,
    )
    for reader in readers:
        if not is_mail_address(reader.address):
            outcomes.append(Outcome(reader, "failed", "no mail address"))
    for outcome in outcomes:
        place = f"Readers, row {outcome.reader.row}: " if outcome.reader.row else ""
        print(f"{place}{masked(outcome.reader.address)}: {outcome.result}{outcome.why and ', '}{outcome.why}")
    return 1 if any(outcome.result == "failed" for outcome in outcomes) else 0


def _listed_readers(config: Config) -> list[Reader]:
    """Those of the private worksheet Readers, fetched here and nowhere else."""
    source = open_source(config, choose_readers)
    return [] if isinstance(source, FollowedSource) else readers_of(source.read())


def _seen_changes(config: Config) -> list[SeenChange]:
    try:
        return record_of(config).changes()
    except (OSError, sqlite3.Error) as error:
        print(f"python -m components.publish: no history is told: {type(error).__name__}", file=sys.stderr)
        return []


def _written(folder: Path, editor: Editor, readers: Sequence[Reader]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for number, reader in enumerate(readers, start=1):
        told = editor.told(reader, None)
        name = "-".join(filter(None, ("digest", reader.role, editor.section_of(reader), reader.language, str(number))))
        (folder / f"{name}.txt").write_text(as_text(told), encoding="utf-8", errors="replace")
        (folder / f"{name}.html").write_text(as_html(told), encoding="utf-8", errors="replace")
        print(folder / f"{name}.html")
    return 0


def _letters(chosen: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    road = read(workbook_of(chosen), now=now)
    of = _selection(road, chosen)
    chosen.out.mkdir(parents=True, exist_ok=True)
    on, n = clamp(road, chosen.on, now=now), 0
    for name, content in letters(road, on=on, otherwise=chosen.lang, read_at=now, of=of):
        (chosen.out / name).write_bytes(content)
        n += 1
    print(f"{n} letters in {chosen.out}")
    return 0


def _codes(text: str) -> tuple[str, ...]:
    """Codes as an address has them, with commas between."""
    return tuple(unquote(code.strip()) for code in text.split(",") if code.strip())


def _selection(road: Road, chosen: argparse.Namespace) -> Selection:
    codes = {dimension: getattr(chosen, dimension) for dimension in PARAMETERS}
    for dimension, named in codes.items():
        for code in named:
            if not is_choice(road, dimension, code):
                message = f"the sheet has nothing to filter by that is called {code!r}"
                raise ConfigError(ConfigProblem.BAD_VALUE, f"--{PARAMETERS[dimension]}", message)
    return Selection(text=chosen.text, **codes)


def _slides(chosen: argparse.Namespace) -> int:
    # Imported here: only this command waits for what writes presentations.
    from components.publish.slides import slides

    now = datetime.now(UTC)
    road = read(workbook_of(chosen), now=now)
    on = clamp(road, chosen.on, now=now)
    chosen.out.write_bytes(slides(road, on=on, words=words_of(chosen.lang, road.own_words), read_at=now))
    return 0


def _check_section(road: Road, code: str) -> None:
    if code and code not in set(road.sections["code"]):
        raise ConfigError(ConfigProblem.BAD_VALUE, "--section", "no section of the sheet has this code")


def _package(chosen: argparse.Namespace) -> int:
    now, workbook = datetime.now(UTC), workbook_of(chosen)
    road = read(workbook, now=now)
    content = package(
        road,
        on=clamp(road, chosen.on, now=now),
        words=words_of(chosen.lang, road.own_words),
        read_at=now,
        fingerprint=fingerprint(workbook),
    )
    chosen.out.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
