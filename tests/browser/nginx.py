"""``docs/nginx.conf`` before processes of the dashboard, in Debian's nginx."""

import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.browser.harness import ROOT, Server, free_port

CONFIGURED = ("127.0.0.1:8501", "127.0.0.1:8502")
# Debian keeps nginx where only root looks; make test unpacks it into the environment where there is none.
NGINX_PATH = os.pathsep.join(
    (os.environ.get("PATH", ""), "/usr/sbin", f"{Path(sys.executable).parent.parent}/nginx/usr/sbin")
)

AROUND = """
daemon off;
master_process off;
pid nginx.pid;
error_log stderr;
events {{}}
http {{
    log_format visits '$cookie_road_visitor $upstream_addr $status $uri';
    access_log visits.log visits;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    {site}
}}
"""


def _site(port: int, processes: Sequence[str], certificate: Path | None = None) -> str:
    """The configuration as it is; for a certificate, made from it as docs/private.md says."""
    path = ROOT / "docs" / "nginx.conf"
    changed = [("\n    listen 80;", f"\n    listen 127.0.0.1:{port};")]
    site = path.read_text("utf-8")
    if certificate:
        told = re.search(r"`sed -i '([^']+)' road\.conf`", (ROOT / "docs" / "private.md").read_text("utf-8"))
        assert told
        site = subprocess.run(["sed", told[1], path], capture_output=True, text=True, check=True).stdout
        changed = [
            ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
            ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
            ("/etc/letsencrypt/live/road.example.org/fullchain.pem", str(certificate)),
            ("/etc/letsencrypt/live/road.example.org/privkey.pem", str(certificate)),
        ]
    for old, new in [*changed, *zip(CONFIGURED, processes, strict=True)]:
        assert site.count(old) == 1, old
        site = site.replace(old, new)
    return site


@contextmanager
def nginx_before(folder: Path, processes: Sequence[str], certificate: Path | None = None) -> Iterator[Server]:
    """An nginx with our configuration before some processes, over TLS where it has a certificate."""
    port = free_port()
    with standing(folder, _site(port, processes, certificate), port, certificate=certificate) as front:
        yield front


@contextmanager
def standing(
    folder: Path, site: str, port: int, *, asked: str = "/_stcore/health", certificate: Path | None = None
) -> Iterator[Server]:
    """An nginx with the servers of ``site``, once ``asked`` answers on ``port``."""
    nginx = shutil.which("nginx", path=NGINX_PATH)
    assert nginx is not None, "nginx is missing: make test installs it"
    (folder / "nginx.conf").write_text(AROUND.format(site=site), "utf-8")
    process = subprocess.Popen([nginx, "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"])
    front = Server(f"http{'s' if certificate else ''}://127.0.0.1:{port}", folder / "visits.log", process.pid)
    try:
        deadline = time.monotonic() + 10
        while True:
            try:
                urlopen(front.address(asked), timeout=2, context=trusting(certificate)).close()
                break
            except OSError:
                assert process.poll() is None, "nginx does not take its configuration"
                assert time.monotonic() < deadline, "nginx does not answer"
                time.sleep(0.05)
        yield front
    finally:
        process.terminate()
        process.wait(10)


def trusting(certificate: Path | None) -> ssl.SSLContext | None:
    return ssl.create_default_context(cafile=certificate) if certificate else None
