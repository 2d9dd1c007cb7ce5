"""The road itself, drawn: every step from the first consultation to the launch, and where D stands on it.

It is markup rather than a chart: it must be on screen with the first words, be read aloud, follow the width of a
phone, and be walked with a keyboard.
"""

from functools import cache
from pathlib import Path
from typing import Any

from streamlit.components.v2 import component

from components.shell.view import View
from components.words.road_line import road_line_data

_HERE = Path(__file__).parent


@cache
def _component() -> Any:  # noqa: ANN401 - the type of a mounted component is not public
    return component(
        "road_line",
        html="<div class='road'></div>",
        css=(_HERE / "road_line.css").read_text("utf-8"),
        js=(_HERE / "road_line.js").read_text("utf-8"),
    )


def road_line(here: View) -> str | None:
    """Draw the road; the id of the step that was just clicked, else None."""
    data = road_line_data(here.road, on=here.on, words=here.words)
    result = _component()(data=data, key="road_line", on_opened_change=lambda: None)
    return result.opened
