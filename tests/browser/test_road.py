"""The drawn road in Chromium: labels apart at any width, every place a date, nothing cut."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from data.languages import LANGUAGES
from tests.browser.harness import Server, idle

WIDTHS = (320, 390, 640, 800, 1024, 1280, 1440)

_DRAWN = """() => {
    const road = document.querySelector('.st-key-road_line .road') ?? [...document.querySelectorAll('*')]
        .map(element => element.shadowRoot?.querySelector('.road')).find(Boolean)
    const box = element => { const b = element.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom] }
    return {
        road: box(road), labels: [...road.querySelectorAll('li')].map(box),
        nodes: [...road.querySelectorAll('.node')].map(box), flag: box(road.querySelector('.here')),
        pin: box(road.querySelector('.pin')), whole: box(road.querySelector('.whole')),
        gone: box(road.querySelector('.gone')), stacked: road.classList.contains('stacked'),
        overdue: [...road.querySelectorAll('.overdue')].map(box),
    }
}"""


def _is_apart(one: list[float], other: list[float]) -> bool:
    return one[2] <= other[0] + 1 or other[2] <= one[0] + 1 or one[3] <= other[1] + 1 or other[3] <= one[1] + 1


def _middle(box: list[float], axis: int) -> float:
    return (box[axis] + box[axis + 2]) / 2


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_labels_stand_apart_and_nothing_is_cut(language: str, rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/", lang=language))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        idle(page)
        drawn: dict[str, Any] = page.evaluate(_DRAWN)
        boxes = [*drawn["labels"], drawn["flag"]]
        assert len(boxes) == 11
        for place, one in enumerate(boxes):
            assert all(_is_apart(one, other) for other in boxes[place + 1 :]), (width, place)
        for box in (*boxes, *drawn["nodes"], drawn["pin"]):
            assert drawn["road"][0] - 1 <= box[0] and box[2] <= drawn["road"][2] + 1, width
            assert drawn["road"][1] - 4 <= box[1] and box[3] <= drawn["road"][3] + 4, width
        for label in drawn["labels"]:
            assert all(_is_apart(label, node) for node in drawn["nodes"]), width
    # Text that a reader spaces once the page is there (WCAG 1.4.12) makes labels higher at the same width.
    page.set_viewport_size({"width": 320, "height": 900})
    idle(page)
    before = page.evaluate(_DRAWN)["road"]
    page.add_style_tag(
        content="* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; line-height: 1.5 !important }"
    )
    idle(page)
    drawn = page.evaluate(_DRAWN)
    assert drawn["road"][3] - drawn["road"][1] > before[3] - before[1]
    boxes = [*drawn["labels"], drawn["flag"]]
    for place, one in enumerate(boxes):
        assert all(_is_apart(one, other) for other in boxes[place + 1 :]), place


@pytest.mark.parametrize("width", [390, 1280])
def test_the_road_is_filled_to_its_last_step_and_marked_where_one_is_overdue(
    width: int, rehearsal: Server, page: Page
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(rehearsal.address("/", lang="en"))
    idle(page)
    drawn: dict[str, Any] = page.evaluate(_DRAWN)
    axis = 1 if drawn["stacked"] else 0
    assert drawn["stacked"] == (width < 600)
    nodes = [_middle(node, axis) for node in drawn["nodes"]]
    assert all(one <= other for one, other in pairwise(nodes))
    # 4 May to 31 December are 241 days: the draft was due on day 171, the consultations ended on day 136, D is 195.
    start, length = drawn["whole"][axis], drawn["whole"][axis + 2] - drawn["whole"][axis]
    assert drawn["gone"][axis + 2] - start == pytest.approx(length * 136 / 241, abs=1)
    assert _middle(drawn["pin"], axis) - start == pytest.approx(length * 195 / 241, abs=1)
    [overdue] = drawn["overdue"]
    assert overdue[axis] - start == pytest.approx(length * 171 / 241, abs=1)
    assert overdue[axis + 2] - start == pytest.approx(length * 195 / 241, abs=1)


def test_the_browser_keeps_the_region_chosen_and_one_in_the_address_changes_nothing(
    rehearsal: Server, page: Page
) -> None:
    page.goto(rehearsal.address("/", lang="en"))
    idle(page)
    page.locator(".st-key-at_region input").click()
    page.get_by_role("option", name="Latin America").click()
    expect(page.get_by_text("84 contributions of 90 expected")).to_be_visible()
    idle(page)
    page.goto(rehearsal.address("/", lang="en", region="EUR"))
    idle(page)
    expect(page.get_by_text("148 contributions of 120 expected").last).to_be_visible()
    page.goto(rehearsal.address("/"))
    idle(page)
    expect(page.get_by_text("84 contributions of 90 expected").last).to_be_visible()
    assert "region=LAM" in page.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_projector_shows_the_whole_story_and_a_phone_its_beginning(
    language: str, rehearsal: Server, page: Page
) -> None:
    page.goto(rehearsal.address("/", lang=language, region="AFR"))
    idle(page)
    cards = page.locator("[class*=st-key-card_]")
    boxes = [cards.nth(n).bounding_box() for n in range(4)]
    assert [box["y"] + box["height"] <= 720 for box in boxes if box] == [True] * 4, boxes
    page.set_viewport_size({"width": 390, "height": 844})
    idle(page)
    region = page.locator(".st-key-region").bounding_box()
    road, card = page.locator(".st-key-road_line").bounding_box(), cards.last.bounding_box()
    assert region and road and card
    assert region["y"] + region["height"] < 844
    assert card["y"] < road["y"]
    # The name of a figure stands above it, over two lines too.
    for n in range(4):
        name, value = (
            cards.nth(n).locator("a p").bounding_box(),
            cards.nth(n).get_by_test_id("stMetricValue").bounding_box(),
        )
        assert name and value
        assert name["y"] + name["height"] <= value["y"] + 2, (n, name, value)
    page.set_viewport_size({"width": 320, "height": 640})
    idle(page)
    verdict, ask = page.locator(".st-key-verdict").bounding_box(), page.locator(".st-key-asks a").first.bounding_box()
    assert verdict and ask
    assert verdict["y"] < 250
    assert ask["y"] + ask["height"] < 640


def test_a_figure_leads_to_its_page_wherever_its_card_is_touched(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/", lang="en"))
    idle(page)
    card = page.locator(".st-key-card_uptake")
    box = card.bounding_box()
    assert box
    inside = "([x, y]) => document.elementFromPoint(x, y).closest('a')?.pathname"
    for across in (0.05, 0.5, 0.95):
        for down in (0.35, 0.6, 0.9):
            at = [box["x"] + across * box["width"], box["y"] + down * box["height"]]
            assert page.evaluate(inside, at) == "/text", (across, down)
    card.get_by_role("button", name="Help").hover()
    expect(page.get_by_role("tooltip")).to_be_visible()


def test_the_question_mark_of_a_card_lies_above_the_link_that_all_of_the_card_is(server: Server, page: Page) -> None:
    page.goto(server.address("/", lang="en"))
    idle(page)
    lies_above = """icons => icons.map(icon => {
        icon.scrollIntoView({block: 'center'});
        const {x, y, width, height} = icon.getBoundingClientRect();
        return icon.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    })"""
    icons = page.locator('[class*="st-key-card_"] [data-testid="stTooltipHoverTarget"]:visible')
    assert icons.evaluate_all(lies_above) == [True] * 4
