"""A language that nobody speaks, in a copy of the code; ``python -m tests.made_up_language CODE FOLDER`` there says as
JSON what the dashboard is in it, and ``FOLDER`` takes the files it writes.
"""

import json
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from babel.messages import pofile
from streamlit.testing.v1 import AppTest

from components.publish.note.content import note_pdf
from components.words.reader import reader_language
from data.exports.calendar_file import calendar_file
from data.exports.template import write_template
from data.languages import LANGUAGES
from data.reading.compose import read
from data.sources.file import read_file
from data.words import words_of
from tests.catalogs import sentences

ROOT = Path(__file__).parent.parent
PAGES = sorted(page.stem for page in (ROOT / "pages").glob("*.py"))
DAY = date(2021, 5, 21)
CODE = "eo"
HEADER = f"""\
msgid ""
msgstr ""
"Language: {CODE}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=3; plural=(n == 1 ? 0 : n == 2 ? 1 : 2);\\n"

"""


def strange(word: str) -> str:
    """The word as no language has it."""
    return f"zz{word}"


def longer(word: str) -> str:
    """The word with 40% more letters."""
    return word + "eo" * round(len(word) * 0.2)


def copy_of_the_code(copy: Path, change: Callable[[str], str]) -> None:
    """What runs, into the folder ``copy``, with ``CODE`` as a language more: every word of ours changed."""
    for part in ("components", "data", "pages", "locale", "static", ".streamlit", "tests"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", "secrets.toml"))
    shutil.copy(ROOT / "app.py", copy)
    catalog = copy / "locale" / CODE / "LC_MESSAGES" / "road.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(_catalog(change), encoding="utf-8")


def _catalog(change: Callable[[str], str]) -> str:
    """A translation of every sentence of the code, whose plurals say which of three forms they are."""

    def made_up(sentence: str) -> str:
        # What is filled in is left alone.
        return re.sub(r"\{[^}]*\}|([^\W\d_]+)", lambda found: change(found[1]) if found[1] else found[0], sentence)

    catalog = pofile.read_po(BytesIO(HEADER.encode()))
    for message in filter(lambda message: message.id, sentences()):
        forms: str | Sequence[str] = message.id
        said = made_up(forms) if isinstance(forms, str) else tuple(f"{made_up(forms[1])}{n}" for n in range(3))
        catalog.add(message.id, said, context=message.context)
    body = BytesIO()
    pofile.write_po(body, catalog, width=0, omit_header=True)
    return HEADER + body.getvalue().decode()


def _page(name: str, code: str) -> dict[str, object]:
    page = AppTest.from_file(ROOT / "components" / "frame.py", default_timeout=60)
    page.query_params["lang"] = code
    page.switch_page(str(Path("..", "pages", f"{name}.py"))).run()
    return {
        "title": [title.value for title in page.title],
        "languages": [option for control in page.get("button_group") for option in getattr(control, "options", ())],
        "buttons": [button.label for button in page.button],
        "errors": [str(error.value) for error in page.exception],
    }


def main(code: str, folder: Path) -> None:
    """Print what there is in the language ``code``."""
    words, now = words_of(code), datetime(2021, 5, 21, tzinfo=UTC)
    template = folder / "template.xlsx"
    write_template(template, code)
    road = read(read_file(template), now=now)
    print(  # noqa: T201 - its output is its purpose
        json.dumps(
            {
                "languages": LANGUAGES,
                "accepted": reader_language("", f"{code}-ZZ,fr;q=0.5"),
                "pages": {name: _page(name, code) for name in PAGES},
                "titles": [column for column in road.milestones.columns if column.startswith("title")],
                "problems": [problem.kind for problem in road.problems],
                "received": len(road.contributions),
                "note": note_pdf(road, on=DAY, words=words, read_at=now)[:4].decode("latin-1"),
                "calendar": calendar_file(road, on=DAY, changed_at=now, words=words).decode(),
                "country": words.country("PSE"),
                "plurals": [words.plural("{n} day", "{n} days", n) for n in (1, 2, 3)],
                "day": words.day(DAY),
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
