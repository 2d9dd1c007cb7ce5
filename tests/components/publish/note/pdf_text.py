"""The text of a PDF as a reader's search would find it: through each font's own map to Unicode."""

import io
import re
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
    said: list[str] = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            letters: dict[int, str] = {}
            wide = 2
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    font = page.Resources.Font[str(operands[0])]
                    letters = _unicode_of(font.ToUnicode.read_bytes())
                    wide = 2 if str(font.Subtype) == "/Type0" else 1
                elif str(operator) in ("Tj", "TJ"):
                    shown = operands[0] if str(operator) == "TJ" else [operands[0]]
                    for part in shown:
                        if isinstance(part, pikepdf.String):
                            codes = bytes(part)
                            said += [letters[int.from_bytes(codes[i : i + wide])] for i in range(0, len(codes), wide)]
    return squeezed("".join(said))


def squeezed(text: str) -> str:
    """A text as it is compared: without spaces and the hyphens that a line may end with."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)
