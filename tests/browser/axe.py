"""axe-core on a page: what breaks WCAG 2.2 A or AA there, and whose it is."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Page

KNOWN = Path(__file__).with_name("access_known.toml")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
COLOURS = ("color-contrast",)
"""What a theme may break, where all else was looked at in the other one."""

_RUN = """async ([where, tags, known]) => {
    const options = {runOnly: tags, resultTypes: ['violations'], elementRef: true, selectors: false, preload: false}
    const found = await axe.run(where, options)
    return found.violations.flatMap(({id, nodes}) => nodes.map(({element, html, failureSummary}) => ({
        rule: id,
        element: html.slice(0, 200),
        mend: failureSummary,
        known: known.find(({rule, element: selector}) => rule === id && element.matches(selector))?.element ?? '',
    })))
}"""


@dataclass(frozen=True)
class Known:
    """A violation of Streamlit's own: ``element`` is the selector that names it, ``reason`` why we cannot mend it.

    ``when`` says what shows it: a page ``at rest``, something ``opened`` on a phone, one ``focused`` by keyboard.
    """

    rule: str
    element: str
    when: str
    reason: str


@dataclass(frozen=True)
class Violation:
    """One element against one rule; ``known`` is the selector of the entry that names it, '' where it is ours."""

    rule: str
    element: str
    mend: str
    known: str


def known(path: Path = KNOWN) -> list[Known]:
    """What is Streamlit's own, with its reasons."""
    return [Known(**entry) for entry in tomllib.loads(path.read_text("utf-8")).get("known", [])]


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def violations(
    page: Page, known: Iterable[Known] = (), only: Iterable[str] = TAGS, *, where: str = "html"
) -> list[Violation]:
    """What axe-core finds on the page as it stands, shadow trees of components included; ``only`` by tags or rules.

    ``where`` is the selector of the part to look at.
    """
    if not page.evaluate("window.axe !== undefined"):
        # Evaluated by the debugger rather than added as a script, which the page's own policy rightly refuses.
        page.evaluate(_axe())
    named = [{"rule": entry.rule, "element": entry.element} for entry in known]
    return [Violation(**found) for found in page.evaluate(_RUN, [where, list(only), named])]
