"""How much of the world a map has to show."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from data.reference.countries import CENTROIDS

BROAD, TALL = 110.0, 60.0
"""Degrees: countries that lie farther apart are shown on the whole world."""
AROUND_LATITUDE, AROUND_LONGITUDE = 5.0, 8.0
"""Degrees around the middles of countries, which reach beyond them."""


@dataclass(frozen=True)
class Extent:
    """A part of the world in degrees, north and east positive."""

    west: float
    south: float
    east: float
    north: float

    def as_broad_as(self, breadth: float) -> "Extent":
        """The same, with more to the west and east where it is narrower than ``breadth``: width over height on a map
        with Mercator's projection."""
        height = math.degrees(mercator(self.north) - mercator(self.south))
        beyond = max(0.0, height * breadth - (self.east - self.west)) / 2
        return Extent(self.west - beyond, self.south, self.east + beyond, self.north)


def middle(south: float, north: float, projected: Callable[[float], float]) -> float:
    """The latitude in the middle between two, on a map where they lie as high as ``projected`` says.

    A map is centred on it: halfway in degrees is not halfway on the map, and what lies beyond an edge is cut off.
    """
    wanted = (projected(south) + projected(north)) / 2
    while north - south > 0.01:
        half = (south + north) / 2
        south, north = (half, north) if projected(half) < wanted else (south, half)
    return (south + north) / 2


def equal_earth(latitude: float) -> float:
    """How high a latitude lies with the projection Equal Earth (Šavrič, Patterson, Jenny 2018), the equator at 0."""
    at = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    return at * (1.340264 - 0.081106 * at**2 + 0.000893 * at**6 + 0.003796 * at**8)


def mercator(latitude: float) -> float:
    """How high a latitude lies with Mercator's projection, the equator at 0."""
    return math.asinh(math.tan(math.radians(latitude)))


def extent_of(countries: Iterable[str]) -> Extent | None:
    """The part of the world that holds these countries (alpha-3); None for all of it.

    Across the 180th meridian it is the whole world too.
    """
    places = [CENTROIDS[code] for code in countries if code in CENTROIDS]
    if not places:
        return None
    latitudes, longitudes = zip(*places, strict=True)
    if max(latitudes) - min(latitudes) > TALL or max(longitudes) - min(longitudes) > BROAD:
        return None
    return Extent(
        min(longitudes) - AROUND_LONGITUDE,
        max(min(latitudes) - AROUND_LATITUDE, -85.0),
        max(longitudes) + AROUND_LONGITUDE,
        min(max(latitudes) + AROUND_LATITUDE, 85.0),
    )
