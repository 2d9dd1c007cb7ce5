"""The sheet as a whole: values in use, possible duplicates, columns left empty."""

from datetime import date

import pandas as pd

from data.grid import Cell
from data.reading.doctor import CONTRADICTIONS, mostly_empty_columns, possible_duplicates, values_in_use
from tests.data.reading.sheets import contributions, kinds, milestones, road_of

DAY = date(2021, 5, 4)


def _in_use(column: str, *values: Cell) -> list[tuple[str, int, bool, str | None]]:
    road = road_of(Contributions=contributions(*({column: value, "decided_on": None} for value in values)))
    found = values_in_use(road)
    found = found[(found["worksheet"] == "Contributions") & (found["column"] == column)]
    return [
        (row["value"], row["count"], row["is_known"], None if pd.isna(row["nearest"]) else row["nearest"])
        for row in found.to_dict("records")
    ]


def test_values_in_use_are_counted_by_code_and_unknown_ones_as_typed() -> None:
    labels = ["Local government", "local_government", "LOCAL GOVERNMENT", "Academia", "Local goverment", "Gov.", "Gov."]
    assert _in_use("contributor_type", *labels, None) == [
        ("local_government", 3, True, None),
        ("academia", 1, True, None),
        ("Gov.", 2, False, None),
        ("Local goverment", 1, False, "local_government"),
    ]


def test_values_that_a_closed_vocabulary_refuses_are_seen_too() -> None:
    assert _in_use("decision", "reflected", "Reflected", "reflectd", "reflectd", "zzz") == [
        ("reflected", 2, True, None),
        ("reflectd", 2, False, "reflected"),
        ("zzz", 1, False, None),
    ]


def test_columns_that_the_sheet_lacks_and_precisions_are_not_in_use() -> None:
    road = road_of(Milestones=milestones({"kind": "launch", "state": "postponed", "due_precision": "day"}))
    found = values_in_use(road)
    milestone_values = found[found["worksheet"] == "Milestones"]
    assert milestone_values[["column", "value"]].to_numpy().tolist() == [["kind", "launch"], ["state", "postponed"]]
    assert "contributor_type" not in set(found["column"])


def test_nothing_in_use_is_an_empty_frame_of_the_same_types() -> None:
    found = values_in_use(road_of(Milestones=None, Sections=None))
    assert found.empty
    assert found.dtypes["count"] == "int64"


def test_the_same_contributor_day_and_question_are_a_possible_duplicate() -> None:
    road = road_of(
        Contributions=contributions(
            {"contributor": "Ville de Liège", "question": "Q1"},
            {"contributor": "City of Lima", "question": "both"},
            {"contributor": "VILLE  de Liege", "question": "Q1"},
            {"contributor": "Ville de Liège", "question": "Q2"},
            {"contributor": "Ville de Liège", "question": "Q1", "received_on": date(2021, 5, 5)},
            {"contributor": "City of Lima.", "question": "Q2; Q1"},
        )
    )
    found = possible_duplicates(road)
    assert found[["group", "row", "id", "question"]].to_numpy().tolist() == [
        *([0, 2, "C1", "Q1"], [0, 4, "C3", "Q1"], [1, 3, "C2", "Q1; Q2"], [1, 7, "C6", "Q1; Q2"]),
    ]
    assert found["received_on"].dt.date.unique().tolist() == [DAY]
    assert found["contributor"].tolist() == ["Ville de Liège", "VILLE  de Liege", "City of Lima", "City of Lima."]


def test_three_of_a_kind_are_one_group_and_one_shared_question_is_enough() -> None:
    road = road_of(Contributions=contributions({"question": "both"}, {"question": "Q1"}, {"question": "Q1; Q2"}))
    found = possible_duplicates(road)
    assert [(group, rows["row"].tolist(), rows["question"].iloc[0]) for group, rows in found.groupby("group")] == [
        *((0, [2, 3, 4], "Q1"), (1, [2, 4], "Q2")),
    ]


def test_without_a_question_contributor_and_day_are_enough() -> None:
    found = possible_duplicates(road_of(Contributions=contributions({"question": None}, {"question": None}, {})))
    assert found["row"].tolist() == [2, 3]
    assert found["question"].isna().all()


def test_names_in_any_script_are_told_apart() -> None:
    names = ["مدينة تونس", "横浜市", "!!!", "???", "横浜市"]
    found = possible_duplicates(road_of(Contributions=contributions(*({"contributor": name} for name in names))))
    assert found["contributor"].tolist() == ["横浜市", "横浜市"]


def test_without_duplicates_the_frame_is_empty_with_its_columns() -> None:
    for road in (road_of(), road_of(Contributions=None)):
        found = possible_duplicates(road)
        assert found.empty
        assert list(found.columns) == ["group", "tab", "row", "id", "contributor", "received_on", "question"]


def test_columns_filled_in_few_rows_are_told_and_those_the_sheet_lacks_are_not() -> None:
    rows: list[dict[str, Cell]] = [{"summary": "a", "reason": None, "link": None, "milestone": "M1"} for _ in range(10)]
    rows[0] |= {"reason": "b", "link": "no link at all"}
    rows[1] |= {"link": "https://example.org", "theme": None}
    found = mostly_empty_columns(road_of(Contributions=contributions(*rows)))
    assert found.to_numpy().tolist() == [
        *(["Contributions", "theme", 0, 10, 0.0], ["Contributions", "reason", 1, 10, 0.1]),
    ]


def test_what_hangs_on_a_row_fills_its_column() -> None:
    rows: list[dict[str, Cell]] = [{"question": "Q1", "charter_block": None, "also_counts_for": "MET"}] * 9
    filled = {"question": "both", "charter_block": "DIG; EQU", "also_counts_for": None}
    road = road_of(
        Contributions=contributions(*rows, filled),
        Milestones=milestones(*({"depends_on": None, "starts": None} for _ in range(5)), {"depends_on": "M1"}),
    )
    assert mostly_empty_columns(road)[["column", "filled"]].to_numpy().tolist() == [
        *(["starts", 0], ["depends_on", 1], ["charter_block", 1]),
    ]
    assert mostly_empty_columns(road, below=1.0)["column"].tolist() == [
        *("starts", "depends_on", "also_counts_for", "charter_block"),
    ]


def test_a_few_rows_say_nothing_of_a_column() -> None:
    assert mostly_empty_columns(road_of(Contributions=contributions({"summary": None}))).empty


def test_dates_that_contradict_each_other_are_problems_already() -> None:
    road = road_of(Contributions=contributions({"considered_on": date(2021, 5, 1)}))
    assert set(kinds(road)) <= CONTRADICTIONS
