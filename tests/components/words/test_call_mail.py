"""The mail to a section: to whom, in which language, about what."""

from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from components.words.call_mail import call_mail, section_language
from data.figures.sections import call_list
from data.reading import read
from data.road import Road
from data.sources.file import read_file
from data.words import words_of
from tests.data.figures.roads import contribution, make_road
from tests.pages import hand

ON = date(2021, 6, 1)


def road(*languages: str) -> Road:
    rows = [
        contribution(f"C{n}", "2021-05-04", section="AFR", questions=["Q1"], language=language)
        for n, language in enumerate(languages)
    ]
    return make_road(contributions=rows, expected={"AFR": 4}, contributions_until="2021-11-26")


def mail(of: Road, *, to: str = "") -> tuple[str, str, str]:
    """To whom, the subject and the text."""
    calls = call_list(of, on=ON).to_dict("records")
    address = urlsplit(
        call_mail(of, next(call for call in calls if call["code"] == "AFR"), words_of("es"), on=ON, to=to)
    )
    assert address.scheme == "mailto"
    query = parse_qs(address.query, strict_parsing=True)
    return address.path, query["subject"][0], query["body"][0]


def test_the_mail_speaks_the_language_of_most_of_its_contributions() -> None:
    assert section_language(road("fr", "en", "fr"), "AFR", "es", on=ON) == "fr"
    assert section_language(road("pt", "pt", "en"), "AFR", "es", on=ON) == "en"
    assert section_language(road("pt"), "AFR", "es", on=ON) == "es"
    assert "Ce qui reste ouvert" in mail(road("fr"))[2]
    assert "Lo que queda pendiente" in mail(road("pt"))[2]


def test_it_says_what_came_and_what_is_open_and_until_when() -> None:
    to, subject, text = mail(road("en"), to="africa+charter@example.org")
    assert to == "africa%2Bcharter@example.org"
    assert subject == "Road to Lampedusa: what is still open for AFR"
    assert "1 contribution of 4 expected" in text.replace("\xa0", " ")
    assert "no answer to Q2; few answers to Q1" in text
    assert "until 26 November 2021" in text


def test_its_marks_are_those_of_its_language() -> None:
    _, subject, text = mail(road("fr"))
    assert subject.endswith("ce qui reste ouvert pour la section AFR")
    assert "\xa0:\n– " in text
    assert "\xa0; " in text
    assert ";" not in text.replace("\xa0;", "")


def test_a_language_in_which_nothing_has_come_yet_is_not_theirs() -> None:
    assert section_language(road("fr"), "AFR", "es", on=date(2021, 5, 3)) == "es"


def test_every_line_of_it_is_as_counted_by_hand(tmp_path: Path) -> None:
    sheet = read(read_file(hand.write(tmp_path)), now=datetime(2021, 7, 1, tzinfo=UTC))
    calls = call_list(sheet, on=hand.LATER).to_dict("records")
    assert [call["code"] for call in calls] == ["ASP", "EUA", "MWA", "REG", "MET", "LAM"]
    written = unquote(call_mail(sheet, calls[0], words_of("en"), on=hand.LATER, to="a@example.org"))
    assert written.replace("\xa0", " ").split("&body=") == [
        "mailto:a@example.org?subject=Road to Lampedusa: what is still open for Asia-Pacific",
        # Of the 149 days until 30 September 47 are gone: 6 x 47 / 149.
        "As of 20 June 2021:\n– 0 contributions of 6 expected\n– 0 questions of 2 answered\n– Never heard\n"
        "What is open: no answer to Q1 and Q2; about 2 fewer than hoped for by now.\n"
        "Q1: What is missing?\n"
        "Q2: Who is missing?\n"
        "Contributions are collected until 30 September 2021.",
    ]
    assert "Lo que queda pendiente" in unquote(call_mail(sheet, calls[5], words_of("en"), on=hand.LATER, to=""))


def test_nobody_is_named_where_no_contact_may_be() -> None:
    assert mail(road("en"))[0] == ""
