"""Contributions row by row: as they stand on a day, nothing later in them."""

from typing import Any

import pandas as pd

from data.figures.register import REGISTER_COLUMNS, position_of, register
from tests.data.figures.roads import contribution, day, make_road

ROAD = make_road(
    contributions=[
        contribution("C1", "2021-05-10"),
        contribution(
            "C2",
            "2021-05-04",
            section="AFR",
            considered_on="2021-05-06",
            decided_on="2021-05-08",
            decision="partly",
            reason="Merged",
            questions=["Q1", "Q2"],
            blocks=["DIG", "EQU"],
            crosscuts=["MET", "REG"],
        ),
    ]
)


def _row(on: str, id_: str = "C2") -> dict[str, Any]:
    rows = register(ROAD, on=day(on))
    (row,) = rows[rows["id"] == id_].to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_the_rows_of_a_day_are_those_received_by_then() -> None:
    assert register(ROAD, on=day("2021-05-09"))["id"].tolist() == ["C2"]
    rows = register(ROAD, on=day("2021-05-21"))
    assert rows["id"].tolist() == ["C1", "C2"]
    assert tuple(rows.columns) == REGISTER_COLUMNS


def test_lists_stand_in_one_cell() -> None:
    row = _row("2021-05-21")
    assert (row["question"], row["charter_block"], row["also_counts_for"]) == ("Q1; Q2", "DIG; EQU", "MET; REG")
    assert pd.isna(_row("2021-05-21", "C1")["question"])


def test_nothing_later_than_the_day_is_in_it() -> None:
    considered = _row("2021-05-06")
    assert considered["stage"] == "considered"
    assert considered["considered_on"] == pd.Timestamp("2021-05-06")
    assert all(pd.isna(considered[name]) for name in ("decided_on", "decision", "reason"))
    decided = _row("2021-05-08")
    assert (decided["stage"], decided["decision"], decided["reason"]) == ("landed", "partly", "Merged")


def test_no_contact_is_among_the_columns() -> None:
    assert not {"contact", "owner"} & set(REGISTER_COLUMNS)


def test_a_contribution_is_found_by_its_id() -> None:
    assert (position_of(ROAD, "C2"), position_of(ROAD, "C9")) == (1, None)


def test_an_empty_sheet_has_no_rows() -> None:
    assert register(make_road(), on=day("2021-05-21")).empty


def test_a_decision_without_a_day_of_its_own_has_none_in_its_row() -> None:
    row = contribution("C1", "2021-05-04", decided_on="2021-05-04", decision="partly", is_decision_dated=False)
    (found,) = register(make_road(contributions=[row]), on=day("2021-05-21")).to_dict("records")
    assert (found["decision"], found["stage"]) == ("partly", "landed")
    assert pd.isna(found["decided_on"]), "it is counted from the day it came; nobody decided then"
