"""What the start says in one line: what is shown, where, in which languages, and who may see it."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from data.config import LOOPBACK_NAMES, ROOT, SAMPLE, Config, ConfigError, Site, load_config
from data.languages import LANGUAGES, SOURCE
from data.messages.network import shown_title

EVERYONE = "everyone"


def started(environ: Mapping[str, str], secrets_file: Path, site: Site, *, access: str = EVERYONE) -> str:
    """The line; where the configuration is wrong it says how. No key or part of one is in it."""
    try:
        config = load_config(environ, secrets_file)
    except ConfigError as error:
        return f"The dashboard runs and shows an error. {error}"
    said = {
        "source": _source(config),
        "address": " ".join(filter(None, (site.address, *_further(site)))) or "any",
        "languages": ", ".join(LANGUAGES),
        "history": _kept_in(config.history_dir),
        "access": access,
    }
    return " · ".join((shown_title(SOURCE), *(f"{name}: {value}" for name, value in said.items())))


def _source(config: Config) -> str:
    if config.spreadsheet:
        return f"spreadsheet {config.spreadsheet}, {'read here' if config.reader else 'followed'}"
    return "the sample" if config.workbook == SAMPLE else str(config.workbook)


def _further(site: Site) -> tuple[str, ...]:
    own = urlsplit(site.address or "").hostname
    return tuple(host for host in site.hosts if host not in (own, *LOOPBACK_NAMES))


def _kept_in(folder: Path | None) -> str:
    """Where the history is kept, below the project's folder as seen from there; "none" where nothing can be written."""
    if folder is None:
        return "none"
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not os.access(there, os.W_OK):
        return f"none, {folder} cannot be written"
    return str(folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder)
