"""A sign-in service on this machine, a private dashboard that asks it, and somebody who signs in without a browser."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.browser.harness import REHEARSAL, Server, free_port, serve

SECRET = "0123456789abcdef0123456789abcdef"
KEEPER, GUEST, LATER = "keeper@example.org", "mayor@city.example.org", "guest@example.net"
READERS = ("*@city.example.org", LATER)
OTHER = "other@example.net"

NOTHING_STAYS_OPEN = httpx.Limits(max_keepalive_connections=0)

_PROVIDER = """
import sys, warnings
warnings.simplefilter("ignore")
from oidc_provider_mock import run_server_in_thread
with run_server_in_thread(int(sys.argv[1])):
    sys.stdin.read()
"""


@contextmanager
def sign_in_service() -> Iterator[str]:
    """The address of a service at which everybody is whom they say they are."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", _PROVIDER, str(port)],
        env={"AUTHLIB_INSECURE_TRANSPORT": "1", "PATH": "/usr/bin:/bin"},
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                httpx.get(f"{url}/.well-known/openid-configuration", timeout=5).raise_for_status()
                break
            except httpx.HTTPError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(10)
        if process.stdin:
            process.stdin.close()


@dataclass(frozen=True)
class Private:
    """A private dashboard over the rehearsal: where it runs, its file of secrets, where its keys are kept."""

    server: Server
    service: str
    secrets: Path
    kept: Path
    environment: Mapping[str, str]

    def write(self, readers: Sequence[str], secretariat: Sequence[str] = (KEEPER,)) -> None:
        """Put these on the list."""
        self.secrets.write_text(secrets(self.server.url, self.service, readers, secretariat), "utf-8")


def secrets(url: str, service: str, readers: Sequence[str], secretariat: Sequence[str]) -> str:
    """The file of secrets of a dashboard at ``url`` that asks ``service``."""
    return f"""
[auth]
redirect_uri = "{url}/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "road"
client_secret = "a secret of the service"
server_metadata_url = "{service}/.well-known/openid-configuration"

[access]
readers = {list(readers)}
secretariat = {list(secretariat)}
"""


@contextmanager
def private(folder: Path) -> Iterator[Private]:
    """Such a dashboard; what it keeps is in ``folder``."""
    port, file, kept = free_port(), folder / "secrets.toml", folder / "kept"
    url = f"http://127.0.0.1:{port}"
    environment = {"ROAD_WORKBOOK": str(REHEARSAL), "ROAD_SECRETS": str(file), "ROAD_CACHE_DIR": str(kept)}
    with sign_in_service() as service:
        file.write_text(secrets(url, service, READERS, (KEEPER,)), "utf-8")
        with serve(environment, port=port) as server:
            yield Private(server, service, file, kept, environment)


def sign_in(private: Private, address: str, *, to: str = "/", **claims: object) -> tuple[httpx.Client, httpx.Response]:
    """Somebody who signs in as ``address``, and what they see once they are back. The service claims ``claims``."""
    if claims:
        httpx.put(f"{private.service}/users/{address}", json={"email": address, **claims}).raise_for_status()
    client = httpx.Client(
        base_url=private.server.url, headers={"Accept": "text/html"}, timeout=60, limits=NOTHING_STAYS_OPEN
    )
    off = client.get("/sign-in", params={"provider": "default", "to": to})
    at_service = client.get(off.headers["location"])
    agreed = client.post(at_service.headers["location"], data={"sub": address})
    back = client.get(agreed.headers["location"])
    assert [off.status_code, at_service.status_code, agreed.status_code, back.status_code] == [302] * 4
    return client, client.get(back.headers["location"])
