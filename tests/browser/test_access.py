"""Every reader: what axe-core finds, what a keyboard reaches, what a narrow or enlarged page still shows."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from data.languages import LANGUAGES
from data.messages.network import network_title
from data.reading import read
from data.sources.file import read_file
from data.words import words_of
from tests.browser.axe import COLOURS, TAGS, Violation, known, violations
from tests.browser.harness import (
    ADDRESSES,
    CHARTS,
    REHEARSAL,
    TITLES,
    Server,
    choose_language,
    idle,
    stands_in_its_frame,
)

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
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
        // A field that only a form of the browser's own would fill.
        if (element.closest('[aria-hidden="true"]')) return false
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

# Cumulative layout shift.
JUMPS = """
window.jumps = 0
new PerformanceObserver(list => {
    for (const {value, hadRecentInput} of list.getEntries()) if (!hadRecentInput) window.jumps += value
}).observe({type: 'layout-shift', buffered: true})
"""
JUMP_MAX = 0.05
"""Of a page as it comes; measured 0.00 to 0.02, and 0.03 where a phone has fonts late."""


# Of charts: the key, what is said in place of the drawing, whether its numbers are a tap away.
_TOLD = """charts => charts.map(chart => {
    const told = chart.querySelector('[role="figure"]') ?? chart.closest('[role="figure"]')
    const name = [...chart.closest('[class*="st-key-"]').classList].find(c => c.startsWith('st-key-'))
    const passport = document.querySelector(`.${name}_passport button`)
    return [name, told?.getAttribute('aria-label') ?? '', passport !== null]
})"""


def look(page: Page, where: str) -> list[tuple[str, Violation]]:
    """What axe-core finds here, and where that is."""
    return [(where, violation) for violation in violations(page, known())]


CHART, HIDDEN = '[data-testid="stPlotlyChart"]', '[data-testid="hidden"]'


def turn(page: Page, theme: Literal["light", "dark"]) -> None:
    """The device in another theme, with all that is open left open: a page with charts would be loaded anew."""
    rename = "([those, name]) => document.querySelectorAll(those).forEach((one) => { one.dataset.testid = name })"
    page.evaluate(rename, [CHART, "hidden"])
    page.emulate_media(color_scheme=theme)
    page.evaluate("new Promise((told) => requestAnimationFrame(() => requestAnimationFrame(told)))")
    page.evaluate(rename, [HIDDEN, "stPlotlyChart"])


def look_in_both_themes(page: Page, name: str, *, changed: str = "html") -> list[tuple[str, Violation]]:
    """What axe-core finds here in the light, and of colours in the dark; of these only where something ``changed``."""
    found = []
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    for theme in sorted(THEMES, reverse=not is_dark):
        if (theme == "dark") != is_dark:
            turn(page, theme)
            idle(page)
        only, where = (COLOURS, changed) if theme == "dark" else (TAGS, "html")
        found += [(f"{name} {theme}", violation) for violation in violations(page, known(), only, where=where)]
    return found


def _product(language: str) -> str:
    """What the rehearsal workbook calls itself."""
    return network_title(read(read_file(REHEARSAL), now=datetime.now(UTC)), words_of(language))


def only_what_is_known(found: list[tuple[str, Violation]], *, when: str) -> None:
    """Nothing of ours was found, and all of Streamlit's that the list says is found ``when`` this was looked at."""
    assert [f"{where}: {v.rule} {v.element}\n  {v.mend}" for where, v in found if not v.known] == []
    listed = {(entry.rule, entry.element) for entry in known() if entry.when == when}
    assert listed - {(v.rule, v.known) for _, v in found} == set(), "gone from Streamlit: take it off the list"


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_says_its_language_tells_its_charts_and_breaks_no_rule_in_either_theme(
    name: str, rehearsal: Server, page: Page
) -> None:
    def stands_in(language: str) -> None:
        stands_in_its_frame(page)
        assert page.get_by_test_id("stPlotlyChart").count() >= CHARTS[name]
        assert page.locator("html").get_attribute("lang") == language
        assert page.title() == f"{words_of(language).say(TITLES[name])} · {_product(language)}"

    turn(page, "light")
    page.goto(rehearsal.address(ADDRESSES[name], lang="en"))
    idle(page)
    stands_in("en")
    charts = {key: (told, beside) for key, told, beside in page.get_by_test_id("stPlotlyChart").evaluate_all(_TOLD)}
    assert len(charts) >= CHARTS[name]
    assert [key for key, (told, _) in charts.items() if len(told) < 20] == []
    assert [key for key, (_, beside) in charts.items() if not beside] == []
    found = look_in_both_themes(page, f"{name} en")
    # What a theme changes it changes in every language: each of the others is looked at in one, by turns.
    for number, language in enumerate(language for language in LANGUAGES if language != "en"):
        choose_language(page, language)
        turn(page, THEMES[number % 2])
        idle(page)
        stands_in(language)
        found += look(page, f"{name} {language}")
    for language in LANGUAGES:
        document = page.request.get(rehearsal.address(ADDRESSES[name], lang=language)).text()
        assert f'<html lang="{language}"' in document
    only_what_is_known(found, when="at rest")


def test_the_list_of_what_is_not_ours_gives_its_reasons() -> None:
    assert [entry for entry in known() if not entry.reason.strip()] == []


def test_the_look_sees_what_it_is_there_for(page: Page) -> None:
    page.set_content(
        """<html lang="en"><title>t</title><p style="color: #bbb; background: #fff">pale</p><div id="host"></div></html>
        <script>document.getElementById("host").attachShadow({mode: "open"}).innerHTML = "<button></button>"</script>"""
    )
    assert {v.rule for v in violations(page)} == {"color-contrast", "button-name"}
    assert [v.rule for v in violations(page, only=COLOURS, where="p, div")] == ["color-contrast"]
    assert violations(page, only=COLOURS, where="div") == []


OPENED = (
    ("/", {"asof": "2021-09-01", "region": "EUR"}, (".st-key-asof_open button", ".st-key-since_open button")),
    ("/coverage", {"country": "ITA"}, ("[class*='_passport'] button",)),
    ("/coverage", {"section": "EUR"}, ()),
    ("/milestones", {"milestone": "M5"}, ("[class*='_passport'] button",)),
    ("/milestones", {"if": "M5", "comes": "2021-12-10"}, ("[data-testid='stDateInputCalendarButton']",)),
    ("/contributions", {"open": "C001"}, ()),
    ("/contributions", {"section": "EUR", "text": "e"}, ("[class*='_passport'] button",)),
    ("/contributions", {"text": "in no row at all"}, ()),
    ("/text", {"block": "DIG", "section": "EUR"}, ("[class*='_passport'] button",)),
    ("/sheet", {}, ()),
)
"""What an address opens, and what then opens over it."""
OVER, FOLD = "[data-testid='stPopoverBody'], [role='dialog']", "[data-testid='stExpander']"


@pytest.mark.slow(90)
def test_nothing_opened_breaks_wcag_on_a_phone(rehearsal: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(**PHONE)
    found = []
    over = page.locator(OVER).first
    for path, query, openers in OPENED:
        page.goto(rehearsal.address(path, lang="es", **query))
        idle(page)
        found += look_in_both_themes(page, f"{path} {query}")
        for opener in openers:
            page.locator(opener).first.click()
            idle(page)
            expect(over).to_be_visible()
            found += look_in_both_themes(page, f"{path} {opener}", changed=OVER)
            page.keyboard.press("Escape")
            expect(over).to_be_hidden()
        folded = page.locator(f"{FOLD} summary").all()
        for closed in folded:
            closed.click()
        if folded:
            idle(page)
            found += look_in_both_themes(page, f"{path} {query} unfolded", changed=FOLD)
    page.locator(".st-key-share_place button").first.click()
    found += look_in_both_themes(page, "share")
    page.keyboard.press("Escape")
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_test_id("stSidebarNavLink").first).to_be_focused()
    found += look_in_both_themes(page, "menu")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stExpandSidebarButton")).to_be_focused()
    # Put away it holds no stop off the screen, and it does not stay over the page that it led to.
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("stMain")).to_be_focused()
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").nth(3).click()
    page.wait_for_url("**/contributions*")
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")
    only_what_is_known(found, when="opened")


def walk(page: Page) -> None:
    """Press Tab until the round is over."""
    for _ in range(STOPS_MAX):
        page.keyboard.press("Tab")
        if not page.evaluate(_STEP):
            return
    pytest.fail(f"no way out: still at {page.evaluate('document.activeElement.outerHTML')[:200]}")


def test_the_walk_sees_a_stop_without_a_ring_and_one_left_out(page: Page) -> None:
    page.set_content(
        """<a href="#1">a</a><button style="outline: none">ringless</button><button>b</button>
        <button id="late" onfocus="this.blur()">left out</button>"""
    )
    page.evaluate(_START)
    walk(page)
    way = page.evaluate(_ROUND, [])
    assert way["unseen"] == ["button ringless"]
    assert way["missed"] == ["button left out"]


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_keyboard_reaches_everything_and_shows_where_it_is(name: str, rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address(ADDRESSES[name], lang="en"))
    idle(page)
    ringless = [entry.element for entry in known() if entry.when == "focused"]

    page.evaluate(_START)
    walk(page)
    way = page.evaluate(_ROUND, ringless)
    assert len(way["reached"]) > len(ADDRESSES)
    assert way["missed"] == []
    assert way["unseen"] == []
    assert set(ringless) - set(way["known"]) == set(), "gone from Streamlit: take it off the list"


def test_language_is_switched_by_keyboard(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/coverage", lang="en"))
    idle(page)
    page.locator(".st-key-at_lang [aria-checked=true]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("html[lang=fr]")).to_have_count(1)
    expect(page).to_have_title(f"{words_of('fr').say('Regional coverage')} · {_product('fr')}")


def test_another_day_is_chosen_by_keyboard(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/", lang="en"))
    idle(page)
    opener = page.locator(".st-key-asof_open button").first
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("slider")).to_be_visible()
    expect(page.get_by_role("slider")).to_have_accessible_name(words_of("en").say("Show the road as it was on"))
    for _ in range(STOPS_MAX):
        page.keyboard.press("Tab")
        if page.get_by_role("slider").evaluate("slider => slider === document.activeElement"):
            break
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**asof=2021-*")
    idle(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("slider")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_passport_is_opened_and_closed_by_keyboard(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/coverage", lang="en"))
    idle(page)
    opener = page.locator(".st-key-coverage_map_passport button").first
    opener.focus()
    page.keyboard.press("Enter")
    passport = page.get_by_test_id("stPopoverBody")
    expect(passport.get_by_test_id("stTable")).to_be_visible()
    for _ in range(STOPS_MAX):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.closest('[class*=_csv]') !== null"):
            break
    assert page.evaluate("() => document.activeElement.closest('[data-testid=stPopoverBody]') !== null")
    page.keyboard.press("Escape")
    expect(passport).to_be_hidden()


def test_a_step_of_the_road_is_opened_by_keyboard(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/", lang="en"))
    idle(page)
    page.locator(".st-key-road_line button").nth(2).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/milestones?*milestone=*")


@pytest.mark.parametrize(
    ("viewport", "motion"),
    [({"width": 1280, "height": 720}, "no-preference"), ({"width": 390, "height": 844}, "reduce")],
)
def test_nothing_jumps_while_a_page_comes_or_moves_once_it_is_there(
    viewport: dict[str, int], motion: str, rehearsal: Server, open_page: Callable[..., Page]
) -> None:
    """Other tests ask for reduced motion; most readers do not."""
    page = open_page(fresh=True, viewport=viewport, reduced_motion=motion)
    page.add_init_script(JUMPS)
    jumps = {}
    for name, path in ADDRESSES.items():
        page.goto(rehearsal.address(path, lang="en"))
        idle(page)
        jumps[name] = page.evaluate("() => window.jumps")
        if jumps[name] > JUMP_MAX:
            # A machine busy with another browser paints late: what jumps, jumps every time.
            page.reload()
            idle(page)
            jumps[name] = min(jumps[name], page.evaluate("() => window.jumps"))
        assert page.evaluate("() => document.getAnimations().length") == 0
    assert {name: jump for name, jump in jumps.items() if jump > JUMP_MAX} == {}
