"""The Bureau's note and the slides, one click away: a file in the reader's language, as of the day looked at."""

from datetime import datetime

import streamlit as st

from components.publish import typesetting
from components.publish.note import content
from components.shared.squares import squares
from components.shell.download import download_button
from components.shell.view import View
from components.words.plain import plain_markdown
from data.cache import per_road, per_road_keeping
from data.messages.network import file_stem
from data.road import Road


def note_button(here: View) -> None:
    """The button that makes and brings the note; where it cannot be made, what is lacking."""
    words = here.words
    if not typesetting.is_available():
        st.caption(
            plain_markdown(
                words.say(
                    "The Bureau’s note as a PDF takes the Python package typst, which this installation lacks; "
                    "requirements.txt names it."
                )
            )
        )
        return
    download_button(
        words.say("The Bureau’s note (PDF)"),
        lambda: _note(here, here.read_at),
        f"{file_stem(here.road)}-{here.on.isoformat()}-{words.language}.pdf",
        key="note",
    )
    squares(_lacking(here.road), words)


@per_road
def _lacking(road: Road) -> tuple[str, ...]:
    """The scripts of the sheet's names and titles that the note cannot show."""
    frames = (road.milestones, road.sections, road.questions, road.charter, road.contributions[["theme"]])
    columns = (frame[name].dropna().unique() for frame in frames for name in frame.columns)
    texts = {text for values in columns for text in values if isinstance(text, str)}
    return typesetting.lacking(*texts, *filter(None, road.settings.title.values()))


@per_road_keeping(6)
def _note(here: View, read_at: datetime) -> bytes:
    return content.note_pdf(here.road, on=here.on, words=here.words, read_at=read_at)


def slides_button(here: View) -> None:
    """The button that makes and brings the slides."""
    download_button(
        here.words.say("Slides (PPTX)"),
        lambda: _slides(here, here.read_at),
        f"{file_stem(here.road)}-{here.on.isoformat()}-{here.words.language}.pptx",
        key="slides",
    )


@per_road_keeping(6)
def _slides(here: View, read_at: datetime) -> bytes:
    # Imported here: only who asks for slides waits for what writes them.
    from components.publish.slides import slides

    return slides(here.road, on=here.on, words=here.words, read_at=read_at)
