"""The Bureau's note: two or three pages on paper with the same figures as the screen, as a tagged PDF (PDF/UA-1)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from components.charts.map import scale_marks, shown_extent
from components.publish.note.world_map import shade, world_map_svg
from components.publish.typesetting import paper_colours, typeset
from components.words import road as findings
from components.words.asks import asks_words, nothing_asked
from components.words.coverage import barely_heard_sections, sections_heard_words, silent_sections
from components.words.labels import names_of
from components.words.marks import ANSWER_WORDS
from components.words.plain import shorten
from components.words.road_line import road_line_data
from components.words.text import in_the_text
from data.figures.contributions import Tally, breakdown, tally
from data.figures.milestones import UNCONFIRMED_DAYS, road_progress
from data.figures.network import geographic_codes
from data.figures.pace import FORECAST_WEEKS, forecast
from data.figures.rates import UPTAKE_MIN
from data.figures.sections import answer_matrix, countries_at, section_coverage, sections_heard
from data.figures.text import orphans_counted, uptake_by_block, uptake_by_section
from data.messages.network import network_title
from data.road import Road
from data.shape import CONTRIBUTION_STAGES, DECISIONS, THEMES
from data.words import Words

STATE_OPEN = "#B4481F"
"""What still asks for something; the template has the same."""
_TEMPLATE = Path(__file__).parent / "note.typ"
LONGEST = 80
"""Letters of a text of the sheet; longer ones are cut, so that the note keeps to its pages."""
STEPS_SHOWN = 12
NUMBERS_APART = 0.035
"""Of the width of the drawn road, between the numbers of two of its steps."""
SECTIONS_SHOWN = 14
QUESTIONS_SHOWN = 4
BLOCKS_SHOWN = 10
THEMES_SHOWN = 8
NAMED_ON_MAP = 3
LONGEST_ASKED = 400


def note_pdf(road: Road, *, on: date, words: Words, read_at: datetime) -> bytes:
    """The note as PDF. ``read_at`` (aware) says when the sheet was read."""
    content = note_content(road, on=on, words=words, read_at=read_at)
    tables = (content["road"], content["coverage"], content["said"]["themes"], content["said"]["blocks"])
    # A step's number stands before its name.
    named = [1 if table is content["road"] else 0 for table in tables if table["rows"]]
    return typeset(_TEMPLATE, content, name="note", row_heads=named)


def note_content(road: Road, *, on: date, words: Words, read_at: datetime) -> dict[str, Any]:
    """Every word and number of the note, as the template takes them (plain text and lists of it)."""
    standing = findings.standing(road, words, on=on)
    return {
        "language": words.language,
        "colours": paper_colours(road.settings.colour),
        "title": network_title(road, words),
        "author": words.say("Secretariat of the network"),
        "eyebrow": words.say("Note for the Executive Bureau"),
        "subtitle": findings.as_of(on, words),
        "warning": words.say("Illustrative data: these rows were made up to show the dashboard.")
        if road.settings.illustrative
        else "",
        "sentence": shorten(standing.headline, 400),
        "beside": shorten(standing.beside, 400),
        "footer": " · ".join((findings.as_of(on, words), shorten(road.origin.name, LONGEST))),
        "standing": {"title": words.say("Where the road is")},
        "figures": _figures(road, on, words),
        "road": _road(road, on, words),
        **_map(road, on, words),
        "coverage": _coverage(road, on, words),
        "said": _findings(road, on, words),
        "asked": _asked(road, on, words),
        "definitions": _definitions(road, on, words, read_at),
    }


def _figures(road: Road, on: date, words: Words) -> list[dict[str, str]]:
    counted = tally(road, on=on)
    cards = (
        (words.say("Milestones"), findings.steps_figure(road_progress(road, on=on), words)),
        (words.say("Contributions"), findings.received_figure(counted, forecast(road, on=on), words)),
        (
            words.say("Sections heard"),
            findings.heard_figure(sections_heard(road, on=on), silent(road, on, words), barely(road, on, words), words),
        ),
        (words.say("Uptake in the text"), findings.uptake_figure(counted, words)),
    )
    return [{"label": label, "value": value, "gloss": gloss} for label, (value, gloss) in cards]


def silent(road: Road, on: date, words: Words) -> list[str]:
    """The names of the geographic sections that are expected and have not been heard at D."""
    return [shorten(name, LONGEST) for name in silent_sections(road, words, on=on)]


def barely(road: Road, on: date, words: Words) -> list[str]:
    """The names of the sections that were heard barely at D."""
    return [shorten(name, LONGEST) for name in barely_heard_sections(road, words, on=on)]


def _short_names(road: Road, dimension: str, words: Words) -> dict[str, str]:
    return {code: shorten(name, LONGEST) for code, name in names_of(road, dimension, words).items()}


def _table(
    header: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    widths: Sequence[float],
    right: set[int],
    empty: str,
    shown: int,
    words: Words,
) -> dict[str, Any]:
    """A table as the template takes it; a cell is text, or text with a state's ``sign`` or the ``share`` of a bar."""
    rest = len(rows) - shown
    return {
        "header": list(header),
        "rows": [list(row) for row in rows[:shown]],
        "widths": list(widths),
        "aligned": ["right" if i in right else "left" for i in range(len(header))],
        "empty": empty,
        "more": words.plural("and {n} more", "and {n} more", rest) if rest > 0 else "",
    }


def _road(road: Road, on: date, words: Words) -> dict[str, Any]:
    """The drawn road and its table, the same steps under the same numbers."""
    drawn: dict[str, Any] = road_line_data(road, on=on, words=words)
    steps = [step | {"number": words.number(n)} for n, step in enumerate(drawn["steps"], start=1)]
    rows = [
        [
            step["number"],
            shorten(step["title"], LONGEST),
            step["when"],
            {"sign": step["state"], "text": step["word"]},
            step["note"],
        ]
        for step in steps
    ]
    header = ["№", words.say("Milestone"), words.say("Date"), words.say("State"), words.say("Change")]
    is_drawn = len(steps) <= STEPS_SHOWN
    return {
        "title": words.say("The road"),
        "alt": words.say(
            "{label}: {value}",
            label=words.say("The road, milestone by milestone"),
            value=words.say("; ").join(
                words.say(
                    "“{step}”: {state}", step=f"{step['number']} {shorten(step['title'], LONGEST)}", state=step["word"]
                )
                for step in steps
            ),
        )
        + ".",
        "steps": _apart(steps) if is_drawn else [],
        "done_to": drawn["done_to"],
        "overdue": drawn["overdue"],
        "here": drawn["here"],
    } | _table(
        header,
        rows,
        widths=[0.4, 3.9, 1.8, 2.8, 2.5],
        right=set(),
        empty=words.say("No milestone on the road has been entered yet."),
        shown=STEPS_SHOWN,
        words=words,
    )


def _apart(steps: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The steps with a date, their numbers at ``label_at``: below them, but never one over another."""
    dated = [step for step in steps if step["at"] is not None]
    apart: list[float] = []
    for step in dated:
        apart.append(max(step["at"], apart[-1] + NUMBERS_APART if apart else 0.0))
    end = 1.0
    for place in reversed(range(len(apart))):
        apart[place] = min(apart[place], end)
        end = apart[place] - NUMBERS_APART
    return [
        {"number": step["number"], "state": step["state"], "at": step["at"], "label_at": at}
        for step, at in zip(dated, apart, strict=True)
    ]


def _map(road: Road, on: date, words: Words) -> dict[str, Any]:
    from data.reference.countries import CENTROIDS, SMALL

    coverage = countries_at(road, on=on)
    heard = sorted((row for row in coverage if row["received"]), key=lambda row: -row["received"])
    received = {row["country"]: row["received"] for row in heard}
    return {
        "map": world_map_svg(
            received,
            {code: CENTROIDS[code] for code in SMALL if code in CENTROIDS},
            shown_extent(coverage),
            road.settings.colour,
        ),
        "map_alt": _map_alt(list(received), words),
        "map_scale": _map_scale(max(received.values(), default=0), road.settings.colour, words),
        "map_key": words.say("The darker a country, the more contributions came from it; the palest: none yet."),
        "boundaries": words.say(
            "Boundaries and names on this map imply no opinion on the legal status of any country or territory."
        ),
    }


def _map_scale(most: int, own: str | None, words: Words) -> dict[str, Any]:
    """What the map's shades stand for: the colour and the count of each."""
    marks = [{"colour": shade(n, most, own), "text": words.number(n)} for n in (0, *scale_marks(most))]
    return {"title": words.say("{term}:", term=words.say("Contributions")), "marks": marks if most else []}


def _map_alt(heard: Sequence[str], words: Words) -> str:
    if not heard:
        return words.say("World map: no contribution names a country yet.")
    first = words.listed([words.country(code) for code in heard[:NAMED_ON_MAP]])
    if len(heard) <= NAMED_ON_MAP:
        return words.plural(
            "World map: {n} country has been heard, {first}.",
            "World map: {n} countries have been heard, {first}.",
            len(heard),
            first=first,
        )
    return words.plural(
        "World map: {n} country has been heard, among them {first}.",
        "World map: {n} countries have been heard, among them {first}.",
        len(heard),
        first=first,
    )


def _coverage(road: Road, on: date, words: Words) -> dict[str, Any]:
    names = _short_names(road, "section", words)
    answers = _answer_rows(road, on, words)
    landed = {row["code"]: (row["landed"], row["n"]) for row in uptake_by_section(road, on=on).to_dict("records")}

    def of(part: object, whole: object) -> str:
        if pd.isna(part):  # pyright: ignore[reportArgumentType, reportCallIssue] - a scalar
            return "–"
        said = words.number(float(part))  # pyright: ignore[reportArgumentType]
        whole_known = not pd.isna(whole)  # pyright: ignore[reportArgumentType, reportCallIssue]
        return words.say("{n} of {of}", n=said, of=words.number(float(whole))) if whole_known else said  # pyright: ignore[reportArgumentType]

    rows = [
        [
            names[row["code"]],
            words.say("{n} (not asked)", n=words.number(row["received"]))
            if row["expected"] == 0
            else of(row["received"], row["expected"]),
            of(row["states_heard"], row["states"]),
            *answers.get(row["code"], ()),
            "–" if pd.isna(row["last_received_on"]) else words.day(row["last_received_on"], "medium"),
            of(*landed[row["code"]]) if landed[row["code"]][1] else "–",
        ]
        for row in section_coverage(road, on=on).to_dict("records")
    ]
    if n := tally(road, on=on).without_section:
        nowhere = [words.say("In no section"), words.number(n), "–", *("–" for _ in _questions(road, words)), "–", "–"]
        rows.insert(min(len(geographic_codes(road)), SECTIONS_SHOWN - 1), nowhere)
    asked = _questions(road, words)
    header = [
        words.say("Section"),
        words.say("Received / expected"),
        words.say("States heard"),
        *asked,
        words.say("Last heard"),
        words.say("In the text / decided"),
    ]
    return {
        "title": words.say("Who has been heard"),
        "finding": sections_heard_words(
            sections_heard(road, on=on), silent(road, on, words), barely(road, on, words), words
        )
        + ".",
        "questions": [{"term": code, "text": text} for code, text in asked.items() if text],
        "signs": _signs(road.settings.colour),
        "answers_key": [{"sign": code, "text": words.say(word)} for code, word in ANSWER_WORDS.items()]
        if asked
        else [],
    } | _table(
        header,
        rows,
        widths=[2.6, 1.9, 1.5, *(1 for _ in asked), 1.6, 1.8],
        right=set(range(1, 5 + len(asked))),
        empty=words.say("no section is expected"),
        shown=SECTIONS_SHOWN,
        words=words,
    )


def _signs(own: str | None) -> dict[str, str]:
    """Answer to its sign as SVG, told apart by shape as well as by colour; as a picture it can be put in words."""
    colours = paper_colours(own)
    ring = '<circle cx="8" cy="8" r="{}" fill="#FFFFFF" stroke="{}" stroke-width="2"/>'
    drawn = {
        "answered": f'<circle cx="8" cy="8" r="8" fill="{colours["teal"]}"/>',
        "thin": ring.format(7, colours["teal"]) + f'<path d="M8 1a7 7 0 0 0 0 14z" fill="{colours["teal"]}"/>',
        "none": ring.format(6.8, STATE_OPEN),
        "not applicable": f'<path d="M0 8h16" stroke="{colours["grey"]}" stroke-width="2"/>',
    }
    frame = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">{}</svg>'
    return {answer: frame.format(sign) for answer, sign in drawn.items()}


def _questions(road: Road, words: Words) -> dict[str, str]:
    """Code to text of the questions, where they are few enough to be columns; else none."""
    if len(road.questions) > QUESTIONS_SHOWN:
        return {}
    return {shorten(row["code"], 8): shorten(words.text(row, "text"), 200) for row in road.questions.to_dict("records")}


def _answer_rows(road: Road, on: date, words: Words) -> dict[str, list[dict[str, str]]]:
    """Section code to a cell per question: the sign of its answer, in words too, and the contributions behind it."""
    cells: dict[str, list[dict[str, str]]] = {}
    for cell in answer_matrix(road, on=on).to_dict("records"):
        answer = cell["answer"]
        sign = {"sign": answer, "text": words.number(cell["n"]), "alt": words.say(ANSWER_WORDS[answer])}
        cells.setdefault(cell["section"], []).append(sign)
    return cells if _questions(road, words) else {}


def _findings(road: Road, on: date, words: Words) -> dict[str, Any]:
    counted = tally(road, on=on)
    filled = len(road.charter) - len(orphans_counted(road, on=on).blocks_without_source)
    return {
        "title": words.say("What was said, and where it is in the text"),
        "finding": in_the_text(counted, filled, len(road.charter), words) + ".",
        "decisions": _decisions(counted, words),
        "themes": _themes(road, on, words),
        "blocks": _blocks(road, on, words),
    }


def _decisions(counted: Tally, words: Words) -> str:
    parts = [
        words.say("{decision}: {n}", decision=words.label(DECISIONS, code), n=words.number(getattr(counted, code)))
        for code in DECISIONS.labels
        if getattr(counted, code)
    ]
    return words.say("; ").join(parts) + "." if parts else ""


def _themes(road: Road, on: date, words: Words) -> dict[str, Any]:
    themes = breakdown(road, "theme", on=on)
    rows = [
        [
            shorten(words.label(THEMES, row["value"]), LONGEST // 2),
            words.number(row["received"]),
            words.number(row["decided"]),
            words.number(row["landed"]),
        ]
        for row in themes[themes["value"].notna()].to_dict("records")
    ]
    header = [
        words.say("Theme"),
        *(words.label(CONTRIBUTION_STAGES, stage) for stage in ("received", "decided", "landed")),
    ]
    return {"title": words.say("What was said")} | _table(
        header,
        rows,
        widths=[2.6, 1.3, 1.2, 1.5],
        right={1, 2, 3},
        empty=words.say("No contribution names a theme yet."),
        shown=THEMES_SHOWN,
        words=words,
    )


def _blocks(road: Road, on: date, words: Words) -> dict[str, Any]:
    names = _short_names(road, "block", words)
    blocks = uptake_by_block(road, on=on).to_dict("records")
    most = max((row["landed"] for row in blocks), default=0)
    rows = [
        [
            names[row["block"]],
            {"share": row["landed"] / most if most else None, "text": words.number(row["landed"])},
        ]
        for row in blocks
    ]
    header = [words.say("Charter block"), words.say("Contributions in it")]
    return {"title": words.say("Where it is in the text")} | _table(
        header,
        rows,
        widths=[1.4, 1.6],
        right=set(),
        empty=words.say("The sheet has no Charter blocks yet."),
        shown=BLOCKS_SHOWN,
        words=words,
    )


def _asked(road: Road, on: date, words: Words) -> dict[str, Any]:
    return {
        "title": words.say("What is asked of the Bureau"),
        # Every one, over as many pages as they take: the page says of those it leaves out that they are here.
        "items": [shorten(f"{said}.", LONGEST_ASKED) for _, said in asks_words(road, words, on=on)],
        "empty": nothing_asked(words),
    }


def _definitions(road: Road, on: date, words: Words, read_at: datetime) -> dict[str, Any]:
    local = read_at.astimezone(road.settings.timezone)
    items = (
        (
            words.say("Late"),
            words.say(
                "the last day of its date has passed and it is not marked as done; for the first {days} days it is "
                "shown as “not yet confirmed”.",
                days=words.number(UNCONFIRMED_DAYS),
            ),
        ),
        (
            words.say("80% range"),
            words.say(
                "how many will have come by the end of the collection, as the last whole weeks (at most {weeks}) "
                "were: in four cases of five.",
                weeks=words.number(FORECAST_WEEKS),
            ),
        ),
        (
            words.say("Sections heard"),
            words.say(
                "sections with at least one contribution, of those that contributions are expected from; those that "
                "cut across the regions are not counted."
            ),
        ),
        (
            words.say("States heard"),
            words.say(
                "members and observers of the United Nations in the section with at least one contribution, of all of "
                "them in our default list of countries, which the worksheet Countries can change."
            ),
        ),
        (
            words.say("In the text"),
            words.say(
                "decided as reflected, wholly or partly. Sections that cut across are shown apart: what they sent also "
                "counts in the section of its region."
            ),
        ),
        (
            words.say("Uptake"),
            words.plural(
                "decided contributions that are in the text, of all decided ones; no rate is given below {n}.",
                "decided contributions that are in the text, of all decided ones; no rate is given below {n}.",
                UPTAKE_MIN,
            ),
        ),
    )
    return {
        "title": words.say("Definitions and sources"),
        "items": [{"term": words.say("{term}:", term=term), "text": text} for term, text in items],
        "rows": _rows_sentence(road, on, words),
        "sources": words.say(
            "Source: {name}, read on {day} at {time}.",
            name=shorten(road.origin.name, LONGEST),
            day=words.day(local.date()),
            time=words.clock(local),
        ),
    }


def _rows_sentence(road: Road, on: date, words: Words) -> str:
    count = road.rows.get("Contributions")
    if count is None:
        return words.say("The sheet has no worksheet Contributions.")
    received = tally(road, on=on).received
    if received == count.used and not count.left_out:
        return words.plural(
            "Based on every row of contributions ({n}).", "Based on every row of contributions ({n}).", count.used
        )
    said = [
        words.plural(
            "Based on {n} of {all} rows of contributions.",
            "Based on {n} of {all} rows of contributions.",
            received,
            all=words.number(count.read),
        ),
        words.plural("{n} is not yet received on this day.", "{n} are not yet received on this day.", ahead)
        if (ahead := count.used - received)
        else "",
        words.plural(
            "{n} has no readable date or contributor, or was withdrawn.",
            "{n} have no readable date or contributor, or were withdrawn.",
            count.left_out,
        )
        if count.left_out
        else "",
    ]
    return " ".join(filter(None, said))
