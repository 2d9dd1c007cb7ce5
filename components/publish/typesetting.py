"""Setting a page of words as a tagged PDF (PDF/UA-1) with typst, in every script that a font here has."""

import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from data.colours import SEA, in_colour

FONTS = Path(__file__).parent / "fonts"
"""Faces of scripts that typst's own do not have; those of Chinese, Japanese and Korean are the system's."""

MISSING = "\N{WHITE SQUARE}"
"""Stands for a letter that no font here has."""

# What typst's own fonts have: Latin, Greek, Cyrillic, Hebrew, and the signs of our sentences.
_RARE = re.compile("[^\n\u0020-\u04ff\u0591-\u05f4\u1e00-\u206f\u20a0-\u20bf\u2116\u2190-\u21ff\u2212\u25a0-\u25ff]")
_UNPRINTABLE = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u017f\u0391-\u03a1\u03a3-\u03c9\u0400-\u045f\u2009-\u202f\u20ac\u2116\u2212\u25a1]"
)


_ACCENT = "#B4481F"
_PAPER = {
    "sea": SEA,
    "teal": "#1C8496",
    "sand": "#F6F1E7",
    "rule": "#DDD3C2",
    "bar": "#E6E0D4",
    "grey": "#55676F",
    "ink": "#00131C",
}
"""Of paper, by the names that the templates know; the colours of states are the templates' own."""


def paper_colours(own: str | None) -> dict[str, str]:
    """The colours of a page of paper, in the network's ``own``; its accent is ours, or that own colour."""
    return {name: in_colour(ours, own) for name, ours in _PAPER.items()} | {
        "accent": _ACCENT if own is None else in_colour(SEA, own)
    }


def is_available() -> bool:
    """Whether this installation can make a PDF: it takes the package typst."""
    return find_spec("typst") is not None


def typeset(
    template: Path, content: Mapping[str, Any], *, name: str = "content", row_heads: Sequence[int] = ()
) -> bytes:
    """The template with ``content`` (what JSON knows) as its input ``name``. For letters that no font here has stands
    ``MISSING``; ``lacking`` says which they are.

    ``row_heads`` says of each table, in their order, which of its columns names the row, 0 the first. Typst is imported
    here: only who asks for a PDF pays for it.
    """
    written = _printed(template, content, name)
    return _with_row_heads(written, row_heads) if row_heads else written


def _printed(template: Path, content: Mapping[str, Any], name: str) -> bytes:
    import typst

    without = _uncovered(content)
    printable = _changed(content, re.compile("[" + re.escape("".join(sorted(without))) + "]")) if without else content
    try:
        return _compiled(template, printable, name)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return _compiled(template, _changed(content, _UNPRINTABLE), name)


def _with_row_heads(written: bytes, row_heads: Sequence[int]) -> bytes:
    """The same with the cell that names each row tagged as its head, which typst does for columns alone: whoever hears
    a table hears of which section a number is."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String

    with pikepdf.open(io.BytesIO(written)) as pdf:
        root = pdf.Root.StructTreeRoot
        ids = pikepdf.NameTree(root.IDTree)
        tables = [part for part in _elements(root["/K"]) if part["/S"] == Name.Table]
        for number, (table, place) in enumerate(zip(tables, row_heads, strict=True)):
            rows = [part for part in _elements(table["/K"]) if part["/S"] == Name.TR]
            for line, row in enumerate(rows):
                cells = list(row["/K"].as_list())
                if any(cell["/S"] == Name.TH for cell in cells):
                    continue
                head, id_ = cells[place], f"table {number} row {line}"
                head["/S"], head["/ID"] = Name.TH, String(id_)
                head["/A"] = Array([Dictionary(O=Name.Table, Scope=Name.Row, Headers=head["/A"][0]["/Headers"])])
                ids[id_] = head
                for cell in cells:
                    if cell.objgen != head.objgen:
                        cell["/A"][0]["/Headers"].append(String(id_))
        pdf.save(kept := io.BytesIO(), deterministic_id=True)
    return kept.getvalue()


def _elements(part: Any) -> Iterator[Any]:  # noqa: ANN401 - a PDF object
    """The elements of a structure tree, each before those in it."""
    import pikepdf

    if isinstance(part, pikepdf.Array):
        for kid in part.as_list():
            yield from _elements(kid)
    elif isinstance(part, pikepdf.Dictionary) and "/S" in part:
        yield part
        if "/K" in part:
            yield from _elements(part["/K"])


def lacking(*content: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever JSON knows
    """The scripts (ISO 15924) of the letters in this that no font here has, in their order; () for none."""
    from fontTools import unicodedata

    scripts = (unicodedata.script(letter) for letter in _uncovered(content))
    return tuple(sorted({"Zsym" if script in ("Zyyy", "Zinh") else script for script in scripts} - {"Zzzz"}))


def _uncovered(content: Any) -> frozenset[str]:  # noqa: ANN401 - whatever JSON knows
    rare = {letter for text in _texts(content) for letter in _RARE.findall(text)}
    return frozenset(letter for letter in rare if ord(letter) not in _covered()) if rare else frozenset()


@cache
def _covered() -> frozenset[int]:
    """Every letter that a font of ours or of the system has, by its number."""
    import typst
    from fontTools.ttLib import TTFont, TTLibError

    found: set[int] = set()
    for font in typst.Fonts(include_embedded_fonts=False, font_paths=[FONTS]).fonts():
        if font.path is None:
            continue
        try:
            with TTFont(font.path, fontNumber=font.index, lazy=True) as opened:
                found.update(opened.getBestCmap() or ())
        except (OSError, TTLibError):
            continue
    return frozenset(found)


def _texts(content: Any) -> Iterator[str]:  # noqa: ANN401 - any part of it
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for part in content.values():
            yield from _texts(part)
    elif isinstance(content, list | tuple):
        for part in content:
            yield from _texts(part)


def _compiled(template: Path, content: Mapping[str, Any], name: str) -> bytes:
    import typst

    inputs = {name: json.dumps(content)}
    return typst.compile(
        str(template), format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"], font_paths=[str(FONTS)]
    )


def _changed(content: Any, missing: re.Pattern[str]) -> Any:  # noqa: ANN401 - any part of it
    if isinstance(content, str):
        return missing.sub(MISSING, content)
    if isinstance(content, dict):
        return {name: _changed(part, missing) for name, part in content.items()}
    return [_changed(part, missing) for part in content] if isinstance(content, list | tuple) else content
