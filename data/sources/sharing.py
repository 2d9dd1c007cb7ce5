"""One asking of a source, or of what another process has just kept of it: Google is asked once, however many look."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from filelock import FileLock

from data.grid import Origin, Workbook
from data.sources import FailureKind, Source, SourceError
from data.sources.kept import DamagedError, Kept, KeptFailure, Status

GOOGLE_API = "https://sheets.googleapis.com"
FOLLOWED_SECONDS_MAX = 300.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What an asking gave.

    ``workbook`` None means that what this process has still holds, as of ``read_at`` (UTC). ``failure`` is what another
    process met. ``damaged``: a kept reading was set aside; ``unkept``: this one could not be kept.
    """

    workbook: Workbook | None
    read_at: datetime | None
    failure: KeptFailure | None = None
    damaged: bool = False
    unkept: bool = False


class FollowedSource:
    """A spreadsheet that another process reads: this one lives from what is kept and never asks Google."""

    def __init__(self, spreadsheet: str) -> None:
        self.spreadsheet = spreadsheet

    @property
    def origin(self) -> Origin:
        """The spreadsheet's address; its title is known once something is kept."""
        return Origin("google", "Google Sheets", spreadsheet_address(self.spreadsheet))

    def read(self) -> Workbook:
        """Never gives anything by itself; raises ``SourceError``."""
        raise SourceError(FailureKind.NO_SNAPSHOT, "the process that reads the spreadsheet has not kept anything yet")


def spreadsheet_address(spreadsheet: str) -> str:
    """The address of a spreadsheet in the browser."""
    return f"https://docs.google.com/spreadsheets/d/{spreadsheet}/edit"


def ask(source: Source, kept: Kept | None, *, now: datetime, fresh_seconds: float) -> Answer:
    """The sheet as it is now. Raises ``SourceError``.

    Where another process asked less than ``fresh_seconds`` before ``now``, or is asking, its result is this one's.
    """
    if kept is None:
        return Answer(source.read(), now)
    if isinstance(source, FollowedSource):
        kept.want()
        return _followed(source, kept, now)
    status = kept.status()
    if status and status.asked_at != kept.own_asked_at and _age(status, now) < fresh_seconds:
        answer = _adopted(kept, status)
        if answer is not None:
            return answer
    with kept.alone() as turn:
        if turn is None:
            answer = _adopted(kept, status) if status else None
            if answer is None:
                raise SourceError(FailureKind.NO_SNAPSHOT, "another process is reading the spreadsheet just now")
            return answer
        return _asked(source, kept, turn, now)


def _age(status: Status, now: datetime) -> float:
    age_seconds = (now - status.asked_at).total_seconds()
    return age_seconds if age_seconds >= 0 else float("inf")


def _asked(source: Source, kept: Kept, turn: FileLock, now: datetime) -> Answer:
    workbook = source.read()
    if not kept.has_turn(turn):
        # Given up meanwhile: what came late must not stand over what came since.
        return Answer(workbook, now)
    try:
        kept.keep(workbook, now)
    except OSError as error:
        _log.warning("the reading could not be kept on disk: %s", error.strerror)
        return Answer(workbook, now, unkept=True)
    return Answer(workbook, now)


def _adopted(kept: Kept, status: Status) -> Answer | None:
    """What another process kept; None where that is nothing."""
    if status.checksum is not None and status.checksum == kept.known:
        return Answer(None, status.good_at, status.failure)
    damaged = False
    try:
        loaded = kept.load()
    except DamagedError:
        loaded, damaged = None, True
    if loaded is None and status.failure is None:
        return None
    workbook, read_at = loaded or (None, None)
    return Answer(workbook, read_at, status.failure, damaged=damaged)


def _followed(source: FollowedSource, kept: Kept, now: datetime) -> Answer:
    status = kept.status()
    answer = _adopted(kept, status) if status else None
    if status is None or answer is None:
        return Answer(source.read(), now)
    if answer.failure is None and now - status.asked_at > timedelta(seconds=FOLLOWED_SECONDS_MAX):
        message = "the process that reads the spreadsheet has stopped asking for it"
        return Answer(answer.workbook, answer.read_at, KeptFailure(FailureKind.NO_SNAPSHOT, status.asked_at, message))
    return answer
