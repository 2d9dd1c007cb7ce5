"""How much of the world a map shows, by the countries it has to hold."""

from collections.abc import Callable

import pytest

from data.reference.countries import ALPHA2, CENTROIDS
from data.reference.extent import equal_earth, extent_of, mercator, middle

RHINE = ("CHE", "LIE", "AUT", "ITA", "FRA", "DEU", "LUX", "NLD", "BEL")


def test_countries_near_each_other_are_shown_close_up_and_whole() -> None:
    extent = extent_of(RHINE)
    assert extent is not None
    for code in RHINE:
        latitude, longitude = CENTROIDS[code]
        assert extent.south + 4 < latitude < extent.north - 4
        assert extent.west + 7 < longitude < extent.east - 7
    assert extent.east - extent.west < 40


@pytest.mark.parametrize("countries", [(), ("XXX",), ALPHA2, ("FJI", "WSM"), ("CHL", "CAN")])
def test_all_of_the_world_is_shown_of_nothing_and_of_what_lies_far_apart(countries: tuple[str, ...]) -> None:
    assert extent_of(countries) is None


def test_it_grows_to_the_west_and_east_alone_to_be_as_broad_as_the_map() -> None:
    extent = extent_of(("DEU",))
    assert extent is not None
    broad = extent.as_broad_as(4.0)
    assert (broad.south, broad.north) == (extent.south, extent.north)
    assert broad.west < extent.west and broad.east > extent.east
    assert (broad.west + broad.east) == pytest.approx(extent.west + extent.east)
    assert extent.as_broad_as(0.1) == extent


@pytest.mark.parametrize(
    ("projected", "south", "north", "latitude"),
    # As far from both edges on the map; by hand from the formulas of the two projections.
    [(equal_earth, -60.0, 60.0, 0.0), (equal_earth, -57.5, 84.5, 6.3), (mercator, 0.0, 60.0, 35.26)],
)
def test_the_middle_of_a_map_is_not_halfway_in_degrees(
    projected: Callable[[float], float], south: float, north: float, latitude: float
) -> None:
    assert middle(south, north, projected) == pytest.approx(latitude, abs=0.05)
