"""A mail to a section of the call list, in the language its contributions speak, ready to send."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from components.words.coverage import call_about
from components.words.labels import names_of, product_name, titles
from components.words.plain import shorten
from components.words.region import region_facts
from data.figures.coded import coded
from data.figures.contributions import stages
from data.figures.days import collection_end
from data.figures.network import counting_for
from data.figures.sections import answers_at
from data.languages import LANGUAGES
from data.road import Road
from data.words import Words, words_of

LONGEST = 300
"""Letters of a question in the mail: mail programs cut addresses of some thousands."""

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
"""An address of mail as HTML has it (WHATWG, "valid e-mail address"), with a dot in its domain."""


def section_language(road: Road, section: str, otherwise: str, *, on: date) -> str:
    """The one of our languages that most received from the section by D are written in, ``otherwise`` without any."""
    chosen = stages(road, on=on).received & counting_for(road, {section})
    written = coded(road, "language").counted(chosen)
    ours = [code for code in written if code in LANGUAGES]
    return max(ours, key=written.__getitem__, default=otherwise)


def call_mail(road: Road, call: Mapping[Any, Any], words: Words, *, on: date, to: str) -> str:
    """The mail about a row of ``call_list`` as a ``mailto:`` address; ``to`` is '' where no contact may be shown."""
    section = call["code"]
    words = words_of(section_language(road, section, words.language, on=on), road.own_words)
    answers = {question: cell["answer"] for question, cell in answers_at(road, on=on)[section].items()}
    texts = titles(road, "question", words)
    end = collection_end(road)
    lines = [
        words.say("As of {day}:", day=words.day(on)),
        *(f"– {fact}" for fact in region_facts(road, section, words, on=on)),
        words.say("What is open: {about}.", about=call_about(call, answers, words)),
        *(
            words.say("{label}: {value}", label=code, value=shorten(texts[code], LONGEST))
            for code in call["open_questions"]
            if texts.get(code)
        ),
    ]
    if end and end >= on:
        lines.append(words.say("Contributions are collected until {day}.", day=words.day(end)))
    name = names_of(road, "section", words)[section]
    subject = words.say("{product}: what is still open for {section}", product=product_name(road, words), section=name)
    # Whatever else stands in the sheet is no address to send to: the reader's program then asks for one.
    to = to if ADDRESS.fullmatch(to) else ""
    return f"mailto:{quote(to, safe='@')}?subject={quote(subject)}&body={quote(chr(10).join(lines))}"
