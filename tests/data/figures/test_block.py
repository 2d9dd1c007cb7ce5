"""A block's own rows: what was decided for it, what waits, what landed nowhere."""

from datetime import date

import pytest

from data.figures.block import decided_positions, landed_without_block, waiting
from data.figures.selection import BLANK
from data.figures.text import orphans
from data.road import Road
from tests.data.figures.roads import contribution, day, make_road

ON = day("2021-05-21")


@pytest.fixture
def road() -> Road:
    decided = {"decided_on": "2021-05-10", "considered_on": "2021-05-09"}
    return make_road(
        blocks=("DIG", "EQU"),
        contributions=[
            contribution("A", "2021-05-01", section="AFR", blocks=["DIG"], decision="not_reflected", **decided),
            contribution("B", "2021-05-02", section="EUR", blocks=["DIG", "EQU"], decision="partly", **decided),
            contribution("C", "2021-05-03", blocks=["DIG"], decision="reflected", decided_on="2021-05-20"),
            contribution("D", "2021-05-04", section="AFR", blocks=["DIG"]),
            contribution("E", "2021-05-03", section="AFR"),
            contribution("F", "2021-05-05", section="EUR", decision="reflected", **decided),
            contribution("G", "2021-05-06", section="EUR", blocks=["GONE"], decision="reflected", **decided),
        ],
    )


def ids(road: Road, block: str, *, on: date = ON, section: str = "") -> list[str]:
    return road.contributions["id"].to_numpy()[decided_positions(road, block, on=on, section=section)].tolist()


def test_what_landed_comes_first_and_the_latest_of_it(road: Road) -> None:
    assert ids(road, "DIG") == ["C", "B", "A"]
    assert ids(road, "EQU") == ["B"]


def test_a_section_or_none_narrows_it(road: Road) -> None:
    assert ids(road, "DIG", section="AFR") == ["A"]
    assert ids(road, "DIG", section=BLANK) == ["C"]
    assert ids(road, "EQU", section="AFR") == []


def test_a_block_the_charter_does_not_list_has_nothing(road: Road) -> None:
    assert ids(road, "GONE") == []


def test_decisions_after_the_day_do_not_count(road: Road) -> None:
    assert ids(road, "DIG", on=day("2021-05-15")) == ["B", "A"]


def test_the_longest_waiting_comes_first(road: Road) -> None:
    rows = waiting(road, on=ON)
    assert road.contributions["id"].iloc[rows["position"]].tolist() == ["E", "D"]
    assert rows["days"].tolist() == [18, 17]


def test_landed_without_a_block_are_the_orphans_of_that_name(road: Road) -> None:
    positions = landed_without_block(road, on=ON)
    found = tuple(road.contributions["id"].iloc[list(positions)])
    assert found == orphans(road, on=ON).landed_without_block == ("F",)
