"""The button that brings the note, and what stands in its place where it cannot be made."""

import pytest
from streamlit.testing.v1 import AppTest

from components.publish import typesetting


def _page() -> None:
    from datetime import UTC, date, datetime

    from components.road.note_button import note_button
    from components.shell.view import View
    from data.road import Period
    from data.words import words_of
    from tests.data.figures.roads import make_road

    day = date(2021, 5, 21)
    note_button(View(make_road(), day, Period(day, day), words_of("fr"), datetime(2021, 5, 21, tzinfo=UTC)))


def test_one_click_brings_the_note() -> None:
    page = AppTest.from_function(_page).run()
    assert not page.exception
    (button,) = page.get("download_button")
    assert button.proto.label
    assert not page.caption


def test_without_typst_the_page_says_what_is_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "is_available", lambda: False)
    page = AppTest.from_function(_page).run()
    assert not page.get("download_button")
    assert "typst" in page.caption[0].value


def _page_with_letters_of_japan() -> None:
    from datetime import UTC, date, datetime

    from components.road.note_button import note_button
    from components.shell.view import View
    from data.road import Period
    from data.words import words_of
    from tests.data.figures.roads import make_road, milestone

    day = date(2021, 5, 21)
    road = make_road(milestones=[milestone("M1", "2021-06-01", title="東京 عمان")])
    note_button(View(road, day, Period(day, day), words_of("en"), datetime(2021, 5, 21, tzinfo=UTC)))


def test_letters_that_no_font_has_are_named_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "_covered", lambda: frozenset(map(ord, "عمان")))
    page = AppTest.from_function(_page_with_letters_of_japan).run()
    assert not page.exception
    (caption,) = page.caption
    assert "no font on this machine has: Han." in caption.value.replace("\\", "")
