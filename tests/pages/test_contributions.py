"""The page of contributions without a browser."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.shared.opening_table import PAGE_ROWS
from data.languages import LANGUAGES
from tests.pages.conftest import REHEARSAL, RHINE, ROAD, ROOT, Visit
from tests.pages.opening import tables
from tests.pages.test_coverage import ROWS, said, write_workbook

pytestmark = pytest.mark.slow(11)

FILTERS = {
    "section": ("AFR", 75),
    "country": ("ITA", 25),
    "type": ("civil_society", 77),
    "council": ("RIGHT", 74),
    "milestone": ("M4", 74),
    "question": ("Q2", 215),
    "theme": ("climate", 54),
    "language": ("fr", 78),
    "stage": ("landed", 159),
    "decision": ("partly", 57),
    "block": ("DIG", 41),
}
"""Parameter to a code and the contributions of the rehearsal that have it."""


def rows(page: AppTest) -> Any:  # noqa: ANN401 - a frame of any columns
    return tables(page)[0]


def count(page: AppTest) -> int:
    return rows(page).attrs["n"]


def chips(page: AppTest) -> list[str]:
    keys = [str(button.key) for button in page.button]
    return [
        button.label.replace("\\", "") for key, button in zip(keys, page.button, strict=True) if key.startswith("chip_")
    ]


@pytest.mark.parametrize(("workbook", "of"), [(ROAD, 120), (REHEARSAL, 405)], ids=["road", "rehearsal"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_how_many_and_draws_its_figures(visit: Visit, workbook: Path, of: int, language: str) -> None:
    page = visit("contributions", workbook=workbook, lang=language)
    assert not page.exception
    assert str(of) in page.title[0].value
    assert len(page.get("plotly_chart")) == 3
    assert count(page) == of


@pytest.mark.slow(3)
@pytest.mark.parametrize("parameter", FILTERS)
def test_every_filter_of_the_address_narrows_the_table_and_stands_as_a_chip(visit: Visit, parameter: str) -> None:
    code, n = FILTERS[parameter]
    page = visit("contributions", workbook=REHEARSAL, lang="en", **{parameter: code})
    assert not page.exception
    assert count(page) == n
    assert page.title[0].value == f"{n} contributions of 405 chosen"
    assert len(chips(page)) == 1


def test_who_is_not_named_is_so_in_the_readers_language(visit: Visit) -> None:
    workbook = ROOT / "tests" / "data" / "cases" / "decidim_tab.xlsx"
    assert set(rows(visit("contributions", workbook=workbook, lang="es"))["contributor"]) == {"sin nombre"}
    links = [link.proto.label for link in visit("text", workbook=workbook, lang="es").get("page_link")]
    assert sum("sin nombre" in link for link in links) > 1
    assert not [link for link in links if "not named" in link]


def test_filters_join_and_several_codes_of_one_widen(visit: Visit) -> None:
    page = visit("contributions", workbook=REHEARSAL, lang="en", section="AFR,LAM", question="Q1", text="MIGRACION")
    assert not page.exception
    assert set(rows(page)["section"]) <= {"Africa", "Latin America"}
    assert rows(page)["question"].str.contains("Q1").all()
    assert chips(page) == ["Text: “MIGRACION”", "Section: Africa", "Section: Latin America", "Question: Q1"]


def test_text_is_found_without_its_accents_and_case(visit: Visit) -> None:
    plain, accented = (visit("contributions", workbook=REHEARSAL, lang="en", text=t) for t in ("SENEGAL", "sénégal"))
    assert count(plain) == count(accented) > 0


def test_what_no_filter_knows_leaves_the_address_without_a_trace(visit: Visit) -> None:
    page = visit(
        "contributions", lang="en", section="XXX,EUR", question="Q77", since="never", open="nothing", theme="x"
    )
    assert not page.exception
    assert page.query_params["section"] == "EUR"
    assert not {"question", "since", "open", "theme"} & set(page.query_params)


def test_a_country_without_contributions_is_an_answer_and_not_everything(visit: Visit) -> None:
    page = visit("contributions", lang="en", country="NZL")
    assert not page.exception
    assert page.title[0].value == "0 contributions of 120 chosen"
    assert "Remove one of the filters" in page.info[0].value
    assert not tables(page)


def test_a_filter_survives_another_day_and_another_language(visit: Visit) -> None:
    page = visit("contributions", workbook=REHEARSAL, lang="en", theme="climate", asof="2021-05-04")
    page.segmented_control(key="at_lang").select("fr").run()
    assert not page.exception
    assert page.query_params["theme"] == "climate"
    assert "Mobilité climatique" in chips(page)[0] or "Climate mobility" in chips(page)[0]


def test_a_chip_takes_its_filter_away_and_one_button_all(visit: Visit) -> None:
    page = visit("contributions", workbook=REHEARSAL, lang="en", section="AFR,LAM", theme="climate")
    page.button(key="chip_section_0").click().run()
    assert page.query_params["section"] == "LAM"
    page.button(key="clear_filters").click().run()
    assert not page.exception
    assert not {"section", "theme"} & set(page.query_params)
    assert count(page) == 405


def test_typing_a_search_puts_it_in_the_address(visit: Visit) -> None:
    page = visit("contributions", workbook=REHEARSAL, lang="en")
    page.text_input(key="at_text").set_value("kenya").run()
    assert not page.exception
    assert page.query_params["text"] == "kenya"
    assert rows(page)["contributor"].str.contains("Kenya").any()


def test_a_value_with_a_comma_is_one_filter(visit: Visit, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "comma.xlsx", [(*ROWS[0][:5], "MET", "Q1"), *ROWS[1:3]])
    page = visit("contributions", workbook=path, lang="en", section="MET%2C")
    assert not page.exception
    assert "section" not in page.query_params


def test_the_breakdown_follows_its_switch(visit: Visit) -> None:
    page = visit("contributions", workbook=REHEARSAL, lang="en", breakdown="theme")
    assert "Most frequent theme: Human rights, 88 of 405" in said(page)
    page.button_group(key="at_breakdown").select("language").run()
    assert not page.exception
    assert page.query_params["breakdown"] == "language"
    assert "Most frequent language: English, 180 of 405" in said(page)


def test_it_is_broken_down_only_by_what_the_sheet_has(visit: Visit) -> None:
    page = visit("contributions", workbook=RHINE, lang="en", breakdown="policy_council")
    assert not page.exception
    offered = page.button_group(key="at_breakdown").options
    assert "Section" in offered
    assert "Theme" in offered
    assert not [name for name in offered if "council" in name.lower()]
    # What an old address asks for and the sheet has not is broken down in the usual way.
    assert "sent the most: 4 of 12" in said(page)


def test_columns_of_the_address_are_those_of_the_table(visit: Visit) -> None:
    page = visit("contributions", lang="en", columns="id,reason,nonsense")
    assert list(rows(page).columns) == ["id", "reason"]


def test_ageing_names_the_oldest_undecided_and_opens_it(visit: Visit) -> None:
    page = visit("contributions", workbook=REHEARSAL, lang="en")
    assert [metric.value for metric in page.metric] == ["58 days", "195 days"]
    page.button(key="open_oldest").click().run()
    assert not page.exception
    assert page.query_params["open"] == "C003"
    assert page.title[0].value == "International faith\\-based organization"


def test_an_event_opens_what_it_is_about_and_earlier_ones_are_listed(visit: Visit) -> None:
    page = visit("contributions", workbook=REHEARSAL, lang="en")
    assert len([button for button in page.button if str(button.key).startswith("lately_")]) == 9
    page.button(key="lately_more").click().run()
    assert len([button for button in page.button if str(button.key).startswith("lately_")]) == 29
    assert page.query_params["earlier"] == "20"
    page.button(key="lately_0").click().run()
    assert not page.exception
    assert page.query_params["open"] == "C400"


def test_one_contribution_has_its_own_address_and_its_way(visit: Visit) -> None:
    page = visit("contributions", workbook=REHEARSAL, lang="en", open="C001")
    assert not page.exception
    assert page.title[0].value == "International feminist network"
    for step in ("Received", "Considered", "Partly reflected", "In the text", "after 77 days", "4 May 2021"):
        assert step in said(page)
    assert "Merged with a wider point of the same block" in [text.value for text in page.text]
    assert not tables(page)


def test_its_way_holds_no_step_later_than_the_day_looked_at(visit: Visit) -> None:
    page = visit("contributions", workbook=REHEARSAL, lang="en", open="C001", asof="2021-07-05")
    assert "Not yet decided" in said(page)
    assert "Not yet in the text" in said(page)
    assert "Partly reflected" not in said(page)
    assert "Merged with a wider point of the same block" not in [text.value for text in page.text]


def test_a_contribution_not_yet_received_says_so(visit: Visit) -> None:
    page = visit("contributions", workbook=REHEARSAL, lang="en", open="C405", asof="2021-06-01")
    assert not page.exception
    assert "had not yet been received on 1 June 2021" in page.info[0].value


def test_neighbours_are_those_of_the_filter(visit: Visit) -> None:
    page = visit("contributions", workbook=REHEARSAL, lang="en", section="AFR", theme="rights", open="C008")
    assert page.button(key="previous_contribution").disabled
    page.button(key="next_contribution").click().run()
    assert not page.exception
    assert page.query_params["open"] != "C009"
    page.button(key="close_contribution").click().run()
    assert "open" not in page.query_params
    assert page.query_params["section"] == "AFR"


def test_rows_that_share_an_id_are_opened_each_by_its_row(visit: Visit, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "twice.xlsx", [ROWS[0], ("C1", *ROWS[1][1:]), (None, *ROWS[2][1:])])
    for code, name in (("C1", "City of Port Louis"), ("row 3", "City of Suva"), ("row 4", "Funafuti")):
        page = visit("contributions", workbook=path, lang="en", open=code)
        assert not page.exception
        assert page.title[0].value == name


def test_since_counts_from_the_day_of_the_address(visit: Visit) -> None:
    default = visit("contributions", workbook=REHEARSAL, lang="en")
    assert "Since 22 October 2021" in said(default)
    assert "58 contributions received" in said(default)
    assert "Newly late: “First draft of the Charter”." in said(default)
    later = visit("contributions", workbook=REHEARSAL, lang="en", since="2021-11-14")
    assert "Since 14 November 2021" in said(later)
    assert "Newly late" not in said(later)


def test_a_sheet_without_contributions_says_what_to_do(visit: Visit, tmp_path: Path) -> None:
    page = visit("contributions", workbook=write_workbook(tmp_path / "none.xlsx", []), lang="en")
    assert not page.exception
    assert "Add one, or choose a later day." in page.info[-1].value


def test_hostile_text_of_a_cell_is_text(visit: Visit, tmp_path: Path) -> None:
    name = "![x](https://example.org/x.png) <b>**City**</b>"
    path = write_workbook(tmp_path / "hostile.xlsx", [("C1", "2021-05-04", name, "Mauritius", None, None, "Q1")])
    page = visit("contributions", workbook=path, lang="en", open="C1")
    assert not page.exception
    assert "![" not in page.title[0].value.replace("\\!\\[", "")


def test_find_my_city_says_what_became_of_each_and_why(visit: Visit) -> None:
    page = visit("road", workbook=REHEARSAL, lang="en", find="COLOMBIE")
    assert not page.exception
    assert "13 contributions found, 6 in the text" in said(page)
    assert "Partly reflected on 16 August 2021, in Community." in said(page)
    assert "Why: Cubre un vacío de la propuesta" in said(page)
    # Three requests, four figures, eight contributions, all of them.
    assert len(page.get("page_link")) == 16


def test_find_my_city_is_kind_where_nothing_is_found(visit: Visit) -> None:
    page = visit("road", workbook=REHEARSAL, lang="en", find="Colmbia")
    assert not page.exception
    assert "Nobody of that name has contributed by 15 November 2021." in said(page)
    page.button(key="nearest").click().run()
    assert page.query_params["find"] == "Colombia"
    assert "13 contributions found" in said(page)


def test_a_country_not_heard_is_named(visit: Visit) -> None:
    page = visit("road", lang="en", find="nouvelle-zelande")
    assert "Nothing has come from New Zealand by 21 May 2021." in said(page)


def test_a_table_is_sorted_and_paged_here_and_says_which_part_it_shows(visit: Visit) -> None:
    first, second = (visit("contributions", workbook=REHEARSAL, lang="en", section="AFR", rows=n) for n in ("", "2"))
    assert count(first) == count(second) == 75
    assert len(rows(first)) == len(rows(second)) == PAGE_ROWS
    assert not set(rows(first).index) & set(rows(second).index)
    last = visit("contributions", workbook=REHEARSAL, lang="en", section="AFR", rows="99")
    assert last.get("bidi_component")
    assert rows(last).index[-1] not in set(rows(first).index)
    latest = visit("contributions", workbook=REHEARSAL, lang="en", section="AFR", sort="-received_on")
    assert rows(latest)["received_on"].iloc[0] == "15 Nov 2021"
    by_country = rows(visit("contributions", workbook=REHEARSAL, lang="fr", section="AFR", sort="country"))["country"]
    assert by_country.tolist() == sorted(by_country, key=str.casefold)


@pytest.mark.parametrize("asked", ["nothing", "-", "-nothing"])
def test_an_order_that_no_column_has_is_the_sheets(visit: Visit, asked: str) -> None:
    page = visit("contributions", workbook=REHEARSAL, lang="en", sort=asked, rows="-3")
    assert not page.exception
    assert rows(page).index[0] == "C001"


def test_next_and_previous_follow_the_order_of_the_table(visit: Visit) -> None:
    page = visit("contributions", workbook=REHEARSAL, lang="en", section="AFR", sort="-received_on")
    first, second = rows(page).index[:2]
    page = visit("contributions", workbook=REHEARSAL, lang="en", section="AFR", sort="-received_on", open=first)
    page.button(key="next_contribution").click().run()
    assert page.query_params["open"] == second
