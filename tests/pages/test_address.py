"""What stands in the address belongs to its page, and survives the menu, the day and the language."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import REHEARSAL, Visit


def menu(page: AppTest, name: str) -> AppTest:
    """A click in the menu: Streamlit drops the query."""
    page.query_params.clear()
    return page.switch_page(str(Path("..", "pages", f"{name}.py"))).run()


def test_what_is_opened_on_one_page_filters_no_other(visit: Visit) -> None:
    for name, parameter, code in (("milestones", "milestone", "M5"), ("coverage", "country", "ITA")):
        page = visit(name, workbook=REHEARSAL, **{parameter: code})
        assert page.query_params[parameter] == code
        menu(page, "contributions")
        assert parameter not in page.query_params
        assert not [button for button in page.button if button.key and button.key.startswith("chip_")]


def test_a_filter_survives_the_menu_the_day_and_the_language(visit: Visit) -> None:
    page = visit("contributions", workbook=REHEARSAL, section="AFR", lang="en")
    menu(page, "coverage")
    page.segmented_control(key="at_lang").set_value("fr").run()
    menu(page, "contributions")
    assert page.query_params["section"] == "AFR"
    assert page.query_params["lang"] == "fr"
    assert [button.key for button in page.button if button.key and button.key.startswith("chip_")]


def test_an_address_of_another_page_with_the_same_words_is_taken_as_it_is(visit: Visit) -> None:
    page = visit("coverage", workbook=REHEARSAL, country="ITA", lang="en")
    page.switch_page(str(Path("..", "pages", "contributions.py"))).run()
    assert page.query_params["country"] == "ITA"
    assert [button.key for button in page.button if button.key and button.key.startswith("chip_")]
