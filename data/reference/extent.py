"""How much of the world a map has to show."""

import math
from collections.abc import Iterable
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
        height = math.degrees(_mercator(self.north) - _mercator(self.south))
        beyond = max(0.0, height * breadth - (self.east - self.west)) / 2
        return Extent(self.west - beyond, self.south, self.east + beyond, self.north)


def _mercator(latitude: float) -> float:
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
