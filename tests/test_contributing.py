"""The recipes of CONTRIBUTING, walked as they stand: what is copied from there works."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data.languages import LANGUAGES

ROOT = Path(__file__).parent.parent


def steps(recipe: str) -> list[tuple[str, str, str]]:
    """The blocks under the heading of a recipe: a file, a name in it ('' for a file of its own), the lines."""
    (section,) = re.findall(rf"^### {re.escape(recipe)}\n(.*?)(?=^##|\Z)", _contributing(), re.MULTILINE | re.DOTALL)
    return re.findall(r"^```\w+\n# ([\w/.]+)(?:: (\w+))?\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def _contributing() -> str:
    return (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def walk(recipe: str, house: Path) -> None:
    """Do in the house what the recipe says: write its files, add its lines at the end of what they name."""
    for path, name, lines in steps(recipe):
        file = house / path
        if not name:
            assert not file.exists()
            file.parent.mkdir(exist_ok=True)
            file.write_text(lines, "utf-8")
            continue
        text = file.read_text("utf-8")
        found = re.search(rf"^{name}\b.*?(?=^[)}}\]])", text, re.MULTILINE | re.DOTALL)
        assert found, f"{path} has no {name}"
        file.write_text(text[: found.end()] + lines + text[found.end() :], "utf-8")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of everything that runs."""
    for name in ("components", "data", "locale", "pages", "static", ".streamlit"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "secrets.toml"))
    shutil.copy(ROOT / "app.py", tmp_path)
    return tmp_path


def run(house: Path, code: str, *arguments: str) -> str:
    """What a program prints that runs in the house."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=house, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


OPENED = """
import json, sys
from streamlit.testing.v1 import AppTest
from data.store import shared_store

def opened(language):
    page = AppTest.from_file("components/frame.py", default_timeout=30)
    page.query_params["lang"] = language
    page.query_params["since"] = "2021-05-01"
    page.query_params["open"] = "c1"
    page.switch_page("../pages/letters.py")
    page.run()
    return {
        "failed": [failure.value for failure in page.exception],
        "title": [title.value for title in page.title],
        "said": [part.value for part in page.markdown],
        "received": len(shared_store().state().snapshot.road.contributions),
        "kept": {name: page.query_params[name] for name in page.query_params},
    }

print(json.dumps({language: opened(language) for language in sys.argv[1:]}))
"""


@pytest.mark.slow(5)
def test_a_page(house: Path) -> None:
    walk("A page", house)
    pages = json.loads(run(house, OPENED, *LANGUAGES))
    assert list(pages) == list(LANGUAGES)
    for language, page in pages.items():
        assert page["failed"] == [], language
        assert page["title"] == ["Letters"]
        assert [said for said in page["said"] if re.match(rf"{page['received']}\scontribu", said)], language
        assert page["kept"] == {"lang": language, "since": "2021-05-01"}


def test_a_page_takes_three_files() -> None:
    files = [path for path, _, _ in steps("A page")]
    assert len(files) == 3
    assert [path for path in files if (ROOT / path).exists()] == ["components/shell/pages.py"]


def test_every_recipe_has_steps() -> None:
    recipes = re.findall(r"^### (.+)$", _contributing(), re.MULTILINE)
    assert recipes
    assert [recipe for recipe in recipes if not steps(recipe)] == []


def test_files_and_commands_it_names_exist() -> None:
    text = _contributing() + (ROOT / "docs" / "architecture.md").read_text("utf-8")
    linked = [ROOT / path for path in re.findall(r"\]\((?!http)([\w./-]+)\)", _contributing())]
    assert linked
    assert [str(path) for path in linked if not path.exists()] == []
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= set(targets)
    folders = re.findall(r"\b((?:data|components)/[a-z_]+(?:/|\.py)?)", text)
    assert len(folders) > 10
    assert [path for path in folders if not (ROOT / path).exists() and "letters" not in path] == []


def test_the_map_shows_every_room() -> None:
    shown = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = [path.parent.name for path in (ROOT / "components").glob("*/__init__.py")]
    assert len(rooms) > 10
    assert [room for room in rooms if room not in shown] == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\]\(([\w-]+\.md)\)", (folder / "README.md").read_text("utf-8"))
    assert sorted([*listed, "README.md"]) == sorted(path.name for path in folder.glob("*.md"))
