"""Contributions row by row as they stand at D, and one of them found by its id."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.cache import per_road, per_road_keeping
from data.figures.contributions import stages
from data.figures.network import geographic_section
from data.road import Road
from data.shape import CONTRIBUTIONS

EXPORTED = {name: column for column in CONTRIBUTIONS.columns if column.is_exported for name in column.names}
"""The columns of the sheet that a table and its files show, by canonical name."""

REGISTER_COLUMNS = (*EXPORTED, "stage")
BETWEEN_CODES = "; "


@per_road_keeping(6, by_rows=True)
def register(road: Road, *, on: date) -> pd.DataFrame:
    """One row per contribution received at D, in the sheet's order; the index is the position.

    Columns are ``REGISTER_COLUMNS``, named as in the sheet. received_on, considered_on, decided_on: datetime64[s], NaT
    where empty or later than D: of a decision the day that the sheet itself gives. decision and reason are NaN while
    undecided at D. section is the geographic one; also_counts_for, question and charter_block are codes with "; "
    between them, NaN for none. stage: str, the last one reached ("received", "considered", "decided", "landed"), as in
    Stages.
    """
    return register_rows(road, np.flatnonzero(stages(road, on=on).received), on=on)


def register_rows(road: Road, positions: Sequence[int] | np.ndarray, *, on: date) -> pd.DataFrame:
    """The rows of ``register`` at these positions, all received at D, in this order: a few cost little."""
    return as_known(road, _whole(road).take(positions), positions, on=on)


def as_known(road: Road, rows: pd.DataFrame, positions: Sequence[int] | np.ndarray, *, on: date) -> pd.DataFrame:
    """Rows of contributions received at D, which stand at these positions, without what was not known on D.

    ``rows`` has considered_on, decided_on, decision and reason; these are emptied, and stage added, as in ``register``.
    """
    known = {name: rows[name].where(is_known) for name, is_known in _known(road, positions, on=on).items()}
    return rows.assign(**known, stage=pd.Series(_stage(road, positions, on=on), index=rows.index, dtype="str"))


def cells(road: Road, names: Sequence[str], positions: Sequence[int] | np.ndarray, *, on: date) -> dict[str, list[Any]]:
    """Columns of ``register_rows``, of a few rows without a frame: None for what was not known on D."""
    known, columns = _known(road, positions, on=on), dict[str, list[Any]]()
    for name in names:
        if name == "stage":
            columns[name] = _stage(road, positions, on=on).tolist()
            continue
        values = _whole(road)[name].array.take(positions).tolist()
        if name in known:
            values = [value if is_known else None for value, is_known in zip(values, known[name].tolist(), strict=True)]
        columns[name] = values
    return columns


def _known(road: Road, positions: Sequence[int] | np.ndarray, *, on: date) -> dict[str, np.ndarray]:
    """By column, whether what it says of the contributions at these positions is known on D: a bool for each."""
    contributions, decided = road.contributions, stages(road, on=on).decided[positions]
    return {
        "considered_on": contributions["considered_on"].to_numpy()[positions] <= np.datetime64(on),
        "decided_on": decided & contributions["is_decision_dated"].to_numpy(dtype=bool)[positions],
        "decision": decided,
        "reason": decided,
    }


def _stage(road: Road, positions: Sequence[int] | np.ndarray, *, on: date) -> np.ndarray:
    last_first = ("landed", "decided", "considered")
    at = stages(road, on=on)
    return np.select([at.reached(stage)[positions] for stage in last_first], last_first, "received")


@per_road
def _whole(road: Road) -> pd.DataFrame:
    """The columns that no day changes, and the dates and the reason whether or not they are known yet."""
    contributions = road.contributions
    return pd.DataFrame(
        {
            name: _joined(getattr(road, column.links), column.dimension, len(contributions))
            if column.links
            else contributions[name]
            for name, column in EXPORTED.items()
        }
    ).assign(section=geographic_section(road))


def _joined(links: pd.DataFrame, name: str, n: int) -> pd.Series:
    codes: dict[int, list[str]] = defaultdict(list)
    for position, code in zip(links["position"].tolist(), links[name].tolist(), strict=True):
        codes[position].append(code)
    return pd.Series([BETWEEN_CODES.join(codes[i]) if i in codes else None for i in range(n)], dtype="str")


@per_road
def _positions(road: Road) -> dict[str, int]:
    return {id_: position for position, id_ in enumerate(road.contributions["id"])}


def position_of(road: Road, id_: str) -> int | None:
    """The position of the contribution of that id, which reading has made unique; None where there is none."""
    return _positions(road).get(id_)
