"""All figures as plain data, for whoever reads them without a browser."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import pandas as pd

from data.figures.ageing import ageing
from data.figures.contributions import replies, tally
from data.figures.milestones import launch_verdict, milestone_states, road_progress
from data.figures.pace import forecast, pace
from data.figures.rates import Rate
from data.figures.sections import (
    answer_matrix,
    balance,
    call_list,
    countries_heard,
    section_coverage,
    sections_heard,
)
from data.figures.text import orphans, uptake_by_section
from data.road import Road


def figures(road: Road, *, on: date) -> dict[str, Any]:
    """The figures at D as what JSON knows: days as ISO text, None where a figure is undefined.

    Keys: as_of, milestones, launch, time_elapsed, contributions, sections, sections_heard, countries_heard, balance,
    call_list, orphans, replies, rows.
    """
    verdict, replied = launch_verdict(road, on=on), replies(road, on=on)
    return {
        "as_of": on.isoformat(),
        "milestones": _milestones(road, on),
        "launch": _dataclass(verdict) if verdict else None,
        "time_elapsed": road_progress(road, on=on).time_elapsed,
        "contributions": _contributions(road, on),
        "sections": _sections(road, on),
        "sections_heard": _dataclass(sections_heard(road, on=on)),
        "countries_heard": _dataclass(countries_heard(road, on=on)),
        "balance": balance(road, on=on),
        "call_list": call_list(road, on=on)["code"].tolist(),
        "orphans": _dataclass(orphans(road, on=on)),
        "replies": _dataclass(replied) | {"n": replied.n},
        "rows": {worksheet: _dataclass(count) for worksheet, count in road.rows.items()},
    }


def _milestones(road: Road, on: date) -> dict[str, Any]:
    progress = road_progress(road, on=on)
    items = milestone_states(road, on=on)[["id", "state", "slip_days", "overdue_days"]]
    return {
        "total": progress.total,
        "cancelled": progress.cancelled,
        "done": progress.done,
        "late": progress.late,
        "due_by_now": {"done": progress.done, "of": progress.due_by_now},
        "current": _dataclass(progress.current) if progress.current else None,
        "next": _dataclass(progress.next) if progress.next else None,
        "items": [_plain(item) for item in items.to_dict("records")],
    }


def _contributions(road: Road, on: date) -> dict[str, Any]:
    counted, aged, paced, ahead = tally(road, on=on), ageing(road, on=on), pace(road, on=on), forecast(road, on=on)
    return {
        "received": counted.received,
        "without_section": counted.without_section,
        "considered": counted.considered,
        "decided": counted.decided,
        "reflected": counted.reflected,
        "partly": counted.partly,
        "not_reflected": counted.not_reflected,
        "out_of_scope": counted.out_of_scope,
        "target": counted.target,
        "collection_end": ahead.by.isoformat() if ahead.by else None,
        "uptake": _rate(counted.uptake),
        "median_days_to_decision": aged.median_days_to_decision,
        "undated_decisions": aged.undated_decisions,
        "oldest_undecided_days": aged.oldest_undecided.days if aged.oldest_undecided else None,
        "pace_per_week": paced.per_week,
        "required_per_week": paced.required_per_week,
        "forecast": {
            name: value
            for name, value in _dataclass(ahead).items()
            if name in ("expected", "low", "high", "by", "verdict", "reached_on", "reason")
        },
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {"rate": rate.rate, "n": rate.n, "low": rate.low, "high": rate.high}


def _sections(road: Road, on: date) -> list[dict[str, Any]]:
    columns = [
        *("code", "kind", "received", "expected", "states_heard", "states", "territories_heard", "reach"),
        *("barely_heard", "behind", "silence_days"),
    ]
    answered: dict[str, dict[str, str]] = {code: {} for code in road.sections["code"]}
    for cell in answer_matrix(road, on=on).to_dict("records"):
        answered[cell["section"]][cell["question"]] = cell["answer"]
    coverage = section_coverage(road, on=on)[columns].to_dict("records")
    uptake = uptake_by_section(road, on=on)[["rate", "n", "low", "high", "stands_out"]].to_dict("records")
    return [
        _plain(row) | {"uptake": _plain(rate), "answered": answered[row["code"]]}
        for row, rate in zip(coverage, uptake, strict=True)
    ]


def _dataclass(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass of figures
    return {
        name: list(each) if isinstance(each, tuple) else each.isoformat() if isinstance(each, date) else each
        for name, each in asdict(value).items()
    }


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): _number(value) for name, value in row.items()}


def _number(value: Any) -> Any:  # noqa: ANN401 - a cell of any frame
    if pd.isna(value):
        return None
    if hasattr(value, "item"):
        value = value.item()
    return int(value) if isinstance(value, float) and value.is_integer() else value
