"""A chart as one declaration: its numbers, its drawing, the words around it and its passport, for whatever shows it."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, TypeVar

import pandas as pd
import plotly.graph_objects as go

from components.words.labels import names_of
from data.cache import per_road_keeping
from data.figures.contributions import same_since, tally
from data.figures.selection import Selection, file_name_part, select
from data.road import Road
from data.words import Words

N = TypeVar("N")

DRAWINGS_KEPT = 400
"""Of each Road, whatever they show: a drawing takes 50 to 270 kB and 5 to 35 ms."""

EVERYTHING = Selection()
Earlier = tuple[tuple[str, tuple[date, ...]], ...]


@dataclass(frozen=True)
class Subject:
    """What a chart is drawn of: a Road at D in one language, all its contributions or the selected ones.

    ``by`` is one of the chart's own ways to draw. ``opened`` are the codes of what is open in it, such as a country, or
    a block and a section; those that the chart does not know change nothing. ``narrow`` is for a phone.
    ``earlier`` are the due days that milestones had before, the first one first, as the history of the sheet has them.
    """

    whole: Road
    on: date
    words: Words
    selection: Selection = EVERYTHING
    by: str = ""
    opened: tuple[str, ...] = ()
    narrow: bool = False
    earlier: Earlier = ()

    @property
    def seen(self) -> tuple[Road, Hashable]:
        """What results kept for the road follow from: everything."""
        return self.whole, (self.on, self.words, self.selection, self.by, self.opened, self.narrow, self.earlier)

    @property
    def road(self) -> Road:
        """The Road with the selected contributions only; ``whole`` itself where all are."""
        return select(self.whole, self.selection, on=self.on)

    def names(self, dimension: str) -> Mapping[str, str]:
        """Code to title of the sections, questions or charter blocks, the code itself where one has none."""
        return names_of(self.whole, dimension, self.words)


@dataclass(frozen=True)
class Passport:
    """How a figure came about.

    ``name`` is that of its file, before what was chosen and the day. ``definition`` is the rule in words (one
    paragraph), ``table`` the figure's own numbers with headers in the reader's language, ``used`` the rows that count,
    ``left_out`` the others by reason (in the reader's language). ``values`` are numbers (a share from 0 to 1) and days
    by their header: what the table says in words only, for the file.
    """

    name: str
    definition: str
    table: pd.DataFrame
    used: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[str, pd.Series | list[Any]] = field(default_factory=dict)

    @property
    def file(self) -> pd.DataFrame:
        """The table as it leaves in a file: ``values`` in the place of words under the same header, else behind."""
        return self.table.assign(**self.values)


@dataclass(frozen=True)
class Drawing:
    """A figure and its words, plain text of one language: the finding above it, and what stands for it unseen.

    ``figure`` is None where there is nothing to draw, or too little to draw honestly; the finding then says so.
    """

    figure: go.Figure | None
    finding: str
    alt: str


@dataclass(frozen=True, eq=False)
class Chart(Generic[N]):
    """A chart under the name ``key``; everything it shows follows from ``numbers``, made of the figures of a Subject.

    ``by`` are the ways to draw it, the usual one first. With ``stands`` all but its passport follows from how far the
    contributions have come by D, and from nothing else of that day: days on which none comes further share a drawing.
    """

    key: str
    numbers: Callable[[Subject], N]
    draw: Callable[[N, Subject], go.Figure | None]
    finding: Callable[[N, Subject], str]
    alt: Callable[[N, Subject], str]
    passport: Callable[[N, Subject], Passport]
    by: tuple[str, ...] = ("",)
    stands: bool = False

    def drawing(self, of: Subject) -> Drawing:
        """The chart of a Subject; kept for as long as its Road lives."""
        on = same_since(of.whole, on=of.on) if self.stands else of.on
        return _drawing(replace(of, by=self.way(of.by), on=on), self)

    def passport_of(self, of: Subject) -> Passport:
        """How the chart of a Subject came about."""
        of = replace(of, by=self.way(of.by))
        passport = self.passport(self.numbers(of), of)
        return replace(passport, name=passport.name + file_name_part(of.selection))

    def way(self, by: str) -> str:
        """``by`` where it is a way to draw this chart, else the usual one."""
        return by if by in self.by else self.by[0]


@per_road_keeping(DRAWINGS_KEPT)
def _drawing(of: Subject, chart: Chart[N]) -> Drawing:
    numbers = chart.numbers(of)
    figure, finding = chart.draw(numbers, of), chart.finding(numbers, of)
    return Drawing(figure, finding, finding if figure is None else chart.alt(numbers, of))


def rows_behind(of: Subject, apart: Mapping[str, int] | None = None) -> tuple[int, dict[str, int]]:
    """Rows of Contributions behind a figure: (used, left out by reason).

    ``apart`` are the selected ones received by D that the figure does not count, by reason.
    """
    words, apart = of.words, apart or {}
    chosen, received = (tally(road, on=of.on).received for road in (of.road, of.whole))
    count = of.whole.rows.get("Contributions")
    reasons = {
        **apart,
        words.say("not chosen by the filters"): received - chosen,
        words.say("not yet received on this day"): len(of.whole.contributions) - received,
        words.say("without a readable date or contributor, or withdrawn"): count.left_out if count else 0,
    }
    return chosen - sum(apart.values()), {reason: n for reason, n in reasons.items() if n}
