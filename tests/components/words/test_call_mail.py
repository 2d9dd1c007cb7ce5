"""The mail to a section: to whom, in which language, about what."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

from components.words.call_mail import call_mail, section_language
from data.figures.sections import call_list
from data.road import Road
from data.words import words_of
from tests.data.figures.roads import contribution, make_road

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
    assert section_language(road("fr", "en", "fr"), "AFR", "es") == "fr"
    assert section_language(road("pt", "pt", "en"), "AFR", "es") == "en"
    assert section_language(road("pt"), "AFR", "es") == "es"
    assert "Ce qui reste ouvert" in mail(road("fr"))[2]
    assert "Lo que queda pendiente" in mail(road("pt"))[2]


def test_it_says_what_came_and_what_is_open_and_until_when() -> None:
    to, subject, text = mail(road("en"), to="africa+charter@example.org")
    assert to == "africa%2Bcharter@example.org"
    assert subject == "Road to Lampedusa: what is still open for AFR"
    assert "1 contribution of 4 expected" in text.replace("\xa0", " ")
    assert "no answer to Q2; few answers to Q1" in text
    assert "until 26 November 2021" in text


def test_nobody_is_named_where_no_contact_may_be() -> None:
    assert mail(road("en"))[0] == ""
