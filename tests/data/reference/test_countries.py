"""Countries: none is missing, each is found by what people type, each has a section that a written rule gives it."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from babel import Locale

from data.languages import LANGUAGE, LANGUAGES, names_of_countries
from data.reference import countries
from data.reference.countries import (
    ALPHA2,
    CENTROIDS,
    SECTION_OF,
    SMALL,
    STATES,
    STATUS,
    find_country,
    nearest_country,
)
from data.shape import NETWORK_SECTIONS
from data.words import words_of

FOLDER = Path(countries.__file__).parent


def _codes(text: str) -> set[str]:
    return set(text.split())


MEMBERS = _codes("""
AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA BRN BGR BFA BDI CPV KHM
CMR CAN CAF TCD CHL CHN COL COM COG CRI CIV HRV CUB CYP CZE PRK COD DNK DJI DMA DOM ECU EGY SLV GNQ ERI EST SWZ ETH FJI
FIN FRA GAB GMB GEO DEU GHA GRC GRD GTM GIN GNB GUY HTI HND HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM JPN JOR KAZ KEN KIR
KWT KGZ LAO LVA LBN LSO LBR LBY LIE LTU LUX MDG MWI MYS MDV MLI MLT MHL MRT MUS MEX FSM MCO MNG MNE MAR MOZ MMR NAM NRU
NPL NLD NZL NIC NER NGA MKD NOR OMN PAK PLW PAN PNG PRY PER PHL POL PRT QAT KOR MDA ROU RUS RWA KNA LCA VCT WSM SMR STP
SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF SSD ESP LKA SDN SUR SWE CHE SYR TJK THA TLS TGO TON TTO TUN TUR TKM TUV UGA
UKR ARE GBR TZA USA URY UZB VUT VEN VNM YEM ZMB ZWE
""")
OBSERVERS = {"PSE", "VAT"}
ISLAND_STATES = _codes("""
ATG BHS BHR BRB CPV COM DMA GRD KIR MDV MHL FSM MUS NRU PLW WSM STP SYC SGP KNA LCA VCT SLB TTO TUV TON VUT COK NIU
""")
# Regions of CLDR that are no territory of their own: groups, parts of a country, pseudo-locales, the unknown.
NO_COUNTRY = _codes("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ")


def test_every_member_and_observer_of_the_united_nations_is_there() -> None:
    assert len(MEMBERS) == 193
    assert {code for code, status in STATUS.items() if status == "member"} == MEMBERS
    assert {code for code, status in STATUS.items() if status == "observer"} == OBSERVERS
    assert MEMBERS | OBSERVERS == STATES
    assert len(STATES) == 195
    assert set(STATUS.values()) == {"member", "observer", "territory"}
    assert ALPHA2.keys() >= MEMBERS | OBSERVERS


def test_every_territory_that_cldr_names_is_there_once() -> None:
    named = {code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()}
    assert set(ALPHA2.values()) == named - NO_COUNTRY
    assert len(set(ALPHA2.values())) == len(ALPHA2)


def test_the_file_reads_in_order_and_calls_countries_by_their_names() -> None:
    with (FOLDER / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["alpha3"] for row in rows] == sorted(row["alpha3"] for row in rows)
    assert {row["alpha3"]: row["name"] for row in rows} == {
        code: Locale("en").territories[alpha2] for code, alpha2 in ALPHA2.items()
    }


def test_every_country_with_people_is_in_a_regional_section() -> None:
    regional = {code for code, (kind, _) in NETWORK_SECTIONS.items() if kind == "regional"}
    assert set(SECTION_OF.values()) == regional
    assert SECTION_OF.keys() >= MEMBERS | OBSERVERS
    assert ALPHA2.keys() - SECTION_OF.keys() == {"ATA", "ATF", "BVT", "HMD", "IOT", "SGS", "UMI"}


@pytest.mark.parametrize(
    ("section", "claimed"),
    [
        ("AFR", "EGY MAR MYT"),
        ("ASP", "PAK TWN TUV NCL"),
        ("EUA", "RUS MNG AZE TKM"),
        ("EUR", "UKR GEO MDA CYP ISR XKX"),
        ("LAM", "HTI BRB MEX PRI"),
        ("MWA", "TUR IRN PSE"),
        ("NAM", "CAN USA"),
    ],
)
def test_the_rules_place_the_countries_that_two_sections_could_claim(section: str, claimed: str) -> None:
    assert {SECTION_OF[country] for country in _codes(claimed)} == {section}


def test_every_rule_is_stated_with_its_section_and_its_source() -> None:
    lines = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    stated = {rule.strip("`"): section for rule, section, _, source in cells if source}
    with (FOLDER / "countries.csv").open(encoding="utf-8", newline="") as file:
        used = {row["rule"]: row["section"] or "none" for row in csv.DictReader(file)}
    assert used == stated


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_that_a_page_shows_can_be_typed_into_the_sheet(language: str) -> None:
    words, territories = words_of(language), Locale.parse(LANGUAGE[language].locale).territories
    for shown in (words.country, lambda code: territories[ALPHA2[code]]):
        assert {code: find_country(shown(code)) for code in ALPHA2} == {code: code for code in ALPHA2}


def test_english_names_are_written_out_as_the_united_nations_print_them() -> None:
    shown = {words_of("en").country(code) for code in ALPHA2}
    assert [name for name in shown if "&" in name or name.startswith("St ")] == []
    assert {"Saint Kitts and Nevis", "Sao Tome and Principe", "Bosnia and Herzegovina", "Viet Nam"} <= shown


@pytest.mark.parametrize("form", [str.upper, str.lower, str.title, lambda code: f" {code} "])
def test_codes_of_two_and_three_letters_are_names_too(form) -> None:  # noqa: ANN001 - any change of a text
    assert {code: find_country(form(code)) for code in ALPHA2} == {code: code for code in ALPHA2}
    assert {code: find_country(form(alpha2)) for code, alpha2 in ALPHA2.items()} == {code: code for code in ALPHA2}


def test_every_further_name_leads_to_its_country() -> None:
    names = [name for language in LANGUAGES for name in names_of_countries(language)]
    assert len(names) > 300
    assert [name for name in names if find_country(name.name) != name.alpha3] == []


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("Ivory Coast", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("CÔTE  D’IVOIRE", "CIV"),
        ("Cote d\u2019Ivoire\u00a0", "CIV"),
        ("Turkey", "TUR"),
        ("Türkiye", "TUR"),
        ("Tu\u0308rkiye", "TUR"),
        ("Turquía", "TUR"),
        ("DR Congo", "COD"),
        ("RDC", "COD"),
        ("Congo", "COG"),
        ("USA", "USA"),
        ("U.S.A.", "USA"),
        ("EE.UU.", "USA"),
        ("EE. UU.", "USA"),
        ("États-Unis", "USA"),
        ("UK", "GBR"),
        ("Royaume-Uni", "GBR"),
        ("Cabo Verde", "CPV"),
        ("Swaziland", "SWZ"),
        ("Palestine", "PSE"),
        ("Czech Republic", "CZE"),
        ("Bosnia and Herzegovina", "BIH"),
        ("St Lucia", "LCA"),
        ("Saint Lucia", "LCA"),
        ("The Gambia", "GMB"),
        ("Republic of Senegal", "SEN"),
        ("République du Sénégal", "SEN"),
        ("Bolivia (Plurinational State of)", "BOL"),
        ("Republic of Korea", "KOR"),
        ("\uff26\uff52\uff41\uff4e\uff43\uff45", "FRA"),  # full-width letters
        ("Sri\u200bLanka", "LKA"),
    ],
)
def test_what_people_type_for_a_country_is_understood(typed: str, country: str) -> None:
    assert find_country(typed) == country


@pytest.mark.parametrize(
    "typed", ["", "  ", "?", "Atlantis", "Sengal", "Republic of", "Georgia (USA)", "Dakar", "中国"]
)
def test_what_names_no_country_is_none(typed: str) -> None:
    assert find_country(typed) is None


@pytest.mark.parametrize("typed", ["Democratic Republic of Kongo", "Rép. démocratique Congo"])
def test_the_two_congos_are_never_taken_for_each_other(typed: str) -> None:
    assert find_country(typed) is None


@pytest.mark.parametrize(
    ("typed", "language", "name"),
    [
        ("Sengal", "en", "Senegal"),
        ("Sénegla", "fr", "Sénégal"),
        ("Colmbia", "es", "Colombia"),
        ("Espgane", "en", "Espagne"),
        ("Alemanha", "en", "Alemania"),
        ("Untied States", "fr", "United States"),
        ("Bosina", "en", "Bosnia"),
        ("Ivroy Coast", "fr", "Ivory Coast"),
        ("Senegal", "fr", "Sénégal"),
    ],
)
def test_a_misspelling_gives_the_nearest_name_as_its_language_writes_it(typed: str, language: str, name: str) -> None:
    assert nearest_country(typed, language) == name


@pytest.mark.parametrize("typed", ["", "x", "Atlantis", "Wakanda", "Afrqiue", "not a country at all"])
def test_nothing_is_near_to_what_is_no_country(typed: str) -> None:
    assert nearest_country(typed) is None


def test_every_country_lies_somewhere_on_earth_and_in_its_own_corner() -> None:
    assert CENTROIDS.keys() == ALPHA2.keys()
    assert all(-90 <= latitude <= 90 and -180 <= longitude <= 180 for latitude, longitude in CENTROIDS.values())
    corners = {
        "ESP": (40, -4),
        "PRT": (40, -8),
        "ECU": (-1, -78),
        "MUS": (-20, 58),
        "XKX": (43, 21),
        "TUV": (-8.5, 179),
    }
    for country, (latitude, longitude) in corners.items():
        assert CENTROIDS[country] == pytest.approx((latitude, longitude), abs=1)


def test_islands_and_micro_states_need_a_dot_and_large_countries_do_not() -> None:
    assert ISLAND_STATES <= SMALL
    assert {"AND", "LIE", "MCO", "SMR", "VAT", "XKX", "LUX", "MLT", "PSE"} <= SMALL
    assert not {"FRA", "BRA", "CUB", "ISL", "ISR", "PRT", "MDG", "ESP", "ECU", "NZL"} & SMALL


def test_importing_opens_neither_babel_nor_rapidfuzz() -> None:
    code = "import sys, data.reference.countries; print({'babel', 'rapidfuzz'} & sys.modules.keys())"
    root = FOLDER.parent.parent
    answer = subprocess.run([sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True)
    assert answer.stdout.strip() == "set()"
