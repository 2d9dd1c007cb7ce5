"""Parts of the page that are scripts of our own."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from streamlit.components.v2 import component

CLIPBOARD = Path(__file__).with_name("clipboard.js")
"""Defines ``copy(text)``."""

_DRAWS = "export default function ("
_DRAWN_FROM_BYTES = """
export default (given) => draw({ ...given, data: JSON.parse(new TextDecoder().decode(given.data)) })
"""


def scripted(name: str, *, js: str, html: str, css: str | None = None) -> Callable[..., Any]:
    """The component ``name``, mounted by a call with its ``data`` (whatever JSON has) and Streamlit's other arguments.

    Its data go as JSON in bytes: in any other form Streamlit looks for frames in them and writes them twice, at each
    run. ``js`` exports the function that draws, and is given them as they were.
    """
    assert js.count(_DRAWS) == 1, f"the script of {name} does not say what draws"
    mount = component(name, html=html, css=css, js=js.replace(_DRAWS, "const draw = function (") + _DRAWN_FROM_BYTES)

    def mounting(*, data: object, **options: Any) -> Any:  # noqa: ANN401 - as Streamlit has them
        return mount(
            data=json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(errors="replace"), **options
        )

    return mounting


@cache
def mounted(script: Path, *, name: str, root: str, helper: Path | None = None) -> Callable[..., Any]:
    """The component ``name`` that ``script`` draws into an element of the class ``root``; its styles lie beside it.

    What ``helper`` defines stands before it: such a script can import no other.
    """
    return scripted(
        name,
        html=f"<div class='{root}'></div>",
        css=script.with_suffix(".css").read_text("utf-8"),
        js=(helper.read_text("utf-8") if helper else "") + script.read_text("utf-8"),
    )
