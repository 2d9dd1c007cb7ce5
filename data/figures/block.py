"""One block of the text: the decided contributions that name it, row by row."""

from datetime import date

import numpy as np
import pandas as pd

from data.cache import per_road
from data.figures.contributions import day_number, reached_on, stages
from data.figures.network import geographic_section
from data.figures.selection import BLANK
from data.figures.text import names_block
from data.road import Road


@per_road
def decided_positions(road: Road, block: str, *, on: date, section: str = "") -> np.ndarray:
    """The positions of contributions that are decided at D and name a charter block; those that landed first, latest
    first.

    ``section`` is a geographic code, or ``BLANK`` for contributions in none; '' for all. Empty for a block that the
    worksheet Charter does not list.
    """
    at, positions = stages(road, on=on), _naming(road, block)
    positions = positions[at.decided[positions]]
    if section:
        place = geographic_section(road).take(positions)
        positions = positions[(place.isna() if section == BLANK else place == section).to_numpy(dtype=bool)]
    contributions = road.contributions
    days = contributions["decided_on"].to_numpy()[positions].astype(np.int64)
    dated = contributions["is_decision_dated"].to_numpy(dtype=bool)[positions]
    return positions[np.lexsort((np.where(dated, -days, np.iinfo(np.int64).max), ~at.landed[positions]))]


@per_road
def _naming(road: Road, block: str) -> np.ndarray:
    """The positions of all contributions that name a charter block, none for one that the sheet does not list."""
    if block not in set(road.charter["code"]):
        return np.array([], dtype=np.int64)
    return np.unique(road.landings["position"][road.landings["block"] == block].to_numpy(dtype=np.int64))


@per_road
def waiting(road: Road, *, on: date) -> pd.DataFrame:
    """One row per contribution received and undecided at D, the longest waiting first.

    position: int; days: int, from received to D
    """
    order = _by_age(road)
    position = order[stages(road, on=on).undecided[order]]
    return pd.DataFrame({"position": position, "days": day_number(on) - reached_on(road)["received"][position]})


@per_road
def _by_age(road: Road) -> np.ndarray:
    """The positions of all contributions, the first received first."""
    return np.argsort(reached_on(road)["received"], kind="stable")


@per_road
def landed_without_block(road: Road, *, on: date) -> tuple[int, ...]:
    """Positions of what landed at D and names no block, in the sheet's order; the rows of Orphans of that name."""
    return tuple(np.flatnonzero(stages(road, on=on).landed & ~names_block(road)).tolist())
