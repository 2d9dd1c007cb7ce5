"""One country at D: which sections its contributions count for."""

from datetime import date

import pandas as pd

from data.figures.cache import per_road
from data.figures.contributions import stages
from data.figures.network import geographic_section
from data.road import Road


@per_road
def country_sections(road: Road, country: str, *, on: date) -> pd.DataFrame:
    """One row per geographic section that contributions of a country count for at D, the most first.

    section: str, NaN for those without one; n: int. More than one row where a row of the sheet overrides the country's.
    """
    counts = stages(road, on=on)["received"] & (road.contributions["country"] == country)
    sections = geographic_section(road)[counts].value_counts(dropna=False)
    return pd.DataFrame({"section": pd.Series(sections.index, dtype="str"), "n": sections.to_numpy()})
