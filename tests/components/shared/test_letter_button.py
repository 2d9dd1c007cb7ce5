"""The button that brings the letter to a contributor, and what it says where a letter of its words has no font."""

import pytest
from streamlit.testing.v1 import AppTest

from components.publish import typesetting


def _page() -> None:
    from datetime import UTC, date, datetime

    from components.shared.letter_button import letter_button
    from components.shell.view import View
    from data.road import Period
    from data.words import words_of
    from tests.data.figures.roads import contribution, make_road

    day = date(2021, 5, 21)
    road = make_road(
        contributions=[
            contribution("C1", received_on="2021-05-03", contributor="東京", summary="ميثاق"),
            contribution("C2", received_on="2021-05-04", contributor="Lima"),
        ]
    )
    here = View(road, day, Period(day, day), words_of("fr"), datetime(2021, 5, 21, tzinfo=UTC))
    for id_ in ("C1", "C2"):
        letter_button(here, id_, key=id_)


def test_letters_that_no_font_has_are_named_beside_the_letter_that_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "_covered", lambda: frozenset(map(ord, "ميثاق")))
    page = AppTest.from_function(_page).run()
    assert not page.exception
    assert len(page.get("download_button")) == 2
    (caption,) = page.caption
    assert "aucune police" in caption.value
    assert "sinogrammes" in caption.value
    assert "arabe" not in caption.value


def test_where_every_letter_has_one_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "_covered", lambda: frozenset(map(ord, "東京ميثاق")))
    page = AppTest.from_function(_page).run()
    assert not page.exception
    assert not page.caption
