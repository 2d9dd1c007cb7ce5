"""The age of the figures, in words for every moment of the next hour."""

from datetime import UTC, date, datetime

import pytest

from components.shell.freshness import EARLY, _ages, _moment
from components.shell.view import View
from data.grid import Grid, Origin, Workbook
from data.languages import LANGUAGES
from data.reading import read
from data.road import Period
from data.words import words_of

DAY = date(2021, 5, 20)
NOW = datetime(2021, 5, 20, 22, 30, tzinfo=UTC)


def view(language: str) -> View:
    road = read(Workbook(Origin("google", "The <road>"), (Grid("Contributions", [["id"]]),)), now=NOW)
    return View(road=road, on=DAY, days=Period(DAY, DAY), words=words_of(language), read_at=NOW)


def test_an_age_is_told_in_steps_and_never_as_more_than_it_is() -> None:
    ages = _ages(view("en"))
    assert [since for since, _ in ages] == sorted({since for since, _ in ages})
    said = dict(ages)
    assert said[0] == "read just now from The <road>"
    assert said[10] == "read 10 seconds ago from The <road>"
    assert said[60] == "read 1 minute ago from The <road>"
    assert said[59 * 60] == "read 59 minutes ago from The <road>"
    assert max(said) == 59 * 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_age_is_told_in_every_language(language: str) -> None:
    said = [text for _, text in _ages(view(language))]
    assert len(set(said)) == len(said)
    assert all("The <road>" in text for text in said)


def test_an_old_reading_is_told_by_its_day_in_the_time_of_the_sheet() -> None:
    assert _moment(view("en"), NOW).startswith("read on ")


def test_what_is_said_early_is_what_holds_at_that_age() -> None:
    data = {"said": [(0, "now"), (10, "<b>"), (60, "later")], "age_s": 59.9}
    assert EARLY["freshness"](data, str) == '<div class="words caption"><p>&lt;b&gt;</p></div>'
