"""Words 40% longer, on every page from a projector to 320 pixels: nothing is cut or reaches over, all are ours."""

import re
from collections.abc import Iterator

import openpyxl
import pytest
from playwright.sync_api import Page

from components.server.made import FOLDER
from data import insides
from tests.browser.drawn import TROUBLES
from tests.browser.harness import ADDRESSES, REHEARSAL, Server, idle, serve
from tests.made_up_language import CODE, copy_of_the_code, longer

WIDTHS = (1280, 720, 390, 320)

# What reaches over the screen, texts that are cut, and what is wrong with the texts of charts; shadow trees included.
_FAULTS = (
    "width => {"
    + TROUBLES
    + """
    const all = root => [...root.querySelectorAll('*')]
        .flatMap(part => [part, ...(part.shadowRoot ? all(part.shadowRoot) : [])])
    const main = document.querySelector('[data-testid="stMain"]')
    const seen = all(main).filter(part => part.checkVisibility({visibilityProperty: true}) && part.clientWidth > 1)
    const key = part => part.closest('[class*="st-key-"]')?.className.match(/st-key-[\\w-]+/)?.[0]
    const shown = part => `${key(part)} ${part.tagName} ${part.textContent.trim().slice(0, 60)}`
    // Tables scroll in a box of their own, which WCAG 1.4.10 leaves to them; charts are looked at by their texts.
    const scrolls = box => box?.getAttribute('role') === 'group' && box.getBoundingClientRect().right <= width + 1
    const isApart = part => part.closest('[data-testid="stTable"], svg, .svg-container')
        || scrolls(part.closest('table')?.parentElement)
    const isCut = part => ['hidden', 'clip'].includes(getComputedStyle(part).overflowX)
        && part.scrollWidth > part.clientWidth + 1 && part.matches(':not(input, textarea)') && part.textContent.trim()
    return [
        ...[document.documentElement, main].filter(box => box.scrollWidth > width).map(box => `moves: ${box.tagName}`),
        ...seen.filter(part => !isApart(part) && part.getBoundingClientRect().right > width + 1)
            .map(part => `over: ${shown(part)}`),
        ...seen.filter(part => !isApart(part) && isCut(part)).map(part => `cut: ${shown(part)}`),
        ...[...main.querySelectorAll('.svg-container')].flatMap(troubles),
    ]
}"""
)

# Whatever names a part of the page for who does not see it, or stands in it until something is typed or chosen.
_NAMES = """() => {
    const all = root => [...root.querySelectorAll('*')]
        .flatMap(part => [part, ...(part.shadowRoot ? all(part.shadowRoot) : [])])
    return all(document).filter(part => part.checkVisibility() && !part.closest('[aria-hidden="true"]'))
        .flatMap(part => ['aria-label', 'placeholder', 'title', 'alt'].map(name => part.getAttribute(name)))
        .filter(Boolean)
}"""


@pytest.fixture(scope="module")
def longer_words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard with a language more, whose words are longer than any other's."""
    copy = tmp_path_factory.mktemp("longer")
    copy_of_the_code(copy, longer)
    # The same for both: seconds of work.
    FOLDER.mkdir(parents=True, exist_ok=True)
    (copy / ".cache").mkdir()
    (copy / ".cache" / "made").symlink_to(FOLDER)
    with serve({"ROAD_WORKBOOK": str(REHEARSAL)}, code=copy) as running:
        yield running


@pytest.fixture(scope="module")
def typed() -> str:
    """All that the workbook says."""
    sheets = openpyxl.load_workbook(REHEARSAL, read_only=True)
    return "\n".join(str(cell) for sheet in sheets for row in sheet.values for cell in row if cell is not None)


@pytest.mark.parametrize("name", ADDRESSES)
def test_longer_words_are_whole_at_every_width_and_all_are_ours(
    name: str, longer_words: Server, typed: str, page: Page
) -> None:
    page.goto(longer_words.address(ADDRESSES[name], lang=CODE))
    idle(page)
    names, found = set[str](), {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 720})
        idle(page)
        names |= {" ".join(said.split()) for said in page.evaluate(_NAMES)}
        if faults := page.evaluate(_FAULTS, width):
            found[width] = faults
    assert found == {}
    in_english = {said for said in names if _is_english(said, typed)}
    assert in_english - {left.said for left in insides.ENGLISH_LEFT} == set()


def _is_english(said: str, typed: str) -> bool:
    """Whether no word of it is of the longer ones, and it is no text of the workbook."""
    of_three = re.findall(r"[^\W\d_]{3,}", said)
    return bool(of_three) and not any(word.endswith("eo") for word in of_three) and said not in typed
