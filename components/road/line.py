"""The road itself, drawn: every step from the first consultation to the launch, and where D stands on it.

It is markup rather than a chart: it must be on screen with the first words, be read aloud, follow the width of a
phone, and be walked with a keyboard.
"""

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from components.shell.mounted import mounted
from components.shell.view import View
from components.words.road_line import road_line_data

_SCRIPT = Path(__file__).with_name("road_line.js")


def road_line(here: View) -> str | None:
    """Draw the road; the id of the step that was just clicked, else None."""
    data = road_line_data(here.road, on=here.on, words=here.words)
    result = mounted(_SCRIPT, name="road_line", root="road")(data=data, key="road_line", on_opened_change=lambda: None)
    return result.opened


def _early(data: Mapping[str, Any], link: Callable[..., str]) -> str:
    """The steps as a list, each a link to its milestone, where the drawing is to come."""
    steps = "".join(
        f'<li><a href="{link(page="milestones", milestone=step["id"])}">{escape(step["title"])}</a>'
        f"<span>{escape(' · '.join(filter(None, (step['when'], step['word'], step['note']))))}</span></li>"
        for step in data["steps"]
    )
    return f'<ol class="steps" aria-label="{escape(data["label"])}">{steps}</ol>'


EARLY = {"road_line": _early}
"""What is said of it before any script has come, by its name."""
