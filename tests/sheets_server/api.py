"""The answers of the Sheets API v4 for one spreadsheet, field for field as its reference gives them."""

import re
from collections.abc import Sequence
from typing import Any

from tests.sheets_server.spreadsheet import Spreadsheet, Tab, Value

Answer = tuple[int, dict[str, Any]]
Query = dict[str, list[str]]

_CELLS = re.compile(r"([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?")

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, 1-based."""


def error(code: int, message: str, status: str, **more: object) -> Answer:
    """An error answer."""
    return code, {"error": {"code": code, "message": message, "status": status, **more}}


def permission_denied() -> Answer:
    """403 for a spreadsheet that is not shared with the caller."""
    return error(403, "The caller does not have permission", "PERMISSION_DENIED")


def not_found() -> Answer:
    """404 for a key without a spreadsheet."""
    return error(404, "Requested entity was not found.", "NOT_FOUND")


def unauthenticated() -> Answer:
    """401 for a token that is wrong or has run out."""
    message = (
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
        "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
    )
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "ACCESS_TOKEN_EXPIRED"}]
    return error(401, message, "UNAUTHENTICATED", details=details)


def quota_exceeded() -> Answer:
    """429 for too many reads in a minute."""
    message = (
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of service "
        "'sheets.googleapis.com' for consumer 'project_number:100000000000'."
    )
    details = [
        {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "RATE_LIMIT_EXCEEDED",
            "domain": "googleapis.com",
            "metadata": {"quota_limit_value": "60", "service": "sheets.googleapis.com"},
        }
    ]
    return error(429, message, "RESOURCE_EXHAUSTED", details=details)


def api_disabled() -> Answer:
    """403 where the project of the account never enabled the API."""
    message = (
        "Google Sheets API has not been used in project 100000000000 before or it is disabled. Enable it by visiting "
        "the Google Cloud console, then retry."
    )
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED"}]
    return error(403, message, "PERMISSION_DENIED", details=details)


def office_file() -> Answer:
    """400 for an .xlsx file that lies in Drive without being converted."""
    return error(400, "This operation is not supported for this document", "FAILED_PRECONDITION")


def internal_error() -> Answer:
    """500, as Google puts it."""
    return error(500, "Internal error encountered.", "INTERNAL")


def unavailable() -> Answer:
    """503, as Google puts it."""
    return error(503, "The service is currently unavailable.", "UNAVAILABLE")


def get_spreadsheet(spreadsheet: Spreadsheet, query: Query) -> Answer:
    """``spreadsheets.get``, with its field mask."""
    fields = query.get("fields", [""])[0]
    with_data = bool(re.search(r"\bdata\b", fields)) if fields else query.get("includeGridData", ["false"])[0] == "true"
    parts = [_range(spreadsheet, asked) for asked in query.get("ranges", ())]
    if None in parts:
        return error(400, "Unable to parse range", "INVALID_ARGUMENT")
    ranges = {tab.title: [area for at, area in filter(None, parts) if at is tab] for tab in spreadsheet.tabs}
    tabs = [tab for tab in spreadsheet.tabs if ranges[tab.title] or not parts]
    answer: dict[str, Any] = {
        "spreadsheetId": spreadsheet.key,
        "properties": {
            "title": spreadsheet.title,
            "locale": spreadsheet.locale,
            "autoRecalc": "ON_CHANGE",
            "timeZone": spreadsheet.timezone,
        },
        "sheets": [_sheet(tab, spreadsheet.tabs.index(tab), with_data, ranges[tab.title]) for tab in tabs],
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{spreadsheet.key}/edit",
    }
    if not fields:
        return 200, answer
    try:
        return 200, _masked(answer, _mask(fields), _FIELDS)
    except KeyError as unknown:
        return error(400, f"Invalid field selection {unknown.args[0]}", "INVALID_ARGUMENT")


def _sheet(tab: Tab, place: int, with_data: bool, areas: Sequence[Area]) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "sheetId": tab.gid,
        "title": tab.title,
        "index": place,
        "sheetType": "GRID",
        "gridProperties": {"rowCount": tab.row_count, "columnCount": tab.column_count},
    }
    if tab.hidden:
        properties["hidden"] = True
    sheet: dict[str, Any] = {"properties": properties}
    if tab.merges:
        sheet["merges"] = [
            {
                "sheetId": tab.gid,
                "startRowIndex": first_row - 1,
                "endRowIndex": last_row,
                "startColumnIndex": first_column - 1,
                "endColumnIndex": last_column,
            }
            for first_row, last_row, first_column, last_column in tab.merges
        ]
    if with_data:
        rows = ({"pixelSize": 21} for _ in range(tab.row_count))
        sheet["data"] = [
            {
                "rowMetadata": [
                    {"hiddenByUser": True} | row if number in tab.hidden_rows else row
                    for number, row in enumerate(rows, 1)
                ]
            }
        ]
    if with_data and areas:
        sheet["data"] = [_part(tab, area) for area in areas]
    return sheet


def _part(tab: Tab, area: Area) -> dict[str, Any]:
    """One range's grid data: what is 0 is left out, as Google does."""
    first_row, first_column, last_row, last_column = area

    def cell(row: int, column: int) -> dict[str, Any]:
        return {"hyperlink": tab.links[row, column]} if (row, column) in tab.links else {}

    rows = range(first_row, min(last_row, len(tab.rows)) + 1)
    part: dict[str, Any] = {
        "startRow": first_row - 1,
        "startColumn": first_column - 1,
        "rowData": [{"values": [cell(row, column) for column in range(first_column, last_column + 1)]} for row in rows],
    }
    return {name: value for name, value in part.items() if value}


def _mask(fields: str) -> dict[str, Any]:
    """``a,b(c,d.e)`` as a tree of names."""
    tree: dict[str, Any] = {}
    tokens = iter(re.findall(r"[\w*]+|[(),./]", fields))

    def read_into(level: dict[str, Any]) -> None:
        here = level
        for token in tokens:
            if token == ",":
                here = level
            elif token == "(":
                read_into(here)
            elif token == ")":
                return
            elif token not in "./":
                here = here.setdefault(token, {})

    read_into(tree)
    return tree


_FIELDS = _mask(
    "spreadsheetId,spreadsheetUrl,namedRanges,developerMetadata,dataSources,dataSourceSchedules,"
    "properties(title,locale,autoRecalc,timeZone,defaultFormat,iterativeCalculationSettings,spreadsheetTheme),"
    "sheets(properties(sheetId,title,index,sheetType,hidden,tabColor,tabColorStyle,rightToLeft,dataSourceSheetProperties,"
    "gridProperties(rowCount,columnCount,frozenRowCount,frozenColumnCount,hideGridlines)),"
    "data(startRow,startColumn,rowData(values(hyperlink,formattedValue,textFormatRuns(startIndex,format(link)))),"
    "columnMetadata,"
    "rowMetadata(hiddenByFilter,hiddenByUser,pixelSize,developerMetadata)),"
    "merges(sheetId,startRowIndex,endRowIndex,startColumnIndex,endColumnIndex),"
    "conditionalFormats,filterViews,protectedRanges,basicFilter,charts,bandedRanges,tables)"
)
"""The fields of a Spreadsheet in the API's reference, as far as anything here could ask for them."""


def _masked(value: Any, mask: dict[str, Any], known: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """The fields of a value that a mask names; raises KeyError for one that the API does not have."""
    if not mask:
        return value
    for name in mask:
        if name not in known:
            raise KeyError(name)
    if isinstance(value, list):
        return [_masked(item, mask, known) for item in value]
    return {name: _masked(item, mask[name], known[name]) for name, item in value.items() if name in mask}


def batch_get(spreadsheet: Spreadsheet, query: Query) -> Answer:
    """``spreadsheets.values.batchGet``: all of the ranges or none."""
    formatted = query.get("valueRenderOption", ["FORMATTED_VALUE"])[0] == "FORMATTED_VALUE"
    found = []
    for asked in query.get("ranges", []):
        part = _range(spreadsheet, asked)
        if part is None:
            return error(400, f"Unable to parse range: {asked}", "INVALID_ARGUMENT")
        tab, (first_row, first_column, last_row, last_column) = part
        rows = [row[first_column - 1 : last_column] for row in tab.values()[first_row - 1 : last_row]]
        answer: dict[str, Any] = {
            "range": f"{_quoted(tab.title)}!{_letters(first_column)}{first_row}:{_letters(last_column)}{last_row}",
            "majorDimension": query.get("majorDimension", ["ROWS"])[0],
        }
        if rows:
            answer["values"] = [[_formatted(cell) for cell in row] for row in rows] if formatted else rows
        found.append(answer)
    return 200, {"spreadsheetId": spreadsheet.key, "valueRanges": found}


def get_values(spreadsheet: Spreadsheet, asked: str, query: Query) -> Answer:
    """``spreadsheets.values.get``: one range."""
    status, answer = batch_get(spreadsheet, {**query, "ranges": [asked]})
    return (status, answer["valueRanges"][0]) if status == 200 else (status, answer)


def _range(spreadsheet: Spreadsheet, asked: str) -> tuple[Tab, Area] | None:
    quoted = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.+))?", asked)
    title, cells = (quoted[1].replace("''", "'"), quoted[2]) if quoted else (asked, None)
    if quoted is None and "!" in asked:
        title, _, cells = asked.rpartition("!")
    try:
        tab = spreadsheet.tab(title)
    except KeyError:
        return None
    if cells is None:
        return tab, (1, 1, tab.row_count, tab.column_count)
    corner = _CELLS.fullmatch(cells)
    if corner is None:
        return None
    first_row, first_column = int(corner[2]), _number(corner[1])
    last_row, last_column = int(corner[4] or first_row), _number(corner[3] or corner[1])
    return tab, (first_row, first_column, last_row, last_column)


def _quoted(title: str) -> str:
    return title if re.fullmatch(r"[A-Za-z_]\w*", title) else "'" + title.replace("'", "''") + "'"


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def _formatted(value: Value) -> str:
    return str(value).upper() if isinstance(value, bool) else str(value)
