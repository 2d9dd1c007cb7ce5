"""Sections at D: who was heard, how far they reach, what they answered, whom to call."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.cache import per_road
from data.figures.contributions import stages
from data.figures.days import collection_end, start_day
from data.figures.network import memberships
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


@per_road
def _received_members(road: Road, on: date) -> pd.DataFrame:
    """One row per contribution received at D and section of any kind: position, section, received_on."""
    members = memberships(road)
    positions = members["position"].to_numpy(dtype=np.int64)
    members = members.assign(received_on=road.contributions["received_on"].take(positions).array)
    return members[stages(road, on=on)["received"].to_numpy()[positions]]


@dataclass(frozen=True)
class CountriesHeard:
    """``states`` heard of the ``of`` members and observers of the United Nations, and ``territories`` beside."""

    states: int
    of: int
    territories: int


@per_road
def _countries(road: Road, on: date) -> pd.DataFrame:
    """One row per country of the lookup: country, section (its own, NaN without one); is_state, is_heard: bool.

    Heard is a country that any contribution received at D names, whatever section that counts for.
    """
    heard = road.contributions["country"][stages(road, on=on)["received"]].dropna().unique()
    countries = road.countries
    return countries[["country", "section"]].assign(
        is_state=countries["country"].isin(STATES), is_heard=countries["country"].isin(heard)
    )


@per_road
def countries_heard(road: Road, *, on: date) -> CountriesHeard:
    """Reach of the world: every state of the lookup, in a section or in none."""
    countries = _countries(road, on)
    is_state, is_heard = countries["is_state"], countries["is_heard"]
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
    sections = road.sections
    codes = sections["code"]
    is_geographic = sections["kind"] == GEOGRAPHIC
    by_section = _received_members(road, on).groupby("section")["received_on"].agg(["size", "max"])
    received = codes.map(by_section["size"]).fillna(0).astype("int64")
    last = pd.Series(by_section["max"].reindex(codes).array, index=codes.index)

    countries = _countries(road, on)
    own = {
        name: codes.map(countries["section"][chosen].value_counts()).fillna(0).astype("Int64").where(is_geographic)
        for name, chosen in (
            ("states_heard", countries["is_state"] & countries["is_heard"]),
            ("states", countries["is_state"]),
            ("territories_heard", ~countries["is_state"] & countries["is_heard"]),
        )
    }
    states = own["states"].astype("float64")

    expected = sections["expected"]
    applicable = expected != 0
    counted = is_geographic & applicable
    few = np.fmin(road.settings.answered_min, expected)
    is_barely = counted & (received > 0) & ((received < few) | (received * 10 < expected))
    return pd.DataFrame(
        {
            "code": codes,
            "kind": sections["kind"],
            "received": received,
            "expected": expected,
            "ratio": received / expected.where(applicable),
            **own,
            "reach": own["states_heard"].astype("float64") / states.replace(0, np.nan),
            "last_received_on": last,
            "silence_days": (pd.Timestamp(on) - last).dt.days.astype("Int64").where(applicable),
            "applicable": applicable,
            "barely_heard": is_barely,
            "behind": _behind(road, received, expected.where(applicable), on),
            "share_received": _shares(received, counted),
            "share_expected": _shares(expected, counted),
            "share_states": _shares(states, counted),
        }
    )


def _behind(road: Road, received: pd.Series, expected: pd.Series, on: date) -> pd.Series:
    start, end = start_day(road), collection_end(road)
    if start is None or end is None or start >= end:
        return pd.Series(np.nan, index=expected.index)
    of = (end - start).days
    elapsed = min(max((on - start).days, 0), of)
    # Divided last: what is exactly on time must not lack a rounding error.
    return ((expected * elapsed - received * of) / of).clip(lower=0)


def _shares(values: pd.Series, counted: pd.Series) -> pd.Series:
    within = values.where(counted).astype("float64")
    total = within[counted].sum(skipna=False)
    return within / (total if total > 0 else np.nan)


@per_road
def sections_heard(road: Road, *, on: date) -> Heard:
    """How many geographic sections have at least one contribution at D, of those whose expected is not 0."""
    coverage = section_coverage(road, on=on)
    counted = coverage[(coverage["kind"] == GEOGRAPHIC) & coverage["applicable"]]
    return Heard(
        n=int((counted["received"] > 0).sum()), of=len(counted), barely=tuple(counted["code"][counted["barely_heard"]])
    )


@per_road
def balance(road: Road, *, on: date) -> float | None:
    """Balance: sum of min(share received, share expected) over the geographic sections with expected > 0 (0-1).

    None where an applicable one has no expected, where none has any, and where fewer than 30 were received in them.
    """
    coverage = section_coverage(road, on=on)
    counted = coverage[(coverage["kind"] == GEOGRAPHIC) & coverage["applicable"]]
    if counted["received"].sum() < BALANCE_MIN:
        return None
    shares = counted[["share_received", "share_expected"]]
    return None if shares.empty or shares.isna().any(axis=None) else float(shares.min(axis="columns").sum())


@per_road
def answer_matrix(road: Road, *, on: date) -> pd.DataFrame:
    """One row per section of any kind and question, sections in the network's order, questions in the sheet's.

    section, question: str
    n: int, contributions of the section that speak to the question
    answer: str, "none", "thin" (fewer than ``answered_min`` and than expected), "answered"; "not applicable" where
        expected is 0
    """
    sections, questions = road.sections, road.questions["code"]
    members = _received_members(road, on)[["position", "section"]]
    pairs = members.merge(road.answers, on="position")[["section", "question"]].value_counts()
    cells = pd.DataFrame(
        {
            "section": sections["code"].repeat(len(questions)).array,
            "question": pd.concat([questions] * len(sections), ignore_index=True).array,
        }
    )
    n = pairs.reindex(pd.MultiIndex.from_frame(cells)).fillna(0).astype("int64").to_numpy()
    expected = sections["expected"].repeat(len(questions)).to_numpy()
    enough = np.fmin(road.settings.answered_min, expected)
    answer = np.select([expected == 0, n == 0, n < enough], [NOT_APPLICABLE, "none", "thin"], "answered")
    return cells.assign(n=n, answer=pd.Series(answer, dtype="str"))


@per_road
def never_heard(road: Road, *, on: date) -> tuple[str, ...]:
    """The codes of the sections of any kind that are asked and sent nothing by D, in the network's order."""
    coverage = section_coverage(road, on=on)
    return tuple(coverage["code"][coverage["applicable"] & (coverage["received"] == 0)])


@per_road
def call_list(road: Road, *, on: date) -> pd.DataFrame:
    """Call list: one row per section of any kind that is asked and has something open, whom to call first on top.

    Open is a question answered by none or few, or a section behind. Most ``none`` answers first, then most ``thin``,
    then most behind, then the longest silence, never heard before all, then the network's order.

    code: str; none, thin: int, questions so answered; behind: float, contributions, NaN where that cannot be told
    silence_days: Int64, NA where never heard
    open_questions: tuple of the codes of questions not answered, in the sheet's order
    """
    coverage = section_coverage(road, on=on)
    matrix = answer_matrix(road, on=on)
    is_open = matrix["answer"].isin(["none", "thin"])
    questions = matrix[is_open].groupby("section", sort=False)["question"].agg(tuple)
    called = coverage.loc[coverage["applicable"], ["code", "behind", "silence_days"]]
    frame = pd.DataFrame(
        {
            "code": called["code"],
            "none": _n_of_answer(matrix, "none", called["code"]),
            "thin": _n_of_answer(matrix, "thin", called["code"]),
            "behind": called["behind"],
            "silence_days": called["silence_days"],
            "open_questions": pd.Series(
                [questions.get(code, ()) for code in called["code"]], index=called.index, dtype=object
            ),
        }
    )
    order = frame[["none", "thin"]].assign(
        behind=frame["behind"].fillna(0).round(_SAME_BEHIND),
        silence=frame["silence_days"].astype("float64").fillna(np.inf),
    )
    order = order[(order[["none", "thin", "behind"]] > 0).any(axis="columns")]
    order = order.sort_values(["none", "thin", "behind", "silence"], ascending=False, kind="stable")
    return frame.loc[order.index].reset_index(drop=True)


def _n_of_answer(matrix: pd.DataFrame, answer: str, codes: pd.Series) -> pd.Series:
    counts = matrix["section"][matrix["answer"] == answer].value_counts()
    return codes.map(counts).fillna(0).astype("int64")


@per_road
def country_coverage(road: Road, *, on: date) -> pd.DataFrame:
    """One row per country of the lookup, then per country heard that the lookup lacks.

    country: str (ISO alpha-3); section: str, the lookup's, NaN without one; received: int, whatever section the
    contribution itself counts for; last_received_on: datetime64[s], NaT where never heard
    """
    contributions = road.contributions[stages(road, on=on)["received"]]
    heard = contributions.groupby("country")["received_on"].agg(["size", "max"])
    known = road.countries[["country", "section"]]
    unlisted = pd.DataFrame({"country": heard.index[~heard.index.isin(known["country"])]}).astype("str")
    frame = pd.concat([known, unlisted], ignore_index=True)
    return frame.assign(
        received=frame["country"].map(heard["size"]).fillna(0).astype("int64"),
        last_received_on=heard["max"].reindex(frame["country"]).array,
    )


@per_road
def without_country(road: Road, *, on: date) -> int:
    """How many contributions received at D name no country, so that the countries and these add up."""
    return int((stages(road, on=on)["received"] & road.contributions["country"].isna()).sum())
