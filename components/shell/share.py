"""Share: the exact address of what is on screen, into the clipboard or a phone's own sheet."""

from functools import cache
from pathlib import Path
from typing import Any

from streamlit.components.v2 import component

from components.shell import address
from components.shell.view import View

_HERE = Path(__file__).parent


@cache
def _component() -> Any:  # noqa: ANN401 - the type of a mounted component is not public
    return component(
        "share",
        html="<div class='share'></div>",
        css=(_HERE / "share.css").read_text("utf-8"),
        js=(_HERE / "share.js").read_text("utf-8"),
    )


def share_button(here: View) -> None:
    """One button: an address without a day is shared as it is or with the day looked at, as the reader likes."""
    words, is_dated = here.words, bool(address.get("asof"))
    _component()(
        data={
            "label": words.say("Share"),
            "live": words.say("With the newest figures, whenever it is opened"),
            "dated": words.say("As it stands on {day}", day=words.day(here.on)),
            "day": "" if is_dated else here.on.isoformat(),
            "copied": words.say("The link is copied"),
        },
        key="share",
    )
