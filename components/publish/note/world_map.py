"""The map as an SVG drawing, for paper: the same geometry as the page's map, without a browser."""

import json
import math
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from data.colours import in_colour
from data.config import ROOT
from data.reference.extent import Extent

TOPOLOGY = ROOT / "static" / "topojson" / "world_110m.json"
WIDTH = 1000.0
QUIET = "#E6E0D4"
_WEST, _EAST = -169.0, 191.0
_CENTRE = (_WEST + _EAST) / 2
_SOUTH, _NORTH = -56.0, 84.0
_EQUAL_EARTH = (1.340264, -0.081106, 0.000893, 0.003796)

Point = tuple[float, float]


def _equal_earth(longitude: float, latitude: float) -> Point:
    """The Equal Earth projection (Savric, Patterson, Jenny, 2018) in its own units, north up."""
    a1, a2, a3, a4 = _EQUAL_EARTH
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * math.sqrt(3) * math.radians(longitude - _CENTRE) * math.cos(t) / (3 * slope)
    return x, a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t


_SCALE = WIDTH / (2 * _equal_earth(_EAST, 0)[0])
_TOP = _equal_earth(0, _NORTH)[1]
HEIGHT = (_TOP - _equal_earth(0, _SOUTH)[1]) * _SCALE


def _part(extent: Extent, longitude: float, latitude: float) -> Point:
    """A place on the drawing of a part of the world, as wide and high as that of all of it: degrees of equal length in
    the middle."""
    middle = (extent.west + extent.east) / 2, (extent.south + extent.north) / 2
    narrowed = math.cos(math.radians(middle[1]))
    scale = min(WIDTH / ((extent.east - extent.west) * narrowed), HEIGHT / (extent.north - extent.south))
    return (longitude - middle[0]) * narrowed * scale + WIDTH / 2, (middle[1] - latitude) * scale + HEIGHT / 2


def _project(longitude: float, latitude: float) -> Point:
    """Longitude within the map's own 360 degrees, in units of the drawing."""
    x, y = _equal_earth(longitude, min(max(latitude, _SOUTH), _NORTH))
    return x * _SCALE + WIDTH / 2, (_TOP - y) * _SCALE


def _whole(ring: list[Point]) -> list[Point]:
    """The ring without leaps from one end of the world to the other: longitudes go on beyond 180."""
    unwrapped, turn = [ring[0]], 0.0
    for (before, _), (longitude, latitude) in pairwise(ring):
        if abs(longitude - before) > 180:
            turn += 360 if before > longitude else -360
        unwrapped.append((longitude + turn, latitude))
    return unwrapped


def _kept(ring: list[Point], edge: float, side: int) -> list[Point]:
    """The part of a closed ring east (``side`` 1) or west (-1) of a meridian."""
    kept: list[Point] = []
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        inside, next_inside = (x0 - edge) * side >= 0, (x1 - edge) * side >= 0
        if inside:
            kept.append((x0, y0))
        if inside != next_inside:
            kept.append((edge, y0 + (y1 - y0) * (edge - x0) / (x1 - x0)))
    return kept


def _pieces(ring: list[Point]) -> Iterator[list[Point]]:
    """The ring cut at the map's edges, each piece on its own side."""
    whole = _whole(ring)
    for turn in (-360.0, 0.0, 360.0):
        moved = [(x + turn, y) for x, y in whole]
        piece = _kept(_kept(moved, _WEST, 1), _EAST, -1)
        if len(piece) > 2:
            yield piece


def _within(ring: list[Point]) -> list[Point]:
    """The part of a ring on the drawing."""

    def turned(points: list[Point]) -> list[Point]:
        return [(y, x) for x, y in points]

    across = _kept(_kept(ring, 0.0, 1), WIDTH, -1)
    return turned(_kept(_kept(turned(across), 0.0, 1), HEIGHT, -1))


@cache
def country_paths(extent: Extent | None = None) -> Mapping[str, str]:
    """ISO 3166-1 alpha-3 code to the SVG path of the country, in the drawing's own units; of a part of the world ''
    for those outside it."""
    topology = json.loads(TOPOLOGY.read_text("utf-8"))
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[Point]] = []
    for deltas in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            points.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(points)

    def ring(indices: list[int]) -> list[Point]:
        points: list[Point] = []
        for index in indices:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points.extend(arc[1:] if points else arc)
        return points

    def path(indices: list[int]) -> str:
        if extent is None:
            drawn = [[_project(*point) for point in piece] for piece in _pieces(ring(indices))]
        else:
            whole = _whole(ring(indices))
            drawn = [_within([_part(extent, x + turn, y) for x, y in whole]) for turn in (-360.0, 0.0, 360.0)]
        return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z" for points in drawn if points)

    paths = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = {"Polygon": [shape.get("arcs", [])], "MultiPolygon": shape.get("arcs", [])}.get(shape["type"], [])
        paths[shape["id"]] = "".join(path(indices) for polygon in polygons for indices in polygon)
    return paths


def shade(n: int, most: int, own: str | None = None) -> str:
    """The colour of a country with ``n`` contributions, where none has more than ``most``, in the network's ``own``."""
    if not n:
        return in_colour(QUIET, own)
    share = math.sqrt(n / most)
    light, dark = (158, 205, 212), (10, 85, 102)
    ours = "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(light, dark, strict=True))
    return in_colour(ours, own)


def world_map_svg(
    received: Mapping[str, int],
    centres: Mapping[str, tuple[float, float]],
    extent: Extent | None = None,
    own: str | None = None,
) -> str:
    """The countries, darker where more was received, those too small to see as dots of the same shade.

    ``received`` counts contributions by alpha-3 code; ``centres`` are latitude and longitude of the small countries.
    ``extent`` is the part of the world that is drawn, None for all of it; ``own`` is the network's colour.
    """
    most = max(received.values(), default=0)
    shapes = [
        f'<path d="{path}" fill="{shade(received.get(code, 0), most, own)}" stroke="#FFFFFF" stroke-width="0.6"/>'
        for code, path in country_paths(extent).items()
        if code != "ATA" and path
    ]
    for code, (latitude, longitude) in centres.items():
        if n := received.get(code, 0):
            if extent is None:
                x, y = _project(longitude + 360 if longitude < _WEST else longitude, latitude)
            else:
                x, y = _part(extent, longitude, latitude)
            shapes.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{shade(n, most, own)}" stroke="#FFFFFF"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}">' + "".join(shapes) + "</svg>"
    )
