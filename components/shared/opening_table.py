"""A table whose rows open: real rows with a link in each, sorted and paged here, opened by a touch or by Enter.

Streamlit's own data frame opens a row only from a small box. On a phone each row is a card.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from components.shell import address
from components.shell.mounted import mounted
from components.words.plain import shorten
from data.words import Words

_SCRIPT = Path(__file__).with_name("opening_table.js")
PAGE_ROWS = 25
LONGEST_CELL = 300

SORT, PLACE = "sort", "rows"
"""Parameters of the address: the column sorted by, with a "-" before it where the last comes first; the page shown."""


@dataclass(frozen=True)
class Shown:
    """Which rows are shown: the column sorted ``by`` ('' for the sheet's order), and the ``page``, the first is 0."""

    by: str
    is_down: bool
    page: int

    def part(self, n: int) -> slice:
        """The places of the rows of this page among ``n``; of the last page where there are not so many."""
        last = max(0, (n - 1) // PAGE_ROWS)
        first = min(self.page, last) * PAGE_ROWS
        return slice(first, first + PAGE_ROWS)


def shown(columns: Sequence[str]) -> Shown:
    """What the address asks for, among these columns."""
    asked, page = address.get(SORT), address.get(PLACE)
    by = asked.removeprefix("-")
    known = by in columns
    page = int(page) - 1 if page.isascii() and page.isdigit() and 0 < len(page) < 7 else 0
    return Shown(by if known else "", known and asked.startswith("-"), max(0, page))


def opening_table(
    columns: Mapping[str, str],
    rows: Sequence[tuple[str, Sequence[str]]],
    *,
    n: int,
    lead: str,
    opens: str,
    label: str,
    key: str,
    words: Words,
    on_open: Callable[[str], None] | None = None,
) -> None:
    """Draw the rows of the page shown: (code, cells in words), of ``n`` in all; ``columns`` are title by name.

    The cell ``lead`` is the link. A row opens its code under the parameter ``opens`` of the address.
    """
    now = shown(list(columns))
    part = now.part(n)

    def opened() -> None:
        if code := st.session_state[key].opened:
            address.put(opens, code)
            if on_open:
                on_open(code)

    def turn(on: int) -> None:
        address.put(PLACE, str(on + 1) if on > 0 else "")

    def is_sorted() -> None:
        if (by := st.session_state[key].sorted) in columns:
            # Up, then down, then as the sheet has it.
            address.put(SORT, by if by != now.by else "" if now.is_down else f"-{by}")
            turn(0)

    def turned() -> None:
        page = part.start // PAGE_ROWS
        turn(page + 1 if st.session_state[key].turned == "next" else page - 1)

    mounted(_SCRIPT, name="opening_table", root="table")(
        data={
            "label": label,
            "columns": [
                {
                    "code": name,
                    "title": shorten(title, 80),
                    "label": words.say("{label}: {value}", label=title, value=""),
                }
                for name, title in columns.items()
            ],
            "rows": [{"id": code, "cells": [shorten(cell, LONGEST_CELL) for cell in cells]} for code, cells in rows],
            "n": n,
            "first": part.start,
            "lead": list(columns).index(lead),
            "parameter": opens,
            "sorted": {"by": now.by, "way": "down" if now.is_down else "up"},
            "pager": _pager(part, n, words),
        },
        key=key,
        on_opened_change=opened,
        on_sorted_change=is_sorted,
        on_turned_change=turned,
    )


def _pager(part: slice, n: int, words: Words) -> dict[str, Any] | None:
    if n <= PAGE_ROWS:
        return None
    first, last = part.start + 1, min(part.stop, n)
    return {
        "previous": words.say("Previous"),
        "next": words.say("Next one"),
        "before": part.start > 0,
        "after": last < n,
        "said": words.say(
            "{first} to {last} of {n}", first=words.number(first), last=words.number(last), n=words.number(n)
        ),
    }


def _early(data: Mapping[str, Any], link: Callable[..., str]) -> str:
    """The rows with their links."""
    head = "".join(f"<th>{escape(column['title'])}</th>" for column in data["columns"])
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td><a href="{link(**{data["parameter"]: row["id"]})}">{escape(text or row["id"])}</a></td>'
            if place == data["lead"]
            else f"<td>{escape(text)}</td>"
            for place, text in enumerate(row["cells"])
        )
        + "</tr>"
        for row in data["rows"]
    )
    return f"<table class=opening><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


EARLY = {"opening_table": _early}
"""What is said of it before any script has come, by its name."""
