"""Sentences about contributions, exact in English for none, one and many."""

from datetime import date

import pandas as pd
import pytest

from components.words.contributions import (
    ageing_words,
    became_words,
    breakdown_alt,
    breakdown_finding,
    changes_words,
    event_words,
    found_words,
    funnel_alt,
    funnel_finding,
    looked_at,
    pace_basis,
    pace_finding,
    rows_words,
    stages_basis,
)
from data.figures.ageing import Ageing, Undecided
from data.figures.contributions import Tally
from data.figures.pace import Forecast, Pace
from data.words import words_of

WORDS = words_of("en")
END = date(2021, 12, 18)


def _pace(per_week: float | None = 3.5, **wishes: object) -> Pace:
    given = {"window_days": 28, "received_in_window": 14, "per_week": per_week, "required_per_week": 2.0}
    return Pace(**(given | wishes))  # pyright: ignore[reportArgumentType] - by name


def _forecast(reason: str | None = None, verdict: str | None = None, **wishes: object) -> Forecast:
    given = {
        **dict.fromkeys(("expected", "low", "high", "reached_on")),
        **({"expected": 19, "low": 17, "high": 21} if verdict else {}),
        **{"by": END, "verdict": verdict, "reason": reason, "weeks": 6, "received_in_weeks": 12},
    }
    return Forecast(**(given | wishes))  # pyright: ignore[reportArgumentType] - by name


def _tally(received: int, decided: int = 0, landed: int = 0) -> Tally:
    given = {
        **dict.fromkeys(("without_section", "reflected", "partly", "not_reflected", "out_of_scope"), 0),
        **{"received": received, "considered": decided, "decided": decided, "landed": landed, "target": None},
    }
    return Tally(**given)


def test_the_title_says_how_many_of_what() -> None:
    assert looked_at(0, 0, 180, WORDS, is_filtered=False) == "No contribution has been received yet"
    assert looked_at(1, 1, None, WORDS, is_filtered=False) == "1 contribution received"
    assert looked_at(120, 120, 180, WORDS, is_filtered=False) == "120 contributions received of 180 aimed at"
    assert looked_at(0, 120, 180, WORDS, is_filtered=True) == "0 contributions of 120 chosen"
    assert looked_at(1, 1200, 180, WORDS, is_filtered=True) == "1 contribution of 1,200 chosen"


def test_pace_says_whether_the_target_is_reached_by_the_end_of_the_collection() -> None:
    def said(forecast: Forecast, received: int = 6) -> str:
        return pace_finding(received, 20, _pace(), forecast, WORDS)

    by = "by 18 December 2021"
    will = f"The target of 20 will probably be reached {by}: 17 to 21 in the 80% range"
    assert said(_forecast(verdict="yes")) == will
    assert said(_forecast(verdict="no")) == will.replace("probably", "probably not")
    assert (
        said(_forecast(verdict="open"))
        == f"Whether the target of 20 is reached {by} is open: 17 to 21 in the 80% range"
    )
    assert said(_forecast("too early")) == f"It is too early to say whether the target of 20 will be reached {by}"
    assert said(_forecast("over"), 19) == "19 of 20 received; last day of the collection: 18 December 2021"
    assert said(_forecast("no end", by=None)) == (
        "The collection has no end: nobody can say whether the target of 20 will be reached"
    )
    met = _forecast(verdict="met", reached_on=date(2021, 5, 9))
    assert said(met, 22) == "The target of 20 was reached on 9 May 2021"


def test_pace_without_a_target_is_the_pace_alone() -> None:
    nobody = _forecast("no target")
    assert pace_finding(0, None, _pace(), nobody, WORDS) == "Nothing has come in yet"
    assert pace_finding(6, None, _pace(), nobody, WORDS) == "3.5 a week come in at present"
    assert pace_finding(6, None, _pace(None), nobody, WORDS) == "No pace can be told: the road has no start by this day"
    silent = _pace(0, received_in_window=0)
    assert pace_finding(6, None, silent, nobody, WORDS) == "Nothing came in during the last 28 days"


def test_the_basis_of_the_pace_prints_its_n() -> None:
    lately = "3.5 a week in the last 28 days (n = 14)"
    assert pace_basis(_pace(), 20, _forecast("too early"), WORDS) == f"{lately} · 2 a week are needed"
    counted = f"{lately} · 2 a week are needed · forecast from 12 in the last 6 weeks"
    assert pace_basis(_pace(), 20, _forecast(verdict="open"), WORDS) == counted
    assert pace_basis(_pace(required_per_week=0.0), 20, _forecast(verdict="met", expected=None), WORDS) == lately
    late = pace_basis(_pace(required_per_week=None), 20, _forecast("over"), WORDS)
    assert late == f"{lately} · the time for the target is over"
    assert pace_basis(_pace(required_per_week=None), 20, _forecast("no end", by=None), WORDS) == lately
    assert pace_basis(_pace(None, required_per_week=None), None, _forecast("no target"), WORDS) == ""


def test_stages_say_what_is_decided_and_in_the_text() -> None:
    assert funnel_finding(_tally(0), WORDS) == "There is nothing to decide"
    assert funnel_finding(_tally(7), WORDS) == "Nothing has been decided of 7 received"
    assert funnel_finding(_tally(7, 1, 1), WORDS) == "1 of 7 is decided, 1 in the text"
    assert funnel_finding(_tally(120, 25, 18), WORDS) == "25 of 120 are decided, 18 in the text"
    said = "Bars of the stages: 120 received, 25 considered, 25 decided, 18 in the text."
    assert funnel_alt(_tally(120, 25, 18), WORDS) == said


def test_shares_and_uptake_each_say_what_they_are_of() -> None:
    assert stages_basis(_tally(120, 25, 18), WORDS) == ("Shares of the 120 received · uptake 72% (n = 25 decided)")
    assert stages_basis(_tally(1, 1, 1), WORDS) == "no uptake below 5 decisions (n = 1)"


def test_breakdown_names_who_leads_and_no_winner_among_many() -> None:
    assert breakdown_finding("section", ["Europe"], 46, 120, WORDS, others=2) == "Europe sent the most: 46 of 120"
    two = breakdown_finding("section", ["Africa", "Europe"], 4, 9, WORDS, others=2)
    assert two == "Africa and Europe sent the most: 4 of 9 each"
    assert (
        breakdown_finding("theme", ["A", "B", "C", "D"], 1, 4, WORDS, others=2) == "4 are equally frequent: 1 of 4 each"
    )
    assert breakdown_finding("theme", [], 0, 4, WORDS, others=2) == "The sheet does not say"
    assert breakdown_finding("theme", [], 0, 0, WORDS, others=2) == "There is nothing to compare"
    assert breakdown_alt(["A", "B"], [3, 1], WORDS) == "Bars: A 3 and B 1."


def test_ageing() -> None:
    assert ageing_words(_tally(0), Ageing(None, 0, None, 0, 0), WORDS) == (
        ("–", "nothing has been decided yet"),
        ("–", "nothing waits for a decision"),
    )
    assert ageing_words(_tally(3, 2), Ageing(1, 0, Undecided("C1", 1), 2, 3), WORDS) == (
        ("1 day", "half of the 3 received waited at least that long"),
        ("1 day", "the longest wait, of 1 undecided"),
    )
    assert [ageing_words(_tally(n, n), Ageing(0, 0, None, n, n), WORDS)[0] for n in (1, 4)] == [
        ("0 days", "the only one received was decided on the day it came"),
        ("0 days", "half or more of the 4 received were decided on the day they came"),
    ]
    untold = ageing_words(_tally(3, 1), Ageing(None, 1, Undecided("C1", 9), 0, 2), WORDS)[0]
    assert untold == (
        "–",
        "fewer than half of what came in have a dated decision · 1 decision has no day and is left out",
    )
    lately = ageing_words(_tally(10, 1), Ageing(10, 0, Undecided("C1", 1), 1, 10), WORDS)[0]
    assert lately == ("10 days", "estimated: half of the 10 received wait at least that long"), "one of ten has so far"
    assert ageing_words(_tally(9, 9), Ageing(8, 2, None, 5, 7), WORDS)[0] == (
        "8 days",
        "half of the 7 received waited at least that long · 2 decisions have no day and are left out",
    )


def test_rows() -> None:
    assert rows_words(1, WORDS) == "1 contribution"
    assert rows_words(1200, WORDS) == "1,200 contributions"


def _events(*events: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame({"event": [event for event, _ in events], "id": [id_ for _, id_ in events]})


def test_changes_are_counted_and_steps_named() -> None:
    titles = {"M1": "First draft", "M2": "Council"}
    assert changes_words(_events(), titles, WORDS) == "The sheet has nothing dated on these days."
    one = _events(("received", "C1"))
    assert changes_words(one, titles, WORDS) == "1 contribution received."
    many = _events(("received", "C1"), ("received", "C2"), ("decided", "C1"), ("done", "M2"), ("late", "M1"))
    said = "2 contributions received and 1 decided. Newly done: “Council”. Newly late: “First draft”."
    past = changes_words(_events(("unconfirmed", "M1")), titles, WORDS)
    assert past == "Past its day, not yet confirmed: “First draft”."
    assert changes_words(many, titles, WORDS) == said


@pytest.mark.parametrize(
    ("event", "id_", "said"),
    [
        ("received", "C1", "received from Kayes (C1)"),
        ("considered", "C1", "considered: Kayes (C1)"),
        ("decided", "C1", "decided: Kayes (C1)"),
        ("landed", "C1", "in the text: Kayes (C1)"),
        ("done", "M1", "Done: “First draft”"),
        ("late", "M1", "Now late: “First draft”"),
        ("unconfirmed", "M1", "Past its day, not yet confirmed: “First draft”"),
    ],
)
def test_one_event(event: str, id_: str, said: str) -> None:
    assert event_words(event, id_, {"M1": "First draft"}, {"C1": "Kayes"}, WORDS) == said


def test_what_became_of_our_words() -> None:
    row = {"received_on": date(2021, 5, 4), "decided_on": date(2021, 5, 7), "decision": "reflected"}
    assert became_words(row | {"stage": "received"}, [], WORDS) == "Received on 4 May 2021; not yet considered."
    considered = became_words(row | {"stage": "considered"}, [], WORDS)
    assert considered == "Received on 4 May 2021; considered, not yet decided."
    landed = became_words(row | {"stage": "landed"}, ["Dignity", "Rights"], WORDS)
    assert landed == "Received on 4 May 2021. Reflected on 7 May 2021, in Dignity and Rights."
    nowhere = became_words(row | {"stage": "landed"}, [], WORDS)
    assert nowhere == "Received on 4 May 2021. Reflected on 7 May 2021; the sheet does not say where."
    refused = became_words(row | {"stage": "decided", "decision": "not_reflected"}, [], WORDS)
    assert refused == "Received on 4 May 2021. Not reflected on 7 May 2021."
    found = pd.DataFrame({"stage": ["landed", "received"]})
    assert found_words(found, WORDS) == "2 contributions found, 1 in the text"
