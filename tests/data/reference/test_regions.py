"""Regions: complete, disjoint where the United Nations have them so, and named in every language."""

import csv
from pathlib import Path

from data.languages import LANGUAGES, LOCALE_DIR
from data.reference import countries
from data.reference.countries import ALPHA2, STATES
from data.reference.regions import COUNTRIES_IN, names_of_regions

SUBREGIONS = ("015", "014", "017", "018", "011", "029", "013", "005", "021", "143", "030", "035", "034", "145")
SUBREGIONS += ("151", "154", "039", "155", "053", "054", "057", "061")


def test_every_state_is_in_one_sub_region_of_the_united_nations() -> None:
    assert {code: sum(code in COUNTRIES_IN[region] for region in SUBREGIONS) for code in STATES} == dict.fromkeys(
        STATES, 1
    )


def test_the_regions_of_the_united_nations_have_as_many_members_as_it_counts() -> None:
    # un.org: members by region of M49, with the two observers.
    members = {"002": 54, "019": 35, "142": 47 + 1, "150": 43 + 1, "009": 14}
    assert {region: len(COUNTRIES_IN[region] & STATES) for region in members} == members


def test_the_african_union_is_that_of_the_rule_that_makes_a_section() -> None:
    with (Path(countries.__file__).parent / "countries.csv").open(encoding="utf-8", newline="") as file:
        members = {row["alpha3"] for row in csv.DictReader(file) if row["rule"] == "african-union"}
    assert COUNTRIES_IN["african-union"] == members
    assert len(members) == 55
    assert len(COUNTRIES_IN["arab-states"]) == 22


def test_regions_hold_only_countries_that_we_know() -> None:
    assert frozenset().union(*COUNTRIES_IN.values()) <= ALPHA2.keys()


def test_every_language_names_the_same_regions() -> None:
    assert {region for _, region in names_of_regions()} == COUNTRIES_IN.keys()
    for language in LANGUAGES:
        text = (LOCALE_DIR / language / "region_names.csv").read_text(encoding="utf-8")
        assert {"maghreb", "sahel", "balkans", "nordic", "gulf"} <= {line.split(",")[0] for line in text.splitlines()}


def test_regions_are_found_by_what_each_language_calls_them() -> None:
    called = {name.casefold(): region for name, region in names_of_regions()}
    assert len(COUNTRIES_IN["european-union"]) == 27
    for region, names in {
        "european-union": ("European Union", "Union européenne", "Unión Europea", "Unione europea"),
        "419": ("Latin America and the Caribbean", "Amérique latine et Caraïbes", "América Latina y el Caribe"),
        "015": ("North Africa", "Afrique du Nord", "Norte de África", "Africa settentrionale"),
    }.items():
        assert {called[name.casefold()] for name in names} == {region}
