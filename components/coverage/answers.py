"""Which question is unanswered where, and whom to call about it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components.charts.chart import Passport, rows_behind
from components.charts.matrix import ANSWERS
from components.shared.passport import heading, plain_table, show, subject, table
from components.shell.view import View
from components.words.coverage import call_about, call_finding, call_mail, silence_words
from components.words.labels import names_of, titles
from components.words.plain import plain_markdown, shorten
from data.cache import per_road
from data.figures.sections import answer_matrix, call_list
from data.road import Road
from data.words import Words


def answers_and_calls(here: View) -> None:
    """What is answered where, and beside it whom to call."""
    st.space("small")
    asked, called = st.columns(2, gap="medium")
    with asked:
        _matrix(here)
    with called:
        _calls(here)


def _matrix(here: View) -> None:
    """The matrix of sections and questions, with the questions in full below."""
    words = here.words
    if answer_matrix(here.road, on=here.on).empty:
        st.info(
            words.say("The worksheet Questions lists no question yet: add a row with a code and a text."),
            icon=":material/help:",
        )
        return
    show(ANSWERS, subject(here))
    for code, text in _questions(here).items():
        st.caption(f"**{plain_markdown(code, 20)}** {plain_markdown(text, 300)}")


def _calls(here: View) -> None:
    """The call list as a table, and as text to copy into a mail."""
    words = here.words
    called = _called(here)
    heading(
        called.finding,
        key="call_list",
        passport=lambda: _calls_passport(here, called.table),
    )
    if called.table.empty:
        return
    table(called.shown)
    st.caption(words.say("The list as text, to copy into an email"))
    st.code(called.mail, language=None, wrap_lines=True)


@dataclass(frozen=True)
class Called:
    """Whom to call: who comes first, every section with its reason (also as ``shown``), the same as text for a mail."""

    finding: str
    table: pd.DataFrame
    shown: pd.DataFrame
    mail: str


@per_road
def _called(here: View) -> Called:
    words, listed = here.words, call_list(here.road, on=here.on)
    names, about, contacts = names_of(here.road, "section", words), _about(here), _contacts(here.road)
    mail = call_mail(listed, about, names, contacts, _questions(here), words, on=here.on)
    calls = _calls_table(listed, about, names, contacts, words)
    return Called(
        call_finding(listed, names, words),
        calls,
        plain_table(calls, words),
        "\n".join(shorten(line, 2000) for line in mail.splitlines()),
    )


def _questions(here: View) -> Mapping[str, str]:
    return titles(here.road, "question", here.words)


def _contacts(road: Road) -> dict[str, str]:
    """By section, only where the sheet allows them to be shown."""
    if not road.settings.show_contacts:
        return {}
    return dict(road.sections.dropna(subset="contact")[["code", "contact"]].itertuples(index=False, name=None))


def _about(here: View) -> list[str]:
    """What to call about, for each row of the call list."""
    by_section = {
        code: dict(zip(cells["question"], cells["answer"], strict=True))
        for code, cells in answer_matrix(here.road, on=here.on).groupby("section")
    }
    calls = call_list(here.road, on=here.on).to_dict("records")
    return [call_about(call, by_section.get(call["code"], {}), here.words) for call in calls]


def _calls_table(
    listed: pd.DataFrame, about: list[str], names: Mapping[str, str], contacts: Mapping[str, str], words: Words
) -> pd.DataFrame:
    columns = {
        words.say("Section"): [names[code] for code in listed["code"]],
        words.say_as("column of the call list: what to speak about", "About"): about,
        words.say("Silence"): [silence_words(days, words) for days in listed["silence_days"]],
    }
    if contacts:
        columns[words.say("Contact")] = [contacts.get(code, "–") for code in listed["code"]]
    return pd.DataFrame(columns)


def _calls_passport(here: View, rows: pd.DataFrame) -> Passport:
    words = here.words
    used, left_out = rows_behind(subject(here))
    return Passport(
        name="call-list",
        definition=words.say(
            "Sections of which a contribution is expected, with a question unanswered or with few answers, or "
            "with fewer contributions than were hoped for by now (the number expected times the share of the "
            "collection time gone). Those with most questions without any answer first, then with most few, "
            "then furthest behind, then those silent the longest, never heard before all, then the network’s "
            "order."
        ),
        table=rows,
        used=used,
        left_out=left_out,
    )
