"""The world map of contributions by country."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.charts.chart import Chart, Passport, Subject, rows_behind
from components.charts.style import CORAL, SHADES, STONE, TEXT, Trace, figure, trace
from components.words.coverage import countries_heard_words, last_heard_words, map_alt
from components.words.plain import plain_plotly
from data.figures.rows import Row, Rows
from data.figures.sections import countries_at, countries_heard, without_country
from data.reference.countries import CENTROIDS, SMALL
from data.reference.extent import Extent, equal_earth, extent_of, mercator, middle
from data.words import Words

WIDE_HEIGHT = 440
NARROW_HEIGHT = 240
WIDE_BREADTH, NARROW_BREADTH = 1.9, 1.7
"""Of the drawn map, width over height, about as wide as its column."""
SOUTH_AND_NORTH = -57.5, 84.5
"""Degrees: between Cape Horn and the north of Greenland lies all that the world map shows."""
SCALE_HEIGHT = 60
SCALE_WIDTH = 220

_QUIET = "rgba(138,151,156,0.22)"
_BORDER = "rgba(138,151,156,0.55)"
_CLEAR = "rgba(0,0,0,0)"


def off_the_map(countries: Rows) -> list[str]:
    """The countries heard that neither the geometry nor a dot can show, by code: none of those we know."""
    return [row["country"] for row in countries if row["received"] and row["country"] not in CENTROIDS]


def coverage_map(
    countries: Rows,
    names: Mapping[str, str],
    words: Words,
    *,
    opened: str | None = None,
    narrow: bool = False,
) -> go.Figure:
    """The map of ``countries_at``, darker where more came from: one ramp, and no name on it, which at some width
    would lie over land; the sections stand beside.

    Countries too small to see are dots. A click gives the country's code as ``customdata``. ``opened`` is the country
    outlined; ``narrow`` frames the map for a phone.
    """
    shown = [row for row in countries if row["country"] in CENTROIDS]
    layers = _by_contributions(shown, 6 if narrow else 10)
    said = {row["country"]: _about(row, names, words) for row in shown}
    traces = [_hover_from(layer, said) for layer in (_under(shown), *layers, *_outline(shown, opened))]
    most = max((row["received"] for row in shown), default=0)
    height = NARROW_HEIGHT if narrow else WIDE_HEIGHT
    floor = SCALE_HEIGHT if most else 0
    return figure(
        *traces,
        height=height - SCALE_HEIGHT + floor,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        geo=_geo(shown_extent(countries), narrow=narrow, floor=floor / height),
        coloraxis=_scale(most, words) | {"showscale": most > 0},
        clickmode="event+select",
        uirevision="map",
    )


def shown_extent(countries: Rows) -> Extent | None:
    """How much of the world the map of ``countries_at`` shows: the countries of its sections and those heard."""
    return extent_of(row["country"] for row in countries if isinstance(row["section"], str) or row["received"])


def _geo(extent: Extent | None, *, narrow: bool, floor: float) -> dict[str, Any]:
    if extent:
        extent = extent.as_broad_as(NARROW_BREADTH if narrow else WIDE_BREADTH)
    south, north = SOUTH_AND_NORTH if extent is None else (extent.south, extent.north)
    return {
        "projection": {"type": "equal earth", "rotation": {"lon": 11}}
        if extent is None
        else {"type": "mercator", "rotation": {"lon": (extent.west + extent.east) / 2}},
        "center": {"lat": middle(south, north, mercator if extent else equal_earth)},
        "lataxis": {"range": [south, north]},
        "lonaxis": {"range": [-169, 191] if extent is None else [extent.west, extent.east]},
        "bgcolor": _CLEAR,
        "showland": True,
        "landcolor": _QUIET,
        "showcoastlines": False,
        "showcountries": False,
        "showlakes": False,
        "showframe": False,
        "domain": {"x": [0, 1], "y": [floor, 1]},
    }


def scale_marks(most: int) -> list[int]:
    """The counts, at most four, that the scale of a map names on which no country has more than ``most``."""
    marks = [n for n in (1, 5, 10, 25, 50, 100, 250, 500, 1000, 5000, 10000) if n <= most]
    if len(marks) == 1 and most > 1:
        marks.append(most)
    return [marks[0], *marks[-3:]] if len(marks) > 4 else marks


def _scale(most: int, words: Words) -> dict[str, Any]:
    """Shades grow with the root of the count, so that one contribution is seen beside many."""
    marks = scale_marks(most)
    return {
        "colorscale": SHADES,
        "cmin": 0,
        "cmax": max(most, 1) ** 0.5,
        "colorbar": {
            "orientation": "h",
            "thickness": 8,
            "lenmode": "pixels",
            "len": SCALE_WIDTH,
            "tickangle": 0,
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yanchor": "bottom",
            "outlinewidth": 0,
            "tickmode": "array",
            "tickvals": [n**0.5 for n in marks],
            "ticktext": [words.number(n) for n in marks],
            "title": {"text": words.say("contributions"), "side": "top", "font": {"size": 14, "color": TEXT}},
            "tickfont": {"size": 14, "color": TEXT},
        },
    }


def _under(shown: Rows) -> Trace:
    """Every country, clear: what makes the quiet ones answer to the pointer."""
    return trace(
        "choropleth",
        locations=[row["country"] for row in shown],
        z=[0] * len(shown),
        colorscale=[[0, _CLEAR], [1, _CLEAR]],
        showscale=False,
        marker={"line": {"color": _BORDER, "width": 0.5}},
        name="countries",
    )


def _by_contributions(shown: Rows, dot: int) -> list[Any]:
    heard, small = [row for row in shown if row["received"]], [row for row in shown if row["country"] in SMALL]
    dots = [row for row in small if row["received"]]
    return [
        trace(
            "choropleth",
            locations=[row["country"] for row in heard],
            z=_shades(heard),
            coloraxis="coloraxis",
            marker={"line": {"color": _BORDER, "width": 0.5}},
            name="heard",
        ),
        _quiet_dots([row for row in small if not row["received"]], dot * 0.4),
        _dots(dots, {"color": _shades(dots), "coloraxis": "coloraxis"}, dot),
    ]


def _shades(part: Rows) -> list[float]:
    return [row["received"] ** 0.5 for row in part]


def _quiet_dots(part: Rows, size: float) -> Trace:
    return trace(
        "scattergeo",
        **_places(part),
        mode="markers",
        marker={"size": size, "color": _CLEAR, "line": {"color": STONE, "width": 1}},
        name="small and quiet",
    )


def _dots(part: Rows, colour: Mapping[str, Any], size: float) -> Trace:
    return trace(
        "scattergeo",
        **_places(part),
        mode="markers",
        marker={"size": size, "line": {"color": STONE, "width": 1}, **colour},
        name="small and heard",
    )


def _places(part: Rows) -> dict[str, list[Any]]:
    codes = [row["country"] for row in part]
    return {
        "lat": [CENTROIDS[code][0] for code in codes],
        "lon": [CENTROIDS[code][1] for code in codes],
        "customdata": codes,
    }


def _outline(shown: Rows, opened: str | None) -> list[Any]:
    """The opened country: its border, and a ring where it is too small for one."""
    if all(row["country"] != opened for row in shown):
        return []
    if opened in SMALL:
        lat, lon = CENTROIDS[opened]
        return [
            trace(
                "scattergeo",
                lat=[lat],
                lon=[lon],
                customdata=[opened],
                mode="markers",
                marker={"size": 18, "color": _CLEAR, "line": {"color": CORAL, "width": 2.5}},
                name="opened",
            )
        ]
    return [
        trace(
            "choropleth",
            locations=[opened],
            z=[0],
            colorscale=[[0, _CLEAR], [1, _CLEAR]],
            showscale=False,
            marker={"line": {"color": CORAL, "width": 2.5}},
            name="opened",
        )
    ]


def _hover_from(layer: Trace, said: Mapping[str, str]) -> Trace:
    """A layer with the code of each place and what is ``said`` of it; a click leaves all others as they are."""
    codes: list[str] = layer["locations" if layer["type"] == "choropleth" else "customdata"]
    return layer | {
        "customdata": codes,
        "hovertext": [said[code] for code in codes],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "unselected": {"marker": {"opacity": layer["marker"].get("opacity", 1.0)}},
    }


def _about(row: Row, names: Mapping[str, str], words: Words) -> str:
    said = [f"<b>{plain_plotly(words.country(row['country']), 60)}</b>"]
    if row["section"] in names:
        said.append(plain_plotly(names[row["section"]], 60))
    if row["received"]:
        said.append(words.plural("{n} contribution", "{n} contributions", row["received"]))
        said.append(last_heard_words(row["last_received_on"], words))
    else:
        said.append(words.say("Not heard yet"))
    return "<br>".join(said)


def _drawn_map(countries: Rows, of: Subject) -> go.Figure:
    return coverage_map(
        countries, of.names("section"), of.words, opened=of.opened[0] if of.opened else None, narrow=of.narrow
    )


def _map_passport(countries: Rows, of: Subject) -> Passport:
    words, names = of.words, of.names("section")
    heard = sorted((row for row in countries if row["received"]), key=lambda row: -row["received"])
    used, left_out = rows_behind(of, {words.say("without a country"): without_country(of.road, on=of.on)})
    return Passport(
        name="countries",
        definition=words.say(
            "A country is heard once a contribution received by this day names it. The section is that of the list of "
            "countries, which the worksheet Countries can change. Countries too small to see are dots."
        ),
        table=pd.DataFrame(
            {
                words.say("Country"): [words.country(row["country"]) for row in heard],
                words.say("Section"): [names.get(row["section"], words.say("In no section")) for row in heard],
                words.say("Contributions"): [row["received"] for row in heard],
                words.say("Last received"): [row["last_received_on"] for row in heard],
            }
        ),
        used=used,
        left_out=left_out,
    )


MAP = Chart(
    key="coverage_map",
    numbers=lambda of: countries_at(of.road, on=of.on),
    draw=_drawn_map,
    finding=lambda _, of: countries_heard_words(countries_heard(of.road, on=of.on), of.words),
    alt=lambda countries, of: map_alt(countries, countries_heard(of.road, on=of.on), of.words),
    passport=_map_passport,
    stands=True,
)
