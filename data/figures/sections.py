"""Sections at D: who was heard, how far they reach, what they answered, whom to call."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import inf, isnan, nan
from typing import Any

import numpy as np
import pandas as pd

from data.cache import per_road
from data.figures.coded import Coded, as_places, coded, coded_memberships
from data.figures.contributions import counted_at, counts_at, latest_at
from data.figures.days import collection_end, start_day
from data.figures.network import memberships
from data.figures.rows import Row, Rows, by_row, frame_of
from data.reference.countries import STATES
from data.road import Road
from data.shape import GEOGRAPHIC

NOT_APPLICABLE = "not applicable"
_SAME_BEHIND = 9
"""Decimals to which two sections are equally far behind."""
BALANCE_MIN = 30
"""Of fewer contributions than this no balance is told."""


@dataclass(frozen=True)
class Heard:
    """``n`` sections heard of the ``of`` geographic ones whose expected is not 0.

    ``barely`` are the codes of those that were barely heard, in the network's order.
    """

    n: int
    of: int
    barely: tuple[str, ...] = ()


@dataclass(frozen=True)
class CountriesHeard:
    """``states`` heard of the ``of`` members and observers of the United Nations, and ``territories`` beside."""

    states: int
    of: int
    territories: int


@per_road
def _is_state(road: Road) -> np.ndarray:
    """Which countries of the lookup are members or observers of the United Nations: a bool for each."""
    return road.countries["country"].isin(STATES).to_numpy()


@per_road
def _is_heard(road: Road, *, on: date) -> np.ndarray:
    """Which countries of the lookup any contribution received at D names, whatever section that counts for."""
    heard = counted_at(road, coded(road, "country"), "received", on=on)
    return np.array([country in heard for country in road.countries["country"].tolist()], dtype=bool)


@per_road
def _own_section(road: Road) -> np.ndarray:
    """Of every country of the lookup the place of its own section in the network, the number of those for none."""
    return as_places(road.countries["section"], road.sections["code"])


@per_road
def countries_heard(road: Road, *, on: date) -> CountriesHeard:
    """Reach of the world: every state of the lookup, in a section or in none."""
    is_state, is_heard = _is_state(road), _is_heard(road, on=on)
    return CountriesHeard(
        states=int((is_state & is_heard).sum()), of=int(is_state.sum()), territories=int((~is_state & is_heard).sum())
    )


@per_road
def section_coverage(road: Road, *, on: date) -> pd.DataFrame:
    """One row per section in the network's order, aligned with ``road.sections``.

    code, kind: str
    received: int; of a cross-cutting section the contributions that also count for it
    expected: float, NaN where blank; ratio: float, received / expected, NaN where expected is blank or 0
    states_heard, states: Int64, Reach: states of its own, and those that any contribution came from; reach: float 0-1,
        the one over the other. NA for cross-cutting sections, reach also without states
    territories_heard: Int64, of its own, told beside and in no ratio; NA for cross-cutting sections
    last_received_on: datetime64[s], NaT where never heard
    silence_days: Int64, Silence: days since then; NA where never heard and where applicable is False
    applicable: bool, expected is not 0
    barely_heard: bool, Barely heard; False where not asked and for cross-cutting sections
    behind: float, Behind: expected x elapsed share of the collection time - received, at least 0; NaN without an
        expected number, with 0, and without that share
    share_received, share_expected, share_states: float 0-1, within the applicable geographic sections; NaN for all
        others, where the sum is 0, and share_expected where one of them has no expected
    """
    return frame_of(_section_rows(road, on=on), _COVERAGE)


_COVERAGE = {
    **dict.fromkeys(("code", "kind"), "str"),
    "received": "int64",
    **dict.fromkeys(("expected", "ratio"), "float64"),
    **dict.fromkeys(("states_heard", "states", "territories_heard"), "Int64"),
    "reach": "float64",
    "last_received_on": "datetime64[s]",
    "silence_days": "Int64",
    **dict.fromkeys(("applicable", "barely_heard"), "bool"),
    **dict.fromkeys(("behind", "share_received", "share_expected", "share_states"), "float64"),
}


@per_road
def _section_rows(road: Road, *, on: date) -> Rows:
    sections = road.sections
    codes = sections["code"].tolist()
    is_geographic = (sections["kind"] == GEOGRAPHIC).to_numpy()
    members = coded_memberships(road)
    n, latest = counted_at(road, members, "received", on=on), latest_at(road, members, on=on)
    received = np.array([n.get(code, 0) for code in codes], dtype=np.int64)
    last = np.array([latest.get(code) for code in codes], dtype="datetime64[s]")

    is_state, is_heard = _is_state(road), _is_heard(road, on=on)
    states, states_heard, territories_heard = (
        np.bincount(_own_section(road)[chosen], minlength=len(codes) + 1)[: len(codes)]
        for chosen in (is_state, is_state & is_heard, ~is_state & is_heard)
    )

    expected = sections["expected"].to_numpy()
    applicable = expected != 0
    asked = np.where(applicable, expected, np.nan)
    counted = is_geographic & applicable
    few = np.fmin(road.settings.answered_min, expected)
    silence = np.datetime64(on) - last.astype("datetime64[D]")
    reach = states_heard / np.where(is_geographic & (states > 0), states, np.nan)
    return by_row(
        {
            "code": codes,
            "kind": sections["kind"].tolist(),
            "received": received.tolist(),
            "expected": expected.tolist(),
            "ratio": (received / asked).tolist(),
            "states_heard": _whole_numbers(states_heard, is_geographic),
            "states": _whole_numbers(states, is_geographic),
            "territories_heard": _whole_numbers(territories_heard, is_geographic),
            "reach": reach.tolist(),
            "last_received_on": [pd.NaT if np.isnat(day) else pd.Timestamp(day) for day in last],
            "silence_days": _whole_numbers(silence.astype(np.int64), applicable & ~np.isnat(last)),
            "applicable": applicable.tolist(),
            "barely_heard": (counted & (received > 0) & ((received < few) | (received * 10 < expected))).tolist(),
            "behind": _behind(road, received, asked, on).tolist(),
            "share_received": _shares(received, counted).tolist(),
            "share_expected": _shares(expected, counted).tolist(),
            "share_states": _shares(states, counted).tolist(),
        }
    )


def _whole_numbers(numbers: np.ndarray, known: np.ndarray) -> list[Any]:
    return [n if is_known else pd.NA for n, is_known in zip(numbers.tolist(), known.tolist(), strict=True)]


def _behind(road: Road, received: np.ndarray, expected: np.ndarray, on: date) -> np.ndarray:
    start, end = start_day(road), collection_end(road)
    if start is None or end is None or start >= end:
        return np.full(len(expected), np.nan)
    of = (end - start).days
    elapsed = min(max((on - start).days, 0), of)
    # Divided last: what is exactly on time must not lack a rounding error.
    return np.maximum((expected * elapsed - received * of) / of, 0)


def _shares(values: np.ndarray, counted: np.ndarray) -> np.ndarray:
    total = values[counted].sum()
    return np.where(counted, values, np.nan) / (total if total > 0 else np.nan)


@per_road
def sections_at(road: Road, *, on: date) -> Mapping[str, Row]:
    """The rows of ``section_coverage`` by their code, in the network's order."""
    return {row["code"]: row for row in _section_rows(road, on=on)}


def _counted(road: Road, on: date) -> list[Row]:
    """The rows of geographic sections of which contributions are expected."""
    return [row for row in sections_at(road, on=on).values() if row["kind"] == GEOGRAPHIC and row["applicable"]]


@per_road
def sections_heard(road: Road, *, on: date) -> Heard:
    """How many geographic sections have at least one contribution at D, of those whose expected is not 0."""
    counted = _counted(road, on)
    return Heard(
        n=sum(row["received"] > 0 for row in counted),
        of=len(counted),
        barely=tuple(row["code"] for row in counted if row["barely_heard"]),
    )


@per_road
def balance(road: Road, *, on: date) -> float | None:
    """Balance: sum of min(share received, share expected) over the geographic sections with expected > 0 (0-1).

    None where an applicable one has no expected, where none has any, and where fewer than 30 were received in them.
    """
    counted = _counted(road, on)
    if sum(row["received"] for row in counted) < BALANCE_MIN:
        return None
    smaller = np.minimum(*(np.array([row[share] for row in counted]) for share in ("share_received", "share_expected")))
    return None if np.isnan(smaller).any() else float(smaller.sum())


@per_road
def answer_matrix(road: Road, *, on: date) -> pd.DataFrame:
    """One row per section of any kind and question, sections in the network's order, questions in the sheet's.

    section, question: str
    n: int, contributions of the section that speak to the question
    answer: str, "none", "thin" (fewer than ``answered_min`` and than expected), "answered"; "not applicable" where
        expected is 0
    """
    return frame_of(_answer_rows(road, on=on), {"section": "str", "question": "str", "n": "int64", "answer": "str"})


@per_road
def _answer_rows(road: Road, *, on: date) -> Rows:
    questions, least = road.questions["code"].tolist(), road.settings.answered_min
    counts = iter(counts_at(road, _answers(road), "received", on=on).tolist())

    def answer(n: int, expected: float) -> str:
        if expected == 0:
            return NOT_APPLICABLE
        enough = least if isnan(expected) else min(least, expected)
        return "none" if n == 0 else "thin" if n < enough else "answered"

    return [
        {"section": code, "question": question, "n": (n := next(counts)), "answer": answer(n, expected)}
        for code, expected in zip(road.sections["code"].tolist(), road.sections["expected"].tolist(), strict=True)
        for question in questions
    ]


@per_road
def _answers(road: Road) -> Coded:
    """Every answer, once for each section that it counts for: its code is that of its cell in ``answer_matrix``."""
    codes, questions = road.sections["code"], road.questions["code"]
    pairs = memberships(road).merge(road.answers, on="position")
    section, question = as_places(pairs["section"], codes), as_places(pairs["question"], questions)
    listed = (section < len(codes)) & (question < len(questions))
    cells = tuple(f"{code} {asked}" for code in codes for asked in questions)
    position, cell = pairs["position"].to_numpy(dtype=np.int64), section * len(questions) + question
    return Coded(cells, position[listed], cell[listed])


@per_road
def answers_at(road: Road, *, on: date) -> Mapping[str, Mapping[str, Row]]:
    """The rows of ``answer_matrix`` by section and question, in its order; nothing of a section without questions."""
    found: dict[str, dict[str, Row]] = {code: {} for code in road.sections["code"]}
    for cell in _answer_rows(road, on=on):
        found[cell["section"]][cell["question"]] = cell
    return found


@per_road
def never_heard(road: Road, *, on: date) -> tuple[str, ...]:
    """The codes of the sections of any kind that are asked and sent nothing by D, in the network's order."""
    return tuple(code for code, row in sections_at(road, on=on).items() if row["applicable"] and not row["received"])


@per_road
def call_list(road: Road, *, on: date) -> pd.DataFrame:
    """Call list: one row per section of any kind that is asked and has something open, whom to call first on top.

    Open is a question answered by none or few, or a section behind. Most ``none`` answers first, then most ``thin``,
    then most behind, then the longest silence, never heard before all, then the network's order.

    code: str; none, thin: int, questions so answered; behind: float, contributions, NaN where that cannot be told
    silence_days: Int64, NA where never heard
    open_questions: tuple of the codes of questions not answered, in the sheet's order
    """
    types = {"code": "str", "none": "int64", "thin": "int64", "behind": "float64", "silence_days": "Int64"}
    return frame_of(calls_at(road, on=on), {**types, "open_questions": "object"})


@per_road
def calls_at(road: Road, *, on: date) -> Rows:
    """The rows of ``call_list``."""
    sections, questions = _section_rows(road, on=on), len(road.questions)
    answers = _answer_rows(road, on=on)
    behind = np.nan_to_num([row["behind"] for row in sections]).round(_SAME_BEHIND).tolist()
    calls: list[tuple[tuple[float, ...], Row]] = []
    for place, row in enumerate(sections):
        of_section = answers[place * questions : (place + 1) * questions]
        none, thin = (sum(cell["answer"] == answer for cell in of_section) for answer in ("none", "thin"))
        # Nothing is open where nothing is asked.
        if not (none or thin or behind[place] > 0):
            continue
        silence = inf if pd.isna(row["silence_days"]) else row["silence_days"]
        call = {
            **{name: row[name] for name in ("code", "behind", "silence_days")},
            **{"none": none, "thin": thin},
            "open_questions": tuple(cell["question"] for cell in of_section if cell["answer"] in ("none", "thin")),
        }
        calls.append(((-none, -thin, -behind[place], -silence), call))
    return [call for _, call in sorted(calls, key=lambda one: one[0])]


@per_road
def countries_at(road: Road, *, on: date) -> Rows:
    """One row per country of the lookup, then per country heard that the lookup lacks.

    country: str (ISO alpha-3); section: str, the lookup's, NaN without one; received: int, whatever section the
    contribution itself counts for; last_received_on: Timestamp, NaT where never heard
    """
    named = coded(road, "country")
    heard, latest = counted_at(road, named, "received", on=on), latest_at(road, named, on=on)
    known = road.countries["country"].tolist()
    unlisted = sorted(heard.keys() - set(known))
    return [
        {
            "country": country,
            "section": section,
            "received": heard.get(country, 0),
            "last_received_on": pd.Timestamp(latest[country]) if country in latest else pd.NaT,
        }
        for country, section in zip(
            [*known, *unlisted], [*road.countries["section"].tolist(), *(nan for _ in unlisted)], strict=True
        )
    ]


@per_road
def without_country(road: Road, *, on: date) -> int:
    """How many contributions received at D name no country, so that the countries and these add up."""
    return int(counts_at(road, coded(road, "country"), "received", on=on)[-1])
