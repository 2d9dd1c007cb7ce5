"""Who may look at this process's figures now: the list as it stands in the file, whoever was let in before."""

import logging
import os
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from data.access import Access, Admitted, verified_address
from data.config import SECRETS, ConfigError, load_access, load_config
from data.subscriptions import FILE_NAME, Subscriptions

LOOK_SECONDS = 1.0
"""How often at most the file is looked at."""

_log = logging.getLogger(__name__)


class Admission:
    """The list of who may look, read anew when its file changes. Raises ``ConfigError`` where it cannot start.

    Once private, it stays private: a file that a change made unusable leaves the list as it was, and the log says so.
    """

    def __init__(
        self, environ: Mapping[str, str], secrets_file: Path, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._environ = dict(environ)
        self._file = secrets_file
        self._clock = clock
        self._version = self._file_version()
        self._looked_at = clock()
        self._access = load_access(self._environ, secrets_file)

    @property
    def access(self) -> Access | None:
        """Who may look; None where everybody may."""
        if self._access is not None and self._clock() - self._looked_at >= LOOK_SECONDS:
            self._looked_at = self._clock()
            version = self._file_version()
            if version != self._version:
                self._version = version
                self._access = self._anew() or self._access
        return self._access

    def admitted(self, claims: Mapping[str, object]) -> Admitted:
        """How far somebody of these ``claims`` is let in; without a list, everybody everywhere."""
        access = self.access
        if access is None:
            return Admitted.SECRETARIAT
        if not claims:
            return Admitted.STRANGER
        address = verified_address(claims)
        return access.admitted(address) if address else Admitted.UNVERIFIED

    def _anew(self) -> Access | None:
        try:
            access = load_access(self._environ, self._file)
        except ConfigError as error:
            _log.error("The list of who may look stays as it was before. %s", error)
            return None
        if access is None:
            _log.error("The list of who may look stays as it was before: a restart opens the dashboard to all.")
        return access

    def _file_version(self) -> tuple[int, int, int] | None:
        try:
            stat = self._file.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size, stat.st_ino


@cache
def shared_admission() -> Admission:
    """That of this process; raises ``ConfigError``."""
    return Admission(os.environ, SECRETS)


@cache
def shared_subscriptions() -> Subscriptions:
    """The keys of this site, beside what is kept of its sheet; raises ``ConfigError``."""
    folder = load_config(os.environ, SECRETS).history_dir
    assert folder is not None, "a configured source has a folder"
    return Subscriptions(folder / FILE_NAME)
