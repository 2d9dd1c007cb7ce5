"""Sections at D: who was heard, how far they reach, what they answered, whom to call."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.cache import per_road
from data.figures.contributions import stages
from data.figures.network import memberships
from data.road import Road
from data.shape import GEOGRAPHIC

NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True)
class Heard:
    """``n`` sections heard of the ``of`` geographic ones whose expected is not 0."""

    n: int
    of: int


@per_road
def _members(road: Road) -> pd.DataFrame:
    """One row per contribution and section of any kind: position, section, country, received_on.

    is_own: bool, the country is one of the section's own
    """
    members, own = memberships(road), road.countries.dropna(subset="section")[["section", "country"]]
    contributions = road.contributions[["country", "received_on"]].take(members["position"].to_numpy(dtype=np.int64))
    members = members.assign(country=contributions["country"].array, received_on=contributions["received_on"].array)
    pairs = pd.MultiIndex.from_frame(members[["section", "country"]])
    return members.assign(is_own=pairs.isin(pd.MultiIndex.from_frame(own)))


@per_road
def _received_members(road: Road, on: date) -> pd.DataFrame:
    """The rows of ``_members`` of contributions received at D."""
    members = _members(road)
    return members[stages(road, on=on)["received"].to_numpy()[members["position"].to_numpy(dtype=np.int64)]]


@per_road
def _own_countries(road: Road) -> pd.Series:
    """How many countries each section has of its own, by its code; 0 for one without any."""
    codes = road.sections["code"]
    return road.countries["section"].value_counts().reindex(codes, fill_value=0)


@per_road
def section_coverage(road: Road, *, on: date) -> pd.DataFrame:
    """One row per section in the network's order, aligned with ``road.sections``.

    code, kind: str
    received: int; of a cross-cutting section the contributions that also count for it
    expected: float, NaN where blank; ratio: float, received / expected, NaN where expected is blank or 0
    countries_heard: Int64, countries of its own that contributions in it came from; countries: Int64, all of its own;
        reach: float 0-1, the one over the other. NA for cross-cutting sections, reach also without countries
    last_received_on: datetime64[s]; silence_days: Int64, Silence: days since then. NaT and NA where never heard
    applicable: bool, expected is not 0
    share_received, share_expected, share_countries: float 0-1, within the applicable geographic sections; NaN for all
        others, where the sum is 0, and share_expected where one of them has no expected
    """
    sections = road.sections
    codes = sections["code"]
    is_geographic = sections["kind"] == GEOGRAPHIC
    members = _received_members(road, on)
    by_section = members.groupby("section")["received_on"].agg(["size", "max"])
    received = codes.map(by_section["size"]).fillna(0).astype("int64")
    last = pd.Series(by_section["max"].reindex(codes).array, index=codes.index)

    own = members[members["is_own"]].groupby("section")["country"].nunique()
    countries = pd.Series(_own_countries(road).array, index=codes.index).astype("Int64").where(is_geographic)
    heard = codes.map(own).fillna(0).astype("Int64").where(is_geographic)

    expected = sections["expected"]
    applicable = expected != 0
    counted = is_geographic & applicable
    return pd.DataFrame(
        {
            "code": codes,
            "kind": sections["kind"],
            "received": received,
            "expected": expected,
            "ratio": received / expected.where(applicable),
            "countries_heard": heard,
            "countries": countries,
            "reach": heard.astype("float64") / countries.astype("float64").replace(0, np.nan),
            "last_received_on": last,
            "silence_days": (pd.Timestamp(on) - last).dt.days.astype("Int64"),
            "applicable": applicable,
            "share_received": _shares(received, counted),
            "share_expected": _shares(expected, counted),
            "share_countries": _shares(countries.astype("float64"), counted),
        }
    )


def _shares(values: pd.Series, counted: pd.Series) -> pd.Series:
    within = values.where(counted).astype("float64")
    total = within[counted].sum(skipna=False)
    return within / (total if total > 0 else np.nan)


@per_road
def sections_heard(road: Road, *, on: date) -> Heard:
    """How many geographic sections have at least one contribution at D, of those whose expected is not 0."""
    coverage = section_coverage(road, on=on)
    counted = coverage[(coverage["kind"] == GEOGRAPHIC) & coverage["applicable"]]
    return Heard(n=int((counted["received"] > 0).sum()), of=len(counted))


@per_road
def balance(road: Road, *, on: date) -> float | None:
    """Balance: sum of min(share received, share expected) over the geographic sections with expected > 0 (0-1).

    None where an applicable one has no expected, where none has any, and where nothing was received in them.
    """
    coverage = section_coverage(road, on=on)
    counted = coverage[(coverage["kind"] == GEOGRAPHIC) & coverage["applicable"]]
    shares = counted[["share_received", "share_expected"]]
    return None if shares.empty or shares.isna().any(axis=None) else float(shares.min(axis="columns").sum())


@per_road
def answer_matrix(road: Road, *, on: date) -> pd.DataFrame:
    """One row per section of any kind and question, sections in the network's order, questions in the sheet's.

    section, question: str
    n: int, contributions of the section that speak to the question
    answer: str, "none", "thin" (fewer than ``answered_min``), "answered"; "not applicable" where expected is 0
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
    applicable = (sections["expected"] != 0).repeat(len(questions)).to_numpy()
    answer = np.select(
        [~applicable, n == 0, n < road.settings.answered_min], [NOT_APPLICABLE, "none", "thin"], "answered"
    )
    return cells.assign(n=n, answer=pd.Series(answer, dtype="str"))


@per_road
def call_list(road: Road, *, on: date) -> pd.DataFrame:
    """Call list: one row per section of any kind whose expected is not 0, whom to call first on top.

    Most ``none`` answers first, then most ``thin``, then the longest silence, never heard before all, then the
    network's order.

    code: str; none, thin: int, questions so answered; silence_days: Int64, NA where never heard
    open_questions: tuple of the codes of questions not answered, in the sheet's order
    """
    coverage = section_coverage(road, on=on)
    matrix = answer_matrix(road, on=on)
    is_open = matrix["answer"].isin(["none", "thin"])
    questions = matrix[is_open].groupby("section", sort=False)["question"].agg(tuple)
    called = coverage.loc[coverage["applicable"], ["code", "silence_days"]]
    frame = pd.DataFrame(
        {
            "code": called["code"],
            "none": _answers(matrix, "none", called["code"]),
            "thin": _answers(matrix, "thin", called["code"]),
            "silence_days": called["silence_days"],
            "open_questions": pd.Series(
                [questions.get(code, ()) for code in called["code"]], index=called.index, dtype=object
            ),
        }
    )
    silence = frame["silence_days"].astype("float64").fillna(np.inf)
    order = frame.assign(silence=silence).sort_values(["none", "thin", "silence"], ascending=False, kind="stable")
    return frame.loc[order.index].reset_index(drop=True)


def _answers(matrix: pd.DataFrame, answer: str, codes: pd.Series) -> pd.Series:
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
