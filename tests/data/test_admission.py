"""The list of who may look as it stands in its file now; once private, a dashboard stays private."""

import os
from pathlib import Path

import pytest

from data.access import Admitted
from data.admission import LOOK_SECONDS, Admission
from data.config import ConfigError
from tests.data.test_access import AUTH, LIST

KEEPER = {"email": "keeper@example.org", "email_verified": True}
GUEST = {"email": "guest@example.net"}


class Clock:
    """Seconds that pass when they are told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "secrets.toml"
    path.write_text(AUTH + LIST, "utf-8")
    return path


def _write(file: Path, content: str, clock: Clock) -> None:
    before = file.stat().st_mtime_ns
    file.write_text(content, "utf-8")
    os.utime(file, ns=(before + 10**9, before + 10**9))
    clock.now += LOOK_SECONDS


def test_each_is_let_in_as_far_as_the_list_says(file: Path) -> None:
    admission = Admission({}, file)
    assert admission.admitted(KEEPER) is Admitted.SECRETARIAT
    assert admission.admitted(GUEST) is Admitted.READER
    assert admission.admitted({"email": "x@example.net"}) is Admitted.UNLISTED
    assert admission.admitted({**GUEST, "email_verified": False}) is Admitted.UNVERIFIED
    assert admission.admitted({}) is Admitted.STRANGER


def test_without_a_list_everybody_is_let_in_everywhere(tmp_path: Path) -> None:
    admission = Admission({}, tmp_path / "secrets.toml")
    assert admission.admitted({}) is Admitted.SECRETARIAT
    assert admission.access is None


def test_who_is_taken_off_the_list_is_out_at_once_and_who_is_put_on_it_is_in(file: Path, clock: Clock) -> None:
    admission = Admission({}, file, clock)
    _write(file, AUTH + LIST.replace("guest@example.net", "new@example.net"), clock)
    assert admission.admitted(GUEST) is Admitted.UNLISTED
    assert admission.admitted({"email": "new@example.net"}) is Admitted.READER


@pytest.mark.parametrize("content", ["", "[access", AUTH, LIST, AUTH + "[access]\nreaders = ['*']\n"])
def test_a_file_that_says_it_no_more_leaves_the_list_and_a_line_in_the_log(
    file: Path, clock: Clock, caplog: pytest.LogCaptureFixture, content: str
) -> None:
    admission = Admission({}, file, clock)
    _write(file, content, clock)
    assert admission.admitted(GUEST) is Admitted.READER
    assert admission.admitted({}) is Admitted.STRANGER
    assert [record.message[:42] for record in caplog.records] == ["The list of who may look stays as it was b"]
    file.unlink()
    clock.now += LOOK_SECONDS
    assert admission.admitted({}) is Admitted.STRANGER


def test_what_cannot_start_says_so(file: Path) -> None:
    file.write_text(AUTH, "utf-8")
    with pytest.raises(ConfigError):
        Admission({}, file)
