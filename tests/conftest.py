"""What holds for every test: no connection leaves this machine."""

import sys
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import settings

import data.words
from tests.guard.loopback import refuse_beyond

# Tests expect sentences as they are typed; what keeps a number with its noun has a test of its own.
data.words.NUMBER_SPACE = " "


# A busy machine takes its time over an example; what is slow is measured elsewhere.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def attempts() -> Iterator[list[str]]:
    """Hosts beyond loopback that something tried to reach; every such connection and look-up is refused."""
    tried: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        refuse_beyond(tried.append, patch.setattr)
        yield tried


@pytest.fixture(scope="session", autouse=True)
def keeps_nothing_here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is kept of the sheets that tests read goes where the tests' other files go."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROAD_CACHE_DIR", str(tmp_path_factory.mktemp("kept")))
        yield


@pytest.fixture(scope="session", autouse=True)
def knows_what_is_installed() -> Iterator[None]:
    """Streamlit's pages under test look through all that is installed for components at each run: here once."""
    with pytest.MonkeyPatch.context() as patch:
        if "streamlit.testing.v1" in sys.modules:
            from streamlit.components.v2 import manifest_scanner

            patch.setattr(
                manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests)
            )
        yield


@pytest.fixture(autouse=True)
def stays_on_this_machine(attempts: list[str]) -> Iterator[None]:
    """Fail the test that reached beyond loopback, from whichever thread and however quietly."""
    yield
    hosts = list(attempts)
    attempts.clear()
    assert not hosts, f"the test reached beyond this machine: {hosts}"
