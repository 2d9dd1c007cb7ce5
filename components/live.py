"""The one living snapshot of this process, shared by every visitor and every route."""

import os
from contextlib import suppress
from functools import cache
from pathlib import Path

from data.config import ConfigError, load_config
from data.store import Store, open_store

ROOT = Path(__file__).parent.parent


@cache
def store() -> Store:
    """The store over the configured source; raises ``data.config.ConfigError`` where the configuration is wrong."""
    return open_store(load_config(os.environ, ROOT / ".streamlit" / "secrets.toml"))


def warm() -> None:
    """Read the sheet once at start-up; a wrong configuration is for the page to say, not for a crash."""
    with suppress(ConfigError):
        store().state()
