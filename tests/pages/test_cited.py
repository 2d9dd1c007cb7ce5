"""A citation shows the page as the sheet said it once, says so, and leads back."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.history import past
from data.history.past import past_road, quoted
from data.history.record import Record
from data.store import shared_store
from tests.pages.conftest import Visit
from tests.pages.test_sheet_history import edited

pytestmark = pytest.mark.slow(4)

__all__ = ["edited"]


def texts(page: AppTest) -> str:
    return "\n".join(
        element.value for kind in (page.title, page.markdown, page.warning, page.caption) for element in kind
    )


def record_behind() -> Record:
    record = shared_store().record
    assert record is not None
    return record


def test_a_quoted_reading_is_shown_as_it_was_and_says_so(visit: Visit, edited: Path) -> None:
    now = visit("milestones", workbook=edited, lang="en", milestone="M1")
    assert not re.search(r"Due: \*\*[^*]*25 May 2021", texts(now))
    assert "Moved 2 times, before: **18 May 2021 and 25 May 2021**" in texts(now)
    reading = record_behind().readings()[1]
    then = visit("milestones", workbook=edited, lang="en", milestone="M1", as_read_on=quoted(reading))
    assert not then.exception
    assert "You see what the sheet said when it was read on 11 June 2021 at 18:57" in texts(then)
    assert then.query_params["as_read_on"] == quoted(reading)
    assert re.search(r"Due: \*\*[^*]*25 May 2021", texts(then))
    assert "Moved 1 time, before: **18 May 2021**" in texts(then), "what moved later is not told yet"
    then.button(key="cited_back").click().run()
    assert "as_read_on" not in then.query_params
    assert "You see what the sheet said" not in texts(then)


def test_a_reading_that_rows_were_taken_out_of_says_so(visit: Visit, edited: Path) -> None:
    visit("road", workbook=edited, lang="en")
    record = record_behind()
    reading = record.readings()[0]
    before = visit("road", workbook=edited, lang="en", as_read_on=quoted(reading))
    assert "taken out of the history" not in texts(before)
    held, left = (past_road(record, quoted(reading), show_contacts=False) for _ in range(2))
    assert held is not None and left is not None and held[1] is left[1]
    assert record.forget("Contributions", "c1") == 3
    left = past_road(record, quoted(reading), show_contacts=False)
    assert left is not None and (len(held[1].contributions), len(left[1].contributions)) == (2, 1)
    after = visit("contributions", workbook=edited, lang="en", as_read_on=quoted(reading))
    assert "1 row was taken out of the history since, on request" in texts(after)
    assert after.title[0].value.startswith("1 contribution")


@pytest.mark.parametrize("name", ["99-000000000000", "2-ffffffffffff", "-1-x", "x", "٣-a", "2", "2-" + "0" * 4000])
def test_a_reading_that_is_not_kept_is_told_and_costs_none(
    visit: Visit, edited: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "read", lambda *_args, **_kwargs: pytest.fail("read for a stranger"))
    page = visit("road", workbook=edited, lang="en", as_read_on=name)
    assert not page.exception
    assert "The reading that this address quotes is not kept here." in texts(page)
    assert "as_read_on" not in page.query_params


def test_four_past_readings_are_alive_at_most(visit: Visit, edited: Path) -> None:
    visit("road", workbook=edited, lang="en")
    record = record_behind()
    for reading in record.readings() * 2:
        for show_contacts in (False, True):
            found = past_road(record, quoted(reading), show_contacts=show_contacts)
            assert found is not None
            assert found[1].settings.show_contacts is show_contacts
    assert len(past._alive) == past.ALIVE_MAX
    first = past_road(record, quoted(record.readings()[2]), show_contacts=True)
    again = past_road(record, quoted(record.readings()[2]), show_contacts=True)
    assert first
    assert again
    assert first[1] is again[1]


def test_a_citation_leads_to_the_reading_it_quotes(visit: Visit, edited: Path) -> None:
    page = visit("contributions", workbook=edited, lang="en")
    page.session_state["pace_passport"] = True
    opened = page.run()
    areas = [area for area in opened.text_area if area.label == "Cite"]
    if not areas:
        pytest.skip("this road draws no pace")
    latest = record_behind().readings()[-1]
    text = str(areas[0].value)
    assert f"as_read_on={quoted(latest)}" in text
    assert "asof=" in text
    assert f"Reading {quoted(latest)}." in text
    assert latest.first_seen <= datetime.now(UTC)
