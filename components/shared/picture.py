"""A chart as a picture to take along: PNG or SVG, in the reader's language and theme, with what it rests on around it.

The reader's own browser makes it (``picture.js``), of the chart that stands on the page.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from components.shell.mounted import scripted
from components.shell.view import View
from components.words.plain import shorten
from components.words.road import as_of

LONGEST = 300

_HTML = """
<div class="pictures">
<button type="button" data-format="png"></button><button type="button" data-format="svg"></button>
</div>
"""
_STYLE = """
.pictures { display: flex; gap: 0.5rem; flex-wrap: wrap; }
button {
  font: inherit; padding: 0.25rem 0.75rem; cursor: pointer; color: var(--st-text-color);
  background: var(--st-background-color); border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius);
}
button:hover, button:focus-visible { color: var(--st-primary-color); border-color: var(--st-primary-color); }
button[hidden] { display: none; }
"""


@cache
def _component() -> Callable[..., Any]:
    script = (Path(__file__).parent / "picture.js").read_text("utf-8")
    return scripted("picture", html=_HTML, css=_STYLE, js=script)


def picture_buttons(here: View, *, chart: str, name: str, title: str, n: int) -> None:
    """The buttons that save the chart drawn under the key ``chart`` as a file ``name``, under its ``title``.

    ``n`` is how many rows it rests on.
    """
    words, local = here.words, here.read_at.astimezone(here.road.settings.timezone)
    source = words.say(
        "Source: {name}, read on {day} at {time}.",
        name=shorten(here.road.origin.name, 80),
        day=words.day(local.date()),
        time=words.clock(local),
    )
    foot = " · ".join((as_of(here.on, words), words.say("n = {n}", n=words.number(n)), source))
    mark = words.say("Illustrative data: these rows were made up to show the dashboard.")
    _component()(
        data={
            "chart": chart,
            "name": f"{name}-{here.on.isoformat()}",
            "title": shorten(title, LONGEST),
            "mark": mark if here.road.settings.illustrative else "",
            "foot": foot,
            "alt": f"{shorten(title, LONGEST)}. {foot}",
            "language": words.language,
            "labels": {"png": words.say("Picture (PNG)"), "svg": words.say("Picture (SVG)")},
        },
        key=f"{chart}_picture",
    )
