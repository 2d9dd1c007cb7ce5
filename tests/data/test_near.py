"""A suggestion is made only where meaning is near."""

import pytest

from data.near import Names
from data.reading.known import known_vocabulary
from data.reference.countries import nearest_country
from data.shape import DECISIONS, FLAGS, NETWORK_SECTIONS


def _nearest(typed: str, *known: str) -> str | None:
    return Names((name, name) for name in known).nearest(typed)


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        *(
            ("rejected", "reflected"),
            ("not cancelled", "cancelled"),
            ("uncancelled", "cancelled"),
            ("Africa", "America"),
        ),
        *(("South America", "South Africa"), ("North Africa", "South Africa"), ("Several", "Senegal")),
        *(("Oceania", "Ucrania"), ("Cisjordanie", "Jordanie"), ("EU", "EUA"), ("EU", "EUR"), ("Q3", "Q1")),
        *(("M12", "M1"), ("2022", "2021"), ("AFX", "AFR"), ("Corse", "Corée"), ("non reprise", "reprise")),
        *(("Latin America and Africa", "Latin America"), ("Asia", "Asia-Pacific"), ("sesión 2", "sesión 1")),
    ],
)
def test_another_meaning_is_not_near(typed: str, known: str) -> None:
    assert _nearest(typed, known) is None


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        *(
            ("refleted", "reflected"),
            ("Canceled", "Cancelled"),
            ("Afrca", "Africa"),
            ("Latin Amercia", "Latin America"),
        ),
        *(
            ("Q01", "Q1"),
            ("AFRR", "AFR"),
            ("MTE", "MET"),
            ("asia  pacifc", "Asia-Pacific"),
            ("sociedad civli", "Sociedad civil"),
        ),
    ],
)
def test_a_slip_of_the_fingers_is_near(typed: str, known: str) -> None:
    assert _nearest(typed, known) == known


def test_between_two_equally_near_none_is_chosen() -> None:
    assert _nearest("Guinee", "Guinea", "Guineo") is None


@pytest.mark.parametrize("typed", ["Several", "Oceania", "Cisjordanie", "South America", "Europe", "Asie"])
def test_no_region_or_other_word_is_taken_for_a_country(typed: str) -> None:
    assert nearest_country(typed) is None


@pytest.mark.parametrize("typed", ["rejected?", "not reflected at all", "unreflect", "EU", "not cancelled", "Africa"])
def test_our_own_lists_suggest_nothing_of_another_meaning(typed: str) -> None:
    for vocabulary in (DECISIONS, FLAGS):
        assert known_vocabulary(vocabulary).nearest(typed) is None
    assert Names((code, code) for code in NETWORK_SECTIONS).nearest(typed) is None
