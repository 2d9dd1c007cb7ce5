"""``python -m bench refresh``: what a large Google spreadsheet costs each time it is read again, one row of it changed.

The stand-in for Google Sheets has a process of its own; what is counted is the processor of this one, which reads.
"""

import argparse
import gc
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import wraps
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.beside import beside
from bench.goals import Goal
from bench.workbooks import write_workbook
from data.config import load_config, open_source
from data.sources.google import PatientClient
from data.store import GARBAGE_THRESHOLD, Store, record_of
from tests.sheets_server.__main__ import settings_of
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.spreadsheet import spreadsheet_of_file

ROWS = 10_000
TIMES = 9
GOAL_MS = 100
FIRST_ROW = 100


def _serve(workbook: Path, folder: Path, told: Connection) -> None:
    """Serve the workbook; say otherwise in each row whose number comes, and that it was done."""
    with SheetsServer(spreadsheet_of_file(workbook)) as sheets:
        told.send(settings_of(sheets, folder / "key.json", folder))
        while True:
            row = told.recv()
            sheets.spreadsheet.edit(f"Contributions!C{row}", f"Said otherwise in row {row}")
            told.send(row)


def _land() -> None:
    """Wait until the reading is done, and all that comes after it."""
    for thread in threading.enumerate():
        if thread.name == "reading":
            thread.join()


def refreshes_ms(rows: int, times: int) -> tuple[list[float], list[float]]:
    """Milliseconds of processor of each of ``times`` readings of ``rows`` contributions: of the transfers, of all
    else."""
    transfer_s, transfers_ms, beyond_ms = 0.0, list[float](), list[float]()

    def timed(exchange: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(exchange)
        def exchanged(*arguments: Any, **content: Any) -> Any:  # noqa: ANN401 - as it is asked
            nonlocal transfer_s
            began = time.thread_time()
            try:
                return exchange(*arguments, **content)
            finally:
                transfer_s += time.thread_time() - began

        return exchanged

    gc.set_threshold(GARBAGE_THRESHOLD)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_workbook(folder / "large.xlsx", rows)
        with beside(_serve, folder / "large.xlsx", folder) as sheets, patch.dict(os.environ, sheets.recv()):
            config = load_config(os.environ, Path(os.devnull))
            began, row = datetime.now(UTC), FIRST_ROW
            store = Store(
                open_source(config),
                cache_dir=config.cache_dir,
                record=record_of(config),
                # Nobody waits a minute: each reading is one later.
                clock=lambda: began + timedelta(minutes=row - FIRST_ROW),
            )
            before = store.state().snapshot
            with patch.object(PatientClient, "exchange", timed(PatientClient.exchange)):
                for row in range(FIRST_ROW + 1, FIRST_ROW + 1 + times):
                    sheets.send(row)
                    sheets.recv()
                    transfer_s, used = 0.0, time.process_time()
                    assert store.refresh(), "a reading begins"
                    _land()
                    beyond_ms.append((time.process_time() - used - transfer_s) * 1000)
                    transfers_ms.append(transfer_s * 1000)
                    after = store.state().snapshot
                    assert after and before and after.fingerprint != before.fingerprint, "the row was read"
                    before = after
            store.close()
    return transfers_ms, beyond_ms


def main(argv: Sequence[str] | None = None) -> list[Goal]:
    """Read, change a row, read again, and print what that took."""
    parser = argparse.ArgumentParser(prog="python -m bench refresh", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args(argv).rows
    transfers, beyond = refreshes_ms(rows, TIMES)
    print(
        f"One row of {rows:,} changed: {statistics.median(beyond):.0f} ms of processor "
        f"({min(beyond):.0f}–{max(beyond):.0f}) beyond {statistics.median(transfers):.0f} ms of the transfer, all that "
        "is kept on disk and put on record among it. Whoever looks meanwhile sees the reading before."
    )
    return [Goal(f"a refresh of {rows:,} rows, one of them changed", statistics.median(beyond), GOAL_MS, "ms")]


if __name__ == "__main__":
    main()
