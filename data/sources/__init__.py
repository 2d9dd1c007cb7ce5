"""Sources: what knows transport and not meaning. Each hands over raw grids of typed cells, or one typed error."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from data.grid import Origin, Workbook


class FailureKind(StrEnum):
    """Why a source gave nothing. The words for a reader are in ``data/sources/messages.py``."""

    MISSING_FILE = "missing file"
    UNREADABLE_FILE = "unreadable file"
    NOT_A_WORKBOOK = "not a workbook"
    OLD_WORKBOOK = "old workbook"
    WRONG_WORKBOOK = "wrong workbook"
    PROTECTED = "protected"
    TOO_LARGE = "too large"
    DAMAGED = "damaged"
    QUOTA = "quota"
    UNAVAILABLE = "unavailable"
    TIMEOUT = "timeout"
    NETWORK = "network"
    AUTH = "auth"
    PERMISSION = "permission"
    API_DISABLED = "api disabled"
    NOT_FOUND = "not found"
    NOT_A_SPREADSHEET = "not a spreadsheet"
    BAD_REQUEST = "bad request"
    BAD_ANSWER = "bad answer"
    NO_SNAPSHOT = "no snapshot"
    UNEXPECTED = "unexpected"


class SourceError(Exception):
    """A source that could not be read.

    ``str()`` is one plain English line for a log, never with a key, a token or a query in it. ``status`` is the HTTP
    status where there was an answer, ``retry_after_seconds`` what that answer asked for.
    """

    def __init__(
        self, kind: FailureKind, message: str, *, status: int | None = None, retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(" ".join(message.split()))
        self.kind = kind
        self.status = status
        self.retry_after_seconds = retry_after_seconds


class Source(Protocol):
    """Where the sheet lives."""

    @property
    def origin(self) -> Origin:
        """What the source is called, known before anything is read."""
        ...

    def read(self) -> Workbook:
        """All worksheets as they are now; raises ``SourceError``."""
        ...


def wrong_workbook(titles: Sequence[str]) -> SourceError:
    """The error of a workbook that has none of our worksheets; its line ends with what it has, for the reader."""
    shown = [title[:40] for title in titles[:6]] + (["…"] if len(titles) > 6 else [])
    return SourceError(FailureKind.WRONG_WORKBOOK, "the workbook has no worksheet of ours: " + ", ".join(shown))
