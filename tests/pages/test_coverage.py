"""The page of regional coverage without a browser."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from streamlit.testing.v1 import AppTest

from data.languages import LANGUAGES
from tests.pages.conftest import REHEARSAL, RHINE, ROAD, Visit

pytestmark = pytest.mark.slow(9)

SECTIONS = ("AFR", "ASP", "EUA", "EUR", "LAM", "MWA", "NAM", "MET", "REG")

ROWS = [
    ("C1", "2021-05-04", "City of Port Louis", "Mauritius", None, None, "Q1"),
    ("C2", "2021-05-04", "City of Suva", "Fiji", None, "MET", "both"),
    ("C3", "2021-05-05", "Funafuti", "Tuvalu", None, None, "Q1"),
    ("C4", "2021-05-06", "Roseau", "Dominica", None, None, "Q2"),
    ("C5", "2021-05-07", "City of Izmir", "Turkey", None, None, "Q1"),
    ("C6", "2021-05-08", "City of Istanbul", "TUR", "EUR", None, "Q1"),
    ("C7", "2021-05-09", "A network of cities", None, None, None, "Q1"),
    ("C8", "2021-05-10", "City of Thies", "Sengal", None, None, "Q1"),
    ("C9", "2021-05-11", "A castle", "San Marino", None, None, "both"),
    ("C10", "2021-06-01", "City of Mindelo", "Cabo Verde", None, None, "Q2"),
]


@pytest.fixture
def by_hand(tmp_path: Path) -> Path:
    """Nine contributions by 20 May and one later: islands, a country in two sections, none, and one misspelt."""
    return write_workbook(tmp_path / "by_hand.xlsx", ROWS)


def write_workbook(path: Path, rows: list[tuple[Any, ...]], *, without: tuple[str, ...] = (), **settings: str) -> Path:
    book = Workbook()
    book.remove(book["Sheet"])
    sheets: dict[str, list[tuple[Any, ...]]] = {
        "Milestones": [("id", "title", "due"), ("M1", "Consultation", "2021-05-04")],
        "Contributions": [
            ("id", "received_on", "contributor", "country", "section", "also_counts_for", "question"),
            *rows,
        ],
        "Questions": [("code", "text"), ("Q1", "What is missing?"), ("Q2", "Who is missing?")],
        "Sections": [
            ("code", "expected", "contact"),
            *((code, 0 if code == "NAM" else 4, f"{code.lower()}@example.org") for code in SECTIONS),
        ],
        "Settings": [("key", "value"), ("reporting_date", "2021-06-30"), *settings.items()],
    }
    for title, cells in sheets.items():
        if title in without:
            continue
        sheet = book.create_sheet(title)
        for row in cells:
            sheet.append(row)
    book.save(path)
    return path


def said(page: AppTest) -> str:
    """Everything the page says in text."""
    parts = [*page.markdown, *page.caption, *page.title, *page.header, *page.subheader, *page.info]
    return "\n".join(str(part.value).replace("\\", "") for part in parts)


def map_traces(page: AppTest) -> list[dict[str, Any]]:
    return json.loads(page.get("plotly_chart")[0].proto.spec)["data"]


@pytest.mark.parametrize("workbook", [ROAD, REHEARSAL, RHINE], ids=["road", "rehearsal", "rhine"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_map_strip_calls_and_shares(visit: Visit, workbook: Path, language: str) -> None:
    page = visit("coverage", workbook=workbook, lang=language)
    assert not page.exception
    assert len(page.get("plotly_chart")) == 2
    mails = [link.proto.url for link in page.get("link_button")]
    assert mails
    assert all(mail.startswith("mailto:?subject=") and "&body=" in mail for mail in mails)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_section_opened_is_the_page(visit: Visit, language: str) -> None:
    page = visit("coverage", workbook=REHEARSAL, lang=language, section="NAM")
    assert not page.exception
    assert not page.get("plotly_chart")
    assert "18" in said(page)
    assert len(page.get("link_button")) == 1
    queries = [link.proto.query_string for link in page.get("page_link")]
    assert sum("section=NAM" in query for query in queries) == 3
    assert {"CAN", "USA"} <= {query.split("country=")[1][:3] for query in queries if "country=" in query}
    page.button(key="close_section").click().run()
    assert "section" not in page.query_params
    assert len(page.get("plotly_chart")) == 2


def test_a_section_opened_leads_to_each_of_its_countries_in_it(visit: Visit) -> None:
    page = visit("coverage", workbook=REHEARSAL, lang="en", section="AFR")
    links = [link.proto for link in page.get("page_link") if "country=" in link.proto.query_string]
    assert all("section=AFR" in link.query_string for link in links)
    counted = [int(link.label.replace("\\", "").rsplit("(")[-1].rstrip(")")) for link in links]
    more = [int(found[1]) for part in page.caption if (found := re.match(r"and (\d+) more", part.value))]
    assert len(counted) == (12 if more else len(counted))
    # 75 contributions in all, the most frequent countries first.
    assert counted == sorted(counted, reverse=True)
    assert sum(counted) == 75 if not more else sum(counted) <= 75 - sum(more)
    assert len(counted) > 2


def test_a_section_of_the_address_that_is_none_opens_nothing(visit: Visit) -> None:
    page = visit("coverage", workbook=REHEARSAL, section="XYZ")
    assert not page.exception
    assert len(page.get("plotly_chart")) == 2


def test_what_the_map_cannot_show_is_said(visit: Visit, by_hand: Path) -> None:
    page = visit("coverage", workbook=by_hand, lang="en", asof="2021-05-20")
    assert "6 states of 195 have been heard" in said(page)
    assert "2 contributions name no country." in said(page)
    assert "2 contributions are in no section and in none of these numbers." in said(page)


def test_islands_and_what_the_geometry_lacks_are_dots(visit: Visit, by_hand: Path) -> None:
    page = visit("coverage", workbook=by_hand, lang="en", asof="2021-05-20")
    (dots,) = [trace for trace in map_traces(page) if trace["name"] == "small and heard"]
    assert {"MUS", "FJI", "TUV", "DMA", "SMR"} >= set(dots["customdata"]) >= {"MUS", "TUV", "DMA", "SMR"}


def test_a_country_in_two_sections_says_so(visit: Visit, by_hand: Path) -> None:
    page = visit("coverage", workbook=by_hand, lang="en", country="TUR", asof="2021-05-20")
    assert not page.exception
    assert "2 contributions" in said(page)
    assert "Counted in: Europe (1), Middle East and West Asia (1)" in said(page)


def test_a_country_opened_leads_to_its_contributions(visit: Visit) -> None:
    page = visit("coverage", lang="fr", country="ITA")
    (link,) = page.get("page_link")
    assert "country=ITA" in link.proto.query_string
    assert "lang=fr" in link.proto.query_string


def test_a_country_of_the_address_that_is_none_opens_nothing(visit: Visit) -> None:
    page = visit("coverage", lang="en", country="ZZZ")
    assert not page.exception
    assert not page.get("page_link")


def test_choosing_a_country_opens_it(visit: Visit) -> None:
    page = visit("coverage", lang="en")
    page.selectbox(key="at_country").select("ESP").run()
    assert not page.exception
    assert page.query_params["country"] == "ESP"


def test_a_country_listed_opens(visit: Visit) -> None:
    page = visit("coverage", workbook=REHEARSAL, lang="en")
    page.button(key="country_ITA").click().run()
    assert not page.exception
    assert page.query_params["country"] == "ITA"
    assert "Italy" in [heading.value for heading in page.subheader]


@pytest.mark.parametrize("shown", ["yes", "no"])
def test_contacts_are_shown_only_where_the_sheet_allows(visit: Visit, tmp_path: Path, shown: str) -> None:
    workbook = write_workbook(tmp_path / "contacts.xlsx", ROWS, show_contacts=shown)
    page = visit("coverage", workbook=workbook, lang="en")
    mails = [link.proto.url for link in page.get("link_button")]
    assert any(mail.startswith("mailto:afr@example.org?") for mail in mails) == (shown == "yes")
    opened = visit("coverage", workbook=workbook, lang="en", section="AFR")
    assert ("](mailto:afr@example.org)" in said(opened)) == ("afr@" in said(opened)) == (shown == "yes")


def test_shares_of_fewer_than_five_are_not_shown(visit: Visit, tmp_path: Path) -> None:
    page = visit("coverage", workbook=write_workbook(tmp_path / "few.xlsx", ROWS[:4]), lang="en")
    assert not page.exception
    assert "There are too few contributions to compare shares" in said(page)
    assert len(page.get("plotly_chart")) == 1


def test_a_sheet_without_contributions_still_says_what_is_open(visit: Visit, tmp_path: Path) -> None:
    page = visit("coverage", workbook=write_workbook(tmp_path / "none.xlsx", []), lang="en")
    assert not page.exception
    assert "No contribution names a country yet" in said(page)


def test_the_balance_opens_its_formula(visit: Visit) -> None:
    page = visit("coverage", lang="en")
    assert [expander.label for expander in page.expander] == ["Balance 77% (n = 115)"]


def test_the_balance_is_the_sum_of_the_lower_shares(visit: Visit) -> None:
    page = visit("coverage", lang="en")
    page.session_state["balance"] = True
    ((*sections, total),) = [table.value.to_numpy().tolist() for table in page.run().table]
    shares = [[int(share.removesuffix("%")) for share in row[1:]] for row in sections]
    assert all(lower == min(received, expected) for received, expected, lower in shares)
    assert total[0] == "Balance"
    # Each of seven shares was rounded.
    assert sum(lower for *_, lower in shares) == pytest.approx(77, abs=4)
    assert total[-1] == "77%"


@pytest.mark.slow(5)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("missing", ["Questions", "Sections", "Contributions", "Milestones", "Settings"])
def test_a_missing_worksheet_leaves_the_rest_standing(
    visit: Visit, tmp_path: Path, missing: str, language: str
) -> None:
    workbook = write_workbook(tmp_path / "missing.xlsx", ROWS, without=(missing,))
    page = visit("coverage", workbook=workbook, lang=language)
    assert not page.exception
    assert page.title


def test_without_expected_numbers_no_share_expected_and_no_balance_is_told(visit: Visit, tmp_path: Path) -> None:
    page = visit("coverage", workbook=write_workbook(tmp_path / "blank.xlsx", ROWS, without=("Sections",)), lang="en")
    shared = "Africa, Asia-Pacific and Europe sent 25% each of the 8 contributions of the sections asked"
    assert shared in said(page).splitlines()
    assert "a section has no expected number, so no share expected is shown" in said(page)
    assert [expander.label for expander in page.expander] == ["Balance: cannot be calculated"]


def test_text_of_the_sheet_is_never_markup(visit: Visit, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "hostile.xlsx", ROWS)
    book = load_workbook(path)
    hostile = "![x](http://example.org/x.png) <b>*bold*</b> :red[x]"
    book["Sections"].append(("XXX", 3, hostile))
    book["Sections"]["D1"] = "name"
    for row in range(2, 12):
        book["Sections"].cell(row, 4, hostile)
    book["Questions"].append((hostile, hostile))
    book.save(path)
    page = visit("coverage", workbook=path, lang="en")
    assert not page.exception
    for part in [*page.markdown, *page.caption, *page.header, *page.subheader]:
        assert "![x](" not in str(part.value)
        assert "<b>" not in str(part.value)
    assert "<b>*bold*" not in page.get("plotly_chart")[0].proto.spec
    assert "<b>*bold*" not in page.get("plotly_chart")[1].proto.spec


def test_a_section_heard_only_through_another_says_that_nothing_counts_for_it(visit: Visit, tmp_path: Path) -> None:
    row = ("C1", "2021-05-04", "City of Izmir", "Turkey", "EUR", None, "Q1")
    page = visit("coverage", workbook=write_workbook(tmp_path / "moved.xlsx", [row]), lang="en", section="MWA")
    assert "1 of 15 states" in said(page).replace("\N{NO-BREAK SPACE}", " ")
    assert "No contribution counts for it yet." in said(page)


def test_a_sheet_that_names_no_question_is_not_taken_for_one_without_answers(
    by_hand: Path, tmp_path: Path, visit: Visit
) -> None:
    said = "No contribution says which question it answers, so every question counts as open."
    unasked = write_workbook(tmp_path / "unasked.xlsx", [(*row[:-1], None) for row in ROWS])
    empty = write_workbook(tmp_path / "empty.xlsx", [])
    for workbook, is_said in ((by_hand, 0), (unasked, 1), (empty, 0)):
        page = visit("coverage", workbook=workbook, lang="en", asof="2021-05-20")
        assert [caption.value for caption in page.caption].count(said) == is_said
