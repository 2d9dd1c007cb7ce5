"""Filters: a Selection of contributions, and the Road that holds only those."""

import re
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from data.cache import per_road, per_road_keeping
from data.figures.coded import coded, coded_memberships
from data.figures.contributions import DIMENSIONS, counted_at, counts, dimension_values, ordered_values, stages
from data.figures.network import memberships
from data.figures.search import matches
from data.reference.countries import ALPHA2
from data.road import Road
from data.shape import FILTERED

BLANK = "-"
"""The choice of contributions without a value, such as those in no section."""

STAGE_CHOICES = ("awaiting", "undecided", "considered", "decided", "landed")
"""awaiting: received, not considered; undecided: received, not decided; the others: that stage was reached."""

FILE_NAME_LETTERS = 60
_ROADS_KEPT = 16

CHOICES = (*DIMENSIONS, "stage")
"""The dimensions that a Selection can name codes of."""


@dataclass(frozen=True, init=False)
class Selection:
    """Which contributions are looked at: one of the codes of every dimension that has any, and what ``text`` means.

    Codes are those of ``CHOICES``, of ``STAGE_CHOICES`` for ``stage``, or ``BLANK``. ``section`` takes geographic and
    cross-cutting codes. ``text`` is a place or words, as ``search.matches`` takes them.
    """

    chosen: tuple[tuple[str, tuple[str, ...]], ...]
    text: str

    def __init__(self, *, text: str = "", **codes: tuple[str, ...]) -> None:
        """``Selection(theme=("rights",), text="children")``; KeyError for what is no dimension."""
        if unknown := codes.keys() - {*CHOICES}:
            raise KeyError(*unknown)
        object.__setattr__(self, "chosen", tuple((name, codes[name]) for name in CHOICES if codes.get(name)))
        object.__setattr__(self, "text", text)

    def codes(self, dimension: str) -> tuple[str, ...]:
        """The codes of a dimension; () where it is not filtered by."""
        return dict(self.chosen).get(dimension, ())

    def without(self, dimension: str) -> "Selection":
        """The same, not filtered by a dimension."""
        return Selection(text=self.text, **{name: codes for name, codes in self.chosen if name != dimension})

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filtered."""
        return not self.chosen and not self.text.strip()


PARAMETERS = {"stage": "stage"} | {dimension: column.filter for dimension, column in FILTERED.items()}
"""Dimension to its name where a reader filters by it: in the address of a page, as an argument of a command."""

_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")


def is_choice(road: Road, dimension: str, code: str) -> bool:
    """Whether the sheet or our lists know a code of a dimension of ``CHOICES``, on whichever day."""
    if dimension == "stage":
        return code in STAGE_CHOICES
    if code == BLANK or code in _known(road, dimension):
        return True
    if dimension == "country":
        return code in ALPHA2
    if dimension == "language":
        return bool(_LANGUAGE_CODE.fullmatch(code))
    vocabulary = FILTERED[dimension].vocabulary
    return vocabulary is not None and code in vocabulary.labels


@per_road
def _known(road: Road, dimension: str) -> frozenset[str]:
    """Every value of a dimension that the sheet uses or lists, on whichever day."""
    if dimension == "section":
        return frozenset(road.sections["code"])
    if dimension == "decision":
        return frozenset()
    used = getattr(road, FILTERED[dimension].links or "contributions")[dimension]
    return frozenset(used.dropna()) | frozenset(ordered_values(road, dimension))


def file_name_part(selection: Selection) -> str:
    """What stands for a selection in the name of a file: its codes and words, each behind a hyphen; '' for all."""
    codes = [code for _, chosen in selection.chosen for code in chosen]
    named = ["none" if code == BLANK else code for code in codes]
    kept = "-".join(re.findall(r"\w+", " ".join([*named, selection.text])))[:FILE_NAME_LETTERS].strip("-_")
    return f"-{kept}" if kept else ""


def select(road: Road, selection: Selection, *, on: date) -> Road:
    """A Road with only the contributions of a Selection, so that every figure works on it; the Road itself for all.

    Stage and decision are those at D. Positions are renumbered, in the contributions and in what links to them.
    """
    if selection.is_empty:
        return road
    # The same Road for every D, and with it the figures kept for it, wherever D makes no difference.
    depends_on_day = selection.codes("stage") or selection.codes("decision") or selection.text.strip()
    return _select(road, selection, on=on if depends_on_day else date.max)


@per_road_keeping(_ROADS_KEPT)
def _select(road: Road, selection: Selection, *, on: date) -> Road:
    chosen = matches(road, selection.text, on=on)
    for dimension in DIMENSIONS:
        codes = selection.codes(dimension)
        if codes:
            chosen = chosen & _having(road, dimension, codes, on)
    if stages_chosen := selection.codes("stage"):
        reached = [_reached(road, stage, on) for stage in stages_chosen if stage in STAGE_CHOICES]
        chosen = chosen & np.logical_or.reduce([np.zeros(len(chosen), dtype=bool), *reached])
    return _only(road, chosen)


def _having(road: Road, dimension: str, codes: tuple[str, ...], on: date) -> np.ndarray:
    values = dimension_values(road, dimension, on=on)
    if dimension == "section":
        members = memberships(road)
        values = pd.concat([values[values["value"].isna()], members.rename(columns={"section": "value"})])
    wanted = values["value"].isin(codes)
    if BLANK in codes:
        wanted |= values["value"].isna()
    having = np.zeros(len(road.contributions), dtype=bool)
    having[values["position"][wanted].to_numpy(dtype=np.int64)] = True
    return having


def _reached(road: Road, stage: str, on: date) -> np.ndarray:
    at = stages(road, on=on)
    return at.received & ~at.considered if stage == "awaiting" else at.reached(stage)


def _only(road: Road, chosen: np.ndarray) -> Road:
    position = np.cumsum(chosen) - 1

    def linked(links: pd.DataFrame) -> pd.DataFrame:
        old = links["position"].to_numpy(dtype=np.int64)
        kept = links[chosen[old]].reset_index(drop=True)
        return kept.assign(position=position[old[chosen[old]]])

    return replace(
        road,
        contributions=road.contributions[chosen].reset_index(drop=True),
        answers=linked(road.answers),
        landings=linked(road.landings),
        crosscuts=linked(road.crosscuts),
    )


@per_road
def choices(road: Road, selection: Selection, dimension: str, *, on: date) -> pd.DataFrame:
    """One row per value of a dimension of ``CHOICES``: what choosing it would show, the other filters applied.

    value: str, ``BLANK`` for contributions without one; n: int, received at D. Every value that the sheet uses or lists
    is there, in its own order where it has one, else the most frequent of all first. KeyError for any other dimension.
    """
    if dimension not in CHOICES:
        raise KeyError(dimension)
    rest = select(road, selection.without(dimension), on=on)
    if dimension == "stage":
        n = [int(np.count_nonzero(_reached(rest, stage, on))) for stage in STAGE_CHOICES]
        return pd.DataFrame({"value": pd.Series(STAGE_CHOICES, dtype="str"), "n": n})
    everywhere, here = _received(road, dimension, on), _received(rest, dimension, on)
    listed = [value for value in _listed(road, dimension) if value != BLANK]
    others = sorted(everywhere.keys() - {*listed, BLANK}, key=lambda value: (-everywhere[value], value))
    values = [*listed, *others, *([BLANK] if BLANK in everywhere else [])]
    return pd.DataFrame(
        {
            "value": pd.Series(values, dtype="str"),
            "n": pd.Series([here.get(value, 0) for value in values], dtype="int64"),
        }
    )


def _listed(road: Road, dimension: str) -> tuple[str, ...]:
    return tuple(road.sections["code"]) if dimension == "section" else ordered_values(road, dimension)


def _received(road: Road, dimension: str, on: date) -> dict[str, int]:
    """How many contributions received at D have each value, ``BLANK`` for none; those that none has are not in it."""
    *values, nothing = counts(road, dimension, "received", on=on).tolist()
    if dimension == "section":
        found = counted_at(road, coded_memberships(road), "received", on=on)
    else:
        found = {value: n for value, n in zip(coded(road, dimension).codes, values, strict=True) if n}
    return found | ({BLANK: nothing + found.get(BLANK, 0)} if nothing else {})
