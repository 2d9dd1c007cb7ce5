"""Contributions row by row as they stand at D, and one of them found by its id."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

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
    at, today = stages(road, on=on), pd.Timestamp(on)
    considered, decided, landed = (at.reached(stage)[positions] for stage in ("considered", "decided", "landed"))
    stage = np.select([landed, decided, considered], ["landed", "decided", "considered"], "received")
    dated = decided & road.contributions["is_decision_dated"].to_numpy(dtype=bool)[positions]
    return rows.assign(
        considered_on=rows["considered_on"].where(rows["considered_on"] <= today),
        decided_on=rows["decided_on"].where(dated),
        decision=rows["decision"].where(decided),
        reason=rows["reason"].where(decided),
        stage=pd.Series(stage, index=rows.index, dtype="str"),
    )


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
