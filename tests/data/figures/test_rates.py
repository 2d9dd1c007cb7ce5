"""Wilson's interval and Fisher's exact test, against tables and against counting every table."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.figures.rates import Rate, fisher, stands_out
from data.figures.text import uptake_by_section
from tests.data.figures.roads import contribution, day, make_road


@pytest.mark.parametrize(
    ("landed", "n", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (5, 5, 0.5655, 1.0),
    ],
)
def test_the_interval_is_wilson_s(landed: int, n: int, low: float, high: float) -> None:
    rate = Rate(landed, n)
    assert rate.rate == landed / n
    assert rate.low == pytest.approx(low, abs=0.00006)
    assert rate.high == pytest.approx(high, abs=0.00006)
    assert rate.low is not None
    assert rate.high is not None
    assert 0 <= rate.low <= landed / n <= rate.high <= 1


@pytest.mark.parametrize("n", [0, 4])
def test_fewer_than_five_have_neither_rate_nor_interval(n: int) -> None:
    rate = Rate(n, n)
    assert (rate.rate, rate.low, rate.high) == (None, None, None)


@pytest.mark.parametrize(
    ("landed", "n", "landed_in_all", "of_all", "p"),
    [
        # Fisher's lady tasting tea: 4 of 4, and 3 of 4, of 4 of 8 cups.
        (4, 4, 4, 8, 2 / 70),
        (3, 4, 4, 8, 34 / 70),
        (2, 4, 4, 8, 1.0),
        # Fisher's twins of convicts: 10 of 13 and 2 of 17.
        (10, 13, 12, 30, 0.00053672),
        (0, 5, 0, 9, 1.0),
        (5, 5, 9, 9, 1.0),
    ],
)
def test_fisher(landed: int, n: int, landed_in_all: int, of_all: int, p: float) -> None:
    assert fisher(landed, n, landed_in_all, of_all) == pytest.approx(p, rel=1e-4)


@given(st.data())
def test_fisher_equals_the_count_of_every_table(data: st.DataObject) -> None:
    of_all = data.draw(st.integers(1, 60))
    n, landed_in_all = data.draw(st.integers(1, of_all)), data.draw(st.integers(0, of_all))
    least, most = max(0, n + landed_in_all - of_all), min(n, landed_in_all)
    landed = data.draw(st.integers(least, most))

    def ways(x: int) -> int:
        return comb(landed_in_all, x) * comb(of_all - landed_in_all, n - x)

    p = Fraction(sum(ways(x) for x in range(least, most + 1) if ways(x) <= ways(landed)), comb(of_all, n))
    assert fisher(landed, n, landed_in_all, of_all) == pytest.approx(float(p), rel=1e-9)


def test_fisher_of_a_hundred_thousand_has_no_number_too_large_or_too_small() -> None:
    assert fisher(25_000, 50_000, 50_000, 100_000) == pytest.approx(1.0)
    assert fisher(50_000, 50_000, 50_000, 100_000) == 0.0
    assert 0 < fisher(25_400, 50_000, 50_000, 100_000) < 1e-3


def test_standing_out_is_divided_by_how_many_are_compared_and_needs_others() -> None:
    # 10 of 10 where the others have 5 of 14: p = 0.0019.
    section, world = Rate(10, 10), Rate(15, 24)
    assert stands_out(section, world, 9)
    assert not stands_out(section, world, 30)
    assert not stands_out(Rate(4, 4), Rate(4, 40), 1)
    assert not stands_out(section, section, 1)


def test_a_section_is_held_against_all_other_decided_words_of_the_world() -> None:
    def decided(prefix: str, landed: int, n: int, **where: object) -> list[dict[str, object]]:
        decisions = ["reflected"] * landed + ["not_reflected"] * (n - landed)
        days = {"decided_on": "2021-05-10"}
        return [
            contribution(f"{prefix}{i}", "2021-05-04", decision=d, **days, **where) for i, d in enumerate(decisions)
        ]

    nobody_s = decided("X", 1, 12)
    europe = decided("E", 9, 9, section="EUR", crosscuts=["MET"])
    africa = decided("A", 2, 5, section="AFR")
    found = uptake_by_section(make_road(contributions=[*europe, *africa, *nobody_s]), on=day("2021-05-21"))
    apart = dict(zip(found["code"], found["stands_out"], strict=True))
    # Europe and Metropolis are the same words: 9 of 9 against 3 of 17. Africa is 2 of 5 against 10 of 21.
    assert [code for code, is_apart in apart.items() if is_apart] == ["EUR", "MET"]
    # Of Europe alone nothing can be told: there is no other.
    alone = uptake_by_section(make_road(contributions=europe), on=day("2021-05-21"))
    assert not alone["stands_out"].any()
    assert dict(zip(alone["code"], alone["n"], strict=True))["MET"] == 9


def test_none_and_all_are_the_ends_of_their_interval_exactly() -> None:
    rates = [(Rate(0, n), Rate(n, n)) for n in range(5, 400)]
    assert [(none.low, every.high) for none, every in rates] == [(0.0, 1.0)] * len(rates)
