"""A file to take along, made only when it is asked for."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Literal

import streamlit as st

_KINDS = {
    ".csv": ("text/csv", ":material/download:"),
    ".ics": ("text/calendar", ":material/event:"),
    ".pdf": ("application/pdf", ":material/picture_as_pdf:"),
    ".pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", ":material/slideshow:"),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ":material/download:"),
    ".zip": ("application/zip", ":material/folder_zip:"),
}


def download_button(
    label: str,
    make: Callable[[], str | bytes],
    file_name: str,
    *,
    key: str,
    help: str | None = None,
    type: Literal["secondary", "tertiary"] = "secondary",
) -> None:
    """A button that brings what ``make`` makes; the file's kind follows from its name's ending."""
    media_type, icon = _KINDS[PurePath(file_name).suffix]
    st.download_button(
        label,
        data=make,
        file_name=file_name,
        mime=media_type,
        key=key,
        on_click="ignore",
        icon=icon,
        help=help,
        type=type,
    )
