"""Personal keys for what a calendar program or a feed reader fetches: neither can sign in.

A key opens one thing for one person, stands in that address, and is kept as its hash alone. Whoever is taken off the
list of readers takes it along. One SQLite file, which all processes of a site share.
"""

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

FILE_NAME = "subscriptions.sqlite"
BUSY_SECONDS = 5.0
KEY_BYTES = 32
"""Nobody guesses that many; a hash without salt keeps what nobody guesses."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS keys (
    person TEXT NOT NULL,
    purpose TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (person, purpose)
)
"""


class Subscriptions:
    """The keys of all persons: one each for a ``purpose``, such as the path it opens. Persons are addresses."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._path.exists():
            self._path.touch(mode=0o600)
        with closing(sqlite3.connect(self._path, timeout=BUSY_SECONDS)) as database, database:
            database.execute(_SCHEMA)
            yield database

    def make(self, person: str, purpose: str, *, now: datetime) -> str:
        """A new key, told this once; the one before opens nothing any more. Raises ``sqlite3.Error`` or ``OSError``."""
        key = secrets.token_urlsafe(KEY_BYTES)
        with self._opened() as database:
            database.execute(
                "INSERT OR REPLACE INTO keys VALUES (?, ?, ?, ?)", (person, purpose, _hash(key), int(now.timestamp()))
            )
        return key

    def revoke(self, person: str, purpose: str) -> None:
        """Whatever key there is opens nothing any more. Raises ``sqlite3.Error`` or ``OSError``."""
        with self._opened() as database:
            database.execute("DELETE FROM keys WHERE person = ? AND purpose = ?", (person, purpose))

    def made_at(self, person: str, purpose: str) -> datetime | None:
        """When the key that is in force was made (UTC); None without one."""
        found = self._one("SELECT made_at FROM keys WHERE person = ? AND purpose = ?", person, purpose)
        return datetime.fromtimestamp(int(found), UTC) if found is not None else None

    def person_of(self, key: str, purpose: str) -> str:
        """Whose key this is; '' for one that opens nothing here."""
        found = self._one("SELECT person FROM keys WHERE hash = ? AND purpose = ?", _hash(key), purpose)
        return str(found or "")

    def _one(self, query: str, *values: str) -> str | int | None:
        if not self._path.exists():
            return None
        try:
            with self._opened() as database:
                row = database.execute(query, values).fetchone()
        except (sqlite3.Error, OSError):
            # Whatever the file is, it opens nothing.
            return None
        return row[0] if row else None


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
