"""The text of a PDF as a reader's search would find it: through each font's own map to Unicode."""

import io
import re
from collections.abc import Iterator
from functools import cache

import pikepdf

_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


def _letters(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


@cache
def _unicode_of(cmap: bytes) -> dict[int, str]:
    """Code of a glyph to its letters, from the map that the PDF carries for its font."""
    letters: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        letters |= {int(code, 16): _letters(text) for code, text in _PAIR.findall(block)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in _RANGE.findall(block):
            start = int(first, 16)
            letters |= {code: chr(ord(_letters(text)) + code - start) for code in range(start, int(last, 16) + 1)}
    return letters


def text_of(content: bytes) -> str:
    """All text of the pages in the order it is drawn, without spaces, which a PDF need not hold."""
    return "".join(texts_of(content))


def texts_of(content: bytes) -> list[str]:
    """The text of each page, as ``text_of`` has it."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [squeezed("".join(_said(page.obj))) for page in pdf.pages]


def _said(drawn: pikepdf.Object) -> Iterator[str]:
    """What a page shows, or a group of marks that it draws as one."""
    letters: dict[int, str] = {}
    wide = 2
    for operands, operator in pikepdf.parse_content_stream(drawn):
        if str(operator) == "Tf":
            font = drawn.Resources.Font[str(operands[0])]
            letters = _unicode_of(font.ToUnicode.read_bytes())
            wide = 2 if str(font.Subtype) == "/Type0" else 1
        elif str(operator) in ("Tj", "TJ"):
            shown = operands[0] if str(operator) == "TJ" else [operands[0]]
            for part in shown:
                if isinstance(part, pikepdf.String):
                    codes = bytes(part)
                    yield from (letters[int.from_bytes(codes[i : i + wide])] for i in range(0, len(codes), wide))
        elif str(operator) == "Do":
            group = drawn.Resources.XObject[str(operands[0])]
            if str(group.Subtype) == "/Form":
                yield from _said(group)


def squeezed(text: str) -> str:
    """A text as it is compared: without spaces and the hyphens that a line may end with."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)
