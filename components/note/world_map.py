"""The world as an SVG drawing, for paper: the same geometry that the page's map loads, without a browser."""

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TOPOLOGY = Path(__file__).parents[2] / "static" / "topojson" / "world_110m.json"
WIDTH, HEIGHT = 1000.0, 460.0
_SOUTH, _NORTH = -57.0, 78.0


def _project(longitude: float, latitude: float) -> tuple[float, float]:
    """Plate carree, held between the latitudes where anybody lives."""
    held = min(max(latitude, _SOUTH), _NORTH)
    x = (longitude + 180) / 360 * WIDTH
    y = (_NORTH - held) / (_NORTH - _SOUTH) * HEIGHT
    return x, y


@cache
def country_paths() -> Mapping[str, str]:
    """ISO 3166-1 alpha-3 code to the SVG path of the country, in the drawing's own units."""
    topology = json.loads(TOPOLOGY.read_text("utf-8"))
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[tuple[float, float]]] = []
    for deltas in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            points.append(_project(x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(points)

    def ring(indices: list[int]) -> str:
        points: list[tuple[float, float]] = []
        for index in indices:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points.extend(arc[1:] if points else arc)
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"

    paths = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = {"Polygon": [shape.get("arcs", [])], "MultiPolygon": shape.get("arcs", [])}.get(shape["type"], [])
        paths[shape["id"]] = "".join(ring(indices) for polygon in polygons for indices in polygon)
    return paths


def world_map_svg(received: Mapping[str, int], centres: Mapping[str, tuple[float, float]]) -> str:
    """The countries, darker where more was received, those too small to see as dots of the same shade.

    ``received`` counts contributions by alpha-3 code; ``centres`` are latitude and longitude of the small countries.
    """
    most = max(received.values(), default=0)

    def shade(n: int) -> str:
        if not n:
            return "#E9E3D8"
        share = math.sqrt(n / most)
        light, dark = (169, 211, 217), (10, 85, 102)
        return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(light, dark, strict=True))

    shapes = [
        f'<path d="{path}" fill="{shade(received.get(code, 0))}" stroke="#FFFFFF" stroke-width="0.5"/>'
        for code, path in country_paths().items()
        if code != "ATA"
    ]
    for code, (latitude, longitude) in centres.items():
        if n := received.get(code, 0):
            x, y = _project(longitude, latitude)
            shapes.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{shade(n)}" stroke="#FFFFFF"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}">' + "".join(shapes) + "</svg>"
    )
