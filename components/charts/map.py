"""The world map of contributions, by country or by section."""

import re
from collections.abc import Mapping
from itertools import cycle
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components.charts.chart import Chart, Passport, Subject, rows_behind
from components.charts.style import CORAL, SHADES, STONE, TEXT, Trace, figure, trace
from components.words.coverage import countries_heard_words, last_heard_words, map_alt
from components.words.plain import plain_plotly
from data.figures.sections import countries_heard, country_coverage, section_coverage, without_country
from data.reference.countries import CENTROIDS, SMALL
from data.shape import GEOGRAPHIC
from data.words import Words

WIDE_HEIGHT = 390
NARROW_HEIGHT = 236
SCALE_HEIGHT = 52

SECTION_COLOURS = ("#B08A3E", "#7A6BB0", "#8A979C", "#1C8496", "#4F8F63", "#A65D6B", "#4A6FA5")
"""Mid-tones in the network's order; coral stays with what is now or next."""

_QUIET = "rgba(138,151,156,0.22)"
_BORDER = "rgba(138,151,156,0.55)"
_CLEAR = "rgba(0,0,0,0)"

_OPEN_SEA = {
    "AFR": (-17.0, -11.0),
    "ASP": (33.0, 166.0),
    "EUA": (79.0, 96.0),
    "EUR": (49.0, -29.0),
    "LAM": (-22.0, -103.0),
    "MWA": (-1.0, 63.0),
    "NAM": (36.0, -147.0),
}
"""Latitude and longitude of open water beside each of the network's sections, where its name and total stand."""
_OPEN_SEA_NARROW = _OPEN_SEA | {"MWA": (-14.0, 70.0)}


def off_the_map(countries: pd.DataFrame) -> list[str]:
    """The countries heard that neither the geometry nor a dot can show, by code: none of those we know."""
    heard = countries["country"][countries["received"] > 0]
    return [code for code in heard if code not in CENTROIDS]


def coverage_map(
    countries: pd.DataFrame,
    sections: pd.DataFrame,
    names: Mapping[str, str],
    words: Words,
    *,
    by: str = "contributions",
    opened: str | None = None,
    narrow: bool = False,
) -> go.Figure:
    """The map of ``country_coverage`` with the totals of the geographic rows of ``section_coverage``.

    ``by`` is "contributions" (darker where more came from) or "section" (a colour each, full where heard). Countries
    too small to see are dots. A click gives the country's code as ``customdata``. ``opened`` is the country outlined;
    ``narrow`` frames the map for a phone.
    """
    shown = countries[countries["country"].isin(CENTROIDS.keys())]
    colours = dict(zip(sections["code"], cycle(SECTION_COLOURS), strict=False))
    dot = 6 if narrow else 10
    layers = _by_section(shown, colours, dot) if by == "section" else _by_contributions(shown, dot)
    said = {row["country"]: _about(row, names, words) for row in shown.to_dict("records")}
    traces = [_hover_from(layer, said) for layer in (_under(shown), *layers, *_outline(shown, opened))]
    most = int(shown["received"].max()) if len(shown) else 0
    has_scale = by != "section" and most > 0
    return figure(
        *traces,
        _totals(sections, shown, names, words, narrow=narrow),
        height=(NARROW_HEIGHT if has_scale else NARROW_HEIGHT - SCALE_HEIGHT) if narrow else WIDE_HEIGHT,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        geo=_geo(floor=SCALE_HEIGHT / NARROW_HEIGHT if narrow and has_scale else 0),
        coloraxis=_scale(most, words, narrow=narrow) | {"showscale": has_scale},
        clickmode="event+select",
        uirevision="map",
    )


def _geo(*, floor: float) -> dict[str, Any]:
    return {
        "projection": {"type": "equal earth", "rotation": {"lon": 11}},
        "lataxis": {"range": [-56, 90]},
        "lonaxis": {"range": [-169, 191]},
        "bgcolor": _CLEAR,
        "showland": True,
        "landcolor": _QUIET,
        "showcoastlines": False,
        "showcountries": False,
        "showlakes": False,
        "showframe": False,
        "domain": {"x": [0, 1], "y": [floor, 1]},
    }


def _scale(most: int, words: Words, *, narrow: bool) -> dict[str, Any]:
    """Shades grow with the root of the count, so that one contribution is seen beside many."""
    marks = [n for n in (1, 5, 10, 25, 50, 100, 250, 500, 1000, 5000, 10000) if n <= most]
    if len(marks) > 4:
        marks = [marks[0], *marks[-3:]]
    return {
        "colorscale": SHADES,
        "cmin": 0,
        "cmax": max(most, 1) ** 0.5,
        "colorbar": {
            "orientation": "h",
            "thickness": 8,
            "len": 0.4 if narrow else 0.3,
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yanchor": "bottom",
            "outlinewidth": 0,
            "tickmode": "array",
            "tickvals": [n**0.5 for n in marks],
            "ticktext": [words.number(n) for n in marks],
            "title": {"text": words.say("contributions"), "side": "top", "font": {"size": 12, "color": TEXT}},
            "tickfont": {"size": 12, "color": TEXT},
        },
    }


def _under(shown: pd.DataFrame) -> Trace:
    """Every country, clear: what makes the quiet ones answer to the pointer."""
    return trace(
        "choropleth",
        locations=shown["country"].tolist(),
        z=[0] * len(shown),
        colorscale=[[0, _CLEAR], [1, _CLEAR]],
        showscale=False,
        marker={"line": {"color": _BORDER, "width": 0.5}},
        name="countries",
    )


def _by_contributions(shown: pd.DataFrame, dot: int) -> list[Any]:
    heard = shown[shown["received"] > 0]
    small = _small(shown)
    shades = (heard["received"] ** 0.5).tolist()
    dots = small[small["received"] > 0]
    return [
        trace(
            "choropleth",
            locations=heard["country"].tolist(),
            z=shades,
            coloraxis="coloraxis",
            marker={"line": {"color": _BORDER, "width": 0.5}},
            name="heard",
        ),
        _quiet_dots(small[small["received"] == 0], dot * 0.4),
        _dots(dots, {"color": (dots["received"] ** 0.5).tolist(), "coloraxis": "coloraxis"}, dot),
    ]


def _by_section(shown: pd.DataFrame, colours: Mapping[str, str], dot: int) -> list[Any]:
    layers: list[Any] = []
    for code, colour in colours.items():
        members = shown[shown["section"] == code]
        is_heard = members["received"] > 0
        for part, opacity in ((members[is_heard], 1.0), (members[~is_heard], 0.35)):
            layers.append(
                trace(
                    "choropleth",
                    locations=part["country"].tolist(),
                    z=[0] * len(part),
                    colorscale=[[0, colour], [1, colour]],
                    showscale=False,
                    marker={"opacity": opacity, "line": {"color": _BORDER, "width": 0.5}},
                    name=code if opacity == 1 else f"{code} not heard",
                )
            )
    small = _small(shown)
    dots = small[small["received"] > 0]
    return [
        *layers,
        _quiet_dots(small[small["received"] == 0], dot * 0.4),
        _dots(dots, {"color": [colours.get(code, STONE) for code in dots["section"]]}, dot),
    ]


def _small(shown: pd.DataFrame) -> pd.DataFrame:
    return shown[shown["country"].isin(SMALL)]


def _quiet_dots(part: pd.DataFrame, size: float) -> Trace:
    return trace(
        "scattergeo",
        **_places(part),
        mode="markers",
        marker={"size": size, "color": _CLEAR, "line": {"color": STONE, "width": 1}},
        name="small and quiet",
    )


def _dots(part: pd.DataFrame, colour: Mapping[str, Any], size: float) -> Trace:
    return trace(
        "scattergeo",
        **_places(part),
        mode="markers",
        marker={"size": size, "line": {"color": STONE, "width": 1}, **colour},
        name="small and heard",
    )


def _places(part: pd.DataFrame) -> dict[str, list[Any]]:
    return {
        "lat": [CENTROIDS[code][0] for code in part["country"]],
        "lon": [CENTROIDS[code][1] for code in part["country"]],
        "customdata": part["country"].tolist(),
    }


def _outline(shown: pd.DataFrame, opened: str | None) -> list[Any]:
    """The opened country: its border, and a ring where it is too small for one."""
    if opened not in set(shown["country"]):
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


def _about(row: Mapping[Any, Any], names: Mapping[str, str], words: Words) -> str:
    said = [f"<b>{plain_plotly(words.country(row['country']), 60)}</b>"]
    if row["section"] in names:
        said.append(plain_plotly(names[row["section"]], 60))
    if row["received"]:
        said.append(words.plural("{n} contribution", "{n} contributions", row["received"]))
        said.append(last_heard_words(row["last_received_on"], words))
    else:
        said.append(words.say("Not heard yet"))
    return "<br>".join(said)


def _totals(
    sections: pd.DataFrame, shown: pd.DataFrame, names: Mapping[str, str], words: Words, *, narrow: bool
) -> Trace:
    """The total of each geographic section beside it; one not heard says so by its zero."""
    sea = _OPEN_SEA_NARROW if narrow else _OPEN_SEA
    places = {code: sea.get(code) or _middle(shown, code) for code in sections["code"]}
    placed = [row for row in sections.to_dict("records") if places[row["code"]]]
    at = [places[row["code"]] for row in placed]
    return trace(
        "scattergeo",
        lat=[place[0] for place in at if place],
        lon=[place[1] for place in at if place],
        mode="text",
        textposition=["top center" if _is_north(place) else "middle center" for place in at],
        text=[
            _total(row, names, words, narrow=narrow, is_north=_is_north(p)) for row, p in zip(placed, at, strict=True)
        ],
        textfont={"size": 11 if narrow else 13, "color": TEXT},
        hoverinfo="skip",
        name="totals",
    )


def _is_north(place: tuple[float, float] | None) -> bool:
    """Whether a total stands between the land and the upper edge, where there is room for one line."""
    return place is not None and place[0] > 70


def _total(row: Mapping[Any, Any], names: Mapping[str, str], words: Words, *, narrow: bool, is_north: bool) -> str:
    number = f"<b>{words.number(row['received'])}</b>"
    if is_north:
        return f"{plain_plotly(names[row['code']], 40)} {number}"
    name = _wrapped(plain_plotly(names[row["code"]], 40), 10 if narrow else 14)
    return f"{name}<br>{number}"


def _wrapped(name: str, width: int) -> str:
    """A name over lines of at most ``width`` characters, broken at spaces and after hyphens where that is possible."""
    lines: list[str] = []
    for part in re.findall(r"[^\s-]+-?\s*", name):
        if lines and len(lines[-1] + part.rstrip()) <= width:
            lines[-1] += part
        else:
            lines.append(part)
    return "<br>".join(line.rstrip() for line in lines)


def _middle(shown: pd.DataFrame, section: str) -> tuple[float, float] | None:
    """The middle of a section's countries, None where it has none."""
    places = [CENTROIDS[code] for code in shown["country"][shown["section"] == section]]
    if not places:
        return None
    return sum(lat for lat, _ in places) / len(places), sum(lon for _, lon in places) / len(places)


def _drawn_map(countries: pd.DataFrame, of: Subject) -> go.Figure:
    coverage = section_coverage(of.road, on=of.on)
    return coverage_map(
        countries,
        coverage[coverage["kind"] == GEOGRAPHIC],
        of.names("section"),
        of.words,
        by=of.by,
        opened=of.opened[0] if of.opened else None,
        narrow=of.narrow,
    )


def _map_passport(countries: pd.DataFrame, of: Subject) -> Passport:
    words, names = of.words, of.names("section")
    heard = countries[countries["received"] > 0].sort_values("received", ascending=False, kind="stable")
    used, left_out = rows_behind(of, {words.say("without a country"): without_country(of.road, on=of.on)})
    return Passport(
        name="countries",
        definition=words.say(
            "A country is heard once a contribution received by this day names it. The section is that of the list of "
            "countries, which the worksheet Countries can change; a total beside a section counts its contributions, "
            "also those that a row of the sheet puts into it. Countries too small to see are dots."
        ),
        table=pd.DataFrame(
            {
                words.say("Country"): [words.country(code) for code in heard["country"]],
                words.say("Section"): [names.get(code, "–") for code in heard["section"]],
                words.say("Contributions"): heard["received"].tolist(),
                words.say("Last received"): heard["last_received_on"].tolist(),
            }
        ),
        used=used,
        left_out=left_out,
    )


MAP = Chart(
    key="coverage_map",
    by=("contributions", "section"),
    numbers=lambda of: country_coverage(of.road, on=of.on),
    draw=_drawn_map,
    finding=lambda _, of: countries_heard_words(countries_heard(of.road, on=of.on), of.words),
    alt=lambda countries, of: map_alt(countries, countries_heard(of.road, on=of.on), of.words),
    passport=_map_passport,
)
