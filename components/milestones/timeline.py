"""The road as a timeline: what was announced, what holds now, what happened, what waits for what is late."""

import streamlit as st

from components.charts.timeline import ROWS_MOST, TIMELINE
from components.shared.edits import earlier_marks
from components.shared.hint import hint
from components.shared.passport import show, subject
from components.shell import address
from components.shell.view import View
from components.words.milestones import STATE_MARKS, timeline_title, title_of
from components.words.plain import plain_markdown
from data.cache import per_road
from data.figures.milestones import path_to_launch
from data.figures.schedule import scheduled
from data.messages.milestones import launch_words, named_late


def sentence(here: View) -> None:
    """What is late and what waits for it, as the title of the page, its names, and whether the launch holds."""
    st.title(plain_markdown(_sentence(here)), anchor=False)
    late = [step for step in scheduled(here.road, on=here.on) if step["state"] == "late"]
    if len(late) > 1:
        # The title has their number: who they are is on the first screen too.
        st.markdown(plain_markdown(named_late(late, here.words), length=600))
    if verdict := launch_words(here.road, here.words, on=here.on, beside_late=True):
        st.markdown(plain_markdown(verdict))


@per_road
def _sentence(here: View) -> str:
    return timeline_title(scheduled(here.road, on=here.on), here.words)


def drawn_timeline(here: View) -> None:
    """The choice of a milestone, and the timeline; both open the one chosen."""
    words, steps = here.words, scheduled(here.road, on=here.on)
    if not steps:
        st.info(
            words.say("The worksheet Milestones has no row yet. Each row is a milestone on the road, with its date."),
            icon=":material/signpost:",
        )
        return
    milestone_control(here)
    earlier = earlier_marks(here)
    show(TIMELINE, subject(here, earlier=earlier), opens=open_milestone)
    said = words.say(
        "A hollow mark is the date first announced, a bar a whole month or several days, a dotted line leads from what "
        "is late to what waits for it."
    )
    if earlier:
        said += " " + words.say("A faint stroke is a day on which it was due before.")
    if path_to_launch(here.road, on=here.on):
        said += " " + words.say("In bold: the launch, and what it still waits for.")
    if len(steps) > ROWS_MOST:
        said += " " + words.say(
            "Shown: the {n} milestones (of {of}) nearest to this day.",
            n=words.number(ROWS_MOST),
            of=words.number(len(steps)),
        )
    st.caption(said)
    hint(words.say("A touch on a milestone opens it."), key="timeline")


def milestone_control(here: View) -> None:
    """Choose the milestone that is open by its title; taking it away closes it."""
    words = here.words
    titles = _titles(here)
    opened = address.get("milestone")
    st.session_state["at_milestone"] = opened if opened in titles else None
    st.selectbox(
        words.say("Open a milestone"),
        list(titles),
        format_func=titles.__getitem__,
        placeholder=words.say("Choose a milestone"),
        key="at_milestone",
        on_change=lambda: address.put("milestone", st.session_state["at_milestone"] or ""),
    )


@per_road
def _titles(here: View) -> dict[str, str]:
    """The titles by id with the sign of their state, in the order of ``schedule``; of a repeated id the first."""
    words, titles = here.words, {}
    for row in scheduled(here.road, on=here.on):
        titles.setdefault(row["id"], f"{STATE_MARKS[row['state']]} {title_of(row, words)}")
    return titles


def open_milestone(id_: str) -> None:
    """Open the milestone that was clicked on."""
    address.put("milestone", id_)
