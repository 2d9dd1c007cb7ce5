"""Every reader: what axe-core finds, what a keyboard reaches, what a narrow or enlarged page still shows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from data.shape import LANGUAGES
from data.words import words_of
from tests.browser.axe import Violation, known, violations
from tests.browser.harness import ADDRESSES, Server, idle

TITLES = {
    "road": "The road",
    "coverage": "Regional coverage",
    "milestones": "Milestones",
    "contributions": "Contributions",
    "text": "Into the text",
    "sheet": "The sheet",
}
THEMES = ("light", "dark")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
STOPS_MAX = 150

# The element that has the focus, inside the shadow trees of components too.
_FOCUSED = """
const focused = () => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return element === document.body ? null : element
}
const words = element => (element.getAttribute('aria-label') || element.textContent || element.title || '').trim()
const name = element => `${element.tagName.toLowerCase()} ${words(element).slice(0, 40)}`
"""

# What a keyboard must come to: all that can be operated, inside the shadow trees of components too.
_START = """() => {
    const seen = element => {
        const {width, height} = element.getBoundingClientRect()
        return width > 0 && height > 0 && element.checkVisibility({visibilityProperty: true, opacityProperty: true})
    }
    const operable = root => [...root.querySelectorAll('*')].flatMap(element => [
        ...(element.matches(
            'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex="0"]'
        ) && seen(element) ? [element] : []),
        ...(element.shadowRoot ? operable(element.shadowRoot) : []),
    ])
    window.stops = new Map()
    window.awaited = operable(document)
}"""

# Note the element reached and how it and what is around it look with the focus; false once the round is over.
_STEP = (
    "() => {"
    + _FOCUSED
    + """
    const look = element => {
        const styles = []
        // A table is a canvas, which draws the ring around its cell itself.
        if (element.matches('canvas, canvas *')) return Symbol('drawn')
        for (let part = element, up = 0; part && up < 4; part = part.parentElement, up++) {
            part.getAnimations().forEach(change => change.finish())
            const {outlineStyle, outlineWidth, boxShadow, backgroundColor, borderColor} = getComputedStyle(part)
            styles.push(outlineStyle === 'none' ? '' : outlineWidth, boxShadow, backgroundColor, borderColor)
        }
        return styles.join()
    }
    const element = focused()
    if (!element || (window.stops.size > 1 && element === window.stops.keys().next().value)) return false
    if (!window.stops.has(element)) window.stops.set(element, look(element))
    window.lookOf = look
    return true
}"""
)

# After the round: what was reached, what was not, and what looks with the focus as it looks without.
_ROUND = (
    "(known) => {"
    + _FOCUSED
    + """
    focused()?.blur()
    // One stop leads to a group of choices or a list; the arrows go on from there.
    const byArrows = element => {
        const group = element.closest('[role="radiogroup"], [role="grid"], [data-testid="stSelectbox"]')
        return group && [...window.stops.keys()].some(stop => group.contains(stop))
    }
    const unseen = [...window.stops].filter(([e, look]) => e.isConnected && window.lookOf(e) === look).map(([e]) => e)
    return {
        reached: [...window.stops.keys()].map(name),
        missed: window.awaited.filter(e => e.isConnected && !window.stops.has(e) && !byArrows(e)).map(name),
        unseen: unseen.filter(e => !known.some(selector => e.matches(selector))).map(name),
        known: known.filter(selector => unseen.some(e => e.matches(selector))),
    }
}"""
)


def look(page: Page, where: str) -> list[tuple[str, Violation]]:
    """What axe-core finds here, and where that is."""
    return [(where, violation) for violation in violations(page, known())]


def only_what_is_known(found: list[tuple[str, Violation]], *, when: str) -> None:
    """Nothing of ours was found, and all of Streamlit's that the list says is found ``when`` this was looked at."""
    assert [f"{where}: {v.rule} {v.element}\n  {v.mend}" for where, v in found if not v.known] == []
    listed = {(entry.rule, entry.element) for entry in known() if entry.when == when}
    assert listed - {(v.rule, v.known) for _, v in found} == set(), "gone from Streamlit: take it off the list"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_breaks_wcag_in_either_theme(language: str, rehearsal: Server, page: Page) -> None:
    found = []
    for name, path in ADDRESSES.items():
        page.emulate_media(color_scheme="light")
        page.goto(rehearsal.address(path, lang=language))
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            idle(page)
            found += look(page, f"{name} {language} {theme}")
    only_what_is_known(found, when="at rest")


def test_the_list_of_what_is_not_ours_gives_its_reasons() -> None:
    assert [entry for entry in known() if not entry.reason.strip()] == []


def test_the_look_sees_what_it_is_there_for(page: Page) -> None:
    page.set_content(
        """<html lang="en"><title>t</title><p style="color: #bbb; background: #fff">pale</p><div id="host"></div></html>
        <script>document.getElementById("host").attachShadow({mode: "open"}).innerHTML = "<button></button>"</script>"""
    )
    assert {v.rule for v in violations(page)} == {"color-contrast", "button-name"}


def test_nothing_opened_breaks_wcag_on_a_phone(rehearsal: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(**PHONE)
    found = []
    for name, path in ADDRESSES.items():
        page.goto(rehearsal.address(path, lang="es"))
        idle(page)
        found += look(page, f"{name} as it comes")
        for opener in (page.locator(".st-key-asof_open button"), page.locator("[class*='_passport'] button")):
            if opener.count():
                opener.first.click()
                idle(page)
                expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
                found += look(page, f"{name} opened")
                page.keyboard.press("Escape")
                expect(page.get_by_test_id("stPopoverBody")).to_be_hidden()
    page.get_by_test_id("stExpandSidebarButton").click()
    idle(page)
    found += look(page, "menu")
    only_what_is_known(found, when="opened")


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_keyboard_reaches_everything_and_shows_where_it_is(name: str, rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address(ADDRESSES[name], lang="en"))
    idle(page)
    page.evaluate(_START)
    for _ in range(STOPS_MAX):
        page.keyboard.press("Tab")
        if not page.evaluate(_STEP):
            break
    else:
        pytest.fail(f"no way out: still at {page.evaluate('document.activeElement.outerHTML')[:200]}")
    ringless = [entry.element for entry in known() if entry.when == "focused"]
    way = page.evaluate(_ROUND, ringless)
    assert len(way["reached"]) > len(ADDRESSES)
    assert way["missed"] == []
    assert way["unseen"] == []
    assert set(ringless) - set(way["known"]) == set(), "gone from Streamlit: take it off the list"


@pytest.mark.parametrize("language", LANGUAGES)
def test_document_says_its_language_and_page_in_it(language: str, rehearsal: Server, page: Page) -> None:
    words = words_of(language)
    for name, path in ADDRESSES.items():
        answer = page.goto(rehearsal.address(path, lang=language))
        assert answer is not None and f'<html lang="{language}"' in answer.text()
        idle(page)
        assert page.locator("html").get_attribute("lang") == language
        expect(page).to_have_title(f"{words.say(TITLES[name])} · {words.say('Road to Lampedusa')}")
