"""All figures as plain data, for whoever reads them without a browser."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import pandas as pd

from data.figures.contributions import pace, tally
from data.figures.milestones import Step, milestone_states, road_progress
from data.figures.sections import answer_matrix, balance, call_list, section_coverage, sections_heard
from data.figures.text import orphans
from data.road import Road


def figures(road: Road, *, on: date) -> dict[str, Any]:
    """The figures at D as what JSON knows: days as ISO text, None where a figure is undefined.

    Keys: as_of, milestones, time_elapsed, contributions, sections, sections_heard, balance, call_list, orphans, rows.
    """
    progress = road_progress(road, on=on)
    return {
        "as_of": on.isoformat(),
        "milestones": _milestones(road, on),
        "time_elapsed": progress.time_elapsed,
        "contributions": _contributions(road, on),
        "sections": _sections(road, on),
        "sections_heard": asdict(sections_heard(road, on=on)),
        "balance": balance(road, on=on),
        "call_list": call_list(road, on=on)["code"].tolist(),
        "orphans": {name: list(codes) for name, codes in asdict(orphans(road, on=on)).items()},
        "rows": {
            worksheet: {"read": count.read, "used": count.used, "left_out": count.left_out}
            for worksheet, count in road.rows.items()
        },
    }


def _milestones(road: Road, on: date) -> dict[str, Any]:
    progress = road_progress(road, on=on)
    items = milestone_states(road, on=on)[["id", "state", "slip_days"]]
    return {
        "total": progress.total,
        "cancelled": progress.cancelled,
        "done": progress.done,
        "late": progress.late,
        "current": _step(progress.current),
        "next": _step(progress.next),
        "items": [_plain(item) for item in items.to_dict("records")],
    }


def _step(step: Step | None) -> dict[str, Any] | None:
    return asdict(step) if step else None


def _contributions(road: Road, on: date) -> dict[str, Any]:
    counted, paced = tally(road, on=on), pace(road, on=on)
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
        "uptake": {"rate": counted.uptake, "n": counted.n},
        "median_days_to_decision": counted.median_days_to_decision,
        "pace_per_week": paced.per_week,
        "required_per_week": paced.required_per_week,
        "forecast": paced.forecast.isoformat() if paced.forecast else None,
        "forecast_reason": paced.forecast_reason,
    }


def _sections(road: Road, on: date) -> list[dict[str, Any]]:
    columns = ["code", "kind", "received", "expected", "countries_heard", "countries", "reach", "silence_days"]
    answered: dict[str, dict[str, str]] = {code: {} for code in road.sections["code"]}
    for cell in answer_matrix(road, on=on).to_dict("records"):
        answered[cell["section"]][cell["question"]] = cell["answer"]
    coverage = section_coverage(road, on=on)[columns]
    return [_plain(row) | {"answered": answered[row["code"]]} for row in coverage.to_dict("records")]


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): _number(value) for name, value in row.items()}


def _number(value: Any) -> Any:  # noqa: ANN401 - a cell of any frame
    if pd.isna(value):
        return None
    if hasattr(value, "item"):
        value = value.item()
    return int(value) if isinstance(value, float) and value.is_integer() else value
