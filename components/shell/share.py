"""Share: the exact address of what is on screen, into the clipboard or a phone's own sheet."""

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from components.shell import address
from components.shell.mounted import CLIPBOARD, mounted
from components.shell.view import View

_SCRIPT = Path(__file__).with_name("share.js")


def share_button(here: View) -> None:
    """One button: an address without a day is shared as it is or with the day looked at, as the reader likes."""
    words, is_dated = here.words, bool(address.get("asof"))
    mounted(_SCRIPT, name="share", root="share", helper=CLIPBOARD)(
        data={
            "label": words.say("Share"),
            "live": words.say("With the newest figures, whenever it is opened"),
            "dated": words.say("As it was on {day}", day=words.day(here.on)),
            "day": "" if is_dated else here.on.isoformat(),
            "copied": words.say("The link is copied"),
        },
        key="share",
    )


def _early(data: Mapping[str, Any], _link: Callable[..., str]) -> str:
    return f'<span class="button share"><i class="icon"></i>{escape(data["label"])}</span>'


EARLY = {"share": _early}
"""What stands in its place before any script has come, by its name."""
