"""The nearest name to one that was typed in vain."""

import pytest

from data.figures.suggest import nearest_name
from data.words import words_of
from tests.data.figures.roads import contribution, day, make_road

ROAD = make_road(
    contributions=[
        contribution("C1", "2021-05-04", contributor="Ville de Dakar", country="SEN"),
        contribution("C2", "2021-05-20", contributor="Comune di Agrigento", country="ITA"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Daker", "Dakar"),
        ("ville de dakkar", "Ville de Dakar"),
        ("Senegl", "Senegal"),
        ("agrigenta", "Agrigento"),
        ("Wellington", None),
        ("da", None),
        ("", None),
    ],
)
def test_the_nearest_name_is_a_contributor_a_word_of_one_or_a_country(typed: str, near: str | None) -> None:
    assert nearest_name(ROAD, typed, on=day("2021-05-21"), words=words_of("en")) == near


def test_countries_are_named_in_the_readers_language() -> None:
    assert nearest_name(ROAD, "senegl", on=day("2021-05-21"), words=words_of("fr")) == "Sénégal"


def test_nobody_is_suggested_who_had_not_contributed_by_the_day() -> None:
    assert nearest_name(ROAD, "agrigenta", on=day("2021-05-19"), words=words_of("en")) is None
