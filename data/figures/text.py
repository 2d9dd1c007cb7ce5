"""Into the text: where decided contributions landed in the Charter, from which sections, and what fell between."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import nan

import numpy as np
import pandas as pd

from data.cache import per_road
from data.figures.coded import Coded, as_places, coded, coded_memberships
from data.figures.contributions import counted_at, counts_at, stages, tally
from data.figures.network import geographic_codes, geographic_section
from data.figures.rates import UPTAKE_MIN, Rate, stands_out
from data.figures.rows import Row, Rows, frame_of
from data.figures.sections import sections_at
from data.road import Road


@per_road
def _landings(road: Road) -> Coded:
    """Every link to a listed charter block: its code is that of its cell in ``cells_at``."""
    codes, sections = road.charter["code"], geographic_codes(road)
    block, position = as_places(road.landings["block"], codes), road.landings["position"].to_numpy(dtype=np.int64)
    section = as_places(geographic_section(road).take(position), sections)
    listed = block < len(codes)
    cells = tuple(f"{code} {place}" for code in codes for place in (*sections, ""))
    return Coded(cells, position[listed], (block * (len(sections) + 1) + section)[listed])


@per_road
def _landed_by_cell(road: Road, *, on: date) -> tuple[np.ndarray, np.ndarray]:
    """Decided contributions that name a block, and those of them that landed.

    Whole numbers, a row per charter block, a column per geographic section and the last one for contributions in none.
    """
    shape = len(road.charter), len(geographic_codes(road)) + 1
    decided, landed = (
        counts_at(road, _landings(road), stage, on=on)[:-1].reshape(shape) for stage in ("decided", "landed")
    )
    return decided, landed


@per_road
def cells_at(road: Road, *, on: date) -> Rows:
    """One row per charter block and geographic section, and per block one with section NaN for contributions in none.

    block, section: str, in the sheet's and the network's order; decided, landed: int, contributions that name the block
    """
    decided, landed = (iter(cells.ravel().tolist()) for cells in _landed_by_cell(road, on=on))
    sections = [*geographic_codes(road), nan]
    return [
        {"block": block, "section": section, "decided": next(decided), "landed": next(landed)}
        for block in road.charter["code"].tolist()
        for section in sections
    ]


def _uptake(rate: Rate) -> Row:
    shares = {name: nan if (share := getattr(rate, name)) is None else share for name in ("rate", "low", "high")}
    return {"n": rate.n, "landed": rate.landed, **shares}


_UPTAKE = {"n": "int64", "landed": "int64", "rate": "float64", "low": "float64", "high": "float64"}


@per_road
def uptake_by_section(road: Road, *, on: date) -> pd.DataFrame:
    """One row per section of any kind, in the network's order.

    code: str; n: int, decided; landed: int
    rate: float 0-1, Uptake: landed / decided; low, high: its 95% Wilson interval; NaN where n < 5
    stands_out: bool, Stands out: against all other decided contributions of the world, those in no section among them
    """
    return frame_of(uptake_at(road, on=on), {"code": "str", **_UPTAKE, "stands_out": "bool"})


@per_road
def uptake_at(road: Road, *, on: date) -> Rows:
    """The rows of ``uptake_by_section``."""
    members = coded_memberships(road)
    landed, decided = (counted_at(road, members, stage, on=on) for stage in ("landed", "decided"))
    rates = {code: Rate(landed.get(code, 0), decided.get(code, 0)) for code in road.sections["code"].tolist()}
    world, compared = tally(road, on=on).uptake, sum(rate.n >= UPTAKE_MIN for rate in rates.values())
    return [
        {"code": code, **_uptake(rate), "stands_out": stands_out(rate, world, compared)} for code, rate in rates.items()
    ]


@per_road
def uptake_without_section(road: Road, *, on: date) -> Rate:
    """Uptake of the decided contributions that are in no geographic section."""
    sections = coded(road, "section")
    landed, decided = (int(counts_at(road, sections, stage, on=on)[-1]) for stage in ("landed", "decided"))
    return Rate(landed, decided)


@per_road
def uptake_by_block(road: Road, *, on: date) -> pd.DataFrame:
    """One row per charter block, in the sheet's order.

    block: str; n: int, decided contributions that name it; landed: int; rate, low, high: as in ``uptake_by_section``
    """
    rows = [{"block": code, **_uptake(rate)} for code, rate in rates_by_block(road, on=on).items()]
    return frame_of(rows, {"block": "str", **_UPTAKE})


@per_road
def rates_by_block(road: Road, *, on: date) -> Mapping[str, Rate]:
    """Uptake of each charter block by its code, in the sheet's order."""
    decided, landed = (cells.sum(axis=1).tolist() for cells in _landed_by_cell(road, on=on))
    return dict(zip(road.charter["code"].tolist(), map(Rate, landed, decided), strict=True))


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
    at, ids = stages(road, on=on), _ids(road)
    return Orphans(
        undecided=tuple(ids[at.undecided].tolist()),
        landed_without_block=tuple(ids[at.landed & ~names_block(road)].tolist()),
        blocks_without_source=orphans_counted(road, on=on).blocks_without_source,
    )


@dataclass(frozen=True)
class OrphansCounted:
    """``Orphans``, the contributions as their numbers: of a large sheet to name them takes long."""

    undecided: int
    landed_without_block: int
    blocks_without_source: tuple[str, ...]


@per_road
def orphans_counted(road: Road, *, on: date) -> OrphansCounted:
    """How much fell between contributions and the text at D."""
    at = stages(road, on=on)
    return OrphansCounted(
        undecided=int(np.count_nonzero(at.undecided)),
        landed_without_block=int(np.count_nonzero(at.landed & ~names_block(road))),
        blocks_without_source=tuple(code for code, rate in rates_by_block(road, on=on).items() if not rate.landed),
    )


@per_road
def _ids(road: Road) -> np.ndarray:
    """The ids of all contributions, as objects."""
    return road.contributions["id"].to_numpy(dtype=object)


@per_road
def names_block(road: Road) -> np.ndarray:
    """Which contributions name a block, listed or not: a bool for each."""
    placed = np.zeros(len(road.contributions), dtype=bool)
    placed[road.landings["position"].to_numpy(dtype=np.int64)] = True
    return placed


@per_road
def sections_in(road: Road, *, on: date) -> Mapping[str, set[str]]:
    """The geographic sections that something landed from, by charter block."""
    _, landed = _landed_by_cell(road, on=on)
    sections = geographic_codes(road)
    return {
        block: {section for section, n in zip(sections, cells, strict=False) if n}
        for block, cells in zip(road.charter["code"], landed.tolist(), strict=True)
    }


@per_road
def _sections_asked(road: Road, *, on: date) -> tuple[str, ...]:
    """Codes of the geographic sections of which something is expected, in the network's order."""
    sections = sections_at(road, on=on)
    return tuple(code for code in geographic_codes(road) if sections[code]["applicable"])


def sections_not_in(road: Road, block: str, *, on: date) -> tuple[str, ...]:
    """Codes of the geographic sections that nothing landed in this block from, in the network's order.

    Sections whose expected is 0 are not missed.
    """
    present = sections_in(road, on=on).get(block, set())
    return tuple(code for code in _sections_asked(road, on=on) if code not in present)
