"""Problems: what reading found wrong, at which cell, and what it costs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """What a problem costs, the most costly first."""

    ROW_LEFT_OUT = "row left out"
    CELL_IGNORED = "cell ignored"
    WARNING = "warning"


class Kind(StrEnum):
    """What is wrong. The words for it, and for its mend, are in ``data/reading/messages.py``."""

    MISSING_WORKSHEET = "missing worksheet"
    REPEATED_WORKSHEET = "repeated worksheet"
    NO_HEADER = "no header"
    MISSING_COLUMN = "missing column"
    REPEATED_HEADER = "repeated header"
    BLANK_HEADER = "blank header"
    READ_AS = "read as"
    UNREAD_COLUMN = "unread column"
    WITHDRAWN = "withdrawn"
    ROW_IN_QUESTION = "row in question"
    MISSING_VALUE = "missing value"
    ERROR_VALUE = "error value"
    UNCALCULATED_FORMULA = "uncalculated formula"
    UNREADABLE_DATE = "unreadable date"
    AMBIGUOUS_DATE = "ambiguous date"
    IMPLAUSIBLE_DATE = "implausible date"
    FUTURE_DATE = "future date"
    DAY_OR_MONTH = "day or month"
    PRECISION_CONFLICT = "precision conflict"
    UNREADABLE_TIME = "unreadable time"
    TIMES_CONFLICT = "times conflict"
    DONE_WITHOUT_A_DAY = "done without a day"
    UNREADABLE_NUMBER = "unreadable number"
    AMBIGUOUS_NUMBER = "ambiguous number"
    UNREADABLE_YES_NO = "unreadable yes or no"
    UNREADABLE_LINK = "unreadable link"
    UNKNOWN_VALUE = "unknown value"
    MORE_THAN_ONE = "more than one value"
    UNKNOWN_SETTING = "unknown setting"
    REPEATED_SETTING = "repeated setting"
    MISSING_ID = "missing id"
    REPEATED_ID = "repeated id"
    DATE_BEFORE_RECEIVED = "date before received"
    DATE_WITHOUT_DECISION = "date without decision"
    DECISION_WITHOUT_DATE = "decision without date"
    DATES_OUT_OF_ORDER = "dates out of order"
    SEVERAL_LAUNCHES = "several launches"
    COLLECTION_AFTER_LAUNCH = "collection ends after the launch"
    DEPENDENCY_CYCLE = "dependency cycle"
    NO_SECTION = "no section"
    TARGET_DIFFERS = "target differs"
    MERGED_CELLS = "merged cells"
    COUNTED_TWICE = "counted twice"


STRUCTURE = frozenset({Kind.MISSING_WORKSHEET, Kind.MISSING_COLUMN, Kind.NO_HEADER})
"""Problems that switch a part of the dashboard off, and so concern every reader."""


@dataclass(frozen=True)
class Problem:
    """One problem, at a cell, a row or a whole worksheet.

    ``worksheet`` is the canonical name (``Contributions``), ``sheet_title`` the tab's own, ``row`` the sheet's own
    number (1-based), ``column`` the canonical name (``received_on``) or the header as typed, ``value`` what was found
    as text, ``nearest`` the nearest known value, ``details`` further words of the message by name.
    """

    worksheet: str
    kind: Kind
    severity: Severity
    row: int | None = None
    column: str | None = None
    column_letter: str | None = None
    value: str | None = None
    nearest: str | None = None
    sheet_title: str | None = None
    gid: int | None = None
    details: Mapping[str, str] = field(default_factory=dict)
