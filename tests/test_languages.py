"""A language is there because its folder is: the code knows none by name."""

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from babel.messages import pofile

from data.languages import LANGUAGES
from tests.catalogs import ROOT, sentences
from tests.made_up_language import PAGES
from tests.test_contributing import walk

CODE = "eo"
HEADER = f"""\
msgid ""
msgstr ""
"Language: {CODE}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=3; plural=(n == 1 ? 0 : n == 2 ? 1 : 2);\\n"

"""


def _made_up(sentence: str) -> str:
    """The sentence with every word changed, what is filled in left alone."""
    return re.sub(r"\{[^}]*\}|[^\W\d_]+", lambda found: found[0] if found[0][0] == "{" else f"zz{found[0]}", sentence)


def _catalog() -> str:
    """A translation of every sentence of the code, whose plurals say which of three forms they are."""
    catalog = pofile.read_po(BytesIO(HEADER.encode()))
    for message in filter(lambda message: message.id, sentences()):
        forms: str | Sequence[str] = message.id
        made_up = _made_up(forms) if isinstance(forms, str) else tuple(f"{_made_up(forms[1])}{n}" for n in range(3))
        catalog.add(message.id, made_up, context=message.context)
    body = BytesIO()
    pofile.write_po(body, catalog, width=0, omit_header=True)
    return HEADER + body.getvalue().decode()


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the code says in a language that is a folder of its ``locale/`` and nothing else."""
    copy = tmp_path_factory.mktemp("copy")
    for part in ("components", "data", "pages", "locale", "static", ".streamlit", "tests"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", "secrets.toml"))
    folder = copy / "locale" / CODE
    (folder / "LC_MESSAGES").mkdir(parents=True)
    (folder / "LC_MESSAGES" / "road.po").write_text(_catalog(), encoding="utf-8")
    walk("A language", copy)
    (folder / "country_names.csv").write_text("alpha3,name,shown\nPSE,zzPalestino,yes\n", encoding="utf-8")
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
