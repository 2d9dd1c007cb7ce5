"""The cards of faulty rows on a phone: the bad cell in sight, what to type in the clipboard, the others on request."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from components.sheet.fault_list import SHOWN_FIRST, SHOWN_MORE
from data.languages import LANGUAGES
from tests.browser.harness import Server, idle, serve
from tests.data.reading.sheets import SOUND
from tests.pages.nasty import save

N = 40
HEADER = ["id", "received_on", "contributor", "summary", "country", "question"]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard over a workbook with a country misspelt in every row."""
    rows = [
        [f"C{n}", "2021-05-04", f"City number {n}", "A long summary of what it says", "Itlay", "Q1"] for n in range(N)
    ]
    workbook = save(tmp_path_factory.mktemp("faulty"), "sheet", {**SOUND, "Contributions": [HEADER, *rows]})
    with serve({"ROAD_WORKBOOK": str(workbook)}, forked=True) as running:
        yield running


# The columns that stand half under the number of their row.
CUT = """all => all.flatMap(scrolls => {
    const head = scrolls.querySelector('tbody th').getBoundingClientRect()
    return [...scrolls.querySelectorAll('thead th')].filter(column => {
        const box = column.getBoundingClientRect()
        return box.left < head.right - 2 && box.right > head.right + 2
    }).map(column => column.textContent)
})"""


def test_a_faulty_row_is_shown_copied_from_and_followed_by_the_others(
    faulty: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, permissions=["clipboard-read", "clipboard-write"])
    page.goto(faulty.address("/sheet", lang="en"))
    idle(page)
    cards = page.locator("article")
    expect(cards).to_have_count(SHOWN_FIRST)
    bad = cards.first.locator("mark")
    expect(bad).to_have_text("Itlay")
    inside = "mark => { const [m, s] = [mark, mark.closest('.scrolls')].map(e => e.getBoundingClientRect());"
    assert bad.evaluate(f"{inside} return s.left <= m.left && m.right <= s.right }}")
    assert cards.locator(".scrolls").evaluate_all(CUT) == []
    cards.first.get_by_role("button", name="Copy “Italy”").click()
    expect(page.get_by_text("“Italy” is copied")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == "Italy"
    # Where the browser gives no clipboard another way is taken, and the focus stays.
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    copies = cards.first.get_by_role("button", name="Copy “Italy”")
    copies.press("Enter")
    expect(copies).to_be_focused()
    page.get_by_role("button", name=f"and {N - SHOWN_FIRST} more of this kind").press("Enter")
    expect(cards).to_have_count(SHOWN_FIRST + SHOWN_MORE)
    expect(cards.nth(SHOWN_FIRST).get_by_role("heading")).to_be_focused()


def test_what_was_read_is_whole_on_the_narrowest_phone(rehearsal: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    for language in LANGUAGES:
        page.goto(rehearsal.address("/sheet", lang=language))
        idle(page)
        table = page.get_by_test_id("stTable").first
        assert table.evaluate("table => table.querySelector('table').offsetWidth <= table.clientWidth"), language
