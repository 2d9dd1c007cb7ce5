"""Which contribution counts for which section: its one geographic section, and those that cut across."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from data.cache import per_road
from data.road import Road
from data.shape import GEOGRAPHIC


@per_road
def geographic_codes(road: Road) -> tuple[str, ...]:
    """The codes of the geographic sections, in the network's order."""
    return tuple(road.sections["code"][road.sections["kind"] == GEOGRAPHIC])


@per_road
def kind_of(road: Road) -> dict[str, str]:
    """Code to kind of every section."""
    return dict(zip(road.sections["code"], road.sections["kind"], strict=True))


@per_road
def geographic_section(road: Road) -> pd.Series:
    """The geographic section of each contribution, str, aligned with ``road.contributions``.

    NaN for a contribution without one; a section that the sheet does not list as geographic is none.
    """
    section = road.contributions["section"]
    return section.where(section.isin(geographic_codes(road)))


@per_road
def memberships(road: Road) -> pd.DataFrame:
    """One row per contribution and section of any kind that it counts for: position, section.

    The geographic sections are disjoint; the cross-cutting ones repeat contributions that may stand in one of those.
    """
    section = geographic_section(road).dropna()
    geographic = pd.DataFrame({"position": section.index, "section": section.array})
    crosscuts = road.crosscuts[["position", "section"]]
    crosscuts = crosscuts[~crosscuts["section"].isin(geographic_codes(road))]
    return pd.concat([geographic, crosscuts], ignore_index=True)


def counting_for(road: Road, sections: Collection[str]) -> np.ndarray:
    """Which contributions count for any of these sections, of whatever kind: a bool for each."""
    members = memberships(road)
    counting = np.zeros(len(road.contributions), dtype=bool)
    counting[members["position"][members["section"].isin(sections)].to_numpy(dtype=np.int64)] = True
    return counting
