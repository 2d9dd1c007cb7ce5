"""The map shows every country that was heard, the small ones as dots."""

from typing import Any

import pytest

from components.charts.map import coverage_map, off_the_map
from data.figures.sections import countries_at
from data.reference.countries import SECTION_OF
from data.road import Road
from data.words import words_of
from tests.components.charts.checked import checked
from tests.data.figures.roads import contribution, day, make_road

checked_map = checked(coverage_map)

ON = day("2021-05-21")
NAMES = {code: f"Section {code}" for code in ("AFR", "ASP", "EUA", "EUR", "LAM", "MWA", "NAM")}


def _road(*countries: str) -> Road:
    rows = [
        contribution(f"C{n}", "2021-05-04", country=code, section=SECTION_OF[code]) for n, code in enumerate(countries)
    ]
    return make_road(contributions=rows, countries=dict(SECTION_OF))


def _map(road: Road, **wishes: object) -> Any:  # noqa: ANN401 - plotly does not type its figures
    return checked_map(countries_at(road, on=ON), NAMES, words_of("en"), **wishes)  # pyright: ignore[reportArgumentType] - by name


def _trace(drawn: Any, name: str) -> Any:  # noqa: ANN401 - plotly does not type its figures
    (trace,) = [trace for trace in drawn.data if trace.name == name]
    return trace


def test_heard_countries_are_shaded_by_the_root_of_their_contributions() -> None:
    heard = _trace(_map(_road("FRA", "FRA", "FRA", "FRA", "SEN")), "heard")
    assert dict(zip(heard.locations, heard.z, strict=True)) == {"FRA": 2.0, "SEN": 1.0}


def test_small_islands_and_countries_without_geometry_are_dots() -> None:
    dots = _trace(_map(_road("TUV", "MUS", "SMR", "XKX", "FRA")), "small and heard")
    assert set(dots.customdata) == {"TUV", "MUS", "SMR", "XKX"}
    assert len(dots.lat) == len(dots.lon) == 4


def test_every_country_can_be_pointed_at() -> None:
    under = _trace(_map(_road()), "countries")
    assert set(under.customdata) == set(SECTION_OF)
    by_country = dict(zip(under.customdata, under.hovertext, strict=True))
    assert by_country["SEN"] == "<b>Senegal</b><br>Section AFR<br>Not heard yet"


def test_hover_says_how_many_and_when() -> None:
    heard = _trace(_map(_road("FRA")), "heard")
    assert heard.hovertext == ("<b>France</b><br>Section EUR<br>1 contribution<br>Last heard on 4 May 2021",)


def test_a_click_leaves_the_other_countries_as_they_are() -> None:
    for trace in _map(_road("FRA")).data:
        assert trace.unselected.marker.opacity == (trace.marker.opacity or 1)


@pytest.mark.parametrize("opened", ["FRA", "TUV"])
def test_the_opened_country_is_outlined(opened: str) -> None:
    assert _trace(_map(_road("FRA"), opened=opened), "opened").customdata == (opened,)


def test_a_phone_gets_a_lower_map() -> None:
    assert _map(_road(), narrow=True).layout.height < _map(_road()).layout.height


def test_a_country_nobody_can_place_is_told() -> None:
    road = make_road(contributions=[contribution("A", "2021-05-04", country="QQQ")])
    assert off_the_map(countries_at(road, on=ON)) == ["QQQ"]
    assert off_the_map(countries_at(_road("FRA", "SMR"), on=ON)) == []


def test_nothing_is_written_on_the_map_and_one_ramp_colours_it() -> None:
    drawn = _map(_road("FRA", "TUV"))
    assert not [trace for trace in drawn.data if trace.type == "scattergeo" and "text" in (trace.mode or "")]
    assert {trace.coloraxis for trace in drawn.data if trace.name == "heard"} == {"coloraxis"}


def test_names_of_sections_are_text() -> None:
    hostile = NAMES | {"EUR": "<a href='x'>y</a>"}
    drawn = checked_map(countries_at(_road("FRA"), on=ON), hostile, words_of("en"))
    assert "<a" not in "".join(_trace(drawn, "heard").hovertext)


def test_the_frame_holds_the_south_of_both_hemispheres() -> None:
    low, high = _map(_road()).layout.geo.lataxis.range
    assert low <= -56.5
    assert high >= 83.7


def test_the_world_is_cut_where_no_land_is_and_whole() -> None:
    # Between Asia and America: 169 degrees west.
    geo = _map(_road()).layout.geo
    assert tuple(geo.lonaxis.range) == (-169, 191)


def test_a_network_of_near_countries_fills_the_map_with_them() -> None:
    near = {"CHE": "ALP", "AUT": "ALP", "NLD": "DEL"}
    rows = [contribution("C1", "2021-05-04", country="NLD", section="DEL")]
    road = make_road(contributions=rows, countries=near, sections={"ALP": "regional", "DEL": "regional"})
    geo = _map(road).layout.geo
    south, north = geo.lataxis.range
    west, east = geo.lonaxis.range
    assert 35 < south < 47 < 52 < north < 60
    assert west < 5 < 15 < east and east - west < 60
    assert geo.projection.rotation.lon == pytest.approx((west + east) / 2)
    assert _map(_road("FRA")).layout.geo.projection.type == "equal earth"
