"""The Bureau's note: two or three pages on paper with the same figures as the screen, as a tagged PDF (PDF/UA-1)."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from components.findings import road as findings
from components.note.world_map import world_map_svg
from data.figures.contributions import pace, tally
from data.figures.milestones import milestone_states, road_progress
from data.figures.sections import call_list, country_coverage, section_coverage, sections_heard
from data.figures.text import orphans, uptake_by_block
from data.road import Road
from data.shape import DECISIONS
from data.words import Words

_TEMPLATE = Path(__file__).parent / "note.typ"


def note_pdf(road: Road, *, on: date, words: Words, read_at: datetime) -> bytes:
    """The note as PDF. ``read_at`` (aware) says when the sheet was read.

    Typst is imported here: only the reader who asks for a note pays for it.
    """
    import typst

    content = note_content(road, on=on, words=words, read_at=read_at)
    inputs = {"note": json.dumps(content)}
    return typst.compile(str(_TEMPLATE), format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"])


def note_content(road: Road, *, on: date, words: Words, read_at: datetime) -> dict[str, Any]:
    """Every word and number of the note, as the template takes them (plain text and lists of it)."""
    return {
        "language": words.language,
        "title": words.text({f"title_{k}" if k else "title": v for k, v in road.settings.titles.items()}, "title")
        or words.say("Road to Lampedusa"),
        "author": words.say("Secretariat of the network"),
        "subtitle": findings.as_of(on, words),
        "warning": words.say("Illustrative data: these rows were made up to show the dashboard.")
        if road.settings.illustrative
        else "",
        "sentence": findings.where_we_stand(road, road_progress(road, on=on), words),
        "footer": " · ".join((findings.as_of(on, words), road.origin.name)),
        "standing": {"title": words.say("Where we stand")},
        "figures": _figures(road, on, words),
        "road": _road_table(road, on, words),
        "map": _map(road, on),
        "map_alt": _map_alt(road, on, words),
        "boundaries": words.say("The boundaries on this map imply no opinion on the legal status of any territory."),
        "coverage": _coverage_table(road, on, words),
        "said": _said(road, on, words),
        "asked": _asked(road, on, words),
        "definitions": _definitions(road, words, read_at),
    }


def _figures(road: Road, on: date, words: Words) -> list[dict[str, str]]:
    counted = tally(road, on=on)
    cards = (
        (words.say("Milestones"), findings.steps_figure(road_progress(road, on=on), words)),
        (words.say("Contributions"), findings.received_figure(counted, pace(road, on=on), words)),
        (
            words.say("Sections heard"),
            findings.heard_figure(sections_heard(road, on=on), silent(road, on, words), words),
        ),
        (words.say("Uptake in the text"), findings.uptake_figure(counted, words)),
    )
    return [{"label": label, "value": value, "gloss": gloss} for label, (value, gloss) in cards]


def silent(road: Road, on: date, words: Words) -> list[str]:
    """The names of the geographic sections that are expected and have not been heard at D."""
    coverage = section_coverage(road, on=on)
    unheard = coverage[(coverage["kind"] == "regional") & coverage["applicable"] & (coverage["received"] == 0)]
    names = section_names(road, words)
    return [names[code] for code in unheard["code"]]


def section_names(road: Road, words: Words) -> dict[str, str]:
    """Section code to its name in the reader's language, the code itself where it has none."""
    return {row["code"]: words.text(row, "name") or row["code"] for row in road.sections.to_dict("records")}


def _table(
    header: list[str], rows: list[list[str]], *, widths: list[float], right: set[int], empty: str
) -> dict[str, Any]:
    aligned = ["right" if i in right else "left" for i in range(len(header))]
    return {"header": header, "rows": rows, "widths": widths, "aligned": aligned, "empty": empty}


def _road_table(road: Road, on: date, words: Words) -> dict[str, Any]:
    steps = road.milestones.join(milestone_states(road, on=on).drop(columns="id"))
    rows = [
        [
            words.text(row, "title"),
            "" if pd.isna(row["due_first"]) else words.period(row["due_first"], row["due_last"], row["due_precision"]),
            findings.state_word(row, words),
            findings.milestone_note(row, words),
        ]
        for row in steps.sort_values("due_first", kind="stable", na_position="last").to_dict("records")
    ]
    header = [words.say("Step"), words.say("Date"), words.say("State"), words.say("Change")]
    empty = words.say("No step on the road has been entered yet.")
    return {"title": words.say("The road")} | _table(header, rows, widths=[4, 2.4, 2, 2.4], right=set(), empty=empty)


def _map(road: Road, on: date) -> str:
    from data.reference.countries import CENTROIDS, SMALL

    heard = country_coverage(road, on=on)
    received = {row["country"]: int(row["received"]) for row in heard.to_dict("records") if row["received"]}
    return world_map_svg(received, {code: CENTROIDS[code] for code in SMALL})


def _map_alt(road: Road, on: date, words: Words) -> str:
    heard = country_coverage(road, on=on)
    heard = heard[heard["received"] > 0].sort_values("received", ascending=False)
    if heard.empty:
        return words.say("World map: no country has been heard yet.")
    first = words.listed([words.country(code) for code in heard["country"].head(3)])
    return words.plural(
        "World map: {n} country has been heard, {first}.",
        "World map: {n} countries have been heard, most of all {first}.",
        len(heard),
        first=first,
    )


def _coverage_table(road: Road, on: date, words: Words) -> dict[str, Any]:
    names = section_names(road, words)
    coverage = section_coverage(road, on=on)

    def of(part: object, whole: object) -> str:
        if pd.isna(part):  # pyright: ignore[reportArgumentType, reportCallIssue] - a scalar
            return "–"
        said = words.number(float(part))  # pyright: ignore[reportArgumentType]
        whole_known = not pd.isna(whole)  # pyright: ignore[reportArgumentType, reportCallIssue]
        return words.say("{n} of {of}", n=said, of=words.number(float(whole))) if whole_known else said  # pyright: ignore[reportArgumentType]

    rows = [
        [
            names[row["code"]],
            of(row["received"], row["expected"]),
            of(row["countries_heard"], row["countries"]),
            "–" if pd.isna(row["last_received_on"]) else words.day(row["last_received_on"], "medium"),
        ]
        for row in coverage.to_dict("records")
    ]
    header = [
        words.say("Section"),
        words.say("Received of expected"),
        words.say("Countries heard"),
        words.say("Last heard"),
    ]
    return {"title": words.say("Who has been heard")} | _table(
        header, rows, widths=[3, 2, 2, 2], right={1, 2, 3}, empty=words.say("no section is expected")
    )


def _said(road: Road, on: date, words: Words) -> dict[str, Any]:
    counted = tally(road, on=on)
    blocks = {row["code"]: words.text(row, "title") or row["code"] for row in road.charter.to_dict("records")}
    rows = [
        [
            blocks[row["block"]],
            words.number(row["landed"]),
            words.number(row["n"]),
            "–" if pd.isna(row["rate"]) else words.percent(row["rate"]),
        ]
        for row in uptake_by_block(road, on=on).to_dict("records")
        if row["block"] in blocks
    ]
    decided = words.plural("{n} contribution is decided", "{n} contributions are decided", counted.decided)
    parts = [
        f"{words.label(DECISIONS, code)} {words.number(getattr(counted, code))}"
        for code in DECISIONS.labels
        if getattr(counted, code)
    ]
    header = [words.say("Charter block"), words.say("In the text"), words.say("Decided"), words.say("Uptake")]
    return {
        "title": words.say("What was said, and where it landed"),
        "sentence": decided + (f" ({', '.join(parts)})." if parts else "."),
    } | _table(
        header,
        rows,
        widths=[4, 1.4, 1.4, 1.4],
        right={1, 2, 3},
        empty=words.say("The sheet has no Charter blocks yet."),
    )


def _asked(road: Road, on: date, words: Words) -> dict[str, Any]:
    steps = road.milestones.join(milestone_states(road, on=on).drop(columns="id"))
    names = section_names(road, words)
    items = [
        words.say(
            "{title} was due on {day} and is not confirmed.",
            title=words.text(row, "title"),
            day=words.day(row["due_last"]),
        )
        for row in steps[steps["state"] == "late"].to_dict("records")
    ]
    for row in call_list(road, on=on).to_dict("records"):
        if pd.isna(row["silence_days"]):
            items.append(words.say("{section} has not been heard yet.", section=names[row["code"]]))
        elif row["none"]:
            items.append(
                words.plural(
                    "{section} has left {n} question without an answer.",
                    "{section} has left {n} questions without an answer.",
                    int(row["none"]),
                    section=names[row["code"]],
                )
            )
    waiting = len(orphans(road, on=on).undecided)
    if waiting:
        items.append(
            words.plural("{n} contribution waits for a decision.", "{n} contributions wait for a decision.", waiting)
        )
    return {
        "title": words.say("What is asked of the Bureau"),
        "items": items,
        "empty": words.say("Nothing is late, and no section is silent."),
    }


def _definitions(road: Road, words: Words, read_at: datetime) -> dict[str, Any]:
    items = (
        (words.say("Late"), words.say("the last day of its date has passed and it is not marked as done.")),
        (
            words.say("Sections heard"),
            words.say("sections with at least one contribution, of those that contributions are expected from."),
        ),
        (
            words.say("Countries heard"),
            words.say("countries of the section with at least one contribution, of all its countries."),
        ),
        (
            words.say("Uptake"),
            words.say(
                "decided contributions that are reflected in the text, wholly or partly, of all decided ones; "
                "no rate is given below five."
            ),
        ),
    )
    return {
        "title": words.say("Definitions and sources"),
        "items": [{"term": term, "text": text} for term, text in items],
        "sources": words.say(
            "Source: {name}, read on {day} at {time} UTC.",
            name=road.origin.name,
            day=words.day(read_at.date()),
            time=words.clock(read_at),
        ),
    }
