"""The worksheet Words: another network's words for the codes of our lists, read, accepted and shown."""

import pytest

from data.messages.problems import message
from data.problems import Kind
from data.reading.doctor import values_in_use
from data.shape import CONTRIBUTION_STAGES, CONTRIBUTOR_TYPES, DECISIONS, REPLIES, SECTION_KINDS
from data.words import words_of
from tests.data.reading.sheets import contributions, road_of

WORDS = [
    ["code", "name_en", "name_fr", "name_es"],
    ["reflected", "Taken on board", "Embarquée", None],
    ["partly", "Accepted", "Acceptée", None],
    ["considered", "Looked at", "Vue", None],
    ["regional", "Sub-basin", "Sous-bassin", None],
    ["reply: partly", "Half", "À moitié", None],
    ["contributor type: water_board", "Water board", "Agence de l’eau", None],
]


def _road(**row: str):  # noqa: ANN202 - a Road
    return road_of(Contributions=contributions({"decided_on": "2021-05-05", **row}), Words=WORDS)


@pytest.mark.parametrize(
    ("typed", "decision"),
    [
        ("Taken on board", "reflected"),
        ("embarquée", "reflected"),
        ("Accepted", "partly"),
        ("not reflected", "not_reflected"),
    ],
)
def test_the_network_s_words_are_values_and_come_before_ours(typed: str, decision: str) -> None:
    road = _road(decision=typed)
    assert road.contributions["decision"].tolist() == [decision]
    assert road.problems == ()


def test_codes_of_the_network_s_own_are_named_where_a_list_is_open() -> None:
    road = _road(decision="partly", contributor_type="Agence de l'eau")
    assert road.contributions["contributor_type"].tolist() == ["water_board"]
    assert words_of("en", road.own_words).label(CONTRIBUTOR_TYPES, "water_board") == "Water board"
    assert values_in_use(road)["nearest"].isna().all()


def test_labels_are_the_network_s_in_the_reader_s_language_and_ours_elsewhere() -> None:
    own = _road(decision="partly").own_words
    french, spanish, plain = words_of("fr", own), words_of("es", own), words_of("fr")
    assert [french.label(DECISIONS, code) for code in ("reflected", "partly", "not_reflected")] == [
        "Embarquée",
        "Acceptée",
        plain.label(DECISIONS, "not_reflected"),
    ]
    assert (spanish.label(DECISIONS, "reflected"), french.label(SECTION_KINDS, "regional")) == (
        "Taken on board",
        "Sous-bassin",
    )
    assert (french.label(REPLIES, "partly"), french.label(CONTRIBUTION_STAGES, "considered")) == ("À moitié", "Vue")
    assert plain.label(DECISIONS, "reflected") == "Reflétée" or "Embarquée" not in plain.label(DECISIONS, "reflected")
    assert words_of("fr", own) is french


def test_a_code_of_no_list_is_told_with_what_is_near() -> None:
    road = road_of(Words=[["code", "name"], ["reflectd", "In"], ["reply: maybe", "Maybe"]])
    told = [(problem.kind, problem.row, problem.value, problem.nearest) for problem in road.problems]
    assert told == [(Kind.UNKNOWN_VALUE, 2, "reflectd", "reflected"), (Kind.UNKNOWN_VALUE, 3, "reply: maybe", None)]
    assert (road.rows["Words"].read, road.rows["Words"].used, road.rows["Words"].left_out) == (2, 0, 2)


def test_a_message_offers_the_network_s_words() -> None:
    road = _road(decision="zzz")
    (told,) = [problem for problem in road.problems if problem.kind is Kind.UNKNOWN_VALUE]
    assert message(told, words_of("en", road.own_words)).startswith("Type one of these: Taken on board, Accepted, ")


@pytest.mark.parametrize(
    ("codes", "is_another"), [(("RH1", "RH2"), True), (("rh1",), True), (("RH1", "eur"), False), (("EUR",), False)]
)
def test_a_network_that_lists_none_of_our_sections_is_another(codes: tuple[str, ...], is_another: bool) -> None:
    road = road_of(Sections=[["code", "name"], *([code, f"Section {code}"] for code in codes)])
    assert road.own_words.is_another == is_another
