"""What the command lines have in common: which sheet is read, how a day is written, how a wrong argument is told."""

import argparse
import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from data.config import SECRETS, Config, load_config, open_source, refuse_unknown, spreadsheet_key
from data.grid import Workbook
from data.sources.file import read_file


class Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def day(text: str) -> date:
    """A day typed as 2021-05-21."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2021-05-21") from None


def add_source(command: argparse.ArgumentParser) -> None:
    """The arguments that name another sheet than the configured one."""
    source = command.add_mutually_exclusive_group()
    source.add_argument("--workbook", type=Path, metavar="FILE", help="an .xlsx file")
    source.add_argument("--spreadsheet", metavar="KEY", help="a Google spreadsheet, its key or its address")


def workbook_of(chosen: argparse.Namespace) -> Workbook:
    """The sheet that the arguments of ``add_source`` name, else the configured one, read now.

    Raises ``ConfigError`` or ``SourceError``.
    """
    if chosen.workbook is not None:
        return read_file(chosen.workbook)
    return open_source(config_of(chosen)).read()


def config_of(chosen: argparse.Namespace) -> Config:
    """The configuration of that sheet; a spreadsheet has the key and the address of the configured one."""
    if chosen.workbook is not None:
        refuse_unknown(os.environ)
        return Config(workbook=chosen.workbook)
    if chosen.spreadsheet is None:
        return load_config(os.environ, SECRETS)
    key = spreadsheet_key(chosen.spreadsheet, "--spreadsheet")
    # Asked for by name, it is read here and now, even where the app follows what another process reads.
    environ = {name: value for name, value in os.environ.items() if name not in {"ROAD_WORKBOOK", "ROAD_SPREADSHEET"}}
    environ["ROAD_READER"] = "yes"
    if not environ.get("ROAD_SERVICE_ACCOUNT", "").strip():
        environ.pop("ROAD_API_BASE", None)
        configured = load_config(environ, SECRETS)
        if configured.spreadsheet:
            return replace(configured, spreadsheet=key)
    return load_config({**environ, "ROAD_SPREADSHEET": key}, SECRETS)
