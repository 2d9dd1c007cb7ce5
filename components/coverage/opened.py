"""One section opened: what it sent and answered, from which countries, what became of it, and the way to all of it."""

from urllib.parse import quote

import streamlit as st

from components.coverage.calls import calls_of, mail_button
from components.shared.ways_on import ways_on
from components.shell import address, document
from components.shell.pages import page_of
from components.shell.view import View
from components.words.call_mail import ADDRESS
from components.words.coverage import answer_words, reach_words
from components.words.labels import names_of, titles
from components.words.marks import ANSWER_MARKS
from components.words.plain import plain_markdown
from components.words.region import region_facts
from components.words.section_strip import in_strip_order
from data.figures.countries import section_countries
from data.figures.sections import answers_at, sections_at
from data.figures.selection import BLANK

COUNTRIES_SHOWN = 12


def is_open(here: View) -> bool:
    """Whether the address opens a section of this sheet."""
    return address.get("section") in names_of(here.road, "section", here.words)


def opened(here: View) -> None:
    """The section that the address opens, in place of the page."""
    words, code = here.words, address.get("section")
    sections = sections_at(here.road, on=here.on)
    codes = [row["code"] for row in in_strip_order(sections.values())]
    ways_on(codes, parameter="section", name="section", back=words.say("All sections"), words=words)
    name = names_of(here.road, "section", words)[code]
    document.opened(code, name)
    st.title(plain_markdown(name), anchor=False)
    facts = region_facts(here.road, code, words, on=here.on)
    st.markdown(" · ".join(plain_markdown(fact) for fact in facts))
    st.page_link(
        page_of("contributions"),
        label=words.say("Read its contributions"),
        icon=":material/arrow_forward:",
        query_params=address.link(section=code),
    )
    told, asked = st.columns(2, gap="large")
    with told:
        _questions(here, code)
        _open(here, code)
    with asked:
        _countries(here, code, reach_words(sections[code], words))


def _questions(here: View, code: str) -> None:
    words, texts = here.words, titles(here.road, "question", here.words)
    answers = answers_at(here.road, on=here.on)[code]
    if not answers:
        return
    st.subheader(words.say("What it answered"), anchor=False)
    for answer in answers.values():
        said = answer_words(answer["answer"], answer["n"], words)
        question = " ".join(filter(None, (answer["question"], texts.get(answer["question"], ""))))
        st.markdown(f"{ANSWER_MARKS[answer['answer']]} **{plain_markdown(said)}** · {plain_markdown(question, 300)}")


def _open(here: View, code: str) -> None:
    """What is to be asked of it, its contact where the sheet allows that, and the mail."""
    words = here.words
    contact = here.road.sections["contact"][here.road.sections["code"] == code].iloc[0]
    if here.road.settings.show_contacts and isinstance(contact, str):
        value = plain_markdown(contact)
        if ADDRESS.fullmatch(contact):
            value = f"[{value}](mailto:{quote(contact, safe='@')})"
        st.markdown(words.say("{label}: {value}", label=words.say("Contact"), value=value))
    for call in calls_of(here):
        if call.code == code:
            st.subheader(words.say("What is open"), anchor=False)
            st.markdown(plain_markdown(words.say("; ").join((call.about, call.silence)), 400))
            mail_button(call, words)


def _countries(here: View, code: str, reach: str) -> None:
    words = here.words
    heard = section_countries(here.road, code, on=here.on)
    st.subheader(reach or words.say("Countries"), anchor=False)
    if heard.empty:
        st.markdown(words.say("No contribution counts for it yet."))
    for row in heard.head(COUNTRIES_SHOWN).to_dict("records"):
        country = row["country"] if isinstance(row["country"], str) else BLANK
        name = words.say("no country given") if country == BLANK else words.country(country)
        st.page_link(
            page_of("contributions"),
            label=plain_markdown(words.say("{section} ({n})", section=name, n=words.number(row["n"]))),
            query_params=address.link(section=code, country=country),
        )
    if (more := len(heard) - COUNTRIES_SHOWN) > 0:
        st.caption(words.plural("and {n} more", "and {n} more", more))
