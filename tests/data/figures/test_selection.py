"""Filters: every figure works on what is selected."""

import gc
import weakref

import pytest

from data.figures.contributions import breakdown, tally
from data.figures.sections import answer_matrix, section_coverage
from data.figures.selection import BLANK, CHOICES, STAGE_CHOICES, Selection, choices, file_name_part, is_choice, select
from data.figures.text import orphans
from data.road import Road
from tests.data.figures.roads import contribution, day, make_road, milestone

ON = day("2021-05-21")


def a_road() -> Road:
    return make_road(
        milestones=[milestone("M1", "2021-05-04"), milestone("M2", "2021-05-18")],
        contributions=[
            contribution(
                "C1", "2021-05-04", country="FRA", section="EUR", theme="work", milestone="M1", questions=["Q1"]
            ),
            contribution(
                "C2",
                "2021-05-05",
                country="MLI",
                section="AFR",
                theme="work",
                questions=["Q1", "Q2"],
                crosscuts=["MET"],
                considered_on="2021-05-10",
            ),
            contribution(
                "C3",
                "2021-05-06",
                country="FRA",
                section="EUR",
                theme="rights",
                questions=["Q2"],
                decided_on="2021-05-12",
                decision="partly",
                blocks=["DIG"],
                summary="Écoles ouvertes",
            ),
            contribution("C4", "2021-05-07", crosscuts=["MET"], decided_on="2021-05-12", decision="out_of_scope"),
            contribution("C5", "2021-05-22", section="EUR", theme="climate"),
        ],
        blocks=["DIG", "EQU"],
    )


ROAD = a_road()


def ids(selection: Selection, on: str = "2021-05-21") -> list[str]:
    return select(ROAD, selection, on=day(on)).contributions["id"].tolist()


@pytest.mark.parametrize(
    ("selection", "selected"),
    [
        (Selection(), ["C1", "C2", "C3", "C4", "C5"]),
        (Selection(section=("EUR",)), ["C1", "C3", "C5"]),
        (Selection(section=("EUR", "AFR")), ["C1", "C2", "C3", "C5"]),
        (Selection(section=("MET",)), ["C2", "C4"]),
        (Selection(section=(BLANK,)), ["C4"]),
        (Selection(section=("unknown",)), []),
        (Selection(country=("FRA",)), ["C1", "C3"]),
        (Selection(country=(BLANK,)), ["C4", "C5"]),
        (Selection(question=("Q1",)), ["C1", "C2"]),
        (Selection(question=("Q1", "Q2")), ["C1", "C2", "C3"]),
        (Selection(question=(BLANK,)), ["C4", "C5"]),
        (Selection(milestone=("M1",)), ["C1"]),
        (Selection(block=("DIG",)), ["C3"]),
        (Selection(theme=("work",), country=("FRA",)), ["C1"]),
        (Selection(theme=("work",), text="ecoles"), []),
        (Selection(text="ECOLES"), ["C3"]),
        (Selection(stage=("awaiting",)), ["C1"]),
        (Selection(stage=("undecided",)), ["C1", "C2"]),
        (Selection(stage=("considered",)), ["C2", "C3", "C4"]),
        (Selection(stage=("decided",)), ["C3", "C4"]),
        (Selection(stage=("landed",)), ["C3"]),
        (Selection(stage=("awaiting", "landed")), ["C1", "C3"]),
        (Selection(stage=("unknown",)), []),
        (Selection(decision=("partly",)), ["C3"]),
        (Selection(decision=(BLANK,)), ["C1", "C2", "C5"]),
    ],
)
def test_codes_of_one_dimension_are_alternatives_and_dimensions_add_up(
    selection: Selection, selected: list[str]
) -> None:
    assert ids(selection) == selected


def test_a_text_is_sought_in_what_is_known_at_d() -> None:
    rows = [contribution("C1", "2021-05-04", decision="reflected", decided_on="2021-05-20", reason="In the preamble")]
    road, selection = make_road(contributions=rows), Selection(text="preamble")
    found = {on: len(select(road, selection, on=day(on)).contributions) for on in ("2021-05-19", "2021-05-20")}
    assert found == {"2021-05-19": 0, "2021-05-20": 1}


def test_stage_and_decision_are_those_at_d() -> None:
    assert ids(Selection(stage=("decided",)), "2021-05-11") == []
    assert ids(Selection(stage=("undecided",)), "2021-05-11") == ["C1", "C2", "C3", "C4"]
    assert ids(Selection(decision=("partly",)), "2021-05-11") == []


def test_every_figure_works_on_the_selected() -> None:
    europe = select(ROAD, Selection(section=("EUR",)), on=ON)
    assert europe.answers.to_dict("list") == {"question": ["Q1", "Q2"], "position": [0, 1]}
    assert europe.landings.to_dict("list") == {"block": ["DIG"], "position": [1]}
    assert europe.crosscuts.empty
    assert tally(europe, on=ON).received == 2
    assert section_coverage(europe, on=ON).set_index("code")["received"].to_dict()["EUR"] == 2
    answers = answer_matrix(europe, on=ON).set_index(["section", "question"])["n"]
    assert (answers[("EUR", "Q1")], answers[("EUR", "Q2")], answers[("AFR", "Q1")]) == (1, 1, 0)
    assert orphans(europe, on=ON).undecided == ("C1",)
    assert tally(ROAD, on=ON).received == 4


def test_nothing_selected_is_a_road_without_contributions() -> None:
    nothing = select(ROAD, Selection(theme=("none of them",)), on=ON)
    assert tally(nothing, on=ON).received == 0
    assert answer_matrix(nothing, on=ON)["n"].sum() == 0
    assert breakdown(nothing, "question", on=ON).empty


def test_the_same_selection_is_the_same_road() -> None:
    europe = select(ROAD, Selection(section=("EUR",)), on=ON)
    assert select(ROAD, Selection(section=("EUR",)), on=ON) is europe
    assert select(ROAD, Selection(section=("EUR",)), on=day("2021-05-10")) is europe
    assert select(ROAD, Selection(text="  "), on=ON) is ROAD


def test_a_selection_keeps_no_road_alive() -> None:
    road = a_road()
    for selection in (Selection(), Selection(section=("EUR",)), Selection(text="work")):
        choices(select(road, selection, on=ON), selection, "theme", on=ON)
        choices(road, selection, "theme", on=ON)
    gone = weakref.ref(road)
    del road
    gc.collect()
    assert gone() is None


def counts(selection: Selection, dimension: str) -> dict[str, int]:
    frame = choices(ROAD, selection, dimension, on=ON)
    assert frame.columns.tolist() == ["value", "n"]
    return dict(zip(frame["value"], frame["n"], strict=True))


def test_choices_count_what_each_would_show() -> None:
    assert counts(Selection(), "theme") == {"work": 2, "rights": 1, BLANK: 1}
    assert counts(Selection(country=("FRA",)), "theme") == {"work": 1, "rights": 1, BLANK: 0}
    assert counts(Selection(theme=("rights",)), "theme") == {"work": 2, "rights": 1, BLANK: 1}
    assert counts(Selection(), "question") == {"Q1": 2, "Q2": 2, BLANK: 1}
    assert counts(Selection(stage=("decided",)), "decision") == {
        "reflected": 0,
        "partly": 1,
        "not_reflected": 0,
        "out_of_scope": 1,
        BLANK: 0,
    }
    assert counts(Selection(), "block") == {"DIG": 1, "EQU": 0, BLANK: 3}


def test_choices_of_sections_have_the_cross_cutting_ones_too() -> None:
    assert list(counts(Selection(), "section")) == [*ROAD.sections["code"], BLANK]
    assert {code: n for code, n in counts(Selection(), "section").items() if n} == {
        "AFR": 1,
        "EUR": 2,
        "MET": 2,
        BLANK: 1,
    }


def test_choices_of_stages_agree_with_the_tally() -> None:
    assert counts(Selection(), "stage") == {"awaiting": 1, "undecided": 2, "considered": 3, "decided": 2, "landed": 1}
    assert list(counts(Selection(stage=("landed",)), "stage")) == list(STAGE_CHOICES)


def test_a_choice_shows_as_many_as_its_count_says() -> None:
    for dimension in CHOICES:
        for value, n in counts(Selection(), dimension).items():
            chosen = select(ROAD, Selection(text="", **{dimension: (value,)}), on=ON)
            assert tally(chosen, on=ON).received == n, (dimension, value)


def test_what_a_sheet_does_not_use_may_be_asked_for_where_a_list_knows_it() -> None:
    asked = [("country", "FRA"), ("country", "XYZ"), ("language", "eu"), ("language", "Basque"), ("section", "eu")]
    assert [is_choice(ROAD, dimension, code) for dimension, code in asked] == [True, False, True, False, False]


def test_an_unknown_dimension_is_refused() -> None:
    with pytest.raises(KeyError, match="contact"):
        choices(ROAD, Selection(), "contact", on=ON)


def test_a_file_is_named_after_what_was_chosen() -> None:
    assert file_name_part(Selection()) == ""
    assert file_name_part(Selection(section=("EUR", "-"), question=("Q2",), text="l'eau / Łódź")) == (
        "-EUR-none-Q2-l-eau-Łódź"
    )
    assert file_name_part(Selection(text="../../x")) == "-x"
    assert len(file_name_part(Selection(text="long " * 99))) <= 61
