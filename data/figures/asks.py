"""What is asked of the Bureau at D: requests, each with what it rests on and the page where it is dealt with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pandas as pd

from data.cache import per_road
from data.figures.ageing import ageing
from data.figures.contributions import tally
from data.figures.days import collection_end, launch_position
from data.figures.milestones import launch_verdict, steps_at
from data.figures.sections import answers_at, calls_at, never_heard
from data.figures.selection import BLANK
from data.figures.text import orphans_counted
from data.road import Road

AskKind = Literal["confirm", "launch", "date", "decide", "hear", "answers", "more", "block", "source"]


@dataclass(frozen=True)
class Ask:
    """One request.

    confirm: a late milestone (``codes``: its id), ``due`` its last day, ``n`` open ones that wait for it
    launch: a launch without a readable date, where there is none with one (``codes``: its id)
    date: a milestone without a readable date that the launch waits for (``codes``: its id)
    decide: ``n`` contributions without a decision, the oldest received on ``due``
    hear: a section (``codes``) that sent nothing
    answers: a section (first of ``codes``) and the questions it gave no answer to
    more: a section (first of ``codes``) and the questions it gave few answers to
    block: ``n`` contributions in the text that name no block
    source: Charter blocks (``codes``) that nothing in the text names, ``n`` of them

    ``page`` and ``parameters`` are the address where it is dealt with.
    """

    kind: AskKind
    page: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    n: int = 0
    due: date | None = None


@per_road
def asks(road: Road, *, on: date) -> tuple[Ask, ...]:
    """Everything that is asked at D, what holds up the launch first.

    Then, in this order: the other late milestones; decisions; sections never heard, without an answer, with few;
    what in the text names no block; blocks without a source, once one has a source or all is decided. Sections are
    asked until the collection end.
    """
    return (
        *_milestones(road, on),
        *_decisions(road, on),
        *_sections(road, on),
        *_text(road, on),
    )


def _milestones(road: Road, on: date) -> list[Ask]:
    verdict, position = launch_verdict(road, on=on), launch_position(road)
    steps = steps_at(road, on=on)
    held_up = set(verdict.held_up_by) if verdict else set()

    def holds_up(place: int) -> bool:
        return place == position or steps[place]["id"] in held_up

    def urgency(place: int) -> tuple[bool, int, int]:
        return holds_up(place), len(steps[place]["blocks"]), steps[place]["overdue_days"]

    late = sorted((n for n, step in enumerate(steps) if step["state"] == "late"), key=urgency, reverse=True)
    confirm = {
        place: Ask(
            "confirm",
            "milestones",
            {"milestone": steps[place]["id"]},
            codes=(steps[place]["id"],),
            n=len(steps[place]["blocks"]),
            due=steps[place]["due_last"].date(),
        )
        for place in late
    }
    first = [confirm[place] for place in late if holds_up(place)]
    rest = [confirm[place] for place in late if not holds_up(place)]
    undated = [step for step in steps if step["state"] == "undated"]
    launch_ids = set() if verdict else {step["id"] for step in undated if step["kind"] == "launch"}
    if verdict and verdict.state != "done":
        launch_ids.add(verdict.id)
    dates = [
        Ask("launch" if step["id"] in launch_ids else "date", "milestones", {"milestone": step["id"]}, (step["id"],))
        for step in undated
        if launch_ids.intersection((step["id"], *step["blocks"]))
    ]
    return [*first, *sorted(dates, key=lambda ask: ("launch", "date").index(ask.kind)), *rest]


def _decisions(road: Road, on: date) -> list[Ask]:
    waiting, oldest = orphans_counted(road, on=on).undecided, ageing(road, on=on).oldest_undecided
    if not oldest:
        return []
    since = (pd.Timestamp(on) - pd.Timedelta(days=oldest.days)).date()
    return [Ask("decide", "contributions", {"stage": "undecided"}, n=waiting, due=since)]


def _sections(road: Road, on: date) -> list[Ask]:
    end = collection_end(road)
    if end is not None and on > end:
        return []
    answers, found, silent = answers_at(road, on=on), [], never_heard(road, on=on)
    calls = calls_at(road, on=on)
    for row in calls:
        code = str(row["code"])
        if code in silent:
            continue
        by_answer = {
            answer: tuple(each for each in row["open_questions"] if answers[code][each]["answer"] == answer)
            for answer in ("none", "thin")
        }
        kind: AskKind = "answers" if by_answer["none"] else "more"
        if questions := by_answer["none"] or by_answer["thin"]:
            found.append(Ask(kind, "coverage", {"section": code}, codes=(code, *questions), n=len(questions)))
    first = [row["code"] for row in calls if row["code"] in silent]
    hear = [Ask("hear", "coverage", {"section": code}, codes=(code,)) for code in dict.fromkeys((*first, *silent))]
    return [*hear, *sorted(found, key=lambda ask: ("answers", "more").index(ask.kind))]


def _is_all_decided(road: Road, on: date) -> bool:
    counted = tally(road, on=on)
    return counted.decided == counted.received > 0


def _text(road: Road, on: date) -> list[Ask]:
    found, said = orphans_counted(road, on=on), []
    if n := found.landed_without_block:
        said.append(Ask("block", "contributions", {"stage": "landed", "block": BLANK}, n=n))
    blocks = found.blocks_without_source
    if blocks and (len(blocks) < len(road.charter) or _is_all_decided(road, on)):
        said.append(Ask("source", "text", {"block": blocks[0]}, codes=blocks, n=len(blocks)))
    return said
