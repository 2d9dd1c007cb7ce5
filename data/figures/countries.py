"""Countries and sections at D: which sections a country counts for, and which countries a section was heard from."""

from datetime import date

import pandas as pd

from data.cache import per_road
from data.figures.coded import coded
from data.figures.contributions import stages
from data.figures.network import counting_for, geographic_codes, geographic_section
from data.road import Road


@per_road
def country_sections(road: Road, country: str, *, on: date) -> pd.DataFrame:
    """One row per geographic section that contributions of a country count for at D.

    section: str, in the network's order, NaN last for those without one; n: int. More than one row where a row of the
    sheet overrides the country's section.
    """
    counts = stages(road, on=on).received & (road.contributions["country"] == country).to_numpy()
    sections = geographic_section(road)[counts]
    n = sections.value_counts()
    rows: list[tuple[str | None, int]] = [(code, int(n[code])) for code in geographic_codes(road) if code in n.index]
    if nowhere := int(sections.isna().sum()):
        rows.append((None, nowhere))
    return pd.DataFrame(
        {
            "section": pd.Series([section for section, _ in rows], dtype="str"),
            "n": pd.Series([count for _, count in rows], dtype="int64"),
        }
    )


@per_road
def section_countries(road: Road, section: str, *, on: date) -> pd.DataFrame:
    """One row per country that contributions counting for a section of any kind name at D, most first.

    country: str, NaN for those that name none, which come last; n: int. A tie keeps the order of the codes.
    """
    named, received = coded(road, "country"), stages(road, on=on).received & counting_for(road, {section})
    counted: list[tuple[str | None, int]] = sorted(named.counted(received).items(), key=lambda each: -each[1])
    if nowhere := int(named.counts(received)[-1]):
        counted.append((None, nowhere))
    return pd.DataFrame(
        {
            "country": pd.Series([country for country, _ in counted], dtype="str"),
            "n": pd.Series([n for _, n in counted], dtype="int64"),
        }
    )
