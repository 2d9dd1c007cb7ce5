"""The Bureau's note, one click away: a file in the reader's language, as of the day looked at."""

from datetime import date, datetime

import streamlit as st

from components.publish.note import content
from components.shell.view import View
from components.words.plain import plain_markdown
from data.cache import per_road_keeping
from data.road import Road
from data.words import words_of


def note_button(view: View) -> None:
    """The button that makes and brings the note; where it cannot be made, what is lacking."""
    words, road, on, read_at = view.words, view.road, view.on, view.read_at
    if not content.is_available():
        st.caption(
            plain_markdown(
                words.say(
                    "The Bureau’s note as a PDF takes the Python package typst, which this installation lacks; "
                    "requirements.txt names it."
                )
            )
        )
        return
    st.download_button(
        words.say("The Bureau’s note (PDF)"),
        data=lambda: _note(road, on=on, language=words.language, read_at=read_at),
        file_name=f"road-to-lampedusa-{on.isoformat()}-{words.language}.pdf",
        mime="application/pdf",
        key="note",
        on_click="ignore",
        icon=":material/picture_as_pdf:",
    )


@per_road_keeping(6)
def _note(road: Road, *, on: date, language: str, read_at: datetime) -> bytes:
    return content.note_pdf(road, on=on, words=words_of(language), read_at=read_at)
