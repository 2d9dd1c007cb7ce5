"""What an address chooses: known codes as a Selection, all else dropped from it."""

from collections.abc import Iterator

import pytest
import streamlit as st

from components.contributions.filters import PARAMETERS, chosen, clear, toggle, toggle_stage
from components.shell import address
from data.figures.selection import Selection
from tests.data.figures.roads import contribution, make_road, milestone

ROAD = make_road(
    milestones=[milestone("M1", "2021-05-18")],
    contributions=[
        contribution("C1", "2021-05-04", country="MLI", section="AFR", theme="Housing, land", language="bm"),
        contribution("C2", "2021-05-20", country="FRA", section="EUR", theme="100%", blocks=["DIG"]),
    ],
    blocks=("EQU",),
)


@pytest.fixture(autouse=True)
def fresh_address() -> Iterator[None]:
    st.session_state.clear()
    yield
    st.session_state.clear()


def _asked(**parameters: str) -> Selection:
    for name, value in parameters.items():
        address.put(name, value)
    return chosen(ROAD)


def test_an_address_without_filters_chooses_everything() -> None:
    assert _asked().is_empty


@pytest.mark.parametrize(
    ("parameter", "dimension", "codes"),
    [
        ("section", "section", "AFR,MET,-"),
        ("country", "country", "MLI,NZL"),
        ("type", "contributor_type", "academia"),
        ("council", "policy_council", "RIGHT"),
        ("milestone", "milestone", "M1"),
        ("question", "question", "Q1,Q2"),
        ("theme", "theme", "climate"),
        ("language", "language", "bm,fr"),
        ("stage", "stage", "awaiting,landed"),
        ("decision", "decision", "partly,-"),
        ("block", "block", "DIG,EQU"),
        ("reply", "reply", "no,-"),
    ],
)
def test_codes_of_the_sheet_and_of_our_lists_are_known(parameter: str, dimension: str, codes: str) -> None:
    assert _asked(**{parameter: codes}).codes(dimension) == tuple(codes.split(","))
    assert address.get(parameter) == codes


@pytest.mark.parametrize("parameter", PARAMETERS.values())
def test_a_code_that_nothing_knows_leaves_the_address(parameter: str) -> None:
    assert _asked(**{parameter: "No such!"}).is_empty
    assert address.get(parameter) == ""


def test_known_codes_stay_when_others_go_and_none_counts_twice() -> None:
    assert _asked(section="AFR,XXX,AFR,EUR").codes("section") == ("AFR", "EUR")
    assert address.get("section") == "AFR,EUR"


def test_a_value_typed_with_a_comma_or_a_percent_sign_is_one_value() -> None:
    address.put_all("theme", ["Housing, land", "100%"])
    assert address.get("theme").count(",") == 1
    assert chosen(ROAD).codes("theme") == ("Housing, land", "100%")


def test_clearing_takes_every_filter_and_leaves_the_rest() -> None:
    assert not _asked(section="AFR", text="mali", since="2021-05-01", lang="fr").is_empty
    clear()
    assert chosen(ROAD).is_empty
    assert (address.get("since"), address.get("lang")) == ("2021-05-01", "fr")


def test_a_bar_filters_by_what_it_shows_and_again_no_more() -> None:
    toggle("section", "AFR")
    assert address.get("section") == "AFR"
    toggle("section", "EUR")
    assert address.get("section") == "EUR"
    toggle("section", "EUR")
    assert not address.get("section")
    toggle_stage("landed")
    assert address.get("stage") == "landed"
    toggle_stage("received")
    assert not address.get("stage")
