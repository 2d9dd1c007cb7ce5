"""Setting a page of words as a tagged PDF (PDF/UA-1) with typst."""

import json
import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# What the font that typst carries is sure to have: Latin, Greek, Cyrillic, and the signs of our own sentences.
_UNPRINTABLE = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u017f\u0391-\u03a1\u03a3-\u03c9\u0400-\u045f\u2009-\u202f\u20ac\u2116\u2212]"
)


def is_available() -> bool:
    """Whether this installation can make a PDF: it takes the package typst."""
    return find_spec("typst") is not None


def typeset(template: Path, content: Mapping[str, Any], *, name: str = "content") -> bytes:
    """The template with ``content`` (what JSON knows) as its input ``name``. Letters that no font here has become "?".

    Typst is imported here: only who asks for a PDF pays for it.
    """
    import typst

    try:
        return _compiled(template, content, name)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return _compiled(template, _printable(content), name)


def _compiled(template: Path, content: Mapping[str, Any], name: str) -> bytes:
    import typst

    inputs = {name: json.dumps(content)}
    return typst.compile(str(template), format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"])


def _printable(content: Any) -> Any:  # noqa: ANN401 - any part of it
    if isinstance(content, str):
        return _UNPRINTABLE.sub("?", content)
    if isinstance(content, dict):
        return {name: _printable(part) for name, part in content.items()}
    return [_printable(part) for part in content] if isinstance(content, list) else content
