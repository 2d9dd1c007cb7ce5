"""The times of one workbook, in a process of its own: ``ROAD_WORKBOOK=... python -m bench.pages`` prints them as JSON.

``reading_s`` from file to snapshot; ``pages`` by name, each with the median script run in milliseconds of processor:
``again`` (looked at before) and ``another_day`` (an as-of date that nobody looked at before); ``read_mb`` and
``peak_mb``, the most memory the process ever held after reading and after all pages.

Pages run under Streamlit's AppTest, without what it does in every run and a server does not: compile the scripts anew,
and answer through mocks what they ask about the browser.
"""

import json
import resource
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.scriptrunner.script_runner import ScriptRunnerEvent
from streamlit.testing.v1 import AppTest, app_test, local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from data.store import shared_store, warm

ROOT = Path(__file__).parent.parent
FRAME = ROOT / "components" / "frame.py"
PAGES = ("road", "coverage", "milestones", "contributions", "text", "sheet")
RUNS = 9
PATIENCE_S = 120


class _Server(SimpleNamespace):
    """Stands for the Runtime, of which a run asks who looks at it."""

    _BROWSER = SimpleNamespace(client_context=SimpleNamespace(headers=(), cookies={}, remote_ip="127.0.0.1"))

    def __init__(self, **_mocked: object) -> None:
        super().__init__()

    def get_client(self, _session_id: str) -> SimpleNamespace:
        return self._BROWSER


def as_served() -> ExitStack:
    """While it is open, AppTest runs pages as a server does, and their time is noted."""
    scripts, changed = ScriptCache(), ExitStack()
    for module in (app_test, local_script_runner):
        changed.enter_context(patch.object(module, "ScriptCache", lambda: scripts))
    changed.enter_context(patch.object(app_test, "MagicMock", _Server))
    changed.enter_context(patch.object(app_test, "LocalScriptRunner", _TimedRunner))
    return changed


class _TimedRunner(LocalScriptRunner):
    """Notes what the script itself took of the processor, without the work that AppTest does around it."""

    last_ms = 0.0

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - passes on what AppTest gives
        super().__init__(*arguments, **options)
        self._started = 0.0
        self.on_event.connect(self._note, weak=False)

    def _note(self, _sender: object, event: ScriptRunnerEvent, **_details: object) -> None:
        if event == ScriptRunnerEvent.SCRIPT_STARTED:
            self._started = time.thread_time()
        elif event == ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS:
            _TimedRunner.last_ms = (time.thread_time() - self._started) * 1000


def _run_ms(page: AppTest) -> float:
    page.run(timeout=PATIENCE_S)
    if page.exception:
        raise RuntimeError(f"the page failed: {page.exception[0].message}")
    return _TimedRunner.last_ms


def _opened(name: str) -> AppTest:
    page = AppTest.from_file(FRAME, default_timeout=PATIENCE_S)
    page.query_params["lang"] = "en"
    page.run()
    if name != "road":
        page.switch_page(f"../pages/{name}.py")
        page.run()
    return page


def _another_day(page: AppTest, day: date) -> Callable[[], float]:
    """A run of the page on ``day``, then on the day before it, and so on."""

    def run() -> float:
        nonlocal day
        day -= timedelta(days=1)
        page.query_params["asof"] = day.isoformat()
        return _run_ms(page)

    return run


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def times() -> dict[str, Any]:
    """The times of the configured workbook."""
    started = time.perf_counter()
    warm()
    reading_s = time.perf_counter() - started
    snapshot = shared_store().state().snapshot
    assert snapshot is not None, "the workbook was read"
    read_mb = _peak_mb()
    last = snapshot.road.settings.reporting_date
    assert last is not None, "the workbook of the bench has a reporting date"
    pages = {}
    with as_served():
        for name in PAGES:
            page = _opened(name)
            again = median(_run_ms(page) for _ in range(RUNS))
            elsewhen = _another_day(page, last)
            pages[name] = {"again": again, "another_day": median(elsewhen() for _ in range(RUNS))}
    return {"reading_s": reading_s, "pages": pages, "read_mb": read_mb, "peak_mb": _peak_mb()}


if __name__ == "__main__":
    print(json.dumps(times()))
