"""Which sheet the components read: ``show(path)`` configures a workbook that was not read yet."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.store import shared_store

Show = Callable[[Path], None]


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Iterator[Show]:
    """Configure a workbook, until the test ends."""

    def configure(path: Path) -> None:
        monkeypatch.setenv("ROAD_WORKBOOK", str(path))
        shared_store.cache_clear()

    yield configure
    shared_store.cache_clear()
