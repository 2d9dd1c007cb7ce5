"""Contributions by one dimension, as bars."""

from components.charts.breakdown import breakdown_chart, top_and_others
from components.charts.style import SEA, STONE
from data.figures.contributions import bars_at
from data.figures.rows import Rows
from data.words import words_of
from tests.components.charts.checked import checked
from tests.data.figures.roads import contribution, day, make_road

drawn = checked(breakdown_chart)

ON = day("2021-05-21")


def _counted(*themes: str | None) -> Rows:
    rows = [contribution(f"C{n}", "2021-05-04", theme=theme) for n, theme in enumerate(themes)]
    rows[0] |= {"decided_on": "2021-05-05", "decision": "reflected"}
    return bars_at(make_road(contributions=rows), "theme", on=ON)


def test_the_most_frequent_come_first_and_the_others_are_added_up() -> None:
    bars = top_and_others(_counted("a", "a", "a", "b", "b", "c", "d", "e", None), shown=2)
    assert [bar["received"] for bar in bars] == [3, 2, 3, 1]
    assert [bar["values"] for bar in bars] == [1, 1, 3, 0]
    assert [bar["is_rest"] for bar in bars] == [False, False, True, True]
    assert sum(bar["received"] for bar in bars) == 9


def test_a_single_other_is_shown_as_itself() -> None:
    bars = top_and_others(_counted("a", "a", "b", "c"), shown=2)
    assert [bar["value"] for bar in bars] == ["a", "b", "c"]


def test_nothing_makes_no_bars() -> None:
    empty = bars_at(make_road(), "theme", on=ON)
    chart = drawn(top_and_others(empty), [], words_of("en"))
    assert chart.to_dict()["data"][0]["y"] == []


def test_each_bar_has_its_label_and_numbers_and_its_darker_part_is_in_the_text() -> None:
    bars = top_and_others(_counted("a", "a", "b", None))
    chart = drawn(bars, ["<b>A</b>", "B", "none given"], words_of("en")).to_dict()
    assert [bars["x"] for bars in chart["data"]] == [[2, 1, 1], [1, 0, 0]]
    assert chart["data"][1]["marker"]["color"] == [SEA, SEA, STONE]
    assert chart["data"][0]["customdata"] == ["a", "b", "-"]
    words = [(text["text"], text["y"]) for text in chart["layout"]["annotations"]]
    assert [text for text, _ in words[::2]] == ["&lt;b&gt;A&lt;/b&gt;", "B", "none given"]
    assert [text for text, _ in words[1::2]] == ["<b>2</b> · 1 in the text", "<b>1</b>", "<b>1</b>"]
    assert all(above < bar for (_, above), bar in zip(words[::2], chart["data"][0]["y"], strict=True))


def test_a_label_without_room_for_its_numbers_has_them_below_it() -> None:
    bars = top_and_others(_counted("a", "b"))
    chart = drawn(bars, ["A label of more letters than a phone", "B"], words_of("en")).to_dict()
    (_, label), (said, numbers) = [(text["text"], text["y"]) for text in chart["layout"]["annotations"]][:2]
    assert said == "<b>1</b> · 1 in the text"
    assert numbers > label
