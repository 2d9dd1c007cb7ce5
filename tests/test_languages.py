"""A language is there because its folder is: the code knows none by name."""

import ast
import json
import subprocess
import sys
from typing import Any

import pytest

from data.languages import LANGUAGES
from tests.made_up_language import CODE, PAGES, ROOT, copy_of_the_code, strange
from tests.test_contributing import walk

pytestmark = pytest.mark.slow(10)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the code says in a language that is a folder of its ``locale/`` and nothing else."""
    copy = tmp_path_factory.mktemp("copy")
    copy_of_the_code(copy, strange)
    walk("A language", copy)
    names = copy / "locale" / CODE / "country_names.csv"
    names.write_text("alpha3,name,shown\nPSE,zzPalestino,yes\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.made_up_language", CODE, str(copy)],
        cwd=copy,
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


def test_a_folder_makes_a_language(found: dict[str, Any]) -> None:
    assert found["languages"] == [*LANGUAGES, CODE]
    assert found["accepted"] == CODE


@pytest.mark.parametrize("name", PAGES)
def test_every_page_speaks_it(found: dict[str, Any], name: str) -> None:
    page = found["pages"][name]
    assert page["errors"] == []
    assert [title for title in page["title"] if "zz" in title] == page["title"] != []
    assert "zzRefresh" in page["buttons"]


def test_its_reader_chooses_it_as_any_other(found: dict[str, Any]) -> None:
    assert [set(LANGUAGES) < {*map(str.lower, found["pages"][name]["languages"])} for name in PAGES] == [True] * len(
        PAGES
    )
    assert all(CODE.upper() in found["pages"][name]["languages"] for name in PAGES)


def test_its_template_is_read_back(found: dict[str, Any]) -> None:
    assert found["problems"] == []
    assert found["received"] == 1
    assert f"title_{CODE}" in found["titles"]


def test_its_note_and_its_calendar_are_made(found: dict[str, Any]) -> None:
    assert found["note"] == "%PDF"
    assert "zzLaunch" in found["calendar"]


def test_its_names_dates_and_plurals_are_its_own(found: dict[str, Any]) -> None:
    assert found["country"] == "zzPalestino"
    assert [said[-1] for said in found["plurals"]] == ["0", "1", "2"]
    assert "Majo" in found["day"]


def test_the_code_lists_no_languages() -> None:
    listed = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for folder in ("app.py", "components", "data", "pages", "bench")
        for path in ([ROOT / folder] if folder.endswith(".py") else sorted((ROOT / folder).rglob("*.py")))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Tuple | ast.List | ast.Set)
        and {"en", "fr", "es"} <= {item.value for item in node.elts if isinstance(item, ast.Constant)}
    ]
    assert listed == []
