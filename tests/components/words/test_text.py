"""Sentences of the text are right for none, one and many."""

from dataclasses import replace
from typing import Any

import pytest

from components.words.text import (
    blocks_alt,
    cell_words,
    charter_finding,
    in_the_text,
    matrix_finding,
    matrix_key,
    not_in_words,
    orphans_finding,
    rate_words,
    sources_words,
    uptake_alt,
    uptake_basis,
    uptake_finding,
    uptake_too_few,
    waiting_words,
    without_block_words,
    without_source_words,
)
from data.figures.contributions import tally
from data.figures.rates import Rate
from data.figures.rows import Rows
from data.figures.text import OrphansCounted
from data.words import words_of
from tests.data.figures.roads import day, make_road

EN = words_of("en")
NAMES = {"AFR": "Africa", "ASP": "Asia-Pacific", "EUA": "Eurasia", "EUR": "Europe"}
TITLES = {"DIG": "Dignity", "EQU": "Equity"}
NOTHING = tally(make_road(), on=day("2021-05-21"))


def matrix(*cells: tuple[str, str | None, int, int]) -> Rows:
    return [dict(zip(("block", "section", "decided", "landed"), cell, strict=True)) for cell in cells]


@pytest.mark.parametrize(
    ("decided", "landed", "filled", "blocks", "said"),
    [
        (0, 0, 0, 7, "No contribution has been decided yet"),
        (1, 0, 0, 7, "1 contribution is decided, and it is not in the text yet"),
        (6, 0, 0, 7, "6 contributions are decided, and none is in the text yet"),
        (1, 1, 1, 7, "The one decided contribution is in the text; 1 of 7 Charter blocks has a source"),
        (6, 1, 1, 1, "1 of 6 decided contributions is in the text; 1 of 1 Charter blocks has a source"),
        (6, 4, 3, 7, "4 of 6 decided contributions are in the text; 3 of 7 Charter blocks have a source"),
        (6, 4, 0, 0, "4 of 6 decided contributions are in the text"),
    ],
)
def test_the_page_in_one_sentence(decided: int, landed: int, filled: int, blocks: int, said: str) -> None:
    assert in_the_text(replace(NOTHING, decided=decided, landed=landed), filled, blocks, EN) == said


@pytest.mark.parametrize(
    ("landed", "said"),
    [
        ((), "No block of the text has a source yet"),
        (("AFR", "ASP", "EUA", "EUR"), "Every section asked is in the text"),
        (("AFR", "ASP", "EUR"), "Eurasia is in no block of the text yet"),
        (("EUR",), "Africa, Asia-Pacific and Eurasia are in no block of the text yet"),
        ((None,), "4 sections asked are in no block of the text yet"),
    ],
)
def test_sections_in_no_block_are_named_while_they_are_few(landed: tuple[str | None, ...], said: str) -> None:
    cells = matrix(("DIG", "EUR", 3, 0), *(("DIG", code, 2, 1) for code in landed))
    assert matrix_finding(cells, list(NAMES), NAMES, EN) == said


def test_a_cell_says_landed_of_decided() -> None:
    said = [cell_words(landed, decided, EN) for landed, decided in ((0, 0), (0, 1), (1, 1), (1, 2), (3, 4))]
    assert said == [
        "nothing decided",
        "0 of 1 decided are in the text",
        "the one that is decided is in the text",
        "1 of 2 decided is in the text",
        "3 of 4 decided are in the text",
    ]


def test_two_numbers_of_a_cell_are_explained_where_there_are_any() -> None:
    assert "4/6" in matrix_key(matrix(("A", "AFR", 2, 2), ("A", None, 2, 1)), EN)
    assert "4/6" not in matrix_key(matrix(("A", "AFR", 2, 2), ("A", "EUR", 0, 0)), EN)


def test_the_matrix_in_words_holds_only_what_is_decided() -> None:
    cells = matrix(("DIG", "AFR", 2, 1), ("DIG", "EUR", 0, 0), ("EQU", None, 1, 1), ("REC", "EUR", 0, 0))
    opening = "Matrix of Charter blocks and sections: contributions in the text, of those decided."
    assert blocks_alt(cells, TITLES, EN) == f"{opening} Dignity: 1 of 2; Equity: 1 of 1."
    assert blocks_alt(cells[:0], TITLES, EN) == f"{opening} Nothing is decided for any block."


def row(code: str, n: int, landed: int, *, stands_out: bool = False) -> dict[str, Any]:
    rate = Rate(landed, n)
    return {
        "code": code,
        "n": n,
        "landed": landed,
        **{name: float("nan") if rate.rate is None else getattr(rate, name) for name in ("rate", "low", "high")},
        "stands_out": stands_out,
    }


def test_no_rate_is_said_of_fewer_than_five() -> None:
    said = [rate_words(row("AFR", n, landed), EN) for n, landed in ((0, 0), (4, 4), (5, 4))]
    assert said == ["nothing decided yet", "too few to say (n = 4)", "80% (38% to 96%, n = 5)"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row("AFR", 4, 4)], "Too few decisions to compare the sections"),
        ([row("AFR", 5, 4), row("EUR", 2, 1)], "Too few decisions to compare the sections"),
        (
            [row("AFR", 5, 4), row("ASP", 4, 4), row("EUR", 10, 5)],
            "No section’s uptake differs clearly from all others",
        ),
        (
            [row("AFR", 30, 27, stands_out=True), row("EUR", 10, 5)],
            "Uptake differs clearly from all others: Africa 90% (n = 30)",
        ),
    ],
)
def test_uptake_is_compared_where_it_can_be(rows: list[dict[str, Any]], said: str) -> None:
    assert uptake_finding(rows, NAMES, EN) == said


def test_too_few_decisions_are_counted_in_words() -> None:
    rows = [row("AFR", 4, 4), row("ASP", 0, 0), row("EUR", 2, 1)]
    assert uptake_too_few(rows, NAMES, 5, EN) == (
        "No rate is shown of fewer than 5 decided contributions. Decided so far: Africa (4) and Europe (2)."
    )
    assert uptake_too_few(rows[1:2], NAMES, 5, EN) == "No rate is shown of fewer than 5 decided contributions."


def test_uptake_in_words_names_every_section() -> None:
    said = uptake_alt([row("AFR", 5, 4), row("EUR", 0, 0)], NAMES, EN)
    assert said == (
        "Dots of uptake, each with its 95% interval. Africa: 80% (38% to 96%, n = 5); Europe: nothing decided yet."
    )


@pytest.mark.parametrize(
    ("undecided", "no_block", "no_source", "said"),
    [
        (0, 0, 0, "Nothing was lost between the contributions and the text"),
        (1, 3, 3, "1 contribution waits for a decision"),
        (2, 0, 0, "2 contributions wait for a decision"),
        (0, 1, 3, "1 contribution is in the text without a block"),
        (0, 0, 2, "2 blocks have no source"),
    ],
)
def test_what_fell_between(undecided: int, no_block: int, no_source: int, said: str) -> None:
    found = OrphansCounted(undecided, no_block, ("c",) * no_source)
    assert orphans_finding(found, 9, EN) == said
    assert orphans_finding(found, 0, EN) == "Nothing has come in yet"


def test_small_sentences_count() -> None:
    assert [without_block_words(n, landed, EN) for n, landed in ((0, 0), (0, 4), (2, 4))] == [
        "Nothing is in the text yet",
        "Everything in the text has its block",
        "2 contributions are in the text without a block",
    ]
    assert [without_source_words(n, EN) for n in (0, 1)] == ["Every block has a source", "1 block has no source"]
    assert [sources_words(*n, EN) for n in ((0, 0), (1, 0), (1, 1), (9, 3))] == [
        "No contribution is in it yet",
        "1 contribution is in it",
        "1 contribution is in it, from 1 section",
        "9 contributions are in it, from 3 sections",
    ]
    assert [not_in_words(names, EN) for names in ((), ("Africa", "Europe"))] == [
        "Every section asked is in it",
        "Not in it yet: Africa and Europe",
    ]
    assert [waiting_words(n, EN) for n in (0, 1, 9)] == ["received on this day", "1 day", "9 days"]
    assert uptake_basis(5, EN).startswith("n: decided contributions. Below 5 of them no rate is shown. The line")


def test_gaps_of_the_charter_are_named_where_they_are_few() -> None:
    assert [charter_finding(("Dignity", "Equity", "Cities", "Housing")[:n], 12, EN) for n in (0, 1, 3, 4)] == [
        "The Charter: every block has a source",
        "The Charter: no source yet for Dignity",
        "The Charter: no source yet for Dignity, Equity and Cities",
        "The Charter: 4 of 12 blocks have no source yet",
    ]
