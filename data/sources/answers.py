"""What the Sheets API answers, as raw grids or as one typed error. Pure: knows shapes, makes no request."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from openpyxl.utils import get_column_letter

from data.grid import Cell, CellError
from data.memory import Memory
from data.sources import FailureKind, SourceError

METADATA_FIELDS = (
    "spreadsheetId,properties(title,locale,timeZone),"
    "sheets(properties(sheetId,title,index,sheetType,hidden),merges,"
    "data(startRow,rowMetadata(hiddenByFilter,hiddenByUser)))"
)
LINK_FIELDS = (
    "sheets(properties(sheetId),data(startRow,startColumn,rowData(values(hyperlink,textFormatRuns(format(link))))))"
)
ERROR_CODES = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#ERROR!", "Loading...")
CELLS_MAX = 5_000_000

_ERROR = re.compile(rf"({'|'.join(re.escape(code) for code in ERROR_CODES)})(?: \(.*\))?", re.DOTALL)
_RANGE_START = re.compile(r"(?:^|!)A1(?::|$)")


@dataclass(frozen=True)
class Tab:
    """One worksheet of a spreadsheet as its metadata gives it; rows are 1-based, merges A1 ranges."""

    gid: int
    title: str
    hidden: bool
    merged: tuple[str, ...]
    hidden_rows: frozenset[int]


@dataclass(frozen=True)
class Metadata:
    """What a spreadsheet says of itself, without its cells. ``tabs`` in their order."""

    title: str
    locale: str | None
    timezone: str | None
    tabs: tuple[Tab, ...]


def refuse_constant(name: str) -> NoReturn:
    """Raise ``ValueError``: Python reads more than JSON is."""
    raise ValueError(f"{name} is not JSON")


def parsed(body: bytes, constant: Callable[[str], Any] = refuse_constant) -> dict[str, Any]:
    """The JSON object of a good answer; raises ``SourceError`` for anything else."""
    try:
        content = json.loads(body, parse_constant=constant)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise no_answer()
    return content


def no_answer() -> SourceError:
    """The typed error for what is no JSON object."""
    return _bad_answer("what came back is not an answer of the Sheets API")


def metadata_of(answer: dict[str, Any]) -> Metadata:
    """The metadata in an answer to ``spreadsheets.get`` with ``METADATA_FIELDS``; raises ``SourceError``."""
    try:
        properties = answer["properties"]
        found = sorted(answer["sheets"], key=lambda sheet: sheet["properties"].get("index", 0))
        grids = [sheet for sheet in found if sheet["properties"].get("sheetType", "GRID") == "GRID"]
        return Metadata(
            str(properties["title"]),
            properties.get("locale"),
            properties.get("timeZone"),
            tuple(_tab(sheet) for sheet in grids),
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        raise _bad_answer("the description of the spreadsheet has another shape than expected") from None


def _tab(sheet: dict[str, Any]) -> Tab:
    properties = sheet["properties"]
    hidden_rows = {
        data.get("startRow", 0) + place
        for data in sheet.get("data", ())
        for place, row in enumerate(data.get("rowMetadata", ()), 1)
        if row.get("hiddenByUser") or row.get("hiddenByFilter")
    }
    return Tab(
        int(properties.get("sheetId", 0)),
        str(properties["title"]),
        bool(properties.get("hidden", False)),
        tuple(_range(merge) for merge in sheet.get("merges", ())),
        frozenset(hidden_rows),
    )


def _range(merge: dict[str, Any]) -> str:
    first = f"{get_column_letter(merge.get('startColumnIndex', 0) + 1)}{merge.get('startRowIndex', 0) + 1}"
    return f"{first}:{get_column_letter(merge['endColumnIndex'])}{merge['endRowIndex']}"


def rows_of(answer: dict[str, Any], memories: Sequence[Memory]) -> list[list[list[Cell]]]:
    """The rows of each range in an answer to ``values.batchGet``, one a memory; raises ``SourceError``."""
    ranges = answer.get("valueRanges", [])
    if not isinstance(ranges, list) or len(ranges) != len(memories):
        raise _bad_answer("the answer holds another number of worksheets than asked for")
    try:
        if not all(_RANGE_START.search(found["range"]) for found in ranges):
            raise _bad_answer("a worksheet does not begin at its first cell")
        values = [found.get("values", []) for found in ranges]
        if not all(isinstance(rows, list) and all(isinstance(row, list) for row in rows) for rows in values):
            raise _bad_answer("the cells have another shape than expected")
        if sum(len(row) for rows in values for row in rows) > CELLS_MAX:
            raise SourceError(FailureKind.TOO_LARGE, f"the spreadsheet has more than {CELLS_MAX} cells")
        return [_trimmed(memory.of_each("row", rows, _row)) for memory, rows in zip(memories, values, strict=True)]
    except (KeyError, TypeError, AttributeError):
        raise _bad_answer("the cells have another shape than expected") from None


def links_of(answer: dict[str, Any]) -> dict[tuple[int, int, int], str]:
    """The web address behind a cell by (worksheet's id, row, column), both 1-based, in an answer to
    ``spreadsheets.get`` with ``LINK_FIELDS``; raises ``SourceError``. Of several in one cell the first counts."""
    try:
        return {
            (sheet["properties"].get("sheetId", 0), row_number, column_number): address
            for sheet in answer.get("sheets", ())
            for data in sheet.get("data", ())
            for row_number, row in enumerate(data.get("rowData", ()), data.get("startRow", 0) + 1)
            for column_number, cell in enumerate(row.get("values", ()), data.get("startColumn", 0) + 1)
            if (address := _address_behind(cell)) is not None
        }
    except (KeyError, TypeError, AttributeError):
        raise _bad_answer("the links of the cells have another shape than expected") from None


def _address_behind(cell: dict[str, Any]) -> str | None:
    runs = (run.get("format", {}).get("link", {}).get("uri") for run in cell.get("textFormatRuns", ()))
    found = (address for address in (cell.get("hyperlink"), *runs) if is_address(address))
    return next(found, None)


def is_address(value: object) -> bool:
    """Whether a cell's text, or what is behind it, is a web address."""
    return isinstance(value, str) and value.strip().lower().startswith(("http://", "https://"))


def _row(values: Sequence[Any]) -> list[Cell]:
    row = [_cell(value) for value in values]
    while row and row[-1] is None:
        row.pop()
    return row


def _trimmed(rows: list[list[Cell]]) -> list[list[Cell]]:
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _cell(value: Any) -> Cell:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        if value[:1] in ("#", "L"):
            error = _ERROR.fullmatch(value)
            if error:
                return CellError(error.group(1))
        return value or None
    if value is None or isinstance(value, bool | int | float):
        return value
    raise TypeError("neither text nor number nor boolean")


def failure_of(status: int, body: bytes, retry_after_seconds: float | None) -> SourceError:
    """The typed error for an answer that is not a good one. Nothing of the answer's own words is passed on."""

    def error(kind: FailureKind, message: str) -> SourceError:
        return SourceError(kind, message, status=status, retry_after_seconds=retry_after_seconds)

    state, message, reasons = _error_words(body)
    if status == 429 or reasons & {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"}:
        return error(FailureKind.QUOTA, "Google answers that it was asked too often")
    if status == 408:
        return error(FailureKind.TIMEOUT, "Google gave up waiting")
    if status >= 500:
        return error(FailureKind.UNAVAILABLE, f"Google is unavailable (HTTP {status})")
    if not state and status in (400, 401, 403, 404):
        # A proxy's or a portal's own page: it says nothing of the spreadsheet.
        return error(FailureKind.BAD_ANSWER, f"something between here and Google answered (HTTP {status})")
    if status == 401:
        return error(FailureKind.AUTH, "Google does not accept the service account's token")
    if status == 403 and (reasons & {"SERVICE_DISABLED", "accessNotConfigured"} or "has not been used" in message):
        return error(FailureKind.API_DISABLED, "the Google Sheets API is not enabled in the service account's project")
    if status == 403:
        return error(FailureKind.PERMISSION, "the spreadsheet is not shared with the service account")
    if status == 404:
        return error(FailureKind.NOT_FOUND, "there is no spreadsheet with the configured key")
    if status == 400 and "not supported for this document" in message:
        return error(FailureKind.NOT_A_SPREADSHEET, "the document is an Office file in Drive, not a Google spreadsheet")
    if status == 400:
        return error(FailureKind.BAD_REQUEST, "Google did not understand what was asked for")
    return error(FailureKind.BAD_ANSWER, f"an unexpected answer (HTTP {status})")


def _error_words(body: bytes) -> tuple[str, str, set[str]]:
    """The status, message and reasons of an error answer; empty where it is not one of Google's."""
    try:
        error = json.loads(body)["error"]
        details: Sequence[dict[str, Any]] = [*error.get("details", ()), *error.get("errors", ())]
        reasons = {str(detail["reason"]) for detail in details if "reason" in detail}
        return str(error.get("status") or error.get("code", "")), str(error.get("message", "")), reasons
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "", "", set()


def token_failure_of(status: int, body: bytes, retry_after_seconds: float | None) -> SourceError:
    """The typed error for a refused token."""
    if status == 429 or status >= 500:
        return failure_of(status, body, retry_after_seconds)
    try:
        content = json.loads(body)
        reason, description = str(content["error"]), str(content.get("error_description", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        message = f"something between here and Google answered (HTTP {status})"
        return SourceError(FailureKind.BAD_ANSWER, message, status=status)
    message = "Google refuses the service account's key"
    if "short-lived" in description or "reasonable timeframe" in description:
        message = "Google refuses the service account's key because this machine's clock is wrong"
    elif "Signature" in description:
        message = "Google refuses the service account's key: it was deleted or does not belong to that account"
    elif "not found" in description or reason in {"invalid_client", "unauthorized_client"}:
        message = "Google does not know the service account: it was deleted or disabled"
    return SourceError(FailureKind.AUTH, message, status=status)


def _bad_answer(message: str) -> SourceError:
    return SourceError(FailureKind.BAD_ANSWER, message)
