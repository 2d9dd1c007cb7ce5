"""What holds for the repository as a whole: layers, pins, the commands README names."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent

FOLDERS = ("data", "components", "pages")
CODE = [ROOT / "app.py", *(path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")))]
GOOGLE = ROOT / "data" / "sources" / "google.py"


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


SHARED = {"google.protobuf": "protobuf"}
"""Packages within a name that several share."""


def _roots(path: Path) -> set[str]:
    within = {module: ".".join(module.split(".")[:2]) for module in _imports(path)}
    return {two if two in SHARED else module.partition(".")[0] for module, two in within.items()}


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _pins(name: str) -> dict[str, str]:
    lines = (re.split("[#;]", line)[0].strip() for line in _text(name).splitlines())
    pins = {}
    for line in lines:
        if line and not line.startswith("-"):
            assert re.fullmatch(r"[A-Za-z0-9._-]+(\[\w+])?==[0-9A-Za-z.]+", line), f"{name}: {line} is no exact pin"
            package, _, version = line.partition("==")
            pins[_normal(package.partition("[")[0])] = version
    return pins


def _normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def test_nothing_that_is_served_needs_the_launcher_the_bench_or_the_tests() -> None:
    assert [path for path in CODE if _roots(path) & {"app", "bench", "tests"}] == []


def test_pages_draw_nothing_themselves() -> None:
    pages = [path for path in CODE if path.parent.name == "pages"]
    assert pages
    assert [path.name for path in pages if _roots(path) & {"plotly", "pandas"}] == []


def test_only_the_google_source_knows_gspread() -> None:
    assert [path for path in CODE if "gspread" in _roots(path) and path != GOOGLE] == []


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code in a folder of its own, for a test to write into."""
    folder = tmp_path_factory.mktemp("code")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.xlsx", "__pycache__"))
    return folder


@pytest.mark.slow(2)
@pytest.mark.parametrize(
    ("path", "line", "contract"),
    [
        ("data/figures/block.py", "import streamlit", "What is read, counted and said is not drawn"),
        ("components/words/plain.py", "import plotly.graph_objects", "What is read, counted and said is not drawn"),
        ("components/charts/style.py", "import streamlit", "What is drawn knows no Streamlit"),
        ("data/figures/block.py", "import components.words.plain", "Pages stand on components"),
        ("data/road.py", "import data.figures.block", "The rooms of data"),
        ("data/aside.py", "import data.road", "The rooms of data"),
        ("components/road/standing.py", "import components.text.block", "The rooms of components"),
        ("components/shell/view.py", "import components.shared.cards", "The rooms of components"),
        ("components/server/known.py", "import components.shell.view", "What answers HTTP knows words and data"),
        ("components/frame.py", "import components.server.known", "Only app.py knows what answers HTTP"),
    ],
)
def test_an_import_that_runs_back_up_is_named(path: str, line: str, contract: str, copied: Path) -> None:
    changed = copied / path
    before = changed.read_text("utf-8") if changed.exists() else None
    changed.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        command = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
        linted = subprocess.run(
            [sys.executable, "-c", command], cwd=copied, capture_output=True, text=True, check=False
        )
    finally:
        if before is None:
            changed.unlink()
        else:
            changed.write_text(before, encoding="utf-8")
    broken = [told for told in linted.stdout.splitlines() if told.endswith("BROKEN")]
    assert len(broken) == 1, linted.stdout + linted.stderr
    assert broken[0].startswith(contract)


def _packages(paths: Iterable[Path]) -> set[str]:
    """The packages, by normal name, that these files import."""
    packages = {**packages_distributions(), **{name: [package] for name, package in SHARED.items()}}
    roots = {root for path in paths for root in _roots(path)} - set(sys.stdlib_module_names)
    # The guard of the tests' servers lies on their path by itself.
    ours = {*FOLDERS, "app", "bench", "tests", *(path.stem for path in (ROOT / "tests" / "guard").glob("*.py"))}
    return {_normal(packages[root][0]) for root in roots - ours}


@pytest.mark.slow(1)
def test_everything_the_dashboard_imports_is_pinned() -> None:
    assert _packages(CODE) - set(_pins("requirements.txt")) == set()


@pytest.mark.slow(1)
def test_everything_its_tests_import_is_pinned() -> None:
    files = [path for folder in ("bench", "tests") for path in (ROOT / folder).rglob("*.py")]
    # What these need besides is installed apart, with pins of its own.
    tests = [path for path in files if path.parent.name not in {"peers", "mutants"}]
    pinned = {package for path in ROOT.glob("requirements*.txt") for package in _pins(path.name)}
    assert _packages(tests) - pinned == set()


LOCKS = ("requirements", "requirements-auth", "requirements-dev")


def _locked(name: str) -> dict[str, str]:
    """The locked version of every package, whichever machine it is for; AssertionError for one without a hash."""
    entries = re.findall(r"^(\S+)==([\w.]+)( ;[^\n\\]*)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", _text(name), re.M)
    assert len(entries) == len(re.findall(r"^\S", _text(name), re.M)), f"{name}: not all it holds is pinned by a hash"
    return {_normal(package.partition("[")[0]): locked for package, locked, _, _ in entries}


def test_locks_hold_what_is_required() -> None:
    run, private, develop = (_locked(f"{name}.lock") for name in LOCKS)
    assert _pins("requirements.txt").items() <= run.items() <= private.items() <= develop.items(), "make lock"
    assert _pins("requirements-auth.txt").items() <= private.items(), "make lock"
    assert _pins("requirements-dev.txt").items() <= develop.items(), "make lock"


def _brought_along(packages: Iterable[str]) -> dict[str, str]:
    """The installed version of these packages and of everything they need, by normal name."""
    found: dict[str, str] = {}
    waiting = [(package, "") for package in packages]
    while waiting:
        package, extra = waiting.pop()
        if package in found and not extra:
            continue
        found[package] = version(package)
        for needed in map(Requirement, requires(package) or ()):
            if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                name = _normal(needed.name)
                waiting += [(name, ""), *((name, more) for more in needed.extras)]
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_everything_that_the_requirements_bring_along(name: str) -> None:
    assert _brought_along(_pins(f"{name}.txt")).items() <= _locked(f"{name}.lock").items()


def test_commands_of_the_readme_exist() -> None:
    named = set(re.findall(r"`?make ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"run", "test"} <= named <= targets


def test_repository_names_no_registry() -> None:
    tracked = [".ci/run", "Makefile", "pyproject.toml", *(path.name for path in ROOT.glob("requirements*"))]
    assert len(tracked) == 9
    named = re.compile(r"https?://(?!127\.0\.0\.1)|--((extra-)?index-url|find-links)")
    assert [name for name in tracked if named.search(_text(name))] == []


def test_a_workbook_is_run_whose_name_holds_spaces(tmp_path: Path) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text('#!/bin/sh\necho "$ROAD_WORKBOOK"\n')
    python.chmod(0o755)
    (tmp_path / "run.stamp").touch()
    make = ["make", "--no-print-directory", "run", f"VENV={tmp_path}", "WORKBOOK=the road's own/a b.xlsx"]
    assert (
        subprocess.run(make, cwd=ROOT, capture_output=True, text=True, check=True).stdout == "the road's own/a b.xlsx\n"
    )


def _set_up(task: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """tests/set_up.sh on a machine that has a shell and Python, and nothing else."""
    for name in ("sh", "id", "tr"):
        (folder / name).symlink_to(str(shutil.which(name)))
    (folder / "python3").symlink_to(sys.executable)
    told = {"PATH": str(folder), "VENV": str(folder / "none"), **environment}
    command = [str(folder / "sh"), str(ROOT / "tests" / "set_up.sh"), task]
    return subprocess.run(command, env=told, capture_output=True, text=True, check=False)


@pytest.mark.skipif(Path("/usr/sbin/nginx").exists(), reason="nginx is looked for there whatever the path")
def test_what_a_machine_lacks_is_said_before_anything_is_installed(tmp_path: Path) -> None:
    said = _set_up("announce", tmp_path)
    assert said.returncode == 0
    assert [line.partition(" is missing, and cannot be fetched here")[0] for line in said.stdout.splitlines()] == [
        "Chromium",
        "nginx",
        "LibreOffice",
    ]


@pytest.mark.skipif(Path("/usr/sbin/nginx").exists(), reason="nginx is looked for there whatever the path")
def test_the_tests_that_need_what_is_missing_are_named(tmp_path: Path) -> None:
    assert _set_up("install", tmp_path).stdout.split() == ["browser", "nginx"]


def test_without_python_nothing_is_tried(tmp_path: Path) -> None:
    said = _set_up("announce", tmp_path, PYTHON3="false")
    assert said.returncode == 1
    assert said.stderr.startswith("Python 3.11 or newer, with venv, is missing")


def test_our_styles_name_the_beginning_of_a_line_and_not_its_left() -> None:
    side = re.compile(
        r"(?:margin|padding|border|inset)-(?:left|right)|(?<![\w-])(?:left|right|float):|text-align: (?:left|right)"
    )
    sheets = [path for folder in ("static", "components") for path in sorted((ROOT / folder).rglob("*.css"))]
    assert len(sheets) > 5
    # The road is drawn along the time, as charts are, and turned round as a whole where it is not.
    drawn = ROOT / "components" / "road" / "road_line.css"
    found = {
        str(path.relative_to(ROOT)): names
        for path in sheets
        if path != drawn and (names := side.findall(path.read_text("utf-8")))
    }
    assert found == {}


def test_settings_are_valid_toml() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["address"] == "127.0.0.1"
    assert config["browser"]["gatherUsageStats"] is False
