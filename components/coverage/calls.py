"""Whom to call, about what, each with a mail ready to send."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components.charts.chart import Passport, rows_behind
from components.shared.passport import heading, subject
from components.shell.view import View
from components.words.call_mail import call_mail
from components.words.coverage import call_about, call_finding, silence_words
from components.words.labels import names_of
from components.words.plain import plain_markdown
from data.cache import per_road
from data.figures.contributions import tally
from data.figures.sections import answers_at, call_list, calls_at, never_heard
from data.road import Road
from data.words import Words


@dataclass(frozen=True)
class Call:
    """One section to call: what about, how long it was silent, and the address of a mail ready to send."""

    code: str
    name: str
    about: str
    silence: str
    mail: str


def calls(here: View) -> None:
    """Only the sections with something open, in the order to call them."""
    listed = calls_of(here)
    names = names_of(here.road, "section", here.words)
    silent = [names[code] for code in never_heard(here.road, on=here.on)]
    finding = call_finding(calls_at(here.road, on=here.on), names, here.words, silent=silent)
    heading(finding, key="call_list", passport=lambda: _calls_passport(here))
    answers = [cell for cells in answers_at(here.road, on=here.on).values() for cell in cells.values()]
    if answers and not any(cell["n"] for cell in answers) and tally(here.road, on=here.on).received:
        st.caption(here.words.say("No contribution says which question it answers, so every question counts as open."))
    with st.container(gap="xsmall", key="calls"):
        for call in listed:
            with st.container(border=True, gap="xxsmall", key=f"call_{call.code}"):
                st.markdown(f"**{plain_markdown(call.name, 60)}** · {plain_markdown(call.about, 300)}")
                with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                    mail_button(call, here.words)
                    st.caption(plain_markdown(call.silence), width="content")


def mail_button(call: Call, words: Words) -> None:
    """Opens the reader's own mail program with the mail written."""
    st.link_button(words.say("Write a mail"), call.mail, icon=":material/mail:", key=f"mail_{call.code}")


@per_road
def calls_of(here: View) -> list[Call]:
    """The call list as it is shown."""
    words, listed = here.words, calls_at(here.road, on=here.on)
    names, contacts = names_of(here.road, "section", words), _contacts(here.road)
    return [
        Call(
            call["code"],
            names[call["code"]],
            about,
            silence_words(call["silence_days"], words),
            call_mail(here.road, call, words, on=here.on, to=contacts.get(call["code"], "")),
        )
        for call, about in zip(listed, _about(here), strict=True)
    ]


def _contacts(road: Road) -> dict[str, str]:
    """By section, only where the sheet allows them to be shown."""
    if not road.settings.show_contacts:
        return {}
    return dict(road.sections.dropna(subset="contact")[["code", "contact"]].itertuples(index=False, name=None))


def _about(here: View) -> list[str]:
    """What to call about, for each row of the call list."""
    answers = {
        section: {question: cell["answer"] for question, cell in cells.items()}
        for section, cells in answers_at(here.road, on=here.on).items()
    }
    return [call_about(call, answers[call["code"]], here.words) for call in calls_at(here.road, on=here.on)]


def _calls_table(here: View) -> pd.DataFrame:
    words, listed, about = here.words, call_list(here.road, on=here.on), _about(here)
    names, contacts = names_of(here.road, "section", words), _contacts(here.road)
    columns = {
        words.say("Section"): [names[code] for code in listed["code"]],
        words.say_as("column of the call list: what to speak about", "About"): about,
        words.say("Silence"): [silence_words(days, words) for days in listed["silence_days"]],
    }
    if contacts:
        columns[words.say("Contact")] = [contacts.get(code, "–") for code in listed["code"]]
    return pd.DataFrame(columns)


def _calls_passport(here: View) -> Passport:
    words, listed = here.words, call_list(here.road, on=here.on)
    used, left_out = rows_behind(subject(here))
    return Passport(
        name="call-list",
        definition=words.say(
            "Sections of which a contribution is expected, with a question unanswered or with few answers, or "
            "with fewer contributions than were hoped for by now (the number expected times the share of the "
            "collection time elapsed). Those with most questions without any answer first, then with most few, "
            "then furthest behind, then those silent the longest, never heard before all, then the network’s "
            "order."
        ),
        table=_calls_table(here),
        values={
            words.say("Questions without an answer"): listed["none"],
            words.say("Questions with few answers"): listed["thin"],
            words.say("Fewer than hoped for by now"): listed["behind"],
            words.say("Silence, days"): listed["silence_days"],
        },
        used=used,
        left_out=left_out,
    )
