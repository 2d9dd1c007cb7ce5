"""A coordinator's Monday: what is late, whom to call, a section's answers to a question, as a file and as a link."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import Server, idle

BOM = b"\xef\xbb\xbf"


def choose(page: Page, name: str, starts: str) -> None:
    """Choose in one of the filters, by the beginning of the choice."""
    page.get_by_test_id("stMultiSelect").filter(has_text=name).locator("input").click()
    page.get_by_role("option").filter(has_text=starts).first.click()
    page.keyboard.press("Escape")
    idle(page)


def downloaded(page: Page, key: str, folder: Path) -> Path:
    with page.expect_download() as caught:
        page.locator(f".st-key-{key} button").click()
    path = folder / caught.value.suggested_filename
    caught.value.save_as(path)
    return path


def test_a_coordinators_monday(rehearsal: Server, page: Page, open_page: Callable[..., Page], tmp_path: Path) -> None:
    # What is late, and what changed since the last milestone.
    page.goto(rehearsal.address("/", lang="en"))
    idle(page)
    expect(page.get_by_test_id("stMainBlockContainer").get_by_text("1 is late")).to_be_visible()
    expect(page.get_by_text("Newly late: “First draft of the Charter”.")).to_be_visible()

    # Whom to call.
    page.get_by_test_id("stTopNavLink").nth(1).click()
    page.wait_for_url(lambda url: "/coverage" in url)
    idle(page)
    expect(page.get_by_role("heading", name="Call ").first).to_be_visible()

    # The contributions of one section to one question.
    page.get_by_test_id("stTopNavLink").nth(3).click()
    page.wait_for_url(lambda url: "/contributions" in url)
    idle(page)
    page.locator(".st-key-filters summary").click()
    idle(page)
    choose(page, "Section", "Africa (75)")
    choose(page, "Question", "Q2")
    page.locator(".st-key-filters summary").click()
    idle(page)
    assert "section=AFR" in page.url
    assert "question=Q2" in page.url
    title = page.get_by_role("heading", level=1).inner_text()
    chosen = int(title.split()[0])
    assert 0 < chosen < 75
    expect(page.locator(".st-key-chips").get_by_role("button", name="Section: Africa")).to_be_visible()
    expect(page.locator(".st-key-chips").get_by_role("button", name="Question: Q2")).to_be_visible()

    # Exported: exactly those, in a file that Excel opens right.
    exported = downloaded(page, "export_csv", tmp_path).read_bytes()
    assert exported.startswith(BOM)
    written = list(csv.DictReader(io.StringIO(exported.decode("utf-8-sig"))))
    assert len(written) == chosen
    assert {row["Section"] for row in written} == {"Africa"}
    assert all("Q2" in row["Question"] for row in written)
    assert "Contact" not in written[0]
    assert "Owner" not in written[0]
    workbook = downloaded(page, "export_xlsx", tmp_path)
    assert "xl/worksheets/sheet1.xml" in ZipFile(workbook).namelist()

    # The link shows another reader the same picture in another language.
    other = open_page(locale="fr")
    other.goto(page.url.replace("lang=en", "lang=fr"))
    idle(other)
    assert other.locator("html").get_attribute("lang") == "fr"
    assert str(chosen) in other.get_by_role("heading", level=1).inner_text()
    expect(other.locator(".st-key-chips").get_by_role("button", name="Afrique")).to_be_visible()
    for key in ("funnel", "breakdown"):
        bars = f".st-key-{key} .barlayer path"
        drawn = [p.locator(bars).evaluate_all("all => all.map(bar => bar.getAttribute('d'))") for p in (page, other)]
        assert drawn[0] == drawn[1] != []


def test_a_row_opens_by_a_touch_anywhere_and_by_enter_on_its_own_address(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/contributions", lang="en", section="AFR", theme="rights"))
    idle(page)
    row = page.get_by_role("row").filter(has_text="Urban research institute, Kenya")
    link = row.get_by_role("link")
    assert "open=C008" in (link.get_attribute("href") or "")
    assert "section=AFR" in (link.get_attribute("href") or "")
    for open_it in (lambda: row.get_by_role("cell").last.click(), lambda: link.press("Enter")):
        row.scroll_into_view_if_needed()
        open_it()
        page.wait_for_url(lambda url: "open=C008" in url)
        idle(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Urban research institute, Kenya")
        expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
        page.locator(".st-key-close_contribution button").click()
        page.wait_for_url(lambda url: "open=" not in url)
        idle(page)
        assert "section=AFR" in page.url


# The words of cells that stand in two lines.
_IN_PIECES = """(cells) => cells.flatMap((cell) => {
    const text = cell.firstChild
    return [...(text?.data ?? "").matchAll(/\\S+/g)].filter(({ 0: word, index }) => {
        const range = document.createRange()
        range.setStart(text, index)
        range.setEnd(text, index + word.length)
        return range.getClientRects().length > 1
    }).map(String)
})"""


def test_a_table_is_sorted_and_turned_and_back_goes_back(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/contributions", lang="en"))
    idle(page)
    cells = page.get_by_role("table").first.locator("td:not(.lead)")
    assert cells.count() > 100
    assert cells.evaluate_all(_IN_PIECES) == []
    sort = page.get_by_role("columnheader", name="Contributor").get_by_role("button")
    sort.press("Enter")
    page.wait_for_url(lambda url: "sort=contributor" in url)
    idle(page)
    expect(sort).to_be_focused()
    expect(page.get_by_role("columnheader", name="Contributor")).to_have_attribute("aria-sort", "ascending")
    turn = page.get_by_role("navigation").get_by_role("button", name="Next")
    turn.press("Enter")
    page.wait_for_url(lambda url: "rows=2" in url)
    idle(page)
    expect(turn).to_be_focused()
    expect(turn).to_have_accessible_description("26 to 50 of 405")
    expect(page.get_by_text("26 to 50 of 405")).to_be_visible()
    page.get_by_role("row").nth(1).get_by_role("link").click()
    page.wait_for_url(lambda url: "open=" in url)
    idle(page)
    page.go_back()
    page.wait_for_url(lambda url: "open=" not in url)
    idle(page)
    expect(page.get_by_text("26 to 50 of 405")).to_be_visible()


def test_on_a_phone_each_row_is_a_card(rehearsal: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto(rehearsal.address("/contributions", lang="en"))
    idle(page)
    cards = page.locator(".st-key-contribution_rows tbody tr")
    cards.first.scroll_into_view_if_needed()
    first, second = cards.nth(0).bounding_box(), cards.nth(1).bounding_box()
    assert first
    assert second
    assert first["width"] > 300
    assert second["y"] > first["y"] + first["height"]
    expect(page.get_by_role("columnheader")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(width: int, rehearsal: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(rehearsal.address("/contributions", lang="es", section="AFR,LAM", text="a"))
    idle(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")


def test_filters_follow_the_reader_to_other_pages_and_back(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/contributions", lang="en", theme="climate"))
    idle(page)
    page.get_by_test_id("stTopNavLink").nth(5).click()
    page.wait_for_url(lambda url: "/sheet" in url)
    idle(page)
    page.get_by_test_id("stTopNavLink").nth(3).click()
    page.wait_for_url(lambda url: "/contributions" in url)
    idle(page)
    assert "theme=climate" in page.url
    expect(page.get_by_role("heading", level=1)).to_have_text("54 contributions of 405 chosen")


def test_a_finger_filters_by_a_bar_and_scrolls_past_it(rehearsal: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(rehearsal.address("/contributions", lang="en"))
    idle(page)
    bar = page.locator(".st-key-breakdown .main-svg .point path").nth(1)
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    x, y = box["x"] + 8, box["y"] + box["height"] / 2
    scrolled = "() => document.querySelector('[data-testid=stMain]').scrollTop"
    before = page.evaluate(scrolled)
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for moved in range(0, 200, 20):
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - moved}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function(f"before => ({scrolled})() > before + 100", arg=before)
    assert "section=" not in page.url
    # A touch on what still moves only halts it. In the middle: at the edge the head of the page may lie over it.
    bar.element_handle().wait_for_element_state("stable")
    bar.evaluate("bar => bar.scrollIntoView({block: 'center'})")
    bar.element_handle().wait_for_element_state("stable")
    box = bar.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + 8, box["y"] + box["height"] / 2)
    page.wait_for_url(lambda url: "section=LAM" in url)
