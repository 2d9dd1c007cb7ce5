"""Sharing: what is shared shows another reader the same picture, in any language."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import Server, idle

CHOICES = {
    "/": {"region": "AFR", "since": "2021-10-01", "find": "Ghana"},
    "/coverage": {"country": "BRA"},
    "/milestones": {"if": "M5", "comes": "2021-12-10", "sort": "-title", "since": "2021-10-01"},
    "/contributions": {"section": "AFR", "question": "Q1", "text": "city", "breakdown": "theme", "sort": "-country"},
    "/text": {"block": "DIG", "section": "EUR"},
}


def numbers(page: Page) -> list[str]:
    """The numbers of the findings, which are the same in every language."""
    return re.findall(r"\d+", " ".join(page.get_by_test_id("stMain").locator("h1, h2, h3").all_inner_texts()))


@pytest.mark.parametrize("path", CHOICES)
def test_every_choice_of_a_page_is_shared(path: str, rehearsal: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(rehearsal.address(path, lang="en", **CHOICES[path]))
    idle(page)
    page.locator(".st-key-share").get_by_role("button", name="Share").click()
    page.locator(".st-key-share").get_by_role("button", name="As it was on 15 November 2021").click()
    expect(page.locator(".st-key-share").get_by_role("status")).to_have_text("The link is copied")
    shared = page.evaluate("navigator.clipboard.readText()")
    for name, value in {**CHOICES[path], "lang": "en", "asof": "2021-11-15"}.items():
        assert f"{name}={value}" in shared
    other = open_page(locale="fr")
    other.goto(shared.replace("lang=en", "lang=fr"))
    idle(other)
    asked = dict(pair.split("=") for pair in other.url.split("?")[1].split("&"))
    assert {**CHOICES[path], "lang": "fr"}.items() <= asked.items()
    assert numbers(other) == numbers(page)


def test_an_address_with_a_day_is_shared_at_once(rehearsal: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(rehearsal.address("/", lang="fr", asof="2021-10-01"))
    idle(page)
    page.locator(".st-key-share").get_by_role("button", name="Partager").click()
    expect(page.locator(".st-key-share").get_by_role("status")).to_have_text("Le lien est copié")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
