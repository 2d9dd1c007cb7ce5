"""The Bureau's note of a road counted by hand: every line and cell of it, on two days."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from components.publish.note.content import note_content
from components.words.marks import ANSWER_WORDS
from data.reading import read
from data.sources.file import read_file
from data.words import words_of
from tests.pages import hand
from tests.pages.hand import FIRST, LATER

READ_AT = datetime(2021, 7, 1, 7, 30, tzinfo=UTC)


def lines(content: dict[str, Any]) -> Iterator[str]:
    """What the note says, a line a paragraph or a row; a sign or the share of a bar stands before its text."""
    for key, part in content.items():
        if isinstance(part, str):
            if key not in ("map", "language", *ANSWER_WORDS):
                yield part
        elif isinstance(part, dict):
            yield from lines(part) if key != "colours" else ()
        elif key == "rows":
            yield from (" | ".join(map(_cell, row)) for row in part)
        elif key in ("header", "items", "figures", "questions", "answers_key"):
            yield from [" | ".join(part)] if key == "header" else map(_cell, part)


def _cell(cell: Any) -> str:  # noqa: ANN401 - text, or text with its sign, share or term
    return cell if isinstance(cell, str) else " ".join(str(part) for key, part in cell.items() if key != "alt")


HERE = Path(__file__).parent
"""Beside this file: the notes as counted by hand from ``hand.GROUPS``, a file a day; the range of the forecast follows
from 10, 3, 0, 6, 3 and 0 a week."""


@pytest.mark.parametrize("on", [FIRST, LATER], ids=str)
def test_every_line_of_the_note_is_as_it_was_counted_by_hand(on: date, tmp_path: Path) -> None:
    road = read(read_file(hand.write(tmp_path)), now=READ_AT)
    content = note_content(road, on=on, words=words_of("en"), read_at=READ_AT)
    assert [line.rstrip() for line in lines(content) if line.strip()] == (HERE / f"hand_{on}.txt").read_text(
        "utf-8"
    ).splitlines()
