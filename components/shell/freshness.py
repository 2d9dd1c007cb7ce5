"""How fresh the figures are: an age that goes on by itself, and the question whether there is something newer.

The page asks a few bytes of this process now and then, and is drawn anew only where there is something else to show:
a thousand open pages cost next to nothing.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from components.shell import live
from components.shell.mounted import mounted
from components.shell.view import View
from components.words.plain import shorten
from data.cache import per_road
from data.store import State

_SCRIPT = Path(__file__).with_name("freshness.js")
JUST_NOW_SECONDS = 10
"""Up to this age figures were read just now; older ages are told in steps of it."""
NAME_CHARACTERS = 40


def freshness_line(here: View, state: State) -> None:
    """When the sheet of ``state`` was last read, in words that keep up with the clock; news draws the page anew."""
    assert state.snapshot, "there is a sheet whose age is told"
    age = (datetime.now(UTC) - state.snapshot.read_at).total_seconds()
    mounted(_SCRIPT, name="freshness", root="freshness")(
        data={
            "age_s": round(max(0.0, age), 1),
            "said": [*_ages(here), (3600, _moment(here, state.snapshot.read_at))],
            "substance": live.substance(state),
            "look_s": round(live.look_seconds(), 1),
            "path": f".{live.PATH}",
        },
        key="freshness",
        on_news_change=lambda: None,
    )


@per_road
def _ages(here: View) -> list[tuple[int, str]]:
    """From which age on, in seconds, what is said of it, below an hour."""
    words, name = here.words, shorten(here.road.origin.name, NAME_CHARACTERS)
    seconds = [
        (n, words.plural("read {n} second ago from {name}", "read {n} seconds ago from {name}", n, name=name))
        for n in range(JUST_NOW_SECONDS, 60, JUST_NOW_SECONDS)
    ]
    minutes = [
        (60 * n, words.plural("read {n} minute ago from {name}", "read {n} minutes ago from {name}", n, name=name))
        for n in range(1, 60)
    ]
    return [(0, words.say("read just now from {name}", name=name)), *seconds, *minutes]


def _moment(here: View, read_at: datetime) -> str:
    words, local = here.words, read_at.astimezone(ZoneInfo(str(here.road.settings.timezone)))
    return words.say(
        "read on {day} at {time} from {name}",
        day=words.day(local.date()),
        time=words.clock(local),
        name=shorten(here.road.origin.name, NAME_CHARACTERS),
    )


def _early(data: Mapping[str, Any], _link: Callable[..., str]) -> str:
    said = [text for since, text in data["said"] if since <= data["age_s"]][-1]
    return f'<div class="words caption"><p>{escape(said)}</p></div>'


EARLY = {"freshness": _early}
"""What is said of it before any script has come, by its name."""
