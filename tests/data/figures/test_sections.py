"""Sections at D, by hand."""

import pandas as pd
import pytest

from data.figures.sections import (
    CountriesHeard,
    Heard,
    answer_matrix,
    balance,
    call_list,
    countries_at,
    countries_heard,
    section_coverage,
    sections_heard,
    without_country,
)
from data.road import Road
from tests.data.figures.roads import contribution, day, make_road

ON = day("2021-05-21")

# France and Senegal by their own section; a Frenchman counted for Africa; an Italian later; nobody from Asia.
UNEVEN = make_road(
    contributions=[
        contribution("C1", "2021-05-04", country="FRA", section="EUR", questions=["Q1"], crosscuts=["MET"]),
        contribution("C2", "2021-05-10", country="FRA", section="EUR", questions=["Q1", "Q2"]),
        contribution("C3", "2021-05-11", country="FRA", section="AFR", questions=["Q1"]),
        contribution("C4", "2021-05-18", country="SEN", section="AFR", questions=["Q1"], crosscuts=["MET", "REG"]),
        contribution("C5", "2021-05-19", section="EUR", questions=["Q1"]),
        contribution("C6", "2021-05-20", country="XKX", crosscuts=["REG"]),
        contribution("C7", "2021-05-20"),
        contribution("C8", "2021-05-22", country="ITA", section="EUR", questions=["Q2"]),
    ],
    expected={"EUR": 4, "AFR": 4, "ASP": 2, "EUA": 0, "MET": 5},
)


def cells(frame: pd.DataFrame, key: str, column: str) -> dict[str, object]:
    return {code: None if pd.isna(value) else value for code, value in zip(frame[key], frame[column], strict=True)}


def test_sections_stand_in_the_order_of_the_network() -> None:
    coverage = section_coverage(UNEVEN, on=ON)
    assert coverage["code"].tolist() == ["AFR", "ASP", "EUA", "EUR", "LAM", "MWA", "NAM", "MET", "REG"]
    assert coverage["kind"].tolist() == ["regional"] * 7 + ["metropolitan", "regions"]


def test_received_and_expected() -> None:
    coverage = section_coverage(UNEVEN, on=ON)
    received = {"AFR": 2, "ASP": 0, "EUA": 0, "EUR": 3, "LAM": 0, "MWA": 0, "NAM": 0, "MET": 2, "REG": 2}
    assert cells(coverage, "code", "received") == received
    ratio = {"AFR": 0.5, "ASP": 0.0, "EUR": 0.75, "MET": 0.4}
    assert cells(coverage, "code", "ratio") == {code: ratio.get(code) for code in received}
    assert cells(coverage, "code", "applicable") == {code: code != "EUA" for code in received}


def test_reach_counts_a_section_s_own_states_whatever_section_their_words_count_for() -> None:
    coverage = section_coverage(UNEVEN, on=ON)
    # The lookup: FRA and ITA in Europe, MLI and SEN in Africa, JPN in Asia-Pacific.
    states = {"AFR": 2, "ASP": 1, "EUA": 0, "EUR": 2, "LAM": 0, "MWA": 0, "NAM": 0, "MET": None, "REG": None}
    assert cells(coverage, "code", "states") == states
    heard = cells(coverage, "code", "states_heard")
    assert (heard["AFR"], heard["EUR"], heard["ASP"], heard["LAM"], heard["MET"]) == (1, 1, 0, 0, None)
    reach = cells(coverage, "code", "reach")
    assert (reach["AFR"], reach["EUR"], reach["ASP"]) == (0.5, 0.5, 0.0)
    assert reach["LAM"] is reach["MET"] is reach["REG"] is None


def test_a_country_is_heard_in_its_own_section_where_its_words_count_for_another() -> None:
    road = make_road(contributions=[contribution("C1", "2021-05-04", country="FRA", section="AFR")])
    reach = cells(section_coverage(road, on=ON), "code", "reach")
    assert (reach["AFR"], reach["EUR"]) == (0.0, 0.5)


def test_territories_are_told_beside_and_never_in_the_ratio() -> None:
    lookup = {
        "FRA": "EUR",
        "ITA": "EUR",
        "VAT": "EUR",
        "XKX": "EUR",
        "GRL": "NAM",
        "TWN": "ASP",
        "ATA": None,
        "USA": None,
    }
    heard = ["FRA", "VAT", "XKX", "GRL", "ATA", "USA"]
    rows = [contribution(f"C{n}", "2021-05-04", country=code) for n, code in enumerate(heard)]
    road = make_road(contributions=[*rows, contribution("late", "2021-05-22", country="ITA")], countries=lookup)
    coverage = section_coverage(road, on=ON)
    assert cells(coverage, "code", "states")["EUR"] == 3
    assert cells(coverage, "code", "states_heard")["EUR"] == 2
    assert cells(coverage, "code", "territories_heard") == {
        **dict.fromkeys(("AFR", "ASP", "EUA", "LAM", "MWA"), 0),
        **{"EUR": 1, "NAM": 1, "MET": None, "REG": None},
    }
    assert cells(coverage, "code", "reach")["NAM"] is None
    # A state in no section is in the world alone.
    assert countries_heard(road, on=ON) == CountriesHeard(states=3, of=4, territories=3)


def test_silence_counts_from_the_last_contribution() -> None:
    silence = cells(section_coverage(UNEVEN, on=ON), "code", "silence_days")
    assert silence == {
        "AFR": 3,
        "ASP": None,
        "EUA": None,
        "EUR": 2,
        "LAM": None,
        "MWA": None,
        "NAM": None,
        "MET": 3,
        "REG": 1,
    }
    asked_nothing = make_road(contributions=of_sections("EUR"), expected={"EUR": 0})
    assert cells(section_coverage(asked_nothing, on=ON), "code", "silence_days")["EUR"] is None
    assert cells(section_coverage(UNEVEN, on=day("2021-05-10")), "code", "silence_days")["EUR"] == 0
    last = cells(section_coverage(UNEVEN, on=ON), "code", "last_received_on")
    assert last["EUR"] == pd.Timestamp("2021-05-19")


def test_heard_are_geographic_sections_whose_expected_is_not_zero() -> None:
    assert sections_heard(UNEVEN, on=ON) == Heard(n=2, of=6, barely=("AFR",))
    assert sections_heard(UNEVEN, on=day("2021-05-04")) == Heard(n=1, of=6, barely=("EUR",))
    assert sections_heard(UNEVEN, on=day("2021-05-03")) == Heard(n=0, of=6)


def test_a_section_of_which_nothing_is_expected_is_not_heard() -> None:
    road = make_road(contributions=[contribution("C1", "2021-05-04", section="EUA")], expected={"EUA": 0})
    assert sections_heard(road, on=ON) == Heard(n=0, of=6)
    assert cells(section_coverage(road, on=ON), "code", "received")["EUA"] == 1


ALL_EXPECTED = {"AFR": 10, "ASP": 10, "EUA": 0, "EUR": 20, "LAM": 0, "MWA": 0, "NAM": 0}


def of_sections(*codes: str) -> list[dict[str, object]]:
    return [contribution(f"C{n}", "2021-05-04", section=code) for n, code in enumerate(codes, start=1)]


@pytest.mark.parametrize(
    ("received", "expected", "answered_min", "barely"),
    [
        (0, 10, 3, False),
        (2, 10, 3, True),
        (3, 10, 3, False),
        # Where less is expected than answers a question, that is enough.
        (1, 2, 3, True),
        (2, 2, 3, False),
        (1, 1, 3, False),
        # Without an expected number three are, and a tenth of nothing is none.
        (2, None, 3, True),
        (3, None, 3, False),
        # Fewer than a tenth.
        (6, 61, 3, True),
        (6, 60, 3, False),
        (1, 70, 1, True),
        # Not asked.
        (1, 0, 3, False),
    ],
)
def test_barely_heard(received: int, expected: float | None, answered_min: int, barely: bool) -> None:
    codes = ["EUR"] * received
    rows = [row | {"crosscuts": ["MET"]} for row in of_sections(*codes)]
    road = make_road(contributions=rows, expected={"EUR": expected, "MET": expected}, answered_min=answered_min)
    found = cells(section_coverage(road, on=ON), "code", "barely_heard")
    assert (found["EUR"], found["MET"]) == (barely, False)
    assert sections_heard(road, on=ON).barely == (("EUR",) if barely else ())


@pytest.mark.parametrize(
    ("start", "until", "on", "expected", "behind"),
    [
        # Half of the time elapsed: of 10 and of 3 half is 5 and 1.5, and two have come.
        ("2021-05-01", "2021-05-21", "2021-05-11", 10, 3.0),
        ("2021-05-01", "2021-05-21", "2021-05-11", 3, 0.0),
        ("2021-05-01", "2021-05-21", "2021-05-11", 5, 0.5),
        ("2021-05-01", "2021-05-21", "2021-05-21", 10, 8.0),
        ("2021-05-01", "2021-05-21", "2021-06-01", 10, 8.0),
        ("2021-05-12", "2021-05-21", "2021-05-11", 10, 0.0),
        ("2021-05-01", "2021-05-21", "2021-05-11", 0, None),
        ("2021-05-01", "2021-05-21", "2021-05-11", None, None),
        ("2021-05-21", "2021-05-21", "2021-05-21", 10, None),
        (None, "2021-05-21", "2021-05-11", 10, None),
        ("2021-05-01", None, "2021-05-11", 10, None),
    ],
)
def test_behind_is_what_lacks_to_the_part_of_expected_that_the_time_gone_asks_for(
    start: str | None, until: str | None, on: str, expected: float | None, behind: float | None
) -> None:
    road = make_road(
        contributions=of_sections("EUR", "EUR"),
        expected={"EUR": expected},
        start=start,
        contributions_until=until,
    )
    assert cells(section_coverage(road, on=day(on)), "code", "behind")["EUR"] == behind


@pytest.mark.slow(3)
def test_what_is_exactly_on_time_is_not_behind_by_a_rounding_error() -> None:
    # 3 of 30 after 1 day of 10: a tenth of 30 is more than 3 in floats of 1 / 10.
    for days in range(2, 200):
        road = make_road(
            contributions=of_sections(*["EUR"] * 3),
            expected={"EUR": 3 * days},
            start="2021-05-20",
            contributions_until=str((pd.Timestamp("2021-05-20") + pd.Timedelta(days=days)).date()),
        )
        assert cells(section_coverage(road, on=ON), "code", "behind")["EUR"] == 0


@pytest.mark.parametrize(
    ("codes", "expected", "value"),
    [
        # Received 1/4, 0, 3/4; expected 1/4, 1/4, 1/2.
        (["AFR", "EUR", "EUR", "EUR"] * 8, ALL_EXPECTED, 0.75),
        (["AFR", "ASP", "EUR", "EUR"] * 8, ALL_EXPECTED, 1.0),
        # What comes from where nothing is expected is in no share, and in no count.
        (["AFR", "ASP", "EUR", "EUR"] * 8 + ["EUA"] * 9, ALL_EXPECTED, 1.0),
        (["EUR"] * 30, ALL_EXPECTED, 0.5),
        (["EUR"] * 29, ALL_EXPECTED, None),
        (["EUR"] * 29 + ["EUA"], ALL_EXPECTED, None),
        (["EUA"] * 30, ALL_EXPECTED, None),
        ([], ALL_EXPECTED, None),
        (["AFR"] * 30, ALL_EXPECTED | {"NAM": None}, None),
        (["AFR"] * 30, dict.fromkeys(ALL_EXPECTED, 0), None),
        (["AFR"] * 30, {}, None),
    ],
)
def test_balance(codes: list[str], expected: dict[str, float | None], value: float | None) -> None:
    # A blank cross-cutting section is none of its business.
    road = make_road(contributions=of_sections(*codes), expected=expected)
    assert balance(road, on=ON) == (None if value is None else pytest.approx(value))


def test_shares_are_within_the_applicable_geographic_sections() -> None:
    road = make_road(
        contributions=of_sections("AFR", "EUR", "EUR", "EUR", "EUA", "MET"), expected=ALL_EXPECTED | {"MET": 50}
    )
    coverage = section_coverage(road, on=ON)
    rest = dict.fromkeys(["EUA", "LAM", "MWA", "NAM", "MET", "REG"])
    assert cells(coverage, "code", "share_received") == {"AFR": 0.25, "ASP": 0.0, "EUR": 0.75} | rest
    assert cells(coverage, "code", "share_expected") == {"AFR": 0.25, "ASP": 0.25, "EUR": 0.5} | rest
    assert cells(coverage, "code", "share_states") == {"AFR": 0.4, "ASP": 0.2, "EUR": 0.4} | rest


def answers_of(road: Road, section: str) -> dict[str, tuple[int, str]]:
    matrix = answer_matrix(road, on=ON)
    rows = matrix[matrix["section"] == section]
    return {question: (n, answer) for question, n, answer in rows[["question", "n", "answer"]].to_numpy().tolist()}


def test_answers_are_none_thin_or_answered() -> None:
    assert answers_of(UNEVEN, "EUR") == {"Q1": (3, "answered"), "Q2": (1, "thin")}
    assert answers_of(UNEVEN, "AFR") == {"Q1": (2, "thin"), "Q2": (0, "none")}
    assert answers_of(UNEVEN, "ASP") == {"Q1": (0, "none"), "Q2": (0, "none")}
    assert answers_of(UNEVEN, "EUA") == {"Q1": (0, "not applicable"), "Q2": (0, "not applicable")}
    assert answers_of(UNEVEN, "MET") == {"Q1": (2, "thin"), "Q2": (0, "none")}
    assert answers_of(UNEVEN, "REG") == {"Q1": (1, "thin"), "Q2": (0, "none")}


def test_answered_from_as_many_as_settings_say() -> None:
    road = make_road(contributions=[contribution("C1", "2021-05-04", section="EUR", questions=["Q1"])], answered_min=1)
    assert answers_of(road, "EUR") == {"Q1": (1, "answered"), "Q2": (0, "none")}


@pytest.mark.parametrize(
    ("n", "expected", "answer"),
    [(1, 1, "answered"), (1, 2, "thin"), (2, 2, "answered"), (2, 9, "thin"), (3, 9, "answered"), (2, None, "thin")],
)
def test_no_more_answers_are_asked_for_than_contributions_are_expected(
    n: int, expected: float | None, answer: str
) -> None:
    rows = [contribution(f"C{i}", "2021-05-04", section="EUR", questions=["Q1"]) for i in range(n)]
    road = make_road(contributions=rows, expected={"EUR": expected}, questions=["Q1"])
    assert answers_of(road, "EUR")["Q1"] == (n, answer)


def test_matrix_has_every_section_and_question() -> None:
    matrix = answer_matrix(UNEVEN, on=ON)
    assert len(matrix) == 9 * 2
    assert matrix["section"].tolist()[:3] == ["AFR", "AFR", "ASP"]
    assert answer_matrix(make_road(questions=()), on=ON).empty


def test_call_list_orders_by_none_then_thin_then_silence() -> None:
    road = make_road(
        contributions=[
            # AFR: one none, one thin, last on the 10th.
            contribution("C1", "2021-05-10", section="AFR", questions=["Q1"]),
            # ASP: the same, silent for longer.
            contribution("C2", "2021-05-09", section="ASP", questions=["Q2"]),
            # EUR: two thin.
            contribution("C3", "2021-05-20", section="EUR", questions=["Q1", "Q2"]),
            # LAM: heard, and no question answered.
            contribution("C4", "2021-05-20", section="LAM"),
            # NAM: one answered, one none.
            *[contribution(f"N{n}", "2021-05-01", section="NAM", questions=["Q1"]) for n in range(3)],
            # MET: all answered, and so not on it.
            *[contribution(f"T{n}", "2021-05-01", crosscuts=["MET"], questions=["Q1", "Q2"]) for n in range(3)],
        ],
        expected={"EUA": 0, "REG": 0, "MET": 5},
    )
    called = call_list(road, on=ON)
    assert called["code"].tolist() == ["MWA", "LAM", "ASP", "AFR", "NAM", "EUR"]
    assert called["none"].tolist() == [2, 2, 1, 1, 1, 0]
    assert called["thin"].tolist() == [0, 0, 1, 1, 0, 2]
    assert called["behind"].isna().all()
    assert called["silence_days"].fillna(-1).tolist() == [-1, 1, 12, 11, 20, 1]
    both = ("Q1", "Q2")
    assert called["open_questions"].tolist() == [both, both, both, both, ("Q2",), both]


def test_call_list_takes_who_is_further_behind_before_who_is_silent_for_longer() -> None:
    answered = [
        contribution(f"{code}{n}", on, section=code, questions=["Q1", "Q2"])
        for code, on in (("AFR", "2021-05-01"), ("EUR", "2021-05-20"), ("LAM", "2021-05-02"), ("NAM", "2021-05-01"))
        for n in range(3)
    ]
    road = make_road(
        contributions=answered,
        # Half of the time elapsed: 2, 3 and 2 short, and NAM has sent more than its half.
        expected={"AFR": 10, "EUR": 12, "LAM": 10, "NAM": 5, "ASP": 0, "EUA": 0, "MWA": 0, "MET": 0, "REG": 0},
        start="2021-05-11",
        contributions_until="2021-05-31",
    )
    called = call_list(road, on=ON)
    assert called[["code", "behind"]].to_numpy().tolist() == [["EUR", 3.0], ["AFR", 2.0], ["LAM", 2.0]]


def test_call_list_is_empty_where_nothing_is_open_and_keeps_the_network_s_order_at_a_tie() -> None:
    assert call_list(make_road(contributions=of_sections("EUR"), questions=()), on=ON).empty
    road = make_road(
        contributions=of_sections("EUR", "AFR"),
        questions=["Q1"],
        sections={"MET": "metropolitan", "AFR": "regional", "ASP": "regional", "EUR": "regional"},
    )
    assert call_list(road, on=ON)["code"].tolist() == ["MET", "ASP", "AFR", "EUR"]


def test_countries_of_the_lookup_and_those_heard_beside_it() -> None:
    coverage = pd.DataFrame(countries_at(UNEVEN, on=ON))
    assert coverage["country"].tolist() == ["FRA", "ITA", "MLI", "SEN", "JPN", "XKX"]
    assert coverage["section"].fillna("-").tolist() == ["EUR", "EUR", "AFR", "AFR", "ASP", "-"]
    assert coverage["received"].tolist() == [3, 0, 0, 1, 0, 1]
    assert coverage["last_received_on"][0] == pd.Timestamp("2021-05-11")
    assert without_country(UNEVEN, on=ON) == 2
    assert coverage["received"].sum() + without_country(UNEVEN, on=ON) == 7


def test_before_anything_came_all_is_silent() -> None:
    before = day("2021-05-03")
    coverage = section_coverage(UNEVEN, on=before)
    assert coverage["received"].sum() == 0
    assert coverage["silence_days"].isna().all()
    assert coverage["share_received"].isna().all()
    assert set(answer_matrix(UNEVEN, on=before)["answer"]) == {"none", "not applicable"}
    assert call_list(UNEVEN, on=before)["code"].tolist() == ["AFR", "ASP", "EUR", "LAM", "MWA", "NAM", "MET", "REG"]
    assert sum(row["received"] for row in countries_at(UNEVEN, on=before)) == 0


def test_an_empty_sheet_has_the_network_s_sections() -> None:
    road = make_road(questions=(), countries={})
    assert section_coverage(road, on=ON)["received"].tolist() == [0] * 9
    assert sections_heard(road, on=ON) == Heard(0, 7)
    assert countries_at(road, on=ON) == []
