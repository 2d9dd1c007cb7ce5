"""The steps of the Dockerfile without a container engine: ``python -m tests.image``, or ``make image-check``.

Its folders become folders below a fresh one, its commands run there in a clean environment, and what it starts runs as
its user, who may write to its volume and to a folder for temporary files alone. What needs Debian's package manager or
the table of users is passed over, and said.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.browser.harness import free_port

ROOT = Path(__file__).parent.parent
NEEDS_DEBIAN = ("apt-get", "useradd")
STARTS_WITHIN_S = 60


@dataclass
class Image:
    """What a Dockerfile says of its last stage: the steps that make it, and how it is run."""

    steps: list[tuple[str, str]] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    user: str = ""
    folder: str = "/"
    volumes: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    python: str = ""


def image_of(dockerfile: str) -> Image:
    """The image of a Dockerfile. COPY and RUN of earlier stages come first: all stages share one root here."""
    image = Image()
    joined = re.sub(r"\\\n\s*", " ", dockerfile)
    for line in joined.splitlines():
        word, _, rest = line.strip().partition(" ")
        if word in ("COPY", "RUN"):
            image.steps.append((word, rest))
        elif word == "FROM":
            image.python = rest.partition(":")[2].partition("-")[0]
        elif word == "ENV":
            image.environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))
        elif word == "USER":
            image.user = rest
        elif word == "WORKDIR":
            image.folder = rest
        elif word == "VOLUME":
            image.volumes.append(rest)
        elif word == "CMD":
            image.command = json.loads(rest)
        elif word == "HEALTHCHECK":
            image.health = json.loads(rest[rest.index("[") :])
    return image


def copied(image: Image) -> dict[str, str]:
    """What comes from the repository, by where it goes."""
    pairs = (rest.split() for word, rest in image.steps if word == "COPY" and not rest.startswith("--"))
    return {(target + source if target.endswith("/") else target): source for source, target in pairs}


def build(image: Image, root: Path) -> None:
    """Take the steps below ``root``."""
    for word, rest in image.steps:
        if word == "COPY":
            if not rest.startswith("--from"):
                source, target = rest.split()
                _copy(source, target, root)
        elif rest.startswith(NEEDS_DEBIAN):
            _say(f"not here: {rest}")
        else:
            command = _below(rest, root).replace("python -m venv", f"{_python(image)} -m venv")
            _say(f"taken: {rest}")
            subprocess.run(["sh", "-euc", command], check=True, cwd=root, env=_clean({}, root))


def _python(image: Image) -> str:
    """The Python that the image has, where it is here too; else this one."""
    there = shutil.which(f"python{image.python}")
    works = there and not subprocess.run([there, "-c", ""], capture_output=True).returncode
    return there if there and works else sys.executable


def _copy(source: str, target: str, root: Path) -> None:
    goes_to = root / target.lstrip("/")
    if (ROOT / source).is_dir():
        shutil.copytree(ROOT / source, goes_to, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        goes_to.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / source, goes_to)


def _below(text: str, root: Path) -> str:
    """A command or a value with the image's own folders below ``root``."""
    return re.sub(r"(?<![\w.])/(app|venv|var|tmp)\b", rf"{root}/\1", text)


def _clean(environment: dict[str, str], root: Path) -> dict[str, str]:
    said = {name: _below(value, root) for name, value in environment.items()}
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "https_", "HTTPS_"))}
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": f"{root}/tmp", "TMPDIR": f"{root}/tmp", **kept, **said}


def _files(root: Path) -> dict[str, float]:
    places = (root / "app", root / "venv")
    return {str(path): path.stat().st_mtime for place in places for path in place.rglob("*") if path.is_file()}


def run(image: Image, root: Path) -> None:
    """Start what it starts, as its user, until it is healthy; ask for the page, the figures and the calendar.

    Raises where it does not come up, does not answer, or writes outside its volume.
    """
    before = _files(root)
    port = free_port()
    environment = _clean(image.environment | {"STREAMLIT_SERVER_PORT": str(port)}, root)
    as_user = []
    if os.geteuid() == 0:
        as_user = ["setpriv", "--reuid", "1000", "--regid", "1000", "--clear-groups"]
        subprocess.run(["chmod", "-R", "a+rX", root], check=True)
        subprocess.run(
            ["chown", "1000:1000", *(root / place.lstrip("/") for place in ("tmp", *image.volumes))], check=True
        )
    here = root / image.folder.lstrip("/")
    process = subprocess.Popen([*as_user, *_found(image.command, root)], cwd=here, env=environment)
    try:
        deadline = time.monotonic() + STARTS_WITHIN_S
        health = [*as_user, *_found(image.health, root)]
        while subprocess.run(health, env=environment, capture_output=True).returncode:
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("it did not become healthy")
            time.sleep(0.5)
        _say("healthy by its own check")
        for path in ("/", "/coverage", "/healthz", "/api/figures.json", "/calendar.ics", "/app/static/page.css"):
            try:
                with urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
                    _say(f"{answer.status} {path}")
            except URLError as error:
                raise SystemExit(f"{path}: {error}") from None
    finally:
        process.terminate()
        process.wait(20)
    written = {path for path, at in _files(root).items() if before.get(path) != at}
    if written:
        raise SystemExit(f"it wrote outside its volume: {sorted(written)[:5]}")
    kept = [path.name for path in (root / image.volumes[0].lstrip("/")).rglob("*") if path.is_file()]
    _say(f"written: nothing but {', '.join(sorted(kept)) or 'nothing'} in {image.volumes[0]}")


def _found(command: list[str], root: Path) -> list[str]:
    return [str(root / "venv" / "bin" / command[0]), *command[1:]]


def _say(said: str) -> None:
    sys.stdout.write(said + "\n")
    sys.stdout.flush()


def main() -> None:
    """Build and run it in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        (root / "tmp").mkdir()
        image = image_of((ROOT / "Dockerfile").read_text("utf-8"))
        _say(f"The image has Python {image.python}; here is {_python(image)}")
        build(image, root)
        run(image, root)


if __name__ == "__main__":
    main()
