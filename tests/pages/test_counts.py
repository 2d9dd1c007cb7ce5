"""What a page run costs, in counts that no busy machine can change: charts built, readings, figures."""

from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go
import pytest

from components.charts.style import Drawn
from data.store import shared_store
from tests.pages.conftest import REHEARSAL, Visit

pytestmark = pytest.mark.slow(1)

PAGES = ("road", "coverage", "milestones", "contributions", "text", "sheet")


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The Plotly figures built from now on, ours among them."""
    figures: list[object] = []
    for kind in (go.Figure, Drawn):
        monkeypatch.setattr(kind, "__init__", _noting(kind.__init__, figures))
    return figures


def _noting(build: Callable[..., None], figures: list[object]) -> Callable[..., None]:
    def note(self: go.Figure, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passes on what plotly gives
        figures.append(self)
        build(self, *args, **kwargs)

    return note


@pytest.mark.slow(3)
@pytest.mark.parametrize("name", PAGES)
def test_a_view_looked_at_before_builds_no_chart_and_reads_nothing(
    name: str, visit: Visit, built: list[object]
) -> None:
    page = visit(name, workbook=REHEARSAL, lang="en")
    road = shared_store().state().snapshot
    first = len(built)
    page.run()
    assert not page.exception
    assert len(built) == first
    assert shared_store().state().snapshot is road


def test_the_road_never_waits_for_a_charting_library(visit: Visit, built: list[object]) -> None:
    shared_store.cache_clear()
    visit("road", workbook=REHEARSAL, lang="en")
    assert built == []


def test_the_count_sees_charts(visit: Visit, built: list[object]) -> None:
    shared_store.cache_clear()
    visit("coverage", workbook=REHEARSAL, lang="en")
    assert built
