"""Keys of what cannot sign in: each opens one thing for one person, and nobody reads them out of the file."""

import hashlib
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.subscriptions import Subscriptions

NOW = datetime(2021, 5, 21, 10, 30, tzinfo=UTC)
MAYOR, CLERK = "mayor@example.org", "clerk@example.org"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "subscriptions.sqlite"


@pytest.fixture
def kept(path: Path) -> Subscriptions:
    return Subscriptions(path)


def test_a_key_opens_one_thing_for_one_person(kept: Subscriptions) -> None:
    assert kept.made_at(MAYOR, "/calendar.ics") is None
    key = kept.make(MAYOR, "/calendar.ics", now=NOW)
    other = kept.make(CLERK, "/calendar.ics", now=NOW)
    assert kept.person_of(key, "/calendar.ics") == MAYOR
    assert kept.person_of(other, "/calendar.ics") == CLERK
    assert kept.person_of(key, "/feed.atom") == ""
    assert kept.person_of("", "/calendar.ics") == ""
    assert kept.person_of(key[:-1], "/calendar.ics") == ""
    assert kept.made_at(MAYOR, "/calendar.ics") == NOW


def test_a_new_key_replaces_the_old_one_and_a_revoked_one_opens_nothing(kept: Subscriptions) -> None:
    old = kept.make(MAYOR, "/calendar.ics", now=NOW)
    new = kept.make(MAYOR, "/calendar.ics", now=NOW)
    feed = kept.make(MAYOR, "/feed.atom", now=NOW)
    assert (kept.person_of(old, "/calendar.ics"), kept.person_of(new, "/calendar.ics")) == ("", MAYOR)
    kept.revoke(MAYOR, "/calendar.ics")
    assert kept.person_of(new, "/calendar.ics") == ""
    assert kept.made_at(MAYOR, "/calendar.ics") is None
    assert kept.person_of(feed, "/feed.atom") == MAYOR


def test_the_file_holds_no_key_and_only_its_owner_reads_it(kept: Subscriptions, path: Path) -> None:
    key = kept.make(MAYOR, "/calendar.ics", now=NOW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert key.encode() not in path.read_bytes()
    with closing(sqlite3.connect(path)) as database:
        (row,) = database.execute("SELECT hash FROM keys").fetchall()
    assert row == (hashlib.sha256(key.encode()).hexdigest(),)
    assert kept.person_of(row[0], "/calendar.ics") == ""


def test_another_process_of_the_site_knows_it(kept: Subscriptions, path: Path) -> None:
    key = kept.make(MAYOR, "/calendar.ics", now=NOW)
    assert Subscriptions(path).person_of(key, "/calendar.ics") == MAYOR


def test_a_damaged_file_opens_nothing(kept: Subscriptions, path: Path) -> None:
    key = kept.make(MAYOR, "/calendar.ics", now=NOW)
    path.write_bytes(b"no database" * 100)
    assert kept.person_of(key, "/calendar.ics") == ""
