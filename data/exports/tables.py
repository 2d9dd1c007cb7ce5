"""Tables as files, safe to open in a spreadsheet: no cell of ours ever becomes a formula."""

import io

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

_FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Also in the wide forms that some spreadsheets take for the same."""


def _is_formula(text: str) -> bool:
    return text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(_FORMULA_STARTS)


def inert(value: object) -> object:
    """The value with an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{value}" if isinstance(value, str) and _is_formula(value) else value


def to_csv(frame: pd.DataFrame) -> bytes:
    """CSV in UTF-8 with a byte-order mark, which Excel needs to read accents; days as 2021-05-18."""
    written = frame.map(inert).rename(columns=lambda name: inert(str(name)))
    return written.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\r\n").encode("utf-8-sig", "replace")


def to_xlsx(frame: pd.DataFrame, title: str) -> bytes:
    """One worksheet named ``title``, every text marked as text, days as dates."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"

    def cell(value: object) -> object:
        if isinstance(value, str):
            written = WriteOnlyCell(
                sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value).encode("utf-8", "replace").decode()
            )
            written.data_type = "s"
            written.quotePrefix = _is_formula(value)
            return written
        if isinstance(value, pd.Timestamp):
            written = WriteOnlyCell(sheet, value=value.to_pydatetime())
            written.number_format = "yyyy-mm-dd"
            return written
        return None if pd.isna(value) else value  # pyright: ignore[reportCallIssue, reportArgumentType] - any scalar

    sheet.append([cell(str(name)) for name in frame.columns])
    for values in frame.astype(object).itertuples(index=False, name=None):
        sheet.append([cell(value) for value in values])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
