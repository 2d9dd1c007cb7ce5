"""Rows of names with marks below: where each stands, in pixels from the top."""

from components.charts.rows import height_of, rows_of


def test_rows_stand_one_below_the_other_each_with_its_band() -> None:
    # A line of 18 pixels, 3 to the marks, 10 of marks; 7 between two rows.
    first, second = rows_of([("Africa", "3 of 5"), ("Europe", "")], band=10)
    assert (first.mark, first.bottom) == (18 + 3 + 5, 18 + 3 + 10)
    assert (second.mark, second.bottom) == (31 + 7 + 18 + 3 + 5, 31 + 7 + 18 + 3 + 10)
    assert height_of([first, second]) == second.bottom


def test_a_name_without_room_beside_what_is_said_takes_a_line_more() -> None:
    (row,) = rows_of([("A section with a name as long as this", "3 of 5 expected")], band=10)
    assert row.bottom == 18 * 2 + 3 + 10


def test_the_last_words_of_a_long_name_stand_beside_what_is_said() -> None:
    (row,) = rows_of([("Middle East and West Asia", "<b>29</b> · 9 in the text")], band=10)
    assert [(word["text"], word["y"]) for word in row.words] == [
        ("Middle East and", 9),
        ("West Asia", 27),
        ("<b>29</b> · 9 in the text", 27),
    ]


def test_a_name_of_one_long_word_keeps_its_line() -> None:
    (row,) = rows_of([("Internationalisierungsverband", "3 of 5 expected")], band=10)
    assert [(word["text"], word["y"]) for word in row.words] == [
        ("Internationalisierungsverband", 9),
        ("3 of 5 expected", 27),
    ]


def test_what_stands_apart_has_a_line_of_space_above() -> None:
    _, second = rows_of([("Africa", ""), ("Metropolis", "")], band=10, apart=1)
    assert second.bottom == 31 + 7 + 18 + 31
