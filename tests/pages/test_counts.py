"""What a page run costs, in counts that no busy machine can change: charts built, readings, figures."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from plotly.utils import PlotlyJSONEncoder
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from components.charts.style import Drawn
from data.store import shared_store
from tests.pages.conftest import REHEARSAL, Visit

pytestmark = pytest.mark.slow(1)

PAGES = ("road", "coverage", "milestones", "contributions", "text", "sheet")
SENT = {
    "road": (81, 46, 51_300),
    "coverage": (97, 58, 114_000),
    "milestones": (64, 41, 56_200),
    "contributions": (84, 52, 61_700),
    "text": (141, 94, 87_300),
    "sheet": (62, 36, 42_800),
}
"""Messages of a run, elements in them, bytes of all."""
CHARTS = {"coverage": 2, "milestones": 1, "contributions": 3, "text": 2}


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The Plotly figures built from now on, ours among them."""
    figures: list[object] = []
    for kind in (go.Figure, Drawn):
        monkeypatch.setattr(kind, "__init__", _noting(kind.__init__, figures))
    return figures


def _noting(does: Callable[..., Any], noted: list[object]) -> Callable[..., Any]:
    def note(self: object, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - passes on what it is given
        noted.append(self)
        return does(self, *args, **kwargs)

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


@pytest.mark.parametrize("name", PAGES)
def test_a_view_looked_at_before_sends_so_much_copies_no_frame_and_writes_each_chart_once(
    name: str, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visit(name, workbook=REHEARSAL, lang="en")
    sent, copied, written = list[ForwardMsg](), list[object](), list[object]()
    enqueue = ScriptRunContext.enqueue

    def noted(context: ScriptRunContext, message: ForwardMsg) -> None:
        sent.append(message)
        enqueue(context, message)

    monkeypatch.setattr(ScriptRunContext, "enqueue", noted)
    monkeypatch.setattr(pd.DataFrame, "copy", _noting(pd.DataFrame.copy, copied))
    monkeypatch.setattr(PlotlyJSONEncoder, "encode", _noting(PlotlyJSONEncoder.encode, written))
    page.run()
    assert not page.exception
    messages, elements, size = SENT[name]
    assert (len(sent), sum(message.delta.HasField("new_element") for message in sent)) == (messages, elements)
    assert sum(message.ByteSize() for message in sent) == pytest.approx(size, rel=0.1)
    assert (len(copied), len(written)) == (0, CHARTS.get(name, 0))
