"""The page of the text without a browser."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from data.languages import LANGUAGES
from data.words import words_of
from tests.pages.conftest import REHEARSAL, ROAD, Visit

pytestmark = pytest.mark.slow(5)

HOSTILE = "![x](http://example.org/x.png) <b>*bold*</b> :red[x]"
HEADER = ("id", "received_on", "contributor", "country", "decision", "decided_on", "charter_block", "reason")
ROWS = [
    ("C1", "2021-05-04", "City of Dakar", "Senegal", "reflected", "2021-05-10", "DIG", "In the preamble"),
    ("C2", "2021-05-05", "City of Lyon", "France", "not reflected", "2021-05-11", "DIG", "Another treaty"),
    ("C3", "2021-05-06", "City of Porto", "Portugal", "partly", "2021-05-12", None, None),
    ("C4", "2021-05-07", "City of Lima", "Peru", None, None, None, None),
    ("C5", "2021-05-03", "City of Quito", "Ecuador", None, None, None, None),
]
CHARTER = [
    ("code", "title", "draft", "lead"),
    ("DIG", "Dignity", "Every person counts.", "Council A"),
    ("EQU", HOSTILE, HOSTILE, HOSTILE),
]


def write(
    path: Path, *, charter: list[tuple[Any, ...]] | None = None, rows: list[tuple[Any, ...]], columns: int = 8
) -> Path:
    book = Workbook()
    book.remove(book["Sheet"])
    sheets: dict[str, list[tuple[Any, ...]]] = {
        "Milestones": [("id", "title", "due"), ("M1", "Consultation", "2021-05-04")],
        "Contributions": [row[:columns] for row in (HEADER, *rows)],
        "Settings": [("key", "value"), ("reporting_date", "2021-06-30")],
    }
    if charter is not None:
        sheets["Charter"] = charter
    for title, cells in sheets.items():
        sheet = book.create_sheet(title)
        for row in cells:
            sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def by_hand(tmp_path: Path) -> Path:
    return write(tmp_path / "by_hand.xlsx", charter=CHARTER, rows=ROWS)


def said(page: AppTest) -> str:
    """Everything the page says in text."""
    parts = [*page.title, *page.markdown, *page.caption, *page.header, *page.subheader, *page.info]
    return "\n".join(str(part.value).replace("\\", "") for part in parts)


def links(page: AppTest) -> dict[str, str]:
    """Label of each link to its query."""
    return {link.proto.label.replace("\\", ""): link.proto.query_string for link in page.get("page_link")}


@pytest.mark.parametrize(
    ("workbook", "gap", "blocks"),
    [
        (ROAD, "SOL", ["DIG", "EQU", "REC", "PAR", "SOL", "COM", "RES"]),
        (REHEARSAL, "RES", ["VIS", "DIG", "EQU", "REC", "PAR", "SOL", "COM", "RES", "ACT", "CAL"]),
    ],
    ids=["road", "rehearsal"],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_matrix_uptake_and_the_gap_are_there(
    visit: Visit, workbook: Path, gap: str, blocks: list[str], language: str
) -> None:
    page = visit("text", workbook=workbook, lang=language)
    assert not page.exception
    assert len(page.get("plotly_chart")) == 2
    assert page.selectbox(key="at_block").value == gap
    cards = [button for button in page.button if str(button.key).startswith("charter_open_")]
    assert [str(card.key).removeprefix("charter_open_") for card in cards] == blocks


def test_a_block_of_the_charter_opens_in_its_card(visit: Visit) -> None:
    page = visit("text", workbook=REHEARSAL, lang="en", section="EUR", way="C010")
    page.button(key="charter_open_DIG").click().run()
    assert not page.exception
    assert page.query_params["block"] == "DIG"
    assert not {"section", "way"} & set(page.query_params)
    assert len(page.expander) == 5


def test_the_charter_is_read_by_part_with_its_gaps_in_plain_sight(visit: Visit, tmp_path: Path) -> None:
    charter = [
        ("code", "title", "part", "draft_en", "draft_fr"),
        ("A", "Alpha", "commitments", "We commit.", "Nous nous engageons."),
        ("B", "Beta", None, None, None),
        ("DIG", "Dignity", "vision", "We see.", None),
        ("C", "Gamma", "commitments", None, None),
    ]
    workbook = write(tmp_path / "parts.xlsx", charter=charter, rows=ROWS)
    page = visit("text", workbook=workbook, lang="fr")
    assert [part.value for part in page.subheader if part.value in ("Engagements", "Vision")] == [
        "Engagements",
        "Vision",
    ]
    order = [str(b.key).removeprefix("charter_open_") for b in page.button if str(b.key).startswith("charter_open_")]
    assert order == ["A", "C", "DIG", "B"]
    assert "Nous nous engageons." in said(page)
    assert "We see." in said(page)
    assert "pas encore de source pour Alpha, Beta et Gamma" in said(page)


def test_replies_stand_beside_the_uptake_with_their_number(visit: Visit) -> None:
    page = visit("text", workbook=REHEARSAL, lang="en")
    assert "146 answers: 74 yes, 42 in part, 30 no." in said(page).replace("\xa0", " ")


def test_numbers_are_those_counted_by_hand(visit: Visit, by_hand: Path) -> None:
    page = visit("text", workbook=by_hand, lang="en", block="DIG")
    assert not page.exception
    assert "2 of 3 decided contributions are in the text; 1 of 2 Charter blocks has a source" in said(page)
    words = said(page)
    assert "Too few decisions to compare the sections" in words
    assert "2 contributions wait for a decision" in words
    assert "1 contribution is in the text without a block" in words
    assert "1 block has no source" in words
    assert "Lead: Council A" in words
    assert "1 contribution is in it, from 1 section" in words


def test_orphans_lead_to_the_thing_the_oldest_first(visit: Visit, by_hand: Path) -> None:
    found = links(visit("text", workbook=by_hand, lang="fr"))
    waiting = [label for label in found if "58" in label or "54" in label]
    assert [label.split(" · ")[1] for label in waiting] == ["City of Quito", "City of Lima"]
    assert "open=C5" in found[waiting[0]]
    assert any("stage=undecided" in query for query in found.values())
    assert "open=C3" in found["C3 · City of Porto"]
    assert all("lang=fr" in query for query in found.values())


def test_a_block_without_a_source_opens_from_its_list(visit: Visit, by_hand: Path) -> None:
    page = visit("text", workbook=by_hand, lang="en", block="DIG", section="AFR", way="C1")
    page.button(key="block_EQU").click().run()
    assert not page.exception
    assert page.selectbox(key="at_block").value == "EQU"
    assert page.selectbox(key="at_section").value is None
    assert "way" not in page.query_params


def test_a_cell_opens_its_contributions_on_its_own_address(visit: Visit, by_hand: Path) -> None:
    page = visit("text", workbook=by_hand, lang="en", block="DIG", section="EUR")
    assert [expander.label.replace("\\", "") for expander in page.expander] == ["City of Lyon · Not reflected"]
    assert "Europe: No contribution is in it yet" in said(page)
    (query,) = [q for label, q in links(page).items() if label.startswith("Read the 1")]
    assert {"block=DIG", "section=EUR", "stage=decided"} <= set(query.split("&"))


def test_a_contribution_opened_tells_its_way(visit: Visit, by_hand: Path) -> None:
    page = visit("text", workbook=by_hand, lang="en", block="DIG", way="C1")
    assert not page.exception
    assert "10 May 2021" in said(page)
    assert [text.value for text in page.text] == ["In the preamble"]


def test_choosing_a_block_opens_it(visit: Visit, by_hand: Path) -> None:
    page = visit("text", workbook=by_hand, lang="en")
    page.selectbox(key="at_block").select("DIG").run()
    assert not page.exception
    assert page.query_params["block"] in ("DIG", ["DIG"])
    assert "1 contribution is in it" in said(page)


def test_an_address_that_names_nothing_opens_on_the_gap(visit: Visit, by_hand: Path) -> None:
    page = visit("text", workbook=by_hand, lang="en", block="GONE", section="XXX", way="nobody")
    assert not page.exception
    assert page.selectbox(key="at_block").value == "EQU"


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_charter_the_rest_stands(visit: Visit, tmp_path: Path, language: str) -> None:
    page = visit("text", workbook=write(tmp_path / "none.xlsx", rows=ROWS), lang=language)
    assert not page.exception
    assert not page.get("plotly_chart")
    (uptake,) = [said for part in page.caption if "(2)" in (said := part.value.replace("\\", ""))]
    assert words_of(language).number(5) in uptake, "from how many on there is a rate"
    assert words_of(language).say("Charter") in "".join(info.value for info in page.info)


def test_before_any_decision_the_page_says_what_to_do(visit: Visit, by_hand: Path) -> None:
    page = visit("text", workbook=by_hand, lang="en", asof="2021-05-05")
    assert not page.exception
    assert "No contribution has been decided yet" in said(page)
    assert "(columns decision and decided_on)" in said(page)


def test_columns_that_are_missing_are_named(visit: Visit, tmp_path: Path) -> None:
    page = visit("text", workbook=write(tmp_path / "few.xlsx", charter=CHARTER, rows=ROWS, columns=4), lang="en")
    assert not page.exception
    assert "has no columns “Decision” and “Charter block”" in said(page)


def test_text_of_the_sheet_is_never_markup(visit: Visit, tmp_path: Path) -> None:
    rows = [
        ("C1", "2021-05-04", HOSTILE, "Senegal", "reflected", "2021-05-10", "EQU", HOSTILE),
        ("C2", "2021-05-04", HOSTILE, "Senegal", None, None, None, None),
        ("C3", "2021-05-04", HOSTILE, "Senegal", "reflected", "2021-05-10", None, HOSTILE),
    ]
    workbook = write(tmp_path / "hostile.xlsx", charter=CHARTER, rows=rows)
    page = visit("text", workbook=workbook, lang="en", block="EQU", way="C1")
    assert not page.exception
    for part in [*page.markdown, *page.caption, *page.header, *page.subheader]:
        assert "![x](" not in str(part.value)
        assert "<b>" not in str(part.value)
    for label in [*(e.label for e in page.expander), *(link.proto.label for link in page.get("page_link"))]:
        assert "![x](" not in label
    assert "<b>*bold*" not in page.get("plotly_chart")[0].proto.spec


def test_a_contribution_may_have_a_code_of_ours_for_its_id(visit: Visit, tmp_path: Path) -> None:
    rows = [("undecided", *ROWS[0][1:]), *ROWS[1:]]
    page = visit("text", workbook=write(tmp_path / "t.xlsx", charter=CHARTER, rows=rows), block="DIG", way="undecided")
    assert not page.exception
    links = [link.proto.query_string for link in page.get("page_link")]
    assert [link for link in links if "open=undecided" in link] and [
        link for link in links if "stage=undecided" in link
    ]
