"""One country at D: which sections its contributions count for."""

from datetime import date

import pandas as pd

from data.cache import per_road
from data.figures.contributions import stages
from data.figures.network import geographic_codes, geographic_section
from data.road import Road


@per_road
def country_sections(road: Road, country: str, *, on: date) -> pd.DataFrame:
    """One row per geographic section that contributions of a country count for at D.

    section: str, in the network's order, NaN last for those without one; n: int. More than one row where a row of the
    sheet overrides the country's section.
    """
    counts = stages(road, on=on)["received"] & (road.contributions["country"] == country)
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
