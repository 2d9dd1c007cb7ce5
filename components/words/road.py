"""Where the road stands, in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from components.words.coverage import barely_heard_sections, silent_sections
from components.words.labels import titles
from components.words.text import landed_words
from data.cache import per_road
from data.figures.contributions import Tally, tally
from data.figures.milestones import RoadProgress, Step, road_progress
from data.figures.pace import FORECAST_WEEKS, Forecast, forecast
from data.figures.rates import UPTAKE_MIN
from data.figures.sections import Heard, sections_heard
from data.messages.milestones import LONGEST_TITLE, launch_words, plain_state, quoted
from data.road import Road
from data.words import Words, shorten


def state_word(step: Mapping[Any, Any], words: Words) -> str:
    """The word for a milestone's state, with the days to the next one."""
    if step["state"] == "next" and not pd.isna(step["days_to"]):
        return words.plural("Next, in {n} day", "Next, in {n} days", int(step["days_to"]))
    return plain_state(step, words)


def slip_words(slip_days: object, words: Words) -> str:
    """How far a milestone moved from the date first announced; '' without a baseline, or where it did not move."""
    if pd.isna(slip_days) or slip_days == 0:  # pyright: ignore[reportArgumentType, reportCallIssue] - a scalar
        return ""
    days = int(slip_days)  # pyright: ignore[reportArgumentType]
    if days > 0:
        return words.plural("{n} day later than announced", "{n} days later than announced", days)
    return words.plural("{n} day earlier than announced", "{n} days earlier than announced", -days)


def milestone_note(step: Mapping[Any, Any], words: Words) -> str:
    """What is to be said of a milestone beside its state: postponed, slipped, or nothing."""
    postponed = words.say("Postponed") if step["flag"] == "postponed" else ""
    return " · ".join(filter(None, (postponed, slip_words(step["slip_days"], words))))


def where_we_stand(road: Road, progress: RoadProgress, words: Words) -> str:
    """The road in one sentence or two: steps done, late ones, what is next and how far."""
    if not progress.total:
        if progress.cancelled:
            return words.say("Every milestone on the road is cancelled.")
        return words.say("No milestone on the road has been entered yet.")
    known = titles(road, "milestone", words)
    if progress.done == progress.total:
        if progress.cancelled:
            return words.say("Every milestone on the road that is not cancelled is done.")
        return words.say("Every milestone on the road is done.")
    said = [
        words.plural(
            "{n} milestone of {total} on the road is done",
            "{n} milestones of {total} on the road are done",
            progress.done,
            total=words.number(progress.total),
        )
        if progress.done
        else words.say("No milestone on the road is done yet")
    ]
    late = progress.late - progress.unconfirmed
    if late:
        said.append(words.plural("{n} is late", "{n} are late", late))
    if progress.unconfirmed:
        said.append(words.plural("{n} is not yet confirmed", "{n} are not yet confirmed", progress.unconfirmed))
    sentence = words.say("; ").join(said) + "."
    if progress.current:
        return f"{sentence} " + words.say("Under way now: {title}.", title=_quoted(progress.current, known, words))
    if progress.next:
        title = _quoted(progress.next, known, words)
        return f"{sentence} " + words.plural(
            "Next, in {n} day: {title}.", "Next, in {n} days: {title}.", progress.next.days, title=title
        )
    return sentence


def _quoted(step: Step, known: Mapping[str, str], words: Words) -> str:
    return quoted(shorten(known[step.id] or step.id, LONGEST_TITLE), words)


@dataclass(frozen=True)
class Figure:
    """What a card says, in one language: what it is, its value, the line that explains it, and its rule in words."""

    label: str
    value: str
    gloss: str
    definition: str


@dataclass(frozen=True)
class Standing:
    """Whether the launch holds, as a headline, and where the road stands beside it, '' where the headline says that."""

    headline: str
    beside: str


@per_road
def standing(road: Road, words: Words, *, on: date) -> Standing:
    """Where the road stands on this day."""
    progress = road_progress(road, on=on)
    verdict, beside = launch_words(road, words, on=on), where_we_stand(road, progress, words)
    if verdict or not progress.total:
        return Standing(verdict or beside, beside if verdict else "")
    return Standing(beside, words.say("The sheet names no launch with a date."))


@per_road
def four_figures(road: Road, words: Words, *, on: date) -> Mapping[str, Figure]:
    """The figures of the road on this day: ``steps``, ``received``, ``heard``, ``uptake``."""
    counted = tally(road, on=on)
    silent, barely = silent_sections(road, words, on=on), barely_heard_sections(road, words, on=on)
    said = {
        "steps": (words.say("Milestones"), *steps_figure(road_progress(road, on=on), words)),
        "received": (words.say("Contributions"), *received_figure(counted, forecast(road, on=on), words)),
        "heard": (words.say("Sections heard"), *heard_figure(sections_heard(road, on=on), silent, barely, words)),
        "uptake": (words.say("Uptake in the text"), *uptake_figure(counted, words)),
    }
    definitions = figure_definitions(words)
    return {name: Figure(*card, definitions[name]) for name, card in said.items()}


def steps_figure(progress: RoadProgress, words: Words) -> tuple[str, str]:
    """Value and gloss of the milestones card; time elapsed stands beside, never blended."""
    value = words.say("{n} of {of}", n=words.number(progress.done), of=words.number(progress.total))
    if progress.time_elapsed is None:
        return value, words.say("milestones done")
    return value, words.say("milestones done, {share} of the time elapsed", share=words.percent(progress.time_elapsed))


def received_figure(tally: Tally, forecast: Forecast, words: Words) -> tuple[str, str]:
    """Value and gloss of the contributions card."""
    if tally.target is None:
        return words.number(tally.received), words.say("no target is set")
    target = words.say("of {target}", target=words.number(tally.target))
    return words.number(tally.received), f"{target} · {forecast_words(forecast, words)}"


def forecast_words(forecast: Forecast, words: Words) -> str:
    """How many will have come by the end of the collection, or why nobody can say."""
    if forecast.reached_on:
        reached = words.say("reached on {day}", day=words.day(forecast.reached_on, "medium"))
        if forecast.by and forecast.reached_on > forecast.by:
            return words.say("{reached}, after the end on {day}", reached=reached, day=words.day(forecast.by, "medium"))
        return reached
    if forecast.by and forecast.low is not None and forecast.high is not None:
        return words.say(
            "{low} to {high} by {day} (80% range, n = {n})",
            low=words.number(forecast.low),
            high=words.number(forecast.high),
            day=words.day(forecast.by, "medium"),
            n=words.number(forecast.received_in_weeks),
        )
    if forecast.reason == "over" and forecast.by:
        return words.say("last day of the collection: {day}", day=words.day(forecast.by, "medium"))
    return {
        "no target": words.say("no target is set"),
        "no end": words.say("no end of the collection is set"),
        "too early": words.say("too early for a forecast"),
    }[forecast.reason or "no target"]


def heard_figure(heard: Heard, missing: list[str], barely: list[str], words: Words) -> tuple[str, str]:
    """Value and gloss of the sections card, with the names of the silent sections and of those barely heard."""
    value = words.say("{n} of {of}", n=words.number(heard.n), of=words.number(heard.of))
    if not heard.of:
        return value, words.say("no section is expected")
    if not missing and not barely:
        return value, words.say("every section asked has been heard")
    if not missing:
        return value, words.say("barely heard: {sections}", sections=words.listed(barely))
    if len(missing) > 2:
        return value, words.plural("{n} section is silent", "{n} sections are silent", len(missing))
    return value, words.say("not yet heard: {sections}", sections=words.listed(missing))


def uptake_figure(tally: Tally, words: Words) -> tuple[str, str]:
    """Value and gloss of the uptake card: no rate below five decisions, n always said."""
    landed = landed_words(tally.landed, tally.decided, words)
    if tally.uptake.rate is None:
        return "–", landed if tally.decided else words.say("nothing has been decided yet")
    return words.percent(tally.uptake.rate), landed


def figure_definitions(words: Words) -> dict[str, str]:
    """The rules of the four figures in words: ``steps``, ``received``, ``heard``, ``uptake``."""
    return {
        "steps": words.say(
            "Milestones done by this day, of all that are not cancelled. Time elapsed: days since the start, "
            "of the days from the start to the last day of the launch."
        ),
        "received": words.say(
            "Contributions received by this day, and the target of the worksheet Settings. The forecast "
            "carries the last whole weeks, at most {weeks}, on to the end of the collection: an 80% range.",
            weeks=words.number(FORECAST_WEEKS),
        ),
        "heard": words.say(
            "Sections with at least one contribution by this day, of those of which contributions are expected; those "
            "that cut across the regions are not counted."
        ),
        "uptake": words.say(
            "Contributions reflected in the text, wholly or partly, of all that were decided by this day; no "
            "rate below {least} decisions.",
            least=words.number(UPTAKE_MIN),
        ),
    }


def as_of(on: date, words: Words) -> str:
    """The day looked at."""
    return words.say("As of {day}", day=words.day(on))
