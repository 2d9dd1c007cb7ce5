"""What a value of a contribution is called."""

import pandas as pd
import pytest

from components.words.labels import in_words
from data.shape import worksheet
from data.words import words_of
from tests.data.figures.roads import make_road

COLUMNS = {column.name: column for column in worksheet("Contributions").columns}


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("decided_on", pd.Timestamp(2021, 5, 4), "4 May 2021"),
        ("decided_on", pd.NaT, ""),
        ("summary", "Housing", "Housing"),
        ("summary", None, ""),
        ("summary", 1250.0, "1,250"),
        ("summary", float("nan"), ""),
        ("country", "PER", "Peru"),
        ("decision", "partly", "Partly reflected"),
        ("question", "Q1; Q9", "Q1 and Q9"),
    ],
)
def test_a_value_is_said_as_its_column_has_it(column: str, value: object, said: str) -> None:
    assert in_words(make_road(), COLUMNS[column], value, words_of("en")) == said
