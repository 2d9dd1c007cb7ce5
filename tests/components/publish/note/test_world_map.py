"""The map on paper: every country within the drawing, none torn across the world."""

import re
from itertools import pairwise

import pytest

from components.publish.note.world_map import HEIGHT, QUIET, WIDTH, country_paths, shade, world_map_svg
from data.reference.extent import extent_of


def _pieces(path: str) -> list[list[tuple[float, float]]]:
    return [
        [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", piece)]
        for piece in path.split("M")
        if piece
    ]


@pytest.mark.parametrize("country", ["RUS", "FJI", "USA", "NZL", "KIR"])
def test_countries_on_both_sides_of_the_date_line_are_not_torn(country: str) -> None:
    for piece in _pieces(country_paths()[country]):
        across = [abs(x1 - x0) for (x0, _), (x1, _) in pairwise(piece)]
        assert max(across) < 0.2 * WIDTH


def test_everything_lies_within_the_drawing() -> None:
    points = [point for path in country_paths().values() for piece in _pieces(path) for point in piece]
    assert len(country_paths()) > 200
    assert min(x for x, _ in points) >= -0.1
    assert max(x for x, _ in points) <= WIDTH + 0.1
    assert min(y for _, y in points) >= -0.1
    assert max(y for _, y in points) <= HEIGHT + 0.1


def test_more_is_darker_and_nothing_is_sand() -> None:
    assert shade(0, 10) == QUIET
    brightness = [int(shade(n, 10)[1:3], 16) for n in (1, 5, 10)]
    assert brightness == sorted(brightness, reverse=True)


def test_a_small_country_is_a_dot_only_where_it_was_heard() -> None:
    centres = {"MLT": (35.9, 14.4), "TUV": (-8.5, 179.2)}
    drawn = world_map_svg({"TUV": 2, "FRA": 4}, centres)
    assert drawn.count("<circle") == 1
    assert drawn.count(f'fill="{shade(4, 4)}"') == 1


def test_a_part_of_the_world_keeps_to_the_drawing() -> None:
    extent = extent_of(("CHE", "NLD", "FRA", "DEU"))
    paths = country_paths(extent)
    points = [point for path in paths.values() for piece in _pieces(path) for point in piece]
    assert all(-0.1 <= x <= WIDTH + 0.1 and -0.1 <= y <= HEIGHT + 0.1 for x, y in points)
    drawn = {code for code, path in paths.items() if path}
    assert {"CHE", "NLD", "FRA", "DEU", "ITA"} <= drawn
    assert drawn.isdisjoint({"AUS", "BRA", "JPN", "ZAF"})
    # The same country is larger than on the drawing of all of the world.
    assert _width(paths["CHE"]) > 4 * _width(country_paths()["CHE"])


def _width(path: str) -> float:
    across = [x for piece in _pieces(path) for x, _ in piece]
    return max(across) - min(across)
