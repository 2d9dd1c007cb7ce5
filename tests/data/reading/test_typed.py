"""What people type in cells of lists and codes, and what it means."""

import pytest

from data.grid import Cell
from data.messages.problems import message
from data.problems import Kind
from data.reading.no_value import is_no_value
from data.words import words_of
from tests.data.reading.conftest import Read
from tests.data.reading.sheets import contributions, kinds, only, road_of, settings

NOTHING = [
    *("N/A", "n/a", "n.a.", "N. A.", "S/O", "s.o.", "s/d", "S/D", "NC", "n/c", "n.d.", "-", "--", "–", "—", "?", "???"),
    *(
        "none",
        "None",
        "ninguno",
        "aucun",
        "Aucune",
        "nessuno",
        "tbc",
        "TBD",
        "à confirmer",
        "A CONFIRMER",
        "por confirmar",
    ),
    *("da confermare", "no", "…", "(vide)", "\u00a0-\u00a0", "no aplica", "sans objet"),
]
COLUMNS = [
    *("contributor_type", "country", "section", "also_counts_for", "policy_council", "milestone", "question", "theme"),
    *("language", "summary", "link", "considered_on", "decision", "reason", "charter_block"),
]


@pytest.mark.parametrize("word", NOTHING)
def test_a_word_for_no_value_is_empty_in_every_column(word: str) -> None:
    road = road_of(Contributions=contributions(dict.fromkeys(COLUMNS, word)))
    assert road.problems == ()
    frame = road.contributions
    filled = [column for column in frame.columns if frame[column].notna().any()]
    assert [column for column in filled if column not in ("is_decision_dated", "tab")] == [
        "row",
        "id",
        "received_on",
        "contributor",
    ]
    assert road.answers.empty and road.landings.empty and road.crosscuts.empty


@pytest.mark.parametrize("word", ["SO", "SD", "Norway", "M1", "x", "1", "0", "Nord", "non-profit", "No borders", "a.b"])
def test_what_says_something_is_a_value(word: str) -> None:
    assert not is_no_value(word)


def test_plain_capitals_na_are_namibia_and_in_small_letters_nothing(read_rows: Read) -> None:
    road = read_rows(Contributions=contributions({"country": "NA"}, {"country": "na"}, {"country": "N.A."}))
    assert road.contributions["country"].fillna("").tolist() == ["NAM", "", ""]


def test_the_code_of_norway_is_asked_about_where_it_may_mean_no() -> None:
    problem = only(road_of(Contributions=contributions({"country": "NO"})))
    assert (problem.value, problem.nearest) == ("NO", "Norway")


def test_no_is_a_value_in_a_setting_of_yes_or_no() -> None:
    road = road_of(Settings=settings(show_contacts="no", illustrative="non", licence="n/a"))
    assert road.problems == ()
    assert (road.settings.show_contacts, road.settings.licence) == (False, None)


def test_a_code_that_a_sheet_defines_is_no_word_for_nothing() -> None:
    road = road_of(
        Sections=[["code", "name"], ["NC", "North Coast"], ["NA", "Northern Area"]],
        Contributions=contributions({"section": "NC"}, {"section": "NA"}, {"section": "n/a"}),
    )
    assert road.contributions["section"].fillna("").tolist() == ["NC", "NA", ""]
    assert road.problems == ()


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        *(
            (form, "Q1 Q2")
            for form in ("Q1 and Q2", "Q1 & Q2", "Q1/Q2", "Q1 + Q2", "1 et 2", "les deux", "Les 2", "Q1-Q2")
        ),
        *(
            (form, "Q1 Q2")
            for form in ("Q1, Q2", "1,2", "1, 2", "Q1 Q2", "Questions 1 et 2", "Q1; 2", "preguntas 1 y 2")
        ),
        *(
            (form, "Q1 Q2")
            for form in ("both questions", "the two questions", "ambas", "domande 1 e 2", "Q1, and Q2", "Q1 | Q2")
        ),
        *(
            (form, "Q1")
            for form in (1.0, "1", "Question 1", "question n°1", "Q1.", "(Q1)", "Q1 (key issues)", "Q01", "q.1")
        ),
        *((form, "Q1") for form in ("What?", "Q1: What?", "Q1 – what", "pregunta nº 1", "Domanda 1", "#1")),
        *((form, "Q2") for form in (2, "question n°2", "Frage 2", "How?", "no. 2")),
    ],
)
def test_questions_are_read_as_people_write_them(typed: Cell, codes: str) -> None:
    road = road_of(Contributions=contributions({"question": typed}))
    assert road.answers["question"].tolist() == codes.split()
    assert road.problems == ()


@pytest.mark.parametrize(
    "typed",
    [1.25, "1.2", 12, "first", "Q3", "Q1 and Q3", "3", "Question 3", "les trois", "Q1 to come"],
)
def test_what_cannot_be_told_is_told_with_the_codes_there_are(typed: Cell) -> None:
    road = road_of(Contributions=contributions({"question": typed}))
    assert road.answers.empty
    problem = only(road)
    assert (problem.kind, problem.nearest, problem.details["codes"]) == (Kind.UNKNOWN_VALUE, None, "Q1, Q2")


@pytest.mark.parametrize(
    ("typed", "told"),
    [("EUR (Europe)", []), *((each, [Kind.MORE_THAN_ONE]) for each in ("EUR (Africa)", "EUR (AFR)", "EUR – Africa"))],
)
def test_a_code_is_told_where_another_one_stands_beside_it(typed: str, told: list[Kind]) -> None:
    sections = [["code", "name"], ["EUR", "Europe"], ["AFR", "Africa"]]
    road = road_of(Sections=sections, Contributions=contributions({"section": typed}))
    assert road.contributions["section"].tolist() == ["EUR"]
    assert kinds(road) == told


def test_a_dash_over_more_than_two_is_not_guessed() -> None:
    questions = [["code", "text"], ["Q1", "a"], ["Q2", "b"], ["Q3", "c"]]
    road = road_of(Questions=questions, Contributions=contributions({"question": "Q1-Q3"}, {"question": "Q2-Q3"}))
    assert road.answers.to_numpy().tolist() == [[1, "Q2"], [1, "Q3"]]
    assert kinds(road) == [Kind.UNKNOWN_VALUE]


@pytest.mark.parametrize(
    "typed", ["DIG, EQU", "DIG/EQU", "DIG & EQU", "Dignity and Equity", "dig + equ", "DIG\nEQU", "DIG EQU"]
)
def test_lists_of_blocks_too(typed: str) -> None:
    road = road_of(Contributions=contributions({"charter_block": typed}))
    assert road.landings["block"].tolist() == ["DIG", "EQU"]
    assert road.problems == ()


def test_a_name_that_holds_and_is_one_member() -> None:
    sections = [["code", "name"], ["MWA", "Middle East and West Asia"], ["AFR", "Africa"], ["EUR", "Europe"]]
    road = road_of(
        Sections=sections,
        Contributions=contributions(
            {"section": "Middle East and West Asia"},
            {"section": "Middle East and West Asia and Africa"},
            {"section": "AFR/EUR"},
        ),
    )
    assert road.contributions["section"].tolist() == ["MWA", "MWA", "AFR"]
    assert kinds(road) == [Kind.MORE_THAN_ONE, Kind.MORE_THAN_ONE]


@pytest.mark.parametrize(
    "typed", ["1", 1.0, "Step 1", "jalon 1", "Hito n.º 1", "Étape 1", "M1 – First session", "First session (M1)"]
)
def test_milestones_by_number_too(typed: Cell) -> None:
    road = road_of(Contributions=contributions({"milestone": typed}))
    assert road.contributions["milestone"].tolist() == ["M1"]
    assert road.problems == ()


@pytest.mark.parametrize(
    ("typed", "decision"),
    [
        *(
            (word, "reflected")
            for word in ("accepted", "Acceptée", "aceptada", "approved", "intégrée", "Accolta", "Fully accepted")
        ),
        *(
            (word, "not_reflected")
            for word in ("rejected", "rejetée", "Rechazada", "refusée", "respinta", "not accepted", "no aceptada")
        ),
        *(
            (word, "partly")
            for word in ("partially accepted", "partiellement", "parcialmente", "parcialmente aceptada")
        ),
        *(
            (word, "partly")
            for word in ("Acceptée partiellement", "in parte", "accepted with changes", "parzialmente accolta")
        ),
        *((word, "out_of_scope") for word in ("off-topic", "Hors sujet", "fuera de tema")),
        *(
            (word, None)
            for word in ("pending", "en attente", "Evaluating", "pendiente", "in valutazione", "under review")
        ),
    ],
)
def test_decisions_are_read_in_the_words_of_real_exports(typed: str, decision: str | None) -> None:
    row: dict[str, Cell] = {"decision": typed, "decided_on": "2021-05-20" if decision else None}
    road = road_of(Contributions=contributions(row))
    assert road.contributions["decision"].fillna("").tolist() == [decision or ""]
    assert road.problems == ()


def test_a_bullet_before_a_name_is_no_part_of_it() -> None:
    names = ["•\u00a0Ville de\u00a0A\u00ad", "- City of B", "· C", "‣ D–E", "-30- Press"]
    road = road_of(Contributions=contributions(*({"contributor": name} for name in names)))
    assert road.contributions["contributor"].tolist() == ["Ville de A", "City of B", "C", "D–E", "30- Press"]


@pytest.mark.parametrize(
    ("key", "typed", "colour"),
    [
        ("colour", "#7a1f3d", "#7A1F3D"),
        ("Couleur", "7A1F3D", "#7A1F3D"),
        ("color", 112233, "#112233"),
        ("colour", None, None),
    ],
)
def test_the_colour_of_the_network(key: str, typed: Cell, colour: str | None) -> None:
    road = road_of(Settings=[["key", "value"], [key, typed]])
    assert road.settings.colour == colour
    assert road.problems == ()


def test_a_colour_by_its_name_is_told_with_the_form_it_should_have() -> None:
    road = road_of(Settings=settings(colour="burgundy"))
    assert road.settings.colour is None
    assert kinds(road) == [Kind.UNKNOWN_VALUE]
    assert "#7A1F3D" in message(road.problems[0], words_of("en"))
