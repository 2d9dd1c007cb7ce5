"""How fast contributions come, how far they got, and how long they wait."""

from datetime import date

import pandas as pd
import streamlit as st

from components.charts.funnel import STAGE_WORDS, funnel_chart
from components.charts.pace import pace_chart
from components.shared.cards import figure_card
from components.shared.passport import Drawing, Passport, chart, per_drawing
from components.shell import address
from components.shell.view import View
from components.words.contributions import (
    ageing_words,
    funnel_alt,
    funnel_finding,
    pace_alt,
    pace_basis,
    pace_finding,
    stages_basis,
)
from components.words.road import forecast_words
from data.figures.contributions import STAGES, cumulative, pace, tally
from data.figures.days import launch_last_day
from data.road import Road
from data.words import Words, words_of


def rows_behind(whole: View, found: View) -> tuple[int, dict[str, int]]:
    """Rows of Contributions behind a figure over what is chosen: (used, left out by reason)."""
    words = whole.words
    used, received = (tally(view.road, on=whole.on).received for view in (found, whole))
    count = whole.road.rows.get("Contributions")
    reasons = {
        words.say("not chosen by the filters"): received - used,
        words.say("not yet received on this day"): len(whole.road.contributions) - received,
        words.say("without a readable date or contributor"): count.left_out if count else 0,
    }
    return used, {reason: n for reason, n in reasons.items() if n}


def pace_and_stages(whole: View, found: View) -> None:
    """The pace against the target, and beside it the stages and the waiting."""
    st.space("small")
    left, right = st.columns([6, 5], gap="large")
    with left:
        _pace(whole, found)
    with right:
        _stages(whole, found)
        _ageing(found)


def _target(whole: View, found: View) -> int | None:
    """Settings' own target, which is for all contributions and so says nothing of a choice among them."""
    return whole.road.settings.target if found.road is whole.road else None


def _pace(whole: View, found: View) -> None:
    road, on, words = found.road, found.on, found.words
    target = _target(whole, found)
    chart(
        _pace_drawing(road, on=on, language=words.language, target=target),
        key="pace",
        passport=lambda: _pace_passport(whole, found, target),
    )
    st.caption(pace_basis(pace(road, on=on), target, words))
    if whole.road.settings.target is None:
        st.caption(words.say("The worksheet Settings holds no target: enter one to see the pace that is needed."))
    elif target is None:
        st.caption(words.say("The target is for all contributions; it shows once the filters are cleared."))


@per_drawing
def _pace_drawing(road: Road, *, on: date, language: str, target: int | None) -> Drawing:
    words, daily, paced, launch = words_of(language), cumulative(road, on=on), pace(road, on=on), launch_last_day(road)
    received = int(daily["received"].iloc[-1])
    return Drawing(
        pace_chart(daily, paced, target=target, launch=launch, words=words),
        pace_finding(received, target, paced, launch, words),
        pace_alt(received, target, daily["day"].iloc[0].date(), on, words),
    )


def _pace_passport(whole: View, found: View, target: int | None) -> Passport:
    words = found.words
    used, left_out = rows_behind(whole, found)
    paced, daily = pace(found.road, on=found.on), cumulative(found.road, on=found.on)
    weekly = daily[daily["day"].isin(pd.date_range(end=found.on, periods=12, freq="7D", unit="s"))]
    facts = {
        words.say("Received"): words.number(used),
        words.say("Target"): "–" if target is None else words.number(target),
        words.say("A week at present"): "–" if paced.per_week is None else words.number(paced.per_week, 1),
    }
    if target is not None:
        needed = paced.required_per_week
        facts[words.say("A week needed")] = "–" if needed is None else words.number(needed, 1)
        facts[words.say("Forecast")] = forecast_words(tally(found.road, on=found.on), paced, words)
    by_week = {
        words.say("Received by {day}", day=words.day(row["day"])): words.number(row["received"])
        for row in weekly.to_dict("records")
    }
    shown = facts | by_week
    return Passport(
        name="pace",
        definition=words.say(
            "Pace: contributions received in the last 28 days (or since the start, where that is nearer) as a number "
            "a week. Needed: what is missing to the target, spread over the weeks from this day to the last day of the "
            "launch. Forecast: the day the target is reached when this pace holds; none where nothing came in those "
            "days, or where it is more than ten years away."
        ),
        table=pd.DataFrame({words.say("What"): list(shown), words.say("Value"): list(shown.values())}),
        used=used,
        left_out=left_out,
    )


def _stages(whole: View, found: View) -> None:
    words, counted = found.words, tally(found.road, on=found.on)
    chart(
        _funnel_drawing(found.road, on=found.on, language=words.language),
        key="funnel",
        passport=lambda: _funnel_passport(whole, found),
    )
    st.caption(stages_basis(counted, words))


@per_drawing
def _funnel_drawing(road: Road, *, on: date, language: str) -> Drawing:
    words, counted = words_of(language), tally(road, on=on)
    return Drawing(funnel_chart(counted, words), funnel_finding(counted, words), funnel_alt(counted, words))


def _funnel_passport(whole: View, found: View) -> Passport:
    words, counted = found.words, tally(found.road, on=found.on)
    used, left_out = rows_behind(whole, found)
    return Passport(
        name="stages",
        definition=words.say(
            "The stages are cumulative: what is decided has been considered, what is considered has been received. A "
            "contribution is decided by a decision with its day; it is in the text when that decision is reflected or "
            "partly reflected. Facts later than this day do not count."
        ),
        table=_stage_table([getattr(counted, stage) for stage in STAGES], words),
        used=used,
        left_out=left_out,
    )


def _stage_table(counts: list[int], words: Words) -> pd.DataFrame:
    return pd.DataFrame(
        {
            words.say("Stage"): [words.say(STAGE_WORDS[stage]) for stage in STAGES],
            words.say("Contributions"): counts,
            words.say("Share of those received"): [words.percent(n / counts[0]) if counts[0] else "–" for n in counts],
        }
    )


def _ageing(found: View) -> None:
    """The two ageing figures, and the way to the contribution that waits longest."""
    words, counted = found.words, tally(found.road, on=found.on)
    median, longest = ageing_words(counted, words)
    with st.grid(2, min_column_width=150, gap="small"):
        figure_card(words.say("Time to a decision"), *median, key="median_wait")
        figure_card(words.say("Oldest undecided"), *longest, key="longest_wait")
    if counted.oldest_undecided is not None:
        waiting = counted.oldest_undecided.id
        st.button(
            words.say("Open the oldest undecided"),
            icon=":material/hourglass_top:",
            type="tertiary",
            key="open_oldest",
            on_click=lambda: address.put("open", waiting),
        )
