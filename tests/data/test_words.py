"""Dates, numbers and fallbacks of a language."""

from datetime import date

import pytest

import data.words
from data.languages import LANGUAGES
from data.words import Words, words_of

FIRST, LAST = date(2021, 5, 1), date(2021, 9, 17)


@pytest.mark.parametrize(
    ("language", "style", "said"),
    [
        ("en", "long", "17 September 2021"),
        ("en", "short", "17 Sept"),
        ("en", "weekday", "Friday, 17 September 2021"),
        ("fr", "long", "17 septembre 2021"),
        ("fr", "weekday", "vendredi 17 septembre 2021"),
        ("es", "long", "17 de septiembre de 2021"),
        ("es", "medium", "17 sept 2021"),
    ],
)
def test_a_day_is_written_as_its_readers_write_it(language: str, style: str, said: str) -> None:
    assert words_of(language).day(LAST, style) == said


def test_the_first_of_a_month_is_an_ordinal_in_french_and_in_italian() -> None:
    assert [words_of(language).day(FIRST) for language in ("en", "fr", "es", "it")] == [
        "1 May 2021",
        "1er mai 2021",
        "1 de mayo de 2021",
        "1º maggio 2021",
    ]


def test_a_month_is_named_and_days_of_one_month_share_it() -> None:
    words = words_of("fr")
    assert words.period(date(2021, 12, 1), date(2021, 12, 31), "month") == "décembre 2021"
    assert words.period(date(2021, 9, 13), date(2021, 9, 17)) == "13–17 septembre 2021"
    assert words.period(LAST, LAST) == "17 septembre 2021"


def test_what_rounds_to_none_or_all_is_said_to_be_more_or_less() -> None:
    words = words_of("en")
    said = {share: words.percent(share) for share in (0, 0.0049, 0.005, 0.01, 0.99, 0.995, 0.9951, 0.9999, 1)}
    assert said == {
        **{0: "0%", 0.0049: "under 1%", 0.005: "1%", 0.01: "1%"},
        **{0.99: "99%", 0.995: "over 99%", 0.9951: "over 99%", 0.9999: "over 99%", 1: "100%"},
    }
    assert [words.percent(n / 8) for n in (1, 3, 5, 7)] == ["13%", "38%", "63%", "88%"], "a half is rounded up"
    assert [words.number(n) for n in (0.5, 1.5, 2.5)] == ["1", "2", "3"]
    assert [words.rate(rate) for rate in (0, 0.007, 0.05, 0.25)] == ["0", "less than 0.1", "0.1", "0.3"]


@pytest.mark.parametrize(
    ("language", "number", "percent"),
    [("en", "1,234.5", "45%"), ("fr", "1\u202f234,5", "45\xa0%"), ("es", "1.234,5", "45\xa0%")],
)
def test_numbers_follow_the_language(language: str, number: str, percent: str) -> None:
    words = words_of(language)
    assert (words.number(1234.5, 1), words.percent(0.45)) == (number, percent)


def test_a_missing_text_falls_back_to_the_untagged_then_to_the_other_languages() -> None:
    row = {"title": "sans langue", "title_en": "", "title_fr": "en français", "title_es": float("nan")}
    assert words_of("fr").text(row, "title") == "en français"
    assert words_of("es").text(row, "title") == "sans langue"
    assert words_of("es").text({**row, "title": ""}, "title") == "en français"
    assert words_of("es").text({}, "title") == ""


def test_a_country_has_the_name_its_readers_use() -> None:
    assert [words_of(language).country("MLI") for language in ("en", "fr", "es")] == ["Mali", "Mali", "Mali"]
    assert [words_of(language).country("DEU") for language in ("en", "fr", "es")] == [
        "Germany",
        "Allemagne",
        "Alemania",
    ]


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [
        ("en", "PSE", "Palestine"),
        ("en", "COD", "Democratic Republic of the Congo"),
        ("fr", "PSE", "Palestine"),
        ("fr", "COD", "République démocratique du Congo"),
        ("fr", "HKG", "Hong Kong"),
        ("es", "PSE", "Palestina"),
    ],
)
def test_a_country_is_named_as_the_united_nations_and_the_network_print_it(language: str, code: str, name: str) -> None:
    assert words_of(language).country(code) == name


def test_a_number_ends_no_line_before_its_noun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data.words, "NUMBER_SPACE", data.words.NO_BREAK)
    said = [Words(language).plural("{n} day", "{n} days", 14) for language in ("en", "fr", "es")]
    assert said == ["14\xa0days", "14\xa0jours", "14\xa0días"]


def test_a_day_ends_no_line_before_its_month_nor_n_before_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data.words, "NUMBER_SPACE", "~")
    first, last = date(2021, 5, 1), date(2021, 12, 18)
    said = {language: Words(language) for language in ("en", "fr", "es", "it")}
    assert [words.day(last) for words in said.values()] == [
        "18~December 2021",
        "18~décembre 2021",
        "18~de~diciembre de 2021",
        "18~dicembre 2021",
    ]
    assert [words.day(first, "medium") for words in said.values()] == [
        "1~May~2021",
        "1er~mai~2021",
        "1~may~2021",
        "1º~mag~2021",
    ]
    assert said["fr"].period(first, last).replace("\u2009", "") == "1er~mai–18~décembre 2021"
    assert said["es"].period(date(2021, 9, 13), date(2021, 9, 17)) == "13–17~de~septiembre de 2021"
    assert said["it"].period(date(2021, 9, 13), date(2021, 9, 17), style="medium") == "13–17~set~2021"
    assert said["es"].month(last) == "diciembre~de~2021"
    assert said["en"].say("{rate} (n = {n})", rate="82%", n=98) == "82% (n~=~98)"


def test_sentences_of_the_catalog_keep_their_marks_too() -> None:
    assert words_of("fr").say("{label}: {value}", label="Retard", value="oui") == "Retard\xa0: oui"
    assert words_of("fr").say("As of {day}", day="x") == "Au x"


def test_a_context_tells_two_meanings_apart_and_is_never_shown() -> None:
    assert words_of("en").say_as("a context that no catalog has", "About {n}", n=3) == "About 3"


@pytest.mark.parametrize(
    ("items", "listed"),
    [
        (["Canadá", "Italia"], "Canadá e Italia"),
        (["Canadá", "Irlanda", "Hispania"], "Canadá, Irlanda e Hispania"),
        (["cobre", "hierro"], "cobre y hierro"),
        (["Italia", "Canadá"], "Italia y Canadá"),
        (["Italia"], "Italia"),
    ],
)
def test_a_spanish_list_says_e_before_an_i(items: list[str], listed: str) -> None:
    assert words_of("es").listed(items) == listed


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2021, 5, 1), date(2021, 6, 1), "1er mai – 1er juin 2021"),
        (date(2021, 5, 1), date(2021, 5, 31), "1er–31 mai 2021"),
        (date(2021, 5, 11), date(2021, 6, 1), "11 mai – 1er juin 2021"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_in_french_intervals_too(first: date, last: date, said: str) -> None:
    plain = words_of("fr").period(first, last).replace("\N{THIN SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")
    assert plain == said


def test_an_interval_is_as_long_as_its_style() -> None:
    words = words_of("es")
    assert words.period(date(2021, 9, 13), LAST) == "13–17 de septiembre de 2021"
    assert words.period(date(2021, 9, 13), LAST, style="medium") == "13–17 sept 2021"


@pytest.mark.parametrize("style", ["long", "medium"])
def test_no_day_of_an_interval_begins_with_a_nought(style: str) -> None:
    for language in LANGUAGES:
        said = words_of(language).period(date(2021, 5, 4), date(2021, 6, 7), style=style)
        assert "04" not in said and "07" not in said, said


def test_french_ends_no_line_before_a_high_mark() -> None:
    row = {"title": "Consultation : qui écoute ?"}
    assert words_of("fr").text(row, "title") == "Consultation\xa0: qui écoute\xa0?"
    assert words_of("es").text(row, "title") == "Consultation : qui écoute ?"


@pytest.mark.parametrize(
    ("day", "launch"),
    [(8, "Il lancio dell’8"), (11, "Il lancio dell’11"), (18, "Il lancio del 18"), (1, "Il lancio del 1º")],
)
def test_an_italian_article_gives_way_before_a_number_that_begins_with_a_vowel(day: int, launch: str) -> None:
    words = words_of("it")
    said = words.say("The launch on {day}", day=words.day(date(2021, 12, day)))
    assert said == f"{launch} dicembre 2021"
    assert words.say("Since {day}", day="8 maggio") == "Dall’8 maggio"


def test_an_italian_plural_article_gives_way_too_and_a_word_of_the_sheet_does_not() -> None:
    words = words_of("it")
    shares = [words.plural("Shares of {n} received", "Shares of the {n} received", n) for n in (80, 11, 118)]
    assert shares == ["Quote sugli 80 ricevuti", "Quote sugli 11 ricevuti", "Quote sui 118 ricevuti"]
    assert words.say("“{title}”", title="Dal 8 al 11") == "«Dal 8 al 11»"
