"""What a reader is told of their own region."""

from datetime import date

from components.words.region import region_facts
from data.words import words_of
from tests.data.figures.roads import contribution, make_road

ON = date(2021, 6, 1)
WORDS = words_of("en")
DECIDED = {"decision": "reflected", "decided_on": "2021-05-20"}


def test_a_region_is_told_what_it_sent_answered_placed_and_when() -> None:
    road = make_road(
        expected={"AFR": 4, "EUA": 0},
        contributions=[
            contribution(f"C{n}", f"2021-05-0{n}", section="AFR", questions=["Q1"], **(DECIDED if n < 3 else {}))
            for n in (1, 2, 3)
        ],
    )
    assert region_facts(road, "AFR", WORDS, on=ON) == (
        "3 contributions of 4 expected",
        "1 question of 2 answered",
        "2 of 2 decided are in the text",
        "Last heard on 3 May 2021",
    )
    assert region_facts(road, "EUA", WORDS, on=ON) == ("0 contributions, none expected",)
    heard = make_road(expected={"EUA": 0}, contributions=[contribution("C1", "2021-05-01", section="EUA")])
    assert region_facts(heard, "EUA", WORDS, on=ON)[0] == "1 contribution, none expected"
    assert region_facts(heard, "EUA", WORDS, on=ON)[-1] == "Last heard on 1 May 2021"
    assert region_facts(road, "REG", WORDS, on=ON)[0] == "0 contributions"
