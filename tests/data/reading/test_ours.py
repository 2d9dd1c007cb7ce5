"""Which tabs of a workbook are ours, and where their links stand."""

import pytest

from data.grid import Cell, Grid
from data.reading.ours import link_places

HEADER = ["Id", "Received on", "Contributor", "Link"]


@pytest.mark.parametrize(
    ("title", "rows", "places"),
    [
        ("Contributions", [HEADER], [(3, 1)]),
        ("Contributions", [["As of today"], [], HEADER], [(3, 3)]),
        ("Contributions", [HEADER[:3]], []),
        ("Contributions", [["nothing", "of", "ours"]], []),
        ("Contributions", [], []),
        ("Holidays", [HEADER], []),
        ("Sections", [["Code", "Name", "Link"]], []),
    ],
)
def test_links_stand_where_the_header_of_a_worksheet_of_ours_has_them(
    title: str, rows: list[list[Cell]], places: list[tuple[int, int]]
) -> None:
    assert list(link_places(Grid(title, rows))) == places
