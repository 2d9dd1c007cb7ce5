"""Sharing: what is shared shows another reader the same picture, in any language."""

import re
from collections.abc import Callable
from importlib import import_module
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import ADDRESSES, Server, idle

CHOICES = (
    ("/", {"region": "AFR", "since": "2021-10-01", "find": "Ghana"}),
    ("/coverage", {"country": "BRA"}),
    ("/coverage", {"section": "EUR"}),
    ("/milestones", {"if": "M5", "comes": "2021-12-10", "sort": "-title", "since": "2021-10-01"}),
    ("/milestones", {"milestone": "M5", "rows": "2"}),
    (
        "/contributions",
        {"section": "AFR", "question": "Q1", "block": "DIG", "council": "RIGHT", "text": "city"}
        | {"breakdown": "theme", "sort": "-country"},
    ),
    (
        "/contributions",
        {"stage": "decided", "decision": "reflected", "type": "academia", "country": "KEN", "milestone": "M1"}
        | {"theme": "rights", "language": "en", "reply": "yes"},
    ),
    ("/contributions", {"open": "C008", "since": "2021-05-04", "earlier": "20", "columns": "id,theme", "rows": "2"}),
    ("/text", {"block": "DIG", "section": "EUR", "way": "C007"}),
    ("/sheet", {"worksheet": "Contributions", "severity": "warning"}),
)
EDITS = frozenset({("/sheet", "edited"), ("/sheet", "edited_on"), ("/sheet", "edited_row")})
"""The list of edits of the sheet, which a workbook has none of."""


def test_every_parameter_of_every_page_is_shared() -> None:
    kept = {(path, name) for wing, path in ADDRESSES.items() for name in import_module(f"components.{wing}").PARAMETERS}
    assert kept - {(path, name) for path, choices in CHOICES for name in choices} == EDITS


def numbers(page: Page) -> list[str]:
    """The numbers of the findings, which are the same in every language; one is a word in all but English."""
    said = " ".join(page.get_by_test_id("stMain").locator("h1, h2, h3").all_inner_texts())
    return [number for number in re.findall(r"\d+", said) if number != "1"]


@pytest.mark.parametrize(("path", "choices"), CHOICES)
def test_every_choice_of_a_page_is_shared(
    path: str, choices: dict[str, str], rehearsal: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(rehearsal.address(path, lang="en", **choices))
    idle(page)
    page.locator(".st-key-share").get_by_role("button", name="Share").click()
    page.locator(".st-key-share").get_by_role("button", name="As it was on 15 November 2021").click()
    expect(page.locator(".st-key-share").get_by_role("status")).to_have_text("The link is copied")
    shared = page.evaluate("navigator.clipboard.readText()")
    for name, value in {**choices, "lang": "en", "asof": "2021-11-15"}.items():
        assert f"{name}={value}" in unquote(shared)
    other = open_page(locale="fr")
    other.goto(shared.replace("lang=en", "lang=fr"))
    idle(other)
    asked = dict(parse_qsl(urlsplit(other.url).query))
    assert {**choices, "lang": "fr"}.items() <= asked.items()
    assert numbers(other) == numbers(page)


def test_an_address_with_a_day_is_shared_at_once(rehearsal: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(rehearsal.address("/", lang="fr", asof="2021-10-01"))
    idle(page)
    page.locator(".st-key-share").get_by_role("button", name="Partager").click()
    expect(page.locator(".st-key-share").get_by_role("status")).to_have_text("Le lien est copié")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
