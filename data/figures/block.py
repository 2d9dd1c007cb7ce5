"""One block of the text: the decided contributions that name it, row by row."""

from datetime import date

import pandas as pd

from data.cache import per_road
from data.figures.contributions import stages
from data.figures.network import geographic_section
from data.figures.register import register
from data.figures.selection import BLANK
from data.road import Road


@per_road
def decided_for(road: Road, block: str, *, on: date, section: str = "") -> pd.DataFrame:
    """The rows of ``register`` that are decided at D and name a charter block; those that landed first, latest first.

    ``section`` is a geographic code, or ``BLANK`` for contributions in none; '' for all. The index is the position.
    Empty for a block that the worksheet Charter does not list.
    """
    named = road.landings["position"][
        road.landings["block"].isin(road.charter["code"]) & (road.landings["block"] == block)
    ]
    rows = register(road, on=on)
    chosen = rows.index.isin(named) & rows["stage"].isin(("decided", "landed"))
    if section:
        place = geographic_section(road).reindex(rows.index)
        chosen &= place.isna() if section == BLANK else place == section
    return rows[chosen].sort_values(["stage", "decided_on"], ascending=[False, False], kind="stable")


@per_road
def waiting(road: Road, *, on: date) -> pd.DataFrame:
    """One row per contribution received and undecided at D, the longest waiting first.

    position: int; days: int, from received to D
    """
    undecided = road.contributions[stages(road, on=on)["undecided"]].sort_values("received_on", kind="stable")
    days = (pd.Timestamp(on) - undecided["received_on"]).dt.days
    return pd.DataFrame({"position": undecided.index, "days": days.to_numpy(dtype="int64")})


@per_road
def landed_without_block(road: Road, *, on: date) -> tuple[int, ...]:
    """Positions of what landed at D and names no block, in the sheet's order; the rows of Orphans of that name."""
    landed = road.contributions.index[stages(road, on=on)["landed"]]
    return tuple(int(position) for position in landed[~landed.isin(road.landings["position"])])
