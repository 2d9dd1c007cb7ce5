"""All data as one file, for whoever counts again or publishes elsewhere."""

from datetime import date, datetime

from components.publish.package import package
from components.shell.download import download_button
from components.shell.view import View
from data.cache import per_road_keeping
from data.messages.network import file_stem
from data.road import Road
from data.words import words_of


def package_button(here: View) -> None:
    """The button that makes and brings the ZIP, and what is in it."""
    words, road, on = here.words, here.road, here.on
    read_at, fingerprint = here.read_at, here.fingerprint
    download_button(
        words.say("All data (ZIP)"),
        lambda: _package(road, on=on, language=words.language, read_at=read_at, fingerprint=fingerprint),
        f"{file_stem(road)}-data-{on.isoformat()}.zip",
        key="package",
        help=words.say("Every worksheet as CSV, the figures, and a description of each column: a data package."),
    )


@per_road_keeping(4)
def _package(road: Road, *, on: date, language: str, read_at: datetime, fingerprint: str) -> bytes:
    return package(road, on=on, words=words_of(language, road.own_words), read_at=read_at, fingerprint=fingerprint)
