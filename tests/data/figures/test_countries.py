"""Which sections a country's contributions count for."""

from data.figures.countries import country_sections
from tests.data.figures.roads import contribution, day, make_road


def test_an_override_puts_a_country_into_two_sections_in_the_network_s_order() -> None:
    road = make_road(
        contributions=[
            contribution("A", "2021-05-01", country="FRA", section="EUR"),
            contribution("B", "2021-05-02", country="FRA", section="EUR"),
            contribution("C", "2021-05-03", country="FRA", section="AFR"),
            contribution("D", "2021-05-04", country="FRA"),
            contribution("E", "2021-05-04", country="ITA", section="EUR"),
            contribution("F", "2021-05-20", country="FRA", section="NAM"),
        ]
    )
    counted = country_sections(road, "FRA", on=day("2021-05-10"))
    assert counted["section"].fillna("").tolist() == ["AFR", "EUR", ""]
    assert counted["n"].tolist() == [1, 2, 1]


def test_a_country_never_heard_counts_nowhere() -> None:
    counted = country_sections(make_road(), "SEN", on=day("2021-05-10"))
    assert counted.empty
    assert counted.dtypes.astype(str).to_dict() == {"section": "str", "n": "int64"}
