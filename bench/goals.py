"""What is wanted of a measure, and whether it was reached: one table for everything that is measured."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """A measured value beside its bound, both in ``unit``; the bound is the least that will do where ``at_least``."""

    what: str
    measured: float
    bound: float
    unit: str
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the bound was kept; a value that is not a number keeps none."""
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound


def _told(measured: float) -> str:
    return f"{measured:,.0f}" if measured >= 1000 else f"{measured:.3g}"


def goals_table(goals: Iterable[Goal]) -> str:
    """A Markdown table, the missed ones first."""
    rows = [
        f"| {goal.what} | {'at least' if goal.at_least else 'at most'} {goal.bound:g} {goal.unit} "
        f"| {_told(goal.measured)} {goal.unit} | {'met' if goal.met else '**missed**'} |"
        for goal in sorted(goals, key=lambda goal: goal.met)
    ]
    return "\n".join(["| goal | | measured | |", "|---|---|---:|---|", *rows])
