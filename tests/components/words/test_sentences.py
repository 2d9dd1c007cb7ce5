"""Every headline holds: docs/sentences.md says when each is said, and random roads say them only then.

The conditions are counted here by plain loops over the rows, never by the figures that a sentence is made of.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from math import comb
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from components.charts.breakdown import BREAKDOWN
from components.charts.chart import Subject
from components.words.asks import asks_words, nothing_asked
from components.words.contributions import (
    ageing_words,
    became_words,
    changes_words,
    found_words,
    funnel_finding,
    looked_at,
    pace_basis,
    pace_finding,
    stages_basis,
)
from components.words.coverage import (
    barely_heard_sections,
    call_about,
    call_finding,
    countries_heard_words,
    gap_finding,
    sections_heard_words,
    shares_finding,
    silent_sections,
)
from components.words.labels import names_of
from components.words.milestones import moves_title, neighbours_title, timeline_title
from components.words.region import region_facts
from components.words.road import four_figures, standing
from components.words.sheet import sheet_finding, unread_worksheets
from components.words.text import (
    charter_finding,
    in_the_text,
    matrix_finding,
    not_in_words,
    orphans_finding,
    replies_words,
    sources_words,
    uptake_finding,
)
from data.figures.ageing import ageing
from data.figures.block import decided_positions
from data.figures.changes import changes
from data.figures.contributions import replies, tally
from data.figures.pace import forecast, pace
from data.figures.register import register_rows
from data.figures.schedule import neighbours, scheduled
from data.figures.search import find
from data.figures.sections import (
    answer_matrix,
    calls_at,
    countries_heard,
    never_heard,
    sections_at,
    sections_heard,
)
from data.figures.selection import Selection, select
from data.figures.text import cells_at, orphans_counted, sections_not_in, uptake_at
from data.languages import catalog_path
from data.messages.milestones import launch_words
from data.road import Road
from data.words import words_of
from tests.data.figures.roads import contribution, make_road, milestone
from tests.data.reading.sheets import SOUND, road_of

DOCS = Path(__file__).parents[3] / "docs" / "sentences.md"
WORDS = words_of("en")
START = date(2021, 5, 1)
SECTIONS = {**dict.fromkeys(("EUR", "AFR", "ASP", "LAM"), "regional"), "MET": "metropolitan"}
LANDED = ("reflected", "partly")
ROADS = 120
RARE = (159, 166, 260, 320)
"""Further roads, of which something is said that the others seldom say."""
SELDOM = 4
"""So many sentences may be said of none of these roads."""
SINCE = timedelta(days=30)
ROW = ("id", "title", "kind", "flag", "due", "baseline", "done_on", "depends_on")


@dataclass
class Facts:
    """What a random sheet holds, as its rows, and the day looked at."""

    on: date
    steps: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    expected: dict[str, float | None]
    target: int | None
    until: date | None
    blocks: list[str]
    is_filtered: bool = False
    questions: tuple[str, ...] = ("Q1", "Q2")
    road: Road = field(init=False)

    def __post_init__(self) -> None:
        whole = make_road(
            milestones=[written(step) for step in self.steps],
            contributions=self.rows,
            expected=self.expected,
            sections=SECTIONS,
            countries={"FRA": "EUR", "ITA": "EUR", "MLI": "AFR", "GUF": None, "PRI": None},
            blocks=self.blocks,
            questions=self.questions,
            target=self.target,
            start=START.isoformat(),
            contributions_until=self.until.isoformat() if self.until else None,
        )
        self.road = select(whole, Selection(section=("EUR",)), on=self.on) if self.is_filtered else whole
        if self.is_filtered:
            self.rows = [row for row in self.rows if row.get("section") == "EUR"]

    def begins(self, step: dict[str, Any]) -> date:
        """The first day of its due; its last one is ``due``."""
        last = date.fromisoformat(step["due"])
        return last.replace(day=1) if step.get("is_month") else last

    def state(self, step: dict[str, Any]) -> str:
        if step.get("flag") == "cancelled":
            return "cancelled"
        done = step.get("done_on")
        if done and date.fromisoformat(done) <= self.on:
            return "done"
        if not step["due"]:
            return "undated"
        due = date.fromisoformat(step["due"])
        return "late" if due < self.on else "under way" if self.begins(step) <= self.on else "ahead"

    def overdue(self, step: dict[str, Any]) -> int:
        return (self.on - date.fromisoformat(step["due"])).days if self.state(step) == "late" else 0

    def by_state(self, *states: str) -> list[dict[str, Any]]:
        return [step for step in self.steps if self.state(step) in states]

    @property
    def late(self) -> list[dict[str, Any]]:
        return [step for step in self.by_state("late") if self.overdue(step) > 7]

    @property
    def unconfirmed(self) -> list[dict[str, Any]]:
        return [step for step in self.by_state("late") if self.overdue(step) <= 7]

    @property
    def kept(self) -> list[dict[str, Any]]:
        return [step for step in self.steps if self.state(step) != "cancelled"]

    @property
    def launch(self) -> dict[str, Any] | None:
        dated = [step for step in self.kept if step.get("kind") == "launch" and step["due"]]
        return max(dated, key=lambda step: step["due"]) if dated else None

    @property
    def before_launch(self) -> list[dict[str, Any]]:
        """What is late before the launch."""
        launch = self.launch
        if launch is None or self.state(launch) == "done":
            return []
        if not launch["depends_on"]:
            return [s for s in self.by_state("late") if date.fromisoformat(s["due"]) < self.begins(launch)]
        reached, waiting = set(), [launch["id"]]
        by_id = {step["id"]: step for step in self.steps}
        while waiting:
            for id_ in by_id[waiting.pop()]["depends_on"]:
                if id_ not in reached and self.state(by_id[id_]) != "done":
                    reached.add(id_)
                    waiting.append(id_)
        return [step for step in self.by_state("late") if step["id"] in reached]

    @property
    def received(self) -> list[dict[str, Any]]:
        return [row for row in self.rows if date.fromisoformat(row["received_on"]) <= self.on]

    @property
    def considered(self) -> list[dict[str, Any]]:
        return [row for row in self.received if date.fromisoformat(considered(row) or "9999-12-31") <= self.on]

    @property
    def decided(self) -> list[dict[str, Any]]:
        return [row for row in self.received if row["decision"] and date.fromisoformat(row["decided_on"]) <= self.on]

    @property
    def landed(self) -> list[dict[str, Any]]:
        return [row for row in self.decided if row["decision"] in LANDED]

    @property
    def asked(self) -> list[str]:
        return [code for code, kind in SECTIONS.items() if kind == "regional" and self.expected.get(code) != 0]

    def sent(self, code: str) -> int:
        return sum(row["section"] == code or code in row["crosscuts"] for row in self.received)

    def answers(self, code: str, question: str) -> int:
        mine = [row for row in self.received if row["section"] == code or code in row["crosscuts"]]
        return sum(question in row["questions"] for row in mine)

    def enough(self, code: str) -> float:
        expected = self.expected.get(code)
        return 3 if expected is None else min(3, expected)

    def is_well_heard(self, code: str) -> bool:
        return self.sent(code) >= max(1, self.enough(code), (self.expected.get(code) or 0) / 10)

    @property
    def countries(self) -> set[str]:
        return {row["country"] for row in self.received if row["country"]}

    def values(self, by: str) -> Counter[str]:
        """How many of the received have each value of a dimension."""
        found: Counter[str] = Counter()
        for row in self.received:
            if by == "decision":
                found.update([row["decision"]] if row in self.decided else [])
            elif by in ("question", "block"):
                found.update(row[f"{by}s"])
            else:
                found.update([row[by]] if row[by] else [])
        return found

    def leads(self, g: dict[str, str], others: bool | None = None) -> bool:
        """Whether the values named (or so many) share the highest count, and whether there are others."""
        counts = self.values(g["by"])
        first = [value for value, count in counts.items() if count == max(counts.values())]
        named = int(g["n"]) if "n" in g else len(re.split(", | and ", g["names"]))
        is_so = (len(first), max(counts.values()), len(self.received)) == (named, n(g, "count"), n(g, "all"))
        return is_so and (others is None or others == (len(counts) > len(first)))

    def has_answered(self, code: str) -> bool:
        return all(self.answers(code, question) >= max(1, self.enough(code)) for question in self.questions)

    @property
    def called(self) -> list[str]:
        """The sections of any kind that are asked."""
        return [code for code in SECTIONS if self.expected.get(code) != 0]

    def behind(self, code: str) -> Fraction:
        """How many fewer came from a section than were hoped for by this day."""
        if self.end is None or self.end <= START or not self.expected.get(code):
            return Fraction(0)
        gone = min(Fraction(1), Fraction((self.on - START).days, (self.end - START).days))
        return max(Fraction(0), Fraction(self.expected.get(code) or 0) * gone - self.sent(code))

    def is_open(self, code: str) -> bool:
        return not self.has_answered(code)

    @property
    def shares(self) -> dict[str, int]:
        return {code: self.sent(code) for code in self.asked}

    @property
    def ratios(self) -> dict[str, float]:
        return {code: self.sent(code) / n for code in self.asked if (n := self.expected.get(code))}

    @property
    def filled(self) -> set[str]:
        return {block for row in self.landed for block in row["blocks"] if block in self.blocks}

    @property
    def reached_on(self) -> date | None:
        days = sorted(date.fromisoformat(row["received_on"]) for row in self.received)
        return days[self.target - 1] if self.target and len(days) >= self.target else None

    @property
    def end(self) -> date | None:
        launch = self.launch
        ends = [step["due"] for step in self.kept if step.get("kind") == "deadline" and step["due"]]
        last = max(ends) if ends else launch["due"] if launch else None
        return self.until or (date.fromisoformat(last) if last else None)

    @property
    def slips(self) -> dict[str, int]:
        """By the title of each that has one."""
        found = {}
        for step in self.kept:
            state = self.state(step)
            if step.get("baseline") and (step["due"] or state == "done"):
                announced = date.fromisoformat(step["baseline"])
                day = date.fromisoformat(step["done_on"] if state == "done" else step["due"])
                slip = ((self.on if state == "late" else day) - announced).days
                if state != "done" and state != "late" and self.begins(step) <= announced <= day:
                    slip = 0
                found[step["title"]] = max(slip, 0) if state == "late" else slip
        return found

    def moved(self) -> list[int]:
        return list(self.slips.values())

    @property
    def waits(self) -> tuple[list[int], list[int]]:
        """Days until each dated decision, and days so far of what is undecided."""
        received = lambda row: date.fromisoformat(row["received_on"])  # noqa: E731
        dated = [row for row in self.decided if row["is_decision_dated"]]
        waiting = [(self.on - received(row)).days for row in self.received if row not in self.decided]
        return [(date.fromisoformat(row["decided_on"]) - received(row)).days for row in dated], waiting

    @property
    def median(self) -> int | None:
        """The first day by which the share of those that still wait, as Kaplan and Meier count it, is half or less."""
        decided, waiting = self.waits
        left = Fraction(1)
        for day in sorted(set(decided)):
            left *= 1 - Fraction(decided.count(day), sum(w >= day for w in decided + waiting))
            if left <= Fraction(1, 2):
                return day
        return None

    def waited(self, days: int | None) -> int:
        """How many have waited so long, decided or not."""
        return sum(wait >= (days or 0) for each in self.waits for wait in each)

    def of(self, code: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those of the rows that count for a section of any kind."""
        return [row for row in rows if row["section"] == code or code in row["crosscuts"]]

    @property
    def apart(self) -> list[str]:
        """The sections whose uptake Fisher's exact test, two-sided, tells from all other decided contributions."""
        rated = [code for code in SECTIONS if len(self.of(code, self.decided)) >= 5]
        found = []
        for code in rated:
            mine, all_, landed = len(self.of(code, self.decided)), len(self.decided), len(self.landed)
            ways = {k: comb(mine, k) * comb(all_ - mine, landed - k) for k in range(min(mine, landed) + 1)}
            seen = ways[len(self.of(code, self.landed))]
            p = Fraction(sum(w for w in ways.values() if w <= seen), comb(all_, landed))
            found += [code] if all_ > mine and p < Fraction(1, 20 * len(rated)) else []
        return found

    @property
    def to_call(self) -> list[tuple[tuple[float, ...], str]]:
        """What makes each section on the call list urgent, and the section; the most urgent first."""
        found = []
        for code in self.called:
            answers = [self.answers(code, question) for question in self.questions]
            few = [0 < n < self.enough(code) for n in answers].count(True)
            days = [date.fromisoformat(row["received_on"]) for row in self.of(code, self.received)]
            silent = (self.on - max(days)).days if days else float("inf")
            if answers.count(0) or few or self.behind(code) > 0:
                found.append(((answers.count(0), few, float(self.behind(code)), silent), code))
        return sorted(found, key=lambda call: call[0], reverse=True)

    def is_called(self, code: str, n: int, *, alone: bool) -> bool:
        """Whether it comes before all others on the call list, or is alone there, with so many questions open."""
        (urgency, first), *others = self.to_call
        return (first, urgency[0] + urgency[1]) == (code, n) and (
            not others if alone else bool(others) and others[0][0] < urgency
        )


def considered(row: dict[str, Any]) -> str | None:
    """The day it was considered: that of its decision, where none is given."""
    return row.get("considered_on") or row.get("decided_on")


def written(step: dict[str, Any]) -> dict[str, Any]:
    """A step as a road is made of: a month as its month."""
    is_month = step.get("is_month")
    return {name: value[:7] if is_month and name == "due" else value for name, value in step.items() if name in ROW}


def facts(seed: int) -> Facts:
    """A sheet of chance: empty, of one row, on its first day and filtered among them."""
    chance = random.Random(seed)
    on = START + timedelta(days=chance.choice([-3, 0, 3, 30, 60, 60, 120, 120]))
    some_day = lambda: START + timedelta(days=chance.randrange(0, 150))  # noqa: E731
    steps: list[dict[str, Any]] = []
    for n in range(chance.choice([0, 1, 2, 4, 6])):
        due = on - timedelta(days=chance.choice([0, 0, 2, 5])) if chance.random() < 0.2 else some_day()
        due = due if chance.random() < 0.85 else None
        step = milestone(f"M{n}", due.isoformat() if due else None, title=f"Step M{n}")
        step["depends_on"] = [s["id"] for s in steps if chance.random() < 0.3]
        if (kind := chance.random()) < 0.35:
            step["kind"] = "launch" if kind < 0.3 else "deadline"
        if due and chance.random() < 0.15:
            last = date(due.year + due.month // 12, due.month % 12 + 1, 1) - timedelta(days=1)
            step |= {"is_month": True, "due": last.isoformat()}
        if chance.random() < 0.1:
            step["flag"] = "cancelled"
        if chance.random() < 0.35:
            step["done_on"] = some_day().isoformat()
        if chance.random() < 0.5 and due:
            step["baseline"] = (due + timedelta(days=chance.choice([-10, 0, 0, 5]))).isoformat()
        steps.append(step)
    blocks = ["DIG", "EQU", "RES", "SOL", "COM"][: chance.choice([0, 1, 3, 5])]
    rows = []
    decides = chance.choice([0.0, 0.5, 1.0])
    themes = chance.choice([[None], ["one"], ["one", "two", None], list("stuvwxyz")])
    days_to_decide, is_uneven = chance.choice([1, 40, 40]), chance.random() < 0.3
    senders = chance.choice([["EUR", "EUR", "AFR", "ASP", None], ["EUR", "AFR", "ASP", "LAM"]])
    for n in range(chance.choice([0, 1, 2, 4, 12, 60, 60])):
        came = some_day()
        section = chance.choice(senders)
        decision = chance.choice(["reflected", "partly", "not_reflected"]) if chance.random() < decides else None
        if decision and is_uneven:
            decision = "reflected" if section == "EUR" else "not_reflected"
        row = contribution(f"C{n}", came.isoformat(), section=section)
        row |= {"decision": decision, "questions": chance.sample(["Q1", "Q2"], chance.randrange(0, 3))}
        row |= {"country": chance.choice([None, "FRA", "ITA", "MLI", "GUF", "PRI"]), "theme": chance.choice(themes)}
        row |= {name: chance.choice([None, "aa", "bb", "cc"]) for name in ("contributor_type", "policy_council")}
        row |= {
            "language": chance.choice(["en", "fr", "es", None]),
            "milestone": chance.choice([*(s["id"] for s in steps), None]),
        }
        row |= {"reply": chance.choice(["yes", "partly", "no", None])}
        row |= {"crosscuts": ["MET"] if chance.random() < 0.2 else [], "blocks": []}
        if decision:
            row["decided_on"] = (came + timedelta(days=chance.randrange(0, days_to_decide))).isoformat()
            row["is_decision_dated"] = chance.random() < 0.9
        if chance.random() < 0.3:
            until_then = date.fromisoformat(row["decided_on"]) if decision else came + timedelta(days=40)
            row["considered_on"] = (came + (until_then - came) * chance.random()).isoformat()
            row["blocks"] = chance.sample(blocks, chance.randrange(0, len(blocks) + 1)) if blocks else []
        rows.append(row)
    expected: dict[str, float | None] = {code: chance.choice([None, 0.0, 1.0, 2.0, 5.0, 70.0]) for code in SECTIONS}
    if chance.random() < 0.1:
        expected = dict.fromkeys(SECTIONS, 0.0)
    until = START + timedelta(days=chance.choice([20, 100, 140, 140])) if chance.random() < 0.6 else None
    target, is_filtered = chance.choice([None, 1, 8, 30, 45, 200]), chance.random() < 0.2
    questions = ("Q1", "Q2") if chance.random() < 0.8 else ()
    return Facts(on, steps, rows, expected, target, until, blocks, is_filtered, questions)


def said(f: Facts) -> dict[str, str]:
    """Every headline that stands on the pages of this road, by its place in the docs."""
    road, on, names = f.road, f.on, names_of(f.road, "section", WORDS)
    coverage, counted, steps = [*sections_at(road, on=on).values()], tally(road, on=on), scheduled(road, on=on)
    found, asked = orphans_counted(road, on=on), asks_words(road, WORDS, on=on)
    silent, barely = silent_sections(road, WORDS, on=on), barely_heard_sections(road, WORDS, on=on)
    chosen = tally(select(road, Selection(theme=("one",)), on=on), on=on).received
    stands, launch = standing(road, WORDS, on=on), launch_words(road, WORDS, on=on)
    return {
        "launch": launch,
        "road": f"{stands.headline} {stands.beside}" if not launch else stands.beside,
        **{f"tied {step['id']}": _of_ties(road, step["id"], on) for step in f.steps},
        **{f"found {n}": text for n, text in enumerate(_of_words(road, on))},
        "timeline": timeline_title(steps, WORDS),
        "moves": moves_title(steps, WORDS),
        "heard": sections_heard_words(sections_heard(road, on=on), silent, barely, WORDS),
        "expected": gap_finding(coverage, names, WORDS),
        "shares": shares_finding(coverage, names, WORDS),
        "calls": call_finding(
            calls_at(road, on=on), names, WORDS, silent=[names[code] for code in never_heard(road, on=on)]
        ),
        "received": looked_at(counted.received, 9999, f.target, WORDS, is_filtered=False),
        "pace": pace_finding(counted.received, f.target, pace(road, on=on), forecast(road, on=on), WORDS),
        "stages": funnel_finding(counted, WORDS),
        "text": in_the_text(counted, len(road.charter) - len(found.blocks_without_source), len(road.charter), WORDS),
        "matrix": matrix_finding(cells_at(road, on=on), f.asked, names, WORDS),
        "uptake": uptake_finding(uptake_at(road, on=on), names, WORDS),
        "lost": orphans_finding(found, counted.received, WORDS),
        "asks": "; ".join(sentence for _, sentence in asked) or nothing_asked(WORDS),
        "map": countries_heard_words(countries_heard(road, on=on), WORDS),
        "cards": "; ".join(figure.gloss for figure in four_figures(road, WORDS, on=on).values()),
        "ageing": "; ".join(gloss for _, gloss in ageing_words(counted, ageing(road, on=on), WORDS)),
        "replies": replies_words(replies(road, on=on), WORDS),
        "charter": charter_finding(found.blocks_without_source, len(road.charter), WORDS) if f.blocks else "",
        **{
            f"dimension {by}": _of_bars(road, by, on)
            for by in [*MOST, "section", "country", "reply"][(len(f.rows) + len(f.steps)) % 3 :: 3]
        },
        "changes": changes_words(changes(road, since=on - SINCE, on=on), names_of(road, "milestone", WORDS), WORDS),
        "basis": f"{stages_basis(counted, WORDS)} · "
        + pace_basis(pace(road, on=on), f.target, forecast(road, on=on), WORDS),
        "chosen": looked_at(chosen, counted.received, f.target, WORDS, is_filtered=True),
        **{f"region {code}": "; ".join(region_facts(road, code, WORDS, on=on)) for code in SECTIONS},
        **{f"open {row['code']}": _of_call(row, road, on) for row in calls_at(road, on=on)},
        **{f"block {code}": _of_block(road, code, on) for code in f.blocks},
    }


def _of_ties(road: Road, id_: str, on: date) -> str:
    around = neighbours(road, id_, on=on)
    return neighbours_title(len(around.before), len(around.after), WORDS)


def _of_words(road: Road, on: date) -> list[str]:
    found = find(road, "City of", on=on)
    rows = [row for _, of in found.groupby("stage") for row in of.head(1).to_dict("records")]
    told = [f"{row['id']}: {became_words(row, row['blocks'], WORDS)}" for row in rows]
    return [found_words(found, WORDS), *told]


def _of_call(call: Mapping[str, Any], road: Road, on: date) -> str:
    answers = answer_matrix(road, on=on)
    mine = answers[answers["section"] == call["code"]]
    return call_about(call, dict(zip(mine["question"], mine["answer"], strict=True)), WORDS)


def _of_block(road: Road, code: str, on: date) -> str:
    rows = register_rows(road, decided_positions(road, code, on=on), on=on)
    landed = rows[rows["stage"] == "landed"]
    who = sources_words(len(landed), landed["section"].nunique(), WORDS)
    return f"{who}; {not_in_words(sections_not_in(road, code, on=on), WORDS)}"


TERRITORIES = {"GUF", "PRI"}


def _of_bars(road: Road, by: str, on: date) -> str:
    of = Subject(road, on, WORDS, by=by)
    return BREAKDOWN.finding(BREAKDOWN.numbers(of), of)


Holds = Callable[[Facts, dict[str, str]], bool]


def n(g: dict[str, str], name: str = "n") -> int:
    return int(g[name].replace(",", ""))


def n_percent(text: str) -> int:
    return int(text.rstrip("%"))


def waits_for(f: Facts, ids: set[str]) -> set[str]:
    """The ids of open milestones that wait for these, through open ones."""
    is_open = {step["id"] for step in f.by_state("late", "under way", "ahead", "undated")}
    found, grown = set(), True
    while grown:
        more = {s["id"] for s in f.steps if s["id"] in is_open and set(s["depends_on"]) & is_open & (ids | found)}
        grown = not more <= found
        found |= more
    return found - ids


def awaited(f: Facts, state: str) -> list[dict[str, Any]]:
    """The steps of a state that the launch waits for, directly or through open ones."""
    return [step for step in f.by_state(state) if (f.launch or {})["id"] in waits_for(f, {step["id"]})]


def late_beside(f: Facts) -> list[dict[str, Any]]:
    """What is late before the launch, whether or not that waits for it."""
    return [step for step in f.by_state("late") if f.launch and date.fromisoformat(step["due"]) < f.begins(f.launch)]


def new(f: Facts, day: str | None) -> bool:
    return day is not None and f.on - SINCE < date.fromisoformat(day) <= f.on


def is_slip(f: Facts, g: dict[str, str]) -> bool:
    """Whether the title named is the one that moved furthest, by so many days and in that direction."""
    title, slip = max(f.slips.items(), key=lambda each: abs(each[1]))
    said = f"{abs(slip)} day{'' if abs(slip) == 1 else 's'} {'later' if slip > 0 else 'earlier'} than announced"
    return (title, said) == (g["title"], g["slip"])


def by_title(f: Facts, steps: list[dict[str, Any]], named: str) -> bool:
    """Whether the titles named are those of all these steps."""
    return sorted(re.findall(r"Step M\d", named)) == sorted(step["title"] for step in steps)


def newly(f: Facts, steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those past their last day since one of these days."""
    return [step for step in steps if new(f, (date.fromisoformat(step["due"]) + timedelta(days=1)).isoformat())]


def is_nothing_asked(f: Facts) -> bool:
    is_open = f.end is None or f.on <= f.end
    undated = [step for step in f.by_state("undated") if step.get("kind") == "launch" or (f.launch and awaits(f, step))]
    launch_waits = f.launch is None or f.state(f.launch) != "done"
    return not (
        f.by_state("late")
        or len(f.received) > len(f.decided)
        or (undated and launch_waits and (f.launch is None or any(awaits(f, step) for step in undated)))
        or any(not row["blocks"] for row in f.landed)
        or (set(f.blocks) - f.filled and f.received)
        or (is_open and not all(f.sent(code) and f.has_answered(code) for code in f.called))
    )


def sum_expected(f: Facts) -> float | None:
    """What is expected of all sections asked; None where one of them has no number."""
    given = [f.expected.get(code) for code in f.asked]
    return None if None in given else sum(n or 0 for n in given)


def is_percent(said: str, share: Fraction) -> bool:
    """Whether it is this share in whole percent, a half rounded up."""
    if said.startswith(("under", "over")):
        return share < Fraction(1, 100) if said.startswith("under") else share > Fraction(99, 100)
    return int(said.rstrip("%")) == (200 * share + 1) // 2


def most_sent(f: Facts) -> list[str]:
    return [code for code, sent in f.shares.items() if sent == max(f.shares.values())]


def is_largest_share(f: Facts, g: dict[str, str]) -> bool:
    mine, all_ = max(f.shares.values()), sum(f.shares.values())
    alone = "section" not in g or most_sent(f) == [g["section"]]
    return alone and all_ == n(g) >= 5 and is_percent(g["share"], Fraction(mine, all_))


def is_too_early(f: Facts) -> bool:
    weeks = min(8, ((f.on - START).days + 1) // 7)
    return weeks < 3 or lately(f, 7 * weeks) < 10


def in_no_block(f: Facts) -> list[str]:
    """The sections asked of which nothing that landed names a block."""
    there = {row["section"] for row in f.landed if set(row["blocks"]) & set(f.blocks)}
    return [code for code in f.asked if code not in there]


def step_of(f: Facts, g: dict[str, str]) -> dict[str, Any]:
    return next(step for step in f.steps if step["id"] == g["by"])


def dependent(f: Facts, g: dict[str, str]) -> set[str]:
    """The ids that name it, and those that wait for it through open ones."""
    return {s["id"] for s in f.steps if g["by"] in s["depends_on"]} | waits_for(f, {g["by"]})


def plain(text: str) -> str:
    """Said with spaces alone, as clauses are."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def plain_day(iso: str) -> str:
    return plain(WORDS.day(date.fromisoformat(iso)))


def became(f: Facts, g: dict[str, str]) -> dict[str, Any]:
    """The contribution that is told of, by the id before it."""
    (whole,) = (g[name] for name in ("came", "decided") if name in g)
    id_, _, came = whole.partition(": ")
    row = next(row for row in f.received if row["id"] == id_)
    assert came.startswith(f"Received on {plain_day(row['received_on'])}"), came
    return row


def awaits_undated(f: Facts, step: dict[str, Any]) -> bool:
    """Whether a launch without a date waits for this step, there being none with one."""
    launches = {each["id"] for each in f.by_state("undated") if each.get("kind") == "launch"}
    return f.launch is None and bool(launches & waits_for(f, {step["id"]}))


def awaits(f: Facts, step: dict[str, Any]) -> bool:
    """Whether the launch waits for this step."""
    return bool(f.launch) and (f.launch or {})["id"] in waits_for(f, {step["id"]})


CONDITIONS: dict[tuple[str, str], Holds] = {
    ("launch", "The launch took place on {day}."): lambda f, g: f.state(f.launch or {}) == "done",
    ("launch", "{title} is cancelled, and the sheet names no other launch with a date."): lambda f, g: (
        f.launch is None
        and any(step["title"] in g["title"] for step in f.by_state("cancelled") if step.get("kind") == "launch")
    ),
    ("launch", "{launch} is at risk: {cause}."): lambda f, g: (
        f.launch in f.by_state("ahead", "under way")
        and (
            f"{max(map(f.overdue, f.before_launch))} day" in g["cause"]
            or (all(step in f.unconfirmed for step in f.before_launch) and "not yet confirmed" in g["cause"])
        )
    ),
    ("launch", "{launch} is on course: no milestone before it is late."): lambda f, g: (
        f.launch in f.by_state("ahead", "under way") and not late_beside(f) and not f.before_launch
    ),
    ("launch", "{launch} is on course: nothing that it waits for is late."): lambda f, g: (
        f.launch in f.by_state("ahead", "under way") and bool(late_beside(f)) and not f.before_launch
    ),
    ("launch", "{title} is {n} days late"): lambda f, g: (
        n(g) > 7 and any(f.overdue(step) == n(g) and step["title"] in g["title"] for step in late_beside(f))
    ),
    ("launch", "{title} is not yet confirmed"): lambda f, g: any(
        f.overdue(step) <= 7 and step["title"] in g["title"] for step in late_beside(f)
    ),
    ("launch", "{launch} is not yet confirmed"): lambda f, g: f.launch in f.unconfirmed,
    ("launch", "{launch} is {n} days late"): lambda f, g: f.launch in f.late and f.overdue(f.launch or {}) == n(g),
    ("launch", "{launch}: {cause}."): lambda f, g: bool(f.before_launch) and f.launch in f.by_state("late"),
    ("launch", "{n} milestones before it are not yet confirmed"): lambda f, g: (
        n(g) == sum(step in f.unconfirmed for step in f.before_launch)
    ),
    ("launch", "{n} milestones wait for it"): lambda f, g: (
        len(f.before_launch) == 1 and len(waits_for(f, {step["id"] for step in f.before_launch})) == n(g)
    ),
    ("launch", "{n} milestones wait for them"): lambda f, g: (
        len(f.before_launch) > 1 and len(waits_for(f, {step["id"] for step in f.before_launch})) == n(g)
    ),
    ("launch", "After its day is due what it waits for: {titles}."): lambda f, g: (
        re.findall(r"M\d", g["titles"])
        == [s["id"] for s in awaited(f, "ahead") if f.begins(s) > date.fromisoformat((f.launch or {})["due"])]
    ),
    ("launch", "No date is set for what it waits for: {titles}."): lambda f, g: (
        re.findall(r"M\d", g["titles"]) == [step["id"] for step in awaited(f, "undated")]
    ),
    ("road", "No milestone on the road has been entered yet."): lambda f, g: not f.steps,
    ("road", "Every milestone on the road is cancelled."): lambda f, g: f.steps == f.by_state("cancelled"),
    ("road", "Every milestone on the road is done."): lambda f, g: f.steps == f.by_state("done"),
    ("road", "Every milestone on the road that is not cancelled is done."): lambda f, g: (
        f.kept == f.by_state("done") and f.kept != f.steps
    ),
    ("road", "{n} milestones of {total} on the road are done"): lambda f, g: (
        len(f.by_state("done")) == n(g) and len(f.kept) == n(g, "total")
    ),
    ("road", "No milestone on the road is done yet"): lambda f, g: not f.by_state("done"),
    ("road", "{n} are late"): lambda f, g: len(f.late) == n(g),
    ("road", "{n} are not yet confirmed"): lambda f, g: len(f.unconfirmed) == n(g),
    ("road", "Under way now: {title}."): lambda f, g: bool(f.by_state("under way")),
    ("road", "Next, in {n} days: {title}."): lambda f, g: (
        min((f.begins(step) - f.on).days for step in f.by_state("ahead")) == n(g)
    ),
    ("road", "The sheet names no launch with a date."): lambda f, g: (
        f.launch is None and bool(f.kept) and not any(step.get("kind") == "launch" for step in f.by_state("cancelled"))
    ),
    ("tied", "It depends on {n} milestones"): lambda f, g: len(step_of(f, g)["depends_on"]) == n(g),
    ("tied", "{n} depend on it"): lambda f, g: len(dependent(f, g)) == n(g),
    ("tied", "The sheet ties no other milestone to it."): lambda f, g: (
        not (step_of(f, g)["depends_on"] or dependent(f, g))
    ),
    ("timeline", "No milestone has been entered yet"): lambda f, g: not f.steps,
    ("timeline", "Every milestone is cancelled"): lambda f, g: f.steps == f.by_state("cancelled"),
    ("timeline", "Every milestone is done"): lambda f, g: f.steps == f.by_state("done"),
    ("timeline", "Every milestone that is not cancelled is done"): lambda f, g: (
        f.kept == f.by_state("done") and f.kept != f.steps
    ),
    ("timeline", "No milestone is late"): lambda f, g: not f.by_state("late"),
    ("timeline", "{title} is not yet confirmed"): lambda f, g: len(f.unconfirmed) == len(f.by_state("late")) == 1,
    ("timeline", "{title} is {n} days late"): lambda f, g: (
        [f.overdue(s) for s in f.by_state("late")] == [n(g)] and bool(f.late)
    ),
    ("timeline", "{n} milestones are late"): lambda f, g: len(f.late) == n(g),
    ("timeline", "{n} milestones are not yet confirmed"): lambda f, g: len(f.unconfirmed) == n(g),
    ("timeline", "{n} others wait for it"): lambda f, g: (
        len(waits_for(f, {s["id"] for s in f.by_state("late")})) == n(g)
    ),
    ("timeline", "{n} others wait for them"): lambda f, g: (
        len(waits_for(f, {s["id"] for s in f.by_state("late")})) == n(g)
    ),
    ("moves", "The road, from its first milestone to its last"): lambda f, g: not f.moved(),
    ("moves", "No milestone with a first announced date has moved"): lambda f, g: not any(f.moved()),
    ("moves", "One milestone has moved: “{title}”, {slip}"): lambda f, g: (
        sum(map(bool, f.moved())) == 1 and is_slip(f, g)
    ),
    ("moves", "{n} milestones have moved, by up to {days}"): lambda f, g: (
        sum(map(bool, f.moved())) == n(g)
        and Counter(map(abs, f.moved()))[max(map(abs, f.moved()))] > 1
        and g["days"].split()[0] == str(max(map(abs, f.moved())))
    ),
    ("moves", "{n} milestones have moved; furthest: “{title}”, {slip}"): lambda f, g: (
        sum(map(bool, f.moved())) == n(g)
        and Counter(map(abs, f.moved()))[max(map(abs, f.moved()))] == 1
        and is_slip(f, g)
    ),
    ("heard", "No section is expected to contribute"): lambda f, g: not f.asked,
    ("heard", "No section asked has been heard yet"): lambda f, g: not any(map(f.sent, f.asked)),
    ("heard", "Every section asked has been heard"): lambda f, g: all(
        f.sent(code) >= max(min(3, f.expected.get(code) or 3), (f.expected.get(code) or 0) / 10) for code in f.asked
    ),
    ("heard", "{sentence}, but barely: {sections}"): lambda f, g: (
        all(map(f.sent, f.asked))
        and re.findall("[A-Z]{3}", g["sections"]) == [code for code in f.asked if not f.is_well_heard(code)]
    ),
    ("heard", "{n} of {of} sections asked have been heard"): lambda f, g: (
        sum(map(bool, map(f.sent, f.asked))) == n(g) and len(f.asked) == n(g, "of")
    ),
    ("heard", "{sentence}; still silent: {sections}"): lambda f, g: (
        g["sentence"].startswith(f"{sum(map(bool, map(f.sent, f.asked)))} of {len(f.asked)} section")
        and re.findall("[A-Z]{3}", g["sections"]) == [code for code in f.asked if not f.sent(code)]
    ),
    ("expected", "What each section sent"): lambda f, g: not f.ratios,
    ("expected", "No section with an expected number is short of it"): lambda f, g: min(f.ratios.values()) >= 1,
    ("expected", "{n} sections of {of} sent fewer than expected"): lambda f, g: (
        sum(r < 1 for r in f.ratios.values()) == n(g)
    ),
    ("expected", "{section} sent the smallest part of what was expected: {n} of {of}"): lambda f, g: (
        (f.sent(g["section"]), f.expected[g["section"]]) == (n(g), n(g, "of"))
        and all(f.ratios[g["section"]] < ratio for code, ratio in f.ratios.items() if code != g["section"])
        and len(f.ratios) > 1
    ),
    ("shares", "There are too few contributions to compare shares"): lambda f, g: sum(f.shares.values()) < 5,
    ("shares", "{count} sections sent {share} each of the {n} contributions of the sections asked"): lambda f, g: (
        len(most_sent(f)) == n(g, "count") > 3 and is_largest_share(f, g)
    ),
    ("shares", "{sections} sent {share} each of the {n} contributions of the sections asked"): lambda f, g: (
        re.findall("[A-Z]{3}", g["sections"]) == most_sent(f) and is_largest_share(f, g)
    ),
    (
        "shares",
        "{section} sent {share} of the {n} contributions of the sections asked, where {expected} was expected",
    ): lambda f, g: (
        is_largest_share(f, g)
        and is_percent(g["expected"], Fraction(f.expected[g["section"]] or 0) / Fraction(sum_expected(f) or 1))
    ),
    ("shares", "{section} sent {share} of the {n} contributions of the sections asked"): lambda f, g: (
        is_largest_share(f, g) and not sum_expected(f)
    ),
    ("calls", "Nothing is open: nobody needs a call"): lambda f, g: (
        not any(f.is_open(code) or f.behind(code) for code in f.called) and all(map(f.sent, f.called))
    ),
    ("calls", "No question is open; not yet heard: {sections}"): lambda f, g: (
        not f.questions and re.findall("[A-Z]{3}", g["sections"]) == [code for code in f.called if not f.sent(code)]
    ),
    ("calls", "No question is open, and no section is a whole contribution behind"): lambda f, g: (
        not any(map(f.is_open, f.called)) and 0 < max(map(f.behind, f.called)) < Fraction(1, 2)
    ),
    ("calls", "{n} sections need a call"): lambda f, g: (
        len(f.to_call) == n(g) > 1 and f.to_call[0][0] == f.to_call[1][0]
    ),
    ("calls", "Call {section} first: {n} questions are open"): lambda f, g: (
        f.is_called(g["section"], n(g), alone=False) and n(g) > 0
    ),
    ("calls", "Call {section}: {n} questions are open"): lambda f, g: (
        f.is_called(g["section"], n(g), alone=True) and n(g) > 0
    ),
    ("calls", "Call {section} first: fewer contributions than hoped for by now"): lambda f, g: (
        f.is_called(g["section"], 0, alone=False) and f.behind(g["section"]) >= Fraction(1, 2)
    ),
    ("calls", "Call {section}: fewer contributions than hoped for by now"): lambda f, g: (
        f.is_called(g["section"], 0, alone=True) and f.behind(g["section"]) >= Fraction(1, 2)
    ),
    ("received", "No contribution has been received yet"): lambda f, g: not f.received,
    ("received", "{n} contributions received of {target} aimed at"): lambda f, g: (
        len(f.received) == n(g) and f.target == n(g, "target")
    ),
    ("received", "{n} contributions received"): lambda f, g: len(f.received) == n(g) and f.target is None,
    ("pace", "Nothing has come in yet"): lambda f, g: not f.received,
    ("pace", "{reached}, after the collection ended on {day}"): lambda f, g: (
        f.reached_on is not None and f.end is not None and f.reached_on > f.end
    ),
    ("pace", "The target of {target} was reached on {day}"): lambda f, g: (
        f.reached_on is not None
        and g["day"] == plain(WORDS.day(f.reached_on))
        and f.target == n(g, "target")
        and not (f.end and f.reached_on > f.end)
    ),
    ("pace", "{n} of {target} received; last day of the collection: {day}"): lambda f, g: (
        f.end is not None and f.on >= f.end and len(f.received) == n(g) < (f.target or 0)
    ),
    ("pace", "The collection has no end: nobody can say whether the target of {target} will be reached"): lambda f, g: (
        f.end is None and f.target is not None
    ),
    ("pace", "It is too early to say whether the target of {target} will be reached by {day}"): lambda f, g: (
        f.end is not None and f.on < f.end and is_too_early(f)
    ),
    ("pace", "The target of {target} will probably be reached by {day}: {low} to {high} in the 80% range"): (
        lambda f, g: n(g, "low") >= n(g, "target") > len(f.received)
    ),
    ("pace", "The target of {target} will probably not be reached by {day}: {low} to {high} in the 80% range"): (
        lambda f, g: n(g, "high") < n(g, "target")
    ),
    ("pace", "Whether the target of {target} is reached by {day} is open: {low} to {high} in the 80% range"): (
        lambda f, g: n(g, "low") < n(g, "target") <= n(g, "high")
    ),
    ("pace", "No pace can be told: the road has no start by this day"): lambda f, g: f.on < START,
    ("pace", "Nothing came in during the last {n} days"): lambda f, g: (
        not any(date.fromisoformat(row["received_on"]) > f.on - timedelta(days=n(g)) for row in f.received)
    ),
    ("pace", "{pace} a week come in at present"): lambda f, g: (
        f.target is None and is_rounded(g["pace"], lately(f, basis_days(f)) * 7 / basis_days(f))
    ),
    ("stages", "There is nothing to decide"): lambda f, g: not f.received,
    ("stages", "Nothing has been decided of {n} received"): lambda f, g: not f.decided and len(f.received) == n(g),
    ("stages", "{n} of {received} are decided, {landed} in the text"): lambda f, g: (
        (len(f.decided), len(f.received), len(f.landed)) == (n(g), n(g, "received"), n(g, "landed"))
    ),
    ("text", "No contribution has been decided yet"): lambda f, g: not f.decided,
    ("text", "{n} contribution is decided, and it is not in the text yet"): lambda f, g: (
        len(f.decided) == n(g) == 1 and not f.landed
    ),
    ("text", "{n} contributions are decided, and none is in the text yet"): lambda f, g: (
        len(f.decided) == n(g) and not f.landed
    ),
    ("text", "The one decided contribution is in the text"): lambda f, g: len(f.decided) == len(f.landed) == 1,
    ("text", "{n} of {decided} decided contributions are in the text"): lambda f, g: (
        len(f.landed) == n(g) and len(f.decided) == n(g, "decided")
    ),
    ("text", "{n} of {of} Charter blocks have a source"): lambda f, g: (
        len(f.filled) == n(g) and len(f.blocks) == n(g, "of")
    ),
    ("matrix", "No block of the text has a source yet"): lambda f, g: not f.filled,
    ("matrix", "Every section asked is in the text"): lambda f, g: all(
        any(row["section"] == code and set(row["blocks"]) & set(f.blocks) for row in f.landed) for code in f.asked
    ),
    ("matrix", "{n} sections are in the text"): lambda f, g: not f.asked,
    ("matrix", "{n} sections asked are in no block of the text yet"): lambda f, g: len(in_no_block(f)) == n(g) > 3,
    ("matrix", "{sections} are in no block of the text yet"): lambda f, g: (
        re.findall("[A-Z]{3}", g["sections"]) == in_no_block(f)
    ),
    ("uptake", "Too few decisions to compare the sections"): lambda f, g: (
        sum(sum(row["section"] == code or code in row["crosscuts"] for row in f.decided) >= 5 for code in SECTIONS) < 2
    ),
    ("uptake", "No section’s uptake differs clearly from all others"): lambda f, g: not f.apart,
    ("uptake", "Uptake differs clearly from all others: {sections}"): lambda f, g: (
        [(code, int(n_)) for code, n_ in re.findall(r"([A-Z]{3}) [^(]+\(n = (\d+)\)", g["sections"])]
        == [(code, len(f.of(code, f.decided))) for code in f.apart]
    ),
    ("lost", "Nothing has come in yet"): lambda f, g: not f.received,
    ("lost", "Nothing was lost between the contributions and the text"): lambda f, g: (
        len(f.decided) == len(f.received) and all(row["blocks"] for row in f.landed) and f.filled == set(f.blocks)
    ),
    ("lost", "{n} contributions wait for a decision"): lambda f, g: len(f.received) - len(f.decided) == n(g),
    ("lost", "{n} contributions are in the text without a block"): lambda f, g: (
        len(f.received) == len(f.decided) and sum(not row["blocks"] for row in f.landed) == n(g)
    ),
    ("lost", "{n} blocks have no source"): lambda f, g: (
        len(f.received) == len(f.decided)
        and all(row["blocks"] for row in f.landed)
        and len(f.blocks) - len(f.filled) == n(g)
    ),
    ("asks", "On this day nothing is asked of the Bureau."): lambda f, g: is_nothing_asked(f),
    ("asks", "Confirm {title}, due on {day}, or set a new date"): lambda f, g: any(
        step["title"] in g["title"] and plain_day(step["due"]) == g["day"] and not step.get("is_month")
        for step in f.by_state("late")
    ),
    ("asks", "Confirm {title}, due in {month}, or set a new date"): lambda f, g: any(
        step["title"] in g["title"]
        and plain(WORDS.month(date.fromisoformat(step["due"]))) == g["month"]
        and step.get("is_month", False)
        for step in f.by_state("late")
    ),
    ("asks", "Set a date for {title}: the launch has none"): lambda f, g: (
        f.launch is None
        and any(step["title"] in g["title"] for step in f.by_state("undated") if step.get("kind") == "launch")
    ),
    ("asks", "Set a date for {title}: the launch waits for it"): lambda f, g: any(
        step["title"] in g["title"] and (awaits(f, step) or awaits_undated(f, step)) for step in f.by_state("undated")
    ),
    ("asks", "{request}: it has waited since {day}"): lambda f, g: (
        len(f.received) - len(f.decided) == 1 and g["request"] == "Decide on 1 contribution"
    ),
    ("asks", "{request}: the oldest has waited since {day}"): lambda f, g: (
        g["day"] == plain_day(min(row["received_on"] for row in f.received if row not in f.decided))
    ),
    ("asks", "Ask {section} for a contribution: none has come yet"): lambda f, g: not f.sent(g["section"]),
    ("asks", "Ask {section} about questions {questions}: no answers yet"): lambda f, g: (
        not any(f.answers(g["section"], q) for q in re.findall(r"Q\d", g["questions"]))
    ),
    ("asks", "Ask {section} for more on questions {questions}: few answers so far"): lambda f, g: all(
        0 < f.answers(g["section"], q) < 3 for q in re.findall(r"Q\d", g["questions"])
    ),
    ("asks", "Name the Charter block of {n} contributions that are in the text"): lambda f, g: (
        sum(not row["blocks"] for row in f.landed) == n(g)
    ),
    ("asks", "Name a source for “{block}”: no contribution is in it"): lambda f, g: (
        {g["block"]} == set(f.blocks) - f.filled and (bool(f.filled) or len(f.decided) == len(f.received) > 0)
    ),
    ("asks", "Name a source for {n} blocks of the text: {blocks}"): lambda f, g: (
        len(f.blocks) - len(f.filled) == n(g) and (bool(f.filled) or len(f.decided) == len(f.received) > 0)
    ),
    ("asks", "{request}: {reason}"): lambda f, g: any(
        f"“{step['title']}”" in g["request"]
        and len(waits_for(f, {step["id"]})) == int(re.findall(r"^\d+", g["reason"])[0])
        for step in f.by_state("late")
    ),
    ("changes", "The sheet has nothing dated on these days."): lambda f, g: (
        not any(new(f, row["received_on"]) for row in f.received)
        and not any(new(f, considered(row)) for row in f.considered)
        and not any(new(f, row.get("decided_on")) for row in f.decided)
        and not newly(f, f.by_state("late"))
        and not any(new(f, step.get("done_on")) for step in f.by_state("done"))
    ),
    ("changes", "{n} contributions received"): lambda f, g: (
        sum(new(f, row["received_on"]) for row in f.received) == n(g)
    ),
    ("changes", "{n} considered"): lambda f, g: sum(new(f, considered(row)) for row in f.considered) == n(g),
    ("changes", "{n} decided"): lambda f, g: sum(new(f, row["decided_on"]) for row in f.decided) == n(g),
    ("changes", "{n} are in the text"): lambda f, g: sum(new(f, row["decided_on"]) for row in f.landed) == n(g),
    ("changes", "Newly done: {steps}."): lambda f, g: by_title(
        f, [step for step in f.by_state("done") if new(f, step.get("done_on"))], g["steps"]
    ),
    ("changes", "Newly late: {steps}."): lambda f, g: by_title(f, newly(f, f.late), g["steps"]),
    ("changes", "Past its day, not yet confirmed: {steps}."): lambda f, g: by_title(
        f, newly(f, f.unconfirmed), g["steps"]
    ),
    ("map", "No contribution names a country yet"): lambda f, g: not any(row["country"] for row in f.received),
    ("map", "{n} states of {of} have been heard"): lambda f, g: len(f.countries - TERRITORIES) == n(g),
    ("map", ", and {n} territories"): lambda f, g: len(f.countries & TERRITORIES) == n(g),
    ("cards", "milestones done"): lambda f, g: f.launch is None or f.launch["due"] <= START.isoformat(),
    ("cards", "milestones done, {share} of the time elapsed"): lambda f, g: (
        (
            f.launch is not None
            and abs(
                max(0, (f.on - START).days) / (date.fromisoformat(f.launch["due"]) - START).days * 100
                - int(g["share"][:-1])
            )
            <= 1
        )
        or (f.on >= date.fromisoformat((f.launch or {})["due"]) and g["share"] == "100%")
    ),
    ("cards", "no target is set"): lambda f, g: f.target is None,
    ("cards", "of {target}"): lambda f, g: f.target == n(g, "target"),
    ("cards", "{reached}, after the end on {day}"): lambda f, g: (
        f.reached_on is not None and f.end is not None and f.reached_on > f.end
    ),
    ("cards", "reached on {day}"): lambda f, g: (
        g["day"] == plain(WORDS.day(f.reached_on, "medium")) and not (f.end and f.reached_on > f.end)  # type: ignore[arg-type] - a day
    ),
    ("cards", "{low} to {high} by {day} (80% range, n = {n})"): lambda f, g: (
        len(f.received) <= n(g, "low") <= n(g, "high") and f.on < (f.end or f.on) and 10 <= n(g) <= len(f.received)
    ),
    ("cards", "last day of the collection: {day}"): lambda f, g: (
        f.end is not None and f.on >= f.end and len(f.received) < (f.target or 0)
    ),
    ("cards", "no end of the collection is set"): lambda f, g: f.end is None,
    ("cards", "too early for a forecast"): lambda f, g: f.end is not None and f.on < f.end and is_too_early(f),
    ("cards", "no section is expected"): lambda f, g: not f.asked,
    ("cards", "every section asked has been heard"): lambda f, g: all(map(f.is_well_heard, f.asked)),
    ("cards", "barely heard: {sections}"): lambda f, g: (
        all(map(f.sent, f.asked)) and not any(map(f.is_well_heard, re.findall("[A-Z]{3}", g["sections"])))
    ),
    ("cards", "{n} sections are silent"): lambda f, g: sum(not f.sent(code) for code in f.asked) == n(g) > 2,
    ("cards", "not yet heard: {sections}"): lambda f, g: (
        set(re.findall("[A-Z]{3}", g["sections"])) == {code for code in f.asked if not f.sent(code)}
    ),
    ("cards", "nothing has been decided yet"): lambda f, g: not f.decided,
    ("cards", "the one that is decided is in the text"): lambda f, g: len(f.decided) == len(f.landed) == 1,
    ("cards", "{n} of {decided} decided are in the text"): lambda f, g: (
        (len(f.landed), len(f.decided)) == (n(g), n(g, "decided"))
    ),
    ("ageing", "nothing has been decided yet"): lambda f, g: not f.decided,
    ("ageing", "the only one received was decided on the day it came"): lambda f, g: f.waits == ([0], []),
    ("ageing", "the only one received waited that long"): lambda f, g: sum(map(len, f.waits)) == 1 and f.waits[0] > [0],
    ("ageing", "half or more of the {n} received were decided on the day they came"): lambda f, g: (
        sum(map(len, f.waits)) == n(g) <= 2 * f.waits[0].count(0)
    ),
    ("ageing", "half of the {n} received waited at least that long"): lambda f, g: (
        sum(map(len, f.waits)) == n(g) <= 2 * f.waited(f.median) and (f.median or 0) > 0
    ),
    ("ageing", "estimated: half of the {n} received wait at least that long"): lambda f, g: (
        sum(map(len, f.waits)) == n(g) > 2 * f.waited(f.median) and (f.median or 0) > 0
    ),
    ("ageing", "fewer than half of what came in have a dated decision"): lambda f, g: (
        f.median is None and 2 * len(f.waits[0]) < len(f.received)
    ),
    ("ageing", "{n} decisions have no day and are left out"): lambda f, g: (
        sum(not row["is_decision_dated"] for row in f.decided) == n(g)
    ),
    ("ageing", "nothing waits for a decision"): lambda f, g: len(f.decided) == len(f.received),
    ("ageing", "the longest wait, of {n} undecided"): lambda f, g: len(f.received) - len(f.decided) == n(g),
    (
        "replies",
        "Do contributors recognise their words? {n} answers: {yes} yes, {partly} in part, {no} no.",
    ): lambda f, g: (
        {name: n(g, name) for name in ("yes", "partly", "no")}
        == {name: sum(row["reply"] == name for row in f.received) for name in ("yes", "partly", "no")}
        and n(g) == sum(row["reply"] is not None for row in f.received)
    ),
    ("found", "{n} contributions found, {landed} in the text"): lambda f, g: (
        (len(f.received), len(f.landed)) == (n(g), n(g, "landed"))
    ),
    ("found", "{came}; not yet considered."): lambda f, g: became(f, g) not in f.considered,
    ("found", "{came}; considered, not yet decided."): lambda f, g: (
        became(f, g) in f.considered and became(f, g) not in f.decided
    ),
    ("found", "{decided}; the sheet does not say where."): lambda f, g: (
        became(f, g) in f.landed and not became(f, g)["blocks"]
    ),
    ("found", "{decided}, in {blocks}."): lambda f, g: (
        became(f, g) in f.landed and re.findall("[A-Z]{3}", g["blocks"]) == became(f, g)["blocks"]
    ),
    ("found", "{came}. {decision} on {day}"): lambda f, g: (
        became(f, g) in f.decided
        and became(f, g)["is_decision_dated"]
        and g["day"] == plain_day(became(f, g)["decided_on"])
    ),
    ("found", "{came}. {decision}"): lambda f, g: became(f, g) in f.decided and not became(f, g)["is_decision_dated"],
    ("charter", "The Charter: every block has a source"): lambda f, g: f.filled == set(f.blocks),
    ("charter", "The Charter: {n} of {blocks} blocks have no source yet"): lambda f, g: (
        (len(f.blocks) - len(f.filled), len(f.blocks)) == (n(g), n(g, "blocks"))
    ),
    ("charter", "The Charter: no source yet for {blocks}"): lambda f, g: (
        set(re.findall("[A-Z]{3}", g["blocks"])) == set(f.blocks) - f.filled
    ),
    ("dimension", "There is nothing to compare"): lambda f, g: not f.received,
    ("dimension", "The sheet does not say"): lambda f, g: not f.values(g["by"]),
    ("dimension", "{n} are equally frequent: {count} of {all} each"): lambda f, g: f.leads(g) and n(g) > 3,
}
"""By place and sentence: whether it may be said, of what it names."""


def basis_days(f: Facts) -> int:
    return min(28, (f.on - START).days + 1)


def lately(f: Facts, days: int) -> int:
    return sum(date.fromisoformat(row["received_on"]) > f.on - timedelta(days=days) for row in f.received)


def is_rounded(said: str, value: float) -> bool:
    """Whether a number said with one decimal is this one; less than the least is no number that rounds to none."""
    return 0 < value < 0.05 if said == "less than 0.1" else abs(float(said.replace(",", "")) - value) <= 0.0501


def of_section(f: Facts, g: dict[str, str], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["section"] == g["by"] or g["by"] in row["crosscuts"]]


def of_answers(f: Facts, g: dict[str, str], *, given: bool) -> bool:
    """Whether the questions named are all those with few answers from a section, or with none."""
    wanted = [
        question
        for question in f.questions
        if (0 < f.answers(g["by"], question) < f.enough(g["by"]) if given else not f.answers(g["by"], question))
    ]
    return re.findall(r"Q\d", g["questions"]) == wanted


def names_none(f: Facts, g: dict[str, str]) -> bool:
    """Whether a section was heard, and by no contribution that speaks to a question."""
    return bool(f.sent(g["by"])) and not any(f.answers(g["by"], question) for question in f.questions)


def in_block(f: Facts, g: dict[str, str]) -> list[dict[str, Any]]:
    return [row for row in f.landed if g["by"] in row["blocks"]]


MOST = {
    "contributor_type": "contributor",
    "policy_council": "policy council",
    "milestone": "",
    **{by: by for by in ("question", "theme", "language", "decision")},
    "block": "Charter block",
}
for _by, _word in MOST.items():
    _head = f"Most frequent {_word}: {{names}}," if _word else "Most often through {names}:"
    _one = f"{_head} {{count}} of {{all}}"
    for _sentence in (f"{_one.replace(f'{_word}:', f'{_word}s:') if _word else _one} each", _one):
        CONDITIONS["dimension", _sentence] = lambda f, g, by=_by: g["by"] == by and f.leads(g, others=True)
OTHERWISE = {
    "{names} sent the most: {count} of {all} each": ("section", "country"),
    "{names} sent the most: {count} of {all}": ("section", "country"),
    "{dimension}, most frequent: {names}, {count} of {all} each": ("reply",),
    "{dimension}, most frequent: {names}, {count} of {all}": ("reply",),
}
for _sentence, _those in OTHERWISE.items():
    CONDITIONS["dimension", _sentence] = lambda f, g, those=_those: g["by"] in those and f.leads(g, others=True)
for _sentence in ("{names}: {count} of {all} each", "{names}: {count} of {all}"):
    CONDITIONS["dimension", _sentence] = lambda f, g: f.leads(g, others=False)


CONDITIONS |= {
    ("basis", "Shares of the {n} received"): lambda f, g: len(f.received) == n(g) >= 5,
    ("basis", "no uptake below {n} decisions (n = {decided})"): lambda f, g: (
        len(f.decided) == n(g, "decided") < n(g) == 5
    ),
    ("basis", "uptake {share} (n = {n} decided)"): lambda f, g: (
        len(f.decided) == n(g) >= 5 and g["share"] == WORDS.percent(len(f.landed) / len(f.decided))
    ),
    ("basis", "{pace} a week in the last day (n = {received})"): lambda f, g: (
        f.on == START and len(f.received) == n(g, "received") and is_rounded(g["pace"], 7 * n(g, "received"))
    ),
    ("basis", "{pace} a week in the last {n} days (n = {received})"): lambda f, g: (
        n(g) == basis_days(f)
        and lately(f, n(g)) == n(g, "received")
        and is_rounded(g["pace"], n(g, "received") * 7 / n(g))
    ),
    ("basis", "the time for the target is over"): lambda f, g: (
        f.end is not None and f.on >= f.end and len(f.received) < (f.target or 0)
    ),
    ("basis", "{pace} a week are needed"): lambda f, g: (
        f.end is not None
        and is_rounded(g["pace"], ((f.target or 0) - len(f.received)) * 7 / (f.end - f.on).days)
        and len(f.received) < (f.target or 0)
    ),
    ("basis", "forecast from {received} in the last {n} weeks"): lambda f, g: (
        n(g) == min(8, ((f.on - START).days + 1) // 7) and lately(f, 7 * n(g)) == n(g, "received") >= 10
    ),
    ("chosen", "{n} contributions of {of} chosen"): lambda f, g: (
        sum(row["theme"] == "one" for row in f.received) == n(g) and len(f.received) == n(g, "of")
    ),
    ("region", "{n} contributions of {expected} expected"): lambda f, g: (
        f.sent(g["by"]) == n(g) and f.expected[g["by"]] == n(g, "expected") > 0
    ),
    ("region", "{n} contributions, none expected"): lambda f, g: f.sent(g["by"]) == n(g) and f.expected[g["by"]] == 0,
    ("region", "{n} contributions"): lambda f, g: f.sent(g["by"]) == n(g) and f.expected.get(g["by"]) is None,
    ("region", "{n} questions of {of} answered"): lambda f, g: (
        f.expected.get(g["by"]) != 0
        and sum(f.answers(g["by"], one) >= max(1, f.enough(g["by"])) for one in f.questions) == n(g)
        and len(f.questions) == n(g, "of")
    ),
    ("region", "the one that is decided is in the text"): lambda f, g: (
        len(of_section(f, g, f.landed)) == len(of_section(f, g, f.decided)) == 1
    ),
    ("region", "{n} of {decided} decided are in the text"): lambda f, g: (
        (len(of_section(f, g, f.landed)), len(of_section(f, g, f.decided))) == (n(g), n(g, "decided"))
    ),
    ("region", "nothing has been decided yet"): lambda f, g: not of_section(f, g, f.decided),
    ("region", "Last heard on {day}"): lambda f, g: (
        g["day"]
        == WORDS.day(
            max(date.fromisoformat(row["received_on"]) for row in of_section(f, g, f.received)), "medium"
        ).replace("\N{NO-BREAK SPACE}", " ")
    ),
    ("region", "Never heard"): lambda f, g: not f.sent(g["by"]) and f.expected.get(g["by"]) != 0,
    ("open", "no answer to {questions}"): lambda f, g: of_answers(f, g, given=False) and not names_none(f, g),
    ("open", "nothing it sent names a question of the sheet"): lambda f, g: names_none(f, g),
    ("open", "few answers to {questions}"): lambda f, g: of_answers(f, g, given=True),
    ("open", "about {n} fewer than hoped for by now"): lambda f, g: -0.5 <= f.behind(g["by"]) - n(g) < 0.5 and n(g) > 0,
    ("open", "less than one contribution short of what was hoped for by now"): lambda f, g: (
        0 < f.behind(g["by"]) < Fraction(1, 2) and not f.is_open(g["by"])
    ),
    ("block", "No contribution is in it yet"): lambda f, g: not in_block(f, g),
    ("block", "{said}, from {n} sections"): lambda f, g: (
        g["said"].split()[0] == str(len(in_block(f, g)))
        and len({row["section"] for row in in_block(f, g)} - {None}) == n(g)
    ),
    ("block", "{n} contributions are in it"): lambda f, g: (
        len(in_block(f, g)) == n(g) and not any(row["section"] for row in in_block(f, g))
    ),
    ("block", "Every section asked is in it"): lambda f, g: all(
        code in {row["section"] for row in in_block(f, g)} for code in f.asked
    ),
    ("block", "Not in it yet: {sections}"): lambda f, g: (
        re.findall("[A-Z]{3}", g["sections"])
        == [code for code in f.asked if code not in {row["section"] for row in in_block(f, g)}]
    ),
}


@cache
def documented() -> dict[str, list[str]]:
    """The sentences of the docs by place, in their order."""
    found: dict[str, list[str]] = {}
    place = ""
    for line in DOCS.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            place = line.removeprefix("## ").split(":")[0]
        elif match := re.match(r"\| `(.+?)` \| .+ \|$", line):
            found.setdefault(place, []).append(match[1])
    return found


@cache
def pattern(sentence: str) -> re.Pattern[str]:
    """What a sentence may have become: its names filled in, its singular too."""
    parts = re.split(r"\{(\w+)\}", sentence.rstrip("."))
    made = []
    for place, part in enumerate(parts):
        if place % 2:
            made.append(f"(?P<{part}>{FILLED.get(part, '.+?')})")
            continue
        text = re.escape(part)
        for many, one in SINGULAR.items():
            text = re.sub(rf"\b{many}\b", f"(?:{many}|{one})", text)
        made.append(text)
    return re.compile("".join(made))


FILLED: dict[str, str] = dict.fromkeys(
    ("n", "of", "total", "target", "received", "decided", "landed", "low", "high", "count", "all"),
    r"[\d,]+",
)
FILLED["decided"] += r"|C\d+: .+?"
FILLED |= {"launch": "The launch [^:]+?", "title": "“?Step M\\d”?", "section": "[A-Z]{3}", "block": "[A-Z]{3}"}
SINGULAR = {
    **{
        f"{word}s": word
        for word in (
            "milestone",
            "section",
            "contribution",
            "question",
            "block",
            "day",
            "answer",
            "state",
            "cell",
            "decision",
            "place",
            "row",
        )
    },
    **{"territories": "territory", "were": "was"},
    **{
        "are": "is",
        "have": "has",
        "wait": "waits",
        "depend": "depends",
        "need": "needs",
        "others": "other",
        "week": "week",
    },
}


def clauses(place: str, text: str) -> list[str]:
    text = text.replace("\N{NO-BREAK SPACE}", " ").rstrip(".")
    if place in ("moves", "heard", "calls", "pace", "found"):
        return [text]
    if place in ("dimension", "replies", "charter"):
        return [text] if text else []
    if place == "map":
        return re.split(r"(?=, and \d)", text)
    between = r" · |(?<=\.) |; " + (r"|, (?=\d)| and (?=\d)" if place in ("changes", "timeline") else "")
    return [part.rstrip(".") for part in re.split(between, text) if part]


WITHOUT = {
    "Milestones": ("Without “{worksheet}” there is no road to draw: no milestone, no next date, no calendar."),
    "Contributions": ("Without “{worksheet}” nobody counts as heard, and nothing reaches the text."),
    "Sections": ("Without “{worksheet}” the {n} sections of the network are used, without expected numbers."),
    "Countries": ("“{worksheet}” may be missing: every country then counts in its usual section."),
    "Charter": ("Without “{worksheet}” the page Into the text has no blocks to show."),
    "Questions": ("Without “{worksheet}” no question can be shown as answered."),
    "Settings": ("Without “{worksheet}” there is no target and no title, and the reporting date is today."),
}
"""What each worksheet that is missing switches off, as the docs say it."""


@dataclass
class Faults:
    """A workbook of chance: which of its worksheets are there, and what was planted in it."""

    there: list[str]
    misspelt: int
    undated: int

    @property
    def rows(self) -> bool:
        return any(len(SOUND[name]) > 1 for name in self.there)

    @property
    def missing(self) -> list[str]:
        """Worksheets that are missed: Countries may stay away, and so may the network's default sections be used."""
        return [name for name in SOUND if name not in self.there]

    @property
    def cells(self) -> int:
        return self.misspelt + self.undated if "Contributions" in self.there else 0

    @property
    def left_out(self) -> int:
        return self.undated if "Contributions" in self.there else 0

    def road(self) -> Road:
        header, *sound = SOUND["Contributions"]
        bad = [[f"B{k}", "2021-05-04", f"City {k}", "Itlay", None] for k in range(self.misspelt)]
        bad += [[f"U{k}", "soon", f"Town {k}", "Italy", None] for k in range(self.undated)]
        tables = {name: SOUND[name] if name in self.there else None for name in SOUND}
        return road_of(**tables | ({"Contributions": [header, *sound, *bad]} if "Contributions" in self.there else {}))


OF_FAULTS: dict[tuple[str, str], Callable[[Faults, dict[str, str]], bool]] = {
    ("sheet", "The sheet has no rows yet"): lambda f, g: not f.there,
    ("sheet", "Every row is read, and no cell needs correcting"): lambda f, g: not f.cells and not f.missing,
    ("sheet", "{n} cells need correcting"): lambda f, g: f.cells == n(g) and not f.missing,
    # Every planted fault takes a cell or a row away: none is only to be checked.
    ("sheet", "{n} cells to check"): lambda f, g: False,
    ("sheet", "{n} places in the sheet need correcting"): lambda f, g: bool(f.missing) and n(g) >= len(f.missing),
    ("sheet", "{hand}; no row is left out"): lambda f, g: not f.left_out,
    ("sheet", "{hand}; {n} rows are left out"): lambda f, g: f.left_out == n(g),
}
OF_FAULTS |= {
    ("notices", sentence): lambda f, g, name=name: name == "Countries" or name in f.missing
    for name, sentence in WITHOUT.items()
}


@pytest.mark.parametrize("seed", range(24))
def test_what_is_said_of_a_faulty_workbook_holds(seed: int) -> None:
    chance = random.Random(seed)
    lacks = chance.choice([[], [], ["Charter"], ["Sections", "Settings"], list(SOUND), ["Contributions"]])
    there = [name for name in SOUND if name not in lacks]
    f = Faults(there, chance.choice([0, 1, 3]), chance.choice([0, 0, 1, 2]))
    road = f.road()
    title = sheet_finding(road, WORDS).replace("\N{NO-BREAK SPACE}", " ")
    for clause in {title, title.split("; ")[0]}:
        _hold("sheet", clause, f, seed)
    told = unread_worksheets(road, WORDS)
    for sentence in told:
        _hold("notices", sentence.replace("\N{NO-BREAK SPACE}", " "), f, seed)
    assert len(told) == len(f.missing) + 1, "each that is missing, and Countries"


def _hold(place: str, clause: str, f: Faults, seed: int) -> None:
    for sentence in documented()[place]:
        if match := pattern(sentence).fullmatch(clause.rstrip(".")):
            assert OF_FAULTS[place, sentence](f, match.groupdict()), f"seed {seed}: {clause!r} of {f}"
            return
    raise AssertionError(f"not in the docs of {place}: {clause!r}")


def test_the_docs_and_the_conditions_list_the_same_sentences() -> None:
    listed = [(place, sentence) for place, all_ in documented().items() for sentence in all_ if place != "banners"]
    assert listed == [*CONDITIONS, *OF_FAULTS]


@pytest.mark.slow(35)
def test_what_is_said_of_a_random_road_holds() -> None:
    heard: set[tuple[str, str]] = set()
    for seed in (*range(ROADS), *RARE):
        f = facts(seed)
        for named, text in said(f).items():
            place, _, by = named.partition(" ")
            heard.update(
                (place, _check(f, place, clause, f"seed {seed}: {text}", by)) for clause in clauses(place, text)
            )
    unheard = {(place, sentence) for place, sentence in CONDITIONS.keys() - heard if not sentence.endswith("each")}
    assert len(unheard) <= SELDOM, unheard


def _check(f: Facts, place: str, clause: str, whole: str, by: str) -> str:
    """The sentence of the docs that a clause is, and may be."""
    for sentence in documented()[place]:
        if match := pattern(sentence).fullmatch(clause):
            assert CONDITIONS[place, sentence](f, {**match.groupdict(), "by": by}), f"{place}: {clause!r} in {whole}"
            return sentence
    raise AssertionError(f"not in the docs of {place}: {clause!r} in {whole}")


def test_every_sentence_of_the_docs_is_one_of_the_catalog() -> None:
    ids: set[str] = set()
    with catalog_path("fr").open("rb") as source:
        for message in read_po(source):
            ids.update([message.id] if isinstance(message.id, str) else message.id)
    assert not {sentence for all_ in documented().values() for sentence in all_} - ids
