"""The Road: everything the sheet says, typed, immutable, and before any figure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pandas as pd

from data.grid import Origin
from data.problems import STRUCTURE, Problem
from data.words import OURS, OwnWords


@dataclass(frozen=True)
class Period:
    """A stretch of whole days, both ends included."""

    first: date
    last: date


@dataclass(frozen=True)
class Settings:
    """The Settings worksheet with its defaults.

    ``title`` and ``short_title`` are by canonical name (``title``, ``title_fr``). ``start``, ``launch`` and
    ``contributions_until`` are None where the sheet leaves them to be derived from the milestones: of a month the start
    is its first day, the others its last. ``reporting_date`` None means today in ``timezone``; ``target`` counts
    contributions, None where none is set. ``colour`` is the network's own, as ``#RRGGBB``.
    """

    title: Mapping[str, str | None]
    short_title: Mapping[str, str | None]
    start: date | None
    launch: date | None
    contributions_until: date | None
    licence: str | None
    timezone: ZoneInfo
    target: int | None
    answered_min: int
    reporting_date: date | None
    illustrative: bool
    show_contacts: bool
    colour: str | None = None


@dataclass(frozen=True)
class RowCount:
    """Rows of one worksheet; read = used + left_out, always. Rows passed over are in none of these."""

    read: int
    used: int
    left_out: int
    passed_over: int = 0


@dataclass(frozen=True)
class UnreadColumn:
    """A column that holds something and is none of ours: of which worksheet (its canonical name, its tab's title), its
    letter and header; ``nearest`` is the column of ours that it may be."""

    worksheet: str
    title: str
    letter: str
    header: str
    nearest: str | None = None


@dataclass(frozen=True)
class Heading:
    """A column that is read: its letter, its canonical name and its header as typed."""

    letter: str
    column: str
    header: str


@dataclass(frozen=True, eq=False)
class Road:
    """One reading of the sheet. Compared and hashed by identity: a new reading is a new Road.

    Frames are in the sheet's order with a plain RangeIndex, and are never written to after reading. ``row`` (int) is
    the sheet's own row number. Texts, codes and ids are pandas ``str`` with NaN where empty; days are ``datetime64[s]``
    with NaT where empty. A text column ``x`` that can be translated has companions ``x_en``, ``x_fr``, ``x_es``, always
    all four. Columns that the sheet lacks are there, empty.

    milestones: one row per milestone.
        row, id, title(_en/_fr/_es), kind (code of ``shape.MILESTONE_KINDS`` or as typed), due_first, due_last (first
        and last day of due: a day, the days from starts to ends, or a month), due_precision ("day", "month", NaN),
        baseline_first, baseline_last, baseline_precision, done_on, starts_at, ends_at (instants,
        ``datetime64[s, UTC]``), body, owner, deliverable, outcome, link, flag ("cancelled", "postponed" or NaN).
    dependencies: one row per dependency. milestone (id), depends_on (id); both known, never a cycle.
    circles: as dependencies, those that would close a cycle. Only the launch still waits for them.
    contributions: one row per contribution used, index 0..n-1 is its ``position``.
        row, tab (the title of its worksheet), id ("row 57" where the sheet has none), received_on, contributor,
        contributor_type (code or as typed),
        country (ISO 3166-1 alpha-3), section (geographic: the override, else the country's), policy_council (code or as
        typed), milestone (id), theme (code or as typed), language (ISO 639-1), summary, link, considered_on, decided_on
        (effective days after the rules of design.md, "Stages": decided_on is NaT where undecided, considered_on never
        after decided_on), decision ("reflected", "partly", "not_reflected", "out_of_scope", NaN), reason, reply ("yes",
        "partly", "no", NaN), is_decision_dated (bool: decided, and decided_on is the sheet's own).
    answers: one row per contribution and question. position, question (code).
    landings: one row per contribution and charter block named by it, landed or not. position, block (code).
    crosscuts: one row per contribution and cross-cutting section it also counts for. position, section (code).
    sections: one row per section in the network's order. row, code, name(_en/_fr/_es), kind ("regional",
        "metropolitan", "regions"), expected (float, NaN where blank), contact. Never empty: the network's nine where
        the sheet has none.
    charter: one row per block. row, code, title(_en/_fr/_es), part (code or as typed), draft(_en/_fr/_es), lead.
    questions: one row per question. row, code, text(_en/_fr/_es).
    countries: one row per country of the lookup after the sheet's overrides. country (alpha-3), section (code or NaN).

    ``rows`` and ``titles`` (the tab's own title) are by canonical worksheet name; ``columns`` are the canonical names
    of the columns found, by worksheet. A worksheet that is missing is in none of them. ``gids`` are Google's sheet ids.
    ``passed_over`` are the sheet's own numbers of rows below the header that hold something and are no rows (notes,
    headings, totals, ids typed ahead, a header repeated), by canonical worksheet name; those of contributions read
    beside the first worksheet of them by that tab's title. ``joined`` are the tabs that are read as Contributions, by
    title, with their ids. ``others`` are the frames of worksheets of codes that no field stands for, by canonical name.
    ``own_words`` are what this network calls the codes of lists, and whether it is another than ours.
    ``unread_worksheets`` are the titles of the other tabs of the workbook, those that anyone sees. ``headings`` are the
    columns read of each tab, by its title, in the sheet's order; ``as_typed`` the filled cells of rows that hold a
    problem, as texts by their letter, by the tab's title and the row's number: of so many rows as ``reading.as_typed``
    keeps.
    """

    origin: Origin
    settings: Settings
    milestones: pd.DataFrame
    dependencies: pd.DataFrame
    circles: pd.DataFrame
    contributions: pd.DataFrame
    answers: pd.DataFrame
    landings: pd.DataFrame
    crosscuts: pd.DataFrame
    sections: pd.DataFrame
    charter: pd.DataFrame
    questions: pd.DataFrame
    countries: pd.DataFrame
    problems: tuple[Problem, ...]
    rows: Mapping[str, RowCount]
    titles: Mapping[str, str]
    gids: Mapping[str, int | None]
    columns: Mapping[str, frozenset[str]]
    passed_over: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    others: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    joined: Mapping[str, int | None] = field(default_factory=dict)
    own_words: OwnWords = OURS
    unread_worksheets: tuple[str, ...] = ()
    unread_columns: tuple[UnreadColumn, ...] = ()
    headings: Mapping[str, tuple[Heading, ...]] = field(default_factory=dict)
    as_typed: Mapping[tuple[str, int], Mapping[str, str]] = field(default_factory=dict)

    def frame(self, worksheet_name: str) -> pd.DataFrame:
        """The frame of a worksheet by its canonical name."""
        return self.others[worksheet_name] if worksheet_name in self.others else getattr(self, worksheet_name.lower())

    def reporting_date(self, now: datetime) -> date:
        """The last day to look at: the sheet's own, else the day of ``now`` (aware) in the sheet's timezone."""
        return self.settings.reporting_date or now.astimezone(self.settings.timezone).date()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show: not a step, not a contribution."""
        return self.milestones.empty and self.contributions.empty

    @property
    def structure_problems(self) -> list[Problem]:
        """The worksheets and columns that are missing."""
        return [problem for problem in self.problems if problem.kind in STRUCTURE]
