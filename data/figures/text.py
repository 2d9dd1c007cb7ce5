"""Into the text: where decided contributions landed in the Charter, from which sections, and what fell between."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.cache import per_road
from data.figures.contributions import stages, tally
from data.figures.network import geographic_codes, geographic_section, memberships
from data.figures.rates import UPTAKE_MIN, Rate, stands_out
from data.figures.sections import section_coverage
from data.road import Road


@per_road
def _decided_landings(road: Road, *, on: date) -> pd.DataFrame:
    """One row per decided contribution and charter block it names: position, block, section, landed."""
    links = road.landings[road.landings["block"].isin(road.charter["code"])]
    at = stages(road, on=on)[["decided", "landed"]].take(links["position"].to_numpy(dtype=np.int64))
    section = geographic_section(road).take(links["position"].to_numpy(dtype=np.int64))
    links = links.assign(section=section.array, landed=at["landed"].to_numpy())
    return links[at["decided"].to_numpy()]


@per_road
def block_matrix(road: Road, *, on: date) -> pd.DataFrame:
    """One row per charter block and geographic section, and per block one with section NaN for contributions in none.

    block, section: str, in the sheet's and the network's order; decided, landed: int, contributions that name the block
    """
    decided = _decided_landings(road, on=on)
    counted = decided.groupby(["block", "section"], dropna=False)["landed"].agg(["size", "sum"])
    blocks = road.charter["code"]
    sections = pd.Series([*geographic_codes(road), None], dtype="str")
    cells = pd.DataFrame(
        {
            "block": blocks.repeat(len(sections)).array,
            "section": pd.concat([sections] * len(blocks), ignore_index=True).array if len(blocks) else sections[:0],
        }
    )
    found = cells.merge(counted.reset_index(), on=["block", "section"], how="left").fillna({"size": 0, "sum": 0})
    return cells.assign(decided=found["size"].astype("int64"), landed=found["sum"].astype("int64"))


def _uptake(keys: pd.Series, landed: pd.Series, codes: pd.Series, name: str) -> pd.DataFrame:
    counted = landed.groupby(keys).agg(["size", "sum"])
    n = codes.map(counted["size"]).fillna(0).astype("int64")
    landed = codes.map(counted["sum"]).fillna(0).astype("int64")
    rates = [Rate(int(part), int(whole)) for part, whole in zip(landed, n, strict=True)]
    shares = {share: [getattr(rate, share) for rate in rates] for share in ("rate", "low", "high")}
    return pd.DataFrame({name: codes, "n": n, "landed": landed} | shares).astype(dict.fromkeys(shares, "float64"))


@per_road
def uptake_by_section(road: Road, *, on: date) -> pd.DataFrame:
    """One row per section of any kind, in the network's order.

    code: str; n: int, decided; landed: int
    rate: float 0-1, Uptake: landed / decided; low, high: its 95% Wilson interval; NaN where n < 5
    stands_out: bool, Stands out: against all other decided contributions of the world, those in no section among them
    """
    members = memberships(road)
    at = stages(road, on=on)[["decided", "landed"]].take(members["position"].to_numpy(dtype=np.int64))
    decided = at["decided"].to_numpy()
    landed = pd.Series(at["landed"].to_numpy()[decided])
    found = _uptake(members["section"][decided].reset_index(drop=True), landed, road.sections["code"], "code")
    world, compared = tally(road, on=on).uptake, int((found["n"] >= UPTAKE_MIN).sum())
    is_apart = [
        stands_out(Rate(int(part), int(whole)), world, compared)
        for part, whole in zip(found["landed"], found["n"], strict=True)
    ]
    return found.assign(stands_out=pd.Series(is_apart, dtype=bool))


@per_road
def uptake_without_section(road: Road, *, on: date) -> Rate:
    """Uptake of the decided contributions that are in no geographic section."""
    at = stages(road, on=on)
    decided = at["decided"].to_numpy() & geographic_section(road).isna().to_numpy()
    return Rate(int(at["landed"].to_numpy()[decided].sum()), int(decided.sum()))


@per_road
def uptake_by_block(road: Road, *, on: date) -> pd.DataFrame:
    """One row per charter block, in the sheet's order.

    block: str; n: int, decided contributions that name it; landed: int; rate, low, high: as in ``uptake_by_section``
    """
    decided = _decided_landings(road, on=on)
    return _uptake(decided["block"], decided["landed"], road.charter["code"], "block")


@dataclass(frozen=True)
class Orphans:
    """Ids of contributions and codes of blocks, in the sheet's order.

    ``undecided``: received but undecided; ``landed_without_block``: landed, and no block named;
    ``blocks_without_source``: blocks without a landed contribution.
    """

    undecided: tuple[str, ...]
    landed_without_block: tuple[str, ...]
    blocks_without_source: tuple[str, ...]


@per_road
def orphans(road: Road, *, on: date) -> Orphans:
    """What fell between contributions and the text at D."""
    at, ids = stages(road, on=on), road.contributions["id"]
    placed = ids.index.isin(road.landings["position"])
    filled = road.charter["code"].isin(_sections_in(road, on=on))
    return Orphans(
        undecided=tuple(ids[at["undecided"]]),
        landed_without_block=tuple(ids[at["landed"] & ~placed]),
        blocks_without_source=tuple(road.charter["code"][~filled]),
    )


@per_road
def _sections_in(road: Road, *, on: date) -> dict[str, set[str]]:
    """The geographic sections that something landed from, by charter block; no block without anything landed."""
    decided = _decided_landings(road, on=on)
    landed = decided[decided["landed"]]
    found: dict[str, set[str]] = {}
    for block, section in zip(landed["block"], landed["section"], strict=True):
        found.setdefault(block, set()).update([section] if isinstance(section, str) else ())
    return found


@per_road
def _sections_asked(road: Road, *, on: date) -> tuple[str, ...]:
    """Codes of the geographic sections of which something is expected, in the network's order."""
    coverage = section_coverage(road, on=on)
    return tuple(coverage["code"][coverage["applicable"] & coverage["code"].isin(geographic_codes(road))])


def sections_not_in(road: Road, block: str, *, on: date) -> tuple[str, ...]:
    """Codes of the geographic sections that nothing landed in this block from, in the network's order.

    Sections whose expected is 0 are not missed.
    """
    present = _sections_in(road, on=on).get(block, set())
    return tuple(code for code in _sections_asked(road, on=on) if code not in present)
