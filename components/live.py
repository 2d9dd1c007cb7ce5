"""The one living snapshot of this process, shared by every visitor and every route."""

import os
from contextlib import suppress
from functools import cache
from pathlib import Path

from data.config import ConfigError, load_config, open_source
from data.store import Store

ROOT = Path(__file__).parent.parent


@cache
def store() -> Store:
    """The store over the configured source; raises ``data.config.ConfigError`` where the configuration is wrong."""
    config = load_config(os.environ, ROOT / ".streamlit" / "secrets.toml")
    return Store(open_source(config), refresh_seconds=config.refresh_seconds, cache_dir=config.cache_dir)


def warm() -> None:
    """Read the sheet once at start-up; a wrong configuration is for the page to say, not for a crash."""
    with suppress(ConfigError):
        store().state()
