"""The page's manners: where the focus goes, what is said aloud, whose words stand in the page."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pikepdf import Pdf
from playwright.sync_api import Page, Route, expect

from data.words import NO_BREAK, words_of
from tests.browser.harness import ADDRESSES, Server, choose_language, idle
from tests.components.publish.note.pdf_text import squeezed, texts_of

FOCUS = "() => document.activeElement.textContent.trim()"
# Every text that is said aloud, as a screen reader is told of it.
LISTEN = """() => {
    window.heard = []
    const line = document.querySelector('[role="status"]#said')
    new MutationObserver(() => line.textContent && window.heard.push(line.textContent)).observe(line, {childList: true})
}"""


def heard(page: Page) -> list[str]:
    """What was said since this was last asked."""
    page.wait_for_timeout(400)
    idle(page)
    return page.evaluate("() => window.heard.splice(0)")


def come_to(page: Page, address: str) -> None:
    """Open a page and listen."""
    page.goto(address)
    idle(page)
    page.evaluate(LISTEN)


def test_what_a_reader_changes_is_said_aloud_once(rehearsal: Server, page: Page) -> None:
    come_to(page, rehearsal.address("/contributions", lang="en"))
    search = page.get_by_role("textbox").first
    search.fill("Buenos")
    page.keyboard.press("Enter")
    page.wait_for_url("**text=Buenos*")
    (said,) = heard(page)
    assert said == page.get_by_role("heading", level=1).inner_text()
    assert "405" in said
    page.locator(".st-key-refresh button").first.click()
    page.wait_for_timeout(1000)
    assert heard(page) == [words_of("en").say("The sheet was read again: nothing has changed")]
    page.locator(".st-key-asof_open button").first.click()
    page.locator(".st-key-stop_2 button").first.click()
    page.wait_for_url("**asof=*")
    (said,) = heard(page)
    assert said.startswith("As of ")
    page.keyboard.press("Escape")
    # A whole page that comes is read from its heading on; another language is heard by itself.
    page.get_by_role("radio", name="FR").click()
    page.wait_for_url("**lang=fr*")
    assert heard(page) == []
    page.get_by_test_id("stTopNavLink").nth(2).click()
    page.wait_for_url("**/milestones*")
    assert heard(page) == []
    assert page.evaluate(FOCUS) == page.get_by_role("heading", level=1).inner_text().replace("\u2060", "")


OPENED = [
    ("/milestones", {"milestone": "M5"}, "M7", lambda page: page.get_by_role("button", name="World Council"), 1),
    ("/coverage", {"country": "ITA"}, "country=", lambda page: page.get_by_role("combobox").first, 3),
    ("/coverage", {}, "section=", lambda page: page.locator(".st-key-section_strip button").first, 1),
    ("/text", {}, "block=", lambda page: page.get_by_role("combobox").first, 3),
]


@pytest.mark.parametrize(
    ("path", "query", "to", "opener", "level"), OPENED, ids=["milestones", "country", "section", "text"]
)
def test_what_opens_has_the_focus_on_its_heading_and_its_name_in_the_title(
    path: str,
    query: dict[str, str],
    to: str,
    opener: Callable[[Page], object],
    level: int,
    rehearsal: Server,
    page: Page,
) -> None:
    page.goto(rehearsal.address(path, lang="en", **query))
    idle(page)
    # What the address opened already has it; a page that opened nothing leaves it where a page begins.
    assert page.evaluate("() => /^(BODY|H[1-3])$/.test(document.activeElement.tagName)")
    target = opener(page)
    before = page.url
    target.focus()  # pyright: ignore[reportAttributeAccessIssue] - a locator
    if level == 3:
        # Opened, the box stands on what it holds; the block with the least in it may be its last.
        for key in ("ArrowDown", "ArrowUp", "ArrowUp") if path == "/text" else ("ArrowDown", "ArrowDown"):
            page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before and to in url)
    idle(page)
    page.wait_for_function("level => document.activeElement.tagName === 'H' + level", arg=level)
    name = page.evaluate(FOCUS)
    assert page.title().startswith(f"{name} · ")
    assert page.title().endswith(" · Road to Lampedusa (rehearsal)")


_RINGED = """() => {
    const heading = document.activeElement
    const { top, bottom } = heading.getBoundingClientRect()
    const next = heading.closest('[data-testid="stElementContainer"]').nextElementSibling
    const hasOwn = getComputedStyle(heading).outlineStyle !== 'none'
    const inset = hasOwn ? 0 : parseFloat(getComputedStyle(heading, '::after').insetBlockEnd)
    return [document.querySelector('[data-testid="stHeader"]').getBoundingClientRect().bottom, top, bottom - inset,
        next.getBoundingClientRect().top]
}"""


@pytest.mark.parametrize(("path", "query"), [("/text", {"block": "CAL"}), ("/coverage", {"country": "MEX"})])
def test_what_a_link_opens_stands_in_the_upper_half_of_a_phone(
    path: str, query: dict[str, str], rehearsal: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(rehearsal.address(path, lang="en", **query))
    idle(page)
    page.wait_for_function("() => document.activeElement.tagName === 'H3'")
    above, top, ring, below = page.evaluate(_RINGED)
    # Whole, below the bar at the top of the screen; a ring would go through nobody's words, and a finger needs none.
    assert above <= top < 844 / 2
    assert ring <= below + 2
    assert page.evaluate("() => getComputedStyle(document.activeElement, '::after').outlineStyle") == "none"


def test_a_contribution_opens_by_enter_and_closing_leads_back_to_the_page(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/contributions", lang="en", open="C001"))
    idle(page)
    page.get_by_role("button", name="Next one").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.tagName === 'H1'")
    assert page.title().startswith(page.evaluate(FOCUS))
    page.get_by_role("button", name="All contributions").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.textContent.includes('405')")


def test_a_popover_takes_the_focus_and_gives_it_back(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/coverage", lang="en"))
    idle(page)
    for opener in (page.locator(".st-key-asof_open button"), page.locator(".st-key-coverage_map_passport button")):
        opener.first.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_test_id("stPopoverBody")).to_be_focused()
        page.keyboard.press("Tab")
        idle(page)
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.closest('[data-testid=stPopoverBody]') !== null")
        page.keyboard.press("Escape")
        expect(opener.first).to_be_focused()
    # Above a finger's breadth of the screen too it shows all that it holds.
    page.goto(rehearsal.address("/", lang="en"))
    idle(page)
    last = page.locator(".st-key-since_open button").first
    edge = last.evaluate("button => Math.ceil(button.getBoundingClientRect().bottom)")
    page.set_viewport_size({"width": 1280, "height": edge + 64})
    last.press("Enter")
    opened = page.get_by_test_id("stPopoverBody")
    expect(opened.get_by_role("slider")).to_have_count(1)
    idle(page)
    assert opened.evaluate("body => body.scrollHeight - body.clientHeight") < 2


def test_a_button_that_goes_once_it_is_pressed_leaves_the_focus_beside_it(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/contributions", lang="en", section="AFR", asof="2021-10-01"))
    idle(page)
    for gone, left in ((".st-key-chip_section_0", ".st-key-at_text"), (".st-key-past_day_back", ".st-key-refresh")):
        page.locator(f"{gone} button:visible").press("Enter")
        expect(page.locator(gone)).to_have_count(0)
        page.wait_for_function("left => document.activeElement.closest(left) !== null", arg=left)


STOPS_MAX = 12


def test_main_content_and_the_controls_above_it_are_at_most_twelve_stops_away_and_named(
    rehearsal: Server, page: Page
) -> None:
    for path in ADDRESSES.values():
        page.goto(rehearsal.address(path, lang="fr"))
        idle(page)
        names_are_their_own(page, path)
        stops = 0
        while not page.evaluate("() => document.activeElement.closest('.st-key-refresh') !== null"):
            page.keyboard.press("Tab")
            stops += 1
            assert stops <= STOPS_MAX, path
            if stops == 1:
                expect(page.get_by_test_id("stSkipToContent")).to_be_focused()
        skip = page.get_by_test_id("stSkipToContent")
        expect(skip).to_have_text(words_of("fr").say("Skip to the content"))
        skip.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_be_focused()


def names_are_their_own(page: Page, path: str) -> None:
    """No two buttons share a name, none is in Streamlit's English, none is read with the name of its icon."""
    names = page.locator("[data-testid='stMain'] button[aria-label]").evaluate_all(
        "buttons => buttons.filter(b => b.checkVisibility()).map(b => b.getAttribute('aria-label'))"
    )
    assert [name for name in set(names) if names.count(name) > 1 and name != "Afficher les choix"] == [], path
    assert [name for name in names if name.split(":")[0].strip() in ("Help", "Fullscreen", "Open", "Search")] == []
    tree = page.locator("body").aria_snapshot()
    assert " icon" not in tree
    assert "check_circle" not in tree


def test_no_word_stands_under_a_field_that_the_reader_does_not_read(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/contributions", lang="fr"))
    idle(page)
    page.get_by_role("textbox").first.fill("Lima")
    expect(page.get_by_test_id("InputInstructions")).to_have_text("Entrée pour valider")


def calendar(page: Page) -> str:
    """What the calendar of the page says, opened and closed again."""
    page.get_by_test_id("stDateInputCalendarButton").click()
    said = page.get_by_role("dialog").last.aria_snapshot()
    page.keyboard.press("Escape")
    return said


def test_a_calendar_speaks_the_language_of_the_page_whatever_the_browser_speaks(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/milestones", lang="it"))
    idle(page)
    expect(page.get_by_text("(required)")).to_be_hidden()
    for field in ("giorno", "mese", "anno"):
        expect(page.get_by_role("spinbutton", name=f"{field}, avviene il")).to_be_visible()
    said = calendar(page)
    assert "novembre" in said
    assert [word for word in ("November", "Monday", "Choose", "month", "Next", "year") if word in said] == []
    # Another language in the same session, chosen here or where no calendar stands.
    choose_language(page, "es")
    expect(page.get_by_role("spinbutton", name="día, se cumple el")).to_be_visible()
    said = calendar(page)
    assert "noviembre" in said
    assert "novembre" not in said
    page.get_by_test_id("stTopNavLink").first.click()
    idle(page)
    choose_language(page, "en")
    page.get_by_test_id("stTopNavLink").nth(2).click()
    page.wait_for_url("**/milestones*")
    idle(page)
    said = calendar(page)
    assert "November" in said
    assert "viembre" not in said


# A page that is turned round from its first word on, as that of a language from right to left.
_TURNED = """() => {
    const turn = () => {
        const root = document.documentElement
        if (root && root.dir !== 'rtl') root.dir = 'rtl'
    }
    const all = {attributes: true, attributeFilter: ['dir'], childList: true, subtree: true}
    new MutationObserver(turn).observe(document, all)
    turn()
}"""
# Where, in parts of the width of what holds them, the first of some parts begins and ends.
_WITHIN = """(outer, inner) => {
    const [whole, part] = [outer, [...outer.querySelectorAll(inner)].find(one => one.checkVisibility())]
        .map(one => one.getBoundingClientRect())
    return [(part.left - whole.left) / whole.width, (part.right - whole.left) / whole.width]
}"""


def test_what_is_ours_is_turned_round_where_lines_run_from_the_right_and_charts_are_whole(
    rehearsal: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(fresh=True)
    page.add_init_script(f"({_TURNED})()")
    page.goto(rehearsal.address("/coverage", lang="en"))
    idle(page)
    assert page.locator(".strip .bar").first.evaluate(_WITHIN, ".part")[1] == pytest.approx(1, abs=0.01)
    page.goto(rehearsal.address("/milestones", lang="en"))
    idle(page)
    # Plotly draws one way: the names of the steps stand at its left.
    chart, name = (
        page.locator(".st-key-timeline"),
        page.locator(".st-key-timeline .annotation text").filter(has_text="Partner"),
    )
    edges = [part.first.evaluate("part => part.getBoundingClientRect().left") for part in (chart, name)]
    assert 0 <= edges[1] - edges[0] < 30
    heading = page.get_by_role("heading", level=1)
    assert heading.evaluate("heading => getComputedStyle(heading).textAlign") == "start"
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(rehearsal.address("/", lang="en"))
    idle(page)
    assert page.locator(".road").evaluate(_WITHIN, ".node")[0] > 0.8
    assert page.locator(".road").evaluate(_WITHIN, "li .title")[1] < 0.9


SHEETS = ((703, 1000), (1032, 672))
"""CSS pixels between the margins of A4, portrait and landscape."""
SMALLEST = 7 * 4 / 3
"""CSS pixels of seven points, the least that words of a chart have on paper."""

# What is seen of the page reaches over the sheet, or is a control and no name; shadow trees included.
_ON_PAPER = """([width, height]) => {
    const all = root => [...root.querySelectorAll('*')]
        .flatMap(part => [part, ...(part.shadowRoot ? all(part.shadowRoot) : [])])
    const parts = all(document.querySelector('[data-testid="stMain"]')).filter(part => part.checkVisibility())
    const isName = part => part.matches('th button, li button')
        || part.closest('[class*="st-key-opens_"], [class*="st-key-charter_"]')
    const size = word => parseFloat(getComputedStyle(word).fontSize) * word.currentCSSZoom
    return {
        words: parts.filter(part => part.matches('.svg-container text, .road :is(button, div)'))
            .filter(part => part.textContent.trim()).map(size),
        wider: parts.filter(part => part.getBoundingClientRect().right > width + 1)
            .filter(part => !part.closest('svg, .svg-container *'))
            .filter(part => !part.closest('[data-testid="stTable"]')).map(part => part.outerHTML.slice(0, 160)),
        controls: parts.filter(part => part.matches('button, input, textarea, [role="slider"]') && !isName(part))
            .map(part => part.outerHTML.slice(0, 160)),
        charts: document.querySelectorAll('[data-testid="stPlotlyChart"]').length,
        tables: parts.filter(part => part.matches('table')).map(part => part.offsetHeight),
        cut: [...document.querySelectorAll('.svg-container')].filter(chart => {
            const [inner, outer] = [chart, chart.closest('[data-testid="stElementContainer"]')]
                .map(part => part.getBoundingClientRect())
            return inner.bottom > outer.bottom + 1 || inner.right > width + 1 || inner.height > height
        }).length,
    }
}"""


def test_paper_holds_whole_charts_and_no_controls(rehearsal: Server, page: Page) -> None:
    charts = words = 0
    for path in ADDRESSES.values():
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1280, "height": 720})
        page.goto(rehearsal.address(path, lang="fr"))
        idle(page)
        # As a browser prints: it asks the page to get ready, and lays it out for the sheet at once.
        printed = page.evaluate(
            """async () => {
                dispatchEvent(new Event('beforeprint'))
                return document.querySelectorAll('.shrinks').length
            }"""
        )
        page.emulate_media(media="print")
        charts += printed
        for width, height in SHEETS:
            page.set_viewport_size({"width": width, "height": height})
            seen = page.evaluate(_ON_PAPER, [width, height])
            assert seen["wider"] == [], path
            assert seen["controls"] == [], path
            assert seen["cut"] == 0, path
            # Upright, one turn of a table and its heading have a sheet.
            assert max(seen["tables"], default=0) < height - 60 or width > height, path
            assert min(seen["words"], default=SMALLEST) >= SMALLEST, path
            words += len(seen["words"])
    assert charts >= len(ADDRESSES)
    assert words > 100
    # Back on the screen, charts are as wide as they were.
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(rehearsal.address("/milestones", lang="fr"))
    idle(page)
    width = "[...document.querySelectorAll('.st-key-timeline .main-svg')].map(drawn => drawn.getAttribute('width'))[0]"
    widths = [page.evaluate(width)]
    for event in ("beforeprint", "afterprint"):
        page.evaluate("event => { dispatchEvent(new Event(event)) }", event)
        idle(page)
        widths.append(page.evaluate(width))
    assert widths[0] == widths[2] != widths[1]


def test_every_sheet_says_day_source_and_that_the_rows_are_made_up(rehearsal: Server, page: Page) -> None:
    page.goto(rehearsal.address("/coverage", lang="en"))
    idle(page)
    said = page.locator("style#foot").evaluate("style => style.textContent")
    for part in (
        "Road to Lampedusa (rehearsal)",
        "Regional coverage",
        "As of 15 November 2021",
        "rehearsal.xlsx",
        "Illustrative data",
    ):
        assert part in said.replace(NO_BREAK, " ")
    for landscape in (False, True):
        with Pdf.open(BytesIO(page.pdf(format="A4", landscape=landscape, print_background=True))) as printed:
            assert 2 <= len(printed.pages) <= 9
            sizes = [[float(edge) for edge in sheet.mediabox[2:]] for sheet in printed.pages]
        assert [size for size in sizes if (size[0] > size[1]) != landscape] == []


TOGETHER = {
    "/contributions": [("Europe sent the most", "Cutting across these, and not added"), ("405 contributions", "C001")],
    "/coverage": [("Most contributions", "Italy"), ("where 27% was expected", "n = 392 contributions")],
    "/milestones": [("24 days later than announced", "A hollow mark is"), ("First announced", "4 May 2021")],
    "/sheet": [("8 things to check", "Contributions, row 17")],
}
"""What is said of something, or heads it, and the end or the beginning of that."""


def test_no_sheet_parts_what_belongs_together_and_none_is_empty(rehearsal: Server, server: Server, page: Page) -> None:
    page.goto(rehearsal.address("/", lang="fr"))
    idle(page)
    # The road has one sheet, whichever way up it is.
    assert [len(texts_of(page.pdf(format="A4", landscape=flat))) for flat in (False, True)] == [1, 1]
    for path, pairs in TOGETHER.items():
        page.goto(rehearsal.address(path, lang="en"))
        idle(page)
        foot = squeezed(page.evaluate("document.getElementById('foot').textContent").split('"')[1])
        sheets = texts_of(page.pdf(format="A4", landscape=True, print_background=True))
        for pair in pairs:
            assert any(all(squeezed(part) in sheet for part in pair) for sheet in sheets), (path, pair)
        assert all(len(sheet) > len(foot) + 20 for sheet in sheets), path
        # A file comes by a button, and its rows are not all of these.
        said = "".join(sheets)
        assert squeezed("with every column") not in said
        # Nothing can be touched or dropped on paper.
        assert [squeezed(hint) for hint in ("touch", "Drop an Excel", "See all") if squeezed(hint) in said] == [], path
        assert (squeezed("1 to 25 of 405") in said) == (path == "/contributions")
    # What is folded away leaves no gap, which on a full sheet would begin another.
    page.emulate_media(media="print")
    folded = "getComputedStyle(document.querySelector('.st-key-closer').parentElement).display"
    assert page.evaluate(folded) == "none"
    page.emulate_media(media="null")
    page.goto(server.address("/milestones", lang="en"))
    idle(page)
    *_, last = texts_of(page.pdf(format="A4"))
    assert squeezed("The road in your own calendar") in last and "calendar.ics" in last


# With the spacing of WCAG 1.4.12 a text is cut, or what can be touched on a phone is smaller than 24 px.
_SPACED = """() => {
    const style = document.createElement('style')
    style.textContent = `
        * {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}
        p {margin-block-end: 2em !important}`
    document.head.append(style)
    const parts = [...document.querySelectorAll('[data-testid="stMain"] *')].filter(part => part.checkVisibility())
    const cut = part => part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 2
    const drawn = 'svg, .svg-container, [data-testid="stDataFrame"]'
    const seen = parts.filter(part => part.clientWidth > 1 && !part.closest(drawn))
    const apart = word => getComputedStyle(word).letterSpacing !== 'normal'
    return {
        charts: [...document.querySelectorAll('.svg-container text')].filter(apart).length,
        cut: seen.filter(part => ['hidden', 'clip'].includes(getComputedStyle(part).overflowX) && cut(part))
            .map(part => part.outerHTML.slice(0, 160)),
        small: seen.filter(part => part.matches('button, td a, summary, input'))
            .filter(part => [part.offsetWidth, part.offsetHeight].some(size => size > 1 && size < 24))
            .map(part => part.outerHTML.slice(0, 160)),
    }
}"""


def test_spaced_text_is_whole_and_what_is_touched_is_large_enough(
    rehearsal: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    for path in ADDRESSES.values():
        page.goto(rehearsal.address(path, lang="fr"))
        idle(page)
        found = page.evaluate(_SPACED)
        assert found["small"] == [], path
        assert found["cut"] == [], path
        assert found["charts"] == 0, path


def test_forced_colours_and_darkness_leave_what_is_chosen_or_opened_visible(
    rehearsal: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(forced_colors="active")
    page.goto(rehearsal.address("/contributions", lang="fr"))
    idle(page)
    outline = "option => getComputedStyle(option).outlineStyle + getComputedStyle(option).outlineWidth"
    assert page.locator(".st-key-at_lang [aria-checked=true]").evaluate(outline) == "solid3px"
    assert page.locator(".st-key-at_lang [aria-checked=false]").first.evaluate(outline).startswith("none")
    page.get_by_role("button", name="Colonnes").click()
    pressed = page.locator("[data-testid=stPopoverBody] [aria-pressed]")
    expect(pressed.first).to_be_visible()
    assert {"solid3px"} < set(pressed.evaluate_all(f"options => options.map({outline})"))
    faint = "said => getComputedStyle(said).opacity"
    assert set(page.get_by_test_id("stCaptionContainer").evaluate_all(f"those => those.map({faint})")) == {"1"}
    page = open_page(color_scheme="dark")
    page.goto(rehearsal.address("/coverage", lang="fr"))
    idle(page)
    opener = page.locator(".st-key-coverage_map_passport button").first
    opener.click()
    expect(opener).to_have_attribute("aria-expanded", "true")
    ink = page.evaluate("() => getComputedStyle(document.querySelector('[data-testid=stApp]')).color")
    assert opener.evaluate("button => getComputedStyle(button).color") == ink


def test_a_page_that_stands_over_an_upgrade_loads_itself_anew(open_page: Callable[..., Page], server: Server) -> None:
    page, root = open_page(), f"{server.url}/"
    page.goto(server.address("/milestones", lang="fr", asof="2021-06-30"))
    idle(page)
    page.evaluate("() => { window.stands = true; Math.random = () => 0 }")
    came_back = "document.dispatchEvent(new Event('road-connected'))"
    with page.expect_response(root) as asked:
        page.evaluate(came_back)
    asked.value.finished()
    page.wait_for_timeout(300)
    assert page.evaluate("window.stands"), "the same version came back"

    def upgraded(route: Route) -> None:
        answer = route.fetch()
        body = answer.text()
        assert body.count("page.css?") > 0
        route.fulfill(response=answer, body=body.replace("page.css?", "page.css?1"))

    page.route(root, upgraded)
    with page.expect_navigation():
        page.evaluate(came_back)
    idle(page)
    assert not page.evaluate("window.stands")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "asof=2021-06-30" in page.url
