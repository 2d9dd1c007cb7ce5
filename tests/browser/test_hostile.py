"""What a cell holds is shown as text: nothing of it runs, loads, links or turns the words around it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.browser.harness import ADDRESSES, Server, idle, serve
from tests.pages.nasty import HOSTILE, LONG, hostile, save

# Each entry is a kind of harm and the elements that show it was done.
HARM = """() => {
    const found = [];
    const own = address => /^(data:|blob:|https?:\\/\\/127\\.0\\.0\\.1)/.test(address);
    for (const image of document.querySelectorAll('img, image, iframe, embed, object, video, source')) {
        const address = image.src || image.data || image.getAttribute('href') || '';
        if (address && !own(address)) found.push(`loads: ${address}`);
    }
    for (const link of document.querySelectorAll('a')) {
        const address = link.href && (link.href.baseVal || link.href);
        const goes = address && new URL(address, location);
        const mail = goes && goes.protocol === 'mailto:' && /^([\\w.+-]+@[\\w-]+(\\.[\\w-]+)+)?$/.test(goes.pathname);
        const ours = goes && /^https?:$/.test(goes.protocol) && goes.host === location.host;
        if (goes && !mail && !ours) found.push(`links: ${address}`);
    }
    for (const script of document.querySelectorAll('script'))
        if ((script.src && !own(script.src)) || script.text === 'alert(1)') found.push(`script: ${script.outerHTML}`);
    for (const element of document.querySelectorAll('[onerror], [onload], [onclick]'))
        found.push(`handler: ${element.outerHTML.slice(0, 200)}`);
    for (const element of document.querySelectorAll('b, strong, tspan'))
        if (element.textContent.trim() === 'bold') found.push(`markup: ${element.outerHTML}`);
    for (const element of document.querySelectorAll('.katex')) found.push(`formula: ${element.textContent}`);
    for (const element of document.querySelectorAll('[data-testid="stIconMaterial"]'))
        if (element.textContent === 'home') found.push('icon: home');
    const chip = document.body.innerText.match(/:(\\w+-badge|small|gray)\\[/);
    if (chip) found.push(`broken: ${chip[0]}`);
    if (document.body.innerText.includes('\\u202e')) found.push('turned: the order of words');
    return found;
}"""

CODES = [f"{text[:60]}{n}" for n, text in enumerate((*HOSTILE, "x" * LONG))]
OPENED = [
    ("road", {"find": HOSTILE[2], "region": "EUR"}),
    ("coverage", {"country": "ITA", "by": "section"}),
    *(("milestones", {"milestone": code}) for code in CODES[3:6:2]),
    *(("contributions", {"open": code}) for code in (CODES[0], CODES[2], CODES[5], CODES[7])),
    ("contributions", {"text": HOSTILE[1]}),
    *(("text", {"block": code}) for code in (CODES[0], CODES[5])),
    ("sheet", {"worksheet": "Contributions"}),
]
"""Pages with something opened by their address."""

DISCLOSURES = '[data-testid="stPopoverButton"]:visible, [data-testid="stExpander"] summary:visible'


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard over a workbook with something hostile in every text."""
    workbook = save(tmp_path_factory.mktemp("hostile"), "![x](http:evil)", hostile())
    with serve({"ROAD_WORKBOOK": str(workbook)}, forked=True) as running:
        yield running


@pytest.mark.parametrize(("name", "query"), [*((name, {}) for name in ADDRESSES), *OPENED])
def test_hostile_cells_are_only_text(
    name: str, query: dict[str, str], hostile_server: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    page.goto(hostile_server.address(ADDRESSES[name], lang="en", **query))
    idle(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert page.evaluate(HARM) == []
    place = 0
    # What is opened may bring more to open, or take some away.
    while not query and place < page.locator(DISCLOSURES).count():
        _disclose(page, place)
        place += 1
    assert query or place
    page.remove_listener("dialog", refuse)
    assert dialogs == []
    assert "Traceback" not in hostile_server.log.read_text(errors="replace")


def _disclose(page: Page, place: int) -> None:
    """Open what is folded away, look at it, and fold it again."""
    disclosure = page.locator(DISCLOSURES).nth(place)
    disclosure.click()
    idle(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert page.evaluate(HARM) == []
    if disclosure.get_attribute("data-testid") == "stPopoverButton":
        page.keyboard.press("Escape")
    else:
        disclosure.click()
    idle(page)


def test_hostile_cells_can_still_be_read(hostile_server: Server, page: Page) -> None:
    page.goto(hostile_server.address("/contributions", lang="en", open=CODES[0]))
    idle(page)
    assert HOSTILE[0] in page.locator("body").inner_text()


@pytest.mark.parametrize(
    ("html", "harm"),
    [
        ("<img src='http://evil.example/x.png'>", "loads: http://evil.example/x.png"),
        ("<a href='javascript:alert(1)'>a</a>", "links: javascript:alert(1)"),
        ("<a href='http://evil.example/'>a</a>", "links: http://evil.example/"),
        ("<svg><a href='http://evil.example/'><text>a</text></a></svg>", "links: http://evil.example/"),
        ("<script src='http://evil.example/x.js'></script>", "script: "),
        ("<p onclick='alert(1)'>a</p>", "handler: "),
        ("<svg><text><tspan>bold</tspan></text></svg>", "markup: "),
        ("<span class='katex'>x2</span>", "formula: x2"),
        ("<span data-testid='stIconMaterial'>home</span>", "icon: home"),
        ("<p>:orange-badge[Europe [west] and</p>", "broken: :orange-badge["),
        ("<p>\u202egnp.exe</p>", "turned: "),
    ],
)
def test_the_look_for_harm_sees_it(html: str, harm: str, browser: Browser) -> None:
    with browser.new_page() as page:
        page.route("**/*", lambda route: route.abort())
        page.set_content(html)
        found = page.evaluate(HARM)
    assert [seen for seen in found if seen.startswith(harm)], found
