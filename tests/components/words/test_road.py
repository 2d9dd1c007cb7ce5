"""The sentences of the road: exact in English for none, one and many."""

from datetime import date

import pytest

from components.words.road import (
    forecast_words,
    heard_figure,
    milestone_note,
    received_figure,
    slip_words,
    standing,
    state_word,
    steps_figure,
    uptake_figure,
    where_we_stand,
)
from data.figures.contributions import tally
from data.figures.milestones import milestone_states, road_progress
from data.figures.pace import forecast
from data.figures.sections import Heard
from data.words import words_of
from tests.data.figures.roads import contribution, make_road, milestone

EN = words_of("en")


def _stand(milestones: list[dict[str, object]], on: date) -> str:
    road = make_road(milestones=milestones)
    return where_we_stand(road, road_progress(road, on=on), EN)


def test_the_road_in_a_sentence() -> None:
    steps = [
        milestone("M1", "2021-05-04", done_on="2021-05-04", title="Consultation"),
        milestone("M2", "2021-05-18", title="Session"),
    ]
    assert _stand([], date(2021, 5, 1)) == "No milestone on the road has been entered yet."
    assert _stand(steps, date(2021, 5, 3)) == "No milestone on the road is done yet. Next, in 1 day: “Consultation”."
    assert _stand(steps, date(2021, 5, 10)) == "1 milestone of 2 on the road is done. Next, in 8 days: “Session”."
    assert _stand(steps, date(2021, 5, 18)) == "1 milestone of 2 on the road is done. Under way now: “Session”."
    assert _stand(steps, date(2021, 5, 25)) == "1 milestone of 2 on the road is done; 1 is not yet confirmed."
    assert _stand(steps, date(2021, 5, 30)) == "1 milestone of 2 on the road is done; 1 is late."
    assert _stand(steps[:1], date(2021, 5, 30)) == "Every milestone on the road is done."


def test_the_headline_is_the_launch_and_the_road_stands_beside() -> None:
    on, launch = date(2021, 5, 21), milestone("M9", "2021-06-01", kind="launch")

    def said(*milestones: dict[str, object]) -> tuple[str, str]:
        found = standing(make_road(milestones=milestones), words_of("en"), on=on)
        return found.headline, found.beside

    assert said(launch) == (
        "The launch on 1 June 2021 is on course: no milestone before it is late.",
        "No milestone on the road is done yet. Next, in 11 days: “M9”.",
    )
    assert said() == ("No milestone on the road has been entered yet.", "")
    assert said(milestone("M1", "2021-06-01")) == (
        "No milestone on the road is done yet. Next, in 11 days: “M1”.",
        "The sheet names no launch with a date.",
    )


def test_a_late_step_is_kindly_not_yet_confirmed_for_a_week() -> None:
    road = make_road(milestones=[milestone("M1", "2021-05-04", baseline="2021-05-03", flag="postponed")])
    days = {on: milestone_states(road, on=date(2021, 5, on)).iloc[0].to_dict() for on in (4, 11, 12)}
    words = {on: state_word(state, EN) for on, state in days.items()}
    assert words == {4: "Under way", 11: "Not yet confirmed", 12: "Late"}
    noted = milestone_note({**days[12], "flag": "postponed"}, EN)
    assert noted == "Postponed · 9 days later than announced"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, ""),
        (float("nan"), ""),
        (1, "1 day later than announced"),
        (17, "17 days later than announced"),
        (-1, "1 day earlier than announced"),
    ],
)
def test_slip_in_words(days: float, said: str) -> None:
    assert slip_words(days, EN) == said


def test_figures_of_an_empty_road_promise_nothing() -> None:
    road, on = make_road(), date(2021, 5, 21)
    counted = tally(road, on=on)
    assert steps_figure(road_progress(road, on=on), EN) == ("0 of 0", "milestones done")
    assert received_figure(counted, forecast(road, on=on), EN) == ("0", "no target is set")
    assert uptake_figure(counted, EN) == ("–", "nothing has been decided yet")


def test_contributions_stand_against_their_target() -> None:
    days = ("2021-05-01", "2021-05-08", "2021-05-15")
    rows = [contribution(f"{on}-{n}", on) for on in days for n in range(4)]
    steps = [milestone("M1", "2021-05-01"), milestone("M2", "2021-06-04", kind="launch")]
    road = make_road(milestones=steps, contributions=rows, target=28)
    on = date(2021, 5, 21)
    # Four in each of three weeks, so eight in the two to come, neither more nor fewer.
    said = "of 28 · 20 to 20 by 4 Jun 2021 (80% range, n = 12)"
    assert received_figure(tally(road, on=on), forecast(road, on=on), EN) == ("12", said)


def test_uptake_says_n_and_no_rate_below_five() -> None:
    rows = [
        contribution(f"C{n}", "2021-05-04", decided_on="2021-05-10", considered_on="2021-05-10", decision=decision)
        for n, decision in enumerate(["reflected", "partly", "not_reflected", "out_of_scope", "reflected"])
    ]
    on = date(2021, 5, 21)
    four, five = (tally(make_road(contributions=rows[:n]), on=on) for n in (4, 5))
    assert uptake_figure(four, EN) == ("–", "2 of 4 decided are in the text")
    assert uptake_figure(five, EN) == ("60%", "3 of 5 decided are in the text")


@pytest.mark.parametrize(
    ("n", "missing", "said"),
    [
        (7, [], "every section asked has been heard"),
        (6, ["Eurasia"], "not yet heard: Eurasia"),
        (5, ["Africa", "Eurasia"], "not yet heard: Africa and Eurasia"),
        (4, ["Africa", "Eurasia", "Europe"], "3 sections are silent"),
    ],
)
def test_silent_sections_are_named_while_they_are_few(n: int, missing: list[str], said: str) -> None:
    assert heard_figure(Heard(n, 7), missing, [], EN) == (f"{n} of 7", said)


def test_barely_heard_is_never_told_as_heard() -> None:
    assert heard_figure(Heard(7, 7, ("EUA",)), [], ["Eurasia"], EN) == ("7 of 7", "barely heard: Eurasia")


def test_why_there_is_no_forecast_is_said() -> None:
    on = date(2021, 5, 21)

    def said(until: str | None) -> str:
        road = make_road(start="2021-05-04", contributions_until=until, target=10)
        return forecast_words(forecast(road, on=on), EN)

    assert said("2021-12-18") == "too early for a forecast"
    assert said("2021-05-21") == "last day of the collection: 21 May 2021"
    assert said(None) == "no end of the collection is set"
    untargeted = make_road()
    assert forecast_words(forecast(untargeted, on=on), EN) == "no target is set"
