"""Rates of few cases: what a share may be taken for, and whether two differ by more than chance."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

UPTAKE_MIN = 5
"""A rate of fewer decided contributions than this is not shown."""

_Z = 1.959964
"""The normal quantile of a two-sided 95% interval."""
_ALPHA = 0.05
_AS_LIKELY = 1 + 1e-7
"""Two tables are equally likely within this relative tolerance: their probabilities are products of floats."""


@dataclass(frozen=True)
class Rate:
    """``landed`` of ``n`` decided; ``rate`` and its 95% Wilson interval (0-1), None where n < 5."""

    landed: int
    n: int

    @property
    def rate(self) -> float | None:
        """Uptake: landed / decided."""
        return self.landed / self.n if self.n >= UPTAKE_MIN else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The Wilson interval: the rates that a score test at 5% would not reject."""
        if self.rate is None:
            return None
        squared = _Z * _Z
        middle = self.rate + squared / (2 * self.n)
        spread = _Z * sqrt(self.rate * (1 - self.rate) / self.n + squared / (4 * self.n * self.n))
        share = 1 + squared / self.n
        # None and all are its ends exactly, whatever floats make of them.
        low = (middle - spread) / share if self.landed else 0.0
        return low, (middle + spread) / share if self.landed < self.n else 1.0

    @property
    def low(self) -> float | None:
        """The lower end of the interval."""
        return self.interval[0] if self.interval else None

    @property
    def high(self) -> float | None:
        """The upper end of the interval."""
        return self.interval[1] if self.interval else None


def stands_out(section: Rate, world: Rate, compared: int) -> bool:
    """Stands out: whether the uptake of a section differs from that of all other decided contributions of the world.

    By Fisher's exact test at 5%, divided by the number of sections ``compared`` (Bonferroni); never below 5 decided.
    """
    if section.n < UPTAKE_MIN or section.n == world.n:
        return False
    return fisher(section.landed, section.n, world.landed, world.n) < _ALPHA / compared


def fisher(landed: int, n: int, landed_in_all: int, of_all: int) -> float:
    """The two-sided p of Fisher's exact test: ``landed`` of ``n``, of ``landed_in_all`` of ``of_all``.

    The sum of the probabilities of all tables with these margins that are not likelier than the one seen. Each table
    is weighed against the likeliest one by the ratios between neighbours, so that no factorial is ever formed.
    """
    least, most = max(0, n - (of_all - landed_in_all)), min(n, landed_in_all)
    x = np.arange(least, most, dtype=np.float64)
    upwards = (landed_in_all - x) * (n - x) / ((x + 1) * (of_all - landed_in_all - n + x + 1))
    likeliest = int(np.count_nonzero(upwards > 1))
    weights = np.concatenate([np.cumprod(1 / upwards[:likeliest][::-1])[::-1], [1.0], np.cumprod(upwards[likeliest:])])
    seen = weights[landed - least]
    return float(weights[weights <= seen * _AS_LIKELY].sum() / weights.sum())
