"""Icons in a real browser: each one drawn as a sign, none spelled out as its name."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.harness import ADDRESSES, Server, idle

# An icon that its font lacks is spelled out, many times as wide as it is high.
SPELLED_OUT = """() => [...document.querySelectorAll('[data-testid="stIconMaterial"]')].filter(icon => {
    const text = document.createRange();
    text.selectNodeContents(icon);
    return text.getBoundingClientRect().width > 1.5 * parseFloat(getComputedStyle(icon).fontSize);
}).map(icon => icon.innerText)"""
SHOWN = """() => document.querySelectorAll('[data-testid="stIconMaterial"]').length"""


@pytest.mark.parametrize("path", ADDRESSES.values())
def test_no_icon_is_spelled_out(open_page: Callable[..., Page], server: Server, path: str) -> None:
    page = open_page()
    page.goto(server.address(path, lang="en"))
    idle(page)
    page.evaluate("() => document.fonts.ready")
    assert page.evaluate(SHOWN) > 2
    assert page.evaluate(SPELLED_OUT) == []


def test_an_icon_that_is_missing_is_seen(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page()
    page.goto(server.address("/", lang="en"))
    idle(page)
    page.evaluate("""() => { document.querySelector('[data-testid="stIconMaterial"]').innerText = 'rocket_launch' }""")
    assert page.evaluate(SPELLED_OUT) == ["rocket_launch"]
