"""Dashboards that start at once: forked from a process that has imported all that a dashboard imports.

What a server does before its first visitor is the same each time and takes a processor three seconds, nearly all of it
imports; forked, a third of one. Where the start itself is looked at or measured, a dashboard starts as anybody's does.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from subprocess import TimeoutExpired
from unittest.mock import patch

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.browser.nursery_ready"])
# A process with threads is not forked safely, and these two start one as they are imported.
_NO_THREADS = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
_READ_BY_IMPORTS = ("HOME", "ROAD_SECRETS")


class Forked:
    """A process of its own, asked as a ``Popen`` is."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process
        self.pid = process.pid or 0
        self.terminate, self.kill = process.terminate, process.kill

    def poll(self) -> int | None:
        """Its exit status, None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status; TimeoutExpired where it still runs then."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutExpired("a forked process", timeout or 0)
        return self._process.exitcode


def fork(
    does: Callable[..., object], *arguments: object, environment: Mapping[str, str], folder: Path, log: Path
) -> Forked:
    """A process that ``does`` this, a function of a module, in ``folder``; has this environment and writes to ``log``.

    ValueError for a setting that what is imported reads: it would come too late. The first process sets the path
    on which all look for modules.
    """
    if late := [name for name in _READ_BY_IMPORTS if environment.get(name) != os.environ.get(name)]:
        raise ValueError(f"read by what a forked process has imported before: {', '.join(late)}")
    with patch.dict(os.environ, {**environment, **_NO_THREADS}, clear=True):
        os.environ["PYTHONPATH"] = os.pathsep.join((os.environ.get("PYTHONPATH", ""), str(folder)))
        forkserver.ensure_running()
    task = (does, arguments, dict(environment), folder, log)
    process = _CONTEXT.Process(target=_do, args=task, daemon=True)
    process.start()
    return Forked(process)


def _do(
    does: Callable[..., object], arguments: Sequence[object], environment: Mapping[str, str], folder: Path, log: Path
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with log.open("wb") as output:
        for stream in (1, 2):
            os.dup2(output.fileno(), stream)
    does(*arguments)


def streamlit(*arguments: str) -> None:
    """``python -m streamlit`` with these arguments."""
    from streamlit.web.cli import main

    sys.argv = ["streamlit", *arguments]
    main(prog_name="streamlit")
