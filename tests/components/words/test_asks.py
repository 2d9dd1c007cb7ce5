"""What is asked of the Bureau reads as a request, for one and many."""

import pytest

from components.words.asks import ask_words, asks_words
from data.figures.asks import Ask
from data.languages import LANGUAGES
from data.words import words_of
from tests.data.figures.roads import day, make_road, milestone

EN = words_of("en")
ROAD = make_road(milestones=[milestone("M5", "2021-10-22", title="First draft: all")], blocks=list("ABCDEF"))
WAITING = "Confirm “First draft: all”, due on 22 October 2021, or set a new date"


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (Ask("confirm", "", codes=("M5",), due=day("2021-10-22")), WAITING),
        (Ask("confirm", "", codes=("M5",), n=3, due=day("2021-10-22")), f"{WAITING}: 3 milestones wait for it"),
        (Ask("date", "", codes=("M5",)), "Set a date for “First draft: all”: the launch waits for it"),
        (Ask("decide", "", n=1, due=day("2021-05-04")), "Decide on 1 contribution: it has waited since 4 May 2021"),
        (
            Ask("decide", "", n=196, due=day("2021-05-04")),
            "Decide on 196 contributions: the oldest has waited since 4 May 2021",
        ),
        (Ask("hear", "", codes=("EUA",)), "Ask EUA for a contribution: none has come yet"),
        (Ask("answers", "", codes=("ASP", "Q2")), "Ask ASP about question Q2: no answer yet"),
        (Ask("answers", "", codes=("ASP", "Q1", "Q2")), "Ask ASP about questions Q1 and Q2: no answers yet"),
        (Ask("more", "", codes=("ASP", "Q2")), "Ask ASP for more on question Q2: few answers so far"),
        (
            Ask("more", "", codes=("ASP", *"12345")),
            "Ask ASP for more on questions 1, 2, 3 and 2 more: few answers so far",
        ),
        (Ask("source", "", codes=("A",), n=1), "Name a source for “A”: no contribution is in it"),
        (Ask("source", "", codes=tuple("ABCDEF"), n=6), "Name a source for 6 blocks of the text: A, B, C and 3 more"),
        (Ask("block", "", n=1), "Name the Charter block of 1 contribution that is in the text"),
    ],
)
def test_a_request_says_what_to_do_and_why(ask: Ask, sentence: str) -> None:
    assert ask_words(ask, ROAD, EN).replace("\N{NO-BREAK SPACE}", " ") == sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_request_has_its_sentence_in_every_language(language: str) -> None:
    found = asks_words(ROAD, words_of(language), on=day("2021-11-15"))
    # Overdue, and nine sections that nobody heard.
    assert [ask.kind for ask, _ in found] == ["confirm", *["hear"] * 9]
    assert all(ask.codes[0] in said for ask, said in found[1:])


def test_what_is_due_in_a_month_is_asked_about_by_its_month() -> None:
    road = make_road(milestones=[milestone("M1", "2021-10", title="Draft")])
    (_, said), *_ = asks_words(road, EN, on=day("2021-11-15"))
    assert said.replace("\N{NO-BREAK SPACE}", " ") == "Confirm “Draft”, due in October 2021, or set a new date"
