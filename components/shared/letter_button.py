"""What became of a contributor's words as a letter to take along."""

from datetime import date, datetime, time

from components.publish import typesetting
from components.publish.letters.content import contributor_of, file_name, letter_content, letter_pdf
from components.shared.squares import squares
from components.shell.download import download_button
from components.shell.view import View
from data.cache import per_road, per_road_keeping
from data.road import Road
from data.words import Words


def letter_button(here: View, id_: str, *, key: str) -> None:
    """The letter to who sent the contribution ``id_``, in the reader's language, and which letters it cannot show;
    nothing where it cannot be made.

    None of a file that is only being checked: what became of somebody's words is said by the sheet.
    """
    to = contributor_of(here.road, id_, on=here.on)
    if to is None or here.is_own_file or not typesetting.is_available():
        return
    road, on, words, read_at = here.road, here.on, here.words, here.read_at
    download_button(
        words.say("What became of these words (PDF)"),
        lambda: _letter(road, id_, on=on, words=words, read_at=read_at),
        file_name(to, words),
        key=key,
        type="tertiary",
    )
    squares(_lacking(road, id_, on=on, words=words), words)


@per_road
def _lacking(road: Road, id_: str, *, on: date, words: Words) -> tuple[str, ...]:
    """The scripts of what it says that no font here has; when the sheet was read makes no difference."""
    to = contributor_of(road, id_, on=on)
    whenever = datetime.combine(on, time(), road.settings.timezone)
    return typesetting.lacking(letter_content(road, to, on=on, words=words, read_at=whenever)) if to else ()


@per_road_keeping(16)
def _letter(road: Road, id_: str, *, on: date, words: Words, read_at: datetime) -> bytes:
    to = contributor_of(road, id_, on=on)
    assert to is not None, "the button is drawn for who contributed by this day"
    return letter_pdf(road, to, on=on, words=words, read_at=read_at)
