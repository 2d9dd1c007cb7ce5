"""Find my city: whatever the accents, the case and the language."""

import pandas as pd
import pytest

from data.figures import places
from data.figures.places import folded
from data.figures.search import find, matches, text_of_all
from data.figures.selection import Selection, select
from data.reference.regions import COUNTRIES_IN, names_of_regions
from tests.data.figures.roads import contribution, day, make_road

ROAD = make_road(
    contributions=[
        contribution(
            "C1",
            "2021-05-04",
            contributor="Ville de Saint-Étienne",
            country="FRA",
            considered_on="2021-05-06",
            decided_on="2021-05-10",
            decision="partly",
            reason="Repris en partie",
            blocks=["DIG", "EQU"],
        ),
        contribution("C2", "2021-05-05", contributor="Łódź", country="POL", summary="Œuvre commune\x1fau bord"),
        contribution("C3", "2021-05-06", contributor="Abidjan", country="CIV", summary="100 % LOGEMENT"),
        contribution(
            "C4", "2021-05-06", contributor="Niamey", country="NER", decided_on="2021-05-30", decision="reflected"
        ),
        contribution("C5", "2021-05-06", contributor="Lagos", country="NGA"),
        contribution("C6", "2021-05-06"),
        contribution("C7", "2021-05-22", contributor="Saint-Étienne", country="FRA"),
    ],
    blocks=["DIG", "EQU"],
)


def found(query: str, on: str = "2021-05-21") -> list[str]:
    return find(ROAD, query, on=day(on))["id"].tolist()


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("saint-etienne", ["C1"]),
        ("  ÉTIENNE ville ", ["C1"]),
        ("lodz", ["C2"]),
        ("France", ["C1"]),
        ("francia", ["C1"]),
        ("FRA", ["C1"]),
        ("FR", ["C1"]),
        ("fr", []),
        ("con", []),
        ("Afrique de l’Ouest", ["C3", "C4", "C5"]),
        ("l'Africa occidentale", ["C3", "C4", "C5"]),
        ("Sahel", ["C4"]),
        ("Western Europe", ["C1"]),
        ("pays du Sahel", ["C4"]),
        ("Sub-Saharan Africa", ["C3", "C4", "C5"]),
        ("afrique sub saharienne", ["C3", "C4", "C5"]),
        ("EU", ["C1", "C2"]),
        ("UE", ["C1", "C2"]),
        ("eu", []),
        ("gli", []),
        ("Costa de Marfil", ["C3"]),
        ("cote d'ivoire", ["C3"]),
        ("Côte d\u2019Ivoire", ["C3"]),
        ("ivoi", ["C3"]),
        ("Niger", ["C4"]),
        ("niger", ["C4"]),
        ("Nigeria", ["C5"]),
        ("nige", ["C4", "C5"]),
        ("Pologne", ["C2"]),
        ("logement", []),
        ("Lyon", []),
        ("", []),
        ("   ", []),
        ("(", []),
    ],
)
def test_contributors_and_countries_are_found(query: str, ids: list[str]) -> None:
    assert found(query) == ids
    chosen = select(ROAD, Selection(text=text_of_all(ROAD, query)), on=day("2021-05-21"))
    # The filter that a link opens holds the same, and what comes later.
    if query.strip():
        assert [id_ for id_ in chosen.contributions["id"] if id_ != "C7"] == ids


def test_what_became_of_the_words_is_told_as_it_stood() -> None:
    before, after = (find(ROAD, "saint-etienne", on=day(on)).iloc[0] for on in ("2021-05-09", "2021-05-10"))
    assert (before["stage"], before["blocks"]) == ("considered", ())
    assert before[["decision", "reason", "decided_on"]].isna().all()
    assert (after["stage"], after["decision"], after["blocks"]) == ("landed", "partly", ("DIG", "EQU"))
    assert after["reason"] == "Repris en partie"
    undecided = find(ROAD, "niamey", on=day("2021-05-21")).iloc[0]
    assert undecided["stage"] == "received"


def test_what_came_later_than_d_is_not_found() -> None:
    assert found("saint-etienne", "2021-05-03") == []
    assert found("saint-etienne", "2021-05-22") == ["C1", "C7"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", ["C1", "C2", "C3", "C4", "C5", "C6", "C7"]),
        ("oeuvre", ["C2"]),
        ("bord COMMUNE", ["C2"]),
        ("logement abidjan", ["C3"]),
        ("c3", ["C3"]),
        ("repris", ["C1"]),
        ("polonia", ["C2"]),
        ("commune logement", []),
        ("city of", ["C6"]),
    ],
)
def test_text_is_searched_everywhere_in_a_contribution(text: str, ids: list[str]) -> None:
    assert ROAD.contributions["id"][matches(ROAD, text, on=day("2021-06-30"))].tolist() == ids


def test_folding_takes_case_and_accents_away() -> None:
    assert folded("Saint-ÉTIENNE") == "saint-etienne"
    assert folded("København, Łódź, İstanbul") == "kobenhavn, lodz, istanbul"


def test_an_empty_sheet_finds_nothing() -> None:
    assert find(make_road(), "lodz", on=day("2021-05-21")).empty
    assert matches(make_road(), "lodz", on=day("2021-05-21")).tolist() == []


def test_a_country_is_found_in_no_longer_name() -> None:
    rows = [
        contribution("C1", "2021-05-04", country="NER", contributor="Niamey"),
        contribution("C2", "2021-05-04", country="NGA", contributor="Union of Nigerian cities"),
        contribution("C3", "2021-05-04", contributor="Niger-Benue Basin"),
        contribution("C4", "2021-05-04", country="SEN", contributor="Elders of Senegalese towns"),
        contribution("C5", "2021-05-04", contributor="Senegalese abroad"),
        contribution("C6", "2021-05-04", contributor="NE Cities"),
        contribution("C7", "2021-05-04", contributor="NER Cities"),
    ]
    road, on = make_road(contributions=rows), day("2021-05-21")
    found = {
        query: find(road, query, on=on)["id"].tolist()
        for query in ("NE", "NER", "Niger", "niger", "Nigeria", "Senegal", "Seneg")
    }
    assert found == {
        "NE": ["C1"],
        "NER": ["C1"],
        "Niger": ["C1", "C3"],
        "niger": ["C1", "C3"],
        "Nigeria": ["C2"],
        "Senegal": ["C4", "C5"],
        "Seneg": ["C4", "C5"],
    }


def test_a_reason_is_found_from_the_day_it_is_known() -> None:
    assert [matches(ROAD, "repris", on=day(on)).any() for on in ("2021-05-09", "2021-05-10")] == [False, True]


def test_a_section_finds_what_its_number_says_in_every_language() -> None:
    rows = [
        contribution("C1", "2021-05-04", country="FRA", section="EUR"),
        contribution("C2", "2021-05-04", country="FRA", section="AFR", crosscuts=["MET"]),
        contribution("C3", "2021-05-04", contributor="Network of Europe"),
    ]
    road, on = make_road(contributions=rows), day("2021-05-21")
    for query, ids in {
        "Europe": ["C1"],
        "europa": ["C1"],
        "EUR": ["C1"],
        "AFRIQUE": ["C2"],
        "metropolis": ["C2"],
    }.items():
        assert find(road, query, on=on)["id"].tolist() == ids, query


def test_a_decision_without_a_day_of_its_own_is_found_without_one() -> None:
    row = contribution("C1", "2021-05-04", decided_on="2021-05-04", decision="partly", is_decision_dated=False)
    (became,) = find(make_road(contributions=[row]), "City of C1", on=day("2021-05-21")).to_dict("records")
    assert became["decision"] == "partly"
    assert became["decided_on"] is pd.NaT


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        *((name, ["A"]) for name in ("UCLG Africa", "CGLU Afrique", "africa")),
        *((name, ["M"]) for name in ("MEWA", "UCLG-MEWA", "Middle East & West Asia")),
        *((name, ["P"]) for name in ("ASPAC", "Asia and the Pacific", "Asie Pacifique")),
        ("UCLG", []),
    ],
)
def test_sections_are_found_as_they_call_themselves(query: str, ids: list[str]) -> None:
    sections = {"A": "AFR", "M": "MWA", "P": "ASP"}
    rows = [contribution(id_, "2021-05-04", section=code, contributor="Town") for id_, code in sections.items()]
    assert find(make_road(contributions=rows), query, on=day("2021-05-21"))["id"].tolist() == ids


def test_no_name_of_a_region_means_two() -> None:
    meant: dict[str, set[frozenset[str]]] = {}
    for name, region in names_of_regions():
        meant.setdefault(places._key(name), set()).add(COUNTRIES_IN[region])
    assert [name for name, regions in meant.items() if len(regions) > 1] == []
