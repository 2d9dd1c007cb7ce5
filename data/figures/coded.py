"""Columns of codes as whole numbers, made once per reading: what the figures of every day are counted from."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.cache import per_road
from data.figures.network import geographic_section, memberships
from data.road import Road
from data.shape import FILTERED

_LINKS = {name: column.links for name, column in FILTERED.items() if column.links}


@dataclass(frozen=True, eq=False)
class Coded:
    """A column of codes: one entry per contribution and code, and one per contribution without any.

    ``codes`` are the different ones, sorted. Of each entry ``position`` is the contribution, and ``place`` that of its
    code in ``codes``, ``len(codes)`` for none; int64 arrays of equal length.
    """

    codes: tuple[str, ...]
    position: np.ndarray
    place: np.ndarray

    def counts(self, chosen: np.ndarray) -> np.ndarray:
        """How many of the ``chosen`` contributions (a bool for each) have each code; the last number is of none."""
        return np.bincount(self.place[chosen[self.position]], minlength=len(self.codes) + 1)

    def counted(self, chosen: np.ndarray) -> dict[str, int]:
        """Code to how many of the ``chosen`` contributions have it; those that none has are not in it."""
        return self.named(self.counts(chosen))

    def named(self, counts: np.ndarray) -> dict[str, int]:
        """``counts`` by their codes; those of none are not in it."""
        return {code: n for code, n in zip(self.codes, counts.tolist(), strict=False) if n}

    def latest(self, chosen: np.ndarray, days: np.ndarray) -> dict[str, np.datetime64]:
        """Code to the latest of the ``days`` (one for each contribution) of the ``chosen`` contributions that have it.

        Those that none has are not in it.
        """
        at = chosen[self.position]
        # As a whole number NaT is before every day.
        latest = np.full(len(self.codes) + 1, np.datetime64("NaT"), dtype=days.dtype)
        np.maximum.at(latest.view(np.int64), self.place[at], days[self.position[at]].view(np.int64))
        return {code: day for code, day in zip(self.codes, latest, strict=False) if not np.isnat(day)}


def as_places(values: pd.Series, codes: Iterable[str]) -> np.ndarray:
    """The place of each value among the different ``codes``, how many these are for any other and for none."""
    known = pd.Index([*codes], dtype="str")
    place = known.get_indexer(pd.Index(values)).astype(np.int64)
    return np.where(place < 0, len(known), place)


def _coded(values: pd.Series, position: np.ndarray | None = None) -> Coded:
    place, codes = pd.factorize(values, sort=True)
    return Coded(
        tuple(codes),
        np.arange(len(values)) if position is None else position,
        np.where(place < 0, len(codes), place).astype(np.int64),
    )


@per_road
def coded(road: Road, name: str) -> Coded:
    """A dimension of contributions, or one of their columns.

    ``section`` is the geographic one, ``decision`` the last one whatever D. KeyError for what is neither.
    """
    if name == "section":
        return _coded(geographic_section(road))
    if name not in _LINKS:
        return _coded(road.contributions[name])
    links = getattr(road, _LINKS[name])
    linked = links["position"].to_numpy(dtype=np.int64)
    rest = np.setdiff1d(np.arange(len(road.contributions)), linked)
    nothing = pd.Series(np.nan, index=range(len(rest)), dtype="str")
    return _coded(pd.concat([links[name], nothing], ignore_index=True), np.concatenate([linked, rest]))


@per_road
def coded_memberships(road: Road) -> Coded:
    """The sections of any kind that contributions count for; contributions that count for none are not in it."""
    members = memberships(road)
    return _coded(members["section"], members["position"].to_numpy(dtype=np.int64))
