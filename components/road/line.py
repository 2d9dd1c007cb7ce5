"""The road itself, drawn: every step from the first consultation to the launch, and where D stands on it.

It is markup rather than a chart: it must be on screen with the first words, be read aloud, follow the width of a
phone, and be walked with a keyboard.
"""

from pathlib import Path

from components.shell.mounted import mounted
from components.shell.view import View
from components.words.road_line import road_line_data

_SCRIPT = Path(__file__).with_name("road_line.js")


def road_line(here: View) -> str | None:
    """Draw the road; the id of the step that was just clicked, else None."""
    data = road_line_data(here.road, on=here.on, words=here.words)
    result = mounted(_SCRIPT, name="road_line", root="road")(data=data, key="road_line", on_opened_change=lambda: None)
    return result.opened
