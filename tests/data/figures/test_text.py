"""Into the text, by hand."""

import pandas as pd
import pytest

from data.figures.text import (
    Orphans,
    cells_at,
    orphans,
    orphans_counted,
    sections_not_in,
    uptake_by_block,
    uptake_by_section,
)
from tests.data.figures.roads import contribution, day, make_road

ON = day("2021-05-21")


def decided(id_: str, decision: str, *blocks: str, on: str = "2021-05-10", **row: object) -> dict[str, object]:
    return contribution(id_, "2021-05-04", decided_on=on, decision=decision, blocks=list(blocks), **row)


ROAD = make_road(
    contributions=[
        decided("C1", "reflected", "DIG", "EQU", section="EUR", crosscuts=["MET"]),
        decided("C2", "partly", "DIG", section="EUR"),
        decided("C3", "not_reflected", "DIG", section="AFR"),
        decided("C4", "reflected", "DIG"),
        decided("C5", "reflected", section="AFR"),
        decided("C6", "out_of_scope", section="AFR"),
        decided("C7", "reflected", "REC", on="2021-05-22", section="LAM"),
        contribution("C8", "2021-05-20", blocks=["REC"], section="LAM"),
        contribution("C9", "2021-05-22"),
    ],
    blocks=["DIG", "EQU", "REC"],
    sections={"AFR": "regional", "EUR": "regional", "LAM": "regional", "MET": "metropolitan"},
    expected={"LAM": 0},
)


def test_matrix_counts_decided_contributions_by_block_and_section() -> None:
    matrix = pd.DataFrame(cells_at(ROAD, on=ON))
    assert len(matrix) == 3 * 4
    assert matrix["section"].fillna("-").tolist() == ["AFR", "EUR", "LAM", "-"] * 3
    assert matrix["block"].tolist()[:5] == ["DIG", "DIG", "DIG", "DIG", "EQU"]
    assert matrix["decided"].tolist() == [1, 2, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]
    assert matrix["landed"].tolist() == [0, 2, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]


def test_matrix_follows_the_day() -> None:
    assert pd.DataFrame(cells_at(ROAD, on=day("2021-05-09")))["decided"].sum() == 0
    later = pd.DataFrame(cells_at(ROAD, on=day("2021-05-22")))
    assert later["landed"].tolist() == [0, 2, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0]


def test_uptake_by_section_prints_n_and_no_rate_below_five() -> None:
    uptake = uptake_by_section(ROAD, on=ON)
    assert uptake["code"].tolist() == ["AFR", "EUR", "LAM", "MET"]
    assert uptake["n"].tolist() == [3, 2, 0, 1]
    assert uptake["landed"].tolist() == [1, 2, 0, 1]
    assert uptake["rate"].isna().all()


@pytest.mark.parametrize(("n", "rate"), [(4, None), (5, 0.4), (8, 0.25)])
def test_rate_from_five_decisions(n: int, rate: float | None) -> None:
    decisions = ["reflected", "partly", *["out_of_scope"] * (n - 2)]
    road = make_road(
        contributions=[decided(f"C{i}", d, "DIG", section="EUR") for i, d in enumerate(decisions)], blocks=["DIG"]
    )
    for uptake in (uptake_by_section(road, on=ON).set_index("code").loc["EUR"], uptake_by_block(road, on=ON).iloc[0]):
        assert (uptake["n"], uptake["landed"]) == (n, 2)
        assert [uptake["rate"]] == pytest.approx([float("nan") if rate is None else rate], nan_ok=True)


def test_uptake_by_block_counts_who_names_it() -> None:
    uptake = uptake_by_block(ROAD, on=ON)
    assert uptake["block"].tolist() == ["DIG", "EQU", "REC"]
    assert uptake["n"].tolist() == [4, 1, 0]
    assert uptake["landed"].tolist() == [3, 1, 0]


def test_orphans_both_ways() -> None:
    assert orphans(ROAD, on=ON) == Orphans(
        undecided=("C7", "C8"), landed_without_block=("C5",), blocks_without_source=("REC",)
    )
    assert orphans(ROAD, on=day("2021-05-04")) == Orphans(
        undecided=("C1", "C2", "C3", "C4", "C5", "C6", "C7"),
        landed_without_block=(),
        blocks_without_source=("DIG", "EQU", "REC"),
    )
    assert orphans(ROAD, on=day("2021-05-22")).blocks_without_source == ()


def test_sections_not_in_a_block_are_the_applicable_ones() -> None:
    assert sections_not_in(ROAD, "DIG", on=ON) == ("AFR",)
    assert sections_not_in(ROAD, "REC", on=ON) == ("AFR", "EUR")


def test_a_sheet_without_a_charter_has_nothing_to_show() -> None:
    road = make_road(contributions=[decided("C1", "reflected", section="EUR")])
    assert cells_at(road, on=ON) == []
    assert uptake_by_block(road, on=ON).empty
    assert orphans(road, on=ON) == Orphans((), ("C1",), ())
    assert orphans(make_road(), on=ON) == Orphans((), (), ())


@pytest.mark.parametrize("on", ["2021-05-04", "2021-05-21", "2021-05-22"])
def test_what_fell_between_is_counted_as_it_is_named(on: str) -> None:
    named, counted = orphans(ROAD, on=day(on)), orphans_counted(ROAD, on=day(on))
    assert (counted.undecided, counted.landed_without_block) == (
        len(named.undecided),
        len(named.landed_without_block),
    )
    assert counted.blocks_without_source == named.blocks_without_source
