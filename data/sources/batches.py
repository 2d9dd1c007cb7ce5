"""Answers to ``values.batchGet`` as JSON, one after the other: a row that stood in the last one is not parsed again."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from data.sources.answers import no_answer, parsed, refuse_constant

KNOWN_BYTES_MAX = 16 * 2**20
"""Of a longer answer nothing is known again: that takes twice the room of the answer."""

_VALUES = re.compile(r'"values"[ \t\r\n]*:[ \t\r\n]*\[[ \t\r\n]*')
"""The list of a worksheet's rows begins. Within a text, quotes have a backslash before them."""
_NEXT = re.compile(r"[ \t\r\n]*([,\]])[ \t\r\n]*")
_PLACE = "-Infinity"
"""Stands for a list of rows while all else is parsed: JSON has no such number, but Python a name for it."""
_NO_ROW = "\u0100"
"""Stands behind the last row known: no byte is that character."""
_DECODER = json.JSONDecoder(parse_constant=refuse_constant)


@dataclass(frozen=True)
class _Known:
    """Rows and the JSON of each, in the order in which they stood, and their places by that."""

    said: Sequence[str] = (_NO_ROW,)
    rows: Sequence[list[Any]] = ()
    places: Mapping[str, int] = field(default_factory=dict)


class Batches:
    """Parses the answers to one source. Safe for readings that run beside each other."""

    def __init__(self) -> None:
        self._known = _Known()

    @property
    def remembers(self) -> bool:
        """Whether the last answer had rows that will be known again."""
        return bool(self._known.rows)

    def parsed(self, body: bytes) -> dict[str, Any]:
        """The JSON object of a good answer, a row that says what it said the very same list; raises ``SourceError``."""
        if len(body) > KNOWN_BYTES_MAX or json.detect_encoding(body) != "utf-8":
            self._known = _Known()
            return parsed(body)
        try:
            # Each byte a character: what matters here is ASCII, and only rows that are new are read as the UTF-8 it is.
            return self._parsed(body.decode("latin-1"))
        except (ValueError, RecursionError):
            raise no_answer() from None

    def _parsed(self, text: str) -> dict[str, Any]:
        known = self._known
        said, rows = list[str](), list[list[Any]]()
        rest, lists = list[str](), list[list[list[Any]]]()
        at = expected = 0
        while found := _VALUES.search(text, at):
            rest += [text[at : found.start()], f'"values":{_PLACE}']
            first, at = len(rows), found.end()
            is_at_end = text.startswith("]", at)
            at += is_at_end
            while not is_at_end:
                same = known.said[expected]
                if text.startswith(same, at):
                    row, end = known.rows[expected], at + len(same)
                    expected += 1
                else:
                    row, end = _DECODER.raw_decode(text, at)
                    same = text[at:end]
                    if same in known.places:
                        row, expected = known.rows[known.places[same]], known.places[same] + 1
                    elif not isinstance(row, list):
                        raise ValueError("no row")
                    elif not same.isascii():
                        row = json.loads(same.encode("latin-1"))
                said.append(same)
                rows.append(row)
                following = _NEXT.match(text, end)
                if following is None:
                    raise ValueError("no end of a row")
                at, is_at_end = following.end(), following[1] == "]"
            lists.append(rows[first:])
        rest.append(text[at:])

        def put_back(name: str) -> list[list[Any]]:
            if name != _PLACE or not lists:
                refuse_constant(name)
            return lists.pop(0)

        content = parsed("".join(rest).encode("latin-1"), put_back)
        self._known = _Known([*said, _NO_ROW], rows, dict(zip(said, range(len(said)), strict=True)))
        return content
