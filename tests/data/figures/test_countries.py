"""Which sections a country's contributions count for, and which countries a section's name."""

from data.figures.countries import country_sections, section_countries
from tests.data.figures.roads import contribution, day, make_road

ON = day("2021-05-10")
ROAD = make_road(
    contributions=[
        contribution("A", "2021-05-01", country="FRA", section="EUR"),
        contribution("B", "2021-05-02", country="FRA", section="EUR"),
        contribution("C", "2021-05-03", country="FRA", section="AFR"),
        contribution("D", "2021-05-04", country="FRA"),
        contribution("E", "2021-05-04", country="ITA", section="EUR"),
        contribution("F", "2021-05-20", country="FRA", section="NAM"),
        contribution("G", "2021-05-04", country="ESP", section="EUR"),
        contribution("H", "2021-05-20", country="ITA", section="EUR"),
        *(contribution(f"I{n}", "2021-05-04", section="EUR") for n in range(3)),
    ]
)


def test_an_override_puts_a_country_into_two_sections_in_the_network_s_order() -> None:
    counted = country_sections(ROAD, "FRA", on=ON)
    assert counted["section"].fillna("").tolist() == ["AFR", "EUR", ""]
    assert counted["n"].tolist() == [1, 2, 1]


def test_a_country_never_heard_counts_nowhere() -> None:
    counted = country_sections(make_road(), "SEN", on=ON)
    assert counted.empty
    assert counted.dtypes.astype(str).to_dict() == {"section": "str", "n": "int64"}


def test_the_countries_of_a_section_stand_by_their_number_then_by_code_those_without_last() -> None:
    counted = section_countries(ROAD, "EUR", on=ON)
    assert counted["country"].fillna("").tolist() == ["FRA", "ESP", "ITA", ""]
    assert counted["n"].tolist() == [2, 1, 1, 3]
    assert counted.dtypes.astype(str).to_dict() == {"country": "str", "n": "int64"}
