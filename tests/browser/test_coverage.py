"""Regional coverage in a real browser: the map draws without any other machine, and a click on it opens a country."""

from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.harness import SAMPLE, Server, Watch, idle

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "user_agent": "Mozilla/5.0 (Linux; Android 13) Chrome/120.0 Mobile Safari/537.36",
}


def map_of(page: Page):  # noqa: ANN201 - a locator
    return page.locator(".st-key-coverage_map .js-plotly-plot").first


def click_on(page: Page, location: str) -> None:
    """Click where the map draws a country: the middle of its shape, which plotly follows with the mouse only."""
    shape = page.locator(".st-key-coverage_map .choroplethlayer path")
    places = shape.evaluate_all(
        "(paths, wanted) => paths.filter(p => p.__data__ && p.__data__.loc === wanted)"
        ".map(p => { const b = p.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })",
        location,
    )
    assert places, f"the map draws no {location}"
    page.mouse.move(*places[0])
    page.wait_for_timeout(100)
    page.mouse.click(*places[0])


def is_whole(page: Page) -> bool:
    """Whether nothing that the map draws reaches beyond its frame, where it would be cut off."""
    return page.locator(".st-key-coverage_map .geo").first.evaluate(
        """(map) => {
            const around = map.querySelector('.bg').getBoundingClientRect();
            return [...map.querySelectorAll('.choroplethlayer path, .scattergeo path')].every((path) => {
                const { top, bottom, left, right, width } = path.getBoundingClientRect();
                return !width || top >= around.top - 1 && bottom <= around.bottom + 1
                    && left >= around.left - 1 && right <= around.right + 1;
            });
        }"""
    )


def test_the_map_draws_its_countries_from_this_server_alone(server: Server, page: Page, watch: Watch) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.address("/coverage", lang="en"))
    idle(page)
    expect(page.locator(".st-key-coverage_map .choroplethlayer path").first).to_be_attached()
    assert page.locator(".st-key-coverage_map .choroplethlayer path").count() > 200
    assert is_whole(page)
    assert [url for url in asked if url.endswith(".json") and "topojson" in url] == [
        f"{server.url}/app/static/topojson/world_110m.json"
    ]
    assert watch.faults == []
    # What the balance is opens its formula in place.
    page.locator(".st-key-balance summary").click()
    expect(page.get_by_text("the smaller of its share")).to_be_visible()


def test_a_click_on_the_map_opens_the_country_and_its_address(server: Server, page: Page) -> None:
    page.goto(server.address("/coverage", lang="en"))
    idle(page)
    for country in ("BRA", "AUS", "CHN"):
        click_on(page, country)
        page.wait_for_url(lambda url, country=country: f"country={country}" in url)
        idle(page)
        expect(page.locator(".st-key-country_card")).to_be_visible()


def test_a_phone_shows_the_map_as_wide_as_its_page(server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(**PHONE)
    page.goto(server.address("/coverage", lang="es"))
    idle(page)
    land = page.locator(".st-key-coverage_map .choroplethlayer").first.bounding_box()
    assert land is not None
    assert 300 < land["width"] <= 390
    assert is_whole(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_address_in_a_cell_is_no_link(start: Callable[..., Server], page: Page, tmp_path: Path) -> None:
    book = load_workbook(SAMPLE)
    sections = book["Sections"]
    names = [n for n, cell in enumerate(sections[1], start=1) if str(cell.value).startswith("name")]
    for row, text in ((2, "www.example.org"), (3, "https://example.org/a"), (4, "somebody@example.org")):
        for column in names:
            sections.cell(row, column, text)
    workbook = tmp_path / "addresses.xlsx"
    book.save(workbook)
    page.goto(start(ROAD_WORKBOOK=str(workbook)).address("/coverage", lang="en"))
    idle(page)
    expect(page.get_by_test_id("stMain").locator("a:not([href^='mailto:?'])")).to_have_count(0)


def test_a_row_of_the_strip_opens_its_section_wherever_it_is_touched(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/coverage", lang="en"))
    idle(page)
    page.locator(".st-key-section_strip li[data-code=LAM] .bar").click(force=True)
    page.wait_for_url("**section=LAM*")
    idle(page)
    expect(page.get_by_role("heading", name="Latin America")).to_be_visible()
    page.go_back()
    idle(page)
    page.locator(".st-key-section_strip li[data-code=NAM] button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**section=NAM*")


def test_the_strip_is_never_wider_than_its_place(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/coverage", lang="es"))
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        idle(page)
        boxes = page.locator(".st-key-section_strip li > *").evaluate_all(
            "parts => parts.map(part => [part.scrollWidth - part.clientWidth, part.getBoundingClientRect().right])"
        )
        assert len(boxes) == 36
        assert [box for box in boxes if box[0] > 1 or box[1] > width] == [], width
