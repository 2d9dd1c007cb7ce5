"""What a screen reader is told of each page, in order: a text that was read by somebody, and stays so."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Page

from tests.browser.harness import ADDRESSES, Server
from tests.browser.trees import FOLDER, tree, without_a_past


@pytest.fixture(scope="module")
def read_once() -> Iterator[Server]:
    """The dashboard over the rehearsal workbook, read for the first time."""
    with without_a_past() as running:
        yield running


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_is_told_as_it_was_reviewed(name: str, read_once: Server, page: Page) -> None:
    told = tree(page, read_once, name)
    levels = [int(level) for level in re.findall(r"^ *- '?heading .*\[level=(\d)\]", told, re.MULTILINE)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
    assert told == (FOLDER / f"{name}.txt").read_text("utf-8"), "if that is right: python -m tests.browser.trees"
